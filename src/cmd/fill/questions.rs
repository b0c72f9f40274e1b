//! The questions of `tt fill` on a terminal: one a proposal.

use super::super::{ask::Terminal, fields};
use super::propose::Proposal;
use crate::domain::when::{self, Setting, Typed};
use crate::ledger::Place;
use std::io::Result;

/// What somebody wants of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Book it.
    Yes,
    /// Leave it.
    No,
    /// Change it first.
    Edit,
    /// Leave it and all that come after it.
    Quit,
}

/// Asks until one of the four is said; the end of the input is `q`. One that cannot be
/// booked takes no yes.
///
/// # Errors
/// The terminal's.
pub fn answer(terminal: &mut Terminal<'_>, is_refused: bool) -> Result<Answer> {
    let (question, hint) = if is_refused {
        (
            "Book it? [n,e,q]",
            "n leaves it, e changes time and note, q ends",
        )
    } else {
        (
            "Book it? [y,n,e,q]",
            "y books it, n leaves it, e changes time and note, q ends",
        )
    };
    loop {
        let Some(line) = terminal.line(question)? else {
            return Ok(Answer::Quit);
        };
        match line.to_ascii_lowercase().as_str() {
            "y" | "yes" if !is_refused => return Ok(Answer::Yes),
            "n" | "no" => return Ok(Answer::No),
            "e" | "edit" => return Ok(Answer::Edit),
            "q" | "quit" => return Ok(Answer::Quit),
            _ => writeln!(terminal.out, "{hint}")?,
        }
    }
}

/// Asks for another time and note; what is left empty stays.
///
/// # Errors
/// The terminal's.
pub fn edit(terminal: &mut Terminal<'_>, proposal: &mut Proposal, setting: &Setting) -> Result<()> {
    let content = &mut proposal.booking.draft.content;
    let shown = match (content.start, content.end) {
        (Some(start), Some(end)) => {
            let local = |at| setting.zone.local(at).format("%H:%M");
            format!(" [{}-{}]", local(start), local(end))
        }
        _ => String::new(),
    };
    while let Some(line) = terminal.text(&format!("Time{shown}?"))? {
        match when::typed(&line, setting) {
            Ok(Typed::Range(range)) => {
                content.start = Some(range.start);
                content.end = Some(range.end);
                content.date = setting.zone.date(range.start);
                proposal.booking.place = Place::Fixed;
                break;
            }
            Ok(Typed::Length { span, .. }) => {
                match content.start {
                    Some(start) => content.end = Some(start.saturating_add(span.seconds())),
                    None => content.length = Some(span.seconds()),
                }
                break;
            }
            Ok(Typed::SinceLast { .. }) => writeln!(terminal.out, "write both ends: 9-10:30")?,
            Err(refusal) => writeln!(terminal.out, "{refusal}; {}", refusal.help)?,
        }
    }
    let note = content.note.as_deref().and_then(|note| note.lines().next());
    let shown = note.map_or_else(String::new, |note| {
        format!(" [{}]", crate::screen::sanitize(note))
    });
    if let Some(line) = terminal.text(&format!("Note{shown}?"))? {
        content.note = fields::some_text(&line);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
