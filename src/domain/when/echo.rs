//! What was understood, said back: `Sun 22 Nov 09:00–10:30, 1h 30m`.
//!
//! Every echoed form is accepted as input and means the same value, at the same
//! now and in the same zone.

use chrono::{Datelike, NaiveDate, Timelike};

use super::Setting;
use super::clock::{Style, Time};
use super::months::{long, short};
use super::range::rolled;
use crate::domain::span::{Span, people};
use crate::domain::zone::{Local, offset_text, rfc3339};

/// A day: `Sun 22 Nov`, with the year where it is not this one.
#[must_use]
pub fn echo_day(date: NaiveDate, setting: &Setting) -> String {
    if date.year() == setting.today().year() {
        short(date)
    } else {
        long(date)
    }
}

/// A length on a day without clock times: `Sun 22 Nov, 1h 30m`.
#[must_use]
pub fn echo_day_length(date: NaiveDate, span: Span, setting: &Setting) -> String {
    format!("{}, {span}", echo_day(date, setting))
}

/// An instant (seconds UTC): `Sun 22 Nov 09:00`.
///
/// The later of an hour that exists twice is written with its offset: `2026-10-25T02:30+01:00`.
#[must_use]
pub fn echo_instant(at: i64, setting: &Setting) -> String {
    match clock_face(at, setting) {
        Ok((_, face)) => format!("{} {face}", echo_day(setting.zone.date(at), setting)),
        Err(whole) => whole,
    }
}

/// A range (seconds UTC) with its length: `Sun 22 Nov 09:00–10:30, 1h 30m`.
///
/// The end has a day of its own only where it would otherwise be read as another.
#[must_use]
pub fn echo_range(start: i64, end: i64, setting: &Setting) -> String {
    let from = echo_instant(start, setting);
    let date = setting.zone.date(start);
    let to = match clock_face(end, setting) {
        Ok((time, face)) if implied(start, end, date, time, setting) => face,
        _ => echo_instant(end, setting),
    };
    format!("{from}–{to}, {}", people(end.saturating_sub(start)))
}

/// Whether a clock time as the end would be read as that instant.
fn implied(start: i64, end: i64, date: NaiveDate, time: Time, setting: &Setting) -> bool {
    if setting.zone.date(end) == date {
        return end > start;
    }
    let on_the_same_day = setting.zone.resolve(super::moment::local(date, time));
    on_the_same_day.is_ok_and(|same| same.earlier() <= start)
        && matches!(rolled(start, date, time, setting), Some(Ok(found)) if found.at == end)
}

/// The clock's face, or the whole instant where the face alone would be read as an earlier one.
fn clock_face(at: i64, setting: &Setting) -> Result<(Time, String), String> {
    let local = setting.zone.local(at);
    let offset = setting.zone.offset(at);
    match setting.zone.resolve(local) {
        Ok(Local::Once(_)) => {}
        Ok(Local::Twice(earlier, _)) if earlier == at => {}
        _ if offset % 60 != 0 => return Err(rfc3339(at, 0)),
        _ => {
            let format = if local.second() == 0 {
                "%Y-%m-%dT%H:%M"
            } else {
                "%Y-%m-%dT%H:%M:%S"
            };
            return Err(format!("{}{}", local.format(format), offset_text(offset)));
        }
    }
    let format = if local.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    let time = Time {
        seconds: local.num_seconds_from_midnight(),
        style: Style::Whole,
        offset: None,
    };
    Ok((time, local.format(format).to_string()))
}
