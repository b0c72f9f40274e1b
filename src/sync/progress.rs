//! How far a run is, told to whoever watches. Says nothing itself.

use super::engine::{Engine, Stop};

/// Who is told how far a run is. Called between requests, so it must not wait.
pub trait Progress: Sync {
    /// So many entries are to be looked at before the run is over.
    fn has_to_do(&self, n_entries: u64);
    /// One of them was.
    fn did_one(&self);
}

impl Engine<'_> {
    /// Tells whoever watches.
    pub(super) fn tell(&self, what: impl FnOnce(&dyn Progress)) {
        if let Some(progress) = self.progress {
            what(progress);
        }
    }

    /// Tells how many entries are due.
    pub(super) fn tell_total(&self) -> Result<(), Stop> {
        if let Some(progress) = self.progress {
            let n_due = self.store.view().n_due(&self.profile.name)?;
            progress.has_to_do(n_due);
        }
        Ok(())
    }
}
