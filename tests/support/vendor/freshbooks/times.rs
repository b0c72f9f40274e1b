//! Instants as this service writes and reads them: UTC seconds inside.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use serde_json::Value;

/// record: an instant, UTC.
pub fn wire(at: i64) -> String {
    utc(at).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// record: the same instant on the wall, without a zone.
pub fn local(at: i64, zone: Tz) -> String {
    let here = utc(at).with_timezone(&zone);
    here.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// projects: an instant without a zone.
pub fn naive(at: i64) -> String {
    utc(at).format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// An instant in a body: a full date-time with a zone.
pub fn read(value: &Value) -> Option<i64> {
    Some(
        DateTime::parse_from_rfc3339(value.as_str()?)
            .ok()?
            .timestamp(),
    )
}

/// list: an instant in a filter, "a datetime or date"; without a zone it is UTC.
pub fn filter(text: &str) -> Option<i64> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp());
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok();
    let naive = naive.or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN))
    });
    Some(naive?.and_utc().timestamp())
}

fn utc(at: i64) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}
