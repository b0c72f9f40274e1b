//! What delivery learned that no answer says again: that a service keeps our key
//! by itself, and what it would refuse before anything was sent.

use super::Tx;
use super::error::StoreError;
use super::row::to_json;
use super::view::View;
use crate::domain::entry::Problem;
use crate::domain::ids::EntryId;
use rusqlite::params;

impl View<'_> {
    /// Whether an answer has shown that the profile's service keeps our key in a field
    /// of its own, so that no marker is needed.
    ///
    /// # Errors
    /// The store's.
    pub fn keeps_key(&self, profile: &str) -> Result<bool, StoreError> {
        self.first(
            "SELECT 1 FROM state WHERE scope='key' AND name=?1",
            [profile],
            |_| Ok(()),
        )
        .map(|found| found.is_some())
    }
}

impl Tx<'_> {
    /// Notes that the profile's service keeps our key.
    ///
    /// # Errors
    /// The store's.
    pub fn note_keeps_key(&self, profile: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT OR IGNORE INTO state(scope,name,value) VALUES('key',?1,'kept')",
            [profile],
        )
        .map(|_| ())
    }

    /// The service knows nothing of what the entry names, so nothing was sent: a refusal
    /// of the present revision, without an attempt.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn refuse_unsent(
        &self,
        entry: EntryId,
        profile: &str,
        problem: &Problem,
    ) -> Result<(), StoreError> {
        let refusal = self.named(to_json(problem))?;
        self.run_one(
            "UPDATE links SET refusal=?3,refused_revision=revision
             WHERE entry=?1 AND profile=?2 AND attempt IS NULL",
            params![entry.0, profile, refusal],
            || format!("link of entry {entry}"),
        )
    }
}
