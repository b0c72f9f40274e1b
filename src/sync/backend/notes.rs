//! Notes and to-dos that a service keeps beside an entry.

use super::BackendError;
use crate::domain::charge::Reference;
use crate::domain::ids::RemoteId;

/// A note as the service holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteNote {
    /// Its identity there.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Whether it is a to-do.
    pub todo: bool,
    /// Whose to-do it is, by identity.
    pub assignee: Option<String>,
}

/// Notes of one service.
pub trait Notes: Send + Sync {
    /// Adds a note to an entry; with somebody to do it, it is a to-do. Never repeated by
    /// anybody below.
    ///
    /// # Errors
    /// `NotFound` for the entry, `Invalid` for text or person, `OutcomeUnknown` whenever it
    /// may have happened.
    fn add_note(
        &self,
        entry: &RemoteId,
        text: &str,
        todo: bool,
        assignee: Option<&Reference>,
    ) -> Result<RemoteNote, BackendError>;
}
