//! Entries that were made on the service, by hand or by another machine: taken over
//! once, linked, and from then on entries like any other. Deleted here they are taken
//! away there. The link stays, so that none comes a second time.
//!
//! Never imported: other people's time, timers that still run there, what may be an
//! entry that waits here or whose answer was lost, and what lies before `pull_days`.

use super::engine::{Engine, Stop};
use super::matching::is_same_work;
use super::outcome::{ProfileReport, Twice};
use super::window::Window;
use crate::domain::content::Content;
use crate::domain::delivery::Act;
use crate::domain::ids::{Key, RemoteId};
use crate::domain::status::Origin;
use crate::ledger;
use crate::rules::{self, Observed};
use crate::store::{Action, Line, StoreError, Tx, Who};

/// Entries stored in one transaction.
const AT_ONCE: usize = 100;

impl Engine<'_> {
    /// Imports what nobody here knows, and reports what looks like an entry of ours.
    pub(super) fn import(
        &mut self,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let unsettled = self.unsettled_contents()?;
        let from = self.pull_from();
        let mut ready: Vec<(Observed, Key)> = Vec::new();
        let mut n_compared = 0;
        for remote in std::mem::take(&mut window.free) {
            let content = &remote.content;
            let midnight = content.date.and_time(chrono::NaiveTime::MIN).and_utc();
            let begins = content.start.unwrap_or(midnight.timestamp());
            if begins < from || content.is_timer() || window.claimed.contains(&remote.id.0) {
                continue;
            }
            let theirs = self.backend.normalise(content);
            if unsettled.iter().any(|sent| is_same_work(sent, &theirs)) {
                continue;
            }
            let is_linked = self
                .store
                .view()
                .by_remote(&self.profile.name, tenant, &remote.id)?
                .is_some();
            if is_linked {
                continue;
            }
            window.new.push((remote.id.clone(), begins, theirs));
            let key = match remote.key {
                // Two stores that know the same record know it by the same key.
                Some(key) if self.store.view().by_key(key)?.is_none() => key,
                _ => ledger::fresh_key(self.clock.now())
                    .map_err(|error| StoreError::of_fact(Box::new(error)))?,
            };
            match rules::observe(remote) {
                Ok(observed) => ready.push((observed, key)),
                Err(why) => report.notes.push(format!("not imported: {why}")),
            }
            if ready.len() == AT_ONCE {
                self.sweep(&window.new[n_compared..], report)?;
                n_compared = window.new.len();
                self.store_imported(tenant, &std::mem::take(&mut ready), report)?;
            }
        }
        self.sweep(&window.new[n_compared..], report)?;
        self.store_imported(tenant, &ready, report)
    }

    fn store_imported(
        &mut self,
        tenant: &str,
        ready: &[(Observed, Key)],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        if ready.is_empty() {
            return Ok(());
        }
        let (name, now) = (&self.profile.name, self.clock.now());
        let n_new = self.store.write(|tx| {
            let mut n_new = 0;
            for (observed, key) in ready {
                n_new += u32::from(import_one(tx, (name, tenant), observed, *key, now)?);
            }
            // With the entries themselves: once linked they are not looked at again.
            let before = tx.twice(name)?;
            let mut twice = before.clone();
            twice.extend(report.twice.iter().map(Twice::records));
            twice.sort();
            twice.dedup();
            if twice != before {
                tx.keep_twice(name, &twice)?;
            }
            Ok::<_, StoreError>(n_new)
        })?;
        report.imported += n_new;
        let days = ready.iter().map(|(seen, _)| seen.remote().content.date);
        if n_new > 0 {
            report.note_imported_days(days.clone().min().zip(days.max()));
        }
        Ok(())
    }

    /// What the creates said whose answers are outstanding.
    fn unsettled_contents(&self) -> Result<Vec<Content>, Stop> {
        let unsettled = self.store.view().unsettled(&self.profile.name)?;
        let sent = unsettled
            .into_iter()
            .filter_map(|(_, link)| link.attempt)
            .filter(|attempt| attempt.act == Act::Create)
            .filter_map(|attempt| attempt.sent);
        Ok(sent
            .map(|sent| self.backend.normalise(&sent.content))
            .collect())
    }

    /// Reports imported records that say the same as an entry booked here that is delivered
    /// by now: an answer lost for longer than the quarantine, or the same work
    /// booked on two machines. Both are kept; which one goes is for a person to say.
    pub(super) fn sweep(
        &self,
        imported: &[(RemoteId, i64, Content)],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let worked = |content: &Content| content.end.map(|end| content.worked(end));
        for (other, begins, theirs) in imported {
            // A person who was asked about it has said that it is something else.
            if self.store.view().is_apart(&self.profile.name, other)? {
                continue;
            }
            let linked = self.store.view().linked_at(&self.profile.name, *begins)?;
            let twin = linked.into_iter().find_map(|(entry, link)| {
                // What is no longer there is not there twice.
                if entry.removed || link.is_deleted_there() {
                    return None;
                }
                let seen = self.backend.normalise(&link.last_seen?.content);
                let is_twin = entry.origin == Origin::Local
                    && is_same_work(&seen, theirs)
                    && (worked(&seen), seen.length) == (worked(theirs), theirs.length);
                is_twin.then_some((entry.id, link.remote_id?))
            });
            if let Some((id, linked)) = twin {
                report.twice.push(Twice {
                    id: id.0,
                    linked: linked.0,
                    other: other.0.clone(),
                });
            }
        }
        Ok(())
    }
}

/// False where it was linked meanwhile.
pub(super) fn import_one(
    tx: &Tx<'_>,
    (profile, tenant): (&str, &str),
    observed: &Observed,
    key: Key,
    now: i64,
) -> Result<bool, StoreError> {
    let id = &observed.remote().id;
    if tx.by_remote(profile, tenant, id)?.is_some() {
        return Ok(false);
    }
    let entry = tx.import((profile, tenant), observed, key, now)?;
    tx.journal(&Line {
        at: now,
        who: Who::Sync,
        step: tx.new_step()?,
        action: Action::Import,
        entry: Some(entry.id),
        before: None,
        after: tx.snapshot(entry.id)?,
        undoes: None,
    })?;
    Ok(true)
}
