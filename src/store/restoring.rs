//! Puts an entry back to what a snapshot of it says. The revision only grows, and
//! links are kept in step, so that what was delivered is corrected or withdrawn.

use super::Tx;
use super::error::StoreError;
use super::journal::Snapshot;
use super::row::Parts;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key};

impl Tx<'_> {
    /// Puts back content, status, what the rules said, and whether the entry is there.
    /// `fresh` becomes its key where the service has let go of it since, so that what is
    /// sent is a new record.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an entry of this number; the store's.
    pub fn put_back(
        &self,
        id: EntryId,
        to: &Snapshot,
        fresh: Key,
        now: i64,
    ) -> Result<(), StoreError> {
        let is_removed = match self.entry(id)? {
            Some((entry, _)) => entry.removed,
            None => {
                return Err(StoreError::Missing {
                    what: format!("entry {id}"),
                });
            }
        };
        if to.removed {
            if !is_removed {
                self.remove(id, now)?;
            }
            return Ok(());
        }
        if is_removed {
            self.restore(id, fresh, now)?;
        }
        let before = self.live(id)?;
        if !says_the_same(&before, to) {
            self.put_content(&before, to, fresh, now)?;
        }
        if (before.status, &before.reject_reason) != (to.status, &to.reject_reason) {
            self.set_status(id, to.status, to.reject_reason.as_deref(), now)?;
        }
        Ok(())
    }

    fn put_content(
        &self,
        before: &Entry,
        to: &Snapshot,
        fresh: Key,
        now: i64,
    ) -> Result<(), StoreError> {
        let id = before.id;
        let revision = before.revision + u32::from(before.content != to.content);
        let mut parts = self.named(Parts::of(&to.content))?;
        self.named(parts.keep_verdict(&Entry {
            held: to.held.clone(),
            warnings: to.warnings.clone(),
            adjustments: to.adjustments.clone(),
            unchecked: to.unchecked.clone(),
            ..before.clone()
        }))?;
        self.update_content(id, &parts, revision, now)?;
        let profile = to.content.profile.as_deref();
        if before.content.profile.as_deref() != profile {
            self.leave_links(id, profile)?;
            self.forget_record(id, to, fresh)?;
        }
        self.own_link(id, &to.content, revision, &Default::default())
    }

    /// Back with a profile whose record of it was taken away meanwhile: it is a new one.
    fn forget_record(&self, id: EntryId, to: &Snapshot, fresh: Key) -> Result<(), StoreError> {
        let Some(profile) = &to.content.profile else {
            return Ok(());
        };
        let had_record = to
            .links
            .iter()
            .any(|link| link.profile == *profile && link.remote_id.is_some());
        if had_record && self.link(id, profile)?.is_none() {
            self.rekey(id, fresh)?;
        }
        Ok(())
    }
}

fn says_the_same(entry: &Entry, to: &Snapshot) -> bool {
    entry.content == to.content
        && entry.held == to.held
        && entry.warnings == to.warnings
        && entry.adjustments == to.adjustments
        && entry.unchecked == to.unchecked
}
