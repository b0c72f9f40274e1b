//! Reads the window: everything of ours that the service shows, page by page. What is
//! linked is taken in at once; kept is only which identities were seen and what is not
//! linked, so memory does not grow with what was delivered.

use super::backend::{BackendError, ErrorKind, Identity, Page, RemoteQuery};
use super::engine::{DAY, Direction, Engine, Stop};
use super::outcome::{Outcome, ProfileReport};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::RemoteId;
use crate::domain::question;
use std::collections::HashSet;

/// Fewer linked entries than this say nothing when the service shows none.
const EMPTY_GUARD: usize = 5;
/// A listing longer than this is taken for a loop.
const MAX_PAGES: usize = 1_000;

/// What the service showed.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Where it began, seconds UTC.
    pub from: i64,
    /// What was not linked when it was seen, and is the profile's own.
    pub free: Vec<Remote>,
    /// The free ones that may be an entry which waits here.
    pub claimed: HashSet<String>,
    /// What is imported: its identity, when it begins, and how the service holds it.
    pub new: Vec<(RemoteId, i64, Content)>,
    seen: HashSet<String>,
    /// Seen, and not compared with what is linked to it by now.
    uncompared: HashSet<String>,
}

impl Window {
    /// Whether the service showed it in this run.
    pub fn shows(&self, id: &RemoteId) -> bool {
        self.seen.contains(&id.0)
    }

    /// Whether it was compared in this run with the entry that it is.
    pub fn compared(&self, id: &RemoteId) -> bool {
        self.shows(id) && !self.uncompared.contains(&id.0)
    }

    /// It was looked at alone.
    pub fn note(&mut self, id: &RemoteId) {
        self.uncompared.remove(&id.0);
        self.seen.insert(id.0.clone());
    }
}

impl Engine<'_> {
    /// Reads everything of ours that the service shows in the window, and takes in what
    /// is linked. The window reaches back to the oldest entry that may be created, so
    /// that an entry delivered before a backup was restored is found again.
    pub(super) fn read_window(
        &mut self,
        identity: &Identity,
        report: &mut ProfileReport,
    ) -> Result<Window, Stop> {
        let mut from = self.pull_from();
        if let Some(oldest) = self.oldest_creatable()? {
            from = from.min(oldest.saturating_sub(DAY));
        }
        let query = RemoteQuery {
            from: Some(from),
            own: true,
            running: Some(false),
            ..RemoteQuery::default()
        };
        let mut window = Window {
            from,
            ..Window::default()
        };
        let mut cursors = HashSet::new();
        let mut page = Page::default();
        for _ in 0..MAX_PAGES {
            let batch = self.backend.list(&query, &page)?;
            for remote in batch.items {
                self.take_in(remote, identity, &mut window, report)?;
            }
            match batch.next {
                Some(next) if cursors.insert(next.clone()) => page.cursor = Some(next),
                Some(_) => break,
                None => {
                    self.guard_empty(&window)?;
                    return Ok(window);
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

    /// One row of the window, which may come twice where rows move between pages.
    fn take_in(
        &mut self,
        remote: Remote,
        identity: &Identity,
        window: &mut Window,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        if !window.seen.insert(remote.id.0.clone()) {
            return Ok(());
        }
        let name = &self.profile.name;
        let view = self.store.view();
        if let Some((entry, link)) = view.by_remote(name, &identity.tenant, &remote.id)? {
            if question::is_to_be_verified(&link) {
                return self.verify(&entry, &link, &identity.tenant, &remote, report);
            }
            if link.attempt.is_some() {
                window.uncompared.insert(remote.id.0.clone());
            }
            // Half a run only sends: it looks at what it is about to change.
            let looks = self.settings.direction != Direction::Push || link.is_due();
            if looks && !self.observe_linked(&entry, &link, &remote, report)? {
                window.seen.remove(&remote.id.0);
            }
            return Ok(());
        }
        window.uncompared.insert(remote.id.0.clone());
        if let Some(key) = remote.key
            && let Some(entry) = view.by_key(key)?
            && let Some(link) = view.link(entry.id, name)?
        {
            return self.adopt_keyed(&entry, &link, &identity.tenant, &remote, report);
        }
        if self.is_own(&remote, identity) && !view.is_forgotten(name, &remote.id)? {
            window.free.push(remote);
        }
        Ok(())
    }

    /// Whether it is the profile's own time: a service may show more than was asked for,
    /// and other people's time never enters the store.
    pub(super) fn is_own(&self, remote: &Remote, identity: &Identity) -> bool {
        let Some(whose) = &remote.content.member else {
            return true;
        };
        match (&identity.member, &self.profile.member) {
            (Some(own), _) => own.is_same(whose),
            (None, Some(own)) => {
                Reference::typed(own).is_same(whose) || whose.id.as_ref() == Some(own)
            }
            (None, None) => false,
        }
    }

    /// Where the window begins that `pull_days` asks for, seconds UTC.
    pub(super) fn pull_from(&self) -> i64 {
        let days = self.settings.pull_days;
        self.clock.now().saturating_sub(days.saturating_mul(DAY))
    }

    /// When the first entry begins that may be created in this run, or was and nobody
    /// knows: those that a person keeps back (open, held, refused) do not stretch the window.
    fn oldest_creatable(&self) -> Result<Option<i64>, Stop> {
        let push = self.profile.push.rank();
        let waits = |entry: &Entry, link: &Link| {
            link.attempt.is_some()
                || !entry.removed
                    && entry.held.is_empty()
                    && !link.is_refused()
                    && !entry.content.is_timer()
                    && entry.status.rank() >= push
        };
        let mut oldest = None;
        self.each_pending(|entry, link| {
            if link.remote_id.is_none() && waits(&entry, &link) {
                let begins = begins(&entry);
                oldest = Some(oldest.map_or(begins, |oldest: i64| oldest.min(begins)));
            }
        })?;
        Ok(oldest)
    }

    /// An account that suddenly shows nothing is more likely the wrong account.
    fn guard_empty(&self, window: &Window) -> Result<(), Stop> {
        if !window.seen.is_empty() {
            return Ok(());
        }
        let expected = self
            .store
            .view()
            .expected(&self.profile.name, window.from)?;
        let n_expected = expected.iter().filter(|(_, _, removed)| !removed).count();
        if n_expected < EMPTY_GUARD {
            return Ok(());
        }
        Err(Stop::Guard {
            outcome: Outcome::NeedsPerson,
            message: format!(
                "{} shows no entries at all, though {n_expected} delivered ones lie in the window",
                self.backend.kind().title()
            ),
            help: "check that profile, member and account are the right ones; nothing was sent or changed. If somebody did take them all away, `tt delete` them here".into(),
        })
    }
}

/// When an entry begins, seconds UTC; of one without clock times, its day.
pub(super) fn begins(entry: &Entry) -> i64 {
    let midnight = entry.content.date.and_time(chrono::NaiveTime::MIN);
    entry
        .content
        .start
        .unwrap_or_else(|| midnight.and_utc().timestamp())
}
