//! The documented dialect: every sentence of the examples, and that the forms of the
//! published interface are not taken there, nor these there.

use super::*;
use crate::support::vendor::connectwise::Dialect;

fn documented() -> Options {
    Options {
        dialect: Dialect::Documented,
        ..options()
    }
}

fn said() -> (Fake, Caller) {
    with(documented())
}

/// The documented example, word for word.
fn example() -> Value {
    json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": "2024-02-15T09:00:00Z", "timeEnd": "2024-02-15T10:30:00Z",
        "workType": {"id": 1}, "workRole": {"id": 2}, "billableOption": "Billable",
        "notes": "Diagnosed email delivery issue. Identified blocked sender.",
        "addToDetailDescriptionFlag": true,
    })
}

fn example_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = example();
    change(&mut body);
    body
}

fn message(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{}", reply.json());
    let row = reply.json();
    let inner = row["errors"][0]["message"].as_str();
    inner
        .or(row["message"].as_str())
        .unwrap_or_default()
        .to_owned()
}

fn patch(who: &Caller, path: &str, body: Value) -> Reply {
    who.call("PATCH", path, &body)
}

fn sheet_of(me: &Caller, member: i64) -> Value {
    let filter = encode(&format!("member/id={member} and year=2024 and period=7"));
    let rows = me.get(&format!("/time/sheets?conditions={filter}")).json();
    rows[0].clone()
}

fn sheet_path(me: &Caller) -> String {
    format!("/time/sheets/{}", sheet_of(me, 123)["id"])
}

fn status(fake: &Fake, id: i64) -> Value {
    fake.entry(id).unwrap()["status"].clone()
}

#[test]
fn entries_are_created_changed_by_plain_objects_and_deleted() {
    let (fake, me) = said();
    let id = create(&me, &example());
    let row = me.get(&at(id)).json();
    assert_eq!(
        schema::check_object("connectwise-documented", "TimeEntry", &row),
        Ok(())
    );
    for field in [
        "timeSheet",
        "_info",
        "mobileGuid",
        "hoursBilled",
        "enteredBy",
    ] {
        assert_eq!(row[field], Value::Null, "{field}");
    }
    assert_eq!(
        (&row["status"], &row["hourlyRate"]),
        (&json!("Open"), &json!(110.0))
    );
    let change = json!({"notes": "Updated notes with additional details.", "actualHours": 2.0});
    let changed = patch(&me, &at(id), change).json();
    assert_eq!(
        (&changed["notes"], &changed["actualHours"]),
        (
            &json!("Updated notes with additional details."),
            &json!(2.0)
        )
    );
    assert_eq!(
        patch(
            &me,
            &at(id),
            json!({"agreement": null, "workType": {"id": 6}})
        )
        .json()["workType"]["name"],
        "On-site"
    );
    let hours = example_with(|b| {
        b.as_object_mut().unwrap().remove("timeEnd");
        b["actualHours"] = json!(1.5);
    });
    let code = json!({
        "chargeToId": 10, "chargeToType": "ChargeCode", "company": {"id": 12345},
        "member": {"id": 123}, "timeStart": "2024-02-15T08:00:00Z", "actualHours": 0.5,
        "workType": {"id": 3}, "billableOption": "DoNotBill", "notes": "Weekly team meeting",
    });
    create(&me, &hours);
    create(&me, &code);
    assert_eq!(me.call("DELETE", &at(id), &Value::Null).status, 204);
    assert_eq!(me.get(&at(id)).status, 404);
    assert_eq!(fake.entries().len(), 2);
    assert_eq!(fake.schema_errors(), [""; 0]);
    // Fields that the examples do not name are not kept, and the checker says so.
    let id = create(&me, &body());
    assert_eq!(fake.entry(id).unwrap()["mobileGuid"], Value::Null);
    assert_eq!(fake.schema_errors().len(), 1);
    fake.set_options(|o| o.undocumented_fields = true);
    assert!(me.get(&at(id)).json()["timeSheet"].is_object());
}

#[test]
fn each_dialect_refuses_the_forms_of_the_other() {
    let (fake, me) = said();
    let boss = Caller::of(&fake, "approver");
    let id = create(&me, &example());
    let sheet = sheet_path(&me);
    let array = json!([{"op": "replace", "path": "notes", "value": "x"}]);
    assert_eq!(patch(&me, &at(id), array.clone()).status, 400);
    assert_eq!(me.call("PUT", &at(id), &example()).status, 405);
    for (method, path) in [
        ("POST", format!("{sheet}/submit")),
        ("POST", format!("{sheet}/approve")),
        ("POST", format!("{sheet}/reject")),
        ("POST", format!("{sheet}/reverse")),
        ("POST", format!("{}/reject", at(id))),
        ("POST", format!("{}/cancelReject", at(id))),
        ("POST", "/time/entries/defaults".to_owned()),
        ("GET", format!("{}/audits", at(id))),
        ("GET", "/time/entries/count".to_owned()),
    ] {
        let status = boss.call(method, &path, &Value::Null).status;
        assert!([404, 405].contains(&status), "{method} {path}: {status}");
    }
    assert_eq!(me.call("DELETE", &sheet, &Value::Null).status, 405);
    assert_eq!(me.call("POST", "/time/sheets", &json!({})).status, 404);
    // The clause that 404 is for what is not there.
    assert_eq!(
        me.call("POST", &format!("{sheet}/submit"), &Value::Null)
            .status,
        404
    );

    let (fake, me) = with(options());
    let id = create(&me, &body());
    assert_eq!(patch(&me, &at(id), json!({"notes": "x"})).status, 400);
    assert_eq!(
        patch(&me, "/time/sheets/4410", json!({"status": "Submitted"})).status,
        405
    );
    let bulk = json!({"ids": [id], "operation": {"status": "Approved"}});
    let status = me.call("POST", "/time/entries/bulk", &bulk).status;
    assert!([404, 405].contains(&status), "{status}");
    assert_eq!(where_(&me, "status=\"Approved\"").status, 400);
    assert_eq!(fake.schema_errors().len(), 3);
}

#[test]
fn the_error_table_is_spoken() {
    let (fake, me) = said();
    let without = |field: &str| example_with(|b| drop(b.as_object_mut().unwrap().remove(field)));
    let table = [
        (without("chargeToId"), "chargeToId required"),
        (
            example_with(|b| {
                b.as_object_mut().unwrap().remove("chargeToId");
                b["company"] = json!({"id": 12345});
            }),
            "chargeToId required",
        ),
        (without("chargeToType"), "chargeToType required"),
        (without("member"), "member required"),
        (without("timeStart"), "timeStart required"),
        (without("timeEnd"), "timeEnd required"),
        (
            example_with(|b| {
                b["chargeToType"] = json!("ChargeCode");
                b["chargeToId"] = json!(10);
            }),
            "company required",
        ),
        (
            example_with(|b| b["workType"] = json!({"id": 8})),
            "Invalid work type",
        ),
        (
            example_with(|b| b["chargeToType"] = json!("Company")),
            "\"Company\" is not a valid chargeToType.",
        ),
    ];
    for (body, words) in table {
        assert_eq!(message(&me.call("POST", ENTRIES, &body)), words);
    }
    let id = create(&me, &example());
    fake.set_status(id, "Billed");
    let delete = me.call("DELETE", &at(id), &Value::Null);
    assert_eq!(message(&delete), "Cannot delete");
    let boss = Caller::of(&fake, "approver");
    for word in ["Submitted", "Billed", "PendingApproval", "approved"] {
        let id = create(&me, &example());
        let reply = patch(&boss, &at(id), json!({"status": word}));
        assert_eq!(message(&reply), "Invalid status", "{word}");
    }
    assert_eq!(
        message(&patch(&boss, &at(id), json!({"status": "Open"}))),
        "Invalid status"
    );
    assert_eq!(
        message(&patch(&me, &at(id), json!({"mobileGuid": GUID}))),
        "mobileGuid is not a recognized name."
    );
}

#[test]
fn every_query_pattern_is_answered() {
    let (fake, me) = said();
    let one = create(&me, &example());
    let two = fake.add(example_with(|b| {
        b["member"] = json!({"id": 124});
        b["timeStart"] = json!("2024-02-20T09:00:00Z");
        b["timeEnd"] = json!("2024-02-20T10:00:00Z");
        b["status"] = json!("Approved");
    }));
    let none: &[i64] = &[];
    let table: [(&str, &[i64]); 9] = [
        (
            "chargeToId=54321 and chargeToType=\"ServiceTicket\"",
            &[one, two],
        ),
        ("member/id=123", &[one]),
        (
            "timeStart>=[2024-02-01] and timeStart<[2024-03-01]",
            &[one, two],
        ),
        ("member/id=123 and timeStart>=[2024-02-01]", &[one]),
        ("status=\"Open\" and billableOption=\"Billable\"", &[one]),
        ("company/id=12345", &[one, two]),
        (
            "status=\"Approved\" and billableOption=\"Billable\"",
            &[two],
        ),
        (
            "member/id=123 and timeStart>=[2024-02-12] and timeStart<[2024-02-19]",
            &[one],
        ),
        ("status=\"Billed\"", none),
    ];
    for (conditions, want) in table {
        assert_eq!(ids(&where_(&me, conditions)), want, "{conditions}");
    }
    for word in ["PendingApproval", "Submitted"] {
        let reply = where_(&me, &format!("status=\"{word}\""));
        assert_eq!(message(&reply), "Enum value supplied was invalid");
    }
    for name in ["lastUpdated", "timeSheet/id", "mobileGuid"] {
        let reply = where_(&me, &format!("{name}=null"));
        assert_eq!(message(&reply), format!("{name} is not a recognized name."));
    }
    let sheet = sheet_of(&me, 123);
    assert_eq!(
        schema::check_object("connectwise-documented", "TimeSheet", &sheet),
        Ok(())
    );
    assert_eq!(
        (&sheet["year"], &sheet["period"]),
        (&json!(2024), &json!(7))
    );
    // The ISO year of a week is not always the calendar's.
    fake.add(example_with(|b| {
        b["timeStart"] = json!("2024-12-31T09:00:00Z")
    }));
    let rows = me.get(&format!(
        "/time/sheets?conditions={}",
        encode("year=2025 and period=1")
    ));
    assert_eq!(rows.json().as_array().map(Vec::len), Some(1));
    for list in ["workTypes", "workRoles", "chargeCodes"] {
        assert!(
            !me.get(&format!("/time/{list}")).json()[0].is_null(),
            "{list}"
        );
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_sheet_is_submitted_sent_back_and_submitted_again() {
    let (fake, me) = said();
    let boss = Caller::of(&fake, "approver");
    let id = create(&me, &example_with(|b| b["internalNotes"] = json!("[tt:1]")));
    let sheet = sheet_path(&me);
    let set = |who: &Caller, word: &str| patch(who, &sheet, json!({"status": word}));
    assert_eq!(message(&set(&boss, "Approved")), "Invalid status");
    assert_eq!(message(&set(&me, "PendingApproval")), "Invalid status");
    assert_eq!(
        patch(&me, &sheet, json!({"status": "Submitted", "id": 1})).status,
        400
    );
    assert_eq!(set(&me, "Submitted").json()["status"], "Submitted");
    assert_eq!(set(&me, "Submitted").status, 200);
    // The entry stays open, and is shut all the same.
    assert_eq!(status(&fake, id), "Open");
    assert_eq!(patch(&me, &at(id), json!({"notes": "x"})).status, 400);
    assert_eq!(me.call("DELETE", &at(id), &Value::Null).status, 400);
    assert_eq!(me.call("POST", ENTRIES, &example()).status, 400);
    // Recalled and sent again.
    assert_eq!(set(&me, "Open").status, 200);
    assert_eq!(patch(&me, &at(id), json!({"notes": "x"})).status, 200);
    assert_eq!(set(&me, "Submitted").status, 200);

    assert_eq!(
        patch(&me, &at(id), json!({"status": "Approved"})).status,
        403
    );
    let reason = "Please add more detail about work performed.";
    let sent_back = json!({"status": "Rejected", "internalNotes": reason});
    let row = patch(&boss, &at(id), sent_back).json();
    assert_eq!(
        (&row["status"], &row["internalNotes"]),
        (&json!("Rejected"), &json!(reason)),
        "what was there is gone unless it was sent along"
    );
    assert_eq!(sheet_of(&me, 123)["status"], "Rejected");
    assert_eq!(
        message(&set(&me, "Submitted")),
        "Rejected time entries are still on the time sheet."
    );
    assert_eq!(
        patch(
            &me,
            &at(id),
            json!({"notes": "More detail", "status": "Open"})
        )
        .json()["status"],
        "Open"
    );
    assert_eq!(set(&me, "Submitted").status, 200);
    assert_eq!(
        patch(&boss, &at(id), json!({"status": "Approved"})).json()["status"],
        "Approved"
    );
    assert_eq!(patch(&me, &at(id), json!({"status": "Open"})).status, 403);
    assert_eq!(set(&boss, "Approved").json()["status"], "Approved");
    assert_eq!(set(&me, "Open").status, 403);
    assert_eq!(set(&boss, "Open").status, 200);
    let acts: Vec<_> = fake.history().iter().map(|a| a["act"].clone()).collect();
    let want = [
        "Submitted",
        "Open",
        "Submitted",
        "Rejected",
        "Open",
        "Submitted",
        "Approved",
        "Approved",
        "Open",
    ];
    assert_eq!(acts, want);
}

#[test]
fn what_the_examples_leave_open_can_be_switched() {
    let (fake, me) = said();
    let boss = Caller::of(&fake, "approver");
    let id = create(&me, &example());
    let sheet = sheet_path(&me);
    let set = |who: &Caller, word: &str| patch(who, &sheet, json!({"status": word})).status;
    fake.set_options(|o| o.approve_needs_submitted = true);
    assert_eq!(
        patch(&boss, &at(id), json!({"status": "Approved"})).status,
        400
    );
    assert_eq!(set(&me, "Submitted"), 200);
    fake.set_options(|o| o.sheet_shuts_entries = false);
    assert_eq!(patch(&me, &at(id), json!({"notes": "x"})).status, 200);
    fake.set_options(|o| {
        o.sheet_shuts_entries = true;
        o.reject_returns_sheet = false;
    });
    assert_eq!(
        patch(&boss, &at(id), json!({"status": "Rejected"})).status,
        200
    );
    assert_eq!(sheet_of(&me, 123)["status"], "Submitted");
    // Rejected, it needs correction wherever its sheet stands.
    let better = json!({"notes": "Better", "status": "Open"});
    assert_eq!(patch(&me, &at(id), better).status, 200);
    fake.set_options(|o| o.sheet_decides_entries = true);
    assert_eq!(set(&boss, "Approved"), 200);
    assert_eq!(status(&fake, id), "Approved");
    let another = create(
        &me,
        &example_with(|b| b["timeStart"] = json!("2024-02-08T09:00:00Z")),
    );
    me.call("DELETE", &at(another), &Value::Null);
    let empty = fake.sheets().iter().find(|s| s["period"] == 6).unwrap()["id"].clone();
    let reply = patch(
        &me,
        &format!("/time/sheets/{empty}"),
        json!({"status": "Submitted"}),
    );
    assert_eq!(message(&reply), "Time sheet has no time entries.");
}

#[test]
fn many_are_decided_at_once_and_each_by_itself() {
    let (fake, me) = said();
    let boss = Caller::of(&fake, "approver");
    let made: Vec<i64> = (0..3).map(|_| create(&me, &example())).collect();
    fake.set_status(made[2], "Billed");
    let bulk = |who: &Caller, body: Value| who.call("POST", "/time/entries/bulk", &body);
    let all = json!({"ids": [made[0], made[1], made[2], 5], "operation": {"status": "Approved"}});
    let rows = bulk(&boss, all.clone()).json();
    let done: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["success"] == true)
        .collect();
    assert_eq!(done, [true, true, false, false]);
    let now: Vec<_> = made.iter().map(|id| status(&fake, *id)).collect();
    assert_eq!(now, ["Approved", "Approved", "Billed"]);
    assert_eq!(fake.schema_errors(), [""; 0]);
    let rows = bulk(
        &me,
        json!({"ids": [made[0]], "operation": {"status": "Rejected"}}),
    )
    .json();
    assert_eq!(rows[0]["success"], false);
    for body in [
        json!({"ids": made, "operation": {"status": "Billed"}}),
        json!({"ids": made, "operation": {"notes": "x"}}),
        json!({"operation": {"status": "Open"}}),
    ] {
        assert_eq!(bulk(&boss, body).status, 400);
    }
    for status in [404, 405] {
        fake.set_options(|o| o.no_bulk = Some(status));
        assert_eq!(bulk(&boss, all.clone()).status, status);
    }
}

#[test]
fn three_weeks_of_everybody_are_there_in_its_words() {
    let (fake, me) = said();
    fake.add_history();
    let words = |rows: Vec<Value>| -> std::collections::BTreeSet<String> {
        let word = |row: &Value| row["status"].as_str().unwrap().to_owned();
        rows.iter().map(word).collect()
    };
    let set = |of: &[&str]| of.iter().map(|w| (*w).to_owned()).collect();
    assert_eq!(
        words(fake.entries()),
        set(&["Approved", "Billed", "Open", "Rejected"])
    );
    assert_eq!(
        words(fake.sheets()),
        set(&["Approved", "Open", "Rejected", "Submitted"])
    );
    let rows = me.get("/time/entries?pageSize=1000").json();
    for row in rows.as_array().unwrap() {
        assert_eq!(
            schema::check_object("connectwise-documented", "TimeEntry", row),
            Ok(())
        );
    }
}
