//! Hands entries in for approval: open or rejected becomes submitted.

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::rules::{self, NotAdmitted, Refusal, Stage, Transition};
use crate::store::{Action, Store};

/// What submitting did.
#[derive(Debug, Default)]
pub struct Submitted {
    /// Entries that moved, in order of number.
    pub moved: Vec<Entry>,
    /// How many were submitted, approved or billed already.
    pub n_already: usize,
    /// Warnings of rules, with their entry.
    pub warnings: Vec<(EntryId, Breach)>,
}

/// Submits these entries, all or none; those already there are counted and left.
///
/// # Errors
/// A number that does not exist, every breach of every entry, or the store's.
pub fn submit(store: &mut Store, ids: &[EntryId], site: &Site) -> Result<Submitted, LedgerError> {
    store.write(|tx| {
        let facts = tx.facts(site.now, site.catalog_max_age);
        let acting = Acting::begin(tx, site)?;
        let mut done = Submitted::default();
        let mut refused: Vec<(Option<EntryId>, Refusal)> = Vec::new();
        for id in ids {
            let entry = match tx.entry(*id)? {
                Some((entry, _)) if !entry.removed => entry,
                _ => return Err(LedgerError::no_such(*id)),
            };
            if entry.status.rank() >= Status::Submitted.rank() {
                done.n_already += 1;
                continue;
            }
            let mut context = site.context(entry.content.profile.as_deref(), Stage::Submit, &facts);
            context.before = Some(&entry);
            context.transition = Some(Transition {
                to: Status::Submitted,
                reason: None,
            });
            let mut breaches = in_the_way(&entry);
            let mut locked = false;
            match rules::check(&entry, &context) {
                Ok(checked) => {
                    breaches.extend(checked.held.iter().cloned());
                    done.warnings.extend(
                        checked
                            .warnings
                            .iter()
                            .cloned()
                            .map(|warning| (*id, warning)),
                    );
                }
                Err(NotAdmitted::Breaches(refusal)) => {
                    locked = refusal.locked;
                    breaches.extend(refusal.breaches);
                }
                Err(NotAdmitted::Facts(error)) => return Err(LedgerError::Facts(error)),
            }
            if !breaches.is_empty() {
                refused.push((Some(*id), Refusal { breaches, locked }));
                continue;
            }
            let before = acting.before(*id)?;
            tx.set_status(*id, Status::Submitted, None, site.now)?;
            acting.note(Action::Submit, *id, before)?;
            done.moved.push(reread(tx, *id)?);
        }
        if refused.is_empty() {
            Ok(done)
        } else {
            Err(LedgerError::Refused(refused))
        }
    })
}

/// A running timer or a held entry cannot be handed in (PRODUCT.md §7).
fn in_the_way(entry: &Entry) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if entry.content.is_timer() {
        breaches.push(Breach {
            rule: "tt/transition".into(),
            field: Some("end".into()),
            message: "a timer still runs".into(),
            help: "stop it first, then submit".into(),
        });
    }
    breaches.extend(entry.held.iter().cloned());
    breaches
}
