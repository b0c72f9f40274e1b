//! The only place where errors become words, help and exit codes (PRODUCT.md §4).
//! Never decides anything: what went wrong was decided where it happened.

use crate::domain::entry::Breach;
use crate::domain::status::words;
use std::fmt;

words! {
    /// What kind of failure it is, as `--json` says it.
    Code {
        /// Nothing to act on.
        Nothing = "nothing",
        /// Usage, or input that was not understood; nothing was written.
        Usage = "usage",
        /// Refused by a rule; nothing was written.
        Rule = "rule",
        /// Status, sheet, billing or posting forbids it.
        Locked = "locked",
        /// A person has to choose.
        Person = "person",
        /// Credentials do not work.
        Login = "login",
        /// The configuration does not work.
        Config = "config",
        /// Try again later; everything is kept.
        Later = "later",
        /// The store is damaged, foreign, newer, full or not writable.
        Data = "data",
        /// Interrupted by a person.
        Interrupted = "interrupted",
    }
}

impl Code {
    /// The exit code.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::Nothing => 1,
            Self::Usage => 2,
            Self::Rule => 3,
            Self::Locked | Self::Person => 4,
            Self::Login | Self::Config => 5,
            Self::Later => 6,
            Self::Data => 7,
            Self::Interrupted => 130,
        }
    }
}

/// An error as a person or a script meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which kind.
    pub code: Code,
    /// What is wrong, naming the thing.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// Every rule that was broken.
    pub breaches: Vec<Breach>,
}

impl Failure {
    /// A failure without breaches.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            breaches: Vec::new(),
        }
    }

    /// Input that was not understood.
    #[must_use]
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Code::Usage, message, help)
    }

    /// Nothing to act on.
    #[must_use]
    pub fn nothing(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Code::Nothing, message, help)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
