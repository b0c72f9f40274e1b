//! Two machines on one account, a restored copy, a clock that was set back: nothing twice.

use super::{Bench, ran};
use crate::cli::Desk;
use crate::support::vendor::connectwise::{GuidPolicy, Options};
use crate::support::vendor::faults::Fault;
use serde_json::json;

fn keyless() -> Bench {
    let options = Options {
        guid: GuidPolicy::Drop,
        ..Options::default()
    };
    Bench::with(options, "marker = \"none\"")
}

/// Goes on at another machine with the same profile; the desk so far comes back.
fn on_desk(bench: &mut Bench, desk: Desk, profile: &str) -> Desk {
    let old = std::mem::replace(&mut bench.desk, desk);
    bench.config(profile);
    old
}

#[test]
fn two_machines_see_everything_and_send_nothing_twice() {
    for (mut bench, profile) in [(Bench::new(), ""), (keyless(), "marker = \"none\"")] {
        bench.log("9:00-10:00", "first");
        bench.sync(0);
        let first = on_desk(&mut bench, Desk::new(), profile);
        bench.log("11:00-12:00", "second");
        let report = bench.sync(0);
        assert_eq!(
            (&report["imported"], &report["created"]),
            (&json!(1), &json!(1))
        );
        let second = on_desk(&mut bench, first, profile);
        assert_eq!(bench.sync(0)["imported"], 1);
        assert_eq!(bench.entries().len(), 2);
        // What the other made may be changed and taken away from here.
        bench.tt("edit 2 -m changed").exits(0);
        bench.tt("delete 1").exits(0);
        let report = bench.sync(0);
        assert_eq!(
            (&report["updated"], &report["deleted"]),
            (&json!(1), &json!(1))
        );
        let first = on_desk(&mut bench, second, profile);
        let report = bench.sync(4);
        assert_eq!(
            (
                &report["taken_over"],
                report["conflicts"].as_array().unwrap().len()
            ),
            (&json!(1), 1),
            "{report}"
        );
        assert_eq!(bench.notes(), ["changed"]);
        let _ = on_desk(&mut bench, first, profile);
        bench.is_idle();
    }
}

#[test]
fn both_at_once_send_each_entry_once() {
    let mut bench = Bench::new();
    for hour in 8..12 {
        bench.log(&format!("{hour}:00-{hour}:30"), &format!("first{hour}"));
    }
    let first = on_desk(&mut bench, Desk::new(), "");
    for hour in 12..16 {
        bench.log(&format!("{hour}:00-{hour}:30"), &format!("second{hour}"));
    }
    let one = bench.start(&["sync", "--json"]);
    let second = on_desk(&mut bench, first, "");
    let two = bench.start(&["sync", "--json"]);
    for child in [one, two] {
        let ran = ran(child.wait_with_output().unwrap());
        assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    }
    bench.sync(0);
    assert_eq!(bench.fake.entries().len(), 8);
    assert_eq!(bench.entries().len(), 8);
    let _ = on_desk(&mut bench, second, "");
    bench.sync(0);
    assert_eq!(bench.entries().len(), 8);
    bench.is_idle();
}

#[test]
fn the_same_work_booked_on_both_is_told_and_kept() {
    let mut bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let first = on_desk(&mut bench, Desk::new(), "");
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let _ = on_desk(&mut bench, first, "");
    // It bears the other's key, so it is no question; the twin is told until somebody answers.
    bench.sync(4);
    assert_eq!(bench.fake.entries().len(), 2);
    let ran = bench.tt("sync").exits(4);
    assert!(ran.err.contains("twice"), "{}", ran.err);
    bench.tt("resolve 1 --release").exits(0);
    let ran = bench.tt("sync").exits(0);
    assert!(!ran.err.contains("twice"), "{}", ran.err);
    assert_eq!(bench.fake.entries().len(), 2);
}

#[test]
fn a_store_that_was_lost_gets_back_what_was_delivered() {
    for (mut bench, profile) in [(Bench::new(), ""), (keyless(), "marker = \"none\"")] {
        bench.log("9:00-10:00", "dns");
        bench.log("10:00-11:00", "mail");
        bench.sync(0);
        let _lost = on_desk(&mut bench, Desk::new(), profile);
        bench.fake.clear_requests();
        assert_eq!(bench.sync(0)["imported"], 2);
        assert_eq!(bench.n_writes(), 0);
        assert_eq!(bench.entries().len(), 2);
        bench.is_idle();
    }
}

#[test]
fn a_clock_set_back_an_hour_sends_nothing_twice() {
    for bench in [Bench::new(), keyless()] {
        let sync_at = |back: i64| {
            let at = super::now() - chrono::TimeDelta::seconds(back);
            let mut command = bench.command();
            command.env("TT_NOW", at.to_rfc3339());
            ran(command.args(["sync", "--json"]).output().unwrap())
        };
        bench.log("8:00-8:30", "dns");
        bench.log("9:00-9:30", "mail");
        bench.next_create(Fault::Late(200));
        sync_at(0);
        for back in [3600, 3599, 3590, 60] {
            sync_at(back);
        }
        bench.fake.wait_for_late();
        sync_at(3600);
        crate::cli::pause(3_100_000);
        bench.until_settled();
        assert_eq!(bench.notes(), ["dns", "mail"]);
        bench.is_idle();
    }
}
