//! The finished command against the fake ConnectWise: delivery end to end, in good
//! weather and bad.

use crate::cli::{Desk, Ran};
use crate::support::vendor::connectwise::{Fake, Options};
use crate::support::vendor::faults::{Fault, On, Plan};
use serde_json::{Value, json};
use std::process::{Child, Command, Stdio};
use tt::clock::{Clock, SystemClock};

mod answers;
mod autotask;
mod blocks;
mod conduct;
mod decided;
mod doors;
mod elsewhere;
mod fair;
mod freshbooks;
mod kills;
mod lost;
mod machines;
mod merge;
mod moneybird;
mod offered;
mod rejected;
mod remote;
mod requests;
mod said;
#[cfg(unix)]
mod scheduled;
mod sheets;
mod team;
mod two_books;
mod undone;
mod watched;
mod ways;

/// Where entries are created.
pub const ENTRIES: &str = "/time/entries";

/// A desk with a profile that leads to a fake.
pub struct Bench {
    pub fake: Fake,
    pub desk: Desk,
}

impl Bench {
    pub fn new() -> Self {
        Self::with(Options::default(), "")
    }

    /// With other behaviour of the service, and more lines for the profile.
    pub fn with(options: Options, profile: &str) -> Self {
        let bench = Self {
            fake: Fake::start(options),
            desk: Desk::new(),
        };
        bench.config(profile);
        bench
    }

    /// Writes the configuration anew, with these lines in the profile.
    pub fn config(&self, profile: &str) {
        let text = self.text(profile);
        self.desk.config(&text);
    }

    /// The configuration, with these lines in the profile.
    pub fn text(&self, profile: &str) -> String {
        let keys = self.fake.credentials();
        self.secret("key", &keys.private_key);
        let own = |name: &str, value: &str| {
            let is_given = profile.lines().any(|line| line.starts_with(name));
            if is_given {
                String::new()
            } else {
                format!("{name} = {value}\n")
            }
        };
        let mut text = "default_profile = \"work\"\n\n[sync]\nquarantine = \"2s\"\n\n[profile.work]\nbackend = \"connectwise\"\n".to_owned();
        text += &own("url", &format!("{:?}", self.fake.url()));
        text += &own("company_id", &format!("{:?}", keys.company_id));
        text += &own("public_key", &format!("{:?}", keys.public_key));
        text += &own("private_key", "{ file = \"key\" }");
        text += &own("push", "\"open\"");
        text + &format!(
            "client_id = {:?}\nmember = {:?}\n{profile}\n",
            keys.client_id, keys.member
        )
    }

    /// Keeps a secret in a file that only its owner may read.
    pub fn secret(&self, name: &str, secret: &str) {
        keep_secret(&self.desk, name, secret);
    }

    /// The command on the machine's own clock.
    pub fn command(&self) -> assert_cmd::Command {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW");
        command
    }

    /// Runs these words.
    pub fn run(&self, words: &[&str]) -> Ran {
        ran(self.command().args(words).output().unwrap())
    }

    /// Runs a line of words, split at blanks.
    pub fn tt(&self, line: &str) -> Ran {
        ran(self
            .command()
            .args(line.split_whitespace())
            .output()
            .unwrap())
    }

    /// Books something at this time of yesterday.
    pub fn log(&self, time: &str, note: &str) {
        self.tt(&format!("log yesterday {time} --ticket 54321 -m {note}"))
            .exits(0);
    }

    /// The report of a sync, which ends so.
    pub fn sync(&self, code: i32) -> Value {
        let ran = self.tt("sync --json").exits(code);
        ran.json()["profiles"][0].clone()
    }

    /// The entries, as JSON.
    pub fn entries(&self) -> Vec<Value> {
        let entries = self.tt("list yesterday --json").exits(0).json();
        entries.as_array().unwrap().clone()
    }

    /// Lets the next create go wrong this way.
    pub fn next_create(&self, fault: Fault) {
        self.fake.plan(Plan::once(On::new("POST", ENTRIES), fault));
    }

    /// An entry like the one at this place here, made there by somebody else; its number there.
    pub fn add_equal(&self, at: usize) -> i64 {
        let entry = &self.entries()[at];
        let at = |name: &str| {
            let at = chrono::DateTime::parse_from_rfc3339(entry[name].as_str().unwrap()).unwrap();
            at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
        };
        self.fake.add(json!({
            "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
            "timeStart": at("start"), "timeEnd": at("end"), "actualHours": 1.0, "notes": "dns",
        }));
        self.fake.entries().last().unwrap()["id"].as_i64().unwrap()
    }

    /// The notes on the service, in order.
    pub fn notes(&self) -> Vec<String> {
        let text = |entry: &Value| entry["notes"].as_str().unwrap_or_default().to_owned();
        let mut notes: Vec<_> = self.fake.entries().iter().map(text).collect();
        notes.sort();
        notes
    }

    /// How many requests asked for a change since the last time they were forgotten.
    pub fn n_writes(&self) -> usize {
        self.fake
            .requests()
            .iter()
            .filter(|it| it.is_write())
            .count()
    }

    /// A further run finds nothing to do: it asks who we are, reads one window and writes nothing.
    pub fn is_idle(&self) {
        assert_eq!(self.fake.schema_errors(), Vec::<String>::new());
        self.fake.plan(Plan::calm());
        self.fake.clear_requests();
        let report = self.sync(0);
        assert_eq!(report["outcome"], "done", "{report}");
        assert_eq!(self.n_writes(), 0, "{:?}", self.fake.requests());
        let windows = self
            .fake
            .requests()
            .iter()
            .filter(|it| it.operation == ENTRIES)
            .count();
        assert!(
            windows <= 2,
            "{windows} windows: {:?}",
            self.fake.requests()
        );
        assert_eq!(self.fake.schema_errors(), Vec::<String>::new());
    }

    /// Syncs until nothing is left open, as cron would.
    pub fn until_settled(&self) {
        settle(|line| self.tt(line));
    }

    /// A sync under way.
    pub fn start(&self, args: &[&str]) -> Child {
        start(&self.command(), &self.desk, args)
    }
}

/// Keeps a secret in a file that only its owner may read.
pub fn keep_secret(desk: &Desk, name: &str, secret: &str) {
    let path = desk.home().join(name);
    std::fs::write(&path, secret).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Syncs until nothing is left open, as cron would.
pub fn settle(tt: impl Fn(&str) -> Ran) {
    for _ in 0..40 {
        let ran = tt("sync --now --json");
        let report = &ran.json()["profiles"][0];
        if ran.code == 0 && report["owed"] == 0 {
            return;
        }
        assert!(ran.code == 6 || ran.code == 0, "{} {}", ran.out, ran.err);
        crate::cli::pause(250_000);
    }
    panic!("never settled: {}", tt("sync --json").out);
}

/// This command with these words, under way.
pub fn start(made: &assert_cmd::Command, desk: &Desk, args: &[&str]) -> Child {
    let mut command = Command::new(made.get_program());
    command.env_clear();
    for (name, value) in made.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.args(args).current_dir(desk.home());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The machine's own clock, which the fake goes by as well, in the zone of the desks: theirs is
/// the day that is called today.
pub fn now() -> chrono::DateTime<chrono_tz::Tz> {
    let now = SystemClock::new(None).now();
    let now = chrono::DateTime::from_timestamp(now, 0).unwrap();
    now.with_timezone(&chrono_tz::Europe::Amsterdam)
}

/// Lines of the configuration that put yesterday into this week, whatever day it is.
pub fn with_yesterday() -> String {
    let first = now().date_naive() - chrono::TimeDelta::days(2);
    let first = first.format("%A").to_string().to_lowercase();
    format!("\n[time]\nweek_start = \"{first}\"\n")
}

pub fn ran(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
