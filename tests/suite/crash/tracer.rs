//! `strace` as an instrument: which system calls a command makes, and what happens
//! when one of them fails or is the last.

use super::Place;
use std::path::Path;
use std::process::{Command, Stdio};

/// One system call of a run.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// The how many-th of this name, from 1.
    pub nth: usize,
    /// The line of the trace.
    pub line: String,
    /// Whether the command had begun, or the loader was still at work.
    pub is_ours: bool,
}

impl Call {
    /// `strace` that does this to the call, and traces nothing else.
    pub fn with(&self, what: &str) -> Vec<String> {
        let (name, nth) = (&self.name, self.nth);
        [
            "strace",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={name}"),
            "-e",
            &format!("inject={name}:{what}:when={nth}"),
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

/// Whether commands can be traced here. Where they cannot be, a test that wants it
/// ends early with a line, but in CI it fails.
pub fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let can = traced.is_ok_and(|status| status.success());
    assert!(
        can || !is_ci(),
        "CI must have strace and the right to trace"
    );
    if !can {
        println!("skipped: strace is not installed or may not trace");
    }
    can
}

#[expect(
    clippy::disallowed_methods,
    reason = "in CI nothing may be skipped silently"
)]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// The system calls of a run that must succeed, in order.
pub fn calls(place: &Place, args: &[&str]) -> Vec<Call> {
    let log = place.folder.path().join("trace");
    let by_way_of = ["strace", "-qq", "-o", &log.to_string_lossy()].map(str::to_owned);
    let output = place.tt(&by_way_of, args);
    assert!(output.status.success(), "{}", super::said(&output));
    read(&log)
}

/// The system calls that a trace tells of, in order.
pub fn read(log: &Path) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut is_ours = false;
    let mut counts = std::collections::BTreeMap::new();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        let Some((name, _)) = line.split_once('(') else {
            continue;
        };
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        // The first thing std does before main, after the loader is done.
        is_ours |= line.contains("SIGPIPE");
        let nth = counts.entry(name.to_owned()).or_insert(0);
        *nth += 1;
        calls.push(Call {
            name: name.to_owned(),
            nth: *nth,
            line: line.to_owned(),
            is_ours,
        });
    }
    calls
}
