use super::*;
use crate::domain::ids::RemoteId;
use crate::domain::status::BookedAs;
use std::collections::BTreeMap;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

/// Sun 22 Nov 2026, 09:00 to 10:00 UTC.
const NINE: i64 = 1_795_338_000;

fn row() -> Remote {
    let mut content = Content::blank(day(22), "UTC", BookedAs::Range);
    content.start = Some(NINE);
    content.end = Some(NINE + 3600);
    content.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::known("54321", Some("Mail flow")),
    });
    content.client = Some(Reference::known("12345", Some("Northwind Ltd")));
    content.work_type = Some(Reference::known("5", Some("Remote")));
    content.billable = Billable::Billable;
    content.note = Some("Fixed the DNS".into());
    content.internal_note = Some("Two tries".into());
    Remote {
        id: RemoteId("7".into()),
        key: None,
        keeps_key: false,
        content,
        status: Status::Approved,
        status_word: None,
        locked: true,
        reject_reason: None,
        changed_at: None,
        sheet: None,
        raw: BTreeMap::new(),
    }
}

fn asked(change: impl FnOnce(&mut RemoteQuery)) -> RemoteQuery {
    let mut query = RemoteQuery::default();
    change(&mut query);
    query
}

fn is(typed: &str) -> Option<Wanted> {
    Some(Wanted::Is(Reference::typed(typed)))
}

fn known(id: &str) -> Option<Wanted> {
    Some(Wanted::Is(Reference::known(id, None)))
}

#[test]
fn every_field_lets_its_own_through_and_stops_another() {
    type Ask = fn(&mut RemoteQuery);
    let rows: [(&str, Ask, Ask); 15] = [
        ("from", |q| q.from = Some(NINE), |q| q.from = Some(NINE + 1)),
        ("to", |q| q.to = Some(NINE + 1), |q| q.to = Some(NINE)),
        (
            "first day",
            |q| q.first_day = Some(day(22)),
            |q| q.first_day = Some(day(23)),
        ),
        (
            "last day",
            |q| q.last_day = Some(day(22)),
            |q| q.last_day = Some(day(21)),
        ),
        ("own, member", |q| q.own = true, |q| q.member = known("124")),
        (
            "kind",
            |q| q.kinds = vec![Chargeable::General, Chargeable::Ticket],
            |q| q.kinds = vec![Chargeable::Client],
        ),
        (
            "target",
            |q| q.target = Some((TargetKind::Ticket, known("54321").unwrap())),
            |q| q.target = Some((TargetKind::Activity, known("54321").unwrap())),
        ),
        (
            "no target of a kind",
            |q| q.target = Some((TargetKind::Activity, Wanted::None)),
            |q| q.target = Some((TargetKind::Ticket, Wanted::None)),
        ),
        (
            "client by name",
            |q| q.client = is(" northwind ltd"),
            |q| q.client = is("northwind"),
        ),
        (
            "work type by number",
            |q| q.work_type = is("#5"),
            |q| q.work_type = known("6"),
        ),
        (
            "none",
            |q| q.agreement = Some(Wanted::None),
            |q| q.client = Some(Wanted::None),
        ),
        (
            "billable",
            |q| q.billable = vec![Billable::NoCharge, Billable::Billable],
            |q| q.billable = vec![Billable::DoNotBill],
        ),
        (
            "status",
            |q| q.statuses = vec![Status::Approved],
            |q| q.statuses = vec![Status::Open, Status::Billed],
        ),
        (
            "running",
            |q| q.running = Some(false),
            |q| q.running = Some(true),
        ),
        (
            "state",
            |q| q.states = vec![InvoiceState::NonBillable, InvoiceState::Open],
            |q| q.states = vec![InvoiceState::NonBillable],
        ),
    ];
    assert!(matches(&row(), &RemoteQuery::default()));
    for (name, through, stopped) in rows {
        assert!(matches(&row(), &asked(through)), "{name}");
        assert!(!matches(&row(), &asked(stopped)), "{name}");
    }
    for (text, said) in [("dns", true), ("two TRIES", true), ("mail", false)] {
        let query = asked(|q| q.search = Some(text.into()));
        assert_eq!(matches(&row(), &query), said, "{text}");
    }
}

#[test]
fn somebody_elses_time_is_not_ones_own_and_no_client_is_asked_for_apart() {
    let mut other = row();
    other.content.member = Some(Reference::known("124", Some("Al Smith")));
    assert!(!matches(&other, &asked(|q| q.own = true)));
    assert!(matches(&other, &asked(|q| q.member = is("al smith"))));
    other.content.client = None;
    let query = asked(|q| q.client = known("12345"));
    assert!(!matches(&other, &query));
    let query = RemoteQuery {
        include_no_client: true,
        ..query
    };
    assert!(matches(&other, &query) && matches(&row(), &query));
}

#[test]
fn entries_without_clock_times_count_by_their_day() {
    let mut row = row();
    (row.content.start, row.content.end) = (None, None);
    row.content.length = Some(3600);
    assert!(matches(&row, &asked(|q| q.first_day = Some(day(22)))));
    assert!(!matches(&row, &asked(|q| q.from = Some(NINE))));
    assert!(matches(&row, &asked(|q| q.running = Some(false))));
}

#[test]
fn the_window_holds_every_zones_day() {
    let query = asked(|q| {
        (q.first_day, q.last_day) = (Some(day(22)), Some(day(22)));
    });
    let midnight = NINE - 9 * 3600;
    let window = (Some(midnight - 14 * 3600), Some(midnight + 36 * 3600));
    assert_eq!(query.window(), window);
    let query = RemoteQuery {
        from: Some(NINE),
        to: Some(NINE + 60),
        ..query
    };
    assert_eq!(query.window(), (Some(NINE), Some(NINE + 60)));
    assert_eq!(RemoteQuery::default().window(), (None, None));
}
