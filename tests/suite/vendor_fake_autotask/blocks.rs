//! Blocks of hours: what posting takes off them, and who may see them.

use super::*;
use seed::{BLOCK, CONSULTANT, HOURS, VPN};

/// An entry on the ticket of the contract with blocks, in minutes of that day.
fn worked(api: &Api, day: &str, minutes: i64, change: impl FnOnce(&mut Value)) -> i64 {
    api.made(|entry| {
        entry["ticketID"] = json!(VPN);
        entry["dateWorked"] = json!(format!("{day}T00:00:00Z"));
        let end = 10 * 60 + minutes;
        entry["startDateTime"] = json!(format!("{day}T10:00:00Z"));
        entry["endDateTime"] = json!(format!("{day}T{:02}:{:02}:00Z", end / 60, end % 60));
        without(entry, &["hoursWorked"]);
        change(entry);
    })
}

fn approved(api: &Api, block: i64) -> f64 {
    api.item("ContractBlocks", block)["hoursApproved"]
        .as_f64()
        .unwrap()
}

#[test]
fn a_block_is_debited_when_labour_is_posted_and_not_before() {
    let (fake, api) = fake();
    assert!((approved(&api, HOURS) - 6.5).abs() < 1e-9);
    let id = worked(&api, "2026-03-02", 90, |_| {});
    assert_eq!(api.entry(id)["contractID"], BLOCK);
    assert!((approved(&api, HOURS) - 6.5).abs() < 1e-9);
    fake.post(id);
    assert!((approved(&api, HOURS) - 8.0).abs() < 1e-9);
    // An adjustment is no second debit; what is taken back is given back.
    fake.adjust(id);
    assert!((approved(&api, HOURS) - 8.0).abs() < 1e-9);
    fake.unpost(id);
    assert!((approved(&api, HOURS) - 6.5).abs() < 1e-9);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn factors_multiply_and_what_is_not_billed_takes_nothing() {
    let (fake, api) = fake();
    let consultant = fake.add(&json!({
        "resourceID": LOPEZ, "ticketID": VPN, "roleID": CONSULTANT, "summaryNotes": "x",
        "startDateTime": "2026-03-02T10:00:00Z", "endDateTime": "2026-03-02T12:00:00Z",
        "contractID": BLOCK,
    }));
    fake.post(consultant);
    assert!((approved(&api, HOURS) - 9.5).abs() < 1e-9, "twice 1.5");
    fake.edit_row("Roles", ENGINEER, |row| row["hourlyFactor"] = json!(0.5));
    let engineer = worked(&api, "2026-03-02", 60, |_| {});
    fake.post(engineer);
    assert!((approved(&api, HOURS) - 10.0).abs() < 1e-9, "half of 1");
    let free = worked(&api, "2026-03-02", 60, |e| e["isNonBillable"] = json!(true));
    fake.post(free);
    assert!((approved(&api, HOURS) - 10.0).abs() < 1e-9);
}

#[test]
fn earlier_blocks_come_first_and_only_those_of_the_day_worked() {
    let (fake, api) = fake();
    for (id, from, to, hours) in [
        (1, "2026-02-01", "2026-03-31", 1.0),
        (2, "2026-03-01", "2026-03-31", 2.0),
        (3, "2026-04-01", "2026-04-30", 5.0),
    ] {
        fake.add_row(
            "ContractBlocks",
            json!({
                "id": id, "contractID": BLOCK, "status": 1, "hours": hours, "hoursApproved": 0.0,
                "startDate": format!("{from}T00:00:00Z"), "endDate": format!("{to}T00:00:00Z"),
            }),
        );
    }
    fake.remove_row("ContractBlocks", HOURS);
    fake.post(worked(&api, "2026-03-02", 240, |_| {}));
    let all = [1, 2, 3].map(|id| approved(&api, id));
    assert_eq!(all, [1.0, 2.0, 0.0], "the fourth hour is billed besides");
}

#[test]
fn how_much_is_used_is_shown_and_no_condition() {
    let (fake, api) = fake();
    let ask = |body: Value| api.call("POST", "/ContractBlocks/query", &body);
    let filter =
        json!([eq("contractID", BLOCK), {"op": "gte", "field": "endDate", "value": "2026-03-04"}]);
    let reply = ask(json!({"filter": filter, "includeFields": ["id", "hours", "hoursApproved"]}));
    assert_eq!(ids(&reply), [HOURS, HOURS + 1]);
    assert_eq!(reply.json()["items"][0]["hoursApproved"], 6.5);
    let by_hours = ask(json!({"filter": [eq("hoursApproved", 6.5)]}));
    refused(&by_hours, "cannot be queried");
    // Whether it may be named among the fields nobody says.
    fake.set_options(|o| o.hours_approved_unnamed = true);
    let named = ask(json!({"filter": filter, "includeFields": ["id", "hoursApproved"]}));
    refused(&named, "cannot be queried");
    assert_eq!(
        ask(json!({"filter": filter})).json()["items"][0]["hoursApproved"],
        6.5
    );
    let fields = api.get("/ContractBlocks/entityInformation/fields").json();
    let status = fields["fields"].as_array().unwrap().iter();
    let status = status.clone().find(|f| f["name"] == "status").unwrap();
    assert_eq!(status["picklistValues"][1]["label"], "Active");
}

#[test]
fn who_sees_no_contracts_sees_no_blocks() {
    for status in [403, 404, 500] {
        let (fake, api) = fake();
        fake.set_options(|o| o.closed = vec![("ContractBlocks", status)]);
        assert_eq!(api.query("ContractBlocks", all()).status, status);
        assert_eq!(api.query("Contracts", all()).status, 200);
    }
}
