//! `tt continue`: starts a timer like an entry.

use super::{activity, say, timers};
use crate::app::App;
use crate::cli::ContinueArgs;
use crate::ledger::{self, Ending};

/// Runs `tt continue`.
///
/// # Errors
/// Input that is not understood, no such entry, rules on its fields, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ContinueArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let (at, said) = timers::moment(args.at.as_deref(), &desk.setting())?;
    let mut store = app.change()?;
    let like = timers::one(&store, args.id.as_deref().unwrap_or("last"))?;
    let runs = ledger::running(&store.view())?;
    let ending = timers::before_end(app, &desk, &store, runs.as_ref(), &at, Ending::default())?;
    let folder = activity::repository();
    let moved = ledger::continue_like(&mut store, like, &at, folder, &ending, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)
}
