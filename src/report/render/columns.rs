//! Rows of cells under each other, for the views that are no table of entries:
//! aligned, cut to fit, coloured where colour is used. Knows nothing of time.

use crate::screen::{pad, truncate, width};
use std::borrow::Cow;

/// How a cell is coloured; never the only thing that says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "31",
            Self::Green => "32",
            Self::Yellow => "33",
            Self::Cyan => "36",
        }
    }
}

/// The text in this colour, where colour is used.
pub(super) fn painted(text: &str, paint: Option<Paint>, colour: bool) -> Cow<'_, str> {
    match paint {
        Some(paint) if colour && !text.trim().is_empty() => {
            Cow::Owned(format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()))
        }
        _ => Cow::Borrowed(text),
    }
}

/// One cell. Its text is harmless already.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) right: bool,
    pub(super) paint: Option<Paint>,
}

impl Cell {
    pub(super) fn left(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(super) fn right(text: impl Into<String>) -> Self {
        Self {
            right: true,
            ..Self::left(text)
        }
    }

    pub(super) fn in_paint(mut self, paint: Option<Paint>) -> Self {
        self.paint = paint;
        self
    }
}

/// Rows, and lines across in between.
#[derive(Debug, Default)]
pub(super) struct Rows(Vec<Option<Vec<Cell>>>);

impl Rows {
    pub(super) fn push(&mut self, cells: Vec<Cell>) {
        self.0.push(Some(cells));
    }

    /// A line across the width.
    pub(super) fn rule(&mut self) {
        self.0.push(None);
    }

    /// How wide each column is.
    pub(super) fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for row in self.0.iter().flatten() {
            widths.resize(widths.len().max(row.len()), 0);
            for (most, cell) in widths.iter_mut().zip(row) {
                *most = width(&cell.text).max(*most);
            }
        }
        widths
    }

    /// Cuts a column.
    pub(super) fn cut(&mut self, column: usize, columns: usize) {
        let cells = self.0.iter_mut().flatten();
        for cell in cells.filter_map(|row| row.get_mut(column)) {
            cell.text = truncate(&cell.text, columns).into_owned();
        }
    }

    /// The same with one more cell behind the rows; `cell` is asked with the number of each.
    pub(super) fn with_last(mut self, mut cell: impl FnMut(usize) -> Option<Cell>) -> Self {
        let before = self.widths().len();
        for (at, row) in self.0.iter_mut().flatten().enumerate() {
            row.resize(before, Cell::default());
            row.extend(cell(at));
        }
        self
    }

    /// The text. Columns stand `gap` blanks apart.
    pub(super) fn text(&self, gap: usize, colour: bool) -> String {
        let widths = self.widths();
        let across: usize = widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1);
        let mut out = String::new();
        for row in &self.0 {
            let Some(row) = row else {
                let line = "─".repeat(across);
                out.push_str(&painted(&line, Some(Paint::Dim), colour));
                out.push('\n');
                continue;
            };
            let mut blanks = 0;
            for (cell, most) in row.iter().zip(&widths) {
                let room = most.saturating_sub(width(&cell.text));
                let (before, after) = if cell.right { (room, 0) } else { (0, room) };
                blanks += before;
                if !cell.text.is_empty() {
                    out.extend(std::iter::repeat_n(' ', blanks));
                    out.push_str(&painted(&cell.text, cell.paint, colour));
                    blanks = 0;
                }
                blanks += after + gap;
            }
            out.push('\n');
        }
        out
    }
}

/// A bar of at most `columns` for a part of the whole, to an eighth of a column.
pub(super) fn bar(part: i64, whole: i64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if part <= 0 || whole <= 0 {
        return String::new();
    }
    let room = i128::try_from(columns).unwrap_or(0) * 8;
    let filled = i128::from(part.min(whole)) * room / i128::from(whole);
    let filled = usize::try_from(filled.max(1)).unwrap_or(0);
    let mut bar = "█".repeat(filled / 8);
    bar.push_str(EIGHTHS[filled % 8]);
    bar
}

/// A bar with its empty part shown.
pub(super) fn gauge(part: i64, whole: i64, columns: usize) -> String {
    let bar = bar(part, whole, columns);
    let bar = pad(&bar, columns);
    bar.replace(' ', "·")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_part() {
        for (part, whole, columns, drawn) in [
            (0, 8, 4, ""),
            (-1, 8, 4, ""),
            (8, 8, 4, "████"),
            (9, 8, 4, "████"),
            (4, 8, 4, "██"),
            (1, 32, 4, "▏"),
            (1, 1_000_000, 4, "▏"),
            (5, 32, 4, "▋"),
            (i64::MAX, i64::MAX, 2, "██"),
            (1, 0, 4, ""),
        ] {
            assert_eq!(bar(part, whole, columns), drawn, "{part} of {whole}");
        }
        assert_eq!(gauge(1, 2, 4), "██··");
    }

    #[test]
    fn columns_align_without_blanks_at_the_end() {
        let mut rows = Rows::default();
        rows.push(vec![Cell::left("name"), Cell::right("h"), Cell::left("")]);
        rows.rule();
        rows.push(vec![Cell::left("日本"), Cell::right("12"), Cell::left("x")]);
        assert_eq!(rows.text(2, false), "name   h\n───────────\n日本  12  x\n");
        let mut row = Rows::default();
        row.push(vec![
            Cell::left("a").in_paint(Some(Paint::Red)),
            Cell::left("b"),
        ]);
        assert_eq!(row.text(1, true), "\u{1b}[31ma\u{1b}[0m b\n");
    }
}
