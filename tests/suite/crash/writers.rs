//! Many at once: writers, a reader that loops, one that stops reading.

use super::{on_desk, said, whole};
use crate::cli::{Desk, size};
use std::io::Read as _;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use tt::store::{Access, Store, StoreError};

const WRITERS: usize = 16;

#[test]
fn sixteen_writers_and_a_reader_lose_nothing() {
    let each = size("TT_WRITES", 10) as usize;
    let desk = Desk::new();
    let left = AtomicUsize::new(WRITERS);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (desk, left) = (&desk, &left);
            scope.spawn(move || {
                for n in 0..each {
                    let note = format!("writer {writer} entry {n}");
                    let output = on_desk(desk, &["log", "1m", "--on", "yesterday", "-m", &note])
                        .output()
                        .unwrap();
                    assert!(output.status.success(), "{}", said(&output));
                }
                left.fetch_sub(1, Ordering::Relaxed);
            });
        }
        scope.spawn(|| {
            let mut seen = 0;
            while left.load(Ordering::Relaxed) > 0 {
                let output = on_desk(&desk, &["list", "yesterday", "--ids"])
                    .output()
                    .unwrap();
                assert!(output.status.success(), "{}", said(&output));
                let n_lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
                assert!(n_lines >= seen, "{seen} entries became {n_lines}");
                seen = n_lines;
                if std::thread::panicking() {
                    break;
                }
            }
        });
    });
    let entries = whole(&desk.db(), "after all writers");
    let mut notes: Vec<_> = entries.values().map(|entry| &entry.content.note).collect();
    notes.sort();
    notes.dedup();
    assert_eq!(notes.len(), WRITERS * each);
    let mut starts: Vec<_> = entries.values().map(|entry| entry.content.start).collect();
    starts.sort();
    starts.dedup();
    assert_eq!(
        starts.len(),
        WRITERS * each,
        "two were placed on the same minute"
    );
}

#[test]
fn a_lock_of_three_seconds_is_waited_for() {
    let desk = Desk::new();
    desk.tt("log 1h first").exits(0);
    let mut store = Store::open(&desk.db(), Access::Write, 0).unwrap();
    let child = store
        .write(|_| {
            let child = on_desk(&desk, &["log", "5m", "second"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            crate::cli::pause(3_000_000);
            Ok::<_, StoreError>(child)
        })
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(whole(&desk.db(), "after the lock").len(), 2);
}

#[test]
fn a_reader_that_stops_reading_blocks_no_writer() {
    let desk = Desk::new();
    let note = "x".repeat(4_000);
    for _ in 0..20 {
        desk.run(&["log", "1m", "-m", &note]).exits(0);
    }
    let mut reader = on_desk(&desk, &["list", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = reader.stdout.take().unwrap();
    // Its first byte is here, and its pipe holds less than it has to say.
    let mut first = [0; 1];
    out.read_exact(&mut first).unwrap();
    desk.tt("log 1m while-the-pipe-is-full").exits(0);
    assert!(
        reader.try_wait().unwrap().is_none(),
        "the pipe was not full"
    );
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    assert!(rest.len() > 65_536);
    assert!(reader.wait().unwrap().success());
}
