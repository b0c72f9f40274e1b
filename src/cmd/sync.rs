//! `tt sync`: delivers what is owed, profile by profile, and reports.

use super::say;
use crate::app::{App, Desk};
use crate::cli::SyncArgs;
use crate::config::{Marker, Profile};
use crate::domain::when;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::sync::connect::{ConnectError, Means, connect};
use crate::sync::engine::{self, Engine};
use crate::sync::lock::RunLock;
use crate::sync::outcome::{self, Outcome, ProfileReport};
use crate::sync::pace::KeptPace;
use std::sync::Arc;
use std::time::Duration;

/// Runs `tt sync`.
///
/// # Errors
/// Configuration and the store; what the services did is in the report and the exit code.
pub fn run(app: &mut App<'_>, args: &SyncArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let profiles = profiles(app, &desk, args)?;
    if args.dry_run {
        return preview(app, &desk, &profiles);
    }
    let max_time = match &args.max_time {
        Some(typed) => i64::try_from(when::setting_seconds(typed)?)?,
        None => desk.config.sync.max_time,
    };
    let max_time = Duration::from_secs(u64::try_from(max_time).unwrap_or(0));
    let mut reports = Vec::new();
    for profile in profiles {
        reports.push(one(app, &desk, profile, args, max_time)?);
    }
    app.exit = outcome::exit_code(&reports);
    report(app, &reports, args.quiet)
}

/// Which profiles: those named, all, or the one chosen by `TT_PROFILE` or the configuration.
fn profiles<'d>(
    app: &App<'_>,
    desk: &'d Desk,
    args: &SyncArgs,
) -> anyhow::Result<Vec<&'d Profile>> {
    let config = &desk.config;
    if args.all {
        return Ok(config.profiles.values().collect());
    }
    if !args.profiles.is_empty() {
        let mut chosen = Vec::new();
        for name in &args.profiles {
            if let Some((profile, _)) = config.choose_profile(Some(name), None)? {
                chosen.push(profile);
            }
        }
        return Ok(chosen);
    }
    match config.choose_profile(None, app.var("TT_PROFILE").as_deref())? {
        Some((profile, _)) => Ok(vec![profile]),
        None if config.profiles.is_empty() => Err(Failure::new(
            Code::Config,
            "no profile is configured, so there is no service to deliver to",
            format!(
                "add a [profile.NAME] to {}; see `tt config path`",
                app.paths.config.path.display()
            ),
        )
        .into()),
        None => {
            let names: Vec<_> = config.profiles.keys().map(String::as_str).collect();
            Err(Failure::usage(
                "which profile is not said, and there is no default_profile",
                format!("name one ({}), or use --all", names.join(", ")),
            )
            .into())
        }
    }
}

fn one(
    app: &mut App<'_>,
    desk: &Desk,
    profile: &Profile,
    args: &SyncArgs,
    max_time: Duration,
) -> anyhow::Result<ProfileReport> {
    let mut report = ProfileReport::new(&profile.name, profile.kind().word());
    let mut store = app.change()?;
    let database = store.file().to_owned();
    let Some(_lock) = RunLock::take(&database, &profile.name)? else {
        report.stop(
            Outcome::Busy,
            format!("another sync of profile {} is running", profile.name),
            "wait until it is done; everything is kept",
        );
        return Ok(report);
    };
    let began = app.clock.monotonic();
    let means = Means {
        env: app.around.env,
        clock: app.clock.clone(),
        pace: Arc::new(KeptPace::open(&database, app.now)?),
        deadline: Some(began + max_time),
        trust_date: app.var("TT_NOW").is_none(),
        rest: !args.now,
        zone: desk.zone,
    };
    let backend = match connect(profile, &means) {
        Ok(backend) => backend,
        Err(error) => {
            let help = match &error {
                ConnectError::Secret(error) => error.help(),
                ConnectError::Net(error) => error.help.clone(),
                ConnectError::Backend(error) => error.help.clone(),
            };
            report.stop(Outcome::NeedsLogin, error.to_string(), help);
            return Ok(report);
        }
    };
    let sync = &desk.config.sync;
    let settings = engine::Settings {
        quarantine: sync.quarantine,
        grace: if args.now { 0 } else { sync.grace },
        pull_days: i64::from(sync.pull_days),
        marker: match profile.marker {
            Marker::Auto => engine::Marker::Auto,
            Marker::InternalNote => engine::Marker::InternalNote,
            Marker::None => engine::Marker::None,
        },
        catalog_max_age: sync.catalog_max_age,
        max_time,
    };
    let engine = Engine {
        store: &mut store,
        backend: backend.as_ref(),
        clock: app.clock.as_ref(),
        profile: &profile.settings(),
        rules: &profile.rules,
        settings,
        began,
    };
    Ok(engine.run()?)
}

/// What would be sent, without asking anybody.
fn preview(app: &mut App<'_>, desk: &Desk, profiles: &[&Profile]) -> anyhow::Result<()> {
    let store = app.look()?;
    let mut listed = Vec::new();
    for profile in profiles {
        listed.extend(store.view().pending(Some(&profile.name))?);
    }
    let seen = crate::app::Seen::of(desk);
    let items: Vec<_> = listed
        .iter()
        .map(|(entry, link)| crate::report::Item::stored(entry, Some(link)))
        .filter(|item| item.delivery(&seen) == crate::domain::status::Delivery::Owed)
        .collect();
    if items.is_empty() && !app.global.json {
        return app.print("nothing is owed\n");
    }
    say::items(app, desk, &items, "would send")
}

fn report(app: &mut App<'_>, reports: &[ProfileReport], quiet: bool) -> anyhow::Result<()> {
    if app.global.json {
        let value = serde_json::json!({ "profiles": reports });
        return app.print(&json::line(&value));
    }
    for report in reports {
        if !quiet {
            let line = format!("{}\n", summary(report));
            app.print(&line)?;
        }
        tell(app, report)?;
    }
    Ok(())
}

/// `work: 3 created, 1 adopted; 2 owed`
fn summary(report: &ProfileReport) -> String {
    let counts = [
        (report.created, "created"),
        (report.updated, "updated"),
        (report.deleted, "deleted"),
        (report.adopted, "adopted"),
        (report.imported, "imported"),
        (report.status_changes, "moved"),
    ];
    let done: Vec<_> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let left = [
        (report.refused.len(), "refused"),
        (report.held.len(), "held"),
        (report.conflicts.len(), "in conflict"),
        (report.unconfirmed as usize, "unconfirmed"),
        (report.owed as usize, "owed"),
    ];
    let left: Vec<_> = left
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let done = if done.is_empty() {
        "nothing sent".to_owned()
    } else {
        done.join(", ")
    };
    let left = if left.is_empty() {
        String::new()
    } else {
        format!("; {}", left.join(", "))
    };
    format!("{}: {done}{left}", report.profile)
}

/// What needs somebody, on stderr.
fn tell(app: &mut App<'_>, report: &ProfileReport) -> anyhow::Result<()> {
    if let Some(trouble) = &report.trouble {
        app.say(&format!(
            "{}: {}\n  help: {}",
            report.profile, trouble.message, trouble.help
        ))?;
    }
    for refused in &report.refused {
        let said = sanitize(&refused.message).into_owned();
        app.say(&format!(
            "{}: entry {} was refused: {said}\n  help: see `tt show {}`, correct it, and sync again",
            report.profile, refused.id, refused.id
        ))?;
    }
    for id in &report.held {
        app.say(&format!(
            "{}: entry {id} is held\n  help: see `tt show {id}` for the rule",
            report.profile
        ))?;
    }
    for id in &report.conflicts {
        app.say(&format!(
            "{}: entry {id} was changed here and there\n  help: see `tt show {id}`",
            report.profile
        ))?;
    }
    for id in &report.undecided {
        app.say(&format!(
            "{}: entry {id} may be any of several on the service\n  help: see `tt show {id}`",
            report.profile
        ))?;
    }
    if report.unconfirmed > 0 {
        app.say(&format!(
            "{}: {} unconfirmed: an answer was lost; the next sync looks again before it sends anything",
            report.profile, report.unconfirmed
        ))?;
    }
    Ok(())
}
