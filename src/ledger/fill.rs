//! What may be booked for time that is not: the work of the same weekday a week before.
//! Proposes only; what is booked passes `log`.

use super::error::LedgerError;
use crate::domain::content::Content;
use crate::domain::gaps::{Stretch, inside, without};
use crate::domain::ids::EntryId;
use crate::domain::status::BookedAs;
use crate::domain::when::{Setting, on_date};
use crate::store::{Filter, View};
use chrono::{Days, NaiveDate, Timelike};

/// Work of a week before, at the same clock times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The entry that it is like.
    pub entry: EntryId,
    /// The day of that.
    pub date: NaiveDate,
    /// What would be booked.
    pub content: Content,
    /// Whether there is room for a part of it only.
    pub is_part: bool,
}

/// What is booked on a day already, each to be matched once.
///
/// # Errors
/// The store's.
pub fn worked_already(view: &View<'_>, date: NaiveDate) -> Result<Vec<Content>, LedgerError> {
    Ok(of_day(view, date)?
        .into_iter()
        .map(|(_, content)| content)
        .collect())
}

/// The work of the same weekday a week before, as far as it fits into `free`; pieces shorter
/// than `least` seconds are left out, and what is in `already`, which is taken out of it.
///
/// # Errors
/// The store's.
pub fn repeats(
    view: &View<'_>,
    date: NaiveDate,
    free: &[Stretch],
    already: &mut Vec<Content>,
    least: i64,
    setting: &Setting,
) -> Result<Vec<Repeat>, LedgerError> {
    let Some(before) = date.checked_sub_days(Days::new(7)) else {
        return Ok(Vec::new());
    };
    let mut free = free.to_vec();
    let mut found = Vec::new();
    for (entry, content) in of_day(view, before)? {
        if content.is_timer() || take_same(already, &content) {
            continue;
        }
        for stretch in worked(&content) {
            let moved = moved(stretch, before, date, setting);
            for (start, end) in inside(&[moved], &free) {
                if end - start < least.max(1) {
                    continue;
                }
                free = without(&free, &[(start, end)]);
                found.push(Repeat {
                    entry,
                    date: before,
                    content: at(&content, start, end, setting),
                    is_part: (start, end) != moved,
                });
            }
        }
    }
    found.sort_by_key(|repeat| repeat.content.start);
    Ok(found)
}

/// Whether the same work is among these; it is taken out once.
pub fn take_same(already: &mut Vec<Content>, content: &Content) -> bool {
    match already
        .iter()
        .position(|other| is_same_work(other, content))
    {
        Some(found) => {
            already.swap_remove(found);
            true
        }
        None => false,
    }
}

/// Whether two entries are the same work: charged to the same, with the same note.
#[must_use]
pub fn is_same_work(one: &Content, two: &Content) -> bool {
    let target = match (&one.target, &two.target) {
        (Some(one), Some(two)) => one.kind == two.kind && one.at.is_same(&two.at),
        (one, two) => one.is_none() && two.is_none(),
    };
    let beside = [
        (&one.project, &two.project),
        (&one.client, &two.client),
        (&one.task, &two.task),
    ];
    let is_same = beside.iter().all(|pair| match pair {
        (Some(one), Some(two)) => one.is_same(two),
        // What the service filled in there may be missing here.
        _ => one.target.is_some() || (pair.0.is_none() && pair.1.is_none()),
    });
    target && is_same && one.note == two.note
}

fn of_day(view: &View<'_>, date: NaiveDate) -> Result<Vec<(EntryId, Content)>, LedgerError> {
    let filter = Filter {
        from_date: Some(date),
        to_date: Some(date),
        ..Filter::default()
    };
    let mut found = Vec::new();
    for listed in view.entries(&filter) {
        let (entry, _) = listed?;
        found.push((entry.id, entry.content));
    }
    Ok(found)
}

/// The stretches that were worked: without pauses, and without what was deducted, which
/// nobody says the place of and which is taken off the end.
fn worked(content: &Content) -> Vec<Stretch> {
    let (Some(start), Some(end)) = (content.start, content.end) else {
        return Vec::new();
    };
    let pauses: Vec<_> = content
        .pauses
        .iter()
        .map(|pause| (pause.start, pause.end.unwrap_or(end)))
        .collect();
    let mut stretches = without(&[(start, end)], &pauses);
    let mut off = content.deduct;
    while off > 0
        && let Some((start, end)) = stretches.pop()
    {
        let left = end - start - off;
        if left > 0 {
            stretches.push((start, start + left));
        }
        off -= end - start;
    }
    stretches
}

/// The same clock times on another day; as long as it was, whatever the clocks do.
fn moved((start, end): Stretch, before: NaiveDate, date: NaiveDate, setting: &Setting) -> Stretch {
    let local = setting.zone.local(start);
    let time = i64::from(local.num_seconds_from_midnight());
    // A stretch after midnight belongs to the day its entry began on.
    let days = local.date().signed_duration_since(before).num_days();
    let days = Days::new(days.max(0).unsigned_abs());
    let day = date.checked_add_days(days).unwrap_or(date);
    let from = on_date(day, time, setting.zone);
    (from, from.saturating_add(end - start))
}

/// A new entry like this one, in this stretch. Where the note is repeated on the ticket is
/// not said again: the client reads that.
fn at(content: &Content, start: i64, end: i64, setting: &Setting) -> Content {
    let mut new = super::timers::like(content);
    new.start = Some(start);
    new.end = Some(end);
    new.date = setting.zone.date(start);
    new.zone = setting.zone.to_string();
    new.booked_as = BookedAs::Range;
    new.extra.note_to.clear();
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::charge::{Reference, Target, TargetKind};
    use crate::domain::content::Pause;
    use crate::domain::zone::Zone;

    fn content(start: i64, end: i64) -> Content {
        let mut content = Content::blank(NaiveDate::MIN, "UTC", BookedAs::Range);
        content.start = Some(start);
        content.end = Some(end);
        content
    }

    #[test]
    fn pauses_part_the_work_and_deductions_shorten_its_end() {
        let mut of = content(0, 1000);
        assert_eq!(worked(&of), [(0, 1000)]);
        of.pauses.push(Pause {
            start: 400,
            end: Some(600),
        });
        assert_eq!(worked(&of), [(0, 400), (600, 1000)]);
        of.deduct = 100;
        assert_eq!(worked(&of), [(0, 400), (600, 900)]);
        of.deduct = 500;
        assert_eq!(worked(&of), [(0, 300)]);
        of.deduct = 5000;
        assert_eq!(worked(&of), []);
    }

    #[test]
    fn the_same_work_is_charged_to_the_same_with_the_same_note() {
        let mut one = content(0, 10);
        let mut two = content(20, 30);
        assert!(is_same_work(&one, &two));
        one.note = Some("standup".into());
        assert!(!is_same_work(&one, &two));
        two.note.clone_from(&one.note);
        let ticket = |n: &str| {
            Some(Target {
                kind: TargetKind::Ticket,
                at: Reference::typed(n),
            })
        };
        one.target = ticket("1");
        assert!(!is_same_work(&one, &two));
        two.target = ticket("2");
        assert!(!is_same_work(&one, &two));
        two.target = ticket("1");
        one.client = Some(Reference::typed("Acme"));
        assert!(is_same_work(&one, &two), "the ticket says whose it is");
        let mut already = vec![one.clone(), one];
        assert!(take_same(&mut already, &two) && take_same(&mut already, &two));
        assert!(!take_same(&mut already, &two), "each is matched once");
    }

    #[test]
    fn the_clock_time_stays_when_clocks_are_changed_in_between() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (before, date) = (day("2026-10-19"), day("2026-10-26"));
        let start = on_date(before, 9 * 3600, zone);
        let setting = Setting::new(start, zone);
        let (from, to) = moved((start, start + 3600), before, date, &setting);
        assert_eq!(zone.rfc3339(from), "2026-10-26T09:00:00+01:00");
        assert_eq!(to - from, 3600);
        let night = on_date(day("2026-10-20"), 1800, zone);
        let (from, _) = moved((night, night + 60), before, date, &setting);
        assert_eq!(zone.rfc3339(from), "2026-10-27T00:30:00+01:00");
    }
}
