//! Looks for damage. Reads everything, so only for `doctor`, backups and migrations.

use super::error::StoreError;
use rusqlite::Connection;
use std::path::Path;

/// The structure of every page; an error names the first finding.
pub(super) fn quick(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    refuse(file, structure(conn, file, "PRAGMA quick_check")?)
}

/// What [`findings`] finds, as an error.
pub(super) fn whole(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    refuse(file, findings(conn, file)?)
}

/// Pages, indexes, CHECKs and references; empty when all is well.
pub(super) fn findings(conn: &Connection, file: &Path) -> Result<Vec<String>, StoreError> {
    let mut found = structure(conn, file, "PRAGMA integrity_check")?;
    if !found.is_empty() {
        return Ok(found);
    }
    let fail = |error: rusqlite::Error| StoreError::of(file, &error);
    let mut statement = conn.prepare("PRAGMA foreign_key_check").map_err(fail)?;
    let rows = statement
        .query_map([], |row| {
            let table: String = row.get(0)?;
            let parent: String = row.get(2)?;
            Ok(format!("a row of {table} points nowhere in {parent}"))
        })
        .map_err(fail)?;
    for row in rows {
        found.push(row.map_err(fail)?);
    }
    Ok(found)
}

fn refuse(file: &Path, found: Vec<String>) -> Result<(), StoreError> {
    match found.into_iter().next() {
        None => Ok(()),
        Some(detail) => Err(StoreError::Damaged {
            file: file.to_path_buf(),
            detail,
        }),
    }
}

fn structure(conn: &Connection, file: &Path, sql: &'static str) -> Result<Vec<String>, StoreError> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = conn.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    match read() {
        Ok(found) => Ok(found.into_iter().filter(|line| line != "ok").collect()),
        // A page that cannot even be walked is a finding, not a failure to look.
        Err(error) => match StoreError::of(file, &error) {
            StoreError::Damaged { detail, .. } => Ok(vec![detail]),
            other => Err(other),
        },
    }
}
