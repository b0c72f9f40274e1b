//! Where everything stands, from what the store finds without reading every entry.

use super::model::{Counts, Need, Progress, Standing};
use super::{Context, Item};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question;
use crate::domain::status::{Delivery, Status};
use crate::report::phrase::length;
use chrono::{Datelike, NaiveDate, Weekday};

/// A timer longer than this (seconds) cannot become an entry by itself.
const DAY: i64 = 86_400;

/// What the store was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// Running and parked timers.
    pub timers: &'a [Entry],
    /// Seconds worked by date of ended entries, of this week at least.
    pub worked: &'a [(NaiveDate, i64)],
    /// What the services do not hold as it is here.
    pub pending: &'a [(Entry, Link)],
    /// Entries that were given back or that a rule holds, whether a service has them or not.
    pub person: &'a [Entry],
    /// Entries that a service holds twice: as this record, and as that one.
    pub twice: &'a [(EntryId, RemoteId, RemoteId)],
    /// Today, where the person is.
    pub today: NaiveDate,
    /// First and last day of this week.
    pub week: (NaiveDate, NaiveDate),
    /// The first instant of tomorrow, seconds UTC.
    pub tomorrow: i64,
    /// Seconds meant for a working day; 0 is none.
    pub day_target: i64,
}

/// Seconds meant for a week: those of five days, whichever days they are worked on.
#[must_use]
pub fn week_target(day_target: i64) -> i64 {
    day_target.saturating_mul(5)
}

/// Whether a target counts for this date: Monday to Friday.
#[must_use]
pub fn working_days(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Where everything stands.
#[must_use]
pub fn standing<'a>(looked: &Looked<'a>, context: &dyn Context) -> Standing<'a> {
    let timers: Vec<_> = looked
        .timers
        .iter()
        .map(|entry| Item::stored(entry, None))
        .collect();
    let today = progress(looked, &timers, context, |date| date == looked.today);
    let (from, to) = looked.week;
    let week = progress(looked, &timers, context, |date| (from..=to).contains(&date));
    let (parked, running): (Vec<_>, Vec<_>) = timers
        .iter()
        .partition(|item| item.entry.content.is_parked());
    let running = running.first().copied();
    let mut standing = Standing {
        running,
        parked,
        today: Progress {
            worked: today,
            target: looked.day_target,
        },
        week: Progress {
            worked: week,
            target: week_target(looked.day_target),
        },
        met_at: None,
        overlap: 0,
        counts: Counts::default(),
        needs: Vec::new(),
        blocks: Vec::new(),
        here: Vec::new(),
    };
    standing.met_at = met_at(&standing, looked, context);
    for item in &timers {
        standing.needs.extend(too_long(item, context));
    }
    for (entry, link) in looked.pending {
        count(&mut standing, entry, link, context);
    }
    // What became of an attempt is looked into first; a person is asked later, if at all.
    let is_settled = |entry: &&Entry| {
        let mut pending = looked.pending.iter();
        let under_way = |(it, link): &(Entry, Link)| it.id == entry.id && link.attempt.is_some();
        entry.status == Status::Rejected || !pending.any(under_way)
    };
    let is_asked = |entry: &&Entry| !entry.content.is_timer() || entry.is_unended();
    let person = looked.person.iter().filter(is_settled).filter(is_asked);
    standing.needs.extend(person.map(held_or_rejected));
    standing.needs.extend(looked.twice.iter().map(|two| Need {
        id: two.0,
        state: "there twice",
        why: format!("as {} and as {}", two.1, two.2),
    }));
    standing.needs.sort_by_key(|need| need.id);
    standing.needs.dedup_by_key(|need| need.id);
    standing
}

fn progress(
    looked: &Looked<'_>,
    timers: &[Item<'_>],
    context: &dyn Context,
    counts: impl Fn(NaiveDate) -> bool,
) -> i64 {
    let ended = looked.worked.iter().filter(|(date, _)| counts(*date));
    let ended: i64 = ended.map(|(_, seconds)| seconds).sum();
    let going = timers
        .iter()
        .filter(|item| counts(item.entry.content.date))
        .map(|item| item.worked(context));
    ended.saturating_add(going.sum())
}

/// An entry counts for the day it began on, so a timer of yesterday brings today nothing.
fn met_at(standing: &Standing<'_>, looked: &Looked<'_>, context: &dyn Context) -> Option<i64> {
    let running = standing.running?;
    let left = standing.today.target - standing.today.worked;
    let at = context.now().checked_add(left)?;
    (running.entry.content.date == looked.today && left > 0 && at <= looked.tomorrow).then_some(at)
}

fn too_long(item: &Item<'_>, context: &dyn Context) -> Option<Need> {
    let content = &item.entry.content;
    // A parked one lasts until it was parked.
    let parked = content.pauses.last().filter(|pause| pause.end.is_none());
    let until = parked.map_or(context.now(), |pause| pause.start);
    let lasts = until.saturating_sub(content.start?);
    (lasts > DAY).then(|| Need {
        id: item.entry.id,
        state: "too long",
        why: format!(
            "a timer of {}: say when it ended with `tt edit {} --end TIME`",
            length(lasts),
            item.entry.id
        ),
    })
}

/// Given back comes before held: it says what to correct.
fn held_or_rejected(entry: &Entry) -> Need {
    let (state, why) = if entry.status == Status::Rejected {
        (Status::Rejected.word(), entry.reject_reason.clone())
    } else {
        let words = entry.held.iter().map(|breach| breach.message.as_str());
        let words: Vec<_> = words.collect();
        (Delivery::Held.word(), Some(words.join("; ")))
    };
    Need {
        id: entry.id,
        state,
        why: why.unwrap_or_default(),
    }
}

/// Counts an entry by what its service still has to hear of it.
fn count(standing: &mut Standing<'_>, entry: &Entry, link: &Link, context: &dyn Context) {
    let item = Item::stored(entry, Some(link));
    let (state, problem) = if link.is_leaving(entry) {
        (leaving(entry, link), link.refusal.clone())
    } else {
        (item.delivery(context), item.problem(context))
    };
    let counts = &mut standing.counts;
    match state {
        Delivery::Owed => counts.owed += 1,
        Delivery::Unconfirmed => counts.unconfirmed += 1,
        Delivery::Held => counts.held += 1,
        Delivery::Refused => counts.refused += 1,
        Delivery::Conflict => counts.conflict += 1,
        Delivery::Local | Delivery::Waiting | Delivery::Sent => {}
    }
    let undecided = state == Delivery::Unconfirmed && question::is_undecided(link);
    if matches!(
        state,
        Delivery::Held | Delivery::Refused | Delivery::Conflict
    ) || undecided
    {
        standing.needs.push(Need {
            id: entry.id,
            state: state.word(),
            why: match problem {
                Some(problem) => problem.message,
                None if link.is_changed_there(entry) => {
                    "deleted here, and changed there since".to_owned()
                }
                None => String::new(),
            },
        });
    }
}

/// What is to be taken away on a service is owed like anything else.
fn leaving(entry: &Entry, link: &Link) -> Delivery {
    if link.attempt.is_some() {
        Delivery::Unconfirmed
    } else if link.is_changed_there(entry) {
        Delivery::Conflict
    } else if link.refusal.is_some() && link.refused_revision == link.revision {
        Delivery::Refused
    } else if link.is_due() {
        Delivery::Owed
    } else {
        Delivery::Sent
    }
}

#[cfg(test)]
mod tests;
