//! `tt sync`: delivers what is owed, profile by profile, and reports.

use super::say;
use crate::app::{App, Desk};
use crate::cli::SyncArgs;
use crate::clock::Clock;
use crate::config::{Marker, Profile};
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::when;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::store::{Store, StoreError, snapshots};
use crate::sync::backend::Backend;
use crate::sync::connect::{ConnectError, Means, connect};
use crate::sync::engine::{self, Engine};
use crate::sync::lock::RunLock;
use crate::sync::outcome::{self, Outcome, ProfileReport, Twice};
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
    let mut prepared = Vec::new();
    for profile in profiles {
        prepared.push(prepare(app, &desk, profile, args, max_time)?);
    }
    let reports = side_by_side(app.clock.as_ref(), prepared)?;
    app.exit = outcome::exit_code(&reports);
    // What was just settled is worth a copy; a run is never worse for failing to make one.
    if let Err(error) = snapshots::take_if_due(&app.paths.db.path, app.now) {
        app.say(&format!("note: no snapshot: {error}"))?;
    }
    if app.global.json {
        let value = serde_json::json!({ "profiles": reports });
        app.print(&json::line(&value))?;
    }
    if args.quiet {
        return news(app, &reports);
    }
    report(app, &reports)
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

/// A profile ready to run, or why it cannot.
enum Prepared {
    Ready(Box<Ready>),
    Not(Box<ProfileReport>),
}

struct Ready {
    store: Store,
    backend: Box<dyn Backend>,
    pace: Arc<KeptPace>,
    profile: ProfileSettings,
    rules: RuleSettings,
    settings: engine::Settings,
    began: Duration,
    /// Until the run has ended.
    _lock: RunLock,
}

fn prepare(
    app: &mut App<'_>,
    desk: &Desk,
    profile: &Profile,
    args: &SyncArgs,
    max_time: Duration,
) -> anyhow::Result<Prepared> {
    let mut report = ProfileReport::new(&profile.name, profile.kind().word());
    let store = app.change()?;
    let database = store.file().to_owned();
    let Some(lock) = RunLock::take(&database, &profile.name)? else {
        report.stop(
            Outcome::Busy,
            format!("another sync of profile {} is running", profile.name),
            "wait until it is done; everything is kept",
        );
        return Ok(Prepared::Not(Box::new(report)));
    };
    let began = app.clock.monotonic();
    let pace = Arc::new(KeptPace::open(&database, app.now)?);
    let means = Means {
        env: app.around.env,
        clock: app.clock.clone(),
        pace: pace.clone(),
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
            return Ok(Prepared::Not(Box::new(report)));
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
        policy: profile.policy,
        send: profile.send,
        max_time,
        direction: match (args.push, args.pull) {
            (true, false) => engine::Direction::Push,
            (false, true) => engine::Direction::Pull,
            _ => engine::Direction::Both,
        },
    };
    Ok(Prepared::Ready(Box::new(Ready {
        store,
        backend,
        pace,
        profile: profile.settings(),
        rules: profile.rules.clone(),
        settings,
        began,
        _lock: lock,
    })))
}

/// Runs every profile in a thread of its own; the reports in the same order.
fn side_by_side(clock: &dyn Clock, prepared: Vec<Prepared>) -> anyhow::Result<Vec<ProfileReport>> {
    std::thread::scope(|scope| {
        let running: Vec<_> = prepared
            .into_iter()
            .map(|prepared| scope.spawn(move || one(clock, prepared)))
            .collect();
        running
            .into_iter()
            .map(|thread| match thread.join() {
                Ok(report) => Ok(report?),
                Err(_) => Err(anyhow::anyhow!("a sync ended in the middle")),
            })
            .collect()
    })
}

fn one(clock: &dyn Clock, prepared: Prepared) -> Result<ProfileReport, StoreError> {
    let mut ready = match prepared {
        Prepared::Ready(ready) => ready,
        Prepared::Not(report) => return Ok(*report),
    };
    let engine = Engine {
        store: &mut ready.store,
        backend: ready.backend.as_ref(),
        clock,
        profile: &ready.profile,
        rules: &ready.rules,
        settings: ready.settings.clone(),
        began: ready.began,
    };
    let mut report = engine.run()?;
    if report.outcome == Outcome::Later && report.retry_after_seconds.is_none() {
        report.retry_after_seconds = ready.pace.wait(&ready.profile.name, clock.now());
    }
    Ok(report)
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

fn report(app: &mut App<'_>, reports: &[ProfileReport]) -> anyhow::Result<()> {
    for report in reports {
        if !app.global.json {
            let line = format!("{}\n", summary(report));
            app.print(&line)?;
        }
        for note in &report.notes {
            app.say(&format!("note: {}: {}", report.profile, sanitize(note)))?;
        }
        for problem in problems(report) {
            app.say(&problem.text)?;
        }
    }
    Ok(())
}

/// Says what was not said by the quiet run before, and nothing else. Another run that
/// holds the lock is no news.
fn news(app: &mut App<'_>, reports: &[ProfileReport]) -> anyhow::Result<()> {
    for report in reports.iter().filter(|it| it.outcome != Outcome::Busy) {
        let scope = format!("said/{}", report.profile);
        let problems = problems(report);
        let marks: Vec<_> = problems
            .iter()
            .map(|problem| problem.mark.clone())
            .collect();
        let mut store = app.change()?;
        let said = store.view().pace(&scope)?;
        let said: Vec<String> = said
            .and_then(|said| serde_json::from_value(said).ok())
            .unwrap_or_default();
        for problem in problems.iter().filter(|it| !said.contains(&it.mark)) {
            app.say(&problem.text)?;
        }
        if said != marks {
            store.write(|tx| tx.keep_pace(&scope, &serde_json::json!(marks)))?;
        }
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
        (report.taken_over, "changed there and taken over"),
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

/// Something that needs somebody.
struct Problem {
    /// By which it is known again.
    mark: String,
    /// What happened, and the one thing to do.
    text: String,
}

/// What needs somebody.
fn problems(report: &ProfileReport) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut add = |mark: Option<String>, what: &str, help: &str| {
        let text = format!("{}: {what}\n  help: {help}", report.profile);
        let mark = mark.unwrap_or_else(|| text.clone());
        found.push(Problem { mark, text });
    };
    if let Some(trouble) = &report.trouble {
        // How long there is still to wait is no news.
        let mark = trouble.message.replace(|c: char| c.is_ascii_digit(), "");
        add(Some(mark), &trouble.message, &trouble.help);
    }
    for refused in &report.refused {
        let (id, said) = (refused.id, sanitize(&refused.message));
        let what = format!("entry {id} was refused: {said}");
        add(
            None,
            &what,
            &format!("see `tt show {id}`, correct it, and sync again"),
        );
    }
    for id in &report.held {
        let help = format!("see `tt show {id}` for the rule");
        add(None, &format!("entry {id} is held"), &help);
    }
    for id in &report.conflicts {
        let what = format!("entry {id} was changed here and there");
        let help = format!("`tt resolve {id} --keep mine`, or `--keep theirs`; see `tt show {id}`");
        add(None, &what, &help);
    }
    for id in &report.undecided {
        let what = format!("entry {id} may be any of several on the service");
        add(None, &what, &format!("see `tt show {id}`"));
    }
    for Twice { id, linked, other } in &report.twice {
        let what = format!("entry {id} is on the service twice, as {linked} and as {other}");
        add(
            None,
            &what,
            &format!("delete {other} there, unless it is the one on the invoice"),
        );
    }
    if report.unconfirmed > 0 {
        let what = format!("{} unconfirmed: an answer was lost", report.unconfirmed);
        let help = "the next `tt sync` looks again before it sends anything";
        add(Some("unconfirmed".into()), &what, help);
    }
    found
}
