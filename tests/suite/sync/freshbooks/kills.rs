//! Killed at any instant over a line on which three in ten requests go wrong. Nothing here
//! tells entries apart but what they say, and every change replaces the whole.

use super::{Books, seed};
use crate::support::vendor::faults::{Dice, Plan};
use crate::support::vendor::freshbooks::Options;
use crate::support::vendor::freshbooks::options::{Lost, Order};
use crate::sync::kills::{all, rounds, weather};
use serde_json::Value;

#[test]
fn killed_at_any_instant_every_entry_arrives_once() {
    all(8, schedule);
}

/// Plays the schedule of this seed; how many runs were killed under way.
fn schedule(seed: u32) -> u32 {
    let mut dice = Dice::new(seed.into());
    let mut flip = || dice.below(2) == 0;
    let options = Options {
        shows_deleted: flip(),
        deletes_again: flip(),
        fills_client: flip(),
        filters_project: flip(),
        lost_by_put: if flip() {
            Lost::Everything
        } else {
            Lost::References
        },
        order: if flip() {
            Order::Scrambled
        } else {
            Order::NewestFirst
        },
        ..Options::default()
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
            book(&books, 1, 1, seed::ENGINE);
            book(&books, 1, 1, seed::ENGINE);
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

fn book(books: &Books, minute: usize, note: usize, project: i64) {
    let client = if project == seed::ENGINE {
        seed::LOVELACE
    } else {
        seed::BABBAGE
    };
    books
        .tt(&format!(
            "log yesterday 8:{minute:02}-8:{:02} --client {client} --project {project} --service {} -m n{note}",
            minute + 20,
            seed::CONSULTING,
        ))
        .exits(0);
}

/// Something that a person does; to an entry that is gone it is refused.
fn act(books: &Books, dice: &mut Dice) {
    let which = 1 + dice.below(5);
    let project = [seed::ENGINE, seed::TABLES][dice.below(2)];
    match dice.below(7) {
        0..=2 => book(books, dice.below(30), dice.below(4), project),
        3 => drop(books.tt(&format!("edit {which} -m changed{}", dice.below(9)))),
        4 => drop(books.tt(&format!("edit {which} --task {}", seed::RESEARCH))),
        5 => drop(books.tt(&format!("edit {which} --service none"))),
        _ => drop(books.tt(&format!("delete {which}"))),
    }
}

/// What is here, and what is there: the same, each as often.
pub fn compare(books: &Books, seed: u32) {
    let instant = |value: &Value| {
        let at = chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap();
        at.timestamp()
    };
    let text = |value: &Value| match value {
        Value::Number(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    let mut there: Vec<_> = books
        .held()
        .iter()
        .map(|entry| {
            let ids = ["client_id", "project_id", "service_id", "task_id"];
            (
                instant(&entry["started_at"]),
                entry["duration"].as_i64().unwrap(),
                text(&entry["note"]),
                ids.map(|name| text(&entry[name])),
            )
        })
        .collect();
    let mut here: Vec<_> = books
        .entries()
        .iter()
        .map(|entry| {
            assert_eq!(entry["delivery"], "sent", "seed {seed}: {entry}");
            let start = instant(&entry["start"]);
            (
                start,
                instant(&entry["end"]) - start,
                text(&entry["note"]),
                ["client", "project", "service", "task"].map(|name| text(&entry[name]["ref"])),
            )
        })
        .collect();
    there.sort();
    here.sort();
    assert_eq!(there, here, "seed {seed}");
}
