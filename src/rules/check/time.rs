//! Rules on when and how long. Lengths in seconds; nothing here overflows,
//! whatever numbers a draft holds.

use super::wording::{length, list};
use super::{Answer, Finding, Subject};
use crate::domain::ids::EntryId;
use crate::domain::zone::Zone;
use crate::rules::facts::{Busy, FactError};
use crate::rules::matrix;

type Asked = Result<Answer, FactError>;

/// A day on the clock: the longest span of one entry.
const DAY: i64 = 24 * 3600;

pub(crate) fn worked_positive(of: &Subject<'_>) -> Asked {
    let timed = of.content.start.is_some();
    // Where the span itself or what was typed as deducted is wrong, its own rule says so.
    let said = if of.gross() > 0 {
        !(0..of.gross()).contains(&of.content.deduct)
    } else {
        timed
    };
    Answer::unless(of.worked() > 0 || said, || {
        let finding = Finding::default().with("length", length(of.worked()));
        if timed {
            finding.at("deduct_seconds")
        } else {
            finding
        }
    })
}

pub(crate) fn one_day(of: &Subject<'_>) -> Asked {
    let most = of.ctx.rules.max_entry;
    let (seconds, limit, spans) = if of.gross() > DAY {
        (of.gross(), DAY, "spans")
    } else {
        (of.worked(), most, "has a length of")
    };
    Answer::unless(seconds <= limit, || {
        Finding::default()
            .with("spans", spans)
            .with("length", length(seconds))
            .with("limit", length(limit))
    })
}

pub(crate) fn end_after_start(of: &Subject<'_>) -> Asked {
    let good = match (of.content.start, of.content.end) {
        (Some(start), Some(end)) => start < end,
        _ => true,
    };
    Answer::unless(good, || match of.gross() {
        0 => Finding::default().saying(
            "start and end are the same instant",
            "give a length or an end: --for 1h, --end 17:00",
        ),
        gross => Finding::default().with("length", length(0_i64.saturating_sub(gross))),
    })
}

pub(crate) fn deduct_within(of: &Subject<'_>) -> Asked {
    let deduct = of.content.deduct;
    let good = deduct >= 0 && (deduct == 0 || of.gross() <= 0 || deduct < of.gross());
    Answer::unless(good, || {
        Finding::default()
            .with("deduct", length(deduct))
            .with("length", length(of.gross()))
    })
}

pub(crate) fn not_in_future(of: &Subject<'_>) -> Asked {
    if of.future || of.keeps_its_time() {
        return Ok(Answer::Good);
    }
    let content = of.content;
    let (what, instant) = match (content.end, content.start) {
        (Some(end), _) => ("ends", Some(end)),
        (None, Some(start)) => ("starts", Some(start)),
        (None, None) => (
            "begins",
            Zone::parse(&content.zone)
                .ok()
                .map(|zone| zone.day_start(content.date)),
        ),
    };
    let ahead = instant.map_or(0, |at| at.saturating_sub(of.ctx.now));
    Answer::unless(ahead <= 0, || {
        Finding::default()
            .with("what", what)
            .with("length", length(ahead))
    })
}

pub(crate) fn overlap(of: &Subject<'_>) -> Asked {
    let (Some(start), Some(end)) = (of.content.start, of.content.end) else {
        return Ok(Answer::Good);
    };
    if start >= end {
        return Ok(Answer::Good);
    }
    let except = of.entry.map(|entry| entry.id);
    let busy = of.ctx.facts.overlapping(start, end, except)?;
    let worked = stretches(start, end, of);
    let mut shared = 0_i64;
    let mut others: Vec<(EntryId, String)> = Vec::new();
    // Minutes that several entries cover are counted once.
    let mut reached = i64::MIN;
    for other in &busy {
        let shared_with = |other: &Busy| {
            let add = |sum: i64, mine: &(i64, i64)| sum.saturating_add(common(*mine, other));
            worked.iter().fold(0_i64, add)
        };
        let fresh = Busy {
            start: other.start.max(reached),
            ..other.clone()
        };
        reached = reached.max(other.end);
        if shared_with(other) > 0 {
            shared = shared.saturating_add(shared_with(&fresh).max(0));
            if !others.iter().any(|(id, _)| *id == other.entry) {
                others.push((other.entry, named(other)));
            }
        }
    }
    let names: Vec<String> = others.into_iter().map(|(_, name)| name).collect();
    Answer::unless(names.is_empty(), || {
        Finding::default()
            .with("length", length(shared))
            .with("others", list(&names, 3))
    })
}

fn named(other: &Busy) -> String {
    let title = other.title.trim();
    if title.is_empty() {
        format!("entry {}", other.entry)
    } else {
        format!("entry {} ({title})", other.entry)
    }
}

/// The worked stretches of a span: what its pauses leave. Starts ascending, never overlapping.
fn stretches(start: i64, end: i64, of: &Subject<'_>) -> Vec<(i64, i64)> {
    let mut pauses: Vec<(i64, i64)> = of
        .content
        .pauses
        .iter()
        .map(|pause| (pause.start, pause.end.unwrap_or(end)))
        .collect();
    pauses.sort_unstable();
    let mut worked = Vec::with_capacity(pauses.len() + 1);
    let mut from = start;
    for (pause, resumed) in pauses {
        if from < pause.min(end) {
            worked.push((from, pause.min(end)));
        }
        from = from.max(resumed);
    }
    if from < end {
        worked.push((from, end));
    }
    worked
}

fn common((start, end): (i64, i64), other: &Busy) -> i64 {
    let from = start.max(other.start);
    end.min(other.end).saturating_sub(from).max(0)
}

pub(crate) fn long_entry(of: &Subject<'_>) -> Asked {
    let limit = of.ctx.rules.review_entry;
    // Somebody has looked at it already, and its time is as it was then.
    let released = of.keeps_its_time()
        && of.entry.is_some_and(|entry| {
            !entry.content.is_timer() && entry.held.iter().all(|held| held.rule != "tt/long-entry")
        });
    Answer::unless(released || of.worked() <= limit, || {
        Finding::default()
            .with("length", length(of.worked()))
            .with("limit", length(limit))
    })
}

pub(crate) fn max_day(of: &Subject<'_>) -> Asked {
    let except = of.entry.map(|entry| entry.id);
    let others = of.ctx.facts.worked_on(of.content.date, except)?;
    let own = of.worked().max(0);
    let total = others.saturating_add(own);
    let limit = of.ctx.rules.max_day;
    // What breaks the day alone is a matter of its own length, and its own rule says so.
    let alone = own > limit && own > of.ctx.rules.max_entry.min(DAY);
    // A change that leaves the time alone adds nothing to the day. What waits for a person
    // because of it goes on waiting.
    let adds_nothing = of.changes_no_time() && !of.is_held_for("tt/max-day");
    Answer::unless(total <= limit || alone || adds_nothing, || {
        Finding::default()
            .with("total", length(total))
            .with("date", of.content.date)
            .with("limit", length(limit))
    })
}

pub(crate) fn increment(of: &Subject<'_>) -> Asked {
    let step = of.ctx.rules.increment;
    let over = if step > 0 { of.worked() % step } else { 0 };
    Answer::unless(of.worked() <= 0 || over == 0, || {
        Finding::default()
            .with("length", length(of.worked()))
            .with("step", length(step))
            .with("below", length(of.worked() - over))
            .with("above", length((of.worked() - over).saturating_add(step)))
    })
}

pub(crate) fn clock_needed(of: &Subject<'_>) -> Asked {
    use crate::domain::status::BookedAs;
    let content = of.content;
    let dated = content.booked_as == BookedAs::Date;
    let whole = match (content.start, content.end, content.length) {
        (Some(_), Some(_), None) => !dated,
        // A timer has no end yet.
        (Some(_), None, None) => !dated,
        // Without a service there is nobody who would not take a date.
        (None, None, Some(_)) => dated && of.backend().is_none_or(matrix::takes_date),
        _ => false,
    };
    Answer::unless(whole, || {
        let finding = Finding::default();
        match of.backend() {
            Some(backend) if content.start.is_none() && content.length.is_some() => {
                finding.with("service", backend.title())
            }
            _ => finding.saying(
                "an entry needs its start and its end, or a length on a day",
                "give the time as a range such as 9-10:30",
            ),
        }
    })
}

pub(crate) fn late(of: &Subject<'_>) -> Asked {
    let Some(allowed) = of.ctx.rules.late_after else {
        return Ok(Answer::Good);
    };
    let content = of.content;
    if of.old_content().is_some_and(|old| old.date == content.date) {
        return Ok(Answer::Good);
    }
    let Ok(zone) = Zone::parse(&content.zone) else {
        return Ok(Answer::Unknown);
    };
    let (_, over) = zone.bounds(content.date, content.date);
    let since = of.ctx.now.saturating_sub(over);
    Answer::unless(since <= allowed, || {
        Finding::default()
            .with("date", content.date)
            .with("length", length(since))
            .with("limit", length(allowed))
    })
}

/// ConnectWise: a start is required.
pub(crate) fn start_given(of: &Subject<'_>) -> Asked {
    Answer::unless(of.content.start.is_some(), Finding::default)
}

/// ConnectWise: what is deducted, pauses too, is not negative and less than the hours.
pub(crate) fn deducted_within_hours(of: &Subject<'_>) -> Asked {
    let (deducted, gross) = (of.deducted(), of.gross());
    let good = deducted >= 0 && (deducted == 0 || gross <= 0 || deducted < gross);
    Answer::unless(good, || {
        Finding::default()
            .with("deduct", length(deducted))
            .with("length", length(gross))
    })
}
