//! The table of entries. On a terminal it fits the width: the note gives way
//! first, below 72 columns days become headings. Elsewhere: plain aligned
//! columns, nothing cut. Colour only repeats what words and letters say.

use super::Canvas;
use crate::domain::status::{Delivery, Status};
use crate::report::phrase::{
    charged_to, clock_times, day, lasts, length, letter, n_entries, overlapping, state,
};
use crate::report::{Context, Item, Totals};
use crate::screen::{pad, sanitize, truncate, width};
use comfy_table::{Cell, Color, Table, presets};

/// More rows than these are only counted.
pub const MAX_ROWS: usize = 1_000;

/// From this many columns on the state is said in full.
pub(super) const WIDE: usize = 100;
/// Below this many columns days are headings.
pub(super) const NARROW: usize = 72;
/// Blanks between columns.
const GAP: usize = 2;
/// Of more entries than these with one reason only these are named.
const MOST_NAMED: usize = 10;
/// A flexible column is not made narrower than this.
const LEAST: usize = 6;

/// The table of these entries with their sum; `totals` may count more entries
/// than are given. Off a terminal nothing at all is said of no entries.
#[must_use]
pub fn list(items: &[Item<'_>], totals: &Totals, context: &dyn Context, canvas: Canvas) -> String {
    if items.is_empty() && totals.n_entries == 0 {
        return match canvas.columns {
            Some(_) => "No entries.\n".to_owned(),
            None => String::new(),
        };
    }
    let rows = &items[..items.len().min(MAX_ROWS)];
    let rounded = rows
        .iter()
        .any(|item| item.billed(context) != item.worked(context));
    let mut out = match canvas.columns {
        None => plain(&full_rows(rows, context, false, rounded)),
        Some(columns) if columns >= NARROW => {
            let rounded = rounded && columns >= WIDE;
            let mut table = full_rows(rows, context, columns < WIDE, rounded);
            blank_repeated(&mut table, 1);
            let shift = usize::from(rounded);
            fit(&mut table, columns, &[4 + shift, 5 + shift]);
            drawn(&table, canvas.colour)
        }
        Some(columns) => {
            let mut table = headed_rows(rows, context);
            fit(&mut table, columns, &[3]);
            drawn(&table, canvas.colour)
        }
    };
    if canvas.columns.is_some_and(|columns| columns < WIDE) {
        out.push_str(&legend(rows, context));
    }
    let more = totals.n_entries.saturating_sub(rows.len() as u64);
    if more > 0 {
        out.push_str(&format!(
            "{more} more not shown: narrow the period, or use --json\n"
        ));
    }
    out.push_str(&sum(totals));
    out.push_str(&reasons(rows));
    out
}

/// Why entries were rejected, each reason once: `rejected (1, 2): which server?`
fn reasons(items: &[Item<'_>]) -> String {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for item in items {
        let entry = item.entry;
        let reason = entry.reject_reason.as_deref();
        let Some(reason) = reason.filter(|_| entry.status == Status::Rejected) else {
            continue;
        };
        match found.iter_mut().find(|(same, _)| *same == reason) {
            Some((_, ids)) => ids.push(number(item)),
            None => found.push((reason, vec![number(item)])),
        }
    }
    let line = |(reason, ids): &(&str, Vec<String>)| {
        let named = ids.iter().take(MOST_NAMED).map(String::as_str);
        let named: Vec<_> = named.collect();
        let more = match ids.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!(
            "rejected ({}{more}): {}\n",
            named.join(", "),
            sanitize(reason)
        )
    };
    found.iter().map(line).collect()
}

/// A table of anything, its head first; on a terminal the flexible columns give way.
#[must_use]
pub fn columns(rows: Vec<Vec<String>>, flexible: &[usize], canvas: Canvas) -> String {
    let mut rows: Vec<_> = rows.into_iter().map(Row::new).collect();
    match canvas.columns {
        None => plain(&rows),
        Some(columns) => {
            fit(&mut rows, columns, flexible);
            drawn(&rows, canvas.colour)
        }
    }
}

/// A row of cells, with the delivery that gives the last of them its colour.
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    tint: Option<Color>,
}

impl Row {
    pub(super) fn new(cells: Vec<String>) -> Self {
        Self { cells, tint: None }
    }
}

/// `rounded`: with a column of what is billed beside what was worked.
fn full_rows(items: &[Item<'_>], context: &dyn Context, short: bool, rounded: bool) -> Vec<Row> {
    let names = ["id", "day", "time", "length", "charged to", "note", "state"];
    let mut rows = vec![Row::new(names.map(str::to_owned).to_vec())];
    rows.extend(items.iter().map(|item| {
        let content = &item.entry.content;
        Row {
            cells: vec![
                number(item),
                day(content, context),
                clock_times(content, context),
                lasts(item, context),
                charged_to(content),
                note(item),
                state(item, context, short),
            ],
            tint: tint(item, context),
        }
    }));
    if rounded {
        let billed = items.iter().map(|item| length(item.billed(context)));
        let cells = std::iter::once("billed".to_owned()).chain(billed);
        for (row, cell) in rows.iter_mut().zip(cells) {
            row.cells.insert(4, cell);
        }
        align_right(&mut rows, 4);
    }
    align_right(&mut rows, 3);
    rows
}

/// A day with its sum stands above its entries; target and note share a column.
fn headed_rows(items: &[Item<'_>], context: &dyn Context) -> Vec<Row> {
    let names = ["id", "time", "length", "what", "state"];
    let mut rows = vec![Row::new(names.map(str::to_owned).to_vec())];
    let groups = items.chunk_by(|one, two| one.entry.content.date == two.entry.content.date);
    for group in groups {
        let totals = Totals::of(group, context);
        let worked = totals.length(totals.worked);
        let heading = group.first().map(|item| day(&item.entry.content, context));
        rows.push(Row::new(vec![
            String::new(),
            heading.unwrap_or_default(),
            worked,
            String::new(),
            String::new(),
        ]));
        rows.extend(group.iter().map(|item| {
            let content = &item.entry.content;
            let what = [charged_to(content), note(item)];
            let what: Vec<_> = what.into_iter().filter(|text| !text.is_empty()).collect();
            Row {
                cells: vec![
                    number(item),
                    clock_times(content, context),
                    lasts(item, context),
                    what.join(" "),
                    state(item, context, true),
                ],
                tint: tint(item, context),
            }
        }));
    }
    align_right(&mut rows, 2);
    rows
}

fn number(item: &Item<'_>) -> String {
    if item.planned {
        return "–".to_owned();
    }
    item.entry.id.to_string()
}

fn note(item: &Item<'_>) -> String {
    let note = item.entry.content.note.as_deref().unwrap_or_default();
    sanitize(note).into_owned()
}

/// Lengths end under each other.
pub(super) fn align_right(rows: &mut [Row], column: usize) {
    let most = widths(rows)[column];
    for row in rows {
        let cell = &mut row.cells[column];
        let blank = most.saturating_sub(width(cell));
        cell.insert_str(0, &" ".repeat(blank));
    }
}

/// A value that equals the one above it is left out.
pub(super) fn blank_repeated(rows: &mut [Row], column: usize) {
    let mut above = String::new();
    for row in rows.iter_mut().skip(1) {
        if row.cells[column] == above {
            row.cells[column].clear();
        } else {
            above.clone_from(&row.cells[column]);
        }
    }
}

/// Cuts the flexible columns so that every line fits; the last of them gives way first,
/// the others keep at most two fifths of the room, and what those behind them leave.
pub(super) fn fit(rows: &mut [Row], columns: usize, flexible: &[usize]) {
    let widths = widths(rows);
    let gaps = GAP * widths.len().saturating_sub(1);
    let fixed: usize = (0..widths.len())
        .filter(|column| !flexible.contains(column))
        .map(|column| widths[column])
        .sum();
    let mut room = columns.saturating_sub(fixed + gaps);
    let (first, last) = flexible.split_at(flexible.len().saturating_sub(1));
    for (at, column) in first.iter().enumerate() {
        let behind: usize = flexible[at + 1..].iter().map(|it| widths[*it]).sum();
        let left = room.saturating_sub(behind);
        let most = (room * 2 / 5).max(left).max(LEAST);
        let taken = widths[*column].min(most);
        cut(rows, *column, taken);
        room = room.saturating_sub(taken);
    }
    for column in last {
        cut(rows, *column, room.max(LEAST));
    }
}

fn cut(rows: &mut [Row], column: usize, columns: usize) {
    for row in rows {
        let shorter = truncate(&row.cells[column], columns).into_owned();
        row.cells[column] = shorter;
    }
}

fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(row.cells.len().max(widths.len()), 0);
        for (most, cell) in widths.iter_mut().zip(&row.cells) {
            *most = width(cell).max(*most);
        }
    }
    widths
}

pub(super) fn plain(rows: &[Row]) -> String {
    let widths = widths(rows);
    let mut out = String::new();
    for row in rows {
        let cells = row.cells.iter().zip(&widths);
        let cells: Vec<_> = cells.map(|(cell, width)| pad(cell, *width)).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

pub(super) fn drawn(rows: &[Row], colour: bool) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let line = comfy_table::LineStyle::none().fill('─').junction('─');
    table.style_mut().header_separator = line;
    if colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    for (place, row) in rows.iter().enumerate() {
        let last = row.cells.len().saturating_sub(1);
        let cells = row.cells.iter().enumerate().map(|(column, text)| {
            let cell = Cell::new(text);
            match row.tint {
                Some(tint) if colour && column == last => cell.fg(tint),
                _ => cell,
            }
        });
        let cells: Vec<_> = cells.collect();
        if place == 0 {
            table.set_header(cells);
        } else {
            table.add_row(cells);
        }
    }
    let columns = table.column_count();
    for (place, column) in table.column_iter_mut().enumerate() {
        // The line under the head takes one blank of each gap for itself.
        let gap = if place + 1 == columns { 0 } else { GAP - 1 };
        column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
    }
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn tint(item: &Item<'_>, context: &dyn Context) -> Option<Color> {
    match item.delivery(context) {
        Delivery::Refused | Delivery::Conflict => Some(Color::Red),
        Delivery::Held | Delivery::Unconfirmed => Some(Color::Yellow),
        Delivery::Sent => Some(Color::Green),
        Delivery::Owed => Some(Color::Cyan),
        Delivery::Local | Delivery::Waiting => None,
    }
}

/// The letters and marks that occur, in words.
fn legend(items: &[Item<'_>], context: &dyn Context) -> String {
    let said = Status::ALL.iter().filter_map(|status| {
        let letter = letter(*status)?;
        let occurs = items
            .iter()
            .any(|item| item.entry.status == *status && item.delivery(context) != Delivery::Local);
        occurs.then(|| format!("{letter} {status}"))
    });
    let mut said: Vec<_> = said.collect();
    if !said.is_empty() && items.iter().any(|item| item.entry.status == Status::Open) {
        said.push("without a letter open".to_owned());
    }
    let needs_you = |item: &Item<'_>| state(item, context, true).ends_with('!');
    if items.iter().any(needs_you) {
        said.push("! needs you: `tt review`".to_owned());
    }
    if said.is_empty() {
        return String::new();
    }
    format!("{}\n", said.join(", "))
}

pub(super) fn sum(totals: &Totals) -> String {
    let entries = n_entries(totals.n_entries);
    let worked = totals.length(totals.worked);
    let overlap = match totals.overlap {
        0 => String::new(),
        overlap => format!(", of which {}", overlapping(overlap)),
    };
    if totals.billed == totals.worked {
        return format!("{entries}, {worked}{overlap}\n");
    }
    format!(
        "{entries}, {worked} worked{overlap}, {} billed\n",
        totals.length(totals.billed)
    )
}

#[cfg(test)]
mod tests;
