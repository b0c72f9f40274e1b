//! The finished command, run as a person or a script runs it: own home, cleared
//! environment, a clock that stands still, a fixed zone.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

mod adjusting;
mod approve;
mod auth;
mod backup;
mod blocks;
mod catalog;
mod config;
mod context;
mod delete;
mod doctor;
mod edit;
mod exports;
mod faults;
mod fill;
mod gaps;
mod help;
mod history;
mod hostile;
mod import;
mod init;
mod known;
mod list;
mod locked;
mod locks;
mod log;
mod none;
mod picker;
mod profiles;
mod programs;
mod prompt;
mod refresh;
mod reject;
mod report;
#[cfg(unix)]
mod schedule;
#[cfg(target_os = "linux")]
pub mod seat;
mod sheet;
mod shells;
mod show;
mod split;
mod status;
mod stocked;
mod submit;
mod templates;
#[cfg(target_os = "linux")]
mod terminal;
mod timers;
mod undo;
mod week;
mod workflow;

/// Sunday morning, a little after ten, in Amsterdam.
pub const NOW: &str = "2026-11-22T10:07:33+01:00";

/// A machine with nothing on it.
pub struct Desk {
    home: TempDir,
    now: String,
    zone: String,
    env: Vec<(String, String)>,
}

/// What a command left behind.
pub struct Ran {
    /// Its exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it wrote to stdout.
    pub out: String,
    /// What it wrote to stderr.
    pub err: String,
}

impl Ran {
    /// The one JSON value on stdout.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|why| panic!("{why}: {:?} {:?}", self.out, self.err))
    }

    /// Panics unless the exit code is this.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout: {}\nstderr: {}",
            self.out, self.err
        );
        self
    }
}

impl Desk {
    pub fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            now: NOW.into(),
            zone: "Europe/Amsterdam".into(),
            env: Vec::new(),
        }
    }

    /// The same desk at another moment.
    pub fn at(mut self, now: &str) -> Self {
        self.set_now(now);
        self
    }

    pub fn set_now(&mut self, now: &str) {
        self.now = now.into();
    }

    pub fn set_env(&mut self, name: &str, value: &str) {
        self.env.push((name.into(), value.into()));
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn db(&self) -> PathBuf {
        self.home().join("data/tt.db")
    }

    /// Writes config.toml.
    pub fn config(&self, text: &str) {
        std::fs::write(self.home().join("config.toml"), text).unwrap();
    }

    /// The command with its surroundings, not yet run.
    pub fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tt"));
        command
            .env_clear()
            .env("HOME", self.home())
            .env("PATH", "/usr/bin:/bin")
            .env("TZ", &self.zone)
            .env("TT_NOW", &self.now)
            .env("TT_DB", self.db())
            .env("TT_STATE_DIR", self.home().join("state"))
            .current_dir(self.home());
        let config = self.home().join("config.toml");
        if config.exists() {
            command.env("TT_CONFIG", config);
        }
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command
    }

    /// Runs `tt` with these arguments.
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Ran {
        let output = self.command().args(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `tt` with the words of a line, split at blanks; quotes are not understood.
    pub fn tt(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs with `--json`, expects success, and returns the value.
    pub fn json(&self, line: &str) -> Value {
        self.tt(&format!("{line} --json")).exits(0).json()
    }
}

/// A profile of each kind that needs no network to book for.
pub const WORK: &str = r#"
default_profile = "work"

[profile.work]
backend = "connectwise"
url = "http://127.0.0.1:1"
company_id = "acme"
client_id = "00000000-0000-0000-0000-000000000000"
public_key = "abc"
private_key = { env = "CW_PRIVATE" }
member = "jdoe"
"#;

/// How long a torture test runs: from this variable, else `usual`.
#[expect(
    clippy::disallowed_methods,
    reason = "the size of torture runs comes from outside"
)]
pub fn size(variable: &str, usual: u32) -> u32 {
    std::env::var(variable)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usual)
}

/// Lets real time pass, for tests that kill real processes.
#[expect(
    clippy::disallowed_methods,
    reason = "a kill at a random instant needs real time"
)]
pub fn pause(microseconds: u64) {
    std::thread::sleep(std::time::Duration::from_micros(microseconds));
}
