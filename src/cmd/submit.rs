//! `tt submit`: hands entries in for approval; and what the other steps of the
//! workflow share with it.

use super::choose::{self, Choice};
use super::say;
use crate::app::App;
use crate::cli::SubmitArgs;
use crate::ledger::{self, Move};

/// Runs `tt submit`.
///
/// # Errors
/// Nothing to submit, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SubmitArgs) -> anyhow::Result<()> {
    let choice = Choice {
        words: &args.which,
        all: args.all,
        profile: args.profile.as_deref(),
    };
    step(app, &choice, "submit", &Move::Submit, "submitted")
}

/// Moves the chosen entries, and says what moved.
pub(super) fn step(
    app: &mut App<'_>,
    choice: &Choice<'_>,
    verb: &str,
    step: &Move,
    done: &str,
) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let ids = choose::entries(app, &desk, choice, verb)?;
    let mut store = app.change()?;
    let moved = ledger::advance(&mut store, &ids, step, &site)?;
    let ids: Vec<_> = moved.moved.iter().map(|entry| entry.id).collect();
    say::touched(app, &desk, &store, &ids, done)?;
    for (id, warning) in &moved.warnings {
        app.say(&format!(
            "warning: entry {id}: {}\n  rule: {}",
            warning.message, warning.rule
        ))?;
    }
    if moved.n_already > 0 {
        app.say(&format!(
            "note: {} already {done}, or further on",
            moved.n_already
        ))?;
    }
    Ok(())
}
