//! Bodies of creates, against the requests of the service's documentation.

use super::*;
use crate::domain::charge::Target;
use crate::domain::content::Pause;
use crate::domain::status::BookedAs::{Date, Length, Range};
use crate::sync::backend::connectwise::tests::{at, content, ticket};
use serde_json::{Value, json};

fn sent(content: Content) -> Outgoing {
    Outgoing {
        key: Key::new(1_764_000_000_000, [7; 10]),
        revision: 1,
        content,
        mailing: Mailing::default(),
        marked: false,
    }
}

fn jane() -> Member {
    Member {
        name: Some("Jane".into()),
        ..Member::typed("123")
    }
}

fn body(outgoing: &Outgoing, marker: Marker) -> Value {
    let jane = jane();
    let entry = create(
        outgoing,
        Sender {
            own: Some(&jane),
            marker,
        },
    )
    .unwrap();
    serde_json::to_value(entry).unwrap()
}

fn known(id: &str) -> Option<Reference> {
    Some(Reference::known(id, None))
}

#[test]
fn the_documented_requests_leave_as_documented() {
    let mut by_times = content(Range);
    by_times.start = Some(at("2024-02-15T09:00:00Z"));
    by_times.end = Some(at("2024-02-15T10:30:00Z"));
    by_times.target = ticket("54321");
    by_times.work_type = known("1");
    by_times.work_role = known("2");
    by_times.billable = Billable::Billable;
    by_times.note = Some("Diagnosed email delivery issue. Identified blocked sender.".into());
    by_times.extra.note_to = vec![NoteTo::TicketDiscussion];
    let mut by_hours = by_times.clone();
    by_hours.booked_as = Length;
    by_hours.extra.note_to.clear();
    by_hours.note = Some("Configured DNS records and tested mail flow.".into());
    let mut on_code = by_hours.clone();
    on_code.start = Some(at("2024-02-15T08:00:00Z"));
    on_code.end = Some(at("2024-02-15T08:30:00Z"));
    on_code.target = Some(Target {
        kind: TargetKind::ChargeCode,
        at: Reference::known("10", None),
    });
    on_code.client = known("12345");
    on_code.work_type = known("3");
    on_code.work_role = None;
    on_code.billable = Billable::DoNotBill;
    on_code.note = Some("Weekly team meeting".into());
    let rows = [
        (
            by_times,
            r#"{"chargeToId":54321,"chargeToType":"ServiceTicket","member":{"id":123},"timeStart":"2024-02-15T09:00:00Z","timeEnd":"2024-02-15T10:30:00Z","workType":{"id":1},"workRole":{"id":2},"billableOption":"Billable","notes":"Diagnosed email delivery issue. Identified blocked sender.","addToDetailDescriptionFlag":true}"#,
        ),
        (
            by_hours,
            r#"{"chargeToId":54321,"chargeToType":"ServiceTicket","member":{"id":123},"timeStart":"2024-02-15T09:00:00Z","actualHours":1.5,"workType":{"id":1},"workRole":{"id":2},"billableOption":"Billable","notes":"Configured DNS records and tested mail flow."}"#,
        ),
        (
            on_code,
            r#"{"chargeToId":10,"chargeToType":"ChargeCode","company":{"id":12345},"member":{"id":123},"timeStart":"2024-02-15T08:00:00Z","actualHours":0.5,"workType":{"id":3},"billableOption":"DoNotBill","notes":"Weekly team meeting"}"#,
        ),
    ];
    let jane = jane();
    for (content, documented) in rows {
        let sender = Sender {
            own: Some(&jane),
            marker: Marker::None,
        };
        let entry = create(&sent(content), sender).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), documented);
    }
}

/// Each row: a change to a plain entry of 1 h 30 m on a ticket, and the fields of the body it leads to.
#[test]
fn every_option_has_its_field() {
    let target = |kind| {
        Some(Target {
            kind,
            at: Reference::known("77", None),
        })
    };
    type Edit = Box<dyn Fn(&mut Content)>;
    let rows: Vec<(&str, Edit, Value)> = vec![
        (
            "plain",
            Box::new(|_| {}),
            json!({"chargeToId": 54321, "chargeToType": "ServiceTicket", "company": null}),
        ),
        (
            "typed",
            Box::new(|c| {
                c.target = Some(Target {
                    kind: TargetKind::Ticket,
                    at: Reference::typed("#54321"),
                })
            }),
            json!({"chargeToId": 54321}),
        ),
        (
            "project ticket",
            Box::new(move |c| c.target = target(TargetKind::ProjectTicket)),
            json!({"chargeToId": 77, "chargeToType": "ProjectTicket"}),
        ),
        (
            "activity",
            Box::new(move |c| c.target = target(TargetKind::Activity)),
            json!({"chargeToId": 77, "chargeToType": "Activity"}),
        ),
        (
            "charge code",
            Box::new(move |c| c.target = target(TargetKind::ChargeCode)),
            json!({"chargeToId": 77, "chargeToType": "ChargeCode", "company": null}),
        ),
        (
            "client alone",
            Box::new(|c| {
                c.target = None;
                c.client = known("51");
            }),
            json!({"company": {"id": 51}, "chargeToId": null, "chargeToType": null}),
        ),
        (
            "client by name",
            Box::new(|c| {
                c.target = None;
                c.client = Some(Reference::typed("NORTHWIND"));
            }),
            json!({"company": {"identifier": "NORTHWIND"}}),
        ),
        (
            "client of a ticket",
            Box::new(|c| c.client = known("51")),
            json!({"company": null}),
        ),
        (
            "other member",
            Box::new(|c| c.member = Some(Reference::typed("asmith"))),
            json!({"member": {"identifier": "asmith"}}),
        ),
        (
            "work type by name",
            Box::new(|c| c.work_type = Some(Reference::typed("Remote"))),
            json!({"workType": {"name": "Remote"}}),
        ),
        (
            "agreement",
            Box::new(|c| c.agreement = known("9")),
            json!({"agreement": {"id": 9}}),
        ),
        (
            "no charge",
            Box::new(|c| c.billable = Billable::NoCharge),
            json!({"billableOption": "NoCharge"}),
        ),
        (
            "no default",
            Box::new(|c| c.billable = Billable::NoDefault),
            json!({"billableOption": "NoDefault"}),
        ),
        (
            "range",
            Box::new(|c| c.booked_as = Range),
            json!({"timeEnd": "2024-02-15T10:30:00Z", "actualHours": null, "hoursDeduct": null}),
        ),
        (
            "length",
            Box::new(|c| c.booked_as = Length),
            json!({"timeEnd": null, "actualHours": 1.5, "hoursDeduct": null}),
        ),
        (
            "pauses and deduct",
            Box::new(|c| {
                let start = c.start.unwrap();
                c.pauses = vec![Pause {
                    start: start + 60,
                    end: Some(start + 660),
                }];
                c.deduct = 300;
                c.booked_as = Length;
            }),
            json!({"hoursDeduct": 0.25, "actualHours": 1.25}),
        ),
        (
            "odd seconds",
            Box::new(|c| {
                c.booked_as = Length;
                c.end = c.start.map(|s| s + 1201);
            }),
            json!({"actualHours": 0.3336}),
        ),
        (
            "line ends",
            Box::new(|c| c.note = Some("a\r\nb".into())),
            json!({"notes": "a\nb"}),
        ),
        (
            "empty note",
            Box::new(|c| c.note = Some(String::new())),
            json!({"notes": null}),
        ),
        (
            "internal note",
            Box::new(|c| c.internal_note = Some("psst".into())),
            json!({"internalNotes": "psst"}),
        ),
        (
            "note to all",
            Box::new(|c| c.extra.note_to = NoteTo::ALL.to_vec()),
            json!({"addToDetailDescriptionFlag": true, "addToInternalAnalysisFlag": true, "addToResolutionFlag": true}),
        ),
        (
            "note to none",
            Box::new(|_| {}),
            json!({"addToDetailDescriptionFlag": null, "addToResolutionFlag": null, "emailResourceFlag": null, "emailCc": null}),
        ),
    ];
    for (what, edit, expected) in rows {
        let mut content = content(Range);
        edit(&mut content);
        let body = body(&sent(content), Marker::Auto);
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(
                body.get(field).unwrap_or(&Value::Null),
                value,
                "{what}: {field}"
            );
        }
    }
}

#[test]
fn keys_and_markers_are_left_where_the_policy_says() {
    let mut outgoing = sent(content(Range));
    let (guid, marker) = (outgoing.key.to_string(), outgoing.key.marker());
    for policy in [Marker::Auto, Marker::InternalNote] {
        assert_eq!(body(&outgoing, policy)["mobileGuid"], json!(guid));
    }
    assert_eq!(body(&outgoing, Marker::None).get("mobileGuid"), None);
    outgoing.marked = true;
    assert_eq!(
        body(&outgoing, Marker::Auto)["internalNotes"],
        json!(marker)
    );
    // A marker copied along from another entry is no content.
    let foreign = Key::new(1, [1; 10]).marker();
    outgoing.content.internal_note = Some(format!("seen\r\n{foreign}"));
    assert_eq!(
        body(&outgoing, Marker::Auto)["internalNotes"],
        json!(format!("seen\n{marker}"))
    );
}

#[test]
fn mail_is_asked_for_only_when_asked() {
    let mut outgoing = sent(content(Range));
    outgoing.mailing = Mailing {
        resource: true,
        contact: false,
        cc: vec!["a@b.test".into(), "c@d.test".into()],
    };
    let body = body(&outgoing, Marker::Auto);
    assert_eq!(body["emailResourceFlag"], json!(true));
    assert_eq!(body.get("emailContactFlag"), None);
    assert_eq!(
        (&body["emailCcFlag"], &body["emailCc"]),
        (&json!(true), &json!("a@b.test;c@d.test"))
    );
}

#[test]
fn a_member_who_must_give_both_gives_both() {
    let strict = Member {
        needs_both: true,
        ..jane()
    };
    for booked_as in [Range, Length] {
        let sender = Sender {
            own: Some(&strict),
            marker: Marker::None,
        };
        let body =
            serde_json::to_value(create(&sent(content(booked_as)), sender).unwrap()).unwrap();
        assert_eq!(
            (&body["timeEnd"], &body["actualHours"]),
            (&json!("2024-02-15T10:30:00Z"), &json!(1.5))
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    type Edit = fn(&mut Content);
    let rows: [(Edit, &str); 6] = [
        (|c| c.target = None, "charge_to"),
        (
            |c| {
                c.target = Some(Target {
                    kind: TargetKind::Task,
                    at: Reference::known("1", None),
                })
            },
            "charge_to",
        ),
        (
            |c| {
                c.target = Some(Target {
                    kind: TargetKind::ChargeCode,
                    at: Reference::typed("MTNG"),
                })
            },
            "charge_to",
        ),
        (|c| c.end = None, "end"),
        (
            |c| {
                c.start = None;
                c.booked_as = Date;
                c.length = Some(60);
            },
            "start",
        ),
        (|c| c.target = ticket("99999999999999999999"), "charge_to"),
    ];
    for (edit, field) in rows {
        let mut content = content(Range);
        edit(&mut content);
        let problem = create(
            &sent(content),
            Sender {
                own: None,
                marker: Marker::Auto,
            },
        )
        .unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(field), "{}", problem.message);
    }
}
