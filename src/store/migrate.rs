//! Brings a database from one schema to the next: all steps in one transaction,
//! a backup first, and nothing at all when the file is newer than this program.

use super::backup;
use super::check;
use super::error::StoreError;
use super::open::{self, Identity};
use super::schema::APPLICATION_ID;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// What one step does.
#[derive(Debug, Clone, Copy)]
pub enum How {
    /// Statements.
    Sql(&'static str),
    /// What SQL alone cannot say.
    Code(fn(&Transaction<'_>) -> rusqlite::Result<()>),
}

/// One step from the schema before it.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The schema's number after the step (`PRAGMA user_version`); ascending, from 1.
    pub to: i32,
    /// How to get there.
    pub how: How,
}

/// The number of the last step.
#[must_use]
pub(super) fn known(migrations: &[Migration]) -> i32 {
    migrations.last().map_or(0, |last| last.to)
}

/// Brings the file to the last step. An empty file needs no backup and gets none.
///
/// Runs under the write lock from the decision to the commit, so two processes
/// cannot migrate at once; the second finds nothing to do.
pub(super) fn run(
    conn: &mut Connection,
    file: &Path,
    migrations: &[Migration],
    now: i64,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::of(file, &error);
    // Rebuilding a table needs its references asleep; they are checked before the commit.
    open::foreign_keys(conn, false).map_err(fail)?;
    let done = run_locked(conn, file, migrations, now);
    open::foreign_keys(conn, true).map_err(fail)?;
    done
}

fn run_locked(
    conn: &mut Connection,
    file: &Path,
    migrations: &[Migration],
    now: i64,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::of(file, &error);
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fail)?;
    let known = known(migrations);
    let from = match open::identity(&tx, file, known)? {
        Identity::Empty => {
            open::refuse_emptied(file)?;
            0
        }
        Identity::Ours(version) => version,
    };
    if from > known {
        return Err(StoreError::Newer {
            file: file.to_path_buf(),
            found: from,
            known,
        });
    }
    if from == known {
        return Ok(());
    }
    if from > 0 {
        // A second connection reads what was committed last; the lock held here keeps it so.
        backup::before_migration(file, from, now)?;
    }
    apply(&tx, from, migrations).map_err(fail)?;
    if from > 0 {
        check::whole(&tx, file)?;
    }
    tx.commit().map_err(fail)
}

/// All steps at once, in a database that is nobody else's.
pub(super) fn create(conn: &mut Connection, migrations: &[Migration]) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
    apply(&tx, 0, migrations)?;
    tx.commit()
}

fn apply(tx: &Transaction<'_>, from: i32, migrations: &[Migration]) -> rusqlite::Result<()> {
    for migration in migrations.iter().filter(|each| each.to > from) {
        match migration.how {
            How::Sql(sql) => tx.execute_batch(sql)?,
            How::Code(code) => code(tx)?,
        }
    }
    if from == 0 {
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    tx.pragma_update(None, "user_version", known(migrations))
}
