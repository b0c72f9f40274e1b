//! What a person tied to a record of the service: looked at before anything is sent.
//! There, it is that record from now on; not there, the tie is taken off again and the
//! entry stands where it stood. Also keeps which entries the service holds twice.

use super::engine::{Engine, Stop, is_leaving};
use super::matching::differences;
use super::observe::note_in_journal;
use super::outcome::{ProfileReport, Twice};
use super::settle::concerns_all;
use super::window::Window;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question;
use crate::rules;
use crate::store::{Action, StoreError};

impl Engine<'_> {
    /// Looks at the ties that the window did not show.
    pub(super) fn verify_ties(
        &mut self,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let mut ties: Vec<EntryId> = Vec::new();
        self.each_pending(|entry, link| {
            // Links come brief here: what was seen is not among what they tell.
            if link.remote_id.is_some() && link.delivered_revision == 0 {
                ties.push(entry.id);
            }
        })?;
        for id in ties {
            if self.is_over() {
                return Ok(());
            }
            let name = &self.profile.name;
            let view = self.store.view();
            let (Some((entry, _)), Some(link)) = (view.entry(id)?, view.link(id, name)?) else {
                continue;
            };
            let Some(record) = link.remote_id.clone() else {
                continue;
            };
            if !question::is_to_be_verified(&link) {
                continue;
            }
            match self.backend.fetch(&record) {
                Ok(Some(remote)) => {
                    window.note(&record);
                    self.verify(&entry, &link, tenant, &remote, report)?;
                }
                Ok(None) => self.untie(&entry, &link, &record, report)?,
                Err(error) if concerns_all(&error) => return Err(Stop::Backend(error)),
                Err(error) => report.notes.push(format!(
                    "entry {id} could not be compared with {record}: {}",
                    error.message
                )),
            }
        }
        Ok(())
    }

    /// The record is there: what of the entry it holds is delivered, anything else is for
    /// the person to compare.
    pub(super) fn verify(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let observed = match rules::observe(remote.clone()) {
            Ok(observed) => observed,
            Err(why) => {
                report
                    .notes
                    .push(format!("entry {} is not compared: {why}", entry.id));
                return Ok(());
            }
        };
        let theirs = self.backend.normalise(&remote.content);
        let attempt = link.attempt.as_deref();
        let sent = attempt.and_then(|attempt| attempt.sent.as_ref());
        let arrived = sent.is_some_and(|sent| {
            differences(&self.backend.normalise(&sent.content), &theirs).is_empty()
        });
        let ours = self.backend.normalise(&self.for_service(&entry.content));
        let mut conflict = Vec::new();
        let delivered = match attempt {
            Some(attempt) if arrived => attempt.revision,
            // It is there, and shall not be.
            _ if is_leaving(entry, link) => 0,
            _ => {
                conflict = differences(&ours, &theirs);
                if conflict.is_empty() {
                    link.revision
                } else {
                    0
                }
            }
        };
        let conflict: Vec<String> = conflict.into_iter().map(str::to_owned).collect();
        let (name, now) = (&link.profile, self.clock.now());
        let sent = sent.filter(|_| arrived).cloned();
        self.store.write(|tx| {
            let is_current = tx.link(entry.id, name)?.is_some_and(|current| {
                current.revision == link.revision && current.remote_id == link.remote_id
            });
            if !is_current {
                return Ok(());
            }
            let was = tx.snapshot(entry.id)?;
            let whose = (name.as_str(), tenant);
            tx.adopt(entry.id, whose, &observed, sent.as_ref(), delivered)?;
            if !conflict.is_empty() {
                tx.set_conflict(entry.id, name, &conflict)?;
            }
            note_in_journal(tx, Action::Adopt, entry.id, was, now)
        })?;
        report.adopted += 1;
        Ok(())
    }

    /// There is no such record. An entry whose answer was lost is unconfirmed as before;
    /// any other waits for the person again.
    fn untie(
        &mut self,
        entry: &Entry,
        link: &Link,
        record: &RemoteId,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let title = self.backend.kind().title();
        let message = format!("{title} holds no {record}, so the entry is not that one");
        report.notes.push(format!("entry {}: {message}", entry.id));
        let now = self.clock.now();
        Ok(self.store.write(|tx| {
            tx.untie(entry.id, &link.profile)?;
            if link.attempt.is_none() && !entry.removed {
                let held = Breach {
                    rule: "sync/no-such-record".into(),
                    field: None,
                    message,
                    help: "`tt review` shows what answers it".into(),
                };
                tx.set_held(entry.id, &[held], now)?;
            }
            Ok::<_, StoreError>(())
        })?)
    }

    /// Keeps which entries the service holds twice, so that it is told until a person has
    /// answered: what this run saw, and what an earlier one imported beside an entry.
    pub(super) fn keep_twice(
        &mut self,
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = &self.profile.name;
        let view = self.store.view();
        let before = view.twice(name)?;
        let lives = |id: &RemoteId| -> Result<Option<EntryId>, StoreError> {
            let found = view.by_remote(name, tenant, id)?;
            let alive = found.filter(|(entry, link)| !entry.removed && !link.is_deleted_there());
            Ok(alive.map(|(entry, _)| entry.id))
        };
        let mut twice = Vec::new();
        for (id, linked, other) in report.twice.iter().map(Twice::records) {
            // What is taken away here asks nobody.
            if lives(&linked)? == Some(id) {
                twice.push((id, linked, other));
            }
        }
        for kept in &before {
            let (id, linked, other) = kept;
            if lives(linked)? == Some(*id) && lives(other)?.is_some() {
                twice.push(kept.clone());
            }
        }
        twice.sort();
        twice.dedup();
        report.twice = twice
            .iter()
            .map(|(id, linked, other)| Twice {
                id: id.0,
                linked: linked.0.clone(),
                other: other.0.clone(),
            })
            .collect();
        if twice != before {
            self.store.write(|tx| tx.keep_twice(name, &twice))?;
        }
        Ok(())
    }
}
