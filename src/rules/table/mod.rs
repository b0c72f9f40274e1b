//! The table of rules, one page per scope.

mod connectwise;
mod everywhere;

use super::rule::Rule;

/// Every rule: ours, then each service's.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    everywhere::ROWS.iter().chain(connectwise::ROWS)
}

/// The rule with this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
