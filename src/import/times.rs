//! Dates, clock times and lengths as other programs write them into cells. No floats, and
//! nothing is guessed: a date that can be two days is given back as both.

use crate::domain::span;
use crate::domain::when::DateOrder;
use crate::domain::zone::{self, Local, Zone};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A date as it stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// One day only.
    Sure(NaiveDate),
    /// Two numbers and a year, in an order that the cell does not tell.
    Numbers(u32, u32, i32),
}

impl Day {
    /// The order that this date proves: one of the two numbers is no month.
    pub(super) fn proves(self) -> Option<DateOrder> {
        match self {
            Self::Numbers(1..=12, 13..=31, _) => Some(DateOrder::Mdy),
            Self::Numbers(13..=31, 1..=12, _) => Some(DateOrder::Dmy),
            _ => None,
        }
    }

    /// Whether it is another day in the other order.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Numbers(a, b, _) if a != b && a <= 12 && b <= 12)
    }

    /// The day; none where there is no such day in this order.
    pub(super) fn date(self, order: Option<DateOrder>) -> Option<NaiveDate> {
        match self {
            Self::Sure(date) => Some(date),
            Self::Numbers(a, b, year) => match order.or(self.proves()) {
                Some(DateOrder::Dmy) => NaiveDate::from_ymd_opt(year, b, a),
                Some(DateOrder::Mdy) => NaiveDate::from_ymd_opt(year, a, b),
                None if a == b => NaiveDate::from_ymd_opt(year, a, b),
                None => None,
            },
        }
    }
}

/// Reads a date: `2026-11-20`, `2026/11/20`, `20261120`, `20/11/2026`, `11-20-2026`, `20.11.2026`.
pub(super) fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        (digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    if let Some(whole) = number(text, 8..=8) {
        let (year, rest) = (whole / 10_000, whole % 10_000);
        return sure(year, rest / 100, rest % 100);
    }
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<_> = text.split(separator).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    if let Some(year) = number(a, 4..=4) {
        return sure(year, number(b, 1..=2)?, number(c, 1..=2)?);
    }
    let year = i32::try_from(number(c, 4..=4)?).ok()?;
    Some(Day::Numbers(number(a, 1..=2)?, number(b, 1..=2)?, year))
}

fn sure(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = i32::try_from(year).ok().filter(|year| *year >= 1970)?;
    NaiveDate::from_ymd_opt(year, month, day).map(Day::Sure)
}

/// Reads a clock time: `9:00`, `09:00:30`, `9:00 AM`, `12:30:00 p.m.`.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    // Some programs put a narrow blank that does not break before AM.
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect::<String>()
        .to_ascii_lowercase();
    let (digits, half) = match text.strip_suffix('m') {
        Some(rest) => match (rest.strip_suffix('a'), rest.strip_suffix('p')) {
            (Some(digits), _) => (digits, Some(0)),
            (_, Some(digits)) => (digits, Some(12)),
            _ => return None,
        },
        None => (text.as_str(), None),
    };
    let mut parts = digits.split(':');
    let mut two = || parts.next().map(number_of_two);
    let (hour, minute) = (two()??, two()??);
    let second = two().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

fn number_of_two(part: &str) -> Option<u32> {
    let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| part.parse().ok())?
}

/// What a cell says of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// An instant that names its offset, seconds UTC.
    Instant(i64),
    /// A day and a clock time of some zone.
    Local(Day, NaiveTime),
    /// A clock time only.
    Clock(NaiveTime),
    /// A day only.
    Day(Day),
}

/// Reads a moment: RFC 3339, or a day, a clock time, or both.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let seconds = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit());
    if seconds {
        return text.parse().ok().map(Moment::Instant);
    }
    if let Some((at, _)) = zone::parse_rfc3339(&text.replacen(' ', "T", 1)) {
        return Some(Moment::Instant(at));
    }
    if let Some(day) = day(text) {
        return Some(Moment::Day(day));
    }
    if let Some(clock) = clock(text) {
        return Some(Moment::Clock(clock));
    }
    let (date, time) = text
        .split_once('T')
        .or_else(|| text.split_once(char::is_whitespace))?;
    Some(Moment::Local(
        day(date.trim_end_matches(','))?,
        clock(time)?,
    ))
}

/// What a plain number in a column of lengths counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hours,
    Minutes,
    Seconds,
    /// The header does not say.
    Unsaid,
}

/// Reads a length, in seconds: `1:30`, `01:30:00`, `1.5`, `1,5`, `1h 30m`, `90 min`, `PT1H30M`,
/// `47:06 min`. None for anything else, and for a whole number whose unit nobody says.
pub(super) fn length(text: &str, unit: Unit) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(minutes) = text.strip_suffix("min").map(str::trim_end)
        && let Some((minutes, seconds)) = minutes.split_once(':')
    {
        return Some(whole(minutes)? * 60 + under(seconds, 60)?);
    }
    if text.contains(':') {
        let mut parts = text.split(':');
        let hours = whole(parts.next()?)?;
        let minutes = under(parts.next()?, 60)?;
        let seconds = parts.next().map_or(Some(0), |part| under(part, 60))?;
        return parts
            .next()
            .is_none()
            .then_some(hours * 3600 + minutes * 60 + seconds);
    }
    let dotted = text.replace(',', ".");
    if dotted.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return match unit {
            Unit::Hours => span::from_decimal_hours(&dotted),
            Unit::Minutes => whole(&dotted).map(|minutes| minutes * 60),
            Unit::Seconds => whole(&dotted),
            // A part of an hour can only be decimal hours.
            Unit::Unsaid => dotted
                .contains('.')
                .then(|| span::from_decimal_hours(&dotted))?,
        };
    }
    in_words(text.strip_prefix("pt").unwrap_or(&text))
}

/// `1h 30m 5s`, in which each unit stands once and behind its number.
fn in_words(text: &str) -> Option<i64> {
    let mut seconds = 0_i64;
    let mut rest = text.trim();
    let mut last = i64::MAX;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
            .unwrap_or(rest.len());
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let letters = behind
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(behind.len());
        let (unit, after) = behind.split_at(letters);
        let unit = match unit {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        last = unit;
        let part = if unit == 3600 {
            span::from_decimal_hours(&number.replace(',', "."))?
        } else {
            whole(number)? * unit
        };
        seconds = seconds.checked_add(part)?;
        rest = after.trim_start();
    }
    (last < i64::MAX).then_some(seconds)
}

fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let is_number = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

fn under(text: &str, limit: i64) -> Option<i64> {
    whole(text).filter(|n| *n < limit)
}

/// Instants of a local time, earlier first.
pub(super) fn instants(local: NaiveDateTime, zone: Zone) -> Result<Vec<i64>, String> {
    match zone.resolve(local) {
        Ok(Local::Once(at)) => Ok(vec![at]),
        Ok(Local::Twice(first, second)) => Ok(vec![first, second]),
        Err(_) => Err(format!(
            "{} does not exist in {zone}: the clocks skipped it",
            local.format("%Y-%m-%d %H:%M")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_are_one_day_or_said_to_be_two() {
        for (text, dmy, mdy) in [
            ("2026-11-20", Some((11, 20)), Some((11, 20))),
            ("2026/3/4", Some((3, 4)), Some((3, 4))),
            ("20261120", Some((11, 20)), Some((11, 20))),
            ("03/04/2026", Some((4, 3)), Some((3, 4))),
            ("3.4.2026", Some((4, 3)), Some((3, 4))),
            ("20-11-2026", Some((11, 20)), None),
            ("11/20/2026", None, Some((11, 20))),
            ("31/02/2026", None, None),
        ] {
            let read = day(text).unwrap();
            let of = |order| {
                read.date(Some(order))
                    .map(|it| it.format("%m %d").to_string())
            };
            let expected =
                |it: Option<(u32, u32)>| it.map(|(month, day)| format!("{month:02} {day:02}"));
            assert_eq!(of(DateOrder::Dmy), expected(dmy), "{text}");
            assert_eq!(of(DateOrder::Mdy), expected(mdy), "{text}");
        }
        for text in [
            "",
            "20/11/26",
            "2026-13-01",
            "2026-11",
            "20 Nov",
            "1/2/3/2026",
            "٢٠/١١/2026",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        assert!(day("03/04/2026").unwrap().is_open());
        assert!(!day("04/04/2026").unwrap().is_open());
        assert_eq!(day("04/04/2026").unwrap().date(None), Some(ymd(2026, 4, 4)));
        assert_eq!(day("03/04/2026").unwrap().date(None), None);
        assert_eq!(day("20/11/2026").unwrap().proves(), Some(DateOrder::Dmy));
        assert_eq!(day("11/20/2026").unwrap().proves(), Some(DateOrder::Mdy));
        assert_eq!(day("41/20/2026").unwrap().proves(), None);
    }

    #[test]
    fn clock_times_are_read_in_both_halves_of_a_day() {
        for (text, expected) in [
            ("9:00", Some("09:00:00")),
            ("09:00:30", Some("09:00:30")),
            ("12:15 AM", Some("00:15:00")),
            ("12:15\u{202f}pm", Some("12:15:00")),
            ("1:05:09 p.m.", Some("13:05:09")),
            ("23:59:59", Some("23:59:59")),
            ("24:00", None),
            ("13:00 pm", None),
            ("0:30 am", None),
            ("9", None),
            ("9:0:0:0", None),
            ("9:00 xm", None),
            ("", None),
        ] {
            let read = clock(text).map(|time| time.format("%H:%M:%S").to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_what_their_cell_says() {
        let nine = clock("9:00").unwrap();
        let day20 = day("2026-11-20").unwrap();
        for (text, expected) in [
            (
                "2026-11-20T09:00:00+01:00",
                Some(Moment::Instant(1_795_161_600)),
            ),
            ("2026-11-20 08:00:00Z", Some(Moment::Instant(1_795_161_600))),
            ("1795161600", Some(Moment::Instant(1_795_161_600))),
            ("2026-11-20 09:00", Some(Moment::Local(day20, nine))),
            ("2026-11-20T09:00", Some(Moment::Local(day20, nine))),
            ("2026-11-20, 9:00 AM", Some(Moment::Local(day20, nine))),
            ("9:00", Some(Moment::Clock(nine))),
            ("2026-11-20", Some(Moment::Day(day20))),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(moment(text), expected, "{text}");
        }
    }

    #[test]
    fn lengths_have_one_meaning_or_none() {
        use Unit::{Hours, Minutes, Seconds, Unsaid};
        for (text, unit, expected) in [
            ("01:30:00", Unsaid, Some(5400)),
            ("1:30", Unsaid, Some(5400)),
            ("100:00:01", Unsaid, Some(360_001)),
            ("1:75", Unsaid, None),
            ("1.5", Unsaid, Some(5400)),
            ("1,25", Unsaid, Some(4500)),
            ("90", Unsaid, None),
            ("90", Minutes, Some(5400)),
            ("2", Hours, Some(7200)),
            ("1.5", Minutes, None),
            ("5400", Seconds, Some(5400)),
            ("PT1H30M", Unsaid, Some(5400)),
            ("1h 30m", Unsaid, Some(5400)),
            ("1h30", Unsaid, None),
            ("90 min", Unsaid, Some(5400)),
            ("47:06 min", Unsaid, Some(2826)),
            ("12 sec", Unsaid, Some(12)),
            ("0.79 h", Unsaid, Some(2844)),
            ("1,5h", Unsaid, Some(5400)),
            ("30m 1h", Unsaid, None),
            ("1h 1h", Unsaid, None),
            ("-1:00", Unsaid, None),
            ("0", Hours, Some(0)),
            ("1e3", Hours, None),
            ("", Hours, None),
            ("h", Hours, None),
        ] {
            assert_eq!(length(text, unit), expected, "{text} {unit:?}");
        }
    }

    proptest! {
        #[test]
        fn every_day_reads_back_from_each_way_of_writing_it(days in 0_i32..40_000) {
            let date = ymd(1971, 1, 1) + chrono::Days::new(u64::from(days.unsigned_abs()));
            for (format, order) in [
                ("%Y-%m-%d", None),
                ("%Y/%m/%d", None),
                ("%Y%m%d", None),
                ("%d/%m/%Y", Some(DateOrder::Dmy)),
                ("%m-%d-%Y", Some(DateOrder::Mdy)),
                ("%d.%m.%Y", Some(DateOrder::Dmy)),
            ] {
                let text = date.format(format).to_string();
                prop_assert_eq!(day(&text).unwrap().date(order), Some(date), "{}", text);
            }
        }

        #[test]
        fn every_second_of_a_day_reads_back(seconds in 0_u32..86_400) {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
            for format in ["%H:%M:%S", "%I:%M:%S %p", "%-I:%M:%S%P"] {
                let text = time.format(format).to_string();
                prop_assert_eq!(clock(&text), Some(time), "{}", text);
            }
            let seconds = i64::from(seconds);
            prop_assert_eq!(length(&format!("{time}"), Unit::Unsaid), Some(seconds));
            prop_assert_eq!(length(&span::decimal_hours(seconds, 4), Unit::Hours), Some(seconds));
        }

        #[test]
        fn no_cell_is_too_odd(text in ".{0,30}") {
            let _ = (day(&text), clock(&text), moment(&text), length(&text, Unit::Unsaid));
        }
    }
}
