//! Whatever happens, every entry arrives once.

use crate::generate::{failure, history, shrunk, told};

/// How many histories; more of them when the environment asks.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are asked by the environment"
)]
pub fn asked_for(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// The seeds are fixed: the first of them are those of every other run as well.
#[test]
fn whatever_happens_every_entry_arrives_once() {
    let first = asked_for("TT_SEED", 0);
    let mut failures = Vec::new();
    for seed in first..first + asked_for("TT_HISTORIES", 300) {
        let history = history(seed);
        if failure(&history).is_some() {
            let least = shrunk(&history);
            let wrong = failure(&least).unwrap_or_default();
            failures.push(format!(
                "seed {seed} (TT_SEED={seed} TT_HISTORIES=1):\n{}{}",
                told(&least),
                wrong.join("\n")
            ));
        }
        if failures.len() as u64 >= asked_for("TT_FAILURES", 1) {
            break;
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
