//! Good weather: what is owed arrives, once, and an idle run sends nothing.

use super::{Bench, ENTRIES};
use crate::support::vendor::connectwise::{Fake, GuidPolicy, Options};
use serde_json::json;

#[test]
fn the_first_sync_creates_and_the_second_sends_nothing() {
    let bench = Bench::new();
    bench.log("9:00-10:30", "dns");
    bench.log("11:00-11:20", "mail");
    let report = bench.sync(0);
    assert_eq!(
        (&report["created"], &report["owed"]),
        (&json!(2), &json!(0)),
        "{report}"
    );
    assert_eq!(bench.notes(), ["dns", "mail"]);
    // The company's code base was asked for first.
    let requests = bench.fake.requests();
    assert!(
        requests[0].path.starts_with("/login/companyinfo/"),
        "{:?}",
        requests[0].path
    );
    bench.is_idle();
    let entries = bench.entries();
    assert!(
        entries.iter().all(|entry| entry["delivery"] == "sent"),
        "{entries:?}"
    );
    assert!(
        entries.iter().all(|entry| entry["remote_id"].is_string()),
        "{entries:?}"
    );
}

#[test]
fn the_report_has_every_documented_field() {
    let bench = Bench::new();
    let value = bench.tt("sync --json").exits(0).json();
    let mut report = value["profiles"][0].clone();
    assert!(report["requests"].as_u64().unwrap() > 0);
    report["requests"] = json!(0);
    assert_eq!(
        report,
        json!({
            "profile": "work", "backend": "connectwise", "created": 0, "updated": 0, "deleted": 0,
            "adopted": 0, "imported": 0, "status_changes": 0, "taken_over": 0, "sheets": [], "refused": [], "conflicts": [],
            "held": [], "rejected": [], "unconfirmed": 0, "owed": 0, "requests": 0, "retry_after_seconds": null,
            "outcome": "done",
        })
    );
}

#[test]
fn entries_wait_until_they_are_submitted() {
    let bench = Bench::with(Options::default(), "push = \"submitted\"");
    bench.log("9:00-10:00", "dns");
    assert_eq!(bench.sync(0)["created"], 0);
    assert_eq!(bench.entries()[0]["delivery"], "waiting");
    bench.tt("submit yesterday").exits(0);
    assert_eq!(bench.sync(0)["created"], 1);
    bench.is_idle();
}

#[test]
fn what_is_deleted_here_is_taken_away_there() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.log("10:00-11:00", "mail");
    bench.sync(0);
    bench.tt("delete 1").exits(0);
    let report = bench.sync(0);
    assert_eq!(report["deleted"], 1, "{report}");
    assert_eq!(bench.notes(), ["mail"]);
    bench.is_idle();
}

#[test]
fn what_was_never_sent_and_is_deleted_makes_no_request() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.tt("delete 1").exits(0);
    bench.is_idle();
    assert!(bench.fake.entries().is_empty());
}

#[test]
fn two_equal_entries_both_arrive() {
    for marker in ["", "marker = \"none\""] {
        let bench = Bench::with(Options::default(), marker);
        bench.log("9:00-10:00", "dns");
        bench.log("9:00-10:00", "dns");
        assert_eq!(bench.sync(0)["created"], 2, "{marker}");
        assert_eq!(bench.notes(), ["dns", "dns"], "{marker}");
        bench.is_idle();
    }
}

#[test]
fn a_dry_run_sends_nothing() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let ran = bench.tt("sync -n").exits(0);
    assert!(ran.out.contains("dns"), "{}", ran.out);
    assert!(bench.fake.requests().is_empty());
    assert_eq!(bench.entries()[0]["delivery"], "owed");
}

#[test]
fn two_profiles_run_in_one_command() {
    let bench = Bench::new();
    let other = Fake::start(Options {
        company_id: "other".into(),
        ..Options::default()
    });
    let keys = other.credentials();
    bench.secret("key2", &keys.private_key);
    let second = format!(
        "\n[profile.second]\nbackend = \"connectwise\"\npush = \"open\"\nurl = {:?}\ncompany_id = {:?}\npublic_key = {:?}\nprivate_key = {{ file = \"key2\" }}\nmember = \"jdoe\"\nclient_id = {:?}\n",
        other.url(),
        keys.company_id,
        keys.public_key,
        keys.client_id
    );
    bench.desk.config(&(bench.text("") + &second));
    bench.log("9:00-10:00", "dns");
    bench
        .tt("log yesterday 10:00-11:00 --profile second --ticket 54322 -m mail")
        .exits(0);
    let value = bench.tt("sync --all --json").exits(0).json();
    let reports = value["profiles"].as_array().unwrap();
    assert_eq!(reports.len(), 2);
    assert!(
        reports.iter().all(|report| report["created"] == 1),
        "{value}"
    );
    assert_eq!((bench.fake.entries().len(), other.entries().len()), (1, 1));
    assert_eq!(other.schema_errors(), Vec::<String>::new());
    bench.is_idle();
    // One that is away does not keep the other.
    bench.log("12:00-13:00", "more");
    drop(other);
    let value = bench.tt("sync --all --json --max-time 20s").exits(6).json();
    let outcome = |name: &str| {
        let reports = value["profiles"].as_array().unwrap();
        let report = reports.iter().find(|report| report["profile"] == name);
        report.unwrap()["outcome"].clone()
    };
    assert_eq!(
        (outcome("work"), outcome("second")),
        (json!("done"), json!("later"))
    );
}

#[test]
fn the_key_is_left_where_the_service_keeps_it() {
    // What becomes of the key field; the note there after two entries.
    let rows = [
        (GuidPolicy::Keep, "auto", [true, false]),
        (GuidPolicy::Drop, "auto", [true, true]),
        (GuidPolicy::Replace, "auto", [true, true]),
        (GuidPolicy::Keep, "internal-note", [true, true]),
        (GuidPolicy::Keep, "none", [false, false]),
    ];
    for (guid, marker, marked) in rows {
        let options = Options {
            guid,
            ..Options::default()
        };
        let bench = Bench::with(options, &format!("marker = {marker:?}"));
        bench.log("9:00-10:00", "dns");
        bench.sync(0);
        bench.log("10:00-11:00", "mail");
        bench.sync(0);
        let has: Vec<_> = bench
            .fake
            .entries()
            .iter()
            .map(|entry| {
                entry["internalNotes"]
                    .as_str()
                    .unwrap_or("")
                    .contains("[tt:")
            })
            .collect();
        assert_eq!(has, marked, "{guid:?} {marker}");
        if marker == "none" {
            let sent = bench.fake.requests();
            let sent = sent
                .iter()
                .find(|it| it.method == "POST" && it.operation == ENTRIES);
            assert!(sent.unwrap().json().get("mobileGuid").is_none());
        }
        bench.is_idle();
    }
}
