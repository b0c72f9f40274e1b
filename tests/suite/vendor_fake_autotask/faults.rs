//! The faults, in this service's own words.

use super::*;
use crate::support::vendor::autotask::weather;
use std::io::ErrorKind;

#[test]
fn each_fault_answers_and_acts_as_it_says() {
    // Fault, status that arrives (none: the connection ends), entries afterwards.
    let table: [(Fault, Option<u16>, usize); 15] = [
        (Fault::RefuseBefore(503), Some(503), 0),
        (Fault::RefuseBefore(401), Some(401), 0),
        (Fault::RefuseBefore(403), Some(403), 0),
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
        (Fault::Garbage, Some(200), 1),
        (Fault::HtmlPage, Some(200), 0),
        (Fault::Redirect, Some(302), 0),
        (Fault::CutBody, None, 1),
        (Fault::CutHead, None, 1),
        (Fault::SlowDrip { every_ms: 1 }, Some(200), 1),
        (Fault::Reset, None, 0),
    ];
    for (fault, status, entries) in table {
        let (fake, api) = fake();
        fake.plan(Plan::once(On::new("POST", "/TimeEntries"), fault.clone()));
        let reply = api.try_call("POST", "/TimeEntries", &body(|_| {}));
        assert_eq!(reply.as_ref().ok().map(|r| r.status), status, "{fault:?}");
        assert_eq!(fake.entries().len(), entries, "{fault:?}");
        assert_eq!(fake.requests()[0].fault.as_ref(), Some(&fault));
        assert_eq!(fake.requests()[0].touched.is_some(), entries == 1);
        match (&fault, reply) {
            (Fault::Reset, Err(e)) => assert_eq!(e.kind(), ErrorKind::ConnectionReset),
            (_, Err(e)) => assert_eq!(e.kind(), ErrorKind::UnexpectedEof, "{fault:?}"),
            (Fault::RefuseBefore(401 | 403) | Fault::Error500 { .. }, Ok(r)) => {
                assert!(r.json()["errors"][0].is_string(), "{fault:?}");
            }
            (Fault::Throttled { .. }, Ok(r)) => {
                assert_eq!(r.header("retry-after"), Some("30"));
                assert!(text(&r).contains("Itgenatr005"));
            }
            (Fault::Garbage | Fault::HtmlPage, Ok(r)) => {
                assert!(serde_json::from_slice::<Value>(&r.body).is_err());
            }
            (_, Ok(_)) => {}
        }
        // The plan is used up: all is well again.
        api.made(|_| {});
    }
    assert_eq!(weather().len(), Fault::weather().len());
}

#[test]
fn a_late_effect_comes_after_the_connection_has_ended() {
    let (fake, api) = fake();
    fake.plan(Plan::once(On::writes(), Fault::Late(200)));
    let reply = api.try_call("POST", "/TimeEntries", &body(|_| {}));
    assert_eq!(reply.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert!(fake.entries().is_empty());
    fake.wait_for_late();
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn a_question_by_post_is_a_read() {
    let (fake, api) = fake();
    let lost = || Fault::LostBefore;
    let filter = json!({"filter": all()});
    for path in ["/TimeEntries/query", "/Tickets/query/count"] {
        fake.plan(Plan::once(On::writes(), lost()));
        assert_eq!(api.call("POST", path, &filter).status, 200);
        fake.plan(Plan::once(On::reads(), lost()));
        assert!(api.try_call("POST", path, &filter).is_err(), "{path}");
    }
    assert!(fake.requests().iter().all(|r| !r.is_write()));
    // By chance too: everything that reads goes wrong, nothing that writes.
    fake.plan(Plan::random(1, 0, 100, &[Fault::LostBefore]));
    api.made(|_| {});
    assert!(api.try_call("POST", "/TimeEntries/query", &filter).is_err());
    fake.plan(Plan::once(On::new("POST", "/TimeEntries/query"), lost()));
    assert!(api.try_call("POST", "/timeentries/QUERY", &filter).is_err());
}
