//! `tt list`: entries of a period, filtered, as a table, as JSON, or as numbers.
//!
//! In the order of their start entries go from the store to the output one at a
//! time, however many there are; other orders need all of them at once.

use super::filter::{Row, Which};
use super::{export, moving};
use crate::app::{App, Seen};
use crate::cli::{Format, ListArgs, Sort};
use crate::domain::ids::EntryId;
use crate::domain::when::{self, DaySpan};
use crate::report::render::table;
use crate::report::{Context as _, Item, Overlaps, Totals};
use crate::store::{StoreError, View};
use chrono::Days;
use std::cmp::Reverse;

/// Runs `tt list`.
///
/// # Errors
/// A period that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ListArgs) -> anyhow::Result<()> {
    let format = export::format(app, args.format)?;
    let desk = app.desk()?;
    let today = desk.setting().today();
    let usual = DaySpan {
        from: today.checked_sub_days(Days::new(1)).unwrap_or(today),
        to: today,
    };
    let store = app.look()?;
    let view = store.view();
    let which = Which::of(&args.filters, args.period.as_deref(), usual, &desk, &view)?;
    let seen = Seen::of(&desk);
    let rows = ordered(args, &which, &view, &seen)?;
    let is_empty = print(app, format, args, rows, &seen)?;
    let asked = args.period.as_deref().filter(|_| is_empty);
    let is_today = |typed: &&str| {
        let days = when::period(typed, &desk.setting());
        days.is_ok_and(|days| days.from == today && days.to == today)
    };
    if asked.filter(is_today).is_none() {
        return Ok(());
    }
    // Work that began before midnight is of the day before.
    let yesterday = Which::of(&args.filters, Some("yesterday"), usual, &desk, &view)?;
    let ids = yesterday.rows(&view, &seen, false).map(|row| Ok(row?.0.id));
    let ids = ids.collect::<Result<Vec<EntryId>, StoreError>>()?;
    if ids.is_empty() {
        return Ok(());
    }
    let entries = if ids.len() == 1 { "entry" } else { "entries" };
    let numbers = moving::numbers(&ids);
    app.say(&format!(
        "note: {entries} {numbers} began the day before: `tt list yesterday`"
    ))
}

/// Rows in the order that was asked for.
type Rows<'r> = Box<dyn Iterator<Item = Result<Row, StoreError>> + 'r>;

fn ordered<'r>(
    args: &ListArgs,
    which: &'r Which<'_>,
    view: &'r View<'_>,
    seen: &'r Seen<'_>,
) -> anyhow::Result<Rows<'r>> {
    let by = args.filters.sort;
    let Some(limit) = args.filters.limit else {
        return match by {
            Sort::Start => Ok(Box::new(which.rows(view, seen, false))),
            Sort::Newest => Ok(Box::new(which.rows(view, seen, true))),
            _ => sorted(which.rows(view, seen, false), by, seen),
        };
    };
    // The newest so many, and these in the order that was asked for.
    let newest = which.rows(view, seen, true).take(limit as usize);
    if by == Sort::Newest {
        return Ok(Box::new(newest));
    }
    let mut newest = newest.collect::<Result<Vec<_>, _>>()?;
    newest.reverse();
    sorted(newest.into_iter().map(Ok), by, seen)
}

fn sorted<'r>(
    rows: impl Iterator<Item = Result<Row, StoreError>>,
    by: Sort,
    seen: &Seen<'_>,
) -> anyhow::Result<Rows<'r>> {
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    match by {
        Sort::Start => {}
        Sort::Newest => rows.reverse(),
        Sort::Longest => {
            rows.sort_by_key(|(entry, _)| Reverse(Item::stored(entry, None).worked(seen)));
        }
        Sort::Id => rows.sort_by_key(|(entry, _)| entry.id),
        Sort::Updated => rows.sort_by_key(|(entry, _)| Reverse((entry.updated_at, entry.id))),
    }
    Ok(Box::new(rows.into_iter().map(Ok)))
}

/// Whether a table was to be printed and there is nothing to print.
fn print(
    app: &mut App<'_>,
    format: Format,
    args: &ListArgs,
    rows: Rows<'_>,
    seen: &Seen<'_>,
) -> anyhow::Result<bool> {
    if format != Format::Table {
        let rows = rows.map(|row| row.map_err(anyhow::Error::from));
        export::write(app, format, rows, seen)?;
        return Ok(false);
    }
    if args.filters.ids {
        for row in rows {
            let line = format!("{}\n", row?.0.id);
            app.print(&line)?;
        }
        return Ok(false);
    }
    // A table shows so many rows and counts the others.
    let mut totals = Totals::default();
    let mut overlaps = Overlaps::default();
    let mut kept = Vec::new();
    for row in rows {
        let (entry, link) = row?;
        overlaps.add(&entry.content, seen.now());
        totals.add(&Item::stored(&entry, link.as_ref()), seen);
        if kept.len() < table::MAX_ROWS {
            kept.push((entry, link));
        }
    }
    totals.overlap = overlaps.seconds();
    let items: Vec<_> = kept
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    let canvas = app.canvas();
    let mut text = table::list(&items, &totals, seen, canvas);
    let filters = &args.filters;
    let is_usual =
        args.period.is_none() && filters.from.is_none() && filters.to.is_none() && !filters.running;
    if is_usual && canvas.columns.is_some() {
        text.push_str("since yesterday; `tt list week` shows more\n");
    }
    app.print(&text)?;
    Ok(totals.n_entries == 0)
}
