//! A table in Markdown for mails, wikis and tickets, its sum below it.
//!
//! Nothing in an entry is markup: what Markdown or HTML would act upon is escaped.

use super::{Sheet, table};
use crate::report::phrase::{charged_to, clock_times, length, state};
use crate::report::{Context, Item, Totals};
use crate::screen::sanitize_lines;
use std::io::{self, Write};

/// One table.
pub struct Rows<'o> {
    out: &'o mut dyn Write,
    totals: Totals,
}

impl<'o> Rows<'o> {
    /// Onto this stream.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self {
            out,
            totals: Totals::default(),
        }
    }
}

impl Sheet for Rows<'_> {
    fn begin(&mut self) -> io::Result<()> {
        let names = "| id | date | time | worked | billed | charged to | note | state |";
        writeln!(self.out, "{names}")?;
        writeln!(self.out, "|---:|---|---|---:|---:|---|---|---|")
    }

    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()> {
        self.totals.add(item, context);
        let content = &item.entry.content;
        let cells = [
            item.entry.id.to_string(),
            content.date.to_string(),
            clock_times(content, context),
            length(item.worked(context)),
            length(item.billed(context)),
            charged_to(content),
            content.note.clone().unwrap_or_default(),
            state(item, context, false),
        ];
        let cells = cells.map(|cell| escaped(&cell));
        writeln!(self.out, "| {} |", cells.join(" | "))
    }

    fn end(&mut self) -> io::Result<()> {
        write!(self.out, "\n{}", table::sum(&self.totals))
    }
}

/// Text as a cell; its line breaks become `<br>`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitize_lines(text).chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
