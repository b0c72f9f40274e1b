//! SIGKILL: at random instants of everything that writes, and before every single
//! system call of `tt log`.

use super::tracer::{self, Call};
use super::{Place, for_each, on_desk, said, whole};
use crate::cli::{Desk, size};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tt::domain::entry::Entry;
use tt::domain::status::Status;

/// A command with what must be so once it was reported. In its words `ID` stands
/// for the newest open entry and `N` for the round.
struct Act {
    words: &'static [&'static str],
    /// How many entries it changes at most.
    most: usize,
    /// What must hold of each entry it changed: before, after.
    holds: fn(Option<&Entry>, &Entry) -> bool,
}

const ACTS: &[Act] = &[
    Act {
        words: &["log", "1m", "--on", "yesterday", "one more"],
        most: 1,
        holds: |before, _| before.is_none(),
    },
    Act {
        words: &["edit", "ID", "-m", "changed in round N"],
        most: 1,
        holds: |before, after| before.is_some() && !after.removed,
    },
    Act {
        words: &["split", "ID", "--into", "2"],
        most: 2,
        holds: |before, after| before.is_none_or(|before| before.id == after.id) && !after.removed,
    },
    Act {
        words: &["start", "8:00", "a timer of round N"],
        most: 2,
        holds: |before, after| before.is_some() || after.content.is_timer(),
    },
    Act {
        words: &["stop", "9:00"],
        most: 1,
        holds: |before, after| before.is_some() && !after.content.is_timer(),
    },
    Act {
        words: &["delete", "ID"],
        most: 1,
        holds: |_, after| after.removed,
    },
    Act {
        words: &["undo"],
        most: 2,
        holds: |before, _| before.is_some(),
    },
    Act {
        words: &["submit", "ID"],
        most: 1,
        holds: |_, after| after.status == Status::Submitted,
    },
];

#[test]
fn killed_at_any_instant_the_database_is_whole() {
    let rounds = size("TT_KILLS", 90);
    let desk = Desk::new();
    for n in 0..10 {
        desk.tt(&format!("log 1m --on yesterday entry {n}"))
            .exits(0);
    }
    let usual = duration(&desk);
    let mut before = whole(&desk.db(), "at first");
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut n_killed, mut n_done) = (0, 0);
    for round in 0..rounds {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let act = &ACTS[round as usize % ACTS.len()];
        let open = |entry: &&Entry| {
            !entry.removed && entry.status == Status::Open && !entry.content.is_timer()
        };
        let about = before.values().rev().find(open).map(|entry| entry.id.0);
        let word = |word: &&str| match *word {
            "ID" => about.unwrap_or(1).to_string(),
            other => other.replace('N', &round.to_string()),
        };
        let words: Vec<String> = act.words.iter().map(word).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut child = on_desk(&desk, &words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Somewhere within what it usually takes, and a bit beyond.
        let within = u64::try_from(usual.as_micros()).unwrap() * 5 / 4;
        crate::cli::pause((seed >> 33) % within);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let is_reported = !output.stdout.is_empty();
        n_killed += u32::from(output.status.code().is_none());
        n_done += u32::from(is_reported);
        let when = format!("round {round}, tt {}: {}", words.join(" "), said(&output));
        let after = whole(&desk.db(), &when);
        check(act, is_reported, &before, &after, &when);
        before = after;
    }
    println!("{rounds} rounds: {n_killed} killed, {n_done} reported");
    assert!(
        n_killed > rounds / 5,
        "only {n_killed} of {rounds} were killed in time"
    );
    desk.tt("log 1m --on yesterday after").exits(0);
}

/// How long a write takes here and now.
fn duration(desk: &Desk) -> Duration {
    let mut times: Vec<_> = (0..5)
        .map(|_| {
            let began = Instant::now();
            let status = on_desk(desk, ACTS[0].words).stdout(Stdio::null()).status();
            assert!(status.unwrap().success());
            began.elapsed()
        })
        .collect();
    times.sort();
    times[2]
}

/// All of it or nothing, all of it where it was reported, and nothing else touched.
fn check(
    act: &Act,
    is_reported: bool,
    before: &BTreeMap<i64, Entry>,
    after: &BTreeMap<i64, Entry>,
    when: &str,
) {
    let mut n_changed = 0;
    for (id, entry) in after {
        let was = before.get(id);
        if was == Some(entry) {
            continue;
        }
        n_changed += 1;
        assert!((act.holds)(was, entry), "{when}: {entry:?}");
    }
    assert!(
        before.keys().all(|id| after.contains_key(id)),
        "{when}: one is gone"
    );
    assert!(n_changed <= act.most, "{when}: {n_changed} changed");
    assert!(
        n_changed > 0 || !is_reported,
        "{when}: reported, and not done"
    );
}

#[test]
fn killed_before_every_call_of_a_log_nothing_is_lost() {
    if !tracer::can_trace() {
        return;
    }
    let desk = Desk::new();
    for n in 0..5 {
        desk.tt(&format!("log 15m entry {n}")).exits(0);
    }
    let (killed, points) = kill_each(&|| Place::copy_of(&desk), 5);
    println!("tt log: killed at {killed} of {points} points");
}

#[test]
fn killed_before_every_call_of_the_first_log_nothing_is_in_the_way() {
    if !tracer::can_trace() {
        return;
    }
    let (killed, points) = kill_each(&Place::empty, 0);
    println!("first tt log: killed at {killed} of {points} points");
}

const LOG: &[&str] = &["log", "15m", "--ticket", "54321", "mail flow"];

/// Kills `tt log` before each call in a fresh place; how often it died, and at how many calls.
fn kill_each(place: &(dyn Fn() -> Place + Sync), n_before: usize) -> (usize, usize) {
    let points = chosen(tracer::calls(&place(), LOG));
    let n_killed = AtomicUsize::new(0);
    for_each(&points, |call| {
        let place = place();
        let output = place.tt(&call.with("signal=SIGKILL"), LOG);
        let when = format!("killed at {}: {}", call.line, said(&output));
        if output.status.success() {
            // The counts differ a little from run to run: it was never reached.
            assert!(!output.stdout.is_empty(), "{when}");
        } else {
            n_killed.fetch_add(1, Ordering::Relaxed);
        }
        let n_entries = whole(&place.db(), &when).len();
        let is_reported = !output.stdout.is_empty();
        assert!(
            n_entries == n_before + 1 || !is_reported,
            "{when}: it is lost"
        );
        assert!(
            (n_before..=n_before + 1).contains(&n_entries),
            "{when}: {n_entries} entries"
        );
        // Nothing is in the way of the next one.
        let next = place.tt(&[], &["log", "5m", "after"]);
        assert!(next.status.success(), "{when}\nthen {}", said(&next));
        assert_eq!(whole(&place.db(), &when).len(), n_entries + 1, "{when}");
    });
    let n_killed = n_killed.into_inner();
    assert!(
        n_killed * 10 >= points.len() * 8,
        "only {n_killed} of {} died",
        points.len()
    );
    (n_killed, points.len())
}

/// Every call with `TT_TORTURE=1`; else those that change the disk, and of the others
/// that the command itself makes every eleventh.
fn chosen(calls: Vec<Call>) -> Vec<Call> {
    let is_torture = size("TT_TORTURE", 0) > 0;
    let changes = |call: &Call| {
        matches!(
            call.name.as_str(),
            "fsync" | "fdatasync" | "ftruncate" | "unlink" | "mkdir" | "write" | "rename"
        ) || (call.name == "pwrite64" && call.nth % 3 == 1)
    };
    let mut n_others = 0;
    calls
        .into_iter()
        .filter(|call| {
            // The call that begins the program cannot be interrupted by it.
            if call.name == "execve" || call.name == "exit_group" {
                return false;
            }
            n_others += usize::from(call.is_ours);
            is_torture || call.is_ours && (changes(call) || n_others % 11 == 0)
        })
        .collect()
}
