//! Good weather: everything arrives once, comes back, merges and goes.

use super::{Books, Fault, seed};
use crate::support::vendor::freshbooks::Options;
use crate::support::vendor::freshbooks::options::Lost;
use serde_json::{Value, json};

#[test]
fn an_entry_is_made_changed_merged_and_taken_away() {
    let books = Books::new();
    books.log("9:00-10:30", "dns");
    assert_eq!(books.sync(0)["created"], 1);
    let (method, sent) = books.writes().remove(0);
    assert_eq!(method, "POST");
    let fields: Vec<_> = sent.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        fields,
        [
            "client_id",
            "duration",
            "is_logged",
            "local_timezone",
            "note",
            "project_id",
            "service_id",
            "started_at"
        ]
    );
    // The client came along with the project.
    assert_eq!(sent["client_id"], seed::LOVELACE);
    assert_eq!(
        (&sent["is_logged"], &sent["duration"]),
        (&json!(true), &json!(5_400))
    );
    assert!(
        sent["started_at"].as_str().unwrap().ends_with('Z'),
        "{sent}"
    );
    books.is_idle();

    // A change replaces the whole, and loses nothing of it.
    books.tt("edit 1 -m dhcp").exits(0);
    books.fake.clear_requests();
    assert_eq!(books.sync(0)["updated"], 1);
    let there = &books.held()[0];
    assert_eq!(books.writes()[0].0, "PUT");
    assert_eq!(there["note"], "dhcp");
    for (name, value) in [
        ("client_id", seed::LOVELACE),
        ("project_id", seed::ENGINE),
        ("service_id", seed::CONSULTING),
        ("duration", 5_400),
    ] {
        assert_eq!(there[name], value, "{name}");
    }
    books.is_idle();

    // Changed there, then on both sides in different fields.
    let remote = books.only();
    books
        .fake
        .edit(remote, |entry| entry["note"] = json!("theirs"));
    assert_eq!(books.sync(0)["taken_over"], 1);
    assert_eq!(books.entries()[0]["note"], "theirs");
    books
        .fake
        .edit(remote, |entry| entry["note"] = json!("both"));
    books.tt("edit 1 --service 40022").exits(0);
    books.sync(0);
    let there = &books.held()[0];
    assert_eq!(
        (&there["note"], &there["service_id"]),
        (&json!("both"), &json!(seed::TRAINING))
    );
    assert_eq!(books.entries()[0]["note"], "both");
    books.is_idle();

    books.tt("delete 1").exits(0);
    assert_eq!(books.sync(0)["deleted"], 1);
    assert_eq!(books.held(), Vec::<Value>::new());
    assert_eq!(books.fake.entry(remote).unwrap()["active"], false);
    books.is_idle();
}

#[test]
fn the_same_field_on_both_sides_is_a_persons_to_decide() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    let remote = books.only();
    books
        .fake
        .edit(remote, |entry| entry["note"] = json!("theirs"));
    books.tt("edit 1 -m ours").exits(0);
    books.fake.clear_requests();
    let report = books.sync(4);
    assert_eq!(report["conflicts"], json!([1]), "{report}");
    assert_eq!(books.writes(), []);
    books.tt("resolve 1 --keep theirs").exits(0);
    books.sync(0);
    assert_eq!(books.entries()[0]["note"], "theirs");
    books.is_idle();
}

/// Between the look of a run and its own: what the office writes is not written over.
#[test]
fn what_changes_there_between_the_look_and_the_change_is_not_lost() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.log("10:00-11:00", "mail");
    books.sync(0);
    let requests = books.fake.watch();
    let there: Vec<i64> = books
        .held()
        .iter()
        .map(|it| it["id"].as_i64().unwrap())
        .collect();
    books.tt("edit 1 -m ours").exits(0);
    books.tt("edit 2 --service 40022").exits(0);
    books.fake.slow(std::time::Duration::from_millis(150));
    let child = books.start(&["sync", "--json"]);
    // As soon as the window is read.
    while let Ok(seen) = requests.recv() {
        if seen.operation == super::ENTRIES && seen.method == "GET" {
            break;
        }
    }
    books
        .fake
        .edit(there[0], |entry| entry["note"] = json!("office"));
    books
        .fake
        .edit(there[1], |entry| entry["note"] = json!("office"));
    let output = child.wait_with_output().unwrap();
    books.fake.slow(std::time::Duration::ZERO);
    // The same field clashes, another one is merged.
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert_eq!(books.fake.entry(there[0]).unwrap()["note"], "office");
    let second = books.fake.entry(there[1]).unwrap();
    assert_eq!(
        (&second["note"], &second["service_id"]),
        (&json!("office"), &json!(seed::TRAINING))
    );
    // The next run compares the two: a person decides, and everything is one again.
    books.sync(4);
    assert_eq!(books.entries()[1]["note"], "office");
    books.tt("resolve 1 --keep mine").exits(0);
    books.sync(0);
    assert_eq!(books.fake.entry(there[0]).unwrap()["note"], "ours");
    books.is_idle();
}

#[test]
fn a_change_keeps_what_only_the_service_has() {
    for lost_by_put in [Lost::Everything, Lost::References, Lost::Nothing] {
        let books = Books::with(
            Options {
                lost_by_put,
                ..Options::default()
            },
            "",
        );
        let made = books.made(
            1,
            "theirs",
            json!({
                "client_id": seed::LOVELACE, "project_id": seed::ENGINE, "service_id": seed::TRAINING,
                "task_id": seed::RESEARCH, "retainer_id": 77, "billable": false, "internal": true,
                "local_timezone": "Europe/Paris", "local_started_at": "2026-01-01T00:00:00",
            }),
        );
        assert_eq!(books.sync(0)["imported"], 1);
        let before = books.fake.entry(made).unwrap();
        books.tt("edit 1 -m ours").exits(0);
        assert_eq!(books.sync(0)["updated"], 1);
        let mut after = books.fake.entry(made).unwrap();
        assert_eq!(after["note"], "ours");
        after["note"] = before["note"].clone();
        // The wall's clock is the service's own reckoning.
        after["local_started_at"] = before["local_started_at"].clone();
        assert_eq!(after, before);
        books.is_idle();
    }
}

#[test]
fn what_was_made_there_is_taken_over_and_what_runs_there_is_not() {
    let books = Books::new();
    books.made(1, "mine", json!({"client_id": seed::BABBAGE}));
    books.made(1, "theirs", json!({"identity_id": seed::GRACE}));
    let gone = books.made(1, "gone", json!({}));
    books.fake.remove(gone);
    let runs = books.fake.add_timer("runs");
    assert_eq!(books.sync(0)["imported"], 1);
    let entries = books.entries();
    assert_eq!((entries.len(), &entries[0]["note"]), (1, &json!("mine")));
    books.fake.clear_requests();
    assert_eq!(books.sync(0)["imported"], 0);
    assert_eq!(books.writes(), []);
    assert_eq!(books.fake.entry(runs).unwrap()["is_logged"], false);
}

#[test]
fn two_equal_entries_both_arrive() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.log("9:00-10:00", "dns");
    books.log("9:00:01-10:00", "dns");
    assert_eq!(books.sync(0)["created"], 3);
    assert_eq!(books.notes(), ["dns", "dns", "dns"]);
    books.is_idle();
}

#[test]
fn seconds_and_breaks_are_a_length() {
    let books = Books::with(
        Options::default(),
        "send = \"billed\"\nrounding = \"quarter\"",
    );
    books.log("9:00:05-9:20:17", "dns");
    books.sync(0);
    let there = &books.held()[0];
    assert_eq!(there["duration"], 1_800);
    assert!(
        there["started_at"].as_str().unwrap().ends_with(":05Z"),
        "{there}"
    );
    books.is_idle();
    let books = Books::new();
    books.log("9:00:05-9:20:17", "dns");
    books.tt("edit 1 --deduct 5m").exits(0);
    books.sync(0);
    assert_eq!(books.held()[0]["duration"], 912);
    books.is_idle();
}

#[test]
fn what_is_billed_there_is_locked_here() {
    for locks_billed in [true, false] {
        let books = Books::with(
            Options {
                locks_billed,
                ..Options::default()
            },
            "",
        );
        books.log("9:00-10:00", "dns");
        books.sync(0);
        let remote = books.only();
        books.fake.bill(remote);
        assert_eq!(books.sync(0)["status_changes"], 1);
        assert_eq!(books.entries()[0]["status"], "billed");
        for line in ["edit 1 -m other", "delete 1"] {
            let told = books.tt(line);
            assert_ne!(told.code, 0, "{line}");
            assert!(told.err.contains("billed"), "{}", told.err);
        }
        books.is_idle();
        // Billed between what a person did here and the next run.
        books.fake.unbill(remote);
        books.sync(0);
        books.tt("edit 1 -m other").exits(0);
        books.fake.bill(remote);
        books.sync(4);
        assert_eq!(books.notes(), ["dns"], "{locks_billed}");
    }
}

#[test]
fn what_is_deleted_there_is_asked_about_whatever_it_then_answers() {
    for (shows_deleted, deletes_again) in [(true, false), (false, true)] {
        let books = Books::with(
            Options {
                shows_deleted,
                deletes_again,
                ..Options::default()
            },
            "",
        );
        books.log("9:00-10:00", "dns");
        books.sync(0);
        let remote = books.only();
        books.fake.remove(remote);
        books.tt("edit 1 -m other").exits(0);
        books.sync(4);
        assert_eq!(books.held(), Vec::<Value>::new(), "it came back");
        // Deleted on both sides is done.
        books.log("11:00-12:00", "mail");
        books.tt("sync");
        let remote = books.only();
        books.tt("delete 2").exits(0);
        books.fake.remove(remote);
        books.fake.clear_requests();
        books.tt("sync");
        assert_eq!(books.held(), Vec::<Value>::new());
    }
}

#[test]
fn a_lost_answer_is_looked_up_by_what_was_said() {
    for fault in [
        Fault::LostAfter,
        Fault::Garbage,
        Fault::CutBody,
        Fault::Late(300),
    ] {
        let books = Books::new();
        books.log("9:00-10:00", "dns");
        books.log("9:00-10:00", "dns");
        books.next_create(fault.clone());
        books.tt("sync");
        books.fake.wait_for_late();
        books.until_settled();
        assert_eq!(books.notes(), ["dns", "dns"], "{fault:?}");
        books.is_idle();
    }
}
