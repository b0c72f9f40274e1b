//! Sheets of the published interface: periods, submit, approve, reject, reverse, who
//! may, and the record of who did.

use super::*;
use crate::support::vendor::connectwise::PeriodKind;

const SHEET: i64 = 4410;

fn post(who: &Caller, action: &str, body: &Value) -> Reply {
    who.call("POST", &format!("/time/sheets/{SHEET}/{action}"), body)
}

fn said(reply: &Reply) -> (bool, String) {
    assert_eq!(reply.status, 200);
    let row = reply.json();
    assert_eq!(
        schema::check_object("connectwise", "SuccessResponse", &row),
        Ok(())
    );
    let text = row["message"].as_str().unwrap().to_owned();
    (row["success"].as_bool().unwrap(), text)
}

fn yes() -> (bool, String) {
    (true, String::new())
}

fn no(text: &str) -> (bool, String) {
    (false, text.to_owned())
}

fn tier(approval_type: &str) -> Value {
    json!({"id": SHEET, "approvalType": approval_type})
}

fn reject(id: i64) -> Value {
    json!({"id": id, "approvalType": "Tier1Update", "comment": "Say what you did"})
}

fn of(member: i64) -> Value {
    body_with(|b| b["member"] = json!({"id": member}))
}

fn status(fake: &Fake, id: i64) -> Value {
    fake.entry(id).unwrap()["status"].clone()
}

#[test]
fn a_sheet_comes_with_its_first_entry_and_goes_up_and_back() {
    let (fake, me) = fake();
    let boss = Caller::of(&fake, "approver");
    assert_eq!(me.get("/time/sheets").json(), json!([]));
    let id = create(&me, &body());
    let other = create(
        &me,
        &body_with(|b| b["timeStart"] = json!("2024-02-10T00:00:00Z")),
    );
    let filter = "member/id=123 and year=2024 and period=7 and status=\"Open\" and id=4410";
    let path = format!("/time/sheets?conditions={}", encode(filter));
    let sheets = me.get(&path).json();
    assert_eq!(sheets.as_array().map(Vec::len), Some(1));
    let sheet = &sheets[0];
    assert_eq!(
        (&sheet["dateStart"], &sheet["dateEnd"]),
        (&json!("2024-02-10"), &json!("2024-02-16"))
    );
    assert_eq!(
        schema::check_object("connectwise", "TimeSheet", sheet),
        Ok(())
    );

    assert_eq!(said(&post(&me, "submit", &Value::Null)), yes());
    assert_eq!(status(&fake, id), "PendingApproval");
    // The period is shut: nothing is created, changed or deleted in it.
    assert_eq!(me.call("POST", ENTRIES, &body()).status, 400);
    let note = json!([{"op": "replace", "path": "notes", "value": "Said"}]);
    assert_eq!(me.call("PATCH", &at(id), &note).status, 400);
    assert_eq!(me.call("DELETE", &at(id), &Value::Null).status, 400);
    assert_eq!(
        said(&post(&me, "submit", &Value::Null)),
        no("Time sheet could not be submitted: it is PendingApproval.")
    );
    assert_eq!(post(&me, "approve", &tier("Tier1Update")).status, 403);
    assert_eq!(post(&me, "reject", &Value::Null).status, 403);
    let wrong = json!({"id": 1, "approvalType": "Tier1Update"});
    assert_eq!(post(&boss, "approve", &wrong).status, 400);
    assert_eq!(post(&boss, "approve", &Value::Null).status, 400);
    assert_eq!(said(&post(&boss, "approve", &tier("Tier1Update"))), yes());
    assert_eq!(status(&fake, id), "ApprovedByTierOne");
    assert_eq!(said(&post(&boss, "reverse", &Value::Null)), yes());
    assert_eq!(status(&fake, id), "PendingApproval");

    assert_eq!(
        boss.call("POST", &format!("{}/reject", at(id)), &reject(id))
            .status,
        204
    );
    assert_eq!(status(&fake, id), "Rejected");
    assert_eq!(status(&fake, other), "PendingApproval");
    let audits = me.get(&format!("{}/audits", at(id))).json();
    let says = |row: &Value| row["message"] == "Say what you did";
    assert!(audits.as_array().unwrap().iter().any(says));
    assert_eq!(me.call("PATCH", &at(id), &note).status, 200);
    assert_eq!(said(&post(&me, "submit", &Value::Null)), yes());
    assert_eq!(said(&post(&boss, "reject", &Value::Null)), yes());
    assert_eq!(fake.sheets()[0]["status"], "Rejected");
    fake.refuse_submit(Some("Hours are missing."));
    assert_eq!(
        said(&post(&me, "submit", &Value::Null)),
        no("Hours are missing.")
    );
    fake.set_options(|o| o.version = "2025.8".to_owned());
    for action in ["reject", "cancelReject"] {
        let path = format!("{}/{action}", at(id));
        assert_eq!(boss.call("POST", &path, &reject(id)).status, 404);
    }
    // Two approvals without a body or with a wrong one, nothing else.
    assert_eq!(fake.schema_errors().len(), 2, "{:?}", fake.schema_errors());
}

#[test]
fn who_did_what_is_kept() {
    let (fake, me) = fake();
    let boss = Caller::of(&fake, "approver");
    let id = create(&me, &body());
    post(&me, "submit", &Value::Null);
    post(&me, "approve", &tier("Tier1Update"));
    boss.call("POST", &format!("{}/reject", at(id)), &reject(id));
    let kept: Vec<_> = fake
        .history()
        .iter()
        .map(|act| {
            let word = |key: &str| act[key].as_str().unwrap_or("-").to_owned();
            [
                word("who"),
                word("act"),
                word("from"),
                word("to"),
                word("refused"),
            ]
        })
        .collect();
    let want = [
        ["jdoe", "submit", "Open", "PendingApproval", "-"],
        [
            "jdoe",
            "approve",
            "PendingApproval",
            "PendingApproval",
            "Security",
        ],
        ["approver", "reject", "PendingApproval", "Rejected", "-"],
    ];
    assert_eq!(kept, want);
    let rows = me.get(&format!("/time/sheets/{SHEET}/audits")).json();
    let told: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(
                schema::check_object("connectwise", "TimeSheetAudit", row),
                Ok(())
            );
            (row["member"]["identifier"].clone(), row["newValue"].clone())
        })
        .collect();
    assert_eq!(
        told,
        [
            (json!("jdoe"), json!("PendingApproval")),
            (json!("approver"), json!("Rejected"))
        ]
    );
    let count = me.get(&format!("/time/sheets/{SHEET}/audits/count"));
    assert_eq!(count.json(), json!({"count": 2}));
}

#[test]
fn each_tier_takes_who_may() {
    let (fake, me) = fake();
    // plee's approver is mgarcia.
    fake.add(of(125));
    let plee = Caller::of(&fake, "plee");
    let [first, second, billing] = ["mgarcia", "tnguyen", "bkhan"].map(|m| Caller::of(&fake, m));
    assert_eq!(post(&me, "submit", &Value::Null).status, 403);
    assert_eq!(said(&post(&plee, "submit", &Value::Null)), yes());
    assert_eq!(post(&me, "reverse", &Value::Null).status, 403);
    assert_eq!(said(&post(&plee, "reverse", &Value::Null)), yes());
    assert_eq!(fake.sheets()[0]["status"], "Open");
    assert_eq!(
        said(&post(&first, "approve", &tier("Tier1Update"))),
        no("Time sheet could not be approved: it is Open.")
    );
    assert_eq!(said(&post(&plee, "submit", &Value::Null)), yes());
    for who in [&second, &billing] {
        assert_eq!(
            said(&post(who, "approve", &tier("Tier1Update"))),
            no("You are not an approver of that tier.")
        );
    }
    for word in ["DataEntry", "Service", "Project", "Schedule"] {
        assert!(!said(&post(&first, "approve", &tier(word))).0, "{word}");
    }
    assert_eq!(said(&post(&first, "approve", &tier("Tier1Update"))), yes());
    assert_eq!(
        said(&post(&plee, "reverse", &Value::Null)),
        no("You are not the approver of this time sheet.")
    );
    assert_eq!(
        said(&post(&first, "reject", &Value::Null)),
        no("You are not the approver of this time sheet.")
    );
    assert_eq!(said(&post(&second, "approve", &tier("Tier2Update"))), yes());
    assert_eq!(said(&post(&second, "reject", &Value::Null)), yes());
    assert_eq!(fake.sheets()[0]["status"], "RejectBySecondTier");
    assert_eq!(said(&post(&plee, "submit", &Value::Null)), yes());
    assert_eq!(said(&post(&second, "approve", &tier("Tier2Update"))), yes());
    assert_eq!(said(&post(&billing, "approve", &tier("Billing"))), yes());
    assert_eq!(fake.sheets()[0]["status"], "ReadyToBill");
    for (who, act) in [
        (&second, "reject"),
        (&second, "reverse"),
        (&billing, "submit"),
    ] {
        assert!(!said(&post(who, act, &Value::Null)).0, "{act}");
    }
    // asmith's approver is somebody else.
    fake.set_sheet_status(SHEET, "PendingApproval");
    fake.edit_reference("members", 125, |m| m["timeApprover"] = json!({"id": 1}));
    assert_eq!(
        said(&post(&first, "approve", &tier("Tier1Update"))),
        no("You are not the approver of this time sheet.")
    );
    fake.set_options(|o| o.approvers = vec!["plee".to_owned()]);
    assert_eq!(said(&post(&plee, "approve", &tier("Tier1Update"))), yes());
}

#[test]
fn what_is_missing_is_said() {
    let (fake, me) = fake();
    let boss = Caller::of(&fake, "approver");
    let id = create(&me, &body());
    me.call("DELETE", &at(id), &Value::Null);
    assert_eq!(
        said(&post(&me, "submit", &Value::Null)),
        no("Time sheet has no time entries.")
    );
    let id = create(&me, &body());
    fake.edit_reference("members", 123, |m| m["minimumHours"] = json!(1.75));
    fake.set_options(|o| o.minimum_hours = true);
    assert_eq!(
        said(&post(&me, "submit", &Value::Null)),
        no("The minimum hours have not been entered.")
    );
    fake.edit_reference("members", 123, |m| m["minimumHours"] = json!(1.5));
    assert_eq!(said(&post(&me, "submit", &Value::Null)), yes());
    // One rejected entry keeps the rest from being approved.
    fake.set_status(id, "Rejected");
    let rejected = no("Rejected time entries are still on the time sheet.");
    assert_eq!(
        said(&post(&boss, "approve", &tier("Tier1Update"))),
        rejected
    );
    fake.set_status(id, "PendingApproval");
    assert_eq!(said(&post(&boss, "reject", &Value::Null)), yes());
    fake.set_options(|o| o.rejected_must_be_corrected = Some(true));
    assert_eq!(said(&post(&me, "submit", &Value::Null)), rejected);
    let note = json!([{"op": "replace", "path": "notes", "value": "Said"}]);
    let entry = me.call("PATCH", &at(id), &note).json();
    assert_eq!(entry["status"], "ErrorsCorrected");
    assert_eq!(said(&post(&me, "submit", &Value::Null)), yes());
    assert_eq!(status(&fake, id), "PendingApproval");
}

#[test]
fn a_rejection_can_be_taken_back() {
    let (fake, me) = fake();
    let boss = Caller::of(&fake, "approver");
    let first = Caller::of(&fake, "mgarcia");
    let (one, two) = (create(&me, &body()), create(&me, &body()));
    let call = |who: &Caller, id: i64, action: &str| {
        who.call("POST", &format!("{}/{action}", at(id)), &reject(id))
            .status
    };
    assert_eq!(call(&boss, one, "reject"), 400);
    post(&me, "submit", &Value::Null);
    assert_eq!(call(&me, one, "reject"), 403);
    assert_eq!(call(&first, one, "reject"), 403);
    assert_eq!(call(&boss, 1, "reject"), 404);
    assert_eq!(
        [call(&boss, one, "reject"), call(&boss, two, "reject")],
        [204; 2]
    );
    assert_eq!(call(&boss, one, "cancelReject"), 204);
    assert_eq!(fake.sheets()[0]["status"], "Rejected");
    assert_eq!(call(&boss, two, "cancelReject"), 204);
    assert_eq!(fake.sheets()[0]["status"], "PendingApproval");
    assert_eq!(call(&boss, two, "cancelReject"), 400);
}

#[test]
fn periods_are_what_the_tenant_set_up() {
    // 2024-02-15 is a Thursday.
    let table = [
        (PeriodKind::Weekly, "2024-02-10 to 2024-02-16", 2024, 7),
        (PeriodKind::BiWeekly, "2024-02-10 to 2024-02-23", 2024, 4),
        (PeriodKind::SemiMonthly, "2024-02-01 to 2024-02-15", 2024, 3),
        (PeriodKind::Monthly, "2024-02-01 to 2024-02-29", 2024, 2),
    ];
    for (kind, name, year, period) in table {
        let (fake, me) = with(Options {
            periods: kind,
            ..options()
        });
        let entry = me.call("POST", ENTRIES, &body()).json();
        assert_eq!(entry["timeSheet"]["name"], name);
        let sheet = &fake.sheets()[0];
        assert_eq!(
            (&sheet["year"], &sheet["period"]),
            (&json!(year), &json!(period)),
            "{kind:?}"
        );
        create(&me, &of(124));
        assert_eq!(fake.sheets().len(), 2, "one for each member");
    }
    let (_fake, me) = with(Options {
        periods: PeriodKind::SemiMonthly,
        ..options()
    });
    let late = body_with(|b| {
        b["timeStart"] = json!("2024-02-16T09:00:00Z");
        b["timeEnd"] = json!("2024-02-16T10:00:00Z");
    });
    let entry = me.call("POST", ENTRIES, &late).json();
    assert_eq!(entry["timeSheet"]["name"], "2024-02-16 to 2024-02-29");
}

#[test]
fn three_weeks_of_everybody_are_there() {
    let (fake, me) = fake();
    fake.add_history();
    let of = |member: i64| -> Vec<(Value, Value)> {
        let path = format!(
            "/time/sheets?pageSize=1000&orderBy=dateStart&conditions=member%2Fid%3D{member}"
        );
        let rows = me.get(&path).json();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| (row["dateStart"].clone(), row["status"].clone()))
            .collect()
    };
    let table: [(i64, &[(&str, &str)]); 6] = [
        (123, &[("2024-01-27", "ApprovedByTierTwo")]),
        (
            124,
            &[
                ("2024-01-27", "ReadyToBill"),
                ("2024-02-03", "PendingApproval"),
                ("2024-02-10", "Open"),
            ],
        ),
        (
            125,
            &[
                ("2024-01-27", "Billed"),
                ("2024-02-03", "Rejected"),
                ("2024-02-10", "Open"),
            ],
        ),
        (
            126,
            &[("2024-01-27", "ApprovedByTierTwo"), ("2024-02-03", "Open")],
        ),
        (
            127,
            &[
                ("2024-01-27", "ApprovedByTierOne"),
                ("2024-02-03", "ApprovedByTierOne"),
                ("2024-02-10", "PendingApproval"),
            ],
        ),
        (128, &[("2024-01-27", "Billed")]),
    ];
    for (member, want) in table {
        let want: Vec<_> = want.iter().map(|(a, b)| (json!(a), json!(b))).collect();
        assert_eq!(of(member), want, "{member}");
    }
    for entry in fake.entries() {
        let sheet = fake
            .sheets()
            .into_iter()
            .find(|s| s["id"] == entry["timeSheet"]["id"]);
        assert_eq!(sheet.unwrap()["status"], entry["status"]);
        assert!(entry["timeEnd"].as_str().unwrap() < "2024-02-17");
        assert_eq!(
            schema::check_object("connectwise", "TimeEntry", &entry),
            Ok(())
        );
    }
    assert!(fake.entries().len() > 40);
}
