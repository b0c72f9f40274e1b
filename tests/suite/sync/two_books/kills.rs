//! Handed over and back between two books, and killed at any instant, over two lines on which
//! three in ten requests go wrong.

use super::{Own, Plan, Shelf};
use crate::support::vendor::faults::Dice;
use crate::sync::kills::{all, rounds, weather};
use serde_json::Value;

#[test]
fn killed_at_any_instant_every_entry_is_in_one_book() {
    all(5, schedule);
}

/// Plays the schedule of this seed; how many runs were killed under way.
fn schedule(seed: u32) -> u32 {
    let mut dice = Dice::new(seed.into());
    let own = if dice.below(2) == 0 {
        Own::freshbooks()
    } else {
        Own::moneybird()
    };
    let shelf = Shelf::new(own);
    let plan = |seed: u32| Plan::random(seed.into(), 30, 5, &weather());
    shelf.work.fake.plan(plan(seed));
    shelf.own.plan(plan(seed.wrapping_add(1_000)));
    let mut n_booked = 0;
    let acts = |round: usize, dice: &mut Dice| {
        if round < 2 {
            for _ in 0..2 {
                n_booked += 1;
                // Each says what no other does, so that two of one are seen.
                let start = 10 * n_booked;
                let time = format!("8:{start:02}-8:{:02}", start + 9);
                shelf.log(&time, &format!("n{n_booked}"));
            }
        }
        for _ in 0..dice.below(3) {
            let id = 1 + dice.below(n_booked);
            // One that is already there is refused or nothing.
            let moved = match dice.below(5) {
                0..=2 => shelf.to_own(id),
                3 => shelf.to_work(id),
                _ => shelf.tt(&format!("edit {id} -m n{id}")),
            };
            drop(moved);
        }
    };
    let n_killed = rounds(&mut dice, acts, || shelf.start(&["sync", "--all", "--now"]));
    shelf.until_settled();
    shelf.work.fake.wait_for_late();
    shelf.own.wait_for_late();
    shelf.calm();
    shelf.until_settled();
    let entries = shelf.tt("list yesterday --json").exits(0).json();
    let here = |profile: &str| {
        let all = entries.as_array().unwrap().iter();
        let of = all.filter(|it| it["profile"] == profile);
        let note = |it: &Value| it["note"].as_str().unwrap().to_owned();
        let mut notes: Vec<_> = of.map(note).collect();
        notes.sort();
        notes
    };
    assert_eq!(shelf.held(), (here("work"), here("own")), "seed {seed}");
    shelf.is_idle();
    n_killed
}
