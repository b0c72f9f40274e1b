//! One run against one business: where the families of its interface live and how
//! requests are signed. Sends each request once more where a renewed token may
//! help; a 401 proves that nothing was done.

use super::errors::{self, Act};
use super::me::Me;
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Method, Repeat, Request, Wire, auth};
use crate::sync::backend::login::Tokens;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Where the service lives.
const HOME: &str = "https://api.freshbooks.com";

/// A part of the interface. Each has its own kind of number: a wrong one is answered
/// as if the thing were not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family<'a> {
    /// Time entries, of the business.
    TimeTracking,
    /// Projects, of the business.
    Projects,
    /// Services, of the business.
    Comments,
    /// Clients and tasks, of an account.
    Accounting(&'a str),
    /// Whoever is logged in.
    Identity,
}

/// The way to one business.
pub struct Session {
    wire: Wire,
    origin: Address,
    business: String,
    tokens: Box<dyn Tokens>,
}

/// One call: what it does and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What its failure means.
    pub act: Act,
    /// The method.
    pub method: Method,
    /// The part of the interface.
    pub family: Family<'a>,
    /// The path below it.
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
    /// `Misconfigured` for an address or business that may not be used.
    pub fn new(
        url: Option<&str>,
        business: &str,
        tokens: Box<dyn Tokens>,
        wire: Wire,
    ) -> Result<Self, BackendError> {
        let business = business.trim();
        if !is_number(business) {
            return Err(BackendError::new(
                ErrorKind::Misconfigured,
                format!("business {business:?} is not a number"),
                "`tt auth status` names the businesses of the login; take the number, not the \
                 letters of the account",
            ));
        }
        Self::open(url, business, tokens, wire)
    }

    /// A session of whoever is logged in, to ask which businesses there are.
    ///
    /// # Errors
    /// `Misconfigured` for an address that may not be used.
    pub fn open(
        url: Option<&str>,
        business: &str,
        tokens: Box<dyn Tokens>,
        wire: Wire,
    ) -> Result<Self, BackendError> {
        let typed = Address::parse(url.unwrap_or(HOME).trim());
        let origin = typed.and_then(|typed| Address::parse(&typed.origin()));
        Ok(Self {
            wire,
            origin: origin.map_err(|error| errors::from_net(Act::Read, &error.into()))?,
            business: business.to_owned(),
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
        BackendKind::FreshBooks.title()
    }

    /// The business: the tenant.
    #[must_use]
    pub fn business(&self) -> &str {
        &self.business
    }

    /// Whoever is logged in.
    ///
    /// # Errors
    /// As any read.
    pub fn me(&self) -> Result<Me, BackendError> {
        let value = self.ask(Act::Read, Family::Identity, &["users", "me"], &[])?;
        Me::read(&value).ok_or_else(|| self.unreadable())
    }

    /// A read.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn ask(
        &self,
        act: Act,
        family: Family<'_>,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Value, BackendError> {
        let call = Call {
            act,
            method: Method::Get,
            family,
            path,
            query,
            repeat: Repeat::Safely,
        };
        self.send(call, None)
    }

    /// Sends a call with an optional JSON body; the answer's body, null where there is none.
    ///
    /// # Errors
    /// What the refusal or the lack of an answer means.
    pub fn send(&self, call: Call<'_>, body: Option<&[u8]>) -> Result<Value, BackendError> {
        let mut parts = match call.family {
            Family::TimeTracking => vec!["timetracking", "business", &self.business],
            Family::Projects => vec!["projects", "business", &self.business],
            Family::Comments => vec!["comments", "business", &self.business],
            Family::Accounting(account) => vec!["accounting", "account", account],
            Family::Identity => vec!["auth", "api", "v1"],
        };
        parts.extend_from_slice(call.path);
        let address = self.origin.join(&parts);
        let address = address.map_err(|error| errors::from_net(Act::Read, &error.into()))?;
        let address = address.with_query(call.query);
        let make = || {
            let request = Request::new(call.method, address.clone()).repeat(call.repeat);
            match body {
                Some(body) => request.body(body),
                None => request,
            }
        };
        let token = self.tokens.current()?;
        match self.once(call.act, make(), &token) {
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                match self.tokens.renew(&token)? {
                    Some(renewed) => {
                        let again = self.once(call.act, make(), &renewed);
                        again.map_err(|error| error.scrubbed([&*token]))
                    }
                    None => Err(error),
                }
            }
            other => other,
        }
    }

    fn once(&self, act: Act, request: Request, token: &Secret) -> Result<Value, BackendError> {
        let header = Arc::new(auth::bearer(token));
        let request = request
            .header("Accept", "application/json")
            .secret_header("Authorization", Arc::clone(&header));
        let judged = match self.wire.send(&request) {
            Ok(answer) => {
                let wish = self.wire.wish(&answer).map(Duration::from_secs);
                errors::judge(act, &answer, wish, self.service())
            }
            Err(error) => Err(errors::from_net(act, &error)),
        };
        judged.map_err(|error| error.scrubbed([token]))
    }

    /// An answer that is none.
    #[must_use]
    pub fn unreadable(&self) -> BackendError {
        BackendError::new(
            ErrorKind::Protocol,
            format!(
                "{} answered with something that is not what was asked for",
                self.service()
            ),
            "check `url` of the profile; if it is right, the service may have trouble: try again later",
        )
    }
}

/// Whether this is a number of a business.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
