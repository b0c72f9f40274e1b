//! Many at once: whoever comes first, one timer runs at most.

use super::{Desk, desk, to};
use std::thread;

/// So many commands at the same time, from four threads.
fn at_once(desk: &Desk, lines: &[&str], rounds: usize) {
    thread::scope(|scope| {
        for line in lines {
            scope.spawn(move || {
                for _ in 0..rounds {
                    let ran = desk.tt(line);
                    // Nothing to stop is an answer too.
                    assert!([0, 1].contains(&ran.code), "{line}: {}", ran.err);
                }
            });
        }
    });
}

#[test]
fn a_hundred_races_leave_at_most_one_running_timer() {
    let mut desk = desk("10:00");
    desk.tt("start 9:00 first").exits(0);
    at_once(
        &desk,
        &[
            "start one",
            "stop --at now",
            "switch two",
            "resume",
            "start three",
        ],
        super::super::size("TT_TIMER_RACES", 20) as usize,
    );
    let entries = desk.json("list 2026-11-22");
    let running = entries
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["running"] == true);
    assert!(running.count() <= 1, "{entries}");
    // Whatever is left can be ended.
    to(&mut desk, "11:00");
    desk.tt("start last").exits(0);
    to(&mut desk, "11:30");
    desk.tt("stop").exits(0);
    assert_eq!(
        desk.json("list --running")
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["running"] == true)
            .count(),
        0
    );
}
