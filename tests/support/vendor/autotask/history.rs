//! What has happened before: more tickets, three weeks of work, postings.

use chrono::{DateTime, Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::rules::SheetStatus;
use super::seed::{self, ticket_row};
use super::state::{World, monday};
use super::{blocks, entries, times};

/// Approves and posts time: kind 1 is labour, 2 its adjustment. The billing item's id.
pub(super) fn post(world: &mut World, id: i64, kind: i64) -> i64 {
    let entry = world.entry(id).clone();
    assert!(!entry.is_null(), "no entry {id}");
    let item = world.take_id();
    let taken = if kind == 1 {
        blocks::debit(world, &entry)
    } else {
        Vec::new()
    };
    let today = DateTime::from_timestamp_millis(world.now_ms()).unwrap_or_default();
    let row = json!({
        "id": item, "timeEntryID": id, "billingItemType": kind, "itemName": "Labor",
        "ticketID": entry["ticketID"], "taskID": entry["taskID"], "roleID": entry["roleID"],
        "contractID": entry["contractID"], "billingCodeID": entry["billingCodeID"],
        "quantity": entry["hoursToBill"], "itemDate": entry["dateWorked"],
        "nonBillable": i64::from(entry["isNonBillable"] == true),
        "postedDate": times::midnight(today.date_naive()), "itemApproverID": seed::OKAFOR, "_taken": taken,
    });
    world.table_mut("BillingItems").insert(item, row);
    item
}

/// More tickets of one customer.
pub(super) fn tickets(world: &mut World, count: usize) -> Vec<i64> {
    let from = world.table("Tickets").keys().max().copied().unwrap_or(0) + 1;
    let from = from.max(90_001);
    let ids = from..from + i64::try_from(count).unwrap_or(0);
    for id in ids.clone() {
        let number = format!("T20260101.{:04}", id - 90_000);
        let mut row = ticket_row(id, &number, &format!("Request {id}"), seed::ACME, 8);
        row["assignedResourceID"] = json!(seed::LOPEZ);
        row["assignedResourceRoleID"] = json!(seed::ENGINEER);
        row["contractID"] = json!(seed::MATERIALS);
        row["billingCodeID"] = json!(seed::REMOTE);
        world.table_mut("Tickets").insert(id, row);
    }
    ids.collect()
}

/// Who works when (UTC hour) on what in the weeks before this one.
fn shifts() -> [(i64, i64, Value); 3] {
    [
        (
            seed::LOPEZ,
            14,
            json!({"ticketID": seed::SWITCH, "roleID": seed::ENGINEER}),
        ),
        (
            seed::BRANDT,
            8,
            json!({"ticketID": seed::BACKUP, "roleID": seed::DESK}),
        ),
        (
            seed::TANE,
            20,
            json!({"internalBillingCodeID": seed::MEETING}),
        ),
    ]
}

/// Three weeks of work, the last of them the one before today's.
pub(super) fn work(world: &mut World) -> Vec<i64> {
    let now = DateTime::from_timestamp_millis(world.now_ms()).unwrap_or_default();
    let this = monday(now.date_naive());
    let mut made = Vec::new();
    for (weeks, status) in [
        (3, Some(SheetStatus::Approved)),
        (2, Some(SheetStatus::Submitted)),
        (1, None),
    ] {
        let first = this - Days::new(7 * weeks);
        for day in (0..5).map(|n| first + Days::new(n)) {
            for (who, hour, charge) in shifts() {
                made.push(shift(world, who, day, hour, &charge));
            }
        }
        for (who, ..) in shifts() {
            if let Some(status) = status {
                world.sheets.insert((who, first), status);
            }
        }
        if status == Some(SheetStatus::Approved) {
            for id in made.clone() {
                post(world, id, 1);
            }
        }
    }
    made
}

fn shift(world: &mut World, who: i64, day: NaiveDate, hour: i64, charge: &Value) -> i64 {
    let midnight = times::read(&json!(times::midnight(day))).unwrap_or_default();
    // Lengths that differ from day to day, so that sums tell days apart.
    let start = midnight + hour * 3600;
    let length = 5400 + 900 * i64::from(day.weekday().num_days_from_monday());
    let mut entry = charge.clone();
    entry["resourceID"] = json!(who);
    entry["startDateTime"] = json!(times::wire(start));
    entry["endDateTime"] = json!(times::wire(start + length));
    entry["summaryNotes"] = json!("Daily round");
    entries::plant(world, &entry)
}
