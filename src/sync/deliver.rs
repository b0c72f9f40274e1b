//! Sends what is owed: check, resolve, commit the attempt, call once, commit
//! what came of it. Oldest first, one at a time: agreement hours are allotted in
//! the order of entry.

use super::backend::{BackendError, ErrorKind};
use super::engine::{Engine, Marker, Stop};
use super::outcome::ProfileReport;
use crate::domain::delivery::{Act, Attempt, Link, Outgoing, Remote};
use crate::domain::entry::{Entry, Problem};
use crate::domain::ids::EntryId;
use crate::rules;
use crate::store::StoreError;

/// After this many unknown outcomes in a row the service is left alone.
const MAX_UNKNOWN: u32 = 3;
/// How many due entries are read at a time: memory stays flat whatever is owed.
const AT_ONCE: u32 = 100;

/// What became of one entry.
pub(super) enum Turn {
    /// The service has it, or it needs nothing after all.
    Settled,
    /// It stays as it is; the run goes on.
    Passed,
    /// Whether the service has it is not known.
    Unknown,
}

impl Engine<'_> {
    /// Delivers until nothing is due, the time is over, or the service is away.
    pub(super) fn deliver(&mut self, tenant: &str, report: &mut ProfileReport) -> Result<(), Stop> {
        let mut n_unknown = 0;
        let mut after = None;
        loop {
            let due = self.store.view().due(&self.profile.name, after, AT_ONCE)?;
            let Some(last) = due.last() else {
                return Ok(());
            };
            after = Some(last.0.id);
            for (entry, link) in due {
                if self.is_over() {
                    let help = "run `tt sync` again, or raise `[sync] max_time`";
                    report.stop(
                        super::outcome::Outcome::Later,
                        "the run's time is over; the rest is kept",
                        help,
                    );
                    return Ok(());
                }
                match self.turn(&entry, &link, tenant, report)? {
                    Turn::Settled => n_unknown = 0,
                    Turn::Passed => {}
                    Turn::Unknown => n_unknown += 1,
                }
                if n_unknown >= MAX_UNKNOWN {
                    return Err(Stop::Backend(BackendError::new(
                        ErrorKind::OutcomeUnknown,
                        format!(
                            "{} left {n_unknown} answers out in a row",
                            self.backend.kind().title()
                        ),
                        "everything is kept; the next sync looks before it sends anything again",
                    )));
                }
            }
        }
    }

    fn turn(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        if let Some(turn) = self.removal(entry, link, report)? {
            return Ok(turn);
        }
        if !self.may_go(entry, link) || !self.passes_rules(entry, link)? {
            return Ok(Turn::Passed);
        }
        let mut outgoing = self.outgoing(entry, link)?;
        if let Err(error) = self.backend.resolve(&mut outgoing) {
            return self.not_sent(entry.id, error);
        }
        let act = if link.remote_id.is_some() {
            Act::Update
        } else {
            Act::Create
        };
        let attempt = Attempt {
            act,
            revision: outgoing.revision,
            sent: Some(outgoing),
            sent_at: self.clock.now(),
            times: 1,
        };
        self.begin(entry.id, tenant, &attempt)?;
        let Some(outgoing) = &attempt.sent else {
            return Ok(Turn::Passed);
        };
        let answer = match (&link.remote_id, &link.last_seen) {
            (Some(id), Some(last)) => {
                let sent = link.last_sent.as_ref().map(|sent| &sent.content);
                self.backend.update(id, outgoing, last, sent)
            }
            _ => self.backend.create(outgoing),
        };
        match answer {
            Ok(remote) => self.delivered(entry.id, &attempt, remote, report),
            Err(error) => self.failed(entry.id, tenant, &attempt, error, report),
        }
    }

    /// Whether the entry may be sent in this run at all.
    fn may_go(&self, entry: &Entry, link: &Link) -> bool {
        let refused = link.refusal.is_some() && link.refused_revision == link.revision;
        let left_alone =
            link.remote_id.is_some() || self.clock.now() - entry.updated_at >= self.settings.grace;
        !refused
            && left_alone
            && link.attempt.is_none()
            && link.conflict.is_empty()
            && entry.held.is_empty()
            && !entry.content.is_timer()
            && entry.status.rank() >= self.profile.push.rank()
    }

    /// Asks the rules once more, with what is known now; a breach holds the entry.
    fn passes_rules(&mut self, entry: &Entry, link: &Link) -> Result<bool, Stop> {
        let now = self.clock.now();
        let (profile, settings) = (self.profile, self.rules);
        let max_age = self.settings.catalog_max_age;
        let breaches = self.store.write(|tx| {
            let facts = tx.facts(now, max_age);
            let mut context = rules::Context::new(now, rules::Stage::Push, settings, &facts);
            context.profile = Some(profile);
            context.before = Some(entry);
            context.seen = link.last_seen.as_ref();
            context.mailing = Some(&link.mailing);
            let breaches = match rules::check(entry, &context) {
                Ok(checked) => checked.held,
                Err(rules::NotAdmitted::Breaches(refusal)) => refusal.breaches,
                Err(rules::NotAdmitted::Facts(error)) => return Err(StoreError::of_fact(error)),
            };
            if !breaches.is_empty() {
                tx.set_held(entry.id, &breaches, now)?;
            }
            Ok(breaches.len())
        })?;
        Ok(breaches == 0)
    }

    /// The entry as it goes to the service.
    fn outgoing(&mut self, entry: &Entry, link: &Link) -> Result<Outgoing, Stop> {
        let marked = self.backend.capabilities().takes_marker
            && match self.settings.marker {
                Marker::InternalNote => true,
                Marker::None => false,
                Marker::Auto => !self.store.view().keeps_key(&self.profile.name)?,
            };
        Ok(Outgoing {
            key: entry.key,
            revision: entry.revision,
            content: entry.content.clone(),
            mailing: link.mailing.clone(),
            marked,
        })
    }

    /// Commits what is about to be sent. What changes here meanwhile is a newer revision, still due.
    fn begin(&mut self, id: EntryId, tenant: &str, attempt: &Attempt) -> Result<(), Stop> {
        let name = &self.profile.name;
        Ok(self.store.write(|tx| tx.begin(id, name, tenant, attempt))?)
    }

    /// Takes away on the service what was removed here. None: it is no removal.
    fn removal(
        &mut self,
        entry: &Entry,
        link: &Link,
        report: &mut ProfileReport,
    ) -> Result<Option<Turn>, Stop> {
        let leaves = entry.removed || entry.content.profile.as_deref() != Some(&link.profile);
        if !leaves {
            return Ok(None);
        }
        let (Some(id), None) = (&link.remote_id, &link.attempt) else {
            return Ok(Some(Turn::Passed));
        };
        if link.refusal.is_some() && link.refused_revision == link.revision {
            return Ok(Some(Turn::Passed));
        }
        let attempt = Attempt {
            act: Act::Delete,
            sent: None,
            revision: link.revision,
            sent_at: self.clock.now(),
            times: 1,
        };
        let tenant = link.tenant.clone().unwrap_or_default();
        self.begin(entry.id, &tenant, &attempt)?;
        let name = &self.profile.name;
        match self.backend.delete(id) {
            Ok(()) => {
                self.store.write(|tx| tx.settle_gone(entry.id, name))?;
                report.deleted += 1;
                Ok(Some(Turn::Settled))
            }
            Err(error) => self
                .failed(entry.id, &tenant, &attempt, error, report)
                .map(Some),
        }
    }

    /// The service has it.
    pub(super) fn delivered(
        &mut self,
        id: EntryId,
        attempt: &Attempt,
        remote: Remote,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let kept_key = remote.keeps_key
            && attempt
                .sent
                .as_ref()
                .is_some_and(|sent| remote.key == Some(sent.key));
        let Ok(observed) = rules::observe(remote) else {
            return Ok(Turn::Unknown);
        };
        let name = &self.profile.name;
        self.store.write(|tx| {
            tx.settle_sent(id, name, &observed, attempt)?;
            if kept_key {
                tx.note_keeps_key(name)
            } else {
                Ok(())
            }
        })?;
        match attempt.act {
            Act::Create => report.created += 1,
            Act::Update => report.updated += 1,
            Act::Delete => report.deleted += 1,
        }
        Ok(Turn::Settled)
    }

    /// The service did not say yes.
    fn failed(
        &mut self,
        id: EntryId,
        tenant: &str,
        attempt: &Attempt,
        error: BackendError,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let name = &self.profile.name;
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
            ErrorKind::NotFound => {
                let problem = Problem {
                    code: "not-found".into(),
                    rule: None,
                    field: None,
                    message: format!("{}; it was removed there", error.message),
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
                self.look_after(id, tenant, attempt, report)
            }
        }
    }

    /// Nothing was sent: the things the entry names could not be settled.
    fn not_sent(&mut self, id: EntryId, error: BackendError) -> Result<Turn, Stop> {
        match &error.kind {
            ErrorKind::Invalid(_) | ErrorKind::NotFound | ErrorKind::Unsupported => {
                let problem = error.problem("not-found");
                let name = &self.profile.name;
                self.store
                    .write(|tx| tx.refuse_unsent(id, name, &problem))?;
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
