//! What others do on the service to entries that were delivered: taken over where
//! nothing was changed here, a conflict where it was, never overwritten unseen.

use super::Bench;
use serde_json::json;

/// One delivered entry, and its number on the service.
fn delivered() -> (Bench, i64) {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].as_i64().unwrap();
    (bench, id)
}

fn note(bench: &Bench) -> String {
    bench.entries()[0]["note"].as_str().unwrap().to_owned()
}

#[test]
fn what_the_office_changed_is_taken_over_and_not_owed() {
    let (bench, id) = delivered();
    bench.fake.edit(id, |entry| {
        entry["notes"] = json!("dns, checked by the office");
        entry["timeEnd"] = json!(
            entry["timeEnd"]
                .as_str()
                .unwrap()
                .replacen(":00:00Z", ":30:00Z", 1)
        );
        entry["actualHours"] = json!(1.5);
    });
    bench.sync(0);
    let entry = bench.entries()[0].clone();
    assert_eq!(note(&bench), "dns, checked by the office");
    assert_eq!(entry["worked_seconds"], 5400, "{entry}");
    assert_eq!(entry["delivery"], "sent");
    bench.is_idle();
    let history = bench.tt("history 1 --json").exits(0).json();
    let observed = history.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&observed["who"], &observed["action"]),
        (&json!("sync"), &json!("observe"))
    );
}

#[test]
fn changes_of_different_fields_on_both_sides_go_together() {
    let (bench, id) = delivered();
    bench
        .fake
        .edit(id, |entry| entry["notes"] = json!("theirs"));
    bench.tt("edit 1 --for 30m").exits(0);
    bench.sync(0);
    assert_eq!(note(&bench), "theirs");
    let there = &bench.fake.entries()[0];
    assert_eq!(
        (&there["notes"], &there["actualHours"]),
        (&json!("theirs"), &json!(0.5)),
        "{there}"
    );
    bench.is_idle();
}

#[test]
fn the_same_field_changed_on_both_sides_waits_for_a_person() {
    for (side, here) in [("mine", "mine"), ("theirs", "theirs")] {
        let (bench, id) = delivered();
        bench
            .fake
            .edit(id, |entry| entry["notes"] = json!("theirs"));
        bench.tt("edit 1 -m mine").exits(0);
        bench.fake.clear_requests();
        bench.sync(4);
        assert_eq!(
            bench.fake.entries()[0]["notes"],
            "theirs",
            "it was overwritten"
        );
        assert_eq!(note(&bench), "mine");
        assert_eq!(bench.entries()[0]["delivery"], "conflict");
        bench.tt(&format!("resolve 1 --keep {side}")).exits(0);
        bench.sync(0);
        assert_eq!(note(&bench), here);
        assert_eq!(bench.fake.entries()[0]["notes"], here);
        assert!(bench.n_writes() <= 1, "{side}");
        bench.is_idle();
    }
}

#[test]
fn both_sides_changed_to_the_same_is_no_conflict() {
    let (bench, id) = delivered();
    bench.fake.edit(id, |entry| entry["notes"] = json!("both"));
    bench.tt("edit 1 -m both").exits(0);
    bench.sync(0);
    assert_eq!(bench.entries()[0]["delivery"], "sent");
    bench.is_idle();
}

#[test]
fn keeping_a_side_fits_a_conflict_only() {
    let (bench, _) = delivered();
    bench.tt("resolve 1 --keep mine").exits(3);
    bench.tt("resolve 1 --keep both-of-them").exits(2);
}

#[test]
fn taking_theirs_keeps_what_else_was_changed_here() {
    let (bench, id) = delivered();
    bench
        .fake
        .edit(id, |entry| entry["notes"] = json!("theirs"));
    bench.tt("edit 1 -m mine --for 30m").exits(0);
    bench.sync(4);
    bench.tt("resolve 1 --keep theirs").exits(0);
    bench.sync(0);
    let there = &bench.fake.entries()[0];
    assert_eq!(
        (&there["notes"], &there["actualHours"]),
        (&json!("theirs"), &json!(0.5)),
        "{there}"
    );
    assert_eq!(bench.entries()[0]["worked_seconds"], 1800);
}
