//! `tt cancel`: throws the running timer away.

use super::{say, timers};
use crate::app::App;
use crate::ledger;

/// Runs `tt cancel`.
///
/// # Errors
/// Nothing that runs, configuration, the store.
pub fn run(app: &mut App<'_>) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let mut store = app.change()?;
    let moved = ledger::cancel(&mut store, &site)?;
    timers::tell(app, &desk, &store, &moved, &[])
}
