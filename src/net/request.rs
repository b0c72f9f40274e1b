//! One request, before it is sent.
//!
//! Says of itself whether it may be repeated; nobody else decides that. Holds
//! credentials only as secret values, which no `Debug` shows.

use std::sync::Arc;

use serde::Serialize;

use super::address::Address;
use super::outcome::{Certainty, Kind, NetError};
use crate::domain::secret::Secret;

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or asks with a body.
    Post,
    /// Replaces.
    Put,
    /// Changes fields.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// As it stands in the request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Whether a request may be sent again when nobody knows what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Twice is worse than not at all: every create. So is late: a first copy of a change
    /// that is done after the next change puts the old values back.
    Never,
    /// Twice is the same as once, and late the same as now: reads, deletes.
    Safely,
}

/// The value of a header.
#[derive(Debug, Clone)]
pub enum Value {
    /// May be shown.
    Plain(String),
    /// May not.
    Secret(Arc<Secret>),
}

impl Value {
    /// The text to send.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    method: Method,
    address: Address,
    headers: Vec<(String, Value)>,
    body: Option<Vec<u8>>,
    repeat: Repeat,
}

impl Request {
    /// A request without headers and body. GET and DELETE are [`Repeat::Safely`], all
    /// others [`Repeat::Never`], unless [`Request::repeat`] says otherwise.
    #[must_use]
    pub fn new(method: Method, address: Address) -> Self {
        let repeat = match method {
            Method::Get | Method::Delete => Repeat::Safely,
            Method::Post | Method::Put | Method::Patch => Repeat::Never,
        };
        Self {
            method,
            address,
            headers: Vec::new(),
            body: None,
            repeat,
        }
    }

    /// A GET.
    #[must_use]
    pub fn get(address: Address) -> Self {
        Self::new(Method::Get, address)
    }

    /// Sets whether it may be repeated: `Safely` for a POST that only asks.
    #[must_use]
    pub fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Sets a header that may be shown.
    #[must_use]
    pub fn header(self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, Value::Plain(value.into()))
    }

    /// Sets a header that may not be shown.
    #[must_use]
    pub fn secret_header(self, name: &str, value: Arc<Secret>) -> Self {
        self.set(name, Value::Secret(value))
    }

    fn set(mut self, name: &str, value: Value) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Sets the body; its type is JSON unless a `Content-Type` header says else.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(bytes.into());
        self
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    /// A value that has no JSON form (a map with keys that are no text).
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Result<Self, NetError> {
        // The text of the error is left out: it may quote the value.
        let bytes = serde_json::to_vec(value).map_err(|_| {
            NetError::new(
                Kind::Settings,
                Certainty::NotDone,
                self.address.host(),
                "the body has no JSON form",
            )
        })?;
        Ok(self.body(bytes))
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Where it goes.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The headers set so far.
    #[must_use]
    pub fn headers(&self) -> &[(String, Value)] {
        &self.headers
    }

    /// The body, byte for byte as it will be sent.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Whether it may be sent again when nobody knows what became of it.
    #[must_use]
    pub fn may_repeat(&self) -> bool {
        self.repeat == Repeat::Safely
    }

    /// The secrets it carries.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.headers.iter().filter_map(|(_, value)| match value {
            Value::Secret(secret) => Some(&**secret),
            Value::Plain(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address::parse("https://api.example/v4").unwrap()
    }

    #[test]
    fn what_creates_or_changes_is_not_repeated_unless_said() {
        let repeats = |method| Request::new(method, address()).may_repeat();
        for method in [Method::Post, Method::Put, Method::Patch] {
            assert!(!repeats(method), "{method:?}");
        }
        for method in [Method::Get, Method::Delete] {
            assert!(repeats(method), "{method:?}");
        }
        assert!(
            Request::new(Method::Post, address())
                .repeat(Repeat::Safely)
                .may_repeat()
        );
    }

    #[test]
    fn debug_shows_no_secret_and_a_header_is_set_once() {
        let request = Request::get(address())
            .header("X-A", "1")
            .header("x-a", "2")
            .secret_header("Authorization", Arc::new(Secret::new("CANARY")));
        assert_eq!(request.headers().len(), 2);
        assert_eq!(request.headers()[0].1.expose(), "2");
        assert_eq!(request.secrets().count(), 1);
        assert!(!format!("{request:?}").contains("CANARY"));
    }

    #[test]
    fn a_body_without_json_form_is_refused_without_quoting_it() {
        let strange = std::collections::HashMap::from([(vec!["CANARY"], 1)]);
        let error = Request::new(Method::Post, address())
            .json(&strange)
            .unwrap_err();
        assert_eq!(
            (error.kind, error.certainty),
            (Kind::Settings, Certainty::NotDone)
        );
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}
