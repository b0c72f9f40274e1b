//! What a command may cost, counted and not timed: system calls and syncs.

use super::Place;
use super::tracer::{self, Call};
use crate::cli::Desk;

/// A command, how many system calls it may make, and how many syncs at least and at most.
const GATES: &[(&[&str], usize, usize, usize)] = &[
    (&["--version"], 110, 0, 0),
    (&["list", "today"], 160, 0, 0),
    (&["log", "15m", "--ticket", "54321", "mail flow"], 260, 1, 5),
    (&["report", "today"], 160, 0, 0),
    (&["check", "today"], 220, 0, 0),
    // However many entries: one transaction, and the state for the prompt.
    (&["submit", "--all"], 300, 1, 5),
    (&["approve", "--all"], 300, 1, 5),
    // Next to what any program costs: a file, and a look at another.
    (&["prompt"], 110, 0, 0),
];

#[test]
fn commands_stay_below_their_gates() {
    if !tracer::can_trace() {
        return;
    }
    let desk = Desk::new();
    for n in 0..8 {
        desk.tt(&format!("log 15m --ticket 4{n} -t mail entry {n}"))
            .exits(0);
    }
    let place = Place::copy_of(&desk);
    let mut wrong = Vec::new();
    for (args, most, fewest_syncs, most_syncs) in GATES {
        let calls = tracer::calls(&place, args);
        let n_syncs = calls.iter().filter(|call| is_sync(call)).count();
        println!(
            "tt {}: {} calls, {n_syncs} syncs",
            args.join(" "),
            calls.len()
        );
        if calls.len() > *most || n_syncs < *fewest_syncs || n_syncs > *most_syncs {
            wrong.push(format!(
                "tt {}: {} calls (at most {most}), {n_syncs} syncs ({fewest_syncs} to {most_syncs})",
                args.join(" "),
                calls.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_sync(call: &Call) -> bool {
    matches!(
        call.name.as_str(),
        "fsync" | "fdatasync" | "sync_file_range" | "syncfs"
    )
}

#[test]
fn what_only_looks_opens_no_socket() {
    if !tracer::can_trace() {
        return;
    }
    let desk = Desk::new();
    desk.tt("log 15m first").exits(0);
    let place = Place::copy_of(&desk);
    for args in [&["list", "today"][..], &["log", "5m", "second"]] {
        let calls = tracer::calls(&place, args);
        let socket = calls.iter().find(|call| call.name == "socket");
        assert!(socket.is_none(), "{args:?}: {socket:?}");
    }
}
