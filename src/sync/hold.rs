//! "Already on the service?": an entry never sent that equals one which the service
//! holds without a key waits for a person, who is asked once about each pair.

use super::engine::{Engine, Stop};
use super::matching::is_same_work;
use super::window::Window;
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question;
use std::collections::{BTreeMap, HashMap};

/// What the service holds and nothing here knows.
struct Candidate {
    id: RemoteId,
    content: Content,
    taken: bool,
}

impl Engine<'_> {
    /// Holds what may be there already. Asked only after every lost answer has been
    /// settled: what an unconfirmed entry has left there is nobody else's. What may be
    /// an entry that is not to be sent yet is claimed by it, so that it is not imported.
    pub(super) fn hold_what_is_there(
        &mut self,
        tenant: &str,
        window: &mut Window,
    ) -> Result<(), Stop> {
        let mut free = self.candidates(tenant, window)?;
        if free.is_empty() {
            return Ok(());
        }
        let push = self.profile.push.rank();
        let mut to_hold: BTreeMap<EntryId, RemoteId> = BTreeMap::new();
        let claimed = &mut window.claimed;
        self.each_pending(|entry, link| {
            let waits = link.remote_id.is_none()
                && link.attempt.is_none()
                && !entry.removed
                && !entry.content.is_timer()
                && entry.content.profile.as_deref() == Some(&link.profile);
            if !waits || is_asked(&entry) {
                return;
            }
            let own = self.backend.normalise(&self.for_service(&entry.content));
            let alike = free.get_mut(&own.start).and_then(|free| {
                free.iter_mut()
                    .find(|it| !it.taken && is_same_work(&own, &it.content))
            });
            if let Some(candidate) = alike {
                candidate.taken = true;
                claimed.insert(candidate.id.0.clone());
                if entry.held.is_empty() && entry.status.rank() >= push {
                    to_hold.insert(entry.id, candidate.id.clone());
                }
            }
        })?;
        for (entry, id) in to_hold {
            let now = self.clock.now();
            let held = [question::already_there(&id, self.backend.kind().title())];
            let name = &self.profile.name;
            self.store.write(|tx| {
                tx.set_held(entry, &held, now)?;
                tx.note_alike(entry, name, &id)
            })?;
        }
        Ok(())
    }

    /// What may be an entry that waits here, by start: it bears no key, belongs to nobody,
    /// and no person has said that it is something else.
    fn candidates(
        &self,
        tenant: &str,
        window: &mut Window,
    ) -> Result<HashMap<Option<i64>, Vec<Candidate>>, Stop> {
        let name = &self.profile.name;
        let view = self.store.view();
        let mut free: HashMap<Option<i64>, Vec<Candidate>> = HashMap::new();
        for remote in window.free.iter().filter(|remote| remote.key.is_none()) {
            if view.is_apart(name, &remote.id)?
                || view.by_remote(name, tenant, &remote.id)?.is_some()
            {
                continue;
            }
            let asked = match view.alike(name, &remote.id)? {
                Some(entry) => view.entry(entry)?.map(|(entry, _)| entry),
                None => None,
            };
            // Somebody is being asked about this one.
            if asked.is_some_and(|entry| !entry.removed && is_asked(&entry)) {
                window.claimed.insert(remote.id.0.clone());
                continue;
            }
            let content = self.backend.normalise(&remote.content);
            free.entry(content.start).or_default().push(Candidate {
                id: remote.id.clone(),
                content,
                taken: false,
            });
        }
        Ok(free)
    }
}

fn is_asked(entry: &Entry) -> bool {
    entry.held.iter().any(question::is_already_there)
}
