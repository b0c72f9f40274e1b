//! `tt auth login`: the address to open, what the browser brings back, and where to book.
//! Opens no browser; prints no token.

use super::place;
use crate::app::{App, Desk};
use crate::cli::AuthLoginArgs;
use crate::cmd::{ask, connect, reach};
use crate::config::{OAuth, Profile};
use crate::domain::status::BackendKind;
use crate::failure::{self, Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize_lines;
use crate::sync::backend::grant::Place;
use crate::sync::login::asked::Unusable;
use crate::sync::login::keep::KeepError;
use crate::sync::login::{Door, DoorError};
use serde_json::json;
use std::io::{BufRead, IsTerminal, Read};
use std::sync::Arc;
use std::time::Duration;

/// More than any address.
const LONGEST: u64 = 64 * 1024;

/// Runs `tt auth login`.
///
/// # Errors
/// A profile that logs in otherwise, what was pasted, the service's refusal, a state
/// folder that cannot be written.
pub fn run(app: &mut App<'_>, args: &AuthLoginArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let named = args.profile.as_deref().or(args.named.as_deref());
    let profile = connect::chosen(app, &desk, named, "")?;
    let application = application(profile)?;
    let wish = wish(profile, args)?;
    let mut means = reach::means(app, &desk, Duration::ZERO)?;
    // The person has all the time in the world; each request has its own time-outs.
    means.deadline = None;
    let door = Door::of(profile, application, &means);
    let door = Arc::new(door.map_err(|error| failure::of_connect(&error))?);
    // One who is logged in and names a place only changes that.
    let only_place = args.paste.is_none() && wish.is_some() && door.kept().is_ok();
    let lacking = if only_place {
        Vec::new()
    } else {
        enter(app, &door, profile, args.paste.as_deref())?
    };
    let places = door.places().map_err(|error| kept_so(&error))?;
    let before = door.place().ok().flatten();
    let place = place::choose(app, profile, places, wish, before.as_ref(), door.grant())?;
    door.choose(&place).map_err(|error| told(error, profile))?;
    for scope in lacking {
        app.say(&format!(
            "note: the service did not grant {scope}; what needs it will be refused"
        ))?;
    }
    tell(app, &desk, profile, &door, &place)
}

/// The application of a profile that logs in with the browser.
pub fn application(profile: &Profile) -> Result<&OAuth, Failure> {
    profile.application().ok_or_else(|| {
        let (name, title) = (&profile.name, profile.kind().title());
        let help = match profile.kind() {
            BackendKind::Moneybird | BackendKind::FreshBooks => format!(
                "it has a ready token; to log in with the browser give it a table [profile.{name}.oauth] instead"
            ),
            _ => format!("`tt auth status {name}` says whether its key works"),
        };
        Failure::usage(format!("profile {name} does not log in to {title} with the browser"), help)
    })
}

/// The place that an option names; options of another service are refused.
fn wish<'a>(profile: &Profile, args: &'a AuthLoginArgs) -> Result<Option<&'a str>, Failure> {
    let (own, other) = match profile.kind() {
        BackendKind::FreshBooks => (&args.business, args.administration.is_some()),
        _ => (&args.administration, args.business.is_some()),
    };
    if other {
        let title = profile.kind().title();
        return Err(Failure::usage(
            format!("profile {} is one of {title}", profile.name),
            "--business is for FreshBooks, --administration for Moneybird",
        ));
    }
    match (own.as_deref(), profile.place()) {
        (Some(wish), Some(fixed)) if wish != fixed => Err(Failure::usage(
            format!(
                "the configuration of profile {} names {fixed}",
                profile.name
            ),
            "change it there with `tt config edit`, or remove it there to choose at login",
        )),
        (wish, _) => Ok(wish),
    }
}

/// Lets a person in: by what was pasted, what stdin says, or what the person pastes now.
fn enter(
    app: &mut App<'_>,
    door: &Door,
    profile: &Profile,
    paste: Option<&str>,
) -> anyhow::Result<Vec<String>> {
    if let Some(pasted) = paste {
        return Ok(door.enter(pasted).map_err(|error| told(error, profile))?);
    }
    let address = door.ask().map_err(|error| told(error, profile))?;
    let title = profile.kind().title();
    let wanted = if door.shows_code() {
        "the code it shows"
    } else {
        "the whole address you are sent to"
    };
    let somebody = ask::somebody(app);
    let stdin = std::io::stdin();
    if somebody || !stdin.is_terminal() {
        app.say(&format!(
            "Open this in a browser and allow tt to use {title}:\n\n  {address}\n"
        ))?;
    }
    if somebody && !door.shows_code() {
        app.say("The page you are sent to will not load; that is as it should be.")?;
    }
    loop {
        let pasted = if somebody {
            let mut answers = stdin.lock();
            let mut terminal = ask::Terminal {
                out: app.around.err,
                answers: &mut answers,
            };
            terminal.text(&format!("Paste {wanted}:"))?
        } else if stdin.is_terminal() {
            None
        } else {
            line(&mut stdin.lock())?
        };
        let Some(pasted) = pasted else {
            let name = &profile.name;
            return Err(Failure::usage(
                format!("nobody has logged in to {title} yet"),
                format!(
                    "open {address}\nallow it, then run `tt auth login {name} --paste '…'` with {wanted}, or give it on stdin"
                ),
            )
            .into());
        };
        match door.enter(&pasted) {
            Ok(lacking) => return Ok(lacking),
            Err(DoorError::Unusable(why)) if somebody && !matches!(why, Unusable::Denied(_)) => {
                app.say(&format!("{why}; {}", why.help(&profile.name)))?;
            }
            Err(error) => return Err(told(error, profile).into()),
        }
    }
}

/// One line of what is piped in; none where there is nothing.
fn line(stdin: &mut dyn BufRead) -> anyhow::Result<Option<String>> {
    let mut bytes = Vec::new();
    stdin.take(LONGEST).read_until(b'\n', &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// What a failure at the door is to a person.
pub fn told(error: DoorError, profile: &Profile) -> Failure {
    match error {
        DoorError::Unusable(why) => {
            let code = match why {
                Unusable::Denied(_) => Code::Login,
                _ => Code::Usage,
            };
            Failure::new(code, why.to_string(), why.help(&profile.name))
        }
        DoorError::Backend(error) => reach::refused(&error),
        DoorError::Keep(error) => {
            let code = match error {
                KeepError::Disk { .. } => Code::Data,
                KeepError::Busy => Code::Later,
                KeepError::Garbage(_) | KeepError::OpenToOthers { .. } => Code::Login,
            };
            Failure::new(code, error.to_string(), error.help(&profile.name))
        }
    }
}

/// The login is kept; where to book is not known yet.
fn kept_so(error: &crate::sync::backend::BackendError) -> Failure {
    let mut failure = reach::refused(error);
    failure.message = format!("logged in, but {}", failure.message);
    failure
}

fn tell(
    app: &mut App<'_>,
    desk: &Desk,
    profile: &Profile,
    door: &Door,
    place: &Place,
) -> anyhow::Result<()> {
    let path = door.keep().path().display().to_string();
    let ends_at = door.kept().ok().and_then(|login| login.ends_at);
    let member = place.member.as_ref();
    if app.global.json {
        let member = member.map(|(id, name)| json!({"id": id, "ref": id, "name": name}));
        let value = json!({
            "ok": true, "profile": profile.name, "backend": profile.kind().word(),
            "tenant": place.id, "name": place.name, "account": place.account, "member": member,
            "expires_at": ends_at.map(|end| desk.zone.rfc3339(end)), "path": path,
        });
        return app.print(&json::line(&value));
    }
    let whose = member.map_or_else(String::new, |(_, name)| format!(", time of {name}"));
    let text = format!(
        "logged in to {} with profile {}: {} ({} {}){whose}",
        profile.kind().title(),
        profile.name,
        place.name,
        door.grant().place,
        place.id
    );
    app.print(&format!("{}\n", sanitize_lines(&text)))?;
    app.say(&format!("the login is kept in {path}, for you alone"))
}
