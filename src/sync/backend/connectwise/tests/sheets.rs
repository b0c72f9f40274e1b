//! Timesheets and decisions, in both dialects.

use super::*;
use crate::sync::backend::{Approval, Decided, Decision, SheetQuery, SheetStep};

const SHEETS: &str = "GET /time/sheets";
const SHEET: &str = "GET /time/sheets/7";
const PATCH_SHEET: &str = "PATCH /time/sheets/7";

fn sheet(status: &str) -> Value {
    json!({
        "id": 7, "member": {"id": 118, "identifier": "jdoe", "name": "Jane Doe"}, "year": 2024,
        "period": 7, "dateStart": "2024-02-12T00:00:00Z", "dateEnd": "2024-02-18", "status": status,
        "hours": 38.5, "deadline": "2024-02-19"
    })
}

fn yes() -> Says {
    Says::Json(200, json!({"success": true, "message": ""}))
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn step(documented: bool, step: &SheetStep, says: Vec<(&'static str, Says)>) -> Vec<Sent> {
    let mut all = vec![company("v1")];
    all.extend(says);
    let (cw, script) = speaking(documented, Some("118"), all);
    cw.move_sheet("7", step).unwrap();
    script.sent().into_iter().skip(1).collect()
}

#[test]
fn own_sheets_are_listed_and_compared_here() {
    let mut other = sheet("Open");
    other["id"] = json!(6);
    other["dateStart"] = json!("2024-01-01");
    other["dateEnd"] = json!("2024-01-07");
    let rows = json!([other, sheet("PendingApproval"), {"id": 8}, {"year": 2024}]);
    let (cw, script) = backend(
        Some("118"),
        vec![company("v1"), (SHEETS, Says::Json(200, rows))],
    );
    let query = SheetQuery {
        own: true,
        from: Some(day("2024-02-10")),
        to: Some(day("2024-02-20")),
        ..SheetQuery::default()
    };
    let found = cw.sheets(&query, &Page::default()).unwrap().items;
    assert_eq!(found.len(), 1);
    let found = &found[0];
    assert_eq!((found.id.as_str(), found.status), ("7", Status::Submitted));
    assert_eq!(
        (found.from, found.to),
        (day("2024-02-12"), day("2024-02-18"))
    );
    assert_eq!(found.worked, Some(138_600));
    assert_eq!((found.year, found.period), (Some(2024), Some(7)));
    let member = found.member.clone().unwrap();
    assert_eq!(
        (member.id.as_deref(), member.name.as_deref()),
        (Some("118"), Some("Jane Doe"))
    );
    let asked = &script.sent()[1].query;
    assert!(asked.contains("conditions=member/id=118&"), "{asked}");
}

#[test]
fn everybodys_sheets_are_narrowed_by_year_and_one_period_as_the_tenant_counts() {
    let cases = [
        (
            SheetQuery {
                from: Some(day("2024-02-10")),
                to: Some(day("2024-02-20")),
                ..SheetQuery::default()
            },
            "conditions=year>=2023 and year<=2025&",
        ),
        (
            SheetQuery {
                own: true,
                year: Some(2024),
                period: Some(7),
                ..SheetQuery::default()
            },
            "conditions=member/id=118 and year=2024 and period=7&",
        ),
        (
            SheetQuery {
                member: Some(Reference::typed("jdoe")),
                ..SheetQuery::default()
            },
            "conditions=member/identifier=\"jdoe\"&",
        ),
    ];
    for (query, expected) in cases {
        let says = vec![
            company("v1"),
            (SHEETS, Says::Json(200, json!([sheet("Open")]))),
        ];
        let (cw, script) = backend(Some("118"), says);
        assert_eq!(cw.sheets(&query, &Page::default()).unwrap().items.len(), 1);
        let asked = &script.sent()[1].query;
        assert!(asked.contains(expected), "{asked}");
    }
}

#[test]
fn a_sheet_without_dates_is_a_week_only_where_the_dialect_says_so() {
    let row = json!({"id": 7, "year": 2024, "period": 7, "status": "Submitted"});
    for (documented, expected) in [
        (true, Some((day("2024-02-12"), day("2024-02-18")))),
        (false, None),
    ] {
        let says = vec![company("v1"), (SHEET, Says::Json(200, row.clone()))];
        let (cw, script) = speaking(documented, Some("118"), says);
        let found = cw.sheet("7").ok().flatten();
        assert_eq!(found.map(|sheet| (sheet.from, sheet.to)), expected);
        script.sent();
    }
}

#[test]
fn sheets_are_moved_by_actions_in_one_dialect_and_by_their_status_in_the_other() {
    let reason = SheetStep::Reject {
        reason: "too short".into(),
    };
    let submit = SheetStep::Submit {
        rejected: Vec::new(),
    };
    let rows = [
        (
            &submit,
            "POST /time/sheets/7/submit",
            Value::Null,
            "Submitted",
        ),
        (
            &SheetStep::Recall,
            "POST /time/sheets/7/reverse",
            Value::Null,
            "Open",
        ),
        (
            &SheetStep::Approve,
            "POST /time/sheets/7/approve",
            json!({"id": 7, "approvalType": "Tier1Update"}),
            "Approved",
        ),
        (
            &reason,
            "POST /time/sheets/7/reject",
            Value::Null,
            "Rejected",
        ),
    ];
    for (moved, line, body, word) in rows {
        let sent = step(false, moved, vec![(line, yes())]);
        assert_eq!(sent[0].body.clone().unwrap_or(Value::Null), body, "{line}");
        let sent = step(
            true,
            moved,
            vec![(PATCH_SHEET, Says::Json(200, sheet(word)))],
        );
        assert_eq!(sent[0].body, Some(json!({"status": word})));
    }
}

#[test]
fn handing_in_again_opens_what_was_given_back_first() {
    let submit = SheetStep::Submit {
        rejected: vec![RemoteId("21".into())],
    };
    let sent = step(
        true,
        &submit,
        vec![
            ("PATCH /time/entries/21", Says::Json(200, json!({"id": 21}))),
            (PATCH_SHEET, Says::Json(200, sheet("Submitted"))),
        ],
    );
    assert_eq!(sent[0].body, Some(json!({"status": "Open"})));
}

#[test]
fn a_no_inside_a_success_is_a_no_and_is_not_asked_twice() {
    let no = json!({"success": false, "message": "Missing \u{1b}[31mtime"});
    let (cw, script) = backend(
        Some("118"),
        vec![
            company("v1"),
            ("POST /time/sheets/7/submit", Says::Json(200, no)),
        ],
    );
    let submit = SheetStep::Submit {
        rejected: Vec::new(),
    };
    let error = cw.move_sheet("7", &submit).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(error.message.contains("Missing") && !error.message.contains('\u{1b}'));
    script.sent();
}

#[test]
fn an_entry_that_stays_open_stands_where_its_sheet_stands() {
    let rows = [
        (true, "Open", "Submitted", Status::Submitted, true),
        (true, "Open", "Approved", Status::Approved, true),
        (true, "Open", "Rejected", Status::Rejected, false),
        (true, "Open", "Open", Status::Open, false),
        (true, "Billed", "Submitted", Status::Billed, true),
        (false, "Open", "PendingApproval", Status::Open, false),
    ];
    for (documented, entry, on, status, locked) in rows {
        let mut says = vec![company("v1")];
        let mut held = row(1);
        held["status"] = json!(entry);
        says.push((ONE, Says::Json(200, held)));
        if documented && entry == "Open" {
            says.push((SHEETS, Says::Json(200, json!([sheet(on)]))));
        }
        let (cw, script) = speaking(documented, Some("118"), says);
        let remote = cw.fetch(&RemoteId("1".into())).unwrap().unwrap();
        assert_eq!(
            (remote.status, remote.locked),
            (status, locked),
            "{entry} on {on}"
        );
        script.sent();
    }
}

fn held(id: i64, status: &str) -> Says {
    let mut held = row(id);
    held["status"] = json!(status);
    held["internalNotes"] = json!("mail relay\n[tt:x]");
    Says::Json(200, held)
}

fn decide(
    documented: bool,
    ids: &[&str],
    decision: &Decision,
    says: Vec<(&'static str, Says)>,
) -> (Vec<Decided>, Vec<Sent>) {
    let mut all = vec![company("v1")];
    all.extend(says);
    let (cw, script) = speaking(documented, Some("118"), all);
    let ids: Vec<RemoteId> = ids.iter().map(|id| RemoteId((*id).into())).collect();
    let decided = cw.decide(&ids, decision);
    (decided, script.sent())
}

const ONE: &str = "GET /time/entries/1";
const TWO: &str = "GET /time/entries/2";
const BULK: &str = "POST /time/entries/bulk";

#[test]
fn many_are_approved_at_once_and_each_is_read_again() {
    let (decided, sent) = decide(
        true,
        &["1", "2"],
        &Decision::Approve,
        vec![
            (ONE, held(1, "Open")),
            (TWO, held(2, "Open")),
            (BULK, Says::Json(200, json!([]))),
            (ONE, held(1, "Approved")),
            // The answer was yes, and yet.
            (TWO, held(2, "Open")),
        ],
    );
    let body = json!({"ids": [1, 2], "operation": {"status": "Approved"}});
    assert_eq!(sent[3].body, Some(body));
    assert_eq!(decided[0].1.as_ref().unwrap().status, Status::Approved);
    assert_eq!(decided[1].1.as_ref().unwrap_err().kind, ErrorKind::Conflict);
}

#[test]
fn without_the_bulk_address_they_go_one_by_one() {
    for status in [404, 405] {
        let mut says = vec![(ONE, held(1, "Open")), (TWO, held(2, "Open"))];
        says.push((BULK, Says::Json(status, json!({"message": "no"}))));
        if status == 404 {
            // The address may be old: it is looked up again.
            says.push(company("v1"));
        }
        for (get, patch, id) in [
            (ONE, "PATCH /time/entries/1", 1),
            (TWO, "PATCH /time/entries/2", 2),
        ] {
            says.push((get, held(id, "Open")));
            says.push((patch, held(id, "Approved")));
            says.push((get, held(id, "Approved")));
        }
        let (decided, _) = decide(true, &["1", "2"], &Decision::Approve, says);
        assert!(decided.iter().all(|(_, seen)| seen.is_ok()), "{status}");
    }
}

#[test]
fn what_is_approved_already_is_left_and_what_is_billed_is_refused() {
    let (decided, _) = decide(
        true,
        &["1", "2"],
        &Decision::Approve,
        vec![(ONE, held(1, "Approved")), (TWO, held(2, "Billed"))],
    );
    let of = |id: &str| {
        let found = decided.iter().find(|(of, _)| of.0 == id).unwrap();
        found.1.as_ref().map(|remote| remote.status)
    };
    assert_eq!(of("1").ok(), Some(Status::Approved));
    assert_eq!(of("2").unwrap_err().kind, ErrorKind::Conflict);
}

#[test]
fn a_rejection_keeps_what_is_noted_there() {
    let decision = Decision::Reject {
        reason: "more detail".into(),
    };
    let (decided, sent) = decide(
        true,
        &["1"],
        &decision,
        vec![
            (ONE, held(1, "Open")),
            ("PATCH /time/entries/1", held(1, "Rejected")),
            (ONE, held(1, "Rejected")),
        ],
    );
    assert!(decided[0].1.is_ok());
    let body = json!({"status": "Rejected", "internalNotes": "mail relay\n[tt:x]\nmore detail"});
    assert_eq!(sent[2].body, Some(body));
    let (decided, sent) = decide(
        false,
        &["1"],
        &decision,
        vec![
            (ONE, held(1, "PendingApproval")),
            ("POST /time/entries/1/reject", Says::Json(204, Value::Null)),
            (ONE, held(1, "Rejected")),
        ],
    );
    assert!(decided[0].1.is_ok(), "{decided:?}");
    let body = json!({"id": 1, "approvalType": "Tier1Update", "comment": "more detail"});
    assert_eq!(sent[2].body, Some(body));
}

#[test]
fn what_the_version_lacks_is_said_to_be_lacking() {
    let reject = Decision::Reject { reason: "x".into() };
    let says = vec![
        (ONE, held(1, "PendingApproval")),
        (
            "POST /time/entries/1/reject",
            Says::Json(404, json!({"message": "no such resource"})),
        ),
        company("v1"),
    ];
    let (decided, _) = decide(false, &["1"], &reject, says);
    assert_eq!(
        decided[0].1.as_ref().unwrap_err().kind,
        ErrorKind::Unsupported
    );
    let (cw, _) = backend(Some("118"), vec![]);
    assert!(!cw.decides_entries(&Decision::Approve) && cw.decides_entries(&reject));
    let one = [RemoteId("1".into())];
    let decided = cw.decide(&one, &Decision::Approve);
    assert_eq!(
        decided[0].1.as_ref().unwrap_err().kind,
        ErrorKind::Unsupported
    );
}

#[test]
fn a_lost_answer_is_settled_by_looking() {
    let lost = || Says::Nothing(Certainty::Unknown);
    let (decided, _) = decide(
        true,
        &["1"],
        &Decision::Approve,
        vec![
            (ONE, held(1, "Open")),
            ("PATCH /time/entries/1", lost()),
            (ONE, held(1, "Approved")),
        ],
    );
    assert!(decided[0].1.is_ok());
    let (decided, _) = decide(
        true,
        &["1"],
        &Decision::Approve,
        vec![
            (ONE, held(1, "Open")),
            ("PATCH /time/entries/1", lost()),
            (ONE, held(1, "Open")),
        ],
    );
    assert_eq!(
        decided[0].1.as_ref().unwrap_err().kind,
        ErrorKind::OutcomeUnknown
    );
}

#[test]
fn the_newest_rejection_of_the_history_tells_the_reason() {
    const AUDITS: &str = "GET /time/entries/7/audits";
    let id = RemoteId("7".into());
    let row = |id: i64, old: &str, new: &str, message: &str| json!({"id": id, "type": "Status", "oldValue": old, "newValue": new, "message": message});
    let rows = json!([
        row(3, "PendingApproval", "Rejected", "which server?"),
        row(1, "PendingApproval", "Rejected", "an older one"),
        row(4, "Rejected", "Open", "put right"),
        {"id": 5},
    ]);
    let ask = |documented, says| {
        let (cw, script) = speaking(documented, Some("118"), says);
        (cw.reason_of(&id), script.sent().len())
    };
    let (reason, _) = ask(false, vec![company("v1"), (AUDITS, Says::Json(200, rows))]);
    assert_eq!(reason.unwrap().as_deref(), Some("which server?"));
    for says in [
        Says::Json(200, json!([])),
        Says::Json(403, json!({"code": "Security", "message": "no"})),
        Says::Json(404, json!({"code": "NotFound", "message": "no"})),
    ] {
        // A 404 may mean that the interface has moved.
        let moved = company("v1");
        let mut all = vec![company("v1"), (AUDITS, says)];
        if matches!(all[1].1, Says::Json(404, _)) {
            all.push(moved);
        }
        let (reason, _) = ask(false, all);
        assert_eq!(reason.unwrap(), None);
    }
    let away = vec![company("v1"), (AUDITS, Says::Nothing(Certainty::NotDone))];
    assert!(ask(false, away).0.is_err());
    // The other dialect has it in the notes, and asks nobody.
    let (reason, n_sent) = ask(true, Vec::new());
    assert_eq!((reason.unwrap(), n_sent), (None, 0));
}

#[test]
fn the_company_alone_bears_no_time_in_the_documented_dialect() {
    let mut alone = outgoing();
    alone.content.target = None;
    alone.content.client = Some(Reference::known("12345", None));
    let (cw, script) = speaking(true, Some("118"), Vec::new());
    let error = cw.create(&alone).unwrap_err();
    let ErrorKind::Invalid(problems) = &error.kind else {
        panic!("{error:?}");
    };
    assert_eq!(problems[0].field.as_deref(), Some("charge_to"));
    assert!(script.sent().is_empty());
}
