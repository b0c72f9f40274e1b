//! `tt week`: a period as a grid of what time is charged to by days.

use super::filter::Which;
use crate::app::{App, Seen};
use crate::cli::{Filters, WeekArgs};
use crate::domain::when;
use crate::report::Item;
use crate::report::build::Grids;
use crate::report::render::{json, week};

/// Runs `tt week`.
///
/// # Errors
/// A period that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &WeekArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let days = when::period(args.period.as_deref().unwrap_or("week"), &setting)?;
    let filters = Filters::default();
    let store = app.look()?;
    let view = store.view();
    let which = Which::of(&filters, None, days, &desk, &view)?;
    let seen = Seen::of(&desk);
    let mut grids = Grids::default();
    for row in which.rows(&view, &seen, false) {
        let (entry, link) = row?;
        grids.add(&Item::stored(&entry, link.as_ref()), &seen);
    }
    let target = desk.config.time.day_target;
    let bounds = (days.from, days.to);
    let grid = grids.finish(bounds, setting.today(), setting.week_start, target);
    let text = if app.global.json {
        json::grid(&grid)
    } else {
        week::week(&grid, app.canvas())
    };
    app.print(&text)
}
