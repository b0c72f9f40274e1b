//! What the service refuses: the independent oracle of its business rules.
//!
//! Written from the published interface and the documented examples, never from
//! the crate under test. Each rule says which sentence it comes from:
//! `schema` = the published interface, `doc` = the documented examples and
//! tables, `seen` = behaviour reported by users or client code, `inferred` =
//! follows from a field's name or from another fact, unverified.

pub mod advice;
mod what;
mod when;

use serde_json::{Map, Value};

use super::state::World;
use super::times;

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// POST.
    Create,
    /// PATCH.
    Patch,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// One entry as it would become, and what it is now.
pub struct Case<'a> {
    /// The service's state.
    pub world: &'a World,
    /// The writable fields as they would be.
    pub asked: &'a Map<String, Value>,
    /// The entry as it stands; none on create.
    pub before: Option<&'a Value>,
    /// What is being asked for.
    pub stage: Stage,
    /// Whose keys were used.
    pub caller: &'a str,
}

/// One reason why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name here.
    pub rule: &'static str,
    /// 400 or 403.
    pub status: u16,
    /// The inner code; clients must not lean on it, it is unverified.
    pub code: &'static str,
    /// The field meant.
    pub field: &'static str,
    /// The words.
    pub message: String,
}

type Check = fn(&Case<'_>) -> Option<Found>;
type Found = (&'static str, &'static str, String);

/// Every rule by name, in the order of asking.
pub const RULES: [(&str, Check); 28] = [
    ("own-time-only", when::own_time_only),
    ("entry-disabled", when::entry_disabled),
    ("status-locked", when::status_locked),
    ("delete-billed", when::delete_billed),
    ("sheet-locked", when::sheet_locked),
    ("start-required", when::start_required),
    ("times-whole-utc", when::times_whole_utc),
    ("end-or-hours", when::end_or_hours),
    ("start-and-end", when::start_and_end),
    ("hours-positive", when::hours_positive),
    ("deduct-within", when::deduct_within),
    ("charge-to-or-company", what::charge_to_or_company),
    ("charge-to-type", what::charge_to_type),
    ("charge-to-exists", what::charge_to_exists),
    ("ticket-takes-time", what::ticket_takes_time),
    ("charge-code-takes-time", what::charge_code_takes_time),
    ("company-allowed", what::company_allowed),
    ("charge-code-company", what::charge_code_company),
    ("company-exists", what::company_exists),
    ("member-required", what::member_required),
    ("member-exists", what::member_exists),
    ("work-type", what::work_type),
    ("work-type-hours", when::work_type_hours),
    ("work-role", what::work_role),
    ("billable-option", what::billable_option),
    ("note-required", what::note_required),
    ("email-cc", what::email_cc),
    ("mobile-guid", what::mobile_guid),
];

/// doc: "Invalid status: use Open, Approved, Rejected" of what a person may set; the
/// other words come from submitting and billing.
pub fn is_settable(word: &str) -> bool {
    ["Open", "Approved", "Rejected"].contains(&word)
}

/// doc: "Error Handling", word for word, and the same turn for the fields that the table
/// of fields requires besides.
const DOCUMENTED: [(&str, &str); 8] = [
    ("charge-to-or-company", "chargeToId required"),
    ("charge-to-type", "chargeToType required"),
    ("charge-code-company", "company required"),
    ("member-required", "member required"),
    ("start-required", "timeStart required"),
    ("end-or-hours", "timeEnd required"),
    ("work-type", "Invalid work type"),
    ("delete-billed", "Cannot delete"),
];

/// Every reason against it; none when it is allowed.
pub fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    let ask = |(rule, check): &(&'static str, Check)| {
        let (code, field, mut message) = check(case)?;
        if case.world.options.documented() {
            let documented = DOCUMENTED.iter().find(|(of, _)| of == rule);
            let fits = |words: &&str| code == MISSING || !words.ends_with("required");
            if let Some(words) = documented.map(|(_, words)| *words).filter(fits) {
                message = words.to_owned();
            }
        }
        let status = if code == "Security" { 403 } else { 400 };
        Some(Refusal {
            rule,
            status,
            code,
            field,
            message,
        })
    };
    RULES.iter().filter_map(ask).collect()
}

const MISSING: &str = "MissingRequiredField";
const INVALID: &str = "InvalidField";

impl Case<'_> {
    fn get(&self, key: &str) -> &Value {
        self.asked.get(key).unwrap_or(&Value::Null)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.get(key).as_str()
    }

    fn instant(&self, key: &str) -> Option<i64> {
        self.text(key).and_then(times::parse_wire)
    }

    /// A field that this request sets or changes.
    fn fresh(&self, key: &str) -> bool {
        self.before
            .is_none_or(|b| b.get(key).unwrap_or(&Value::Null) != self.get(key))
    }

    fn deletes(&self) -> bool {
        self.stage == Stage::Delete
    }

    /// Whose time: the member given, else the owner of the keys (inferred).
    fn member(&self) -> Option<i64> {
        match self.get("member") {
            Value::Null => Some(self.world.caller(self.caller)),
            reference => self.world.resolve("members", reference)?["id"].as_i64(),
        }
    }

    fn target(&self) -> Option<(&str, i64)> {
        Some((self.text("chargeToType")?, self.get("chargeToId").as_i64()?))
    }

    fn new_target(&self) -> Option<(&str, i64)> {
        self.target()
            .filter(|_| self.fresh("chargeToId") || self.fresh("chargeToType"))
    }

    /// Span without deduct, else the hours given, in seconds.
    fn gross(&self) -> Option<i64> {
        match (self.instant("timeStart"), self.instant("timeEnd")) {
            (Some(start), Some(end)) => Some(end - start),
            _ => times::seconds_of(self.get("actualHours")),
        }
    }
}
