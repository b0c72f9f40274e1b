//! `tt resume`: takes up a parked timer.

use super::{activity, say, timers};
use crate::app::App;
use crate::cli::ResumeArgs;
use crate::ledger::{self, Ending};

/// Runs `tt resume`.
///
/// # Errors
/// Input that is not understood, no such parked timer, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ResumeArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let (at, mut said) = timers::moment(args.at.as_deref(), &desk.setting())?;
    let mut store = app.change()?;
    let typed = args.id.as_deref();
    let id = typed.map(|id| timers::one(&store, id)).transpose()?;
    let parked = ledger::to_resume(&store.view(), id)?;
    let ends = at.zone.date(at.at) > parked.content.date;
    let ending = if ends {
        said.push(format!(
            "timer {} is of another day: it is booked, and a new one like it starts",
            parked.id
        ));
        timers::before_end(app, &desk, &store, Some(&parked), &at, Ending::default())?
    } else {
        Ending::default()
    };
    let folder = activity::repository();
    let moved = ledger::resume(&mut store, Some(parked.id), &at, folder, &ending, &site)?;
    timers::tell(app, &desk, &store, &moved, &said)
}
