//! What Moneybird refuses, and what it makes of what it takes: the independent
//! oracle of its business rules.
//!
//! Each rule says which sentence it comes from: `doc` = the documented
//! parameters and examples, `schema` = the published interface, `inferred` =
//! nobody says, this is the careful reading.

mod kept;
mod what;

pub use kept::kept;

use chrono::DateTime;
use serde_json::{Map, Value};

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// POST.
    Create,
    /// PATCH: only what it names changes.
    Patch,
    /// DELETE.
    Delete,
}

/// The administration: what its lists answer.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// `/users.json`.
    pub users: Vec<Value>,
    /// `/contacts.json`.
    pub contacts: Vec<Value>,
    /// `/projects.json`.
    pub projects: Vec<Value>,
    /// doc: `detail_id` is a parameter and `ended_at` is required. schema: the first is
    /// gone since 2025-07, and leaving out the second starts a timer.
    pub documented: bool,
    /// inferred: an entry on an invoice does not change; nobody has written it down.
    pub locks_invoiced: bool,
}

/// One entry as it would become, and what it is now.
pub struct Case<'a> {
    /// The administration.
    pub books: &'a Books,
    /// The `time_entry` of the request, on a PATCH over what was there.
    pub asked: &'a Map<String, Value>,
    /// The entry as it stands; none on create.
    pub before: Option<&'a Value>,
    /// What is being asked for.
    pub stage: Stage,
}

/// One reason why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name here.
    pub rule: &'static str,
    /// 404 for what is not there, 422 for a field.
    pub status: u16,
    /// The code beside the field, under `details` or `symbolic`.
    pub code: &'static str,
    /// The field meant.
    pub field: &'static str,
}

type Check = fn(&Case<'_>) -> Option<Found>;
type Found = (&'static str, &'static str);

/// Every rule by name, in the order of asking.
pub const RULES: [(&str, Check); 11] = [
    ("user", what::user),
    ("start", what::start),
    ("end", what::end),
    ("order", what::order),
    ("description", what::description),
    ("pause-within", what::pause_within),
    ("contact", what::contact),
    ("project", what::project),
    ("detail", what::detail),
    ("invoiced", what::invoiced),
    ("user-fixed", what::user_fixed),
];

/// Every reason against it; none when it is taken.
pub fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    let ask = |(rule, check): &(&'static str, Check)| {
        let (code, field) = check(case)?;
        let status = if code == "not_found" { 404 } else { 422 };
        Some(Refusal {
            rule,
            status,
            code,
            field,
        })
    };
    RULES.iter().filter_map(ask).collect()
}

/// An identity is a string of digits, sometimes written as a number.
pub(super) fn id(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// An instant in seconds UTC; the service writes milliseconds and takes any offset.
pub(super) fn instant(value: &Value) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    Some(at.timestamp())
}

impl Case<'_> {
    fn get(&self, key: &str) -> &Value {
        self.asked.get(key).unwrap_or(&Value::Null)
    }

    fn deletes(&self) -> bool {
        self.stage == Stage::Delete
    }

    fn names_one_of(&self, key: &str, list: &[Value]) -> bool {
        let wanted = id(self.get(key));
        wanted.is_some() && list.iter().any(|row| id(&row["id"]) == wanted)
    }
}
