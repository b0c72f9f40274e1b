//! `tt report`: totals of a period by one thing or two.

use super::filter::Which;
use super::whole;
use crate::app::{App, Seen};
use crate::cli::{Layout, ReportArgs, Sort};
use crate::domain::when;
use crate::failure::{Code, Failure};
use crate::report::Item;
use crate::report::build::{Pages, Sums};
use crate::report::phrase::n_entries;
use crate::report::render::{Canvas, html, json, report};
use std::path::Path;

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
    let asked = args.format.unwrap_or(Layout::Table);
    let layout = if app.global.json { Layout::Json } else { asked };
    let mut pages = (layout == Layout::Html).then(|| Pages::new(setting.week_start));
    for row in which.rows(&view, &seen, newest_first).take(limit) {
        let (entry, link) = row?;
        let item = Item::stored(&entry, link.as_ref());
        sums.add(&item, &seen);
        if let Some(pages) = &mut pages {
            pages.add(&item, &seen);
        }
    }
    let (from, to) = which.days();
    let sums = sums.finish(from, to);
    let file = args
        .output
        .as_deref()
        .filter(|file| *file != Path::new("-"));
    let canvas = match file {
        Some(_) => Canvas::default(),
        None => app.canvas(),
    };
    let n_all = sums.total.n_entries;
    let text = match layout {
        Layout::Json => json::report(&sums),
        Layout::JsonLines => json::report_lines(&sums),
        Layout::Csv => report::csv(&sums),
        Layout::Markdown => report::markdown(&sums),
        Layout::Table => report::table(&sums, canvas),
        Layout::Html => {
            let pages = pages.unwrap_or_else(|| Pages::new(setting.week_start));
            html::page(&pages.finish(sums, setting.today()))
        }
    };
    let Some(file) = file else {
        return app.print(&text);
    };
    whole::replace(file, &text, false).map_err(|error| {
        Failure::new(
            Code::Data,
            format!("{} cannot be written: {error}", file.display()),
            "name another file with -o",
        )
    })?;
    let said = format!("wrote {} ({})", file.display(), n_entries(n_all));
    app.say(&said)
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
