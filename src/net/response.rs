//! One answer, read to its end.
//!
//! Any status but a redirect becomes a [`Response`]; what it proves is judged by
//! [`super::outcome::certainty_of_status`] with the adapter's help.

use std::fmt;

use serde::de::DeserializeOwned;

use super::json::{self, BodyFault};
use super::{http_date, retry_after};

/// Status, headers and body of an answer. `Debug` shows no header values and no body.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    /// An answer from its parts.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first header of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).next()
    }

    /// All headers of that name, in any case.
    pub fn headers_named(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body, at most 8 MiB; of an error status at most its first 64 KiB.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`BodyFault`], which names the field and quotes no value.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, BodyFault> {
        json::decode(&self.body, self.header("content-type"))
    }

    /// The service's clock when it answered (seconds UTC), if it said.
    #[must_use]
    pub fn date(&self, now: i64) -> Option<i64> {
        http_date::parse(self.header("date")?, now)
    }

    /// Seconds by which the clock here, showing `now`, is ahead of the service's.
    #[must_use]
    pub fn clock_ahead(&self, now: i64) -> Option<i64> {
        now.checked_sub(self.date(now)?)
    }

    /// Seconds the service wants to be left alone, from now (see [`retry_after`]).
    /// `trust_date`: whether its `Date` header counts as its clock.
    #[must_use]
    pub fn retry_after(&self, now: i64, trust_date: bool) -> Option<u64> {
        let base = if trust_date { self.date(now) } else { None };
        retry_after::seconds(self.header("retry-after")?, base.unwrap_or(now))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Response({}, {} headers, {} bytes)",
            self.status,
            self.headers.len(),
            self.body.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(headers: &[(&str, &str)]) -> Response {
        let headers = headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Response::new(429, headers, b"CANARY".to_vec())
    }

    #[test]
    fn headers_and_clock() {
        let now = 1_795_345_200; // 2026-11-22T11:00:00Z
        let answer = response(&[
            ("Date", "Sun, 22 Nov 2026 10:59:00 GMT"),
            ("retry-after", "1795345200"),
            ("X", "CANARY"),
        ]);
        assert_eq!(answer.header("DATE"), Some("Sun, 22 Nov 2026 10:59:00 GMT"));
        assert_eq!(answer.clock_ahead(now), Some(60));
        assert_eq!(answer.retry_after(now, true), Some(60));
        assert_eq!(answer.retry_after(now, false), Some(0));
        assert_eq!(response(&[]).retry_after(now, true), None);
        assert!(!format!("{answer:?}").contains("CANARY"));
    }
}
