//! What is used and what is left of agreements, added up as time is entered.
//!
//! Schema: `GET /finance/agreementrecap/`, with the slash, and `/finance/agreementrecap/{id}`;
//! the fields. Told of the service's own pages, so unverified: amounts are in the
//! agreement's units; starting, adjustments and what is used (below zero) make what
//! remains; what is used grows as an entry is saved; time that is not billed or at no
//! charge does not count, nor do roles and work types that are left out, and the rest does
//! in the order of entry while there is any left or overruns are allowed; a cycle is that of the day on which time was entered.

use serde_json::{Value, json};

use super::door::not_found;
use super::routes::Call;
use super::state::World;
use super::times;
use crate::support::vendor::rig::Answer;

impl Call<'_> {
    /// The list, behind its slash, or one.
    pub(super) fn recap(&self, id: &str) -> Answer {
        let rows = self.world.rows("agreements").iter();
        let rows: Vec<Value> = rows.map(|row| recap(self.world, row)).collect();
        if id.is_empty() {
            return self.list(rows.iter().collect(), "AgreementRecap", &["_info"]);
        }
        let id: Option<i64> = id.parse().ok();
        let row = rows.iter().find(|row| row["id"].as_i64() == id);
        row.map_or_else(not_found, |row| self.row(row, "AgreementRecap"))
    }
}

fn recap(world: &World, agreement: &Value) -> Value {
    let unlimited = agreement["applicationUnlimitedFlag"] == true;
    let in_hours = agreement["applicationUnits"] == "Hours";
    let starting = match unlimited {
        true => 0.0,
        false => agreement["applicationLimit"].as_f64().unwrap_or(0.0),
    };
    let adjusted = agreement["_adjusted"].as_f64().unwrap_or(0.0);
    let most = (!unlimited && agreement["allowOverruns"] != true).then_some(starting + adjusted);
    let used = if in_hours {
        used(world, agreement, most)
    } else {
        0.0
    };
    let left = starting + adjusted - used;
    let word = world.options.recap_limited_word;
    json!({
        "id": agreement["id"], "name": agreement["name"],
        "companyName": agreement["company"]["name"], "agreementStatus": "Active",
        "isUnlimited": if unlimited { "Yes" } else { word },
        "startingAmount": starting, "adjustmentAmount": adjusted,
        "usedAmount": if world.options.recap_used_negative { -used } else { used },
        "remainingAmount": left, "availableAmount": left.max(0.0),
        "overrunAmount": (-left).max(0.0),
    })
}

fn used(world: &World, agreement: &Value, most: Option<f64>) -> f64 {
    let leaves_out = |list: &str, field: &str, entry: &Value| {
        let mut rows = world.rows(list).iter();
        rows.any(|row| {
            row["agreementId"] == agreement["id"] && row[field]["id"] == entry[field]["id"]
        })
    };
    let month = |at: &Value| at.as_str().and_then(|at| at.get(..7)).map(str::to_owned);
    let this = month(&json!(times::wire(world.now())));
    let by_month = agreement["applicationCycle"] == "CalendarMonth";
    let mut used = 0.0;
    for entry in world.entries.values() {
        let counts = entry["agreement"]["id"] == agreement["id"]
            && entry["billableOption"] != "DoNotBill"
            && entry["billableOption"] != "NoCharge"
            && !leaves_out("workTypeExclusions", "workType", entry)
            && !leaves_out("workRoleExclusions", "workRole", entry)
            && (!by_month || month(&entry["dateEntered"]) == this);
        let hours = entry["hoursBilled"].as_f64().unwrap_or(0.0);
        if counts {
            used = most.map_or(used + hours, |most| (used + hours).min(most));
        }
    }
    used
}
