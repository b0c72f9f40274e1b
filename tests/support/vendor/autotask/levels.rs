//! Levels of billing approval: the one thing that the interface approves.

use serde_json::{Value, json};

use super::door::refused;
use super::state::World;
use super::times;
use crate::support::vendor::rig::Answer;

/// A level, and what its creation writes to its time entry. The identity of the level.
pub(super) fn create(world: &mut World, body: &Value) -> Result<i64, Answer> {
    let missing = [
        "timeEntryID",
        "approvalLevel",
        "approvalDateTime",
        "approvalResourceID",
    ];
    if let Some(field) = missing.into_iter().find(|field| body[*field].is_null()) {
        return Err(refused(&format!("Missing required field: {field}.")));
    }
    let Some(entry) = world.row("TimeEntries", &body["timeEntryID"]).cloned() else {
        return Err(reference(
            world,
            "timeEntryID",
            "TimeEntry",
            &body["timeEntryID"],
        ));
    };
    let by = &body["approvalResourceID"];
    if world.row("Resources", by).is_none() {
        return Err(reference(world, "approvalResourceID", "Resource", by));
    }
    let Some(at) = times::read(&body["approvalDateTime"]) else {
        return Err(refused("The value of approvalDateTime is invalid."));
    };
    let id = world.take_id();
    let level = json!({
        "id": id, "timeEntryID": body["timeEntryID"], "approvalLevel": body["approvalLevel"],
        "approvalDateTime": times::wire(at), "approvalResourceID": by,
    });
    let mut entry = entry;
    entry["billingApprovalDateTime"] = level["approvalDateTime"].clone();
    entry["billingApprovalLevelMostRecent"] = level["approvalLevel"].clone();
    entry["billingApprovalResourceID"] = by.clone();
    if let Some(entry_id) = entry["id"].as_i64() {
        world.table_mut("TimeEntries").insert(entry_id, entry);
    }
    world
        .table_mut("BillingItemApprovalLevels")
        .insert(id, level);
    Ok(id)
}

/// errors: a reference to nothing, in the newer or the older words.
pub(super) fn reference(world: &World, field: &str, model: &str, value: &Value) -> Answer {
    refused(&reference_text(world, field, model, value))
}

pub(super) fn reference_text(world: &World, field: &str, model: &str, value: &Value) -> String {
    if world.options.older_references {
        format!("{field}: Value {value} does not exist or is invalid")
    } else {
        format!("Reference value on field: {field} of type: {model} does not exist or is invalid.")
    }
}
