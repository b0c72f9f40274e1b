use super::*;
use crate::domain::entry::Entry;
use crate::domain::status::Billable;
use crate::report::sample::{day, entry, here, ticket};
use proptest::prelude::*;

/// Groups these entries; (key in words, minutes worked, minutes billed, entries) a row.
fn rows(entries: &[Entry], by: &[By]) -> Vec<(String, i64, i64, u64)> {
    let context = here();
    let mut sums = Sums::new(by, Weekday::Mon);
    for entry in entries {
        sums.add(&Item::stored(entry, None), &context);
    }
    let report = sums.finish(None, None);
    let word = |key: &Key| match key {
        Key::Date(date) => date.to_string(),
        Key::Thing { text, .. } => text.clone(),
        Key::Nothing => "-".to_owned(),
    };
    let row = |row: &Row| {
        let keys: Vec<_> = row.keys.iter().map(word).collect();
        let totals = &row.totals;
        let (worked, billed) = (totals.worked / 60, totals.billed / 60);
        (keys.join("/"), worked, billed, totals.n_entries)
    };
    report.rows.iter().map(row).collect()
}

fn expected(rows: &[(&str, i64, i64, u64)]) -> Vec<(String, i64, i64, u64)> {
    let own = |row: &(&str, i64, i64, u64)| (row.0.to_owned(), row.1, row.2, row.3);
    rows.iter().map(own).collect()
}

/// Sunday 22nd: 50 and 30 minutes; Saturday 21st 90; Sunday 15th 7 that are not billed.
fn days() -> Vec<Entry> {
    let mut first = entry(1, 0, 50);
    first.content.client = Some(Reference::typed("acme"));
    first.content.tags = ["a".to_owned(), "b".to_owned()].into();
    let mut second = entry(2, 60, 30);
    second.content.target = Some(ticket("7"));
    second.content.client = Some(Reference {
        id: Some("12".to_owned()),
        typed: "12".to_owned(),
        name: Some("Acme".to_owned()),
    });
    second.content.tags = ["a".to_owned()].into();
    let third = entry(3, -24 * 60, 90);
    let mut free = entry(4, -7 * 24 * 60, 7);
    free.content.billable = Billable::DoNotBill;
    free.content.target = None;
    vec![first, second, third, free]
}

#[test]
fn time_stands_in_its_order_and_the_rest_by_time_worked() {
    let entries = days();
    for (by, found) in [
        (
            &[By::Day][..],
            &[
                ("2026-11-15", 7, 0, 1),
                ("2026-11-21", 90, 90, 1),
                // 50 and 30 go up to 60 and 30, each by itself.
                ("2026-11-22", 80, 90, 2),
            ][..],
        ),
        (
            &[By::Week],
            &[("2026-11-09", 7, 0, 1), ("2026-11-16", 170, 180, 3)],
        ),
        (&[By::Month], &[("2026-11-01", 177, 180, 4)]),
        (
            &[By::Ticket],
            &[("54321", 140, 150, 2), ("7", 30, 30, 1), ("-", 7, 0, 1)],
        ),
        // The client as typed and as the service knows it are one.
        (&[By::Client], &[("Acme", 80, 90, 2), ("-", 97, 90, 2)]),
        // The first entry counts under both of its tags.
        (
            &[By::Tag],
            &[("a", 80, 90, 2), ("b", 50, 60, 1), ("-", 97, 90, 2)],
        ),
        (
            &[By::Billable, By::Day],
            &[
                ("no-default/2026-11-21", 90, 90, 1),
                ("no-default/2026-11-22", 80, 90, 2),
                ("do-not-bill/2026-11-15", 7, 0, 1),
            ],
        ),
        (&[By::Status], &[("open", 177, 180, 4)]),
        (&[By::Profile], &[("work", 177, 180, 4)]),
        (&[By::WorkType], &[("-", 177, 180, 4)]),
    ] {
        assert_eq!(rows(&entries, by), expected(found), "{by:?}");
    }
}

#[test]
fn weeks_begin_when_they_are_said_to() {
    for (date, start, first) in [
        (day(2026, 11, 22), Weekday::Mon, day(2026, 11, 16)),
        (day(2026, 11, 22), Weekday::Sun, day(2026, 11, 22)),
        (day(2026, 11, 21), Weekday::Sun, day(2026, 11, 15)),
        (day(2027, 1, 1), Weekday::Mon, day(2026, 12, 28)),
    ] {
        assert_eq!(first_of_week(date, start), first, "{date} {start}");
    }
}

#[test]
fn two_clients_of_one_name_stay_two_rows() {
    let mut entries = vec![entry(1, 0, 60), entry(2, 60, 30)];
    for (entry, id) in entries.iter_mut().zip(["8", "9"]) {
        entry.content.client = Some(Reference::known(id, Some("Acme")));
    }
    let found = rows(&entries, &[By::Client]);
    assert_eq!(
        found,
        expected(&[("Acme (8)", 60, 60, 1), ("Acme (9)", 30, 30, 1)])
    );
}

proptest! {
    /// Whatever it is grouped by, rows add up to the total, and the total is that of a list.
    #[test]
    fn a_report_adds_up_to_the_list(
        given in proptest::collection::vec((-60_000_i64..60_000, 1..600_i64, 0..4_usize, 0..3_usize, any::<bool>()), 0..40),
        one in proptest::sample::select(By::ALL),
        two in proptest::option::of(proptest::sample::select(By::ALL)),
    ) {
        let context = here();
        let entries: Vec<_> = given.iter().zip(1..).map(|((after, minutes, client, tags, free), id)| {
            let mut entry = entry(id, *after, *minutes);
            let clients = [None, Some("acme"), Some("Acme"), Some("b")];
            entry.content.client = clients[*client].map(Reference::typed);
            entry.content.tags = ["x", "y"].iter().take(*tags).map(|tag| (*tag).to_owned()).collect();
            if *free {
                entry.content.billable = Billable::DoNotBill;
            }
            entry
        }).collect();
        let items: Vec<_> = entries.iter().map(|entry| Item::stored(entry, None)).collect();
        let mut by = vec![one];
        by.extend(two);
        let mut sums = Sums::new(&by, Weekday::Mon);
        items.iter().for_each(|item| sums.add(item, &context));
        let report = sums.finish(None, None);
        prop_assert_eq!(report.total, Totals::of(&items, &context));
        let mut added = Totals::default();
        report.rows.iter().for_each(|row| added.put(&row.totals));
        if report.several_tags {
            prop_assert!(added.worked > report.total.worked);
        } else {
            prop_assert_eq!(added, report.total);
        }
        let keys: std::collections::BTreeSet<_> = report.rows.iter().map(|row| row.keys.clone()).collect();
        prop_assert_eq!(keys.len(), report.rows.len(), "one row a key");
    }
}
