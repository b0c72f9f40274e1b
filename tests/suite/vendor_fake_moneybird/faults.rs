//! The faults, in this service's own words.

use super::*;
use std::io::ErrorKind;

#[test]
fn each_fault_answers_and_acts_as_it_says() {
    // Fault, status that arrives (none: the connection ends), entries afterwards.
    let throttled = |text: &str| Fault::Throttled {
        retry_after: Some(text.to_owned()),
    };
    let table: [(Fault, Option<u16>, usize); 16] = [
        (Fault::RefuseBefore(503), Some(503), 0),
        (Fault::RefuseBefore(402), Some(402), 0),
        (Fault::RefuseBefore(422), Some(422), 0),
        (Fault::LostBefore, None, 0),
        (Fault::LostAfter, None, 1),
        (throttled("+30"), Some(429), 0),
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
        let (fake, api) = fake();
        fake.plan(Plan::once(On::new("POST", ENTRIES), fault.clone()));
        let reply = api.try_call("POST", ENTRIES, &body(|_| {}));
        assert_eq!(reply.as_ref().ok().map(|r| r.status), status, "{fault:?}");
        assert_eq!(fake.entries().len(), entries, "{fault:?}");
        assert_eq!(fake.requests()[0].fault.as_ref(), Some(&fault));
        assert_eq!(fake.requests()[0].touched.is_some(), entries == 1);
        match (&fault, reply) {
            (Fault::Reset, Err(e)) => assert_eq!(e.kind(), ErrorKind::ConnectionReset),
            (_, Err(e)) => assert_eq!(e.kind(), ErrorKind::UnexpectedEof, "{fault:?}"),
            (Fault::RefuseBefore(402 | 422) | Fault::Error500 { .. }, Ok(r)) => {
                assert!(!r.json()["error"].is_null(), "{fault:?}");
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
fn a_throttling_has_the_epoch_or_the_text_given() {
    let (fake, api) = fake();
    for (given, sent) in [
        (Some("+30"), Some("1772625630")),
        (Some("30"), Some("30")),
        (Some("soon"), Some("soon")),
        (None, None),
    ] {
        let retry_after = given.map(str::to_owned);
        fake.plan(Plan::once(On::reads(), Fault::Throttled { retry_after }));
        let reply = api.get(ENTRIES);
        answered(&reply, 429, &json!("Retry later"));
        assert_eq!(reply.header("retry-after"), sent);
    }
    let epoch = Fault::Throttled {
        retry_after: Some("+1".to_owned()),
    };
    assert_eq!(weather().len(), Fault::weather().len());
    assert!(weather().contains(&epoch));
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
fn a_plan_names_addresses_without_base_and_administration() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let lost = Fault::LostBefore;
    for (method, path, real) in [
        ("GET", "/users.json", "/users.json".to_owned()),
        ("PATCH", "/time_entries/*", at(&entry)),
        (
            "PATCH",
            "/time_entries/*/stop.json",
            format!("/time_entries/{}/stop.json", entry["id"].as_str().unwrap()),
        ),
    ] {
        fake.plan(Plan::once(On::new(method, path), lost.clone()));
        let body = json!({"time_entry": {}});
        assert!(api.try_call(method, &real, &body).is_err(), "{path}");
        assert!(api.try_call(method, &real, &body).is_ok(), "{path}");
    }
}
