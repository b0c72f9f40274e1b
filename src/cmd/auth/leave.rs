//! `tt auth logout`: the login withdrawn there and removed here.

use super::enter::{application, told};
use crate::app::App;
use crate::cli::AuthLogoutArgs;
use crate::cmd::{connect, reach};
use crate::failure::{self, Failure};
use crate::report::render::json;
use crate::sync::connect::ConnectError;
use crate::sync::login::{Door, Left};
use serde_json::json;
use std::time::Duration;

/// How long the service may take in all.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs `tt auth logout`.
///
/// # Errors
/// Nobody logged in, a profile that logs in otherwise, a file that cannot be removed.
pub fn run(app: &mut App<'_>, args: &AuthLogoutArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let named = args.profile.as_deref().or(args.named.as_deref());
    let profile = connect::chosen(app, &desk, named, "")?;
    let login = application(profile)?;
    let (name, title) = (&profile.name, profile.kind().title());
    let means = reach::means(app, &desk, PATIENCE)?;
    let door = match Door::of(profile, login, &means) {
        // A secret that is gone keeps nobody here.
        Err(ConnectError::Secret(_)) => Door::without_secret(profile, login, &means),
        other => other,
    };
    let door = door.map_err(|error| failure::of_connect(&error))?;
    let withdraw = door.grant().withdraw;
    let left = door.leave().map_err(|error| told(error, profile))?;
    let note = match &left {
        Left::Nobody => {
            return Err(Failure::nothing(
                format!("nobody is logged in to {title} with profile {name}"),
                format!("`tt auth login {name}` logs in"),
            )
            .into());
        }
        Left::Withdrawn => None,
        Left::OnlyHere => Some(format!(
            "{title} has no way to withdraw it from here; to be sure, remove the application there under {withdraw}"
        )),
        Left::Failed(error) => Some(format!(
            "it could not be withdrawn there ({}); remove the application there under {withdraw}",
            error.message
        )),
    };
    if app.global.json {
        let value = json!({
            "ok": true, "profile": name, "backend": profile.kind().word(),
            "withdrawn": note.is_none(), "message": note,
        });
        return app.print(&json::line(&value));
    }
    app.print(&format!("logged out of {title} with profile {name}\n"))?;
    match note {
        Some(note) => app.say(&format!("note: {note}")),
        None => Ok(()),
    }
}
