//! After a timesheet was handed in: what an approver gave back is told, asked about and
//! handed in again; what was approved is not taken back.

use super::Bench;
use super::sheets::bench;
use crate::cli::seat::Seat;
use serde_json::{Value, json};

const WHY: &str = "which server?";

/// In the published interface, and in that of the documented examples.
fn both(test: fn(&Bench)) {
    for documented in [false, true] {
        let bench = bench(documented);
        bench.log("9:00-10:00", "one");
        bench.log("10:00-11:00", "two");
        bench.tt("submit yesterday").exits(0);
        bench.sync(0);
        test(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

/// The approver gives Jane's timesheet back.
fn reject(bench: &Bench) {
    let words = ["reject", "-p", "boss", "--member", "jdoe", "--reason", WHY];
    bench.run(&words).exits(0);
}

fn approve(bench: &Bench) {
    bench.tt("approve -p boss --member jdoe").exits(0);
}

/// The commands that a text shows, in order.
pub fn shown(text: &str) -> Vec<String> {
    let commands = text.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let command = line.split("  ").next()?.trim();
        command.starts_with("tt ").then(|| command.to_owned())
    });
    commands.collect()
}

fn statuses(bench: &Bench) -> Vec<Value> {
    let entries = bench.entries();
    entries
        .iter()
        .map(|entry| entry["status"].clone())
        .collect()
}

#[test]
fn a_rejection_is_one_question_and_its_commands_go_on() {
    both(|bench| {
        reject(bench);
        let ran = bench.tt("sync").exits(0);
        assert!(ran.out.contains(": 2 rejected"), "{}", ran.out);
        assert!(
            ran.err.contains("were rejected: \"which server?\""),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("`tt submit "), "{}", ran.err);
        assert_eq!(
            bench.tt("status --json").exits(0).json()["person"],
            json!([1, 2])
        );

        let asked = bench.tt("review --json").exits(0).json();
        assert_eq!(asked.as_array().unwrap().len(), 2, "{asked}");
        for (at, id) in [(0, 1), (1, 2)] {
            assert_eq!(asked[at]["question"], "rejected");
            assert_eq!(asked[at]["reject_reason"], WHY);
            assert_eq!(asked[at]["happened"], json!(["rejected: which server?"]));
            let edit = format!("tt edit {id} …");
            let answers = json!([edit, format!("tt submit {id}"), "tt sync work"]);
            assert_eq!(asked[at]["answers"], answers);
        }
        let text = bench.tt("review").exits(0).out;
        assert_eq!(text.matches(WHY).count(), 1, "{text}");
        assert!(text.starts_with("2 entries of timesheet 20"), "{text}");
        assert_eq!(
            bench.tt("review -p boss").exits(0).out,
            "nothing needs you\n"
        );
        // As it is told: correct, hand in, sync.
        let commands = shown(&text);
        assert_eq!(commands.len(), 3, "{text}");
        assert_eq!(commands[0], "tt edit ID …");
        bench.tt("edit 1 -m corrected").exits(0);
        bench.tt(&commands[1][3..]).exits(0);
        let ran = bench.tt(&commands[2][3..]).exits(0);
        assert!(ran.out.contains(" submitted"), "{}", ran.out);
        assert!(!ran.err.contains("rejected"), "{}", ran.err);
        assert_eq!(bench.tt("review").exits(0).out, "nothing needs you\n");
        assert!(bench.notes().contains(&"corrected".to_owned()));
        bench.is_idle();
        approve(bench);
        let ran = bench.tt("sync").exits(0);
        assert!(ran.out.contains(": 2 approved"), "{}", ran.out);
    });
}

#[test]
fn a_quiet_run_tells_a_rejection_once_and_the_next_one_too() {
    both(|bench| {
        let quiet = || {
            let ran = bench.tt("sync --quiet").exits(0);
            assert_eq!(ran.out, "");
            ran.err
        };
        assert_eq!(quiet(), "");
        reject(bench);
        let said = quiet();
        assert!(
            said.contains(WHY) && said.contains("`tt edit ID …`"),
            "{said}"
        );
        assert_eq!(quiet(), "");
        // One of them corrected is no news.
        bench.tt("submit 1").exits(0);
        assert_eq!(quiet(), "");
        // Handed in again by hand, and rejected for the same reason.
        bench.tt("submit 2").exits(0);
        bench.sync(0);
        reject(bench);
        let report = bench.tt("sync --quiet --json").exits(0).json();
        assert_eq!(report["profiles"][0]["rejected"], json!([1, 2]), "{report}");
    });
    both(|bench| {
        reject(bench);
        assert!(bench.tt("sync --quiet").exits(0).err.contains(WHY));
        bench.tt("submit yesterday").exits(0);
        bench.sync(0);
        reject(bench);
        let ran = bench.tt("sync --quiet").exits(0);
        assert!(ran.err.contains(WHY), "told again: {}", ran.err);
    });
}

#[test]
fn the_reason_is_seen_wherever_the_entry_is() {
    both(|bench| {
        reject(bench);
        bench.sync(0);
        for line in ["show 1", "status", "review", "list yesterday"] {
            let text = bench.tt(line).exits(0).out;
            assert!(text.contains(WHY), "{line}: {text}");
        }
        // An answer that `tt resolve` knows does not fit, and the way on is told.
        let ran = bench.tt("resolve 1 --retry").exits(3);
        assert!(ran.err.contains("was rejected"), "{}", ran.err);
        assert!(ran.err.contains("tt submit 1"), "{}", ran.err);
    });
}

#[test]
fn on_a_terminal_what_was_rejected_together_is_handed_in_together() {
    let bench = bench(false);
    bench.log("9:00-10:00", "one");
    bench.log("10:00-11:00", "two");
    bench.tt("submit yesterday").exits(0);
    bench.sync(0);
    reject(&bench);
    bench.sync(0);
    let Some(mut seat) = Seat::new(&bench.desk, "review") else {
        return;
    };
    seat.types("again / skip / quit?", "a\r");
    let (code, shown) = seat.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("1/1"), "{shown}");
    assert!(shown.contains("`tt sync` carries out"), "{shown}");
    assert_eq!(statuses(&bench), ["submitted", "submitted"]);
}

#[test]
fn a_recall_that_comes_too_late_is_put_back_and_told() {
    both(|bench| {
        approve(bench);
        // Nobody here knows of it yet.
        bench.tt("recall yesterday").exits(0);
        // It is not back before the service says so, and that is told.
        let ran = bench.tt("edit 1 -m other").exits(4);
        assert!(ran.err.contains("run tt sync first"), "{}", ran.err);
        assert!(!ran.err.contains("tt recall"), "{}", ran.err);
        let ran = bench.tt("sync --quiet").exits(0);
        assert!(ran.err.contains("taken back here too late"), "{}", ran.err);
        assert!(ran.err.contains("ask the approver"), "{}", ran.err);
        assert_eq!(statuses(bench), ["approved", "approved"]);
        assert_eq!(bench.tt("sync --quiet").exits(0).err, "");
        assert_eq!(bench.tt("review").exits(0).out, "nothing needs you\n");
    });
    both(|bench| {
        approve(bench);
        bench.tt("recall 1").exits(0);
        let ran = bench.tt("sync").exits(0);
        assert!(
            ran.err.contains("work: entry 1 taken back here too late"),
            "{}",
            ran.err
        );
        assert!(ran.out.contains(": 2 approved"), "{}", ran.out);
        let there: Vec<_> = bench.fake.entries();
        for entry in there {
            let word = entry["status"].as_str().unwrap();
            assert!(word.starts_with("Approved"), "{entry}");
        }
        bench.is_idle();
    });
}

#[test]
fn what_is_known_to_be_approved_is_not_taken_back() {
    both(|bench| {
        approve(bench);
        bench.sync(0);
        for line in ["recall 1", "recall yesterday", "recall 1 -n"] {
            let ran = bench.tt(line).exits(4);
            assert!(
                ran.err.contains("ask the approver to reject it"),
                "{}",
                ran.err
            );
        }
        assert_eq!(statuses(bench), ["approved", "approved"]);
        bench.is_idle();
    });
}
