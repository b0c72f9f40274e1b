//! Rows as the service returns them, odd ones included.

use super::*;
use crate::domain::delivery::Outgoing;
use crate::domain::status::Status;
use crate::sync::backend::connectwise::dialect::OPENAPI;
use crate::sync::backend::connectwise::encode::{Sender, create};
use crate::sync::backend::connectwise::normalise::normalise;
use crate::sync::backend::connectwise::settings::Marker;
use crate::sync::backend::connectwise::tests::{any_content, at, content, ticket};
use proptest::prelude::*;
use serde_json::json;

fn reader() -> Reader {
    let own = Member {
        identifier: Some("jdoe".into()),
        ..Member::typed("118")
    };
    Reader {
        zone: Zone::parse("America/New_York").unwrap(),
        dialect: &OPENAPI,
        own: Some(own),
    }
}

#[test]
fn a_full_row() {
    let key = Key::new(1_764_000_000_000, [7; 10]);
    let row = json!({
        "id": 903_144,
        "company": {"id": 51, "identifier": "NORTHWIND", "name": "Northwind Ltd"},
        "chargeToId": 70211, "chargeToType": "ServiceTicket",
        "ticket": {"id": 70211, "summary": "Switch down"},
        "member": {"id": 118, "identifier": "jdoe", "name": "Jane Doe"},
        "timeStart": "2025-03-11T02:00:00Z", "timeEnd": "2025-03-11T03:45:00Z",
        "hoursDeduct": 0.25, "actualHours": 1.5, "billableOption": "Billable",
        "workType": {"id": 4, "name": "Remote"},
        "notes": "Replaced failed\r\nswitch uplink",
        "internalNotes": format!("spare part\r\n{}", key.marker()),
        "timeSheet": {"id": 4410, "name": "2025-03-08 to 2025-03-14"},
        "mobileGuid": null, "status": "ApprovedByTierOne",
        "_info": {"lastUpdated": "2025-03-11T15:50:02Z", "updatedBy": "tt-api"}
    });
    let remote = reader().read(&row, None).unwrap();
    assert_eq!((remote.id.0.as_str(), remote.key), ("903144", Some(key)));
    assert_eq!((remote.status, remote.locked), (Status::Approved, true));
    assert_eq!(remote.sheet.as_deref(), Some("4410"));
    assert_eq!(remote.changed_at, Some(at("2025-03-11T15:50:02Z")));
    assert_eq!(remote.raw.len(), row.as_object().unwrap().len());
    let content = remote.content;
    // Ten in the evening of the day before, where the member is.
    assert_eq!(content.date.to_string(), "2025-03-10");
    assert_eq!(
        content
            .end
            .map(|end| (end, content.deduct, content.worked(end))),
        Some((at("2025-03-11T03:45:00Z"), 900, 5400))
    );
    assert_eq!(
        content.target.unwrap().at,
        Reference::known("70211", Some("Switch down"))
    );
    assert_eq!(
        content.client,
        Some(Reference::known("51", Some("Northwind Ltd")))
    );
    assert_eq!(
        (content.member, content.billable),
        (None, Billable::Billable)
    );
    assert_eq!(
        content.note.as_deref(),
        Some("Replaced failed\nswitch uplink")
    );
    assert_eq!(content.internal_note.as_deref(), Some("spare part"));
}

#[test]
fn keys_of_ours_are_told_from_those_of_others() {
    let (ours, other) = (Key::new(1_764_000_000_000, [7; 10]), Key::new(1, [1; 10]));
    let rows = [
        (json!(ours.to_string()), json!(""), Some(ours)),
        (
            json!(ours.to_string().to_uppercase()),
            json!(other.marker()),
            Some(ours),
        ),
        (json!(format!("{{{ours}}}")), json!(null), Some(ours)),
        // What the service's own application leaves there is a random identity.
        (
            json!("0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f11"),
            json!(ours.marker()),
            Some(ours),
        ),
        (
            json!("0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f11"),
            json!("x"),
            None,
        ),
        (json!("nonsense"), json!("[tt:01JP0ZK3T8]"), None),
    ];
    for (guid, note, key) in rows {
        let row = json!({"id": 1, "mobileGuid": guid, "internalNotes": note});
        assert_eq!(reader().read(&row, None).unwrap().key, key, "{row}");
    }
}

#[test]
fn odd_rows_are_read_as_far_as_they_go() {
    let end = |row: Value| {
        let content = reader().read(&row, None).unwrap().content;
        (
            content.end.map(|end| end - content.start.unwrap()),
            content.deduct,
        )
    };
    let start = "2025-03-10T14:00:00Z";
    // Hours where there is no end, as text and with a deduction.
    assert_eq!(
        end(json!({"id": 1, "timeStart": start, "actualHours": "1.5", "hoursDeduct": "0.5"})),
        (Some(7200), 1800)
    );
    assert_eq!(
        end(json!({"id": 1, "timeStart": start, "timeEnd": null, "actualHours": 2})),
        (Some(7200), 0)
    );
    // An end that does not come after the start says nothing.
    assert_eq!(
        end(json!({"id": 1, "timeStart": start, "timeEnd": start, "actualHours": 0.25})),
        (Some(900), 0)
    );
    assert_eq!(end(json!({"id": 1, "timeStart": start})), (Some(0), 0));
    // Clock times win over hours that the service rounded.
    assert_eq!(
        end(
            json!({"id": 1, "timeStart": start, "timeEnd": "2025-03-10T14:10:00Z", "actualHours": 0.25})
        ),
        (Some(600), 0)
    );
    for bad in [
        json!(null),
        json!([]),
        json!({}),
        json!({"id": null}),
        json!({"id": 0}),
        json!({"id": {}}),
    ] {
        assert_eq!(reader().read(&bad, None), Err(Unreadable), "{bad}");
    }
    let company = reader()
        .read(
            &json!({"id": "7", "chargeToType": "Company", "chargeToId": 51}),
            None,
        )
        .unwrap();
    assert_eq!(
        (company.content.target, company.content.client),
        (None, Some(Reference::known("51", None)))
    );
    let issue = json!({"id": 7, "chargeToType": "ProjectIssue", "chargeToId": 5, "member": {"id": 9, "identifier": "asmith"}});
    let issue = reader().read(&issue, None).unwrap().content;
    assert_eq!(
        issue.target.map(|target| target.kind),
        Some(TargetKind::ProjectTicket)
    );
    assert_eq!(
        issue.member.and_then(|member| member.id).as_deref(),
        Some("9")
    );
}

#[test]
fn an_answer_that_tells_a_part_keeps_the_rest_as_sent() {
    let mut sent = content(BookedAs::Length);
    sent.target = ticket("70211");
    sent.tags.insert("local".into());
    let row = json!({"id": 903_200, "actualHours": 0.25, "status": "Open"});
    let remote = reader().read(&row, Some(&sent)).unwrap();
    assert_eq!(remote.content.note, sent.note);
    assert_eq!(remote.content.target, sent.target);
    assert_eq!(
        remote.content.end.map(|end| end - sent.start.unwrap()),
        Some(900)
    );
    assert!(remote.content.tags.is_empty());
    let row = json!({"id": 903_200, "notes": "", "workType": null});
    let cleared = reader().read(&row, Some(&sent)).unwrap().content;
    assert_eq!(
        (cleared.note, cleared.work_type, cleared.end),
        (None, None, sent.end)
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[0-9]{1,20}-[0-9]{1,3}T[0-9:.]{0,12}Z?".prop_map(Value::from),
        Just(json!("2025-03-10T14:00:00Z")),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("id|name|identifier|lastUpdated|summary", inner, 0..3)
                .prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

const FIELDS: &str = "id|company|chargeToId|chargeToType|member|timeStart|timeEnd|actualHours|hoursDeduct|billableOption|notes|internalNotes|mobileGuid|status|timeSheet|_info|ticket|workType";

proptest! {
    #[test]
    fn no_row_makes_the_reader_panic(fields in prop::collection::btree_map(FIELDS, any_json(), 0..12), before: bool) {
        let row = Value::Object(fields.into_iter().collect());
        let sent = content(BookedAs::Length);
        let _ = reader().read(&row, before.then_some(&sent));
    }

    #[test]
    fn what_is_sent_comes_back(sent in any_content(), marked: bool) {
        let reader = reader();
        let own = reader.own.as_ref();
        let key = Key::new(1_764_000_000_000, [7; 10]);
        let outgoing = Outgoing { key, revision: 1, content: sent.clone(), mailing: Default::default(), marked };
        let entry = create(&outgoing, Sender { own, marker: Marker::Auto }).unwrap();
        let mut row = serde_json::to_value(entry).unwrap();
        row["id"] = json!(5);
        let remote = reader.read(&row, None).unwrap();
        prop_assert_eq!(remote.key, Some(key));
        let held = |content: &Content| normalise(content, reader.zone, own);
        prop_assert_eq!(held(&remote.content), held(&sent));
        prop_assert_eq!(held(&held(&sent)), held(&sent));
    }
}
