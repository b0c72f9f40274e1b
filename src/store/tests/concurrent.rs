//! Many at once, and killed at any instant. Children are this test binary itself.

use super::*;
use crate::store::Filter;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const CHILD: &str = "TT_STORE_TEST_CHILD";
const FILE: &str = "TT_STORE_TEST_FILE";

#[expect(
    clippy::disallowed_methods,
    reason = "how a test talks to its children"
)]
fn task() -> Option<(u64, PathBuf)> {
    let number = std::env::var(CHILD).ok()?.parse().unwrap();
    Some((number, std::env::var(FILE).unwrap().into()))
}

/// This very test, run as a child with a number, with a mask that hides nothing.
fn child(test: &str, number: u64, file: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" \"$@\""])
        .arg(program)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, number.to_string())
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_hundred_first_runs_at_once_all_succeed() {
    if let Some((number, file)) = task() {
        let mut store = Store::open(&file, Access::Write, NOW).unwrap();
        book(&mut store, &hour(1, Some("work")), number);
        return;
    }
    let (_folder, file) = scratch();
    let name = "store::tests::concurrent::a_hundred_first_runs_at_once_all_succeed";
    let children: Vec<Child> = (0..100).map(|n| child(name, n, &file)).collect();
    for child in children {
        let done = child.wait_with_output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let store = Store::open(&file, Access::Read, NOW).unwrap();
    assert_eq!(store.view().entries(&Filter::default()).count(), 100);
    assert!(store.check().unwrap().is_empty());
    // Under a mask that hides nothing all of it is still private.
    use std::os::unix::fs::PermissionsExt as _;
    for item in std::fs::read_dir(file.parent().unwrap()).unwrap() {
        let item = item.unwrap();
        let mode = item.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", item.path().display());
    }
}

#[test]
fn threads_of_one_process_do_not_lose_their_locks() {
    let (_folder, file) = scratch();
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let file = &file;
            scope.spawn(move || {
                for turn in 0..10 {
                    let mut store = Store::open(file, Access::Write, NOW).unwrap();
                    book(&mut store, &hour(1, None), thread * 100 + turn);
                }
            });
        }
    });
    let store = Store::open(&file, Access::Read, NOW).unwrap();
    assert_eq!(store.view().entries(&Filter::default()).count(), 80);
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn what_was_reported_survives_a_kill_and_the_rest_is_whole() {
    if let Some((number, file)) = task() {
        // Books until it is killed; says what is in only after the commit.
        for turn in 0.. {
            let mut store = Store::open(&file, Access::Write, NOW).unwrap();
            let n = number * 1_000 + turn;
            store
                .write(|tx| {
                    let content = hour(1, Some("work"));
                    let entry = tx.book(
                        &admitted(&content),
                        key(n),
                        Status::Open,
                        Origin::Local,
                        NOW,
                    )?;
                    tx.amend(entry.id, &admitted(&hour(2, Some("work"))), NOW)
                })
                .unwrap();
            println!("booked {n}");
        }
    }
    let (_folder, file) = scratch();
    let name = "store::tests::concurrent::what_was_reported_survives_a_kill_and_the_rest_is_whole";
    let mut reported = Vec::new();
    for round in 0..40_u64 {
        let mut child = child(name, round + 1, &file);
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let mut wait = 1 + round % 5;
        // So many entries, then a few hundred microseconds into the next one.
        while wait > 0 {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the child gave up");
            wait -= u64::from(line.contains("booked"));
            reported.extend(number(&line));
        }
        let mut until = 0_u64;
        for step in 0..(round * 7_919) % 400_000 {
            until = std::hint::black_box(until ^ step);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        reported.extend(rest.lines().filter_map(number));

        // A look rolls back what was under way, and finds all that was reported.
        let store = Store::open(&file, Access::Read, NOW).unwrap();
        assert!(store.check().unwrap().is_empty());
        let entries: Vec<_> = store
            .view()
            .entries(&Filter::default())
            .map(Result::unwrap)
            .collect();
        for n in &reported {
            assert!(
                entries.iter().any(|(entry, _)| entry.key == key(*n)),
                "{n} is lost"
            );
        }
        for (entry, link) in entries {
            assert_eq!(
                (entry.revision, link.unwrap().revision),
                (2, 2),
                "half of a change"
            );
        }
    }
    assert!(reported.len() >= 100);
}

fn number(line: &str) -> Option<u64> {
    line.trim().rsplit_once("booked ")?.1.parse().ok()
}

#[test]
fn a_writer_waits_for_another_one() {
    let (_folder, file) = scratch();
    let mut first = Store::open(&file, Access::Write, NOW).unwrap();
    let mut second = Store::open(&file, Access::Write, NOW).unwrap();
    std::thread::scope(|scope| {
        let waiting = first.write(|tx| {
            tx.book(
                &admitted(&hour(1, None)),
                key(1),
                Status::Open,
                Origin::Local,
                NOW,
            )?;
            Ok::<_, StoreError>(scope.spawn(|| book(&mut second, &hour(2, None), 2).id.0))
        });
        assert_eq!(waiting.unwrap().join().unwrap(), 2);
    });
    second.conn.busy_timeout(Duration::from_millis(20)).unwrap();
    first
        .write(|_| {
            let error = try_book(&mut second, &hour(3, None), 3).unwrap_err();
            assert!(matches!(error, StoreError::Busy { .. }), "{error}");
            assert!(error.is_busy());
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
