use super::*;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Pause;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::RemoteId;
use crate::domain::status::BookedAs;
use crate::report::sample::{NINE, breach, day, entry, here, link};
use crate::screen;
use proptest::prelude::*;

/// Two days with one of everything that a row can look like.
fn days() -> Vec<(Entry, Option<Link>)> {
    let mut sent = entry(9, -19 * 60, 90);
    sent.status = Status::Submitted;
    let mut tie = link(&sent);
    tie.remote_id = Some(RemoteId("77".to_owned()));
    tie.delivered_revision = 1;
    let owed = entry(12, 0, 50);
    let mut held = entry(13, 60, 30);
    held.content.target = None;
    held.content.client = Some(Reference::known("7", Some("Bäckerei 日本")));
    held.content.note = Some("two\nlines \u{1b}[31mred".to_owned());
    held.held = vec![breach("tt/review", "note", "look")];
    let mut night = entry(14, 13 * 60, 240);
    night.content.profile = None;
    night.content.note = None;
    night.content.target = Some(Target {
        kind: TargetKind::ChargeCode,
        at: Reference::typed("Travel"),
    });
    let mut running = entry(15, 100, 0);
    running.content.end = None;
    let mut dated = entry(16, 0, 0);
    dated.content.start = None;
    dated.content.end = None;
    dated.content.length = Some(7200);
    dated.content.booked_as = BookedAs::Date;
    vec![
        (sent, Some(tie)),
        (owed, None),
        (held, None),
        (night, None),
        (running, None),
        (dated, None),
    ]
}

fn drawn_list(entries: &[(Entry, Option<Link>)], columns: Option<usize>, colour: bool) -> String {
    let items: Vec<_> = entries
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    let context = here();
    let totals = Totals::of(&items, &context);
    list(&items, &totals, &context, Canvas { columns, colour })
}

fn assert_lines(found: &str, expected: &[&str]) {
    let found: Vec<_> = found.lines().collect();
    assert_eq!(found, expected, "\n{}", found.join("\n"));
}

#[test]
fn off_a_terminal_columns_are_aligned_and_nothing_is_cut() {
    assert_lines(
        &drawn_list(&days(), None, false),
        &[
            "id  day         time           length  billed  charged to     note                                                        state",
            "9   Sat 21 Nov  14:00–15:30    1h 30m  1h 30m  #54321         Diagnosed email delivery issue. Identified blocked sender.  submitted, sent",
            "12  Sun 22 Nov  09:00–09:50       50m      1h  #54321         Diagnosed email delivery issue. Identified blocked sender.  owed",
            "13  Sun 22 Nov  10:00–10:30       30m     30m  Bäckerei 日本  two⏎lines ␛[31mred                                          held!",
            "14  Sun 22 Nov  22:00–02:00+1      4h      4h  Travel                                                                     open",
            "15  Sun 22 Nov  10:40–            20m     30m  #54321         Diagnosed email delivery issue. Identified blocked sender.  running",
            "16  Sun 22 Nov                     2h      2h  #54321         Diagnosed email delivery issue. Identified blocked sender.  owed",
            "6 entries, 9h 10m worked, 9h 30m billed",
        ],
    );
}

#[test]
fn a_terminal_of_eighty_columns_is_filled_and_not_passed() {
    assert_lines(
        &drawn_list(&days(), Some(80), false),
        &[
            "id  day         time           length  charged to    note                state",
            "────────────────────────────────────────────────────────────────────────────────",
            "9   Sat 21 Nov  14:00–15:30    1h 30m  #54321        Diagnosed email d…  s sent",
            "12  Sun 22 Nov  09:00–09:50       50m  #54321        Diagnosed email d…  owed",
            "13              10:00–10:30       30m  Bäckerei 日…  two⏎lines ␛[31mred  held!",
            "14              22:00–02:00+1      4h  Travel                            open",
            "15              10:40–            20m  #54321        Diagnosed email d…  running",
            "16                                 2h  #54321        Diagnosed email d…  owed",
            "s submitted, without a letter open, ! needs you: `tt review`",
            "6 entries, 9h 10m worked, 9h 30m billed",
        ],
    );
}

#[test]
fn sixty_columns_can_be_read() {
    assert_lines(
        &drawn_list(&days(), Some(60), false),
        &[
            "id  time           length  what                      state",
            "────────────────────────────────────────────────────────────",
            "    Sat 21 Nov     1h 30m",
            "9   14:00–15:30    1h 30m  #54321 Diagnosed email…   s sent",
            "    Sun 22 Nov     7h 40m",
            "12  09:00–09:50       50m  #54321 Diagnosed email…   owed",
            "13  10:00–10:30       30m  Bäckerei 日本 two⏎lines…  held!",
            "14  22:00–02:00+1      4h  Travel                    open",
            "15  10:40–            20m  #54321 Diagnosed email…   running",
            "16                     2h  #54321 Diagnosed email…   owed",
            "s submitted, without a letter open, ! needs you: `tt review`",
            "6 entries, 9h 10m worked, 9h 30m billed",
        ],
    );
}

#[test]
fn a_wide_terminal_says_states_in_full() {
    assert_lines(
        &drawn_list(&days(), Some(120), false),
        &[
            "id  day         time           length  billed  charged to     note                                       state",
            "────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────",
            "9   Sat 21 Nov  14:00–15:30    1h 30m  1h 30m  #54321         Diagnosed email delivery issue. Identifi…  submitted, sent",
            "12  Sun 22 Nov  09:00–09:50       50m      1h  #54321         Diagnosed email delivery issue. Identifi…  owed",
            "13              10:00–10:30       30m     30m  Bäckerei 日本  two⏎lines ␛[31mred                         held!",
            "14              22:00–02:00+1      4h      4h  Travel                                                    open",
            "15              10:40–            20m     30m  #54321         Diagnosed email delivery issue. Identifi…  running",
            "16                                 2h      2h  #54321         Diagnosed email delivery issue. Identifi…  owed",
            "6 entries, 9h 10m worked, 9h 30m billed",
        ],
    );
}

#[test]
fn colour_changes_nothing_but_colour() {
    let coloured = drawn_list(&days(), Some(80), true);
    assert!(coloured.contains('\u{1b}'));
    let without: Vec<String> = coloured
        .lines()
        .map(|line| {
            let mut parts = line.split('\u{1b}');
            let first = parts.next().unwrap().to_owned();
            let rest = parts.map(|part| part.split_once('m').unwrap().1);
            (first + &rest.collect::<String>()).trim_end().to_owned()
        })
        .collect();
    let plain = drawn_list(&days(), Some(80), false);
    assert_eq!(without, plain.lines().collect::<Vec<_>>());
}

#[test]
fn a_parked_timer_and_another_year_are_told() {
    let mut parked = entry(1, 0, 0);
    parked.content.end = None;
    parked.content.pauses = vec![Pause {
        start: NINE + 600,
        end: None,
    }];
    parked.content.date = day(2025, 11, 22);
    parked.content.note = None;
    assert_lines(
        &drawn_list(&[(parked, None)], None, false),
        &[
            "id  day         time    length  billed  charged to  note  state",
            "1   2025-11-22  09:00–     10m     15m  #54321            parked",
            "1 entry, 10m worked, 15m billed",
        ],
    );
}

#[test]
fn no_entries_are_a_sentence_on_a_terminal_and_nothing_elsewhere() {
    assert_eq!(drawn_list(&[], Some(80), false), "No entries.\n");
    assert_eq!(drawn_list(&[], None, false), "");
}

#[test]
fn a_table_ends_after_a_thousand_rows_and_counts_the_rest() {
    let many: Vec<_> = (1..=1_001).map(|id| (entry(id, 0, 60), None)).collect();
    for columns in [None, Some(80), Some(60)] {
        let text = drawn_list(&many, columns, false);
        let rows = text.lines().filter(|line| line.contains("#54321")).count();
        assert_eq!(rows, MAX_ROWS);
        let end: Vec<_> = text.lines().rev().take(2).collect();
        assert_eq!(
            end,
            [
                "1001 entries, 1001h",
                "1 more not shown: narrow the period, or use --json"
            ]
        );
    }
    let text = drawn_list(&many[..1_000], None, false);
    assert!(!text.contains("more not shown"));
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_terminal(
        columns in 56_usize..140,
        note in "\\PC{0,60}",
        client in proptest::option::of("\\PC{0,30}"),
        minutes in 1_i64..1440,
    ) {
        let mut entry = entry(123, 0, minutes);
        entry.content.note = Some(note);
        entry.content.client = client.as_deref().map(Reference::typed);
        let text = drawn_list(&[(entry, None)], Some(columns), false);
        for line in text.lines() {
            prop_assert!(screen::width(line) <= columns, "{columns}: {line}");
        }
    }
}

/// Two flexible columns behind a fixed one of a single letter, in 40 columns.
#[test]
fn what_one_column_does_not_need_the_other_gets() {
    let long = "#54321 Email delivery to one domain fails";
    for (target, note, wide, rest) in [
        (long, "mail", 31, 4),
        // A blank before the cut is left out.
        (long, long, 13, 21),
        ("#54321", long, 6, 29),
        ("#54321", "mail", 6, 4),
    ] {
        let mut rows = [Row::new(["1", target, note].map(str::to_owned).to_vec())];
        fit(&mut rows, 40, &[1, 2]);
        let found: Vec<_> = rows[0]
            .cells
            .iter()
            .map(|cell| screen::width(cell))
            .collect();
        assert_eq!(found, [1, wide, rest], "{target:?} {note:?}");
    }
}
