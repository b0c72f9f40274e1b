//! `tt submit`: hands entries in for approval.

use super::choose::Choice;
use super::moving::{self, Step};
use crate::app::App;
use crate::cli::SubmitArgs;
use crate::ledger::Move;

/// Runs `tt submit`.
///
/// # Errors
/// Nothing to submit, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SubmitArgs) -> anyhow::Result<()> {
    let step = Step {
        verb: "submit",
        done: "submitted",
        already: "already submitted, or further on",
        choice: Choice {
            words: &args.which.words,
            all: args.which.all,
            profile: args.which.profile.as_deref(),
        },
        dry_run: args.which.dry_run,
    };
    moving::run(app, &step, &Move::Submit)
}
