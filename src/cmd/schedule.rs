//! `tt schedule`: has `tt sync --quiet` run by itself, by the user's systemd or crontab.
//! For launchd and the Windows Task Scheduler the unit is printed and left to the person.
//! There is one schedule: to install it anew replaces it, whatever had it before.

mod cron;
mod plan;
mod surroundings;
mod systemd;

use self::cron::Table;
use self::plan::{Pace, Plan};
use self::surroundings::{folder, lacking_secrets, program, seed, variables, warn};
use crate::app::App;
use crate::cli::{ScheduleAction, ScheduleArgs, ScheduleInstallArgs, Scheduler};
use crate::config::Config;
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use serde_json::json;

/// Runs `tt schedule`.
///
/// # Errors
/// Configuration, a length that cannot be scheduled, a scheduler that refuses.
pub fn run(app: &mut App<'_>, args: &ScheduleArgs) -> anyhow::Result<()> {
    match &args.action {
        ScheduleAction::Install(args) => install(app, args),
        ScheduleAction::Show(_) => show(app),
        ScheduleAction::Remove(args) => remove(app, args.dry_run),
    }
}

fn install(app: &mut App<'_>, args: &ScheduleInstallArgs) -> anyhow::Result<()> {
    let config = app.desk()?.config;
    for name in &args.profiles {
        config.choose_profile(Some(name), None)?;
    }
    let pace = Pace::read(args.every.as_deref(), &seed(app))?;
    let plan = Plan {
        program: program(app)?,
        args: arguments(args),
        env: variables(app)?,
        pace,
    };
    plan.check()?;
    let scheduler = match args.scheduler {
        Some(scheduler) => scheduler,
        None => usual()?,
    };
    if args.dry_run || !writes(scheduler) {
        print(app, &plan, scheduler)?;
        return warn(app, &config, &args.profiles);
    }
    let is_new = match scheduler {
        Scheduler::Systemd => {
            systemd::answers()?;
            folder(app)?.put(&plan.systemd())?
        }
        _ => table()?.put(Some(&plan.cron()))?,
    };
    let moved = move_over(app, scheduler)?;
    let done = if is_new {
        "scheduled"
    } else {
        "scheduled already"
    };
    if app.global.json {
        let value = json!({
            "ok": true,
            "scheduler": scheduler.word(),
            "every_seconds": pace.every,
            "changed": is_new || moved,
            "scheduled": scheduled(app)?,
        });
        app.print(&format!("{value}\n"))?;
    } else {
        let what = plan.args.join(" ");
        let by = match scheduler {
            Scheduler::Systemd => "the user's systemd",
            _ => "the crontab",
        };
        app.print(&sanitize(&format!(
            "{done}: tt {what}, {}, by {by}",
            pace.people()
        )))?;
        app.print("\n")?;
    }
    if scheduler == Scheduler::Systemd {
        app.say(
            "note: it runs while you are logged in; `loginctl enable-linger` has it run always",
        )?;
    }
    warn(app, &config, &args.profiles)
}

/// `sync --all --quiet`, or the profiles that were named.
fn arguments(args: &ScheduleInstallArgs) -> Vec<String> {
    let mut words = vec!["sync".to_owned()];
    if args.profiles.is_empty() {
        words.push("--all".to_owned());
    }
    words.extend(args.profiles.iter().cloned());
    words.push("--quiet".to_owned());
    words
}

/// Whether the scheduler is written to; the units of others are only printed.
fn writes(scheduler: Scheduler) -> bool {
    matches!(scheduler, Scheduler::Systemd | Scheduler::Cron)
}

/// The scheduler of this machine.
fn usual() -> Result<Scheduler, Failure> {
    if cfg!(windows) {
        return Ok(Scheduler::TaskScheduler);
    }
    if cfg!(target_os = "macos") {
        return Ok(Scheduler::Launchd);
    }
    if systemd::answers().is_ok() {
        return Ok(Scheduler::Systemd);
    }
    if Table::read()?.is_some() {
        return Ok(Scheduler::Cron);
    }
    Err(Failure::usage(
        "neither the user's systemd nor crontab answers here",
        "name one with --with: systemd, cron, launchd or task-scheduler; -n prints what to write",
    ))
}

fn table() -> Result<Table, Failure> {
    Table::read()?.ok_or_else(|| {
        Failure::new(
            Code::Config,
            "there is no crontab(1) here",
            "install cron, or use --with systemd",
        )
    })
}

/// Takes the schedule out of the other one's hands: twice is once too often.
fn move_over(app: &mut App<'_>, to: Scheduler) -> anyhow::Result<bool> {
    let moved = match to {
        Scheduler::Cron => match folder(app) {
            Ok(folder) => !folder.remove()?.is_empty(),
            Err(_) => false,
        },
        _ => match Table::read() {
            Ok(Some(table)) => table.put(None)?,
            Ok(None) => false,
            Err(why) => {
                app.say(&format!(
                    "note: {why}; whether it has a line of `tt` is not known"
                ))?;
                false
            }
        },
    };
    if moved {
        let from = match to {
            Scheduler::Cron => "the user's systemd",
            _ => "the crontab",
        };
        app.say(&format!("note: {from} had it before, and has it no more"))?;
    }
    Ok(moved)
}

/// Prints the units, and on stderr what to do with them.
fn print(app: &mut App<'_>, plan: &Plan, scheduler: Scheduler) -> anyhow::Result<()> {
    let folder = folder(app);
    let place = |name: &str| match &folder {
        Ok(folder) => folder.file(name).display().to_string(),
        Err(_) => name.to_owned(),
    };
    let (parts, help) = match scheduler {
        Scheduler::Systemd => {
            let units = plan.systemd();
            let parts = vec![
                (Some(place(systemd::TIMER)), units.timer),
                (Some(place(systemd::SERVICE)), units.service),
            ];
            (parts, "these files would be written, and the timer enabled")
        }
        Scheduler::Cron => (
            vec![(None, plan.cron() + "\n")],
            "this line would go into your crontab; `crontab -l` shows it",
        ),
        Scheduler::Launchd => (
            vec![(None, plan.launchd())],
            "save it as ~/Library/LaunchAgents/tt.sync.plist, then: \
             launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/tt.sync.plist",
        ),
        Scheduler::TaskScheduler => (
            vec![(None, plan.task())],
            "save it as tt-sync.xml, then: schtasks /Create /TN tt-sync /XML tt-sync.xml",
        ),
    };
    if app.global.json {
        let parts: Vec<_> = parts
            .iter()
            .map(|(path, text)| json!({ "path": path, "text": text }))
            .collect();
        let value = json!({
            "ok": true,
            "scheduler": scheduler.word(),
            "every_seconds": plan.pace.every,
            "changed": false,
            "would_write": parts,
        });
        return app.print(&format!("{value}\n"));
    }
    for (path, text) in &parts {
        if let Some(path) = path {
            app.print(&format!("# {}\n", sanitize(path)))?;
        }
        app.print(text)?;
    }
    if !help.is_empty() {
        app.say(help)?;
    }
    Ok(())
}

/// What is scheduled, by its keeper.
fn scheduled(app: &App<'_>) -> anyhow::Result<Vec<serde_json::Value>> {
    let mut found = Vec::new();
    if let Ok(folder) = folder(app) {
        for (path, text) in folder.ours() {
            let path = path.display().to_string();
            found.push(json!({ "scheduler": "systemd", "path": path, "text": text }));
        }
    }
    if let Some(table) = Table::read()? {
        for line in table.ours() {
            found.push(json!({ "scheduler": "cron", "path": null, "text": format!("{line}\n") }));
        }
    }
    Ok(found)
}

/// What a schedule that is there cannot have: secrets of profiles that it delivers.
pub(super) fn lacks(app: &App<'_>, config: &Config) -> Vec<String> {
    let lacking = lacking_secrets(config);
    if lacking.is_empty() {
        // Nobody needs to be asked for what is scheduled.
        return Vec::new();
    }
    let texts: Vec<_> = scheduled(app)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|part| part["text"].as_str().map(str::to_owned))
        .collect();
    let delivers = |name: &str| {
        let mut words = texts.iter().flat_map(|text| text.split_whitespace());
        words.any(|word| word == "--all" || word == name)
    };
    lacking
        .into_iter()
        .filter(|(profile, _)| delivers(profile))
        .map(|(_, why)| why)
        .collect()
}

fn show(app: &mut App<'_>) -> anyhow::Result<()> {
    let found = scheduled(app)?;
    if app.global.json {
        let value = json!({ "ok": true, "scheduled": found });
        return app.print(&format!("{value}\n"));
    }
    if found.is_empty() {
        return app.say("nothing is scheduled; `tt schedule install` does it");
    }
    for part in found {
        if let Some(path) = part["path"].as_str() {
            app.print(&format!("# {}\n", sanitize(path)))?;
        }
        let text = part["text"].as_str().unwrap_or_default();
        app.print(&crate::screen::sanitize_lines(text))?;
        app.print("\n")?;
    }
    Ok(())
}

fn remove(app: &mut App<'_>, dry_run: bool) -> anyhow::Result<()> {
    let mut gone = Vec::new();
    if let Ok(folder) = folder(app) {
        gone = if dry_run {
            folder.ours().into_iter().map(|(path, _)| path).collect()
        } else {
            folder.remove()?
        };
    }
    let mut gone: Vec<_> = gone.iter().map(|path| path.display().to_string()).collect();
    if let Some(table) = Table::read()? {
        let lines = table.ours();
        if !dry_run {
            table.put(None)?;
        }
        gone.extend(lines);
    }
    if gone.is_empty() {
        return Err(Failure::nothing(
            "nothing is scheduled",
            "`tt schedule install` does it; `tt schedule show` looks",
        )
        .into());
    }
    if app.global.json {
        let value = json!({ "ok": true, "removed": gone, "changed": !dry_run });
        return app.print(&format!("{value}\n"));
    }
    let done = if dry_run { "would remove" } else { "removed" };
    for what in gone {
        app.print(&format!("{done}: {}\n", sanitize(&what)))?;
    }
    Ok(())
}
