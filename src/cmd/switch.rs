//! `tt switch`: parks the running timer and starts another.

use super::{context, say, start, timers};
use crate::app::App;
use crate::cli::SwitchArgs;
use crate::ledger;

/// Runs `tt switch`.
///
/// # Errors
/// Input that is not understood, rules on the fields given, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SwitchArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let fields = context::lay(app, &desk, &args.fields, args.no_context)?;
    let (starting, said) = start::starting(app, &desk, &args.words, &fields, &args.writing)?;
    if args.writing.dry_run {
        let moved = ledger::preview_start(&app.look()?, &starting, true, &site)?;
        return timers::tell_planned(app, &desk, &moved);
    }
    let mut store = app.change()?;
    let moved = ledger::switch(&mut store, &starting, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)?;
    timers::tell_unknown(app, &store, &moved)
}
