//! The faults, in this service's own words.

use super::*;
use std::io::ErrorKind;

#[test]
fn each_fault_answers_and_acts_as_it_says() {
    // Fault, status that arrives (none: the connection ends), entries afterwards.
    let throttled = |text: &str| Fault::Throttled {
        retry_after: Some(text.to_owned()),
    };
    let table: [(Fault, Option<u16>, usize); 15] = [
        (Fault::RefuseBefore(503), Some(503), 0),
        (Fault::RefuseBefore(422), Some(422), 0),
        (Fault::LostBefore, None, 0),
        (Fault::LostAfter, None, 1),
        (throttled("30"), Some(429), 0),
        (Fault::Error500 { applied: false }, Some(500), 0),
        (Fault::Error500 { applied: true }, Some(500), 1),
        (Fault::Garbage, Some(200), 1),
        (Fault::HtmlPage, Some(200), 0),
        (Fault::Redirect, Some(302), 0),
        (Fault::CutBody, None, 1),
        (Fault::CutHead, None, 1),
        (Fault::SlowDrip { every_ms: 1 }, Some(200), 1),
        (Fault::HalfClose, Some(200), 1),
        (Fault::Reset, None, 0),
    ];
    for (fault, status, entries) in table {
        let (fake, api) = fake();
        fake.plan(Plan::once(On::new("POST", "/time_entries"), fault.clone()));
        let reply = api.try_call("POST", ENTRIES, &body(|_| {}));
        assert_eq!(reply.as_ref().ok().map(|r| r.status), status, "{fault:?}");
        assert_eq!(fake.entries().len(), entries, "{fault:?}");
        assert_eq!(fake.requests()[0].fault.as_ref(), Some(&fault));
        assert_eq!(fake.requests()[0].touched.is_some(), entries == 1);
        match (&fault, reply) {
            (Fault::Reset, Err(e)) => assert_eq!(e.kind(), ErrorKind::ConnectionReset),
            (_, Err(e)) => assert_eq!(e.kind(), ErrorKind::UnexpectedEof, "{fault:?}"),
            (Fault::RefuseBefore(422), Ok(r)) => assert_eq!(r.json()["errno"], 2001),
            (Fault::Throttled { .. }, Ok(r)) => {
                assert_eq!(r.header("retry-after"), Some("30"));
                assert_eq!(r.json(), json!({"error": "rate_limited"}));
            }
            (Fault::Garbage | Fault::HtmlPage, Ok(r)) => {
                assert!(serde_json::from_slice::<Value>(&r.body).is_err());
            }
            (_, Ok(_)) => {}
        }
        // The plan is used up: all is well again.
        api.made(|_| {});
    }
}

#[test]
fn a_throttling_without_a_time_has_no_header() {
    let (fake, api) = fake();
    let fault = Fault::Throttled { retry_after: None };
    fake.plan(Plan::once(On::reads(), fault));
    let reply = api.get(ENTRIES);
    assert_eq!((reply.status, reply.header("retry-after")), (429, None));
}

#[test]
fn a_late_effect_comes_after_the_connection_has_ended() {
    let (fake, api) = fake();
    fake.plan(Plan::once(On::writes(), Fault::Late(200)));
    let reply = api.try_call("POST", ENTRIES, &body(|_| {}));
    assert_eq!(reply.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert!(fake.entries().is_empty());
    fake.wait_for_late();
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn a_plan_names_addresses_without_family_and_place() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    for (method, path, real) in [
        ("GET", "/users/me", "/auth/api/v1/users/me".to_owned()),
        ("PUT", "/time_entries/*", at(&entry)),
        (
            "GET",
            "/clients",
            "/accounting/account/aB3dE/users/clients".to_owned(),
        ),
        (
            "GET",
            "/project/*",
            format!("/projects/business/6001/project/{ENGINE}"),
        ),
        ("POST", "/auth/oauth/token", "/auth/oauth/token".to_owned()),
    ] {
        fake.plan(Plan::once(On::new(method, path), Fault::LostBefore));
        let body = if method == "GET" {
            Value::Null
        } else {
            body(|_| {})
        };
        assert!(api.try_call(method, &real, &body).is_err(), "{path}");
        assert!(api.try_call(method, &real, &body).is_ok(), "{path}");
    }
}
