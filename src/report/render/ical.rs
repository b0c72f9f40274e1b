//! A calendar (RFC 5545): one event an entry, in UTC; an entry without clock
//! times takes its whole day.
//!
//! Text for colleagues only stays out of it: calendars are passed around.

use super::Sheet;
use crate::domain::entry::Entry;
use crate::report::phrase::charged_to;
use crate::report::{Context, Item};
use crate::screen::sanitize;
use chrono::{DateTime, Days, NaiveDate};
use std::io::{self, Write};

/// Octets in a line at most, its end not counted (RFC 5545 §3.1).
const LINE: usize = 75;

/// One calendar.
pub struct Calendar<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Calendar<'o> {
    /// Onto this stream.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }

    fn put(&mut self, line: &str) -> io::Result<()> {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            // No letter is cut in two; the first octet always ends before `room`.
            let cut = (0..=room).rev().find(|at| rest.is_char_boundary(*at));
            let (now, later) = rest.split_at(cut.unwrap_or(room));
            write!(self.out, "{now}\r\n ")?;
            rest = later;
            // The blank that continues a line counts.
            room = LINE - 1;
        }
        write!(self.out, "{rest}\r\n")
    }

    fn put_text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.put(&format!("{name}:{}", escaped(text)))
    }

    fn put_times(&mut self, entry: &Entry, now: i64) -> io::Result<()> {
        let content = &entry.content;
        let Some(start) = content.start else {
            let next = content.date.checked_add_days(Days::new(1));
            self.put(&format!("DTSTART;VALUE=DATE:{}", day(content.date)))?;
            return self.put(&format!(
                "DTEND;VALUE=DATE:{}",
                day(next.unwrap_or(content.date))
            ));
        };
        // A timer lasts up to now.
        let end = content.end.unwrap_or(now).max(start);
        self.put(&format!("DTSTART:{}", instant(start)))?;
        self.put(&format!("DTEND:{}", instant(end)))
    }
}

impl Sheet for Calendar<'_> {
    fn begin(&mut self) -> io::Result<()> {
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//tt//time tracking//EN",
            "CALSCALE:GREGORIAN",
        ] {
            self.put(line)?;
        }
        Ok(())
    }

    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()> {
        let entry = item.entry;
        let content = &entry.content;
        self.put("BEGIN:VEVENT")?;
        self.put(&format!("UID:{}", entry.key))?;
        self.put(&format!("DTSTAMP:{}", instant(entry.updated_at)))?;
        self.put(&format!("CREATED:{}", instant(entry.created_at)))?;
        self.put(&format!("LAST-MODIFIED:{}", instant(entry.updated_at)))?;
        self.put(&format!("SEQUENCE:{}", entry.revision.saturating_sub(1)))?;
        self.put_times(entry, context.now())?;
        self.put_text("SUMMARY", &summary(entry))?;
        if let Some(note) = &content.note {
            self.put_text("DESCRIPTION", note)?;
        }
        if !content.tags.is_empty() {
            let tags: Vec<_> = content.tags.iter().map(|tag| escaped(tag)).collect();
            self.put(&format!("CATEGORIES:{}", tags.join(",")))?;
        }
        self.put(&format!("X-TT-WORKED-SECONDS:{}", item.worked(context)))?;
        self.put(&format!("X-TT-BILLED-SECONDS:{}", item.billed(context)))?;
        self.put("END:VEVENT")
    }

    fn end(&mut self) -> io::Result<()> {
        self.put("END:VCALENDAR")
    }
}

/// What it is charged to and the first line of the note.
fn summary(entry: &Entry) -> String {
    let note = entry.content.note.as_deref().unwrap_or_default();
    let said = [
        charged_to(&entry.content),
        lines(note).next().unwrap_or_default().to_owned(),
    ];
    let said: Vec<_> = said.into_iter().filter(|text| !text.is_empty()).collect();
    if said.is_empty() {
        return format!("Entry {}", entry.id);
    }
    said.join(" ")
}

fn instant(utc: i64) -> String {
    let at = DateTime::from_timestamp(utc, 0).unwrap_or_default();
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn day(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// Text as a value (RFC 5545 §3.3.11). Everything that some reader takes for the
/// end of a line becomes `\n`, other controls become visible.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, line) in lines(text).enumerate() {
        if place > 0 {
            out.push_str("\\n");
        }
        for c in sanitize(line).chars() {
            if matches!(c, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 7] = [
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(ENDS) else {
            rest = None;
            return Some(text);
        };
        let (line, from) = text.split_at(at);
        let end = if from.starts_with("\r\n") {
            2
        } else {
            from.chars().next().map_or(0, char::len_utf8)
        };
        rest = Some(&from[end..]);
        Some(line)
    })
}

#[cfg(test)]
mod tests;
