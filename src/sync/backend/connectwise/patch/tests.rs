//! Changes, and only changes.

use super::*;
use crate::domain::charge::{Target, TargetKind};
use crate::domain::delivery::Mailing;
use crate::domain::status::Billable;
use crate::sync::backend::connectwise::decode::Reader;
use crate::sync::backend::connectwise::dialect::OPENAPI;
use crate::sync::backend::connectwise::member::Member;
use crate::sync::backend::connectwise::settings::Marker;
use crate::sync::backend::connectwise::tests::{content, ticket};

fn outgoing(content: Content) -> Outgoing {
    Outgoing {
        key: Key::new(1_764_000_000_000, [7; 10]),
        revision: 2,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

fn held() -> Value {
    json!({
        "id": 903_144, "chargeToId": 54321, "chargeToType": "ServiceTicket",
        "company": {"id": 51, "name": "Northwind Ltd"}, "member": {"id": 118},
        "timeStart": "2024-02-15T09:00:00Z", "timeEnd": "2024-02-15T10:30:00Z", "actualHours": 1.5,
        "hoursDeduct": null, "workType": {"id": 4, "name": "Remote"}, "agreement": {"id": 9, "name": "Gold"},
        "billableOption": "Billable", "notes": "checked", "internalNotes": null, "status": "Open"
    })
}

fn seen(row: &Value) -> Remote {
    let reader = Reader {
        zone: Zone::UTC,
        dialect: &OPENAPI,
        own: Some(Member::typed("118")),
    };
    reader.read(row, None).unwrap()
}

fn operations(seen: &Remote, outgoing: &Outgoing, sent: Option<&Content>) -> Value {
    let own = Member::typed("118");
    let sender = Sender {
        own: Some(&own),
        marker: Marker::Auto,
    };
    let changes = changes(Before { seen, sent }, outgoing, sender, Zone::UTC).unwrap();
    body(&changes, PatchForm::Operations)
}

/// What is held, as a person would have it here: what the service filled in is not named.
fn same() -> Content {
    let mut same = content(BookedAs::Range);
    same.target = ticket("54321");
    same.billable = Billable::Billable;
    same.note = Some("checked".into());
    same
}

#[test]
fn each_change_and_nothing_else() {
    type Edit = fn(&mut Content);
    let rows: Vec<(&str, Edit, Value)> = vec![
        ("nothing", |_| {}, json!([])),
        (
            "invisible",
            |c| {
                c.tags.insert("x".into());
                c.note = Some("checked \n".into());
                c.booked_as = BookedAs::Length;
            },
            json!([]),
        ),
        (
            "named as it is",
            |c| c.work_type = Some(Reference::typed("remote")),
            json!([]),
        ),
        (
            "note",
            |c| c.note = Some("checked again".into()),
            json!([{"op": "replace", "path": "notes", "value": "checked again"}]),
        ),
        (
            "note away",
            |c| c.note = None,
            json!([{"op": "replace", "path": "notes", "value": ""}]),
        ),
        (
            "internal note",
            |c| c.internal_note = Some("x".into()),
            json!([{"op": "add", "path": "internalNotes", "value": "x"}]),
        ),
        (
            "work type",
            |c| c.work_type = Some(Reference::known("5", None)),
            json!([{"op": "replace", "path": "workType", "value": {"id": 5}}]),
        ),
        (
            "work role",
            |c| c.work_role = Some(Reference::known("2", None)),
            json!([{"op": "add", "path": "workRole", "value": {"id": 2}}]),
        ),
        (
            "target",
            |c| c.target = ticket("99"),
            json!([
                {"op": "replace", "path": "chargeToId", "value": 99},
                {"op": "replace", "path": "chargeToType", "value": "ServiceTicket"},
            ]),
        ),
        (
            "charge code",
            |c| {
                c.target = Some(Target {
                    kind: TargetKind::ChargeCode,
                    at: Reference::known("10", None),
                });
                c.client = Some(Reference::known("1", None));
            },
            json!([
                {"op": "replace", "path": "chargeToId", "value": 10},
                {"op": "replace", "path": "chargeToType", "value": "ChargeCode"},
                {"op": "replace", "path": "company", "value": {"id": 1}},
            ]),
        ),
        (
            "client alone",
            |c| {
                c.target = None;
                c.client = Some(Reference::known("51", None));
            },
            json!([
                {"op": "replace", "path": "chargeToType", "value": "Company"},
                {"op": "remove", "path": "chargeToId"},
                {"op": "replace", "path": "company", "value": {"id": 51}},
            ]),
        ),
        (
            "member",
            |c| c.member = Some(Reference::known("7", None)),
            json!([{"op": "replace", "path": "member", "value": {"id": 7}}]),
        ),
        (
            "moved",
            |c| {
                c.start = c.start.map(|s| s + 60);
                c.end = c.end.map(|e| e + 60);
            },
            json!([
                {"op": "replace", "path": "timeStart", "value": "2024-02-15T09:01:00Z"},
                {"op": "replace", "path": "timeEnd", "value": "2024-02-15T10:31:00Z"},
            ]),
        ),
        (
            "longer",
            |c| c.end = c.end.map(|e| e + 1800),
            json!([
                {"op": "replace", "path": "timeEnd", "value": "2024-02-15T11:00:00Z"},
                {"op": "replace", "path": "actualHours", "value": 2},
            ]),
        ),
        (
            "deduct",
            |c| c.deduct = 900,
            json!([
                {"op": "replace", "path": "actualHours", "value": 1.25},
                {"op": "add", "path": "hoursDeduct", "value": 0.25},
            ]),
        ),
    ];
    let seen = seen(&held());
    for (what, edit, expected) in rows {
        let mut content = same();
        edit(&mut content);
        let mut expected = expected.as_array().unwrap().clone();
        if !expected.is_empty() {
            expected.push(json!({"op": "replace", "path": "billableOption", "value": "Billable"}));
        }
        assert_eq!(
            operations(&seen, &outgoing(content), None),
            Value::from(expected),
            "{what}"
        );
    }
    let mut free = same();
    free.billable = Billable::NoCharge;
    assert_eq!(
        operations(&seen, &outgoing(free), None),
        json!([{"op": "replace", "path": "billableOption", "value": "NoCharge"}])
    );
}

#[test]
fn only_what_a_person_named_is_taken_away() {
    let seen = seen(&held());
    let mut sent = same();
    assert_eq!(operations(&seen, &outgoing(same()), Some(&sent)), json!([]));
    sent.agreement = Some(Reference::known("9", None));
    let gone = operations(&seen, &outgoing(same()), Some(&sent));
    assert_eq!(gone[0], json!({"op": "remove", "path": "agreement"}));
    // Said to be none since it was sent, it goes; said so from the start, what the
    // service filled in at the create stands.
    let mut none = same();
    none.given.set_none(Slot::WorkType);
    let gone = operations(&seen, &outgoing(none.clone()), Some(&same()));
    assert_eq!(gone[0], json!({"op": "remove", "path": "workType"}));
    for sent in [Some(&none), None] {
        assert_eq!(operations(&seen, &outgoing(none.clone()), sent), json!([]));
    }
}

#[test]
fn a_row_that_has_hours_only_is_changed_by_hours() {
    let mut row = held();
    row["timeEnd"] = Value::Null;
    let mut longer = same();
    longer.booked_as = BookedAs::Length;
    longer.end = longer.end.map(|end| end + 1800);
    let operations = operations(&seen(&row), &outgoing(longer), None);
    assert_eq!(
        operations[0],
        json!({"op": "replace", "path": "actualHours", "value": 2})
    );
    assert_eq!(operations.as_array().unwrap().len(), 2);
}

#[test]
fn a_marker_stays_when_the_internal_note_changes() {
    let mut row = held();
    let mut changed = outgoing(same());
    changed.content.internal_note = Some("new".into());
    row["internalNotes"] = json!(format!("old\n{}", changed.key.marker()));
    let expected = format!("new\n{}", changed.key.marker());
    assert_eq!(
        operations(&seen(&row), &changed, None)[0]["value"],
        json!(expected)
    );
    changed.content.internal_note = None;
    assert_eq!(
        operations(&seen(&row), &changed, None)[0]["value"],
        json!(changed.key.marker())
    );
    row["internalNotes"] = json!(Key::new(1, [1; 10]).marker());
    changed.content.internal_note = Some("new".into());
    assert_eq!(
        operations(&seen(&row), &changed, None)[0]["value"],
        json!("new")
    );
}

#[test]
fn mail_and_the_plain_form() {
    let seen = seen(&held());
    let mut mailed = outgoing(same());
    mailed.mailing.contact = true;
    assert_eq!(
        operations(&seen, &mailed, None)[0],
        json!({"op": "add", "path": "emailContactFlag", "value": true})
    );
    let mut longer = same();
    longer.note = Some("Updated notes with additional details.".into());
    longer.end = longer.end.map(|end| end + 1800);
    let own = Member::typed("118");
    let sender = Sender {
        own: Some(&own),
        marker: Marker::Auto,
    };
    let changes = changes(
        Before {
            seen: &seen,
            sent: None,
        },
        &outgoing(longer),
        sender,
        Zone::UTC,
    )
    .unwrap();
    let plain = body(&changes, PatchForm::Fields);
    assert_eq!(
        plain["notes"],
        json!("Updated notes with additional details.")
    );
    assert_eq!(plain["actualHours"], json!(2));
    let row = applied(&seen.raw, &changes);
    assert_eq!(
        (&row["notes"], &row["company"]["id"]),
        (&plain["notes"], &json!(51))
    );
}
