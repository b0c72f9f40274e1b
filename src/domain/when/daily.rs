//! A time that is meant on any day: `15m`, `9:15-9:30`, `9:15 for 15m`.
//!
//! What a template of the configuration says. It is read as `log` reads it, at two
//! moments: what differs between them depends on more than the clock's face.

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::{Range, Reason, Refusal, Setting, Typed, typed};
use crate::domain::span::Span;
use crate::domain::zone::Zone;

const FORMS: &str =
    "write a length (`15m`, `1h 30m`) or a range of clock times (`9:15-9:30`, `9:15 for 15m`)";

/// A length, or a range of clock times, on whatever day it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// When it begins, seconds after midnight; none of a length alone.
    pub start: Option<i64>,
    /// How long it lasts.
    pub span: Span,
}

/// Reads a time that is meant on any day.
///
/// # Errors
/// A [`Refusal`] for what is no length or range, for one that names a day, and for one
/// that depends on the moment it is read (`9-now`, `last-now`).
pub fn daily(text: &str) -> Result<Daily, Refusal> {
    // Monday the 5th of January 2026 at 23:59, and the Wednesday after it at 23:57.
    let found = [1_767_657_540, 1_767_830_220].map(|now| read(text, now));
    match found {
        [Ok(Some(one)), Ok(Some(two))] if one == two => Ok(one),
        [Err(why), _] | [_, Err(why)] => Err(why),
        _ => Err(Refusal::new(
            Reason::NotUnderstood,
            text,
            "not the same on any day",
            FORMS,
        )),
    }
}

/// What it is at this moment; none where it is of another day than that of the moment.
fn read(text: &str, now: i64) -> Result<Option<Daily>, Refusal> {
    let mut setting = Setting::new(now, Zone::UTC);
    setting.future = true;
    Ok(match typed(text, &setting)? {
        Typed::Length { span, day: None } => Some(Daily { start: None, span }),
        Typed::Range(Range { start, span, .. }) if Zone::UTC.date(start) == setting.today() => {
            let time = Zone::UTC.local(start).time();
            Some(Daily {
                start: Some(i64::from(time.num_seconds_from_midnight())),
                span,
            })
        }
        Typed::Length { .. } | Typed::Range(_) | Typed::SinceLast { .. } => None,
    })
}

/// The instant (seconds UTC) at which a clock shows so many seconds after midnight on this
/// date: the earlier of two, and where clocks skip it the moment of the jump.
#[must_use]
pub fn on_date(date: NaiveDate, seconds: i64, zone: Zone) -> i64 {
    let seconds = u32::try_from(seconds).unwrap_or(0);
    match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
        Some(time) => match zone.resolve(date.and_time(time)) {
            Ok(local) => local.earlier(),
            Err(gap) => gap.at,
        },
        // The end of the day, which no clock shows.
        None => zone.bounds(date, date).1,
    }
}

/// Seconds after midnight as a clock shows them: `09:15`.
#[must_use]
pub fn clock_face(seconds: i64) -> String {
    let (hours, minutes, odd) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if odd == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{odd:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_ranges_mean_the_same_on_any_day() {
        for (text, start, seconds) in [
            ("15m", None, 900),
            ("1h 30m", None, 5400),
            ("9:15-9:30", Some(33_300), 900),
            ("9:15 for 15m", Some(33_300), 900),
            ("9 to 10", Some(32_400), 3600),
            ("22-2", Some(79_200), 14_400),
            ("0:00-0:30", Some(0), 1800),
        ] {
            let found = daily(text).unwrap();
            assert_eq!(
                (found.start, found.span.seconds()),
                (start, seconds),
                "{text}"
            );
        }
    }

    #[test]
    fn what_depends_on_the_day_or_the_moment_is_refused() {
        for text in [
            "",
            "soon",
            "9",
            "8",
            "9-5",
            "9-now",
            "now-23:59",
            "last-now",
            "yesterday 9-10",
            "mon 1h",
            "2026-01-05 9-10",
            "tomorrow 9-10",
            "-30m-now",
        ] {
            assert!(daily(text).is_err(), "{text}: {:?}", daily(text));
        }
    }

    #[test]
    fn a_clock_time_is_found_also_where_clocks_jump() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let at = |date: &str, seconds| {
            let date = date.parse().unwrap();
            zone.rfc3339(on_date(date, seconds, zone))
        };
        assert_eq!(at("2026-11-22", 33_300), "2026-11-22T09:15:00+01:00");
        assert_eq!(at("2026-10-25", 9_000), "2026-10-25T02:30:00+02:00");
        assert_eq!(at("2026-03-29", 9_000), "2026-03-29T03:00:00+02:00");
        assert_eq!(at("2026-11-22", 86_400), "2026-11-23T00:00:00+01:00");
        assert_eq!(clock_face(33_300), "09:15");
        assert_eq!(clock_face(33_305), "09:15:05");
    }
}
