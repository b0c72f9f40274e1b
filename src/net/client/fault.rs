//! Errors of the HTTP crate, told in the words of [`NetError`].
//!
//! Only here it is decided what such an error proves. Texts of the crate are
//! passed on only where they cannot quote a header, an address or a body.

use std::error::Error;
use std::io;

use ureq::Timeout;

use super::connect::BeforeSending;
use crate::net::outcome::{Certainty, Kind, NetError, TlsFault};

/// Which way a request went.
pub(super) struct Route<'a> {
    pub host: &'a str,
    pub proxy: Option<&'a str>,
}

/// The error of a request that got no head of an answer.
pub(super) fn from_ureq(error: ureq::Error, route: &Route<'_>) -> NetError {
    let (error, before) = unmark(error);
    let certainty = if before.is_some() || is_never_sent(&error) {
        Certainty::NotDone
    } else {
        Certainty::Unknown
    };
    let (kind, detail) = match before {
        Some(true) => (Kind::NameNotFound, String::new()),
        Some(false) => connecting(&error),
        None => sent(&error),
    };
    // Through a proxy it is the proxy that is looked up and connected to.
    let at_proxy = matches!(
        kind,
        Kind::Proxy | Kind::NameNotFound | Kind::Refused | Kind::Unreachable
    );
    match route.proxy {
        Some(proxy) if at_proxy && certainty == Certainty::NotDone => {
            let (kind, reason) = match kind {
                Kind::Proxy => (kind, detail),
                Kind::NameNotFound => (Kind::Proxy, "its name cannot be looked up".to_owned()),
                Kind::Refused => (Kind::Proxy, "it refused the connection".to_owned()),
                _ => (Kind::Proxy, "there is no route to it".to_owned()),
            };
            NetError::new(kind, certainty, proxy, &reason)
        }
        _ => NetError::new(kind, certainty, route.host, &detail),
    }
}

/// The error of an answer whose head arrived and whose body did not.
pub(super) fn from_body(error: io::Error, route: &Route<'_>) -> NetError {
    let (kind, detail) = match sent(&ureq::Error::from(error)) {
        (Kind::Dropped | Kind::Garbled, _) => (Kind::Cut, String::new()),
        other => other,
    };
    NetError::new(kind, Certainty::Unknown, route.host, &detail)
}

/// Takes the marks off; the innermost one tells what was being done. A
/// connection to a proxy is marked twice.
fn unmark(error: ureq::Error) -> (ureq::Error, Option<bool>) {
    let mut error = error;
    let mut resolving = None;
    loop {
        error = match error {
            ureq::Error::Other(inner) => match inner.downcast::<BeforeSending>() {
                Ok(marked) => {
                    resolving = Some(marked.resolving);
                    marked.error
                }
                Err(other) => return (ureq::Error::Other(other), resolving),
            },
            other => return (other, resolving),
        };
    }
}

/// Errors without a mark that nevertheless come before the first byte.
fn is_never_sent(error: &ureq::Error) -> bool {
    matches!(
        error,
        ureq::Error::BadUri(_)
            | ureq::Error::Http(_)
            | ureq::Error::HostNotFound
            | ureq::Error::RequireHttpsOnly(_)
            | ureq::Error::InvalidProxyUrl
            | ureq::Error::ConnectProxyFailed(_)
            | ureq::Error::TlsRequired
            | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect)
    )
}

/// What an error means while no connection stands.
fn connecting(error: &ureq::Error) -> (Kind, String) {
    match error {
        ureq::Error::Io(error) => {
            if let Some(told) = tls_told(ureq::Error::Rustls, error) {
                return tls(&told);
            }
            match error.kind() {
                io::ErrorKind::ConnectionRefused => (Kind::Refused, String::new()),
                io::ErrorKind::TimedOut => (Kind::ConnectTimeOut, String::new()),
                io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe => (Kind::Tls(TlsFault::Dropped), String::new()),
                _ => (Kind::Unreachable, error.kind().to_string()),
            }
        }
        ureq::Error::Timeout(_) => (Kind::ConnectTimeOut, String::new()),
        // What a proxy says before the tunnel stands.
        ureq::Error::Protocol(_) => (Kind::Proxy, "its answer is not HTTP".to_owned()),
        ureq::Error::ConnectionFailed => (Kind::Unreachable, String::new()),
        _ => sent(error),
    }
}

/// What an error means once a connection stood.
fn sent(error: &ureq::Error) -> (Kind, String) {
    match error {
        ureq::Error::Io(error) => {
            if let Some(told) = tls_told(ureq::Error::Rustls, error) {
                return tls(&told);
            }
            match error.kind() {
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                    (Kind::TimeOut, String::new())
                }
                _ => (Kind::Dropped, String::new()),
            }
        }
        ureq::Error::Timeout(phase) => {
            let what = match phase {
                Timeout::Resolve => return (Kind::NameNotFound, String::new()),
                Timeout::Connect => return (Kind::ConnectTimeOut, String::new()),
                Timeout::SendRequest | Timeout::SendBody => "while the request was sent",
                Timeout::RecvBody => "in the middle of the answer",
                _ => "",
            };
            (Kind::TimeOut, what.to_owned())
        }
        ureq::Error::HostNotFound => (Kind::NameNotFound, String::new()),
        ureq::Error::ConnectProxyFailed(told) => (Kind::Proxy, proxy_status(told)),
        ureq::Error::Rustls(error) => tls(&error.to_string()),
        ureq::Error::Tls(_) | ureq::Error::TlsRequired => {
            (Kind::Tls(TlsFault::Other), String::new())
        }
        ureq::Error::LargeResponseHeader(..) => {
            (Kind::Garbled, "its head is longer than 64 KiB".to_owned())
        }
        ureq::Error::Protocol(_) | ureq::Error::BodyStalled => (Kind::Garbled, String::new()),
        ureq::Error::BodyExceedsLimit(_) => (Kind::TooLarge, String::new()),
        ureq::Error::Http(_) => (
            Kind::Settings,
            "a header or the address has forbidden characters".to_owned(),
        ),
        ureq::Error::BadUri(_)
        | ureq::Error::RequireHttpsOnly(_)
        | ureq::Error::InvalidProxyUrl => (Kind::Settings, "its address is not usable".to_owned()),
        _ => (Kind::Garbled, String::new()),
    }
}

/// The text of a TLS error inside an I/O error. The TLS crate is not named: its
/// error type is the one that `wrap` takes.
fn tls_told<E: Error + 'static>(_wrap: fn(E) -> ureq::Error, error: &io::Error) -> Option<String> {
    error
        .get_ref()?
        .downcast_ref::<E>()
        .map(ToString::to_string)
}

/// Recognises the TLS errors a person can do something about, by their text.
fn tls(told: &str) -> (Kind, String) {
    let has = |words: &[&str]| words.iter().any(|word| told.contains(word));
    let fault = if has(&["UnknownIssuer", "CaUsedAsEndEntity"]) {
        TlsFault::UnknownIssuer
    } else if has(&["not valid yet", "NotValidYet"]) {
        TlsFault::NotYetValid
    } else if has(&["certificate expired", "(Expired", ": Expired"]) {
        TlsFault::Expired
    } else if has(&["not valid for name", "NotValidForName"]) {
        TlsFault::WrongName
    } else if has(&["No CA certificates"]) {
        TlsFault::NoRoots
    } else if has(&["corrupt message", "unexpected message"]) {
        TlsFault::NotTls
    } else {
        return (
            Kind::Tls(TlsFault::Other),
            told.chars().filter(|c| !c.is_control()).take(160).collect(),
        );
    };
    let detail = match fault {
        TlsFault::Expired | TlsFault::NotYetValid => off_by(told).unwrap_or_default(),
        _ => String::new(),
    };
    (Kind::Tls(fault), detail)
}

/// By how much a certificate and the clock disagree: "(93784 seconds ago)".
fn off_by(told: &str) -> Option<String> {
    let seconds: u64 = told.rsplit_once('(')?.1.split(' ').next()?.parse().ok()?;
    let (count, unit) = match seconds {
        0..7200 => (seconds / 60, "minutes"),
        7200..172_800 => (seconds / 3600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    Some(format!("by {count} {unit}"))
}

/// The status in "proxy server responded 407/407".
fn proxy_status(told: &str) -> String {
    match told.rsplit_once('/').map(|(_, status)| status) {
        Some("407") => "it wants a user name and password".to_owned(),
        Some(status) if status.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("it answered {status}")
        }
        _ => "it did not answer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_errors_a_person_can_mend() {
        let rows = [
            (
                "invalid peer certificate: UnknownIssuer",
                TlsFault::UnknownIssuer,
                "",
            ),
            (
                "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))",
                TlsFault::UnknownIssuer,
                "",
            ),
            (
                "invalid peer certificate: certificate expired: verification time 1795345200 (UNIX), but certificate is not valid after 1795258799 (86401 seconds ago)",
                TlsFault::Expired,
                "by 24 hours",
            ),
            (
                "invalid peer certificate: certificate not valid yet: verification time 0 (UNIX), but certificate is not valid before 1795258799 (1795258799 seconds in future)",
                TlsFault::NotYetValid,
                "by 20778 days",
            ),
            ("invalid peer certificate: Expired", TlsFault::Expired, ""),
            (
                "invalid peer certificate: NotValidYet",
                TlsFault::NotYetValid,
                "",
            ),
            (
                "invalid peer certificate: certificate not valid for name \"a\"; certificate is only valid for b",
                TlsFault::WrongName,
                "",
            ),
            (
                "received corrupt message of type InvalidContentType",
                TlsFault::NotTls,
                "",
            ),
            (
                "unexpected error: No CA certificates were loaded from the system",
                TlsFault::NoRoots,
                "",
            ),
            (
                "received fatal alert: HandshakeFailure",
                TlsFault::Other,
                "received fatal alert: HandshakeFailure",
            ),
        ];
        for (told, fault, detail) in rows {
            assert_eq!(tls(told), (Kind::Tls(fault), detail.to_owned()), "{told}");
        }
    }

    #[test]
    fn a_mark_makes_the_same_error_certain() {
        let route = Route {
            host: "api.example",
            proxy: None,
        };
        let reset = || ureq::Error::Io(io::ErrorKind::ConnectionReset.into());
        let marked =
            |resolving, error| ureq::Error::Other(Box::new(BeforeSending { resolving, error }));
        let judge = |error| {
            let error = from_ureq(error, &route);
            (error.kind, error.certainty)
        };
        assert_eq!(judge(reset()), (Kind::Dropped, Certainty::Unknown));
        assert_eq!(
            judge(marked(false, reset())),
            (Kind::Tls(TlsFault::Dropped), Certainty::NotDone)
        );
        let nested = marked(false, marked(true, reset()));
        assert_eq!(judge(nested), (Kind::NameNotFound, Certainty::NotDone));
        for phase in [Timeout::Resolve, Timeout::Connect] {
            assert_eq!(
                judge(ureq::Error::Timeout(phase)).1,
                Certainty::NotDone,
                "{phase}"
            );
        }
        for phase in [
            Timeout::SendRequest,
            Timeout::SendBody,
            Timeout::RecvResponse,
            Timeout::RecvBody,
            Timeout::Global,
            Timeout::PerCall,
            Timeout::PerRead,
            Timeout::PerWrite,
        ] {
            assert_eq!(
                judge(ureq::Error::Timeout(phase)),
                (Kind::TimeOut, Certainty::Unknown),
                "{phase}"
            );
        }
        let proxied = Route {
            host: "api.example",
            proxy: Some("proxy.example"),
        };
        let refused = marked(
            false,
            marked(
                false,
                ureq::Error::Io(io::ErrorKind::ConnectionRefused.into()),
            ),
        );
        let error = from_ureq(refused, &proxied);
        assert_eq!(
            (error.kind, error.host.as_str()),
            (Kind::Proxy, "proxy.example")
        );
    }
}
