//! The table as `tt rules` and the manual print it.

use super::check::wording::fill;
use super::rule::{Consequence, Needs, Rule, Scope, Stage, Stages};
use super::table;
use crate::domain::status::BackendKind;
use serde::Serialize;

/// One rule, in words. Where its message or help has a value of the entry, the
/// value's name stands there in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// Its name.
    pub id: &'static str,
    /// Whose rule it is.
    pub scope: Scope,
    /// When it is asked; words in JSON, letters in tables.
    pub stages: Stages,
    /// The field it is about, by its JSON name.
    pub field: Option<&'static str>,
    /// What happens to an entry that breaks it.
    pub consequence: Consequence,
    /// What is wrong.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// Where it comes from.
    pub source: &'static str,
}

impl From<&Rule> for RuleRow {
    fn from(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            scope: rule.scope,
            stages: rule.stages,
            field: rule.field,
            consequence: rule.consequence,
            message: fill(rule.message, &[]),
            help: fill(rule.help, &[]),
            source: rule.source,
        }
    }
}

/// Whether a rule that an entry of this service meets at this stage looks at what the
/// service was last seen to hold.
#[must_use]
pub fn asks_remote(stage: Stage, backend: Option<BackendKind>) -> bool {
    table::all().any(|rule| {
        let meets = match rule.scope {
            Scope::Tt => true,
            Scope::Backend(kind) => backend == Some(kind),
        };
        meets && rule.needs == Needs::Remote && rule.stages.has(stage)
    })
}

/// Whether an answer to this rule is found in the catalog, and missed without one.
#[must_use]
pub fn asks_catalog(id: &str) -> bool {
    !NEVER_TOLD.contains(&id)
        && table::all().any(|rule| rule.id == id && rule.needs != Needs::Remote)
}

/// The field that a rule is about, by its JSON name; none where it is about the whole, and
/// where there is no such rule.
#[must_use]
pub fn field_of(id: &str) -> Option<&'static str> {
    table::find(id)?.field
}

/// Rules whose answer no reading of the catalog brings: the unit of the tenant's rounding
/// is not documented, so it is not read.
const NEVER_TOLD: &[&str] = &["connectwise/rounding"];

/// Every rule, or those that an entry of this service obeys; ours first.
#[must_use]
pub fn rows(backend: Option<BackendKind>) -> Vec<RuleRow> {
    table::all()
        .filter(|rule| match rule.scope {
            Scope::Tt => true,
            Scope::Backend(kind) => backend.is_none_or(|asked| asked == kind),
        })
        .map(RuleRow::from)
        .collect()
}

/// Whether a service takes no time that is charged to nothing.
#[must_use]
pub fn needs_target(backend: BackendKind) -> bool {
    let own = |rule: &&Rule| rule.scope == Scope::Backend(backend);
    table::all()
        .filter(own)
        .any(|rule| CHARGED.contains(&rule.id))
}

/// The rules that say so.
const CHARGED: &[&str] = &["connectwise/charge-to"];
