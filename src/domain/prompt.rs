//! What a shell prompt shows: the small state that every write keeps beside the
//! database, as text and read back, and what it says at a given moment.
//!
//! Whatever does not read whole is no state: a prompt would rather say nothing than
//! something wrong. Pure; who reads and writes the file is `store` and `cmd`.

use super::span;
use crate::domain::content::Content;
use serde::Serialize;
use std::fmt::Write as _;

/// The first line. Another version of the program writes another one.
const HEAD: &str = "tt-prompt 1";

/// What is counted is counted up to this; more reads as `99+`.
pub const MOST: u32 = 100;

/// Longest label and note that are kept, in characters.
const LONGEST: usize = 60;

/// A timer longer than this (seconds) needs a person to say when it ended.
const DAY: i64 = 86_400;

/// How the database file looked when the state was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Its last change, seconds.
    pub seconds: i64,
    /// The rest of it, nanoseconds.
    pub nanos: i64,
}

/// The timer that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Its number.
    pub id: i64,
    /// The instant (seconds UTC) from which it would have run without its pauses and what
    /// is deducted: now less this is what was worked.
    pub base: i64,
    /// When it began, seconds UTC.
    pub start: i64,
    /// Whether it counts for the day of the state.
    pub counts: bool,
    /// What it is charged to.
    pub label: String,
    /// Its note.
    pub note: String,
}

/// What is kept for the prompt. Instants are seconds UTC, lengths seconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The database it was read from.
    pub db: Stamp,
    /// The day it is about begins here.
    pub from: i64,
    /// And ends before this.
    pub until: i64,
    /// Worked on that day, without the timer that runs.
    pub worked: i64,
    /// Meant for a day; 0 is none.
    pub target: i64,
    /// The timer that runs.
    pub timer: Option<Timer>,
    /// How many timers are parked.
    pub parked: u32,
    /// How many entries the next sync delivers; at most [`MOST`].
    pub owed: u32,
    /// How many wait for a person; at most [`MOST`].
    pub person: u32,
}

impl Timer {
    /// The running timer as the prompt keeps it; none of an entry without a start.
    #[must_use]
    pub fn of(id: i64, content: &Content, counts: bool, now: i64) -> Option<Self> {
        let start = content.start?;
        let charged = [
            content.target.as_ref().map(short),
            content.client.as_ref().map(ToString::to_string),
            content.project.as_ref().map(ToString::to_string),
        ];
        let label = charged.into_iter().flatten().next().unwrap_or_default();
        Some(Self {
            id,
            base: start.saturating_add(content.deducted(now)),
            start,
            counts,
            label: cut(&label),
            note: cut(content.note.as_deref().unwrap_or_default()),
        })
    }
}

/// A target in a prompt: its number, without the title.
fn short(target: &super::charge::Target) -> String {
    match target.kind {
        super::charge::TargetKind::Ticket => format!("#{}", target.at.typed),
        kind => format!("{kind} {}", target.at.typed),
    }
}

/// One line of at most [`LONGEST`] characters.
fn cut(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).take(LONGEST).collect()
}

impl State {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(256);
        let Stamp {
            size,
            seconds,
            nanos,
        } = self.db;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{HEAD}\ndb {size} {seconds} {nanos}");
        let _ = writeln!(text, "day {} {}", self.from, self.until);
        let _ = writeln!(text, "time {} {}", self.worked, self.target);
        let _ = writeln!(text, "count {} {} {}", self.parked, self.owed, self.person);
        if let Some(timer) = &self.timer {
            let counts = u8::from(timer.counts);
            let _ = writeln!(
                text,
                "timer {} {} {} {counts}",
                timer.id, timer.base, timer.start
            );
            let _ = writeln!(text, "label {}", timer.label);
            let _ = writeln!(text, "note {}", timer.note);
        }
        let sum = checksum(&text);
        let _ = writeln!(text, "end {sum:08x}");
        text
    }

    /// Reads a text; none where it is not whole, or another version's.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (body, sum) = text.strip_suffix('\n')?.rsplit_once("end ")?;
        if u32::from_str_radix(sum, 16).ok()? != checksum(body) {
            return None;
        }
        let mut lines = body.strip_prefix(HEAD)?.strip_prefix('\n')?.lines();
        let mut next = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ');
        let [size, seconds, nanos] = numbers(next("db")?)?;
        let [from, until] = numbers(next("day")?)?;
        let [worked, target] = numbers(next("time")?)?;
        let [parked, owed, person] = numbers(next("count")?)?;
        let timer = match next("timer") {
            None => None,
            Some(line) => {
                let [id, base, start, counts] = numbers(line)?;
                Some(Timer {
                    id,
                    base,
                    start,
                    counts: counts == 1,
                    label: next("label")?.to_owned(),
                    note: next("note")?.to_owned(),
                })
            }
        };
        let count = |n: i64| u32::try_from(n).ok();
        Some(Self {
            db: Stamp {
                size: u64::try_from(size).ok()?,
                seconds,
                nanos,
            },
            from,
            until,
            worked,
            target,
            timer,
            parked: count(parked)?,
            owed: count(owed)?,
            person: count(person)?,
        })
    }

    /// What it says at this moment (seconds UTC); `db` is how the database looks now, none
    /// where it is not there.
    #[must_use]
    pub fn at(&self, now: i64, db: Option<Stamp>) -> Shown {
        let Some(db) = db else {
            return Shown::default();
        };
        let is_today = (self.from..self.until).contains(&now);
        let timer = self.timer.as_ref().map(|timer| Running {
            id: timer.id,
            worked_seconds: now.saturating_sub(timer.base).max(0),
            charge_to: Some(timer.label.clone()).filter(|label| !label.is_empty()),
            note: Some(timer.note.clone()).filter(|note| !note.is_empty()),
        });
        let going = self.timer.as_ref().zip(timer.as_ref());
        let going = going.filter(|(kept, _)| kept.counts && is_today);
        let going = going.map_or(0, |(_, shown)| shown.worked_seconds);
        let ended = if is_today { self.worked } else { 0 };
        let too_long = self.timer.as_ref();
        let too_long = too_long.is_some_and(|timer| now.saturating_sub(timer.start) > DAY);
        Shown {
            running: timer,
            parked: self.parked,
            today: Today {
                worked_seconds: ended.saturating_add(going),
                target_seconds: self.target,
            },
            owed: self.owed,
            person: self.person.saturating_add(u32::from(too_long)),
            fresh: db == self.db,
        }
    }
}

/// Exactly so many whole numbers, a blank between.
fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let mut words = text.split(' ');
    let mut found = [0; N];
    for place in &mut found {
        *place = words.next()?.parse().ok()?;
    }
    words.next().is_none().then_some(found)
}

/// FNV-1a: finds what a power cut leaves of a file, and costs nothing.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The running timer, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Its number.
    pub id: i64,
    /// Worked up to now.
    pub worked_seconds: i64,
    /// What it is charged to.
    pub charge_to: Option<String>,
    /// Its note.
    pub note: Option<String>,
}

/// What was worked today, and what is meant for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Today {
    /// Worked, the running timer up to now.
    pub worked_seconds: i64,
    /// Meant; 0 is none.
    pub target_seconds: i64,
}

/// What a prompt says at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Shown {
    /// The timer that runs.
    pub running: Option<Running>,
    /// How many are parked.
    pub parked: u32,
    /// Today.
    pub today: Today,
    /// Entries that the next sync delivers.
    pub owed: u32,
    /// Entries that wait for a person.
    pub person: u32,
    /// Whether the database was left alone since the state was written.
    pub fresh: bool,
}

impl Shown {
    /// The line: `● 55m #54321 · today 3h 10m · ↑2 · !1`; empty where there is nothing.
    #[must_use]
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        if let Some(running) = &self.running {
            let mut part = format!("● {}", length(running.worked_seconds));
            if let Some(label) = &running.charge_to {
                part.push(' ');
                part.push_str(label);
            }
            parts.push(part);
        }
        if self.parked > 0 {
            parts.push(format!("‖{}", count(self.parked)));
        }
        if self.today.worked_seconds >= 60 {
            parts.push(format!("today {}", length(self.today.worked_seconds)));
        }
        if self.owed > 0 {
            parts.push(format!("↑{}", count(self.owed)));
        }
        if self.person > 0 {
            parts.push(format!("!{}", count(self.person)));
        }
        if !parts.is_empty() && !self.fresh {
            parts.push("~".to_owned());
        }
        parts.join(" · ")
    }

    /// One word for each thing there is, for bars that style by classes.
    #[must_use]
    pub fn classes(&self) -> Vec<&'static str> {
        let has = [
            (self.running.is_some(), "running"),
            (self.running.is_none() && self.parked > 0, "parked"),
            (self.running.is_none() && self.parked == 0, "idle"),
            (self.owed > 0, "owed"),
            (self.person > 0, "person"),
            (!self.fresh, "stale"),
        ];
        let has = has.into_iter().filter(|(is, _)| *is);
        has.map(|(_, word)| word).collect()
    }
}

/// Whole minutes: a prompt is drawn too seldom for seconds.
fn length(seconds: i64) -> String {
    span::people(seconds - seconds % 60)
}

fn count(n: u32) -> String {
    if n >= MOST {
        format!("{}+", MOST - 1)
    } else {
        n.to_string()
    }
}

#[cfg(test)]
mod tests;
