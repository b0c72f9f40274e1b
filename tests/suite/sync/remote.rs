//! `tt remote`: what the service holds, straight from it, and what is taken over on demand.

use super::{Bench, now};
use crate::support::vendor::connectwise::{DateFilter, Options};
use crate::support::vendor::faults::{Fault, On, Plan};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// An entry made there by hand, so many days ago at noon.
fn made(bench: &Bench, days: i64, note: &str, more: Value) -> i64 {
    let noon = now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
    let start = noon - TimeDelta::days(days);
    let at = |it: chrono::DateTime<chrono::Utc>| it.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut entry = json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": at(start), "timeEnd": at(start + TimeDelta::hours(1)), "actualHours": 1.0,
        "notes": note, "billableOption": "Billable",
    });
    for (name, value) in more.as_object().unwrap() {
        entry[name] = value.clone();
    }
    bench.fake.add(entry)
}

/// One of each kind that the filters tell apart.
fn stocked(options: Options) -> Bench {
    let bench = Bench::with(options, "");
    let none = || json!({});
    made(&bench, 1, "mine", none());
    made(&bench, 2, "theirs", json!({"member": {"id": 124}}));
    made(
        &bench,
        3,
        "meeting",
        json!({
            "chargeToId": 10, "chargeToType": "ChargeCode", "company": {"id": 12346},
            "billableOption": "DoNotBill", "workType": {"id": 7}, "internalNotes": "Cake\r\nwas served",
        }),
    );
    let approved = made(&bench, 4, "approved", json!({"workRole": {"id": 3}}));
    bench.fake.set_status(approved, "ApprovedByTierTwo");
    let billed = made(&bench, 5, "billed", none());
    bench.fake.set_status(billed, "BilledAgreement");
    made(
        &bench,
        6,
        "project",
        json!({"chargeToId": 54331, "chargeToType": "ProjectTicket", "project": {"id": 801}}),
    );
    made(&bench, 40, "old", none());
    bench
}

fn listed(bench: &Bench, args: &[&str]) -> Vec<String> {
    let ran = bench.run(&[&["remote", "list", "--json"], args].concat());
    let found = ran.exits(0).json();
    let rows = found["entries"].as_array().unwrap();
    let note = |row: &Value| row["note"].as_str().unwrap_or_default().to_owned();
    rows.iter().map(note).collect()
}

#[test]
fn filters_ask_the_service_and_every_row_is_compared_again() {
    let rows: &[(&[&str], &[&str])] = &[
        (&[], &["project", "billed", "approved", "meeting", "mine"]),
        (
            &["--member", "me"],
            &["project", "billed", "approved", "meeting", "mine"],
        ),
        (
            &["--member", "JDOE"],
            &["project", "billed", "approved", "meeting", "mine"],
        ),
        (
            &["--member", "123"],
            &["project", "billed", "approved", "meeting", "mine"],
        ),
        (&["--member", "asmith"], &["theirs"]),
        (
            &["--member", "all", "--ticket", "#54321"],
            &["billed", "approved", "theirs", "mine"],
        ),
        (&["--ticket", "54331"], &["project"]),
        (&["--ticket", "none", "--kind", "ticket"], &[]),
        (&["--charge-code", "MTNG"], &["meeting"]),
        (
            &["--kind", "charge-code,project-ticket"],
            &["project", "meeting"],
        ),
        (&["--project", "801"], &["project"]),
        (&["--client", "CONTOSO"], &["meeting"]),
        (&["--work-type", "Administrative"], &["meeting"]),
        (&["--work-role", "3"], &["approved"]),
        (
            &["--agreement", "none", "--kind", "charge-code"],
            &["meeting"],
        ),
        (&["--no-bill"], &["meeting"]),
        (
            &["--status", "approved", "--billable", "billable"],
            &["approved"],
        ),
        (&["--status", "open"], &["project", "meeting", "mine"]),
        (&["--unbilled"], &["project", "approved", "mine"]),
        (&["--billed"], &["billed"]),
        (&["--billed", "--status", "open"], &[]),
        (&["--search", "CAKE"], &["meeting"]),
        (&["--running"], &[]),
        (&["--stopped", "--search", "mine"], &["mine"]),
        (&["--limit", "2"], &["meeting", "mine"]),
        (&["--limit", "2", "--sort", "newest"], &["mine", "meeting"]),
        (&["-2d"], &[]),
        (&["-2d", "--member", "all"], &["theirs"]),
        (&["--from", "-50d", "--to", "-30d"], &["old"]),
        (&["--where", "notes contains \"min\""], &["mine"]),
        (&["--where", "member/id=124"], &["theirs"]),
        (&["--where", "timeStart<[2020-01-01]"], &[]),
        (&["--where", "notes=\"old\""], &[]),
        (
            &["--where", "notes=\"old\" and timeStart>[2020-01-01]"],
            &["old"],
        ),
        (&["--where", "member/id=124", "--member", "me"], &[]),
    ];
    let strange = [
        DateFilter::Exact,
        DateFilter::Shifted(9),
        DateFilter::DatesOnly,
    ];
    for (n, dates) in strange.into_iter().enumerate() {
        let bench = stocked(Options {
            date_filter: dates,
            ..Options::default()
        });
        let some = rows
            .iter()
            .enumerate()
            .filter(|(at, _)| n == 0 || at % 7 == n);
        for (_, (args, expected)) in some {
            // What is only compared by the service is its own affair.
            if n > 0 && args.iter().any(|arg| arg.contains("timeStart")) {
                continue;
            }
            assert_eq!(listed(&bench, args), *expected, "{args:?} {dates:?}");
        }
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
        // Asked only, and nothing kept.
        assert_eq!(bench.n_writes(), 0);
        let here = bench.tt("list 2000-01-01..2100-01-01 --json").exits(0);
        assert_eq!(here.json(), json!([]));
    }
}

#[test]
fn what_no_entry_there_could_meet_is_refused_before_anybody_is_asked() {
    let bench = Bench::new();
    let rows = [
        "--delivery owed",
        "--tag x",
        "--service 5",
        "--task 5",
        "--state open",
        "--include-no-client",
        "--include-no-client --client ACME",
        "--kind task",
    ];
    for line in rows {
        let ran = bench.tt(&format!("remote list {line}")).exits(2);
        assert!(ran.err.contains("help: "), "{line}: {}", ran.err);
    }
    let ran = bench.tt("remote list --per-page 1001 --json").exits(3);
    assert_eq!(
        ran.json()["error"]["breaches"][0]["rule"],
        "connectwise/per-page"
    );
    bench.tt("remote list --page 0").exits(2);
    bench.tt("remote show ../1").exits(2);
    bench.tt("remote").exits(2);
    assert!(bench.fake.requests().is_empty());
    // Names that the service does not know are said in its terms.
    let ran = bench.tt("remote list --work-type Nonsense").exits(2);
    assert!(ran.err.contains("no work type `Nonsense`"), "{}", ran.err);
    let ran = bench.run(&["remote", "list", "--where", "wrkType=1"]);
    let ran = ran.exits(2);
    assert!(
        ran.err.contains("wrkType is not a recognized name"),
        "{}",
        ran.err
    );
}

#[test]
fn a_row_names_the_entry_here_and_the_table_says_what_was_asked() {
    let bench = Bench::new();
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
    let elsewhere = made(
        &bench,
        3,
        "evil\u{1b}[31m\nname",
        json!({"member": {"id": 124}}),
    );
    let found = bench.tt("remote list --member all --json").exits(0).json();
    let rows = found["entries"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{found}");
    let (theirs, ours) = (&rows[0], &rows[1]);
    assert_eq!(
        (&ours["id"], &ours["local_id"], &ours["delivery"]),
        (&Value::Null, &json!(1), &json!("sent"))
    );
    assert_eq!(ours["key"], bench.entries()[0]["key"]);
    assert_eq!(
        (&theirs["local_id"], &theirs["key"], &theirs["remote_id"]),
        (&Value::Null, &Value::Null, &json!(elsewhere.to_string()))
    );
    assert_eq!(theirs["member"]["name"], "Al Smith");
    let page = json!({"page": 1, "per_page": 2, "pages": 1, "total": 2});
    assert_eq!(found["page"], page);
    let ran = bench.tt("remote list --member all").exits(0);
    assert!(ran.out.contains("Al Smith") && ran.out.contains("2 entries, 2h"));
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    let ran = bench.tt("remote list").exits(0);
    assert!(
        ran.err.contains("time of jdoe (--member all"),
        "{}",
        ran.err
    );
    let ids = bench.tt("remote list --member asmith --ids").exits(0);
    assert_eq!(ids.out, format!("{elsewhere}\n"));
}

#[test]
fn one_page_or_all_of_them() {
    let bench = Bench::new();
    for n in 0..5 {
        made(&bench, 1, &format!("n{n}"), json!({}));
    }
    let page = |line: &str| {
        let found = bench
            .tt(&format!("remote list {line} --json"))
            .exits(0)
            .json();
        (
            found["entries"].as_array().unwrap().len(),
            found["page"].clone(),
        )
    };
    let (n_rows, told) = page("--page 2 --per-page 2");
    assert_eq!(n_rows, 2);
    assert_eq!((&told["page"], &told["per_page"]), (&json!(2), &json!(2)));
    let (n_rows, told) = page("--page 3 --per-page 2");
    assert_eq!((n_rows, &told["pages"]), (1, &json!(3)));
    assert_eq!(page("--page 9 --per-page 2").0, 0);
    assert_eq!(page("").0, 5);
}

#[test]
fn an_entry_is_shown_whole() {
    let bench = Bench::new();
    let id = made(
        &bench,
        90,
        "old",
        json!({"internalNotes": "inside", "hoursDeduct": 0.25}),
    );
    let found = bench
        .tt(&format!("remote show {id} --json"))
        .exits(0)
        .json();
    let row = &found[0];
    assert_eq!((&row["id"], &row["note"]), (&Value::Null, &json!("old")));
    let raw = bench.fake.entry(id).unwrap();
    for (name, value) in row["remote"].as_object().unwrap() {
        if let Some(held) = raw.get(name) {
            assert_eq!(value, held, "{name}");
        }
    }
    assert_eq!(row["remote"]["chargeToType"], "ServiceTicket");
    let ran = bench.tt(&format!("remote show #{id}")).exits(0);
    for word in ["of ConnectWise PSA", "entry here", "chargeToType", "inside"] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    let ran = bench.tt("remote show 999999").exits(1);
    assert!(ran.err.contains("holds no entry 999999"), "{}", ran.err);
    assert_eq!(bench.n_writes(), 0);
}

#[test]
fn an_old_entry_is_taken_over_once() {
    let bench = Bench::new();
    let id = made(&bench, 90, "old", json!({}));
    bench.sync(0);
    assert_eq!(
        bench.tt("list 2000-01-01..2100-01-01 --json").json(),
        json!([])
    );
    let ran = bench.tt(&format!("remote import {id}")).exits(0);
    assert!(
        ran.out.starts_with(&format!("imported {id} as 1: ")),
        "{}",
        ran.out
    );
    let entry = bench.tt("show 1 --json").exits(0).json()[0].clone();
    assert_eq!(
        (&entry["origin"], &entry["delivery"], &entry["note"]),
        (&json!("imported"), &json!("sent"), &json!("old"))
    );
    assert_eq!(entry["remote"]["id"], id);
    let ran = bench.tt(&format!("remote import {id} {id}")).exits(0);
    assert!(
        ran.out.starts_with(&format!("{id} is already 1: ")),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 1);
    let ran = bench.tt(&format!("remote import {id} --json")).exits(0);
    assert_eq!(ran.json()[0]["id"], 1);
    bench.is_idle();
    // From then on it is an entry like any other.
    bench.tt("edit 1 -m corrected").exits(0);
    assert_eq!(bench.sync(0)["updated"], 1);
    assert_eq!(bench.notes(), ["corrected"]);
    let rows = bench.tt("remote list --from -100d --json").exits(0).json();
    assert_eq!(rows["entries"][0]["local_id"], 1);
}

#[test]
fn what_may_not_be_taken_over_stays_there_and_so_does_the_rest() {
    let bench = Bench::new();
    let mine = made(&bench, 90, "mine", json!({}));
    let theirs = made(&bench, 90, "theirs", json!({"member": {"id": 124}}));
    let ran = bench.tt(&format!("remote import {mine} {theirs}")).exits(3);
    assert!(ran.err.contains("time of"), "{}", ran.err);
    let ran = bench.tt(&format!("remote import {mine} 999999")).exits(1);
    assert!(ran.err.contains("holds no entry 999999"), "{}", ran.err);
    let none = bench.tt("list 2000-01-01..2100-01-01 --json");
    assert_eq!(none.exits(0).json(), json!([]));
    // The same work waits here: which is which, a person says.
    let day = now().date_naive() - TimeDelta::days(90);
    bench
        .tt(&format!(
            "log 1h --start {day}T12:00:00Z --ticket 54321 -m mine"
        ))
        .exits(0);
    let ran = bench.tt(&format!("remote import {mine}")).exits(4);
    assert!(
        ran.err.contains(&format!("tt resolve 1 --adopt {mine}")),
        "{}",
        ran.err
    );
    assert_eq!(bench.n_writes(), 0);
    // What bears the key of an entry here is that entry, and a sync ties the two together.
    bench.log("9:00-10:00", "keyed");
    let entry = bench.entries()[0].clone();
    assert_eq!(entry["id"], 2, "{entry}");
    let keyed = made(
        &bench,
        90,
        "other words",
        json!({"mobileGuid": entry["key"]}),
    );
    let ran = bench.tt(&format!("remote import {keyed}")).exits(4);
    assert!(
        ran.err.contains("is entry 2") && ran.err.contains("tt sync"),
        "{}",
        ran.err
    );
}

#[test]
fn a_service_without_notes_is_said_so_and_asked_nothing() {
    let bench = Bench::new();
    let ran = bench.tt("remote note last call back").exits(2);
    assert!(ran.err.contains("\"last\" is no number"), "{}", ran.err);
    let ran = bench.tt("remote note 1001 call back --todo").exits(0);
    assert!(ran.err.contains("has no notes"), "{}", ran.err);
    let ran = bench.tt("remote note 1001 call back --json").exits(0);
    assert_eq!(ran.json(), json!({"ok": true, "note": null}));
    assert!(bench.fake.requests().is_empty());
}

#[test]
fn a_service_that_cannot_be_asked_has_its_exit_code() {
    let bench = Bench::new();
    bench
        .fake
        .plan(Plan::calm().next(99, On::new("GET", super::ENTRIES), Fault::Garbage));
    bench.tt("remote list").exits(6);
    bench.fake.plan(Plan::calm());
    bench.config("public_key = \"wrong\"");
    assert_eq!(
        bench.tt("remote list --json").exits(5).json()["error"]["code"],
        "login"
    );
    bench.tt("remote show 1").exits(5);
    bench.config("url = \"http://127.0.0.1:9\"");
    bench.tt("remote list").exits(6);
    bench.desk.config("");
    bench.tt("remote list").exits(5);
}
