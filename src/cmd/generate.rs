//! The files that are generated from more than the command line: joins the table of
//! rules and the manual, because neither may name the other.

use crate::cli::{self, RuleText};
use crate::rules;

/// Every generated file: its path from the top of the repository, and its content.
#[must_use]
pub fn files() -> Vec<(String, Vec<u8>)> {
    cli::generate::files(&rules())
}

/// Every rule as the manual prints it.
#[must_use]
pub fn rules() -> Vec<RuleText> {
    rules::explain::rows(None)
        .into_iter()
        .map(|row| RuleText {
            id: row.id.to_owned(),
            stages: row.stages.to_string(),
            consequence: row.consequence.word().to_owned(),
            message: row.message,
            help: row.help,
            source: row.source.to_owned(),
        })
        .collect()
}
