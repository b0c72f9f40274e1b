//! Time sheets and approval in the published interface: submit, approve, reject,
//! reverse, per-entry reject.
//!
//! Which status follows which is inferred from the names of the enum; the shapes
//! of requests and answers are the schema's. Who may is in `people`.

use serde_json::{Value, json};

use super::people::{self, Right};
use super::state::{EDITABLE, World};
use super::times;

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum No {
    /// 403: the keys carry no such right at all.
    Security,
    /// 200 with `success: false` and these words.
    Words(String),
}

/// A step and the statuses it leads to.
type Next = Box<dyn Fn(&str) -> Option<&'static str>>;

/// What a sheet action answers: 200 with a flag, so false is not an HTTP error.
pub fn outcome(success: bool, message: &str) -> Value {
    json!({"success": success, "message": message})
}

fn words(text: impl Into<String>) -> No {
    No::Words(text.into())
}

/// Takes one step with a sheet: `submit`, `approve` with a tier, `reject`, `reverse`.
pub fn act(world: &mut World, id: i64, act: &str, tier: &str, caller: &str) -> Result<(), No> {
    let from = status_of(world, id);
    let done =
        allowed(world, id, act, tier, caller).and_then(|next| step(world, id, act, caller, &next));
    let refused = match &done {
        Ok(()) => Value::Null,
        Err(No::Security) => json!("Security"),
        Err(No::Words(text)) => json!(text),
    };
    let to = status_of(world, id);
    record(
        world,
        caller,
        act,
        Some(id),
        None,
        (&from, &to),
        "",
        refused,
    );
    done
}

/// Enters a step into the list of acts.
#[expect(clippy::too_many_arguments, reason = "the columns of a table")]
pub(super) fn record(
    world: &mut World,
    who: &str,
    act: &str,
    sheet: Option<i64>,
    entry: Option<i64>,
    (from, to): (&str, &str),
    comment: &str,
    refused: Value,
) {
    world.acts.push(json!({
        "who": who, "act": act, "sheet": sheet, "entry": entry, "from": from, "to": to,
        "comment": comment, "refused": refused,
    }));
}

fn allowed(world: &World, id: i64, act: &str, tier: &str, caller: &str) -> Result<Next, No> {
    let owner = world.sheets[&id]["member"]["id"]
        .as_i64()
        .unwrap_or_default();
    let own = owner == world.caller(caller);
    let status = status_of(world, id);
    if !people::decides(world, caller) && (!own || ["approve", "reject"].contains(&act)) {
        return Err(No::Security);
    }
    match act {
        "submit" => {
            if !EDITABLE.contains(&status.as_str()) {
                return Err(words(format!(
                    "Time sheet could not be submitted: it is {status}."
                )));
            }
            hindered(world, id).map_or(Ok(()), |text| Err(words(text)))?;
            Ok(Box::new(|status| {
                EDITABLE.contains(&status).then_some("PendingApproval")
            }))
        }
        "approve" => {
            match Right::of(tier) {
                Some(right) if !people::has(world, caller, right) => {
                    return Err(words("You are not an approver of that tier."));
                }
                Some(Right::FirstTier) if !people::approves(world, caller, owner) => {
                    return Err(words("You are not the approver of this time sheet."));
                }
                _ => {}
            }
            let rejected = rejected_on(world, id);
            if status == "PendingApproval" && rejected {
                return Err(words("Rejected time entries are still on the time sheet."));
            }
            let tier = tier.to_owned();
            Ok(Box::new(move |status| match (status, tier.as_str()) {
                ("PendingApproval", "Tier1Update") => Some("ApprovedByTierOne"),
                ("PendingApproval" | "ApprovedByTierOne", "Tier2Update") => {
                    Some("ApprovedByTierTwo")
                }
                ("ApprovedByTierOne" | "ApprovedByTierTwo", "Billing") => Some("ReadyToBill"),
                _ => None,
            }))
        }
        "reject" => {
            let second = people::has(world, caller, Right::SecondTier);
            if !second && (status != "PendingApproval" || !people::approves(world, caller, owner)) {
                return Err(words("You are not the approver of this time sheet."));
            }
            Ok(Box::new(|status| match status {
                "PendingApproval" => Some("Rejected"),
                "ApprovedByTierOne" | "ApprovedByTierTwo" => Some("RejectBySecondTier"),
                _ => None,
            }))
        }
        // Takes back a submit or an approval.
        _ => {
            let may = match status.as_str() {
                "ApprovedByTierTwo" => people::has(world, caller, Right::SecondTier),
                "ApprovedByTierOne" => people::may_reject(world, caller, owner),
                _ => own || people::may_reject(world, caller, owner),
            };
            if !may {
                return Err(words("You are not the approver of this time sheet."));
            }
            Ok(Box::new(|status| match status {
                "PendingApproval" | "Rejected" | "RejectBySecondTier" => Some("Open"),
                "ApprovedByTierOne" => Some("PendingApproval"),
                "ApprovedByTierTwo" => Some("ApprovedByTierOne"),
                _ => None,
            }))
        }
    }
}

/// What keeps a sheet from being submitted, in words.
pub(super) fn hindered(world: &World, id: i64) -> Option<String> {
    if let Some(message) = &world.submit_refusal {
        return Some(message.clone());
    }
    let entries = world.entries_on(id);
    if entries.is_empty() {
        return Some("Time sheet has no time entries.".to_owned());
    }
    if world.options.correct_first() && rejected_on(world, id) {
        return Some("Rejected time entries are still on the time sheet.".to_owned());
    }
    let member = world.sheets[&id]["member"]["id"]
        .as_i64()
        .unwrap_or_default();
    let least = world
        .row("members", member)
        .and_then(|m| times::seconds_of(&m["minimumHours"]));
    let worked: i64 = entries
        .iter()
        .filter_map(|entry| times::seconds_of(&world.entries[entry]["actualHours"]))
        .sum();
    let short = world.options.minimum_hours && least.is_some_and(|least| worked < least);
    short.then(|| "The minimum hours have not been entered.".to_owned())
}

fn rejected_on(world: &World, id: i64) -> bool {
    let entries = world.entries_on(id);
    entries.iter().any(|entry| {
        world.entries[entry]["status"]
            .as_str()
            .is_some_and(|s| s.starts_with("Reject"))
    })
}

/// POST /time/entries/{id}/reject; the sheet becomes Rejected with it, or the owner
/// could never correct the entry.
pub fn reject_entry(
    world: &mut World,
    id: i64,
    tier: &str,
    comment: &str,
    caller: &str,
) -> Result<(), No> {
    let (status, sheet, owner) = place(world, id);
    let second = tier == "Tier2Update";
    let may = match Right::of(tier) {
        Some(Right::FirstTier) => people::approves(world, caller, owner),
        Some(right) => people::has(world, caller, right),
        None => people::may_reject(world, caller, owner),
    };
    if !may {
        return Err(No::Security);
    }
    let next = match (status.as_str(), second) {
        ("PendingApproval" | "ApprovedByTierOne", true) => "RejectBySecondTier",
        ("PendingApproval" | "PendingProjectApproval" | "ApprovedByTierOne", false) => "Rejected",
        _ => return Err(words("The time entry is not up for approval.")),
    };
    set_entry(world, id, next, comment, caller);
    set_sheet(world, sheet, next, comment, caller);
    record(
        world,
        caller,
        "reject",
        Some(sheet),
        Some(id),
        (&status, next),
        comment,
        Value::Null,
    );
    Ok(())
}

/// POST /time/entries/{id}/cancelReject.
pub fn cancel_reject(world: &mut World, id: i64, caller: &str) -> Result<(), No> {
    let (status, sheet, owner) = place(world, id);
    if !people::may_reject(world, caller, owner) {
        return Err(No::Security);
    }
    if !status.starts_with("Reject") {
        return Err(words("The time entry is not rejected."));
    }
    let next = "PendingApproval";
    set_entry(world, id, next, "Rejection cancelled", caller);
    if !rejected_on(world, sheet) {
        set_sheet(world, sheet, next, "Rejection cancelled", caller);
    }
    record(
        world,
        caller,
        "cancelReject",
        Some(sheet),
        Some(id),
        (&status, next),
        "",
        Value::Null,
    );
    Ok(())
}

/// Status, sheet and member of an entry.
pub(super) fn place(world: &World, id: i64) -> (String, i64, i64) {
    let entry = &world.entries[&id];
    let number = |of: &Value| of["id"].as_i64().unwrap_or_default();
    let status = entry["status"].as_str().unwrap_or_default().to_owned();
    (
        status,
        number(&entry["timeSheet"]),
        number(&entry["member"]),
    )
}

pub(super) fn status_of(world: &World, sheet: i64) -> String {
    world.sheets[&sheet]["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn step(world: &mut World, id: i64, act: &str, caller: &str, next: &Next) -> Result<(), No> {
    let status = status_of(world, id);
    let Some(goal) = next(&status) else {
        let done = match act {
            "approve" => "approved",
            "reject" => "rejected",
            _ => "reversed",
        };
        return Err(words(format!(
            "Time sheet could not be {done}: it is {status}."
        )));
    };
    for entry in world.entries_on(id) {
        let own = place(world, entry).0;
        if let Some(goal) = next(&own) {
            set_entry(world, entry, goal, "", caller);
        }
    }
    set_sheet(world, id, goal, act, caller);
    Ok(())
}

/// Sets the status of an entry and enters that into its history.
pub(super) fn set_entry(world: &mut World, id: i64, status: &str, why: &str, caller: &str) {
    let (old, ..) = place(world, id);
    let now = world.now();
    if let Some(entry) = world.entries.get_mut(&id) {
        entry["status"] = json!(status);
        World::stamp(now, entry, caller);
        world.audit(id, "Status", why, &old, status, caller);
    }
}

/// The same with a sheet.
pub(super) fn set_sheet(world: &mut World, id: i64, status: &str, why: &str, caller: &str) {
    let now = world.now();
    if let Some(sheet) = world.sheets.get_mut(&id) {
        let old = sheet["status"].as_str().unwrap_or_default().to_owned();
        sheet["status"] = json!(status);
        World::stamp(now, sheet, caller);
        world.audit_sheet(id, why, &old, status, caller);
    }
}
