//! `tt schedule`: has `tt sync --quiet` run by itself, by the user's systemd or crontab.
//! For launchd and the Windows Task Scheduler the unit is printed and left to the person.
//! There is one schedule: to install it anew replaces it, whatever had it before.

mod cron;
mod plan;
mod systemd;

use self::cron::Table;
use self::plan::{Pace, Plan};
use self::systemd::Folder;
use crate::app::App;
use crate::cli::{ScheduleAction, ScheduleArgs, ScheduleInstallArgs, Scheduler};
use crate::config::{Config, Origin, SecretSource};
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Where cron looks for programs; systemd looks there as well.
const BARE_PATH: [&str; 2] = ["/usr/bin", "/bin"];

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
        return print(app, &plan, scheduler);
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
    warn(app, &config, args)
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
            (parts, "")
        }
        Scheduler::Cron => (vec![(None, plan.cron() + "\n")], ""),
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

/// Says what works here and will not work there.
fn warn(app: &mut App<'_>, config: &Config, args: &ScheduleInstallArgs) -> anyhow::Result<()> {
    let meant = |name: &String| args.profiles.is_empty() || args.profiles.contains(name);
    let mut lines = Vec::new();
    for (name, profile) in config.profiles.iter().filter(|(name, _)| meant(name)) {
        for (key, source) in profile.secrets() {
            lines.extend(unreachable(source).map(|why| format!("{key} of profile {name} {why}")));
        }
    }
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        if app.var(name).is_some() {
            lines.push(format!(
                "{name} is set here, and the schedule does not have it"
            ));
        }
    }
    if config.profiles.is_empty() {
        lines.push("there is no profile yet to deliver to; `tt init` writes one".to_owned());
    }
    for line in lines {
        app.say(&format!("note: {line}"))?;
    }
    Ok(())
}

/// Why a secret cannot be had without a login's surroundings.
fn unreachable(source: &SecretSource) -> Option<String> {
    match source {
        SecretSource::Env(name) => Some(format!(
            "comes from the variable {name}, which the schedule does not have; \
             a command or a file works there"
        )),
        SecretSource::Command(words) => {
            let program = words.first()?;
            let is_found = program.contains('/')
                || BARE_PATH
                    .iter()
                    .any(|folder| Path::new(folder).join(program).exists());
            (!is_found && cfg!(unix))
                .then(|| format!("runs {program}, which is not in /usr/bin; write its whole path"))
        }
        SecretSource::File(_) => None,
    }
}

/// The folder of the user's units.
fn folder(app: &App<'_>) -> Result<Folder, Failure> {
    let config = app.var("XDG_CONFIG_HOME").map(PathBuf::from);
    let config = config.filter(|path| path.is_absolute());
    let home = || app.var("HOME").map(|home| Path::new(&home).join(".config"));
    let config = config.or_else(home).ok_or_else(|| {
        Failure::new(
            Code::Config,
            "no home folder is known, so there is no place for units",
            "set HOME",
        )
    })?;
    Ok(Folder::at(&config))
}

/// The name under which this program is found again: that in PATH where it is this one,
/// which outlives an upgrade, else the file itself.
fn program(app: &App<'_>) -> anyhow::Result<String> {
    let me = std::env::current_exe()?;
    let paths = app.var("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(me.file_name().unwrap_or_default()))
        .find(|path| path.canonicalize().is_ok_and(|real| real == me));
    text(&found.unwrap_or(me)).map_err(Into::into)
}

/// The variables without which a run would read other files than this one does.
fn variables(app: &App<'_>) -> anyhow::Result<Vec<(String, String)>> {
    let moved = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];
    let is_moved = moved.iter().any(|name| app.var(name).is_some());
    let places = [
        (
            "TT_CONFIG",
            &app.paths.config,
            is_moved && app.paths.config.path.exists(),
        ),
        ("TT_DB", &app.paths.db, is_moved),
        ("TT_STATE_DIR", &app.paths.state, is_moved),
    ];
    let mut set = Vec::new();
    for (name, place, also) in places {
        if place.origin != Origin::Default || also {
            let path = std::path::absolute(&place.path)?;
            set.push((name.to_owned(), text(&path)?));
        }
    }
    Ok(set)
}

fn text(path: &Path) -> Result<String, Failure> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Failure::new(
            Code::Config,
            format!(
                "{} is no text, and cannot be written into a schedule",
                path.display()
            ),
            "give it another name",
        )
    })
}

/// What stays the same on this machine, and differs from others.
fn seed(app: &App<'_>) -> String {
    let machine = std::fs::read_to_string("/etc/machine-id")
        .or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"))
        .ok()
        .or_else(|| app.var("COMPUTERNAME"))
        .or_else(|| app.var("HOSTNAME"))
        .unwrap_or_default();
    format!("{} {}", machine.trim(), app.who())
}
