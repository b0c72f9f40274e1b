//! Sends what is owed: check, resolve, commit the attempt, call once, commit
//! what came of it. Oldest first, one at a time: agreement hours are allotted in
//! the order of entry.

use super::backend::{BackendError, ErrorKind};
use super::engine::{Engine, Marker, Stop, is_leaving};
use super::gone::Looked;
use super::matching::{changes, differences};
use super::outcome::{ProfileReport, Waiting};
use super::settle::concerns_all;
use super::window::Window;
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Attempt, Link, Outgoing, Remote};
use crate::domain::entry::{Adjustment, Entry, Problem};
use crate::domain::ids::EntryId;
use crate::domain::merge;
use crate::domain::question::is_to_be_verified;
use crate::rules;
use crate::store::StoreError;

/// After this many unknown outcomes in a row the service is left alone.
const MAX_UNKNOWN: u32 = 3;
/// How many due entries are read at a time: memory stays flat whatever is owed.
const AT_ONCE: u32 = 100;

/// Fields that a service does not work out by itself from the others.
const SAID: &[&str] = &[
    "note",
    "internal_note",
    "start",
    "worked_seconds",
    "charge_to",
];

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
    pub(super) fn deliver(
        &mut self,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let mut n_unknown = 0;
        let mut after = None;
        self.tell_total()?;
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
                let turn = self.turn(entry, link, tenant, window, report)?;
                self.tell(|progress| progress.did_one());
                match turn {
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
        mut entry: Entry,
        mut link: Link,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        if is_leaving(&entry, &link) {
            return self.leave(&entry, &link, tenant, window, report);
        }
        if !self.may_go(&entry, &link) {
            return Ok(Turn::Passed);
        }
        // What was handed over is nobody's twice: it goes when it is gone there.
        if link.remote_id.is_none()
            && let Some(profile) = self
                .store
                .view()
                .held_elsewhere(entry.id, &self.profile.name)?
        {
            let id = entry.id.0;
            report.waits.push(Waiting { id, profile });
            return Ok(Turn::Passed);
        }
        // What is about to be changed is looked at first, in the window or alone.
        if let Some(id) = link.remote_id.clone().filter(|id| !window.shows(id)) {
            match self.look_at(&entry, &link, &id, window, report)? {
                Looked::There => {}
                Looked::Gone => return Ok(Turn::Settled),
                Looked::Untold => return Ok(Turn::Passed),
            }
            let name = &self.profile.name;
            match self.store.view().by_remote(name, tenant, &id)? {
                Some(now) => (entry, link) = now,
                None => return Ok(Turn::Passed),
            }
            if !link.is_due() || is_leaving(&entry, &link) || !self.may_go(&entry, &link) {
                return Ok(Turn::Passed);
            }
        }
        let (entry, link) = (&entry, &link);
        let Some(adjustments) = self.passes_rules(entry, link)? else {
            return Ok(Turn::Passed);
        };
        let mut outgoing = self.outgoing(entry, link, &adjustments)?;
        if let Err(error) = self.backend.resolve(&mut outgoing) {
            return self.not_sent(entry.id, error);
        }
        let attempt = Attempt {
            act: if link.remote_id.is_some() {
                Act::Update
            } else {
                Act::Create
            },
            revision: outgoing.revision,
            sent: Some(outgoing.clone()),
            sent_at: self.clock.now(),
            times: 1,
        };
        if !self.begin(entry.id, link, tenant, &attempt)? {
            return Ok(Turn::Passed);
        }
        let answer = match (&link.remote_id, &link.last_seen) {
            (Some(id), Some(last)) => {
                let sent = link.last_sent.as_ref().map(|sent| &sent.content);
                self.backend.update(id, &outgoing, last, sent)
            }
            (Some(id), None) => Err(BackendError::new(
                ErrorKind::NotFound,
                format!("nothing is known of {id}"),
                "delete the entry and book it anew",
            )),
            (None, _) => self.backend.create(&outgoing),
        };
        match answer {
            Ok(remote) => self.delivered(entry.id, &attempt, remote, report),
            Err(error) => self.failed(entry, link, tenant, &attempt, error, report),
        }
    }

    /// Whether the entry may be sent in this run at all.
    fn may_go(&self, entry: &Entry, link: &Link) -> bool {
        // A clock set back by more than the grace ends it too: it must not last for ever.
        let quiet = self.clock.now().saturating_sub(entry.updated_at);
        let left_alone = link.remote_id.is_some() || quiet.saturating_abs() >= self.settings.grace;
        !link.is_refused()
            && left_alone
            && link.attempt.is_none()
            && link.conflict.is_empty()
            && !is_to_be_verified(link)
            && entry.held.is_empty()
            && !entry.content.is_timer()
            && entry.status.rank() >= self.profile.push.rank()
    }

    /// Asks the rules once more, with what is known now; a breach holds the entry.
    fn passes_rules(
        &mut self,
        entry: &Entry,
        link: &Link,
    ) -> Result<Option<Vec<Adjustment>>, Stop> {
        let now = self.clock.now();
        let (profile, settings) = (self.profile, self.rules);
        let max_age = self.settings.catalog_max_age;
        let passes = self.store.write(|tx| {
            let facts = tx.facts(now, max_age);
            let mut context = rules::Context::new(now, rules::Stage::Push, settings, &facts);
            context.profile = Some(profile);
            context.before = Some(entry);
            context.seen = link.last_seen.as_deref();
            context.mailing = Some(&link.mailing);
            let (breaches, adjustments) = match rules::check(entry, &context) {
                Ok(checked) => (checked.held, checked.adjustments),
                Err(rules::NotAdmitted::Breaches(refusal)) => (refusal.breaches, Vec::new()),
                Err(rules::NotAdmitted::Facts(error)) => return Err(StoreError::of_fact(error)),
            };
            // A change made meanwhile was asked about when it was made.
            let is_current = tx
                .entry(entry.id)?
                .is_some_and(|(current, _)| current.revision == entry.revision);
            if is_current && !breaches.is_empty() {
                tx.set_held(entry.id, &breaches, now)?;
            }
            let passes = is_current && breaches.is_empty();
            Ok::<_, StoreError>(passes.then_some(adjustments))
        })?;
        Ok(passes)
    }

    /// The entry as it goes to the service.
    fn outgoing(
        &mut self,
        entry: &Entry,
        link: &Link,
        adjustments: &[Adjustment],
    ) -> Result<Outgoing, Stop> {
        let marked = self.backend.capabilities().takes_marker
            && match self.settings.marker {
                Marker::InternalNote => true,
                Marker::None => false,
                Marker::Auto => !self.store.view().keeps_key(&self.profile.name)?,
            };
        Ok(Outgoing {
            key: entry.key,
            revision: entry.revision,
            content: self.for_service(&rules::adjusted(&entry.content, adjustments)),
            mailing: link.mailing.clone(),
            marked,
        })
    }

    /// Commits what is about to be sent; false when the entry was changed or removed
    /// since it was read: its turn comes in the next run. A change after this is a
    /// newer revision, still due.
    fn begin(
        &mut self,
        id: EntryId,
        link: &Link,
        tenant: &str,
        attempt: &Attempt,
    ) -> Result<bool, Stop> {
        Ok(self.store.write(|tx| {
            let current = tx.link(id, &link.profile)?;
            if current.is_none_or(|current| {
                current.revision != link.revision
                    || current.remote_id != link.remote_id
                    || current.attempt.is_some()
            }) {
                return Ok(false);
            }
            tx.begin(id, &link.profile, tenant, attempt)?;
            Ok::<_, StoreError>(true)
        })?)
    }

    /// Looks at what is to be taken away on the service, then takes it away: somebody
    /// may have changed it there.
    fn leave(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let waits = link.attempt.is_some() || link.is_refused() || link.is_changed_there(entry);
        if waits {
            return Ok(Turn::Passed);
        }
        let Some(id) = link.remote_id.as_ref().filter(|id| !window.compared(id)) else {
            return self.removal(entry, link, report);
        };
        match self.look_at(entry, link, id, window, report)? {
            Looked::There => {}
            Looked::Gone => return Ok(Turn::Settled),
            Looked::Untold => return Ok(Turn::Passed),
        }
        match self
            .store
            .view()
            .by_remote(&self.profile.name, tenant, id)?
        {
            Some((entry, link)) if is_leaving(&entry, &link) && !link.is_changed_there(&entry) => {
                self.removal(&entry, &link, report)
            }
            _ => Ok(Turn::Passed),
        }
    }

    /// Takes away on the service what was removed here, or is delivered elsewhere now.
    fn removal(
        &mut self,
        entry: &Entry,
        link: &Link,
        report: &mut ProfileReport,
    ) -> Result<Turn, Stop> {
        let name = &self.profile.name;
        let Some(id) = &link.remote_id else {
            // Certainly never there: a create that was refused, or never left.
            self.store.write(|tx| tx.settle_gone(entry.id, name))?;
            return Ok(Turn::Passed);
        };
        let attempt = Attempt {
            act: Act::Delete,
            sent: None,
            revision: link.revision,
            sent_at: self.clock.now(),
            times: 1,
        };
        let tenant = link.tenant.clone().unwrap_or_default();
        if !self.begin(entry.id, link, &tenant, &attempt)? {
            return Ok(Turn::Passed);
        }
        match self.backend.delete(id) {
            Ok(()) => {
                self.let_go(entry.id)?;
                report.deleted += 1;
                Ok(Turn::Settled)
            }
            Err(error) => self.failed(entry, link, &tenant, &attempt, error, report),
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
        let remote = self.without_what_is_unseen(id, attempt, remote)?;
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

    /// The answer to an update, without what somebody else changed there since the entry
    /// was last seen: the next run meets that as a change, and merges it.
    fn without_what_is_unseen(
        &self,
        id: EntryId,
        attempt: &Attempt,
        remote: Remote,
    ) -> Result<Remote, Stop> {
        let link = self.store.view().link(id, &self.profile.name)?;
        let seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
        let (Act::Update, Some(seen), Some(sent)) = (attempt.act, seen, &attempt.sent) else {
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
    fn failed(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        attempt: &Attempt,
        error: BackendError,
        report: &mut ProfileReport,
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
                self.look_after(entry, link, tenant, attempt, report)
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
