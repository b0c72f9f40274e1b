//! How to get to a profile's service: proxies, authorities, pace. Made once from the
//! environment; opens connections only where it is asked for a wire.

use super::backend::autotask;
use super::connect::Means;
use crate::clock::Clock;
use crate::config::Profile;
use crate::domain::secret::Secret;
use crate::domain::status::BackendKind;
use crate::net::{
    Client, ClientSettings, NetError, PaceStore, ProxySettings, Response, Wire, WireSettings,
};
use std::sync::Arc;
use std::time::Duration;

/// How long a log-in waits because the service asks for it: others wait behind it.
const SHORT: Duration = Duration::from_secs(10);

/// The way to one profile's service.
pub struct Way {
    client: ClientSettings,
    clock: Arc<dyn Clock>,
    pace: Arc<dyn PaceStore>,
    profile: String,
    deadline: Option<Duration>,
    trust_date: bool,
    rest: bool,
    is_refusal: fn(&Response) -> bool,
}

impl Way {
    /// The way that this profile and these surroundings make.
    #[must_use]
    pub fn of(profile: &Profile, means: &Means<'_>) -> Self {
        let variable = |names: [&str; 2]| {
            names.iter().find_map(|name| {
                (means.env)(name)
                    .and_then(|value| value.into_string().ok())
                    .filter(|value| !value.is_empty())
            })
        };
        Self {
            client: ClientSettings {
                proxy: ProxySettings {
                    https: variable(["HTTPS_PROXY", "https_proxy"]).map(Secret::new),
                    all: variable(["ALL_PROXY", "all_proxy"]).map(Secret::new),
                    except: variable(["NO_PROXY", "no_proxy"]),
                },
                ca_file: profile.ca_file.clone(),
                user_agent: concat!("tt/", env!("CARGO_PKG_VERSION")).to_owned(),
                ..ClientSettings::default()
            },
            clock: means.clock.clone(),
            pace: means.pace.clone(),
            profile: profile.name.clone(),
            deadline: means.deadline,
            trust_date: means.trust_date,
            rest: means.rest,
            is_refusal: match profile.kind() {
                BackendKind::Autotask => autotask::is_refusal,
                _ => |_| false,
            },
        }
    }

    /// A wire to the service.
    ///
    /// # Errors
    /// A proxy or an authority that cannot be used.
    pub fn wire(&self) -> Result<Wire, NetError> {
        let settings = WireSettings {
            scope: self.profile.clone(),
            rest: self.rest,
            is_refusal: self.is_refusal,
            ..WireSettings::default()
        };
        self.open(settings)
    }

    /// A wire for logging in, with a pace of its own: what the one server asks for does
    /// not hold up the other. `secrets` are hidden wherever they appear.
    ///
    /// # Errors
    /// As [`Way::wire`].
    pub fn login_wire(&self, secrets: Vec<Arc<Secret>>) -> Result<Wire, NetError> {
        let settings = WireSettings {
            scope: format!("{} login", self.profile),
            rest: false,
            patience: SHORT,
            secrets,
            ..WireSettings::default()
        };
        self.open(settings)
    }

    fn open(&self, settings: WireSettings) -> Result<Wire, NetError> {
        let settings = WireSettings {
            deadline: self.deadline,
            trust_date: self.trust_date,
            ..settings
        };
        Ok(Wire::new(
            Box::new(Client::new(&self.client)?),
            self.clock.clone(),
            self.pace.clone(),
            Box::new(random),
            settings,
        ))
    }
}

/// Jitter needs no secrecy: without random bytes there is none.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}
