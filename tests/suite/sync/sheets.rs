//! Timesheets end to end, in both dialects: handed in when nothing stands in the way,
//! taken back, given back by an approver, moved once whatever happens.

use super::Bench;
use crate::support::vendor::connectwise::{Dialect, Options};
use crate::support::vendor::faults::{Dice, Fault, On, Plan};
use serde_json::{Value, json};

/// In the published interface, and in that of the documented examples.
fn both(test: fn(&Bench)) {
    for documented in [false, true] {
        let bench = bench(documented);
        test(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

/// Jane's profile `work`, and `boss` of her approver.
pub fn bench(documented: bool) -> Bench {
    let mut options = Options::default();
    if documented {
        options.dialect = Dialect::Documented;
    }
    let bench = Bench::with(options, "");
    let dialect = if documented {
        "dialect = \"documented\"\n"
    } else {
        ""
    };
    let keys = bench.fake.credentials_of("approver");
    bench.secret("boss", &keys.private_key);
    let boss = format!(
        "{}\n[profile.boss]\nbackend = \"connectwise\"\nurl = {:?}\ncompany_id = {:?}\npublic_key = {:?}\nprivate_key = {{ file = \"boss\" }}\nclient_id = {:?}\nmember = \"approver\"\napprover = true\n{dialect}",
        bench.text(dialect),
        bench.fake.url(),
        keys.company_id,
        keys.public_key,
        keys.client_id,
    );
    bench.desk.config(&boss);
    bench
}

/// Where the only sheet stands, in one word for both dialects.
fn sheet(bench: &Bench) -> String {
    let sheets = bench.fake.sheets();
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    match sheets[0]["status"].as_str().unwrap() {
        "PendingApproval" => "Submitted".to_owned(),
        "ApprovedByTierOne" => "Approved".to_owned(),
        word => word.to_owned(),
    }
}

fn statuses(bench: &Bench) -> Vec<String> {
    let of = |entry: &Value| entry["status"].as_str().unwrap().to_owned();
    bench.entries().iter().map(of).collect()
}

/// How often a sheet was moved there, also in vain.
fn moves(bench: &Bench) -> Vec<String> {
    let acts = bench.fake.history();
    let of_sheets = acts.iter().filter(|act| act["entry"].is_null());
    of_sheets
        .map(|act| act["act"].as_str().unwrap().to_lowercase())
        .collect()
}

/// Two entries of yesterday, there and handed in.
fn handed_in(bench: &Bench) {
    bench.log("9:00-10:00", "one");
    bench.log("10:00-11:00", "two");
    bench.tt("submit yesterday").exits(0);
    let report = bench.sync(0);
    assert_eq!(report["sheets"][0]["step"], "submitted", "{report}");
    assert_eq!(sheet(bench), "Submitted");
}

#[test]
fn a_sheet_goes_after_its_entries_and_once() {
    both(|bench| {
        handed_in(bench);
        assert_eq!(statuses(bench), ["submitted", "submitted"]);
        assert_eq!(moves(bench).len(), 1, "{:?}", bench.fake.history());
        bench.is_idle();
        assert_eq!(moves(bench).len(), 1);
    });
}

#[test]
fn half_a_sheet_waits_and_what_is_in_the_way_is_named() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.log("10:00-11:00", "two");
        bench.tt("submit 1").exits(0);
        let ran = bench.tt("sync").exits(0);
        assert!(
            ran.err.contains("is not handed in yet") && ran.err.contains("entry 2 is open"),
            "{}",
            ran.err
        );
        assert_eq!(sheet(bench), "Open");
        // What is known is what would be done.
        bench.tt("submit 2").exits(0);
        let would = bench.tt("sync -n").exits(0);
        assert!(
            would.out.contains("would submit timesheet "),
            "{}",
            would.out
        );
        let ran = bench.tt("sync").exits(0);
        assert!(ran.out.contains(" submitted"), "{}", ran.out);
        assert_eq!(sheet(bench), "Submitted");
    });
}

#[test]
fn what_was_made_there_is_in_the_way_until_it_is_known_here() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.tt("submit 1").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
    });
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.sync(0);
        bench.tt("submit 1").exits(0);
        let mut other = bench.fake.entries()[0].clone();
        let fields = other.as_object_mut().unwrap();
        for name in ["id", "mobileGuid", "internalNotes", "_info"] {
            fields.remove(name);
        }
        other["notes"] = "made there".into();
        let at = |entry: &Value, name: &str| entry[name].as_str().unwrap().replace("T0", "T1");
        other["timeStart"] = at(&other, "timeStart").into();
        other["timeEnd"] = other["timeStart"]
            .as_str()
            .unwrap()
            .replace(":00:00Z", ":30:00Z")
            .into();
        bench.fake.add(other);
        // A push alone imports nothing.
        let ran = bench.tt("sync --push").exits(0);
        assert!(ran.err.contains("holds 1 on it"), "{}", ran.err);
        assert_eq!(sheet(bench), "Open");
        // Imported, it is open here.
        let ran = bench.tt("sync").exits(0);
        assert!(ran.err.contains("entry 2 is open"), "{}", ran.err);
        bench.tt("submit 2").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
    });
}

#[test]
fn what_is_owed_held_or_refused_is_in_the_way() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.sync(0);
        bench.tt("submit 1").exits(0);
        // The create of the second is refused.
        bench.log("11:00-12:00", "two");
        bench.next_create(Fault::RefuseBefore(400));
        let ran = bench.tt("sync").exits(4);
        assert!(ran.err.contains("entry 2 is refused"), "{}", ran.err);
        assert_eq!(sheet(bench), "Open");
        // Only its answer was lost.
        bench.fake.plan(Plan::calm());
        bench.tt("delete 2").exits(0);
        bench.log("13:00-14:00", "three");
        bench.next_create(Fault::LostBefore);
        let ran = bench.tt("sync").exits(6);
        assert!(ran.err.contains("entry 3 is unconfirmed"), "{}", ran.err);
        assert_eq!(sheet(bench), "Open");
    });
}

#[test]
fn recall_and_undo_take_the_sheet_back() {
    both(|bench| {
        handed_in(bench);
        bench.tt("recall yesterday").exits(0);
        let report = bench.sync(0);
        assert_eq!(report["sheets"][0]["step"], "recalled", "{report}");
        assert_eq!(sheet(bench), "Open");
        assert_eq!(statuses(bench), ["open", "open"]);
        bench.is_idle();
        bench.tt("submit yesterday").exits(0);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
        bench.tt("undo").exits(0);
        assert_eq!(statuses(bench), ["open", "open"]);
        bench.sync(0);
        assert_eq!(sheet(bench), "Open");
        bench.is_idle();
    });
}

#[test]
fn what_waits_for_a_sheet_goes_in_the_run_that_takes_it_back() {
    both(|bench| {
        handed_in(bench);
        bench.log("13:00-14:00", "late");
        assert_eq!(bench.entries()[2]["delivery"], "held");
        // What is said of it is what works.
        let help = bench.tt("recall 3").exits(0).err;
        let (_, command) = help.split_once("`tt ").unwrap();
        let (command, _) = command.split_once('`').unwrap();
        assert!(command.starts_with("recall 20"), "{help}");
        bench.tt(command).exits(0);
        let report = bench.sync(0);
        assert_eq!(report["sheets"][0]["step"], "recalled", "{report}");
        assert_eq!(
            (&report["created"], &report["owed"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(bench.entries()[2]["delivery"], "sent");
        bench.is_idle();
    });
}

#[test]
fn what_an_approver_gives_back_is_corrected_and_handed_in_again() {
    both(|bench| {
        handed_in(bench);
        bench
            .run(&[
                "reject",
                "-p",
                "boss",
                "--member",
                "jdoe",
                "--reason",
                "which server?",
            ])
            .exits(0);
        bench.sync(0);
        assert_eq!(statuses(bench), ["rejected", "rejected"]);
        bench.run(&["edit", "1", "-m", "the mail server"]).exits(0);
        bench.tt("submit yesterday").exits(0);
        let report = bench.sync(0);
        assert_eq!(report["sheets"][0]["step"], "submitted", "{report}");
        assert_eq!(sheet(bench), "Submitted");
        assert_eq!(statuses(bench), ["submitted", "submitted"]);
        assert!(bench.notes().contains(&"the mail server".to_owned()));
        bench.is_idle();
        bench.tt("approve -p boss --member jdoe").exits(0);
        bench.sync(0);
        assert_eq!(statuses(bench), ["approved", "approved"]);
        bench.is_idle();
    });
}

#[test]
fn a_no_inside_a_success_is_a_no() {
    both(|bench| {
        bench.log("9:00-10:00", "one");
        bench.tt("submit 1").exits(0);
        bench
            .fake
            .refuse_submit(Some("The minimum hours have not been entered."));
        let ran = bench.tt("sync").exits(4);
        assert!(
            ran.err.contains("was not submitted") && ran.err.contains("minimum hours"),
            "{}",
            ran.err
        );
        assert_eq!(sheet(bench), "Open");
        // A quiet run says it once.
        let ran = bench.tt("sync --quiet").exits(4);
        assert!(ran.err.contains("minimum hours"), "{}", ran.err);
        let ran = bench.tt("sync --quiet").exits(4);
        assert_eq!(ran.err, "");
        bench.fake.refuse_submit(None);
        bench.sync(0);
        assert_eq!(sheet(bench), "Submitted");
    });
}

#[test]
fn a_new_entry_in_a_submitted_period_is_held_until_the_sheet_comes_back() {
    both(|bench| {
        handed_in(bench);
        bench.log("13:00-14:00", "late");
        assert_eq!(bench.entries()[2]["delivery"], "held");
        bench.sync(4);
        assert_eq!(bench.fake.entries().len(), 2);
        bench.tt("recall 1-2").exits(0);
        // The sheet comes back in this run; what waited for it goes with the next at the latest.
        bench.tt("sync");
        assert_eq!(sheet(bench), "Open");
        bench.until_settled();
        assert_eq!(bench.fake.entries().len(), 3, "{:?}", bench.entries());
    });
}

#[test]
fn a_lost_answer_moves_a_sheet_once() {
    both(|bench| {
        for (nr, fault) in [Fault::LostBefore, Fault::LostAfter, Fault::CutBody]
            .into_iter()
            .enumerate()
        {
            if nr == 0 {
                bench.log("9:00-10:00", "one");
                bench.sync(0);
            } else {
                bench.tt("recall 1").exits(0);
                bench.sync(0);
            }
            bench.tt("submit 1").exits(0);
            let before = moves(bench).len();
            bench.fake.plan(Plan::once(On::writes(), fault));
            bench.tt("sync");
            bench.fake.plan(Plan::calm());
            bench.until_settled();
            assert_eq!(sheet(bench), "Submitted", "{nr}");
            assert_eq!(moves(bench).len(), before + 1, "{:?}", bench.fake.history());
        }
    });
}

#[test]
fn killed_at_any_instant_a_sheet_is_moved_once() {
    let n_schedules = crate::cli::size("TT_SCHEDULES", 20) / 5;
    for seed in 0..n_schedules.max(2) {
        both_seeded(seed);
    }
}

fn both_seeded(seed: u32) {
    for documented in [false, true] {
        let bench = bench(documented);
        let mut dice = Dice::new(u64::from(seed) * 2 + u64::from(documented));
        bench.log("9:00-10:00", "one");
        bench.log("10:00-11:00", "two");
        bench.sync(0);
        let mut longest = 60_000;
        for (line, word) in [("submit 1-2", "Submitted"), ("recall 1-2", "Open")] {
            bench.tt(line).exits(0);
            let before = moves(&bench).len();
            for _ in 0..4 {
                let mut child = bench.start(&["sync", "--now"]);
                crate::cli::pause(u64::try_from(dice.below(longest)).unwrap());
                let _ = child.kill();
                if child.wait_with_output().unwrap().status.code().is_none() {
                    longest = longest.saturating_mul(3) / 2;
                }
            }
            bench.until_settled();
            assert_eq!(sheet(&bench), word, "seed {seed}");
            assert_eq!(
                moves(&bench).len(),
                before + 1,
                "{:?}",
                bench.fake.history()
            );
        }
        bench.is_idle();
    }
}
