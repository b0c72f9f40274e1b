//! Killed at any instant, over a line that loses answers: every entry arrives once.

use super::Bench;
use crate::support::vendor::faults::{Dice, Fault, Plan};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Instant;

#[test]
fn killed_at_any_instant_every_entry_arrives_once() {
    let rounds = crate::cli::size("TT_KILLS", 60);
    let bench = Bench::new();
    let mut dice = Dice::new(20_261_122);
    // Late ones most of all: they are what an impatient second send makes two of.
    let weather = [
        Fault::Late(400),
        Fault::Late(900),
        Fault::Late(900),
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::Error500 { applied: true },
        Fault::Error500 { applied: false },
        Fault::Garbage,
        Fault::CutBody,
    ];
    let began = Instant::now();
    bench.log("23:00-23:10", "first");
    bench.sync(0);
    // Kills fall anywhere within a run, some behind its end.
    let longest = usize::try_from(began.elapsed().as_micros()).unwrap();
    let mut n_killed = 0;
    bench.fake.plan(Plan::random(7, 30, 5, &weather));
    let mut minute = 0;
    let mut booked = 0_u32;
    for _ in 0..rounds {
        // Some rounds book something, one in eight takes something away.
        if dice.below(3) > 0 {
            let (hour, from) = (minute / 60, minute % 60);
            bench.log(
                &format!("{hour}:{from:02}-{hour}:{:02}", from + 1),
                &format!("n{booked}"),
            );
            booked += 1;
            minute += 2;
        } else if dice.below(6) == 0 && booked > 0 {
            bench.tt(&format!("delete {}", 1 + dice.below(booked as usize)));
        }
        let mut child = bench.start(&["sync", "--now"]);
        let instant = u64::try_from(dice.below(longest)).unwrap();
        crate::cli::pause(instant);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        n_killed += u32::from(output.status.code().is_none());
    }
    assert!(
        n_killed > rounds / 8,
        "only {n_killed} of {rounds} were killed under way"
    );
    // Long enough for everything that is late, and for the quarantine.
    bench.until_settled();
    bench.fake.wait_for_late();
    bench.fake.plan(Plan::calm());
    bench.until_settled();
    let field = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let mut there = BTreeMap::new();
    for entry in bench.fake.entries() {
        let utc = |name| field(&entry, name);
        let what = (
            utc("timeStart"),
            utc("timeEnd"),
            entry["chargeToId"].as_i64(),
        );
        let twice = there.insert(field(&entry, "notes"), what);
        assert!(twice.is_none(), "{} is there twice", entry["notes"]);
    }
    let mut here = BTreeMap::new();
    for entry in bench.entries() {
        assert_eq!(entry["delivery"], "sent", "{entry}");
        let utc = |name| {
            let at = chrono::DateTime::parse_from_rfc3339(entry[name].as_str().unwrap()).unwrap();
            at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
        };
        here.insert(
            field(&entry, "note"),
            (utc("start"), utc("end"), Some(54321)),
        );
    }
    assert_eq!(there, here);
    bench.is_idle();
}
