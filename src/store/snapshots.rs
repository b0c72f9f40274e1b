//! The ladder of snapshots: whole copies of the database in the folder `snapshots`
//! beside it, thinned with age, bounded in number and size.
//!
//! Taken by `sync` and `doctor`, never by a command that captures time. Never of a
//! database that is damaged, and the copy that knows most is never thinned away:
//! a database that was emptied cannot push out what it held before.

use super::error::StoreError;
use super::place::{self, with_ending};
use super::{backup, check};
use chrono::{DateTime, Datelike, NaiveDateTime};
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Seconds between two snapshots.
const EVERY: i64 = 3_600;

/// The same for a database so large that a copy every hour would be felt.
const EVERY_LARGE: i64 = 86_400;

/// From how many bytes on it is large.
const LARGE: u64 = 64 << 20;

/// How many bytes all snapshots may take; the newest and the one that knows most stay.
const MAX_BYTES: u64 = 256 << 20;

/// The ladder: hours, days, weeks, months.
const LADDER: [Step; 4] = [(6, hour), (7, day), (4, week), (6, month)];

/// How many are kept, and the number of the step that an instant belongs to.
type Step = (usize, fn(i64) -> i64);

const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// One snapshot, by what its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub file: PathBuf,
    /// When it was taken, seconds UTC.
    pub at: i64,
    /// The number of the last line in its journal.
    pub journal: i64,
    /// Its size.
    pub bytes: u64,
}

impl Kept {
    /// Which of two knows more: by journal, then by time.
    fn knows(&self) -> (i64, i64) {
        (self.journal, self.at)
    }
}

/// How far a database got; equal marks have nothing new between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    journal: i64,
    entries: i64,
    links: i64,
}

/// The folder of a database's snapshots.
#[must_use]
pub fn folder(db: &Path) -> PathBuf {
    db.with_file_name("snapshots")
}

/// An instant (seconds UTC) as it stands in the names of files.
#[must_use]
pub fn stamp(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .map_or_else(|| at.to_string(), |at| at.format(STAMP).to_string())
}

/// The snapshots of this database, newest first; none where there is no folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(db: &Path) -> Result<Vec<Kept>, StoreError> {
    let folder = folder(db);
    let fail = |error: std::io::Error| StoreError::of_io(&folder, &error);
    let items = match fs::read_dir(&folder) {
        Ok(items) => items,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut kept = Vec::new();
    for item in items {
        let item = item.map_err(fail)?;
        let Some((at, journal)) = item.file_name().to_str().and_then(|name| parse(db, name)) else {
            continue;
        };
        let Ok(meta) = item.metadata() else { continue };
        if meta.is_file() {
            kept.push(Kept {
                file: item.path(),
                at,
                journal,
                bytes: meta.len(),
            });
        }
    }
    kept.sort_by_key(|kept| std::cmp::Reverse((kept.at, kept.journal)));
    Ok(kept)
}

/// `tt.db.20261122T090733Z-123.db`: of `tt.db`, then, up to journal line 123.
fn name(db: &Path, at: i64, journal: i64) -> String {
    let of = db.file_name().unwrap_or_default().to_string_lossy();
    format!("{of}.{}-{journal}.db", stamp(at))
}

fn parse(db: &Path, name: &str) -> Option<(i64, i64)> {
    let rest = name.strip_prefix(db.file_name()?.to_str()?)?;
    let (at, journal) = rest
        .strip_prefix('.')?
        .strip_suffix(".db")?
        .split_once('-')?;
    let at = NaiveDateTime::parse_from_str(at, STAMP).ok()?;
    Some((at.and_utc().timestamp(), journal.parse().ok()?))
}

/// Takes a snapshot where the last one is an hour old (a day, for a large database)
/// and something happened since, and thins the ladder. Answers the new file.
///
/// Nothing is taken while another process takes one. `now` in seconds UTC.
///
/// # Errors
/// [`StoreError::Damaged`] for a database that must not be copied,
/// [`StoreError::Full`] and the like; what was there before stays.
pub fn take_if_due(db: &Path, now: i64) -> Result<Option<PathBuf>, StoreError> {
    let db = std::path::absolute(db).map_err(|error| StoreError::of_io(db, &error))?;
    let size = match fs::metadata(&db) {
        Ok(meta) if meta.is_file() && meta.len() > 0 => meta.len(),
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::of_io(&db, &error)),
    };
    let every = if size < LARGE { EVERY } else { EVERY_LARGE };
    let is_fresh = |kept: &Kept| (0..every).contains(&now.saturating_sub(kept.at));
    if list(&db)?.first().is_some_and(is_fresh) {
        return Ok(None);
    }
    place::create_folder(&folder(&db))?;
    let Some(_lock) = lock(&folder(&db))? else {
        return Ok(None);
    };
    let kept = list(&db)?;
    let conn = backup::reader(&db)?;
    let mark = mark(&conn).map_err(|error| StoreError::of(&db, &error))?;
    if mark.journal == 0 && mark.entries == 0 {
        return Ok(None);
    }
    if kept.first().is_some_and(is_fresh) || kept.first().and_then(mark_of) == Some(mark) {
        return Ok(None);
    }
    check::quick(&conn, &db)?;
    let target = folder(&db).join(name(&db, now, mark.journal));
    if target.exists() {
        return Ok(None);
    }
    write(&conn, &db, &target)?;
    thin(&db)?;
    Ok(Some(target))
}

/// A whole copy under its name, or nothing: a partial one never has it.
fn write(conn: &Connection, db: &Path, target: &Path) -> Result<(), StoreError> {
    let part = with_ending(target, ".part");
    let written = backup::vacuum(conn, db, &part)
        .and_then(|()| {
            let copy = open(&part).map_err(|error| StoreError::of(&part, &error))?;
            check::quick(&copy, &part)
        })
        .and_then(|()| {
            File::open(&part)
                .and_then(|part| part.sync_all())
                .and_then(|()| fs::rename(&part, target))
                .map_err(|error| StoreError::of_io(target, &error))
        });
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written?;
    place::sync_folder(target)
}

/// Keeps two processes from the same folder, and clears what a killed one left.
fn lock(folder: &Path) -> Result<Option<File>, StoreError> {
    let file = folder.join(".lock");
    let fail = |error: std::io::Error| StoreError::of_io(&file, &error);
    let mut how = OpenOptions::new();
    how.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    let held = how.open(&file).map_err(fail)?;
    match held.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(fail(error)),
    }
    for item in fs::read_dir(folder).map_err(fail)?.flatten() {
        if item.path().extension().is_some_and(|ext| ext == "part") {
            let _ = fs::remove_file(item.path());
        }
    }
    Ok(Some(held))
}

/// A copy opened for looking; it is nobody's database, so nothing waits for it.
pub(super) fn open(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(file, flags)
}

fn mark(conn: &Connection) -> rusqlite::Result<Mark> {
    conn.query_row(
        "SELECT (SELECT coalesce(max(n),0) FROM journal),(SELECT count(*) FROM entries),
         (SELECT coalesce(sum(delivered_revision),0)+count(remote_id)+count(attempt) FROM links)",
        [],
        |row| {
            Ok(Mark {
                journal: row.get(0)?,
                entries: row.get(1)?,
                links: row.get(2)?,
            })
        },
    )
}

/// None where the snapshot cannot be read: it counts for nothing then.
fn mark_of(kept: &Kept) -> Option<Mark> {
    open(&kept.file).and_then(|conn| mark(&conn)).ok()
}

fn thin(db: &Path) -> Result<(), StoreError> {
    for kept in surplus(&list(db)?) {
        fs::remove_file(&kept.file).map_err(|error| StoreError::of_io(&kept.file, &error))?;
    }
    Ok(())
}

/// What no step of the ladder holds, and then what is too much, oldest first.
fn surplus(kept: &[Kept]) -> Vec<&Kept> {
    let newest = (0..kept.len()).max_by_key(|at| (kept[*at].at, kept[*at].journal));
    let wisest = (0..kept.len()).max_by_key(|at| kept[*at].knows());
    let pinned: BTreeSet<usize> = newest.into_iter().chain(wisest).collect();
    let mut held = pinned.clone();
    for (places, step) in LADDER {
        let mut best: BTreeMap<i64, usize> = BTreeMap::new();
        for (at, each) in kept.iter().enumerate() {
            let taken = best.entry(step(each.at)).or_insert(at);
            if each.knows() > kept[*taken].knows() {
                *taken = at;
            }
        }
        held.extend(best.values().rev().take(places));
    }
    let mut bytes: u64 = held.iter().map(|at| kept[*at].bytes).sum();
    let mut by_age: Vec<usize> = held.difference(&pinned).copied().collect();
    by_age.sort_by_key(|at| kept[*at].at);
    for at in by_age {
        if bytes <= MAX_BYTES {
            break;
        }
        bytes -= kept[at].bytes;
        held.remove(&at);
    }
    let gone = (0..kept.len()).filter(|at| !held.contains(at));
    gone.map(|at| &kept[at]).collect()
}

fn hour(at: i64) -> i64 {
    at.div_euclid(3_600)
}

fn day(at: i64) -> i64 {
    at.div_euclid(86_400)
}

/// Weeks from Monday: the first day of the epoch was a Thursday.
fn week(at: i64) -> i64 {
    (day(at) + 3).div_euclid(7)
}

fn month(at: i64) -> i64 {
    DateTime::from_timestamp(at, 0)
        .map_or(0, |at| i64::from(at.year()) * 12 + i64::from(at.month()))
}

#[cfg(test)]
mod tests;
