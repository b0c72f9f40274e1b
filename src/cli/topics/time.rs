//! `tt help time`: the grammar of times as tables of examples. A test reads every
//! example with the grammar itself.

use super::page::Part;

/// What reads the examples of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Kind {
    Length,
    Clock,
    Range,
    Day,
    Period,
    Ids,
}

impl Kind {
    const fn title(self) -> &'static str {
        match self {
            Self::Length => "Lengths",
            Self::Clock => "Clock times and instants",
            Self::Range => "Ranges",
            Self::Day => "Days",
            Self::Period => "Periods",
            Self::Ids => "Entries",
        }
    }
}

/// One kind of time.
pub(in crate::cli) struct Section {
    pub(in crate::cli) kind: Kind,
    says: &'static str,
    /// What is typed, and what it means at the moment of [`INTRODUCTION`].
    pub(in crate::cli) taken: &'static [(&'static str, &'static str)],
    /// What is typed and refused, and why.
    pub(in crate::cli) refused: &'static [(&'static str, &'static str)],
}

const INTRODUCTION: &str = "Whatever is typed has one meaning, and what was understood is printed. \
What has none is refused with exit code 2 and the nearest form that has one; nothing is guessed. \
The examples were typed on Sunday 22 November 2026 at 10:37 in Amsterdam.";

const END: &str = "A clock time without a day is the latest one that has passed; with --future it \
may be still to come today. Of an hour that exists twice when clocks go back the earlier is taken, \
and said; an hour that does not exist is refused. A length without a start goes into the latest \
free stretch of today, or behind the entries of the day it is given; on a day without any it \
begins at [time] day_start.";

pub(in crate::cli) const SECTIONS: &[Section] = &[
    Section {
        kind: Kind::Length,
        says: "Hours with a point or comma, hours and minutes, or minutes. A whole number from 10 \
               to 600 is minutes, and m is always minutes.",
        taken: &[
            ("1.5h", "1h 30m"),
            ("1,5", "1h 30m"),
            ("0.25", "15m"),
            ("1h30", "1h 30m"),
            ("1h 30m", "1h 30m"),
            ("1:30", "1h 30m"),
            ("90m", "1h 30m"),
            ("90min", "1h 30m"),
            ("45", "45m"),
            ("2h 5m 30s", "2h 5m 30s"),
        ],
        refused: &[
            ("8", "hours or minutes? write 8h or 8m"),
            ("0930", "a clock time? write 9h30m for the length"),
            ("7:30", "a clock time or a length? write 7h30m"),
            ("25h", "longer than a day"),
            ("0", "nothing"),
        ],
    },
    Section {
        kind: Kind::Clock,
        says: "For --at, --start and --end. A day may stand before a clock time; an instant has its \
               date and may have a zone.",
        taken: &[
            ("9", "Sun 22 Nov 09:00"),
            ("9:30", "Sun 22 Nov 09:30"),
            ("0930", "Sun 22 Nov 09:30"),
            ("9.30", "Sun 22 Nov 09:30"),
            ("9am", "Sun 22 Nov 09:00"),
            ("9:30pm", "Sat 21 Nov 21:30"),
            ("noon", "Sat 21 Nov 12:00"),
            ("midnight", "Sun 22 Nov 00:00"),
            ("now", "Sun 22 Nov 10:37"),
            ("-30m", "Sun 22 Nov 10:07"),
            ("2h ago", "Sun 22 Nov 08:37"),
            ("yesterday 9:30", "Sat 21 Nov 09:30"),
            ("2026-11-20T09:00", "Fri 20 Nov 09:00"),
            ("2026-11-20T09:00Z", "Fri 20 Nov 10:00"),
        ],
        refused: &[
            ("900", "9:00 or 0900?"),
            ("24:00", "write midnight"),
            ("-30", "the unit is missing: -30m"),
        ],
    },
    Section {
        kind: Kind::Range,
        says: "Two clock times, or one and a length. The second takes the date of the first; over \
               midnight up to 12 hours.",
        taken: &[
            ("9-10:30", "Sun 22 Nov 09:00–10:30, 1h 30m"),
            ("09:00 - 10:00", "Sun 22 Nov 09:00–10:00, 1h"),
            ("9am-10am", "Sun 22 Nov 09:00–10:00, 1h"),
            ("9 to 10", "Sun 22 Nov 09:00–10:00, 1h"),
            ("9..10", "Sun 22 Nov 09:00–10:00, 1h"),
            ("8:30-now", "Sun 22 Nov 08:30–10:37, 2h 7m"),
            ("8 for 1.5h", "Sun 22 Nov 08:00–09:30, 1h 30m"),
            ("22-2", "Sat 21 Nov 22:00–02:00, 4h"),
            ("fri 13-14", "Fri 20 Nov 13:00–14:00, 1h"),
        ],
        refused: &[
            ("9-5", "write 9-17"),
            ("10-9", "the end is before the start"),
        ],
    },
    Section {
        kind: Kind::Day,
        says: "A weekday is the latest one, today included. A numeric day needs [time] date_order \
               where both numbers could be the month.",
        taken: &[
            ("today", "2026-11-22"),
            ("yesterday", "2026-11-21"),
            ("mon", "2026-11-16"),
            ("last-fri", "2026-11-20"),
            ("-2d", "2026-11-20"),
            ("2026-11-20", "2026-11-20"),
            ("20/11", "2026-11-20"),
            ("20-11", "2026-11-20"),
            ("nov20", "2026-11-20"),
        ],
        refused: &[
            ("5/11", "5 November or 11 May?"),
            ("31/11", "there is none"),
        ],
    },
    Section {
        kind: Kind::Period,
        says: "Any day, two days with .. between them, or one of these. W is the week by ISO, Q the \
               quarter.",
        taken: &[
            ("today", "2026-11-22"),
            ("mon..fri", "2026-11-16..2026-11-20"),
            ("week", "2026-11-16..2026-11-22"),
            ("last-week", "2026-11-09..2026-11-15"),
            ("month", "2026-11-01..2026-11-30"),
            ("last-month", "2026-10-01..2026-10-31"),
            ("quarter", "2026-10-01..2026-12-31"),
            ("year", "2026-01-01..2026-12-31"),
            ("2026-11", "2026-11-01..2026-11-30"),
            ("2026-W47", "2026-11-16..2026-11-22"),
            ("2026-Q4", "2026-10-01..2026-12-31"),
            ("2026-01..2026-12", "2026-01-01..2026-12-31"),
            ("201301..201302", "2013-01-01..2013-02-28"),
            ("this_month", "2026-11-01..2026-11-30"),
            ("prev_year", "2025-01-01..2025-12-31"),
        ],
        refused: &[],
    },
    Section {
        kind: Kind::Ids,
        says: "Where entries are named. A bare whole number and N-M are always entries, never a \
               year or a day: the year is 2026-01..2026-12, the day 20/11.",
        taken: &[
            ("12", "entry 12"),
            ("12-15", "entries 12 to 15"),
            ("last", "the one booked last"),
            ("^2", "the one booked before that"),
            ("current", "the running timer"),
        ],
        refused: &[("15-12", "the smaller number comes first")],
    },
];

pub(in crate::cli) fn parts() -> Vec<Part> {
    let mut parts = vec![Part::text(INTRODUCTION)];
    for section in SECTIONS {
        parts.push(Part::heading(section.kind.title()));
        parts.push(Part::text(section.says));
        parts.push(Part::rows(section.taken));
        if !section.refused.is_empty() {
            let rows = section.refused.iter();
            let rows = rows.map(|(typed, why)| ((*typed).to_owned(), format!("refused: {why}")));
            parts.push(Part::Rows(rows.collect()));
        }
    }
    parts.push(Part::heading("Where it goes"));
    parts.push(Part::text(END));
    parts
}
