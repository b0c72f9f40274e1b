//! A login as it is kept: its tokens, what they are good for and until when, and whether
//! a renewal is under way. Its text is a secret as a whole. Never touches a file.

use crate::domain::secret::Secret;
use crate::sync::backend::grant::Place;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The shape of the text; others are not read.
const VERSION: u32 = 1;

/// A token that ends so soon is renewed before it is used, seconds.
const EARLY: i64 = 300;

/// A login.
#[derive(Debug, Clone)]
pub struct Login {
    /// Goes up with every writing, so that of two texts the later one is known.
    pub serial: u64,
    /// The server the tokens are for; they go to no other.
    pub home: String,
    /// The application they were given to.
    pub client_id: String,
    /// Signs requests.
    pub access: Arc<Secret>,
    /// Brings another access token.
    pub refresh: Option<Arc<Secret>>,
    /// When the access token was given, seconds UTC.
    pub given_at: i64,
    /// When it ends, seconds UTC, where the service tells.
    pub ends_at: Option<i64>,
    /// When a renewal was sent whose answer is not here (seconds UTC): the refresh token
    /// may be used up.
    pub renewing: Option<i64>,
    /// Whether the service has said that it renews no more.
    pub over: bool,
    /// Where time is booked.
    pub place: Option<Place>,
}

impl Login {
    /// Whether the access token has ended, or is about to.
    #[must_use]
    pub fn is_due(&self, now: i64) -> bool {
        self.ends_at.is_some_and(|end| {
            let life = end.saturating_sub(self.given_at);
            end.saturating_sub(now) < EARLY.min(life / 10)
        })
    }

    /// Whether the access token has ended by our clock.
    #[must_use]
    pub fn has_ended(&self, now: i64) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// The text to keep.
    ///
    /// # Errors
    /// None that happens: there are only texts and numbers.
    pub fn write(&self) -> Result<Secret, serde_json::Error> {
        let place = self.place.as_ref();
        let member = place.and_then(|place| place.member.as_ref());
        let shape = Shape {
            version: VERSION,
            serial: self.serial,
            home: self.home.as_str().into(),
            client_id: self.client_id.as_str().into(),
            access_token: self.access.expose().into(),
            refresh_token: self.refresh.as_ref().map(|token| token.expose().into()),
            given_at: self.given_at,
            ends_at: self.ends_at,
            renewing: self.renewing,
            over: self.over,
            place: place.map(|place| PlaceShape {
                id: place.id.clone(),
                name: place.name.clone(),
                account: place.account.clone(),
                member: member.cloned(),
            }),
        };
        serde_json::to_string(&shape).map(Secret::new)
    }

    /// Reads a kept text; none where it is something else, or half of it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // What was made room for and not needed.
        let text = text.trim_end_matches(['\0', '\n', ' ']);
        let shape: Shape<'_> = serde_json::from_str(text).ok()?;
        let access = Secret::new(shape.access_token);
        let refresh = shape.refresh_token.map(Secret::new);
        if shape.version != VERSION || !is_token(&access) {
            return None;
        }
        Some(Self {
            serial: shape.serial,
            home: shape.home.into_owned(),
            client_id: shape.client_id.into_owned(),
            access: Arc::new(access),
            refresh: refresh.filter(is_token).map(Arc::new),
            given_at: shape.given_at,
            ends_at: shape.ends_at,
            renewing: shape.renewing,
            over: shape.over,
            place: shape.place.map(|place| Place {
                id: place.id,
                name: place.name,
                account: place.account,
                member: place.member,
            }),
        })
    }
}

/// Whether it can stand in a header.
#[must_use]
pub fn is_token(token: &Secret) -> bool {
    let text = token.expose();
    !text.is_empty() && text.len() <= 8_192 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The text's fields. It is never shown, so it has no `Debug`.
#[derive(Serialize, Deserialize)]
struct Shape<'t> {
    version: u32,
    serial: u64,
    home: std::borrow::Cow<'t, str>,
    client_id: std::borrow::Cow<'t, str>,
    access_token: std::borrow::Cow<'t, str>,
    refresh_token: Option<std::borrow::Cow<'t, str>>,
    given_at: i64,
    ends_at: Option<i64>,
    renewing: Option<i64>,
    over: bool,
    place: Option<PlaceShape>,
}

#[derive(Serialize, Deserialize)]
struct PlaceShape {
    id: String,
    name: String,
    account: Option<String>,
    member: Option<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn login() -> Login {
        Login {
            serial: 3,
            home: "https://api.example".into(),
            client_id: "abc".into(),
            access: Arc::new(Secret::new("CANARY-access")),
            refresh: Some(Arc::new(Secret::new("CANARY-refresh"))),
            given_at: 1_000_000,
            ends_at: Some(1_043_200),
            renewing: None,
            over: false,
            place: Some(Place {
                id: "7".into(),
                name: "Acme \"Ltd\"".into(),
                account: None,
                member: Some(("9".into(), "Ada".into())),
            }),
        }
    }

    #[test]
    fn what_is_written_reads_back_and_shows_nothing() {
        let login = login();
        let text = login.write().unwrap();
        let padded = format!("{}{}", text.expose(), "\0".repeat(50));
        for text in [text.expose(), &padded] {
            let read = Login::read(text).unwrap();
            assert_eq!(read.access.expose(), "CANARY-access");
            assert_eq!(read.refresh.unwrap().expose(), "CANARY-refresh");
            assert_eq!((read.serial, read.place), (3, login.place.clone()));
        }
        assert!(!format!("{login:?} {text:?}").contains("CANARY"));
    }

    #[test]
    fn garbage_is_no_login() {
        let whole = login().write().unwrap();
        let whole = whole.expose();
        for end in 0..whole.len() {
            assert!(Login::read(&whole[..end]).is_none(), "{end}");
        }
        for text in [
            "",
            "{}",
            "null",
            "\0\0",
            &whole.replace("\"version\":1", "\"version\":2"),
            &whole.replace("CANARY-access", ""),
            &whole.replace("CANARY-access", "a b"),
            &whole.replace("CANARY-access", "a\\nb"),
        ] {
            assert!(Login::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_token_is_renewed_a_little_before_it_ends() {
        let login = login();
        for (now, is_due, has_ended) in [
            (1_000_000, false, false),
            (1_042_900, false, false),
            (1_042_901, true, false),
            (1_043_199, true, false),
            (1_043_200, true, true),
            (2_000_000, true, true),
        ] {
            assert_eq!(
                (login.is_due(now), login.has_ended(now)),
                (is_due, has_ended),
                "{now}"
            );
        }
        // One that lives for a minute is not renewed all the time.
        let short = Login {
            ends_at: Some(1_000_060),
            ..login.clone()
        };
        assert!(!short.is_due(1_000_054) && short.is_due(1_000_055));
        let endless = Login {
            ends_at: None,
            ..login
        };
        assert!(!endless.is_due(i64::MAX) && !endless.has_ended(i64::MAX));
    }
}
