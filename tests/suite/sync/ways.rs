//! What stands in the way of a timesheet, and what an approver decides about the own time
//! at sync: end to end, in both dialects.

use super::Bench;
use super::sheets::bench;
use serde_json::Value;

fn both(test: fn(&Bench)) {
    for documented in [false, true] {
        let bench = bench(documented);
        test(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

/// The only sheet's status, in one word for both dialects.
fn sheet(bench: &Bench) -> String {
    let sheets = bench.fake.sheets();
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    match sheets[0]["status"].as_str().unwrap() {
        "PendingApproval" => "Submitted".to_owned(),
        "ApprovedByTierOne" => "Approved".to_owned(),
        word => word.to_owned(),
    }
}

/// A sync that ends so and leaves the sheet open, as this stands in its way.
fn is_kept_by(bench: &Bench, code: i32, words: &str) {
    let ran = bench.tt("sync").exits(code);
    assert!(
        ran.err.contains("is not handed in yet") && ran.err.contains(words),
        "{words}: {}",
        ran.err
    );
    assert_eq!(sheet(bench), "Open");
}

#[test]
fn a_held_entry() {
    both(|bench| {
        bench.log("17:00-18:00", "one");
        bench.sync(0);
        bench.tt("submit 1").exits(0);
        // Longer than anybody works without a look.
        bench.log("3:00-16:00", "long");
        let entries = bench.entries();
        let long = entries.iter().find(|entry| entry["id"] == 2).unwrap();
        assert_eq!(long["delivery"], "held");
        is_kept_by(bench, 4, "entry 2 is held");
        bench.tt("resolve 2 --release").exits(0);
        bench.tt("submit 2").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
    });
}

#[test]
fn an_owed_entry() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.sync(0);
        let config = std::fs::read_to_string(bench.desk.home().join("config.toml")).unwrap();
        let patient = config.replacen("[sync]\n", "[sync]\ngrace = \"1h\"\n", 1);
        assert_ne!(config, patient);
        bench.desk.config(&patient);
        bench.log("10:00-11:00", "two");
        bench.tt("submit 1-2").exits(0);
        is_kept_by(bench, 0, "entry 2 is owed");
        bench.tt("sync --now").exits(0);
        assert_eq!(sheet(bench), "Submitted");
    });
}

#[test]
fn a_running_timer() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.sync(0);
        bench
            .tt("start --on yesterday --at 23:30 --ticket 54321 night")
            .exits(0);
        bench.tt("submit 1").exits(0);
        is_kept_by(bench, 0, "entry 2 is still running");
        bench.tt("cancel").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
    });
}

/// The approver's own time: handed in, approved and given back by the same profile.
fn boss(documented: bool) -> Bench {
    let bench = bench(documented);
    bench
        .fake
        .set_options(|options| options.approvers = vec!["approver".to_owned()]);
    bench
        .tt("log yesterday 9-10 --ticket 54321 -m own --internal-note inner -p boss")
        .exits(0);
    bench.tt("submit 1").exits(0);
    bench.tt("sync boss").exits(0);
    assert_eq!(sheet(&bench), "Submitted");
    bench
}

fn own(bench: &Bench) -> Value {
    bench.entries()[0].clone()
}

fn is_idle(bench: &Bench) {
    bench.fake.clear_requests();
    bench.tt("sync boss").exits(0);
    assert_eq!(bench.n_writes(), 0, "{:?}", bench.fake.requests());
}

#[test]
fn an_approver_approves_own_time_at_sync() {
    for documented in [false, true] {
        let bench = boss(documented);
        bench.tt("approve 1").exits(0);
        let ran = bench.tt("sync boss --json").exits(0);
        let held = bench.fake.entries()[0].clone();
        let word = held["status"].as_str().unwrap();
        assert!(word.starts_with("Approved"), "{held} {}", ran.out);
        assert_eq!(own(&bench)["status"], "approved");
        is_idle(&bench);
        assert_eq!(own(&bench)["status"], "approved");
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

#[test]
fn an_approver_gives_own_time_back_at_sync() {
    for documented in [false, true] {
        let bench = boss(documented);
        bench
            .run(&["reject", "1", "--reason", "which server?"])
            .exits(0);
        bench.tt("sync boss").exits(0);
        let held = bench.fake.entries()[0].clone();
        assert_eq!(held["status"], "Rejected", "{held}");
        if documented {
            let notes = held["internalNotes"].as_str().unwrap();
            assert!(notes.starts_with("inner\n[tt:"), "{notes}");
            assert!(notes.ends_with("]\nwhich server?"), "{notes}");
        }
        let entry = own(&bench);
        assert_eq!(entry["status"], "rejected");
        assert_eq!(entry["reject_reason"], "which server?");
        assert_eq!(entry["internal_note"], "inner");
        is_idle(&bench);
        assert_eq!(own(&bench)["reject_reason"], "which server?");
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

#[test]
fn the_reason_of_a_rejection_made_there_is_told_here() {
    both(|bench| {
        bench
            .run(&[
                "log",
                "yesterday",
                "9-10",
                "--ticket",
                "54321",
                "-m",
                "x",
                "--internal-note",
                "inner",
            ])
            .exits(0);
        bench.log("10:00-11:00", "y");
        bench.tt("submit yesterday").exits(0);
        bench.sync(0);
        let id = bench.fake.entries()[0]["id"].to_string();
        bench
            .run(&[
                "reject",
                "-p",
                "boss",
                "--remote",
                &id,
                "--reason",
                "which server?",
            ])
            .exits(0);
        bench.sync(0);
        let entry = own(bench);
        assert_eq!(entry["status"], "rejected");
        assert_eq!(entry["reject_reason"], "which server?");
        assert_eq!(entry["internal_note"], "inner");
        let shown = bench.tt("show 1").exits(0);
        assert!(shown.out.contains("which server?"), "{}", shown.out);
        bench.is_idle();
        assert_eq!(own(bench)["reject_reason"], "which server?");
        // It goes once the entry is handed in again.
        bench.run(&["edit", "1", "-m", "the mail server"]).exits(0);
        bench.tt("submit yesterday").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
        let entry = own(bench);
        assert_eq!(entry["status"], "submitted", "{entry}");
        assert_eq!(entry["reject_reason"], Value::Null);
        bench.is_idle();
    });
}

#[test]
fn a_version_without_a_history_tells_no_reason_and_stops_nothing() {
    let bench = bench(false);
    bench.log("9:00-10:00", "x");
    bench.tt("submit yesterday").exits(0);
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].to_string();
    bench
        .run(&["reject", "-p", "boss", "--remote", &id, "--reason", "why"])
        .exits(0);
    let audits: &'static str = Box::leak(format!("/time/entries/{id}/audits").into_boxed_str());
    bench
        .fake
        .set_options(|options| options.closed = vec![(audits, 403)]);
    bench.sync(0);
    let entry = own(&bench);
    assert_eq!(entry["status"], "rejected");
    assert_eq!(entry["reject_reason"], Value::Null);
    bench.is_idle();
}

/// Where a rejected entry leaves its sheet with the approver, it goes there again alone.
#[test]
fn one_given_back_alone_goes_again_on_a_sheet_that_stayed() {
    let bench = bench(true);
    bench
        .fake
        .set_options(|options| options.reject_returns_sheet = false);
    bench.log("9:00-10:00", "x");
    bench.log("10:00-11:00", "y");
    bench.tt("submit yesterday").exits(0);
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].to_string();
    bench
        .run(&["reject", "-p", "boss", "--remote", &id, "--reason", "why"])
        .exits(0);
    bench.sync(0);
    assert_eq!(sheet(&bench), "Submitted");
    assert_eq!(own(&bench)["status"], "rejected");
    bench.tt("submit 1").exits(0);
    bench.sync(0);
    assert_eq!(bench.fake.entries()[0]["status"], "Open");
    assert_eq!(sheet(&bench), "Submitted");
    assert_eq!(own(&bench)["status"], "submitted");
    let again = bench.sync(0);
    assert_eq!(again["sheets"], serde_json::json!([]), "{again}");
    bench.is_idle();
}
