//! Takes in what the window shows: how linked entries stand, entries that bear one
//! of our keys though no link says so, entries that somebody else may have booked.
//!
//! Sends nothing, and creates no entry here.

use super::engine::{Engine, Stop};
use super::matching::{differences, is_same_work};
use super::outcome::{ProfileReport, Twice};
use super::settle::as_it_arrived;
use crate::domain::content::Content;
use crate::domain::delivery::{Link, Mailing, Outgoing, Remote};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::RemoteId;
use crate::domain::merge;
use crate::rules;
use crate::store::{Action, Line, Who};
use std::collections::HashMap;

/// The breach of an entry that the service seems to hold already.
const ALREADY_THERE: &str = "sync/already-there";

impl Engine<'_> {
    /// Takes in what the service says of linked entries, and adopts those that bear one of our keys.
    pub(super) fn observe(
        &mut self,
        tenant: &str,
        window: &[Remote],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        for remote in window {
            if let Some((entry, link)) = self.store.view().by_remote(&name, tenant, &remote.id)? {
                self.observe_linked(&entry, &link, remote, report)?;
                continue;
            }
            let Some(key) = remote.key else { continue };
            // A key of another store: its own sync looks after it.
            if let Some(entry) = self.store.view().by_key(key)? {
                self.adopt_keyed(&entry, tenant, remote, report)?;
            }
        }
        Ok(())
    }

    /// Takes in what somebody did to a linked entry on the service since it was last
    /// seen there: status, and fields that were not changed here as well.
    fn observe_linked(
        &mut self,
        entry: &Entry,
        link: &Link,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let Some(last) = &link.last_seen else {
            return Ok(());
        };
        let before = self.backend.normalise(&last.content);
        let theirs = self.backend.normalise(&remote.content);
        let changed = differences(&before, &theirs);
        // What is under way or to be taken away is settled first.
        let settled = link.attempt.is_none() && !entry.removed;
        if !changed.is_empty() && settled {
            self.merge(entry, link, remote, &changed, report)?;
        } else if last.status == remote.status
            && last.status_word == remote.status_word
            && last.locked == remote.locked
        {
            return Ok(());
        }
        let seen = Remote {
            content: if settled {
                remote.content.clone()
            } else {
                last.content.clone()
            },
            ..remote.clone()
        };
        let Ok(observed) = rules::observe(seen) else {
            return Ok(());
        };
        let status = if last.status == remote.status {
            entry.status
        } else {
            remote.status
        };
        let now = self.clock.now();
        let reason = entry.reject_reason.clone();
        self.store.write(|tx| {
            tx.observe(
                entry.id,
                &link.profile,
                &observed,
                (status, reason.as_deref()),
                now,
            )
        })?;
        report.status_changes += u32::from(status != entry.status);
        Ok(())
    }

    /// Fields changed there and not here are taken over; a field changed on both sides, to
    /// different values, is a conflict.
    fn merge(
        &mut self,
        entry: &Entry,
        link: &Link,
        remote: &Remote,
        changed: &[&'static str],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let Ok(observed) = rules::observe(remote.clone()) else {
            return Ok(());
        };
        let ours = self.backend.normalise(&self.for_service(&entry.content));
        let theirs = self.backend.normalise(&remote.content);
        let apart = differences(&ours, &theirs);
        let ours_changed = match &link.last_sent {
            Some(sent) => differences(&self.backend.normalise(&sent.content), &ours),
            None => apart.clone(),
        };
        let (both, only_theirs): (Vec<_>, Vec<_>) = changed
            .iter()
            .filter(|field| apart.contains(field))
            .partition(|field| ours_changed.contains(field));
        let merged = merge::taking(&entry.content, &remote.content, &only_theirs);
        let conflict: Vec<String> = both.into_iter().map(|field| (*field).to_owned()).collect();
        let sent = Outgoing {
            key: entry.key,
            revision: entry.revision,
            content: match &link.last_sent {
                Some(sent) => merge::taking(&sent.content, &remote.content, &only_theirs),
                None => remote.content.clone(),
            },
            mailing: Mailing::default(),
            marked: false,
        };
        let now = self.clock.now();
        self.store.write(|tx| {
            let was = tx.snapshot(entry.id)?;
            tx.take_over(entry.id, &observed, &merged, &sent, now)?;
            tx.set_conflict(entry.id, &link.profile, &conflict)?;
            tx.journal(&Line {
                at: now,
                who: Who::Sync,
                step: tx.new_step()?,
                action: Action::Observe,
                entry: Some(entry.id),
                before: was,
                after: tx.snapshot(entry.id)?,
                undoes: None,
            })
        })?;
        report.taken_over += u32::from(!only_theirs.is_empty());
        Ok(())
    }

    /// Links an entry that the service holds by its key, though no link says so: an
    /// answer was lost, or the store was restored from before it was delivered.
    fn adopt_keyed(
        &mut self,
        entry: &Entry,
        tenant: &str,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        let Some(link) = self.store.view().link(entry.id, &name)? else {
            return Ok(());
        };
        if let Some(linked) = &link.remote_id {
            // Never deleted on our own: which of them is on an invoice is for a person to see.
            report.twice.push(Twice {
                id: entry.id.0,
                linked: linked.0.clone(),
                other: remote.id.0.clone(),
            });
            return Ok(());
        }
        let sent = link
            .attempt
            .as_ref()
            .and_then(|attempt| attempt.sent.clone());
        let seen = match &sent {
            Some(sent) => as_it_arrived(sent, remote.clone()),
            None => remote.clone(),
        };
        let Ok(observed) = rules::observe(seen) else {
            return Ok(());
        };
        let mut conflict = Vec::new();
        let delivered = match &link.attempt {
            Some(attempt) => attempt.revision,
            // It is there, and shall not be.
            None if entry.removed => 0,
            // Nothing says which revision arrived: what is equal is delivered.
            None => {
                let ours = self.backend.normalise(&self.for_service(&entry.content));
                conflict = differences(&ours, &self.backend.normalise(&remote.content));
                if conflict.is_empty() {
                    link.revision
                } else {
                    0
                }
            }
        };
        let conflict: Vec<String> = conflict.into_iter().map(str::to_owned).collect();
        self.store.write(|tx| {
            let whose = (name.as_str(), tenant);
            tx.adopt(entry.id, whose, &observed, sent.as_ref(), delivered)?;
            if conflict.is_empty() {
                Ok(())
            } else {
                tx.set_conflict(entry.id, &name, &conflict)
            }
        })?;
        report.adopted += 1;
        Ok(())
    }

    /// An entry never sent that equals one the service holds without a key waits for a
    /// person. Asked only after every lost answer has been settled: what an unconfirmed
    /// entry has left there is nobody else's.
    pub(super) fn hold_what_is_there(
        &mut self,
        tenant: &str,
        window: &[Remote],
    ) -> Result<(), Stop> {
        let mut waiting: HashMap<Option<i64>, Vec<(Entry, Content)>> = HashMap::new();
        let push = self.profile.push.rank();
        for (entry, link) in self.store.view().pending(Some(&self.profile.name))? {
            if link.remote_id.is_none()
                && link.attempt.is_none()
                && !entry.removed
                && !entry.content.is_timer()
                && entry.status.rank() >= push
            {
                let own = self.backend.normalise(&self.for_service(&entry.content));
                waiting.entry(own.start).or_default().push((entry, own));
            }
        }
        for remote in window.iter().filter(|remote| remote.key.is_none()) {
            let theirs = self.backend.normalise(&remote.content);
            let Some(alike) = waiting.get_mut(&theirs.start) else {
                continue;
            };
            if alike
                .iter()
                .any(|(entry, _)| is_held_for(entry, &remote.id))
            {
                continue;
            }
            let free = alike
                .iter_mut()
                .find(|(entry, own)| entry.held.is_empty() && is_same_work(own, &theirs));
            let Some((entry, _)) = free else { continue };
            let view = self.store.view();
            if view
                .by_remote(&self.profile.name, tenant, &remote.id)?
                .is_some()
            {
                continue;
            }
            let now = self.clock.now();
            entry.held = vec![already_there(&remote.id, self.backend.kind().title())];
            self.store
                .write(|tx| tx.set_held(entry.id, &entry.held, now))?;
        }
        Ok(())
    }
}

fn is_held_for(entry: &Entry, id: &RemoteId) -> bool {
    let named = format!("({id})");
    entry
        .held
        .iter()
        .any(|breach| breach.rule == ALREADY_THERE && breach.message.contains(&named))
}

fn already_there(id: &RemoteId, title: &str) -> Breach {
    Breach {
        rule: ALREADY_THERE.into(),
        field: None,
        message: format!(
            "{title} holds an entry of the same time, target and note ({id}); already booked there?"
        ),
        help: "`tt delete` this one, or `tt resolve ID --release` if both are right".into(),
    }
}
