//! `tt catalog refresh` against the fake service.

use crate::support::vendor::connectwise::Options;
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::sync::Bench;
use serde_json::Value;

/// What was read of a kind.
fn kind<'v>(report: &'v Value, kind: &str) -> &'v Value {
    let kinds = report["profiles"][0]["kinds"].as_array().unwrap();
    kinds.iter().find(|it| it["kind"] == kind).unwrap()
}

#[test]
fn everything_is_read_and_then_names_are_known() {
    let bench = Bench::new();
    let report = bench.tt("catalog refresh --json").exits(0).json();
    assert_eq!(report["profiles"][0]["outcome"], "done", "{report}");
    for (name, least) in [
        ("tickets", 5),
        ("project-tickets", 1),
        ("projects", 2),
        ("clients", 3),
        ("work-types", 7),
        ("work-roles", 6),
        ("charge-codes", 6),
        ("members", 3),
        ("tenant", 1),
    ] {
        let read = kind(&report, name);
        assert_eq!(read["read"], "all", "{name}: {read}");
        assert!(read["items"].as_u64().unwrap() >= least, "{name}: {read}");
    }
    assert_eq!(kind(&report, "services")["read"], "none");

    let tickets = bench.tt("catalog list tickets --json").exits(0).json();
    let ticket = tickets.as_array().unwrap();
    let ticket = ticket.iter().find(|it| it["id"] == "54321").unwrap();
    assert_eq!(ticket["facts"]["billable"], "billable", "{ticket}");
    assert_eq!(ticket["facts"]["assigned"], "123", "{ticket}");
    assert_eq!(ticket["facts"]["completed"], false, "{ticket}");
    let ran = bench.tt("log yesterday 9-10 --ticket 54321 --work-type remote -m x --json");
    let entry = &ran.exits(0).json()[0];
    assert_eq!(entry["work_type"]["name"], "Remote", "{entry}");
    bench
        .tt("log yesterday 10-11 --ticket 54321 --work-type Remoet -m x")
        .exits(3);
}

#[test]
fn a_second_reading_asks_for_what_has_changed() {
    let bench = Bench::new();
    bench.tt("catalog refresh tickets work-types").exits(0);
    bench.fake.clear_requests();
    let again = bench
        .tt("catalog refresh work-types --json")
        .exits(0)
        .json();
    assert!(["changes", "all"].contains(&kind(&again, "work-types")["read"].as_str().unwrap()));
    let asked = bench.fake.requests();
    let asked = asked.iter().filter(|it| it.operation == "/time/workTypes");
    let first = asked.clone().next().unwrap();
    let conditions = first.param("conditions").unwrap_or_default();
    assert!(conditions.starts_with("lastUpdated>["), "{conditions}");

    bench.fake.clear_requests();
    let whole = bench
        .tt("catalog refresh work-types --full --json")
        .exits(0)
        .json();
    assert_eq!(kind(&whole, "work-types")["read"], "all");
    assert_eq!(kind(&whole, "work-types")["items"], 7);
    let asked = bench.fake.requests();
    assert!(asked.iter().all(|it| it.param("conditions").is_none()));
}

#[test]
fn what_may_not_be_read_is_noted_and_stops_nothing() {
    let bench = Bench::new();
    let on = On::new("GET", "/time/workRoles");
    bench
        .fake
        .plan(Plan::calm().next(99, on, Fault::RefuseBefore(403)));
    let ran = bench
        .tt("catalog refresh work-types work-roles charge-codes services")
        .exits(0);
    assert!(ran.out.contains("  7 work-types\n"), "{}", ran.out);
    assert!(ran.out.contains("charge-codes"), "{}", ran.out);
    assert!(
        ran.err.contains("note: work-roles cannot be read: "),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("note: ConnectWise PSA has no services"),
        "{}",
        ran.err
    );
}

#[test]
fn a_key_that_is_refused_is_exit_5_and_time_that_is_over_exit_6() {
    let bench = Bench::new();
    let ran = bench.tt("catalog refresh --max-time 0s");
    assert!([2, 6].contains(&ran.code), "{} {}", ran.out, ran.err);
    bench.secret("key", "wrong");
    let ran = bench.tt("catalog refresh").exits(5);
    assert!(!ran.err.contains("wrong\n"), "{}", ran.err);
    let json = bench.tt("catalog refresh --json").exits(5).json();
    assert_eq!(json["profiles"][0]["outcome"], "needs-login");
    let unread = bench.tt("catalog list tickets").exits(0);
    assert!(
        unread.err.contains("`tt catalog refresh tickets -p work`"),
        "{}",
        unread.err
    );
}

#[test]
fn a_ticket_that_is_not_among_those_read_is_said_and_stops_nothing() {
    let bench = Bench::new();
    let unread = bench.tt("log yesterday 8-9 --ticket 99999 -m x").exits(0);
    assert!(!unread.err.contains("not in the catalog"), "{}", unread.err);
    bench.tt("catalog refresh").exits(0);
    let ran = bench.tt("log yesterday 9-10 --ticket 99999 -m x").exits(0);
    assert!(
        ran.err
            .contains("note: #99999 is not in the catalog; it is looked up"),
        "{}",
        ran.err
    );
    let ran = bench.tt("log yesterday 10-11 --ticket 54321 -m x").exits(0);
    assert!(!ran.err.contains("catalog;"), "{}", ran.err);
    // It is said once more before it goes, with the numbers.
    for line in ["check", "submit yesterday -n", "submit yesterday --yes"] {
        let ran = bench.tt(line).exits(0);
        assert!(
            ran.err
                .contains("note: entries 1, 2: #99999 is not in the catalog; it is looked up"),
            "{line}: {}",
            ran.err
        );
    }
    bench.tt("sync").exits(4);
    let ran = bench.tt("review").exits(0);
    assert!(
        ran.out.contains("ConnectWise PSA has no ticket 99999"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("127.0.0.1"), "{}", ran.out);
    let ran = bench.tt("check 3").exits(0);
    assert!(!ran.err.contains("catalog;"), "{}", ran.err);
}

#[test]
fn what_was_understood_is_named_once() {
    let bench = Bench::new();
    bench.tt("catalog refresh").exits(0);
    let ran = bench
        .tt("log yesterday 9-10 --client northwind -m x")
        .exits(0);
    assert!(ran.out.contains("  Northwind"), "{}", ran.out);
    assert!(!ran.out.contains("northwind Northwind"), "{}", ran.out);
}

#[test]
fn the_tenants_own_step_is_read_and_shown_as_billed_time() {
    let bench = Bench::with(
        Options {
            rounding_hours: 0.25,
            ..Options::default()
        },
        "",
    );
    bench.tt("catalog refresh tenant").exits(0);
    let ran = bench.tt("log yesterday 9:00-9:50 --ticket 54321 -m x --json");
    let entry = ran.exits(0).json()[0].clone();
    let adjusted = entry["adjustments"].to_string();
    assert!(
        adjusted.contains("connectwise/rounding") && adjusted.contains("1h"),
        "{adjusted}"
    );
}
