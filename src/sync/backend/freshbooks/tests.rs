//! Contents there and back, and whole calls over a scripted wire.

use super::normalise::normalise;
use super::*;
use crate::clock::Clock;
use crate::domain::content::Extra;
use crate::domain::delivery::Mailing;
use crate::domain::given::Slot;
use crate::domain::ids::Key;
use crate::domain::secret::Secret;
use crate::domain::status::{Billable, BookedAs};
use crate::net::wire::{Exchange, WireSettings};
use crate::net::{Forgetful, NetError, Request, Response};
use crate::sync::backend::login::Fixed;
use proptest::prelude::*;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

mod calls;
mod lists;

const OWN: &str = "700100";

/// Seconds UTC of an instant.
fn at(text: &str) -> i64 {
    decode::instant(&Value::from(text)).unwrap()
}

/// An hour and a half of the morning in Toronto.
fn content() -> Content {
    let start = at("2026-03-02T14:00:00Z");
    let zone = Zone::parse("America/Toronto").unwrap();
    let mut content = Content::blank(zone.date(start), "America/Toronto", BookedAs::Range);
    content.start = Some(start);
    content.end = Some(start + 5_400);
    content.note = Some("Draft plan".into());
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
        client: None,
    }
}

/// What the service makes of it.
fn row() -> Value {
    json!({
        "id": 910_001, "identity_id": 700_100, "is_logged": true,
        "local_started_at": "2026-03-02T09:00:00", "local_timezone": "America/Toronto",
        "started_at": "2026-03-02T14:00:00Z", "created_at": "2026-03-02T16:31:07Z",
        "client_id": 55_012, "project_id": 81_234, "pending_client": null,
        "pending_project": null, "pending_task": null, "task_id": null, "service_id": 40_021,
        "note": "Draft plan", "active": true, "billable": true, "billed": false,
        "internal": false, "retainer_id": null, "duration": 5_400, "timer": null
    })
}

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut row = row();
    change(&mut row);
    row
}

fn read(row: &Value) -> Remote {
    let reader = Reader {
        zone: Zone::UTC,
        own: Some(OWN),
    };
    reader.read(row).unwrap()
}

fn known(id: &str) -> Option<Reference> {
    Some(Reference::known(id, None))
}

#[test]
fn a_create_is_logged_in_utc_with_its_zone_and_what_was_given() {
    let mut full = content();
    full.project = known("81234");
    full.client = Some(Reference::typed("#55012"));
    full.service = known("40021");
    full.task = known("3");
    full.agreement = Some(Reference::typed("9"));
    full.member = known("700200");
    full.billable = Billable::NoCharge;
    full.deduct = 600;
    full.extra.internal = Some(false);
    full.tags.insert("here-only".into());
    full.internal_note = Some("here only".into());
    let body = encode::create(&outgoing(full), sender());
    let expected = json!({"time_entry": {
        "is_logged": true, "started_at": "2026-03-02T14:00:00Z", "duration": 4_800,
        "local_timezone": "America/Toronto", "note": "Draft plan", "client_id": 55_012,
        "project_id": 81_234, "service_id": 40_021, "task_id": 3, "retainer_id": 9,
        "identity_id": 700_200, "billable": false, "internal": false
    }});
    assert_eq!(body, Ok(expected));
    let plain = encode::create(&outgoing(content()), sender()).unwrap();
    let names: Vec<_> = plain["time_entry"].as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "duration",
            "is_logged",
            "local_timezone",
            "note",
            "started_at"
        ],
        "left out is the service's default"
    );
}

#[test]
fn the_client_comes_along_with_the_project() {
    let made = |client: Option<Option<&str>>, content: Content| {
        let sender = Sender { client, ..sender() };
        let body = encode::create(&outgoing(content), sender).unwrap();
        body["time_entry"].get("client_id").cloned()
    };
    let mut on_project = content();
    on_project.project = known("81234");
    assert_eq!(
        made(Some(Some("55012")), on_project.clone()),
        Some(json!(55_012))
    );
    // The house's own project, one that may not be read, and one that shall have none.
    assert_eq!(made(Some(None), on_project.clone()), None);
    assert_eq!(made(None, on_project.clone()), None);
    let mut none = on_project.clone();
    none.given.set_none(Slot::Client);
    assert_eq!(made(Some(Some("55012")), none), None);
    let mut other = on_project;
    other.client = known("7");
    assert_eq!(made(Some(Some("55012")), other), Some(json!(7)));
}

#[test]
fn what_is_missing_is_named() {
    let without = |change: fn(&mut Content)| {
        let mut content = content();
        change(&mut content);
        let error = encode::create(&outgoing(content), sender()).unwrap_err();
        error.field.unwrap()
    };
    assert_eq!(without(|content| content.end = None), "end");
    assert_eq!(without(|content| content.start = None), "start");
    assert_eq!(
        without(|content| content.end = content.start),
        "worked_seconds"
    );
    assert_eq!(without(|content| content.deduct = 5_400), "worked_seconds");
    let unknown = |content: &mut Content| content.client = Some(Reference::typed("Acme"));
    assert_eq!(without(unknown), "client");
    let long =
        |content: &mut Content| content.task = Some(Reference::typed("99999999999999999999"));
    assert_eq!(without(long), "task");
}

/// The record that a change of the content puts, over what is held now.
fn put(now: &Value, change: impl FnOnce(&mut Content), sent: Option<&Content>) -> Change {
    let last = read(&row());
    let mut content = last.content.clone();
    change(&mut content);
    encode::change(&outgoing(content), &last, &read(now), sent, sender()).unwrap()
}

#[test]
fn a_change_puts_the_whole_record() {
    let Change::Put(body) = put(&row(), |it| it.note = Some("v2".into()), None) else {
        panic!("nothing to put")
    };
    // Everything that may be written, and nothing that is the service's own.
    let expected = json!({"time_entry": {
        "is_logged": true, "started_at": "2026-03-02T14:00:00Z", "duration": 5_400,
        "local_timezone": "America/Toronto", "note": "v2", "client_id": 55_012,
        "project_id": 81_234, "service_id": 40_021, "task_id": null, "retainer_id": null,
        "identity_id": 700_100, "billable": true, "billed": false, "internal": false
    }});
    assert_eq!(body, expected);
    assert_eq!(put(&row(), |_| (), None), Change::Nothing);
    let timed = with(|row| row["timer"] = json!({"id": 33_010, "is_running": false}));
    let Change::Put(body) = put(&timed, |it| it.end = it.end.map(|end| end + 60), None) else {
        panic!("nothing to put")
    };
    let sent = &body["time_entry"];
    assert_eq!(sent["timer"], json!({"id": 33_010}));
    assert_eq!(
        (&sent["duration"], sent.get("active")),
        (&json!(5_460), None)
    );
}

#[test]
fn what_changed_there_meanwhile_is_kept_or_clashes() {
    let note = |it: &mut Content| it.note = Some("ours".into());
    // Another field: both count.
    let moved = with(|row| row["duration"] = json!(7_200));
    let Change::Put(body) = put(&moved, note, None) else {
        panic!("nothing to put")
    };
    assert_eq!(body["time_entry"]["duration"], 7_200);
    assert_eq!(body["time_entry"]["note"], "ours");
    // The same field: nobody's is lost.
    let theirs = with(|row| row["note"] = json!("theirs"));
    assert_eq!(put(&theirs, note, None), Change::Clash(vec!["note"]));
    // The same field, to the same: a lost answer, sent once more.
    let same = with(|row| row["note"] = json!("ours"));
    assert_eq!(put(&same, note, None), Change::Nothing);
    // Theirs alone is none of our affair.
    assert_eq!(put(&theirs, |_| (), None), Change::Nothing);
}

#[test]
fn each_reference_is_cleared_with_null() {
    type Clear = fn(&mut Content);
    let full = with(|row| {
        row["task_id"] = json!(3);
        row["retainer_id"] = json!(9);
    });
    let rows: [(Slot, &str, Clear); 5] = [
        (Slot::Client, "client_id", |it| it.client = None),
        (Slot::Project, "project_id", |it| it.project = None),
        (Slot::Service, "service_id", |it| it.service = None),
        (Slot::Task, "task_id", |it| it.task = None),
        (Slot::Agreement, "retainer_id", |it| it.agreement = None),
    ];
    let last = read(&full);
    for (slot, name, clear) in rows {
        let changed = |given: bool, sent: Option<&Content>| {
            let mut content = last.content.clone();
            clear(&mut content);
            if given {
                content.given.set_none(slot);
            }
            encode::change(&outgoing(content), &last, &last, sent, sender()).unwrap()
        };
        // Taken away by a person, or once given here.
        for change in [changed(true, None), changed(false, Some(&last.content))] {
            let Change::Put(body) = change else {
                panic!("{name}: nothing to put")
            };
            let nulls = body["time_entry"].as_object().unwrap().iter();
            let nulls: Vec<_> = nulls.filter(|(_, value)| value.is_null()).collect();
            assert_eq!(nulls.len(), 1, "{name}: {nulls:?}");
            assert_eq!(nulls[0].0, name);
        }
        // Never said here: the service's own affair.
        assert_eq!(changed(false, None), Change::Nothing, "{name}");
        assert_eq!(changed(false, Some(&content())), Change::Nothing, "{name}");
    }
}

#[test]
fn an_option_taken_back_is_left_to_the_service() {
    let open = |it: &mut Content| it.billable = Billable::NoDefault;
    assert_eq!(put(&row(), open, None), Change::Nothing);
    let sent = read(&row()).content;
    let Change::Put(body) = put(&row(), open, Some(&sent)) else {
        panic!("nothing to put")
    };
    assert_eq!(body["time_entry"].get("billable"), None);
    let free = |it: &mut Content| it.billable = Billable::DoNotBill;
    let Change::Put(body) = put(&row(), free, Some(&sent)) else {
        panic!("nothing to put")
    };
    assert_eq!(body["time_entry"]["billable"], false);
    let internal = |it: &mut Content| it.extra.internal = Some(true);
    let Change::Put(body) = put(&row(), internal, Some(&sent)) else {
        panic!("nothing to put")
    };
    assert_eq!(body["time_entry"]["internal"], true);
}

#[test]
fn another_project_brings_its_client_and_another_zone_goes_along() {
    let last = read(&row());
    let mut content = last.content.clone();
    content.project = known("81235");
    content.client = None;
    content.zone = "Europe/Paris".into();
    for (client, held) in [(Some("7"), json!(7)), (None, Value::Null)] {
        let sender = Sender {
            client: Some(client),
            ..sender()
        };
        let next = outgoing(content.clone());
        let change = encode::change(&next, &last, &last, Some(&last.content), sender);
        let Ok(Change::Put(body)) = change else {
            panic!("{change:?}")
        };
        assert_eq!(body["time_entry"]["client_id"], held);
        assert_eq!(body["time_entry"]["local_timezone"], "Europe/Paris");
    }
}

#[test]
fn what_the_answer_keeps_is_told() {
    let asked = |change: fn(&mut Value)| {
        let mut body = json!({"client_id": 55_012, "project_id": 81_234, "service_id": 40_021,
            "identity_id": 700_100, "retainer_id": null, "note": "else"});
        change(&mut body);
        encode::kept(&json!({"time_entry": body}), &read(&row()), sender())
    };
    assert_eq!(asked(|_| ()), [""; 0]);
    assert_eq!(asked(|body| body["project_id"] = Value::Null), ["project"]);
    assert_eq!(asked(|body| body["service_id"] = json!("5")), ["service"]);
    assert_eq!(
        asked(|body| body["identity_id"] = json!(700_200)),
        ["member"]
    );
    // The project's own client comes back with it.
    assert_eq!(asked(|body| body["client_id"] = Value::Null), [""; 0]);
    // An old answer that does not tell.
    let mut old = row();
    old.as_object_mut().unwrap().remove("retainer_id");
    let body = json!({"time_entry": {"retainer_id": 9}});
    assert_eq!(encode::kept(&body, &read(&old), sender()), [""; 0]);
}

#[test]
fn rows_are_read_and_active_is_not_running() {
    let remote = read(&row());
    assert_eq!(remote.id.0, "910001");
    assert_eq!((remote.status, remote.locked), (Status::Open, false));
    assert!(!decode::runs(&remote) && !decode::is_deleted(&remote));
    let held = &remote.content;
    assert_eq!((held.member.as_ref(), held.deduct), (None, 0));
    assert_eq!(held.end, Some(at("2026-03-02T15:30:00Z")));
    assert_eq!(held.zone, "America/Toronto");
    assert_eq!(held.service, known("40021"));
    // The day of the zone it names, not that of the profile.
    let late = with(|row| row["started_at"] = json!("2026-03-03T03:00:00Z"));
    assert_eq!(read(&late).content.date.to_string(), "2026-03-02");
    let billed = read(&with(|row| row["billed"] = json!(true)));
    assert_eq!((billed.status, billed.locked), (Status::Billed, true));
    let gone = read(&with(|row| row["active"] = json!(false)));
    assert!(decode::is_deleted(&gone) && !decode::runs(&gone));
    let other = read(&with(|row| row["identity_id"] = json!("700200")));
    assert_eq!(other.content.member, known("700200"));
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
        };
        assert!(reader.read(&odd).is_err(), "{odd}");
    }
    let bare = read(&json!({"id": 7, "started_at": 5, "note": 9, "duration": -3, "timer": 5}));
    assert_eq!((bare.content.start, bare.content.deduct), (None, 0));
}

#[test]
fn a_timer_there_runs_or_is_paused() {
    let running = with(|row| {
        row["is_logged"] = json!(false);
        row["duration"] = Value::Null;
        row["timer"] = json!({"id": 33_010, "is_running": true});
    });
    let remote = read(&running);
    assert!(decode::runs(&remote) && remote.content.pauses.is_empty());
    let paused = with(|row| {
        row["is_logged"] = json!(false);
        row["timer"] = json!({"id": 33_010, "is_running": false});
    });
    let mut remote = read(&paused);
    assert!(decode::runs(&remote));
    remote.content.end = None;
    assert!(remote.content.is_parked());
    assert_eq!(remote.content.worked(at("2026-03-04T00:00:00Z")), 5_400);
}

#[test]
fn names_that_nobody_confirmed_are_told_as_such() {
    let pending = read(&with(|row| {
        row["client_id"] = Value::Null;
        row["pending_client"] = json!("Acme\u{1b}[31m");
        row["pending_task"] = json!("Design");
    }));
    assert_eq!(pending.content.client, None);
    let word = pending.status_word.unwrap();
    assert_eq!(word, "unconfirmed: client Acme [31m, task Design");
    let billed = read(&with(|row| {
        row["billed"] = json!(true);
        row["pending_project"] = json!("New");
    }));
    assert_eq!(
        billed.status_word.as_deref(),
        Some("billed, unconfirmed: project New")
    );
}

#[test]
fn what_the_service_cannot_tell_apart_becomes_equal() {
    let held = |content: &Content| normalise(content, Zone::UTC, Some(OWN));
    let mut typed = content();
    typed.end = typed.end.map(|end| end + 600);
    typed.deduct = 600;
    typed.note = Some(" Draft plan \r\n".into());
    typed.member = Some(Reference::typed(OWN));
    typed.internal_note = Some("x".into());
    typed.work_type = known("5");
    typed.extra = Extra {
        internal: Some(false),
        detail: Some("5".into()),
        ..Extra::default()
    };
    typed.tags.insert("x".into());
    assert_eq!(held(&typed), held(&content()));
    let mut other = content();
    other.extra.internal = Some(true);
    assert_ne!(held(&other), held(&content()));
    // That a field shall have no value is remembered.
    let mut none = content();
    none.given.set_none(Slot::Project);
    assert!(held(&none).given.is_none(Slot::Project));
}

proptest! {
    #[test]
    fn normalising_twice_is_once_and_reading_back_what_was_sent_is_equal(
        start in 1_500_000_000_i64..1_900_000_000, worked in 1_i64..86_000, deduct in 0_i64..400,
        note in "[ -~\r\n\u{e9}]{0,30}", billable in prop::sample::select(Billable::ALL.to_vec()),
        ids in prop::collection::vec(prop::option::of(1_i64..), 5), internal in any::<Option<bool>>(),
    ) {
        let mut content = content();
        content.start = Some(start);
        content.end = Some(start + worked + deduct);
        content.deduct = deduct;
        content.note = Some(note);
        content.billable = billable;
        content.extra.internal = internal;
        let id = |at: usize| ids[at].map(|id| Reference::known(&id.to_string(), None));
        (content.client, content.project, content.service) = (id(0), id(1), id(2));
        (content.task, content.agreement) = (id(3), id(4));
        let held = |content: &Content| normalise(content, Zone::UTC, Some(OWN));
        prop_assert_eq!(held(&held(&content)), held(&content));
        let body = encode::create(&outgoing(content.clone()), sender()).unwrap();
        let mut row = body["time_entry"].clone();
        row["id"] = json!(1);
        let back = read(&row);
        prop_assert_eq!(held(&back.content), held(&content));
        let again = encode::change(&outgoing(content.clone()), &back, &back, None, sender());
        prop_assert_eq!(again, Ok(Change::Nothing));
        let again = encode::change(&outgoing(content.clone()), &back, &back, Some(&content), sender());
        prop_assert_eq!(again, Ok(Change::Nothing));
    }

    #[test]
    fn no_row_panics(row in "[{}\\[\\]\":,a-z0-9_-]{0,80}", id in any::<i64>(), start in any::<i64>(), length in any::<i64>()) {
        let reader = Reader { zone: Zone::UTC, own: None };
        if let Ok(value) = serde_json::from_str::<Value>(&row) {
            let _ = (reader.read(&value), Me::read(&value));
        }
        let odd = json!({"id": id, "started_at": encode::instant(start % 100_000_000_000), "duration": length, "is_logged": false});
        if let Ok(remote) = reader.read(&odd) {
            let _ = normalise(&remote.content, Zone::UTC, None);
        }
    }
}
