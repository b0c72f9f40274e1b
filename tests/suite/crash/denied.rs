//! The disk says no: full, or failing, at each single call that changes it.

use super::tracer::{self, Call};
use super::{Place, for_each, said, whole};
use crate::cli::{Desk, size};
use std::process::Output;

const LOG: &[&str] = &["log", "15m", "--ticket", "54321", "mail flow"];

/// Calls that make, change or keep something.
const CHANGING: &[&str] = &[
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "openat",
    "mkdir",
    "rename",
];

#[test]
fn a_disk_that_is_full_or_fails_is_told_and_nothing_is_lost() {
    if !tracer::can_trace() {
        return;
    }
    let desk = Desk::new();
    for n in 0..5 {
        desk.tt(&format!("log 15m entry {n}")).exits(0);
    }
    deny_each(&|| Place::copy_of(&desk), 5);
}

#[test]
fn a_disk_that_says_no_to_the_first_log_is_told() {
    if !tracer::can_trace() {
        return;
    }
    deny_each(&Place::empty, 0);
}

fn deny_each(place: &(dyn Fn() -> Place + Sync), n_before: usize) {
    let is_torture = size("TT_TORTURE", 0) > 0;
    let calls: Vec<Call> = tracer::calls(&place(), LOG)
        .into_iter()
        .filter(|call| call.is_ours && CHANGING.contains(&call.name.as_str()))
        .collect();
    let points: Vec<(Call, &str)> = calls
        .into_iter()
        .flat_map(|call| [(call.clone(), "ENOSPC"), (call, "EIO")])
        // Of the many writes of pages a sample is enough.
        .filter(|(call, _)| is_torture || call.name != "pwrite64" || call.nth % 3 == 1)
        .collect();
    for_each(&points, |(call, error)| {
        let place = place();
        let output = place.tt(&call.with(&format!("error={error}")), LOG);
        let when = format!("{error} at {}: {}", call.line, said(&output));
        let n_entries = whole(&place.db(), &when).len();
        judge(&output, call, n_entries - n_before, &when);
        let next = place.tt(&[], &["log", "5m", "after"]);
        assert!(next.status.success(), "{when}\nthen {}", said(&next));
        assert_eq!(whole(&place.db(), &when).len(), n_entries + 1, "{when}");
    });
    println!("{} points", points.len());
}

/// Success means it is in; failure means exit 7, in words, and that it is not in, but
/// where the words say otherwise.
fn judge(output: &Output, call: &Call, n_new: usize, when: &str) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked"), "{when}");
    if output.status.success() {
        assert_eq!(n_new, 1, "{when}: reported, and not in");
        return;
    }
    // The configuration is a file of its own, with an exit code of its own.
    let code = if call.line.contains("config.toml") {
        5
    } else {
        7
    };
    assert_eq!(output.status.code(), Some(code), "{when}");
    assert!(err.contains("error:") && err.contains("help:"), "{when}");
    assert!(
        n_new == 0 || err.contains("booked"),
        "{when}: in, and not said"
    );
}
