//! Clock times: `9`, `9:00`, `0900`, `9.30`, `9h30`, `9:30pm`, `noon`, `now`, `-30m`, `2h ago`.
//!
//! Reads the words only; which day a clock time falls on is decided in `moment` and `range`.

use chrono::NaiveTime;

use super::{Read, Refusal, length, normal, number, two};
use crate::domain::span::Span;
use crate::domain::zone::{offset_seconds, offset_text};

/// Reads a time of day, as `[time] day_start` has it: `09:00`, `8.30`, `noon`.
///
/// # Errors
/// A [`Refusal`], also for what is counted from now or carries an offset.
pub fn time_of_day(text: &str) -> Result<NaiveTime, Refusal> {
    let unknown = || Refusal::unknown(text, "not a time of day", "write `09:00`");
    let plain = normal(text).ok_or_else(unknown)?;
    match read(&plain)
        .ok_or_else(unknown)?
        .map_err(|refusal| refusal.about(text))?
    {
        Clock::At(Time {
            seconds,
            offset: None,
            ..
        }) => NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

/// A clock time as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    At(Time),
    Now,
    /// So long before now.
    Ago(Span),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    /// Since midnight on the clock's face.
    pub seconds: u32,
    pub style: Style,
    /// Seconds east, where typed: tells the two halves of a repeated hour apart.
    pub offset: Option<i32>,
}

/// How a time was written, where that limits what may stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// With am or pm.
    Halved,
    /// From `1` to `12:59`: could have meant either half of the day.
    Halvable,
    /// `noon`, `0:30`, `13`.
    Whole,
}

impl Time {
    fn new(hours: u32, minutes: u32, seconds: u32) -> Self {
        let style = if (1..=12).contains(&hours) {
            Style::Halvable
        } else {
            Style::Whole
        };
        Self {
            seconds: hours * 3600 + minutes * 60 + seconds,
            style,
            offset: None,
        }
    }

    /// `9:30`, as it would be typed.
    pub(super) fn shown(self) -> String {
        face(self.seconds)
    }
}

/// `9:30`, `22:00:05` for seconds since midnight.
pub(super) fn face(seconds: u32) -> String {
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if s == 0 {
        format!("{h}:{m:02}")
    } else {
        format!("{h}:{m:02}:{s:02}")
    }
}

/// A clock time in normal form.
pub(super) fn read(text: &str) -> Read<Clock> {
    match text {
        "now" => return Some(Ok(Clock::Now)),
        "noon" => return whole(12),
        "midnight" => return whole(0),
        _ => {}
    }
    if let Some(rest) = text.strip_suffix(" ago") {
        return ago(text, rest, &format!("{rest}m ago"));
    }
    if let Some(rest) = text.strip_prefix('-') {
        return ago(text, rest, &format!("-{rest}m"));
    }
    half_day(text)
        .or_else(|| with_offset(text))
        .or_else(|| plain(text))
        .map(|read| read.map(Clock::At))
}

fn whole(hour: u32) -> Read<Clock> {
    Some(Ok(Clock::At(Time {
        style: Style::Whole,
        ..Time::new(hour, 0, 0)
    })))
}

/// What stands before `ago` or behind `-`: a length with units.
fn ago(text: &str, rest: &str, in_minutes: &str) -> Read<Clock> {
    if number(rest, 4).is_some() {
        return Some(Err(Refusal::ambiguous(
            text,
            "how long ago?",
            format!("write the unit: `{in_minutes}`"),
        )));
    }
    if rest.ends_with(['d', 'w']) || rest.ends_with(" days") || rest.ends_with(" day") {
        return None;
    }
    if rest.contains(':') {
        let span = length::read(rest)?.ok()?.to_string().replace(' ', "");
        let help = if text.starts_with('-') {
            format!("write `-{span}`")
        } else {
            format!("write `{span} ago`")
        };
        return Some(Err(Refusal::unknown(
            text,
            "not a form of a clock time",
            help,
        )));
    }
    Some(
        length::read_units(rest)?
            .map(Clock::Ago)
            .map_err(|refusal| refusal.about(text)),
    )
}

/// `9am`, `9:30pm`, `9.30 pm`.
fn half_day(text: &str) -> Read<Time> {
    if let Some(body) = text
        .strip_suffix(['a', 'p'])
        .filter(|body| digits_and_points(body))
    {
        let half = &text[body.len()..];
        return Some(Err(Refusal::unknown(
            text,
            "not a clock time",
            format!("write `{body}{half}m`"),
        )));
    }
    let (body, afternoon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(body), _) => (body.trim_end(), false),
        (_, Some(body)) => (body.trim_end(), true),
        _ => return None,
    };
    if !digits_and_points(body) {
        return None;
    }
    let (hour, minutes) = match body.split_once([':', '.']) {
        Some((hour, minutes)) => (hour, two(minutes)),
        None => (body, Some(0)),
    };
    Some(match (number(hour, 2), minutes) {
        (Some(h @ 1..=12), Some(m @ 0..=59)) => {
            let hours = h % 12 + if afternoon { 12 } else { 0 };
            Ok(Time {
                style: Style::Halved,
                ..Time::new(hours, m, 0)
            })
        }
        _ => Err(Refusal::unknown(
            text,
            "not a clock time",
            "write `9am`, `9:30pm` or `21:30`",
        )),
    })
}

fn digits_and_points(body: &str) -> bool {
    body.starts_with(|c: char| c.is_ascii_digit())
        && body
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b':' || b == b'.')
}

/// `02:30+01:00`, `02:30Z`. A minus is read by [`iso`] only: here it begins the end of a range.
fn with_offset(text: &str) -> Read<Time> {
    let (body, offset) = match text.strip_suffix('z') {
        Some(body) => (body, 0),
        None => {
            let at = text.find('+')?;
            (&text[..at], offset_seconds(&text[at..])?)
        }
    };
    body.contains(':')
        .then(|| plain(body))?
        .map(|read| {
            read.map(|time| Time {
                offset: Some(offset),
                ..time
            })
        })
        .map(|read| read.map_err(|refusal| refusal.about(text)))
}

/// The time of an instant, behind the `T`: `09:00`, `09:00:30`, with `Z`, `+01:00` or `-05:00`.
pub(super) fn iso(text: &str) -> Read<Time> {
    if !text.contains(':') {
        let time = plain(text)?.ok()?;
        return Some(Err(Refusal::unknown(
            text,
            "not the time of an instant",
            format!("write `T{:0>5}`", time.shown()),
        )));
    }
    if let Some(at) = text.rfind('-') {
        let offset = offset_seconds(&text[at..])?;
        return Some(plain(&text[..at])?.map(|time| Time {
            offset: Some(offset),
            ..time
        }));
    }
    with_offset(text).or_else(|| plain(text))
}

/// `9`, `9:00`, `09:00:30`, `0900`, `9.30`, `9h30`.
fn plain(text: &str) -> Read<Time> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text);
    }
    if text.contains(':') {
        return colons(text);
    }
    if let Some((hour, minutes)) = text.split_once(['.', 'h']) {
        let (h, m) = (number(hour, 2)?, two(minutes)?);
        return (h < 24 && m < 60).then(|| Ok(Time::new(h, m, 0)));
    }
    let (hour, minutes) = text.split_once(' ')?;
    let (h, m) = (number(hour, 2)?, two(minutes)?);
    (h < 24 && m < 60).then(|| {
        Err(Refusal::ambiguous(
            text,
            format!("{h}:{m:02}, or {hour} and a note that begins with {minutes}?"),
            format!("write `{h}:{m:02}` for a clock time, `{h}h{m:02}` for a length; for the note use -m \"{minutes} …\""),
        ))
    })
}

fn digits(text: &str) -> Read<Time> {
    let cut = text.len().saturating_sub(2);
    match text.len() {
        1 | 2 => match number(text, 2)? {
            h @ 0..=23 => Some(Ok(Time::new(h, 0, 0))),
            24 => Some(Err(day_end(text))),
            _ => None,
        },
        3 | 4 => {
            let (h, m) = (number(&text[..cut], 2)?, two(&text[cut..])?);
            if (h, m) == (24, 0) {
                return Some(Err(day_end(text)));
            }
            (h < 24 && m < 60).then(|| {
                if text.len() == 4 {
                    return Ok(Time::new(h, m, 0));
                }
                Err(Refusal::unknown(
                    text,
                    "not a clock time",
                    format!("write `{h}:{m:02}` or `0{text}`"),
                ))
            })
        }
        _ => None,
    }
}

fn colons(text: &str) -> Read<Time> {
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 || !parts.iter().all(|part| number(part, 2).is_some()) {
        return None;
    }
    let number_at = |n: usize| parts.get(n).and_then(|part| number(part, 2)).unwrap_or(0);
    let (h, m, s) = (number_at(0), number_at(1), number_at(2));
    if let [_, minutes] = parts[..]
        && minutes.len() == 1
    {
        return Some(Err(Refusal::ambiguous(
            text,
            "minutes have two digits",
            format!("write `{h}:0{m}` or `{h}:{m}0`"),
        )));
    }
    if parts.iter().skip(1).any(|part| part.len() != 2) {
        return Some(Err(Refusal::unknown(
            text,
            "not a clock time",
            "write `9:30` or `09:30:00`",
        )));
    }
    if (h, m, s) == (24, 0, 0) {
        return Some(Err(day_end(text)));
    }
    if h > 23 || m > 59 || s > 59 {
        return Some(Err(Refusal::range(
            text,
            "no such clock time",
            "hours go from 0 to 23, minutes to 59: `9:30`, `23:59`",
        )));
    }
    Some(Ok(Time::new(h, m, s)))
}

fn day_end(text: &str) -> Refusal {
    Refusal::range(
        text,
        "a day ends at midnight",
        "write `midnight` or `0:00`: `22-midnight`",
    )
}

/// `02:30+01:00`, for messages.
pub(super) fn face_with_offset(seconds: u32, offset: i32) -> String {
    format!("{:0>5}{}", face(seconds), offset_text(offset))
}
