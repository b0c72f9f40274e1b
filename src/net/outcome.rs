//! What an answer, or the lack of one, proves about a request.
//!
//! Every failure of the wire is one of two things: the service has certainly
//! not acted, or nobody knows. Nothing else in the program guesses at it. In
//! doubt it is [`Certainty::Unknown`]: that costs a look-up, the other mistake
//! costs a second entry.

use thiserror::Error;

/// Whether a failed request may have had an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The service has certainly not acted on it.
    NotDone,
    /// It may have acted, or may still act.
    Unknown,
}

/// What is wrong with a TLS connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TlsFault {
    /// The certificate comes from an authority nobody here trusts.
    UnknownIssuer,
    /// The certificate has expired, or the clock here is ahead.
    Expired,
    /// The certificate is not valid yet, or the clock here is behind.
    NotYetValid,
    /// The certificate belongs to another name.
    WrongName,
    /// What answers does not speak TLS.
    NotTls,
    /// This machine has no trusted authorities at all.
    NoRoots,
    /// The connection ended while it was being secured.
    Dropped,
    /// Anything else.
    Other,
}

/// What went wrong. Each kind has its own sentence and its own help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request or the configuration is not usable; nothing was sent.
    Settings,
    /// The service asked to be left alone until a moment that has not come.
    Paused,
    /// The service failed so often in a row that it is left alone for a while.
    Resting,
    /// The time allowed for the run is over; nothing was sent.
    Deadline,
    /// The name of the service could not be looked up.
    NameNotFound,
    /// The machine answers, but nothing listens at that port.
    Refused,
    /// There is no way to the machine.
    Unreachable,
    /// No connection came about in time.
    ConnectTimeOut,
    /// The connection could not be secured.
    Tls(TlsFault),
    /// The proxy did not let the request through.
    Proxy,
    /// The connection ended before an answer.
    Dropped,
    /// No complete answer came in time.
    TimeOut,
    /// The answer is not HTTP as agreed.
    Garbled,
    /// The answer points elsewhere; that is never followed.
    Redirect,
    /// The answer is longer than is read.
    TooLarge,
    /// The answer broke off.
    Cut,
    /// A web page instead of data: a sign-in page of the network, a gateway.
    WebPage,
    /// Not the data that was expected.
    BadBody,
    /// The clock of this machine and that of the service disagree.
    Clock,
}

/// A request without a usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct NetError {
    /// Whether it may have had an effect.
    pub certainty: Certainty,
    /// What went wrong.
    pub kind: Kind,
    /// The host concerned (the proxy when it is at fault); may be empty.
    pub host: String,
    /// One sentence that names the thing; contains no secret.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// The moment (seconds UTC) before which another try is pointless, if known.
    pub retry_at: Option<i64>,
}

impl NetError {
    /// An error in the words of its kind; `detail` (may be empty) is added.
    #[must_use]
    pub fn new(kind: Kind, certainty: Certainty, host: &str, detail: &str) -> Self {
        let (what, help) = words(kind);
        let mut message =
            what.replace("{host}", if host.is_empty() { "the service" } else { host });
        if !detail.is_empty() {
            message.push_str(&format!(" ({detail})"));
        }
        Self::with(kind, certainty, host, message, help)
    }

    /// An error in words of its own.
    #[must_use]
    pub fn with(
        kind: Kind,
        certainty: Certainty,
        host: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            certainty,
            kind,
            host: host.to_owned(),
            message: message.into(),
            help: help.into(),
            retry_at: None,
        }
    }

    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            Kind::NameNotFound
                | Kind::Refused
                | Kind::Unreachable
                | Kind::ConnectTimeOut
                | Kind::Tls(TlsFault::Dropped)
                | Kind::Dropped
                | Kind::TimeOut
                | Kind::Garbled
                | Kind::Cut
        )
    }

    /// Whether something must be corrected by hand before a retry makes sense.
    #[must_use]
    pub fn needs_settings(&self) -> bool {
        match self.kind {
            Kind::Settings | Kind::Redirect | Kind::Proxy | Kind::Clock => true,
            Kind::Tls(fault) => fault != TlsFault::Dropped,
            _ => false,
        }
    }
}

/// The sentence and the help of a kind.
fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Settings => (
            "the request to {host} cannot be made",
            "correct the profile's settings",
        ),
        Kind::Paused => (
            "{host} asked to wait",
            "run the command again later; everything is kept",
        ),
        Kind::Resting => (
            "{host} has not answered several times in a row and is left alone for a while",
            "run the command again later; everything is kept",
        ),
        Kind::Deadline => (
            "the time allowed for this run is over",
            "run the command again; the rest is kept",
        ),
        Kind::NameNotFound => (
            "the name {host} cannot be looked up",
            "check the network connection, then the spelling of the address",
        ),
        Kind::Refused => (
            "{host} refused the connection",
            "check the port in `url`; if it is right, the service is down: try again later",
        ),
        Kind::Unreachable => (
            "there is no route to {host}",
            "check the network connection or the VPN",
        ),
        Kind::ConnectTimeOut => (
            "{host} did not accept a connection in time",
            "check the network connection, a firewall or the VPN; else try again later",
        ),
        Kind::Tls(fault) => tls_words(fault),
        Kind::Proxy => (
            "the proxy {host} did not let the request through",
            "check HTTPS_PROXY with its user name and password, or except the service in NO_PROXY",
        ),
        Kind::Dropped => (
            "{host} closed the connection before it answered",
            "run the command again; what may have arrived is looked up first",
        ),
        Kind::TimeOut => (
            "{host} did not answer in time",
            "run the command again later; what may have arrived is looked up first",
        ),
        Kind::Garbled => (
            "what {host} answered is not HTTP",
            "check `url` and any proxy on the way; what may have arrived is looked up first",
        ),
        Kind::Redirect => (
            "{host} redirects elsewhere, which is not followed",
            "check `url` of the profile",
        ),
        Kind::TooLarge => (
            "the answer of {host} is larger than is read",
            "check `url`; if it is right, please report this",
        ),
        Kind::Cut => (
            "the answer of {host} broke off",
            "run the command again; what may have arrived is looked up first",
        ),
        Kind::WebPage => (
            "{host} answered with a web page instead of data",
            "open a browser and sign in to the network if it asks; else check `url`",
        ),
        Kind::Clock => (
            "the clock of this machine differs from that of {host}",
            "set this machine's date and time; nothing is sent with a date that may be wrong",
        ),
        Kind::BadBody => (
            "the answer of {host} is not the expected data",
            "check `url`; if it is right, the service may have trouble: try again later",
        ),
    }
}

fn tls_words(fault: TlsFault) -> (&'static str, &'static str) {
    match fault {
        TlsFault::UnknownIssuer => (
            "the certificate of {host} comes from an authority that is not trusted here",
            "if the service is your own, name its authority's PEM file in `ca_file`; else something on the way intercepts the connection",
        ),
        TlsFault::Expired => (
            "the certificate of {host} has expired, by the clock of this machine",
            "check this machine's date first; if it is right, the service must renew its certificate",
        ),
        TlsFault::NotYetValid => (
            "the certificate of {host} is not valid yet, by the clock of this machine",
            "check this machine's date: it is probably behind",
        ),
        TlsFault::WrongName => (
            "the certificate shown for {host} belongs to another name",
            "check the host in `url`, and sign in to the network if it has a sign-in page",
        ),
        TlsFault::NotTls => (
            "what answers at {host} does not speak TLS",
            "check the port in `url`, and any proxy on the way",
        ),
        TlsFault::NoRoots => (
            "this machine has no trusted certificate authorities, so {host} cannot be checked",
            "install the system's CA certificates (package `ca-certificates`), or name a PEM file in `ca_file`",
        ),
        TlsFault::Dropped => (
            "the connection to {host} ended while it was being secured",
            "a firewall or proxy may be in the way; else try again later",
        ),
        TlsFault::Other => (
            "no secure connection to {host} could be agreed",
            "check `url`; old servers without TLS 1.2 are not supported",
        ),
    }
}

/// What an answer that did arrive proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Done, and the answer is usable.
    Done,
    /// Certainly not done; the service said why. Not tried again as it is.
    Refused,
    /// Certainly not done; the service wants to be asked later.
    Later,
    /// It may be done.
    Unknown,
}

/// Judges an answer by its status.
///
/// `usable`: the adapter could read the body (for 2xx the expected data, else an
/// error body in the service's own form; true where none is due).
/// `has_retry_after`: see [`super::retry_after`]. A service that uses 500 for
/// plain refusals knows better and may overrule `Unknown`.
#[must_use]
pub fn certainty_of_status(status: u16, usable: bool, has_retry_after: bool) -> Verdict {
    match status {
        200..=299 if usable => Verdict::Done,
        429 => Verdict::Later,
        503 if has_retry_after => Verdict::Later,
        400..=405 | 409 | 415 | 422 if usable => Verdict::Refused,
        _ => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 26] = [
        Kind::Settings,
        Kind::Paused,
        Kind::Resting,
        Kind::Deadline,
        Kind::NameNotFound,
        Kind::Refused,
        Kind::Unreachable,
        Kind::ConnectTimeOut,
        Kind::Tls(TlsFault::UnknownIssuer),
        Kind::Tls(TlsFault::Expired),
        Kind::Tls(TlsFault::NotYetValid),
        Kind::Tls(TlsFault::WrongName),
        Kind::Tls(TlsFault::NotTls),
        Kind::Tls(TlsFault::NoRoots),
        Kind::Tls(TlsFault::Dropped),
        Kind::Tls(TlsFault::Other),
        Kind::Proxy,
        Kind::Dropped,
        Kind::TimeOut,
        Kind::Garbled,
        Kind::Redirect,
        Kind::TooLarge,
        Kind::Cut,
        Kind::WebPage,
        Kind::BadBody,
        Kind::Clock,
    ];

    #[test]
    fn every_kind_has_a_sentence_of_its_own_that_names_the_host() {
        let mut seen = std::collections::HashSet::new();
        for kind in KINDS {
            let error = NetError::new(kind, Certainty::Unknown, "api.example", "why");
            assert!(seen.insert(error.message.clone()), "{kind:?}: said twice");
            assert!(
                kind == Kind::Deadline || error.message.contains("api.example"),
                "{kind:?}"
            );
            assert!(
                error.message.ends_with("(why)") && !error.help.is_empty(),
                "{kind:?}"
            );
            assert!(!error.message.contains('{'), "{kind:?}");
            let nameless = NetError::new(kind, Certainty::Unknown, "", "");
            assert!(
                !nameless.message.contains("()") && !nameless.message.contains("  "),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn table_of_statuses() {
        use Verdict::{Done, Later, Refused, Unknown};
        // status, usable body, Retry-After → verdict
        let rows = [
            (200, true, false, Done),
            (201, true, true, Done),
            (204, true, false, Done),
            (200, false, false, Unknown),
            (201, false, false, Unknown),
            (301, true, false, Unknown),
            (302, true, false, Unknown),
            (304, true, false, Unknown),
            (400, true, false, Refused),
            (401, true, false, Refused),
            (402, true, false, Refused),
            (403, true, false, Refused),
            (404, true, false, Refused),
            (405, true, false, Refused),
            (409, true, false, Refused),
            (415, true, false, Refused),
            (422, true, false, Refused),
            (400, false, false, Unknown),
            (404, false, false, Unknown),
            (422, false, true, Unknown),
            (406, true, false, Unknown),
            (408, true, false, Unknown),
            (425, true, false, Unknown),
            (429, true, true, Later),
            (429, false, false, Later),
            (500, true, false, Unknown),
            (500, true, true, Unknown),
            (502, false, false, Unknown),
            (503, true, false, Unknown),
            (503, false, true, Later),
            (504, true, true, Unknown),
        ];
        for (status, usable, retry_after, verdict) in rows {
            assert_eq!(
                certainty_of_status(status, usable, retry_after),
                verdict,
                "{status} {usable} {retry_after}"
            );
        }
        for status in 0..=999 {
            let certain = certainty_of_status(status, true, true) != Unknown;
            let listed = matches!(status, 200..=299 | 400..=405 | 409 | 415 | 422 | 429 | 503);
            assert_eq!(certain, listed, "{status}");
        }
    }
}
