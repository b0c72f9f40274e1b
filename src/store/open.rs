//! Opens the file, or refuses to: who it belongs to, who may read it, whether it
//! is ours, and which schema it has.
//!
//! Journal: PERSIST with synchronous=FULL. A commit is the zeroed header of the
//! journal, and that is synced before success is reported, so nothing hangs on a
//! directory entry. Measured: 1.24 ms a commit; TRUNCATE 1.54, DELETE with EXTRA 1.90.

use super::error::StoreError;
use super::migrate::{self, Migration};
use super::place::{emptied, folder_in_place, id_file, prepare, remember};
use super::schema::APPLICATION_ID;
use super::{Access, PATIENCE};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A connection that was let through.
pub(super) struct Opened {
    pub(super) conn: Connection,
    pub(super) file: PathBuf,
    pub(super) notices: Vec<String>,
}

/// What the file says it is.
pub(super) enum Identity {
    /// No byte in it.
    Empty,
    /// Ours, of this schema.
    Ours(i32),
}

impl Identity {
    fn is_known(&self, known: i32) -> bool {
        !matches!(self, Self::Ours(version) if *version > known)
    }
}

/// Chosen anew by each connection. `synchronous` is FULL without being asked (a test
/// looks). The limit gives back the room that a change of thousands of entries took.
const JOURNAL: &str = "PRAGMA journal_mode=PERSIST; PRAGMA journal_size_limit=1048576";

pub(super) fn open(
    path: &Path,
    access: Access,
    now: i64,
    migrations: &[Migration],
) -> Result<Opened, StoreError> {
    // The bundled SQLite reads a relative name that starts with `file:` as an address.
    let file = std::path::absolute(path).map_err(|error| StoreError::of_io(path, &error))?;
    match access {
        Access::Write => for_writing(file, now, migrations),
        Access::Read => for_reading(file, now, migrations),
    }
}

fn for_writing(file: PathBuf, now: i64, migrations: &[Migration]) -> Result<Opened, StoreError> {
    let mut notices = Vec::new();
    let known_before = prepare(&file, &mut notices)?;
    let mut conn = connect(&file)?;
    let fail = |error: rusqlite::Error| StoreError::of(&file, &error);
    if conn.is_readonly("main").map_err(fail)? {
        return Err(StoreError::ReadOnly { file });
    }
    let known = migrate::known(migrations);
    let version = match identity(&conn, &file, known)? {
        Identity::Empty => 0,
        Identity::Ours(version) => version,
    };
    if version > known {
        return Err(StoreError::Newer {
            file,
            found: version,
            known,
        });
    }
    if version < known {
        migrate::run(&mut conn, &file, migrations, now)?;
    }
    if !known_before {
        let sql = "SELECT value FROM state WHERE scope='tt' AND name='id'";
        let id: String = conn.query_row(sql, [], |row| row.get(0)).map_err(fail)?;
        remember(&file, &id);
    }
    Ok(Opened {
        conn,
        file,
        notices,
    })
}

fn for_reading(file: PathBuf, now: i64, migrations: &[Migration]) -> Result<Opened, StoreError> {
    // Asked before the database is looked at: see `prepare`.
    let known_before = id_file(&file).exists();
    match fs::metadata(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if known_before {
                return Err(emptied(&file));
            }
            return nothing_yet(file, migrations);
        }
        Err(error) => return Err(StoreError::of_io(&file, &error)),
        Ok(meta) if meta.is_dir() => return Err(folder_in_place(&file)),
        Ok(_) => {}
    }
    // Not read-only: a run that was killed in a commit is rolled back by whoever comes
    // next. SQLite itself falls back to reading where the file may not be written.
    let conn = connect(&file)?;
    let known = migrate::known(migrations);
    match identity(&conn, &file, known)? {
        Identity::Empty if known_before => Err(emptied(&file)),
        Identity::Empty => nothing_yet(file, migrations),
        Identity::Ours(found) if found > known => Err(StoreError::Newer { file, found, known }),
        Identity::Ours(found) if found < known => {
            drop(conn);
            for_writing(file, now, migrations)
        }
        Identity::Ours(_) => {
            conn.execute_batch("PRAGMA query_only=ON")
                .map_err(|error| StoreError::of(&file, &error))?;
            Ok(Opened {
                conn,
                file,
                notices: Vec::new(),
            })
        }
    }
}

/// An empty database in memory, for those who only look before anything was booked.
fn nothing_yet(file: PathBuf, migrations: &[Migration]) -> Result<Opened, StoreError> {
    let fail = |error: rusqlite::Error| StoreError::of(&file, &error);
    let mut conn = Connection::open_in_memory().map_err(fail)?;
    settle_in(&conn).map_err(fail)?;
    migrate::create(&mut conn, migrations).map_err(fail)?;
    conn.execute_batch("PRAGMA query_only=ON").map_err(fail)?;
    Ok(Opened {
        conn,
        file,
        notices: Vec::new(),
    })
}

fn connect(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(file, flags)
        .and_then(|conn| settle_in(&conn).map(|()| conn))
        .map_err(|error| StoreError::of(file, &error))
}

/// What holds for every connection; nothing of it is stored in the file.
pub(super) fn settle_in(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        // Else every new value for a LIKE prepares its statement anew.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        conn.set_db_config(setting, on)?;
    }
    conn.set_prepared_statement_cache_capacity(64);
    // Sorting must not need room on a full disk.
    conn.execute_batch("PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY")
}

pub(super) fn foreign_keys(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on)
        .map(drop)
}

/// Reads who made the file, and refuses what is not ours. Under one lock, shared or
/// the caller's: between two looks another process may have made its first commit.
pub(super) fn identity(conn: &Connection, file: &Path, known: i32) -> Result<Identity, StoreError> {
    let number = |sql: &'static str| conn.query_row(sql, [], |row| row.get::<_, i32>(0));
    let read = || -> rusqlite::Result<Option<Identity>> {
        let lock = conn
            .is_autocommit()
            .then(|| conn.unchecked_transaction())
            .transpose()?;
        let found = if number("PRAGMA application_id")? == APPLICATION_ID {
            Some(Identity::Ours(number("PRAGMA user_version")?))
        } else {
            // Not SQLite's count of pages, which is 1 as soon as one may write.
            let is_empty = fs::metadata(file).is_ok_and(|meta| meta.len() == 0);
            is_empty.then_some(Identity::Empty)
        };
        // Under the same lock, because it reads the schema; not a schema from the future.
        if found.as_ref().is_some_and(|found| found.is_known(known)) {
            conn.execute_batch(JOURNAL)?;
        }
        lock.map_or(Ok(()), rusqlite::Transaction::commit)?;
        Ok(found)
    };
    let refused = match read() {
        Ok(Some(identity)) => return Ok(identity),
        Ok(None) => StoreError::Foreign {
            file: file.to_path_buf(),
        },
        Err(error) => StoreError::of(file, &error),
    };
    Err(match refused {
        // It was a database of ours when `DB.id` was written.
        StoreError::Foreign { file } if id_file(&file).exists() => StoreError::Damaged {
            file,
            detail: "its header is gone".to_owned(),
        },
        other => other,
    })
}
