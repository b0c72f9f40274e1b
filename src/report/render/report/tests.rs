use super::*;
use crate::domain::entry::Entry;
use crate::report::Item;
use crate::report::build::Sums;
use crate::report::sample::{entry, here};
use chrono::Weekday;

fn report(by: &[By]) -> Report {
    let context = here();
    let mut one = entry(1, 0, 50);
    one.content.tags = ["=1+1".to_owned(), "a,\"b\"".to_owned()].into();
    let mut two = entry(2, -24 * 60, 120);
    two.content.tags = ["x|y <b>\u{1b}".to_owned()].into();
    let entries: [Entry; 2] = [one, two];
    let mut sums = Sums::new(by, Weekday::Mon);
    for entry in &entries {
        sums.add(&Item::stored(entry, None), &context);
    }
    sums.finish(None, None)
}

fn on(columns: Option<usize>) -> Canvas {
    Canvas {
        columns,
        colour: false,
    }
}

#[test]
fn a_terminal_gets_bars_and_a_pipe_plain_columns() {
    let found = table(&report(&[By::Day]), on(Some(64)));
    let lines: Vec<_> = found.lines().collect();
    // 50m go up to 1h; the bar of 2h is whole, that of 50m 5/12 of 24 columns.
    assert_eq!(
        lines,
        [
            "day              worked  billed  entries",
            "────────────────────────────────────────────────────────────────",
            "Sat 21 Nov 2026      2h      2h        1  ██████████████████████",
            "Sun 22 Nov 2026     50m      1h        1  █████████▏",
            "────────────────────────────────────────────────────────────────",
            "total            2h 50m      3h        2",
        ]
    );
    let found = table(&report(&[By::Week, By::Day]), on(None));
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(
        lines,
        [
            "week                 day              worked  billed  entries",
            "W47  16–22 Nov 2026  Sat 21 Nov 2026      2h      2h        1",
            "W47  16–22 Nov 2026  Sun 22 Nov 2026     50m      1h        1",
            "total                                 2h 50m      3h        2",
        ]
    );
}

#[test]
fn text_means_nothing_to_whoever_reads_it() {
    let report = report(&[By::Tag]);
    assert_eq!(
        csv(&report),
        "tag,worked_seconds,billed_seconds,entries\n\
         x|y <b>\u{1b},7200,7200,1\n\
         '=1+1,3000,3600,1\n\
         \"a,\"\"b\"\"\",3000,3600,1\n"
    );
    let markdown = markdown(&report);
    assert!(markdown.contains("x\\|y &lt;b>␛"), "{markdown}");
    assert!(!markdown.contains('\u{1b}'), "{markdown}");
    let table = table(&report, on(Some(80)));
    assert!(!table.contains('\u{1b}'), "{table}");
    assert!(table.contains("counts it once"), "{table}");
    // Once in the total: 2h and 50m.
    assert!(
        table.contains("\ntotal     2h 50m      3h        2\n"),
        "{table}"
    );
}
