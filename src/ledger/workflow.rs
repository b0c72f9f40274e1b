//! Moves entries along their way: submit, recall, approve, reject. All or
//! nothing in one call; entries already there are counted and left.

use super::Acting;
use super::error::LedgerError;
use super::site::Site;
use crate::domain::delivery::Link;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::rules::table::is_release_enough;
use crate::rules::{self, Checked, Facts, NotAdmitted, Refusal, Stage, Transition};
use crate::store::{Action, Snapshot, Store, View};
use std::collections::BTreeMap;

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

    /// Where entries stand that `--all` means.
    #[must_use]
    pub fn takes(&self) -> &'static [Status] {
        match self {
            Self::Submit => &[Status::Open, Status::Rejected],
            Self::Recall | Self::Approve | Self::Reject(_) => &[Status::Submitted],
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
    #[must_use]
    pub fn is_done(&self, status: Status) -> bool {
        match self {
            Self::Submit => status.rank() >= Status::Submitted.rank(),
            // What was given back is with its owner, and keeps the reason.
            Self::Recall => matches!(status, Status::Open | Status::Rejected),
            Self::Approve => status.rank() >= Status::Approved.rank(),
            Self::Reject(_) => status == Status::Rejected,
        }
    }

    /// Whether only an approver may take it.
    fn is_approval(&self) -> bool {
        matches!(self, Self::Approve | Self::Reject(_))
    }
}

/// What moving did, or would do.
#[derive(Debug, Default)]
pub struct Moved {
    /// Entries that moved, as they are now, in order of number.
    pub moved: Vec<(Entry, Option<Link>)>,
    /// How many were there already, or further on.
    pub n_already: usize,
    /// What of these waits for something on the service, with the rule that keeps it.
    pub kept: Vec<(EntryId, Breach)>,
    /// Warnings of rules, with their entry.
    pub warnings: Vec<(EntryId, Breach)>,
}

/// Moves these entries, all or none.
///
/// # Errors
/// A number that does not exist, a profile that may not approve, every breach of every
/// entry, or the store's.
pub fn advance(
    store: &mut Store,
    ids: &[EntryId],
    step: &Move,
    site: &Site,
) -> Result<Moved, LedgerError> {
    store.write(|tx| {
        let mut done = plan(tx, ids, step, site)?;
        let acting = Acting::begin(tx, site)?;
        for (entry, _) in &mut done.moved {
            let before = tx.snapshot_of(entry)?;
            tx.set_status(entry.id, step.to(), step.reason(), site.now)?;
            moved(entry, step, site.now);
            // Nothing else of it changes, so nothing is read again.
            let after = Snapshot {
                status: entry.status,
                reject_reason: entry.reject_reason.clone(),
                ..before.clone()
            };
            acting.note_change(step.action(), entry.id, Some(before), Some(after))?;
        }
        Ok(done)
    })
}

/// What [`advance`] would do; nothing is written.
///
/// # Errors
/// As [`advance`].
pub fn advance_planned(
    store: &Store,
    ids: &[EntryId],
    step: &Move,
    site: &Site,
) -> Result<Moved, LedgerError> {
    let mut planned = store.read(|view| plan(view, ids, step, site))?;
    for (entry, _) in &mut planned.moved {
        moved(entry, step, site.now);
    }
    Ok(planned)
}

fn moved(entry: &mut Entry, step: &Move, now: i64) {
    entry.status = step.to();
    entry.reject_reason = step.reason().map(str::to_owned);
    entry.updated_at = now;
}

/// The entries that would move, as they are before.
fn plan(view: &View<'_>, ids: &[EntryId], step: &Move, site: &Site) -> Result<Moved, LedgerError> {
    let facts = view.facts(site.now, site.catalog_max_age);
    let mut done = Moved::default();
    let mut refused: Vec<(Option<EntryId>, Refusal)> = Vec::new();
    let mut not_approver = BTreeMap::new();
    for id in ids {
        let (entry, link) = live(view, *id)?;
        if step.is_done(entry.status) {
            done.n_already += 1;
            let firm = entry.held.iter().find(|it| !is_release_enough(&it.rule));
            done.kept.extend(firm.map(|breach| (*id, breach.clone())));
            continue;
        }
        if let Some((profile, service)) = needs_approver(&entry, step, site) {
            not_approver.insert(profile, service);
            continue;
        }
        match ask(view, &facts, &entry, Some(step), site)? {
            Ok(checked) => {
                let warnings = checked.warnings.into_iter().map(|warning| (*id, warning));
                done.warnings.extend(warnings);
                done.moved.push((entry, link));
            }
            Err(refusal) => refused.push((Some(*id), refusal)),
        }
    }
    if !not_approver.is_empty() {
        return Err(LedgerError::NotApprover(not_approver));
    }
    if !refused.is_empty() {
        return Err(LedgerError::Refused(refused));
    }
    done.moved.sort_by_key(|(entry, _)| entry.id);
    Ok(done)
}

/// The profile by which nobody here may approve, and its service.
fn needs_approver(entry: &Entry, step: &Move, site: &Site) -> Option<(String, &'static str)> {
    let name = entry.content.profile.as_deref()?;
    let profile = &site.profiles.get(name)?.profile;
    let lacks = step.is_approval() && profile.backend.has_approval() && !profile.approver;
    lacks.then(|| (name.to_owned(), profile.backend.title()))
}

/// What stands against submitting an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// Which entry.
    pub id: EntryId,
    /// Every breach, warnings too.
    pub breaches: Vec<Breach>,
    /// Whether submitting it would be refused.
    pub refuses: bool,
    /// Whether what refuses it is a lock, which a person must lift.
    pub locked: bool,
    /// What it names that is not known here, in whole sentences; no rule is broken by that.
    pub unknown: Vec<String>,
}

/// What stands against submitting these entries, warnings included; nothing is written.
/// What was submitted already is asked the same, without the step itself.
///
/// # Errors
/// A number that does not exist, or the store's.
pub fn check(store: &Store, ids: &[EntryId], site: &Site) -> Result<Vec<Stands>, LedgerError> {
    store.read(|view| {
        let facts = view.facts(site.now, site.catalog_max_age);
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let (entry, link) = live(view, *id)?;
            let unknown = super::catalog::unknown_unsent(view, &entry, link.as_ref())?;
            let step = Some(&Move::Submit).filter(|step| !step.is_done(entry.status));
            let stands = match ask(view, &facts, &entry, step, site)? {
                Ok(checked) => Stands {
                    id: *id,
                    breaches: with_kept(&entry, checked.warnings),
                    refuses: false,
                    locked: false,
                    unknown,
                },
                Err(refusal) => Stands {
                    id: *id,
                    breaches: with_kept(&entry, refusal.breaches),
                    refuses: true,
                    locked: refusal.locked,
                    unknown,
                },
            };
            found.push(stands);
        }
        Ok(found)
    })
}

/// With the warnings of the last booking or change that no later step asks about.
fn with_kept(entry: &Entry, mut breaches: Vec<Breach>) -> Vec<Breach> {
    for kept in &entry.warnings {
        if !breaches.iter().any(|asked| asked.rule == kept.rule) {
            breaches.push(kept.clone());
        }
    }
    breaches
}

fn live(view: &View<'_>, id: EntryId) -> Result<(Entry, Option<Link>), LedgerError> {
    match view.entry(id)? {
        Some((entry, link)) if !entry.removed => Ok((entry, link)),
        _ => Err(LedgerError::no_such(id)),
    }
}

/// Asks the rules of the step's stage; none is what submitting asks of an entry that is
/// submitted already.
fn ask(
    view: &View<'_>,
    facts: &dyn Facts,
    entry: &Entry,
    step: Option<&Move>,
    site: &Site,
) -> Result<Result<Checked, Refusal>, LedgerError> {
    let profile = entry.content.profile.as_deref();
    let stage = step.map_or(Stage::Submit, Move::stage);
    let mut context = site.context(profile, stage, facts);
    // What the service was seen to hold is long; it is read only where a rule looks at it.
    let backend = context.profile.map(|profile| profile.backend);
    let is_back = step == Some(&Move::Recall);
    let link = match profile.filter(|_| is_back || rules::asks_remote(stage, backend)) {
        Some(profile) => view.link(entry.id, profile)?,
        None => None,
    };
    context.before = Some(entry);
    context.seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
    context.transition = step.map(|step| Transition {
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
