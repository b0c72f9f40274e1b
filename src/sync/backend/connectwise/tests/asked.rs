//! What `tt remote list` asks for, in the service's query language.

use super::*;
use crate::domain::charge::{Chargeable, Reference, TargetKind};
use crate::domain::status::Status;
use crate::sync::backend::Wanted;
use chrono::NaiveDate;

const LIST: &str = "GET /time/entries";

fn known(id: &str) -> Option<Wanted> {
    Some(Wanted::Is(Reference::known(id, None)))
}

fn day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2024, month, day)
}

/// The conditions that leave for a query, in the dialect.
fn conditions(documented: bool, query: &RemoteQuery) -> String {
    let answer = (LIST, Says::Json(200, json!([row(1)])));
    let (mut cw, script) = backend(Some("123"), vec![company("v1"), answer]);
    cw.dialect = Dialect::of(documented);
    cw.list(query, &Page::default()).unwrap();
    let sent = script.sent();
    let asked = sent[1].query.split('&').next().unwrap();
    asked
        .strip_prefix("conditions=")
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_documented_query_patterns_leave_in_both_dialects() {
    type Ask = fn(&mut RemoteQuery, &ConnectWise);
    // The pattern, the documented conditions, those of the published API.
    let rows: [(&str, Ask, &str, &str); 14] = [
        (
            "for a ticket",
            |q, _| q.target = Some((TargetKind::Ticket, known("54321").unwrap())),
            r#"chargeToId=54321 and chargeToType="ServiceTicket""#,
            r#"chargeToId=54321 and chargeToType="ServiceTicket""#,
        ),
        ("own", |q, _| q.own = true, "member/id=123", "member/id=123"),
        (
            "by member",
            |q, _| q.member = known("124"),
            "member/id=124",
            "member/id=124",
        ),
        (
            "by date range, with room for zones and servers",
            |q, _| (q.first_day, q.last_day) = (day(2, 1), day(2, 29)),
            "timeStart>[2024-01-30T10:00:00Z] and timeStart<[2024-03-02T12:00:00Z]",
            "timeStart>[2024-01-30T10:00:00Z] and timeStart<[2024-03-02T12:00:00Z]",
        ),
        (
            "unbilled",
            |q, cw| {
                q.statuses = cw.unbilled().statuses.to_vec();
                q.billable = cw.unbilled().billable.to_vec();
            },
            r#"status="Open" and billableOption="Billable""#,
            r#"status not in ("Billed","BilledAgreement","WrittenOff") and billableOption="Billable""#,
        ),
        (
            "for a company",
            |q, _| q.client = known("12345"),
            "company/id=12345",
            "company/id=12345",
        ),
        (
            "approved, waiting to be billed",
            |q, _| {
                q.statuses = vec![Status::Approved];
                q.billable = vec![Billable::Billable];
            },
            r#"status="Approved" and billableOption="Billable""#,
            r#"status in ("ApprovedByTierOne","ApprovedByTierTwo","ReadyToBill") and billableOption="Billable""#,
        ),
        (
            "my time of a week",
            |q, _| {
                q.own = true;
                (q.from, q.to) = (Some(1_707_696_000), Some(1_708_300_800));
            },
            "member/id=123 and timeStart>[2024-02-11T00:00:00Z] and timeStart<[2024-02-20T00:00:00Z]",
            "member/id=123 and timeStart>[2024-02-11T00:00:00Z] and timeStart<[2024-02-20T00:00:00Z]",
        ),
        (
            "submitted, unknown words too",
            |q, _| q.statuses = vec![Status::Submitted, Status::Approved],
            r#"status not in ("Open","Rejected","Billed")"#,
            r#"status not in ("Open","ErrorsCorrected","Rejected","RejectBySecondTier","Billed","BilledAgreement","WrittenOff")"#,
        ),
        (
            "kinds",
            |q, _| q.kinds = vec![Chargeable::ChargeCode, Chargeable::Activity],
            r#"chargeToType in ("ChargeCode","Activity")"#,
            r#"chargeToType in ("ChargeCode","Activity")"#,
        ),
        (
            "a kind that not every version has a word for",
            |q, _| q.kinds = vec![Chargeable::Ticket, Chargeable::Client],
            "",
            "",
        ),
        (
            "references",
            |q, _| {
                (q.project, q.work_type) = (known("801"), known("5"));
                (q.work_role, q.agreement) = (known("2"), known("71"));
            },
            "project/id=801 and workType/id=5 and workRole/id=2 and agreement/id=71",
            "project/id=801 and workType/id=5 and workRole/id=2 and agreement/id=71",
        ),
        (
            "what is compared here alone",
            |q, _| {
                q.search = Some("dns".into());
                q.agreement = Some(Wanted::None);
            },
            "",
            "",
        ),
        (
            "a person's own words, and the rest",
            |q, _| {
                q.own = true;
                q.where_text = Some(r#"workType/name="Remote" or actualHours>4"#.into());
            },
            r#"(workType/name="Remote" or actualHours>4) and member/id=123"#,
            r#"(workType/name="Remote" or actualHours>4) and member/id=123"#,
        ),
    ];
    for (name, ask, documented, published) in rows {
        for (is_documented, expected) in [(true, documented), (false, published)] {
            let (mut cw, _) = backend(Some("123"), vec![]);
            cw.dialect = Dialect::of(is_documented);
            let mut query = RemoteQuery::default();
            ask(&mut query, &cw);
            let asked = conditions(is_documented, &query);
            assert_eq!(asked, expected, "{name}, documented: {is_documented}");
        }
    }
}

#[test]
fn only_the_persons_own_words_are_the_persons_mistake() {
    let refused = || {
        let said =
            json!({"code": "ApiFindCondition", "message": "wrkType is not a recognized name."});
        vec![company("v1"), (LIST, Says::Json(400, said))]
    };
    let (cw, _) = backend(Some("123"), refused());
    let query = RemoteQuery {
        where_text: Some("wrkType/id=1".into()),
        ..RemoteQuery::default()
    };
    let error = cw.list(&query, &Page::default()).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)), "{error:?}");
    assert!(error.message.contains("wrkType is not a recognized name"));
    let (cw, _) = backend(Some("123"), refused());
    let error = cw.list(&RemoteQuery::default(), &Page::default());
    assert_eq!(error.unwrap_err().kind, ErrorKind::Protocol);
}

#[test]
fn what_a_persons_own_words_name_is_not_presumed() {
    let (cw, _) = backend(Some("123"), vec![]);
    let rows = [
        ("member/id=124", true, false),
        (
            "timeStart>=[2024-02-01] and timeStart<[2024-03-01]",
            false,
            true,
        ),
        (r#"notes like "%member timeStart%""#, false, false),
        ("id=1001", false, true),
        ("company/id=5", false, false),
    ];
    for (text, member, window) in rows {
        let named = cw.names(text);
        assert_eq!((named.member, named.window), (member, window), "{text}");
    }
}

#[test]
fn the_newest_come_first_where_only_so_many_are_wanted() {
    let answer = (LIST, Says::Json(200, json!([row(1)])));
    let (cw, script) = backend(Some("123"), vec![company("v1"), answer]);
    let query = RemoteQuery {
        newest_first: true,
        ..RemoteQuery::default()
    };
    cw.list(&query, &Page::default()).unwrap();
    let asked = &script.sent()[1].query;
    assert!(
        asked.contains("orderBy=timeStart desc, id desc&"),
        "{asked}"
    );
}
