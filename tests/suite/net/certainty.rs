//! The certainty table: one row for each way an exchange can end.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use tt::domain::secret::Secret;
use tt::net::outcome::TlsFault;
use tt::net::{Address, Certainty, Kind, Method, Request, TimeOuts};

use super::server::{Server, nap};
use super::{AUTHORITY, Act, OK, act, address, client, create, outcome, saying};

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
            act(|peer| {
                peer.read();
            }),
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
        (
            "reset without an answer",
            act(|peer| peer.await_bytes()),
            Kind::Dropped,
        ),
        (
            "reset in the body",
            act(move |peer| {
                peer.await_bytes();
                // More than any buffer holds: once it is written, the head has been read.
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n");
                peer.write(vec![b' '; 7_900_000]);
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
    // A machine that is busy with other things reads eight million bytes slowly.
    let client = &client(|settings| {
        let long = Duration::from_secs(600);
        settings.time_outs.body = long;
        settings.time_outs.whole = long;
    });
    // Side by side: on a busy machine each of them mostly waits for its peer's turn.
    std::thread::scope(|scope| {
        for (name, act, kind) in rows {
            scope.spawn(move || {
                let server = Server::start(act);
                let got = outcome(client, &create(address("http", server.port)));
                assert_eq!(got.err(), Some((kind, Certainty::Unknown)), "{name}");
                assert_eq!(server.connections(), 1, "{name}: nothing is sent twice");
            });
        }
    });
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
        settings.time_outs.connect = Duration::from_millis(2000);
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
        act(move |peer| {
            peer.write(plain);
            nap(300);
        }),
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
        act(move |peer| {
            peer.write(alert);
            nap(300);
        }),
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
    let silent = || {
        act(|peer| {
            peer.read();
            nap(3000);
        })
    };
    type Shorten = fn(&mut TimeOuts, Duration);
    type Row = (&'static str, Act, Shorten, Option<Vec<u8>>, Method);
    let rows: Vec<Row> = vec![
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
                let got = outcome(&client, &request);
                assert_eq!(
                    got.err(),
                    Some((Kind::TimeOut, Certainty::Unknown)),
                    "{name}"
                );
            });
        }
    });
}
