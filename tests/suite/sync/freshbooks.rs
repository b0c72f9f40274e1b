//! The finished command against the fake FreshBooks, which keeps no key of ours, replaces
//! whole records, ignores filters it does not know, and keeps what was deleted.

use super::{keep_secret, now, ran, settle, start};
use crate::cli::{Desk, Ran};
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::freshbooks::{Fake, Options, seed, times};
use serde_json::{Value, json};
use std::process::Child;

mod doors;
mod fair;
mod fields;
mod kills;
mod remote;
mod twins;

/// Where entries are created.
const ENTRIES: &str = "/time_entries";

/// A desk with a profile that leads to a fake.
struct Books {
    fake: Fake,
    desk: Desk,
}

impl Books {
    fn new() -> Self {
        Self::with(Options::default(), "")
    }

    /// With other behaviour of the service, and more lines for the profile.
    fn with(options: Options, profile: &str) -> Self {
        let books = Self {
            fake: Fake::start(options),
            desk: Desk::new(),
        };
        let token = books.fake.token();
        books.config(&token, profile);
        books
    }

    /// Writes the configuration anew, with this token and these lines in the profile.
    fn config(&self, token: &str, profile: &str) {
        keep_secret(&self.desk, "token", token);
        let own = |name: &str, value: &str| {
            let is_given = profile.lines().any(|line| line.starts_with(name));
            if is_given {
                String::new()
            } else {
                format!("{name} = {value}\n")
            }
        };
        let mut text = format!(
            "default_profile = \"work\"\n\n[time]\nseconds = true\n\n[sync]\nquarantine = \"2s\"\n\n\
             [rounding.quarter]\nstep = \"15m\"\ndirection = \"up\"\n\n\
             [profile.work]\nbackend = \"freshbooks\"\nurl = {:?}\ntoken = {{ file = \"token\" }}\n",
            self.fake.url(),
        );
        text += &own("business", &format!("{:?}", self.fake.business()));
        text += &own("push", "\"open\"");
        self.desk.config(&(text + profile + "\n"));
    }

    /// The command on the machine's own clock.
    fn command(&self) -> assert_cmd::Command {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW");
        command
    }

    /// Runs a line of words, split at blanks.
    fn tt(&self, line: &str) -> Ran {
        let words = line.split_whitespace();
        ran(self.command().args(words).output().unwrap())
    }

    /// Runs these words.
    fn run(&self, words: &[&str]) -> Ran {
        ran(self.command().args(words).output().unwrap())
    }

    /// Books something at this time of yesterday.
    fn log(&self, time: &str, note: &str) {
        let (project, service) = (seed::ENGINE, seed::CONSULTING);
        self.tt(&format!(
            "log yesterday {time} --project {project} --service {service} -m {note}"
        ))
        .exits(0);
    }

    /// The report of a sync, which ends so.
    fn sync(&self, code: i32) -> Value {
        let ran = self.tt("sync --json").exits(code);
        ran.json()["profiles"][0].clone()
    }

    /// The entries, as JSON.
    fn entries(&self) -> Vec<Value> {
        let entries = self.tt("list yesterday --json").exits(0).json();
        entries.as_array().unwrap().clone()
    }

    /// The entries of the service; none of them runs.
    fn held(&self) -> Vec<Value> {
        let held = self.fake.active_entries();
        assert!(
            held.iter().all(|entry| entry["is_logged"] == true),
            "it runs: {held:?}"
        );
        held
    }

    /// The identity of the only entry there.
    fn only(&self) -> i64 {
        let held = self.held();
        assert_eq!(held.len(), 1, "{held:?}");
        held[0]["id"].as_i64().unwrap()
    }

    /// What each entry there says, in order.
    fn notes(&self) -> Vec<String> {
        let text = |entry: &Value| entry["note"].as_str().unwrap_or_default().to_owned();
        let mut notes: Vec<_> = self.held().iter().map(text).collect();
        notes.sort();
        notes
    }

    /// The bodies of the requests that asked for a change, with their methods.
    fn writes(&self) -> Vec<(String, Value)> {
        let requests = self.fake.requests();
        let writes = requests.iter().filter(|it| it.is_write());
        let body = |it: &crate::support::vendor::rig::Recorded| match it.method.as_str() {
            "DELETE" => Value::Null,
            _ => it.json()["time_entry"].clone(),
        };
        writes.map(|it| (it.method.clone(), body(it))).collect()
    }

    /// A further run finds nothing to do: it asks who is logged in and for one window.
    fn is_idle(&self) {
        assert_eq!(self.fake.schema_errors(), Vec::<String>::new());
        self.fake.plan(Plan::calm());
        self.fake.clear_requests();
        let report = self.sync(0);
        assert_eq!(report["outcome"], "done", "{report}");
        assert_eq!(self.writes(), [], "{report}");
        let n_requests = self.fake.requests().len();
        assert!(n_requests <= 3, "{:?}", self.fake.requests());
        assert_eq!(self.fake.schema_errors(), Vec::<String>::new());
    }

    fn until_settled(&self) {
        settle(|line| self.tt(line));
    }

    fn start(&self, args: &[&str]) -> Child {
        start(&self.command(), &self.desk, args)
    }

    /// Lets the next create go wrong this way.
    fn next_create(&self, fault: Fault) {
        self.fake.plan(Plan::once(On::new("POST", ENTRIES), fault));
    }

    /// Somebody makes an hour at noon of a day so many days ago there.
    fn made(&self, days: i64, note: &str, more: Value) -> i64 {
        let noon = now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
        let start = (noon - chrono::TimeDelta::days(days)).timestamp();
        let mut entry = json!({"note": note, "started_at": times::wire(start)});
        for (name, value) in more.as_object().unwrap() {
            entry[name] = value.clone();
        }
        self.fake.add_entry(&entry)
    }
}
