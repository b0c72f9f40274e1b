//! What a rule is: one row of the table, with everything a person can ask about it.

use super::check::Check;
use crate::domain::status::{BackendKind, words};
use serde::Serialize;
use std::fmt;

words! {
    /// When a rule is asked.
    Stage {
        /// At a local write: booking, editing, splitting, starting and ending a timer.
        Log = "log",
        /// At a change of an entry that exists; rules of `log` are asked there too.
        Update = "update",
        /// At its removal.
        Delete = "delete",
        /// When it is handed in or taken back.
        Submit = "submit",
        /// When it is approved, given back or billed.
        Approve = "approve",
        /// Before it is delivered.
        Push = "push",
        /// When a service's record of it is read.
        Observe = "observe",
    }
}

impl Stage {
    /// The letter it has in tables.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Log => 'L',
            Self::Update => 'U',
            Self::Delete => 'D',
            Self::Submit => 'S',
            Self::Approve => 'A',
            Self::Push => 'P',
            Self::Observe => 'O',
        }
    }
}

/// The stages of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages(u8);

impl Stages {
    /// These stages.
    #[must_use]
    pub const fn of(stages: &[Stage]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < stages.len() {
            bits |= 1 << stages[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Whether this stage is one of them.
    #[must_use]
    pub const fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// Each of them, in the order of an entry's life.
    pub fn iter(self) -> impl Iterator<Item = Stage> {
        Stage::ALL.iter().copied().filter(move |s| self.has(*s))
    }
}

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: String = self.iter().map(Stage::letter).collect();
        f.pad(&letters)
    }
}

/// Whose rule it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Ours; asked of every entry.
    Tt,
    /// A service's; asked of entries of its profiles.
    Backend(BackendKind),
}

impl Scope {
    /// The part of a rule's name before the slash.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tt => "tt",
            Self::Backend(kind) => kind.word(),
        }
    }
}

words! {
    /// What happens to an entry that breaks a rule.
    Consequence {
        /// Nothing is written.
        Refuse = "refuse",
        /// Nothing is written, because of a status, sheet, bill or posting: a person must unlock it.
        Lock = "lock",
        /// It is stored and not delivered before a person has looked.
        Hold = "hold",
        /// It is stored; the person is told.
        Warn = "warn",
        /// The rule itself says what the value becomes; what was typed is kept.
        Adjust = "adjust",
        /// Whatever the settings say: nothing, `warn` or `refuse`.
        Policy = "by setting",
    }
}

words! {
    /// What a rule must know to answer.
    Needs {
        /// The entry alone.
        Entry = "entry",
        /// Other entries.
        Entries = "entries",
        /// Settings of the profile.
        Profile = "profile",
        /// Cached reference data.
        Catalog = "catalog",
        /// What the service was last seen to hold.
        Remote = "remote",
    }
}

impl Serialize for Stages {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

/// One row of the table.
///
/// `message` and `help` hold places such as `{length}`, which the check fills
/// with the values of the entry.
#[derive(Debug)]
pub struct Rule {
    /// Its name, `scope/words`; never changed once released.
    pub id: &'static str,
    /// Whose rule it is.
    pub scope: Scope,
    /// When it is asked.
    pub stages: Stages,
    /// The field it is about, by its JSON name; none where it is about the whole.
    pub field: Option<&'static str>,
    /// Whether it is asked while a timer runs, of which only the start is known.
    pub asks_timers: bool,
    /// The most distant thing it must know.
    pub needs: Needs,
    /// What it asks.
    pub(super) check: Check,
    /// What happens to an entry that breaks it.
    pub consequence: Consequence,
    /// Rules that say the same less exactly; their breaches of the same field are left out beside this one.
    pub covers: &'static [&'static str],
    /// What is wrong.
    pub message: &'static str,
    /// The one thing to do.
    pub help: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
}

impl Rule {
    /// Why no entry can break it, for rules that the types, the adapter or the command line keep; none for those that are asked.
    #[must_use]
    pub fn kept_by_type(&self) -> Option<&'static str> {
        match self.check {
            Check::ByType(reason) => Some(reason),
            Check::Ask(_) => None,
        }
    }
}
