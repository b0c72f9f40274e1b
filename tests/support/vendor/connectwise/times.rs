//! Instants, days and hours as this service writes them.
//!
//! Instants are UTC seconds inside, `yyyy-MM-ddTHH:mm:ssZ` outside; hours are
//! JSON doubles outside and whole seconds inside.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Weekday};
use serde_json::Value;

use super::options::PeriodKind;

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

/// One timesheet period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    kind: PeriodKind,
}

impl Period {
    /// The period in which an instant falls, `offset` minutes east of UTC.
    pub fn of(instant: i64, offset: i32, kind: PeriodKind) -> Option<Self> {
        let day = DateTime::from_timestamp(instant + i64::from(offset) * 60, 0)?.date_naive();
        let start_of =
            |weekday: Weekday| day - Duration::days(i64::from(day.weekday().days_since(weekday)));
        let days = |first: NaiveDate, length: i64| (first, first + Duration::days(length - 1));
        let (first, last) = match kind {
            PeriodKind::Weekly => days(start_of(Weekday::Sat), 7),
            PeriodKind::IsoWeek => days(start_of(Weekday::Mon), 7),
            PeriodKind::BiWeekly => {
                // Counted from the first Saturday of 2020, where everybody's sheets begin.
                let begin = NaiveDate::from_ymd_opt(2020, 1, 4)?;
                let since = (day - begin).num_days().rem_euclid(14);
                days(day - Duration::days(since), 14)
            }
            PeriodKind::SemiMonthly if day.day() <= 15 => days(day.with_day(1)?, 15),
            PeriodKind::SemiMonthly => (day.with_day(16)?, end_of_month(day)?),
            PeriodKind::Monthly => (day.with_day(1)?, end_of_month(day)?),
        };
        Some(Self { first, last, kind })
    }

    /// The name under which the service shows it.
    pub fn name(self) -> String {
        format!("{} to {}", self.first, self.last)
    }

    /// The year it ends in, and its ordinal there from 1; an ISO week has its own.
    pub fn year_and_period(self) -> (i32, u32) {
        let ordinal = match self.kind {
            PeriodKind::Weekly => self.last.ordinal0() / 7 + 1,
            PeriodKind::BiWeekly => self.last.ordinal0() / 14 + 1,
            PeriodKind::SemiMonthly => {
                self.last.month0() * 2 + 1 + u32::from(self.first.day() > 15)
            }
            PeriodKind::Monthly => self.last.month(),
            PeriodKind::IsoWeek => {
                let week = self.first.iso_week();
                return (week.year(), week.week());
            }
        };
        (self.last.year(), ordinal)
    }
}

fn end_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}
