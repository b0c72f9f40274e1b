//! Sends what is owed: check, resolve, commit the attempt, call once, commit
//! what came of it. Oldest first, one at a time: agreement hours are allotted in
//! the order of entry.
//!
//! What an answer said is committed together with the next attempt, in one durable
//! transaction an entry: between the two nothing is asked of the service, so a run that
//! dies there leaves what one leaves that dies just before the answer was committed.

use super::answered::Landed;
use super::backend::{BackendError, ErrorKind};
use super::engine::{Engine, Marker, Stop, is_leaving};
use super::gone::Looked;
use super::outcome::{ProfileReport, Waiting};
use super::window::Window;
use crate::domain::charge::{Reference, Target};
use crate::domain::content::Content;
use crate::domain::delivery::{Act, Attempt, Link, Outgoing};
use crate::domain::entry::{Adjustment, Entry};
use crate::domain::question::is_to_be_verified;
use crate::rules;
use crate::store::{StoreError, Tx};
use std::collections::HashSet;

/// After this many unknown outcomes in a row the service is left alone.
const MAX_UNKNOWN: u32 = 3;
/// How many due entries are read at a time: memory stays flat whatever is owed.
const AT_ONCE: u32 = 100;
/// How many different things named by entries are remembered as settled.
const MOST_NAMED: usize = 1_000;

/// What became of one entry.
pub(super) enum Turn {
    /// The service has it, or it needs nothing after all.
    Settled,
    /// It stays as it is; the run goes on.
    Passed,
    /// Whether the service has it is not known.
    Unknown,
}

/// How far the delivery of a run is.
pub(super) struct Course<'r> {
    pub tenant: &'r str,
    pub window: &'r mut Window,
    pub report: &'r mut ProfileReport,
    /// What the last answer said; the next transaction keeps it.
    pub landed: Option<Landed>,
    /// Whether the service keeps keys itself, once that was looked up.
    keeps_key: Option<bool>,
    /// What the service settled in this run: it is not asked about these again.
    named: HashSet<Named>,
}

/// All that an entry names.
type Named = (Option<Target>, [Option<Reference>; 8]);

impl Engine<'_> {
    /// Delivers until nothing is due, the time is over, or the service is away.
    pub(super) fn deliver(
        &mut self,
        tenant: &str,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let mut course = Course {
            tenant,
            window,
            report,
            landed: None,
            keeps_key: None,
            named: HashSet::new(),
        };
        let delivered = self.deliver_due(&mut course);
        // Whatever ended it, what the last answer said is kept.
        let landed = self.land(&mut course);
        delivered.and(landed)
    }

    fn deliver_due(&mut self, course: &mut Course<'_>) -> Result<(), Stop> {
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
                    course.report.stop(
                        super::outcome::Outcome::Later,
                        "the run's time is over; the rest is kept",
                        help,
                    );
                    return Ok(());
                }
                let id = entry.id;
                let mut turn = self.turn(entry, link, course)?;
                if let Some((entry, link)) = self.left_to_clear(id, course)? {
                    turn = self.turn(entry, link, course)?;
                }
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

    /// One transaction: what the last answer said, and this.
    pub(super) fn commit<T>(
        &mut self,
        course: &mut Course<'_>,
        change: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, Stop> {
        let name = &self.profile.name;
        let landed = course.landed.as_ref();
        let done = self.store.write(|tx| {
            if let Some(landed) = landed {
                landed.keep(tx, name)?;
            }
            change(tx)
        })?;
        course.landed = None;
        Ok(done)
    }

    /// Keeps what the last answer said, before the service is asked anything else.
    pub(super) fn land(&mut self, course: &mut Course<'_>) -> Result<(), Stop> {
        match course.landed {
            Some(_) => self.commit(course, |_| Ok(())),
            None => Ok(()),
        }
    }

    fn turn(
        &mut self,
        mut entry: Entry,
        mut link: Link,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        if is_leaving(&entry, &link) {
            self.land(course)?;
            return self.leave(&entry, &link, course);
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
            course.report.waits.push(Waiting { id, profile });
            return Ok(Turn::Passed);
        }
        // What is about to be changed is looked at first, in the window or alone.
        if let Some(id) = link.remote_id.clone().filter(|id| !course.window.shows(id)) {
            self.land(course)?;
            match self.look_at(&entry, &link, &id, course.window, course.report)? {
                Looked::There => {}
                Looked::Gone => return Ok(Turn::Settled),
                Looked::Untold => return Ok(Turn::Passed),
            }
            let name = &self.profile.name;
            match self.store.view().by_remote(name, course.tenant, &id)? {
                Some(now) => (entry, link) = now,
                None => return Ok(Turn::Passed),
            }
            if !link.is_due() || is_leaving(&entry, &link) || !self.may_go(&entry, &link) {
                return Ok(Turn::Passed);
            }
        }
        let (entry, link) = (&entry, &link);
        let Some(adjustments) = self.passes_rules(entry, link, course)? else {
            return Ok(Turn::Passed);
        };
        let mut outgoing = self.outgoing(entry, link, &adjustments, course)?;
        if let Err(error) = self.resolve(&mut outgoing, course)? {
            return self.not_sent(entry.id, error, course);
        }
        let attempt = Attempt {
            act: if link.remote_id.is_some() {
                Act::Update
            } else {
                Act::Create
            },
            revision: outgoing.revision,
            sent: Some(outgoing),
            sent_at: self.clock.now(),
            times: 1,
        };
        if !self.begin(link, &attempt, course)? {
            return Ok(Turn::Passed);
        }
        let nothing_known = || {
            BackendError::new(
                ErrorKind::NotFound,
                format!("nothing is known of entry {} there", entry.id),
                "delete the entry and book it anew",
            )
        };
        let answer = match (&attempt.sent, &link.remote_id, &link.last_seen) {
            (Some(outgoing), Some(id), Some(last)) => {
                let sent = link.last_sent.as_ref().map(|sent| &sent.content);
                self.backend.update(id, outgoing, last, sent)
            }
            (Some(outgoing), None, _) => self.backend.create(outgoing),
            _ => Err(nothing_known()),
        };
        match answer {
            Ok(remote) => self.arrived(entry.id, attempt, remote, course),
            Err(error) => self.failed(entry, link, &attempt, error, course),
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
        course: &mut Course<'_>,
    ) -> Result<Option<Vec<Adjustment>>, Stop> {
        let now = self.clock.now();
        let (profile, settings) = (self.profile, self.rules);
        let max_age = self.settings.catalog_max_age;
        let checked = self.store.read(|view| {
            let facts = view.facts(now, max_age);
            let mut context = rules::Context::new(now, rules::Stage::Push, settings, &facts);
            context.profile = Some(profile);
            context.before = Some(entry);
            context.seen = link.last_seen.as_deref();
            context.mailing = Some(&link.mailing);
            match rules::check(entry, &context) {
                Ok(checked) => Ok((checked.held, checked.adjustments)),
                Err(rules::NotAdmitted::Breaches(refusal)) => Ok((refusal.breaches, Vec::new())),
                Err(rules::NotAdmitted::Facts(error)) => Err(StoreError::of_fact(error)),
            }
        });
        let (breaches, adjustments) = checked?;
        if breaches.is_empty() {
            return Ok(Some(adjustments));
        }
        self.commit(course, |tx| {
            // A change made meanwhile was asked about when it was made.
            let is_current = tx
                .entry(entry.id)?
                .is_some_and(|(current, _)| current.revision == entry.revision);
            if is_current {
                tx.set_held(entry.id, &breaches, now)?;
            }
            Ok(())
        })?;
        Ok(None)
    }

    /// The entry as it goes to the service.
    fn outgoing(
        &self,
        entry: &Entry,
        link: &Link,
        adjustments: &[Adjustment],
        course: &mut Course<'_>,
    ) -> Result<Outgoing, Stop> {
        let marked = self.backend.capabilities().takes_marker
            && match self.settings.marker {
                Marker::InternalNote => true,
                Marker::None => false,
                Marker::Auto => !self.keeps_key(course)?,
            };
        Ok(Outgoing {
            key: entry.key,
            revision: entry.revision,
            content: self.for_service(&rules::adjusted(&entry.content, adjustments)),
            mailing: link.mailing.clone(),
            marked,
        })
    }

    fn keeps_key(&self, course: &mut Course<'_>) -> Result<bool, Stop> {
        let is_shown = course.landed.as_ref().is_some_and(Landed::shows_kept_key);
        let kept = match course.keeps_key {
            _ if is_shown => true,
            Some(kept) => kept,
            None => self.store.view().keeps_key(&self.profile.name)?,
        };
        course.keeps_key = Some(kept);
        Ok(kept)
    }

    /// Settles what the entry names. What the service was not asked about yet may take a
    /// while, so what the last answer said is kept first.
    fn resolve(
        &mut self,
        outgoing: &mut Outgoing,
        course: &mut Course<'_>,
    ) -> Result<Result<(), BackendError>, Stop> {
        let named = named(&outgoing.content);
        let is_known = named.as_ref().is_none_or(|it| course.named.contains(it));
        if !is_known {
            self.land(course)?;
        }
        let resolved = self.backend.resolve(outgoing);
        if let Some(named) = named.filter(|_| resolved.is_ok() && !is_known) {
            if course.named.len() >= MOST_NAMED {
                course.named.clear();
            }
            course.named.insert(named);
        }
        Ok(resolved)
    }

    /// Commits what is about to be sent; false when the entry was changed or removed
    /// since it was read: its turn comes in the next run. A change after this is a
    /// newer revision, still due.
    pub(super) fn begin(
        &mut self,
        link: &Link,
        attempt: &Attempt,
        course: &mut Course<'_>,
    ) -> Result<bool, Stop> {
        let tenant = course.tenant;
        self.commit(course, |tx| tx.begin(link, tenant, attempt))
    }
}

/// What a content names that has no identity yet; none where there is no such thing.
fn named(content: &Content) -> Option<Named> {
    let references = [
        &content.project,
        &content.client,
        &content.service,
        &content.task,
        &content.member,
        &content.work_type,
        &content.work_role,
        &content.agreement,
    ];
    let target = content.target.as_ref().map(|target| &target.at);
    let mut all = references.iter().filter_map(|it| it.as_ref()).chain(target);
    all.any(|it| it.id.is_none())
        .then(|| (content.target.clone(), references.map(Clone::clone)))
}
