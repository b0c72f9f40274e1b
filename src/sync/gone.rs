//! Entries that somebody took away on the service. A listing proves nothing: whatever
//! it does not show is asked for by its identity, and that answer alone decides.
//!
//! Asked for are, in every run, delivered entries of the window that it did not show
//! (at most [`MOST_LOOKS`], the rest in the runs after), and whatever is about to be
//! changed there. What lies before the window and is not owed is not looked at.

use super::engine::{Engine, Stop, is_leaving};
use super::outcome::ProfileReport;
use super::settle::concerns_all;
use super::window::Window;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::ledger;
use crate::store::StoreError;

/// Entries asked for one by one in a run: requests are rationed.
pub(super) const MOST_LOOKS: usize = 50;

/// How one entry stands on the service.
pub(super) enum Looked {
    /// There; what changed is taken in.
    There,
    /// Somebody took it away; that is noted.
    Gone,
    /// The service would not tell, of this entry only, or a person changed it here meanwhile.
    Untold,
}

impl Engine<'_> {
    /// Asks for what should have been in the window and was not.
    pub(super) fn look_for_missing(
        &mut self,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        let mut missing = self.store.view().expected(&name, window.from)?;
        missing.retain(|(_, id, _)| !window.shows(id));
        if missing.len() > MOST_LOOKS {
            let last = self.store.view().looked(&name)?;
            let n_before = last.map_or(0, |last| {
                missing.partition_point(|(entry, _, _)| *entry <= last)
            });
            missing.rotate_left(n_before);
            missing.truncate(MOST_LOOKS);
            if let Some((last, _, _)) = missing.last() {
                self.store.write(|tx| tx.keep_looked(&name, *last))?;
            }
        }
        for (_, id, _) in missing {
            if self.is_over() {
                return Ok(());
            }
            if let Some((entry, link)) = self.store.view().by_remote(&name, tenant, &id)? {
                self.look_at(&entry, &link, &id, window, report)?;
            }
        }
        Ok(())
    }

    /// Asks for one entry and takes in what the service says.
    pub(super) fn look_at(
        &mut self,
        entry: &Entry,
        link: &Link,
        id: &RemoteId,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<Looked, Stop> {
        match self.backend.fetch(id) {
            Ok(Some(remote)) => {
                if !self.observe_linked(entry, link, &remote, report)? {
                    return Ok(Looked::Untold);
                }
                window.note(id);
                Ok(Looked::There)
            }
            Ok(None) => {
                let seen = link.last_seen.as_deref();
                if !self.backend.hides(&entry.content, seen)? {
                    self.note_gone(entry.id, link)?;
                    return Ok(Looked::Gone);
                }
                // Whether it is there shows when it is changed.
                if link.is_due() {
                    window.note(id);
                    return Ok(Looked::There);
                }
                report.notes.push(format!(
                    "entry {}: {} does not show it ({id}); it was deleted there, or this login may not see it",
                    entry.id,
                    self.backend.kind().title()
                ));
                Ok(Looked::Untold)
            }
            Err(error) if concerns_all(&error) => Err(Stop::Backend(error)),
            Err(error) => {
                log::warn!(
                    "entry {} could not be looked at: {}",
                    entry.id,
                    error.message
                );
                Ok(Looked::Untold)
            }
        }
    }

    /// The service holds no record of the entry any more, as it should be. What lives here
    /// and belongs there is from now on another record, with a key of its own: a list that
    /// lags behind may still show the old one.
    pub(super) fn let_go(&mut self, entry: EntryId) -> Result<(), Stop> {
        let name = &self.profile.name;
        let fresh = self.fresh_key()?;
        Ok(self.store.write(|tx| {
            if tx.settle_gone(entry, name)? {
                tx.rekey(entry, fresh)?;
            }
            Ok::<_, StoreError>(())
        })?)
    }

    fn fresh_key(&self) -> Result<Key, StoreError> {
        ledger::fresh_key(self.clock.now()).map_err(|error| StoreError::of_fact(Box::new(error)))
    }

    /// The service says that it holds the entry no more. Where it was to go anyway, that
    /// is settled; else a person decides.
    pub(super) fn note_gone(&mut self, entry: EntryId, link: &Link) -> Result<(), Stop> {
        let name = &link.profile;
        let fresh = self.fresh_key()?;
        Ok(self.store.write(|tx| {
            let (Some((current, _)), Some(now)) = (tx.entry(entry)?, tx.link(entry, name)?) else {
                return Ok(());
            };
            if now.remote_id != link.remote_id {
                return Ok(());
            }
            if is_leaving(&current, &now) {
                if tx.settle_gone(entry, name)? {
                    tx.rekey(entry, fresh)?;
                }
                return Ok(());
            }
            tx.note_gone(entry, name)
        })?)
    }
}
