//! The units of the user's systemd: two files in its folder, and systemctl(1). A file of
//! that name which is not ours is never touched.

use super::plan::{UNIT_MARK, Units};
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What starts the service.
pub(super) const TIMER: &str = "tt-sync.timer";
/// What delivers.
pub(super) const SERVICE: &str = "tt-sync.service";

/// The folder of the user's units.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Below the configuration folder that systemd itself goes by.
    pub(super) fn at(config: &Path) -> Self {
        Self(config.join("systemd/user"))
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Our units that are there, with their text.
    pub(super) fn ours(&self) -> Vec<(PathBuf, String)> {
        let files = [TIMER, SERVICE].map(|name| self.file(name));
        let read = |path: PathBuf| {
            let text = fs::read_to_string(&path).ok()?;
            text.starts_with(UNIT_MARK).then_some((path, text))
        };
        files.into_iter().filter_map(read).collect()
    }

    /// Writes the units and has the timer started; whether anything changed.
    ///
    /// # Errors
    /// A file of another's making, the disk, and what systemctl says; then what was there
    /// before is there again.
    pub(super) fn put(&self, units: &Units) -> Result<bool, Failure> {
        let wanted = [(TIMER, &units.timer), (SERVICE, &units.service)];
        let mut before = Vec::new();
        for (name, text) in wanted {
            let path = self.file(name);
            let old = match fs::read_to_string(&path) {
                Ok(old) => Some(old),
                Err(why) if why.kind() == ErrorKind::NotFound => None,
                Err(why) => return Err(cannot(&path, &why)),
            };
            if old.as_ref().is_some_and(|old| !old.starts_with(UNIT_MARK)) {
                return Err(Failure::new(
                    Code::Config,
                    format!("{} was not written by `tt schedule`", path.display()),
                    "move it away, or choose cron with --with cron",
                ));
            }
            before.push((path, old, text));
        }
        let is_new = before
            .iter()
            .any(|(_, old, text)| old.as_ref() != Some(text));
        fs::create_dir_all(&self.0).map_err(|why| cannot(&self.0, &why))?;
        let done = before
            .iter()
            .try_for_each(|(path, _, text)| fs::write(path, text).map_err(|why| cannot(path, &why)))
            .and_then(|()| systemctl(&["daemon-reload"]))
            .and_then(|()| systemctl(&["enable", "--now", TIMER]))
            // A timer that runs goes by its old moments until it is started anew.
            .and_then(|()| {
                if is_new {
                    systemctl(&["restart", TIMER])
                } else {
                    Ok(())
                }
            });
        if let Err(why) = done {
            for (path, old, _) in before {
                let _ = match old {
                    Some(old) => fs::write(path, old),
                    None => fs::remove_file(path),
                };
            }
            let _ = systemctl(&["daemon-reload"]);
            return Err(why);
        }
        Ok(is_new)
    }

    /// Stops our timer and takes our units away; the files that were there. Where systemd
    /// does not answer the files go all the same, and it learns of that when it starts.
    ///
    /// # Errors
    /// The disk's.
    pub(super) fn remove(&self) -> Result<Vec<PathBuf>, Failure> {
        let ours: Vec<_> = self.ours().into_iter().map(|(path, _)| path).collect();
        let timer = self.file(TIMER);
        if ours.contains(&timer) && systemctl(&["disable", "--now", TIMER]).is_err() {
            let wish = self.0.join("timers.target.wants").join(TIMER);
            let _ = fs::remove_file(wish);
        }
        for path in &ours {
            fs::remove_file(path).map_err(|why| cannot(path, &why))?;
        }
        if !ours.is_empty() {
            let _ = systemctl(&["daemon-reload"]);
        }
        Ok(ours)
    }
}

/// Whether the user's systemd answers.
pub(super) fn answers() -> Result<(), Failure> {
    systemctl(&["show", "--property=Version"])
}

fn systemctl(args: &[&str]) -> Result<(), Failure> {
    let refused = |why: &str| {
        Failure::new(
            Code::Config,
            format!("systemctl --user {}: {why}", args.join(" ")),
            "use --with cron, or log in so that the user's systemd runs",
        )
    };
    let output = Command::new("systemctl")
        .arg("--user")
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| refused(&why.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or("failed");
    Err(refused(&sanitize(line)))
}

fn cannot(path: &Path, why: &std::io::Error) -> Failure {
    Failure::new(
        Code::Config,
        format!("{} cannot be written: {why}", path.display()),
        "look at the folder and its permissions",
    )
}
