//! The one file in which everything is kept, and the only SQL.
//!
//! Takes what the rules let through ([`Admitted`](crate::rules::Admitted)) and what a
//! service was seen to hold ([`Observed`](crate::rules::Observed)), nothing else. Every
//! change is one [`Store::write`]; every read is short, and none is held while the
//! caller prints. Never asks a clock, the environment or the network, and never
//! takes a copy on its own but before a migration.

mod answers;
pub mod backup;
mod catalog;
mod check;
mod delivering;
mod entries;
mod error;
mod facts;
mod folders;
mod glance;
mod hints;
mod journal;
mod keep;
mod linked;
pub mod migrate;
mod observing;
mod open;
mod pages;
mod place;
pub mod prompt;
pub mod repair;
mod restoring;
mod row;
mod schema;
mod sheets;
pub mod snapshots;
mod sources;
mod view;

#[cfg(test)]
mod tests;

pub use catalog::{Freshness, ReadAt, Which};
pub use error::StoreError;
pub use facts::FactsAt;
pub use glance::Glance;
pub use journal::{Action, Line, LinkSnapshot, Recorded, Snapshot, Step, Who};
pub use pages::{Entries, Filter, Listed, Running};
pub use sheets::{SheetRow, sheet_facts};
pub use sources::{Source, Stands};
pub use view::View;

use rusqlite::{Connection, TransactionBehavior};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a command waits for another one's write.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Looking. Creates nothing; a file that does not exist reads as empty.
    Read,
    /// Changing. Creates what is missing.
    Write,
}

/// An open database. One per thread.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    file: PathBuf,
    notices: Vec<String>,
    prompt: Option<Box<prompt::Terms>>,
    changed: bool,
    look: bool,
}

impl Store {
    /// Opens the database at this path; `now` (seconds UTC) only names backups.
    ///
    /// # Errors
    /// All of [`StoreError`] but those about single changes.
    pub fn open(path: &Path, access: Access, now: i64) -> Result<Self, StoreError> {
        Self::open_with(path, access, now, schema::MIGRATIONS)
    }

    /// [`Store::open`] with other steps than this program's own, which tests need to look
    /// at the past and the future.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(
        path: &Path,
        access: Access,
        now: i64,
        migrations: &[migrate::Migration],
    ) -> Result<Self, StoreError> {
        let opened = open::open(path, access, now, migrations)?;
        Ok(Self {
            conn: opened.conn,
            file: opened.file,
            notices: opened.notices,
            prompt: None,
            changed: false,
            look: false,
        })
    }

    /// Has the state for the prompt kept when this store is closed: after a change, and
    /// where `look` is set also when it only differs from what is kept.
    pub fn keep_prompt(&mut self, terms: prompt::Terms, look: bool) {
        self.prompt = Some(Box::new(terms));
        self.look = look;
    }

    /// The database's absolute path.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// What opening it changed, for a person to read: lines without a prefix.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// All reads. Each is a short transaction of its own.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View::of(&self.conn)
    }

    /// Several reads of one moment: nobody's write comes in between. Keep it short, for
    /// others wait with theirs until it is over; never print or ask meanwhile.
    ///
    /// # Errors
    /// Those of `look`, else the store's.
    pub fn read<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let inner = self
            .conn
            .unchecked_transaction()
            .map_err(|error| StoreError::of(&self.file, &error))?;
        look(&View::of(&inner))
    }

    /// One change: everything in `change` is stored, or nothing of it. Its reads are of
    /// the moment of the write. Never hold one over a network call.
    ///
    /// # Errors
    /// Those of `change`, after which nothing is stored; else the store's.
    /// [`StoreError::Busy`] after ten seconds; [`StoreError::Doubtful`] where only the
    /// last sync failed.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        change: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let file = &self.file;
        let fail = |error: rusqlite::Error| E::from(StoreError::of(file, &error));
        let inner = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        // Dropped without a commit, it rolls back.
        let done = change(&Tx(View::of(&inner)))?;
        inner
            .commit()
            .map_err(|error| StoreError::of_commit(file, &error))?;
        self.changed = true;
        Ok(done)
    }

    /// One change that is not stored whatever comes of it: what [`Store::write`] would do. On
    /// a store that was opened for reading too, also on one that does not exist yet.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn rehearse<T, E: From<StoreError>>(
        &mut self,
        change: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let file = &self.file;
        let fail = |error: rusqlite::Error| E::from(StoreError::of(file, &error));
        let only_reads: bool = self
            .conn
            .query_row("PRAGMA query_only", [], |row| row.get(0))
            .map_err(fail)?;
        self.conn
            .pragma_update(None, "query_only", false)
            .map_err(fail)?;
        let done = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)
            // Dropped without a commit, it rolls back.
            .and_then(|inner| change(&Tx(View::of(&inner))));
        self.conn
            .pragma_update(None, "query_only", only_reads)
            .map_err(fail)?;
        done
    }

    /// Writes a whole copy of the database; the target must not exist.
    ///
    /// # Errors
    /// [`StoreError::NotWritable`] where it exists, [`StoreError::Full`], and the like.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::copy(&self.file, to)
    }

    /// Looks at every page, index, CHECK and reference, and at what the triggers keep: entries,
    /// links and journal that belong together. Empty when all is well.
    /// Slow: for `doctor`.
    ///
    /// # Errors
    /// When it cannot even look.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let found = check::findings(&self.conn, &self.file)?;
        if found.is_empty() {
            check::standing(&self.conn, &self.file)
        } else {
            Ok(found)
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(terms) = self.prompt.take()
            && (self.changed || self.look)
        {
            prompt::keep(self, &terms, self.changed);
        }
    }
}

/// One change under way; see [`Store::write`]. Reads as [`View`] does.
#[derive(Debug)]
pub struct Tx<'c>(View<'c>);

impl<'c> Deref for Tx<'c> {
    type Target = View<'c>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
