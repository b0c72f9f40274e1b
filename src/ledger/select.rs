//! Which entries a person means: numbers, `last`, `^2`, or a period.

use super::error::LedgerError;
use super::timers::{is_unended, running};
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::domain::when::{DaySpan, PeriodOrIds, Selector, Setting, period_or_ids, selector};
use crate::store::{Filter, Store, View};
use std::collections::HashSet;

/// What the words of a command name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// These entries.
    Ids(Vec<EntryId>),
    /// The entries of these days, which may be none.
    Period(DaySpan),
}

/// Reads words as numbers of entries or as one period.
///
/// # Errors
/// Words that are neither, a mixture, or numbers that do not exist.
pub fn choose(store: &Store, words: &[String], setting: &Setting) -> Result<Chosen, LedgerError> {
    if let [word] = words
        && let PeriodOrIds::Period(days) = period_or_ids(word, setting)?
    {
        return Ok(Chosen::Period(days));
    }
    let joined = words.join(" ");
    if words.len() > 1
        && let Ok(PeriodOrIds::Period(days)) = period_or_ids(&joined, setting)
    {
        return Ok(Chosen::Period(days));
    }
    expect_ids(store, words).map(Chosen::Ids)
}

/// Reads words as numbers of entries, each once, in the order named.
///
/// # Errors
/// Words that name no entry in a form known here, or entries that do not exist.
pub fn expect_ids(store: &Store, words: &[String]) -> Result<Vec<EntryId>, LedgerError> {
    let view = store.view();
    let mut ids = Vec::new();
    let mut met = HashSet::new();
    for word in words {
        let found = ids_of(&view, selector(word)?)?;
        ids.extend(found.into_iter().filter(|id| met.insert(*id)));
    }
    Ok(ids)
}

fn ids_of(view: &View<'_>, selector: Selector) -> Result<Vec<EntryId>, LedgerError> {
    let live = |id: EntryId| match view.entry(id)? {
        Some((entry, _)) if !entry.removed => Ok(id),
        _ => Err(LedgerError::no_such(id)),
    };
    match selector {
        Selector::Id(n) => Ok(vec![live(EntryId(n))?]),
        Selector::Ids(first, last) => {
            let ids = (first..=last).map(EntryId).collect::<Vec<_>>();
            let found = of_filter(
                view,
                &Filter {
                    ids: Some(ids),
                    ..Filter::default()
                },
            )?;
            let mut found: Vec<_> = found.into_iter().collect();
            found.sort();
            if found.is_empty() {
                return Err(LedgerError::Nothing {
                    message: format!("there are no entries {first}-{last}"),
                    help: "see `tt list` for the entries there are".into(),
                });
            }
            Ok(found)
        }
        Selector::Back(back) => {
            view.last_booked(back)?
                .map(|id| vec![id])
                .ok_or_else(|| LedgerError::Nothing {
                    message: if back == 0 {
                        "nothing is booked yet".into()
                    } else {
                        format!("fewer than {} entries are booked", back + 1)
                    },
                    help: "book one with `tt log 1h what you did`".into(),
                })
        }
        Selector::Current => {
            // A timer that waits for its end is what a person means when nothing runs.
            let waits = || view.timers().map(|all| all.into_iter().rfind(is_unended));
            let current = match running(view)? {
                Some(running) => Some(running),
                None => waits()?,
            };
            current
                .map(|entry| vec![entry.id])
                .ok_or_else(|| LedgerError::Nothing {
                    message: "nothing is running".into(),
                    help: "see `tt list` for what is booked".into(),
                })
        }
    }
}

/// The live entries of these days, in order of number; of one profile where one
/// is given, of none where `without_profile`.
///
/// # Errors
/// The store's.
pub fn of_period(
    store: &Store,
    days: Option<DaySpan>,
    profile: Option<&str>,
    without_profile: bool,
) -> Result<Vec<EntryId>, LedgerError> {
    let filter = Filter {
        from_date: days.map(|days| days.from),
        to_date: days.map(|days| days.to),
        profile: profile.map(str::to_owned),
        without_profile,
        ..Filter::default()
    };
    let mut ids = of_filter(&store.view(), &filter)?;
    ids.sort();
    Ok(ids)
}

/// An entry that a step could be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub id: EntryId,
    /// Where it stands.
    pub status: Status,
    /// Its profile.
    pub profile: Option<String>,
}

/// The live entries of these days (none: of all) in one of these states (none: in any),
/// whatever their profile, in order of number.
///
/// # Errors
/// The store's.
pub fn candidates(
    store: &Store,
    days: Option<DaySpan>,
    status: &[Status],
) -> Result<Vec<Candidate>, LedgerError> {
    let filter = Filter {
        from_date: days.map(|days| days.from),
        to_date: days.map(|days| days.to),
        status: status.to_vec(),
        ..Filter::default()
    };
    let mut found = Vec::new();
    for listed in store.view().entries(&filter) {
        let (entry, _) = listed?;
        found.push(Candidate {
            id: entry.id,
            status: entry.status,
            profile: entry.content.profile,
        });
    }
    found.sort_by_key(|candidate| candidate.id);
    Ok(found)
}

fn of_filter(view: &View<'_>, filter: &Filter) -> Result<Vec<EntryId>, LedgerError> {
    let mut ids = Vec::new();
    for listed in view.entries(filter) {
        ids.push(listed?.0.id);
    }
    Ok(ids)
}
