//! Each fault does to the answer, and to the state, what it says.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use super::*;

/// The one create of a test, under a fault.
fn tried(fault: Fault) -> (Fake, std::io::Result<Reply>) {
    let (fake, me) = fake();
    fake.plan(Plan::once(On::new("POST", ENTRIES), fault));
    let reply = me.try_call("POST", ENTRIES, &body());
    (fake, reply)
}

#[test]
fn each_fault_answers_and_acts_as_it_says() {
    // Fault, status that arrives (none: the connection ends), entries afterwards.
    let table: [(Fault, Option<u16>, usize); 15] = [
        (Fault::RefuseBefore(503), Some(503), 0),
        (Fault::RefuseBefore(409), Some(409), 0),
        (Fault::LostBefore, None, 0),
        (Fault::LostAfter, None, 1),
        (
            Fault::Throttled {
                retry_after: Some("30".to_owned()),
            },
            Some(429),
            0,
        ),
        (Fault::Error500 { applied: false }, Some(500), 0),
        (Fault::Error500 { applied: true }, Some(500), 1),
        (Fault::Garbage, Some(201), 1),
        (Fault::HtmlPage, Some(200), 0),
        (Fault::Redirect, Some(302), 0),
        (Fault::CutBody, None, 1),
        (Fault::CutHead, None, 1),
        (Fault::SlowDrip { every_ms: 1 }, Some(201), 1),
        (Fault::HalfClose, Some(201), 1),
        (Fault::Reset, None, 0),
    ];
    for (fault, status, entries) in table {
        assert_eq!(fault.acts(), entries == 1, "{fault:?}");
        let (fake, reply) = tried(fault.clone());
        assert_eq!(reply.as_ref().ok().map(|r| r.status), status, "{fault:?}");
        assert_eq!(fake.entries().len(), entries, "{fault:?}");
        let recorded = fake.requests();
        assert_eq!(recorded.len(), 1);
        assert_eq!(recorded[0].fault.as_ref(), Some(&fault));
        assert_eq!(recorded[0].touched.is_some(), entries == 1);
        match (&fault, reply) {
            (Fault::Reset, Err(e)) => assert_eq!(e.kind(), ErrorKind::ConnectionReset),
            (_, Err(e)) => assert_eq!(e.kind(), ErrorKind::UnexpectedEof, "{fault:?}"),
            (Fault::Throttled { .. }, Ok(r)) => {
                assert_eq!(r.header("retry-after"), Some("30"));
                assert!(r.body.starts_with(b"<html>"));
            }
            (Fault::Redirect, Ok(r)) => {
                assert_eq!(
                    r.header("location"),
                    Some(format!("{}/followed", fake.url()).as_str())
                );
            }
            (Fault::Garbage | Fault::HtmlPage, Ok(r)) => {
                assert!(serde_json::from_slice::<Value>(&r.body).is_err());
            }
            (Fault::SlowDrip { .. } | Fault::HalfClose, Ok(r)) => assert!(r.json()["id"].is_i64()),
            (_, Ok(_)) => {}
        }
        // The plan is used up: all is well again.
        create(&Caller::new(&fake), &body());
    }
}

#[test]
fn a_late_effect_comes_after_the_connection_has_ended() {
    let (fake, reply) = tried(Fault::Late(200));
    assert_eq!(reply.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert!(fake.entries().is_empty());
    fake.wait_for_late();
    assert_eq!(fake.entries().len(), 1);
    assert!(fake.requests()[0].touched.is_some());
}

#[test]
fn a_cut_body_has_its_full_length_in_the_head() {
    let (fake, me) = fake();
    fake.plan(Plan::once(On::any(), Fault::CutBody));
    let mut line = Line::open(&fake.url()).unwrap();
    line.send(&me.request("POST", ENTRIES, "", body().to_string().as_bytes()))
        .unwrap();
    let bytes = String::from_utf8(line.rest().unwrap()).unwrap();
    let (head, body) = bytes.split_once("\r\n\r\n").unwrap();
    let length = head
        .lines()
        .find_map(|l| l.strip_prefix("Content-Length: "))
        .unwrap();
    assert_eq!(body.len(), length.parse::<usize>().unwrap() / 2);
}

#[test]
fn connections_are_kept_and_die_unannounced() {
    let (fake, me) = fake();
    let get = me.request("GET", ENTRIES, "", b"");
    let mut line = Line::open(&fake.url()).unwrap();
    for _ in 0..3 {
        line.send(&get).unwrap();
        assert_eq!(line.reply().unwrap().status, 200);
    }
    fake.plan(Plan::once(On::any(), Fault::DeadKeepAlive));
    line.send(&get).unwrap();
    let reply = line.reply().unwrap();
    assert_eq!((reply.status, reply.header("connection")), (200, None));
    assert_eq!(line.rest().unwrap(), b"");
    let mut line = Line::open(&fake.url()).unwrap();
    line.send(&get).unwrap();
    line.reply().unwrap();
    fake.hang_up();
    assert_eq!(line.rest().unwrap(), b"");
}

#[test]
fn bodies_may_come_in_chunks_or_after_a_hundred_continue() {
    let (fake, me) = fake();
    let body = body().to_string();
    let (a, b) = body.split_at(10);
    let chunks = format!(
        "{:x}\r\n{a}\r\n{:x};x=y\r\n{b}\r\n0\r\nTrailer: 1\r\n\r\n",
        a.len(),
        b.len()
    );
    let mut line = Line::open(&fake.url()).unwrap();
    line.send(&me.request(
        "POST",
        ENTRIES,
        "Transfer-Encoding: chunked\r\n",
        chunks.as_bytes(),
    ))
    .unwrap();
    assert_eq!(line.reply().unwrap().status, 201);
    let whole = me.request("POST", ENTRIES, "Expect: 100-continue\r\n", body.as_bytes());
    let (head, rest) = whole.split_at(whole.len() - body.len());
    line.send(head).unwrap();
    assert_eq!(line.reply().unwrap().status, 100);
    line.send(rest).unwrap();
    assert_eq!(line.reply().unwrap().status, 201);
    assert_eq!(fake.requests()[0].json(), fake.requests()[1].json());
}

#[test]
fn a_request_that_breaks_off_is_recorded_and_not_carried_out() {
    let (fake, me) = fake();
    let seen = fake.watch();
    for cut in [1, 400] {
        let whole = me.request("POST", ENTRIES, "", body().to_string().as_bytes());
        let mut line = Line::open(&fake.url()).unwrap();
        line.send(&whole[..whole.len() - cut]).unwrap();
        line.finish().unwrap();
        assert_eq!(line.rest().unwrap(), b"");
        let recorded = seen.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(!recorded.complete && recorded.status.is_none());
    }
    assert_eq!((fake.requests().len(), fake.entries().len()), (2, 0));
}

#[test]
fn plans_are_scripted_or_drawn_from_a_seed() {
    let ill = |plan: &mut Plan, n: usize| -> Vec<Option<Fault>> {
        (0..n)
            .map(|i| plan.draw(if i % 2 == 0 { "POST" } else { "GET" }, ENTRIES))
            .collect()
    };
    let mut plan = Plan::calm()
        .next(2, On::writes().after(1), Fault::LostAfter)
        .next(1, On::reads(), Fault::Garbage)
        .next(1, On::new("POST", "/time/entries/*"), Fault::Reset);
    let lost = Some(Fault::LostAfter);
    let want = [
        None,
        Some(Fault::Garbage),
        lost.clone(),
        None,
        lost,
        None,
        None,
        None,
    ];
    assert_eq!(ill(&mut plan, 8), want);
    assert_eq!(plan.draw("POST", "/time/entries/7"), Some(Fault::Reset));

    let draw = |seed| ill(&mut Plan::random(seed, 40, 10, &Fault::weather()), 2000);
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
    let hits = |odd: usize| draw(7).iter().skip(odd).step_by(2).flatten().count();
    assert!(
        (350..450).contains(&hits(0)) && (60..140).contains(&hits(1)),
        "{} {}",
        hits(0),
        hits(1)
    );
    for fault in Fault::weather() {
        assert!(
            draw(7).contains(&Some(fault.clone())),
            "{fault:?} is never drawn"
        );
    }
}

#[test]
fn dropping_the_fake_frees_its_port_whatever_hangs() {
    let (fake, me) = fake();
    let url = fake.url();
    fake.plan(Plan::once(On::any(), Fault::SlowDrip { every_ms: 60_000 }));
    let mut dripping = Line::open(&url).unwrap();
    dripping.send(&me.request("GET", ENTRIES, "", b"")).unwrap();
    let mut waiting = Line::open(&url).unwrap();
    waiting.send(b"GET / HT").unwrap();
    let start = Instant::now();
    drop(fake);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(Line::open(&url).is_err());
}

#[test]
fn requests_at_once_are_all_recorded_and_all_done() {
    let (fake, me) = fake();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    create(&me, &body());
                }
            });
        }
    });
    assert_eq!((fake.entries().len(), fake.requests().len()), (80, 80));
    assert!(fake.requests().iter().zip(1..).all(|(r, n)| r.number == n));
    fake.clear_requests();
    assert!(fake.requests().is_empty() && fake.schema_errors().is_empty());
}
