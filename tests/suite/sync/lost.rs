//! Bad weather: answers that are lost, late, broken. Nothing is lost, nothing is there twice.

use super::Bench;
use crate::cli::pause;
use crate::support::vendor::connectwise::{GuidPolicy, Options};
use crate::support::vendor::faults::{Fault, On, Plan};
use serde_json::Value;

/// The ways to find again what was sent.
const WAYS: [(GuidPolicy, &str); 3] = [
    (GuidPolicy::Keep, ""),
    (GuidPolicy::Drop, ""),
    (GuidPolicy::Keep, "marker = \"none\""),
];

fn bench(way: (GuidPolicy, &str)) -> Bench {
    let options = Options {
        guid: way.0,
        ..Options::default()
    };
    Bench::with(options, way.1)
}

#[test]
fn what_was_done_without_an_answer_is_adopted() {
    let faults = [
        Fault::LostAfter,
        Fault::Error500 { applied: true },
        Fault::Garbage,
        Fault::CutBody,
        Fault::CutHead,
    ];
    for fault in faults {
        for way in WAYS {
            let bench = bench(way);
            bench.log("9:00-10:30", "dns");
            bench.next_create(fault.clone());
            let is_keyed = way.1.is_empty();
            // By key at once; by what it says in the next run.
            let report = bench.sync(if is_keyed { 0 } else { 6 });
            assert_eq!(
                report["adopted"],
                i32::from(is_keyed),
                "{fault:?} {way:?} {report}"
            );
            assert_eq!(
                report["unconfirmed"],
                i32::from(!is_keyed),
                "{fault:?} {way:?}"
            );
            if !is_keyed {
                assert_eq!(bench.entries()[0]["delivery"], "unconfirmed");
                assert_eq!(bench.sync(0)["adopted"], 1, "{fault:?} {way:?}");
            }
            assert_eq!(bench.fake.entries().len(), 1, "{fault:?} {way:?}");
            bench.is_idle();
        }
    }
}

#[test]
fn what_was_not_done_waits_for_the_quarantine_and_is_sent_once() {
    let faults = [
        Fault::LostBefore,
        Fault::Error500 { applied: false },
        Fault::HtmlPage,
        Fault::Redirect,
        Fault::Reset,
    ];
    // Side by side: each waits for its own quarantine.
    std::thread::scope(|scope| {
        for fault in faults {
            scope.spawn(move || waits_for_the_quarantine(fault));
        }
    });
}

fn waits_for_the_quarantine(fault: Fault) {
    let bench = Bench::new();
    bench.log("9:00-10:30", "dns");
    bench.next_create(fault.clone());
    assert_eq!(bench.sync(6)["unconfirmed"], 1, "{fault:?}");
    bench.fake.clear_requests();
    let report = bench.sync(6);
    assert_eq!(
        (report["unconfirmed"].as_u64(), bench.n_writes()),
        (Some(1), 0),
        "{fault:?}"
    );
    assert_eq!(report["outcome"], "later");
    pause(3_100_000);
    assert_eq!(bench.sync(0)["created"], 1, "{fault:?}");
    assert_eq!(
        (bench.n_writes(), bench.fake.entries().len()),
        (1, 1),
        "{fault:?}"
    );
    bench.is_idle();
}

#[test]
fn what_is_done_late_is_found_and_not_sent_again() {
    for way in WAYS {
        let bench = bench(way);
        bench.log("9:00-10:30", "dns");
        bench.next_create(Fault::Late(900));
        assert_eq!(bench.sync(6)["unconfirmed"], 1, "{way:?}");
        bench.fake.wait_for_late();
        assert_eq!(bench.sync(0)["adopted"], 1, "{way:?}");
        assert_eq!(bench.fake.entries().len(), 1, "{way:?}");
        bench.is_idle();
    }
}

#[test]
fn an_equal_record_of_somebody_else_is_not_taken_for_a_lost_one_whose_key_comes_back() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    bench.log("11:00-12:00", "dns");
    bench.next_create(Fault::Late(1_500));
    assert_eq!(bench.sync(6)["unconfirmed"], 1);
    let theirs = bench.add_equal(1);
    assert_eq!(bench.sync(6)["adopted"], 0);
    bench.fake.wait_for_late();
    bench.tt("sync --now");
    let ours = &bench.entries()[1];
    assert_eq!(ours["delivery"], "sent", "{ours}");
    assert_ne!(ours["remote_id"], theirs.to_string());
    assert_eq!(bench.fake.entries().len(), 3);
}

#[test]
fn twins_that_were_lost_are_matched_by_count() {
    let bench = Bench::with(Options::default(), "marker = \"none\"");
    bench.log("9:00-10:00", "dns");
    bench.log("9:00-10:00", "dns");
    bench
        .fake
        .plan(Plan::calm().next(2, On::writes(), Fault::LostAfter));
    assert_eq!(bench.sync(6)["unconfirmed"], 2);
    assert_eq!(bench.sync(0)["adopted"], 2);
    assert_eq!(bench.fake.entries().len(), 2);
    bench.is_idle();
}

/// Of each two the first is lost on its way and the second arrives: which of them that is
/// shows in what else it says.
#[test]
fn what_one_lost_twin_left_there_is_not_the_others() {
    let bench = Bench::with(Options::default(), "marker = \"none\"");
    let mut plan = Plan::calm();
    for time in ["9:00-10:00", "10:00-11:00", "11:00-12:00"] {
        for fault in [Fault::LostBefore, Fault::LostAfter] {
            bench.log(time, "dns");
            plan = plan.next(1, On::new("POST", super::ENTRIES), fault);
        }
    }
    bench.tt("edit 2 --internal-note router").exits(0);
    bench.tt("edit 3 --internal-note switch").exits(0);
    bench.tt("edit 6 --for 30m").exits(0);
    let said = || {
        let told = |it: &Value| ["id", "end", "internal_note"].map(|name| it[name].to_string());
        let mut said: Vec<_> = bench.entries().iter().map(told).collect();
        said.sort();
        said
    };
    let wanted = said();
    bench.fake.plan(plan);
    bench.until_settled();
    assert_eq!(said(), wanted);
    super::kills::compare(&bench, 0);
    bench.is_idle();
}

#[test]
fn a_lost_twin_does_not_hold_the_other() {
    let bench = Bench::with(Options::default(), "marker = \"none\"");
    bench.log("9:00-10:00", "dns");
    bench.next_create(Fault::LostAfter);
    assert_eq!(bench.sync(6)["unconfirmed"], 1);
    bench.log("9:00-10:00", "dns");
    let report = bench.sync(0);
    assert_eq!(
        (report["adopted"].as_u64(), report["created"].as_u64()),
        (Some(1), Some(1)),
        "{report}"
    );
    assert_eq!(bench.fake.entries().len(), 2);
    bench.is_idle();
}

#[test]
fn what_is_deleted_while_unconfirmed_is_taken_away() {
    for fault in [Fault::LostBefore, Fault::Late(600)] {
        let bench = Bench::new();
        bench.log("9:00-10:00", "dns");
        bench.next_create(fault.clone());
        bench.sync(6);
        bench.tt("delete 1").exits(0);
        bench.fake.wait_for_late();
        pause(3_100_000);
        bench.sync(0);
        assert!(bench.fake.entries().is_empty(), "{fault:?}");
        bench.is_idle();
    }
}

#[test]
fn a_delete_whose_answer_is_lost_is_done_once() {
    for fault in [
        Fault::LostAfter,
        Fault::LostBefore,
        Fault::Garbage,
        Fault::Late(300),
    ] {
        let bench = Bench::new();
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        bench.tt("delete 1").exits(0);
        bench.fake.plan(Plan::once(On::writes(), fault.clone()));
        bench.until_settled();
        bench.fake.wait_for_late();
        assert!(bench.fake.entries().is_empty(), "{fault:?}");
        bench.is_idle();
    }
}

#[test]
fn a_change_that_is_done_late_undoes_no_newer_one() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::Late(900)] {
        let bench = Bench::new();
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        bench.tt("edit 1 -m older").exits(0);
        bench.fake.plan(Plan::once(On::writes(), fault.clone()));
        let n_before = bench.n_writes();
        bench.tt("sync --now");
        assert_eq!(bench.n_writes(), n_before + 1, "{fault:?}: sent once a run");
        bench.tt("edit 1 -m newer").exits(0);
        bench.tt("sync --now");
        bench.fake.wait_for_late();
        bench.until_settled();
        assert_eq!(bench.notes(), ["newer"], "{fault:?}");
        assert_eq!(bench.entries()[0]["note"], "newer", "{fault:?}");
        bench.is_idle();
    }
}

#[test]
fn a_restored_copy_sends_nothing_twice() {
    for way in WAYS {
        let bench = bench(way);
        bench.log("9:00-10:00", "dns");
        bench.log("10:00-11:00", "mail");
        let copy = bench.desk.home().join("copy.db");
        std::fs::copy(bench.desk.db(), &copy).unwrap();
        bench.log("11:00-12:00", "more");
        bench.sync(0);
        for name in ["tt.db", "tt.db-wal", "tt.db-shm"] {
            let _ = std::fs::remove_file(bench.desk.db().with_file_name(name));
        }
        std::fs::copy(&copy, bench.desk.db()).unwrap();
        bench.fake.clear_requests();
        if way.1.is_empty() {
            assert_eq!(bench.sync(0)["adopted"], 2, "{way:?}");
            bench.is_idle();
        } else {
            // Nothing says whose they are: a person decides.
            let report = bench.sync(4);
            assert_eq!(report["held"], serde_json::json!([1, 2]));
            assert_eq!(bench.sync(4)["held"], serde_json::json!([1, 2]));
        }
        assert_eq!(bench.n_writes(), 0, "{way:?}");
        assert_eq!(bench.fake.entries().len(), 3, "{way:?}");
    }
}

#[test]
fn three_lost_answers_in_a_row_end_the_run() {
    let bench = Bench::new();
    for hour in 8..13 {
        bench.log(&format!("{hour}:00-{hour}:30"), &format!("n{hour}"));
    }
    bench
        .fake
        .plan(Plan::calm().next(9, On::writes(), Fault::LostBefore));
    let report = bench.sync(6);
    assert_eq!(
        (report["unconfirmed"].as_u64(), report["owed"].as_u64()),
        (Some(3), Some(2))
    );
    assert_eq!(bench.n_writes(), 3);
    bench.fake.plan(Plan::calm());
    pause(3_100_000);
    bench.until_settled();
    assert_eq!(bench.notes(), ["n10", "n11", "n12", "n8", "n9"]);
    bench.is_idle();
}
