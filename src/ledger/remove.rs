//! Takes entries away; what a service holds of them is owed to be taken away there.

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::rules::{self, NotAdmitted, Stage};
use crate::store::{Action, Store};

/// Removes these entries, all or none; each comes back as it was.
///
/// # Errors
/// A number that does not exist, every rule that forbids it, or the store's.
pub fn remove(store: &mut Store, ids: &[EntryId], site: &Site) -> Result<Vec<Entry>, LedgerError> {
    store.write(|tx| {
        let facts = tx.facts(site.now, site.catalog_max_age);
        let acting = Acting::begin(tx, site)?;
        let mut refused = Vec::new();
        let mut removed = Vec::new();
        for id in ids {
            let entry = match tx.entry(*id)? {
                Some((entry, _)) if !entry.removed => entry,
                _ => return Err(LedgerError::no_such(*id)),
            };
            let profile = entry.content.profile.clone();
            let link = match &profile {
                Some(profile) => tx.link(*id, profile)?,
                None => None,
            };
            let mut context = site.context(profile.as_deref(), Stage::Delete, &facts);
            context.before = Some(&entry);
            context.seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
            match rules::check(&entry, &context) {
                Ok(_) => {}
                Err(NotAdmitted::Breaches(refusal)) => {
                    refused.push((Some(*id), refusal));
                    continue;
                }
                Err(NotAdmitted::Facts(error)) => return Err(LedgerError::Facts(error)),
            }
            let before = acting.before(*id)?;
            tx.remove(*id, site.now)?;
            acting.note(Action::Delete, *id, before)?;
            removed.push(reread(tx, *id)?);
        }
        if refused.is_empty() {
            Ok(removed)
        } else {
            Err(LedgerError::Refused(refused))
        }
    })
}
