//! Where a length without a start goes: into the latest free stretch of today, or behind a past day's entries.
//!
//! Pure: what is booked already is a parameter, in order of start.

use chrono::NaiveDate;

use super::moment::skipped;
use super::{Range, Reason, Refusal, Setting, clock};
use crate::domain::span::Span;
use crate::domain::zone::Local;

/// A length on the day that was typed or set by `--on`, or today where there is none.
///
/// # Errors
/// As [`place_today`] and [`place_on_day`].
pub fn place(
    span: Span,
    day: Option<NaiveDate>,
    booked: &[(i64, i64)],
    setting: &Setting,
) -> Result<Range, Refusal> {
    match day {
        Some(day) if day != setting.today() => place_on_day(span, day, booked, setting),
        _ => place_today(span, booked, setting),
    }
}

/// The latest free stretch of that length today that ends at or before now; where nothing is booked there, it ends now.
///
/// `booked`: start and end (seconds UTC) of what is in the way, ascending by start,
/// overlaps allowed: everything that overlaps the 25 hours before now, as the stretch
/// that ends now may begin yesterday. A running timer counts as booked until now.
///
/// # Errors
/// [`Reason::OutOfRange`] where today has no such stretch left.
pub fn place_today(span: Span, booked: &[(i64, i64)], setting: &Setting) -> Result<Range, Refusal> {
    let now = setting.now_kept();
    let midnight = setting.zone.day_start(setting.today());
    let latest = latest_end(span, booked, now);
    let start = latest.saturating_sub(span.seconds());
    // Only the stretch that ends now may reach back over midnight.
    if latest != now && start < midnight {
        return Err(Refusal::new(
            Reason::OutOfRange,
            &span.to_string(),
            format!("today has no free stretch of {span} before now"),
            "say when: a range (`9-10:30`), `--at 9`, or another day (`--on yesterday`)",
        ));
    }
    Ok(Range {
        start,
        end: latest,
        span,
        said: Vec::new(),
    })
}

/// A length on another day: from the end of the day's last entry, on an empty day from `day_start`;
/// where it would run past midnight there, the day's latest free stretch of it.
///
/// `booked` as in [`place_today`]; an entry belongs to the date of its start.
///
/// # Errors
/// [`Reason::OutOfRange`] where the day has no such stretch, and [`Reason::Skipped`] where `day_start` does not exist on that day.
pub fn place_on_day(
    span: Span,
    day: NaiveDate,
    booked: &[(i64, i64)],
    setting: &Setting,
) -> Result<Range, Refusal> {
    let (_, after) = setting.zone.bounds(day, day);
    let last = booked
        .iter()
        .filter(|(start, _)| setting.zone.date(*start) == day)
        .map(|(_, end)| *end)
        .max();
    let start = match last {
        Some(end) => end,
        None => {
            let time = setting.day_start;
            match setting.zone.resolve(day.and_time(time)) {
                Ok(Local::Once(at) | Local::Twice(at, _)) => at,
                Err(gap) => {
                    let seconds = chrono::Timelike::num_seconds_from_midnight(&time);
                    let time = clock::Time {
                        seconds,
                        style: clock::Style::Whole,
                        offset: None,
                    };
                    return Err(skipped(&span.to_string(), day, time, gap));
                }
            }
        }
    };
    let end = start.saturating_add(span.seconds());
    if end > after {
        return latest_of_day(span, day, booked, setting);
    }
    Ok(Range {
        start,
        end,
        span,
        said: Vec::new(),
    })
}

/// Where the latest free stretch of this length ends that is over by `end` (seconds UTC).
fn latest_end(span: Span, booked: &[(i64, i64)], end: i64) -> i64 {
    let mut latest = end;
    for (start, end) in merged(booked).into_iter().rev() {
        if start >= latest {
            continue;
        }
        if latest.saturating_sub(end) >= span.seconds() {
            break;
        }
        latest = latest.min(start);
    }
    latest
}

/// The latest free stretch of a day that is over, which is said: nobody would guess it.
fn latest_of_day(
    span: Span,
    day: NaiveDate,
    booked: &[(i64, i64)],
    setting: &Setting,
) -> Result<Range, Refusal> {
    let (first, after) = setting.zone.bounds(day, day);
    let latest = latest_end(span, booked, after);
    let start = latest.saturating_sub(span.seconds());
    if start < first {
        return Err(Refusal::new(
            Reason::OutOfRange,
            &span.to_string(),
            format!("{day} has no free stretch of {span}"),
            "say when: a range (`9-10:30`) or `--at 9`",
        ));
    }
    let clock = |at| setting.zone.local(at).format("%H:%M").to_string();
    let said = format!(
        "{}–{} is the latest free stretch of {day}; --at or a range says otherwise",
        clock(start),
        clock(latest)
    );
    Ok(Range {
        start,
        end: latest,
        span,
        said: vec![said],
    })
}

/// The same time without overlaps, ascending.
fn merged(booked: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut out: Vec<(i64, i64)> = Vec::with_capacity(booked.len());
    for &(start, end) in booked {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}
