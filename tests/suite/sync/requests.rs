//! What people type leaves the wire as the service's documentation has it.

use super::{Bench, ENTRIES};
use crate::support::vendor::connectwise::{GuidPolicy, Options};
use serde_json::{Value, json};

/// Books these words in February 2024, in UTC, and gives the create that comes of it.
fn body(words: &[&str]) -> Value {
    let options = Options {
        guid: GuidPolicy::Keep,
        member_required: true,
        ..Options::default()
    };
    let bench = Bench::with(options, "marker = \"none\"");
    let log = |command: &mut assert_cmd::Command| {
        command
            .env("TT_NOW", "2024-02-15T18:00:00Z")
            .env("TZ", "UTC");
        super::ran(command.output().unwrap()).exits(0)
    };
    log(bench.command().arg("log").args(words));
    log(bench.command().arg("sync"));
    let sent = bench.fake.requests();
    let creates: Vec<_> = sent.iter().filter(|it| it.is_write()).collect();
    assert_eq!(creates.len(), 1);
    assert_eq!(
        (creates[0].method.as_str(), creates[0].operation.as_str()),
        ("POST", ENTRIES)
    );
    assert_eq!(creates[0].header("content-type"), Some("application/json"));
    assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    creates[0].json()
}

#[test]
fn a_create_with_start_and_end() {
    let sent = body(&[
        "9:00-10:30",
        "--ticket",
        "54321",
        "--work-type",
        "1",
        "--work-role",
        "2",
        "--billable",
        "billable",
        "--note-to",
        "ticket-discussion",
        "-m",
        "Diagnosed email delivery issue. Identified blocked sender.",
    ]);
    let documented = json!({
        "chargeToId": 54321,
        "chargeToType": "ServiceTicket",
        "member": {"id": 123},
        "timeStart": "2024-02-15T09:00:00Z",
        "timeEnd": "2024-02-15T10:30:00Z",
        "workType": {"id": 1},
        "workRole": {"id": 2},
        "billableOption": "Billable",
        "notes": "Diagnosed email delivery issue. Identified blocked sender.",
        "addToDetailDescriptionFlag": true,
    });
    assert_eq!(sent, documented);
}

#[test]
fn a_create_by_hours() {
    let sent = body(&[
        "1.5h",
        "--start",
        "9:00",
        "--ticket",
        "54321",
        "--work-type",
        "1",
        "--work-role",
        "2",
        "--billable",
        "billable",
        "-m",
        "Configured DNS records and tested mail flow.",
    ]);
    let documented = json!({
        "chargeToId": 54321,
        "chargeToType": "ServiceTicket",
        "member": {"id": 123},
        "timeStart": "2024-02-15T09:00:00Z",
        "actualHours": 1.5,
        "workType": {"id": 1},
        "workRole": {"id": 2},
        "billableOption": "Billable",
        "notes": "Configured DNS records and tested mail flow.",
    });
    assert_eq!(sent, documented);
}

#[test]
fn a_create_against_a_charge_code() {
    let sent = body(&[
        "30m",
        "--start",
        "8:00",
        "--charge-code",
        "10",
        "--client",
        "12345",
        "--work-type",
        "3",
        "--billable",
        "do-not-bill",
        "-m",
        "Weekly team meeting",
    ]);
    let documented = json!({
        "chargeToId": 10,
        "chargeToType": "ChargeCode",
        "company": {"id": 12345},
        "member": {"id": 123},
        "timeStart": "2024-02-15T08:00:00Z",
        "actualHours": 0.5,
        "workType": {"id": 3},
        "billableOption": "DoNotBill",
        "notes": "Weekly team meeting",
    });
    assert_eq!(sent, documented);
}

/// How often the store was committed to, as its header counts.
fn commits(bench: &Bench) -> u32 {
    let header = std::fs::read(bench.desk.db()).unwrap();
    u32::from_be_bytes(header[24..28].try_into().unwrap())
}

#[test]
fn an_entry_more_is_one_commit_and_one_request_more() {
    let bench = Bench::new();
    let mut costs = Vec::new();
    for (hour, n_entries) in [("08", 4), ("09", 12)] {
        for n in 0..n_entries {
            bench.log(
                &format!("{hour}:{:02} for 5m", n * 5),
                &format!("{hour}-{n}"),
            );
        }
        let before = (commits(&bench), bench.fake.requests().len());
        bench.sync(0);
        costs.push((
            commits(&bench) - before.0,
            bench.fake.requests().len() - before.1,
        ));
    }
    assert_eq!(bench.entries().len(), 16);
    // The first run also learns whose account it is and what the ticket is.
    let (first, second) = (costs[0], costs[1]);
    assert!(second.0 <= 12 + 2, "commits: {costs:?}");
    assert!(second.1 <= 12 + 5, "requests: {costs:?}");
    assert!(first.0 <= 4 + 8 && first.1 <= 4 + 10, "{costs:?}");
}
