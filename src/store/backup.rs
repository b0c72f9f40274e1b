//! Copies of the database: on request, and before a migration. Never by a
//! command that captures time.

use super::check;
use super::error::StoreError;
use super::open;
use super::place::{self, with_ending};
use super::snapshots;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How many backups of migrations are kept beside the database.
const KEPT: usize = 3;

/// The folder of the backups that were asked for without a name.
#[must_use]
pub fn folder(db: &Path) -> PathBuf {
    db.with_file_name("backups")
}

/// The name of a backup taken now (seconds UTC), in [`folder`].
#[must_use]
pub fn usual_name(db: &Path, now: i64) -> PathBuf {
    let of = db.file_stem().unwrap_or_default().to_string_lossy();
    folder(db).join(format!("{of}-{}.db", snapshots::stamp(now)))
}

/// Makes what is missing of [`folder`], for its owner only.
///
/// # Errors
/// Those of the file system.
pub fn make_folder(db: &Path) -> Result<(), StoreError> {
    place::create_folder(&folder(db))
}

/// Backups in [`folder`], and those made before migrations; newest names first.
///
/// # Errors
/// When a folder that is there cannot be read.
pub fn list(db: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let start = with_ending(db, ".v");
    let start = start.file_name().unwrap_or_default().to_string_lossy();
    let mut files = Vec::new();
    for folder in [folder(db).as_path()].into_iter().chain(db.parent()) {
        let items = match fs::read_dir(folder) {
            Ok(items) => items,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(StoreError::of_io(folder, &error)),
        };
        let of_db = Some(folder) == db.parent();
        for path in items.flatten().map(|item| item.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_backup = match of_db {
                true => name.starts_with(&*start) && name.ends_with(".bak"),
                false => name.ends_with(".db"),
            };
            if is_backup && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    files.reverse();
    Ok(files)
}

/// Writes a whole, compact copy and reads it back; the target must not exist.
pub(super) fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
    let to = std::path::absolute(to).map_err(|error| StoreError::of_io(to, &error))?;
    let conn = reader(file)?;
    // The name is taken at once, and has nothing under it but the whole.
    place::create_private(&to).map_err(|error| StoreError::of_io(&to, &error))?;
    let part = with_ending(&to, ".part");
    let _ = fs::remove_file(&part);
    let written = vacuum(&conn, file, &part)
        .and_then(|()| {
            let copy = snapshots::open(&part).map_err(|error| StoreError::of(&part, &error))?;
            check::whole(&copy, file)
        })
        .and_then(|()| fs::rename(&part, &to).map_err(|error| StoreError::of_io(&to, &error)));
    if written.is_err() {
        let _ = fs::remove_file(&part);
        let _ = fs::remove_file(&to);
    }
    written?;
    place::sync_folder(&to)
}

/// Copies the database to `FILE.vN.STAMP.bak` and forgets all but the newest.
pub(super) fn before_migration(file: &Path, version: i32, now: i64) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::of(file, &error);
    let conn = reader(file)?;
    check::quick(&conn, file)?;
    let stamp: String = conn
        .query_row(
            "SELECT coalesce(strftime('%Y%m%dT%H%M%SZ',?1,'unixepoch'),'unknown')",
            [now],
            |row| row.get(0),
        )
        .map_err(fail)?;
    let target = free_name(file, version, &stamp);
    let part = with_ending(&target, ".part");
    // Left behind by a run that was killed; it was never a backup.
    let _ = fs::remove_file(&part);
    vacuum(&conn, file, &part)?;
    fs::rename(&part, &target).map_err(|error| StoreError::of_io(&target, &error))?;
    place::sync_folder(file)?;
    forget_old(file)
}

fn free_name(file: &Path, version: i32, stamp: &str) -> PathBuf {
    (0_u32..)
        .map(|turn| {
            let turn = if turn == 0 {
                String::new()
            } else {
                format!("-{turn}")
            };
            with_ending(file, &format!(".v{version}.{stamp}{turn}.bak"))
        })
        .find(|name| fs::symlink_metadata(name).is_err())
        .unwrap_or_else(|| with_ending(file, ".bak"))
}

pub(super) fn reader(file: &Path) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| StoreError::of(file, &error))?;
    open::settle_in(&conn).map_err(|error| StoreError::of(file, &error))?;
    Ok(conn)
}

pub(super) fn vacuum(conn: &Connection, file: &Path, to: &Path) -> Result<(), StoreError> {
    // SQLite would make it readable for everybody; an empty file is accepted as target.
    place::create_private(to).map_err(|error| StoreError::of_io(to, &error))?;
    let Some(name) = to.to_str() else {
        return Err(StoreError::NotWritable {
            file: to.to_path_buf(),
            cause: "the name is not UTF-8".to_owned(),
        });
    };
    conn.execute("VACUUM INTO ?1", [name])
        .map(drop)
        .map_err(|error| {
            let _ = fs::remove_file(to);
            match StoreError::of(file, &error) {
                StoreError::Full { .. } => StoreError::Full {
                    file: to.to_path_buf(),
                },
                other => other,
            }
        })
}

fn forget_old(file: &Path) -> Result<(), StoreError> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|n| n.to_str()))
    else {
        return Ok(());
    };
    let fail = |error: std::io::Error| StoreError::of_io(folder, &error);
    let start = format!("{name}.v");
    let mut found = Vec::new();
    for item in fs::read_dir(folder).map_err(fail)? {
        let path = item.map_err(fail)?.path();
        let Some(stamp) = path
            .file_name()
            .and_then(|n| n.to_str())
            .and_then(|n| n.strip_prefix(&start)?.strip_suffix(".bak"))
            .and_then(|middle| middle.split_once('.'))
            .map(|(_, stamp)| stamp.to_owned())
        else {
            continue;
        };
        found.push((stamp, path));
    }
    found.sort();
    let surplus = found.len().saturating_sub(KEPT);
    for (_, path) in found.into_iter().take(surplus) {
        fs::remove_file(&path).map_err(|error| StoreError::of_io(&path, &error))?;
    }
    Ok(())
}
