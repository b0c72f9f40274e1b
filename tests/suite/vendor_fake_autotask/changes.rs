//! PATCH changes what it names, PUT takes away what it does not.

use super::*;
use crate::support::vendor::autotask::seed::{DESK, MAILBOXES, MATERIALS};

#[test]
fn a_patch_changes_what_it_names() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let before = api.entry(id);
    fake.set_options(|o| o.now = Some(NOW + 60));
    let reply = api.patch(&json!({"id": id, "summaryNotes": "retested", "hoursWorked": 1.25}));
    answered(&reply, 200, &json!({"itemId": id}));
    let after = api.entry(id);
    let mut wanted = before;
    wanted["summaryNotes"] = json!("retested");
    wanted["hoursWorked"] = json!(1.25);
    wanted["hoursToBill"] = json!(1.25);
    wanted["lastModifiedDateTime"] = json!("2026-03-04T12:01:00.113Z");
    assert_eq!(after, wanted);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn null_takes_away_and_nothing_is_inherited_again() {
    let (_fake, api) = fake();
    let id = api.made(|_| {});
    let clear = json!({"id": id, "contractID": null, "billingCodeID": null, "internalNotes": null});
    id_of(&api.patch(&clear));
    let after = api.entry(id);
    assert_eq!(after["contractID"], Value::Null);
    assert_eq!(after["billingCodeID"], Value::Null);
    assert_eq!(after["internalNotes"], Value::Null);
    // What was left out of this one stays taken away.
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "x"})));
    assert_eq!(api.entry(id)["contractID"], Value::Null);
    refused(
        &api.patch(&json!({"id": id, "summaryNotes": null})),
        "summaryNotes",
    );
}

#[test]
fn a_put_takes_away_what_it_leaves_out() {
    let (fake, api) = fake();
    let id = api.made(|e| e["isNonBillable"] = json!(true));
    let mut whole = body(|e| e["id"] = json!(id));
    without(&mut whole, &["internalNotes", "dateWorked", "hoursWorked"]);
    assert_eq!(api.call("PUT", "/TimeEntries", &whole).status, 200);
    let after = api.entry(id);
    assert_eq!(after["internalNotes"], Value::Null);
    assert_eq!(after["contractID"], Value::Null);
    assert_eq!(after["isNonBillable"], false);
    assert_eq!(after["hoursWorked"], 1.5);
    assert_eq!(after["dateWorked"], "2026-03-02T00:00:00Z");
    assert_eq!(after["createDateTime"], "2026-03-04T12:00:00.113Z");
    assert_eq!(after["creatorUserID"], seed::API_USER);
    without(&mut whole, &["summaryNotes"]);
    refused(&api.call("PUT", "/TimeEntries", &whole), "summaryNotes");
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_change_needs_an_identity_that_exists() {
    let (fake, api) = fake();
    for method in ["PATCH", "PUT"] {
        refused(&api.call(method, "/TimeEntries", &body(|_| {})), "id");
        let other = body(|e| e["id"] = json!(12));
        refused(
            &api.call(method, "/TimeEntries", &other),
            "No matching records found",
        );
    }
    refused(&api.call("PATCH", "/TimeEntries", &json!([1])), "body");
    assert!(fake.entries().is_empty());
}

#[test]
fn moving_the_clock_may_or_may_not_move_day_and_hours() {
    let moved =
        json!({"startDateTime": "2026-03-04T01:00:00Z", "endDateTime": "2026-03-04T02:00:00Z"});
    for (derives, day, hours) in [(false, "2026-03-02", 1.5), (true, "2026-03-03", 1.0)] {
        let (_fake, api) = with(Options {
            patch_derives: derives,
            ..options()
        });
        let id = api.made(|_| {});
        let mut change = moved.clone();
        change["id"] = json!(id);
        id_of(&api.patch(&change));
        let after = api.entry(id);
        assert_eq!(after["dateWorked"], format!("{day}T00:00:00Z"));
        assert_eq!(after["hoursWorked"], hours);
        // Given, they are kept either way.
        change["dateWorked"] = json!("2026-03-04T00:00:00Z");
        change["hoursWorked"] = json!(0.75);
        id_of(&api.patch(&change));
        let after = api.entry(id);
        assert_eq!(after["dateWorked"], "2026-03-04T00:00:00Z");
        assert_eq!(after["hoursWorked"], 0.75);
    }
}

#[test]
fn an_entry_may_go_from_a_ticket_to_a_task() {
    let (_fake, api) = fake();
    let id = api.made(|_| {});
    refused(&api.patch(&json!({"id": id, "taskID": MAILBOXES})), "both");
    id_of(&api.patch(&json!({"id": id, "taskID": MAILBOXES, "ticketID": null})));
    let after = api.entry(id);
    assert_eq!(after["timeEntryType"], 6);
    // Nothing is inherited by a change.
    assert_eq!(after["contractID"], MATERIALS);
}

#[test]
fn a_submitted_sheet_freezes_what_counts() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let day = "2026-03-06".parse().unwrap();
    fake.set_sheet(LOPEZ, day, SheetStatus::Submitted);
    for (key, value) in [
        ("dateWorked", json!("2026-03-03T00:00:00Z")),
        ("startDateTime", json!("2026-03-02T17:00:00Z")),
        ("hoursWorked", json!(1.0)),
        ("showOnInvoice", json!(false)),
        ("resourceID", json!(BRANDT)),
    ] {
        let mut change = json!({"id": id});
        change[key] = value;
        refused(&api.patch(&change), "submitted");
    }
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "still", "billingCodeID": seed::ONSITE})));
    refused(&api.create(|_| {}), "submitted");
    // The sheet of another week and that of another resource are open.
    api.made(|e| {
        e["dateWorked"] = json!("2026-03-09T00:00:00Z");
        e["startDateTime"] = json!("2026-03-09T18:00:00Z");
        e["endDateTime"] = json!("2026-03-09T19:30:00Z");
    });
    fake.set_sheet(LOPEZ, day, SheetStatus::Rejected);
    id_of(&api.patch(&json!({"id": id, "hoursWorked": 1.0})));
    api.made(|_| {});
}

#[test]
fn nothing_moves_onto_a_sheet_that_is_closed() {
    for status in [SheetStatus::Submitted, SheetStatus::Approved] {
        let (fake, api) = fake();
        let id = api.made(|_| {});
        fake.set_sheet(LOPEZ, "2026-02-25".parse().unwrap(), status);
        let change = json!({"id": id, "dateWorked": "2026-02-25T00:00:00Z"});
        refused(&api.patch(&change), "submitted or approved");
        fake.set_sheet(LOPEZ, "2026-03-02".parse().unwrap(), SheetStatus::Approved);
        let note = json!({"id": id, "summaryNotes": "x"});
        refused(&api.patch(&note), "submitted or approved");
    }
}

#[test]
fn who_changed_it_last_is_written_down() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let api = api.standing_for(LOPEZ);
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "x"})));
    let after = api.entry(id);
    assert_eq!(after["creatorUserID"], seed::API_USER);
    assert_eq!(after["lastModifiedUserID"], LOPEZ);
    assert_eq!(after["impersonatorUpdaterResourceID"], seed::API_USER);
    fake.edit(id, |row| row["summaryNotes"] = json!("by hand"));
    let after = api.entry(id);
    assert_eq!(after["summaryNotes"], "by hand");
    assert_eq!(after["lastModifiedUserID"], seed::OKAFOR);
}

#[test]
fn writing_notes_loses_their_formatting() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    fake.format_notes(id);
    id_of(&api.patch(&json!({"id": id, "hoursWorked": 1.0})));
    assert!(fake.has_formatting(id));
    let same = api.entry(id)["summaryNotes"].clone();
    id_of(&api.patch(&json!({"id": id, "summaryNotes": same})));
    assert!(!fake.has_formatting(id));
}

#[test]
fn an_inactive_role_stays_where_it_is() {
    let (fake, api) = fake();
    let id = fake.add(&body(|e| e["roleID"] = json!(seed::DISPATCHER)));
    fake.edit_row("Tickets", SWITCH, |row| {
        row["assignedResourceRoleID"] = json!(seed::DISPATCHER);
    });
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "x"})));
    refused(
        &api.create(|e| e["roleID"] = json!(seed::DISPATCHER)),
        "role",
    );
    refused(&api.patch(&json!({"id": id, "roleID": DESK})), "assigned");
}
