//! `tt backup`: a whole copy, private, never over another file.

use super::Desk;
use std::path::PathBuf;

#[test]
fn a_backup_is_a_database_of_its_own() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    let copy = desk.home().join("copy.db");
    let ran = desk.tt("backup copy.db").exits(0);
    assert_eq!(ran.out, format!("{}\n", copy.display()));
    desk.tt("log 8-9 two").exits(0);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
    let there = desk.json("list --db copy.db");
    assert_eq!(there.as_array().unwrap().len(), 1);
    assert_eq!(there[0]["note"], "one");
}

#[test]
fn without_a_name_it_gets_one_in_the_data_folder() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    let value = desk.json("backup");
    assert_eq!(value["ok"], true);
    let path = PathBuf::from(value["path"].as_str().unwrap());
    assert_eq!(
        path,
        desk.home().join("data/backups/tt-20261122T090733Z.db")
    );
    assert_eq!(value["bytes"], std::fs::metadata(&path).unwrap().len());
    // The same second again: nothing is overwritten.
    let before = std::fs::read(&path).unwrap();
    desk.tt("backup").exits(0);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // A folder is where it goes, under the same name.
    desk.tt("backup .").exits(0);
    assert!(desk.home().join("tt-20261122T090733Z.db").exists());
}

#[cfg(unix)]
#[test]
fn it_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.tt("backup").exits(0);
    let folder = desk.home().join("data/backups");
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("tt-20261122T090733Z.db")), 0o600);
}

#[test]
fn nothing_is_overwritten_and_nothing_half_is_left() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    std::fs::write(desk.home().join("there"), "mine").unwrap();
    let ran = desk.tt("backup there").exits(2);
    assert!(ran.err.contains("exists already"), "{}", ran.err);
    assert!(ran.err.contains("help:"), "{}", ran.err);
    assert_eq!(std::fs::read(desk.home().join("there")).unwrap(), b"mine");
    desk.tt("backup no/such/folder").exits(7);

    let mut bytes = std::fs::read(desk.db()).unwrap();
    bytes[4096..].fill(0xa5);
    std::fs::write(desk.db(), &bytes).unwrap();
    desk.tt("backup damaged.db").exits(7);
    assert!(!desk.home().join("damaged.db").exists());
    assert!(!desk.home().join("damaged.db.part").exists());
}

#[test]
fn without_a_database_there_is_nothing_to_copy() {
    let desk = Desk::new();
    desk.tt("backup").exits(1);
    assert_eq!(
        desk.tt("backup --json").exits(1).json()["error"]["code"],
        "nothing"
    );
    assert!(!desk.home().join("data").exists());
}

#[test]
fn two_backups_in_one_second_are_two_files() {
    let desk = Desk::new();
    desk.tt("log 1h x").exits(0);
    let first = desk.json("backup")["path"].clone();
    let second = desk.json("backup")["path"].clone();
    assert_ne!(first, second);
    for path in [first, second] {
        assert!(std::path::Path::new(path.as_str().unwrap()).exists());
    }
}
