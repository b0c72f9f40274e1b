//! Where timers were started: the folder of a repository, whose newest commit tells
//! when work was last known to go on. Kept only while the timer is one.

use super::Tx;
use super::error::StoreError;
use super::view::View;
use crate::domain::ids::EntryId;

const SCOPE: &str = "timer";

impl View<'_> {
    /// The folder this timer was started in, where one was kept.
    ///
    /// # Errors
    /// The store's.
    pub fn folder_of(&self, timer: EntryId) -> Result<Option<String>, StoreError> {
        self.kept(SCOPE, &timer.to_string())
    }
}

impl Tx<'_> {
    /// Keeps the folder a timer was started in.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_folder(&self, timer: EntryId, folder: &str) -> Result<(), StoreError> {
        self.keep(SCOPE, &timer.to_string(), folder)
    }

    /// Forgets it.
    ///
    /// # Errors
    /// The store's.
    pub fn forget_folder(&self, timer: EntryId) -> Result<(), StoreError> {
        self.run(
            "DELETE FROM state WHERE scope='timer' AND name=?1",
            [timer.to_string()],
        )
        .map(drop)
    }
}
