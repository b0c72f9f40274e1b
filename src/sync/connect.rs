//! From a profile's configuration to its backend: secrets are fetched, the wire
//! is set up, nothing is sent yet.

use super::backend::autotask::{self, Autotask};
use super::backend::connectwise::{self, ConnectWise};
use super::backend::login::{Fixed, Tokens};
use super::backend::moneybird::{self, Moneybird};
use super::backend::{Backend, BackendError, ErrorKind};
use crate::clock::Clock;
use crate::config::{self, Env, Profile, SecretError};
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::domain::zone::Zone;
use crate::net::{Client, ClientSettings, NetError, PaceStore, ProxySettings, Wire, WireSettings};
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
}

/// Whether this program can speak to a service.
#[must_use]
pub fn has_adapter(kind: BackendKind) -> bool {
    matches!(
        kind,
        BackendKind::ConnectWise | BackendKind::Autotask | BackendKind::Moneybird
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
            let wire = wire(profile, means)?;
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
            let wire = wire(profile, means)?;
            Ok(Box::new(Autotask::new(settings, wire)?))
        }
        config::Backend::Moneybird(service) => {
            let tokens = tokens(profile, &service.login, means)?;
            let zone = profile.zone.as_deref();
            let settings = moneybird::Settings {
                url: profile.url.clone(),
                administration: service.administration.clone(),
                user: profile.member.clone(),
                tokens,
                zone: zone
                    .and_then(|zone| Zone::parse(zone).ok())
                    .unwrap_or(means.zone),
                documented: profile.dialect == config::Dialect::Documented,
            };
            let wire = wire(profile, means)?;
            Ok(Box::new(Moneybird::new(settings, wire)?))
        }
        other => {
            let title = other.kind().title();
            Err(ConnectError::Backend(BackendError::new(
                ErrorKind::Misconfigured,
                format!("this version of tt does not deliver to {title} yet"),
                "entries are kept and stay owed; leave the profile out of `tt sync` for now",
            )))
        }
    }
}

/// How requests of a service that takes tokens are signed.
fn tokens(
    profile: &Profile,
    login: &config::Login,
    means: &Means<'_>,
) -> Result<Box<dyn Tokens>, ConnectError> {
    match login {
        config::Login::Token(source) => Ok(Box::new(Fixed::new(source.resolve(means.env)?))),
        config::Login::OAuth(_) => Err(ConnectError::Backend(BackendError::new(
            ErrorKind::Misconfigured,
            format!("profile {} has no token", profile.name),
            "this version of tt logs in with a ready token: set `token` of the profile",
        ))),
    }
}

fn wire(profile: &Profile, means: &Means<'_>) -> Result<Wire, NetError> {
    let variable = |names: [&str; 2]| {
        names.iter().find_map(|name| {
            (means.env)(name)
                .and_then(|value| value.into_string().ok())
                .filter(|value| !value.is_empty())
        })
    };
    let settings = ClientSettings {
        proxy: ProxySettings {
            https: variable(["HTTPS_PROXY", "https_proxy"]).map(Secret::new),
            all: variable(["ALL_PROXY", "all_proxy"]).map(Secret::new),
            except: variable(["NO_PROXY", "no_proxy"]),
        },
        ca_file: profile.ca_file.clone(),
        user_agent: concat!("tt/", env!("CARGO_PKG_VERSION")).to_owned(),
        ..ClientSettings::default()
    };
    let client = Client::new(&settings)?;
    let settings = WireSettings {
        scope: profile.name.clone(),
        deadline: means.deadline,
        trust_date: means.trust_date,
        rest: means.rest,
        is_refusal: match profile.kind() {
            BackendKind::Autotask => autotask::is_refusal,
            _ => |_| false,
        },
        ..WireSettings::default()
    };
    let dice = Box::new(random);
    Ok(Wire::new(
        Box::new(client),
        means.clock.clone(),
        means.pace.clone(),
        dice,
        settings,
    ))
}

/// Jitter needs no secrecy: without random bytes there is none.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}
