//! Contents there and back, and whole calls over a scripted wire.

use super::normalise::{minutes, normalise};
use super::*;
use crate::clock::Clock;
use crate::domain::charge::Reference;
use crate::domain::delivery::Mailing;
use crate::domain::ids::Key;
use crate::domain::secret::Secret;
use crate::domain::status::{Billable, BookedAs, Status};
use crate::net::wire::{Exchange, WireSettings};
use crate::net::{Forgetful, NetError, Request, Response};
use crate::sync::backend::login::Fixed;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

mod calls;

const OWN: &str = "500000000000000031";

/// Seconds UTC of an instant.
fn at(text: &str) -> i64 {
    decode::instant(&Value::from(text)).unwrap()
}

fn content(start: &str, end: &str) -> Content {
    let zone: Zone = Zone::parse("Europe/Amsterdam").unwrap();
    let mut content = Content::blank(zone.date(at(start)), "Europe/Amsterdam", BookedAs::Range);
    content.start = Some(at(start));
    content.end = Some(at(end));
    content.note = Some("Wireframes".into());
    content
}

fn outgoing(content: Content) -> Outgoing {
    Outgoing {
        key: Key::new(1, [7; 10]),
        revision: 1,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

fn sender() -> Sender<'static> {
    Sender {
        own: Some(OWN),
        zone: Zone::UTC,
        details: false,
    }
}

/// What the service makes of an hour and a half.
fn row() -> Value {
    json!({
        "id": "500000000000000777", "administration_id": 500_000_000_000_000_001_i64,
        "contact_id": "500000000000000055", "project_id": null, "sales_invoice_id": null,
        "user_id": OWN, "started_at": "2026-03-02T08:00:00.000Z", "ended_at": "2026-03-02T09:30:00.000Z",
        "description": "Wireframes", "paused_duration": 600, "billable": true,
        "created_at": "2026-03-02T09:31:04.112Z", "updated_at": "2026-03-02T09:31:04.112Z",
        "contact": {"id": "500000000000000055", "firstname": null, "lastname": null, "company_name": "Tulp B.V."},
        "user": {"id": OWN, "name": "Noor"}, "project": null, "sales_invoice": null, "events": [], "notes": []
    })
}

fn read(row: &Value) -> Remote {
    let reader = Reader {
        zone: Zone::UTC,
        own: Some(OWN),
        details: false,
    };
    reader.read(row).unwrap()
}

#[test]
fn times_go_down_to_the_minute_and_stay_a_minute_apart() {
    let rows = [
        (
            "2026-03-02T08:00:59Z",
            "2026-03-02T08:02:00Z",
            "08:00",
            "08:02",
        ),
        (
            "2026-03-02T08:00:00Z",
            "2026-03-02T08:00:59Z",
            "08:00",
            "08:01",
        ),
        (
            "2026-03-02T08:00:59Z",
            "2026-03-02T08:01:00Z",
            "08:00",
            "08:01",
        ),
        (
            "2026-03-02T08:00:00Z",
            "2026-03-02T09:30:59Z",
            "08:00",
            "09:30",
        ),
    ];
    for (start, end, from, till) in rows {
        let (start, end) = minutes(at(start), at(end));
        let clock = |at: i64| Zone::UTC.local(at).format("%H:%M").to_string();
        assert_eq!((clock(start).as_str(), clock(end).as_str()), (from, till));
    }
}

#[test]
fn the_second_that_crosses_midnight_and_pauses_below_a_minute() {
    // One second of the new day: floored, the entry ends at midnight.
    let over = content("2026-03-02T22:30:00Z", "2026-03-02T23:00:01Z");
    let body = encode::create(&outgoing(over), sender()).unwrap();
    assert_eq!(body["time_entry"]["ended_at"], "2026-03-02T23:00:00Z");
    for (deduct, sent) in [(59, None), (60, Some(60)), (119, Some(60)), (0, None)] {
        let mut paused = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
        paused.deduct = deduct;
        let body = encode::create(&outgoing(paused), sender()).unwrap();
        let told = body["time_entry"]
            .get("paused_duration")
            .and_then(Value::as_i64);
        assert_eq!(told, sent, "{deduct}");
    }
}

#[test]
fn a_create_names_user_times_and_note_and_what_was_given() {
    let mut full = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
    full.client = Some(Reference::known("500000000000000055", None));
    full.project = Some(Reference::typed("500000000000000044"));
    full.billable = Billable::DoNotBill;
    full.deduct = 600;
    full.tags.insert("here-only".into());
    full.internal_note = Some("here only".into());
    let body = encode::create(&outgoing(full), sender()).unwrap();
    let expected = json!({"time_entry": {
        "user_id": OWN, "started_at": "2026-03-02T08:00:00Z", "ended_at": "2026-03-02T09:30:00Z",
        "description": "Wireframes", "contact_id": "500000000000000055",
        "project_id": "500000000000000044", "billable": false, "paused_duration": 600
    }});
    assert_eq!(body, expected);
    let plain = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
    let body = encode::create(&outgoing(plain), sender()).unwrap();
    assert!(
        body["time_entry"].get("billable").is_none(),
        "left out is the service's default"
    );
}

#[test]
fn what_is_missing_is_named() {
    let whole = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
    let without = |change: fn(&mut Content)| {
        let mut content = whole.clone();
        change(&mut content);
        let error = encode::create(&outgoing(content), sender()).unwrap_err();
        error.field.unwrap()
    };
    assert_eq!(without(|content| content.end = None), "end");
    assert_eq!(without(|content| content.start = None), "start");
    assert_eq!(without(|content| content.note = Some(" \n".into())), "note");
    let unknown = |content: &mut Content| content.client = Some(Reference::typed("Tulp"));
    assert_eq!(without(unknown), "client");
}

#[test]
fn a_change_sends_what_changed_and_always_the_end() {
    let last = read(&row());
    let same = || last.content.clone();
    let change = |change: &dyn Fn(&mut Content), sent: Option<&Content>| {
        let mut content = same();
        change(&mut content);
        encode::change(&outgoing(content), &last, sent, sender())
            .map(|body| body.map(|body| body["time_entry"].clone()))
    };
    let end = "2026-03-02T09:30:00Z";
    assert_eq!(change(&|_| (), None), Ok(None));
    assert_eq!(
        change(&|content| content.note = Some("v2".into()), None)
            .unwrap()
            .unwrap(),
        json!({"description": "v2", "ended_at": end})
    );
    // Less than a minute is nothing to the service.
    assert_eq!(
        change(
            &|content| content.end = content.end.map(|end| end + 59),
            None
        ),
        Ok(None)
    );
    assert_eq!(
        change(&|content| content.billable = Billable::DoNotBill, None)
            .unwrap()
            .unwrap(),
        json!({"billable": false, "ended_at": end})
    );
    // Taken away here, once given here.
    let sent = same();
    let away = |content: &mut Content| content.client = None;
    assert_eq!(
        change(&away, Some(&sent)).unwrap().unwrap(),
        json!({"contact_id": null, "ended_at": end})
    );
    // Never given here: the service's own affair.
    assert_eq!(change(&away, None), Ok(None));
    let other = |content: &mut Content| content.member = Some(Reference::known("5", None));
    assert_eq!(
        change(&other, None).unwrap_err().field.as_deref(),
        Some("member")
    );
}

#[test]
fn rows_are_read_with_identities_as_text() {
    let remote = read(&row());
    assert_eq!(remote.id.0, "500000000000000777");
    assert_eq!((remote.status, remote.locked), (Status::Open, false));
    let content = &remote.content;
    assert_eq!((content.member.as_ref(), content.deduct), (None, 600));
    let client = content.client.clone().unwrap();
    assert_eq!(
        (client.id.as_deref(), client.name.as_deref()),
        (Some("500000000000000055"), Some("Tulp B.V."))
    );
    let mut numbers: Value = row();
    numbers["id"] = serde_json::from_str("500000000000000778").unwrap();
    numbers["contact_id"] = serde_json::from_str("500000000000000056").unwrap();
    numbers["contact"] = Value::Null;
    let remote = read(&numbers);
    assert_eq!(remote.id.0, "500000000000000778");
    assert_eq!(
        remote.content.client.unwrap().id.as_deref(),
        Some("500000000000000056")
    );
    let mut billed = row();
    billed["sales_invoice_id"] = json!("500000000000000900");
    let remote = read(&billed);
    assert_eq!((remote.status, remote.locked), (Status::Billed, true));
    for odd in [
        json!(null),
        json!([]),
        json!({}),
        json!({"id": null}),
        json!({"id": 1.5}),
    ] {
        let reader = Reader {
            zone: Zone::UTC,
            own: None,
            details: false,
        };
        assert!(reader.read(&odd).is_err(), "{odd}");
    }
    let bare = read(&json!({"id": 7, "started_at": 5, "description": 9, "paused_duration": -3}));
    assert_eq!((bare.content.start, bare.content.deduct), (None, 0));
}

#[test]
fn what_the_service_cannot_tell_apart_becomes_equal() {
    let held = |content: &Content| normalise(content, Zone::UTC, Some(OWN), false);
    let mut typed = content("2026-03-02T08:00:40Z", "2026-03-02T09:30:20Z");
    typed.deduct = 59;
    typed.note = Some(" Wireframes \r\n".into());
    typed.member = Some(Reference::typed(OWN));
    typed.internal_note = Some("x".into());
    typed.tags.insert("x".into());
    let plain = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
    assert_eq!(held(&typed), held(&plain));
    let mut free = plain.clone();
    free.billable = Billable::DoNotBill;
    assert_ne!(held(&free), held(&plain));
}

proptest! {
    #[test]
    fn normalising_twice_is_once_and_reading_back_what_was_sent_is_equal(
        start in 1_500_000_000_i64..1_900_000_000, worked in 1_i64..86_000, deduct in 0_i64..400,
        note in "[ -~\r\n\u{e9}]{0,30}", billable in prop::sample::select(Billable::ALL.to_vec()),
        client in prop::option::of(1_u64..), project in prop::option::of(1_u64..),
    ) {
        let mut content = content("2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z");
        content.start = Some(start);
        content.end = Some(start + worked + deduct);
        content.deduct = deduct;
        content.note = Some(format!("x{note}"));
        content.billable = billable;
        content.client = client.map(|id| Reference::known(&id.to_string(), None));
        content.project = project.map(|id| Reference::known(&id.to_string(), None));
        let held = |content: &Content| normalise(content, Zone::UTC, Some(OWN), false);
        prop_assert_eq!(held(&held(&content)), held(&content));
        let body = encode::create(&outgoing(content.clone()), sender()).unwrap();
        let mut row = body["time_entry"].clone();
        row["id"] = json!("1");
        let back = read(&row);
        prop_assert_eq!(held(&back.content), held(&content));
        prop_assert_eq!(encode::change(&outgoing(content), &back, None, sender()), Ok(None));
    }
}
