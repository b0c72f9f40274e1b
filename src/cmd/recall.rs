//! `tt recall`: takes submitted entries back.

use super::choose::Choice;
use super::submit;
use crate::app::App;
use crate::cli::RecallArgs;
use crate::ledger::Move;

/// Runs `tt recall`.
///
/// # Errors
/// Nothing to take back, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &RecallArgs) -> anyhow::Result<()> {
    let choice = Choice {
        words: &args.which,
        all: args.all,
        profile: args.profile.as_deref(),
    };
    submit::step(app, &choice, "recall", &Move::Recall, "recalled")
}
