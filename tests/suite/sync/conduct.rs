//! How a run behaves towards the service, the person and other runs.

use super::Bench;
use crate::support::vendor::connectwise::{Fake, Options};
use crate::support::vendor::faults::{Fault, On, Plan};
use serde_json::{Value, json};

#[test]
fn a_refusal_is_kept_with_the_services_words_and_stops_no_other() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    // This ticket's status takes no time.
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
    bench.log("11:00-12:00", "mail");
    let report = bench.sync(4);
    assert_eq!(
        (report["created"].as_u64(), &report["outcome"]),
        (Some(2), &json!("needs-person"))
    );
    assert_eq!(report["refused"][0]["id"], 2, "{report}");
    let words = report["refused"][0]["message"].as_str().unwrap();
    assert!(!words.is_empty());
    assert_eq!(bench.notes(), ["dns", "mail"]);
    let entry = &bench.entries()[1];
    assert_eq!(
        (&entry["delivery"], &entry["problem"]["message"]),
        (&json!("refused"), &json!(words))
    );
    // Told every time, sent never again.
    bench.fake.clear_requests();
    bench.sync(4);
    assert_eq!(bench.n_writes(), 0);
    let said = bench.tt("sync").exits(4);
    assert!(
        said.err.contains(words) && said.err.contains("help:"),
        "{}",
        said.err
    );
}

#[test]
fn too_many_requests_are_left_for_a_later_run() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let retry_after = Some("900".to_owned());
    bench.next_create(Fault::Throttled { retry_after });
    let report = bench.sync(6);
    let wait = report["retry_after_seconds"].as_u64().unwrap();
    assert!((890..=900).contains(&wait), "{report}");
    assert_eq!(
        (&report["owed"], &report["unconfirmed"]),
        (&json!(1), &json!(0))
    );
    // The next run does not even ask.
    bench.fake.clear_requests();
    let report = bench.sync(6);
    assert!(
        report["retry_after_seconds"].as_u64().unwrap() > 800,
        "{report}"
    );
    assert!(
        bench.fake.requests().is_empty(),
        "{:?}",
        bench.fake.requests()
    );
    assert!(bench.fake.entries().is_empty());
}

#[test]
fn a_short_wait_that_is_asked_for_is_waited_out() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let retry_after = Some("1".to_owned());
    bench.fake.plan(Plan::once(
        On::reads().after(1),
        Fault::Throttled { retry_after },
    ));
    assert_eq!(bench.sync(0)["created"], 1);
    bench.is_idle();
}

#[test]
fn wrong_credentials_end_with_5_and_a_word_of_help() {
    let rows = [
        ("public_key = \"nobody\"", true),
        ("company_id = \"nowhere\"", true),
        ("private_key = { env = \"NO_SUCH_VARIABLE\" }", false),
        ("private_key = { file = \"no-such-file\" }", false),
        ("private_key = { command = [\"false\"] }", false),
    ];
    for (line, asks) in rows {
        let bench = Bench::with(Options::default(), line);
        bench.log("9:00-10:00", "dns");
        let ran = bench.tt("sync").exits(5);
        assert!(ran.err.contains("help:"), "{line}: {}", ran.err);
        assert_eq!(!bench.fake.requests().is_empty(), asks, "{line}");
        assert_eq!(bench.sync(5)["outcome"], "needs-login", "{line}");
        assert_eq!(bench.n_writes(), 0, "{line}");
        // Put right, it is delivered.
        bench.config("");
        assert_eq!(bench.sync(0)["created"], 1, "{line}");
        bench.is_idle();
    }
}

#[test]
fn nobody_there_is_tried_again_later() {
    let bench = Bench::with(Options::default(), "url = \"http://127.0.0.1:1\"");
    bench.log("9:00-10:00", "dns");
    let ran = bench.tt("sync").exits(6);
    assert!(ran.err.contains("help:"), "{}", ran.err);
    assert_eq!(bench.entries()[0]["delivery"], "owed");
}

#[test]
fn of_two_runs_at_once_one_works() {
    let bench = Bench::new();
    for hour in 8..12 {
        bench.log(&format!("{hour}:00-{hour}:30"), "dns");
    }
    bench
        .fake
        .plan(Plan::calm().next(99, On::any(), Fault::SlowDrip { every_ms: 20 }));
    let seen = bench.fake.watch();
    let first = bench.start(&["sync", "--json"]);
    seen.recv().unwrap();
    let report = bench.sync(6);
    assert_eq!(report["outcome"], "busy", "{report}");
    let output = first.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(bench.fake.entries().len(), 4);
    bench.is_idle();
}

#[test]
fn an_account_that_suddenly_shows_nothing_stops_the_run() {
    let bench = Bench::new();
    for hour in 8..13 {
        bench.log(&format!("{hour}:00-{hour}:30"), "dns");
    }
    bench.sync(0);
    let ids: Vec<_> = bench
        .fake
        .entries()
        .iter()
        .map(|it| it["id"].as_i64().unwrap())
        .collect();
    for id in ids {
        assert!(bench.fake.remove(id));
    }
    bench.log("14:00-15:00", "more");
    bench.fake.clear_requests();
    let ran = bench.tt("sync").exits(4);
    assert!(ran.err.contains("no entries at all"), "{}", ran.err);
    assert_eq!(bench.n_writes(), 0);
}

#[test]
fn links_belong_to_one_tenant() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let other = Fake::start(Options {
        company_id: "other".into(),
        ..Options::default()
    });
    let keys = other.credentials();
    bench.config(&format!(
        "url = {:?}\ncompany_id = \"other\"\npublic_key = {:?}",
        other.url(),
        keys.public_key
    ));
    bench.secret("key", &keys.private_key);
    bench.log("10:00-11:00", "mail");
    let ran = bench.tt("sync").exits(5);
    assert!(
        ran.err.contains("acme") && ran.err.contains("other"),
        "{}",
        ran.err
    );
    assert!(other.entries().is_empty());
    assert_eq!(other.schema_errors(), Vec::<String>::new());
}

#[test]
fn a_run_ends_when_its_time_is_over_and_the_next_goes_on() {
    let bench = Bench::new();
    for hour in 8..18 {
        bench.log(&format!("{hour}:00-{hour}:30"), &format!("n{hour}"));
    }
    bench
        .fake
        .plan(Plan::calm().next(999, On::writes(), Fault::SlowDrip { every_ms: 30 }));
    let ran = bench.tt("sync --json --max-time 1s").exits(6);
    let report = &ran.json()["profiles"][0];
    let (created, owed) = (
        report["created"].as_u64().unwrap(),
        report["owed"].as_u64().unwrap(),
    );
    assert!(created > 0 && owed > 0 && created + owed == 10, "{report}");
    bench.fake.plan(Plan::calm());
    assert_eq!(bench.sync(0)["created"], owed);
    bench.is_idle();
}

#[test]
fn an_equal_entry_made_by_somebody_else_holds_ours() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    let start = bench.entries()[0]["start"].as_str().unwrap().to_owned();
    let start = chrono::DateTime::parse_from_rfc3339(&start)
        .unwrap()
        .to_utc();
    let at = |it: chrono::DateTime<chrono::Utc>| it.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    bench.fake.add(json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": at(start), "timeEnd": at(start + chrono::TimeDelta::hours(1)),
        "actualHours": 1.0, "notes": "dns",
    }));
    let report = bench.sync(4);
    assert_eq!(report["held"], json!([1]), "{report}");
    assert_eq!(bench.n_writes(), 0);
    // An equal one booked after that is another piece of work.
    bench.log("9:00-10:00", "dns");
    let report = bench.sync(4);
    assert_eq!(
        (&report["held"], &report["created"]),
        (&json!([1]), &json!(1)),
        "{report}"
    );
    assert_eq!(bench.fake.entries().len(), 2);
}

#[test]
fn the_services_word_on_the_status_wins() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let id = bench.fake.entries()[0]["id"].as_i64().unwrap();
    bench.fake.set_status(id, "Billed");
    assert_eq!(bench.sync(0)["status_changes"], 1);
    let entry: &Value = &bench.entries()[0];
    assert_eq!(
        (&entry["status"], &entry["remote_status"]),
        (&json!("billed"), &json!("Billed"))
    );
    bench.is_idle();
}
