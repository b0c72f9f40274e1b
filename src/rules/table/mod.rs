//! The table of rules, one page per scope.

mod autotask;
mod autotask_billing;
mod connectwise;
mod everywhere;
mod freshbooks;
mod moneybird;

use super::rule::{Consequence, Rule};

/// The rule of a service that keeps an entry with the member it was created for.
pub const MEMBER_FIXED: &str = moneybird::USER_FIXED;

/// Every rule: ours, then each service's.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    everywhere::ROWS
        .iter()
        .chain(connectwise::ROWS)
        .chain(autotask::ROWS)
        .chain(autotask_billing::ROWS)
        .chain(moneybird::ROWS)
        .chain(freshbooks::ROWS)
}

/// Whether a person's word is enough to let pass what this rule holds: rules that only
/// hold, and questions of the sync.
#[must_use]
pub fn is_release_enough(id: &str) -> bool {
    find(id).is_none_or(|rule| rule.consequence == Consequence::Hold)
}

/// The rule with this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
