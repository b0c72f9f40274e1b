//! `tt recall`, `check` and `resolve`: taking back, asking first, answering.

use super::{Desk, WORK};

#[test]
fn what_was_submitted_can_be_taken_back_and_changed() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    desk.tt("submit today").exits(0);
    desk.tt("delete 1").exits(4);
    let back = desk.json("recall 1");
    assert_eq!(back[0]["status"], "open");
    desk.tt("delete 1").exits(0);
    assert_eq!(desk.json("list")[0]["status"], "submitted");
    let again = desk.tt("recall 1-2").exits(0);
    assert!(again.out.contains("recalled 2"), "{}", again.out);
}

#[test]
fn check_tells_what_submitting_would_refuse_and_changes_nothing() {
    let desk = Desk::new();
    desk.tt("log 8-9").exits(0);
    desk.tt("log 9-10 noted").exits(0);
    desk.config("[rules]\nnote_required = true\n");
    let rows = desk.tt("check --json").exits(3).json();
    assert_eq!(rows[0]["id"], 1);
    assert_eq!(rows[0]["breaches"][0]["rule"], "tt/note-required");
    assert_eq!(rows[1]["breaches"], serde_json::json!([]));
    assert_eq!(desk.json("check 2").as_array().unwrap().len(), 1);
    let text = desk.tt("check today").exits(3);
    assert!(
        text.out.contains("rule: tt/note-required") && text.out.contains("1 of 2"),
        "{}",
        text.out
    );
    assert!(
        desk.json("list")
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["status"] == "open")
    );
    assert_eq!(Desk::new().json("check"), serde_json::json!([]));
}

#[test]
fn a_held_entry_goes_on_when_a_person_says_so_and_only_then() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 13h --on yesterday --ticket 5 a long day")
        .exits(0);
    assert_eq!(desk.json("list yesterday")[0]["delivery"], "held");
    desk.tt("submit yesterday").exits(4);
    let released = desk.json("resolve 1 --release");
    assert_eq!(released[0]["delivery"], "owed");
    assert_eq!(released[0]["problem"], serde_json::Value::Null);
    desk.tt("submit yesterday").exits(0);
}

#[test]
fn an_answer_that_does_not_fit_is_refused() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 1h --ticket 5 x").exits(0);
    for line in ["resolve 1 --release", "resolve 1 --retry"] {
        let ran = desk.tt(line).exits(3);
        assert!(ran.err.contains("help:"), "{}", ran.err);
    }
    desk.tt("resolve 1").exits(2);
    desk.tt("resolve 9 --retry").exits(1);
}

#[test]
fn check_ends_as_submitting_would_and_leaves_out_what_is_handed_in() {
    let desk = Desk::new();
    desk.config(WORK);
    // A warning alone stands in nobody's way.
    desk.tt("log 8-9 --ticket 5 one").exits(0);
    let rows = desk.tt("check --json").exits(0).json();
    assert_eq!(rows[0]["breaches"][0]["rule"], "connectwise/type-and-role");
    desk.tt("start 9:30 -p none two").exits(0);
    let rows = desk.tt("check --json").exits(4).json();
    assert_eq!(rows[1]["breaches"][0]["rule"], "tt/transition");
    assert_eq!(desk.json("check -p work").as_array().unwrap().len(), 1);
    desk.tt("stop 10").exits(0);
    assert_eq!(desk.json("check -p none")[0]["id"], 2);
    let ran = desk.tt("check today -p none").exits(0);
    assert!(
        ran.err.contains("note: 1 entry of profile work left alone"),
        "{}",
        ran.err
    );
    desk.tt("submit 1-2").exits(0);
    assert_eq!(desk.json("check"), serde_json::json!([]));
    // Asked for by number it is looked at all the same.
    assert_eq!(desk.json("check 2")[0]["breaches"], serde_json::json!([]));
    desk.tt("check -p nowhere").exits(2);
    desk.tt("check 99").exits(1);
}

#[test]
fn check_counts_what_was_said_when_it_was_booked() {
    let desk = Desk::new();
    desk.config(WORK);
    let ran = desk.tt("log 8-9 --ticket nope -m x").exits(0);
    assert!(ran.err.contains("nope is no ticket"), "{}", ran.err);
    let text = desk.tt("check").exits(0);
    assert!(
        text.out.contains("nope is no ticket") && text.out.contains("0 of 1 in order"),
        "{}",
        text.out
    );
    let rows = desk.json("check");
    let rules = rows[0]["breaches"].as_array().unwrap();
    let told = rules
        .iter()
        .filter(|it| it["rule"] == "connectwise/charge-to");
    assert_eq!(told.count(), 1, "{rows}");
    desk.tt("edit 1 --ticket 5").exits(0);
    let text = desk.tt("check").exits(0).out;
    assert!(!text.contains("nope"), "{text}");
}
