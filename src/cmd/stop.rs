//! `tt stop`: ends the running timer, or the only parked one, and books it.

use super::{log, say, timers};
use crate::app::App;
use crate::cli::StopArgs;
use crate::ledger::{self, Ending};

/// Runs `tt stop`.
///
/// # Errors
/// Input that is not understood, nothing to end, configuration, the store. Never a rule's.
pub fn run(app: &mut App<'_>, args: &StopArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let setting = timers::setting_on(&desk, args.on.as_deref())?;
    let (at, said, rest) = timers::leading_moment(args.at.as_deref(), &args.words, &setting)?;
    timers::expect_time_with(args.on.as_deref(), &at)?;
    let given = Ending {
        note: log::note(args.note.as_deref(), rest)?,
        ..Ending::default()
    };
    let mut store = app.change()?;
    let ends = ledger::stoppable(&store.view())?;
    let ending = timers::before_end(app, &desk, &store, Some(&ends), &at, given)?;
    let moved = ledger::stop(&mut store, &at, &ending, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)
}
