//! Reads a service's reference data into the store, kind by kind and page by page.
//!
//! A page is one transaction, so a reading may end anywhere; only one that came to its end
//! forgets what it did not meet. Where the service tells what has changed, no more is read
//! until a whole reading is due. One kind's trouble stops no other.

use super::backend::{Backend, BackendError, Batch, ErrorKind, Page};
use crate::clock::Clock;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::store::{Freshness, ReadAt, Store, StoreError, Which};
use std::collections::HashSet;
use std::time::Duration;

/// A reading of more pages than this is taken for one that does not end.
const MOST_PAGES: u32 = 2_000;

/// Tickets and the like that were closed less than this ago are worth having, seconds.
const RECENTLY: i64 = 30 * 86_400;

/// How a catalog is read.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Read all of it even where only what has changed would do.
    pub all: bool,
    /// Seconds after which a whole reading is due.
    pub whole_after: i64,
    /// How many things a page has.
    pub page_size: u32,
    /// The monotonic moment after which nothing more is asked.
    pub deadline: Duration,
}

/// How the reading of one kind ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// All of it was read: how many items, and how many are gone or out of use.
    All(u64, u64),
    /// What had changed was read: how many items.
    Changes(u64),
    /// The service has no such kind.
    None,
    /// It may not be read, or not be understood: why, for a person.
    Denied(String),
}

/// Why the reading of all kinds ended.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The service can not be asked any further.
    #[error(transparent)]
    Service(#[from] BackendError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The time is over; what was read is kept.
    #[error("the time is over")]
    Time,
}

/// Who is told how far a reading is. Called between requests, so it must not wait.
pub trait Watch {
    /// This kind is read now.
    fn begins(&self, kind: CatalogKind);
    /// So many things were read, of so many where that is known.
    fn has_read(&self, n_items: u64, total: Option<u64>);
}

/// One profile's reading.
pub struct Reading<'r> {
    /// Where it goes.
    pub store: &'r mut Store,
    /// Where it comes from.
    pub backend: &'r dyn Backend,
    /// For stamps and the time that is left.
    pub clock: &'r dyn Clock,
    /// Whose catalog.
    pub profile: &'r str,
    /// How.
    pub settings: Settings,
    /// Who watches.
    pub watch: &'r dyn Watch,
}

impl Reading<'_> {
    /// Reads one kind.
    ///
    /// # Errors
    /// What ends the reading of all kinds; trouble with this one alone is in the answer.
    pub fn kind(&mut self, kind: CatalogKind) -> Result<Read, Stop> {
        self.watch.begins(kind);
        let now = self.clock.now();
        let before = self.store.view().freshness(self.profile, kind)?;
        // Before anything is asked: see `Tx::begin_reading`.
        let reading = self.store.write(|tx| tx.begin_reading())?;
        let read_at = ReadAt {
            at: now,
            reading: Some(reading),
        };
        let read = match self.changes_since(before, now) {
            Some(since) => match self.changes(kind, since, read_at) {
                // Whoever cannot tell what has changed can tell all.
                Err(Stop::Service(error)) if is_no_answer(&error) => self.all(kind, read_at),
                read => read,
            },
            None => self.all(kind, read_at),
        };
        match read {
            Err(Stop::Service(error)) if error.kind == ErrorKind::Unsupported => Ok(Read::None),
            Err(Stop::Service(error))
                if is_no_answer(&error) || error.kind == ErrorKind::Forbidden =>
            {
                Ok(Read::Denied(error.message))
            }
            read => read,
        }
    }

    /// Since when changes are enough.
    fn changes_since(&self, before: Option<Freshness>, now: i64) -> Option<i64> {
        let before = before.filter(|_| !self.settings.all)?;
        let age = now.saturating_sub(before.full_at?);
        ((0..self.settings.whole_after).contains(&age)).then_some(before.refreshed_at)
    }

    fn changes(&mut self, kind: CatalogKind, since: i64, read: ReadAt) -> Result<Read, Stop> {
        let n_items = self.pages(kind, read, |backend, page| {
            backend.catalog_changes(kind, since, page)
        })?;
        let profile = self.profile;
        self.store
            .write(|tx| tx.catalog_caught_up(profile, kind, read.at))?;
        Ok(Read::Changes(n_items))
    }

    fn all(&mut self, kind: CatalogKind, read: ReadAt) -> Result<Read, Stop> {
        let profile = self.profile;
        let mut n_items = self.pages(kind, read, |backend, page| backend.catalog(kind, page))?;
        if kind.is_numbered() {
            // The list has open ones only; where the service cannot tell more, that is all.
            let recent = self.pages(kind, read, |backend, page| {
                backend.catalog_changes(kind, read.at - RECENTLY, page)
            });
            match recent {
                Ok(n_recent) => n_items += n_recent,
                Err(Stop::Service(error)) if is_no_answer(&error) => {}
                Err(stop) => return Err(stop),
            }
        }
        let every = Which {
            query: None,
            inactive: true,
        };
        let n_before = self.store.view().catalog_count(profile, kind, &every)?;
        if n_items == 0 && n_before > 0 && kind.is_whole() {
            return Ok(Read::Denied(format!(
                "the service lists none, though {n_before} were known; they are kept"
            )));
        }
        let n_gone = self.store.write(|tx| {
            if kind.is_numbered() {
                tx.catalog_retire(profile, kind, read.at)
            } else {
                tx.catalog_finish(profile, kind, read.at, true)
            }
        })?;
        Ok(Read::All(n_items, n_gone as u64))
    }

    /// Reads pages to their end, each into the store as it comes; how many items.
    fn pages(
        &mut self,
        kind: CatalogKind,
        read: ReadAt,
        ask: impl Fn(&dyn Backend, &Page) -> Result<Batch<CatalogItem>, BackendError>,
    ) -> Result<u64, Stop> {
        let mut page = Page {
            cursor: None,
            size: Some(self.settings.page_size),
        };
        let (mut n_items, mut cursors) = (0_u64, HashSet::new());
        for _ in 0..MOST_PAGES {
            if self.clock.monotonic() >= self.settings.deadline {
                return Err(Stop::Time);
            }
            let batch = ask(self.backend, &page)?;
            let profile = self.profile;
            if !batch.items.is_empty() {
                self.store
                    .write(|tx| tx.catalog_put(profile, &batch.items, read))?;
            }
            n_items += batch.items.len() as u64;
            self.watch.has_read(n_items, batch.total);
            match batch.next {
                Some(next) if cursors.insert(next.clone()) => page.cursor = Some(next),
                Some(_) => break,
                None => return Ok(n_items),
            }
        }
        Err(Stop::Service(BackendError::new(
            ErrorKind::Protocol,
            format!("the pages of {kind} do not end"),
            "try again later",
        )))
    }
}

/// Whether the question itself was not taken: another may be.
fn is_no_answer(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unsupported | ErrorKind::Invalid(_) | ErrorKind::NotFound | ErrorKind::Protocol
    )
}

#[cfg(test)]
mod tests;
