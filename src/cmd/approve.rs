//! `tt approve`: approves what was handed in. On a service that approves itself only an
//! approver does; elsewhere it happens here.

use super::choose::Choice;
use super::moving::{self, Step};
use super::team;
use crate::app::App;
use crate::cli::ApproveArgs;
use crate::ledger::Move;
use crate::sync::backend::Decision;

/// Runs `tt approve`.
///
/// # Errors
/// Nothing to approve, nobody who may, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ApproveArgs) -> anyhow::Result<()> {
    if args.there.is_given() {
        return team::decide::run(app, &args.there, &args.which, &Decision::Approve);
    }
    let step = Step {
        verb: "approve",
        done: "approved",
        already: "already approved, or further on",
        choice: Choice {
            words: &args.which.words,
            all: args.which.all,
            profile: args.which.profile.as_deref(),
        },
        dry_run: args.which.dry_run,
    };
    moving::run(app, &step, &Move::Approve)
}
