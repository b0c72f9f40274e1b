//! What can go wrong with the database file, sorted by what a person can do about it.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A failure of the store. Nothing was written when one is returned, but where it is
/// [`StoreError::Doubtful`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is something else; it is never touched.
    #[error("{} is not a database of tt", .file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// A later tt wrote it; it is never touched.
    #[error("{} has schema {found}, this tt knows up to {known}", .file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// The schema's number in the file.
        found: i32,
        /// The highest number this program knows.
        known: i32,
    },
    /// The bytes do not add up.
    #[error("{} is damaged: {detail}", .file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The first finding.
        detail: String,
    },
    /// There were entries once, and now the file is empty or gone.
    #[error("{} is empty or gone, though there were entries in it", .file.display())]
    Emptied {
        /// The file.
        file: PathBuf,
        /// The small file beside it that remembers.
        id_file: PathBuf,
    },
    /// No room left on the disk.
    #[error("no room left on the disk for {}", .file.display())]
    Full {
        /// The file.
        file: PathBuf,
    },
    /// The file or its file system takes no writes.
    #[error("{} is read-only", .file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
    },
    /// The file or its folder cannot be made or opened.
    #[error("cannot open {}: {cause}", .file.display())]
    NotWritable {
        /// The file or folder.
        file: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The file belongs to somebody else.
    #[error("{} belongs to another user", .file.display())]
    NotYours {
        /// The file.
        file: PathBuf,
    },
    /// Another process wrote for longer than the patience of this one.
    #[error("another tt is writing to {}", .file.display())]
    Busy {
        /// The file.
        file: PathBuf,
    },
    /// The system failed to read or write.
    #[error("cannot read or write {}: {cause}", .file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The disk failed at the very end of a change.
    #[error("the disk failed while {} was saved ({cause}); it may have been booked or not", .file.display())]
    Doubtful {
        /// The file.
        file: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The schema refused a value that no entry may ever have.
    #[error("the database refuses what may never be stored: {rule}")]
    Broken {
        /// The constraint, in SQLite's words.
        rule: String,
    },
    /// A change met another number of rows than the one it is about.
    #[error("there is no {what} to change")]
    Missing {
        /// What was to be changed.
        what: String,
    },
    /// The profile's entries live in another tenant.
    #[error("profile {profile} delivered to {bound} until now, not to {asked}")]
    OtherTenant {
        /// The profile.
        profile: String,
        /// The tenant its links belong to.
        bound: String,
        /// The tenant it was to be bound to.
        asked: String,
    },
}

impl StoreError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Foreign { .. } => {
                "name another file with --db or TT_DB; this one was left alone".to_owned()
            }
            Self::Newer { .. } => {
                "update tt, or restore a backup made before the update".to_owned()
            }
            Self::Damaged { .. } => {
                "run `tt doctor --repair`: it moves the file aside and restores a snapshot"
                    .to_owned()
            }
            Self::Emptied { id_file, .. } => format!(
                "run `tt doctor --repair`, which restores the last copy; to start afresh, delete {}",
                id_file.display()
            ),
            Self::Full { .. } => "make room and repeat the command".to_owned(),
            Self::ReadOnly { .. } => {
                "make it writable, or name another file with --db or TT_DB".to_owned()
            }
            Self::NotWritable { .. } => {
                "check the path and its permissions, or name another file with --db or TT_DB"
                    .to_owned()
            }
            Self::NotYours { .. } => {
                "run tt as the file's owner, or name another file with --db or TT_DB".to_owned()
            }
            Self::Busy { .. } => "repeat the command in a moment".to_owned(),
            Self::Io { .. } => "check the disk, then run `tt doctor`".to_owned(),
            Self::Doubtful { .. } => {
                "check the disk, and look with `tt list` before you repeat the command".to_owned()
            }
            Self::Broken { .. } | Self::Missing { .. } => {
                "this is a defect of tt; please report it with the command you ran".to_owned()
            }
            Self::OtherTenant { profile, .. } => {
                format!("put the old tenant back, or use a new profile name instead of {profile}")
            }
        }
    }

    /// The store's own error out of a fact that a rule asked for.
    #[must_use]
    pub fn of_fact(error: crate::rules::FactError) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => *own,
            Err(other) => Self::Io {
                file: PathBuf::new(),
                cause: other.to_string(),
            },
        }
    }

    /// Whether the same command may succeed in a moment.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }

    /// Sorts an error of SQLite about this file.
    pub(super) fn of(file: &Path, error: &rusqlite::Error) -> Self {
        let file = file.to_path_buf();
        let rusqlite::Error::SqliteFailure(code, text) = error else {
            // Values that cannot be read back were not written by tt.
            return Self::Damaged {
                file,
                detail: error.to_string(),
            };
        };
        let cause = text.clone().unwrap_or_else(|| code.to_string());
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { file },
            ErrorCode::DiskFull => Self::Full { file },
            ErrorCode::ReadOnly => Self::ReadOnly { file },
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::NotWritable { file, cause }
            }
            ErrorCode::NotADatabase => Self::Foreign { file },
            ErrorCode::DatabaseCorrupt => Self::Damaged {
                file,
                detail: cause,
            },
            ErrorCode::ConstraintViolation => Self::Broken { rule: cause },
            _ => Self::Io { file, cause },
        }
    }

    /// Sorts an error of a commit. One whose last sync fails may be on the disk all the
    /// same: whoever opens the file next finds it done. All other failures roll back.
    pub(super) fn of_commit(file: &Path, error: &rusqlite::Error) -> Self {
        match (Self::of(file, error), error.sqlite_error()) {
            (Self::Io { file, cause }, Some(code))
                if code.extended_code == rusqlite::ffi::SQLITE_IOERR_FSYNC =>
            {
                Self::Doubtful { file, cause }
            }
            (other, _) => other,
        }
    }

    /// Sorts an error of the file system about this file or folder.
    pub(super) fn of_io(file: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let file = file.to_path_buf();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { file },
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            _ => Self::NotWritable {
                file,
                cause: error.to_string(),
            },
        }
    }
}
