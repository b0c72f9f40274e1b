//! The certainty table of the wire against real sockets: whatever a server does
//! to a connection, the right kind comes out and nothing is called "not done"
//! that may have been done.

mod log;
mod server;

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tt::clock::SystemClock;
use tt::domain::secret::Secret;
use tt::net::outcome::TlsFault;
use tt::net::{
    Address, Certainty, Client, ClientSettings, Exchange, Forgetful, Kind, Method, NetError,
    ProxySettings, Request, Response, TimeOuts, Wire, WireSettings, auth, redact,
};

use self::server::{Peer, Server, nap};

const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUE4/1brvUXOVfaq9k5klK9IdXYuowCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRdHQgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMTEyNjQzWhgP
MjEyNjEwMjkxMTI2NDNaMBwxGjAYBgNVBAMMEXR0IHRlc3QgYXV0aG9yaXR5MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVM6lB76PuTE+aUhuMBPOVBmSRUAv1Cch
aTOkearbSqj1IYsFt3hWc2lXE4AZDqgOLlTw/p8td5GztrbymLn+KqNTMFEwHQYD
VR0OBBYEFNxs4djNCmc7wsSpb3NB/XyyjHmHMB8GA1UdIwQYMBaAFNxs4djNCmc7
wsSpb3NB/XyyjHmHMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AM5pqhg0PlGxXl9ZQogmNrJ39mEDVmdHPKciCJ9eXe1qAiEA4hgiY9U230W8CjwE
1LxMf9mIB3BDD4S0JRwdNA/WGb4=
-----END CERTIFICATE-----
";

const SECRET: &str = "CANARY-4711-secret";
const OK: &str =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"id\":1}";

fn client(change: impl FnOnce(&mut ClientSettings)) -> Client {
    let mut settings = ClientSettings {
        user_agent: "tt/0".into(),
        ..ClientSettings::default()
    };
    change(&mut settings);
    Client::new(&settings).unwrap()
}

fn address(scheme: &str, port: u16) -> Address {
    Address::parse(&format!("{scheme}://127.0.0.1:{port}/v4")).unwrap()
}

fn create(address: Address) -> Request {
    Request::new(Method::Post, address)
        .secret_header(
            "Authorization",
            Arc::new(auth::basic("acme+user", &Secret::new(SECRET))),
        )
        .body(r#"{"note":"one hour"}"#)
}

/// What a create comes to, as kind and certainty; the error names its host and no secret.
fn outcome(client: &Client, request: &Request) -> Result<Response, (Kind, Certainty)> {
    client.exchange(request).map_err(|error| {
        assert!(!error.help.is_empty(), "{error:?}");
        let whole = format!("{error} {error:?}");
        assert_eq!(redact::scrub(&whole, [&Secret::new(SECRET)]), whole);
        assert!(
            error.message.contains(request.address().host()) || error.kind == Kind::Proxy,
            "{error}"
        );
        (error.kind, error.certainty)
    })
}

type Act = Box<dyn Fn(usize, &mut Peer) + Send + Sync>;

fn act(act: impl Fn(&mut Peer) + Send + Sync + 'static) -> Act {
    Box::new(move |_, peer| act(peer))
}

fn saying(bytes: impl Into<Vec<u8>>) -> Act {
    let bytes = bytes.into();
    act(move |peer| {
        peer.answer(&bytes);
    })
}

#[test]
fn a_broken_answer_leaves_a_create_unknown() {
    let head = |rest: &str| format!("HTTP/1.1 200 OK\r\n{rest}\r\n\r\n");
    let long_header = format!("X-Long: {}", "x".repeat(70_000));
    let many_headers = (0..3000)
        .map(|n| format!("X-{n}: 1"))
        .collect::<Vec<_>>()
        .join("\r\n");
    let rows: Vec<(&str, Act, Kind)> = vec![
        ("closed before it reads", act(|_| {}), Kind::Dropped),
        (
            "read, then closed",
            act(|peer| drop(peer.read())),
            Kind::Dropped,
        ),
        (
            "read, then half closed",
            act(|peer| {
                peer.read();
                peer.half_close();
            }),
            Kind::Dropped,
        ),
        ("reset without an answer", act(|_| nap(30)), Kind::Dropped),
        (
            "reset in the body",
            act(move |peer| {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":");
                nap(100);
            }),
            Kind::Cut,
        ),
        ("half a status line", saying("HTTP/1.1 2"), Kind::Dropped),
        (
            "half a head",
            saying("HTTP/1.1 200 OK\r\nContent-Le"),
            Kind::Dropped,
        ),
        (
            "too short a body",
            saying(head("Content-Length: 100") + "{\"id\":1}"),
            Kind::Cut,
        ),
        (
            "no body at all",
            saying(head("Content-Length: 8")),
            Kind::Cut,
        ),
        (
            "chunks that break off",
            saying(head("Transfer-Encoding: chunked") + "8\r\n{\"id"),
            Kind::Cut,
        ),
        (
            "chunks of garbage",
            saying(head("Transfer-Encoding: chunked") + "zz\r\n{\"id\":1}\r\n"),
            Kind::Cut,
        ),
        (
            "not a status line",
            saying("220 mail.example ESMTP\r\n\r\n"),
            Kind::Garbled,
        ),
        (
            "binary",
            saying([0, 255, 3, 0, 13, 10, 13, 10]),
            Kind::Garbled,
        ),
        (
            "an unknown version",
            saying("HTTP/9.9 200 OK\r\n\r\n"),
            Kind::Garbled,
        ),
        (
            "two lengths",
            saying(head("Content-Length: 8\r\nContent-Length: 9") + "{\"id\":1} "),
            Kind::Garbled,
        ),
        (
            "a negative length",
            saying(head("Content-Length: -8") + "{\"id\":1}"),
            Kind::Garbled,
        ),
        ("too long a head", saying(head(&long_header)), Kind::Garbled),
        (
            "too many headers",
            saying(head(&many_headers)),
            Kind::Garbled,
        ),
        (
            "100, then closed",
            saying("HTTP/1.1 100 Continue\r\n\r\n"),
            Kind::Dropped,
        ),
        (
            "a web page",
            saying(head("Content-Type: text/html\r\nContent-Length: 13") + "<html></html>"),
            Kind::WebPage,
        ),
        (
            "a page without a type",
            saying(head("Content-Length: 15") + "<!DOCTYPE html>"),
            Kind::WebPage,
        ),
        (
            "compressed",
            saying(head("Content-Encoding: gzip\r\nContent-Length: 3") + "\x1f\x08\x08"),
            Kind::BadBody,
        ),
        (
            "a body without end",
            act(|peer| {
                peer.answer("HTTP/1.1 200 OK\r\n\r\n");
                while peer.write([b' '; 65_536]) {}
            }),
            Kind::TooLarge,
        ),
        (
            "a body announced too large",
            act(|peer| {
                peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n");
                while peer.write([b' '; 65_536]) {}
            }),
            Kind::TooLarge,
        ),
        (
            "an error that breaks off",
            saying("HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n\r\n{\"co"),
            Kind::Cut,
        ),
    ];
    let client = client(|_| {});
    for (name, act, kind) in rows {
        let server = Server::start(act);
        let got = outcome(&client, &create(address("http", server.port)));
        assert_eq!(got.err(), Some((kind, Certainty::Unknown)), "{name}");
        assert_eq!(server.connections(), 1, "{name}: nothing is sent twice");
    }
}

#[test]
fn complete_answers_come_through_whatever_their_status() {
    let long = "x".repeat(100_000);
    let rows: Vec<(String, u16, usize)> = vec![
        (OK.to_owned(), 201, 8),
        ("HTTP/1.1 204 No Content\r\n\r\n".to_owned(), 204, 0),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"id\r\n4\r\n\":1}\r\n0\r\n\r\n".to_owned(), 200, 8),
        (format!("HTTP/1.1 100 Continue\r\n\r\n{OK}"), 201, 8),
        ("HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}".to_owned(), 400, 2),
        ("HTTP/1.1 429 Wait\r\nRetry-After: 7\r\nContent-Length: 99\r\nConnection: close\r\n\r\n{".to_owned(), 429, 1),
        ("HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>".to_owned(), 502, 6),
        (format!("HTTP/1.1 500 Oh\r\nContent-Length: 100000\r\n\r\n{long}"), 500, 65_536),
    ];
    let client = client(|_| {});
    for (bytes, status, length) in rows {
        let closes = bytes.contains("close");
        let server = Server::start(move |_, peer| while peer.answer(&bytes) && !closes {});
        let response = outcome(&client, &create(address("http", server.port))).unwrap();
        assert_eq!((response.status(), response.body().len()), (status, length));
    }
}

#[test]
fn what_never_left_is_certain() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("ca.pem");
    std::fs::write(&pem, AUTHORITY).unwrap();
    let client = client(|settings| {
        settings.ca_file = Some(pem);
        settings.time_outs.connect = Duration::from_millis(400);
    });
    let not_done = |request: &Request, kind: Kind, name: &str| {
        assert_eq!(
            outcome(&client, request).err(),
            Some((kind, Certainty::NotDone)),
            "{name}"
        );
    };
    not_done(
        &create(address("http", free)),
        Kind::Refused,
        "nobody listens",
    );
    let nowhere = Address::parse("https://nowhere.invalid/v4").unwrap();
    not_done(&create(nowhere), Kind::NameNotFound, "no such name");

    let tls = |act: Act, kind: TlsFault, name: &str| {
        let server = Server::start(act);
        not_done(
            &create(address("https", server.port)),
            Kind::Tls(kind),
            name,
        );
        assert!(server.requests().is_empty());
    };
    let plain = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    tls(
        act(move |peer| drop((peer.write(plain), nap(300)))),
        TlsFault::NotTls,
        "plain text to a TLS hello",
    );
    tls(act(|_| {}), TlsFault::Dropped, "closed at the TLS hello");
    tls(
        act(|_| nap(30)),
        TlsFault::Dropped,
        "reset at the TLS hello",
    );
    // A fatal handshake_failure alert.
    let alert = [21, 3, 3, 0, 2, 2, 40];
    tls(
        act(move |peer| drop((peer.write(alert), nap(300)))),
        TlsFault::Other,
        "an alert",
    );

    let silent = Server::start(|_, _| nap(3000));
    not_done(
        &create(address("https", silent.port)),
        Kind::ConnectTimeOut,
        "silence at the TLS hello",
    );

    let server = Server::answering(OK);
    let here = || address("http", server.port);
    not_done(
        &create(here()).header("X-A", "a\r\nX-Evil: b"),
        Kind::Settings,
        "a line break in a value",
    );
    not_done(
        &create(here()).header("X A", "b"),
        Kind::Settings,
        "a blank in a name",
    );
    let broken = Arc::new(Secret::new("token\n"));
    not_done(
        &create(here()).secret_header("X-A", broken),
        Kind::Settings,
        "a line break in a secret",
    );
    assert!(server.requests().is_empty());
}

#[test]
fn every_phase_has_its_time_out() {
    let short = Duration::from_millis(250);
    let big = vec![b' '; 48 * 1024 * 1024];
    let dripping_head = act(|peer| {
        peer.read();
        peer.drip(b"HTTP/1.1 200 OK\r\nX: ");
    });
    let dripping_body = act(|peer| {
        peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        peer.drip(b" ");
    });
    let silent = || act(|peer| drop((peer.read(), nap(3000))));
    type Shorten = fn(&mut TimeOuts, Duration);
    let rows: Vec<(&str, Act, Shorten, Option<Vec<u8>>, Method)> = vec![
        (
            "send",
            act(|_| nap(3000)),
            |times, short| times.send = short,
            Some(big),
            Method::Post,
        ),
        (
            "answer",
            silent(),
            |times, short| times.answer_to_write = short,
            None,
            Method::Post,
        ),
        (
            "answer to a read",
            silent(),
            |times, short| times.answer_to_read = short,
            None,
            Method::Get,
        ),
        (
            "dripping head",
            dripping_head,
            |times, short| times.answer_to_write = short,
            None,
            Method::Patch,
        ),
        (
            "dripping body",
            dripping_body,
            |times, short| times.body = short,
            None,
            Method::Post,
        ),
        (
            "whole",
            silent(),
            |times, short| times.whole = short,
            None,
            Method::Post,
        ),
    ];
    std::thread::scope(|scope| {
        for (name, act, shorten, body, method) in rows {
            scope.spawn(move || {
                let server = Server::start(act);
                let client = client(|settings| shorten(&mut settings.time_outs, short));
                let mut request = Request::new(method, address("http", server.port));
                if let Some(body) = body {
                    request = request.body(body);
                }
                let began = Instant::now();
                let got = outcome(&client, &request);
                assert_eq!(
                    got.err(),
                    Some((Kind::TimeOut, Certainty::Unknown)),
                    "{name}"
                );
                assert!(
                    began.elapsed() < Duration::from_millis(2500),
                    "{name}: {:?}",
                    began.elapsed()
                );
            });
        }
    });
}

#[test]
fn redirects_are_not_followed_and_carry_nothing_away() {
    let other = Server::answering(OK);
    let port = other.port;
    let targets = [
        format!("Location: http://127.0.0.1:{port}/take"),
        format!("Location: http://{SECRET}@localhost:{port}/take?token={SECRET}"),
        "Location: /login".to_owned(),
        "Location: //\u{1b}[2Jevil/".to_owned(),
        "X-None: 1".to_owned(),
    ];
    let client = client(|_| {});
    for status in [300, 301, 302, 303, 304, 307, 308] {
        for (at, target) in targets.iter().enumerate() {
            let server = Server::answering(format!(
                "HTTP/1.1 {status} Moved\r\n{target}\r\nContent-Length: 0\r\n\r\n"
            ));
            for request in [
                create(address("http", server.port)),
                Request::get(address("http", server.port)),
            ] {
                let error = client.exchange(&request).unwrap_err();
                assert_eq!(
                    (error.kind, error.certainty),
                    (Kind::Redirect, Certainty::Unknown),
                    "{status} {target}"
                );
                assert!(
                    !format!("{error:?}").contains(SECRET)
                        && !error.message.contains(['\u{1b}', '?']),
                    "{error}"
                );
                assert!(error.message.contains(
                    [
                        "to 127.0.0.1",
                        "to localhost",
                        "same host",
                        "be read",
                        "without"
                    ][at]
                ));
            }
        }
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn a_connection_is_reused_and_a_dead_one_is_noticed() {
    let client_one = client(|_| {});
    let server = Server::answering(OK);
    for _ in 0..3 {
        outcome(&client_one, &create(address("http", server.port))).unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));

    // Closed while idle: the second create arrives exactly once, on a new connection.
    let (closed, noticed) = mpsc::channel();
    let server = Server::start(move |number, peer| {
        while peer.answer(OK) && number > 0 {}
        let _ = peer.stream.shutdown(std::net::Shutdown::Both);
        let _ = closed.send(());
    });
    outcome(&client_one, &create(address("http", server.port))).unwrap();
    noticed.recv_timeout(Duration::from_secs(5)).unwrap();
    nap(20);
    outcome(&client_one, &create(address("http", server.port))).unwrap();
    assert_eq!((server.connections(), server.requests().len()), (2, 2));

    // Closed just as the second one arrives: unknown, and not sent again.
    let server = Server::start(|_, peer| {
        peer.answer(OK);
        peer.read();
    });
    outcome(&client_one, &create(address("http", server.port))).unwrap();
    let second = outcome(&client_one, &create(address("http", server.port)));
    assert_eq!(second.err(), Some((Kind::Dropped, Certainty::Unknown)));
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[test]
fn what_goes_over_the_wire() {
    let server = Server::answering(OK);
    let client = client(|_| {});
    let here = address("http", server.port)
        .join(&["time", "a b"])
        .unwrap()
        .with_query(&[("page", "1")]);
    outcome(
        &client,
        &create(here.clone()).header("Accept", "application/vnd.x+json"),
    )
    .unwrap();
    outcome(&client, &Request::get(here.clone())).unwrap();
    outcome(&client, &Request::new(Method::Delete, here.clone())).unwrap();
    outcome(&client, &Request::new(Method::Post, here)).unwrap();
    let got: Vec<String> = server
        .requests()
        .iter()
        .map(|request| request.to_ascii_lowercase())
        .collect();
    assert!(
        got[0].starts_with("post /v4/time/a%20b?page=1 http/1.1\r\n"),
        "{}",
        got[0]
    );
    assert!(
        got[0].ends_with("\r\n\r\n{\"note\":\"one hour\"}"),
        "{}",
        got[0]
    );
    for line in [
        "content-type: application/json",
        "content-length: 19",
        "accept: application/vnd.x+json",
        "user-agent: tt/0",
    ] {
        assert!(
            got[0].contains(&format!("\r\n{line}\r\n")),
            "{line} in {}",
            got[0]
        );
    }
    assert!(
        got[0].contains(
            &auth::basic("acme+user", &Secret::new(SECRET))
                .expose()
                .to_ascii_lowercase()
        )
    );
    for request in &got {
        assert!(
            request.contains("accept-encoding: identity\r\n") && !request.contains("gzip"),
            "{request}"
        );
        assert!(!request.contains("expect:"), "{request}");
    }
    assert!(
        got[1].contains("accept: application/json") && !got[1].contains("content-"),
        "{}",
        got[1]
    );
    assert!(!got[2].contains("content-"), "{}", got[2]);
    assert!(
        got[3].contains("content-length: 0") && !got[3].contains("content-type"),
        "{}",
        got[3]
    );
}

#[test]
fn proxies_are_for_others_only_and_their_refusal_is_certain() {
    let through = |proxy: u16| {
        client(|settings| {
            settings.time_outs.connect = Duration::from_millis(400);
            let value = format!("http://user:{SECRET}@127.0.0.1:{proxy}");
            settings.proxy = ProxySettings {
                https: Some(Secret::new(value)),
                ..ProxySettings::default()
            };
        })
    };
    let service = || create(Address::parse("https://service.example/v4").unwrap());

    let refusing = Server::answering(
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    );
    let client = through(refusing.port);
    let server = Server::answering(OK);
    outcome(&client, &create(address("http", server.port))).unwrap();
    let here = Address::parse(&format!("http://localhost:{}", server.port)).unwrap();
    outcome(&client, &create(here)).unwrap();
    assert_eq!(refusing.connections(), 0, "never for this machine");

    let error = client.exchange(&service()).unwrap_err();
    assert_eq!(
        (error.kind, error.certainty),
        (Kind::Proxy, Certainty::NotDone)
    );
    assert!(
        error.message.contains("127.0.0.1") && error.message.contains("password"),
        "{error}"
    );
    let asked = refusing.requests().join("");
    assert!(
        asked.starts_with("CONNECT service.example:443 HTTP/1.1\r\n"),
        "{asked}"
    );
    assert!(!asked.contains("acme") && !asked.contains("one hour"));

    let rows: Vec<(&str, Act, Kind)> = vec![
        (
            "forbidden",
            saying("HTTP/1.1 403 Forbidden\r\n\r\n"),
            Kind::Proxy,
        ),
        ("mute", act(|peer| drop(peer.read())), Kind::Proxy),
        ("garbage", saying("SSH-2.0-x\r\n\r\n"), Kind::Proxy),
        (
            "silent",
            act(|peer| drop((peer.read(), nap(2000)))),
            Kind::ConnectTimeOut,
        ),
        (
            "tunnel closed",
            saying("HTTP/1.1 200 OK\r\n\r\n"),
            Kind::Tls(TlsFault::Dropped),
        ),
    ];
    for (name, act, kind) in rows {
        let server = Server::start(act);
        assert_eq!(
            outcome(&through(server.port), &service()).err(),
            Some((kind, Certainty::NotDone)),
            "{name}"
        );
    }
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    assert_eq!(
        outcome(&through(free), &service()).err(),
        Some((Kind::Proxy, Certainty::NotDone))
    );
}

#[test]
fn a_ca_file_must_hold_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let with = |text: &str| {
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, text).unwrap();
        Client::new(&ClientSettings {
            ca_file: Some(path),
            ..ClientSettings::default()
        })
        .map(drop)
    };
    assert_eq!(with(AUTHORITY), Ok(()));
    assert_eq!(with(&format!("# ours\n{AUTHORITY}{AUTHORITY}")), Ok(()));
    let broken = AUTHORITY.replace("MII", "!!!");
    for text in [
        "",
        "not a certificate",
        AUTHORITY.trim_start_matches('-'),
        broken.as_str(),
    ] {
        let error = with(text).unwrap_err();
        assert_eq!(
            (error.kind, error.certainty),
            (Kind::Settings, Certainty::NotDone)
        );
        assert!(error.message.contains("ca.pem"), "{error}");
    }
    let missing = ClientSettings {
        ca_file: Some("/nowhere/ca.pem".into()),
        ..ClientSettings::default()
    };
    let error = Client::new(&missing).unwrap_err();
    assert!(
        error.message.contains("/nowhere/ca.pem") && error.message.contains("cannot be read"),
        "{error}"
    );
}

#[test]
fn no_log_line_of_any_crate_shows_a_secret() {
    let token = Secret::new(SECRET);
    let forms = [SECRET, "Q0FOQVJZ", "NBTkFSWS", "DQU5BUlk", "CANARY%2D"];
    log::keep(&forms);
    log::keep(&["/canary-path"]);
    let clock = Arc::new(SystemClock::new(None));
    let wire = |address: &Address| {
        let settings = WireSettings {
            secrets: vec![Arc::new(Secret::new(SECRET))],
            ..WireSettings::default()
        };
        let wire = Wire::new(
            Box::new(client(|_| {})),
            clock.clone(),
            Arc::new(Forgetful),
            Box::new(|| 0),
            settings,
        );
        (
            wire,
            address
                .join(&["canary-path"])
                .unwrap()
                .with_query(&[("page", "1")]),
        )
    };
    let echo = |status: &str| {
        let body = format!("{{\"access_token\":\"{SECRET}\",\"text\":\"you sent {SECRET}\"}}");
        saying(format!(
            "HTTP/1.1 {status}\r\nX-Echo: {SECRET}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    let acts: Vec<Act> = vec![
        echo("200 OK"),
        echo("401 No"),
        echo("500 Oh"),
        act(|_| {}),
        saying(format!("{SECRET}\r\n\r\n")),
        saying(format!(
            "HTTP/1.1 302 Found\r\nLocation: https://{SECRET}/{SECRET}\r\n\r\n"
        )),
        saying(format!(
            "HTTP/1.1 200 {SECRET}\r\nContent-Length: 99\r\n\r\n{SECRET}"
        )),
    ];
    for act in acts {
        let server = Server::start(act);
        let (wire, here) = wire(&address("http", server.port));
        for value in [
            auth::basic("a", &token),
            auth::basic("ab", &token),
            auth::bearer(&token),
        ] {
            let request = create(here.clone())
                .header("X-Api-Key", "plain")
                .secret_header("Authorization", Arc::new(value));
            let result: Result<Response, NetError> = wire.send(&request);
            if let Err(error) = result {
                assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
            }
        }
    }
    let ours = log::with("/canary-path");
    assert!(
        ours.iter()
            .filter(|(target, _)| target.starts_with("tt::net"))
            .count()
            >= 21,
        "{ours:?}"
    );
    for form in forms {
        assert_eq!(log::with(form), [], "{form}");
    }
}
