//! Totals by group, for people and as rows of other formats. On a terminal with
//! a bar; elsewhere plain aligned columns.

use super::Canvas;
use super::columns::{Cell, Paint, Rows, bar};
use crate::domain::grouping::By;
use crate::report::Totals;
use crate::report::model::{Key, Report, Row};
use crate::report::phrase::{length, n_entries};
use crate::screen::{sanitize, width};
use chrono::{Datelike, Days, NaiveDate};

/// Columns that a bar takes at most, and at least.
const BAR: usize = 30;
const LEAST_BAR: usize = 8;
/// A key is cut no shorter than this.
const LEAST_KEY: usize = 10;

/// The table.
#[must_use]
pub fn table(report: &Report, canvas: Canvas) -> String {
    if report.rows.is_empty() {
        return match canvas.columns {
            Some(_) => "No entries.\n".to_owned(),
            None => String::new(),
        };
    }
    let mut rows = match canvas.columns {
        Some(_) => headed(report),
        None => plain(report),
    };
    if let Some(columns) = canvas.columns {
        let keys = rows.widths().first().copied().unwrap_or(0);
        let rest: usize = rows.widths().iter().skip(1).map(|width| width + 2).sum();
        let keys = keys.min(columns.saturating_sub(rest).max(LEAST_KEY));
        rows.cut(0, keys);
        let room = columns.saturating_sub(keys + rest + 2).min(BAR);
        if room >= LEAST_BAR {
            rows = with_bars(rows, report, room);
        }
    }
    let mut out = rows.text(2, canvas.colour);
    if report.several_tags {
        out.push_str(
            "An entry with several tags counts under each of them; the total counts it once.\n",
        );
    }
    out
}

/// Every row with all of its keys, for scripts that read columns.
fn plain(report: &Report) -> Rows {
    let mut rows = Rows::default();
    let mut head: Vec<_> = report.by.iter().map(|by| Cell::left(by.word())).collect();
    head.extend(names());
    rows.push(head);
    for row in &report.rows {
        let keys = row.keys.iter().zip(&report.by);
        let mut cells: Vec<_> = keys
            .map(|(key, by)| Cell::left(said(key, *by, report)))
            .collect();
        cells.extend(figures(&row.totals));
        rows.push(cells);
    }
    let mut last = vec![Cell::left(""); report.by.len()];
    last[0] = Cell::left("total");
    last.extend(figures(&report.total));
    rows.push(last);
    rows
}

/// What is drawn in one line: a first key with its sum, or a second key below it.
pub(super) enum Drawn<'r> {
    First(&'r Key, Totals),
    Second(&'r Row),
}

pub(super) fn drawn(report: &Report) -> Vec<Drawn<'_>> {
    let mut lines = Vec::new();
    for group in report
        .rows
        .chunk_by(|one, two| one.keys.first() == two.keys.first())
    {
        let Some(key) = group.first().and_then(|row| row.keys.first()) else {
            continue;
        };
        let mut totals = Totals::default();
        group.iter().for_each(|row| totals.put(&row.totals));
        lines.push(Drawn::First(key, totals));
        if report.by.len() > 1 {
            lines.extend(group.iter().map(Drawn::Second));
        }
    }
    lines
}

fn headed(report: &Report) -> Rows {
    let mut rows = Rows::default();
    let by: Vec<_> = report.by.iter().map(|by| by.word()).collect();
    let mut head = vec![Cell::left(by.join(" / "))];
    head.extend(names());
    rows.push(head);
    rows.rule();
    let is_nested = report.by.len() > 1;
    for line in drawn(report) {
        let (text, totals, paint) = match &line {
            Drawn::First(key, totals) => {
                let paint = is_nested.then_some(Paint::Bold);
                (said(key, report.by[0], report), *totals, paint)
            }
            Drawn::Second(row) => {
                let said = said(&row.keys[1], report.by[1], report);
                (format!("  {said}"), row.totals, None)
            }
        };
        let mut cells = vec![Cell::left(text).in_paint(paint)];
        cells.extend(figures(&totals).map(|cell| cell.in_paint(paint)));
        rows.push(cells);
    }
    rows.rule();
    let mut last = vec![Cell::left("total").in_paint(Some(Paint::Bold))];
    last.extend(figures(&report.total).map(|cell| cell.in_paint(Some(Paint::Bold))));
    rows.push(last);
    rows
}

fn with_bars(rows: Rows, report: &Report, room: usize) -> Rows {
    let lines = drawn(report);
    let worked = |line: &Drawn<'_>| match line {
        Drawn::First(_, totals) => totals.worked,
        Drawn::Second(row) => row.totals.worked,
    };
    let most = lines.iter().map(worked).max().unwrap_or(0);
    let mut bars = lines.iter().map(|line| {
        let paint = match line {
            Drawn::First(..) => Paint::Cyan,
            Drawn::Second(_) => Paint::Dim,
        };
        Cell::left(bar(worked(line), most, room)).in_paint(Some(paint))
    });
    rows.with_last(|at| if at == 0 { None } else { bars.next() })
}

fn names() -> [Cell; 3] {
    ["worked", "billed", "entries"].map(Cell::right)
}

fn figures(totals: &Totals) -> [Cell; 3] {
    [
        Cell::right(length(totals.worked)),
        Cell::right(length(totals.billed)),
        Cell::right(totals.n_entries.to_string()),
    ]
}

/// A key in the words of people.
pub(super) fn said(key: &Key, by: By, report: &Report) -> String {
    match key {
        Key::Date(date) => date_said(*date, by, report.iso_weeks),
        Key::Nothing if by == By::Profile => "(no profile)".to_owned(),
        Key::Nothing => format!("(no {})", by.word().replace('-', " ")),
        Key::Thing { text, name } => {
            let number = text.chars().all(|c| c.is_ascii_digit());
            let sign = if by == By::Ticket && number { "#" } else { "" };
            let name = name.as_ref().map(|name| format!(" {name}"));
            sanitize(&format!("{sign}{text}{}", name.unwrap_or_default())).into_owned()
        }
    }
}

fn date_said(date: NaiveDate, by: By, iso_weeks: bool) -> String {
    match by {
        By::Month => date.format("%b %Y").to_string(),
        By::Week => {
            let last = date.checked_add_days(Days::new(6)).unwrap_or(date);
            let from = if last.month() == date.month() {
                date.format("%d").to_string()
            } else {
                date.format("%d %b").to_string()
            };
            let to = last.format("%d %b %Y");
            if iso_weeks {
                format!("W{:02}  {from}–{to}", date.iso_week().week())
            } else {
                format!("{from}–{to}")
            }
        }
        _ => date.format("%a %d %b %Y").to_string(),
    }
}

/// A key for scripts; none where entries have no value.
#[must_use]
pub fn plain_key(key: &Key, by: By, iso_weeks: bool) -> Option<String> {
    match key {
        Key::Nothing => None,
        Key::Thing { text, .. } => Some(text.clone()),
        Key::Date(date) => Some(match by {
            By::Month => date.format("%Y-%m").to_string(),
            By::Week if iso_weeks => date.format("%G-W%V").to_string(),
            _ => date.to_string(),
        }),
    }
}

/// Comma-separated values with a head (RFC 4180).
#[must_use]
pub fn csv(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| csv_cell(cell)).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    };
    let mut head: Vec<_> = report.by.iter().map(|by| by.word().to_owned()).collect();
    head.extend(["worked_seconds", "billed_seconds", "entries"].map(str::to_owned));
    line(head);
    for row in &report.rows {
        let keys = row.keys.iter().zip(&report.by);
        let mut cells: Vec<_> = keys
            .map(|(key, by)| plain_key(key, *by, report.iso_weeks).unwrap_or_default())
            .collect();
        cells.push(row.totals.worked.to_string());
        cells.push(row.totals.billed.to_string());
        cells.push(row.totals.n_entries.to_string());
        line(cells);
    }
    out
}

/// Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A Markdown table.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let keys = report.by.len();
    let figures = |totals: &Totals| {
        [
            length(totals.worked),
            length(totals.billed),
            totals.n_entries.to_string(),
        ]
    };
    let mut head: Vec<_> = report.by.iter().map(|by| by.word().to_owned()).collect();
    head.extend(["worked", "billed", "entries"].map(str::to_owned));
    rows.push(head);
    for row in &report.rows {
        let said = row.keys.iter().zip(&report.by);
        let mut cells: Vec<_> = said.map(|(key, by)| said_safe(key, *by, report)).collect();
        cells.extend(figures(&row.totals));
        rows.push(cells);
    }
    let mut last = vec![String::new(); keys];
    last[0] = "**total**".to_owned();
    last.extend(figures(&report.total).map(|cell| format!("**{cell}**")));
    rows.push(last);
    let mut widths = vec![3; keys + 3];
    for row in &rows {
        for (most, cell) in widths.iter_mut().zip(row) {
            *most = width(cell).max(*most);
        }
    }
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (place, (cell, most)) in row.iter().zip(&widths).enumerate() {
            let blank = " ".repeat(most - width(cell));
            out.push_str(&if place < keys {
                format!("| {cell}{blank} ")
            } else {
                format!("| {blank}{cell} ")
            });
        }
        out.push_str("|\n");
        if at == 0 {
            for (place, most) in widths.iter().enumerate() {
                let dashes = "-".repeat(most - 1);
                out.push_str(&if place < keys {
                    format!("| -{dashes} ")
                } else {
                    format!("| {dashes}: ")
                });
            }
            out.push_str("|\n");
        }
    }
    out
}

/// A cell in which Markdown and HTML mean nothing.
fn said_safe(key: &Key, by: By, report: &Report) -> String {
    let mut out = String::new();
    for c in said(key, by, report).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// The line above a table: which days, how much.
#[must_use]
pub fn heading(report: &Report) -> String {
    let day = |date: NaiveDate| date.format("%a %d %b %Y").to_string();
    let period = match (report.from, report.to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
        (Some(from), None) => format!("from {}", day(from)),
        (None, Some(to)) => format!("up to {}", day(to)),
        (None, None) => "always".to_owned(),
    };
    format!("{period}: {}\n", n_entries(report.total.n_entries))
}

#[cfg(test)]
mod tests;
