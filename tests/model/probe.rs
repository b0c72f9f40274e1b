//! Counts the moments at which a run can die, and lets it die at one of them.
//!
//! Two moments between which neither the store nor the service changed are one: what is
//! found afterwards is the same. The store is watched by the counter that SQLite keeps in
//! the file and raises with every commit, so that no commit can hide between two moments.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a run that was killed unwinds with.
pub struct Killed;

#[derive(Default)]
struct State {
    file: PathBuf,
    seen: Option<(u32, u64)>,
    n_passed: u64,
    dies_at: Option<u64>,
    most_commits: u32,
}

/// Shared by the clock and the services of one world.
#[derive(Clone, Default)]
pub struct Probe(Arc<Mutex<State>>);

impl Probe {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches this store from now on.
    pub fn watch(&self, file: &Path) {
        let mut state = self.state();
        file.clone_into(&mut state.file);
        state.seen = None;
    }

    /// The run under way dies at the moment of this number; none lets it live.
    pub fn die_at(&self, moment: Option<u64>) {
        self.state().dies_at = moment;
    }

    /// How many moments have passed.
    pub fn n_passed(&self) -> u64 {
        self.state().n_passed
    }

    /// The most commits that were ever made between two looks.
    pub fn most_commits(&self) -> u32 {
        self.state().most_commits
    }

    /// A look, with what the services have done so far.
    pub fn look(&self, n_done: u64) {
        let mut state = self.state();
        if state.file.as_os_str().is_empty() {
            return;
        }
        let now = (commits(&state.file), n_done);
        let Some(before) = state.seen.replace(now) else {
            return;
        };
        state.most_commits = state.most_commits.max(now.0.wrapping_sub(before.0));
        if before == now {
            return;
        }
        let moment = state.n_passed;
        state.n_passed += 1;
        if state.dies_at == Some(moment) {
            drop(state);
            // Without the hook that would print it: nothing is wrong.
            resume_unwind(Box::new(Killed));
        }
    }
}

/// The counter in bytes 24 to 27 of the file.
fn commits(file: &Path) -> u32 {
    let mut counter = [0; 4];
    let read = File::open(file).and_then(|mut file| {
        file.seek(SeekFrom::Start(24))?;
        file.read_exact(&mut counter)
    });
    read.map_or(0, |()| u32::from_be_bytes(counter))
}
