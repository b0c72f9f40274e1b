//! Moves entries along their way: submit, recall, approve, reject. All or
//! nothing in one call; entries already there are counted and left.

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::rules::{self, Checked, NotAdmitted, Refusal, Stage, Transition};
use crate::store::{Action, Store, Tx};

/// A step on the way to the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Handed in for approval.
    Submit,
    /// Taken back by its owner.
    Recall,
    /// Approved.
    Approve,
    /// Given back, with the reason.
    Reject(String),
}

impl Move {
    fn to(&self) -> Status {
        match self {
            Self::Submit => Status::Submitted,
            Self::Recall => Status::Open,
            Self::Approve => Status::Approved,
            Self::Reject(_) => Status::Rejected,
        }
    }

    fn action(&self) -> Action {
        match self {
            Self::Submit => Action::Submit,
            Self::Recall => Action::Recall,
            Self::Approve => Action::Approve,
            Self::Reject(_) => Action::Reject,
        }
    }

    fn stage(&self) -> Stage {
        match self {
            Self::Submit | Self::Recall => Stage::Submit,
            Self::Approve | Self::Reject(_) => Stage::Approve,
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::Reject(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether there is nothing left to do for an entry in this status.
    fn is_done(&self, status: Status) -> bool {
        match self {
            Self::Submit => status.rank() >= Status::Submitted.rank(),
            Self::Recall => status == Status::Open,
            Self::Approve => status.rank() >= Status::Approved.rank(),
            Self::Reject(_) => status == Status::Rejected,
        }
    }
}

/// What moving did.
#[derive(Debug, Default)]
pub struct Moved {
    /// Entries that moved, in order of number.
    pub moved: Vec<Entry>,
    /// How many were there already, or further on.
    pub n_already: usize,
    /// Warnings of rules, with their entry.
    pub warnings: Vec<(EntryId, Breach)>,
}

/// Moves these entries, all or none.
///
/// # Errors
/// A number that does not exist, every breach of every entry, or the store's.
pub fn advance(
    store: &mut Store,
    ids: &[EntryId],
    step: &Move,
    site: &Site,
) -> Result<Moved, LedgerError> {
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        let mut done = Moved::default();
        let mut refused: Vec<(Option<EntryId>, Refusal)> = Vec::new();
        for id in ids {
            let entry = live(tx, *id)?;
            if step.is_done(entry.status) {
                done.n_already += 1;
                continue;
            }
            match ask(tx, &entry, step, site)? {
                Ok(checked) => done
                    .warnings
                    .extend(checked.warnings.into_iter().map(|warning| (*id, warning))),
                Err(refusal) => {
                    refused.push((Some(*id), refusal));
                    continue;
                }
            }
            let before = acting.before(*id)?;
            tx.set_status(*id, step.to(), step.reason(), site.now)?;
            acting.note(step.action(), *id, before)?;
            done.moved.push(reread(tx, *id)?);
        }
        if refused.is_empty() {
            Ok(done)
        } else {
            Err(LedgerError::Refused(refused))
        }
    })
}

/// What stands against submitting these entries, warnings included; nothing is written.
///
/// # Errors
/// A number that does not exist, or the store's.
pub fn check(
    store: &mut Store,
    ids: &[EntryId],
    site: &Site,
) -> Result<Vec<(EntryId, Vec<Breach>)>, LedgerError> {
    store.write(|tx| {
        let mut found = Vec::new();
        for id in ids {
            let entry = live(tx, *id)?;
            let breaches = match ask(tx, &entry, &Move::Submit, site)? {
                Ok(checked) => checked.warnings,
                Err(refusal) => refusal.breaches,
            };
            found.push((*id, breaches));
        }
        Ok(found)
    })
}

fn live(tx: &Tx<'_>, id: EntryId) -> Result<Entry, LedgerError> {
    match tx.entry(id)? {
        Some((entry, _)) if !entry.removed => Ok(entry),
        _ => Err(LedgerError::no_such(id)),
    }
}

/// Asks the rules of the step's stage; a timer or a held entry stands in the way of submitting.
fn ask(
    tx: &Tx<'_>,
    entry: &Entry,
    step: &Move,
    site: &Site,
) -> Result<Result<Checked, Refusal>, LedgerError> {
    let facts = tx.facts(site.now, site.catalog_max_age);
    let profile = entry.content.profile.as_deref();
    let link = match profile {
        Some(profile) => tx.link(entry.id, profile)?,
        None => None,
    };
    let mut context = site.context(profile, step.stage(), &facts);
    context.before = Some(entry);
    context.seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
    context.transition = Some(Transition {
        to: step.to(),
        reason: step.reason(),
    });
    match rules::check(entry, &context) {
        Ok(checked) if checked.held.is_empty() => Ok(Ok(checked)),
        Ok(checked) => Ok(Err(Refusal {
            breaches: checked.held,
            locked: false,
        })),
        Err(NotAdmitted::Breaches(refusal)) => Ok(Err(refusal)),
        Err(NotAdmitted::Facts(error)) => Err(LedgerError::Facts(error)),
    }
}
