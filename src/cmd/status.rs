//! `tt` and `tt status`: where everything stands. Reads sums and indexes, never
//! every entry.

use super::{block, say};
use crate::app::{App, Seen};
use crate::domain::when;
use crate::report::build::{Looked, standing};
use crate::report::render::{json, status};

/// Runs `tt status`.
///
/// # Errors
/// Configuration, the store.
pub fn run(app: &mut App<'_>) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let today = setting.today();
    let week = when::period("week", &setting)?;
    let store = app.look()?;
    let view = store.view();
    let timers = view.timers()?;
    let worked = view.worked_by_date(week.from, week.to)?;
    let pending = view.pending(None)?;
    let person = view.for_a_person()?;
    let seen = Seen::of(&desk);
    let looked = Looked {
        timers: &timers,
        worked: &worked,
        pending: &pending,
        person: &person,
        today,
        week: (week.from, week.to),
        tomorrow: desk.zone.bounds(today, today).1,
        day_target: desk.config.time.day_target,
    };
    let mut standing = standing(&looked, &seen);
    let site = say::site(app, &desk);
    standing.blocks = block::of_days(&desk, &store, week, &site)?;
    let zone = desk.zone.to_string();
    let text = if app.global.json {
        json::standing(&standing, &zone, &seen)
    } else {
        status::status(&standing, &zone, &seen, app.canvas())
    };
    app.print(&text)
}
