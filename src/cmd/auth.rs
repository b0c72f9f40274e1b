//! `tt auth`: logging in and out, and whether each profile can log in now. Shows where a
//! secret comes from, never what it is.

mod enter;
mod leave;
mod place;

use super::reach;
use crate::app::{App, Desk};
use crate::cli::{AuthAction, AuthArgs, AuthLoginArgs, AuthStatusArgs};
use crate::config::Profile;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize_lines;
use crate::sync::backend::Identity;
use crate::sync::login::keep::Keep;
use serde_json::{Value, json};
use std::time::Duration;

/// How long one service may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `tt auth`.
///
/// # Errors
/// Configuration; what the services say is in the output and the exit code.
pub fn run(app: &mut App<'_>, args: &AuthArgs) -> anyhow::Result<()> {
    match &args.action {
        AuthAction::Login(args) => enter::run(app, args),
        AuthAction::Status(args) => status(app, args),
        AuthAction::Logout(args) => leave::run(app, args),
    }
}

/// Logs a profile in that was just written.
///
/// # Errors
/// As `tt auth login`.
pub fn log_in(app: &mut App<'_>, args: &AuthLoginArgs) -> anyhow::Result<()> {
    enter::run(app, args)
}

fn status(app: &mut App<'_>, args: &AuthStatusArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let profiles: Vec<&Profile> = match args.profile.as_ref().or(args.named.as_ref()) {
        Some(name) => {
            let chosen = desk.config.choose_profile(Some(name), None)?;
            chosen.map(|(profile, _)| profile).into_iter().collect()
        }
        None => desk.config.profiles.values().collect(),
    };
    if profiles.is_empty() && !app.global.json {
        return app.say("no profile is configured; `tt init` writes one");
    }
    let mut values = Vec::new();
    let mut exits = Vec::new();
    for profile in profiles {
        let asked = asked(app, &desk, profile)?;
        exits.extend(asked.as_ref().err().map(|failure| failure.code.exit()));
        if app.global.json {
            let kept = kept(app, &desk, profile);
            values.push(value(profile, &asked, kept.as_ref()));
        } else {
            let kept = kept(app, &desk, profile);
            let text = text(profile, &asked, kept.as_ref());
            app.print(&format!("{}\n", sanitize_lines(text.trim_end())))?;
        }
    }
    app.exit = [5, 6]
        .into_iter()
        .find(|code| exits.contains(code))
        .unwrap_or(0);
    if app.global.json {
        app.print(&json::line(&json!({ "profiles": values })))?;
    }
    Ok(())
}

/// Who the service takes us for. Whatever is no matter of trying again is one of login.
fn asked(
    app: &App<'_>,
    desk: &Desk,
    profile: &Profile,
) -> anyhow::Result<Result<Identity, Failure>> {
    let service = reach::service(app, desk, profile, PATIENCE)?;
    let asked = service.and_then(|service| {
        let told = service.check_access();
        told.map_err(|error| reach::refused(&error))
    });
    Ok(asked.map_err(|mut failure| {
        if failure.code.exit() != 6 {
            failure.code = match failure.code {
                Code::Login => Code::Login,
                _ => Code::Config,
            };
        }
        failure
    }))
}

/// A login with the browser.
struct Kept {
    path: String,
    /// When the token of now ends, RFC 3339.
    ends_at: Option<String>,
    is_there: bool,
}

/// What is kept of a login, as it is once the service was asked: that may renew it.
fn kept(app: &App<'_>, desk: &Desk, profile: &Profile) -> Option<Kept> {
    profile.application()?;
    let keep = Keep::of(&app.paths.state.path, &profile.name);
    let login = keep.read().ok().flatten();
    Some(Kept {
        path: keep.path().display().to_string(),
        ends_at: login
            .as_ref()
            .filter(|login| !login.over)
            .and_then(|login| login.ends_at)
            .map(|end| desk.zone.rfc3339(end)),
        is_there: login.is_some(),
    })
}

/// Where each secret comes from.
fn logins(profile: &Profile) -> Vec<(String, String)> {
    let secrets = profile.secrets().into_iter();
    secrets
        .map(|(key, source)| (key.to_owned(), source.to_string()))
        .collect()
}

fn text(profile: &Profile, asked: &Result<Identity, Failure>, kept: Option<&Kept>) -> String {
    let mut text = format!("{} ({})\n", profile.name, profile.kind().title());
    let mut line = |name: &str, says: &str| {
        text.push_str(&format!("  {name:<8}{says}\n"));
    };
    for (key, from) in logins(profile) {
        line("login", &format!("{key} from {from}"));
    }
    if let Some(kept) = kept.filter(|kept| kept.is_there) {
        line("login", &format!("tokens from file {}", kept.path));
        if let Some(end) = &kept.ends_at {
            line("until", &format!("{end}, then renewed by itself"));
        }
    }
    match asked {
        Ok(identity) => {
            line("tenant", &identity.tenant);
            let own = identity.member.as_ref();
            let whose = own.map(|own| match &own.name {
                Some(name) if *name != own.typed => format!("{name} ({})", own.typed),
                _ => own.typed.clone(),
            });
            if let Some(whose) = whose.or_else(|| profile.member.clone()) {
                line("member", &whose);
            }
            line("access", "works");
        }
        Err(failure) => {
            if let Some(member) = &profile.member {
                line("member", member);
            }
            line("access", &format!("fails: {}", failure.message));
            line("help", &failure.help);
        }
    }
    text
}

fn value(profile: &Profile, asked: &Result<Identity, Failure>, kept: Option<&Kept>) -> Value {
    let identity = asked.as_ref().ok();
    let own = identity.and_then(|it| it.member.as_ref());
    let tokens = kept.filter(|kept| kept.is_there);
    let tokens = tokens.map(|kept| ("tokens".to_owned(), format!("file {}", kept.path)));
    let login: Vec<_> = logins(profile)
        .into_iter()
        .chain(tokens)
        .map(|(key, from)| json!({"key": key, "from": from}))
        .collect();
    let failure = asked.as_ref().err();
    let access = match failure.map(|failure| failure.code) {
        None => "works",
        Some(Code::Later) => "unreachable",
        Some(_) => "refused",
    };
    let member = match own {
        Some(own) => json!({"id": own.id, "ref": own.typed, "name": own.name}),
        None => match &profile.member {
            Some(typed) => json!({"id": null, "ref": typed, "name": null}),
            None => Value::Null,
        },
    };
    json!({
        "profile": profile.name, "backend": profile.kind().word(),
        "tenant": identity.map(|it| &it.tenant), "member": member, "login": login,
        "access": access, "expires_at": kept.and_then(|kept| kept.ends_at.as_ref()),
        "message": failure.map(|failure| &failure.message),
        "help": failure.map(|failure| &failure.help),
    })
}
