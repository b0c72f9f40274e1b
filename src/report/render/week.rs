//! The grid of a period: what time is charged to by days. A letter beside each
//! time says where it stands. Seven days a grid; 80 columns hold one with ease,
//! 60 with shorter names.

use super::Canvas;
use super::columns::{Cell, Paint, Rows};
use crate::domain::charge::TargetKind;
use crate::domain::span::colon;
use crate::domain::status::Status;
use crate::report::Totals;
use crate::report::build::{first_of_week, working_days};
use crate::report::model::{self, Charge, Grid, Line};
use crate::report::phrase::{length, letter, n_entries};
use crate::screen::{pad, sanitize};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Days in one grid.
const DAYS: usize = 7;
/// Below this many columns a weekend without entries is left out, and columns stand closer.
const WIDE: usize = 72;
/// A name is cut no shorter than this.
const LEAST_NAME: usize = 8;
/// With less room for names the days' names are short.
const ROOM_FOR_NAMES: usize = 24;

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
    let week = |day: &NaiveDate| first_of_week(*day, grid.week_start);
    let pages: Vec<_> = days
        .chunk_by(|one, two| days.len() <= DAYS || week(one) == week(two))
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
            grid.total.length(grid.total.worked)
        ));
    }
    out.push_str(&foot(grid));
    out
}

/// The grid of up to seven days.
fn block(grid: &Grid, dates: &[NaiveDate], canvas: Canvas) -> String {
    let is_narrow = canvas.columns.is_some_and(|columns| columns < WIDE);
    let shown = dates
        .iter()
        .filter(|date| !is_narrow || working_days(**date) || grid.days.contains_key(date));
    let days: Vec<_> = shown.map(|date| Day::of(*date, grid)).collect();
    let name = dates
        .first()
        .map_or_else(String::new, |first| heading(*first, dates));
    let mut gap = if is_narrow { 1 } else { 2 };
    let mut rows = laid(grid, &days, &name, false, canvas);
    if let Some(columns) = canvas.columns {
        let room = |rows: &Rows, gap: usize| {
            let rest = rows.widths();
            let rest: usize = rest.iter().skip(1).map(|width| width + gap).sum();
            columns.saturating_sub(rest)
        };
        // The names of the days give way first, then blanks, then the names of the targets.
        if room(&rows, gap) < ROOM_FOR_NAMES {
            rows = laid(grid, &days, &name, true, canvas);
        }
        if room(&rows, gap) < ROOM_FOR_NAMES / 2 {
            gap = 1;
        }
        let names = rows.widths().first().copied().unwrap_or(0);
        rows.cut(0, names.min(room(&rows, gap).max(LEAST_NAME)));
    }
    rows.text(gap, canvas.colour)
}

/// The rows of a grid; `short` with `Mo16` for `Mon 16`.
fn laid(grid: &Grid, days: &[Day], name: &str, short: bool, canvas: Canvas) -> Rows {
    let is_terminal = canvas.columns.is_some();
    let mut rows = Rows::default();
    let mut head = vec![Cell::left(name)];
    head.extend(days.iter().map(|day| {
        let date = day.date;
        let text = match (is_terminal, short) {
            (false, _) => date.format("%a %m-%d").to_string(),
            (true, false) => date.format("%a %d").to_string(),
            (true, true) => format!("{:.2}{:02}", date.weekday().to_string(), date.day()),
        };
        let room = text.chars().count() + if is_terminal { day.marks } else { 0 };
        let paint = (date == grid.today).then_some(Paint::Bold);
        Cell::right(pad(&text, room)).in_paint(paint)
    }));
    head.push(Cell::right("total"));
    rows.push(head);
    if is_terminal {
        rows.rule();
    }
    for line in &grid.lines {
        if within(&line.cells, days).n_entries > 0 {
            rows.push(row(&named(line), &line.cells, days, canvas));
        }
    }
    if is_terminal {
        rows.rule();
    }
    let total = row("total", &grid.days, days, canvas);
    let bold = total
        .into_iter()
        .map(|cell| cell.in_paint(Some(Paint::Bold)));
    rows.push(bold.collect());
    if grid.day_target > 0 {
        rows.push(target_row(grid, days, canvas));
    }
    rows
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
    days: &[Day],
    canvas: Canvas,
) -> Vec<Cell> {
    let mut row = vec![Cell::left(name)];
    row.extend(days.iter().map(|day| match cells.get(&day.date) {
        Some(cell) => {
            let worked = hours(cell.totals.worked, canvas);
            Cell::right(format!("{worked}{}", pad(&mark(cell), day.marks))).in_paint(paint(cell))
        }
        None if canvas.columns.is_some() => {
            Cell::right(pad("·", 1 + day.marks)).in_paint(Some(Paint::Dim))
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

fn within(cells: &BTreeMap<NaiveDate, model::Cell>, days: &[Day]) -> Totals {
    let mut totals = Totals::default();
    for cell in days.iter().filter_map(|day| cells.get(&day.date)) {
        totals.put(&cell.totals);
    }
    totals
}

/// A letter for what a person must see first, and `+` where others are further along.
fn mark(cell: &model::Cell) -> String {
    let sign = match cell.status {
        _ if cell.needy => '!',
        _ if cell.running => '>',
        None => ' ',
        // The letters of `tt list`, which has none for what is open.
        Some(status) => letter(status).unwrap_or('o'),
    };
    if cell.mixed {
        format!("{sign}+")
    } else {
        sign.to_string()
    }
}

/// A day of the grid, with the columns that its marks take.
#[derive(Clone, Copy)]
struct Day {
    date: NaiveDate,
    marks: usize,
}

impl Day {
    fn of(date: NaiveDate, grid: &Grid) -> Self {
        let marks = match grid.days.get(&date) {
            None => 0,
            Some(cell) => mark(cell).chars().count(),
        };
        Self { date, marks }
    }
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
fn target_row(grid: &Grid, days: &[Day], canvas: Canvas) -> Vec<Cell> {
    let is_terminal = canvas.columns.is_some();
    let mut row = vec![Cell::left("to target")];
    row.extend(days.iter().map(|day| {
        let worked = grid
            .days
            .get(&day.date)
            .map_or(0, |cell| cell.totals.worked);
        let target = target(grid, day.date);
        if worked == 0 && (target == 0 || day.date > grid.today) {
            return Cell::right(if is_terminal { "" } else { "-" });
        }
        // The letters of the rows above have no counterpart here.
        let after = if is_terminal { day.marks } else { 0 };
        let difference = signed(worked - target, canvas);
        let paint = (worked < target).then_some(Paint::Dim);
        Cell::right(format!("{difference}{:after$}", "")).in_paint(paint)
    }));
    let all: i64 = days.iter().map(|day| target(grid, day.date)).sum();
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
            let hint = match status {
                Status::Open => ", sent or not",
                _ => "",
            };
            said.push(format!("{} {status}{hint}", letter.trim_end_matches('+')));
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
    out.push_str(&format!(
        ", {} worked",
        grid.total.length(grid.total.worked)
    ));
    if grid.total.billed != grid.total.worked {
        out.push_str(&format!(
            ", {} billed",
            grid.total.length(grid.total.billed)
        ));
    }
    out.push('\n');
    if grid.by_status.len() > 1 {
        let parts = grid.by_status.iter();
        let parts: Vec<_> = parts
            .map(|(status, worked)| format!("{} {status}", grid.total.length(*worked)))
            .collect();
        out.push_str(&format!("{}\n", parts.join(", ")));
    }
    out
}

#[cfg(test)]
mod tests;
