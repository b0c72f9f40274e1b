//! From a profile to its service, for commands that only read there, and what its
//! refusals mean for the exit code. Sends nothing by itself.

use crate::app::{App, Desk};
use crate::config::Profile;
use crate::failure::{Code, Failure};
use crate::net::{Forgetful, PaceStore};
use crate::sync::backend::{Backend, BackendError, ErrorKind};
use crate::sync::connect::{ConnectError, Means, connect};
use crate::sync::pace::KeptPace;
use std::sync::Arc;
use std::time::Duration;

/// The service of a profile; nothing new is asked of it after `max_time`. The inner error
/// is why there is no way to it.
///
/// # Errors
/// The store's, which keeps the pace across runs.
pub fn service(
    app: &App<'_>,
    desk: &Desk,
    profile: &Profile,
    max_time: Duration,
) -> anyhow::Result<Result<Box<dyn Backend>, Failure>> {
    let database = &app.paths.db.path;
    let pace: Arc<dyn PaceStore> = if database.exists() {
        Arc::new(KeptPace::open(database, app.now)?)
    } else {
        Arc::new(Forgetful)
    };
    let means = Means {
        env: app.around.env,
        clock: app.clock.clone(),
        pace,
        deadline: Some(app.clock.monotonic() + max_time),
        trust_date: app.var("TT_NOW").is_none(),
        rest: false,
        zone: desk.zone,
    };
    Ok(connect(profile, &means).map_err(|error| no_way(&error)))
}

fn no_way(error: &ConnectError) -> Failure {
    let (message, help) = match error {
        ConnectError::Secret(error) => (error.to_string(), error.help()),
        ConnectError::Net(error) => (error.to_string(), error.help.clone()),
        ConnectError::Backend(error) => (error.message.clone(), error.help.clone()),
    };
    Failure::new(Code::Config, message, help)
}

/// What a service's refusal of a read means.
#[must_use]
pub fn refused(error: &BackendError) -> Failure {
    let code = match error.kind {
        ErrorKind::Unauthorized => Code::Login,
        ErrorKind::Forbidden | ErrorKind::Misconfigured => Code::Config,
        ErrorKind::RateLimited(_)
        | ErrorKind::Unreachable
        | ErrorKind::OutcomeUnknown
        | ErrorKind::Protocol => Code::Later,
        ErrorKind::NotFound => Code::Nothing,
        ErrorKind::Invalid(_) | ErrorKind::Conflict | ErrorKind::Unsupported => Code::Usage,
    };
    Failure::new(code, error.message.clone(), error.help.clone())
}
