//! What a schedule must be told of where it was made: the program, the files, the machine;
//! and what works here and will not work there.

use super::systemd::Folder;
use crate::app::App;
use crate::config::{Config, Origin, SecretSource};
use crate::failure::{Code, Failure};
use std::path::{Path, PathBuf};

/// Where cron looks for programs; systemd looks there as well.
const BARE_PATH: [&str; 2] = ["/usr/bin", "/bin"];

/// Says what works here and will not work there.
pub(super) fn warn(app: &mut App<'_>, config: &Config, only: &[String]) -> anyhow::Result<()> {
    let meant = |name: &String| only.is_empty() || only.contains(name);
    for (name, why) in lacking_secrets(config) {
        if meant(&name) {
            app.say(&format!("warning: {why}"))?;
        }
    }
    let mut lines = Vec::new();
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        if app.var(name).is_some() {
            lines.push(format!(
                "{name} is set here, and the schedule does not have it"
            ));
        }
    }
    let temporary = app.var("TMPDIR").unwrap_or_else(|| "/tmp".to_owned());
    for place in [&app.paths.config, &app.paths.db] {
        if place.origin != Origin::Default && place.path.starts_with(&temporary) {
            lines.push(format!(
                "{} is a temporary file: the schedule has it no longer than it lasts",
                place.path.display()
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

/// Profiles with a secret that a schedule does not have, and why.
pub(super) fn lacking_secrets(config: &Config) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, profile) in &config.profiles {
        for (key, source) in profile.secrets() {
            let why = unreachable(source);
            found.extend(why.map(|why| (name.clone(), format!("{key} of profile {name} {why}"))));
        }
    }
    found
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
pub(super) fn folder(app: &App<'_>) -> Result<Folder, Failure> {
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
pub(super) fn program(app: &App<'_>) -> anyhow::Result<String> {
    let me = std::env::current_exe()?;
    let paths = app.var("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(me.file_name().unwrap_or_default()))
        .find(|path| path.canonicalize().is_ok_and(|real| real == me));
    text(&found.unwrap_or(me)).map_err(Into::into)
}

/// The variables without which a run would read other files than this one does.
pub(super) fn variables(app: &App<'_>) -> anyhow::Result<Vec<(String, String)>> {
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
pub(super) fn seed(app: &App<'_>) -> String {
    let machine = std::fs::read_to_string("/etc/machine-id")
        .or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"))
        .ok()
        .or_else(|| app.var("COMPUTERNAME"))
        .or_else(|| app.var("HOSTNAME"))
        .unwrap_or_default();
    format!("{} {}", machine.trim(), app.who())
}
