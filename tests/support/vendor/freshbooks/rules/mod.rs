//! What FreshBooks refuses, and what is odd though it takes it: the independent
//! oracle of its business rules.
//!
//! Each rule says which sentence it comes from: `doc` = the documented
//! parameters, errors and notes, `seen` = behaviour measured or met by client
//! code, `inferred` = nobody says, this is the careful reading.

mod odd;
mod what;

pub use odd::oddities;

use chrono::DateTime;
use serde_json::{Map, Value};

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// POST.
    Create,
    /// PUT: a whole record.
    Put,
    /// DELETE.
    Delete,
}

/// The business: what its lists answer.
#[derive(Debug, Clone, Default)]
pub struct Business {
    /// Clients.
    pub clients: Vec<Value>,
    /// Projects, with `client_id`, `internal` and `services`.
    pub projects: Vec<Value>,
    /// Services.
    pub services: Vec<Value>,
    /// Tasks.
    pub tasks: Vec<Value>,
    /// doc: billed entries are neither changed nor deleted; nobody has seen the answer.
    pub locks_billed: bool,
}

/// One entry as it would become, and what it is now.
pub struct Case<'a> {
    /// The business.
    pub business: &'a Business,
    /// The `time_entry` of the request.
    pub asked: &'a Map<String, Value>,
    /// The entry as it stands; none on create.
    pub before: Option<&'a Value>,
    /// What is being asked for.
    pub stage: Stage,
}

/// One reason why not, or one thing that is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name here.
    pub rule: &'static str,
    /// The field meant.
    pub field: &'static str,
}

pub(super) type Check = fn(&Case<'_>) -> Option<&'static str>;

/// Every rule by name, in the order of asking. A breach is a 422.
pub const RULES: [(&str, Check); 9] = [
    ("duration", what::duration),
    ("started-at", what::started_at),
    ("ids", what::ids),
    ("client", what::client),
    ("project", what::project),
    ("service", what::service),
    ("task", what::task),
    ("retainer", what::retainer),
    ("billed", what::billed),
];

/// Every reason against it; none when it is taken.
pub fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    all(&RULES, case)
}

pub(super) fn all(rules: &[(&'static str, Check)], case: &Case<'_>) -> Vec<Refusal> {
    let ask = |(rule, check): &(&'static str, Check)| {
        let field = check(case)?;
        Some(Refusal { rule, field })
    };
    rules.iter().filter_map(ask).collect()
}

/// Identities are whole numbers, or their digits.
pub(in crate::support::vendor::freshbooks) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// doc: ISO 8601 with a zone.
pub(super) fn instant(value: &Value) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    Some(at.timestamp())
}

impl Case<'_> {
    pub(super) fn get(&self, key: &str) -> &Value {
        self.asked.get(key).unwrap_or(&Value::Null)
    }

    fn deletes(&self) -> bool {
        self.stage == Stage::Delete
    }

    /// Whether this field names something that is not in the list.
    fn is_nowhere(&self, key: &str, list: &[Value]) -> bool {
        let given = self.get(key);
        let wanted = number(given);
        let there = wanted.is_some() && list.iter().any(|row| number(&row["id"]) == wanted);
        // Of what can be no identity `ids` speaks.
        let named = !given.is_null() && wanted.is_none_or(|id| id > 0);
        !self.deletes() && named && !there
    }

    /// The project it names, where there is one.
    pub(super) fn its_project(&self) -> Option<&Value> {
        let wanted = number(self.get("project_id"))?;
        let found = |row: &&Value| number(&row["id"]) == Some(wanted);
        self.business.projects.iter().find(found)
    }
}
