//! One run against one installation: where its API lives, how requests are
//! signed, and what "not found" really means there.
//!
//! The code base in the API's path changes when the cloud is upgraded, so a 404
//! may mean that the address is old. It is looked up again once, and only if it
//! has changed the request is sent once more: a 404 proves that it did nothing.

use super::errors::{self, Act};
use super::settings::Settings;
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{Address, Method, NetError, Repeat, Request, Response, Wire, auth};
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The version of the API whose shapes this adapter knows.
const ACCEPT: &str = "application/vnd.connectwise.com+json; version=2025.16";

/// Hosts of the cloud's user interface, whose API hosts have `api-` before them.
const CLOUD: &str = ".myconnectwise.net";
const STAGING: &str = "staging.connectwisedev.com";

/// The way to one installation.
#[derive(Debug)]
pub struct Session {
    wire: Wire,
    origin: Address,
    company: String,
    client_id: String,
    authorization: Arc<Secret>,
    private_key: Secret,
    codebase: Mutex<Option<String>>,
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
    /// The path below the API's root.
    pub path: &'a [&'a str],
    /// Query pairs.
    pub query: &'a [(&'a str, &'a str)],
    /// Whether it may be sent again when nobody knows what became of it.
    pub repeat: Repeat,
}

impl Session {
    /// A session that has not asked anything yet. Takes the credentials over.
    ///
    /// # Errors
    /// `Misconfigured` for an address that may not be used.
    pub fn new(settings: Settings, wire: Wire) -> Result<Self, BackendError> {
        let origin = origin(&settings.url).map_err(|error| errors::from_net(Act::Read, &error))?;
        let user = format!("{}+{}", settings.company_id, settings.public_key);
        Ok(Self {
            wire,
            origin,
            company: settings.company_id,
            client_id: settings.client_id,
            authorization: Arc::new(auth::basic(&user, &settings.private_key)),
            private_key: settings.private_key,
            codebase: Mutex::new(None),
        })
    }

    /// When it is, seconds UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.wire.now()
    }

    /// How many requests have left.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.wire.requests()
    }

    /// The service as people call it, for messages: its host says nothing to them.
    #[must_use]
    pub fn service(&self) -> &'static str {
        BackendKind::ConnectWise.title()
    }

    /// The company's login name in lower case: the tenant.
    #[must_use]
    pub fn tenant(&self) -> String {
        self.company.to_lowercase()
    }

    /// A read of `path` with `query`.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Reply, BackendError> {
        self.ask(Act::Read, path, query)
    }

    /// A read of `path` with `query`, which may be in a person's own words.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn ask(
        &self,
        act: Act,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Reply, BackendError> {
        self.send(
            Call {
                act,
                method: Method::Get,
                path,
                query,
                repeat: Repeat::Safely,
            },
            None,
        )
    }

    /// Sends a call with an optional JSON body.
    ///
    /// # Errors
    /// What the refusal or the lack of an answer means.
    pub fn send(&self, call: Call<'_>, body: Option<&[u8]>) -> Result<Reply, BackendError> {
        let codebase = self
            .codebase()
            .map_err(|error| before_sending(call.act, error))?;
        let first = self.once(call, body, &codebase);
        let lost = match first {
            Ok(answer) if answer.status() == 404 => answer,
            other => return self.judge(call.act, other),
        };
        match self.discover() {
            Ok(now) if now != codebase => self.judge(call.act, self.once(call, body, &now)),
            // Without proof that the address is right, nothing has been proved gone.
            Err(error) if call.act != Act::Create => Err(error),
            _ => self.judge(call.act, Ok(lost)),
        }
    }

    fn judge(&self, act: Act, answer: Result<Response, NetError>) -> Result<Reply, BackendError> {
        let judged = match answer {
            Ok(answer) => {
                errors::judge(act, &answer, self.service()).map(|value| Reply { value, answer })
            }
            Err(error) => Err(errors::from_net(act, &error)),
        };
        judged.map_err(|error| self.scrub(error))
    }

    fn once(
        &self,
        call: Call<'_>,
        body: Option<&[u8]>,
        codebase: &str,
    ) -> Result<Response, NetError> {
        let mut parts = vec![codebase, "apis", "3.0"];
        let (path, is_folder) = match call.path {
            [path @ .., ""] => (path, true),
            path => (path, false),
        };
        parts.extend_from_slice(path);
        let mut address = self.origin.join(&parts)?;
        if is_folder {
            address = address.folder();
        }
        let address = address.with_query(call.query);
        let mut request = Request::new(call.method, address)
            .repeat(call.repeat)
            .header("Accept", ACCEPT)
            .header("clientId", self.client_id.as_str())
            .secret_header("Authorization", Arc::clone(&self.authorization));
        if let Some(body) = body {
            request = request.body(body);
        }
        self.wire.send(&request)
    }

    /// The code base of this run, looked up at the first need.
    fn codebase(&self) -> Result<String, BackendError> {
        let known = self.lock().clone();
        match known {
            Some(codebase) => Ok(codebase),
            None => self.discover(),
        }
    }

    /// Looks the code base up; anybody may, so no credentials go along.
    fn discover(&self) -> Result<String, BackendError> {
        let address = self.origin.join(&["login", "companyinfo", &self.company]);
        let address = address.map_err(|error| errors::from_net(Act::Read, &error.into()))?;
        let request = Request::get(address).header("Accept", "application/json");
        let answer = self.wire.send(&request);
        let answer = answer.map_err(|error| errors::from_net(Act::Read, &error))?;
        if answer.status() == 404 {
            return Err(self.wrong(
                "has no ConnectWise company look-up",
                "check `url` of the profile",
            ));
        }
        let info = errors::judge(Act::Read, &answer, self.origin.host())?;
        if info.is_null() {
            let what = format!(
                "does not know the company `{}`",
                crate::sync::backend::clean(&self.company)
            );
            return Err(self.wrong(&what, "check company_id and `url` of the profile"));
        }
        let codebase = ["Codebase", "codebase"]
            .iter()
            .find_map(|name| info.get(*name)?.as_str());
        let codebase = codebase
            .map(|text| text.trim().trim_matches('/'))
            .unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if codebase.trim_matches('.').is_empty() || !codebase.chars().all(fits) {
            return Err(BackendError::new(
                ErrorKind::Protocol,
                format!(
                    "{} does not tell where the company's API is",
                    self.origin.host()
                ),
                "check `url` of the profile",
            ));
        }
        *self.lock() = Some(codebase.to_owned());
        Ok(codebase.to_owned())
    }

    fn wrong(&self, what: &str, help: &str) -> BackendError {
        BackendError::new(
            ErrorKind::Misconfigured,
            format!("{} {what}", self.origin.host()),
            help,
        )
    }

    /// Takes credentials out of whatever the service echoed.
    fn scrub(&self, error: BackendError) -> BackendError {
        error.scrubbed([&*self.authorization, &self.private_key])
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.codebase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A failure before a write has left is certain, whatever it is for a read.
#[must_use]
pub fn before_sending(act: Act, error: BackendError) -> BackendError {
    if act.reads() || !error.may_have_happened() {
        return error;
    }
    BackendError {
        kind: ErrorKind::Unreachable,
        ..error
    }
}

/// Scheme, host and port of the API: what is typed may be any page of the
/// installation, or the cloud's user interface.
fn origin(url: &str) -> Result<Address, NetError> {
    let typed = Address::parse(url.trim())?;
    let host = typed.host();
    let region = host
        .strip_suffix(CLOUD)
        .filter(|region| !region.contains('.') && !region.starts_with("api-"));
    let origin = typed.origin();
    let origin = match region {
        Some(_) => origin.replacen(host, &format!("api-{host}"), 1),
        None if host == STAGING => origin.replacen(host, &format!("api-{host}"), 1),
        None => origin,
    };
    Ok(Address::parse(&origin)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_address_of_the_installation_leads_to_its_api_host() {
        let rows = [
            (
                "https://na.myconnectwise.net",
                "https://api-na.myconnectwise.net",
            ),
            (
                "https://EU.myconnectwise.net/v4_6_release/",
                "https://api-eu.myconnectwise.net",
            ),
            (
                "https://api-au.myconnectwise.net/v4_6_release/apis/3.0",
                "https://api-au.myconnectwise.net",
            ),
            (
                "https://staging.connectwisedev.com",
                "https://api-staging.connectwisedev.com",
            ),
            (
                "https://cw.example.com:8443/",
                "https://cw.example.com:8443",
            ),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
        ];
        for (typed, used) in rows {
            assert_eq!(origin(typed).unwrap().origin(), used, "{typed}");
        }
        for bad in [
            "http://cw.example.com",
            "cw.example.com",
            "https://a:b@cw.example.com",
            "",
        ] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
