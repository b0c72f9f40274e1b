//! What a request does, and what it means that no usable answer came. The same for
//! every service; what an answer says is each adapter's own.

use super::{BackendError, ErrorKind};
use crate::net::{Certainty, Kind, NetError};

/// What a request does, as far as its failure is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Changes nothing.
    Read,
    /// Changes nothing, and part of the question is in a person's own words.
    Ask,
    /// Brings an entry into being.
    Create,
    /// Changes an entry or takes it away; once or twice is the same.
    Change,
}

impl Act {
    /// Whether it changes nothing.
    #[must_use]
    pub fn reads(self) -> bool {
        matches!(self, Self::Read | Self::Ask)
    }
}

/// What a request without a usable answer means.
#[must_use]
pub fn from_net(act: Act, error: &NetError) -> BackendError {
    let kind = match error.certainty {
        Certainty::Unknown if !act.reads() => ErrorKind::OutcomeUnknown,
        _ if error.kind == Kind::Paused => ErrorKind::RateLimited(None),
        _ if error.needs_settings() => ErrorKind::Misconfigured,
        Certainty::Unknown
            if matches!(
                error.kind,
                Kind::WebPage | Kind::BadBody | Kind::TooLarge | Kind::Garbled | Kind::Cut
            ) =>
        {
            ErrorKind::Protocol
        }
        _ => ErrorKind::Unreachable,
    };
    BackendError::new(kind, error.message.clone(), error.help.clone())
}

/// What an answer means that leaves open whether anything was done; `words` are the service's.
#[must_use]
pub fn doubtful(act: Act, status: u16, words: &str, host: &str) -> BackendError {
    if act.reads() {
        let kind = if status >= 500 {
            ErrorKind::Unreachable
        } else {
            ErrorKind::Protocol
        };
        let help = "run `tt sync` again later; everything is kept";
        return BackendError::new(kind, format!("{host} could not answer: {words}"), help);
    }
    BackendError::new(
        ErrorKind::OutcomeUnknown,
        format!("{host} answered with an error that leaves open what was done: {words}"),
        "run `tt sync` again later; what may have arrived is looked up first",
    )
}
