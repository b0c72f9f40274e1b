//! Finds out what became of attempts whose answer was lost: looks before
//! anything is sent again, and waits out the quarantine when the service shows
//! nothing, because a request may still be done minutes after its answer is lost.
//! That holds for updates and deletes too: sent again at once, the first of the two could
//! still be done after something newer, and undo it.

use super::backend::{BackendError, ErrorKind};
use super::deliver::Turn;
use super::engine::{Engine, Stop, is_leaving};
use super::matching::{Found, differences, find_sent, is_same_work, left_open};
use super::observe::note_in_journal;
use super::outcome::ProfileReport;
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Attempt, Link, Outgoing, Remote};
use crate::domain::entry::Entry;
use crate::domain::given::Slot;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::merge;
use crate::domain::question::{self, is_to_be_verified};
use crate::domain::status::{Billable, Status};
use crate::rules;
use crate::store::Action;
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
            if is_to_be_verified(link) {
                continue;
            }
            let settled = match (attempt.act, &attempt.sent, &link.remote_id) {
                // A person said which one it is.
                (Act::Create, Some(_), Some(id)) => match self.backend.fetch(id) {
                    Ok(Some(remote)) => self.observe_linked(entry, link, &remote, report).map(drop),
                    Ok(None) => self.note_gone(entry.id, link),
                    Err(error) => Err(Stop::Backend(error)),
                },
                (Act::Create, Some(sent), None) => {
                    let twins = self.twins(&unsettled, entry.id, sent)?;
                    self.settle_create(entry, link, attempt, sent, window, &twins, tenant, report)
                }
                (Act::Update, Some(sent), Some(id)) => {
                    self.settle_update(entry, link, attempt, sent, id, report)
                }
                (Act::Delete, _, Some(id)) => self.settle_delete(entry, attempt, id, report),
                _ => self
                    .store
                    .write(|tx| tx.settle_not_sent(entry.id, &link.profile, false))
                    .map_err(Stop::Store),
            };
            match settled {
                // What keeps the service from telling of one entry says nothing of the others.
                Err(Stop::Backend(error)) if !concerns_all(&error) => {
                    log::warn!("entry {} stays unconfirmed: {}", entry.id, error.message);
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Looks at once after a lost answer; what is found is settled, anything else waits for the next run.
    pub(super) fn look_after(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        attempt: &Attempt,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        match (attempt.act, &attempt.sent, &link.remote_id) {
            (Act::Create, Some(sent), _) => {
                let Ok(held) = self.backend.find(sent) else {
                    return Ok(Turn::Unknown);
                };
                // Only the key is proof this soon: an equal entry may be somebody else's, or a twin's.
                let keyed = held.into_iter().find(|remote| remote.key == Some(sent.key));
                if let Some(remote) = keyed
                    && self.adopt(entry.id, tenant, attempt, remote, report)?
                {
                    return Ok(Turn::Settled);
                }
            }
            (Act::Update, Some(sent), Some(id)) => {
                if let Ok(Some(remote)) = self.backend.fetch(id)
                    && self.has_arrived(link, sent, &remote)
                {
                    return self.delivered(entry.id, attempt, remote, report);
                }
            }
            (Act::Delete, _, Some(id)) => {
                if let Ok(None) = self.backend.fetch(id)
                    && let Ok(false) = self.backend.hides(&entry.content, None)
                {
                    self.let_go(entry.id)?;
                    report.deleted += 1;
                    return Ok(Turn::Settled);
                }
            }
            _ => {}
        }
        Ok(Turn::Unknown)
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
        twins: &[Content],
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let normalised = self.backend.normalise(&sent.content);
        let mut held = self.backend.find(sent)?;
        let alike = |remote: &&Remote| match remote.key {
            Some(key) => key == sent.key,
            None => remote.content.start == normalised.start,
        };
        held.extend(window.iter().filter(alike).cloned());
        for remote in &mut held {
            remote.content = self.backend.normalise(&remote.content);
        }
        let linked = self.linked_among(tenant, &held)?;
        // Of a kept key it is known that it comes back. A marker may have been taken away
        // there: without it an equal record counts once ours can no longer come late.
        let bears_key = self.store.view().keeps_key(&self.profile.name)?
            || sent.marked && !self.is_waited_out(attempt);
        match find_sent(sent, &normalised, &held, &linked, twins, bears_key) {
            Found::One(remote) => {
                self.adopt(entry.id, tenant, attempt, *remote, report)?;
            }
            Found::Others => {
                log::info!("entry {}: waits for its twins to be settled", entry.id);
            }
            Found::Several(ids) => {
                // Kept, so that a person can be asked without asking the service again.
                let problem = question::several(&ids);
                log::info!("entry {}: {}", entry.id, problem.message);
                if link.refusal.as_ref() != Some(&problem) {
                    let name = &link.profile;
                    self.store
                        .write(|tx| tx.note_question(entry.id, name, Some(&problem)))?;
                }
            }
            Found::None => {
                let is_over = self.is_waited_out(attempt);
                // What may be there unseen is not sent again before a person has looked.
                let unseen = is_over && self.backend.hides(&sent.content, None)?;
                let problem = unseen.then(|| question::unseen(self.backend.kind().title()));
                let is_news = problem != link.refusal;
                if is_news && (problem.is_some() || question::is_undecided(link)) {
                    let name = &link.profile;
                    self.store
                        .write(|tx| tx.note_question(entry.id, name, problem.as_ref()))?;
                }
                if is_over && !unseen {
                    let leaves = is_leaving(entry, link);
                    self.store.write(|tx| {
                        if leaves {
                            // Nothing is there to be taken away.
                            tx.settle_gone(entry.id, &link.profile).map(drop)
                        } else {
                            tx.settle_not_sent(entry.id, &link.profile, false)
                        }
                    })?;
                }
            }
        }
        Ok(())
    }

    fn settle_update(
        &mut self,
        entry: &Entry,
        link: &Link,
        attempt: &Attempt,
        sent: &Outgoing,
        id: &RemoteId,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let Some(remote) = self.backend.fetch(id)? else {
            if self
                .backend
                .hides(&sent.content, link.last_seen.as_deref())?
            {
                // The same once more tells whether it is there.
                if self.is_waited_out(attempt) {
                    let name = &self.profile.name;
                    self.store
                        .write(|tx| tx.settle_not_sent(entry.id, name, false))?;
                }
                return Ok(());
            }
            return self.note_gone(entry.id, link);
        };
        // What is to be taken away is not sent once more to be sure.
        let leaves = is_leaving(entry, link);
        if self.has_arrived(link, sent, &remote) || leaves && self.is_as_sent(sent, &remote) {
            return self
                .delivered(entry.id, attempt, remote, report)
                .map(|_| ());
        }
        if self.is_waited_out(attempt) {
            let name = &self.profile.name;
            self.store
                .write(|tx| tx.settle_not_sent(entry.id, name, false))?;
        }
        Ok(())
    }

    /// Whether the service holds all that an update sent. A value taken away cannot be
    /// told from the service's own default, so such an update never counts as arrived;
    /// it is sent again, which changes nothing.
    fn has_arrived(&self, link: &Link, sent: &Outgoing, remote: &Remote) -> bool {
        let ours = self.backend.normalise(&sent.content);
        let takes_away = link.last_sent.as_ref().is_none_or(|last| {
            let last = self.backend.normalise(&last.content);
            given(&last).zip(given(&ours)).any(|(was, is)| was && !is)
        });
        !takes_away && self.is_as_sent(sent, remote)
    }

    fn is_as_sent(&self, sent: &Outgoing, remote: &Remote) -> bool {
        let ours = self.backend.normalise(&sent.content);
        differences(&ours, &self.backend.normalise(&remote.content)).is_empty()
    }

    /// Whether what was sent can no longer be done late. Stamps are whole seconds, so one
    /// more must have passed; a clock set back counts as no time at all.
    fn is_waited_out(&self, attempt: &Attempt) -> bool {
        let waited = self.clock.now().saturating_sub(attempt.sent_at);
        let quarantine = self.settings.quarantine;
        waited >= quarantine.saturating_add(i64::from(quarantine > 0))
    }

    fn settle_delete(
        &mut self,
        entry: &Entry,
        attempt: &Attempt,
        id: &RemoteId,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = &self.profile.name;
        if self.backend.fetch(id)?.is_some() || self.backend.hides(&entry.content, None)? {
            if self.is_waited_out(attempt) {
                self.store
                    .write(|tx| tx.settle_not_sent(entry.id, name, false))?;
            }
            return Ok(());
        }
        self.let_go(entry.id)?;
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
        let settled = self.as_settled(attempt, &remote);
        let seen = match &attempt.sent {
            Some(sent) => as_it_arrived(sent, remote),
            None => remote,
        };
        let Ok(observed) = rules::observe(seen) else {
            return Ok(false);
        };
        let (name, now) = (&self.profile.name, self.clock.now());
        self.store.write(|tx| {
            let was = tx.snapshot(id)?;
            tx.adopt(
                id,
                (name, tenant),
                &observed,
                attempt.sent.as_ref(),
                settled.revision,
            )?;
            note_in_journal(tx, Action::Adopt, id, was, now)
        })?;
        report.adopted += 1;
        Ok(true)
    }

    /// What was sent of the other creates that are still unconfirmed and the same work.
    fn twins(
        &self,
        unsettled: &[(Entry, Link)],
        of: EntryId,
        sent: &Outgoing,
    ) -> Result<Vec<Content>, Stop> {
        let own = self.backend.normalise(&sent.content);
        let (view, name) = (self.store.view(), &self.profile.name);
        let is_lost_create = |link: &Link| {
            let attempt = link.attempt.as_ref();
            link.remote_id.is_none() && attempt.is_some_and(|it| it.act == Act::Create)
        };
        let mut twins = Vec::new();
        for (other, link) in unsettled.iter().filter(|(other, _)| other.id != of) {
            let attempt = link.attempt.as_ref().filter(|_| is_lost_create(link));
            let Some(sent) = attempt.and_then(|attempt| attempt.sent.as_ref()) else {
                continue;
            };
            let theirs = self.backend.normalise(&sent.content);
            // Some of them were settled a moment ago.
            if is_same_work(&theirs, &own)
                && view
                    .link(other.id, name)?
                    .as_ref()
                    .is_some_and(is_lost_create)
            {
                twins.push(theirs);
            }
        }
        Ok(twins)
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

/// A record that somebody may have changed since it was created from this, as it was then:
/// the next look tells what was changed. Its length is the service's, which may round it,
/// and so is what was left open.
pub(super) fn as_it_arrived(sent: &Outgoing, remote: Remote) -> Remote {
    let seen = &remote.content;
    let rounds = sent.content.start == seen.start;
    let mut fields = left_open(&sent.content, seen);
    // What shall have no value is the service's own, too, until it is taken away there.
    fields.extend(sent.content.given.nones().map(Slot::word));
    if rounds {
        fields.push("worked_seconds");
    }
    let mut content = merge::taking(&sent.content, seen, &fields);
    content.profile.clone_from(&seen.profile);
    let (status_word, locked) = match remote.status {
        Status::Open => (remote.status_word, remote.locked),
        _ => (None, false),
    };
    Remote {
        content,
        status: Status::Open,
        status_word,
        locked,
        ..remote
    }
}

/// Whether a failure to read says something about the whole service.
pub(super) fn concerns_all(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable
    )
}

/// Which of the values that a service may fill in by itself are given.
fn given(content: &Content) -> impl Iterator<Item = bool> {
    [
        content.target.is_some(),
        content.project.is_some(),
        content.client.is_some(),
        content.service.is_some(),
        content.task.is_some(),
        content.member.is_some(),
        content.work_type.is_some(),
        content.work_role.is_some(),
        content.agreement.is_some(),
        content.billable != Billable::NoDefault,
    ]
    .into_iter()
}
