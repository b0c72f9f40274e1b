//! A report as one file to hand to somebody: no script, nothing fetched, and a
//! policy in its head that forbids both. Drawn for light, dark and paper.
//!
//! Nothing in an entry is markup: every text goes through `escaped`.

mod chart;

use super::report::{Drawn, drawn, heading, said};
use crate::domain::grouping::By;
use crate::report::Totals;
use crate::report::model::{Page, Step};
use crate::report::phrase::{length, n_entries};
use crate::screen::sanitize_lines;
use chrono::NaiveDate;

/// What a page may do: show itself.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page.
#[must_use]
pub fn page(page: &Page) -> String {
    let heading = heading(&page.report);
    let period = heading.split(": ").next().unwrap_or_default();
    let period = escaped(period);
    let style = include_str!("html/style.css");
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Time worked, {period}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n\
         <h1>Time worked</h1>\n<p class=\"soft\">{period}</p>\n"
    );
    sums(&mut out, &page.report.total);
    if page.lines.is_empty() {
        out.push_str("<p>No entries.</p>\n");
    } else {
        charts(&mut out, page);
        table(&mut out, page);
        entries(&mut out, page);
    }
    let made = escaped(&day(page.today));
    out.push_str(&format!(
        "</main>\n<footer>Made on {made}.</footer>\n</body>\n</html>\n"
    ));
    out
}

fn sums(out: &mut String, total: &Totals) {
    let sums = [
        ("worked", length(total.worked)),
        ("billed", length(total.billed)),
        ("entries", total.n_entries.to_string()),
    ];
    out.push_str("<dl class=\"sums\">\n");
    for (name, value) in sums {
        out.push_str(&format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
    }
    out.push_str("</dl>\n");
}

fn charts(out: &mut String, page: &Page) {
    let by = match page.step {
        Step::Day => "By day",
        Step::Week => "By week",
        Step::Month => "By month",
    };
    out.push_str(&format!("<h2>{by}</h2>\n"));
    out.push_str(&chart::columns(&page.columns, page.step));
    let is_mixed = page.columns.iter().any(|(_, bar)| bar.free > 0);
    if is_mixed {
        out.push_str(
            "<p class=\"key\"><span><i class=\"charged\"></i>billable</span>\
             <span><i class=\"free\"></i>not billed</span></p>\n",
        );
    }
    out.push_str("<h2>By what it was charged to</h2>\n");
    out.push_str(&chart::bars(&page.charges));
}

fn table(out: &mut String, page: &Page) {
    let report = &page.report;
    let by: Vec<_> = report.by.iter().map(|by| by.word()).collect();
    let names = by.join(", ").replace('-', " ");
    out.push_str(&format!(
        "<h2>Totals by {names}</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>{names}</th>\
         <th class=\"n\">worked</th><th class=\"n\">billed</th><th class=\"n\">entries</th></tr></thead>\n<tbody>\n"
    ));
    let is_nested = report.by.len() > 1;
    for line in drawn(report) {
        let (class, text, totals) = match &line {
            Drawn::First(key, totals) => {
                let class = if is_nested { " class=\"first\"" } else { "" };
                (class, said(key, by_of(page, 0), report), *totals)
            }
            Drawn::Second(row) => {
                let key = row.keys.get(1).map(|key| said(key, by_of(page, 1), report));
                (" class=\"second\"", key.unwrap_or_default(), row.totals)
            }
        };
        let text = escaped(&text);
        out.push_str(&format!(
            "<tr{class}><td class=\"w\">{text}</td>{}</tr>\n",
            figures(&totals)
        ));
    }
    out.push_str(&format!(
        "</tbody>\n<tfoot><tr><td>total</td>{}</tr></tfoot>\n</table></div>\n",
        figures(&report.total)
    ));
    if report.several_tags {
        out.push_str(
            "<p class=\"soft\">An entry with several tags counts under each of them; the total counts it once.</p>\n",
        );
    }
}

fn by_of(page: &Page, at: usize) -> By {
    page.report.by.get(at).copied().unwrap_or(By::Day)
}

fn figures(totals: &Totals) -> String {
    format!(
        "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>",
        length(totals.worked),
        length(totals.billed),
        totals.n_entries
    )
}

fn entries(out: &mut String, page: &Page) {
    out.push_str(
        "<h2>Entries</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>date</th><th>time</th><th>charged to</th>\
         <th>note</th><th class=\"n\">worked</th><th class=\"n\">billed</th></tr></thead>\n<tbody>\n",
    );
    for line in &page.lines {
        out.push_str(&format!(
            "<tr><td class=\"t\">{}</td><td class=\"t\">{}</td><td class=\"w\">{}</td><td class=\"w\">{}</td>\
             <td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
            line.date,
            escaped(&line.times),
            escaped(&line.charged_to),
            escaped(&line.note),
            length(line.worked),
            length(line.billed),
        ));
    }
    out.push_str("</tbody>\n</table></div>\n");
    if page.n_more > 0 {
        out.push_str(&format!(
            "<p class=\"soft\">{} more; the totals count them.</p>\n",
            n_entries(page.n_more)
        ));
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%a %d %b %Y").to_string()
}

/// Text in which HTML and SVG mean nothing, in an element or in a quoted attribute;
/// its line breaks become `<br>`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitize_lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
