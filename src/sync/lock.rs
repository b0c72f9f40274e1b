//! One sync at a time per database and profile, by a lock of the operating
//! system: it goes with the process, however that ends. The file stays.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held for the whole run.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

/// Where the lock of a profile lies: `DB.PROFILE.sync`, beside the database.
#[must_use]
pub fn lock_path(database: &Path, profile: &str) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{profile}.sync"));
    database.with_file_name(name)
}

impl RunLock {
    /// Takes the lock; none when another run holds it.
    ///
    /// # Errors
    /// When the file cannot be made or locked.
    pub fn take(database: &Path, profile: &str) -> io::Result<Option<Self>> {
        let mut how = OpenOptions::new();
        how.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
        let file = how.open(lock_path(database, profile))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_of_the_same_profile_is_kept_out_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("tt.db");
        let first = RunLock::take(&database, "work").unwrap();
        assert!(first.is_some());
        assert!(RunLock::take(&database, "work").unwrap().is_none());
        assert!(RunLock::take(&database, "own").unwrap().is_some());
        drop(first);
        assert!(RunLock::take(&database, "work").unwrap().is_some());
        assert!(folder.path().join("tt.db.work.sync").exists());
    }
}
