//! Which entry was booked for which row of another tracker: what makes a second import of
//! the same rows book nothing. Kept in `state`; knows no format.

use super::Tx;
use super::error::StoreError;
use super::journal::Action;
use super::view::View;
use crate::domain::ids::EntryId;

/// What was booked for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The entry.
    pub entry: EntryId,
    /// What the row said.
    pub digest: String,
    /// What became of the entry.
    pub stands: Stands,
}

/// What became of an entry that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is there.
    Here,
    /// Somebody deleted it.
    Deleted,
    /// Its import was undone: it may be booked anew.
    Undone,
}

const SCOPE: &str = "source";

impl View<'_> {
    /// What was booked for the row of this name.
    ///
    /// # Errors
    /// The store's.
    pub fn source(&self, name: &str) -> Result<Option<Source>, StoreError> {
        let Some(kept) = self.kept(SCOPE, name)? else {
            return Ok(None);
        };
        let (entry, digest) = kept.split_once(' ').unwrap_or((&kept, ""));
        let Some(entry) = entry.parse().ok().map(EntryId) else {
            return Ok(None);
        };
        let is_here = self.entry(entry)?.is_some_and(|(entry, _)| !entry.removed);
        let stands = if is_here {
            Stands::Here
        } else {
            // Undo took it away; a deletion of its own is another line.
            let last = self.journal_of(entry)?.pop();
            match last.map(|recorded| recorded.line.action) {
                Some(Action::Undo) | None => Stands::Undone,
                _ => Stands::Deleted,
            }
        };
        Ok(Some(Source {
            entry,
            digest: digest.to_owned(),
            stands,
        }))
    }
}

impl Tx<'_> {
    /// Remembers what was booked for the row of this name.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_source(&self, name: &str, entry: EntryId, digest: &str) -> Result<(), StoreError> {
        self.keep(SCOPE, name, &format!("{entry} {digest}"))
    }
}
