//! From a profile to a service that can be asked: its way there with the pace that is
//! kept across runs, and what an engine goes by. Sends nothing.

use crate::app::{App, Desk};
use crate::clock::Clock;
use crate::config::{Marker, Profile};
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::failure::{Code, Failure};
use crate::store::Store;
use crate::sync::backend::Backend;
use crate::sync::connect::{ConnectError, Means, connect};
use crate::sync::engine::{self, Direction, Engine};
use crate::sync::pace::KeptPace;
use crate::sync::progress::Progress;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long and how patiently a service is asked.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Nothing new is sent after this much time.
    pub max_time: Duration,
    /// Whether a service that was away, and entries just booked, are left alone for a while.
    pub rest: bool,
}

/// A profile with its service.
pub struct Line {
    /// The service.
    pub backend: Box<dyn Backend>,
    /// Its pace, across runs.
    pub pace: Arc<KeptPace>,
    /// The profile's terms.
    pub profile: ProfileSettings,
    /// The profile's rules.
    pub rules: RuleSettings,
    /// What an engine goes by.
    pub settings: engine::Settings,
    /// The monotonic moment at which it was made.
    pub began: Duration,
}

impl Line {
    /// A way to the profile's service; the inner error is why there is none.
    ///
    /// # Errors
    /// The store's.
    pub fn open(
        app: &App<'_>,
        desk: &Desk,
        profile: &Profile,
        database: &Path,
        patience: Patience,
    ) -> anyhow::Result<Result<Self, ConnectError>> {
        let began = app.clock.monotonic();
        let pace = Arc::new(KeptPace::open(database, app.now)?);
        let means = Means {
            env: app.around.env,
            clock: app.clock.clone(),
            pace: pace.clone(),
            deadline: Some(began + patience.max_time),
            trust_date: app.var("TT_NOW").is_none(),
            rest: patience.rest,
            zone: desk.zone,
            state: &app.paths.state.path,
        };
        Ok(connect(profile, &means).map(|backend| Self {
            backend,
            pace,
            profile: profile.settings(),
            rules: profile.rules.clone(),
            settings: settings(desk, profile, patience),
            began,
        }))
    }

    /// An engine over this service.
    pub fn engine<'e>(
        &'e self,
        clock: &'e dyn Clock,
        store: &'e mut Store,
        progress: Option<&'e dyn Progress>,
    ) -> Engine<'e> {
        Engine {
            store,
            backend: self.backend.as_ref(),
            clock,
            profile: &self.profile,
            rules: &self.rules,
            settings: self.settings.clone(),
            began: self.began,
            progress,
        }
    }
}

fn settings(desk: &Desk, profile: &Profile, patience: Patience) -> engine::Settings {
    let sync = &desk.config.sync;
    engine::Settings {
        quarantine: sync.quarantine,
        grace: if patience.rest { sync.grace } else { 0 },
        pull_days: i64::from(sync.pull_days),
        marker: match profile.marker {
            Marker::Auto => engine::Marker::Auto,
            Marker::InternalNote => engine::Marker::InternalNote,
            Marker::None => engine::Marker::None,
        },
        catalog_max_age: sync.catalog_max_age,
        policy: profile.policy,
        send: profile.send,
        max_time: patience.max_time,
        direction: Direction::Both,
    }
}

/// The profile that is meant: the one named, else that of `TT_PROFILE` or the configuration.
///
/// # Errors
/// No such profile, none at all, or several and none of them chosen.
pub fn chosen<'d>(
    app: &App<'_>,
    desk: &'d Desk,
    named: Option<&str>,
    or: &str,
) -> anyhow::Result<&'d Profile> {
    let config = &desk.config;
    let found = config.choose_profile(named, app.var("TT_PROFILE").as_deref())?;
    match found {
        Some((profile, _)) => Ok(profile),
        None if config.profiles.is_empty() => Err(Failure::new(
            Code::Config,
            "no profile is configured, so there is no service",
            format!(
                "`tt init` writes a profile into {}",
                app.paths.config.path.display()
            ),
        )
        .into()),
        None => {
            let names: Vec<_> = config.profiles.keys().map(String::as_str).collect();
            Err(Failure::usage(
                "which profile is not said, and there is no default_profile",
                format!("name one ({}){or}", names.join(", ")),
            )
            .into())
        }
    }
}
