//! One run for one profile: read the window and take in what it shows, look for what is
//! missing there, settle what is unconfirmed, hold what may be there already, import
//! what was made there, deliver, report.
//!
//! Every step that must survive a crash is one transaction of the store; no
//! transaction is ever open while a request is under way. Never prints.

use super::backend::{Backend, BackendError, ErrorKind};
use super::outcome::{Outcome, ProfileReport};
use super::progress::Progress;
use crate::clock::Clock;
use crate::domain::content::Content;
use crate::domain::delivery::{Link, delivery};
use crate::domain::entry::Entry;
use crate::domain::question::{Question, question};
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::Delivery;
use crate::rounding::{self, Policy, Send};
use crate::store::{Store, StoreError};
use std::time::Duration;

pub(super) const DAY: i64 = 86_400;
/// How many entries are read at a time: memory stays flat whatever is owed.
const PAGE: u32 = 200;

/// Which halves of a run are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// Both.
    #[default]
    Both,
    /// Only what is here goes there. The window is read all the same, and what is about
    /// to be changed there is looked at: nothing goes twice, and nothing unseen is lost.
    Push,
    /// Only what is there comes here; nothing is sent.
    Pull,
}

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
    /// Which halves of the run are wanted.
    pub direction: Direction,
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
    /// Who is told how far it is.
    pub progress: Option<&'a dyn Progress>,
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
        report.notes.extend(self.backend.remarks());
        self.count(&mut report)?;
        Ok(report)
    }

    fn steps(&mut self, report: &mut ProfileReport) -> Result<(), Stop> {
        let identity = self.backend.check_access()?;
        let tenant = &identity.tenant;
        self.bind(tenant)?;
        self.ask_held_again(i64::MIN)?;
        let mut window = self.read_window(&identity, report)?;
        self.verify_ties(tenant, &mut window, report)?;
        let direction = self.settings.direction;
        if direction != Direction::Push {
            self.look_for_missing(tenant, &mut window, report)?;
        }
        let sheets = self.pull_sheets(window.from)?;
        self.ask_held_again(window.from)?;
        self.settle(tenant, &window.free, report)?;
        self.hold_what_is_there(tenant, &mut window)?;
        if direction != Direction::Push {
            self.import(tenant, &mut window, report)?;
        }
        self.keep_twice(tenant, report)?;
        let delivered = match direction {
            Direction::Pull => Ok(()),
            Direction::Push | Direction::Both => self.deliver(tenant, &mut window, report),
        };
        self.sweep(&window.new, report)?;
        self.keep_twice(tenant, report)?;
        delivered?;
        if direction == Direction::Pull {
            return Ok(());
        }
        self.move_sheets(sheets, window.from, tenant, report)
    }

    /// Refuses to go on when the identities kept here belong to another tenant.
    pub(super) fn bind(&mut self, tenant: &str) -> Result<(), Stop> {
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

    /// Hands over, page by page, everything that the service does not hold as it is here.
    pub(super) fn each_pending(&self, mut take: impl FnMut(Entry, Link)) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let name = &self.profile.name;
            let page = self.store.view().pending_after(name, after, PAGE)?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for (entry, link) in page {
                take(entry, link);
            }
        }
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
        self.each_pending(|entry, link| {
            let state = if is_leaving(&entry, &link) {
                match () {
                    () if link.attempt.is_some() => Delivery::Unconfirmed,
                    () if link.is_changed_there(&entry) => Delivery::Conflict,
                    () if link.is_refused() => Delivery::Refused,
                    () if link.remote_id.is_some() => Delivery::Owed,
                    () => Delivery::Sent,
                }
            } else {
                delivery(&entry, Some(&link), push)
            };
            match state {
                Delivery::Unconfirmed => {
                    report.unconfirmed += 1;
                    report.unanswered.push(entry.id.0);
                    if let Some(Question::Several | Question::Unseen) =
                        question(&entry, Some(&link), push)
                    {
                        report.undecided.push(entry.id.0);
                    }
                }
                Delivery::Held => report.held.push(entry.id.0),
                Delivery::Conflict => report.conflicts.push(entry.id.0),
                Delivery::Refused => report.note_refusal(entry.id.0, link.refusal.as_ref()),
                Delivery::Owed => report.owed += 1,
                Delivery::Local | Delivery::Waiting | Delivery::Sent => {}
            }
        })?;
        report.conclude();
        Ok(())
    }
}

/// Whether the entry is to be taken away from the link's service.
pub(super) fn is_leaving(entry: &Entry, link: &Link) -> bool {
    link.is_leaving(entry)
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
