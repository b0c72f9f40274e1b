//! The exchange of a code or a refresh token for tokens (RFC 6749 §4.1.3, §5, §6), and
//! the withdrawal of tokens (RFC 7009): what is sent, and what the answer proves. Knows
//! no vendor but through its [`Grant`], and keeps nothing.

use super::record::is_token;
use crate::domain::secret::Secret;
use crate::net::{
    Address, Certainty, Method, NetError, Request, Response, Verdict, address::encode,
    certainty_of_status,
};
use crate::sync::backend::grant::Grant;
use crate::sync::backend::{BackendError, ErrorKind, clean};
use crate::sync::way::Way;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Seconds that a token is believed to live at most: ten years.
const LONGEST_LIFE: i64 = 10 * 366 * 86_400;

/// An application registered with the service.
#[derive(Debug)]
pub struct Application {
    /// Its identity.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Arc<Secret>,
    /// Where the browser is sent back to, as registered.
    pub redirect_uri: String,
}

/// What the service gave.
#[derive(Debug)]
pub struct Given {
    /// Signs requests.
    pub access: Arc<Secret>,
    /// Brings another one; none where the one used stays good, or there is none.
    pub refresh: Option<Arc<Secret>>,
    /// How long the access token lives, seconds, where the service tells.
    pub life: Option<i64>,
    /// What was asked for and not given, in the service's words; empty where it does not tell.
    pub lacking: Vec<String>,
}

/// Why nothing was given.
#[derive(Debug)]
pub enum Ungiven {
    /// The code or token is no longer good: used, expired, withdrawn. In the service's words.
    NoLongerGood(String),
    /// Certainly not done: what was sent is as good as before.
    NotDone(BackendError),
    /// Nobody knows: what was sent may be used up.
    Lost(BackendError),
}

/// What is exchanged.
#[derive(Debug, Clone)]
pub enum For {
    /// A code from the browser.
    Code(Arc<Secret>),
    /// A refresh token.
    Refresh(Arc<Secret>),
}

/// Where tokens of one profile come from.
pub struct Counter {
    /// The service's way of giving them.
    pub grant: &'static Grant,
    /// The application.
    pub application: Application,
    /// The server that gives them, and that they are used at.
    pub home: Address,
    /// How to get there.
    pub way: Way,
}

impl Counter {
    /// Exchanges once. Nothing of unknown outcome is sent again.
    ///
    /// # Errors
    /// See [`Ungiven`].
    pub fn exchange(&self, what: &For) -> Result<Given, Ungiven> {
        let app = &self.application;
        let mut fields = vec![
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.expose()),
        ];
        let spent = match what {
            For::Code(code) => {
                fields.push(("grant_type", "authorization_code"));
                fields.push(("code", code.expose()));
                fields.push(("redirect_uri", &app.redirect_uri));
                code
            }
            For::Refresh(token) => {
                fields.push(("grant_type", "refresh_token"));
                fields.push(("refresh_token", token.expose()));
                if self.grant.renews_with_redirect {
                    fields.push(("redirect_uri", &app.redirect_uri));
                }
                token
            }
        };
        let secrets = [app.client_secret.as_ref(), spent.as_ref()];
        let answer = self.post(self.grant.token, &fields, spent);
        let given = match answer {
            Ok((answer, wish)) => self.judge(&answer, wish),
            Err(error) => Err(of_net(&error)),
        };
        given.map_err(|why| match why {
            Ungiven::NoLongerGood(words) => {
                Ungiven::NoLongerGood(crate::net::redact::scrub(&words, secrets).into_owned())
            }
            Ungiven::NotDone(error) => Ungiven::NotDone(error.scrubbed(secrets)),
            Ungiven::Lost(error) => Ungiven::Lost(error.scrubbed(secrets)),
        })
    }

    /// Withdraws a token; whether the service has a way to.
    ///
    /// # Errors
    /// What keeps it from being withdrawn.
    pub fn revoke(&self, token: &Arc<Secret>) -> Result<bool, BackendError> {
        let Some(path) = self.grant.revoke else {
            return Ok(false);
        };
        let app = &self.application;
        let fields = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.expose()),
            ("token", token.expose()),
        ];
        let secrets = [app.client_secret.as_ref(), token.as_ref()];
        let failed = |kind, words: &str| BackendError::new(kind, words, "").scrubbed(secrets);
        match self.post(path, &fields, token) {
            Ok((answer, _)) if answer.is_success() => Ok(true),
            Ok((answer, _)) => {
                let words = Words::of(&answer).sentence(answer.status());
                let words = format!("{} answered: {words}", self.home.host());
                Err(failed(ErrorKind::Unreachable, &words))
            }
            Err(error) => Err(failed(ErrorKind::Unreachable, &error.message)),
        }
    }

    /// The answer, and how long it asks to wait, seconds.
    fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        spent: &Arc<Secret>,
    ) -> Result<(Response, Option<u64>), NetError> {
        let address = Address::parse(&format!("{}{path}", self.home.origin()))?;
        let form: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let form = Secret::new(form.join("&"));
        let request = Request::new(Method::Post, address)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.expose().as_bytes());
        let secrets = vec![spent.clone(), self.application.client_secret.clone()];
        let wire = self.way.login_wire(secrets)?;
        let answer = wire.send(&request)?;
        let wish = wire.wish(&answer);
        Ok((answer, wish))
    }

    fn judge(&self, answer: &Response, wish: Option<u64>) -> Result<Given, Ungiven> {
        let (status, host) = (answer.status(), self.home.host());
        let body = answer.json::<Value>().ok();
        let given = body.as_ref().filter(|_| answer.is_success());
        let given = given.and_then(|body| self.given(body));
        let words = Words::of(answer);
        let usable = given.is_some() || !answer.is_success() && words.code.is_some();
        let said = words.sentence(status);
        match certainty_of_status(status, usable, answer.header("retry-after").is_some()) {
            Verdict::Done => given.ok_or_else(|| lost(host, &said)),
            Verdict::Later => Err(Ungiven::NotDone(BackendError::new(
                ErrorKind::RateLimited(wish.map(Duration::from_secs)),
                format!("{host} takes no more log-ins for the moment"),
                "run the command again in a few minutes; everything is kept",
            ))),
            Verdict::Refused => Err(match words.code.as_deref() {
                Some("invalid_grant") => Ungiven::NoLongerGood(said),
                Some("invalid_client" | "unauthorized_client") => {
                    Ungiven::NotDone(BackendError::new(
                        ErrorKind::Misconfigured,
                        format!("{host} does not know the application: {said}"),
                        "check client_id and client_secret of the profile's [oauth] table",
                    ))
                }
                _ => Ungiven::NotDone(BackendError::new(
                    ErrorKind::Misconfigured,
                    format!("{host} gives no tokens: {said}"),
                    "check the profile's [oauth] table; redirect_uri must be as it is registered",
                )),
            }),
            Verdict::Unknown => Err(lost(host, &said)),
        }
    }

    fn given(&self, body: &Value) -> Option<Given> {
        let token = |name: &str| {
            let text = body.get(name)?.as_str()?;
            let token = Secret::new(text);
            is_token(&token).then(|| Arc::new(token))
        };
        let life = body.get("expires_in").and_then(|life| match life {
            Value::String(text) => text.trim().parse().ok(),
            life => life.as_i64(),
        });
        let scope = body.get("scope").and_then(Value::as_str);
        let given: Vec<&str> = scope.unwrap_or_default().split_whitespace().collect();
        let lacks = |asked: &&&str| !given.is_empty() && !given.contains(*asked);
        let lacking = self.grant.scopes.iter().filter(lacks);
        Some(Given {
            access: token("access_token")?,
            refresh: token("refresh_token"),
            life: life.filter(|life| (1..=LONGEST_LIFE).contains(life)),
            lacking: lacking.map(|scope| (*scope).to_owned()).collect(),
        })
    }
}

fn lost(host: &str, said: &str) -> Ungiven {
    Ungiven::Lost(BackendError::new(
        ErrorKind::Unreachable,
        format!("{host} gave no answer that can be used: {said}"),
        "",
    ))
}

fn of_net(error: &NetError) -> Ungiven {
    let kind = if error.kind == crate::net::Kind::Paused {
        ErrorKind::RateLimited(None)
    } else if error.needs_settings() {
        ErrorKind::Misconfigured
    } else {
        ErrorKind::Unreachable
    };
    let error = (
        error.certainty,
        BackendError::new(kind, error.message.clone(), error.help.clone()),
    );
    match error {
        (Certainty::NotDone, error) => Ungiven::NotDone(error),
        (Certainty::Unknown, error) => Ungiven::Lost(error),
    }
}

/// What a refusal says (RFC 6749 §5.2).
struct Words {
    code: Option<String>,
    sentence: Option<String>,
}

impl Words {
    fn of(answer: &Response) -> Self {
        let body = answer.json::<Value>().unwrap_or_default();
        let text = |name: &str| {
            let text = body.get(name).and_then(Value::as_str).map(clean);
            text.filter(|text| !text.is_empty())
        };
        Self {
            code: text("error"),
            sentence: text("error_description").or_else(|| text("message")),
        }
    }

    fn sentence(&self, status: u16) -> String {
        match (&self.sentence, &self.code) {
            (Some(sentence), Some(code)) => format!("{sentence} ({code})"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => format!("status {status}"),
        }
    }
}
