//! What stands between `tt` and the service: each has a sentence of its own and the one
//! thing to do, ends with the right exit code, and leaves everything owed.

use super::Bench;
use crate::net::server::Server;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

const GOOD: &str = include_str!("doors/good.pem");
const EXPIRED: &str = include_str!("doors/expired.pem");
const EARLY: &str = include_str!("doors/early.pem");
const OTHER: &str = include_str!("doors/other.pem");
const AUTHORITY: &str = include_str!("doors/ca.pem");
const KEY: &str = include_str!("doors/server.key");

/// A bench with one owed entry.
fn owing() -> Bench {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench
}

/// The run ends so, with these words and this help, and the entry stays owed.
fn is_told(
    bench: &Bench,
    env: &[(&str, String)],
    name: &str,
    code: i32,
    words: &[&str],
    help: &str,
) {
    let run = |args: &[&str]| {
        let mut command = bench.command();
        command.args(args);
        for (name, value) in env {
            command.env(name, value);
        }
        super::ran(command.output().unwrap()).exits(code)
    };
    let ran = run(&["sync", "--now"]);
    for word in words {
        assert!(ran.err.contains(word), "{name}: {word} in {}", ran.err);
    }
    let (_, helps) = ran.err.split_once("help: ").unwrap();
    assert!(helps.contains(help), "{name}: {help} in {}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let report = run(&["sync", "--now", "--json"]).json()["profiles"][0].clone();
    let outcome = if code == 5 { "needs-login" } else { "later" };
    assert_eq!(
        (&report["outcome"], &report["owed"]),
        (&json!(outcome), &json!(1)),
        "{name}: {report}"
    );
    assert_eq!(bench.entries()[0]["delivery"], "owed", "{name}");
    assert_eq!(bench.n_writes(), 0, "{name}");
}

fn said(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn wrong_keys_and_companies() {
    let rows = [
        (
            "public_key = \"nobody\"",
            "does not accept the credentials",
            "public_key",
        ),
        (
            "company_id = \"nowhere\"",
            "does not know the company `nowhere`",
            "company_id",
        ),
        ("member = \"nobody\"", "has no member `nobody`", "`member`"),
    ];
    for (line, words, help) in rows {
        let bench = owing();
        let own = line.split(' ').next().unwrap();
        let text: String = bench
            .text("")
            .lines()
            .filter(|line| !line.starts_with(&format!("{own} =")))
            .map(|line| format!("{line}\n"))
            .collect();
        bench.desk.config(&format!("{text}{line}\n"));
        is_told(&bench, &[], line, 5, &[words], help);
    }
}

#[test]
fn a_host_that_moved_or_is_another() {
    let page = "<html><body>Sign in to the network</body></html>";
    let html = "Content-Type: text/html\r\n";
    let rows: Vec<(&str, String, i32, &str, &str)> = vec![
        (
            "redirect",
            said(
                "302 Found",
                "Location: https://na.elsewhere.example/\r\n",
                "",
            ),
            5,
            "redirects elsewhere",
            "`url`",
        ),
        (
            "not found",
            said("404 Not Found", html, "<html>no</html>"),
            5,
            "no ConnectWise company look-up",
            "`url`",
        ),
        (
            "captive portal",
            said("200 OK", html, page),
            6,
            "a web page instead of data",
            "sign in to the network",
        ),
        (
            "gateway",
            said("502 Bad Gateway", html, page),
            6,
            "could not answer",
            "everything is kept",
        ),
        (
            "not HTTP",
            "SSH-2.0-x\r\n\r\n".to_owned(),
            6,
            "not HTTP",
            "`url`",
        ),
    ];
    for (name, answer, code, words, help) in rows {
        let server = Server::answering(answer);
        let bench = owing();
        bench.config(&format!("url = \"http://127.0.0.1:{}\"", server.port));
        is_told(&bench, &[], name, code, &[words, "127.0.0.1"], help);
    }
}

#[test]
fn nobody_is_there() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let rows = [
        (
            format!("url = \"http://127.0.0.1:{port}\""),
            "refused the connection",
            "port",
        ),
        (
            "url = \"https://nowhere.invalid\"".to_owned(),
            "the name nowhere.invalid cannot be looked up",
            "network connection",
        ),
    ];
    for (line, words, help) in rows {
        let bench = owing();
        bench.config(&line);
        is_told(&bench, &[], &line, 6, &[words], help);
    }
}

#[test]
fn a_proxy_that_does_not_let_through() {
    let rows = [
        (
            said("407 Proxy Authentication Required", "", ""),
            "user name and password",
        ),
        (said("403 Forbidden", "", ""), "answered 403"),
    ];
    for (answer, words) in rows {
        let proxy = Server::answering(answer);
        let bench = owing();
        bench.config("url = \"https://service.example\"");
        let env = [(
            "HTTPS_PROXY",
            format!("http://me:CANARY-proxy@127.0.0.1:{}", proxy.port),
        )];
        is_told(
            &bench,
            &env,
            words,
            5,
            &["the proxy 127.0.0.1", words],
            "HTTPS_PROXY",
        );
        let asked = proxy.requests().concat();
        assert!(asked.starts_with("CONNECT service.example:443"), "{asked}");
        let told = bench.tt("sync --json").out;
        assert!(!told.contains("CANARY"), "{told}");
    }
}

/// A server with this certificate that answers every request alike.
fn secured(certificate: &str, answer: String) -> u16 {
    let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (config, answer) = (config.clone(), answer.clone());
            std::thread::spawn(move || {
                let tls = ServerConnection::new(config).unwrap();
                let mut stream = rustls::StreamOwned::new(tls, stream.unwrap());
                let mut seen = Vec::new();
                let mut bytes = [0; 1024];
                while let Ok(n) = stream.read(&mut bytes) {
                    seen.extend_from_slice(&bytes[..n]);
                    if n == 0 {
                        break;
                    }
                    if seen.ends_with(b"\r\n\r\n") && stream.write_all(answer.as_bytes()).is_err() {
                        break;
                    }
                }
            });
        }
    });
    port
}

#[test]
fn certificates_that_cannot_be_trusted() {
    let rows = [
        (
            "self-made",
            GOOD,
            false,
            "an authority that is not trusted here",
            "`ca_file`",
        ),
        (
            "expired",
            EXPIRED,
            true,
            "has expired",
            "this machine's date",
        ),
        (
            "not yet valid",
            EARLY,
            true,
            "is not valid yet",
            "this machine's date",
        ),
        (
            "of another",
            OTHER,
            true,
            "belongs to another name",
            "`url`",
        ),
    ];
    for (name, certificate, known, words, help) in rows {
        let port = secured(certificate, said("404 Not Found", "", ""));
        let bench = owing();
        let ca = bench.desk.home().join("ca.pem");
        std::fs::write(&ca, AUTHORITY).unwrap();
        let known = if known {
            format!("\nca_file = {:?}", ca.display().to_string())
        } else {
            String::new()
        };
        bench.config(&format!("url = \"https://127.0.0.1:{port}\"{known}"));
        is_told(&bench, &[], name, 5, &[words, "127.0.0.1"], help);
    }
    // Named, the authority is trusted: what comes then is the next thing that is wrong.
    let port = secured(GOOD, said("404 Not Found", "", ""));
    let bench = owing();
    let ca = bench.desk.home().join("ca.pem");
    std::fs::write(&ca, AUTHORITY).unwrap();
    bench.config(&format!(
        "url = \"https://127.0.0.1:{port}\"\nca_file = {:?}",
        ca.display().to_string()
    ));
    is_told(&bench, &[], "named", 5, &["company look-up"], "`url`");
}

#[test]
fn a_clock_that_is_off_by_a_day() {
    let now = chrono::DateTime::from_timestamp(now(), 0).unwrap();
    for (off, words) in [(-26, "26 hours ahead"), (26, "26 hours behind")] {
        let there = now + chrono::TimeDelta::hours(off);
        let date = there
            .format("Date: %a, %d %b %Y %H:%M:%S GMT\r\n")
            .to_string();
        let body = r#"{"Codebase":"v4_6_release/","CompanyName":"acme"}"#;
        let server = Server::answering(said("200 OK", &date, body));
        let bench = owing();
        bench.config(&format!("url = \"http://127.0.0.1:{}\"", server.port));
        is_told(
            &bench,
            &[],
            words,
            5,
            &["the clock of this machine", words],
            "date and time",
        );
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary under test reads it too"
)]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}
