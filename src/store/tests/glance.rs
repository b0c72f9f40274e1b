//! What completion reads.

use super::*;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::store::{Glance, SheetRow};

fn item(id: u32, code: Option<&str>, name: &str, active: bool) -> CatalogItem {
    CatalogItem {
        kind: CatalogKind::Tickets,
        id: id.to_string(),
        code: code.map(str::to_owned),
        name: name.to_owned(),
        active,
        facts: [].into(),
    }
}

fn ids(items: &[CatalogItem]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

#[test]
fn a_glance_makes_nothing_and_takes_only_what_is_ours() {
    let (folder, file) = scratch();
    assert!(Glance::at(&file).is_none());
    assert!(!file.parent().unwrap().exists());
    assert!(Glance::at(folder.path()).is_none());
    let other = folder.path().join("other.db");
    std::fs::write(&other, "").unwrap();
    assert!(Glance::at(&other).is_none());
    let conn = rusqlite::Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE t(x)").unwrap();
    assert!(Glance::at(&other).is_none());
    drop(Store::open(&file, Access::Write, NOW).unwrap());
    assert!(Glance::at(&file).is_some());
    // Of another version: neither read nor brought up to date.
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.pragma_update(None, "user_version", 999).unwrap();
    assert!(Glance::at(&file).is_none());
}

#[test]
fn entries_are_found_by_the_beginning_of_their_numbers() {
    let (folder, mut store) = fresh();
    for n in 1..=130 {
        book(&mut store, &hour(1, None), n);
    }
    let removed = store.view().by_key(key(12)).unwrap().unwrap();
    store.write(|tx| tx.remove(removed.id, NOW)).unwrap();
    let glance = Glance::at(&folder.path().join("data/tt.db")).unwrap();
    let numbers = |digits: &str, most: usize| -> Vec<i64> {
        let found = glance.numbered(digits, most);
        found.iter().map(|entry| entry.id.0).collect()
    };
    let mut twelve: Vec<i64> = (120..=129).rev().collect();
    assert_eq!(numbers("12", 50), twelve);
    twelve.truncate(3);
    assert_eq!(numbers("12", 3), twelve);
    assert_eq!(numbers("13", 50), [130, 13]);
    assert_eq!(numbers("", 2), [130, 129]);
    for none in ["0", "131", "99999999999999999999", "9223372036854775807"] {
        assert_eq!(numbers(none, 50), [0; 0], "{none}");
    }
}

#[test]
fn things_are_found_by_number_code_name_and_word() {
    let (folder, mut store) = fresh();
    let items = [
        item(54_321, Some("T1.0042"), "Mail is slow", true),
        item(54_322, None, "Slow mail", false),
        item(54_323, None, "Slow printer", true),
        item(60_000, None, "Printer", true),
    ];
    store
        .write(|tx| tx.catalog_put("work", &items, NOW))
        .unwrap();
    let glance = Glance::at(&folder.path().join("data/tt.db")).unwrap();
    let find = |typed: &str, word: &str, most: usize| {
        let fits = |name: &str| !word.is_empty() && name.contains(word);
        glance.items("work", CatalogKind::Tickets, typed, fits, most)
    };
    assert_eq!(ids(&find("543", "", 9)), ["54323", "54321"]);
    assert_eq!(ids(&find("#543", "", 1)), ["54323"]);
    assert_eq!(ids(&find("t1", "", 9)), ["54321"]);
    assert_eq!(ids(&find("SLOW", "", 9)), ["54323"]);
    assert_eq!(ids(&find("", "rinter", 9)), ["60000", "54323"]);
    assert_eq!(ids(&find("", "rinter", 1)), ["60000"]);
    assert_eq!(ids(&find("%", "", 9)), [""; 0]);
    let other = glance.items("else", CatalogKind::Tickets, "5", |_| true, 9);
    assert_eq!(ids(&other), [""; 0]);
}

#[test]
fn sheets_come_newest_first() {
    let (folder, mut store) = fresh();
    let sheet = |id: &str, from: &str, to: &str| SheetRow {
        profile: "work".to_owned(),
        remote_id: id.to_owned(),
        from: day(from),
        to: day(to),
        status: Status::Open,
        member: None,
        data: [].into(),
    };
    let sheets = [
        sheet("7", "2026-11-09", "2026-11-15"),
        sheet("8", "2026-11-16", "2026-11-22"),
    ];
    store
        .write(|tx| tx.sheets_put("work", &sheets, None))
        .unwrap();
    let glance = Glance::at(&folder.path().join("data/tt.db")).unwrap();
    let found = glance.sheets(Some("work"));
    assert_eq!(found[0].remote_id, "8");
    assert_eq!(found.len(), 2);
    assert_eq!(glance.sheets(Some("home")), []);
}

#[test]
fn nobody_who_writes_is_waited_for() {
    let (folder, mut store) = fresh();
    book(&mut store, &hour(1, None), 1);
    let file = folder.path().join("data/tt.db");
    // A write under way lets others read.
    let mut other = rusqlite::Connection::open(&file).unwrap();
    let kind = rusqlite::TransactionBehavior::Immediate;
    let change = other.transaction_with_behavior(kind).unwrap();
    assert_eq!(Glance::at(&file).unwrap().numbered("", 9).len(), 1);
    drop(change);
    let kind = rusqlite::TransactionBehavior::Exclusive;
    let _change = other.transaction_with_behavior(kind).unwrap();
    assert!(Glance::at(&file).is_none());
}
