//! Finds out what became of attempts whose answer was lost: looks before
//! anything is sent again, and waits out the quarantine when the service shows
//! nothing, because a request may still be done minutes after its answer is lost.

use super::deliver::Turn;
use super::engine::{Engine, Stop};
use super::matching::{Found, find_sent, is_same_work};
use super::outcome::ProfileReport;
use crate::domain::delivery::{Act, Attempt, Link, Outgoing, Remote};
use crate::domain::entry::{Entry, Problem};
use crate::domain::ids::{EntryId, RemoteId};
use crate::rules;
use std::collections::HashSet;

impl Engine<'_> {
    /// Settles what earlier runs left open, whether they lost an answer or their life.
    pub(super) fn settle(
        &mut self,
        tenant: &str,
        window: &[Remote],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let unsettled = self.store.view().unsettled(&self.profile.name)?;
        for (entry, link) in &unsettled {
            if self.is_over() {
                return Ok(());
            }
            let Some(attempt) = &link.attempt else {
                continue;
            };
            match (attempt.act, &attempt.sent, &link.remote_id) {
                (Act::Create, Some(sent), _) => {
                    let twins = n_twins(&unsettled, sent);
                    self.settle_create(entry, link, attempt, sent, window, twins, tenant, report)?;
                }
                (Act::Update, Some(sent), Some(id)) => {
                    self.settle_update(entry, attempt, sent, id, report)?
                }
                (Act::Delete, _, Some(id)) => self.settle_delete(entry, id, report)?,
                _ => self
                    .store
                    .write(|tx| tx.settle_not_sent(entry.id, &link.profile, false))?,
            }
        }
        Ok(())
    }

    /// Looks at once after a lost answer; what is found is adopted, anything else waits for the next run.
    pub(super) fn look_after(
        &mut self,
        id: EntryId,
        tenant: &str,
        attempt: &Attempt,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let (Act::Create, Some(sent)) = (attempt.act, &attempt.sent) else {
            return Ok(Turn::Unknown);
        };
        let Ok(held) = self.backend.find(sent) else {
            return Ok(Turn::Unknown);
        };
        // Only the key is proof this soon: an equal entry may be somebody else's, or a twin's.
        let Some(remote) = held.into_iter().find(|remote| remote.key == Some(sent.key)) else {
            return Ok(Turn::Unknown);
        };
        if self.adopt(id, tenant, attempt, remote, report)? {
            Ok(Turn::Settled)
        } else {
            Ok(Turn::Unknown)
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the facts of one attempt; a struct would only rename them"
    )]
    fn settle_create(
        &mut self,
        entry: &Entry,
        link: &Link,
        attempt: &Attempt,
        sent: &Outgoing,
        window: &[Remote],
        twins: usize,
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let mut held = self.backend.find(sent)?;
        held.extend(window.iter().cloned());
        let linked = self.linked_among(tenant, &held)?;
        let normalised = self.backend.normalise(&sent.content);
        match find_sent(sent, &normalised, &held, &linked, twins) {
            Found::One(remote) => {
                self.adopt(entry.id, tenant, attempt, *remote, report)?;
            }
            Found::Several(ids) => {
                let problem = Problem {
                    code: "several".into(),
                    rule: None,
                    field: None,
                    message: format!(
                        "the service holds several that it may be: {}",
                        ids.join(", ")
                    ),
                };
                report.undecided.push(entry.id.0);
                log::warn!("entry {}: {}", entry.id, problem.message);
            }
            Found::None => {
                // A clock set back counts as no time at all.
                let waited = self.clock.now() - attempt.sent_at;
                if waited >= self.settings.quarantine {
                    self.store
                        .write(|tx| tx.settle_not_sent(entry.id, &link.profile, false))?;
                }
            }
        }
        Ok(())
    }

    fn settle_update(
        &mut self,
        entry: &Entry,
        attempt: &Attempt,
        sent: &Outgoing,
        id: &RemoteId,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let there = self.backend.fetch(id)?;
        let arrived = there
            .filter(|remote| is_same_work(&self.backend.normalise(&sent.content), &remote.content));
        match arrived {
            Some(remote) => self
                .delivered(entry.id, attempt, remote, report)
                .map(|_| ()),
            // An update says the same however often it is sent.
            None => Ok(self
                .store
                .write(|tx| tx.settle_not_sent(entry.id, &self.profile.name, false))?),
        }
    }

    fn settle_delete(
        &mut self,
        entry: &Entry,
        id: &RemoteId,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = &self.profile.name;
        if self.backend.fetch(id)?.is_some() {
            return Ok(self
                .store
                .write(|tx| tx.settle_not_sent(entry.id, name, false))?);
        }
        self.store.write(|tx| tx.settle_gone(entry.id, name))?;
        report.deleted += 1;
        Ok(())
    }

    /// Links what the service holds to the entry that was sent; false when it has no usable shape.
    fn adopt(
        &mut self,
        id: EntryId,
        tenant: &str,
        attempt: &Attempt,
        remote: Remote,
        report: &mut ProfileReport,
    ) -> Result<bool, Stop> {
        let Ok(observed) = rules::observe(remote) else {
            return Ok(false);
        };
        let name = &self.profile.name;
        self.store.write(|tx| {
            tx.adopt(
                id,
                (name, tenant),
                &observed,
                attempt.sent.as_ref(),
                attempt.revision,
            )
        })?;
        report.adopted += 1;
        Ok(true)
    }

    /// The identities among these that already belong to an entry.
    fn linked_among(&mut self, tenant: &str, held: &[Remote]) -> Result<HashSet<String>, Stop> {
        let mut linked = HashSet::new();
        for remote in held {
            if self
                .store
                .view()
                .by_remote(&self.profile.name, tenant, &remote.id)?
                .is_some()
            {
                linked.insert(remote.id.0.clone());
            }
        }
        Ok(linked)
    }
}

/// How many unconfirmed creates, this one included, say the same.
fn n_twins(unsettled: &[(Entry, Link)], sent: &Outgoing) -> usize {
    unsettled
        .iter()
        .filter_map(|(_, link)| link.attempt.as_ref())
        .filter(|attempt| attempt.act == Act::Create)
        .filter_map(|attempt| attempt.sent.as_ref())
        .filter(|other| is_same_work(&other.content, &sent.content))
        .count()
}
