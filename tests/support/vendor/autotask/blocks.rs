//! Blocks of hours: what approved and posted labour takes off them.
//!
//! The vendor's help: a block is debited when labour is approved and posted; it must be
//! active, and the day worked must lie within its first and last day; earlier blocks come
//! first; a factor of the contract, else of the role, multiplies the hours. What no block
//! covers is billed besides.

use serde_json::{Value, json};

use super::state::World;
use super::times;

/// Takes posted labour off the blocks of its contract; which ones, and how much of each.
pub(super) fn debit(world: &mut World, entry: &Value) -> Vec<Value> {
    let contract = &entry["contractID"];
    if contract.is_null() || entry["isNonBillable"] == true {
        return Vec::new();
    }
    let day = times::read(&entry["dateWorked"]);
    let hours = entry["hoursToBill"].as_f64().unwrap_or(0.0);
    let mut left = hours * factor(world, contract, &entry["roleID"]);
    let mut open: Vec<(Option<i64>, i64)> = world
        .table("ContractBlocks")
        .iter()
        .filter(|(_, block)| block["contractID"] == *contract && block["status"] == 1)
        .filter(|(_, block)| {
            times::read(&block["startDate"]) <= day && day <= times::read(&block["endDate"])
        })
        .map(|(id, block)| (times::read(&block["startDate"]), *id))
        .collect();
    open.sort_unstable();
    let mut taken = Vec::new();
    for (_, id) in open {
        let Some(block) = world.table_mut("ContractBlocks").get_mut(&id) else {
            continue;
        };
        let number = |name: &str| block[name].as_f64().unwrap_or(0.0);
        let part = left.min(number("hours") - number("hoursApproved")).max(0.0);
        if part > 0.0 {
            block["hoursApproved"] = json!(number("hoursApproved") + part);
            taken.push(json!({"block": id, "hours": part}));
            left -= part;
        }
    }
    taken
}

/// Gives back what was taken.
pub(super) fn credit(world: &mut World, taken: &Value) {
    for one in taken.as_array().into_iter().flatten() {
        let id = one["block"].as_i64().unwrap_or_default();
        if let Some(block) = world.table_mut("ContractBlocks").get_mut(&id) {
            let had = block["hoursApproved"].as_f64().unwrap_or(0.0);
            block["hoursApproved"] = json!(had - one["hours"].as_f64().unwrap_or(0.0));
        }
    }
}

fn factor(world: &World, contract: &Value, role: &Value) -> f64 {
    let own = world.table("ContractBlockHourFactors").values();
    let mut own = own.filter(|row| row["contractID"] == *contract && row["roleID"] == *role);
    let own = own
        .next()
        .and_then(|row| row["blockHourMultiplier"].as_f64());
    let role = || world.row("Roles", role)?["hourlyFactor"].as_f64();
    own.or_else(role).unwrap_or(1.0)
}
