//! The grid of a period: what time is charged to by days. A letter beside each
//! time says where it stands. Seven days a grid; 80 columns hold one with ease,
//! 60 with shorter names.

use super::Canvas;
use super::columns::{Cell, Paint, Rows};
use crate::domain::charge::TargetKind;
use crate::domain::span::colon;
use crate::domain::status::Status;
use crate::report::Totals;
use crate::report::build::working_days;
use crate::report::model::{self, Charge, Grid, Line};
use crate::report::phrase::{length, n_entries};
use crate::screen::{pad, sanitize};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Days in one grid.
const DAYS: usize = 7;
/// From this many columns on there are two blanks between columns.
const WIDE: usize = 76;
/// A name is cut no shorter than this.
const LEAST_NAME: usize = 8;

/// The text.
#[must_use]
pub fn week(grid: &Grid, canvas: Canvas) -> String {
    if grid.lines.is_empty() {
        return match canvas.columns {
            Some(_) => "No entries.\n".to_owned(),
            None => String::new(),
        };
    }
    let mut days = Vec::new();
    let mut day = grid.from;
    while day <= grid.to {
        days.push(day);
        match day.succ_opt() {
            Some(next) => day = next,
            None => break,
        }
    }
    let pages: Vec<_> = days
        .chunks(DAYS)
        .filter(|page| days.len() <= DAYS || page.iter().any(|day| grid.days.contains_key(day)))
        .map(|page| block(grid, page, canvas))
        .collect();
    let mut out = pages.join("\n");
    if days.len() > DAYS {
        let difference = match difference(grid, &days) {
            Some(difference) => format!(", {difference} to the target"),
            None => String::new(),
        };
        out.push_str(&format!(
            "\ntotal {}{difference}\n",
            length(grid.total.worked)
        ));
    }
    out.push_str(&foot(grid));
    out
}

/// The grid of up to seven days.
fn block(grid: &Grid, days: &[NaiveDate], canvas: Canvas) -> String {
    let is_terminal = canvas.columns.is_some();
    let marks = mark_width(grid);
    let mut rows = Rows::default();
    let name = days
        .first()
        .map_or_else(String::new, |day| heading(*day, days));
    let mut head = vec![Cell::left(name)];
    head.extend(days.iter().map(|day| {
        let text = if is_terminal {
            pad(&day.format("%a %d").to_string(), 6 + marks)
        } else {
            day.to_string()
        };
        let paint = (*day == grid.today).then_some(Paint::Bold);
        Cell::right(text).in_paint(paint)
    }));
    head.push(Cell::right("total"));
    rows.push(head);
    if is_terminal {
        rows.rule();
    }
    for line in &grid.lines {
        if within(&line.cells, days).n_entries > 0 {
            rows.push(row(&named(line), &line.cells, days, marks, canvas));
        }
    }
    if is_terminal {
        rows.rule();
    }
    let mut total = row("total", &grid.days, days, marks, canvas);
    for cell in &mut total {
        cell.paint = Some(Paint::Bold);
    }
    rows.push(total);
    rows.push(target_row(grid, days, marks, canvas));
    let gap = match canvas.columns {
        Some(columns) if columns < WIDE => 1,
        _ => 2,
    };
    if let Some(columns) = canvas.columns {
        narrow(&mut rows, columns, gap, marks);
    }
    rows.text(gap, canvas.colour)
}

/// Shortens the days' names, then what stands before them, until a line fits.
fn narrow(rows: &mut Rows, columns: usize, gap: usize, marks: usize) {
    let taken = |rows: &Rows| -> usize {
        let rest = rows.widths();
        rest.iter().skip(1).map(|width| width + gap).sum()
    };
    if columns.saturating_sub(taken(rows)) < 24 {
        rows.shorten_head(|text| {
            // `Mon 16 ` becomes `Mo16 `.
            let day = text.get(..2).zip(text.get(4..6));
            day.map(|(name, number)| pad(&format!("{name}{number}"), 4 + marks))
        });
    }
    let room = columns.saturating_sub(taken(rows)).max(LEAST_NAME);
    let names = rows.widths().first().copied().unwrap_or(0);
    rows.cut(0, names.min(room));
}

fn heading(first: NaiveDate, days: &[NaiveDate]) -> String {
    let last = days.last().copied().unwrap_or(first);
    if first == last {
        return first.format("%d %b %Y").to_string();
    }
    let from = if first.month() == last.month() {
        first.format("%d").to_string()
    } else {
        first.format("%d %b").to_string()
    };
    format!("{from}–{}", last.format("%d %b %Y"))
}

fn row(
    name: &str,
    cells: &BTreeMap<NaiveDate, model::Cell>,
    days: &[NaiveDate],
    marks: usize,
    canvas: Canvas,
) -> Vec<Cell> {
    let mut row = vec![Cell::left(name)];
    row.extend(days.iter().map(|day| match cells.get(day) {
        Some(cell) => {
            let worked = hours(cell.totals.worked, canvas);
            Cell::right(format!("{worked}{}", pad(&mark(cell), marks))).in_paint(paint(cell))
        }
        None if canvas.columns.is_some() => {
            Cell::right(pad("·", 1 + marks)).in_paint(Some(Paint::Dim))
        }
        None => Cell::right("-"),
    }));
    row.push(Cell::right(hours(within(cells, days).worked, canvas)));
    row
}

/// Hours and minutes; on a terminal to the nearest minute.
fn hours(seconds: i64, canvas: Canvas) -> String {
    match canvas.columns {
        Some(_) => colon(seconds.saturating_add(30).div_euclid(60).saturating_mul(60)),
        None => colon(seconds),
    }
}

fn within(cells: &BTreeMap<NaiveDate, model::Cell>, days: &[NaiveDate]) -> Totals {
    let mut totals = Totals::default();
    for cell in days.iter().filter_map(|day| cells.get(day)) {
        totals.put(&cell.totals);
    }
    totals
}

/// A letter for what a person must see first, and `+` where others are further along.
fn mark(cell: &model::Cell) -> String {
    let letter = match cell.status {
        _ if cell.needy => '!',
        _ if cell.running => '>',
        None => ' ',
        Some(Status::Open) => 'o',
        Some(Status::Submitted) => 's',
        Some(Status::Rejected) => 'r',
        Some(Status::Approved) => 'a',
        Some(Status::Billed) => 'b',
    };
    if cell.mixed {
        format!("{letter}+")
    } else {
        letter.to_string()
    }
}

/// How wide marks are: all alike, so that times stand under each other.
fn mark_width(grid: &Grid) -> usize {
    let cells = grid.lines.iter().flat_map(|line| line.cells.values());
    let mixed = cells.chain(grid.days.values()).any(|cell| cell.mixed);
    if mixed { 2 } else { 1 }
}

fn paint(cell: &model::Cell) -> Option<Paint> {
    if cell.needy {
        return Some(Paint::Red);
    }
    if cell.running {
        return Some(Paint::Green);
    }
    match cell.status? {
        Status::Open => None,
        Status::Submitted => Some(Paint::Cyan),
        Status::Rejected => Some(Paint::Red),
        Status::Approved => Some(Paint::Green),
        Status::Billed => Some(Paint::Dim),
    }
}

/// How far each day is from its target; a day to come says nothing.
fn target_row(grid: &Grid, days: &[NaiveDate], marks: usize, canvas: Canvas) -> Vec<Cell> {
    if grid.day_target <= 0 {
        return Vec::new();
    }
    let mut row = vec![Cell::left("to target")];
    row.extend(days.iter().map(|day| {
        let worked = grid.days.get(day).map_or(0, |cell| cell.totals.worked);
        let target = target(grid, *day);
        if *day > grid.today && worked == 0 || target == 0 && worked == 0 {
            let blank = if canvas.columns.is_some() { "" } else { "-" };
            return Cell::right(blank);
        }
        // The letters of the rows above have no counterpart here.
        let after = if canvas.columns.is_some() { marks } else { 0 };
        let difference = signed(worked - target, canvas);
        let paint = (worked < target).then_some(Paint::Dim);
        Cell::right(format!("{difference}{:after$}", "")).in_paint(paint)
    }));
    let all: i64 = days.iter().map(|day| target(grid, *day)).sum();
    let worked = within(&grid.days, days).worked;
    row.push(Cell::right(signed(worked - all, canvas)));
    row
}

fn difference(grid: &Grid, days: &[NaiveDate]) -> Option<String> {
    let all: i64 = days.iter().map(|day| target(grid, *day)).sum();
    let difference = grid.total.worked - all;
    let sign = if difference > 0 { "+" } else { "" };
    (grid.day_target > 0).then(|| format!("{sign}{}", length(difference)))
}

fn target(grid: &Grid, day: NaiveDate) -> i64 {
    if working_days(day) {
        grid.day_target
    } else {
        0
    }
}

fn signed(seconds: i64, canvas: Canvas) -> String {
    let sign = if seconds > 0 { "+" } else { "" };
    format!("{sign}{}", hours(seconds, canvas))
}

/// `#54321 Mail flow · Acme`, `project website`, `client acme`.
fn named(line: &Line) -> String {
    let Some(Charge { kind, at, client }) = &line.charge else {
        return "(nothing)".to_owned();
    };
    let typed = at.typed.trim_start_matches('#');
    let name = at.name.as_deref().filter(|name| *name != typed);
    let numbered = |sign: &str| match name {
        Some(name) => format!("{sign}{typed} {name}"),
        None => format!("{sign}{typed}"),
    };
    let mut text = match TargetKind::from_word(kind) {
        Some(TargetKind::Ticket) => numbered("#"),
        Some(TargetKind::ProjectTicket) => numbered("project #"),
        Some(TargetKind::Task) => numbered("task "),
        Some(TargetKind::Activity) => numbered("activity "),
        Some(TargetKind::ChargeCode) => name.unwrap_or(typed).to_owned(),
        None => format!("{kind} {}", name.unwrap_or(typed)),
    };
    if let Some(client) = client {
        text.push_str(&format!(" · {client}"));
    }
    sanitize(&text).into_owned()
}

/// What the marks mean that occur, what was billed, and what of it is locked.
fn foot(grid: &Grid) -> String {
    let mut out = String::new();
    let cells = grid.lines.iter().flat_map(|line| line.cells.values());
    let cells: Vec<_> = cells.chain(grid.days.values()).collect();
    let mut said: Vec<String> = Vec::new();
    for status in Status::ALL {
        let plain = |cell: &&&model::Cell| !cell.needy && !cell.running;
        let mut of_it = cells.iter().filter(plain);
        if let Some(cell) = of_it.find(|cell| cell.status == Some(*status)) {
            let letter = mark(cell);
            said.push(format!("{} {status}", letter.trim_end_matches('+')));
        }
    }
    if cells.iter().any(|cell| cell.needy) {
        said.push("! needs a person".to_owned());
    }
    if cells.iter().any(|cell| cell.running && !cell.needy) {
        said.push("> running".to_owned());
    }
    if cells.iter().any(|cell| cell.mixed) {
        said.push("+ others are further along".to_owned());
    }
    out.push_str(&said.join(", "));
    out.push('\n');
    out.push_str(&n_entries(grid.total.n_entries));
    out.push_str(&format!(", {} worked", length(grid.total.worked)));
    if grid.total.billed != grid.total.worked {
        out.push_str(&format!(", {} billed", length(grid.total.billed)));
    }
    out.push('\n');
    if grid.by_status.len() > 1 {
        let parts = grid.by_status.iter();
        let parts: Vec<_> = parts
            .map(|(status, worked)| format!("{} {status}", length(*worked)))
            .collect();
        out.push_str(&format!("{}\n", parts.join(", ")));
    }
    out
}

#[cfg(test)]
mod tests;
