//! From one schema to the next: with a backup, whole or not at all, never back.

use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use tt::store::migrate::{How, Migration};
use tt::store::{Access, Store, StoreError};

const NOW: i64 = 1_795_348_800;

const FIRST: Migration = Migration {
    to: 1,
    how: How::Sql(
        "CREATE TABLE state(scope TEXT,name TEXT,value TEXT);
         INSERT INTO state VALUES('tt','id','an identity');
         CREATE TABLE things(id INTEGER PRIMARY KEY,name TEXT) STRICT;
         INSERT INTO things(name) VALUES('old')",
    ),
};
const SECOND: Migration = Migration {
    to: 2,
    how: How::Sql("ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'"),
};
const THIRD: Migration = Migration {
    to: 3,
    how: How::Code(|tx| {
        tx.execute("UPDATE things SET colour=name||'ish'", [])
            .map(drop)
    }),
};
const BREAKS: Migration = Migration {
    to: 3,
    how: How::Sql("UPDATE things SET colour='half done'; INSERT INTO nowhere VALUES(1)"),
};
const DANGLES: Migration = Migration {
    to: 3,
    how: How::Sql(
        "CREATE TABLE parts(thing INTEGER REFERENCES things(id)); INSERT INTO parts VALUES(77)",
    ),
};

fn scratch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tt.db");
    (folder, file)
}

fn open(file: &Path, access: Access, now: i64, steps: &[Migration]) -> Result<Store, StoreError> {
    Store::open_with(file, access, now, steps)
}

fn ask(file: &Path, sql: &str) -> String {
    Connection::open(file)
        .unwrap()
        .query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
        .map(|value| format!("{value:?}"))
        .unwrap()
}

fn backups(file: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|item| item.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".bak"))
        .collect();
    found.sort();
    found
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn an_older_database_is_brought_along_after_a_backup() {
    let (_folder, file) = scratch();
    open(&file, Access::Write, NOW, &[FIRST]).unwrap();
    assert!(backups(&file).is_empty(), "an empty file needs none");
    open(&file, Access::Write, NOW, &[FIRST, SECOND, THIRD]).unwrap();
    assert_eq!(ask(&file, "PRAGMA user_version"), "Integer(3)");
    assert_eq!(ask(&file, "SELECT colour FROM things"), "Text(\"oldish\")");
    let backups = backups(&file);
    assert_eq!(backups.len(), 1);
    assert!(
        backups[0].ends_with("tt.db.v1.20261122T120000Z.bak"),
        "{backups:?}"
    );
    assert_eq!(mode(&backups[0]), 0o600);
    assert_eq!(mode(&file), 0o600);
    assert_eq!(ask(&backups[0], "PRAGMA user_version"), "Integer(1)");
    assert_eq!(ask(&backups[0], "SELECT name FROM things"), "Text(\"old\")");
    // The backup is a database like any other.
    open(&backups[0], Access::Write, NOW, &[FIRST]).unwrap();
}

#[test]
fn looking_at_an_older_database_brings_it_along_too() {
    let (_folder, file) = scratch();
    open(&file, Access::Write, NOW, &[FIRST]).unwrap();
    open(&file, Access::Read, NOW, &[FIRST, SECOND]).unwrap();
    assert_eq!(ask(&file, "PRAGMA user_version"), "Integer(2)");
}

#[test]
fn a_step_that_fails_leaves_the_old_version_and_the_backup() {
    for bad in [BREAKS, DANGLES] {
        let (_folder, file) = scratch();
        open(&file, Access::Write, NOW, &[FIRST]).unwrap();
        let error = open(&file, Access::Write, NOW, &[FIRST, SECOND, bad]).unwrap_err();
        assert!(!error.help().is_empty(), "{error}");
        assert_eq!(ask(&file, "PRAGMA user_version"), "Integer(1)");
        assert_eq!(
            ask(&file, "SELECT count(*) FROM pragma_table_info('things')"),
            "Integer(2)"
        );
        assert_eq!(backups(&file).len(), 1);
        open(&file, Access::Write, NOW + 1, &[FIRST, SECOND, THIRD]).unwrap();
        assert_eq!(ask(&file, "SELECT colour FROM things"), "Text(\"oldish\")");
    }
}

#[test]
fn a_newer_database_is_not_touched() {
    let (_folder, file) = scratch();
    open(&file, Access::Write, NOW, &[FIRST, SECOND]).unwrap();
    let bytes = fs::read(&file).unwrap();
    for access in [Access::Read, Access::Write] {
        let error = open(&file, access, NOW, &[FIRST]).unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::Newer {
                    found: 2,
                    known: 1,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert_eq!(fs::read(&file).unwrap(), bytes);
    assert!(backups(&file).is_empty());
}

#[test]
fn a_damaged_database_is_not_migrated() {
    let (_folder, file) = scratch();
    open(&file, Access::Write, NOW, &[FIRST]).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 4_096;
    bytes[last..].fill(0xa5);
    fs::write(&file, &bytes).unwrap();
    let error = open(&file, Access::Write, NOW, &[FIRST, SECOND]).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&file).unwrap(), bytes);
    assert!(backups(&file).is_empty());
}

#[test]
fn the_last_three_backups_are_kept() {
    let (_folder, file) = scratch();
    let steps: Vec<Migration> = (2..=7)
        .map(|to| Migration {
            to,
            how: How::Sql("UPDATE things SET name=name||'.'"),
        })
        .collect();
    let upto = |count: usize| -> Vec<Migration> {
        std::iter::once(FIRST)
            .chain(steps.iter().copied().take(count))
            .collect()
    };
    for count in 0..=6 {
        let now = NOW + i64::try_from(count).unwrap();
        open(&file, Access::Write, now, &upto(count)).unwrap();
    }
    let names: Vec<String> = backups(&file)
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "tt.db.v4.20261122T120004Z.bak",
            "tt.db.v5.20261122T120005Z.bak",
            "tt.db.v6.20261122T120006Z.bak"
        ]
    );
}

#[test]
fn the_programs_own_steps_make_a_sound_database() {
    let (_folder, file) = scratch();
    let store = Store::open(&file, Access::Write, NOW).unwrap();
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    drop(store);
    assert_eq!(ask(&file, "PRAGMA user_version"), "Integer(1)");
    assert_eq!(ask(&file, "PRAGMA application_id"), "Integer(1953770853)");
    assert_eq!(
        ask(
            &file,
            "SELECT count(*) FROM sqlite_schema WHERE type='table' AND sql NOT LIKE '%STRICT%'"
        ),
        "Integer(0)"
    );
}
