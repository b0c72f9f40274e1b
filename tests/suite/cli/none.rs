//! `none` is remembered: neither profile nor service fills such a field in.

use super::Desk;
use super::stocked::{desk, held_there, stock};
use serde_json::json;
use tt::domain::catalog::CatalogKind::{Agreements, Members, Tickets, WorkRoles, WorkTypes};
use tt::domain::status::Status;

const DEFAULTS: &str = r#"
[profile.at.defaults]
work_type = "3"
billable = "billable"
[profile.work.defaults]
work_type = "Remote"
work_role = "Engineer"
billable = "do-not-bill"
"#;

fn ticket(desk: &Desk) {
    let ticket = json!({
        "client": 5, "work_type": 3, "agreement": 77, "billable": "no-charge", "assigned_role": 12,
    });
    let roles = json!({"roles": [{"role": 12, "active": true}]});
    stock(
        desk,
        "at",
        &[
            (Tickets, "54321", "Mail flow", ticket),
            (Members, "29682885", "Jane Doe", roles),
            (WorkTypes, "3", "Remote", json!({"code_type": "general"})),
            (WorkRoles, "12", "Engineer", json!({})),
            (Agreements, "77", "Gold", json!({"client": 5})),
        ],
    );
}

fn rules(entry: &serde_json::Value) -> Vec<String> {
    let all = entry["adjustments"].as_array().unwrap().iter();
    all.map(|it| format!("{} {}", it["rule"], it["field"]).replace('"', ""))
        .collect()
}

#[test]
fn an_explicit_none_is_not_taken_over_from_the_ticket() {
    let desk = desk("");
    ticket(&desk);
    let log = "log 8-9 -p at --ticket 54321 -m x";
    let plain = desk.json(&format!("{log} -n"));
    for field in ["work_type", "agreement"] {
        let row = format!("autotask/inherit-on-create {field}");
        assert!(rules(&plain[0]).contains(&row), "{plain}");
    }
    let none = desk.json(&format!("{log} --work-type none --agreement none"));
    for field in ["work_type", "agreement"] {
        let row = format!("autotask/inherit-on-create {field}");
        assert!(!rules(&none[0]).contains(&row), "{none}");
        assert_eq!(none[0][field], json!(null));
    }
    let shown = desk.tt("show 1").exits(0).out;
    assert!(
        shown.contains("work type       none, and none is filled in"),
        "{shown}"
    );
    // Ticket time has a role: it cannot have none.
    let error = desk
        .tt(&format!("{log} --work-role none --json"))
        .exits(3)
        .json();
    assert_eq!(super::stocked::broken(&error), ["autotask/role-required"]);
    assert_eq!(error["error"]["breaches"][0]["field"], "work_role");
    // An edit of something else remembers it; a value takes its place; none comes back.
    let edited = desk.json("edit 1 -m y");
    assert!(
        !rules(&edited[0])
            .iter()
            .any(|row| row.ends_with("agreement")),
        "{edited}"
    );
    let given = desk.json("edit 1 --work-type 3");
    assert_eq!(given[0]["work_type"]["ref"], "3");
    assert!(
        !desk
            .tt("show 1")
            .exits(0)
            .out
            .contains("work type       none")
    );
    desk.tt("undo").exits(0);
    assert!(
        desk.tt("show 1")
            .exits(0)
            .out
            .contains("work type       none")
    );
    // Every part of it remembers as well.
    let parts = desk.json("split 1 --into 2");
    for part in parts.as_array().unwrap() {
        assert!(
            !rules(part).iter().any(|row| row.ends_with("work_type")),
            "{part}"
        );
    }
}

#[test]
fn none_beats_the_defaults_of_the_profile() {
    let desk = desk(DEFAULTS);
    let log = "log 8-9 -p work --ticket 5 -m x";
    let entry = &desk.json(&format!("{log} -n"))[0];
    assert_eq!(
        (
            &entry["work_type"]["ref"],
            &entry["work_role"]["ref"],
            &entry["billable"]
        ),
        (&json!("Remote"), &json!("Engineer"), &json!("do-not-bill"))
    );
    let none = &desk.json(&format!("{log} --work-type none --billable no-default"))[0];
    assert_eq!(
        (
            &none["work_type"],
            &none["work_role"]["ref"],
            &none["billable"]
        ),
        (&json!(null), &json!("Engineer"), &json!("no-default"))
    );
    let shown = desk.tt("show 1").exits(0).out;
    assert!(
        shown.contains("Engineer (not yet looked up), a default of the profile"),
        "{shown}"
    );
    // A timer too.
    desk.tt("start -p work --ticket 5 --work-type none y")
        .exits(0);
    assert_eq!(desk.json("show current")[0]["work_type"], json!(null));
}

#[test]
fn a_none_said_later_is_a_change_and_owed() {
    let mut desk = desk("");
    desk.tt("log 8-9 -p work --ticket 5 -m x").exits(0);
    held_there(&desk, 1, Status::Open, Some("Open"), false);
    assert_eq!(desk.json("show 1")[0]["delivery"], "sent");
    desk.set_now("2026-11-22T10:09:00+01:00");
    let again = &desk.json("edit 1 --work-type none")[0];
    assert_eq!(
        (&again["revision"], &again["delivery"]),
        (&json!(2), &json!("owed"))
    );
    // Said twice, it changes nothing.
    let ran = desk.tt("edit 1 --work-type none").exits(0);
    assert!(ran.err.contains("nothing changed"), "{}", ran.err);
    // Where the status locks the field, it locks that as well.
    held_there(&desk, 1, Status::Submitted, Some("PendingApproval"), false);
    desk.tt("edit 1 --agreement none").exits(4);
}
