//! Values that rules put in the place of others: said when it happens, kept apart
//! from what was typed, in JSON, explained by `show`.

use super::Desk;
use super::stocked::{desk, stock};
use serde_json::{Value, json};
use tt::domain::catalog::CatalogKind::{
    Agreements, ChargeCodes, Clients, Members, Tenant, Tickets, WorkRoles, WorkTypes,
};
use tt::rules::names;

/// A ticket of Autotask that has everything, with its resource.
fn at_ticket(desk: &Desk) {
    let ticket = json!({
        "client": 5, "work_type": 3, "agreement": 77, "billable": "billable",
        "show_on_invoice": true, "assigned_role": 12, "sub_issue": 8, "completed": false,
    });
    let resource = json!({
        "roles": [{"role": 12, "active": true}, {"role": 13, "active": true}],
        "default_role": 13, "zone": "Asia/Tokyo",
    });
    let contract = json!({
        "client": 5, "excluded_roles": [12], "exclusion_agreement": 81, "agreement_type": "time",
    });
    stock(
        desk,
        "at",
        &[
            (Tickets, "54321", "Mail flow", ticket),
            (Members, "29682885", "Jane Doe", resource),
            (Agreements, "77", "Gold", contract),
            (Agreements, "81", "Rest", json!({"client": 5})),
            (Clients, "5", "Acme", json!({})),
            (WorkTypes, "3", "Remote", json!({"code_type": "general"})),
            (WorkRoles, "12", "Engineer", json!({})),
            (WorkRoles, "13", "Desk", json!({})),
            (
                ChargeCodes,
                "40",
                "Training",
                json!({"code_type": "internal-activity"}),
            ),
        ],
    );
}

/// The adjustment of a field, which is also said on stderr and explained by `show`.
fn adjusted(desk: &Desk, line: &str, rule: &str, field: &str) -> Value {
    let plan = desk.tt(&format!("{line} -n")).exits(0);
    let entry = &desk.json(line)[0];
    let all = entry["adjustments"].as_array().unwrap();
    let found = all
        .iter()
        .find(|it| it["rule"] == rule && it["field"] == field)
        .unwrap_or_else(|| panic!("{line}: {all:?}"))
        .clone();
    let keys: Vec<_> = found.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["field", "from", "message", "rule", "to"]);
    let message = found["message"].as_str().unwrap();
    assert!(
        plan.err.contains(&format!("note: {message}\n")),
        "{}",
        plan.err
    );
    let shown = desk.tt("show last").exits(0);
    assert!(
        shown.out.contains(&format!("{message} ({rule})")),
        "{}",
        shown.out
    );
    found
}

#[test]
fn autotask_takes_over_what_the_ticket_has_and_changes_the_contract() {
    let desk = desk("");
    at_ticket(&desk);
    let log = "log 8-9 -p at --ticket 54321 -m x";
    let role = adjusted(&desk, log, "autotask/role-required", "work_role");
    assert_eq!((&role["from"], &role["to"]), (&json!(null), &json!("12")));
    let entry = &desk.json("show 1")[0];
    // What was typed is as it was typed.
    for field in ["work_role", "work_type", "agreement"] {
        assert_eq!(entry[field], json!(null), "{field}");
    }
    assert_eq!(entry["billable"], "no-default");
    let rows = entry["adjustments"].as_array().unwrap();
    let of = |rule: &str, field: &str| {
        let row = rows
            .iter()
            .find(|it| it["rule"] == rule && it["field"] == field);
        row.map(|row| row["to"].as_str().unwrap_or("-").to_owned())
    };
    let inherited = "autotask/inherit-on-create";
    assert_eq!(of(inherited, "work_type").as_deref(), Some("3 Remote"));
    assert_eq!(of(inherited, "agreement").as_deref(), Some("77 Gold"));
    assert_eq!(of(inherited, "billable").as_deref(), Some("billable"));
    assert_eq!(
        of(inherited, "extra.show_on_invoice").as_deref(),
        Some("yes")
    );
    assert_eq!(
        of("autotask/contract-exclusion", "agreement").as_deref(),
        Some("81")
    );
    let said = desk.tt(&format!("{log} -n")).exits(0).err;
    assert!(
        said.contains("note: contract 77 excludes role 12, using 81\n"),
        "{said}"
    );
    assert_eq!(
        entry["billing"],
        json!({"decided_by": "ticket", "result": "billable"})
    );
    let text = desk.tt("show 1").exits(0).out;
    assert!(
        text.contains("billed as billable: ticket 54321 says so"),
        "{text}"
    );
}

#[test]
fn general_time_of_autotask_takes_the_role_the_code_and_no_bill() {
    let desk = desk("[profile.at.defaults]\nbillable = \"billable\"\n");
    at_ticket(&desk);
    let log = "log 8-9 -p at --charge-code 40 --work-role 12 --work-type 3 -m x";
    let role = adjusted(&desk, log, "autotask/general-role", "work_role");
    assert_eq!(
        (&role["from"], &role["to"]),
        (&json!("12 Engineer"), &json!("13"))
    );
    let rows = &desk.json("show 1")[0];
    assert_eq!(rows["work_role"]["ref"], "12");
    let of = |rule: &str| {
        let all = rows["adjustments"].as_array().unwrap();
        all.iter().find(|it| it["rule"] == rule).unwrap()["to"].clone()
    };
    assert_eq!(of("autotask/general-allocation"), "40 Training");
    assert_eq!(of("autotask/general-non-billable"), "do-not-bill");
    // Nobody of the four decided that.
    assert_eq!(rows["billing"], json!(null));
    // Typed, the same is refused.
    let typed = format!("{} --billable billable --json", log.replace("8-9", "9-10"));
    let error = desk.tt(&typed).exits(3).json();
    assert_eq!(
        super::stocked::broken(&error),
        ["autotask/general-non-billable"]
    );
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
}

#[test]
fn autotask_counts_the_day_of_the_resource() {
    let desk = desk("[profile.at.settings]\nrounding_minutes = 15\n");
    at_ticket(&desk);
    let log = "log 2026-11-20 20:00-20:50 -p at --ticket 54321 -m x";
    let day = adjusted(&desk, log, "autotask/date-worked", "date");
    assert_eq!(
        (&day["from"], &day["to"]),
        (&json!("2026-11-20"), &json!("2026-11-21"))
    );
    let entry = &desk.json("show 1")[0];
    assert_eq!(entry["date"], "2026-11-20");
    // What the tenant rounds to is asked before delivery, and changes nothing here.
    assert_eq!(entry["worked_seconds"], 3000);
}

#[test]
fn moneybird_keeps_whole_minutes_and_bills_what_is_left_to_it() {
    let desk = desk("");
    let log = "log 30m --on 2026-11-20 --start 09:00:40 -p mb -m x";
    let start = adjusted(&desk, log, "moneybird/full-minutes", "start");
    assert!(
        start["message"].as_str().unwrap().contains("whole minutes"),
        "{start}"
    );
    let entry = &desk.json("show 1")[0];
    assert_eq!(entry["start"], "2026-11-20T09:00:40+01:00");
    let rows = entry["adjustments"].as_array().unwrap();
    let billed = rows
        .iter()
        .find(|it| it["rule"] == "moneybird/billable")
        .unwrap();
    assert_eq!(
        (&billed["field"], &billed["to"]),
        (&json!("billable"), &json!("billable"))
    );
    assert_eq!(entry["billable"], "no-default");
    assert_eq!(entry["billing"], json!(null));
    let typed = desk.json("log 8-9 -p mb -m y --no-bill");
    assert!(
        typed[0]["adjustments"].as_array().unwrap().is_empty(),
        "{typed}"
    );
    let billing = &desk.json("show last")[0]["billing"];
    assert_eq!(
        *billing,
        json!({"decided_by": "entry", "result": "do-not-bill"})
    );
}

/// A ticket, its agreement, its company and the tenant, each with a say.
fn connectwise(desk: &Desk, of_ticket: &str, of_agreement: &str, of_company: &str) {
    let ticket = json!({
        "takes_time": true, "billable": of_ticket, "agreement": 77, "client": 5,
    });
    stock(
        desk,
        "work",
        &[
            (Tickets, "54321", "Mail flow", ticket),
            (Agreements, "77", "Gold", json!({"billable": of_agreement})),
            (Clients, "5", "Acme", json!({"billable": of_company})),
            (WorkTypes, "3", "Remote", json!({"round_seconds": 900})),
            (
                Tenant,
                names::TENANT,
                "tenant",
                json!({"billable": "no-charge", "round_seconds": 0}),
            ),
        ],
    );
}

#[test]
fn connectwise_names_which_of_the_four_decided_the_billing() {
    let none = "no-default";
    let desk = desk("");
    let log = "log 8-9 -p work --ticket 54321 --work-type Remote -m x";
    for (ticket, agreement, company, by, result, says) in [
        (
            "do-not-bill",
            "no-charge",
            "billable",
            "ticket",
            "do-not-bill",
            "ticket 54321 says so",
        ),
        (
            none,
            "no-charge",
            "billable",
            "agreement",
            "no-charge",
            "the agreement \"Gold\" says so",
        ),
        (
            none,
            none,
            "billable",
            "company",
            "billable",
            "the company \"Acme\" says so",
        ),
        (
            none,
            none,
            none,
            "company",
            "no-charge",
            "that is the default of the company",
        ),
    ] {
        connectwise(&desk, ticket, agreement, company);
        let adjusted = adjusted(&desk, log, "connectwise/billing-decision", "billable");
        assert_eq!(adjusted["to"], result);
        let entry = &desk.json("show last")[0];
        assert_eq!(entry["billable"], none);
        assert_eq!(
            entry["billing"],
            json!({"decided_by": by, "result": result})
        );
        let text = desk.tt("show last").exits(0).out;
        let line = format!("billing         billed as {result}: {says}\n");
        assert!(text.contains(&line), "{text}");
        desk.tt("delete last").exits(0);
    }
    let typed = desk.json(&format!("{log} --billable billable"));
    assert_eq!(typed[0]["adjustments"], json!([]));
    let billing = &desk.json("show last")[0]["billing"];
    assert_eq!(
        *billing,
        json!({"decided_by": "entry", "result": "billable"})
    );
    // With --agreement none the ticket's agreement has no say.
    desk.tt("delete last").exits(0);
    connectwise(&desk, none, "no-charge", "billable");
    desk.tt(&format!("{log} --agreement none")).exits(0);
    assert_eq!(
        desk.json("show last")[0]["billing"]["decided_by"],
        "company"
    );
}

#[test]
fn connectwise_rounds_up_and_keeps_what_was_worked() {
    let desk = desk("");
    connectwise(&desk, "billable", "no-default", "no-default");
    let log = "log 8:00-8:20 -p work --ticket 54321 --work-type Remote -m x";
    let rounded = adjusted(&desk, log, "connectwise/rounding", "billed_seconds");
    assert_eq!(
        (&rounded["from"], &rounded["to"]),
        (&json!("20m"), &json!("30m"))
    );
    assert_eq!(desk.json("show 1")[0]["worked_seconds"], 1200);
}

#[test]
fn without_facts_nothing_is_said_to_be_decided() {
    let desk = desk("");
    let ran = desk.tt("log 8-9 -p work --ticket 54321 -m x").exits(0);
    assert_eq!(
        ran.err.matches("not checked until sync: ").count(),
        1,
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("whether ticket 54321 takes time"),
        "{}",
        ran.err
    );
    let entry = &desk.json("show 1")[0];
    assert_eq!(entry["billing"], json!(null));
    let unchecked = entry["unchecked"].as_array().unwrap();
    assert!(
        unchecked.contains(&json!("connectwise/billing-decision")),
        "{unchecked:?}"
    );
    desk.tt("log 9-10 --no-bill local").exits(0);
    let local = &desk.json("show 2")[0];
    assert_eq!(
        local["billing"],
        json!({"decided_by": "entry", "result": "do-not-bill"})
    );
}
