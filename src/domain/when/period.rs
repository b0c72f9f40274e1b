//! Periods: a day, `A..B`, `week`, `last-month`, `2026-11`, `2026-W47`, `2026-Q4`, `2026`.
//!
//! A period is two dates, both inclusive: an entry belongs to the date of its start in its own zone.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::day::{self, days_since};
use super::moment::{self, instant};
use super::refusal::nearest;
use super::{Read, Refusal, Setting, normal, number, two};

const FORMS: &str = "write a day, `week`, `last-week`, `month`, `2026-11`, `2026-W47`, `2026-Q4` or `2026-11-01..2026-11-15`";

const WORDS: [(&str, Unit, i32); 17] = [
    ("week", Unit::Week, 0),
    ("last-week", Unit::Week, -1),
    ("month", Unit::Month, 0),
    ("last-month", Unit::Month, -1),
    ("quarter", Unit::Quarter, 0),
    ("last-quarter", Unit::Quarter, -1),
    ("year", Unit::Year, 0),
    ("last-year", Unit::Year, -1),
    // Moneybird's words for its filters.
    ("this_month", Unit::Month, 0),
    ("prev_month", Unit::Month, -1),
    ("next_month", Unit::Month, 1),
    ("this_quarter", Unit::Quarter, 0),
    ("prev_quarter", Unit::Quarter, -1),
    ("next_quarter", Unit::Quarter, 1),
    ("this_year", Unit::Year, 0),
    ("prev_year", Unit::Year, -1),
    ("next_year", Unit::Year, 1),
];

#[derive(Debug, Clone, Copy)]
enum Unit {
    Week,
    Month,
    Quarter,
    Year,
}

/// Days from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, not before the first.
    pub to: NaiveDate,
}

impl DaySpan {
    /// One day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// Whether the date lies within.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

impl std::fmt::Display for DaySpan {
    /// `2026-11-16..2026-11-22`, or the one day; reads back as the same.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{}..{}", self.from, self.to)
        }
    }
}

/// One side of `--from`/`--to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// That day, included.
    Day(NaiveDate),
    /// An instant, seconds UTC.
    Instant(i64),
}

/// Reads a period, whole.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn period(text: &str, setting: &Setting) -> Result<DaySpan, Refusal> {
    let plain = normal(text).ok_or_else(|| Refusal::unknown(text, "not a period", FORMS))?;
    match read(&plain, setting) {
        Some(read) => read.map_err(|refusal| refusal.about(text)),
        None => Err(unknown(text, &plain)),
    }
}

fn unknown(text: &str, plain: &str) -> Refusal {
    if number(plain, 9).is_some() {
        return Refusal::unknown(text, "a number is the id of an entry, not a period", FORMS);
    }
    let hyphened = plain
        .replace([' ', '_'], "-")
        .replace("this-", "")
        .replace("prev-", "last-");
    let known = || {
        WORDS
            .iter()
            .map(|(word, ..)| *word)
            .chain(["today", "yesterday"])
    };
    let meant = known()
        .find(|word| *word == hyphened)
        .or_else(|| nearest(plain, known()));
    Refusal::unknown(
        text,
        "not a period",
        meant.map_or_else(
            || FORMS.to_owned(),
            |word| format!("did you mean `{word}`?"),
        ),
    )
}

/// `--from`: a day, or an instant.
///
/// # Errors
/// As [`period`].
pub fn from_bound(text: &str, setting: &Setting) -> Result<Bound, Refusal> {
    bound(text, setting, |days| days.from)
}

/// `--to`: a day, which is included, or an instant.
///
/// # Errors
/// As [`period`].
pub fn to_bound(text: &str, setting: &Setting) -> Result<Bound, Refusal> {
    bound(text, setting, |days| days.to)
}

fn bound(
    text: &str,
    setting: &Setting,
    side: impl Fn(DaySpan) -> NaiveDate,
) -> Result<Bound, Refusal> {
    let plain = normal(text).ok_or_else(|| Refusal::unknown(text, "not a day", day::FORMS))?;
    if let Some(read) = side_of(&plain, setting) {
        return read
            .map(|days| Bound::Day(side(days)))
            .map_err(|refusal| refusal.about(text));
    }
    match moment::read(&plain, setting) {
        Some(Ok(_)) => instant(text, setting).map(|instant| Bound::Instant(instant.at)),
        Some(Err(refusal)) => Err(refusal.about(text)),
        None => Err(unknown(text, &plain)),
    }
}

/// A period in normal form.
pub(super) fn read(text: &str, setting: &Setting) -> Read<DaySpan> {
    let Some((left, right)) = text.split_once("..") else {
        if number(text, 8).is_some_and(|_| matches!(text.len(), 6 | 8)) {
            let (year, rest) = text.split_at(4);
            let help = if rest.len() == 2 {
                format!("write `{year}-{rest}`")
            } else {
                format!("write `{year}-{}-{}`", &rest[..2], &rest[2..])
            };
            return Some(Err(Refusal::unknown(
                text,
                "a number is the id of an entry, not a period",
                help,
            )));
        }
        return side_of(text, setting);
    };
    let (left, right) = (left.trim(), right.trim());
    let (from, to) = match (either(left, setting)?, either(right, setting)?) {
        (Ok(from), Ok(to)) => (from.from, to.to),
        (Err(refusal), _) | (_, Err(refusal)) => return Some(Err(refusal)),
    };
    if to < from {
        return Some(Err(Refusal::range(
            text,
            format!("{to} is before {from}"),
            format!("write `{right}..{left}`, or days with dates"),
        )));
    }
    Some(Ok(DaySpan { from, to }))
}

/// One side of `A..B`: also `201301` and `20130101`.
fn either(text: &str, setting: &Setting) -> Read<DaySpan> {
    if number(text, 8).is_none() || !matches!(text.len(), 6 | 8) {
        return side_of(text, setting);
    }
    let (year, rest) = text.split_at(4);
    if rest.len() == 2 {
        return month(text, year, rest);
    }
    let dashed = format!("{year}-{}-{}", &rest[..2], &rest[2..]);
    Some(
        day::read(&dashed, setting)?
            .map(DaySpan::of)
            .map_err(|refusal| refusal.about(text)),
    )
}

/// A period that is not `A..B`.
fn side_of(text: &str, setting: &Setting) -> Read<DaySpan> {
    if let Some((_, unit, offset)) = WORDS.iter().find(|(word, ..)| *word == text) {
        let moved = shifted(setting, *unit, *offset);
        return Some(moved.ok_or_else(|| Refusal::range(text, "no such period", FORMS)));
    }
    if let Some(read) = day::read(text, setting) {
        return Some(read.map(DaySpan::of));
    }
    if number(text, 4).is_some() && text.len() == 4 {
        return day::year(text)
            .and_then(|year| whole_months(year, 1, 12))
            .map(Ok);
    }
    let (year, rest) = text
        .split_once('-')
        .filter(|(year, _)| year.len() == 4 && number(year, 4).is_some())?;
    if let Some(quarter) = rest.strip_prefix('q') {
        let quarter = number(quarter, 1)?;
        let found = day::year(year)
            .filter(|_| (1..=4).contains(&quarter))
            .and_then(|y| whole_months(y, quarter * 3 - 2, 3));
        return Some(found.ok_or_else(|| {
            Refusal::range(text, "no such quarter", "write `2026-Q1` to `2026-Q4`")
        }));
    }
    if let Some(week) = rest.strip_prefix('w') {
        let week = number(week, 2)?;
        let monday =
            day::year(year).and_then(|y| NaiveDate::from_isoywd_opt(y, week, Weekday::Mon));
        return Some(monday.and_then(seven_days).ok_or_else(|| {
            Refusal::range(text, "no such week", "write `2026-W01` to `2026-W53`")
        }));
    }
    month(text, year, rest)
}

fn month(text: &str, year: &str, month: &str) -> Read<DaySpan> {
    if let Some(n) = number(month, 1) {
        return Some(Err(Refusal::unknown(
            text,
            "a month has two digits",
            format!("write `{year}-0{n}`"),
        )));
    }
    let n = two(month)?;
    let found = day::year(year)
        .filter(|_| (1..=12).contains(&n))
        .and_then(|y| whole_months(y, n, 1));
    Some(found.ok_or_else(|| Refusal::range(text, "no such month", "write `2026-01` to `2026-12`")))
}

fn shifted(setting: &Setting, unit: Unit, offset: i32) -> Option<DaySpan> {
    let today = setting.today();
    let moved = |months: i32| {
        let first = today.with_day(1)?;
        let by = Months::new(months.unsigned_abs());
        if months < 0 {
            first.checked_sub_months(by)
        } else {
            first.checked_add_months(by)
        }
    };
    match unit {
        Unit::Week => {
            let first = today
                .checked_sub_days(Days::new(u64::from(days_since(today, setting.week_start))))?;
            let by = Days::new(u64::from(offset.unsigned_abs()) * 7);
            seven_days(if offset < 0 {
                first.checked_sub_days(by)?
            } else {
                first.checked_add_days(by)?
            })
        }
        Unit::Month => moved(offset).and_then(|first| whole_months(first.year(), first.month(), 1)),
        Unit::Quarter => moved(offset * 3)
            .and_then(|first| whole_months(first.year(), first.month0() / 3 * 3 + 1, 3)),
        Unit::Year => whole_months(today.year() + offset, 1, 12),
    }
}

fn seven_days(from: NaiveDate) -> Option<DaySpan> {
    Some(DaySpan {
        from,
        to: from.checked_add_days(Days::new(6))?,
    })
}

fn whole_months(year: i32, month: u32, months: u32) -> Option<DaySpan> {
    let from = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(DaySpan {
        from,
        to: from.checked_add_months(Months::new(months))?.pred_opt()?,
    })
}
