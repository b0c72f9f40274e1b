//! Files that are replaced whole: a reader sees what was there before, or all of what
//! is there now. Never appends, never follows a half-written draft.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

/// Writes `text` in the place of what is at `path`. A private file and folders made for
/// it are for their owner alone; others get the usual rights, and their folder has to
/// be there.
///
/// # Errors
/// Those of the disk; what was there stays as it was.
pub fn replace(path: &Path, text: &str, private: bool) -> std::io::Result<()> {
    // What a link leads to is replaced, not the link.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if private {
        let mut folders = std::fs::DirBuilder::new();
        folders.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
        folders.create(folder)?;
    } else if !path.metadata().map_or(true, |meta| meta.is_file()) {
        // A pipe or a device is written to as it is.
        return OpenOptions::new()
            .write(true)
            .open(&path)?
            .write_all(text.as_bytes());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}-{}.part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&draft, &path)
    });
    if written.is_err() {
        // It is ours, and of no use.
        let _ = std::fs::remove_file(&draft);
    }
    written
}
