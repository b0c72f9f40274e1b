//! `tt pause`: parks the running timer.

use super::{say, timers};
use crate::app::App;
use crate::cli::PauseArgs;
use crate::ledger;

/// Runs `tt pause`.
///
/// # Errors
/// Input that is not understood, nothing that runs, configuration, the store.
pub fn run(app: &mut App<'_>, args: &PauseArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let (at, said) = timers::moment(args.at.as_deref(), &desk.setting())?;
    let mut store = app.change()?;
    let moved = ledger::pause(&mut store, &at, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)
}
