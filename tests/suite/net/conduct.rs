//! How the client behaves: redirects, connections, headers, proxies, authorities.

use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use tt::domain::secret::Secret;
use tt::net::outcome::TlsFault;
use tt::net::{
    Address, Certainty, Client, ClientSettings, Exchange, Kind, Method, ProxySettings, Request,
    auth,
};

use super::server::{Server, nap};
use super::{AUTHORITY, Act, OK, SECRET, act, address, client, create, outcome, saying};

#[test]
fn redirects_are_not_followed_and_carry_nothing_away() {
    let other = Server::answering(OK);
    let port = other.port;
    let targets = [
        format!("Location: http://127.0.0.1:{port}/take"),
        format!("Location: http://{SECRET}@localhost:{port}/take?token={SECRET}"),
        "Location: /login".to_owned(),
        "Location: //not a host/".to_owned(),
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
            settings.time_outs.connect = Duration::from_millis(2000);
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
        (
            "mute",
            act(|peer| {
                peer.read();
            }),
            Kind::Proxy,
        ),
        ("garbage", saying("SSH-2.0-x\r\n\r\n"), Kind::Proxy),
        (
            "silent",
            act(|peer| {
                peer.read();
                nap(6000);
            }),
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
