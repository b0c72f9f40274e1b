//! What the rules ask: pure functions from an entry and its context to an
//! answer. Nothing here decides what follows from the answer.

pub(super) mod autotask;
pub(super) mod charge;
pub(super) mod charging;
pub(super) mod freshbooks;
pub(super) mod lookup;
pub(super) mod moneybird;
pub(super) mod references;
pub(super) mod state;
pub(super) mod text;
pub(super) mod time;
pub(super) mod wording;

use super::context::Context;
use super::facts::FactError;
use crate::domain::content::Content;
use crate::domain::delivery::Mailing;
use crate::domain::entry::{AdjustedTo, Entry};
use crate::domain::settings::ProfileSettings;
use crate::domain::status::BackendKind;
use std::fmt::Display;

/// How a rule finds its answer.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// By asking.
    Ask(fn(&Subject<'_>) -> Result<Answer, FactError>),
    /// It need not: the types, or the one place that talks to the service, keep it, for this reason.
    ByType(&'static str),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ask(_) => "Ask",
            Self::ByType(_) => "ByType",
        })
    }
}

/// The entry that is asked about: a draft, or one that is stored.
pub(crate) struct Subject<'a> {
    /// Its content, as it would be.
    pub content: &'a Content,
    /// The entry as stored; none for a new one.
    pub entry: Option<&'a Entry>,
    /// Mail that goes with the write or the attempt.
    pub mailing: Option<&'a Mailing>,
    /// Whether an end in the future was asked for.
    pub future: bool,
    /// Everything else.
    pub ctx: &'a Context<'a>,
}

impl<'a> Subject<'a> {
    /// The service it goes to.
    pub fn backend(&self) -> Option<BackendKind> {
        self.profile().map(|profile| profile.backend)
    }

    /// The profile it goes by.
    pub fn profile(&self) -> Option<&'a ProfileSettings> {
        self.ctx.profile
    }

    /// The content before this write; none for a new entry or where nothing is written.
    pub fn old_content(&self) -> Option<&'a Content> {
        self.entry.map(|entry| &entry.content)
    }

    /// Seconds between its start and its end, or its length.
    pub fn gross(&self) -> i64 {
        self.content.gross(self.ctx.now)
    }

    /// Seconds not worked.
    pub fn deducted(&self) -> i64 {
        self.content.deducted(self.ctx.now)
    }

    /// Seconds worked.
    pub fn worked(&self) -> i64 {
        self.content.worked(self.ctx.now)
    }

    /// Whether its time was left as it is stored, and so were the rules it is asked by.
    pub fn changes_no_time(&self) -> bool {
        let profile = self.old_content().map(|old| &old.profile);
        self.keeps_its_time() && profile == Some(&self.content.profile)
    }

    /// Whether the entry as stored is held for breaking this rule.
    pub fn is_held_for(&self, rule: &str) -> bool {
        self.entry
            .is_some_and(|entry| entry.held.iter().any(|held| held.rule == rule))
    }

    /// Whether its time was left as it is stored.
    pub fn keeps_its_time(&self) -> bool {
        self.old_content()
            .is_some_and(|old| super::changes::same_time(old, self.content))
    }
}

/// What a rule answers.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Nothing is wrong.
    Good,
    /// These things are wrong; never empty.
    Bad(Vec<Finding>),
    /// These values are put in the place of others.
    Adjust(Vec<Change>),
    /// It cannot be said for want of facts.
    Unknown,
}

impl Answer {
    /// Good where the condition holds, else one finding.
    pub fn unless(good: bool, finding: impl FnOnce() -> Finding) -> Result<Self, FactError> {
        Ok(if good { Self::Good } else { finding().into() })
    }
}

impl From<Finding> for Answer {
    fn from(finding: Finding) -> Self {
        Self::Bad(vec![finding])
    }
}

impl From<Vec<Finding>> for Answer {
    fn from(findings: Vec<Finding>) -> Self {
        if findings.is_empty() {
            Self::Good
        } else {
            Self::Bad(findings)
        }
    }
}

/// One thing that is wrong, as values for the words of the rule's row.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    /// The field, where it is not the row's.
    pub field: Option<&'static str>,
    /// What fills the places of message and help.
    pub values: Vec<(&'static str, String)>,
    /// Whether it is known only from data that may be out of date.
    pub stale: bool,
    /// Whether it only warns, whatever the row's consequence.
    pub mild: bool,
    /// Message and help, where the row's do not fit.
    pub instead: Option<(&'static str, &'static str)>,
}

impl Finding {
    /// Fills a place of the message.
    pub fn with(mut self, place: &'static str, value: impl Display) -> Self {
        self.values.push((place, value.to_string()));
        self
    }

    /// Names another field than the row's.
    pub fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Says whether the data may be out of date.
    pub fn stale(mut self, stale: bool) -> Self {
        self.stale = stale;
        self
    }

    /// Only warns, whatever the row's consequence.
    pub fn mild(mut self, mild: bool) -> Self {
        self.mild = mild;
        self
    }

    /// Says it in other words than the row's.
    pub fn saying(mut self, message: &'static str, help: &'static str) -> Self {
        self.instead = Some((message, help));
        self
    }
}

/// A value that a rule puts in the place of another.
#[derive(Debug)]
pub(crate) struct Change {
    /// The field, by its JSON name.
    pub field: &'static str,
    /// The value as it was typed, in words.
    pub from: Option<String>,
    /// The value that goes to the service, in words.
    pub to: Option<String>,
    /// The same for the engine; none where the service itself puts it there.
    pub value: Option<AdjustedTo>,
    /// The message, where the row's does not fit.
    pub says: Option<&'static str>,
    /// What fills the places of the message.
    pub values: Vec<(&'static str, String)>,
}

impl Change {
    /// This field becomes this, in words.
    pub fn of(field: &'static str, to: Option<String>) -> Self {
        Self {
            field,
            from: None,
            to,
            value: None,
            says: None,
            values: Vec::new(),
        }
    }

    /// What was typed.
    pub fn from(mut self, from: impl Display) -> Self {
        self.from = Some(from.to_string());
        self
    }

    /// What is sent.
    pub fn value(mut self, value: AdjustedTo) -> Self {
        self.value = Some(value);
        self
    }

    /// Says it in other words than the row's.
    pub fn saying(mut self, says: &'static str) -> Self {
        self.says = Some(says);
        self
    }

    /// Fills a place of the message.
    pub fn with(mut self, place: &'static str, value: impl Display) -> Self {
        self.values.push((place, value.to_string()));
        self
    }
}

impl From<Change> for Answer {
    fn from(change: Change) -> Self {
        Self::Adjust(vec![change])
    }
}
