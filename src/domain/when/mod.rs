//! The grammar of what may be typed for times: closed, one meaning each, nothing guessed.
//!
//! | module | reads |
//! |---|---|
//! | `length` | `1h 30m`, `90m`, `1.5`, `1:30`, `45` |
//! | `clock` | `9`, `0900`, `9:30pm`, `noon`, `now`, `30m ago` |
//! | `daily` | what a template says, on whatever day: `15m`, `9:15-9:30` |
//! | `day` | `today`, `mon`, `last-fri`, `-2d`, `20/11`, `nov20`, `2026-11-20` |
//! | `moment` | a clock time, a day with one, or an instant: `2026-11-20T09:00` |
//! | `range` | `9-10:30`, `9 to 10`, `22-2`, `9 for 1.5h`, `last-now` |
//! | `period` | `week`, `last-month`, `2026-W47`, `mon..fri`, `2026-01..2026-12` |
//! | `selector` | `12`, `12-15`, `last`, `^2` |
//! | `words` | the time at the head of a command line, and where the note begins |
//! | `place` | where a bare length goes |
//! | `echo` | what was understood, in a form that reads back as the same |
//!
//! Each reader answers one of three: *not one of mine* (`None`), *one of mine, but
//! it cannot stand* (a [`Refusal`]), or a value. The difference matters: `10 to 5`
//! is a range that cannot stand, so its `10` is never taken for ten minutes.
//!
//! Never reads a clock, a zone of the machine or a file: all of it is in [`Setting`].

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::zone::Zone;

mod clock;
mod daily;
mod day;
mod echo;
mod length;
mod moment;
mod months;
mod period;
mod place;
mod range;
mod refusal;
mod selector;
mod words;

pub use clock::time_of_day;
pub use daily::{Daily, clock_face, daily, on_date};
pub use day::day;
pub use echo::{echo_day, echo_day_length, echo_instant, echo_range};
pub use length::{length, length_or_none, setting_seconds, signed_length};
pub use moment::{Instant, instant};
pub use period::{Bound, DaySpan, from_bound, period, to_bound};
pub use place::{place, place_on_day, place_today};
pub use range::{Range, end_after, since_last};
pub use refusal::{Reason, Refusal};
pub use selector::{PeriodOrIds, Selector, period_or_ids, selector};
pub use words::{
    Leading, Typed, from_options, leading_moment, leading_time, leading_time_if_any, typed,
};

/// How `20/11` and `11/20` are told apart where both numbers could be the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Day before month.
    Dmy,
    /// Month before day.
    Mdy,
}

/// Everything that the meaning of a typed time depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Seconds UTC.
    pub now: i64,
    /// The zone that clock times and days are meant in.
    pub zone: Zone,
    /// `[time] date_order`.
    pub date_order: Option<DateOrder>,
    /// Where a length goes on a past day without entries: `[time] day_start`.
    pub day_start: NaiveTime,
    /// The first day of `week`: `[time] week_start`. ISO weeks always start on Monday.
    pub week_start: Weekday,
    /// Whether `now` keeps its seconds: `[time] seconds`.
    pub seconds: bool,
    /// `--future`: a clock time without a day is today's, also where that is still to come.
    pub future: bool,
    /// `--on`: the day of every clock time that names none.
    pub on: Option<NaiveDate>,
}

impl Setting {
    /// The defaults of `[time]`: weeks from Monday, days from nine, no date order.
    #[must_use]
    pub fn new(now: i64, zone: Zone) -> Self {
        Self {
            now,
            zone,
            date_order: None,
            day_start: NaiveTime::from_num_seconds_from_midnight_opt(9 * 3600, 0)
                .unwrap_or(NaiveTime::MIN),
            week_start: Weekday::Mon,
            seconds: false,
            future: false,
            on: None,
        }
    }

    /// The same with `--on` that day.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Self {
        Self {
            on: Some(day),
            ..self
        }
    }

    /// What `now` means in an entry: cut to the minute unless seconds are asked for.
    #[must_use]
    pub fn now_kept(&self) -> i64 {
        if self.seconds {
            self.now
        } else {
            self.now - self.now.rem_euclid(60)
        }
    }

    /// Today, in the zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.zone.date(self.now)
    }
}

/// What a reader found: nothing of its kind, one that cannot stand, or a value.
type Read<T> = Option<Result<T, Refusal>>;

// Longer than any time; what is longer is a note, and is not searched.
const LONGEST: usize = 96;

/// Lower case, single spaces; `None` for what is empty or too long to be a time.
fn normal(text: &str) -> Option<String> {
    if text.len() > 4 * LONGEST {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ").to_ascii_lowercase();
    (!joined.is_empty() && joined.len() <= LONGEST).then_some(joined)
}

/// A number of at most `most` ASCII digits.
fn number(text: &str, most: usize) -> Option<u32> {
    (!text.is_empty() && text.len() <= most.min(9) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// Exactly two ASCII digits.
fn two(text: &str) -> Option<u32> {
    (text.len() == 2).then(|| number(text, 2))?
}

/// All ways to cut a text in two at a space.
fn cuts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(' ')
        .map(|(at, _)| (&text[..at], &text[at + 1..]))
}

#[cfg(test)]
mod tests;
