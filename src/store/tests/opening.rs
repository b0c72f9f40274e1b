//! Every way a file can be wrong, with real files; and who may read it.

use super::*;
use crate::store::Filter;
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

fn open(file: &Path, access: Access) -> Result<Store, StoreError> {
    Store::open(file, access, NOW)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A database with an entry, closed.
fn filled() -> (TempDir, PathBuf) {
    let (folder, file) = scratch();
    let mut store = open(&file, Access::Write).unwrap();
    book(&mut store, &hour(1, Some("work")), 1);
    (folder, file)
}

/// Both kinds of opening fail like this and leave the bytes alone.
fn refused(file: &Path, wanted: fn(&StoreError) -> bool) {
    let before = fs::read(file).unwrap_or_default();
    for access in [Access::Read, Access::Write] {
        let error = open(file, access).expect_err("it opened");
        assert!(wanted(&error), "{access:?}: {error:?}");
        assert!(!error.to_string().is_empty() && !error.help().is_empty());
        assert_eq!(error.is_busy(), matches!(error, StoreError::Busy { .. }));
    }
    assert_eq!(fs::read(file).unwrap_or_default(), before);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let (folder, file) = scratch();
    fs::create_dir(file.parent().unwrap()).unwrap();
    let foreign = |error: &StoreError| matches!(error, StoreError::Foreign { .. });
    fs::write(
        &file,
        "Dear diary, this is certainly no database. ".repeat(50),
    )
    .unwrap();
    refused(&file, foreign);
    fs::write(&file, "x").unwrap();
    refused(&file, foreign);
    for sql in [
        "CREATE TABLE theirs(x)",
        "PRAGMA application_id=7; CREATE TABLE theirs(x)",
        "PRAGMA user_version=1; CREATE TABLE entries(x)",
    ] {
        fs::remove_file(&file).unwrap();
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        refused(&file, foreign);
    }
    refused(folder.path(), |error| {
        matches!(error, StoreError::NotWritable { .. })
    });
    refused(&file.join("below a file"), |error| {
        matches!(error, StoreError::NotWritable { .. })
    });
}

#[test]
fn a_newer_database_is_refused_with_both_numbers() {
    let (_folder, file) = filled();
    Connection::open(&file)
        .unwrap()
        .execute_batch("PRAGMA user_version=9")
        .unwrap();
    refused(&file, |error| {
        matches!(
            error,
            StoreError::Newer {
                found: 9,
                known: 1,
                ..
            }
        )
    });
}

#[test]
fn damage_is_seen_and_not_repaired_in_passing() {
    let (_folder, file) = filled();
    let whole = fs::read(&file).unwrap();
    let damaged = |error: &StoreError| matches!(error, StoreError::Damaged { .. });

    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    refused(&file, damaged);
    fs::write(&file, &whole[..10]).unwrap();
    refused(&file, damaged);
    fs::write(&file, [b'#'; 8_192]).unwrap();
    refused(&file, damaged);

    // A page in the middle: seen when it is touched, and by a check.
    let mut bytes = whole.clone();
    let root: usize = {
        fs::write(&file, &whole).unwrap();
        let conn = Connection::open(&file).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name='entries'";
        usize::from(
            conn.query_row::<u16, _, _>(sql, [], |row| row.get(0))
                .unwrap(),
        )
    };
    bytes[(root - 1) * 4_096..root * 4_096].fill(0xa5);
    fs::write(&file, &bytes).unwrap();
    let mut store = open(&file, Access::Write).unwrap();
    assert!(damaged(
        &store
            .view()
            .entries(&Filter::default())
            .next()
            .unwrap()
            .unwrap_err()
    ));
    assert!(damaged(
        &try_book(&mut store, &hour(1, None), 2).unwrap_err()
    ));
    assert!(!store.check().unwrap().is_empty());
    drop(store);
    assert_eq!(fs::read(&file).unwrap(), bytes);
    fs::write(&file, &whole).unwrap();
    assert!(
        open(&file, Access::Write)
            .unwrap()
            .check()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_value_from_elsewhere_is_damage_and_no_panic() {
    let (_folder, file) = filled();
    let store = open(&file, Access::Write).unwrap();
    store
        .conn
        .execute_batch("UPDATE entries SET rest='{\"pauses\":7}'")
        .unwrap();
    let error = store.view().by_key(key(1)).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("tt.db"), "{error}");
}

#[test]
fn an_emptied_database_is_not_begun_anew() {
    let (_folder, file) = filled();
    let emptied = |error: &StoreError| matches!(error, StoreError::Emptied { .. });
    fs::write(&file, "").unwrap();
    refused(&file, emptied);
    fs::remove_file(&file).unwrap();
    refused(&file, emptied);
    assert!(!file.exists());
    fs::remove_file(file.with_extension("db.id")).unwrap();
    open(&file, Access::Write).unwrap();
}

#[test]
fn looking_creates_nothing() {
    let (folder, file) = scratch();
    let mut store = open(&file, Access::Read).unwrap();
    assert_eq!(store.view().entries(&Filter::default()).count(), 0);
    assert!(try_book(&mut store, &hour(1, None), 1).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // A first run that was killed left an empty file: still nothing there.
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, "").unwrap();
    assert_eq!(
        open(&file, Access::Read).unwrap().view().timers().unwrap(),
        []
    );
    assert_eq!(fs::read(&file).unwrap(), b"");
    open(&file, Access::Write).unwrap();
}

#[test]
fn looking_cannot_write() {
    let (_folder, file) = filled();
    let mut store = open(&file, Access::Read).unwrap();
    let error = try_book(&mut store, &hour(1, None), 2).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
}

#[test]
fn the_file_is_its_owners_alone() {
    let (_folder, file) = filled();
    let id_file = file.with_extension("db.id");
    let journal = file.with_extension("db-journal");
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    for path in [&file, &id_file, &journal] {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    assert!(open(&file, Access::Write).unwrap().notices().is_empty());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let store = open(&file, Access::Write).unwrap();
    assert_eq!(mode(&file), 0o600);
    assert!(
        store.notices()[0].contains("tt.db"),
        "{:?}",
        store.notices()
    );
    let copy = file.with_extension("copy");
    store.backup(&copy).unwrap();
    assert_eq!(mode(&copy), 0o600);
    assert!(matches!(
        store.backup(&copy),
        Err(StoreError::NotWritable { .. })
    ));
}

#[test]
fn a_commit_is_on_the_disk_before_it_is_reported() {
    let (_folder, file) = scratch();
    for _ in ["the first run", "a later one"] {
        let store = open(&file, Access::Write).unwrap();
        let ask = |sql: &str| -> rusqlite::types::Value {
            store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(ask("PRAGMA synchronous"), 2.into());
        assert_eq!(ask("PRAGMA journal_mode"), "persist".to_owned().into());
        assert_eq!(ask("PRAGMA foreign_keys"), 1.into());
    }
}

#[test]
fn a_backup_is_whole_and_opens() {
    let (folder, file) = filled();
    let copy = folder.path().join("elsewhere.db");
    open(&file, Access::Read).unwrap().backup(&copy).unwrap();
    let store = open(&copy, Access::Write).unwrap();
    assert!(store.view().by_key(key(1)).unwrap().is_some());
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn a_file_of_another_user_is_refused_for_writing() {
    let (_folder, file) = filled();
    if chown(&file, Some(54_321), None).is_err() {
        return; // only root can give files away
    }
    let error = open(&file, Access::Write).unwrap_err();
    assert!(matches!(error, StoreError::NotYours { .. }), "{error}");
}

#[test]
fn a_full_disk_refuses_the_write_and_nothing_else() {
    let (_folder, file) = filled();
    let mut store = open(&file, Access::Write).unwrap();
    let pages: i64 = store
        .conn
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .conn
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let mut content = hour(1, None);
    content.note = Some("x".repeat(100_000));
    let error = try_book(&mut store, &content, 2).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(store.view().by_key(key(1)).unwrap().is_some());
    assert_eq!(store.view().by_key(key(2)).unwrap(), None);
    assert!(store.check().unwrap().is_empty());
}

/// A folder on a file system of its own, where this machine lets us.
struct Mount(TempDir);

impl Mount {
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status()
            .ok()?;
        done.success().then_some(Self(folder))
    }

    fn again(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", options])
            .arg(self.0.path())
            .status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_read_only_file_system_is_read_and_not_written() {
    let Some(mount) = Mount::new("size=4m") else {
        return; // needs the right to mount; max_page_count and query_only are tested above
    };
    let file = mount.0.path().join("tt.db");
    book(&mut open(&file, Access::Write).unwrap(), &hour(1, None), 1);
    mount.again("remount,ro");
    let error = open(&file, Access::Write).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    let error = open(&mount.0.path().join("other.db"), Access::Write).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    let store = open(&file, Access::Read).unwrap();
    assert_eq!(store.view().entries(&Filter::default()).count(), 1);
    drop(store);
}

#[test]
fn a_really_full_disk_is_read_and_not_written() {
    let Some(mount) = Mount::new("size=512k") else {
        return; // needs the right to mount; max_page_count is tested above
    };
    let file = mount.0.path().join("tt.db");
    book(&mut open(&file, Access::Write).unwrap(), &hour(1, None), 1);
    let filler = mount.0.path().join("filler");
    assert!(
        fs::write(&filler, vec![0; 1 << 20]).is_err(),
        "it is full now"
    );
    let mut store = open(&file, Access::Write).unwrap();
    let mut content = hour(1, None);
    content.note = Some("x".repeat(100_000));
    let error = try_book(&mut store, &content, 2).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    drop(store);
    assert!(open(&mount.0.path().join("second.db"), Access::Write).is_err());
    let store = open(&file, Access::Read).unwrap();
    assert_eq!(store.view().entries(&Filter::default()).count(), 1);
    drop(store);
    fs::remove_file(&filler).unwrap();
    book(&mut open(&file, Access::Write).unwrap(), &content, 2);
}

#[test]
fn a_name_that_reads_like_an_address_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file:x?mode=memory#%41");
    drop(open(&file, Access::Write).unwrap());
    assert!(file.metadata().unwrap().len() > 0);
}
