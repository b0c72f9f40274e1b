//! Undo of what was delivered: the next sync withdraws or corrects it there.

use super::Bench;
use crate::support::vendor::connectwise::{GuidPolicy, Options};
use serde_json::json;

/// Benches whose service keeps our key, and whose does not.
fn benches() -> Vec<Bench> {
    let keyless = Options {
        guid: GuidPolicy::Drop,
        ..Options::default()
    };
    vec![Bench::new(), Bench::with(keyless, "marker = \"none\"")]
}

#[test]
fn a_delivered_booking_is_withdrawn() {
    for bench in benches() {
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        bench.tt("undo").exits(0);
        assert_eq!(bench.sync(0)["deleted"], 1);
        assert!(bench.fake.entries().is_empty());
        bench.is_idle();
        assert!(bench.entries().is_empty());
    }
}

#[test]
fn a_delivered_edit_is_corrected() {
    for bench in benches() {
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        bench.tt("edit 1 -m wrong --for 30m").exits(0);
        bench.sync(0);
        assert_eq!(bench.notes(), ["wrong"]);
        bench.tt("undo").exits(0);
        assert_eq!(bench.sync(0)["updated"], 1);
        assert_eq!(bench.notes(), ["dns"]);
        assert_eq!(bench.fake.entries()[0]["actualHours"], json!(1.0));
        bench.is_idle();
    }
}

#[test]
fn a_delivered_delete_is_a_new_record_with_a_new_key() {
    for bench in benches() {
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        let key = bench.entries()[0]["key"].clone();
        let old = bench.fake.entries()[0]["id"].clone();
        bench.tt("delete 1").exits(0);
        bench.sync(0);
        bench.tt("undo").exits(0);
        let report = bench.sync(0);
        assert_eq!(
            (&report["created"], &report["imported"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(bench.notes(), ["dns"]);
        assert_ne!(bench.fake.entries()[0]["id"], old);
        assert_ne!(bench.entries()[0]["key"], key);
        bench.is_idle();
    }
}

#[test]
fn a_delete_not_delivered_yet_keeps_its_record() {
    for bench in benches() {
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        let old = bench.fake.entries()[0]["id"].clone();
        bench.tt("delete 1").exits(0);
        bench.tt("undo").exits(0);
        bench.sync(0);
        assert_eq!(bench.fake.entries()[0]["id"], old);
        assert_eq!(bench.fake.entries().len(), 1);
        bench.is_idle();
    }
}

#[test]
fn a_deleted_import_comes_back_as_a_record_of_ours() {
    let bench = Bench::new();
    let there = bench.fake.add(json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": format!("{}T09:00:00Z", super::now().date_naive() - chrono::TimeDelta::days(1)),
        "actualHours": 1.0, "notes": "by hand",
    }));
    bench.sync(0);
    bench.tt("delete 1").exits(0);
    bench.sync(0);
    assert!(bench.fake.entry(there).is_none());
    bench.tt("undo").exits(0);
    let report = bench.sync(0);
    assert_eq!(
        (&report["created"], &report["imported"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(bench.notes(), ["by hand"]);
    bench.is_idle();
}

#[test]
fn a_delivered_submit_goes_back_and_nothing_moves_there() {
    let bench = Bench::with(
        crate::support::vendor::connectwise::Options::default(),
        "push = \"submitted\"",
    );
    bench.log("9:00-10:00", "dns");
    bench.tt("submit yesterday").exits(0);
    bench.sync(0);
    bench.tt("undo").exits(0);
    assert_eq!(bench.entries()[0]["status"], "open");
    bench.sync(0);
    assert_eq!(bench.entries()[0]["status"], "open");
    assert_eq!(bench.fake.entries().len(), 1);
    // Changed while it is open, it goes when it is handed in again.
    bench.tt("edit 1 -m changed").exits(0);
    bench.sync(0);
    assert_eq!(bench.notes(), ["dns"]);
    bench.tt("submit yesterday").exits(0);
    bench.sync(0);
    assert_eq!(bench.notes(), ["changed"]);
    bench.is_idle();
}

#[test]
fn undo_twice_goes_back_twice() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    bench.tt("edit 1 -m one").exits(0);
    bench.sync(0);
    bench.tt("undo").exits(0);
    bench.tt("undo").exits(0);
    bench.sync(0);
    assert!(bench.fake.entries().is_empty());
    bench.is_idle();
}
