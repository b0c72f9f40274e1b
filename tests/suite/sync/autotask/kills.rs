//! Killed at any instant over a line on which three in ten requests go wrong, for a service
//! whose refusals look like its failures.

use super::*;
use crate::support::vendor::autotask::{Order, ZoneText};
use crate::support::vendor::faults::Dice;
use crate::sync::kills::{all, rounds, weather};

#[test]
fn killed_at_any_instant_every_entry_arrives_once() {
    all(8, schedule);
}

/// Plays the schedule of this seed; how many runs were killed under way.
fn schedule(seed: u32) -> u32 {
    let mut dice = Dice::new(seed.into());
    let options = Options {
        missing_is_404: dice.below(2) == 0,
        fractions: dice.below(2) == 0,
        crlf_notes: dice.below(2) == 0,
        order: [Order::ById, Order::Scrambled][dice.below(2)],
        zone_text: [ZoneText::Label, ZoneText::Iana, ZoneText::Empty][dice.below(3)],
        retry_after: None,
        ..Options::default()
    };
    let marker = ["marker = \"internal-note\"\n", "marker = \"none\"\n"][dice.below(2)];
    let firm = Firm::with(options, marker);
    firm.fake.plan(Plan::random(seed.into(), 30, 5, &weather()));
    let acts = |round: usize, dice: &mut Dice| {
        for _ in 0..dice.below(3) {
            act(&firm, dice);
        }
        if round == 0 {
            // Two equal ones, always.
            book(&firm, 1, 1, "");
            book(&firm, 1, 1, "");
        }
    };
    let n_killed = rounds(&mut dice, acts, || firm.start(&["sync", "--now"]));
    firm.until_settled();
    firm.fake.wait_for_late();
    firm.fake.plan(Plan::calm());
    firm.until_settled();
    compare(&firm, seed);
    firm.is_idle();
    n_killed
}

fn book(firm: &Firm, minute: usize, note: usize, more: &str) {
    let ticket = seed::SWITCH;
    firm.tt(&format!(
        "log yesterday 8:{minute:02}-8:{:02} --ticket {ticket} -m n{note} --internal-note i{note} {more}",
        minute + 20
    ))
    .exits(0);
}

/// Something that a person does; to an entry that is gone it is refused.
fn act(firm: &Firm, dice: &mut Dice) {
    let which = 1 + dice.below(5);
    match dice.below(7) {
        0..=1 => book(firm, dice.below(30), dice.below(4), ""),
        2 => book(firm, dice.below(30), 5 + dice.below(4), "--agreement none"),
        3 => drop(firm.tt(&format!("edit {which} -m changed{}", dice.below(9)))),
        4 => drop(firm.tt(&format!(
            "edit {which} --internal-note other{}",
            dice.below(9)
        ))),
        5 => drop(firm.tt(&format!("edit {which} --billable no-charge"))),
        _ => drop(firm.tt(&format!("delete {which}"))),
    }
}

/// What is here, and what is there: the same, each as often.
fn compare(firm: &Firm, seed: u32) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let unmarked = |text: String| match text.find("[tt:") {
        Some(at) => text[..at].trim_end().to_owned(),
        None => text.replace("\r\n", "\n"),
    };
    let mut there: Vec<_> = firm
        .held()
        .iter()
        .map(|entry| {
            let note = text(&entry["summaryNotes"]);
            // Those with these numbers were to have none.
            let is_bare = ["n5", "n6", "n7", "n8"].contains(&note.as_str());
            assert!(
                !is_bare || entry["contractID"].is_null(),
                "seed {seed}: {entry}"
            );
            (
                times::read(&entry["startDateTime"]).unwrap(),
                times::read(&entry["endDateTime"]).unwrap(),
                note,
                unmarked(text(&entry["internalNotes"])),
                entry["isNonBillable"] == true,
            )
        })
        .collect();
    let mut here: Vec<_> = firm
        .entries()
        .iter()
        .map(|entry| {
            assert_eq!(entry["delivery"], "sent", "seed {seed}: {entry}");
            let at = |name: &str| {
                let at = chrono::DateTime::parse_from_rfc3339(entry[name].as_str().unwrap());
                at.unwrap().timestamp()
            };
            (
                at("start"),
                at("end"),
                text(&entry["note"]),
                text(&entry["internal_note"]),
                entry["billable"] == "no-charge",
            )
        })
        .collect();
    there.sort();
    here.sort();
    assert_eq!(there, here, "seed {seed}");
}
