//! Looks for damage. Reads everything, so only for `doctor`, backups and migrations.

use super::error::StoreError;
use super::row::{self, ENTRY_WIDTH, entry_columns};
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

/// How many findings of one kind are named.
const NAMED: usize = 20;

/// What holds for all time between rows: kept by triggers and transactions, so no
/// CHECK of a single row sees it broken. Each gives an entry's or a line's number.
const STANDING: &[(&str, &str)] = &[
    (
        "SELECT n FROM journal
         WHERE NOT json_valid(coalesce(before,'{}')) OR NOT json_valid(coalesce(after,'{}'))",
        "line {} of the journal cannot be read",
    ),
    (
        "SELECT l.entry FROM links l JOIN entries e ON e.id=l.entry WHERE l.revision<>e.revision",
        "the link of entry {} is not in step with it",
    ),
    (
        "SELECT e.id FROM entries e WHERE e.profile IS NOT NULL AND e.removed_at IS NULL
         AND NOT EXISTS(SELECT 1 FROM links l WHERE l.entry=e.id AND l.profile=e.profile)",
        "entry {} is owed to nobody, though it has a profile",
    ),
    (
        "SELECT j.entry FROM journal j JOIN entries e ON e.id=j.entry
         GROUP BY j.entry HAVING max(json_extract(iif(json_valid(j.after),j.after,NULL),'$.revision'))>max(e.revision)",
        "the journal knows a later state of entry {}",
    ),
    (
        "SELECT n FROM journal WHERE n>(SELECT count(*) FROM journal) LIMIT 1",
        "lines are missing from the journal before line {}",
    ),
    (
        "SELECT j.n FROM journal j WHERE NOT EXISTS(SELECT 1 FROM journal k WHERE k.n=j.step)",
        "line {} of the journal belongs to a step that is not there",
    ),
];

/// Rules between rows, and every value that is read back; empty when all is well.
pub(super) fn standing(conn: &Connection, file: &Path) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (sql, says) in STANDING {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = conn.prepare(sql)?;
            let numbers = statement.query_map([], |row| row.get(0))?;
            numbers.take(NAMED).collect()
        };
        let told = |n: i64| says.replace("{}", &n.to_string());
        found.extend(noted(file, read())?.0.into_iter().map(told));
    }
    let (_, broken) = noted(file, entries(conn, &mut found))?;
    found.extend(broken);
    Ok(found)
}

/// Reads every entry as a listing does, and adds up its time anew.
fn entries(conn: &Connection, found: &mut Vec<String>) -> rusqlite::Result<Vec<i64>> {
    let sql = concat!("SELECT ", entry_columns!(), ",e.worked FROM entries e");
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if found.len() >= NAMED {
            break;
        }
        let id: i64 = row.get(0)?;
        match row::entry(row) {
            Err(error) => found.push(format!("entry {id} cannot be read: {error}")),
            Ok(entry) => {
                let content = &entry.content;
                let worked: Option<i64> = row.get(ENTRY_WIDTH)?;
                if worked != (!content.is_timer()).then(|| content.worked(0)) {
                    found.push(format!("the time worked of entry {id} does not add up"));
                }
            }
        }
    }
    Ok(Vec::new())
}

/// Values, or the finding that they could not be read.
fn noted(
    file: &Path,
    read: rusqlite::Result<Vec<i64>>,
) -> Result<(Vec<i64>, Option<String>), StoreError> {
    match read.map_err(|error| StoreError::of(file, &error)) {
        Ok(numbers) => Ok((numbers, None)),
        Err(StoreError::Damaged { detail, .. }) => Ok((Vec::new(), Some(detail))),
        Err(other) => Err(other),
    }
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

#[cfg(test)]
mod tests;
