//! Bars as SVG. All coordinates are whole numbers: time has no fractions here.

use super::escaped;
use crate::report::model::{Bar, Step};
use crate::report::phrase::length;
use crate::screen::truncate;
use chrono::{Datelike, NaiveDate};

/// The drawing is this wide; the page scales it.
const WIDTH: i64 = 720;
/// Room above the columns for their sums, the columns themselves, room below for dates.
const ABOVE: i64 = 18;
const HEIGHT: i64 = 150;
const BELOW: i64 = 36;
/// A row of the other chart; its label, the widest bar.
const ROW: i64 = 26;
const LABEL: i64 = 250;
const LONGEST: i64 = 390;
/// A label is cut here, by columns of a terminal: close enough to its width.
const LABEL_COLUMNS: usize = 34;

/// One column for each day, week or month.
pub(super) fn columns(columns: &[(NaiveDate, Bar)], step: Step) -> String {
    let most = columns
        .iter()
        .map(|(_, bar)| bar.total())
        .max()
        .unwrap_or(0)
        .max(1);
    let n_columns = i64::try_from(columns.len()).unwrap_or(i64::MAX).max(1);
    let pitch = (WIDTH / n_columns).clamp(1, 96);
    let thick = (pitch * 7 / 10).max(1);
    let floor = ABOVE + HEIGHT;
    let every = stride(n_columns, pitch);
    let mut out = opening(floor + BELOW, "Time worked, in columns");
    let mut before: Option<NaiveDate> = None;
    for (at, (date, bar)) in (0_i64..).zip(columns) {
        let x = at * pitch + (pitch - thick) / 2;
        let charged = scaled(bar.charged, most, HEIGHT);
        let free = scaled(bar.free, most, HEIGHT);
        let name = title(*date, step);
        out.push_str(&format!(
            "<g><title>{name}: {}</title>",
            length(bar.total())
        ));
        out.push_str(&rect("charged", x, floor - charged, thick, charged));
        out.push_str(&rect("free", x, floor - charged - free, thick, free));
        let middle = at * pitch + pitch / 2;
        if bar.total() > 0 && pitch >= 40 {
            let y = floor - charged - free - 5;
            out.push_str(&text("", "middle", middle, y, &length(bar.total())));
        }
        if at % every == 0 {
            let (upper, lower) = labels(*date, step, before);
            out.push_str(&text("soft", "middle", middle, floor + 15, &upper));
            if let Some(lower) = lower {
                out.push_str(&text("soft", "middle", middle, floor + 30, &lower));
            }
            before = Some(*date);
        }
        out.push_str("</g>\n");
    }
    let end = (n_columns * pitch).min(WIDTH);
    out.push_str(&format!(
        "<line class=\"axis\" x1=\"0\" y1=\"{floor}\" x2=\"{end}\" y2=\"{floor}\"/>\n</svg>\n"
    ));
    out
}

/// One row for each of these, with its name before and its length after it.
pub(super) fn bars(bars: &[(String, Bar)]) -> String {
    let most = bars
        .iter()
        .map(|(_, bar)| bar.total())
        .max()
        .unwrap_or(0)
        .max(1);
    let n_rows = i64::try_from(bars.len()).unwrap_or(i64::MAX);
    let mut out = opening(
        n_rows.saturating_mul(ROW),
        "Time worked by what it was charged to",
    );
    for (at, (name, bar)) in (0_i64..).zip(bars) {
        let y = at * ROW;
        let charged = scaled(bar.charged, most, LONGEST);
        let free = scaled(bar.free, most, LONGEST);
        let said = length(bar.total());
        let label = truncate(name, LABEL_COLUMNS);
        out.push_str(&format!("<g><title>{}: {said}</title>", escaped(name)));
        out.push_str(&text("", "end", LABEL - 10, y + 17, &label));
        out.push_str(&rect("charged", LABEL, y + 4, charged, ROW - 8));
        out.push_str(&rect("free", LABEL + charged, y + 4, free, ROW - 8));
        let after = LABEL + charged + free + 8;
        out.push_str(&text("soft", "start", after, y + 17, &said));
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn opening(height: i64, label: &str) -> String {
    format!(
        "<svg role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {WIDTH} {height}\" xmlns=\"http://www.w3.org/2000/svg\">\n"
    )
}

/// So many units for this part of the most; something is never drawn as nothing.
fn scaled(seconds: i64, most: i64, units: i64) -> i64 {
    if seconds <= 0 {
        return 0;
    }
    let part = i128::from(seconds) * i128::from(units) / i128::from(most.max(1));
    i64::try_from(part).unwrap_or(units).clamp(1, units)
}

fn rect(class: &str, x: i64, y: i64, width: i64, height: i64) -> String {
    if width <= 0 || height <= 0 {
        return String::new();
    }
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>"
    )
}

fn text(class: &str, anchor: &str, x: i64, y: i64, said: &str) -> String {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    // A line break has no meaning in a label.
    let said = escaped(&said.replace('\n', " "));
    format!("<text{class} x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{said}</text>")
}

/// Every how many columns there is room for a date.
fn stride(n_columns: i64, pitch: i64) -> i64 {
    (1..=n_columns)
        .find(|every| every * pitch >= 34)
        .unwrap_or(1)
}

fn title(date: NaiveDate, step: Step) -> String {
    match step {
        Step::Day => date.format("%a %d %b %Y"),
        Step::Week => date.format("week of %d %b %Y"),
        Step::Month => date.format("%b %Y"),
    }
    .to_string()
}

/// What stands below a column, in two lines; the second where it has changed.
fn labels(date: NaiveDate, step: Step, before: Option<NaiveDate>) -> (String, Option<String>) {
    let is_new = |same: fn(NaiveDate) -> (i32, u32)| before.map(same) != Some(same(date));
    match step {
        Step::Month => (
            date.format("%b").to_string(),
            is_new(|date| (date.year(), 0)).then(|| date.format("%Y").to_string()),
        ),
        Step::Day | Step::Week => (
            date.format(if step == Step::Day { "%a %d" } else { "%d" })
                .to_string(),
            is_new(|date| (date.year(), date.month())).then(|| date.format("%b").to_string()),
        ),
    }
}
