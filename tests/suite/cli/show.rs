//! `tt show`: one entry whole.

use super::Desk;

#[test]
fn it_shows_every_field_and_the_history() {
    let desk = Desk::new();
    desk.tt("log 9-10 --ticket 54321 -t a -t b dns").exits(0);
    let entry = desk.json("show 1")[0].clone();
    assert_eq!(entry["tags"], serde_json::json!(["a", "b"]));
    assert_eq!(entry["history"][0]["action"], "book");
    assert_eq!(entry["revision"], 1);
    assert!(entry["key"].as_str().unwrap().len() == 36);
    let text = desk.tt("show last").exits(0);
    for fragment in ["54321", "dns", "09:00", "10:00", "1h"] {
        assert!(text.out.contains(fragment), "{fragment}: {}", text.out);
    }
}

#[test]
fn the_keys_of_an_entry_are_those_of_the_contract_in_their_order() {
    let desk = Desk::new();
    let ran = desk.tt("log 9-10 --ticket 5 x --json").exits(0);
    let keys = [
        "id",
        "key",
        "profile",
        "backend",
        "status",
        "remote_status",
        "delivery",
        "remote_id",
        "origin",
        "charge_to",
        "project",
        "client",
        "service",
        "task",
        "member",
        "date",
        "start",
        "end",
        "zone",
        "booked_as",
        "worked_seconds",
        "deduct_seconds",
        "billed_seconds",
        "note",
        "internal_note",
        "reject_reason",
        "work_type",
        "work_role",
        "billable",
        "agreement",
        "tags",
        "running",
        "parked",
        "revision",
        "problem",
        "adjustments",
        "warnings",
        "unchecked",
        "extra",
        "created_at",
        "updated_at",
    ];
    let mut from = 0;
    for key in keys {
        let at = ran.out[from..]
            .find(&format!("\"{key}\":"))
            .unwrap_or_else(|| panic!("{key} out of order: {}", ran.out));
        from += at;
    }
}

#[test]
fn what_does_not_exist_is_nothing() {
    let desk = Desk::new();
    for line in ["show 1", "show last", "show current"] {
        let ran = desk.tt(line).exits(1);
        assert!(ran.err.contains("help:"), "{}", ran.err);
        assert_eq!(
            desk.tt(&format!("{line} --json")).exits(1).json()["error"]["code"],
            "nothing"
        );
    }
    desk.tt("show soon").exits(2);
}
