//! Takes over single entries of the service that a person names, also such as lie
//! before the window that a run reads. Linked as if a run had found them; naming one
//! twice changes nothing. Never other people's time, never a timer that runs there,
//! and never what an entry that waits here may be.

use super::backend::BackendError;
use super::engine::{Engine, Stop};
use super::import::import_one;
use super::matching::is_same_work;
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::Remote;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::ledger;
use crate::rules::{self, Observed};
use crate::store::StoreError;

/// What became of one that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// It is this new entry.
    Imported(EntryId),
    /// It was this entry already.
    Linked(EntryId),
}

/// Why nothing was taken over.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service failed.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The profile leads to another account than its entries.
    #[error("{message}")]
    OtherAccount {
        /// What is wrong.
        message: String,
        /// The one thing to do.
        help: String,
    },
    /// The service holds no such entry.
    #[error("{service} holds no entry {id}")]
    NotThere {
        /// The service by name.
        service: &'static str,
        /// What was named.
        id: RemoteId,
    },
    /// It is somebody else's time.
    #[error("entry {id} is the time of {whose}, and other people's time never enters the store")]
    NotOwn {
        /// What was named.
        id: RemoteId,
        /// Whose it is.
        whose: Reference,
    },
    /// It has no end there yet.
    #[error("entry {id} still runs there")]
    Runs {
        /// What was named.
        id: RemoteId,
    },
    /// It may be an entry that is not delivered yet.
    #[error("entry {id} may be entry {entry}, which waits here")]
    Waits {
        /// What was named.
        id: RemoteId,
        /// The entry here.
        entry: EntryId,
    },
    /// It bears the key of an entry here.
    #[error("entry {id} is entry {entry}, whose delivery is not settled yet")]
    Unsettled {
        /// What was named.
        id: RemoteId,
        /// The entry here.
        entry: EntryId,
    },
    /// It is nothing that an entry may be.
    #[error("entry {id} cannot be taken over: {why}")]
    Misshapen {
        /// What was named.
        id: RemoteId,
        /// What is wrong with it.
        why: String,
    },
}

impl From<Stop> for PickError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Store(error) => Self::Store(error),
            Stop::Backend(error) => Self::Backend(error),
            Stop::Guard { message, help, .. } => Self::OtherAccount { message, help },
        }
    }
}

impl Engine<'_> {
    /// Takes these over, all of them or none; in the order in which they were named.
    ///
    /// # Errors
    /// [`PickError`]; nothing was written then.
    pub fn pick(&mut self, ids: &[RemoteId]) -> Result<Vec<(RemoteId, Picked)>, PickError> {
        let identity = self.backend.check_access()?;
        let tenant = identity.tenant.as_str();
        self.bind(tenant)?;
        let mut known = Vec::new();
        let mut new: Vec<(RemoteId, Observed, Key)> = Vec::new();
        for id in ids {
            let seen = new.iter().any(|(other, ..)| other == id)
                || known.iter().any(|(other, _)| other == id);
            if seen {
                continue;
            }
            let name = &self.profile.name;
            if let Some((entry, _)) = self.store.view().by_remote(name, tenant, id)? {
                known.push((id.clone(), entry.id));
                continue;
            }
            let remote = self.backend.fetch(id)?.ok_or(PickError::NotThere {
                service: self.backend.kind().title(),
                id: id.clone(),
            })?;
            if let Some(whose) = remote.content.member.clone()
                && !self.is_own(&remote, &identity)
            {
                return Err(PickError::NotOwn {
                    id: id.clone(),
                    whose,
                });
            }
            if self.backend.runs(&remote) {
                return Err(PickError::Runs { id: id.clone() });
            }
            let key = self.key_for(&remote)?;
            if let Some(entry) = self.waits_here(&remote.content)? {
                return Err(PickError::Waits {
                    id: id.clone(),
                    entry,
                });
            }
            let observed = rules::observe(remote).map_err(|why| PickError::Misshapen {
                id: id.clone(),
                why: why.to_string(),
            })?;
            new.push((id.clone(), observed, key));
        }
        let (name, now) = (&self.profile.name, self.clock.now());
        self.store.write(|tx| {
            for (_, observed, key) in &new {
                import_one(tx, (name, tenant), observed, *key, now)?;
            }
            Ok::<_, StoreError>(())
        })?;
        let mut picked = Vec::new();
        for id in ids {
            if let Some((_, entry)) = known.iter().find(|(other, _)| other == id) {
                picked.push((id.clone(), Picked::Linked(*entry)));
            } else if let Some((entry, _)) = self.store.view().by_remote(name, tenant, id)? {
                picked.push((id.clone(), Picked::Imported(entry.id)));
            }
        }
        picked.dedup();
        Ok(picked)
    }

    /// The key of the new entry: the record's own where nothing here has it.
    fn key_for(&self, remote: &Remote) -> Result<Key, PickError> {
        if let Some(key) = remote.key {
            match self.store.view().by_key(key)? {
                None => return Ok(key),
                Some(entry) => {
                    let link = self.store.view().link(entry.id, &self.profile.name)?;
                    if link.is_some_and(|link| link.remote_id.is_none()) {
                        return Err(PickError::Unsettled {
                            id: remote.id.clone(),
                            entry: entry.id,
                        });
                    }
                }
            }
        }
        let key = ledger::fresh_key(self.clock.now());
        Ok(key.map_err(|error| StoreError::of_fact(Box::new(error)))?)
    }

    /// An entry here that the service is not known to hold, and that says the same.
    fn waits_here(&self, content: &Content) -> Result<Option<EntryId>, PickError> {
        let theirs = self.backend.normalise(content);
        let mut found = None;
        self.each_pending(|entry, link| {
            if link.remote_id.is_some() || entry.removed || entry.content.is_timer() {
                return;
            }
            let sent = link
                .attempt
                .as_ref()
                .and_then(|attempt| attempt.sent.as_ref());
            let ours = match sent {
                Some(sent) => self.backend.normalise(&sent.content),
                None => self.backend.normalise(&self.for_service(&entry.content)),
            };
            if is_same_work(&ours, &theirs) {
                found.get_or_insert(entry.id);
            }
        })?;
        Ok(found)
    }
}
