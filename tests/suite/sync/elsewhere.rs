//! What happens on the service besides us: entries made there, taken away there,
//! approved, given back; and runs of which only one half is wanted.

use super::Bench;
use crate::support::vendor::faults::{Fault, On, Plan};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// Makes an entry there by hand, beginning when yesterday's noon is so many hours away.
fn made_there(bench: &Bench, hours: i64, note: &str) -> i64 {
    made_by(bench, 123, hours, note)
}

fn made_by(bench: &Bench, member: i64, hours: i64, note: &str) -> i64 {
    let noon = super::now().date_naive().and_hms_opt(12, 0, 0).unwrap();
    let start = noon.and_utc() + TimeDelta::hours(hours - 24);
    let at = |it: DateTime<Utc>| it.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    bench.fake.add(json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": member},
        "timeStart": at(start), "timeEnd": at(start + TimeDelta::hours(1)),
        "actualHours": 1.0, "notes": note,
    }))
}

fn delivered(note: &str) -> (Bench, i64) {
    let bench = Bench::new();
    bench.log("9:00-10:00", note);
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].as_i64().unwrap();
    (bench, id)
}

fn shown(bench: &Bench, id: u32) -> Value {
    bench.tt(&format!("show {id} --json")).exits(0).json()[0].clone()
}

#[test]
fn an_entry_made_there_is_one_of_ours_from_then_on() {
    let bench = Bench::new();
    let there = made_there(&bench, 0, "by hand");
    assert_eq!(bench.sync(0)["imported"], 1);
    let entry = &bench.entries()[0];
    assert_eq!(
        (&entry["origin"], &entry["delivery"], &entry["remote_id"]),
        (
            &json!("imported"),
            &json!("sent"),
            &json!(there.to_string())
        )
    );
    assert_eq!(
        (&entry["note"], &entry["worked_seconds"]),
        (&json!("by hand"), &json!(3600))
    );
    let report = bench.tt("report yesterday --json").exits(0).json();
    assert_eq!(report["total"]["worked_seconds"], 3600, "{report}");
    let history = bench.tt("history 1 --json").exits(0).json();
    assert_eq!(
        (&history[0]["who"], &history[0]["action"]),
        (&json!("sync"), &json!("import"))
    );
    bench.is_idle();
    // What was imported is no step of a person.
    bench.tt("undo").exits(1);
    bench.tt("edit 1 -m corrected").exits(0);
    assert_eq!(bench.sync(0)["updated"], 1);
    assert_eq!(bench.notes(), ["corrected"]);
    bench.tt("delete 1").exits(0);
    assert_eq!(bench.sync(0)["deleted"], 1);
    assert!(bench.fake.entries().is_empty());
    bench.is_idle();
    assert!(bench.entries().is_empty());
}

#[test]
fn an_imported_entry_is_in_the_way_of_another_like_any() {
    let bench = Bench::new();
    made_there(&bench, 0, "by hand");
    bench.sync(0);
    let start = bench.entries()[0]["start"].as_str().unwrap()[..16].to_owned();
    let ran = bench
        .tt(&format!(
            "log 1h --start {start} --ticket 54321 -m again --json"
        ))
        .exits(0);
    let warnings = ran.json()[0]["warnings"].to_string();
    assert!(warnings.contains("overlap"), "{warnings}");
}

#[test]
fn other_peoples_time_stays_there() {
    let bench = Bench::new();
    made_by(&bench, 124, 0, "somebody");
    assert_eq!(bench.sync(0)["imported"], 0);
    assert!(bench.entries().is_empty());
}

#[test]
fn the_services_status_locks_and_is_told() {
    // The word there, the status here, and whether it may still be changed.
    let rows = [
        ("PendingApproval", "submitted", false),
        ("ApprovedByTierTwo", "approved", false),
        ("Billed", "billed", false),
        ("SomethingNew", "submitted", false),
        ("Rejected", "rejected", true),
    ];
    for (word, status, is_free) in rows {
        let (bench, id) = delivered("dns");
        bench.fake.set_status(id, word);
        assert_eq!(bench.sync(0)["status_changes"], 1, "{word}");
        let entry = shown(&bench, 1);
        assert_eq!(
            (&entry["status"], &entry["remote_status"]),
            (&json!(status), &json!(word))
        );
        let history = bench.tt("history 1").exits(0);
        let last: Vec<_> = history
            .out
            .lines()
            .skip_while(|line| !line.contains("sync"))
            .collect();
        let told = last.join("\n");
        assert!(
            told.contains("open") && told.contains(status),
            "{word}: {}",
            history.out
        );
        for line in ["edit 1 -m changed", "delete 1"] {
            bench.tt(line).exits(if is_free { 0 } else { 4 });
        }
        bench.sync(0);
        assert_eq!(bench.fake.entries().len(), usize::from(!is_free), "{word}");
        bench.is_idle();
    }
}

#[test]
fn what_somebody_took_away_there_waits_for_a_person() {
    let (bench, id) = delivered("dns");
    bench.log("11:00-12:00", "mail");
    bench.sync(0);
    assert!(bench.fake.remove(id));
    let report = bench.sync(4);
    assert_eq!(report["conflicts"], json!([1]), "{report}");
    assert_eq!(shown(&bench, 1)["delivery"], "conflict");
    assert_eq!(bench.fake.entries().len(), 1);
    // Told every time, asked for no more.
    bench.fake.clear_requests();
    bench.sync(4);
    assert_eq!(bench.n_writes(), 0);
    let path = format!("/time/entries/{id}");
    let asked = bench.fake.requests();
    assert!(
        asked.iter().all(|it| !it.path.ends_with(&path)),
        "{asked:?}"
    );
    // Deleted here as well, there is nothing left to say.
    bench.tt("delete 1").exits(0);
    bench.sync(0);
    bench.is_idle();
}

#[test]
fn a_change_of_what_was_taken_away_is_no_refusal() {
    let (bench, id) = delivered("dns");
    assert!(bench.fake.remove(id));
    bench.tt("edit 1 -m changed").exits(0);
    let report = bench.sync(4);
    assert_eq!(
        (&report["conflicts"], &report["refused"]),
        (&json!([1]), &json!([]))
    );
}

#[test]
fn only_fetched_or_only_sent() {
    let (bench, id) = delivered("dns");
    bench
        .fake
        .edit(id, |entry| entry["notes"] = json!("office"));
    made_there(&bench, 5, "by hand");
    bench.log("7:00-7:30", "owed");
    bench.fake.clear_requests();
    let report = bench.tt("sync --pull --json").exits(0).json()["profiles"][0].clone();
    assert_eq!(
        (&report["imported"], &report["taken_over"], &report["owed"]),
        (&json!(1), &json!(1), &json!(1)),
        "{report}"
    );
    assert_eq!(bench.n_writes(), 0);
    made_there(&bench, 7, "by hand too");
    let report = bench.tt("sync --push --json").exits(0).json()["profiles"][0].clone();
    assert_eq!(
        (&report["imported"], &report["created"]),
        (&json!(0), &json!(1)),
        "{report}"
    );
    assert_eq!(
        bench.tt("sync --push --pull --json").exits(0).json()["profiles"][0]["imported"],
        1
    );
    bench.is_idle();
}

#[test]
fn a_released_entry_is_asked_about_once() {
    let bench = Bench::new();
    made_there(&bench, 0, "dns");
    bench.tt("sync --push").exits(0);
    let at = super::now().date_naive() - TimeDelta::days(1);
    let start = format!("{at}T12:00:00Z");
    bench
        .tt(&format!("log 1h --start {start} --ticket 54321 -m dns"))
        .exits(0);
    assert_eq!(bench.sync(4)["held"], json!([1]));
    assert_eq!(bench.sync(4)["held"], json!([1]));
    bench.tt("resolve 1 --release").exits(0);
    let report = bench.sync(0);
    assert_eq!(
        (&report["created"], &report["imported"], &report["held"]),
        (&json!(1), &json!(1), &json!([])),
        "{report}"
    );
    assert_eq!(bench.fake.entries().len(), 2);
    bench.is_idle();
}

#[test]
fn a_run_that_has_nothing_to_do_writes_nothing_here_either() {
    let (bench, _) = delivered("dns");
    made_there(&bench, 3, "by hand");
    bench.sync(0);
    let before = std::fs::read(bench.desk.db()).unwrap();
    bench.is_idle();
    assert!(before == std::fs::read(bench.desk.db()).unwrap());
}

#[test]
fn nothing_is_created_before_the_window_was_read_whole() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    for fault in [Fault::Garbage, Fault::LostAfter] {
        bench.fake.clear_requests();
        bench
            .fake
            .plan(Plan::calm().next(99, On::new("GET", super::ENTRIES), fault));
        bench.sync(6);
        assert_eq!(bench.n_writes(), 0);
    }
    bench.fake.plan(Plan::calm());
    assert_eq!(bench.sync(0)["created"], 1);
}
