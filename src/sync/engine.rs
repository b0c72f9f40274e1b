//! One run for one profile: look, settle what is unconfirmed, deliver, report.
//!
//! Every step that must survive a crash is one transaction of the store; no
//! transaction is ever open while a request is under way. Never prints.

use super::backend::{Backend, BackendError, ErrorKind, Page, RemoteQuery};
use super::outcome::{Outcome, ProfileReport};
use crate::clock::Clock;
use crate::domain::content::Content;
use crate::domain::delivery::{Link, Remote, delivery};
use crate::domain::entry::Entry;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::Delivery;
use crate::rounding::{self, Policy, Send};
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
    /// How billed time comes out of worked time.
    pub policy: Policy,
    /// Which of the two goes to the service.
    pub send: Send,
    /// Catalog data older than this is stale.
    pub catalog_max_age: i64,
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
    Guard {
        outcome: Outcome,
        message: String,
        help: String,
    },
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
            Err(Stop::Guard {
                outcome,
                message,
                help,
            }) => report.stop(outcome, message, help),
        }
        report.requests = self.backend.requests();
        self.count(&mut report)?;
        Ok(report)
    }

    fn steps(&mut self, report: &mut ProfileReport) -> Result<(), Stop> {
        let identity = self.backend.check_access()?;
        self.bind(&identity.tenant)?;
        let window = self.read_window()?;
        let tenant = &identity.tenant;
        self.observe(tenant, &window, report)?;
        self.settle(tenant, &window, report)?;
        self.hold_what_is_there(tenant, &window)?;
        self.deliver(tenant, report)
    }

    /// Refuses to go on when the identities kept here belong to another tenant.
    fn bind(&mut self, tenant: &str) -> Result<(), Stop> {
        let name = &self.profile.name;
        match self.store.view().tenant_of(name)? {
            None => Ok(self.store.write(|tx| tx.bind_tenant(name, tenant))?),
            Some(bound) if bound == tenant => Ok(()),
            Some(bound) => Err(Stop::Guard {
                outcome: Outcome::NeedsLogin,
                message: format!(
                    "profile {name} is linked to {bound:?} on {}, but the configuration now leads to {tenant:?}",
                    self.backend.kind().title()
                ),
                help: "put the old settings back, or use a new profile name for the other account"
                    .into(),
            }),
        }
    }

    /// Reads everything of ours that the service shows in the window. The window
    /// reaches back to the oldest entry that may be created, so that an entry
    /// delivered before a backup was restored is found again.
    fn read_window(&mut self) -> Result<Vec<Remote>, Stop> {
        let now = self.clock.now();
        let mut from = now.saturating_sub(self.settings.pull_days.saturating_mul(DAY));
        let oldest = self.creatable()?.iter().map(begins).min();
        if let Some(oldest) = oldest {
            from = from.min(oldest.saturating_sub(DAY));
        }
        let query = RemoteQuery {
            from: Some(from),
            to: None,
            own: true,
            like: None,
        };
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
            format!(
                "{} lists its entries in a circle",
                self.backend.kind().title()
            ),
            "try again later; nothing was sent",
        )))
    }

    /// Entries that may be created in this run, or were and nobody knows: those that
    /// a person keeps back (open, held, refused) do not stretch the window.
    fn creatable(&self) -> Result<Vec<Entry>, StoreError> {
        let push = self.profile.push.rank();
        let pending = self.store.view().pending(Some(&self.profile.name))?;
        let waits = |(entry, link): &(Entry, Link)| {
            link.attempt.is_some()
                || !entry.removed
                    && entry.held.is_empty()
                    && !link.is_refused()
                    && !entry.content.is_timer()
                    && entry.status.rank() >= push
        };
        Ok(pending
            .into_iter()
            .filter(|(_, link)| link.remote_id.is_none())
            .filter(waits)
            .map(|(entry, _)| entry)
            .collect())
    }

    /// An account that suddenly shows nothing is more likely the wrong account.
    fn guard_empty(&self, from: i64, seen: &[Remote]) -> Result<(), Stop> {
        if !seen.is_empty() {
            return Ok(());
        }
        let since = chrono::DateTime::from_timestamp(from, 0).map(|from| from.date_naive());
        let linked = self.store.view().linked(&self.profile.name, since, None)?;
        let n_expected = linked
            .iter()
            .filter(|(entry, link)| !entry.removed && link.last_seen.is_some())
            .filter(|(entry, _)| begins(entry) >= from)
            .count();
        if n_expected < EMPTY_GUARD {
            return Ok(());
        }
        Err(Stop::Guard {
            outcome: Outcome::NeedsPerson,
            message: format!(
                "{} shows no entries at all, though {n_expected} delivered ones lie in the window",
                self.backend.kind().title()
            ),
            help: "check that profile, member and account are the right ones; nothing was sent or changed".into(),
        })
    }

    /// What goes to the service of this content: the billed length where the profile sends that.
    pub(super) fn for_service(&self, content: &Content) -> Content {
        rounding::sent(content, &self.settings.policy, self.settings.send)
    }

    /// Whether the run's time is over.
    pub(super) fn is_over(&self) -> bool {
        self.clock.monotonic().saturating_sub(self.began) >= self.settings.max_time
    }

    /// Counts what is left, and decides the outcome from it.
    fn count(&mut self, report: &mut ProfileReport) -> Result<(), StoreError> {
        let push = self.profile.push;
        for (entry, link) in self.store.view().pending(Some(&self.profile.name))? {
            let state = if is_leaving(&entry, &link) {
                match () {
                    () if link.attempt.is_some() => Delivery::Unconfirmed,
                    () if link.is_refused() => Delivery::Refused,
                    () if link.remote_id.is_some() => Delivery::Owed,
                    () => Delivery::Sent,
                }
            } else {
                delivery(&entry, Some(&link), push)
            };
            match state {
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

/// Whether the entry is to be taken away from the link's service.
pub(super) fn is_leaving(entry: &Entry, link: &Link) -> bool {
    entry.removed || entry.content.profile.as_deref() != Some(&link.profile)
}

/// When an entry begins, seconds UTC; of one without clock times, its day.
fn begins(entry: &Entry) -> i64 {
    let midnight = entry.content.date.and_time(chrono::NaiveTime::MIN);
    entry
        .content
        .start
        .unwrap_or_else(|| midnight.and_utc().timestamp())
}

/// What a failure that concerns every entry makes of the run.
fn stop_for(report: &mut ProfileReport, error: &BackendError) {
    let outcome = match error.kind {
        ErrorKind::Unauthorized | ErrorKind::Misconfigured | ErrorKind::Forbidden => {
            Outcome::NeedsLogin
        }
        _ => Outcome::Later,
    };
    if let ErrorKind::RateLimited(Some(wait)) = error.kind {
        report.retry_after_seconds = Some(wait.as_secs());
    }
    report.stop(outcome, &error.message, &error.help);
}
