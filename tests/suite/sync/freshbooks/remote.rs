//! `tt remote`: filters that the service knows and those it ignores without a word, timers
//! that run there, names that nobody has confirmed.

use super::{Books, seed};
use crate::support::vendor::freshbooks::Options;
use crate::support::vendor::freshbooks::options::Order;
use serde_json::{Value, json};

/// One of each kind that the filters tell apart.
fn stocked(options: Options) -> Books {
    let books = Books::with(options, "");
    books.made(1, "mine", json!({"client_id": seed::LOVELACE, "project_id": seed::ENGINE, "service_id": seed::CONSULTING}));
    books.made(2, "theirs", json!({"identity_id": seed::GRACE}));
    books.made(
        3,
        "task",
        json!({"task_id": seed::RESEARCH, "billable": false, "retainer_id": 77}),
    );
    let billed = books.made(4, "billed", json!({"client_id": seed::BABBAGE, "project_id": seed::TABLES, "service_id": seed::TRAINING}));
    books.fake.bill(billed);
    let gone = books.made(5, "gone", json!({}));
    books.fake.remove(gone);
    books.made(
        6,
        "pending",
        json!({"pending_client": "Acme", "pending_task": "Design"}),
    );
    books.made(40, "old", json!({}));
    books
}

fn listed(books: &Books, args: &[&str]) -> Vec<String> {
    let ran = books.run(&[&["remote", "list", "--json"], args].concat());
    let found = ran.exits(0).json();
    let rows = found["entries"].as_array().unwrap();
    let note = |row: &Value| row["note"].as_str().unwrap_or_default().to_owned();
    rows.iter().map(note).collect()
}

#[test]
fn every_filter_holds_whether_the_service_knows_it_or_not() {
    let all: &[&str] = &["pending", "billed", "task", "mine"];
    let rows: &[(&[&str], &[&str])] = &[
        (&[], all),
        (&["--member", "me"], all),
        (&["--member", "700100"], all),
        (&["--member", "700200"], &["theirs"]),
        (
            &["--member", "all"],
            &["pending", "billed", "task", "theirs", "mine"],
        ),
        (&["--project", "81234"], &["mine"]),
        (&["--project", "Engine rebuild"], &["mine"]),
        (&["--project", "none"], &["pending", "task"]),
        (&["--client", "55013"], &["billed"]),
        (&["--client", "charles babbage"], &["billed"]),
        (&["--client", "none"], &["pending", "task"]),
        (&["--service", "40022"], &["billed"]),
        (&["--service", "Consulting"], &["mine"]),
        (&["--service", "none"], &["pending", "task"]),
        (&["--task", "159361"], &["task"]),
        (&["--task", "Research"], &["task"]),
        (&["--task", "none"], &["pending", "billed", "mine"]),
        (&["--agreement", "77"], &["task"]),
        (&["--billable", "do-not-bill"], &["task"]),
        (&["--billable", "billable"], &["pending", "billed", "mine"]),
        (&["--billed"], &["billed"]),
        (&["--unbilled"], &["pending", "task", "mine"]),
        (
            &["--status", "open", "--billable", "billable"],
            &["pending", "mine"],
        ),
        (&["--search", "BILL"], &["billed"]),
        (&["--running"], &[]),
        (&["--stopped", "--search", "mine"], &["mine"]),
        (&["--limit", "2"], &["task", "mine"]),
        (&["-2d", "--member", "all"], &["theirs"]),
        (&["--from", "-50d", "--to", "-30d"], &["old"]),
    ];
    let narrow = Options {
        filters_project: false,
        order: Order::Scrambled,
        counts_unseen: true,
        ..Options::default()
    };
    let wide = Options {
        filters_more: true,
        ..Options::default()
    };
    for options in [narrow, wide] {
        let books = stocked(options);
        for (args, notes) in rows {
            assert_eq!(listed(&books, args), *notes, "{args:?}");
        }
        assert_eq!(books.fake.schema_errors(), Vec::<String>::new());
        assert_eq!(books.writes(), []);
    }
    // What it knows leaves by its own name, so that it is not everything that comes.
    let books = stocked(Options::default());
    let sent = |args: &[&str]| {
        books.fake.clear_requests();
        listed(&books, args);
        let requests = books.fake.requests();
        let last = requests
            .iter()
            .rfind(|it| it.path.ends_with("/time_entries"));
        format!("{:?}", last.unwrap())
    };
    for (args, words) in [
        (&["--billed"][..], "billed"),
        (&["--client", "55012"], "client_id"),
        (&["--member", "all"], "team"),
        (&["--stopped"], "started_from"),
    ] {
        assert!(sent(args).contains(words), "{args:?}");
    }
}

#[test]
fn pages_are_the_services_own_and_at_most_a_hundred() {
    let books = Books::new();
    for _ in 0..5 {
        books.made(1, "one", json!({}));
    }
    let ran = books.run(&["remote", "list", "--json", "--page", "3", "--per-page", "2"]);
    let found = ran.exits(0).json();
    assert_eq!(found["entries"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&found["page"]["pages"], &found["page"]["total"]),
        (&json!(3), &json!(5)),
        "{found}"
    );
    assert_eq!(listed(&books, &["--page", "4", "--per-page", "2"]), [""; 0]);
    for (size, code) in [("100", 0), ("101", 3), ("0", 2)] {
        books
            .run(&["remote", "list", "--per-page", size])
            .exits(code);
    }
    // Three pages of a window hold everything once.
    let books = Books::new();
    for n in 0..205 {
        books.made(1, &format!("n{n}"), json!({}));
    }
    assert_eq!(listed(&books, &[]).len(), 205);
}

#[test]
fn timers_that_run_there_are_listed_and_never_stopped() {
    let books = stocked(Options::default());
    let runs = books.fake.add_timer("runs");
    let paused = books.made(
        0,
        "paused",
        json!({"is_logged": false, "duration": 600, "timer": {}, "started_at": super::times::wire(books.fake.now() - 3_600)}),
    );
    let ran = books
        .run(&["remote", "list", "--running", "--json"])
        .exits(0);
    let found = ran.json();
    let rows = found["entries"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{found}");
    assert!(rows.iter().all(|row| row["end"].is_null()), "{found}");
    let told = books.tt("remote list --running").exits(0);
    assert!(
        told.out.contains("runs") && told.out.contains("running"),
        "{}",
        told.out
    );
    assert!(told.err.contains("tt never stops"), "{}", told.err);
    // Without one there is nothing to say of it.
    let told = books.tt("remote list --stopped").exits(0);
    assert!(!told.err.contains("never stops"), "{}", told.err);
    books.tt(&format!("remote show {runs}")).exits(0);
    let told = books.tt(&format!("remote import {runs}"));
    assert_ne!(told.code, 0, "{}", told.out);
    books.tt("sync").exits(0);
    assert_eq!(books.writes(), []);
    for id in [runs, paused] {
        let held = books.fake.entry(id).unwrap();
        assert_eq!(
            (&held["is_logged"], &held["active"]),
            (&json!(false), &json!(true))
        );
    }
}

#[test]
fn names_that_nobody_has_confirmed_are_shown_as_such() {
    let books = stocked(Options::default());
    let told = books.tt("remote list").exits(0);
    assert!(
        told.out.contains("unconfirmed: client Acme, task Design"),
        "{}",
        told.out
    );
    // They belong to the service: a change here leaves them.
    books.sync(0);
    let entries = books.tt("list --from -10d --json").exits(0).json();
    let pending = entries
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["note"] == "pending");
    let id = pending.unwrap()["id"].clone();
    books.tt(&format!("edit {id} -m changed")).exits(0);
    books.sync(0);
    let held = books.held();
    let there = held.iter().find(|it| it["note"] == "changed").unwrap();
    assert_eq!(there["pending_client"], "Acme");
}

#[test]
fn an_entry_is_shown_whole_and_taken_over_on_demand() {
    let books = stocked(Options::default());
    let old = books.made(
        60,
        "older",
        json!({"project_id": seed::ENGINE, "client_id": seed::LOVELACE}),
    );
    let told = books.tt(&format!("remote show {old}")).exits(0);
    assert!(
        told.out.contains("local_timezone") && told.out.contains("older"),
        "{}",
        told.out
    );
    books.tt(&format!("remote import {old}")).exits(0);
    let gone = books.made(5, "gone too", json!({}));
    books.fake.remove(gone);
    books.tt(&format!("remote show {gone}")).exits(1);
    books.tt("remote show 424242").exits(1);
    // It has no notes beside its entries, and says so.
    let told = books.tt(&format!("remote note {old} hello"));
    assert!(told.err.contains("note"), "{}", told.err);
    assert_eq!(books.writes(), []);
    let told = books.tt("remote list --where x");
    assert_eq!(told.code, 2, "{}", told.err);
}
