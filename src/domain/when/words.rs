//! The time at the head of a command line, and where the note begins.
//!
//! The longest leading run of words that reads as one time is the time, also
//! where that time cannot stand: a shorter run is never taken instead.

use chrono::NaiveDate;

use super::clock::Clock;
use super::day::also_a_range;
use super::moment::{self, Instant, Moment, instant};
use super::months::{month, weekday};
use super::range::{self, Range, Resolved, could_begin};
use super::{LONGEST, Read, Refusal, Setting, cuts, day, length, normal, number, two};
use crate::domain::span::Span;

// `Sun 22 Nov 2025 9 am – Mon 23 Nov 2025 9 am, 24 h` is 16.
const MOST_WORDS: usize = 18;

// The words of a time that are no month, weekday or unit.
const NAMES: [&str; 12] = [
    "to",
    "for",
    "ago",
    "now",
    "noon",
    "midnight",
    "last",
    "today",
    "yesterday",
    "tomorrow",
    "am",
    "pm",
];

const FORMS: &str =
    "write a length (`1h 30m`, `45m`, `1.5h`) or a range (`9-10:30`, `9-now`), then the note";

/// What was booked, as typed: a length still to be placed, or a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A length, perhaps on a day; [`super::place()`] says where it goes.
    Length {
        /// The length.
        span: Span,
        /// The day, where one was typed or set by `--on`.
        day: Option<NaiveDate>,
    },
    /// A range.
    Range(Range),
    /// `last-now`; [`super::since_last`] needs the end of today's last entry.
    SinceLast {
        /// Until then, seconds UTC.
        until: i64,
    },
}

/// A time, and how many words it took; the rest is the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading<T> {
    /// The time.
    pub time: T,
    /// Words taken, at least one.
    pub words: usize,
}

/// Reads a length or a range, whole.
///
/// # Errors
/// A [`Refusal`] that names the nearest valid form.
pub fn typed(text: &str, setting: &Setting) -> Result<Typed, Refusal> {
    let unknown = || Refusal::unknown(text, "not a length or a range", FORMS);
    let plain = normal(text).ok_or_else(unknown)?;
    read(&plain, setting)
        .ok_or_else(unknown)?
        .map_err(|refusal| refusal.about(text))
}

/// The time that `log` must begin with; the words after it are the note.
///
/// # Errors
/// A [`Refusal`] where the words do not begin with a length or a range, or where
/// it is open where the time ends.
pub fn leading_time<S: AsRef<str>>(
    words: &[S],
    setting: &Setting,
) -> Result<Leading<Typed>, Refusal> {
    leading_time_if_any(words, setting)?.ok_or_else(|| {
        let first = words.first().map_or("", S::as_ref);
        Refusal::unknown(first, "not a length or a range", FORMS)
    })
}

/// The same where the time may be missing: none where the words begin with the note.
///
/// # Errors
/// As [`leading_time`], but for words that begin with no time.
pub fn leading_time_if_any<S: AsRef<str>>(
    words: &[S],
    setting: &Setting,
) -> Result<Option<Leading<Typed>>, Refusal> {
    let Some((taken, typed, found)) = longest(words, |text| read(text, setting)) else {
        return Ok(None);
    };
    let time = found.map_err(|refusal| refusal.about(&typed))?;
    Ok(Some(Leading { time, words: taken }))
}

/// The clock time that `start` and `stop` may begin with; `None` where the words begin with the note.
///
/// # Errors
/// A [`Refusal`] for what looks like a time and is none, and for a length or a range, which these commands do not take.
pub fn leading_moment<S: AsRef<str>>(
    words: &[S],
    setting: &Setting,
) -> Result<Option<Leading<Instant>>, Refusal> {
    let run = longest(words, |text| match moment::read(text, setting) {
        // A day alone is the first word of a note: `sat with Ann`.
        Some(Err(_))
            if day::read(text, setting).is_some_and(|day| day.is_ok()) && words.len() > 1 =>
        {
            None
        }
        other => other,
    });
    let whole = longest(words, |text| {
        range::read(text, setting).or_else(|| spelled_length(text))
    });
    let moment_words = run.as_ref().map_or(0, |(taken, ..)| *taken);
    if let Some((taken, typed, _)) = whole
        && taken > moment_words
    {
        let help = "write one clock time (`9`, `9:30`, `30m ago`); put a note that begins so in -m";
        return Err(Refusal::unknown(
            &typed,
            "a length or a range, not a clock time",
            help,
        ));
    }
    let Some((taken, typed, found)) = run else {
        return Ok(None);
    };
    let moment = found.map_err(|refusal| refusal.about(&typed))?;
    if let Some(next) = words.get(taken) {
        let next = next.as_ref();
        if moment == Moment::Clock(Clock::Now) {
            return Ok(Some(Leading {
                time: instant(&typed, setting)?,
                words: taken,
            }));
        }
        if begins_range(next) && next != "for" && next != "to" {
            let help = "write one clock time (`9`, `9:30`); put a note that begins so in -m";
            return Err(Refusal::ambiguous(
                &format!("{typed} {next}"),
                "a range?",
                help,
            ));
        }
        if typed.len() == 4 && number(&typed, 4).is_some_and(|n| n >= 2000) {
            let help = format!(
                "write `{}:{}` for the time; for the note use -m \"{typed} …\"",
                &typed[..2],
                &typed[2..]
            );
            return Err(Refusal::ambiguous(
                &typed,
                "a clock time, or a year in the note?",
                help,
            ));
        }
    }
    Ok(Some(Leading {
        time: instant(&typed, setting)?,
        words: taken,
    }))
}

/// `--start`, `--end` and `--for`, of which two fix an entry; `None` where none is given, or the length alone.
///
/// # Errors
/// A [`Refusal`], also where all three are given or an end stands alone.
pub fn from_options(
    start: Option<&str>,
    end: Option<&str>,
    span: Option<&str>,
    setting: &Setting,
) -> Result<Option<Typed>, Refusal> {
    let one_missing = |text: &str| {
        Refusal::unknown(
            text,
            "one end of an entry",
            "two of --start, --end and --for fix an entry: give one more",
        )
    };
    Ok(Some(match (start, end, span) {
        (None, None, None) => return Ok(None),
        (Some(start), Some(_), Some(_)) => {
            return Err(Refusal::unknown(
                start,
                "three options for two ends",
                "leave out one of --start, --end and --for",
            ));
        }
        (Some(only), None, None) | (None, Some(only), None) => return Err(one_missing(only)),
        (None, None, Some(span)) => Typed::Length {
            span: length(span)?,
            day: setting.on,
        },
        (Some(start), None, Some(span)) => {
            pair(start, " for ", &length(span)?.to_string(), setting)?
        }
        (Some(start), Some(end), None) => pair(start, "..", end, setting)?,
        (None, Some(end), Some(span)) => {
            let typed = normal(end).and_then(|plain| moment::read(&plain, setting));
            let (mut end, span) = (instant(end, setting)?, length(span)?);
            if let Some(Ok(Moment::Clock(Clock::At(time)))) = typed
                && setting.on.is_none()
                && time.offset.is_none()
                && setting.zone.date(end.at) < setting.today()
            {
                end.said.insert(0, moment::still_to_come(time));
            }
            Typed::Range(Range {
                start: end.at - span.seconds(),
                end: end.at,
                span,
                said: end.said,
            })
        }
    }))
}

/// Two options as the range they make together; each must be whole by itself.
fn pair(start: &str, separator: &str, end: &str, setting: &Setting) -> Result<Typed, Refusal> {
    for (side, is_moment) in [(start, true), (end, separator == "..")] {
        let plain = normal(side).unwrap_or_default();
        if is_moment && !matches!(moment::read(&plain, setting), Some(Ok(_))) {
            instant(side, setting)?;
        }
    }
    typed(&format!("{start}{separator}{end}"), setting)
}

/// A length, perhaps on a day, or a range; in normal form.
fn read(text: &str, setting: &Setting) -> Read<Typed> {
    let range = range::read(text, setting);
    let dated = day_and_length(text, setting);
    if let Some((word, rest)) = text.split_once(' ')
        && also_a_range(word)
        && day::read(word, setting).is_some()
        && (range.is_some() || dated.is_some())
        && two(rest).is_none()
    {
        let help = format!(
            "for the day write `{}` or `2026-11-20`; for the range put the note in -m",
            word.replace('-', "/")
        );
        return Some(Err(Refusal::ambiguous(
            text,
            format!("is `{word}` a day or a range?"),
            help,
        )));
    }
    let moment = moment::read(text, setting);
    if let Some(ends) = range {
        if let Some(Ok(Moment::OnDay(_, time))) = moment
            && time.offset.is_some()
        {
            let help = "write ` - ` with spaces, or `..`, before the end of a range";
            return Some(Err(Refusal::ambiguous(
                text,
                "an offset, or the end of a range?",
                help,
            )));
        }
        return Some(
            ends.and_then(|ends| range::resolve(text, ends, setting))
                .map(|resolved| match resolved {
                    Resolved::Range(range) => Typed::Range(range),
                    Resolved::SinceLast(until) => Typed::SinceLast { until },
                }),
        );
    }
    let span = length::read(text).map(|span| {
        span.map(|span| Typed::Length {
            span,
            day: setting.on,
        })
    });
    match (span.or(dated), moment) {
        (Some(Ok(typed)), _) => Some(Ok(typed)),
        (_, Some(Ok(Moment::Clock(Clock::Now)))) => Some(Err(Refusal::unknown(
            text,
            "a moment, not a length or a range",
            "write the start: `9-now`",
        ))),
        (Some(Err(refusal)), None | Some(Err(_))) => Some(Err(refusal)),
        (refusal, Some(Ok(moment))) => Some(Err(lone_moment(
            text,
            moment,
            refusal.and_then(Result::err),
        ))),
        (None, Some(Err(refusal))) => Some(Err(match day::read(text, setting) {
            Some(Ok(_)) => Refusal::unknown(
                text,
                "a day, without a time",
                format!("write `{text} 1h 30m` or `{text} 9-10:30`"),
            ),
            _ => refusal,
        })),
        (None, None) => unfinished(text, setting),
    }
}

/// A clock time alone: the words of the length are kept where it might have been one.
fn lone_moment(text: &str, moment: Moment, as_length: Option<Refusal>) -> Refusal {
    match (moment, as_length) {
        (Moment::Clock(Clock::At(_)), Some(refusal)) => refusal,
        (Moment::Clock(Clock::Ago(span)), _) => Refusal::unknown(
            text,
            "a moment, not a length",
            format!("write `{span}` for the length, `{text} - now` for the range"),
        ),
        (_, as_length) => {
            // Normal form is lower case; an instant is written with a capital T.
            let text = if text.as_bytes().get(10) == Some(&b't') {
                text.to_ascii_uppercase()
            } else {
                text.to_owned()
            };
            let unit = if as_length.is_some() {
                "; for a length put the unit: `1h 30m`"
            } else {
                ""
            };
            let help =
                format!("write `{text} - now`, `{text} for 1h`, or both ends: `9-10:30`{unit}");
            Refusal::unknown(
                &text,
                "one clock time, where a length or a range is needed",
                help,
            )
        }
    }
}

/// `9-`, `15 to`: a range without its end; `15` alone is never taken for a length then.
fn unfinished(text: &str, setting: &Setting) -> Read<Typed> {
    let start = ["-", "–", "..", " to", " for"]
        .iter()
        .find_map(|tail| text.strip_suffix(tail))?
        .trim_end();
    let last = start.rsplit(' ').next().filter(|last| could_begin(last))?;
    if range::read(start, setting).is_some() {
        return None;
    }
    let length = match length::read(last) {
        Some(Ok(span)) => format!("; for the length write `{span}`"),
        _ => String::new(),
    };
    Some(Err(Refusal::unknown(
        text,
        "a range without its end",
        format!("write `{start}-now` or `{start} for 1h`{length}"),
    )))
}

/// `yesterday 1h 30m`, `Sun 22 Nov, 1h 30m`.
fn day_and_length(text: &str, setting: &Setting) -> Read<Typed> {
    if day::read(text, setting).is_some() {
        return None;
    }
    cuts(text).find_map(|(left, right)| {
        let (date, span) = (day::read(left, setting)?, length::read(right)?);
        Some(match (date, span) {
            (Ok(date), Ok(_)) if setting.on.is_some_and(|on| on != date) => {
                Err(Refusal::ambiguous(
                    text,
                    "two days: one here and one by --on",
                    "name the day once",
                ))
            }
            (Ok(date), Ok(span)) => Ok(Typed::Length {
                span,
                day: Some(date),
            }),
            (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
        })
    })
}

/// The longest leading run of words that reads as something: how many, the run, what it read as.
fn longest<S: AsRef<str>, T>(
    words: &[S],
    read: impl Fn(&str) -> Read<T>,
) -> Option<(usize, String, Result<T, Refusal>)> {
    let most = words
        .iter()
        .take(MOST_WORDS)
        .take_while(|word| may_belong(word.as_ref()))
        .count();
    (1..=most).rev().find_map(|taken| {
        let run = words[..taken]
            .iter()
            .map(S::as_ref)
            .collect::<Vec<_>>()
            .join(" ");
        let found = read(&normal(&run)?)?;
        Some((taken, run, found))
    })
}

/// Whether a word can be part of any time; a note is not searched beyond the first that cannot.
fn may_belong(word: &str) -> bool {
    let name = |part: &str| {
        let part = part.trim_end_matches(',').to_ascii_lowercase();
        month(&part).is_some()
            || weekday(&part).is_some()
            || length::is_unit(&part)
            || NAMES.contains(&&*part)
    };
    word.len() <= LONGEST
        && word.split_whitespace().all(|part| {
            part.bytes().any(|b| b.is_ascii_digit())
                || part
                    .split(['-', '–', '.'])
                    .all(|piece| piece.is_empty() || name(piece))
        })
}

/// A length with its unit in letters; a bare number may begin a note.
fn spelled_length(text: &str) -> Read<range::Ends> {
    let lettered = text.bytes().any(|b| b.is_ascii_alphabetic());
    match length::read_units(text).filter(|_| lettered)? {
        Ok(_) => Some(Err(Refusal::unknown(text, "a length", FORMS))),
        Err(_) => None,
    }
}

fn begins_range(word: &str) -> bool {
    matches!(word, "-" | "–" | ".." | "to" | "for" | "To" | "For")
}
