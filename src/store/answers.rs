//! What a person has still to say of a link, and what he said: which records of the
//! service an entry may be, and which one it is.

use super::Tx;
use super::error::StoreError;
use super::row::{self, link_columns, some_json};
use super::view::View;
use crate::domain::delivery::Link;
use crate::domain::entry::Problem;
use crate::domain::ids::{EntryId, RemoteId};
use rusqlite::params;

/// An entry, the record it is linked to, and the other one that bears its key.
pub type TwoRecords = (EntryId, RemoteId, RemoteId);

impl View<'_> {
    /// Every tie of an entry, whole, by profile.
    ///
    /// # Errors
    /// The store's.
    pub fn links(&self, entry: EntryId) -> Result<Vec<Link>, StoreError> {
        self.all(
            concat!(
                "SELECT ",
                link_columns!(),
                " FROM links l WHERE l.entry=?1 ORDER BY l.profile"
            ),
            [entry.0],
            |row| row::link(row, 0, entry),
        )
    }

    /// Entries of which the profile's service was last seen to hold two records with one key.
    ///
    /// # Errors
    /// The store's.
    pub fn twice(&self, profile: &str) -> Result<Vec<TwoRecords>, StoreError> {
        let kept = self.kept("twice", profile)?;
        // Told again by the next sync where it cannot be read.
        Ok(kept
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default())
    }
}

impl Tx<'_> {
    /// Keeps which entries a service was seen to hold twice, in the place of what was kept.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_twice(&self, profile: &str, twice: &[TwoRecords]) -> Result<(), StoreError> {
        let twice = self.named(row::to_json(&twice))?;
        self.keep("twice", profile, &twice)
    }

    /// Keeps what a person has to decide about an attempt whose answer was lost; none ends
    /// it. Whether the entry is refused is not touched by this.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn note_question(
        &self,
        entry: EntryId,
        profile: &str,
        problem: Option<&Problem>,
    ) -> Result<(), StoreError> {
        let problem = self.named(some_json(problem))?;
        self.change_link(
            entry,
            "UPDATE links SET refusal=?3,refused_revision=0 WHERE entry=?1 AND profile=?2",
            params![entry.0, profile, problem],
        )
    }

    /// A person says that the entry is this record. Nothing was seen of it yet, so nothing
    /// counts as delivered, and an attempt that is unsettled stays so until it was.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link, or where the entry is another record for
    /// certain; [`StoreError::Broken`] where another entry is this record; the store's.
    pub fn tie(
        &self,
        entry: EntryId,
        profile: &str,
        tenant: &str,
        id: &RemoteId,
    ) -> Result<(), StoreError> {
        self.change_link(
            entry,
            "UPDATE links SET tenant=?3,remote_id=?4,delivered_revision=0,refusal=NULL,
              refused_revision=0,conflict=NULL,last_sent=NULL
             WHERE entry=?1 AND profile=?2 AND last_seen IS NULL",
            params![entry.0, profile, tenant, id.0],
        )
    }

    /// There is no such record: the tie that a person made is taken off again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a tie of which nothing was seen; the store's.
    pub fn untie(&self, entry: EntryId, profile: &str) -> Result<(), StoreError> {
        self.change_link(
            entry,
            "UPDATE links SET remote_id=NULL
             WHERE entry=?1 AND profile=?2 AND remote_id IS NOT NULL AND last_seen IS NULL
             AND delivered_revision=0",
            params![entry.0, profile],
        )
    }
}
