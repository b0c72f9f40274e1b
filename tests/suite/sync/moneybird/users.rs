//! An entry moves to somebody else: taken away and booked anew, in one step.

use super::{Books, SEM};
use serde_json::{Value, json};

/// User and note of every entry there.
fn users(books: &Books) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let held = books.held();
    let each = held
        .iter()
        .map(|entry| (text(&entry["user_id"]), text(&entry["description"])));
    each.collect()
}

#[test]
fn an_entry_moves_to_another_user_and_back_in_one_step() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    let noor = books.fake.user();
    let told = books.tt(&format!("edit 1 --member {SEM}")).exits(0);
    let said = format!("{}{}", told.out, told.err);
    assert!(
        said.contains("entry 1 is taken away and booked anew as 2"),
        "{said}"
    );
    let entries = books.entries();
    assert_eq!(
        (entries.len(), &entries[0]["id"], &entries[0]["delivery"]),
        (1, &json!(2), &json!("owed"))
    );
    let report = books.sync(0);
    assert_eq!(
        (&report["deleted"], &report["created"]),
        (&json!(1), &json!(1)),
        "{report}"
    );
    assert_eq!(users(&books), [(SEM.to_owned(), "dns".to_owned())]);
    books.is_idle();
    // All of it goes back with one undo.
    books.tt("undo").exits(0);
    let entries = books.entries();
    assert_eq!((entries.len(), &entries[0]["id"]), (1, &json!(1)));
    books.until_settled();
    assert_eq!(users(&books), [(noor, "dns".to_owned())]);
    books.is_idle();
}

#[test]
fn undone_before_the_sync_nothing_is_sent() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    books.sync(0);
    let remote = books.only();
    books
        .tt(&format!("edit 1 --member {SEM} -m other"))
        .exits(0);
    books.tt("undo").exits(0);
    books.is_idle();
    assert_eq!(books.only(), remote);
    assert_eq!(books.notes(), ["dns"]);
}

#[test]
fn a_dry_run_moves_nothing_and_an_invoice_keeps_it() {
    let books = Books::new();
    books.log("9:00-10:00", "dns");
    // Nothing is there yet: an edit like any other.
    books.tt(&format!("edit 1 --member {SEM}")).exits(0);
    assert_eq!(books.entries()[0]["id"], 1);
    books.tt("undo").exits(0);
    books.sync(0);
    books
        .tt(&format!("edit 1 --member {SEM} --dry-run"))
        .exits(0);
    assert_eq!(books.entries()[0]["id"], 1);
    books.fake.invoice(books.only());
    books.sync(0);
    let told = books.tt(&format!("edit 1 --member {SEM}"));
    assert_ne!(told.code, 0);
    assert!(told.err.contains("invoice"), "{}", told.err);
    assert_eq!(books.entries()[0]["id"], 1);
}
