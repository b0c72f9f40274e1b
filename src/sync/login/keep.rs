//! Where a profile's login is kept: one file in the state folder that only its owner may
//! read, beside it the lock under which it is changed. Knows nothing of services.
//!
//! A change is written whole beside the file, brought to the disk, and put in its place
//! in one step: at any instant the file is the old one or the new one. Room for a new
//! text is made before it is needed, so that a full disk is met before a token is spent.
//! The text beside the file that a killed process left complete is taken up by the next
//! one. Nothing is read from a file that others may read.

use super::record::Login;
use crate::clock::Clock;
use crate::domain::secret::Secret;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longer files are no logins.
const MOST_BYTES: u64 = 64 * 1024;
/// Room that is made for a new text.
const ROOM: usize = 16 * 1024;
/// Between two looks at a lock that somebody else holds.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Why a login cannot be read or changed. Names the file, never what is in it.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There is something, and it is no login.
    #[error("{} holds no login that can be read", .0.display())]
    Garbage(
        /// The file.
        PathBuf,
    ),
    /// Others may read it.
    #[error("{} may be read by others (mode {mode:04o})", path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// Another process has been changing it for too long.
    #[error("another tt has been renewing the login for a while")]
    Busy,
    /// The disk.
    #[error("{} cannot be used: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl KeepError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self, profile: &str) -> String {
        match self {
            Self::Garbage(_) => format!("run `tt auth login {profile}`"),
            Self::OpenToOthers { path, .. } => format!("chmod 600 {}", path.display()),
            Self::Busy => "run the command again in a moment".to_owned(),
            Self::Disk { path, .. } => {
                let folder = path.parent().unwrap_or(path).display();
                format!("make room and see that you may write to {folder}")
            }
        }
    }
}

/// The place of one profile's login.
#[derive(Debug, Clone)]
pub struct Keep {
    file: PathBuf,
}

/// Held while a login is changed; goes with the process, however that ends.
#[derive(Debug)]
pub struct Hold {
    _lock: File,
}

/// Room beside the file for the next text.
#[derive(Debug)]
pub struct Room {
    file: File,
}

impl Keep {
    /// The place of this profile in the state folder.
    #[must_use]
    pub fn of(state: &Path, profile: &str) -> Self {
        Self {
            file: state.join(format!("{profile}.login")),
        }
    }

    /// The file itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.file.with_extension(format!("login.{ending}"))
    }

    fn disk(path: &Path) -> impl FnOnce(io::Error) -> KeepError {
        let path = path.to_owned();
        move |source| KeepError::Disk { path, source }
    }

    /// The login as it is kept now; none where there is none.
    ///
    /// # Errors
    /// A file that is no login, or may be read by others, or cannot be read.
    pub fn read(&self) -> Result<Option<Login>, KeepError> {
        match text_of(&self.file)? {
            None => Ok(None),
            Some(text) => match Login::read(text.expose()) {
                Some(login) => Ok(Some(login)),
                None => Err(KeepError::Garbage(self.file.clone())),
            },
        }
    }

    /// Takes the lock, waiting this long for another process to give it back.
    ///
    /// # Errors
    /// `Busy`; a folder that cannot be made, a lock that cannot be had.
    pub fn hold(&self, clock: &dyn Clock, patience: Duration) -> Result<Hold, KeepError> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut folders = DirBuilder::new();
        folders.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
        folders.create(folder).map_err(Self::disk(folder))?;
        let path = self.beside("lock");
        let file = own(OpenOptions::new().create(true).truncate(false).write(true))
            .open(&path)
            .map_err(Self::disk(&path))?;
        let end = clock.monotonic().saturating_add(patience);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Hold { _lock: file }),
                Err(TryLockError::Error(error)) => return Err(Self::disk(&path)(error)),
                Err(TryLockError::WouldBlock) if clock.monotonic() >= end => {
                    return Err(KeepError::Busy);
                }
                Err(TryLockError::WouldBlock) => clock.sleep(LOOK_AGAIN),
            }
        }
    }

    /// The login under the lock: a newer text that a killed process left complete beside
    /// the file is put in its place first.
    ///
    /// # Errors
    /// As [`Keep::read`].
    pub fn settled(&self, _hold: &Hold) -> Result<Option<Login>, KeepError> {
        let kept = self.read();
        let draft = self.beside("new");
        let text = text_of(&draft).ok().flatten();
        let left = text.and_then(|text| {
            let length = text.expose().trim_end_matches('\0').len();
            Some((Login::read(text.expose())?, u64::try_from(length).ok()?))
        });
        let Some((left, length)) = left else {
            return kept;
        };
        let is_newer = match &kept {
            Ok(Some(kept)) => left.serial > kept.serial,
            // Where none was, a login was under way; where garbage is, nothing is lost.
            Ok(None) | Err(KeepError::Garbage(_)) => true,
            Err(_) => false,
        };
        if !is_newer {
            return kept;
        }
        OpenOptions::new()
            .write(true)
            .open(&draft)
            .and_then(|file| file.set_len(length).and_then(|()| file.sync_all()))
            .map_err(Self::disk(&draft))?;
        self.put_in_place(&draft)?;
        Ok(Some(left))
    }

    /// Makes room for another text, on the disk.
    ///
    /// # Errors
    /// The disk's.
    pub fn make_room(&self, _hold: &Hold) -> Result<Room, KeepError> {
        let draft = self.beside("new");
        let made = own(OpenOptions::new().create(true).truncate(true).write(true))
            .open(&draft)
            .and_then(|mut file| {
                file.write_all(&[0; ROOM])?;
                file.sync_all()?;
                Ok(file)
            });
        match made {
            Ok(file) => Ok(Room { file }),
            Err(error) => {
                // It is ours, and of no use.
                let _ = std::fs::remove_file(&draft);
                Err(Self::disk(&draft)(error))
            }
        }
    }

    /// Puts this login in the place of what is kept, for good.
    ///
    /// # Errors
    /// The disk's; then what was kept is kept.
    pub fn put(&self, login: &Login, mut room: Room, _hold: &Hold) -> Result<(), KeepError> {
        let draft = self.beside("new");
        let disk = || Self::disk(&draft);
        let text = login.write().map_err(|error| disk()(error.into()))?;
        let bytes = text.expose().as_bytes();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        room.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| room.file.write_all(bytes))
            .and_then(|()| room.file.set_len(length))
            .and_then(|()| room.file.sync_all())
            .map_err(disk())?;
        self.put_in_place(&draft)
    }

    fn put_in_place(&self, draft: &Path) -> Result<(), KeepError> {
        std::fs::rename(draft, &self.file).map_err(Self::disk(&self.file))?;
        // The new name has to reach the disk too; where folders cannot be opened it does so by itself.
        let folder = self.file.parent().unwrap_or(Path::new("."));
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Notes what a person was asked, beside the login.
    ///
    /// # Errors
    /// The disk's.
    pub fn note(&self, text: &str, _hold: &Hold) -> Result<(), KeepError> {
        let path = self.file.with_extension("asked");
        own(OpenOptions::new().create(true).truncate(true).write(true))
            .open(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(Self::disk(&path))
    }

    /// What was noted; none where it is of no use.
    #[must_use]
    pub fn noted(&self) -> Option<Secret> {
        text_of(&self.file.with_extension("asked")).ok().flatten()
    }

    /// Forgets what was noted.
    pub fn forget_note(&self) {
        // One that stays answers nothing that is asked later.
        let _ = std::fs::remove_file(self.file.with_extension("asked"));
    }

    /// Takes the login away; whether there was one. The lock stays.
    ///
    /// # Errors
    /// The disk's.
    pub fn remove(&self, _hold: &Hold) -> Result<bool, KeepError> {
        let mut was_there = false;
        for path in [self.beside("new"), self.file.clone()] {
            match std::fs::remove_file(&path) {
                Ok(()) => was_there |= path == self.file,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Self::disk(&path)(error)),
            }
        }
        Ok(was_there)
    }
}

fn own(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// What a file holds; none where there is none.
fn text_of(path: &Path) -> Result<Option<Secret>, KeepError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Keep::disk(path)(error)),
    };
    private(&file, path)?;
    // Read into room that is made once, so that no copy stays behind.
    let mut text = String::with_capacity(ROOM);
    match file.take(MOST_BYTES).read_to_string(&mut text) {
        Ok(_) => Ok(Some(Secret::new(text))),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(KeepError::Garbage(path.to_owned()))
        }
        Err(error) => Err(Keep::disk(path)(error)),
    }
}

#[cfg(unix)]
fn private(file: &File, path: &Path) -> Result<(), KeepError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = file.metadata().map_err(Keep::disk(path))?;
    let mode = meta.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.to_owned();
    Err(KeepError::OpenToOthers { path, mode })
}

/// Elsewhere permissions are lists that say more than a mode; they are not judged.
#[cfg(not(unix))]
fn private(_file: &File, _path: &Path) -> Result<(), KeepError> {
    Ok(())
}

#[cfg(test)]
mod tests;
