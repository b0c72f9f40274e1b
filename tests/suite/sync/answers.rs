//! What a sync leaves to a person: told by `tt review`, answered by `tt resolve`, carried
//! out by the next sync, each entry there once.

use super::Bench;
use crate::cli::Ran;
use crate::support::vendor::faults::Fault;
use serde_json::{Value, json};

/// One delivered entry, and its number on the service.
fn delivered() -> (Bench, i64) {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].as_i64().unwrap();
    (bench, id)
}

/// The questions, as JSON.
fn review(bench: &Bench) -> Vec<Value> {
    let asked = bench.tt("review --json").exits(0).json();
    asked.as_array().unwrap().clone()
}

fn in_conflict() -> (Bench, i64) {
    let (bench, id) = delivered();
    bench
        .fake
        .edit(id, |entry| entry["notes"] = json!("theirs"));
    bench.tt("edit 1 -m mine").exits(0);
    bench.sync(4);
    (bench, id)
}

#[test]
fn nothing_to_review_is_no_failure() {
    let (bench, _) = delivered();
    assert_eq!(bench.tt("review").exits(0).out, "nothing needs you\n");
    assert_eq!(review(&bench), Vec::<Value>::new());
    bench.tt("review -p nowhere").exits(2);
}

#[test]
fn a_conflict_is_told_field_by_field_and_both_may_stay() {
    let (bench, id) = in_conflict();
    let asked = &review(&bench)[0];
    assert_eq!(
        (&asked["question"], &asked["conflict"][0]),
        (
            &json!("conflict"),
            &json!({"field": "note", "mine": "mine", "theirs": "theirs"})
        )
    );
    assert_eq!(
        asked["answers"],
        json!([
            "tt resolve 1 --keep mine",
            "tt resolve 1 --keep theirs",
            "tt resolve 1 --keep both"
        ])
    );
    let text = bench.tt("review").exits(0).out;
    for part in ["theirs", "tt resolve 1 --keep both", "ConnectWise PSA"] {
        assert!(text.contains(part), "{text}");
    }
    let said = bench.tt("sync").exits(4);
    assert!(said.err.contains("`tt review`"), "{}", said.err);
    let before = bench.entries()[0]["key"].clone();
    let done = bench.tt("resolve 1 --keep both --json").exits(0).json();
    assert_eq!(done.as_array().unwrap().len(), 2, "{done}");
    assert_eq!(
        (
            &done[1]["origin"],
            &done[1]["delivery"],
            &done[1]["remote_id"]
        ),
        (&json!("imported"), &json!("sent"), &json!(id.to_string()))
    );
    assert_eq!(done[0]["delivery"], "owed");
    assert_ne!(done[0]["key"], before, "what is sent anew has a new key");
    bench.sync(0);
    assert_eq!(bench.notes(), ["mine", "theirs"]);
    bench.is_idle();
    // What was settled with the service is no step that undo takes back: the step before is.
    bench.tt("resolve 1 --keep both").exits(3);
}

#[test]
fn undo_leaves_what_was_kept_beside() {
    let (bench, id) = in_conflict();
    bench.tt("resolve 1 --keep both").exits(0);
    // The step before: the edit, of what is another record by now.
    bench.tt("undo").exits(0);
    bench.sync(0);
    assert_eq!(bench.notes(), ["dns", "theirs"]);
    let there = bench.fake.entries();
    assert!(
        there.iter().any(|entry| entry["id"] == json!(id)),
        "{there:?}"
    );
    bench.is_idle();
}

#[test]
fn deleted_here_and_changed_there_waits_for_a_word() {
    for (side, left) in [("mine", 0), ("theirs", 1)] {
        let (bench, id) = delivered();
        bench
            .fake
            .edit(id, |entry| entry["notes"] = json!("theirs"));
        bench.tt("delete 1").exits(0);
        bench.sync(4);
        assert_eq!(bench.fake.entries().len(), 1, "deleted without a word");
        let asked = &review(&bench)[0];
        assert_eq!(asked["question"], "changed-there", "{asked}");
        assert_eq!(asked["conflict"][0]["theirs"], "theirs", "{asked}");
        bench.tt("resolve 1 --keep both").exits(3);
        bench.tt(&format!("resolve 1 --keep {side}")).exits(0);
        bench.sync(0);
        assert_eq!(bench.fake.entries().len(), left, "{side}");
        assert_eq!(bench.entries().len(), left, "{side}");
        bench.is_idle();
    }
}

#[test]
fn deleted_there_goes_here_too_or_is_booked_anew() {
    for (side, left) in [("mine", 1), ("theirs", 0)] {
        let (bench, id) = delivered();
        assert!(bench.fake.remove(id));
        bench.sync(4);
        let asked = &review(&bench)[0];
        assert_eq!(asked["question"], "deleted-there", "{asked}");
        let wrong = bench.tt("resolve 1 --keep both").exits(3);
        assert!(
            wrong.err.contains("deleted on its service") && wrong.err.contains("--keep theirs"),
            "{}",
            wrong.err
        );
        let key = asked["key"].clone();
        bench.tt(&format!("resolve 1 --keep {side}")).exits(0);
        bench.sync(0);
        assert_eq!(bench.fake.entries().len(), left, "{side}");
        assert_eq!(bench.entries().len(), left, "{side}");
        if left == 1 {
            assert_ne!(bench.entries()[0]["key"], key);
        } else {
            // Deleting is a step like any other.
            bench.tt("undo").exits(0);
            assert_eq!(bench.sync(0)["created"], 1);
        }
        bench.is_idle();
    }
}

/// An entry whose answer was lost, with two records there that may be it.
fn several() -> (Bench, [i64; 2]) {
    let bench = Bench::with(Default::default(), "marker = \"none\"");
    bench.log("9:00-10:00", "dns");
    bench.next_create(Fault::LostBefore);
    bench.sync(6);
    let ids = [bench.add_equal(0), bench.add_equal(0)];
    bench.sync(4);
    (bench, ids)
}

#[test]
fn of_several_candidates_a_person_picks_one() {
    let (bench, [first, second]) = several();
    let asked = &review(&bench)[0];
    assert_eq!(
        (&asked["question"], &asked["candidates"]),
        (
            &json!("several"),
            &json!([first.to_string(), second.to_string()])
        )
    );
    assert!(
        asked["problem"]["message"]
            .as_str()
            .unwrap()
            .contains(&first.to_string())
    );
    let status = bench.tt("status --json").exits(0).json();
    assert_eq!(status["person"], json!([1]), "{status}");
    bench.tt(&format!("resolve 1 --adopt {second}")).exits(0);
    let report = bench.sync(0);
    assert_eq!(
        (&report["adopted"], &report["created"]),
        (&json!(1), &json!(0))
    );
    let mine = bench
        .entries()
        .into_iter()
        .find(|it| it["id"] == 1)
        .unwrap();
    assert_eq!(
        (&mine["delivery"], &mine["remote_id"]),
        (&json!("sent"), &json!(second.to_string()))
    );
    assert_eq!(bench.fake.entries().len(), 2);
    bench.is_idle();
    bench.tt(&format!("resolve 1 --adopt {first}")).exits(3);
}

#[test]
fn none_of_several_is_sent_again_after_the_quarantine() {
    let (bench, _) = several();
    let early = bench.tt("resolve 1 --resend");
    // The quarantine of this bench is two seconds: it may be over by now.
    if early.code != 0 {
        let early = early.exits(6);
        assert!(early.err.contains("again in"), "{}", early.err);
        until(|| bench.tt("resolve 1 --resend"), 0);
    }
    let report = bench.sync(0);
    assert_eq!(report["created"], 1, "{report}");
    assert_eq!(bench.fake.entries().len(), 3);
    bench.is_idle();
}

fn until(run: impl Fn() -> Ran, code: i32) {
    for _ in 0..40 {
        if run().code == code {
            return;
        }
        crate::cli::pause(200_000);
    }
    run().exits(code);
}

#[test]
fn resend_before_the_quarantine_is_over_says_how_long() {
    let bench = Bench::new();
    let text = bench
        .text("")
        .replace("quarantine = \"2s\"", "quarantine = \"20m\"");
    bench.desk.config(&text);
    bench.log("9:00-10:00", "dns");
    bench.next_create(Fault::LostBefore);
    bench.sync(6);
    let ran = bench.tt("resolve 1 --resend --json").exits(6);
    let error = &ran.json()["error"];
    assert_eq!(error["code"], "later");
    assert!(
        error["help"].as_str().unwrap().contains("again in "),
        "{error}"
    );
    assert_eq!(bench.entries()[0]["delivery"], "unconfirmed");
}

#[test]
fn a_tie_to_what_is_not_there_is_taken_off_again() {
    let (bench, _) = several();
    bench.tt("resolve 1 --adopt 999999").exits(0);
    let ran = bench.tt("sync").exits(4);
    assert!(ran.err.contains("holds no 999999"), "{}", ran.err);
    let mine = &bench.entries()[0];
    assert_eq!(
        (&mine["delivery"], &mine["remote_id"]),
        (&json!("unconfirmed"), &Value::Null)
    );
    assert_eq!(bench.n_writes(), 1, "only the create that was lost");
}

#[test]
fn what_may_be_there_already_is_tied_released_or_deleted() {
    for answer in ["adopt", "release", "delete"] {
        let bench = Bench::new();
        bench.log("9:00-10:00", "dns");
        let there = bench.add_equal(0);
        bench.sync(4);
        let asked = &review(&bench)[0];
        assert_eq!(
            (&asked["question"], &asked["candidates"]),
            (&json!("already-there"), &json!([there.to_string()])),
            "{asked}"
        );
        bench.tt("resolve 1 --keep mine").exits(3);
        match answer {
            "adopt" => bench.tt(&format!("resolve 1 --adopt {there}")),
            "release" => bench.tt("resolve 1 --release"),
            _ => bench.tt("delete 1"),
        }
        .exits(0);
        bench.sync(0);
        let n_there = if answer == "release" { 2 } else { 1 };
        assert_eq!(bench.fake.entries().len(), n_there, "{answer}");
        if answer == "adopt" {
            assert_eq!(bench.entries()[0]["remote_id"], there.to_string());
        }
        bench.is_idle();
    }
}

#[test]
fn a_record_is_one_entry_only() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let taken = bench.fake.entries()[0]["id"].as_i64().unwrap();
    bench.log("11:00-12:00", "mail");
    bench.next_create(Fault::LostBefore);
    bench.sync(6);
    let ran = bench.tt(&format!("resolve 2 --adopt {taken}")).exits(3);
    assert!(ran.err.contains("entry 1 already"), "{}", ran.err);
    bench.tt(&format!("resolve 1 2 --adopt {taken}")).exits(2);
}

#[test]
fn a_refusal_is_told_in_the_services_words_and_tried_again() {
    let bench = Bench::new();
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    let report = bench.sync(4);
    let words = report["refused"][0]["message"].as_str().unwrap();
    let asked = &review(&bench)[0];
    assert_eq!(asked["question"], "refused");
    assert!(
        asked["happened"][0].as_str().unwrap().contains(words),
        "{asked}"
    );
    bench.fake.clear_requests();
    bench.tt("resolve 1 --retry").exits(0);
    bench.sync(4);
    assert_eq!(bench.n_writes(), 1);
    bench.tt("resolve 1 --release").exits(3);
}

/// An entry that is handed in cannot be changed, so its correction begins with taking it back.
#[test]
fn what_is_refused_after_it_was_submitted_is_taken_back_first() {
    let bench = Bench::new();
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    bench.tt("submit 1").exits(0);
    bench.sync(4);
    let asked = bench.tt("review").exits(0).out;
    let at = |command: &str| asked.find(command).unwrap_or_else(|| panic!("{asked}"));
    assert!(at("tt recall 1") < at("tt edit 1"), "{asked}");
    bench.tt("edit 1 --ticket 54321").exits(4);
    bench.tt("recall 1").exits(0);
    bench.tt("edit 1 --ticket 54321").exits(0);
    bench.sync(0);
}

#[test]
fn options_that_do_not_fit_say_where_the_entry_stands() {
    let (bench, _) = delivered();
    for option in [
        "--release",
        "--retry",
        "--keep mine",
        "--keep theirs",
        "--keep both",
        "--adopt 5",
        "--resend",
    ] {
        let ran = bench.tt(&format!("resolve 1 {option}")).exits(3);
        assert!(
            ran.err.contains("entry 1 is delivered") && ran.err.contains("help:"),
            "{option}: {}",
            ran.err
        );
    }
    bench.tt("resolve 1").exits(2);
    bench.tt("resolve 1 --release --retry").exits(2);
    bench.tt("resolve 7 --release").exits(1);
}
