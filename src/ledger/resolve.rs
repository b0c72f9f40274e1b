//! The answers of a person to what a sync could not decide: a held entry is
//! released, a refused one is tried again as it is.

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::rules::{Consequence, Refusal, table};
use crate::store::{Action, Store, Tx};

/// What the person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Held, but right: deliver it.
    Release,
    /// Refused, but try again as it is.
    Retry,
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

fn misfit(id: EntryId, why: &str, help: &str) -> Breach {
    Breach {
        rule: "tt/resolve".into(),
        field: None,
        message: format!("entry {id} {why}"),
        help: help.into(),
    }
}
