//! Lengths: `1h 30m`, `90m`, `1.5`, `1:30`, `45`.
//!
//! `m` is always minutes, nothing is above hours, each unit stands once, the
//! larger first. What could be a clock time or a count of something else is
//! asked back, never decided. The unit forms are added up by the duration
//! library, after these checks.

use super::{Read, Refusal, clock, normal, number, two};
use crate::domain::span::{Span, people};

const FORMS: &str = "write a length such as `1h 30m`, `45m`, `1.5h` or `1:30`";

/// Reads a length, whole: `1h 30m`.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn length(text: &str) -> Result<Span, Refusal> {
    let unknown = || Refusal::unknown(text, "not a length", FORMS);
    let plain = normal(text).ok_or_else(unknown)?;
    match read(&plain) {
        Some(read) => read.map_err(|refusal| refusal.about(text)),
        None => Err(match clock::read(&plain) {
            Some(Ok(_)) => Refusal::unknown(text, "a clock time, not a length", FORMS),
            _ => unknown(),
        }),
    }
}

/// Reads a length, or `0`, `0m`, `none` for no length at all: what `--deduct` takes.
///
/// # Errors
/// As [`length`].
pub fn length_or_none(text: &str) -> Result<Option<Span>, Refusal> {
    match normal(text).as_deref() {
        Some("0" | "0m" | "0h" | "none") => Ok(None),
        _ => length(text).map(Some),
    }
}

/// Reads a length with an optional sign, as `--offset` takes it; seconds. `0` and `0m` are zero.
///
/// # Errors
/// As [`length`].
pub fn signed_length(text: &str) -> Result<i64, Refusal> {
    let trimmed = text.trim();
    let (negative, rest) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let seconds = length_or_none(rest)
        .map_err(|refusal| refusal.about(text))?
        .map_or(0, Span::seconds);
    Ok(if negative { -seconds } else { seconds })
}

/// Reads a duration of the configuration or of `--max-time`: a number with one of `d h m s`, or several (`1h 30m`); seconds.
///
/// Zero is allowed, days are 24 hours, and there is no limit of a day: `35d`, `20m`, `0m`.
///
/// # Errors
/// A [`Refusal`], also for months and years, which have no fixed length.
pub fn setting_seconds(text: &str) -> Result<u64, Refusal> {
    let unknown = || {
        Refusal::unknown(
            text,
            "not a duration",
            "write a number and one of d, h, m, s: `20m`, `24h`, `35d`",
        )
    };
    let plain = normal(text).ok_or_else(unknown)?;
    let parts = scan(&plain).ok_or_else(unknown)?;
    let mut last = None;
    for part in &parts {
        let unit = part.unit.ok_or_else(unknown)?;
        let fits = matches!(unit, Unit::Day | Unit::Hour | Unit::Minute | Unit::Second);
        if !fits
            || part.fraction.is_some()
            || part.whole.len() > 6
            || last.is_some_and(|larger| larger >= unit)
        {
            return Err(unknown());
        }
        last = Some(unit);
    }
    sum(&parts).ok_or_else(unknown)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Longer,
    Day,
    Hour,
    Minute,
    Second,
}

impl Unit {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Hour,
            "m" | "min" | "mins" | "minute" | "minutes" => Self::Minute,
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Second,
            "d" | "day" | "days" => Self::Day,
            "w" | "wk" | "wks" | "week" | "weeks" | "month" | "months" | "y" | "yr" | "yrs"
            | "year" | "years" => Self::Longer,
            _ => return None,
        })
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Longer => "w",
            Self::Day => "d",
            Self::Hour => "h",
            Self::Minute => "m",
            Self::Second => "s",
        }
    }
}

/// Whether the word (lower case) is a unit of time, also one that no length may have.
pub(super) fn is_unit(word: &str) -> bool {
    Unit::read(word).is_some()
}

/// A number and what stands behind it.
#[derive(Debug)]
struct Part<'a> {
    whole: &'a str,
    fraction: Option<&'a str>,
    unit: Option<Unit>,
    /// A space stood before the number.
    apart: bool,
}

/// A length in normal form (lower case, single spaces).
pub(super) fn read(text: &str) -> Read<Span> {
    if let Some(rest) = text.strip_prefix('-') {
        let span = read(rest)?.ok()?;
        return Some(Err(Refusal::range(
            text,
            "a length cannot be negative",
            format!("write `{span}`"),
        )));
    }
    if let Some(rest) = text.strip_prefix("pt") {
        let span = read_units(rest)?.ok()?;
        return Some(Err(Refusal::unknown(
            text,
            "not a form of a length here",
            format!("write `{span}`"),
        )));
    }
    whole_number(text)
        .or_else(|| hours_and_minutes(text))
        .or_else(|| bare_decimal(text))
        .or_else(|| read_units(text))
}

/// `45`: minutes from 10 to 600, a question otherwise.
fn whole_number(text: &str) -> Read<Span> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.len() > 1 && text.starts_with('0') {
        let reading = clock_reading(text);
        return Some(Err(Refusal::ambiguous(
            text,
            "a clock time or a length?",
            match reading {
                Some(time) => format!(
                    "write `{time}-now` or `{time} for 1h` for the time, a unit (`45m`) for a length"
                ),
                None => "write a unit: `45m`, `1h 30m`".to_owned(),
            },
        )));
    }
    Some(match number(text, 5) {
        Some(0) => Err(zero(text)),
        Some(n @ 1..=9) => Err(Refusal::ambiguous(
            text,
            format!("{n}h or {n}m?"),
            format!("write `{n}h` for hours, `{n}m` for minutes"),
        )),
        Some(n @ 10..=600) => span(text, i64::from(n) * 60),
        Some(n) if n <= 1440 => {
            let spelled = people(i64::from(n) * 60);
            let clock = clock_reading(text).map_or(String::new(), |time| {
                format!(", or `{time}-now` for the clock time")
            });
            Err(Refusal::ambiguous(
                text,
                format!("{spelled}, or a clock time?"),
                format!("write `{spelled}` for the length{clock}"),
            ))
        }
        _ => Err(match clock_reading(text) {
            Some(time) => Refusal::ambiguous(
                text,
                "a clock time alone is no length",
                format!("write a range: `{time}-now`, or a length: `1h 30m`"),
            ),
            None => Refusal::range(text, "over 24 hours", FORMS),
        }),
    })
}

/// `1:30`; from six on it could as well be a clock time.
fn hours_and_minutes(text: &str) -> Read<Span> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some()
        || ![Some(hours), Some(minutes), seconds]
            .into_iter()
            .flatten()
            .all(|p| number(p, 4).is_some())
    {
        return None;
    }
    let (h, m) = (number(hours, 4)?, number(minutes, 4)?);
    if minutes.len() != 2 || m > 59 || seconds.is_some() || h > 99 {
        return Some(Err(Refusal::unknown(
            text,
            "not hours and minutes",
            "write `1:30` or `1h 30m`",
        )));
    }
    if h >= 6 || hours.len() > 1 {
        return Some(Err(clock_or_length(
            text,
            h,
            m,
            i64::from(h) * 3600 + i64::from(m) * 60,
        )));
    }
    Some(span(text, i64::from(h * 3600 + m * 60)))
}

/// `1.5`, `0.25`, `1,5`: hours; `9.30` could as well be a clock time.
fn bare_decimal(text: &str) -> Read<Span> {
    let (whole, fraction) = text.split_once(['.', ','])?;
    let (h, _) = (number(whole, 4)?, number(fraction, 9)?);
    let quarter = matches!(fraction, "25" | "50" | "75");
    if fraction.len() == 2 && !quarter && (h >= 6 || (whole.len() > 1 && whole.starts_with('0'))) {
        let m = number(fraction, 2)?;
        return Some(Err(clock_or_length(
            text,
            h,
            m,
            decimal(whole, fraction).unwrap_or(0),
        )));
    }
    Some(decimal_hours(text, whole, fraction))
}

fn decimal_hours(text: &str, whole: &str, fraction: &str) -> Result<Span, Refusal> {
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(Refusal::unknown(text, "not a length", FORMS));
    }
    let Some(seconds) = decimal(whole, fraction) else {
        return Err(Refusal::unknown(
            text,
            "too many digits",
            "write at most four decimals, or hours and minutes: `1h 20m`",
        ));
    };
    span(text, seconds)
}

/// Decimal hours to seconds, to the nearest, half up; four decimals are finer than a second.
fn decimal(whole: &str, fraction: &str) -> Option<i64> {
    if whole.len() > 4 || fraction.len() > 4 {
        return None;
    }
    crate::domain::span::from_decimal_hours(&format!("{whole}.{fraction}"))
}

/// Numbers with units: `1h 30m`, `90 min`, `1h30`, `1.5h`.
pub(super) fn read_units(text: &str) -> Read<Span> {
    let parts = scan(text)?;
    let (first, last) = (parts.first()?, parts.last()?);
    let bad = |why: &str, help: &str| Some(Err(Refusal::unknown(text, why, help)));
    if first.unit.is_none() {
        // `1 30m`, `10 30m`: a unit is missing. Bare numbers alone are not ours.
        let joined = parts.iter().skip(1).all(|part| part.unit.is_some()) && parts.len() > 1;
        let help = format!(
            "write the unit: `{0}h …` or `{0}m …`; a note goes in -m",
            first.whole
        );
        return joined.then(|| {
            Err(Refusal::ambiguous(
                text,
                format!("{} of what?", first.whole),
                help,
            ))
        });
    }
    let bare_tail = last.unit.is_none();
    if parts.iter().rev().skip(1).any(|part| part.unit.is_none()) {
        return None;
    }
    if bare_tail {
        return bare_minutes(text, &parts);
    }
    if parts
        .iter()
        .any(|part| part.unit.is_some_and(|unit| unit <= Unit::Day))
    {
        return bad("a length has no unit above hours", "write the hours: `8h`");
    }
    if let [
        Part {
            whole,
            fraction: Some(fraction),
            unit: Some(Unit::Hour),
            ..
        },
    ] = &parts[..]
    {
        return Some(decimal_hours(text, whole, fraction));
    }
    if parts.iter().any(|part| part.fraction.is_some()) {
        return bad(
            "only hours alone may have decimals",
            "write `7m 30s`, `1h 30m` or `1.5h`",
        );
    }
    if parts.windows(2).any(|pair| pair[0].unit >= pair[1].unit) {
        return bad(
            "each unit may stand once, the larger first",
            "write `2h 5m 30s`",
        );
    }
    Some(total(text, &parts))
}

/// `1h30`: two digits behind hours are minutes when written together, a question when apart.
fn bare_minutes(text: &str, parts: &[Part<'_>]) -> Read<Span> {
    let [hours, minutes] = parts else { return None };
    if hours.unit != Some(Unit::Hour) || hours.fraction.is_some() || minutes.fraction.is_some() {
        return None;
    }
    let fits = two(minutes.whole).filter(|n| *n < 60);
    let (h, m) = (hours.whole, minutes.whole);
    match (fits, minutes.apart) {
        (Some(n), false) => Some(match hours.whole.len() {
            1..=4 => number(h, 4).map_or_else(
                || Err(Refusal::range(text, "over 24 hours", FORMS)),
                |h| span(text, i64::from(h) * 3600 + i64::from(n) * 60),
            ),
            _ => Err(Refusal::range(text, "over 24 hours", FORMS)),
        }),
        (Some(_), true) => Some(Err(Refusal::ambiguous(
            text,
            format!("{h}h {m}m, or {h}h and a note that begins with {m}?"),
            format!("write `{h}h{m}` for the length; for the note use -m \"{m} …\""),
        ))),
        (None, true) => None,
        (None, false) => {
            let help = match number(m, 1) {
                Some(n) => format!("write `{h}h0{n}` or `{h}h {n}m`"),
                None => "write minutes up to 59: `1h30`".to_owned(),
            };
            Some(Err(Refusal::unknown(
                text,
                "two digits of minutes go behind hours",
                help,
            )))
        }
    }
}

/// Adds up parts that have passed every check of form.
fn total(text: &str, parts: &[Part<'_>]) -> Result<Span, Refusal> {
    if parts.iter().any(|part| part.whole.len() > 6) {
        return Err(Refusal::range(text, "over 24 hours", FORMS));
    }
    let seconds = sum(parts)
        .and_then(|seconds| i64::try_from(seconds).ok())
        .unwrap_or(i64::MAX);
    if parts
        .iter()
        .skip(1)
        .any(|part| number(part.whole, 6).is_none_or(|n| n > 59))
    {
        let help = format!("write `{}`", people(seconds));
        return Err(Refusal::unknown(
            text,
            "minutes and seconds behind a larger unit go up to 59",
            help,
        ));
    }
    span(text, seconds)
}

fn sum(parts: &[Part<'_>]) -> Option<u64> {
    let spelled: Vec<String> = parts
        .iter()
        .filter_map(|part| Some(format!("{}{}", part.whole, part.unit?.letter())))
        .collect();
    humantime::parse_duration(&spelled.join(" "))
        .ok()
        .map(|length| length.as_secs())
}

/// Numbers, each with or without a known unit; `None` as soon as anything else stands there.
fn scan(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let apart = rest.starts_with(' ');
        rest = rest.trim_start_matches(' ');
        let (whole, behind) = digits(rest)?;
        rest = behind;
        let mut fraction = None;
        if let Some(behind) = rest.strip_prefix(['.', ',']) {
            let (found, behind) = digits(behind)?;
            (fraction, rest) = (Some(found), behind);
        }
        let word = rest.trim_start_matches(' ');
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = match &word[..letters] {
            "" => None,
            name => Some(Unit::read(name)?),
        };
        if unit.is_some() {
            rest = &word[letters..];
        }
        parts.push(Part {
            whole,
            fraction,
            unit,
            apart: apart && !parts.is_empty(),
        });
    }
    Some(parts)
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    (n > 0).then(|| text.split_at(n))
}

fn span(text: &str, seconds: i64) -> Result<Span, Refusal> {
    Span::new(seconds).map_err(|_| {
        if seconds <= 0 {
            zero(text)
        } else {
            Refusal::range(text, "over 24 hours", "write at most `24h`")
        }
    })
}

fn zero(text: &str) -> Refusal {
    Refusal::range(text, "a length is more than nothing", FORMS)
}

fn clock_or_length(text: &str, h: u32, m: u32, seconds: i64) -> Refusal {
    let spelled = people(seconds);
    let length = if Span::new(seconds).is_ok() {
        format!("write `{spelled}` for the length")
    } else {
        FORMS.to_owned()
    };
    let clock = if h < 24 && m < 60 {
        format!(", `{h}:{m:02}-now` for the clock time")
    } else {
        String::new()
    };
    Refusal::ambiguous(
        text,
        "a clock time or a length?",
        format!("{length}{clock}"),
    )
}

/// `9:30` for `930` and `0930`, where that is a clock time.
fn clock_reading(text: &str) -> Option<String> {
    let cut = text.len().checked_sub(2)?;
    let (h, m) = (number(text.get(..cut)?, 2)?, two(text.get(cut..)?)?);
    (h < 24 && m < 60).then(|| format!("{h}:{m:02}"))
}
