//! From a profile to its service, for commands that only read there, and what its
//! refusals mean for the exit code. Sends nothing by itself.

use crate::app::{App, Desk};
use crate::config::Profile;
use crate::failure::{self, Code, Failure};
use crate::net::{Forgetful, PaceStore};
use crate::sync::backend::{Backend, BackendError, ErrorKind};
use crate::sync::connect::{Means, connect};
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
    let means = means(app, desk, max_time)?;
    Ok(connect(profile, &means).map_err(|error| failure::of_connect(&error)))
}

/// What a connection is made with; nothing new is sent after `max_time`.
///
/// # Errors
/// The store's, which keeps the pace across runs.
pub fn means<'a>(app: &'a App<'_>, desk: &Desk, max_time: Duration) -> anyhow::Result<Means<'a>> {
    let database = &app.paths.db.path;
    let pace: Arc<dyn PaceStore> = if database.exists() {
        Arc::new(KeptPace::open(database, app.now)?)
    } else {
        Arc::new(Forgetful)
    };
    Ok(Means {
        env: app.around.env,
        clock: app.clock.clone(),
        pace,
        deadline: Some(app.clock.monotonic() + max_time),
        trust_date: app.var("TT_NOW").is_none(),
        rest: false,
        zone: desk.zone,
        state: &app.paths.state.path,
    })
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
