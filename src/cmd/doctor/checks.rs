//! What the doctor looks at, one function each. Reads only.

use super::{Finding, Severity};
use crate::app::{self, App};
use crate::config;
use crate::failure::{Code, of};
use crate::store::repair::Health;
use crate::store::{Store, StoreError, snapshots};
use crate::sync::lock::RunLock;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// No clock of a machine that runs this was ever right before: 2024-01-01.
const EARLIEST: i64 = 1_704_067_200;

/// How far the clock may be behind the journal, seconds.
const SLACK: i64 = 300;

/// Findings of one kind that are told.
const TOLD: usize = 20;

const REPAIR: &str = "run `tt doctor --repair`";

/// The database and what it holds.
pub(super) fn database(db: &Path, health: &Result<Health, StoreError>) -> Vec<Finding> {
    let name = "database";
    match health {
        Ok(Health::Nothing) => {
            let says = format!("none yet at {}; the first entry makes it", db.display());
            vec![Finding::fine(name, says)]
        }
        Ok(Health::Good(store)) => vec![match last_line(store) {
            None => Finding::fine(name, format!("{} is whole and empty", db.display())),
            Some((n, _)) => {
                let says = format!("{} is whole, journal up to line {n}", db.display());
                Finding::fine(name, says)
            }
        }],
        Ok(Health::Damaged(found)) => found
            .iter()
            .take(TOLD)
            .map(|found| Finding::new(name, Severity::Error, found).help(REPAIR))
            .collect(),
        Err(error) => {
            let code = match error {
                StoreError::Busy { .. } => Code::Later,
                _ => Code::Data,
            };
            let found = Finding::new(name, Severity::Error, error.to_string());
            vec![found.help(error.help()).code(code)]
        }
    }
}

/// The number of the journal's last line, and when it was written.
fn last_line(store: &Store) -> Option<(i64, i64)> {
    let lines = store.view().journal_back(None, 1).ok()?;
    lines.first().map(|line| (line.n, line.line.at))
}

/// Files of a commit that was not finished, or of another journal mode.
pub(super) fn leftovers(db: &Path) -> Vec<Finding> {
    /// What a journal in use begins with (SQLite's file format, section 3).
    const IN_USE: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let beside = |ending: &str| {
        let mut name = db.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let mut found = Vec::new();
    let mut start = [0; 8];
    let is_hot = std::fs::File::open(beside("-journal"))
        .and_then(|mut file| file.read_exact(&mut start))
        .is_ok();
    if is_hot && start == IN_USE {
        let says = "a commit is under way, or a run was killed in one; it was put right";
        found.push(Finding::new("journal", Severity::Note, says));
    }
    if beside("-wal").exists() {
        let says = format!(
            "{} is there: another program changed how the database is written",
            beside("-wal").display()
        );
        let help = "close that program; tt writes as it always does";
        found.push(Finding::new("journal", Severity::Warning, says).help(help));
    }
    if found.is_empty() {
        found.push(Finding::fine("journal", "nothing was left unfinished"));
    }
    found
}

/// `config.toml`.
pub(super) fn configuration(app: &App<'_>) -> Vec<Finding> {
    let name = "config";
    let mut findings: Vec<_> = config::check(&app.paths, app.around.env)
        .into_iter()
        .map(|found| {
            let severity = match found.severity {
                config::Severity::Error => Severity::Error,
                config::Severity::Warning => Severity::Warning,
            };
            let help = found.help.clone().unwrap_or_default();
            let bare = config::Finding {
                help: None,
                ..found
            };
            Finding::new(name, severity, bare.to_string())
                .help(help)
                .code(Code::Config)
        })
        .collect();
    if findings.is_empty() {
        let path = &app.paths.config.path;
        let says = match path.exists() {
            true => format!("{} is in order", path.display()),
            false => format!("no {}; everything local works", path.display()),
        };
        findings.push(Finding::fine(name, says));
    }
    findings
}

/// What the schedule cannot have, where there is one.
pub(super) fn schedule(app: &App<'_>) -> Vec<Finding> {
    let Ok(config) = config::Config::load(&app.paths) else {
        return Vec::new();
    };
    let lacks = crate::cmd::schedule::lacks(app, &config).into_iter();
    lacks
        .map(|why| Finding::new("schedule", Severity::Warning, why))
        .collect()
}

/// The zone of this run beside that of the machine.
pub(super) fn zone(app: &App<'_>) -> Option<Finding> {
    let name = "zone";
    // What is wrong with the file is told under its own name.
    let config = config::Config::load(&app.paths).ok()?;
    let (tz, system) = (app.var("TZ"), app::system_zone());
    let chosen = config::choose_zone(tz.as_deref(), config.zone(), system.as_deref());
    Some(match chosen {
        Err(error) => {
            let failure = of(&error.into());
            Finding::new(name, Severity::Error, failure.message)
                .help(failure.help)
                .code(Code::Config)
        }
        Ok((zone, origin)) => match system {
            Some(system) if system != zone => {
                let says = format!("{zone} ({origin}); the machine is set to {system}");
                Finding::new(name, Severity::Note, says)
            }
            _ => Finding::fine(name, format!("{zone} ({origin})")),
        },
    })
}

/// The clock beside what the journal says was the time.
pub(super) fn clock(store: &Store, now: i64) -> Finding {
    let name = "clock";
    let help = "set the machine's clock; new entries would get wrong times";
    let shown = crate::domain::zone::rfc3339(now, 0);
    if now < EARLIEST {
        let says = format!("it says {shown}, which is long past");
        return Finding::new(name, Severity::Warning, says).help(help);
    }
    match last_line(store) {
        Some((n, at)) if now < at - SLACK => {
            let then = crate::domain::zone::rfc3339(at, 0);
            let says =
                format!("it says {shown}, but line {n} of the journal was written at {then}");
            Finding::new(name, Severity::Warning, says).help(help)
        }
        _ => Finding::fine(name, shown),
    }
}

/// How many snapshots there are, and how old the newest is.
pub(super) fn snapshots(db: &Path, now: i64) -> Finding {
    let name = "snapshots";
    match snapshots::list(db) {
        Err(error) => Finding::new(name, Severity::Warning, error.to_string()).help(error.help()),
        Ok(kept) => match kept.first() {
            None => Finding::fine(name, "none yet"),
            Some(newest) => {
                let bytes: u64 = kept.iter().map(|kept| kept.bytes).sum();
                let says = format!(
                    "{} in {}, {} KiB; the newest is {} old",
                    kept.len(),
                    snapshots::folder(db).display(),
                    bytes.div_ceil(1_024),
                    age(now.saturating_sub(newest.at)),
                );
                Finding::fine(name, says)
            }
        },
    }
}

fn age(seconds: i64) -> String {
    match seconds.max(0) {
        less @ 0..3_600 => format!("{}m", less / 60),
        less @ 3_600..86_400 => format!("{}h", less / 3_600),
        more => format!("{}d", more / 86_400),
    }
}

/// Files of sync locks beside the database, with the profiles they are for.
pub(super) fn lock_files(db: &Path) -> Vec<(PathBuf, String)> {
    let Some(folder) = db.parent() else {
        return Vec::new();
    };
    let start = format!("{}.", db.file_name().unwrap_or_default().to_string_lossy());
    let Ok(items) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = items
        .flatten()
        .filter_map(|item| {
            let name = item.file_name().to_string_lossy().into_owned();
            let profile = name.strip_prefix(&start)?.strip_suffix(".sync")?;
            Some((item.path(), profile.to_owned()))
        })
        .collect();
    files.sort();
    files
}

/// Whether a sync is at work.
pub(super) fn locks(db: &Path) -> Finding {
    let name = "sync";
    for (file, profile) in lock_files(db) {
        match RunLock::take(db, &profile) {
            Ok(Some(_)) => {}
            Ok(None) => {
                let says = format!("a sync of profile {profile} is running");
                return Finding::new(name, Severity::Note, says);
            }
            Err(error) => {
                let says = format!("{} cannot be locked: {error}", file.display());
                let help = "check who owns it";
                return Finding::new(name, Severity::Warning, says).help(help);
            }
        }
    }
    Finding::fine(name, "no sync is running")
}
