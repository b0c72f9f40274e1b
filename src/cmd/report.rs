//! `tt report`: totals of a period by one thing or two.

use super::filter::Which;
use crate::app::{App, Seen};
use crate::cli::{Layout, ReportArgs, Sort};
use crate::domain::when;
use crate::failure::Failure;
use crate::report::Item;
use crate::report::build::Sums;
use crate::report::render::{json, report};

/// Runs `tt report`.
///
/// # Errors
/// A period or grouping that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ReportArgs) -> anyhow::Result<()> {
    refuse(args)?;
    let desk = app.desk()?;
    let setting = desk.setting();
    let usual = when::period("week", &setting)?;
    let store = app.look()?;
    let view = store.view();
    let which = Which::of(&args.filters, args.period.as_deref(), usual, &desk, &view)?;
    let seen = Seen::of(&desk);
    let mut sums = Sums::new(&args.by, setting.week_start);
    let limit = args
        .filters
        .limit
        .map_or(usize::MAX, |limit| limit as usize);
    let newest_first = args.filters.limit.is_some();
    for row in which.rows(&view, &seen, newest_first).take(limit) {
        let (entry, link) = row?;
        sums.add(&Item::stored(&entry, link.as_ref()), &seen);
    }
    let (from, to) = which.days();
    let sums = sums.finish(from, to);
    let asked = args.format.unwrap_or(Layout::Table);
    let layout = if app.global.json { Layout::Json } else { asked };
    let text = match layout {
        Layout::Json => json::report(&sums),
        Layout::JsonLines => json::report_lines(&sums),
        Layout::Csv => report::csv(&sums),
        Layout::Markdown => report::markdown(&sums),
        Layout::Table => report::table(&sums, app.canvas()),
    };
    app.print(&text)
}

fn refuse(args: &ReportArgs) -> Result<(), Failure> {
    let by: Vec<_> = args.by.iter().map(|by| by.word()).collect();
    if args.by.len() > 2 {
        return Err(Failure::usage(
            format!("--by {} are {} things", by.join(","), by.len()),
            format!("name one or two: --by {},{}", by[0], by[1]),
        ));
    }
    if by.len() == 2 && by[0] == by[1] {
        return Err(Failure::usage(
            format!("--by {0},{0} names the same thing twice", by[0]),
            format!("write --by {}", by[0]),
        ));
    }
    if args.filters.ids || args.filters.sort != Sort::Start {
        return Err(Failure::usage(
            "a report has rows of totals, not entries: --ids and --sort are for `tt list`",
            "leave it out: time stands in its order, anything else by time worked",
        ));
    }
    Ok(())
}
