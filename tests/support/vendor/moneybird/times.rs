//! Instants and periods as this service writes and reads them.
//!
//! Instants are UTC milliseconds inside. Outside they are UTC with milliseconds,
//! in an event's differences local time with its offset.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// formats: an instant in an answer.
pub fn wire(ms: i64) -> String {
    at(ms).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// formats: an instant in the differences of an event.
pub fn local(ms: i64, zone: Tz) -> String {
    let here = at(ms).with_timezone(&zone);
    here.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The calendar day of an instant.
pub fn day(ms: i64, zone: Tz) -> NaiveDate {
    at(ms).with_timezone(&zone).date_naive()
}

/// Reads an instant of ours.
pub fn read(value: &Value) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    Some(at.timestamp_millis())
}

/// time zones: besides RFC 3339 the service was seen to take blanks instead of `T`
/// and before the offset, and `UTC` for one. Anything else stays as it is.
pub fn normal(value: &Value) -> Value {
    let Some(text) = value.as_str() else {
        return value.clone();
    };
    let text = text.replace(" UTC", " +00:00");
    match DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S %:z") {
        Ok(at) => json!(at.to_rfc3339()),
        Err(_) => value.clone(),
    }
}

fn at(ms: i64) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// list: the first and last day of a period; none for anything that is not written
/// there as a period, a bare month among it. A year begins in the month given: it
/// is the administration's financial one.
pub fn period(text: &str, today: NaiveDate, year_begins: u32) -> Option<(NaiveDate, NaiveDate)> {
    if let Some((from, to)) = text.split_once("..") {
        let range = match (from.len(), to.len()) {
            (8, 8) => (compact(from)?, compact(to)?),
            (6, 6) => {
                let (first, last) = (month(from)?, month(to)?);
                (first, last.checked_add_months(Months::new(1))?.pred_opt()?)
            }
            _ => return None,
        };
        return (range.0 <= range.1).then_some(range);
    }
    let (which, unit) = text.split_once('_')?;
    let steps: i32 = match which {
        "this" => 0,
        "prev" => -1,
        "next" => 1,
        _ => return None,
    };
    let first = match unit {
        "week" => {
            let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
            monday + chrono::Duration::weeks(i64::from(steps))
        }
        "month" => months(today.with_day(1)?, steps)?,
        "quarter" => months(
            NaiveDate::from_ymd_opt(today.year(), today.month0() / 3 * 3 + 1, 1)?,
            steps * 3,
        )?,
        "year" => {
            let begun = today.month() >= year_begins;
            let year = if begun {
                today.year()
            } else {
                today.year() - 1
            };
            months(NaiveDate::from_ymd_opt(year, year_begins, 1)?, steps * 12)?
        }
        _ => return None,
    };
    let next = match unit {
        "week" => first + chrono::Duration::weeks(1),
        "month" => months(first, 1)?,
        "quarter" => months(first, 3)?,
        _ => months(first, 12)?,
    };
    Some((first, next.pred_opt()?))
}

fn months(day: NaiveDate, by: i32) -> Option<NaiveDate> {
    let size = Months::new(by.unsigned_abs());
    if by < 0 {
        day.checked_sub_months(size)
    } else {
        day.checked_add_months(size)
    }
}

fn compact(text: &str) -> Option<NaiveDate> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        .flatten()
}

fn month(text: &str) -> Option<NaiveDate> {
    compact(&format!("{text}01"))
}
