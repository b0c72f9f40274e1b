//! Instants, days and hours as this service writes and reads them: UTC everywhere.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// An instant of the wire, in whole seconds.
pub fn wire(seconds: i64) -> String {
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An instant with milliseconds, as the stamps of records have them.
pub fn stamp(ms: i64) -> String {
    let at = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Reads an instant in milliseconds; one without a zone is UTC.
pub fn read_ms(value: &Value) -> Option<i64> {
    let text = value.as_str()?;
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp_millis());
    }
    let bare = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let bare = bare.or_else(|| Some(day()?.and_time(NaiveTime::MIN)))?;
    Some(bare.and_utc().timestamp_millis())
}

/// Reads an instant in whole seconds.
pub fn read(value: &Value) -> Option<i64> {
    read_ms(value).map(|ms| ms.div_euclid(1000))
}

/// The UTC day of an instant.
pub fn day(value: &Value) -> Option<NaiveDate> {
    DateTime::from_timestamp(read(value)?, 0).map(|at| at.date_naive())
}

/// The day of an instant in a zone.
pub fn day_in(seconds: i64, zone: Tz) -> Option<NaiveDate> {
    Some(zone.timestamp_opt(seconds, 0).single()?.date_naive())
}

/// dateWorked: midnight, and no zone but UTC.
pub fn midnight(day: NaiveDate) -> String {
    wire(day.and_time(NaiveTime::MIN).and_utc().timestamp())
}

/// Hours of the wire (doubles with at most four decimals) in whole seconds.
pub fn seconds(hours: &Value) -> Option<i64> {
    let hours = hours.as_f64()?;
    let seconds = (hours * 3600.0).round();
    (seconds.abs() < 1e12).then_some(seconds as i64)
}

/// Seconds as hours of the wire.
pub fn hours(seconds: i64) -> Value {
    json!((seconds as f64 / 3600.0 * 10_000.0).round() / 10_000.0)
}
