//! Sheets in bad weather: the command killed with SIGKILL while it hands one in, and while
//! an approver decides about one, over a line on which three in ten requests go wrong. Each
//! is moved once, and with all of its entries.

use super::Bench;
use super::sheets::bench;
use crate::support::vendor::faults::{Dice, Plan};
use serde_json::Value;

#[test]
fn killed_at_any_instant_a_sheet_is_handed_in_and_decided_once() {
    super::kills::all(4, |seed| schedule(seed, false));
}

#[test]
fn so_it_is_in_the_documented_dialect() {
    super::kills::all(4, |seed| schedule(seed, true));
}

/// Every step of the only sheet that changed it: from, to.
fn steps(bench: &Bench) -> Vec<(String, String)> {
    let acts = bench.fake.history();
    let word = |act: &Value, name: &str| act[name].as_str().unwrap_or_default().to_owned();
    let of_sheets = acts
        .iter()
        .filter(|act| act["entry"].is_null() && act["refused"].is_null());
    of_sheets
        .map(|act| (word(act, "from"), word(act, "to")))
        .filter(|(from, to)| from != to)
        .collect()
}

fn status(bench: &Bench) -> String {
    let sheets = bench.fake.sheets();
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    sheets[0]["status"].as_str().unwrap().to_owned()
}

/// Runs these words a few times, each killed at some instant; how many were under way.
fn killed(bench: &Bench, dice: &mut Dice, words: &[&str]) -> u32 {
    let mut n_killed = 0;
    let mut longest = 60_000;
    for _ in 0..4 {
        let mut child = bench.start(words);
        crate::cli::pause(u64::try_from(dice.below(longest)).unwrap());
        let _ = child.kill();
        if child.wait_with_output().unwrap().status.code().is_none() {
            n_killed += 1;
            longest = longest.saturating_mul(3) / 2;
        }
    }
    n_killed
}

fn schedule(seed: u32, documented: bool) -> u32 {
    let bench = bench(documented);
    let mut dice = Dice::new(u64::from(seed) * 2 + u64::from(documented));
    bench.log("9:00-10:00", "one");
    bench.log("10:00-11:00", "two");
    bench.sync(0);
    bench.tt("submit 1-2").exits(0);
    let weather = Plan::random(seed.into(), 30, 5, &super::kills::weather());
    bench.fake.plan(weather.clone());
    let mut n_killed = killed(&bench, &mut dice, &["sync", "--now"]);
    bench.until_settled();
    bench.fake.wait_for_late();
    bench.fake.plan(Plan::calm());
    bench.until_settled();
    let submitted = status(&bench);
    assert!(
        ["PendingApproval", "Submitted"].contains(&submitted.as_str()),
        "seed {seed}: {submitted}"
    );
    assert_eq!(
        steps(&bench).len(),
        1,
        "seed {seed}: {:?}",
        bench.fake.history()
    );

    let id = bench.fake.sheets()[0]["id"].to_string();
    let words = ["approve", "-p", "boss", "--sheet", &id];
    bench.fake.plan(weather);
    n_killed += killed(&bench, &mut dice, &words);
    let mut codes = Vec::new();
    for _ in 0..40 {
        codes.push(bench.run(&words).code);
        if codes.last() == Some(&0) {
            break;
        }
    }
    bench.fake.wait_for_late();
    bench.fake.plan(Plan::calm());
    assert_eq!(codes.last(), Some(&0), "seed {seed}: {codes:?}");
    // Nobody is sent to look at what only the line did.
    assert!(
        codes.iter().all(|code| [0, 6].contains(code)),
        "seed {seed}: {codes:?}"
    );
    let approved = status(&bench);
    assert!(approved.starts_with("Approved"), "seed {seed}: {approved}");
    assert_eq!(
        steps(&bench).len(),
        2,
        "seed {seed}: {:?}",
        bench.fake.history()
    );
    for entry in bench.fake.entries() {
        let word = entry["status"].as_str().unwrap();
        assert!(word.starts_with("Approved"), "seed {seed}: {entry}");
    }
    bench.until_settled();
    for entry in bench.entries() {
        assert_eq!(entry["status"], "approved", "seed {seed}: {entry}");
    }
    bench.is_idle();
    n_killed
}
