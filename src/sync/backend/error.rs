//! How a service can fail, in the terms in which the engine decides.

use crate::domain::entry::Problem;
use crate::domain::secret::Secret;
use crate::net::redact;
use std::time::Duration;

/// What the engine does next depends on this alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// Not logged in, or no longer: the profile stops, exit 5.
    Unauthorized,
    /// Logged in, but not allowed: the profile stops for reads, a write is refused.
    Forbidden,
    /// No such entry.
    NotFound,
    /// Refused for what it says; each with the service's words.
    Invalid(Vec<Problem>),
    /// Refused for the state it is in there: locked, billed, changed meanwhile.
    Conflict,
    /// Too many requests, not before this much time; nothing was done.
    RateLimited(Option<Duration>),
    /// Certainly not done: the request never arrived, or was turned away unread.
    Unreachable,
    /// Whether it was done is not known.
    OutcomeUnknown,
    /// The service has no such thing; said without asking it.
    Unsupported,
    /// The service answers in a way that nobody can read; for reads only.
    Protocol,
    /// The configuration cannot work: wrong company, wrong address. Exit 5.
    Misconfigured,
}

/// A failure of one call: what kind, and sentences for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BackendError {
    /// What it means for the engine.
    pub kind: ErrorKind,
    /// What happened, naming the service or host; never a secret.
    pub message: String,
    /// The one thing to do.
    pub help: String,
}

impl BackendError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: help.into(),
        }
    }

    /// An entry that lacks something without which it cannot be sent.
    #[must_use]
    pub fn incomplete(problem: Problem) -> Self {
        Self {
            message: problem.message.clone(),
            kind: ErrorKind::Invalid(vec![problem]),
            help: "complete the entry with `tt edit`; it is sent again at the next sync".to_owned(),
        }
    }

    /// The same without these secrets, whatever the service echoed.
    #[must_use]
    pub fn scrubbed<'s>(mut self, secrets: impl IntoIterator<Item = &'s Secret>) -> Self {
        let secrets: Vec<_> = secrets.into_iter().collect();
        let clean = |text: &str| redact::scrub(text, secrets.iter().copied()).into_owned();
        self.message = clean(&self.message);
        if let ErrorKind::Invalid(problems) = &mut self.kind {
            for problem in problems {
                problem.message = clean(&problem.message);
                problem.code = clean(&problem.code);
            }
        }
        self
    }

    /// Whether a write that failed so may still have happened.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        matches!(self.kind, ErrorKind::OutcomeUnknown | ErrorKind::Protocol)
    }

    /// The refusal to store with the entry: the first one, or the message itself.
    #[must_use]
    pub fn problem(&self, code: &str) -> Problem {
        match &self.kind {
            ErrorKind::Invalid(problems) if !problems.is_empty() => problems[0].clone(),
            _ => Problem {
                code: code.to_owned(),
                rule: None,
                field: None,
                message: self.message.clone(),
            },
        }
    }
}
