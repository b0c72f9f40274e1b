//! From a profile's configuration to its backend: secrets are fetched, the wire
//! is set up, nothing is sent yet.

use super::backend::autotask::{self, Autotask};
use super::backend::connectwise::{self, ConnectWise};
use super::backend::freshbooks::{self, FreshBooks};
use super::backend::grant::Place;
use super::backend::login::{Fixed, Tokens};
use super::backend::moneybird::{self, Moneybird};
use super::backend::{Backend, BackendError, ErrorKind};
use super::login::Door;
use super::way::Way;
use crate::clock::Clock;
use crate::config::{self, Env, Profile, SecretError};
use crate::domain::status::BackendKind;
use crate::domain::zone::Zone;
use crate::net::{NetError, PaceStore};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no way to the service.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// A secret could not be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The client could not be set up: proxy, authority file.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The adapter does not accept its settings, or there is none yet.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

impl ConnectError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Secret(error) => error.help(),
            Self::Net(error) => error.help.clone(),
            Self::Backend(error) => error.help.clone(),
        }
    }
}

/// What a connection is made with, besides the profile.
pub struct Means<'a> {
    /// The environment, for secrets and proxies.
    pub env: Env<'a>,
    /// For waiting and stamps.
    pub clock: Arc<dyn Clock>,
    /// Where the pace is kept.
    pub pace: Arc<dyn PaceStore>,
    /// The moment on the monotonic clock after which nothing new is sent.
    pub deadline: Option<Duration>,
    /// Whether the wall clock is the machine's own, so that a service's `Date` may be compared with it.
    pub trust_date: bool,
    /// Whether a service that was away is left alone for a while.
    pub rest: bool,
    /// The zone of this machine.
    pub zone: Zone,
    /// The folder in which logins are kept.
    pub state: &'a Path,
}

/// Whether this program can speak to a service.
#[must_use]
pub fn has_adapter(kind: BackendKind) -> bool {
    matches!(
        kind,
        BackendKind::ConnectWise
            | BackendKind::Autotask
            | BackendKind::Moneybird
            | BackendKind::FreshBooks
    )
}

/// The backend of a profile.
///
/// # Errors
/// Whatever keeps it from being set up; nothing was sent.
pub fn connect(profile: &Profile, means: &Means<'_>) -> Result<Box<dyn Backend>, ConnectError> {
    match &profile.backend {
        config::Backend::ConnectWise(service) => {
            let private_key = service.private_key.resolve(means.env)?;
            let wire = Way::of(profile, means).wire()?;
            let zone = profile
                .zone
                .as_deref()
                .and_then(|zone| Zone::parse(zone).ok());
            let settings = connectwise::Settings {
                url: profile.url.clone().unwrap_or_default(),
                company_id: service.company_id.clone(),
                client_id: service.client_id.clone(),
                public_key: service.public_key.clone(),
                private_key,
                member: profile.member.clone(),
                documented: profile.dialect == config::Dialect::Documented,
                marker: match profile.marker {
                    config::Marker::Auto => connectwise::Marker::Auto,
                    config::Marker::InternalNote => connectwise::Marker::InternalNote,
                    config::Marker::None => connectwise::Marker::None,
                },
                approval_type: service.approval_type.word().to_owned(),
                zone: zone.unwrap_or(means.zone),
            };
            Ok(Box::new(ConnectWise::new(settings, wire)?))
        }
        config::Backend::Autotask(service) => {
            let settings = autotask::Settings {
                user: service.user.clone(),
                secret: service.secret.resolve(means.env)?,
                integration_code: service.integration_code.resolve(means.env)?,
                resource: profile.member.clone(),
                impersonate: service.impersonate.clone(),
                url: profile.url.clone(),
                discovery_url: service.discovery_url.clone(),
                zone: profile
                    .zone
                    .as_deref()
                    .and_then(|zone| Zone::parse(zone).ok()),
                fallback: means.zone,
                approver: profile.approver,
            };
            let wire = Way::of(profile, means).wire()?;
            Ok(Box::new(Autotask::new(settings, wire)?))
        }
        config::Backend::Moneybird(service) => {
            let (tokens, place) = tokens(profile, &service.login, means)?;
            let administration = service.administration.clone();
            let administration = administration.or(place.map(|place| place.id));
            let zone = profile.zone.as_deref();
            let settings = moneybird::Settings {
                url: profile.url.clone(),
                administration: administration.ok_or_else(|| nowhere(profile, "administration"))?,
                user: profile.member.clone(),
                tokens,
                zone: zone
                    .and_then(|zone| Zone::parse(zone).ok())
                    .unwrap_or(means.zone),
                documented: profile.dialect == config::Dialect::Documented,
            };
            let wire = Way::of(profile, means).wire()?;
            Ok(Box::new(Moneybird::new(settings, wire)?))
        }
        config::Backend::FreshBooks(service) => {
            let (tokens, place) = tokens(profile, &service.login, means)?;
            let business = service.business.clone();
            let business = business.or(place.as_ref().map(|place| place.id.clone()));
            let business = business.ok_or_else(|| nowhere(profile, "business"))?;
            let chosen = place.filter(|place| place.id == business);
            let (account, member) = chosen.map(|it| (it.account, it.member)).unwrap_or_default();
            let zone = profile.zone.as_deref();
            let settings = freshbooks::Settings {
                url: profile.url.clone(),
                business,
                account: service.account.clone().or(account),
                identity: profile.member.clone().or(member.map(|(id, _)| id)),
                tokens,
                zone: zone
                    .and_then(|zone| Zone::parse(zone).ok())
                    .unwrap_or(means.zone),
            };
            let wire = Way::of(profile, means).wire()?;
            Ok(Box::new(FreshBooks::new(settings, wire)?))
        }
    }
}

/// How requests of a service that takes tokens are signed, and where time is booked where
/// that was chosen at login.
fn tokens(
    profile: &Profile,
    login: &config::Login,
    means: &Means<'_>,
) -> Result<(Box<dyn Tokens>, Option<Place>), ConnectError> {
    match login {
        config::Login::Token(source) => {
            Ok((Box::new(Fixed::new(source.resolve(means.env)?)), None))
        }
        config::Login::OAuth(application) => {
            let door = Arc::new(Door::of(profile, application, means)?);
            let place = door.place()?;
            Ok((Box::new(door.tokens()), place))
        }
    }
}

/// A place to book in that neither the profile nor the login names.
fn nowhere(profile: &Profile, place: &str) -> ConnectError {
    ConnectError::Backend(BackendError::new(
        ErrorKind::Misconfigured,
        format!("no {place} is chosen for profile {}", profile.name),
        format!("run `tt auth login {}`, which asks for one", profile.name),
    ))
}
