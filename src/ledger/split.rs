//! Parts an entry: the first part stays what it is, the others are new entries.
//!
//! Every second of work is in exactly one part. A pause goes to the part it lies in, or
//! is divided; what was typed as deducted has no place in time, so the first part bears
//! it as far as it has room (equal parts bear it equally).

use super::error::LedgerError;
use super::log::fresh_key;
use super::site::Site;
use super::{Acting, catalog, edit, reread};
use crate::domain::content::{Content, Draft, Pause};
use crate::domain::delivery::Mailing;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::status::{BookedAs, Origin, Status};
use crate::domain::when::{Reason, Refusal};
use crate::domain::zone::Zone;
use crate::rules::{self, Admitted, Stage};
use crate::store::{Action, Store, StoreError, View};

/// Where an entry is parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// At this instant, seconds UTC.
    At(i64),
    /// So that the first part has this many seconds of work.
    After(i64),
    /// Into so many parts of equal work, the last with what is left over.
    Into(u32),
    /// At every midnight of its zone.
    Midnight(Zone),
}

/// Seconds from start to end and deducted, of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    start: i64,
    end: i64,
    deduct: i64,
}

/// Parts an entry, all rules asked of all parts. `cut` says where, `later` what the
/// parts after the first are to say.
///
/// # Errors
/// Those of `cut` and `later`, no such entry, a place outside of it, every rule that any
/// part breaks, or the store's.
pub fn split<E>(
    store: &mut Store,
    id: EntryId,
    site: &Site,
    cut: impl Fn(&Entry) -> Result<Cut, E>,
    later: impl Fn(&mut Content) -> Result<(), E>,
) -> Result<Vec<Entry>, E>
where
    E: From<LedgerError> + From<StoreError>,
{
    store.write(|tx| {
        let (_, parts) = plan(tx, id, site, cut, later)?;
        let acting = Acting::begin(tx, site)?;
        let mut made = Vec::new();
        for (n, admitted) in parts.iter().enumerate() {
            let (id, before) = if n == 0 {
                let before = acting.before(id)?;
                (tx.amend(id, admitted, site.now)?.id, before)
            } else {
                let key = fresh_key(site.now)?;
                let entry = tx.book(admitted, key, Status::Open, Origin::Local, site.now)?;
                (entry.id, None)
            };
            acting.note(Action::Split, id, before)?;
            made.push(reread(tx, id)?);
        }
        Ok(made)
    })
}

/// The parts that [`split()`] would make, without making them.
///
/// # Errors
/// As [`split()`].
pub fn split_planned<E>(
    store: &Store,
    id: EntryId,
    site: &Site,
    cut: impl Fn(&Entry) -> Result<Cut, E>,
    later: impl Fn(&mut Content) -> Result<(), E>,
) -> Result<Vec<Entry>, E>
where
    E: From<LedgerError> + From<StoreError>,
{
    let (entry, parts) = plan(&store.view(), id, site, cut, later)?;
    let planned = parts
        .iter()
        .map(|admitted| super::log::planned(admitted, entry.key, site.now));
    Ok(planned.collect())
}

fn plan<E>(
    view: &View<'_>,
    id: EntryId,
    site: &Site,
    cut: impl Fn(&Entry) -> Result<Cut, E>,
    later: impl Fn(&mut Content) -> Result<(), E>,
) -> Result<(Entry, Vec<Admitted>), E>
where
    E: From<LedgerError> + From<StoreError>,
{
    let entry = match view.entry(id)? {
        Some((entry, _)) if !entry.removed => entry,
        _ => return Err(LedgerError::no_such(id).into()),
    };
    if entry.content.is_timer() {
        let why = "it still runs";
        return Err(refusal(&entry, why, "end it first: `tt stop`").into());
    }
    let cut = cut(&entry)?;
    let mut contents = parted(&entry, cut)?;
    for content in contents.iter_mut().skip(1) {
        later(content)?;
    }
    let mut admitted = Vec::new();
    let mut refused = Vec::new();
    for (n, content) in contents.into_iter().enumerate() {
        // Where it lies in time was let through when it was booked.
        let draft = Draft {
            content,
            mailing: Mailing::default(),
            future: true,
        };
        let asked = if n == 0 {
            edit::admit(view, &entry, draft, site)
        } else {
            admit_later(view, &entry, draft, site)
        };
        match asked {
            Ok(part) => admitted.push(part),
            Err(LedgerError::Refused(mut breaches)) => refused.append(&mut breaches),
            Err(other) => return Err(other.into()),
        }
    }
    if refused.is_empty() {
        Ok((entry, admitted))
    } else {
        Err(LedgerError::Refused(refused).into())
    }
}

/// A part after the first is a new entry; it overlaps nothing of the one it was. The same
/// holds for one that is taken away and booked anew.
pub(super) fn admit_later(
    view: &View<'_>,
    whole: &Entry,
    mut draft: Draft,
    site: &Site,
) -> Result<Admitted, LedgerError> {
    let facts = view.facts(site.now, site.catalog_max_age);
    let absent = catalog::settle(&mut draft.content, Some(&whole.content), &facts, site)?;
    let profile = draft.content.profile.clone();
    let mut context = site.context(profile.as_deref(), Stage::Log, &facts);
    context.before = Some(whole);
    let admitted = rules::admit(draft, &context).map_err(|why| LedgerError::of_one(None, why))?;
    absent.refuse(&admitted)?;
    Ok(admitted)
}

fn refusal(entry: &Entry, why: &str, help: &str) -> LedgerError {
    LedgerError::Time(Refusal {
        reason: Reason::OutOfRange,
        typed: format!("entry {}", entry.id),
        why: why.to_owned(),
        help: help.to_owned(),
    })
}

/// The contents of the parts, the first one first.
fn parted(entry: &Entry, cut: Cut) -> Result<Vec<Content>, LedgerError> {
    let content = &entry.content;
    let (Some(start), Some(end)) = (content.start, content.end) else {
        return by_length(entry, cut);
    };
    let work = content.worked(0);
    let parts = match cut {
        Cut::At(at) => at_instants(content, &[at]),
        Cut::After(seconds) => after(content, seconds),
        Cut::Into(n) => equal(content, n),
        Cut::Midnight(zone) => at_instants(content, &midnights(start, end, zone)),
    };
    let Some(parts) = parts else {
        let why = match cut {
            Cut::Midnight(_) => "it does not go over midnight".to_owned(),
            Cut::Into(n) => format!("{} is too short for {n} parts", people(work)),
            _ => format!("that is not within its {} of work", people(work)),
        };
        return Err(refusal(entry, &why, "see `tt show` for its start and end"));
    };
    let zone = Zone::parse(&content.zone);
    let contents = parts.iter().enumerate().map(|(n, part)| {
        let mut of_part = Content {
            start: Some(part.start),
            end: Some(part.end),
            deduct: part.deduct,
            pauses: within(&content.pauses, part.start, part.end),
            ..content.clone()
        };
        if let Ok(zone) = zone {
            of_part.date = zone.date(part.start);
        }
        once_only(&mut of_part, n);
        of_part
    });
    Ok(contents.collect())
}

/// What may be said once only stays with the first part: copies of the note on the ticket,
/// and what is added to the bill.
fn once_only(content: &mut Content, n: usize) {
    if n > 0 {
        content.extra.note_to.clear();
        content.extra.offset_seconds = None;
    }
}

/// An entry without clock times: only its length is parted.
fn by_length(entry: &Entry, cut: Cut) -> Result<Vec<Content>, LedgerError> {
    let content = &entry.content;
    let whole = content.worked(0);
    let lengths = match cut {
        Cut::After(first) if (1..whole).contains(&first) => vec![first, whole - first],
        Cut::Into(n) if i64::from(n) <= whole => shares(whole, n),
        Cut::After(_) | Cut::Into(_) => {
            let why = format!("its {} cannot be parted so", people(whole));
            return Err(refusal(entry, &why, "choose a shorter length"));
        }
        Cut::At(_) | Cut::Midnight(_) => {
            let why = "it has no clock times";
            return Err(refusal(entry, why, "use --after LENGTH or --into N"));
        }
    };
    let contents = lengths.into_iter().enumerate().map(|(n, length)| {
        let mut of_part = Content {
            length: Some(length),
            deduct: 0,
            booked_as: BookedAs::Date,
            ..content.clone()
        };
        once_only(&mut of_part, n);
        of_part
    });
    Ok(contents.collect())
}

/// Equal shares; the last has what is left over.
fn shares(whole: i64, n: u32) -> Vec<i64> {
    let n = i64::from(n.max(1));
    let mut shares = vec![whole / n; usize::try_from(n).unwrap_or(1)];
    if let Some(last) = shares.last_mut() {
        *last += whole % n;
    }
    shares
}

/// Parted at these instants, ascending; none where one lies outside, or a part has no work.
fn at_instants(content: &Content, cuts: &[i64]) -> Option<Vec<Part>> {
    let (start, end) = (content.start?, content.end?);
    let mut bounds = vec![start];
    bounds.extend_from_slice(cuts);
    bounds.push(end);
    if cuts.is_empty() || !bounds.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let mut owed = content.deduct;
    let mut parts = Vec::new();
    for bounds in bounds.windows(2) {
        let (start, end) = (bounds[0], bounds[1]);
        let active = active(content, start, end);
        // A part without a second of work is none.
        let deduct = owed.clamp(0, (active - 1).max(0));
        owed -= deduct;
        if active < 1 {
            return None;
        }
        parts.push(Part { start, end, deduct });
    }
    (owed == 0).then_some(parts)
}

fn after(content: &Content, seconds: i64) -> Option<Vec<Part>> {
    if !(1..content.worked(0)).contains(&seconds) {
        return None;
    }
    // The first part bears what is deducted, so it ends that much later.
    let at = instant_after(content, seconds.checked_add(content.deduct)?)?;
    at_instants(content, &[at])
}

fn equal(content: &Content, n: u32) -> Option<Vec<Part>> {
    let work = content.worked(0);
    if work < i64::from(n) {
        return None;
    }
    let (mut start, end) = (content.start?, content.end?);
    let last = usize::try_from(n).ok()?.checked_sub(1)?;
    let mut parts = Vec::new();
    let mut done = 0;
    let lots = shares(work, n).into_iter().zip(shares(content.deduct, n));
    for (i, (work, deduct)) in lots.enumerate() {
        done += work + deduct;
        let until = if i == last {
            end
        } else {
            instant_after(content, done)?
        };
        parts.push(Part {
            start,
            end: until,
            deduct,
        });
        start = until;
    }
    Some(parts)
}

/// The instant by which so many seconds outside pauses have passed.
fn instant_after(content: &Content, seconds: i64) -> Option<i64> {
    let (mut from, end) = (content.start?, content.end?);
    let mut left = seconds;
    for pause in &content.pauses {
        let active = pause.start - from;
        if left <= active {
            break;
        }
        left -= active.max(0);
        from = pause.end?;
    }
    let at = from.checked_add(left)?;
    (at < end).then_some(at)
}

/// Seconds between these instants that no pause covers.
fn active(content: &Content, start: i64, end: i64) -> i64 {
    let paused: i64 = within(&content.pauses, start, end)
        .iter()
        .map(|pause| pause.end.unwrap_or(end) - pause.start)
        .sum();
    end - start - paused
}

/// What of the pauses lies between these instants.
fn within(pauses: &[Pause], start: i64, end: i64) -> Vec<Pause> {
    let cut = pauses.iter().map(|pause| Pause {
        start: pause.start.max(start),
        end: Some(pause.end.unwrap_or(end).min(end)),
    });
    cut.filter(|pause| pause.end.is_some_and(|end| end > pause.start))
        .collect()
}

/// Every midnight between these instants.
fn midnights(start: i64, end: i64, zone: Zone) -> Vec<i64> {
    let mut found = Vec::new();
    let mut day = zone.date(start);
    while let Some(next) = day.succ_opt() {
        let at = zone.day_start(next);
        if at >= end {
            break;
        }
        found.push(at);
        day = next;
    }
    found
}

fn people(seconds: i64) -> String {
    crate::domain::span::people(seconds)
}

#[cfg(test)]
mod tests;
