//! The command killed with SIGKILL at any instant, over a line on which three in ten
//! requests go wrong, and run again until nothing is left: every entry arrives once, equal
//! in every field. Real time passes here, so schedules wait for their quarantines together.

use super::Bench;
use crate::support::vendor::connectwise::{Dialect, GuidPolicy, Options};
use crate::support::vendor::faults::{Dice, Fault, Plan};
use serde_json::Value;
use std::panic::resume_unwind;
use std::process::Child;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Schedules under way at the same time.
const AT_ONCE: u32 = 7;

/// Late ones most of all: they are what an impatient second send makes two of.
pub fn weather() -> Vec<Fault> {
    vec![
        Fault::Late(300),
        Fault::Late(900),
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::Error500 { applied: true },
        Fault::Error500 { applied: false },
        Fault::Throttled { retry_after: None },
        Fault::Garbage,
        Fault::CutBody,
        Fault::CutHead,
        Fault::Reset,
    ]
}

#[test]
fn killed_at_any_instant_every_entry_arrives_once() {
    all(20, |seed| schedule(seed, Dialect::Openapi));
}

#[test]
fn so_it_does_in_the_documented_dialect() {
    all(6, |seed| schedule(seed, Dialect::Documented));
}

/// Plays `usual` schedules, or as many as asked for, several at a time; each gives how many
/// runs were killed under way.
pub fn all(usual: u32, schedule: fn(u32) -> u32) {
    let n_schedules = crate::cli::size("TT_SCHEDULES", usual);
    let first = crate::cli::size("TT_SEED", 1);
    let next = AtomicU32::new(0);
    let n_killed = AtomicU32::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= n_schedules {
                            break;
                        }
                        n_killed.fetch_add(schedule(first + at), Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for worker in workers {
            if let Err(why) = worker.join() {
                resume_unwind(why);
            }
        }
    });
    let n_killed = n_killed.into_inner();
    assert!(
        n_killed > n_schedules,
        "only {n_killed} runs were killed in {n_schedules} schedules"
    );
}

/// Six rounds of what a person does and a sync that is killed at any instant; how many
/// were killed under way.
pub fn rounds(
    dice: &mut Dice,
    mut act: impl FnMut(usize, &mut Dice),
    start: impl Fn() -> Child,
) -> u32 {
    let mut n_killed = 0;
    let mut longest = 40_000;
    for round in 0..6 {
        act(round, dice);
        let mut child = start();
        let began = Instant::now();
        let instant = u64::try_from(dice.below(longest)).unwrap();
        crate::cli::pause(instant);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if output.status.code().is_none() {
            n_killed += 1;
            // Later the next time: the first half of a run is not all of it.
            longest = longest.saturating_mul(3) / 2;
        } else {
            longest = usize::try_from(began.elapsed().as_micros()).unwrap() + 1;
        }
    }
    n_killed
}

/// Plays the schedule of this seed; how many runs were killed under way.
fn schedule(seed: u32, dialect: Dialect) -> u32 {
    let mut dice = Dice::new(seed.into());
    let guid = [GuidPolicy::Keep, GuidPolicy::Drop, GuidPolicy::Replace][dice.below(3)];
    let options = Options {
        guid,
        dialect,
        ..Options::default()
    };
    let profile = match dialect {
        Dialect::Openapi => "",
        Dialect::Documented => "dialect = \"documented\"",
    };
    let bench = Bench::with(options, profile);
    bench
        .fake
        .plan(Plan::random(seed.into(), 30, 5, &weather()));
    let acts = |round: usize, dice: &mut Dice| {
        for _ in 0..dice.below(3) {
            act(&bench, dice);
        }
        if round == 0 {
            // Two equal ones, always.
            book(&bench, 1, 1);
            book(&bench, 1, 1);
        }
    };
    let n_killed = rounds(&mut dice, acts, || bench.start(&["sync", "--now"]));
    bench.until_settled();
    bench.fake.wait_for_late();
    bench.fake.plan(Plan::calm());
    bench.until_settled();
    compare(&bench, seed);
    bench.is_idle();
    n_killed
}

fn book(bench: &Bench, minute: usize, note: usize) {
    let note = format!("n{note}");
    bench
        .tt(&format!(
            "log yesterday 8:{minute:02}-8:{:02} --ticket 54321 -m {note} --internal-note inner-{note}",
            minute + 20
        ))
        .exits(0);
}

/// Something that a person does; to an entry that is gone it is refused.
fn act(bench: &Bench, dice: &mut Dice) {
    let which = 1 + dice.below(5);
    match dice.below(6) {
        0..=2 => book(bench, dice.below(30), dice.below(4)),
        3 => drop(bench.tt(&format!("edit {which} -m changed{}", dice.below(9)))),
        4 => drop(bench.tt(&format!(
            "edit {which} --internal-note other{}",
            dice.below(9)
        ))),
        _ => drop(bench.tt(&format!("delete {which}"))),
    }
}

/// What is here, and what is there: the same, each as often.
pub fn compare(bench: &Bench, seed: u32) {
    let field = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let unmarked = |text: String| match text.find("[tt:") {
        Some(at) => text[..at].trim_end().to_owned(),
        None => text,
    };
    let mut there: Vec<_> = bench
        .fake
        .entries()
        .iter()
        .map(|entry| {
            let target = entry["chargeToId"].as_i64();
            (
                field(entry, "timeStart"),
                field(entry, "timeEnd"),
                field(entry, "notes"),
                unmarked(field(entry, "internalNotes")),
                target,
            )
        })
        .collect();
    let mut here: Vec<_> = bench
        .entries()
        .iter()
        .map(|entry| {
            assert_eq!(entry["delivery"], "sent", "seed {seed}: {entry}");
            let utc = |name: &str| {
                let text = entry[name].as_str().unwrap();
                let at = chrono::DateTime::parse_from_rfc3339(text).unwrap();
                at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
            };
            (
                utc("start"),
                utc("end"),
                field(entry, "note"),
                field(entry, "internal_note"),
                Some(54321),
            )
        })
        .collect();
    there.sort();
    here.sort();
    assert_eq!(there, here, "seed {seed}");
}
