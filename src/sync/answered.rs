//! What the service's answer to a write comes to: the entry is there, was refused, waits,
//! or nobody knows.

use super::backend::{BackendError, ErrorKind};
use super::deliver::{Course, Turn};
use super::engine::{Engine, Stop};
use super::matching::{changes, differences};
use super::outcome::ProfileReport;
use super::settle::concerns_all;
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Attempt, Link, Remote};
use crate::domain::entry::{Entry, Problem};
use crate::domain::ids::EntryId;
use crate::domain::merge;
use crate::rules::{self, Observed};
use crate::store::{StoreError, Tx};

/// Fields that a service does not work out by itself from the others.
const SAID: &[&str] = &[
    "note",
    "internal_note",
    "start",
    "worked_seconds",
    "charge_to",
];

/// What the service has by its own word, and the store does not know yet.
pub(super) struct Landed {
    entry: EntryId,
    observed: Observed,
    attempt: Attempt,
    keeps_key: bool,
    is_whole: bool,
}

impl Landed {
    /// Whether nothing of it is left to be sent.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether the answer shows that the service keeps keys in a field of its own.
    pub fn shows_kept_key(&self) -> bool {
        self.keeps_key
    }

    /// Keeps it, as a part of this transaction.
    ///
    /// # Errors
    /// As [`Tx::settle_sent`].
    pub fn keep(&self, tx: &Tx<'_>, profile: &str) -> Result<(), StoreError> {
        tx.settle_sent(self.entry, profile, &self.observed, &self.attempt)?;
        if self.keeps_key {
            tx.note_keeps_key(profile)?;
        }
        Ok(())
    }
}

impl Engine<'_> {
    /// The service has it.
    pub(super) fn delivered(
        &mut self,
        id: EntryId,
        attempt: &Attempt,
        remote: Remote,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let Some(landed) = self.landed(id, attempt.clone(), remote, report)? else {
            return Ok(Turn::Unknown);
        };
        let name = &self.profile.name;
        self.store.write(|tx| landed.keep(tx, name))?;
        Ok(Turn::Settled)
    }

    /// The service has it, and the next transaction keeps that.
    pub(super) fn arrived(
        &mut self,
        id: EntryId,
        attempt: Attempt,
        remote: Remote,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        course.landed = self.landed(id, attempt, remote, course.report)?;
        Ok(match course.landed {
            Some(_) => Turn::Settled,
            None => Turn::Unknown,
        })
    }

    /// What an answer comes to, and counted; none where it has no usable shape.
    fn landed(
        &self,
        entry: EntryId,
        attempt: Attempt,
        remote: Remote,
        report: &mut ProfileReport,
    ) -> Result<Option<Landed>, Stop> {
        let sent = attempt.sent.as_ref();
        let keeps_key = remote.keeps_key && sent.is_some_and(|sent| remote.key == Some(sent.key));
        let remote = self.without_what_is_unseen(entry, &attempt, remote)?;
        let settled = self.as_settled(&attempt, &remote);
        let Ok(observed) = rules::observe(remote) else {
            return Ok(None);
        };
        match attempt.act {
            Act::Create => report.created += 1,
            Act::Update => report.updated += 1,
            Act::Delete => report.deleted += 1,
        }
        Ok(Some(Landed {
            entry,
            observed,
            is_whole: settled.revision == attempt.revision,
            attempt: settled,
            keeps_key,
        }))
    }

    /// The answer to an update, without what somebody else changed there since the entry
    /// was last seen: the next run meets that as a change, and merges it.
    fn without_what_is_unseen(
        &self,
        id: EntryId,
        attempt: &Attempt,
        remote: Remote,
    ) -> Result<Remote, Stop> {
        if attempt.act != Act::Update {
            return Ok(remote);
        }
        let link = self.store.view().link(id, &self.profile.name)?;
        let seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
        let (Some(seen), Some(sent)) = (seen, &attempt.sent) else {
            return Ok(remote);
        };
        let normalise = |content: &Content| self.backend.normalise(content);
        let (before, sent) = (normalise(&seen.content), normalise(&sent.content));
        let ours = differences(&before, &sent);
        let mut unseen = changes(&before, &normalise(&remote.content));
        // A changed start or target may move what the service fills in by itself.
        let moves = |field: &&str| !["note", "internal_note", "worked_seconds"].contains(field);
        let may_fill_in = differences(&sent, &before).iter().any(moves);
        unseen.retain(|field| !ours.contains(field) && (!may_fill_in || SAID.contains(field)));
        Ok(Remote {
            content: merge::taking(&remote.content, &seen.content, &unseen),
            status: seen.status,
            status_word: seen.status_word.clone(),
            locked: seen.locked,
            ..remote
        })
    }

    /// The service did not say yes.
    pub(super) fn failed(
        &mut self,
        entry: &Entry,
        link: &Link,
        attempt: &Attempt,
        error: BackendError,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        let (id, name) = (entry.id, &self.profile.name);
        match &error.kind {
            ErrorKind::Invalid(_)
            | ErrorKind::Conflict
            | ErrorKind::Forbidden
            | ErrorKind::Unsupported => {
                let problem = error.problem(refusal_code(&error.kind));
                self.store
                    .write(|tx| tx.settle_refused(id, name, &problem, attempt))?;
                Ok(Turn::Settled)
            }
            ErrorKind::NotFound if attempt.act == Act::Update => {
                self.store.write(|tx| tx.settle_not_sent(id, name, true))?;
                match link.remote_id.as_ref().map(|id| self.backend.fetch(id)) {
                    Some(Ok(None)) => self.note_gone(id, link).map(|()| Turn::Settled),
                    Some(Err(fetched)) if concerns_all(&fetched) => Err(Stop::Backend(fetched)),
                    Some(Err(_)) => Ok(Turn::Passed),
                    // It is there: what was not found is something that the entry names.
                    Some(Ok(Some(_))) | None => {
                        let problem = error.problem("not-found");
                        self.store
                            .write(|tx| tx.refuse_unsent(id, name, &problem))?;
                        Ok(Turn::Settled)
                    }
                }
            }
            ErrorKind::NotFound => {
                let problem = Problem {
                    code: "not-found".into(),
                    rule: None,
                    field: None,
                    message: error.message,
                };
                self.store
                    .write(|tx| tx.settle_refused(id, name, &problem, attempt))?;
                Ok(Turn::Settled)
            }
            ErrorKind::Unauthorized
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable => {
                self.store.write(|tx| tx.settle_not_sent(id, name, true))?;
                Err(Stop::Backend(error))
            }
            ErrorKind::OutcomeUnknown | ErrorKind::Protocol => {
                log::info!("entry {id}: {}", error.message);
                // It may have left as late as now: a wait for the service came before it.
                let now = self.clock.now();
                self.store.write(|tx| tx.still_unknown(id, name, now))?;
                self.look_after(entry, link, course.tenant, attempt, course.report)
            }
        }
    }

    /// Nothing was sent: the things the entry names could not be settled.
    pub(super) fn not_sent(
        &mut self,
        id: EntryId,
        error: BackendError,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        match &error.kind {
            ErrorKind::Invalid(_) | ErrorKind::NotFound | ErrorKind::Unsupported => {
                let problem = error.problem("not-found");
                let name = &self.profile.name;
                self.commit(course, |tx| tx.refuse_unsent(id, name, &problem))?;
                Ok(Turn::Settled)
            }
            _ => Err(Stop::Backend(error)),
        }
    }
}

fn refusal_code(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Conflict => "locked",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::Unsupported => "unsupported",
        _ => "invalid",
    }
}
