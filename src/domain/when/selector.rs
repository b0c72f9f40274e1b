//! Which entries are meant: `12`, `12-15`, `last`, `current`, `^2`, or a period.
//!
//! A bare whole number and `N-M` are always ids, never a year, a day or a time.

use super::{DaySpan, Refusal, Setting, normal, number, period};

const FORMS: &str = "write an id (`12`), `12-15`, `last`, `current` or `^2`";

/// One way of naming entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// The number printed at booking.
    Id(i64),
    /// From one id to another, both included, the smaller first.
    Ids(i64, i64),
    /// The entry booked so many before the one booked last: `last` is 0, `^1` too, `^2` is 1.
    Back(u32),
    /// The running timer.
    Current,
}

/// What stands where a period or ids are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodOrIds {
    /// All entries of these days.
    Period(DaySpan),
    /// Entries by name.
    Ids(Selector),
}

/// Reads one selector.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn selector(text: &str) -> Result<Selector, Refusal> {
    let unknown = || Refusal::unknown(text, "not the id of an entry", FORMS);
    let plain = normal(text).ok_or_else(unknown)?;
    read(&plain)
        .unwrap_or_else(|| {
            Err(match plain.strip_prefix('#') {
                Some(rest) if rest.bytes().all(|b| b.is_ascii_digit()) => Refusal::unknown(
                    text,
                    "a ticket, not an entry",
                    format!("write the id of an entry, or `--ticket {rest}`"),
                ),
                _ => unknown(),
            })
        })
        .map_err(|refusal| refusal.about(text))
}

/// Reads a period or a selector; numbers and `N-M` are ids.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn period_or_ids(text: &str, setting: &Setting) -> Result<PeriodOrIds, Refusal> {
    if let Some(read) = normal(text).as_deref().and_then(read) {
        return read
            .map(PeriodOrIds::Ids)
            .map_err(|refusal| refusal.about(text));
    }
    period(text, setting).map(PeriodOrIds::Period)
}

fn read(text: &str) -> Option<Result<Selector, Refusal>> {
    match text {
        "last" => return Some(Ok(Selector::Back(0))),
        "current" => return Some(Ok(Selector::Current)),
        _ => {}
    }
    if let Some(back) = text.strip_prefix('^') {
        return Some(match number(back, 6) {
            Some(n @ 1..) => Ok(Selector::Back(n - 1)),
            _ => Err(Refusal::unknown(
                text,
                "not the id of an entry",
                "write `^1` for the last, `^2` for the one before",
            )),
        });
    }
    if all_digits(text) {
        return Some(id(text, text).map(Selector::Id));
    }
    let (from, to) = text.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    if !all_digits(from) || !all_digits(to) {
        return None;
    }
    Some(match (id(text, from), id(text, to)) {
        (Ok(first), Ok(last)) if first <= last => Ok(Selector::Ids(first, last)),
        (Ok(_), Ok(_)) => Err(reversed(text, from, to)),
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    })
}

/// `20-11` and `2026-11` are ids here; who meant a day or a month is told how to write it.
fn reversed(text: &str, from: &str, to: &str) -> Refusal {
    let help = match (from.len(), to.len()) {
        (4, 1 | 2) => format!("for the ids write `{to}-{from}`, for the month `{text}..{text}`"),
        (1 | 2, 1 | 2) => format!("for the ids write `{to}-{from}`, for the day `{from}/{to}`"),
        _ => format!("write `{to}-{from}`"),
    };
    Refusal::range(text, "two numbers are ids here, the smaller first", help)
}

fn id(text: &str, digits: &str) -> Result<i64, Refusal> {
    match digits.parse::<i64>() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(Refusal::range(text, "no such id", FORMS)),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
