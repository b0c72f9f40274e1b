use super::*;
use crate::domain::entry::Entry;
use crate::report::Item;
use crate::report::build::Grids;
use crate::report::sample::{day, entry, here, ticket};
use crate::screen::width;
use chrono::Weekday;
use proptest::prelude::*;

fn drawn(entries: &[Entry], columns: Option<usize>) -> String {
    let context = here();
    let mut grids = Grids::default();
    for entry in entries {
        grids.add(&Item::stored(entry, None), &context);
    }
    let (from, to) = (day(2026, 11, 16), day(2026, 11, 22));
    let grid = grids.finish((from, to), day(2026, 11, 20), Weekday::Mon, 8 * 3600);
    let canvas = Canvas {
        columns,
        colour: false,
    };
    week(&grid, canvas)
}

/// Thursday 7h 50m approved, Friday 2h open and 1h submitted.
fn entries() -> Vec<Entry> {
    let (thursday, friday) = (-3 * 24 * 60, -2 * 24 * 60);
    let mut one = entry(1, thursday, 470);
    one.status = Status::Approved;
    let mut three = entry(3, friday + 120, 60);
    three.status = Status::Submitted;
    three.content.target = Some(ticket("7"));
    vec![one, entry(2, friday, 120), three]
}

#[test]
fn eighty_columns_hold_a_week() {
    let found = drawn(&entries(), Some(80));
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(
        lines,
        [
            "16–22 Nov 2026   Mo16   Tu17   We18   Th19    Fr20    Sa21  Su22   total",
            "────────────────────────────────────────────────────────────────────────",
            "#54321              ·      ·      ·   7:50a   2:00o      ·     ·    9:50",
            "#7                  ·      ·      ·      ·    1:00s      ·     ·    1:00",
            "────────────────────────────────────────────────────────────────────────",
            "total               ·      ·      ·   7:50a   3:00o+     ·     ·   10:50",
            "to target       -8:00  -8:00  -8:00  -0:10   -5:00                -29:10",
            "o open, sent or not, s submitted, a approved, + others are further along",
            "3 entries, 10h 50m worked, 11h billed",
            "2h open, 1h submitted, 7h 50m approved",
        ]
    );
}

#[test]
fn off_a_terminal_nothing_is_cut_and_nothing_drawn() {
    let found = drawn(&entries(), None);
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "16–22 Nov 2026  Mon 11-16  Tue 11-17  Wed 11-18  Thu 11-19  Fri 11-20  Sat 11-21  Sun 11-22   total",
            "#54321                  -          -          -      7:50a     2:00o           -          -    9:50",
            "#7                      -          -          -          -     1:00s           -          -    1:00",
        ]
    );
    assert_eq!(drawn(&[], None), "");
    assert_eq!(drawn(&[], Some(80)), "No entries.\n");
}

proptest! {
    #[test]
    fn no_line_of_the_grid_is_wider_than_the_terminal(
        given in proptest::collection::vec((0..7_i64, 1..1440_i64, 0..6_usize, 0..5_usize), 1..30),
        columns in 60_usize..140,
    ) {
        let entries: Vec<_> = given.iter().zip(1..).map(|((back, minutes, target, status), id)| {
            let mut entry = entry(id, -back * 24 * 60, *minutes);
            entry.content.target = Some(ticket(["1", "22", "54321", "日本語のチケット", "\u{1b}[31m", "x"][*target]));
            entry.status = Status::ALL[*status];
            entry
        }).collect();
        let found = drawn(&entries, Some(columns));
        let legend = found.lines().count() - 3;
        for line in found.lines().take(legend) {
            // Seven days of more than ten hours and several states each take nearly 80.
            prop_assert!(width(line) <= columns.max(80), "{columns}: {line}");
        }
        let is_harmless = !found.contains('\u{1b}');
        prop_assert!(is_harmless);
    }
}
