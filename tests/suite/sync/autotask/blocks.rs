//! Blocks of hours: read from the service, counted on with what is booked here, and never
//! counted twice.

use super::*;
use crate::sync::with_yesterday;
use seed::{BLOCK, CONSULTANT, HOURS, VPN};

fn said(ran: &Ran) -> Vec<&str> {
    ran.err
        .lines()
        .filter(|it| it.contains("40 hours: "))
        .collect()
}

/// Books so many hours of yesterday on the ticket of the contract; what is said of it.
fn log(firm: &Firm, time: &str) -> String {
    let ran = firm.tt(&format!("log yesterday {time} --ticket {VPN} -m vpn"));
    let ran = ran.exits(0);
    said(&ran).join("\n")
}

fn facts(firm: &Firm) -> Value {
    firm.tt("catalog refresh agreements").exits(0);
    let listed = firm.tt("catalog list agreements --json").exits(0).json();
    let mut listed = listed.as_array().unwrap().iter();
    let id = BLOCK.to_string();
    let found = listed.find(|it| it["id"] == id.as_str()).unwrap();
    found["facts"].clone()
}

/// Reads the agreements as somebody did an hour ago.
fn read_before(firm: &Firm) {
    let then = (now() - chrono::TimeDelta::hours(1)).to_rfc3339();
    let mut command = firm.command();
    let words = ["catalog", "refresh"];
    ran(command.env("TT_NOW", then).args(words).output().unwrap()).exits(0);
}

/// Used there, only booked here, left; in hours.
fn status(firm: &Firm) -> [f64; 3] {
    let status = firm.tt("status --json").exits(0).json();
    let block = &status["blocks"][0];
    ["used_seconds", "here_seconds", "left_seconds"]
        .map(|name| block[name].as_f64().unwrap_or_else(|| panic!("{status}")) / 3_600.0)
}

#[test]
fn what_is_left_is_the_same_before_and_after_it_is_sent_read_anew_and_posted() {
    let firm = Firm::with(Options::default(), &with_yesterday());
    let read = facts(&firm);
    for (name, value) in [
        ("block_seconds", json!(144_000)),
        ("block_used_seconds", json!(23_400)),
        ("block_starts", json!("2025-01-01")),
        ("block_ends", json!("2027-12-31")),
        (
            "block_factors",
            json!([{"role": CONSULTANT.to_string(), "hour_seconds": 5_400}]),
        ),
    ] {
        assert_eq!(read[name], value, "{name}");
    }
    read_before(&firm);
    assert_eq!(
        log(&firm, "9-11"),
        "note: 40 hours: 31h 30m of 40h left, 21% used (2h of it since the last reading)"
    );
    // On the service, and in its figure only when that is read anew.
    firm.sync(0);
    assert_eq!(status(&firm), [6.5, 2.0, 31.5]);
    facts(&firm);
    assert_eq!(
        status(&firm),
        [8.5, 0.0, 31.5],
        "not posted, and not forgotten"
    );
    firm.fake.post(id(&firm.only()));
    assert_eq!(
        firm.fake.row("ContractBlocks", HOURS).unwrap()["hoursApproved"],
        8.5
    );
    facts(&firm);
    assert_eq!(
        status(&firm),
        [8.5, 0.0, 31.5],
        "posted, and not counted twice"
    );
    assert_eq!(
        log(&firm, "11-12"),
        "note: 40 hours: 30h 30m of 40h left, 23% used (1h of it since the last reading)"
    );
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn what_others_entered_counts_by_their_role_and_levels_warn() {
    let firm = Firm::with(Options::default(), &with_yesterday());
    firm.made(
        "for them",
        json!({"ticketID": VPN, "contractID": BLOCK, "roleID": CONSULTANT, "resourceID": seed::BRANDT}),
    );
    // Neither billed nor of a role that the contract covers.
    firm.made(
        "free",
        json!({"ticketID": VPN, "contractID": BLOCK, "isNonBillable": true}),
    );
    firm.made(
        "desk",
        json!({"ticketID": VPN, "contractID": BLOCK, "roleID": seed::DESK}),
    );
    assert_eq!(facts(&firm)["block_used_seconds"], 23_400 + 5_400);
    firm.fake
        .edit_row("ContractBlocks", HOURS, |row| row["hours"] = json!(12.0));
    firm.tt("catalog refresh").exits(0);
    assert_eq!(
        log(&firm, "8-10"),
        "warning: 40 hours: 2h of 12h left, 83% used (2h of it since the last reading); it warns from 80% on"
    );
    assert_eq!(
        log(&firm, "10-13"),
        "warning: 40 hours: all of 12h is used, and 1h more (5h of it since the last reading)"
    );
    // Nobody is stopped, and read anew it says the same.
    firm.sync(0);
    facts(&firm);
    assert_eq!(status(&firm), [13.0, 0.0, -1.0]);
}

#[test]
fn what_cannot_be_read_is_not_known_and_noted_once() {
    for (entity, status, limit) in [
        ("ContractBlocks", 403, false),
        ("ContractBlocks", 404, false),
        ("ContractBlocks", 500, false),
        ("ContractBlockHourFactors", 403, true),
        ("ContractExclusionRoles", 403, true),
        ("BillingItems", 404, true),
    ] {
        let firm = Firm::new();
        firm.made("theirs", json!({"ticketID": VPN, "contractID": BLOCK}));
        firm.fake.set_options(|o| o.closed = vec![(entity, status)]);
        let ran = firm.tt("catalog refresh agreements").exits(0);
        let notes = ran.err.matches("blocks of hours is not known").count();
        assert_eq!(notes, 1, "{entity} {status}: {}", ran.err);
        let facts = facts(&firm);
        assert_eq!(
            facts["block_seconds"].is_number(),
            limit,
            "{entity} {status}"
        );
        assert_eq!(
            facts["block_used_seconds"],
            Value::Null,
            "{entity} {status}"
        );
        assert_eq!(log(&firm, "9-10"), "", "{entity} {status}");
    }
    let firm = Firm::new();
    firm.fake.set_options(|o| o.hours_approved_unnamed = true);
    assert_eq!(
        facts(&firm)["block_used_seconds"],
        23_400,
        "asked for whole"
    );
    firm.fake.edit_row("ContractBlocks", HOURS, |row| {
        row["hoursApproved"] = Value::Null
    });
    assert_eq!(facts(&firm)["block_used_seconds"], Value::Null);
    firm.fake
        .edit_row("ContractBlocks", HOURS, |row| row["status"] = json!(0));
    assert_eq!(facts(&firm)["block_seconds"], Value::Null, "none is active");
}
