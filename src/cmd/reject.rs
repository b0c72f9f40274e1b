//! `tt reject`: gives entries back to their owner, with the reason.

use super::ask::{self, Terminal};
use super::choose::Choice;
use super::moving::{self, Step};
use super::team;
use crate::app::App;
use crate::cli::RejectArgs;
use crate::ledger::Move;
use crate::sync::backend::Decision;

/// Runs `tt reject`.
///
/// # Errors
/// Nothing to give back, no reason, nobody who may, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &RejectArgs) -> anyhow::Result<()> {
    let reason = match args.reason.as_deref().map(str::trim) {
        Some(reason) => reason.to_owned(),
        None if ask::somebody(app) => asked(app)?,
        // The rule says what is missing, with every other breach.
        None => String::new(),
    };
    if args.there.is_given() {
        let decision = Decision::Reject { reason };
        return team::decide::run(app, &args.there, &args.which, &decision);
    }
    let step = Step {
        verb: "reject",
        done: "rejected",
        already: "already rejected",
        choice: Choice {
            words: &args.which.words,
            all: args.which.all,
            profile: args.which.profile.as_deref(),
        },
        dry_run: args.which.dry_run,
    };
    moving::run(app, &step, &Move::Reject(reason))
}

fn asked(app: &mut App<'_>) -> anyhow::Result<String> {
    let mut answers = std::io::stdin().lock();
    let mut terminal = Terminal {
        out: app.around.err,
        answers: &mut answers,
    };
    Ok(terminal.text("Why?")?.unwrap_or_default())
}
