//! Names of months and weekdays, as typed and as shown.

use chrono::{Datelike, NaiveDate, Weekday};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// 1 to 12 for `nov` or `november` (lower case).
pub(super) fn month(text: &str) -> Option<u32> {
    (1..)
        .zip(MONTHS)
        .find(|(_, name)| text == *name || text == &name[..3])
        .map(|(n, _)| n)
}

/// For `mon` or `monday` (lower case).
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find(|(name, _)| text == *name || text == &name[..3])
        .map(|(_, day)| *day)
}

/// Every full name, for a suggestion.
pub(super) fn weekday_names() -> impl Iterator<Item = &'static str> {
    WEEKDAYS.iter().map(|(name, _)| *name)
}

/// `Sun 22 Nov`.
pub(super) fn short(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or("?");
    let capital: String = month
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .chain(month.chars().skip(1).take(2))
        .collect();
    format!("{} {} {capital}", date.weekday(), date.day())
}

/// `Sun 22 Nov 2026`.
pub(super) fn long(date: NaiveDate) -> String {
    format!("{} {}", short(date), date.year())
}
