//! One run for one profile: look, settle what is unconfirmed, deliver, report.
//!
//! Every step that must survive a crash is one transaction of the store; no
//! transaction is ever open while a request is under way. Never prints.

use super::backend::{Backend, BackendError, ErrorKind, Page, RemoteQuery};
use super::matching::is_same_work;
use super::outcome::{Outcome, ProfileReport};
use crate::clock::Clock;
use crate::domain::delivery::Remote;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::Delivery;
use crate::rules;
use crate::store::{Store, StoreError};
use std::collections::HashSet;
use std::time::Duration;

const DAY: i64 = 86_400;
/// Fewer linked entries than this say nothing when the service shows none.
const EMPTY_GUARD: usize = 5;
/// A listing longer than this is taken for a loop.
const MAX_PAGES: usize = 1_000;

/// Where the entry's key is left on the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// In the internal note until an answer has shown that the service keeps the key itself.
    Auto,
    /// In the internal note, always.
    InternalNote,
    /// Nowhere.
    None,
}

/// What a run goes by. Lengths in seconds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a lost create that the service does not show waits before it may be sent again.
    pub quarantine: i64,
    /// How long an entry must have been left alone before it is created there.
    pub grace: i64,
    /// How many days back the window is read.
    pub pull_days: i64,
    /// Where the key is left.
    pub marker: Marker,
    /// How long the run may take, on the monotonic clock.
    pub max_time: Duration,
}

/// One profile's run.
pub struct Engine<'a> {
    /// The store; borrowed for single steps only.
    pub store: &'a mut Store,
    /// The service.
    pub backend: &'a dyn Backend,
    /// For stamps and waiting.
    pub clock: &'a dyn Clock,
    /// The profile's terms.
    pub profile: &'a ProfileSettings,
    /// The profile's rules.
    pub rules: &'a RuleSettings,
    /// What the run goes by.
    pub settings: Settings,
    /// The monotonic moment at which it began.
    pub began: Duration,
}

/// Why a run ends before its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// The store failed: the whole command ends.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service failed in a way that concerns every entry.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// Something the engine itself must not go past.
    #[error("{message}")]
    Guard { outcome: Outcome, message: String, help: String },
}

impl Engine<'_> {
    /// Runs once.
    ///
    /// # Errors
    /// Only the store's; what a service did is in the report.
    pub fn run(mut self) -> Result<ProfileReport, StoreError> {
        let mut report = ProfileReport::new(&self.profile.name, self.profile.backend.word());
        match self.steps(&mut report) {
            Ok(()) => {}
            Err(Stop::Store(error)) => return Err(error),
            Err(Stop::Backend(error)) => stop_for(&mut report, &error),
            Err(Stop::Guard { outcome, message, help }) => report.stop(outcome, message, help),
        }
        self.count(&mut report)?;
        Ok(report)
    }

    fn steps(&mut self, report: &mut ProfileReport) -> Result<(), Stop> {
        let identity = self.backend.check_access()?;
        self.bind(&identity.tenant)?;
        let window = self.read_window()?;
        self.observe(&identity.tenant, &window, report)?;
        self.settle(&identity.tenant, &window, report)?;
        self.deliver(&identity.tenant, report)
    }

    /// Refuses to go on when the identities kept here belong to another tenant.
    fn bind(&mut self, tenant: &str) -> Result<(), Stop> {
        let name = &self.profile.name;
        match self.store.tenant_of(name)? {
            None => Ok(self.store.write(|tx| tx.bind_tenant(name, tenant))?),
            Some(bound) if bound == tenant => Ok(()),
            Some(bound) => Err(Stop::Guard {
                outcome: Outcome::NeedsLogin,
                message: format!(
                    "profile {name} is linked to {bound:?} on {}, but the configuration now leads to {tenant:?}",
                    self.backend.kind().title()
                ),
                help: "put the old settings back, or use a new profile name for the other account".into(),
            }),
        }
    }

    /// Reads everything of ours that the service shows in the window. The window
    /// reaches back to the oldest entry that may be created, so that an entry
    /// delivered before a backup was restored is found again.
    fn read_window(&mut self) -> Result<Vec<Remote>, Stop> {
        let now = self.clock.now();
        let mut from = now - self.settings.pull_days * DAY;
        if let Some(oldest) = self.store.oldest_undelivered(&self.profile.name)? {
            from = from.min(oldest - DAY);
        }
        let query = RemoteQuery { from: Some(from), to: None, own: true, like: None };
        let mut seen = Vec::new();
        let mut cursors = HashSet::new();
        let mut page = Page::default();
        for _ in 0..MAX_PAGES {
            let batch = self.backend.list(&query, &page)?;
            seen.extend(batch.items);
            match batch.next {
                Some(next) if cursors.insert(next.clone()) => page.cursor = Some(next),
                Some(_) => break,
                None => {
                    self.guard_empty(from, &seen)?;
                    return Ok(seen);
                }
            }
        }
        Err(Stop::Backend(BackendError::new(
            ErrorKind::Protocol,
            format!("{} lists its entries in a circle", self.backend.kind().title()),
            "try again later; nothing was sent",
        )))
    }

    /// An account that suddenly shows nothing is more likely the wrong account.
    fn guard_empty(&mut self, from: i64, seen: &[Remote]) -> Result<(), Stop> {
        let n_linked = self.store.n_linked_since(&self.profile.name, from)?;
        if !seen.is_empty() || n_linked < EMPTY_GUARD {
            return Ok(());
        }
        Err(Stop::Guard {
            outcome: Outcome::NeedsPerson,
            message: format!(
                "{} shows no entries at all, though {n_linked} delivered ones lie in the window",
                self.backend.kind().title()
            ),
            help: "check that profile, member and account are the right ones; nothing was sent or changed".into(),
        })
    }

    /// Takes in what the service says of linked entries, adopts those that carry
    /// one of our keys, and holds entries that seem to be there already.
    fn observe(&mut self, tenant: &str, window: &[Remote], report: &mut ProfileReport) -> Result<(), Stop> {
        let profile = self.profile;
        let now = self.clock.now();
        for remote in window {
            let Ok(observed) = rules::observe(remote.clone()) else { continue };
            let linked = self.store.by_remote(&profile.name, tenant, &remote.id)?;
            if let Some(id) = linked {
                let moved = self.store.write(|tx| tx.observe(id, &profile.name, &observed, now))?;
                report.status_changes += u32::from(moved);
                continue;
            }
            if let Some(key) = remote.key {
                let adopted = self.store.write(|tx| tx.adopt_by_key(key, &profile.name, tenant, &observed, now))?;
                report.adopted += u32::from(adopted);
                continue;
            }
            self.hold_if_there_already(remote)?;
        }
        Ok(())
    }

    /// An entry never sent that equals one the service holds without a key waits for a person.
    fn hold_if_there_already(&mut self, remote: &Remote) -> Result<(), Stop> {
        let profile = &self.profile.name;
        for (entry, _) in self.store.never_sent_on(profile, remote.content.date)? {
            let normalised = self.backend.normalise(&entry.content);
            if entry.held.is_empty() && is_same_work(&normalised, &remote.content) {
                let breach = already_there(&remote.id.0, self.backend.kind().title());
                let now = self.clock.now();
                self.store.write(|tx| tx.hold(entry.id, &breach, now))?;
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether the run's time is over.
    pub(super) fn is_over(&self) -> bool {
        self.clock.monotonic().saturating_sub(self.began) >= self.settings.max_time
    }

    /// Counts what is left, and decides the outcome from it.
    fn count(&mut self, report: &mut ProfileReport) -> Result<(), StoreError> {
        let push = self.profile.push;
        for (entry, link) in self.store.unfinished(&self.profile.name)? {
            match crate::domain::delivery::delivery(&entry, Some(&link), push) {
                Delivery::Unconfirmed => report.unconfirmed += 1,
                Delivery::Held => report.held.push(entry.id.0),
                Delivery::Conflict => report.conflicts.push(entry.id.0),
                Delivery::Refused => report.note_refusal(entry.id.0, link.refusal.as_ref()),
                Delivery::Owed => report.owed += 1,
                Delivery::Local | Delivery::Waiting | Delivery::Sent => {}
            }
        }
        report.conclude();
        Ok(())
    }
}

fn already_there(remote: &str, title: &str) -> crate::domain::entry::Breach {
    crate::domain::entry::Breach {
        rule: "tt/already-there".into(),
        field: None,
        message: format!("{title} holds an entry of the same time, target and note ({remote}); already booked there?"),
        help: "`tt delete` this one, or `tt resolve ID --release` if both are right".into(),
    }
}

/// What a failure that concerns every entry makes of the run.
fn stop_for(report: &mut ProfileReport, error: &BackendError) {
    let outcome = match error.kind {
        ErrorKind::Unauthorized | ErrorKind::Misconfigured | ErrorKind::Forbidden => Outcome::NeedsLogin,
        _ => Outcome::Later,
    };
    if let ErrorKind::RateLimited(Some(wait)) = error.kind {
        report.retry_after_seconds = Some(wait.as_secs());
    }
    report.stop(outcome, &error.message, &error.help);
}
