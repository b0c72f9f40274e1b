//! Why a typed time was not taken, and the nearest form that would be.
//!
//! Says it in words; which exit code follows is decided elsewhere by [`Reason`].

use std::fmt::Write as _;

/// A typed time that was not taken. Nothing is written after one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}`: {why}", shown(.typed))]
pub struct Refusal {
    /// What decided.
    pub reason: Reason,
    /// The words as they were typed, raw; the message shows them without control characters.
    pub typed: String,
    /// Why not, as a clause.
    pub why: String,
    /// The one thing to do: the nearest valid form.
    pub help: String,
}

/// What decided a [`Refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Reads as nothing of the kind asked for.
    NotUnderstood,
    /// Could mean more than one thing.
    Ambiguous,
    /// Understood, but no such value exists or may be: the 31st of June, 25 hours, an end before its start.
    OutOfRange,
    /// The clocks skip that local time.
    Skipped,
    /// The range has begun and is not over.
    NowInside,
    /// Understood, but there is nothing to take it from: no entry today for `last-now`.
    NothingThere,
}

impl Refusal {
    pub(super) fn new(
        reason: Reason,
        typed: &str,
        why: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            reason,
            typed: typed.to_owned(),
            why: why.into(),
            help: help.into(),
        }
    }

    pub(super) fn unknown(typed: &str, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Reason::NotUnderstood, typed, why, help)
    }

    pub(super) fn ambiguous(typed: &str, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Reason::Ambiguous, typed, why, help)
    }

    pub(super) fn range(typed: &str, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Reason::OutOfRange, typed, why, help)
    }

    /// The same refusal about the whole of what was typed, not the part that caused it.
    pub(super) fn about(self, typed: &str) -> Self {
        if super::normal(typed).is_some_and(|normal| normal == self.typed.to_ascii_lowercase()) {
            return Self {
                typed: typed.to_owned(),
                ..self
            };
        }
        let why = format!("`{}`: {}", shown(&self.typed), self.why);
        Self {
            typed: typed.to_owned(),
            why,
            ..self
        }
    }
}

/// Typed text in a message: at most 40 characters, control characters written out.
fn shown(typed: &str) -> String {
    let mut out = String::new();
    for (n, c) in typed.chars().enumerate() {
        if n == 40 {
            out.push('…');
            break;
        }
        if c.is_control() {
            let _ = write!(out, "{}", c.escape_debug());
        } else {
            out.push(c);
        }
    }
    out
}

/// The known word that was most likely meant: at most two letters off, and less than half of it.
pub(super) fn nearest<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if typed.len() < 3 || typed.len() > 24 || !typed.is_ascii() {
        return None;
    }
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(begun) = known.iter().find(|word| word.starts_with(typed)) {
        return Some(begun);
    }
    known
        .into_iter()
        .map(|word| (distance(typed.as_bytes(), word.as_bytes()), word))
        .filter(|(far, word)| *far <= 2 && far * 2 < word.len())
        .min_by_key(|(far, _)| *far)
        .map(|(_, word)| word)
}

/// Letters to insert, drop or change to get from one to the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
