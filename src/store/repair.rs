//! What state the file is in, and the only way in which damage is touched: the
//! damaged file is moved aside, never deleted, and the newest good copy of it is
//! put in its place.

use super::error::StoreError;
use super::place::{self, id_file, with_ending};
use super::schema::{APPLICATION_ID, MIGRATIONS};
use super::{Access, PATIENCE, Store, backup, check, migrate, snapshots};
use rusqlite::{Connection, ErrorCode};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What became of the file.
#[derive(Debug)]
pub enum Health {
    /// There never was a database.
    Nothing,
    /// Nothing was found.
    Good(Store),
    /// Damaged, emptied or gone: every finding.
    Damaged(Vec<String>),
}

/// A copy that can be put in the place of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where it is.
    pub file: PathBuf,
    /// How many entries it holds, removed ones too.
    pub entries: i64,
    /// The number of the last line in its journal; 0 without one.
    pub journal: i64,
    /// When that line was written, seconds UTC.
    pub journal_at: Option<i64>,
    /// The number of its last entry.
    pub last_entry: Option<i64>,
    id: String,
}

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// What was moved, and where to.
    pub aside: Vec<PathBuf>,
    /// What was put in its place.
    pub from: Copy,
    /// The last line of the damaged file's journal, where it can still be read.
    pub journal_before: Option<i64>,
}

/// Looks at everything in the file, and changes nothing.
///
/// # Errors
/// Those that are no damage: another program's file, a newer schema, no permission.
pub fn look(db: &Path, now: i64) -> Result<Health, StoreError> {
    let db = std::path::absolute(db).map_err(|error| StoreError::of_io(db, &error))?;
    let is_known = || snapshots::list(&db).is_ok_and(|kept| !kept.is_empty());
    let is_empty = match fs::metadata(&db) {
        Ok(meta) => meta.len() == 0,
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => return Err(StoreError::of_io(&db, &error)),
    };
    let damaged = |error: StoreError| Health::Damaged(vec![error.to_string()]);
    match Store::open(&db, Access::Read, now) {
        Ok(_) if is_empty && is_known() => Ok(damaged(place::emptied(&db))),
        Ok(_) if is_empty => Ok(Health::Nothing),
        Ok(store) => {
            let found = store.check()?;
            Ok(match found.is_empty() {
                true => Health::Good(store),
                false => Health::Damaged(found),
            })
        }
        Err(error @ (StoreError::Damaged { .. } | StoreError::Emptied { .. })) => {
            Ok(damaged(error))
        }
        Err(error @ StoreError::Foreign { .. }) if is_known() => Ok(damaged(error)),
        Err(error) => Err(error),
    }
}

/// The best good copy of this database among its snapshots, backups and the copies
/// made before migrations: the one whose journal goes furthest.
///
/// # Errors
/// When a folder cannot be read.
pub fn best_copy(db: &Path) -> Result<Option<Copy>, StoreError> {
    let db = std::path::absolute(db).map_err(|error| StoreError::of_io(db, &error))?;
    let id = fs::read_to_string(id_file(&db)).ok();
    let mut best: Option<Copy> = None;
    for file in candidates(&db)? {
        let Ok(copy) = inspect(&file) else { continue };
        // A copy of another database that was here once is not this one.
        if id.as_ref().is_some_and(|id| id.trim() != copy.id) {
            continue;
        }
        if best.as_ref().is_none_or(|best| copy.journal > best.journal) {
            best = Some(copy);
        }
    }
    Ok(best)
}

/// Newest first, so that of two with the same journal the newer is taken.
fn candidates(db: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files: Vec<_> = snapshots::list(db)?
        .into_iter()
        .map(|kept| kept.file)
        .collect();
    files.extend(backup::list(db)?);
    Ok(files)
}

fn inspect(file: &Path) -> rusqlite::Result<Copy> {
    let conn = snapshots::open(file)?;
    let number = |sql: &'static str| conn.query_row(sql, [], |row| row.get::<_, i32>(0));
    let is_ours = number("PRAGMA application_id")? == APPLICATION_ID
        && number("PRAGMA user_version")? <= migrate::known(MIGRATIONS);
    if !is_ours || !check::findings(&conn, file).is_ok_and(|found| found.is_empty()) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let last = last_line(&conn)?;
    conn.query_row(
        "SELECT count(*),max(id),(SELECT value FROM state WHERE scope='tt' AND name='id')
         FROM entries",
        [],
        |row| {
            Ok(Copy {
                file: file.to_path_buf(),
                entries: row.get(0)?,
                journal: last.map_or(0, |(n, _)| n),
                journal_at: last.map(|(_, at)| at),
                last_entry: row.get(1)?,
                id: row.get(2)?,
            })
        },
    )
}

fn last_line(conn: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
    let mut statement = conn.prepare("SELECT n,at FROM journal ORDER BY n DESC LIMIT 1")?;
    let mut rows = statement.query([])?;
    rows.next()?
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .transpose()
}

/// Moves the file and its journal aside and puts this copy in their place.
/// A run that is killed in between leaves a database that is gone, which the next repairs.
///
/// # Errors
/// [`StoreError::Busy`] while another process uses the file; those of the file system.
pub fn restore(db: &Path, copy: &Copy, now: i64) -> Result<Repaired, StoreError> {
    let db = std::path::absolute(db).map_err(|error| StoreError::of_io(db, &error))?;
    let held = hold(&db)?;
    let journal_before = held
        .as_ref()
        .and_then(|conn| last_line(conn).ok().flatten());
    let part = with_ending(&db, ".restoring");
    let _ = fs::remove_file(&part);
    backup::vacuum(&backup::reader(&copy.file)?, &copy.file, &part)?;
    File::open(&part)
        .and_then(|part| part.sync_all())
        .map_err(|error| StoreError::of_io(&part, &error))?;
    let mut aside = Vec::new();
    let new_name = free_name(&db, now);
    // The journal first: beside the restored file it would be rolled back into it.
    for ending in ["-journal", "-wal", "-shm", ""] {
        let from = with_ending(&db, ending);
        let to = with_ending(&new_name, ending);
        match fs::rename(&from, &to) {
            Ok(()) => aside.push(to),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::of_io(&from, &error)),
        }
    }
    fs::rename(&part, &db).map_err(|error| StoreError::of_io(&db, &error))?;
    place::sync_folder(&db)?;
    drop(held);
    place::remember(&db, &copy.id);
    aside.reverse();
    Ok(Repaired {
        aside,
        from: copy.clone(),
        journal_before: journal_before.map(|(n, _)| n),
    })
}

/// Keeps others from writing while the file is moved, as far as it can still be locked.
fn hold(db: &Path) -> Result<Option<Connection>, StoreError> {
    if !db.exists() {
        return Ok(None);
    }
    let Ok(conn) = backup::reader(db) else {
        return Ok(None);
    };
    let _ = conn.busy_timeout(PATIENCE);
    match conn.execute_batch("BEGIN EXCLUSIVE") {
        Err(rusqlite::Error::SqliteFailure(code, _))
            if matches!(
                code.code,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked
            ) =>
        {
            Err(StoreError::Busy {
                file: db.to_path_buf(),
            })
        }
        _ => Ok(Some(conn)),
    }
}

fn free_name(db: &Path, now: i64) -> PathBuf {
    let plain = with_ending(db, &format!(".damaged-{}", snapshots::stamp(now)));
    (1_u32..)
        .map(|turn| match turn {
            1 => plain.clone(),
            turn => with_ending(&plain, &format!("-{turn}")),
        })
        .find(|name| fs::symlink_metadata(name).is_err())
        .unwrap_or(plain)
}
