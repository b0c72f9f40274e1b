//! `tt` and `tt status`: where everything stands. Reads sums and indexes, never
//! every entry.

use super::{block, context, say};
use crate::app::{App, Desk, Seen};
use crate::domain::entry::Entry;
use crate::domain::when;
use crate::failure;
use crate::ledger;
use crate::report::Overlaps;
use crate::report::build::{Looked, standing};
use crate::report::model::Standing;
use crate::report::render::{json, status};
use crate::store::{Filter, StoreError, View};
use chrono::NaiveDate;

/// Runs `tt status`.
///
/// # Errors
/// Configuration, the store.
pub fn run(app: &mut App<'_>) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let setting = desk.setting();
    let today = setting.today();
    let week = when::period("week", &setting)?;
    let mut store = app.look()?;
    app.keep_prompt(&mut store, true);
    let view = store.view();
    let timers = view.timers()?;
    let worked = view.worked_by_date(week.from, week.to)?;
    let pending = view.pending(None)?;
    let person = view.for_a_person()?;
    let mut twice = Vec::new();
    for name in desk.config.profiles.keys() {
        let found = ledger::twice(&view, name)?.into_iter();
        twice.extend(found.filter_map(|(entry, link, other)| {
            let linked = link.remote_id?;
            Some((entry.id, linked, other))
        }));
    }
    let seen = Seen::of(&desk);
    let looked = Looked {
        timers: &timers,
        worked: &worked,
        pending: &pending,
        person: &person,
        twice: &twice,
        today,
        week: (week.from, week.to),
        tomorrow: desk.zone.bounds(today, today).1,
        day_target: desk.config.time.day_target,
    };
    let mut standing = standing(&looked, &seen);
    standing.overlap = overlap(&view, today, &timers, desk.now)?;
    let site = say::site(app, &desk);
    standing.blocks = block::of_days(&desk, &store, week, &site)?;
    let notes = here(app, &desk, &mut standing);
    let zone = desk.zone.to_string();
    let text = if app.global.json {
        json::standing(&standing, &zone, &seen)
    } else {
        status::status(&standing, &zone, &seen, app.canvas())
    };
    app.print(&text)?;
    for note in notes {
        app.say(&format!("note: {note}"))?;
    }
    Ok(())
}

/// Seconds of today that are counted more than once.
fn overlap(
    view: &View<'_>,
    today: NaiveDate,
    timers: &[Entry],
    now: i64,
) -> Result<i64, StoreError> {
    let filter = Filter {
        from_date: Some(today),
        to_date: Some(today),
        ..Filter::default()
    };
    let mut overlaps = Overlaps::default();
    for listed in view.entries(&filter) {
        let (entry, _) = listed?;
        if !entry.content.is_timer() {
            overlaps.add(&entry.content, now);
        }
    }
    for timer in timers.iter().filter(|timer| timer.content.date == today) {
        overlaps.add(&timer.content, now);
    }
    Ok(overlaps.seconds())
}

/// Adds what the folder and the branch say; what is wrong with it is no failure here.
fn here(app: &App<'_>, desk: &Desk, standing: &mut Standing<'_>) -> Vec<String> {
    match context::offered(app, desk) {
        Ok((taken, notes)) => {
            standing.here = taken;
            notes
        }
        Err(why) => {
            let why = failure::of(&why);
            vec![format!("{}; {}", why.message, why.help)]
        }
    }
}
