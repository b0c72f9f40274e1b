//! What the scripts of `tt completions` say to `tt` and what they are told, shell by shell.
//!
//! What goes in is the line up to the cursor. What comes out is a line that says how the
//! rest is meant (`prefix`, `words` or `files`) and then one offer a line, with a tab
//! before what it is. Bash and PowerShell insert text as it is, so theirs is quoted here;
//! zsh and fish quote by themselves. Nothing that a terminal acts upon leaves this module.

use super::Offer;
use crate::cli::values::Shell;
use crate::screen::{is_hostile, sanitize};
use std::fmt::Write as _;

/// Characters of what an offer is.
const MOST_ABOUT: usize = 70;

/// What a script asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    shell: Shell,
    /// The words up to the cursor without the program's name, quotes taken off.
    pub words: Vec<String>,
    /// Bash: what of the last word, in characters, stands before what gets replaced.
    kept: usize,
    /// Bash: the quote that is open.
    quote: Option<char>,
    /// Bash: whether offers are listed and none is inserted.
    only_lists: bool,
}

/// What there is to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Names of files.
    Files,
    /// Offers that begin with what was typed.
    Prefix(Vec<Offer>),
    /// Offers of which a word begins with it.
    Words(Vec<Offer>),
}

/// Understands the arguments of a call, those after [`ENTRY`](super::ENTRY); none
/// where a script of another version made it.
///
/// Bash: `bash COMP_TYPE COMP_WORDBREAKS LINE`, where LINE ends at the cursor. The others:
/// their name, and the words up to the cursor, the last as it was typed; PowerShell, which
/// loses empty arguments, puts a dot before each.
#[must_use]
pub fn asked(args: &[String]) -> Option<Asked> {
    let (name, rest) = args.split_first()?;
    let shell = Shell::from_word(name)?;
    let mut asked = Asked {
        shell,
        words: Vec::new(),
        kept: 0,
        quote: None,
        only_lists: false,
    };
    match shell {
        Shell::Bash => {
            let [kind, breaks, line] = rest else {
                return None;
            };
            let read = read(line, breaks);
            asked.only_lists = kind == "63";
            asked.kept = read.kept;
            asked.quote = read.quote;
            asked.words = read.words;
        }
        Shell::PowerShell => {
            let plain = |word: &String| word.strip_prefix('.').map(str::to_owned);
            asked.words = rest.iter().map(plain).collect::<Option<_>>()?;
        }
        Shell::Zsh => asked.words = rest.to_vec(),
        Shell::Fish => {
            asked.words = rest.to_vec();
            let last = asked.words.last_mut()?;
            *last = read(last, "").words.join(" ");
        }
    }
    let is_set = |word: &String| {
        let name = word.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()))
    };
    let n_set = asked.words.iter().take_while(|word| is_set(word)).count();
    // The program's name, and what was put before it.
    if asked.words.len() < n_set + 2 {
        return None;
    }
    asked.words.drain(..=n_set);
    Some(asked)
}

/// A line of bash.
struct Line {
    words: Vec<String>,
    kept: usize,
    quote: Option<char>,
}

fn read(line: &str, breaks: &str) -> Line {
    let mut words = Vec::new();
    let (mut word, mut is_word) = (String::new(), false);
    let (mut kept, mut quote) = (0, None);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, c) if c.is_whitespace() => {
                if is_word {
                    words.push(std::mem::take(&mut word));
                }
                (is_word, kept) = (false, 0);
                continue;
            }
            (None, '\'' | '"') => {
                quote = Some(c);
                kept = word.chars().count();
            }
            (Some(open), c) if c == open => {
                quote = None;
                kept = word.chars().count();
            }
            (None, '\\') => word.extend(chars.next()),
            (Some('"'), '\\') => match chars.next() {
                Some(c @ ('$' | '`' | '"' | '\\')) => word.push(c),
                Some(c) => word.extend(['\\', c]),
                None => {}
            },
            (_, c) => {
                word.push(c);
                if quote.is_none() && breaks.contains(c) {
                    kept = word.chars().count();
                }
            }
        }
        is_word = true;
    }
    words.push(word);
    Line { words, kept, quote }
}

impl Asked {
    /// The answer as the script wants it. `lead` and `typed` are the word that is being
    /// typed, parted as [`place`](super::place) parts it.
    #[must_use]
    pub fn tell(&self, answer: &Answer, lead: &str, typed: &str) -> String {
        let (head, offers) = match answer {
            Answer::Files => return format!("files\t{}\n", sanitize(lead)),
            Answer::Prefix(offers) => ("prefix", offers),
            Answer::Words(offers) => ("words", offers),
        };
        let offers: Vec<_> = offers
            .iter()
            .filter(|offer| is_fit(&offer.value, lead, typed))
            .filter_map(|offer| Some((self.inserted(&format!("{lead}{}", offer.value))?, offer)))
            .collect();
        let is_one = offers.len() == 1;
        if self.shell == Shell::Bash && head == "words" && !is_one && !self.only_lists {
            // Bash would put what all have in common in the place of what was typed.
            let mut firsts = offers.iter().map(|(text, _)| text.chars().next());
            let first = firsts.next();
            if firsts.all(|other| Some(other) == first) {
                return String::new();
            }
        }
        let mut out = format!("{head}\n");
        for (text, offer) in offers {
            let about = about(&offer.about);
            match self.shell {
                Shell::Bash if !self.only_lists || is_one || about.is_empty() => {
                    let _ = writeln!(out, "{text}");
                }
                Shell::Bash => {
                    let _ = writeln!(out, "{}  ({about})", offer.value);
                }
                Shell::PowerShell => {
                    let _ = writeln!(out, "{text}\t{}\t{about}", offer.value);
                }
                Shell::Zsh | Shell::Fish => {
                    let _ = writeln!(out, "{text}\t{about}");
                }
            }
        }
        out
    }

    /// What takes the place of what was typed; none where it cannot be typed here.
    fn inserted(&self, text: &str) -> Option<String> {
        match self.shell {
            Shell::Zsh | Shell::Fish => Some(text.to_owned()),
            Shell::PowerShell => Some(for_powershell(text)),
            Shell::Bash => {
                let word = self.words.last()?;
                let mut rest = text.chars();
                // What stays must be what the offer begins with.
                for kept in word.chars().take(self.kept) {
                    let c = rest.next()?;
                    if !c.to_lowercase().eq(kept.to_lowercase()) {
                        return None;
                    }
                }
                for_bash(rest.as_str(), self.quote)
            }
        }
    }
}

/// Whether it can be offered at all: nothing that a terminal acts upon, and nothing that
/// would be read as an option where a value is meant.
fn is_fit(value: &str, lead: &str, typed: &str) -> bool {
    let is_taken = lead.is_empty() && value.starts_with('-') && !typed.starts_with('-');
    !value.is_empty() && !value.chars().any(is_hostile) && !is_taken
}

fn for_bash(text: &str, quote: Option<char>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (quote, c) {
            (Some('\''), '\'') => out.push_str(r"'\''"),
            (Some('\''), c) => out.push(c),
            // Nothing in double quotes takes the meaning from it.
            (Some(_), '!') => return None,
            (Some(_), '"' | '$' | '`' | '\\') => out.extend(['\\', c]),
            (Some(_), c) => out.push(c),
            (None, c) if c.is_alphanumeric() || "_./:=@%+,-^".contains(c) => out.push(c),
            (None, c) => out.extend(['\\', c]),
        }
    }
    Some(out)
}

fn for_powershell(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:=+-^".contains(c);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::from("'");
    for c in text.chars() {
        out.push(c);
        // Each of these closes a quote there.
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(c);
        }
    }
    out.push('\'');
    out
}

/// One short line.
fn about(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = sanitize(line.unwrap_or_default().trim());
    let mut short: String = line.chars().take(MOST_ABOUT).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
