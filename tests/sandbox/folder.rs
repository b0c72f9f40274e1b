//! The folder of one sandbox: nobody else's to read, and gone with it.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

/// A new folder; it is removed when this is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one where the system keeps what lasts for a while.
    ///
    /// # Errors
    /// The system's.
    pub fn new() -> io::Result<Self> {
        let nobodys = getrandom::u64().map_err(|e| io::Error::other(e.to_string()))?;
        let name = format!("tt-sandbox-{nobodys:016x}");
        let path = std::env::temp_dir().join(name);
        // Fails where somebody was there before.
        maker().create(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

#[cfg(unix)]
fn maker() -> DirBuilder {
    let mut maker = DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker
}

#[cfg(not(unix))]
fn maker() -> DirBuilder {
    DirBuilder::new()
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
