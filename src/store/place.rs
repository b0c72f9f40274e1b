//! The place the database is in: its folder, its file, the small file beside it that
//! remembers it, and who may read them.
//!
//! `DB.id` is written after the first commit. An empty or missing database beside it
//! was emptied by somebody, and is not silently begun anew.
//!
//! Once the database exists it is never opened but by SQLite: POSIX drops all locks
//! of a process when it closes any handle of the file.

use super::error::StoreError;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Held while a file is created and its handle closed, so that no other thread
/// loses the locks it takes on it meanwhile.
static CREATING: Mutex<()> = Mutex::new(());

/// Makes folder and file where they are missing and sees to their permissions.
/// Answers whether the database was known to exist before.
pub(super) fn prepare(file: &Path, notices: &mut Vec<String>) -> Result<bool, StoreError> {
    let _alone = CREATING.lock().unwrap_or_else(PoisonError::into_inner);
    // Asked first: `DB.id` is written after the first commit, so when it is there and
    // the database is not, no first run of another process explains it.
    let known_before = id_file(file).exists();
    match fs::metadata(file) {
        Ok(meta) if meta.is_dir() => return Err(folder_in_place(file)),
        Ok(meta) => protect(file, &meta, notices)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if known_before {
                return Err(emptied(file));
            }
            if let Some(folder) = file.parent() {
                create_folder(folder)?;
            }
            match create_private(file) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::of_io(file, &error)),
            }
        }
        Err(error) => return Err(StoreError::of_io(file, &error)),
    }
    Ok(known_before)
}

/// Refuses to begin anew where a database is known to have been.
pub(super) fn refuse_emptied(file: &Path) -> Result<(), StoreError> {
    if id_file(file).exists() {
        return Err(emptied(file));
    }
    Ok(())
}

pub(super) fn emptied(file: &Path) -> StoreError {
    StoreError::Emptied {
        file: file.to_path_buf(),
        id_file: id_file(file),
    }
}

pub(super) fn folder_in_place(file: &Path) -> StoreError {
    StoreError::NotWritable {
        file: file.to_path_buf(),
        cause: "it is a folder".to_owned(),
    }
}

pub(super) fn id_file(file: &Path) -> PathBuf {
    with_ending(file, ".id")
}

/// Writes `DB.id`. Failing is no harm: the next command that writes tries again.
pub(super) fn remember(file: &Path, id: &str) {
    let target = id_file(file);
    if let Err(error) = create_private(&target)
        && error.kind() != ErrorKind::AlreadyExists
    {
        log::warn!("cannot write {}: {error}", target.display());
        return;
    }
    if let Ok(mut out) = OpenOptions::new().write(true).open(&target) {
        let _ = out.write_all(format!("{id}\n").as_bytes());
    }
}

/// Creates an empty file that only its owner may read; an existing one is an error.
pub(super) fn create_private(file: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file).map(drop)
}

/// Opens an empty file that only its owner may read, in the place of an existing one.
pub(super) fn create_private_over(file: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)
}

/// Creates what is missing of a folder, for its owner only, and makes it last:
/// a first entry must not vanish with the folder it is in.
pub(super) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|each| !each.exists())
        .collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(folder)
        .map_err(|error| StoreError::of_io(folder, &error))?;
    missing.into_iter().try_for_each(sync_folder)
}

/// Makes the name of this file or folder last.
pub(super) fn sync_folder(file: &Path) -> Result<(), StoreError> {
    // Windows has no such thing: NTFS journals its names.
    if cfg!(unix)
        && let Some(folder) = file.parent()
    {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| StoreError::of_io(folder, &error))?;
    }
    Ok(())
}

#[cfg(unix)]
fn protect(file: &Path, meta: &fs::Metadata, notices: &mut Vec<String>) -> Result<(), StoreError> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    // Without a call into libc this is where the system tells who is asking.
    if let Ok(me) = fs::metadata("/proc/self")
        && me.uid() != meta.uid()
    {
        return Err(StoreError::NotYours {
            file: file.to_path_buf(),
        });
    }
    if meta.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))
            .map_err(|error| StoreError::of_io(file, &error))?;
        notices.push(format!(
            "{} could be read by others; it is private now",
            file.display()
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
fn protect(_: &Path, _: &fs::Metadata, _: &mut Vec<String>) -> Result<(), StoreError> {
    Ok(())
}

/// The path with text appended to its last part.
pub(super) fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
