//! `tt recall`: takes submitted entries back.

use super::choose::Choice;
use super::moving::{self, Step};
use crate::app::App;
use crate::cli::RecallArgs;
use crate::ledger::Move;

/// Runs `tt recall`.
///
/// # Errors
/// Nothing to take back, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &RecallArgs) -> anyhow::Result<()> {
    let step = Step {
        verb: "recall",
        done: "recalled",
        already: "not handed in, so there is nothing to take back",
        choice: Choice {
            words: &args.which.words,
            all: args.which.all,
            profile: args.which.profile.as_deref(),
        },
        dry_run: args.which.dry_run,
    };
    moving::run(app, &step, &Move::Recall)
}
