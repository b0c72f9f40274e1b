//! Time sheets and approval: submit, approve, reject, reverse, per-entry reject.
//!
//! Which status follows which is inferred from the names of the enum; the shapes
//! of requests and answers are the schema's.

use serde_json::{Value, json};

use super::state::{EDITABLE, World};

/// What a sheet action answers: 200 with a flag, so false is not an HTTP error.
pub fn outcome(success: bool, message: &str) -> Value {
    json!({"success": success, "message": message})
}

/// POST submit.
pub fn submit(world: &mut World, id: i64, caller: &str) -> Value {
    if let Some(message) = world.submit_refusal.clone() {
        return outcome(false, &message);
    }
    step(
        world,
        id,
        caller,
        "Time sheet could not be submitted.",
        |status| EDITABLE.contains(&status).then_some("PendingApproval"),
    )
}

/// POST approve, with the tier that approves.
pub fn approve(world: &mut World, id: i64, tier: &str, caller: &str) -> Value {
    step(
        world,
        id,
        caller,
        "Time sheet could not be approved.",
        |status| match (status, tier) {
            ("PendingApproval", "Tier1Update") => Some("ApprovedByTierOne"),
            ("PendingApproval" | "ApprovedByTierOne", "Tier2Update") => Some("ApprovedByTierTwo"),
            ("ApprovedByTierOne" | "ApprovedByTierTwo", "Billing") => Some("ReadyToBill"),
            _ => None,
        },
    )
}

/// POST reject.
pub fn reject(world: &mut World, id: i64, caller: &str) -> Value {
    step(
        world,
        id,
        caller,
        "Time sheet could not be rejected.",
        |status| match status {
            "PendingApproval" => Some("Rejected"),
            "ApprovedByTierOne" | "ApprovedByTierTwo" => Some("RejectBySecondTier"),
            _ => None,
        },
    )
}

/// POST reverse: takes back a submit or an approval.
pub fn reverse(world: &mut World, id: i64, caller: &str) -> Value {
    step(
        world,
        id,
        caller,
        "Time sheet could not be reversed.",
        |status| match status {
            "PendingApproval" | "Rejected" => Some("Open"),
            "ApprovedByTierOne" => Some("PendingApproval"),
            "ApprovedByTierTwo" => Some("ApprovedByTierOne"),
            _ => None,
        },
    )
}

/// POST /time/entries/{id}/reject; false when the entry is not up for approval. The
/// sheet becomes Rejected with it, or the owner could never correct the entry.
pub fn reject_entry(world: &mut World, id: i64, tier: &str, comment: &str, caller: &str) -> bool {
    let status = world.entries[&id]["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let next = match (status.as_str(), tier) {
        ("PendingApproval" | "ApprovedByTierOne", "Tier2Update") => "RejectBySecondTier",
        ("PendingApproval" | "PendingProjectApproval" | "ApprovedByTierOne", _) => "Rejected",
        _ => return false,
    };
    set_entry(world, id, next, caller);
    world.audit(id, "Status", comment, &status, next, caller);
    set_sheet_of(world, id, next, caller);
    true
}

/// POST /time/entries/{id}/cancelReject.
pub fn cancel_reject(world: &mut World, id: i64, caller: &str) -> bool {
    let status = world.entries[&id]["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let rejected = ["Rejected", "RejectBySecondTier"].contains(&status.as_str());
    if rejected {
        set_entry(world, id, "PendingApproval", caller);
        world.audit(
            id,
            "Status",
            "Rejection cancelled",
            &status,
            "PendingApproval",
            caller,
        );
        let sheet = world.entries[&id]["timeSheet"]["id"]
            .as_i64()
            .unwrap_or_default();
        let still = world.entries_on(sheet).iter().any(|e| {
            world.entries[e]["status"]
                .as_str()
                .is_some_and(|s| s.starts_with("Reject"))
        });
        if !still {
            set_sheet_of(world, id, "PendingApproval", caller);
        }
    }
    rejected
}

fn step(
    world: &mut World,
    id: i64,
    caller: &str,
    refusal: &str,
    next: impl Fn(&str) -> Option<&'static str>,
) -> Value {
    let status = world.sheets[&id]["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let Some(goal) = next(&status) else {
        return outcome(false, refusal);
    };
    for entry in world.entries_on(id) {
        let own = world.entries[&entry]["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        if let Some(goal) = next(&own) {
            set_entry(world, entry, goal, caller);
            world.audit(entry, "Status", "Time sheet", &own, goal, caller);
        }
    }
    let now = world.now();
    if let Some(sheet) = world.sheets.get_mut(&id) {
        sheet["status"] = json!(goal);
        World::stamp(now, sheet, caller);
    }
    outcome(true, "")
}

fn set_entry(world: &mut World, id: i64, status: &str, caller: &str) {
    let now = world.now();
    if let Some(entry) = world.entries.get_mut(&id) {
        entry["status"] = json!(status);
        World::stamp(now, entry, caller);
    }
}

fn set_sheet_of(world: &mut World, entry: i64, status: &str, caller: &str) {
    let now = world.now();
    let sheet = world.entries[&entry]["timeSheet"]["id"]
        .as_i64()
        .unwrap_or_default();
    if let Some(sheet) = world.sheets.get_mut(&sheet) {
        sheet["status"] = json!(status);
        World::stamp(now, sheet, caller);
    }
}
