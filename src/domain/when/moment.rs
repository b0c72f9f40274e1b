//! Moments: a clock time, a clock time on a day, or an instant (`2026-11-20T09:00+01:00`).
//!
//! A clock time without a day is the nearest one in the past. Both hours that
//! clocks make trouble with are handled here, for everything that reads a time.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::clock::{self, Clock, Time, face, face_with_offset};
use super::months::long;
use super::{Read, Reason, Refusal, Setting, cuts, day, length, normal, number, range};
use crate::domain::zone::{Gap, Local};

pub(super) const FORMS: &str =
    "write `9`, `9:30`, `0930`, `9:30pm`, `now`, `30m ago`, `yesterday 9:30` or `2026-11-20T09:30`";

// Below six, `1h30` is rather a length than a time of the night.
const CLOCK_FROM: u32 = 6 * 3600;

/// An instant that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instant {
    /// Seconds UTC.
    pub at: i64,
    /// What the person should be told: which of two equal clock times was taken.
    pub said: Vec<String>,
}

/// A moment as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Clock(Clock),
    OnDay(NaiveDate, Time),
}

/// Reads one moment, as `--at`, `--start` and `--end` take it.
///
/// A future result is possible only with a day, or with `future`; whether it may
/// stand is for the rules to say.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn instant(text: &str, setting: &Setting) -> Result<Instant, Refusal> {
    let plain = normal(text).ok_or_else(|| Refusal::unknown(text, "not a time", FORMS))?;
    let moment = match read(&plain, setting) {
        Some(read) => read.map_err(|refusal| refusal.about(text))?,
        None if matches!(range::read(&plain, setting), Some(Ok(_))) => {
            return Err(Refusal::unknown(
                text,
                "a range, not a time",
                "write one clock time: `9`, `9:30`",
            ));
        }
        None => return Err(Refusal::unknown(text, "not a time", FORMS)),
    };
    if let (Moment::Clock(Clock::At(time)), Some(Ok(span))) = (moment, length::read_units(&plain))
        && time.seconds < CLOCK_FROM
    {
        let help = format!(
            "write `{}` for the time, `{plain} ago` for {span} ago",
            time.shown()
        );
        return Err(Refusal::ambiguous(text, "a clock time or a length?", help));
    }
    resolve(text, moment, setting)
}

/// A moment in normal form.
pub(super) fn read(text: &str, setting: &Setting) -> Read<Moment> {
    if let Some(day) = day::read(text, setting) {
        if day.is_err()
            && text
                .split_once('-')
                .is_some_and(|(a, b)| number(a, 2).is_some() && number(b, 2).is_some())
        {
            // `9-10`: more of a range than of a day.
            return None;
        }
        return Some(day.and_then(|_| {
            Err(Refusal::unknown(
                text,
                "a day, without a time",
                format!("write `{text} 9:30`"),
            ))
        }));
    }
    if let Some(found) = iso(text, setting) {
        return Some(found);
    }
    if let Some(read) = clock::read(text) {
        return Some(read.map(Moment::Clock));
    }
    cuts(text).find_map(|(left, right)| {
        let (day, clock) = (day::read(left, setting)?, clock::read(right)?);
        Some(day.and_then(|day| match clock? {
            Clock::At(time) => Ok(Moment::OnDay(day, time)),
            Clock::Now | Clock::Ago(_) => Err(Refusal::unknown(
                text,
                format!("`{right}` has its own day"),
                format!("write `{right}` alone"),
            )),
        }))
    })
}

/// `2026-11-20T09:00`, with or without seconds and zone.
fn iso(text: &str, setting: &Setting) -> Read<Moment> {
    let (date, time) = (text.get(..10)?, text.get(10..)?.strip_prefix('t')?);
    let (date, time) = (day::read(date, setting)?, clock::iso(time)?);
    Some(match (date, time) {
        (Ok(date), Ok(time)) => Ok(Moment::OnDay(date, time)),
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal.about(text)),
    })
}

/// Puts `--on` into a moment that has no day of its own.
pub(super) fn dated(text: &str, moment: Moment, setting: &Setting) -> Result<Moment, Refusal> {
    let Some(on) = setting.on else {
        return Ok(moment);
    };
    let other = |given: NaiveDate| {
        Err(Refusal::ambiguous(
            text,
            format!("{}, or {} as --on says?", long(given), long(on)),
            "name the day once",
        ))
    };
    match moment {
        Moment::Clock(Clock::At(time)) => Ok(Moment::OnDay(on, time)),
        Moment::OnDay(given, _) if given != on => other(given),
        Moment::Clock(Clock::Now | Clock::Ago(_)) if on != setting.today() => {
            other(setting.today())
        }
        _ => Ok(moment),
    }
}

fn resolve(text: &str, moment: Moment, setting: &Setting) -> Result<Instant, Refusal> {
    match dated(text, moment, setting)? {
        Moment::Clock(Clock::At(time)) => nearest_past(text, time, setting),
        moment => absolute(text, moment, setting),
    }
}

/// A moment that names its day, or is counted from now.
pub(super) fn absolute(text: &str, moment: Moment, setting: &Setting) -> Result<Instant, Refusal> {
    let plainly = |at| {
        Ok(Instant {
            at,
            said: Vec::new(),
        })
    };
    match moment {
        Moment::OnDay(date, time) => on_day(text, date, time, setting),
        Moment::Clock(Clock::At(time)) => on_day(text, setting.today(), time, setting),
        Moment::Clock(Clock::Now) => plainly(setting.now_kept()),
        Moment::Clock(Clock::Ago(span)) => plainly(setting.now_kept() - span.seconds()),
    }
}

fn nearest_past(text: &str, time: Time, setting: &Setting) -> Result<Instant, Refusal> {
    let today = on_day_or_gap(setting.today(), time, setting);
    if setting.future || begun(&today, setting.now) {
        return today.map_err(|gap| skipped(text, setting.today(), time, gap));
    }
    on_day(text, before(setting.today()), time, setting)
}

/// What is said of a clock time without a day that is taken to be yesterday's.
pub(super) fn still_to_come(time: Time) -> String {
    format!(
        "{} today is still to come, so this is yesterday's; `--future` books it today",
        time.shown()
    )
}

/// Whether an instant, or the jump that skips it, is past.
pub(super) fn begun(found: &Result<Instant, Gap>, now: i64) -> bool {
    match found {
        Ok(instant) => instant.at <= now,
        Err(gap) => gap.at <= now,
    }
}

/// A clock time on a day.
pub(super) fn on_day(
    text: &str,
    date: NaiveDate,
    time: Time,
    setting: &Setting,
) -> Result<Instant, Refusal> {
    on_day_or_gap(date, time, setting).map_err(|gap| skipped(text, date, time, gap))
}

/// A clock time on a day, with the gap it may fall into left to the caller.
pub(super) fn on_day_or_gap(
    date: NaiveDate,
    time: Time,
    setting: &Setting,
) -> Result<Instant, Gap> {
    let local = local(date, time);
    if let Some(offset) = time.offset {
        return Ok(Instant {
            at: local.and_utc().timestamp() - i64::from(offset),
            said: Vec::new(),
        });
    }
    setting.zone.resolve(local).map(|found| match found {
        Local::Once(at) => Instant {
            at,
            said: Vec::new(),
        },
        Local::Twice(at, later) => {
            let offset = |at| setting.zone.offset(at);
            let said = format!(
                "{} exists twice on {}: the earlier is taken ({}); for the later write {date}T{}",
                face(time.seconds),
                long(date),
                face_with_offset(time.seconds, offset(at)),
                face_with_offset(time.seconds, offset(later)),
            );
            Instant {
                at,
                said: vec![said],
            }
        }
    })
}

/// The refusal of a local time that does not exist.
pub(super) fn skipped(text: &str, date: NaiveDate, time: Time, gap: Gap) -> Refusal {
    let show = |local: NaiveDateTime| {
        let clock = local.format("%H:%M");
        if local.date() == date {
            clock.to_string()
        } else {
            format!("{} {clock}", long(local.date()))
        }
    };
    let (from, to) = (show(gap.from), show(gap.to));
    let why = format!(
        "{} does not exist on {}: clocks go from {from} to {to}",
        face(time.seconds),
        long(date)
    );
    Refusal::new(
        Reason::Skipped,
        text,
        why,
        format!("write a time before {from}, or {to} and later"),
    )
}

pub(super) fn local(date: NaiveDate, time: Time) -> NaiveDateTime {
    date.and_time(
        NaiveTime::from_num_seconds_from_midnight_opt(time.seconds, 0).unwrap_or(NaiveTime::MIN),
    )
}

/// The day before.
pub(super) fn before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}
