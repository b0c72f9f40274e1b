//! The answers of a person to what a sync could not decide: a held entry is
//! released, a refused one is tried again as it is.

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::delivery::{Mailing, Outgoing};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::merge;
use crate::rules::{self, Consequence, Refusal, table};
use crate::store::{Action, Store, Tx};

/// What the person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Held, but right: deliver it.
    Release,
    /// Refused, but try again as it is.
    Retry,
    /// Changed here and there: what is here goes to the service.
    KeepMine,
    /// Changed here and there: what is there counts here as well.
    KeepTheirs,
}

/// Settles these entries, all or none.
///
/// # Errors
/// A number that does not exist, an answer that does not fit the entry's state, or the store's.
pub fn resolve(
    store: &mut Store,
    ids: &[EntryId],
    answer: Answer,
    site: &Site,
) -> Result<Vec<Entry>, LedgerError> {
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        let mut settled = Vec::new();
        let mut refused = Vec::new();
        for id in ids {
            let entry = match tx.entry(*id)? {
                Some((entry, _)) if !entry.removed => entry,
                _ => return Err(LedgerError::no_such(*id)),
            };
            let before = acting.before(*id)?;
            let done = match answer {
                Answer::Release => release(tx, &entry, site.now)?,
                Answer::Retry => retry(tx, &entry)?,
                Answer::KeepMine | Answer::KeepTheirs => keep(tx, &entry, answer, site.now)?,
            };
            if let Err(breaches) = done {
                refused.push((
                    Some(*id),
                    Refusal {
                        breaches,
                        locked: false,
                    },
                ));
                continue;
            }
            let action = if answer == Answer::Release {
                Action::Release
            } else {
                Action::Resolve
            };
            acting.note(action, *id, before)?;
            settled.push(reread(tx, *id)?);
        }
        if refused.is_empty() {
            Ok(settled)
        } else {
            Err(LedgerError::Refused(refused))
        }
    })
}

type Done = Result<(), Vec<Breach>>;

fn release(tx: &Tx<'_>, entry: &Entry, now: i64) -> Result<Done, LedgerError> {
    if entry.held.is_empty() {
        return Ok(Err(vec![misfit(
            entry.id,
            "is not held",
            "see `tt show` for its state",
        )]));
    }
    // What a rule refuses is held only because a timer must end: it has to be corrected.
    let firm: Vec<_> = entry
        .held
        .iter()
        .filter(|breach| !is_release_enough(&breach.rule))
        .cloned()
        .collect();
    if !firm.is_empty() {
        return Ok(Err(firm));
    }
    tx.set_held(entry.id, &[], now)?;
    tx.set_apart(entry.id)?;
    Ok(Ok(()))
}

/// Whether a person's word is enough: rules that hold, and questions of the sync.
fn is_release_enough(rule: &str) -> bool {
    table::find(rule).is_none_or(|rule| rule.consequence == Consequence::Hold)
}

fn retry(tx: &Tx<'_>, entry: &Entry) -> Result<Done, LedgerError> {
    let link = match &entry.content.profile {
        Some(profile) => tx.link(entry.id, profile)?,
        None => None,
    };
    match link {
        Some(link) if link.refusal.is_some() => {
            tx.clear_refusal(entry.id, &link.profile)?;
            Ok(Ok(()))
        }
        _ => Ok(Err(vec![misfit(
            entry.id,
            "was not refused by its service",
            "see `tt show` for its state",
        )])),
    }
}

/// Settles a conflict: mine stays owed, theirs is taken over field by field.
fn keep(tx: &Tx<'_>, entry: &Entry, answer: Answer, now: i64) -> Result<Done, LedgerError> {
    let link = match &entry.content.profile {
        Some(profile) => tx.link(entry.id, profile)?,
        None => None,
    };
    let Some((link, seen)) = link
        .filter(|link| !link.conflict.is_empty())
        .and_then(|link| link.last_seen.clone().map(|seen| (link, seen)))
    else {
        return Ok(Err(vec![misfit(
            entry.id,
            "is not in conflict with its service",
            "see `tt show` for its state",
        )]));
    };
    tx.set_conflict(entry.id, &link.profile, &[])?;
    if answer == Answer::KeepMine {
        return Ok(Ok(()));
    }
    let Ok(observed) = rules::observe((*seen).clone()) else {
        return Ok(Err(vec![misfit(
            entry.id,
            "is held by the service in a form nobody can read",
            "correct it there",
        )]));
    };
    let fields: Vec<&str> = link.conflict.iter().map(String::as_str).collect();
    let sent = Outgoing {
        key: entry.key,
        revision: entry.revision,
        content: seen.content.clone(),
        mailing: Mailing::default(),
        marked: false,
    };
    let merged = merge::taking(&entry.content, &seen.content, &fields);
    // It stays owed: what was changed here beside these fields still has to go.
    tx.take_over(entry.id, &observed, &merged, &sent, now)?;
    Ok(Ok(()))
}

fn misfit(id: EntryId, why: &str, help: &str) -> Breach {
    Breach {
        rule: "tt/resolve".into(),
        field: None,
        message: format!("entry {id} {why}"),
        help: help.into(),
    }
}
