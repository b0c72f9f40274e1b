//! Copies of the database: on request, and before a migration. Never by a
//! command that captures time.

use super::check;
use super::error::StoreError;
use super::open;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};

/// How many backups of migrations are kept beside the database.
const KEPT: usize = 3;

/// Writes a whole, compact copy; the target must not exist.
pub(super) fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
    let to = std::path::absolute(to).map_err(|error| StoreError::of_io(to, &error))?;
    let conn = reader(file)?;
    vacuum(&conn, file, &to)?;
    open::sync_folder(&to)
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
    open::sync_folder(file)?;
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

/// The path with text appended to its last part.
pub(super) fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn reader(file: &Path) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| StoreError::of(file, &error))?;
    open::settle_in(&conn).map_err(|error| StoreError::of(file, &error))?;
    Ok(conn)
}

fn vacuum(conn: &Connection, file: &Path, to: &Path) -> Result<(), StoreError> {
    // SQLite would make it readable for everybody; an empty file is accepted as target.
    open::create_private(to).map_err(|error| StoreError::of_io(to, &error))?;
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
