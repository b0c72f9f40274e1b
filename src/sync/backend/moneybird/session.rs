//! One run against one administration: where its API lives and how requests are
//! signed. Sends each request once more where a renewed token may help; a 401
//! proves that nothing was done.

use super::errors::{self, Act};
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Method, Repeat, Request, Response, Wire, auth};
use crate::sync::backend::login::Tokens;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Where the service lives.
const HOME: &str = "https://moneybird.com";
/// The version of its interface, below the host.
const ROOT: [&str; 2] = ["api", "v2"];

/// The length of the service's window of requests, seconds.
const WINDOW: u64 = 300;

/// The way to one administration.
pub struct Session {
    wire: Wire,
    origin: Address,
    administration: String,
    tokens: Box<dyn Tokens>,
}

/// A success, with what its headers tell.
#[derive(Debug)]
pub struct Reply {
    /// The body; null where there was none.
    pub value: Value,
    /// The answer itself, for its headers.
    pub answer: Response,
}

/// One call: what it does and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What its failure means.
    pub act: Act,
    /// The method.
    pub method: Method,
    /// The path below the administration; the last part without its suffix.
    pub path: &'a [&'a str],
    /// Query pairs.
    pub query: &'a [(&'a str, &'a str)],
    /// Whether it may be sent again when nobody knows what became of it.
    pub repeat: Repeat,
}

impl Session {
    /// A session that has not asked anything yet. `url` replaces the vendor's address.
    ///
    /// # Errors
    /// `Misconfigured` for an address or administration that may not be used.
    pub fn new(
        url: Option<&str>,
        administration: &str,
        tokens: Box<dyn Tokens>,
        wire: Wire,
    ) -> Result<Self, BackendError> {
        let session = Self::open(url, tokens, wire)?;
        let administration = administration.trim();
        let digits =
            !administration.is_empty() && administration.bytes().all(|b| b.is_ascii_digit());
        if !digits {
            return Err(BackendError::new(
                ErrorKind::Misconfigured,
                format!("administration {administration:?} is not a number"),
                "take the long number from the address of the administration in the browser",
            ));
        }
        Ok(Self {
            administration: administration.to_owned(),
            ..session
        })
    }

    /// A session beside all administrations, to ask which there are.
    ///
    /// # Errors
    /// `Misconfigured` for an address that may not be used.
    pub fn open(
        url: Option<&str>,
        tokens: Box<dyn Tokens>,
        wire: Wire,
    ) -> Result<Self, BackendError> {
        let typed = Address::parse(url.unwrap_or(HOME).trim());
        let origin = typed.and_then(|typed| Address::parse(&typed.origin()));
        let origin = origin.map_err(|error| errors::from_net(Act::Read, &error.into()))?;
        Ok(Self {
            wire,
            origin,
            administration: String::new(),
            tokens,
        })
    }

    /// How many requests have left.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.wire.requests()
    }

    /// The service as people call it, for messages: its host says nothing to them.
    #[must_use]
    pub fn service(&self) -> &'static str {
        BackendKind::Moneybird.title()
    }

    /// The administration: the tenant.
    #[must_use]
    pub fn administration(&self) -> &str {
        &self.administration
    }

    /// A read below the administration.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Reply, BackendError> {
        self.ask(Act::Read, path, query)
    }

    /// A read below the administration of what a person may have named.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn ask(
        &self,
        act: Act,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Reply, BackendError> {
        let call = Call {
            act,
            method: Method::Get,
            path,
            query,
            repeat: Repeat::Safely,
        };
        self.send(call, None)
    }

    /// The administrations the token may see; lies beside them, not below.
    ///
    /// # Errors
    /// As any read.
    pub fn administrations(&self) -> Result<Reply, BackendError> {
        let address = self.address(&["administrations.json"], &[])?;
        self.signed(Act::Read, || Ok(Request::get(address.clone())))
    }

    /// Sends a call with an optional JSON body.
    ///
    /// # Errors
    /// What the refusal or the lack of an answer means.
    pub fn send(&self, call: Call<'_>, body: Option<&[u8]>) -> Result<Reply, BackendError> {
        let mut parts = vec![self.administration.as_str()];
        let (last, before) = call.path.split_last().unwrap_or((&"", &[]));
        parts.extend_from_slice(before);
        let last = format!("{last}.json");
        parts.push(&last);
        let address = self.address(&parts, call.query)?;
        self.signed(call.act, || {
            let request = Request::new(call.method, address.clone()).repeat(call.repeat);
            Ok(match body {
                Some(body) => request.body(body),
                None => request,
            })
        })
    }

    fn signed(
        &self,
        act: Act,
        make: impl Fn() -> Result<Request, BackendError>,
    ) -> Result<Reply, BackendError> {
        let token = self.tokens.current()?;
        let first = self.once(act, make()?, &token);
        match first {
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                match self.tokens.renew(&token)? {
                    Some(renewed) => self.once(act, make()?, &renewed),
                    None => Err(error),
                }
            }
            other => other,
        }
    }

    fn once(&self, act: Act, request: Request, token: &Secret) -> Result<Reply, BackendError> {
        let header = Arc::new(auth::bearer(token));
        let request = request
            .header("Accept", "application/json")
            .secret_header("Authorization", Arc::clone(&header));
        let judged = match self.wire.send(&request) {
            Ok(answer) => {
                if let Some(moment) = empty_until(&answer) {
                    self.wire.hold_until(moment, WINDOW);
                }
                let wish = self.wire.wish(&answer).map(Duration::from_secs);
                errors::judge(act, &answer, wish, self.service())
                    .map(|value| Reply { value, answer })
            }
            Err(error) => Err(errors::from_net(act, &error)),
        };
        judged.map_err(|error| error.scrubbed([token]))
    }

    fn address(&self, parts: &[&str], query: &[(&str, &str)]) -> Result<Address, BackendError> {
        let joined = self.origin.join(&ROOT).and_then(|root| root.join(parts));
        let address = joined.map_err(|error| errors::from_net(Act::Read, &error.into()))?;
        Ok(address.with_query(query))
    }
}

/// When requests are taken again, where none are left in the window. Only the header that
/// nobody documents counts them; the documented one was measured to hold seconds.
fn empty_until(answer: &Response) -> Option<i64> {
    let number = |name| answer.header(name)?.trim().parse::<i64>().ok();
    (number("ratelimit-requestsremaining")? == 0)
        .then(|| number("ratelimit-reset"))
        .flatten()
}
