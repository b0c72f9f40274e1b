//! Ranges: `9-10:30`, `9 to 10`, `13:00-now`, `22-2`, `9 for 1.5h`, `last-now`, `yesterday 9-10`.
//!
//! The second end takes the first one's date; over midnight a range is at most
//! 12 hours, because a longer one is nearly always an afternoon (`9-5`).

use chrono::{Days, NaiveDate};

use super::clock::{Clock, Style, Time, face};
use super::moment::{
    self, Instant, Moment, absolute, before, begun, dated, on_day, on_day_or_gap, skipped,
    still_to_come,
};
use super::{Read, Reason, Refusal, Setting, clock, length, normal};
use crate::domain::span::{Span, people};

pub(super) const FORMS: &str =
    "write a range such as `9-10:30`, `9 to 10`, `13:00-now` or `9 for 1.5h`";

// What a range over midnight may last, seconds.
const OVERNIGHT: i64 = 12 * 3600;

/// A stretch of time that was typed, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Seconds UTC.
    pub start: i64,
    /// Seconds UTC, after the start.
    pub end: i64,
    /// The length between them.
    pub span: Span,
    /// What the person should be told: which of two equal clock times was taken.
    pub said: Vec<String>,
}

/// A range as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    start: Start,
    end: End,
    /// The length that an echoed range carries behind it.
    told: Option<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// The end of today's last entry.
    Last,
    At(Moment),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    At(Moment),
    For(Span),
}

/// What a typed range comes to.
pub(super) enum Resolved {
    Range(Range),
    /// `last-now`: from the end of today's last entry until then (seconds UTC).
    SinceLast(i64),
}

const SEPARATORS: [&str; 5] = ["..", "–", " to ", " for ", "-"];

/// A range in normal form.
pub(super) fn read(text: &str, setting: &Setting) -> Read<Ends> {
    if let Some((body, tail)) = text.rsplit_once(", ")
        && let (Some(Ok(told)), Some(ends)) = (length::read_units(tail), cut(body, setting))
    {
        return Some(ends.map(|ends| Ends {
            told: Some(told),
            ..ends
        }));
    }
    cut(text, setting)
}

/// Tries every separator at every place; two readings that both work are one too many.
fn cut(text: &str, setting: &Setting) -> Read<Ends> {
    let mut found: Option<Ends> = None;
    let mut refused: Option<Refusal> = None;
    for separator in SEPARATORS {
        for (at, _) in text.match_indices(separator) {
            let (left, right) = (
                text[..at].trim_end(),
                text[at + separator.len()..].trim_start(),
            );
            if left.is_empty() || right.is_empty() {
                continue;
            }
            match pair(left, right, separator, setting) {
                Some(Ok(ends)) if found.is_some_and(|other| other != ends) => {
                    return Some(Err(Refusal::ambiguous(
                        text,
                        "where does it end?",
                        "write `..` between start and end",
                    )));
                }
                Some(Ok(ends)) => found = Some(ends),
                Some(Err(refusal)) => refused = refused.or(Some(refusal.about(text))),
                None => {}
            }
        }
    }
    found.map(Ok).or(refused.map(Err))
}

fn pair(left: &str, right: &str, separator: &str, setting: &Setting) -> Read<Ends> {
    let ends = |start, end| {
        Some(Ok(Ends {
            start,
            end,
            told: None,
        }))
    };
    if separator == " for " {
        return match (moment::read(left, setting)?, length::read(right)?) {
            (Ok(start), Ok(span)) => ends(Start::At(start), End::For(span)),
            (Err(refusal), _) | (_, Err(refusal)) => Some(Err(refusal)),
        };
    }
    let right_read = moment::read(right, setting)?;
    if left == "last" {
        return match right_read {
            Ok(end @ Moment::Clock(Clock::Now)) => ends(Start::Last, End::At(end)),
            _ => Some(Err(Refusal::unknown(
                "last",
                "only goes until now",
                "write `last-now`",
            ))),
        };
    }
    match (moment::read(left, setting)?, right_read) {
        (Ok(start), Ok(end)) => Some(one_half_of_day(left, right, start, end).map_or_else(
            || {
                Ok(Ends {
                    start: Start::At(start),
                    end: End::At(end),
                    told: None,
                })
            },
            Err,
        )),
        (Err(refusal), _) | (_, Err(refusal)) => Some(Err(refusal)),
    }
}

/// `1-3pm` and `9am-5` leave open which half of the day the other end is in.
fn one_half_of_day(left: &str, right: &str, start: Moment, end: Moment) -> Option<Refusal> {
    let style = |moment| match moment {
        Moment::Clock(Clock::At(time)) | Moment::OnDay(_, time) => Some(time.style),
        Moment::Clock(_) => None,
    };
    let open = match (style(start)?, style(end)?) {
        (Style::Halved, Style::Halvable) => right,
        (Style::Halvable, Style::Halved) => left,
        _ => return None,
    };
    Some(Refusal::ambiguous(
        open,
        "am or pm?",
        "write it on both ends: `9am-10am`, `1pm-3pm`, or neither: `13-15`",
    ))
}

/// The range in UTC, or that it begins at the end of today's last entry.
pub(super) fn resolve(text: &str, ends: Ends, setting: &Setting) -> Result<Resolved, Refusal> {
    let range = match ends {
        Ends {
            start: Start::Last, ..
        } => {
            return match setting.on {
                Some(on) if on != setting.today() => Err(Refusal::ambiguous(
                    text,
                    "today's last entry, or another day's?",
                    "leave --on out",
                )),
                _ => Ok(Resolved::SinceLast(setting.now_kept())),
            };
        }
        Ends {
            start: Start::At(start),
            end,
            ..
        } => {
            let start = dated(text, start, setting)?;
            match (start, end) {
                (
                    Moment::Clock(Clock::At(time)),
                    End::For(_) | End::At(Moment::Clock(Clock::At(_))),
                ) => undated(text, time, end, setting)?,
                (Moment::Clock(Clock::At(time)), End::At(end)) => until(text, time, end, setting)?,
                (start, end) => close(text, absolute(text, start, setting)?, end, setting)?,
            }
        }
    };
    match ends.told {
        Some(told) if told != range.span => Err(Refusal::range(
            text,
            format!("the range lasts {}, not {told}", range.span),
            "leave the length out, or put it right",
        )),
        _ => Ok(Resolved::Range(range)),
    }
}

/// `last-now` with the fact it needs: the end of today's last entry.
///
/// # Errors
/// [`Reason::NothingThere`] where today holds no entry, or its last one ends now or later.
pub fn since_last(until: i64, last_end: Option<i64>) -> Result<Range, Refusal> {
    let nothing = |why: &str| {
        Refusal::new(
            Reason::NothingThere,
            "last-now",
            why,
            "write the start: `9-now`",
        )
    };
    let start = last_end.ok_or_else(|| nothing("no entry today to go on from"))?;
    let span = Span::between(start, until)
        .map_err(|_| nothing("today's last entry ends no earlier than now"))?;
    Ok(Range {
        start,
        end: until,
        span,
        said: Vec::new(),
    })
}

/// The end of an entry whose start is known: a clock time takes the start's date, or the next within 12 hours.
///
/// # Errors
/// A [`Refusal`], also where the end is not after the start or over 24 hours from it.
pub fn end_after(start: i64, text: &str, setting: &Setting) -> Result<Range, Refusal> {
    let unknown = || Refusal::unknown(text, "not a time", moment::FORMS);
    let plain = normal(text).ok_or_else(unknown)?;
    let end = moment::read(&plain, setting)
        .ok_or_else(unknown)?
        .map_err(|refusal| refusal.about(text))?;
    close(
        text,
        Instant {
            at: start,
            said: Vec::new(),
        },
        End::At(end),
        setting,
    )
}

/// Neither end has a day: today's if it is over, yesterday's if today's has not begun.
fn undated(text: &str, time: Time, end: End, setting: &Setting) -> Result<Range, Refusal> {
    let today = setting.today();
    let start = on_day_or_gap(today, time, setting);
    if !setting.future && !begun(&start, setting.now) {
        let mut start = on_day(text, before(today), time, setting)?;
        start.said.insert(0, still_to_come(time));
        return over(text, time, close(text, start, end, setting)?, setting);
    }
    let start = start.map_err(|gap| skipped(text, today, time, gap))?;
    let range = close(text, start, end, setting)?;
    if setting.future {
        Ok(range)
    } else {
        over(text, time, range, setting)
    }
}

fn over(text: &str, time: Time, range: Range, setting: &Setting) -> Result<Range, Refusal> {
    if range.end <= setting.now {
        return Ok(range);
    }
    let help = format!(
        "write `{}-now`, or give the day: `--on yesterday`; for a time to come add --future",
        time.shown()
    );
    Err(Refusal::new(Reason::NowInside, text, "not over yet", help))
}

/// `13:00-now`, `9 - 30m ago`: the clock time last passed before that end.
fn until(text: &str, time: Time, end: Moment, setting: &Setting) -> Result<Range, Refusal> {
    let end_at = absolute(text, end, setting)?;
    let last_day = setting.zone.date(end_at.at);
    let same_day = on_day_or_gap(last_day, time, setting);
    if begun(&same_day, end_at.at - 1) {
        let start = same_day.map_err(|gap| skipped(text, last_day, time, gap))?;
        return close(text, start, End::At(end), setting);
    }
    let start = on_day(text, before(last_day), time, setting)?;
    if end_at.at - start.at > OVERNIGHT {
        let long = people(end_at.at - start.at);
        let why = format!(
            "{} is not past, and from the day before it would be {long}",
            time.shown()
        );
        return Err(Refusal::range(
            text,
            why,
            "write an earlier start, or one with its day: `yesterday 22:00 - now`",
        ));
    }
    close(text, start, End::At(end), setting)
}

/// The range from a known start.
fn close(text: &str, start: Instant, end: End, setting: &Setting) -> Result<Range, Refusal> {
    let end = match end {
        End::For(span) => Instant {
            at: start.at + span.seconds(),
            said: Vec::new(),
        },
        End::At(Moment::Clock(Clock::At(time))) => roll(text, start.at, time, setting)?,
        End::At(end) => absolute(text, end, setting)?,
    };
    let span = Span::between(start.at, end.at).map_err(|_| {
        if end.at <= start.at {
            Refusal::range(text, "the end is not after the start", FORMS)
        } else {
            let why = format!(
                "{} is over 24 hours",
                people(end.at.saturating_sub(start.at))
            );
            Refusal::range(text, why, "book each day by itself")
        }
    })?;
    let said = start.said.into_iter().chain(end.said).collect();
    Ok(Range {
        start: start.at,
        end: end.at,
        span,
        said,
    })
}

/// A clock time after a start: on the same date, else the next, at most 12 hours on.
fn roll(text: &str, start: i64, time: Time, setting: &Setting) -> Result<Instant, Refusal> {
    let date = setting.zone.date(start);
    let same = on_day(text, date, time, setting);
    match &same {
        Ok(end) if end.at > start => return same,
        Err(_) if moment::local(date, time) > setting.zone.local(start) => return same,
        _ => {}
    }
    if let Some(next) = rolled(start, date, time, setting) {
        return next.map_err(|gap| skipped(text, date, time, gap));
    }
    Err(too_long(text, start, time, setting))
}

/// The clock time on the day after, where that is at most 12 hours on.
pub(super) fn rolled(
    start: i64,
    date: NaiveDate,
    time: Time,
    setting: &Setting,
) -> Option<Result<Instant, crate::domain::zone::Gap>> {
    let next = date.checked_add_days(Days::new(1))?;
    match on_day_or_gap(next, time, setting) {
        Ok(end) => (end.at > start && end.at - start <= OVERNIGHT).then_some(Ok(end)),
        Err(gap) => (gap.at - start <= OVERNIGHT).then_some(Err(gap)),
    }
}

fn too_long(text: &str, start: i64, time: Time, setting: &Setting) -> Refusal {
    let from = setting.zone.local(start).time();
    let from = chrono::Timelike::num_seconds_from_midnight(&from);
    if from == time.seconds {
        return Refusal::range(text, "no time lies between", FORMS);
    }
    let afternoon = time.seconds + 12 * 3600;
    let help = if time.style != Style::Halved
        && time.seconds < 13 * 3600
        && (from + 1..86_400).contains(&afternoon)
    {
        let ends = [from, afternoon].map(|seconds| {
            if seconds % 3600 == 0 {
                (seconds / 3600).to_string()
            } else {
                face(seconds)
            }
        });
        format!("write `{}-{}`", ends[0], ends[1])
    } else {
        let next = setting
            .zone
            .date(start)
            .checked_add_days(Days::new(1))
            .unwrap_or_default();
        format!(
            "for a night write both days: `{} {} - {next} {}`",
            setting.zone.date(start),
            face(from),
            time.shown()
        )
    };
    let long = people(i64::from(time.seconds) + 86_400 - i64::from(from));
    Refusal::range(
        text,
        format!("over midnight it would be {long}, and at most 12 hours are taken"),
        help,
    )
}

/// Whether the text is a clock time alone, so that a separator behind it would begin a range.
pub(super) fn could_begin(text: &str) -> bool {
    matches!(clock::read(text), Some(Ok(_)))
}
