//! Where everything stands: what runs, how far the day and the week are, what
//! waits to be delivered and what waits for a person.

use super::Canvas;
use super::columns::{Cell, Paint, Rows, gauge, painted};
use crate::report::model::{Progress, Standing, Taken};
use crate::report::phrase::{charged_to, clock, lasts, length, overlapping, whole_minutes};
use crate::report::{Context, Item};
use crate::screen::{sanitize, truncate, width};

/// More entries than these that wait for a person are only counted.
const MOST_NEEDS: usize = 12;
/// A block's name is cut no shorter than this beside its figures.
const LEAST_BLOCK: usize = 12;
/// Columns of the bar that shows how far a target is met.
const BAR: usize = 20;
/// From this many columns on there is a bar.
const BAR_FROM: usize = 72;

/// The text. `zone` is that of the person, for clock times that are still to come.
#[must_use]
pub fn status(
    standing: &Standing<'_>,
    zone: &str,
    context: &dyn Context,
    canvas: Canvas,
) -> String {
    let mut out = String::new();
    let fit = |line: &str| match canvas.columns {
        Some(columns) => truncate(line, columns).into_owned(),
        None => line.to_owned(),
    };
    let timers = standing.running.iter().chain(&standing.parked);
    for item in timers {
        let is_parked = item.entry.content.is_parked();
        let paint = if is_parked {
            Paint::Yellow
        } else {
            Paint::Green
        };
        let line = fit(&timer(item, zone, context));
        out.push_str(&painted(&line, Some(paint), canvas.colour));
        out.push('\n');
    }
    if standing.running.is_none() {
        out.push_str(if standing.parked.is_empty() {
            "nothing is running\n"
        } else {
            "nothing is running; `tt resume` takes up what is parked\n"
        });
    }
    out.push_str(&targets(standing, zone, context, canvas));
    let waits = deliveries(standing);
    if !waits.is_empty() {
        out.push_str(&fit(&format!("deliver  {}", waits.join(", "))));
        out.push('\n');
    }
    if !standing.here.is_empty() {
        out.push_str(&fit(&format!(
            "here     {}",
            sanitize(&here(&standing.here))
        )));
        out.push('\n');
    }
    out.push_str(&blocks(standing, canvas, fit));
    out.push_str(&needs(standing, canvas));
    out
}

/// `ticket 54321 (branch feature/54321-vpn), client Acme, tag vpn (~/acme/.tt.toml)`
#[must_use]
pub fn here(taken: &[Taken]) -> String {
    let groups = taken.chunk_by(|one, two| one.origin == two.origin);
    let group = |group: &[Taken]| {
        let values: Vec<_> = group
            .iter()
            .map(|taken| format!("{} {}", taken.field, taken.value))
            .collect();
        let origin = group.first().map(|taken| taken.origin.as_str());
        format!("{} ({})", values.join(", "), origin.unwrap_or_default())
    };
    groups.map(group).collect::<Vec<_>>().join(", ")
}

/// `● running  since 09:12, 55m  #54321 · Acme  Diagnosing mail flow  (12)`
fn timer(item: &Item<'_>, zone: &str, context: &dyn Context) -> String {
    let content = &item.entry.content;
    let parked = content.pauses.last().filter(|pause| pause.end.is_none());
    let (sign, at) = match parked {
        Some(pause) => ("‖ parked ", Some(pause.start)),
        None => ("● running", content.start),
    };
    let since = at.map(|at| when(at, zone, context)).unwrap_or_default();
    let mut line = format!("{sign}  since {since}, {}", lasts(item, context));
    if parked.is_some() {
        line.push_str(" worked");
    }
    let note = content.note.as_deref().unwrap_or_default();
    for part in [charged_to(content), sanitize(note).into_owned()] {
        if !part.is_empty() {
            line.push_str("  ");
            line.push_str(&part);
        }
    }
    format!("{line}  ({})", item.entry.id)
}

/// The clock time; with the date where that is another day than now.
fn when(at: i64, zone: &str, context: &dyn Context) -> String {
    let (at, now) = (
        context.rfc3339(at, zone),
        context.rfc3339(context.now(), zone),
    );
    let date = at.get(..10).unwrap_or_default();
    if now.get(..10) == Some(date) {
        return clock(&at).to_owned();
    }
    format!("{date} {}", clock(&at))
}

fn targets(standing: &Standing<'_>, zone: &str, context: &dyn Context, canvas: Canvas) -> String {
    let mut rows = Rows::default();
    let shown = |progress: &Progress| match &standing.running {
        // A running timer's seconds are over before they are read.
        Some(_) => whole_minutes(progress.worked),
        None => progress.worked,
    };
    for (name, progress) in [("today", &standing.today), ("week", &standing.week)] {
        let worked = shown(progress);
        let mut cells = vec![
            Cell::left(name),
            Cell::right(length(worked)),
            Cell::left(""),
        ];
        let overlap = (name == "today").then_some(standing.overlap);
        let overlap = overlap.filter(|overlap| *overlap > 0).map(overlapping);
        if progress.target > 0 {
            cells[2] = Cell::left(format!("of {}", length(progress.target)));
            if canvas.columns.is_some_and(|columns| columns >= BAR_FROM) {
                let is_met = progress.worked >= progress.target;
                let paint = if is_met { Paint::Green } else { Paint::Cyan };
                let bar = gauge(progress.worked, progress.target, BAR);
                cells.push(Cell::left(bar).in_paint(Some(paint)));
            }
            let mut left = left(worked, progress.target);
            if let Some(at) = standing.met_at.filter(|_| name == "today") {
                left.push_str(&format!(", met at {}", when(at, zone, context)));
            }
            if let Some(overlap) = &overlap {
                left.push_str(&format!(" ({overlap})"));
            }
            cells.push(Cell::left(left));
        } else if let Some(overlap) = overlap {
            cells[2] = Cell::left(format!("of which {overlap}"));
        }
        rows.push(cells);
    }
    rows.text(2, canvas.colour)
}

fn left(worked: i64, target: i64) -> String {
    match target - worked {
        0 => "target met".to_owned(),
        left if left > 0 => format!("{} to go", length(left)),
        over => format!("{} over", length(-over)),
    }
}

fn deliveries(standing: &Standing<'_>) -> Vec<String> {
    let counts = &standing.counts;
    [
        (counts.owed, "owed"),
        (counts.held, "held"),
        (counts.refused, "refused"),
        (counts.conflict, "in conflict"),
        (counts.unconfirmed, "unconfirmed"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect()
}

fn blocks(standing: &Standing<'_>, canvas: Canvas, fit: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for block in &standing.blocks {
        let paint = match (block.level(), block.left()) {
            (Some(_), left) if left <= 0 => Some(Paint::Red),
            (Some(_), _) => Some(Paint::Yellow),
            (None, _) => None,
        };
        let mut says = block.says();
        if block.stale {
            says.push_str(", by an old figure");
        }
        let name = sanitize(&block.name);
        // The figures are what is read for: the name gives way, then a second line takes them.
        let room = canvas.columns.map(|columns| {
            let rest = "block    : ".len() + width(&says);
            columns.saturating_sub(rest)
        });
        let line = match room {
            Some(room) if room < width(&name).min(LEAST_BLOCK) => {
                let indented = format!("         {says}");
                format!("{}\n{}", fit(&format!("block    {name}")), fit(&indented))
            }
            Some(room) => format!("block    {}: {says}", truncate(&name, room)),
            None => format!("block    {name}: {says}"),
        };
        out.push_str(&painted(&line, paint, canvas.colour));
        out.push('\n');
    }
    out
}

fn needs(standing: &Standing<'_>, canvas: Canvas) -> String {
    if standing.needs.is_empty() {
        return String::new();
    }
    let mut rows = Rows::default();
    for need in standing.needs.iter().take(MOST_NEEDS) {
        let paint = match need.state {
            "held" | "too long" => Paint::Yellow,
            _ => Paint::Red,
        };
        rows.push(vec![
            Cell::right(format!("  {}", need.id)),
            Cell::left(need.state).in_paint(Some(paint)),
            Cell::left(sanitize(&need.why)),
        ]);
    }
    if let Some(columns) = canvas.columns {
        let taken: usize = rows.widths().iter().take(2).map(|width| width + 2).sum();
        rows.cut(2, columns.saturating_sub(taken).max(12));
    }
    let mut out = painted("needs a person", Some(Paint::Bold), canvas.colour).into_owned();
    out.push('\n');
    out.push_str(&rows.text(2, canvas.colour));
    let more = standing.needs.len().saturating_sub(MOST_NEEDS);
    if more > 0 {
        out.push_str(&format!("  and {more} more: see `tt review`\n"));
    }
    out
}

#[cfg(test)]
mod tests;
