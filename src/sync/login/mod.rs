//! Logging in to services that take tokens, by letting an application in with a browser
//! (OAuth 2, the code grant): asking, exchanging, keeping, renewing, leaving.
//!
//! | file | is for |
//! |---|---|
//! | `asked` | the address of the page, and what a person brings back from it |
//! | `exchange` | a code or a refresh token against tokens, once |
//! | `record`, `keep` | the login as it is kept, in one file a profile |
//! | `stored` | the token of a run, renewed under a lock across processes |
//!
//! What differs between services is each adapter's [`Grant`]. Never here: a token in a
//! message, in the database, or sent to another server than the one that gave it; a
//! refresh token sent again after an answer came.

pub mod asked;
pub mod exchange;
pub mod keep;
pub mod record;
mod stored;

pub use stored::Stored;

use self::asked::{Asked, OLDEST, Unusable, code_in};
use self::exchange::{Application, Counter, For, Given, Ungiven};
use self::keep::{Hold, Keep, KeepError};
use self::record::Login;
use super::backend::grant::{self, Grant, Place};
use super::backend::{BackendError, ErrorKind};
use super::connect::{ConnectError, Means};
use super::way::Way;
use crate::clock::Clock;
use crate::config::{OAuth, Profile};
use crate::domain::secret::Secret;
use crate::net::{Address, NetError};
use std::sync::Arc;
use std::time::Duration;

/// How long another process may take to renew the same login.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a log-in or log-out came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// What was pasted is of no use.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// The service.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The state folder.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// What came of leaving.
#[derive(Debug)]
pub enum Left {
    /// Nobody was logged in.
    Nobody,
    /// Withdrawn there, gone here.
    Withdrawn,
    /// Gone here; the service has no way to withdraw it from here.
    OnlyHere,
    /// Gone here; withdrawing it failed.
    Failed(BackendError),
}

/// One profile's door to a service that takes tokens.
pub struct Door {
    counter: Counter,
    page_home: String,
    keep: Keep,
    clock: Arc<dyn Clock>,
    profile: String,
}

impl Door {
    /// The door of a profile; fetches the application's secret and sends nothing.
    ///
    /// # Errors
    /// A secret that cannot be had, an address that may not be used.
    pub fn of(profile: &Profile, login: &OAuth, means: &Means<'_>) -> Result<Self, ConnectError> {
        let secret = login.client_secret.resolve(means.env)?;
        Self::with(profile, login, Some(secret), means)
    }

    /// The same without the application's secret, for leaving where it cannot be had.
    ///
    /// # Errors
    /// An address that may not be used.
    pub fn without_secret(
        profile: &Profile,
        login: &OAuth,
        means: &Means<'_>,
    ) -> Result<Self, ConnectError> {
        Self::with(profile, login, None, means)
    }

    fn with(
        profile: &Profile,
        login: &OAuth,
        secret: Option<Secret>,
        means: &Means<'_>,
    ) -> Result<Self, ConnectError> {
        let Some(grant) = grant::of(profile.kind()) else {
            return Err(ConnectError::Backend(BackendError::new(
                ErrorKind::Misconfigured,
                format!("{} gives no tokens to applications", profile.kind().title()),
                "remove the [oauth] table of the profile",
            )));
        };
        let home = profile.url.as_deref().unwrap_or(grant.home);
        let home = Address::parse(home.trim()).and_then(|home| Address::parse(&home.origin()));
        let home = home.map_err(NetError::from)?;
        let page_home = match profile.url {
            Some(_) => home.origin(),
            None => grant.page_home.to_owned(),
        };
        Ok(Self {
            page_home,
            keep: Keep::of(means.state, &profile.name),
            clock: means.clock.clone(),
            profile: profile.name.clone(),
            counter: Counter {
                grant,
                application: Application {
                    client_id: login.client_id.clone(),
                    client_secret: Arc::new(secret.unwrap_or_else(|| Secret::new(""))),
                    redirect_uri: login.redirect_uri.clone(),
                },
                home,
                way: Way::of(profile, means),
            },
        })
    }

    /// The service's way of giving tokens.
    #[must_use]
    pub fn grant(&self) -> &'static Grant {
        self.counter.grant
    }

    /// Where the login is kept.
    #[must_use]
    pub fn keep(&self) -> &Keep {
        &self.keep
    }

    /// Whether the service shows the code on a page of its own.
    #[must_use]
    pub fn shows_code(&self) -> bool {
        self.grant().shown == Some(self.counter.application.redirect_uri.as_str())
    }

    /// The address at which a person lets the application in. Asking again within the
    /// hour gives the same address, so that one who comes back late is still let in.
    ///
    /// # Errors
    /// The state folder's: what cannot be kept is not asked for.
    pub fn ask(&self) -> Result<String, DoorError> {
        let hold = self.hold()?;
        let app = &self.counter.application;
        let now = self.clock.now();
        let asked = match self.asked() {
            Some(asked) => asked,
            None => {
                let asked = Asked {
                    state: random_state()?,
                    client_id: app.client_id.clone(),
                    redirect_uri: app.redirect_uri.clone(),
                    at: now,
                };
                let text = serde_json::to_string(&asked).unwrap_or_default();
                self.keep.note(&text, &hold)?;
                asked
            }
        };
        Ok(asked.address(self.grant(), &self.page_home))
    }

    /// What was asked for and not answered yet, by this application, of late.
    fn asked(&self) -> Option<Asked> {
        let app = &self.counter.application;
        let now = self.clock.now();
        let text = self.keep.noted()?;
        let asked: Asked = serde_json::from_str(text.expose()).ok()?;
        let age = now.saturating_sub(asked.at);
        let is_ours = asked.client_id == app.client_id && asked.redirect_uri == app.redirect_uri;
        (is_ours && !asked.state.is_empty() && (0..=OLDEST).contains(&age)).then_some(asked)
    }

    /// Takes what a person brought back, exchanges the code in it, and keeps the tokens.
    /// What was asked for and not given is told.
    ///
    /// # Errors
    /// What was pasted, the service's refusal, the disk; then nothing is kept but what
    /// was kept before.
    pub fn enter(&self, pasted: &str) -> Result<Vec<String>, DoorError> {
        let hold = self.hold()?;
        let asked = self.asked().ok_or(Unusable::OtherState)?;
        let code = code_in(pasted, &asked, self.grant().shown);
        if matches!(code, Err(Unusable::Denied(_))) {
            self.keep.forget_note();
        }
        let code = code?;
        let before = self.keep.settled(&hold);
        // A file that others could read is made anew; one that is garbage as well.
        let before = before.ok().flatten();
        // A disk that is full is met before the code is spent.
        let room = self.keep.make_room(&hold)?;
        let given = self.counter.exchange(&For::Code(code));
        let again = format!("run `tt auth login {}` again", self.profile);
        let given = given.map_err(|why| match why {
            Ungiven::NoLongerGood(words) => BackendError::new(
                ErrorKind::Unauthorized,
                format!(
                    "{} does not take this code, or no longer: {words}",
                    self.title()
                ),
                format!("{again}; a code is good once, and for a few minutes"),
            ),
            Ungiven::NotDone(error) => error,
            Ungiven::Lost(error) => BackendError::new(
                error.kind,
                format!(
                    "{}; the code may be used up and nobody is logged in",
                    error.message
                ),
                again,
            ),
        })?;
        let lacking = given.lacking.clone();
        let place = before.as_ref().filter(|before| self.is_ours(before));
        let login = Login {
            serial: before.as_ref().map_or(0, |before| before.serial) + 1,
            home: self.counter.home.origin(),
            client_id: self.counter.application.client_id.clone(),
            place: place.and_then(|before| before.place.clone()),
            ..self.login(given)
        };
        self.keep.put(&login, room, &hold)?;
        self.keep.forget_note();
        Ok(lacking)
    }

    /// The tokens as given, without the rest of a login.
    fn login(&self, given: Given) -> Login {
        let now = self.clock.now();
        Login {
            serial: 0,
            home: String::new(),
            client_id: String::new(),
            access: given.access,
            refresh: given.refresh,
            given_at: now,
            // By our own clock: the service's may differ, the length does not.
            ends_at: given.life.map(|life| now.saturating_add(life)),
            renewing: None,
            over: false,
            place: None,
        }
    }

    /// The places that the login leads to.
    ///
    /// # Errors
    /// Nobody logged in; as any read.
    pub fn places(self: &Arc<Self>) -> Result<Vec<Place>, BackendError> {
        let wire = self.counter.way.login_wire(Vec::new());
        let wire = wire.map_err(|error| {
            BackendError::new(ErrorKind::Misconfigured, error.message, error.help)
        })?;
        let tokens = Box::new(self.clone().tokens());
        (self.grant().places)(&self.counter.home.origin(), tokens, wire)
    }

    /// Keeps this place with the login.
    ///
    /// # Errors
    /// The state folder's; nobody logged in.
    pub fn choose(&self, place: &Place) -> Result<(), DoorError> {
        let hold = self.hold()?;
        let Some(mut login) = self.keep.settled(&hold)? else {
            return Err(self.nobody().into());
        };
        login.place = Some(place.clone());
        login.serial += 1;
        let room = self.keep.make_room(&hold)?;
        Ok(self.keep.put(&login, room, &hold)?)
    }

    /// Withdraws the tokens there, then removes them here, whatever came of the first.
    ///
    /// # Errors
    /// The state folder's: then they are still here.
    pub fn leave(&self) -> Result<Left, DoorError> {
        let hold = self.hold()?;
        let login = match self.keep.settled(&hold) {
            Ok(login) => login,
            Err(KeepError::Disk { path, source }) => {
                return Err(KeepError::Disk { path, source }.into());
            }
            Err(_) => None,
        };
        let withdrawn = match &login {
            Some(login) if self.is_ours(login) => self.withdraw(login),
            Some(_) => Err(BackendError::new(
                ErrorKind::Misconfigured,
                "the profile names another service or application than the login",
                "",
            )),
            None => Ok(false),
        };
        self.keep.forget_note();
        if !self.keep.remove(&hold)? {
            return Ok(Left::Nobody);
        }
        Ok(match withdrawn {
            Ok(true) => Left::Withdrawn,
            Ok(false) => Left::OnlyHere,
            Err(error) => Left::Failed(error),
        })
    }

    /// The refresh token first: with it gone, the other one ends by itself.
    fn withdraw(&self, login: &Login) -> Result<bool, BackendError> {
        if self.grant().revoke.is_some()
            && self.counter.application.client_secret.expose().is_empty()
        {
            return Err(BackendError::new(
                ErrorKind::Misconfigured,
                "the application's secret cannot be had",
                "",
            ));
        }
        let mut withdrawn = false;
        for token in login.refresh.iter().chain([&login.access]) {
            withdrawn = self.counter.revoke(token)?;
        }
        Ok(withdrawn)
    }

    /// The tokens of a run; reads nothing yet.
    #[must_use]
    pub fn tokens(self: Arc<Self>) -> Stored {
        Stored::new(self)
    }

    /// Where time is booked, as chosen at login.
    ///
    /// # Errors
    /// Nobody logged in, or with another application.
    pub fn place(&self) -> Result<Option<Place>, BackendError> {
        Ok(self.kept()?.place)
    }

    /// The login as it is kept now.
    ///
    /// # Errors
    /// None, garbage, or one for another server or application.
    pub fn kept(&self) -> Result<Login, BackendError> {
        let kept = self.keep.read().map_err(|error| self.of_keep(&error))?;
        self.checked(kept)
    }

    fn checked(&self, kept: Option<Login>) -> Result<Login, BackendError> {
        let login = kept.ok_or_else(|| self.nobody())?;
        if self.is_ours(&login) {
            return Ok(login);
        }
        Err(BackendError::new(
            ErrorKind::Unauthorized,
            format!(
                "the login of profile {} is for another server or application than the profile now names",
                self.profile
            ),
            self.again(),
        ))
    }

    /// Whether a login is for this server and application: its tokens go nowhere else.
    fn is_ours(&self, login: &Login) -> bool {
        login.home == self.counter.home.origin()
            && login.client_id == self.counter.application.client_id
    }

    fn title(&self) -> &'static str {
        self.grant().kind.title()
    }

    fn again(&self) -> String {
        format!("run `tt auth login {}`", self.profile)
    }

    fn nobody(&self) -> BackendError {
        BackendError::new(
            ErrorKind::Unauthorized,
            format!(
                "nobody is logged in to {} with profile {}",
                self.title(),
                self.profile
            ),
            self.again(),
        )
    }

    fn of_keep(&self, error: &KeepError) -> BackendError {
        let kind = match error {
            KeepError::Garbage(_) => ErrorKind::Unauthorized,
            KeepError::OpenToOthers { .. } | KeepError::Disk { .. } => ErrorKind::Misconfigured,
            KeepError::Busy => ErrorKind::Unreachable,
        };
        BackendError::new(kind, error.to_string(), error.help(&self.profile))
    }

    fn hold(&self) -> Result<Hold, KeepError> {
        self.keep.hold(self.clock.as_ref(), PATIENCE)
    }
}

/// A state that nobody can guess.
fn random_state() -> Result<String, BackendError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        BackendError::new(
            ErrorKind::Misconfigured,
            format!("this machine gives no random numbers: {error}"),
            "nothing can be asked for safely without them",
        )
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
