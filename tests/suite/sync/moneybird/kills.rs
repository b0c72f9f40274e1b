//! Killed at any instant over a line on which three in ten requests go wrong. Nothing
//! here tells entries apart but what they say.

use super::{Books, SITE, SUPPORT, TULP, moneybird};
use crate::support::vendor::faults::{Dice, Plan};
use crate::sync::kills::{all, rounds, weather};
use serde_json::Value;

#[test]
fn killed_at_any_instant_every_entry_arrives_once() {
    all(8, schedule);
}

/// Plays the schedule of this seed; how many runs were killed under way.
fn schedule(seed: u32) -> u32 {
    let mut dice = Dice::new(seed.into());
    let options = moneybird::Options {
        hides_nil_contacts: dice.below(2) == 0,
        ids_as_numbers: dice.below(2) == 0,
        ..moneybird::Options::default()
    };
    let books = Books::with(options, "");
    let weather = Plan::random(seed.into(), 30, 5, &weather());
    books.fake.plan(weather);
    let acts = |round: usize, dice: &mut Dice| {
        for _ in 0..dice.below(3) {
            act(&books, dice);
        }
        if round == 0 {
            // Two equal ones, always.
            book(&books, 1, 1, SITE);
            book(&books, 1, 1, SITE);
        }
    };
    let n_killed = rounds(&mut dice, acts, || books.start(&["sync", "--now"]));
    books.until_settled();
    books.fake.wait_for_late();
    books.fake.plan(Plan::calm());
    books.until_settled();
    compare(&books, seed);
    books.is_idle();
    n_killed
}

fn book(books: &Books, minute: usize, note: usize, project: &str) {
    books
        .tt(&format!(
            "log yesterday 8:{minute:02}-8:{:02} --client {TULP} --project {project} -m n{note}",
            minute + 20
        ))
        .exits(0);
}

/// Something that a person does; to an entry that is gone it is refused.
fn act(books: &Books, dice: &mut Dice) {
    let which = 1 + dice.below(5);
    let project = [SITE, SUPPORT][dice.below(2)];
    match dice.below(6) {
        0..=2 => book(books, dice.below(30), dice.below(4), project),
        3 => drop(books.tt(&format!("edit {which} -m changed{}", dice.below(9)))),
        4 => drop(books.tt(&format!("edit {which} --project {project}"))),
        _ => drop(books.tt(&format!("delete {which}"))),
    }
}

/// What is here, and what is there: the same, each as often.
pub fn compare(books: &Books, seed: u32) {
    let instant = |value: &Value| {
        let at = chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap();
        at.timestamp()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut there: Vec<_> = books
        .held()
        .iter()
        .map(|entry| {
            let at = |name: &str| instant(&entry[name]);
            (
                at("started_at"),
                at("ended_at"),
                text(&entry["description"]),
                text(&entry["contact_id"]),
                text(&entry["project_id"]),
            )
        })
        .collect();
    let mut here: Vec<_> = books
        .entries()
        .iter()
        .map(|entry| {
            assert_eq!(entry["delivery"], "sent", "seed {seed}: {entry}");
            let charged = |name: &str| text(&entry[name]["ref"]);
            (
                instant(&entry["start"]),
                instant(&entry["end"]),
                text(&entry["note"]),
                charged("client"),
                charged("project"),
            )
        })
        .collect();
    there.sort();
    here.sort();
    assert_eq!(there, here, "seed {seed}");
}
