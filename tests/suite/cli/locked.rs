//! A database that another process is writing to: the command waits its turn.

use super::Desk;
use std::sync::mpsc;
use std::time::Instant;
use tt::store::{Access, Store, StoreError};

#[test]
fn a_writer_waits_for_another_that_takes_three_seconds() {
    let desk = Desk::new();
    desk.tt("log 8-9 before").exits(0);
    let db = desk.db();
    let (held, is_held) = mpsc::channel();
    let other = std::thread::spawn(move || {
        let mut store = Store::open(&db, Access::Write, 0).unwrap();
        store.write(|_| {
            held.send(()).unwrap();
            super::pause(3_000_000);
            Ok::<_, StoreError>(())
        })
    });
    is_held.recv().unwrap();
    let began = Instant::now();
    // Looking does not wait.
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
    desk.tt("log 9-10 after").exits(0);
    assert!(
        began.elapsed().as_millis() > 2_000,
        "it did not have to wait"
    );
    other.join().unwrap().unwrap();
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
}
