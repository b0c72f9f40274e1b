//! What needs a person, as the last syncs and rules left it. Reads only.

use super::error::LedgerError;
use super::site::Site;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question::{Question, question};
use crate::domain::status::Status;
use crate::rules::table::is_release_enough;
use crate::store::{Store, View};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A timer longer than this (seconds) cannot become an entry by itself.
const DAY: i64 = 86_400;

/// One thing that a person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The entry.
    pub entry: Entry,
    /// The link it is about, whole; none of a timer that belongs to no service.
    pub link: Option<Link>,
    /// What is asked.
    pub question: Question,
    /// The other record that bears its key.
    pub other: Option<RemoteId>,
    /// Whether a word is not enough: a rule that refuses has to be obeyed.
    pub is_firm: bool,
    /// The first and the last day of the timesheet on which it was rejected, where that is
    /// known.
    pub sheet: Option<(NaiveDate, NaiveDate)>,
}

/// Everything that needs a person, of one profile or all, in order of number.
///
/// # Errors
/// The store's.
pub fn review(
    store: &Store,
    profile: Option<&str>,
    site: &Site,
) -> Result<Vec<Asking>, LedgerError> {
    let view = store.view();
    let mut asked = Vec::new();
    for entry in view.timers()? {
        let is_meant =
            profile.is_none_or(|profile| entry.content.profile.as_deref() == Some(profile));
        if is_meant && is_too_long(&entry, site.now) {
            asked.push(Asking::of(entry, None, Question::TooLong));
        }
    }
    for (entry, brief) in view.pending(profile)? {
        let push = push(&brief.profile, site);
        let found = question(&entry, Some(&brief), push);
        let Some(found) = found.filter(|found| *found != Question::TooLong) else {
            continue;
        };
        let whole = view.link(entry.id, &brief.profile)?;
        asked.push(Asking::of(entry, whole.or(Some(brief)), found));
    }
    // What no service still has to hear of: held before it is owed, or given back.
    let known: BTreeSet<EntryId> = asked.iter().map(|asking| asking.entry.id).collect();
    for entry in view.for_a_person()? {
        let own = entry.content.profile.clone();
        if known.contains(&entry.id) || profile.is_some() && profile != own.as_deref() {
            continue;
        }
        let link = match &own {
            Some(name) => view.link(entry.id, name)?,
            None => None,
        };
        let push = own.map_or(Status::Open, |name| push(&name, site));
        let found = question(&entry, link.as_ref(), push);
        let is_back = entry.status == Status::Rejected && !entry.content.is_timer();
        match found.or(is_back.then_some(Question::Rejected)) {
            None | Some(Question::TooLong) => {}
            Some(Question::Rejected) => {
                let sheet = sheet(&view, &entry, link.as_ref())?;
                let mut back = Asking::of(entry, link, Question::Rejected);
                back.sheet = sheet;
                asked.push(back);
            }
            Some(found) => asked.push(Asking::of(entry, link, found)),
        }
    }
    for name in site.profiles.keys() {
        if profile.is_some_and(|profile| profile != name) {
            continue;
        }
        for (entry, link, other) in twice(&view, name)? {
            let mut twice = Asking::of(entry, Some(link), Question::Twice);
            twice.other = Some(other);
            asked.push(twice);
        }
    }
    asked.sort_by_key(|asking| asking.entry.id);
    Ok(asked)
}

/// Entries that the profile's service holds twice, with the link and the other record.
///
/// # Errors
/// The store's.
pub fn twice(view: &View<'_>, profile: &str) -> Result<Vec<(Entry, Link, RemoteId)>, LedgerError> {
    let mut found = Vec::new();
    for (id, linked, other) in view.twice(profile)? {
        let link = view.link(id, profile)?;
        let entry = view.entry(id)?.map(|(entry, _)| entry);
        // Meanwhile it may have been taken away, or have become another record.
        if let (Some(entry), Some(link)) = (entry.filter(|entry| !entry.removed), link)
            && link.remote_id.as_ref() == Some(&linked)
        {
            found.push((entry, link, other));
        }
    }
    Ok(found)
}

impl Asking {
    fn of(entry: Entry, link: Option<Link>, question: Question) -> Self {
        let is_firm = entry
            .held
            .iter()
            .any(|breach| !is_release_enough(&breach.rule));
        Self {
            entry,
            link,
            question,
            other: None,
            is_firm,
            sheet: None,
        }
    }
}

/// The days of the timesheet that an entry is on.
fn sheet(
    view: &View<'_>,
    entry: &Entry,
    link: Option<&Link>,
) -> Result<Option<(NaiveDate, NaiveDate)>, LedgerError> {
    let Some(link) = link else {
        return Ok(None);
    };
    let told = link.last_seen.as_ref().and_then(|seen| seen.sheet.as_ref());
    let found = match told {
        Some(id) => view.sheet(&link.profile, id)?,
        None => view.sheet_on(&link.profile, entry.content.date)?,
    };
    Ok(found.map(|sheet| (sheet.from, sheet.to)))
}

fn push(profile: &str, site: &Site) -> Status {
    let terms = site.profiles.get(profile);
    terms.map_or(Status::Open, |terms| terms.profile.push)
}

/// A parked timer lasts until it was parked.
fn is_too_long(timer: &Entry, now: i64) -> bool {
    let parked = timer.content.pauses.last().filter(|it| it.end.is_none());
    let until = parked.map_or(now, |pause| pause.start);
    let lasts = timer.content.start.map_or(0, |start| until - start);
    timer.is_unended() || lasts > DAY
}
