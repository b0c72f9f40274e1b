//! Addresses: which ones may be talked to, and how they are put together.
//!
//! Stricter than the standard on purpose, because credentials go where an
//! address points: https everywhere, http only to this machine, no user name in
//! it, no dot segments, no host that two readers could read differently. Never
//! resolves a name and never touches the network.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use thiserror::Error;

use super::outcome::{Certainty, Kind, NetError};

/// Why an address is not used. The messages never quote what may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// No scheme, or another than http and https.
    #[error("the address must begin with https://")]
    Scheme,
    /// Plain http to another machine.
    #[error(
        "{0} would be reached over plain http; only this machine may be (127.0.0.1, [::1], localhost)"
    )]
    Plain(String),
    /// `user:password@` before the host.
    #[error("the address contains a user name or password; credentials have their own keys")]
    UserInfo,
    /// A base address with `?…` or `#…`.
    #[error("the address must end with its path: no '?' and no '#'")]
    Tail,
    /// The host cannot be read in one way only.
    #[error("the address has no usable host name")]
    Host,
    /// Not a port from 1 to 65535.
    #[error("the address has no usable port")]
    Port,
    /// A path with forbidden characters or `.` and `..` segments.
    #[error("the path of the address is not usable")]
    Path,
    /// A path part that is empty or consists of dots.
    #[error("'{0}' cannot be a part of a path")]
    Segment(String),
    /// A link of an answer that leads to another scheme, host or port.
    #[error("the answer of {from} points to {to}, another server; the link is not followed")]
    Elsewhere {
        /// The host that was asked.
        from: String,
        /// The host that the link names.
        to: String,
    },
}

impl From<AddressError> for NetError {
    fn from(error: AddressError) -> Self {
        let help = match error {
            AddressError::Elsewhere { .. } => {
                "if the service has moved, put its new address into `url` of the profile"
            }
            _ => "correct `url` of the profile; it looks like https://service.example/path",
        };
        NetError::with(
            Kind::Settings,
            Certainty::NotDone,
            "",
            error.to_string(),
            help,
        )
    }
}

/// A checked http(s) address. `Display` leaves the query out.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    secure: bool,
    /// Lower case; IPv6 in brackets.
    host: String,
    /// `None` for the scheme's own port.
    port: Option<u16>,
    /// Encoded; empty or beginning with a slash.
    path: String,
    /// Encoded, without the question mark.
    query: String,
}

impl Address {
    /// Reads a base address as typed in the configuration.
    ///
    /// # Errors
    /// Everything that is not `https://host[:port][/path]`, or `http://` of this
    /// machine.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.contains(['?', '#']) {
            return Err(AddressError::Tail);
        }
        Self::read(text.trim_end_matches('/'))
    }

    fn read(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::Scheme)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(AddressError::Scheme),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = match before.find('/') {
            Some(at) => before.split_at(at),
            None => (before, ""),
        };
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        let (host, port) = host_and_port(authority)?;
        if !secure && !is_loopback(&host) {
            return Err(AddressError::Plain(host));
        }
        check_path(path)?;
        let standard = if secure { 443 } else { 80 };
        Ok(Self {
            secure,
            host,
            port: port.filter(|port| *port != standard),
            path: path.to_owned(),
            query: keep_encoded(query),
        })
    }

    /// This address with path parts appended, each one percent-encoded.
    ///
    /// # Errors
    /// [`AddressError::Segment`] for an empty part or one of dots only: it would
    /// silently name something else, such as the whole collection.
    pub fn join<S: AsRef<str>>(&self, parts: &[S]) -> Result<Self, AddressError> {
        let mut joined = self.clone();
        for part in parts {
            let part = part.as_ref();
            if part.chars().all(|c| c == '.') {
                return Err(AddressError::Segment(part.to_owned()));
            }
            joined.path.push('/');
            encode_into(&mut joined.path, part);
        }
        Ok(joined)
    }

    /// This address with a slash at the end of its path.
    #[must_use]
    pub fn folder(&self) -> Self {
        let mut folder = self.clone();
        if !folder.path.ends_with('/') {
            folder.path.push('/');
        }
        folder
    }

    /// This address with query pairs appended, names and values percent-encoded.
    #[must_use]
    pub fn with_query<K: AsRef<str>, V: AsRef<str>>(&self, pairs: &[(K, V)]) -> Self {
        let mut asked = self.clone();
        for (name, value) in pairs {
            if !asked.query.is_empty() {
                asked.query.push('&');
            }
            encode_into(&mut asked.query, name.as_ref());
            asked.query.push('=');
            encode_into(&mut asked.query, value.as_ref());
        }
        asked
    }

    /// The address a link in an answer from here leads to: absolute, `/path` or
    /// `?query`, on the same server.
    ///
    /// # Errors
    /// [`AddressError::Elsewhere`] for another scheme, host or port; the others
    /// for what cannot be read.
    pub fn follow(&self, link: &str) -> Result<Self, AddressError> {
        let link = link.trim();
        let target = if let Some(query) = link.strip_prefix('?') {
            let query = query.split('#').next().unwrap_or_default();
            Self {
                query: keep_encoded(query),
                ..self.clone()
            }
        } else if link.starts_with('/') && !link.starts_with("//") {
            Self::read(&format!("{}{link}", self.origin()))?
        } else {
            match Self::read(link) {
                Err(AddressError::Plain(to)) => {
                    return Err(AddressError::Elsewhere {
                        from: self.host.clone(),
                        to,
                    });
                }
                other => other?,
            }
        };
        if self.same_origin(&target) {
            Ok(target)
        } else {
            Err(AddressError::Elsewhere {
                from: self.host.clone(),
                to: target.host,
            })
        }
    }

    /// Whether scheme, host and port are equal.
    #[must_use]
    pub fn same_origin(&self, other: &Self) -> bool {
        (self.secure, &self.host, self.port) == (other.secure, &other.host, other.port)
    }

    /// Scheme, host and port, for example `https://api.example:8443`.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        match self.port {
            Some(port) => format!("{scheme}://{}:{port}", self.host),
            None => format!("{scheme}://{}", self.host),
        }
    }

    /// The whole address as it is sent, query included.
    #[must_use]
    pub fn to_wire(&self) -> String {
        let mut text = self.origin();
        text.push_str(if self.path.is_empty() {
            "/"
        } else {
            &self.path
        });
        if !self.query.is_empty() {
            text.push('?');
            text.push_str(&self.query);
        }
        text
    }

    /// The host, lower case, IPv6 in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port in use.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.secure { 443 } else { 80 })
    }

    /// The encoded path, at least `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        if self.path.is_empty() {
            "/"
        } else {
            &self.path
        }
    }

    /// The encoded query without its question mark; empty when there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Whether TLS protects it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether it is this machine, by its literal name.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// Percent-encodes everything but letters, digits and `-._~`.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    encode_into(&mut encoded, text);
    encoded
}

fn encode_into(target: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            target.push(char::from(byte));
        } else {
            push_escape(target, byte);
        }
    }
}

fn push_escape(target: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    target.push('%');
    target.push(char::from(DIGITS[usize::from(byte >> 4)]));
    target.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// A query somebody else has encoded: kept as it is, but for bytes that may not
/// stand in a request line at all.
fn keep_encoded(query: &str) -> String {
    let mut kept = String::with_capacity(query.len());
    for byte in query.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            kept.push(char::from(byte));
        } else {
            push_escape(&mut kept, byte);
        }
    }
    kept
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), AddressError> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (inner, after) = rest.split_once(']').ok_or(AddressError::Host)?;
        let address: Ipv6Addr = inner.parse().map_err(|_| AddressError::Host)?;
        let port = match after {
            "" => None,
            _ => Some(after.strip_prefix(':').ok_or(AddressError::Port)?),
        };
        (format!("[{address}]"), port)
    } else {
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let host = host.to_ascii_lowercase();
        check_name(&host)?;
        (host, port)
    };
    let port = match port {
        None => None,
        Some(digits) => {
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(AddressError::Port);
            }
            Some(
                digits
                    .parse()
                    .ok()
                    .filter(|port| *port > 0)
                    .ok_or(AddressError::Port)?,
            )
        }
    };
    Ok((host, port))
}

/// A host name of letters, digits, `-` and `_`. One whose last label is a number
/// must be a complete IPv4 address: `127.1` and `0x7f.1` mean different machines
/// to different readers.
fn check_name(host: &str) -> Result<(), AddressError> {
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if host.len() > 253 || !host.split('.').all(label_fits) {
        return Err(AddressError::Host);
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    if numeric && host.parse::<Ipv4Addr>().is_err() {
        return Err(AddressError::Host);
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), AddressError> {
    let bytes = path.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let fits = match byte {
            b'%' => bytes
                .get(at + 1..at + 3)
                .is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)),
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(byte),
        };
        if !fits {
            return Err(AddressError::Path);
        }
    }
    let walks = |part: &str| {
        let plain = part.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if path.split('/').any(walks) {
        Err(AddressError::Path)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
