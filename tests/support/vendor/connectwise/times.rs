//! Instants, days and hours as this service writes them.
//!
//! Instants are UTC seconds inside, `yyyy-MM-ddTHH:mm:ssZ` outside; hours are
//! JSON doubles outside and whole seconds inside.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime};
use serde_json::Value;

/// Reads the one form the service sends and takes: UTC, whole seconds, `Z`.
pub fn parse_wire(text: &str) -> Option<i64> {
    let digits = text.strip_suffix('Z').filter(|t| t.len() == 19)?;
    let parsed = NaiveDateTime::parse_from_str(digits, "%Y-%m-%dT%H:%M:%S").ok()?;
    Some(parsed.and_utc().timestamp())
}

/// Reads what may stand in brackets in a filter: a date, or an instant with or
/// without zone. True in second place for a bare date.
pub fn parse_literal(text: &str) -> Option<(i64, bool)> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((date.and_hms_opt(0, 0, 0)?.and_utc().timestamp(), true));
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some((instant.timestamp(), false));
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?;
    Some((naive.and_utc().timestamp(), false))
}

/// Writes an instant.
pub fn wire(instant: i64) -> String {
    DateTime::from_timestamp(instant, 0)
        .map(|t| t.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// Hours of a JSON number, or of text as some clients send it, in seconds.
pub fn seconds_of(hours: &Value) -> Option<i64> {
    let hours = hours.as_f64().or_else(|| hours.as_str()?.parse().ok())?;
    let seconds = (hours * 3600.0).round();
    (seconds.abs() < 1e9).then_some(seconds as i64)
}

/// Seconds as hours, cut to so many decimals if asked.
pub fn hours_of(seconds: i64, decimals: Option<u32>) -> Value {
    let hours = seconds as f64 / 3600.0;
    let Some(decimals) = decimals else {
        return Value::from(hours);
    };
    Value::from(
        format!("{hours:.*}", decimals as usize)
            .parse()
            .unwrap_or(hours),
    )
}

/// Rounds up to a multiple; 0 or less leaves the value alone.
pub fn round_up(seconds: i64, step: i64) -> i64 {
    if step <= 0 {
        seconds
    } else {
        (seconds + step - 1).div_euclid(step) * step
    }
}

/// One timesheet period: a week from Saturday to Friday, which is neither the
/// ISO week nor the calendar's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// The Saturday.
    pub first: NaiveDate,
    /// The Friday.
    pub last: NaiveDate,
}

impl Week {
    /// The week in which an instant falls, `offset` minutes east of UTC.
    pub fn of(instant: i64, offset: i32) -> Option<Self> {
        let local = DateTime::from_timestamp(instant + i64::from(offset) * 60, 0)?.date_naive();
        let since_saturday = (local.weekday().num_days_from_sunday() + 1) % 7;
        let first = local - Duration::days(i64::from(since_saturday));
        Some(Self {
            first,
            last: first + Duration::days(6),
        })
    }

    /// The name under which the service shows it.
    pub fn name(self) -> String {
        format!("{} to {}", self.first, self.last)
    }

    /// The year it ends in, and its ordinal there from 1.
    pub fn year_and_period(self) -> (i32, u32) {
        (self.last.year(), self.last.ordinal0() / 7 + 1)
    }
}
