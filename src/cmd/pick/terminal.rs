//! The list on a terminal: keys in, lines out, and nothing left behind. Draws on stderr,
//! as everything does that is no result.

use super::list::{End, Key, List};
use console::Term;
use std::io::Result;

/// Rows of the list, where the terminal has them.
const ROWS: usize = 12;

/// What was picked; none where nothing was.
///
/// # Errors
/// The terminal's.
pub fn pick(mut list: List, question: &str) -> Result<Option<usize>> {
    let term = Term::stderr();
    term.hide_cursor()?;
    let picked = turn(&term, &mut list, question);
    // The terminal is the person's again, whatever happened.
    term.show_cursor()?;
    picked
}

fn turn(term: &Term, list: &mut List, question: &str) -> Result<Option<usize>> {
    loop {
        let (height, width) = term.size();
        let rows = ROWS.min(usize::from(height).saturating_sub(2)).max(1);
        let lines = list.lines(question, usize::from(width), rows);
        for line in &lines {
            term.write_line(line)?;
        }
        let key = term.read_key();
        term.clear_last_lines(lines.len())?;
        let Some(key) = meant(key?) else { continue };
        match list.press(key, rows) {
            None => {}
            Some(End::Picked(at)) => return Ok(Some(at)),
            Some(End::Nothing) => return Ok(None),
        }
    }
}

fn meant(key: console::Key) -> Option<Key> {
    Some(match key {
        console::Key::ArrowUp | console::Key::BackTab => Key::Up,
        console::Key::ArrowDown | console::Key::Tab => Key::Down,
        console::Key::PageUp => Key::PageUp,
        console::Key::PageDown => Key::PageDown,
        console::Key::Backspace => Key::Back,
        console::Key::Enter => Key::Enter,
        console::Key::Escape => Key::Escape,
        // Ctrl-U, Ctrl-P and Ctrl-N, as shells have them.
        console::Key::Char('\u{15}') => Key::Clear,
        console::Key::Char('\u{10}') => Key::Up,
        console::Key::Char('\u{e}') => Key::Down,
        console::Key::Char(c) => Key::Letter(c),
        _ => return None,
    })
}
