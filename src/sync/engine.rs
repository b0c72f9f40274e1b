//! One run for one profile: look, settle what is unconfirmed, deliver, report.
//!
//! Every step that must survive a crash is one transaction of the store; no
//! transaction is ever open while a request is under way. Never prints.

use super::backend::{Backend, BackendError, ErrorKind, Page, RemoteQuery};
use super::matching::is_same_work;
use super::outcome::{Outcome, ProfileReport};
use crate::clock::Clock;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::Entry;
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
        self.observe(&identity.tenant, &window, report)?;
        self.settle(&identity.tenant, &window, report)?;
        self.deliver(&identity.tenant, report)
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
        let mut from = now - self.settings.pull_days * DAY;
        let undelivered = self.undelivered()?;
        if let Some(oldest) = undelivered
            .iter()
            .filter_map(|(entry, _)| entry.content.start)
            .min()
        {
            from = from.min(oldest - DAY);
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

    /// Entries that the service has no identity for yet, as far as is known here.
    fn undelivered(&self) -> Result<Vec<(Entry, Link)>, StoreError> {
        let mut pending = self.store.view().pending(Some(&self.profile.name))?;
        pending.retain(|(_, link)| link.remote_id.is_none());
        Ok(pending)
    }

    /// An account that suddenly shows nothing is more likely the wrong account.
    fn guard_empty(&self, from: i64, seen: &[Remote]) -> Result<(), Stop> {
        if !seen.is_empty() {
            return Ok(());
        }
        let linked = self.store.view().linked(&self.profile.name, None, None)?;
        let n_expected = linked
            .iter()
            .filter(|(entry, link)| !entry.removed && link.last_seen.is_some())
            .filter(|(entry, _)| entry.content.start.is_some_and(|start| start >= from))
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

    /// Takes in what the service says of linked entries, adopts those that carry
    /// one of our keys, and holds entries that seem to be there already.
    fn observe(
        &mut self,
        tenant: &str,
        window: &[Remote],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        for remote in window {
            if let Some((entry, link)) = self.store.view().by_remote(&name, tenant, &remote.id)? {
                self.observe_linked(&entry, &link, remote, report)?;
                continue;
            }
            let keyed = match remote.key {
                Some(key) => self.store.view().by_key(key)?,
                None => None,
            };
            match keyed {
                Some(entry) => self.adopt_keyed(&entry, tenant, remote, report)?,
                // A key of another store: its own sync looks after it.
                None if remote.key.is_some() => {}
                None => self.hold_if_there_already(remote)?,
            }
        }
        Ok(())
    }

    /// Follows the status of a linked entry when the service has moved it since it was last seen.
    fn observe_linked(
        &mut self,
        entry: &Entry,
        link: &Link,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let Some(last) = &link.last_seen else {
            return Ok(());
        };
        if last.status == remote.status
            && last.status_word == remote.status_word
            && last.locked == remote.locked
        {
            return Ok(());
        }
        // Contents are compared with what was last seen, so that must stay until both sides are merged.
        let seen = Remote {
            content: last.content.clone(),
            ..remote.clone()
        };
        let Ok(observed) = rules::observe(seen) else {
            return Ok(());
        };
        let status = if last.status == remote.status {
            entry.status
        } else {
            remote.status
        };
        let now = self.clock.now();
        let reason = entry.reject_reason.clone();
        self.store.write(|tx| {
            tx.observe(
                entry.id,
                &link.profile,
                &observed,
                (status, reason.as_deref()),
                now,
            )
        })?;
        report.status_changes += u32::from(status != entry.status);
        Ok(())
    }

    /// Links an entry that the service holds by its key, though no link says so: an
    /// answer was lost, or the store was restored from before it was delivered.
    fn adopt_keyed(
        &mut self,
        entry: &Entry,
        tenant: &str,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        let Some(link) = self.store.view().link(entry.id, &name)? else {
            return Ok(());
        };
        if link.remote_id.is_some() {
            // Twice on the service: told by the settling of its attempt, never deleted on our own.
            log::warn!(
                "entry {}: {} holds it twice, also as {}",
                entry.id,
                self.backend.kind().title(),
                remote.id
            );
            return Ok(());
        }
        let Ok(observed) = rules::observe(remote.clone()) else {
            return Ok(());
        };
        let sent = link
            .attempt
            .as_ref()
            .and_then(|attempt| attempt.sent.clone());
        let same = is_same_work(&self.backend.normalise(&entry.content), &remote.content);
        let delivered = match &link.attempt {
            Some(attempt) => attempt.revision,
            // Nothing says which revision arrived: what is equal is delivered.
            None if same => link.revision,
            None => 0,
        };
        let conflict =
            (link.attempt.is_none() && !same && !entry.removed).then(|| vec!["note".to_owned()]);
        self.store.write(|tx| {
            tx.adopt(
                entry.id,
                (&name, tenant),
                &observed,
                sent.as_ref(),
                delivered,
            )?;
            match &conflict {
                Some(fields) => tx.set_conflict(entry.id, &name, fields),
                None => Ok(()),
            }
        })?;
        report.adopted += 1;
        Ok(())
    }

    /// An entry never sent that equals one the service holds without a key waits for a person.
    fn hold_if_there_already(&mut self, remote: &Remote) -> Result<(), Stop> {
        let candidates = self.undelivered()?;
        let never_sent = candidates.iter().filter(|(entry, link)| {
            link.attempt.is_none()
                && !entry.removed
                && entry.held.is_empty()
                && !entry.content.is_timer()
        });
        for (entry, _) in never_sent {
            if is_same_work(&self.backend.normalise(&entry.content), &remote.content) {
                let breach = already_there(&remote.id.0, self.backend.kind().title());
                let now = self.clock.now();
                self.store
                    .write(|tx| tx.set_held(entry.id, &[breach], now))?;
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
        for (entry, link) in self.store.view().pending(Some(&self.profile.name))? {
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
        rule: "sync/already-there".into(),
        field: None,
        message: format!(
            "{title} holds an entry of the same time, target and note ({remote}); already booked there?"
        ),
        help: "`tt delete` this one, or `tt resolve ID --release` if both are right".into(),
    }
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
