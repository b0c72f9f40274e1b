//! The finished command against the fake Moneybird, which keeps no key of ours, cuts to
//! minutes, and has one user an entry for good.

use super::{keep_secret, now, ran, settle, start};
use crate::cli::{Desk, Ran};
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::moneybird::{self, Fake, Options, seed, times};
use serde_json::{Value, json};
use std::process::Child;

mod doors;
mod fair;
mod grain;
mod kills;
mod names;
mod twins;
mod users;

/// Where entries are created.
const ENTRIES: &str = "/time_entries.json";

const TULP: &str = "500000000000000055";
const SITE: &str = "500000000000000044";
const SUPPORT: &str = "500000000000000045";
const SEM: &str = "500000000000000032";

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
        let push = if profile.contains("push =") {
            ""
        } else {
            "push = \"open\"\n"
        };
        self.desk.config(&format!(
            "default_profile = \"work\"\n\n[time]\nseconds = true\n\n[sync]\nquarantine = \"2s\"\n\n\
             [rounding.quarter]\nstep = \"15m\"\ndirection = \"up\"\n\n\
             [profile.work]\nbackend = \"moneybird\"\nurl = {:?}\nadministration = {:?}\n\
             user = {:?}\ntoken = {{ file = \"token\" }}\n{push}{profile}\n",
            self.fake.url(),
            self.fake.administration(),
            self.fake.user(),
        ));
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

    /// Runs a line of words at this moment.
    fn at(&self, moment: &str, line: &str) -> Ran {
        let mut command = self.command();
        command.env("TT_NOW", moment);
        let words = line.split_whitespace();
        ran(command.args(words).output().unwrap())
    }

    /// Books something at this time of yesterday.
    fn log(&self, time: &str, note: &str) {
        self.tt(&format!(
            "log yesterday {time} --client {TULP} --project {SITE} -m {note}"
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
        let held = self.fake.entries();
        assert!(
            held.iter().all(|entry| !entry["ended_at"].is_null()),
            "it runs: {held:?}"
        );
        held
    }

    /// The identity of the only entry there.
    fn only(&self) -> i64 {
        let held = self.held();
        assert_eq!(held.len(), 1, "{held:?}");
        id(&held[0])
    }

    /// What each entry there says, in order.
    fn notes(&self) -> Vec<String> {
        let text = |entry: &Value| entry["description"].as_str().unwrap().to_owned();
        let mut notes: Vec<_> = self.held().iter().map(text).collect();
        notes.sort();
        notes
    }

    /// The bodies of the requests that asked for a change, with their methods.
    fn writes(&self) -> Vec<(String, Value)> {
        let requests = self.fake.requests();
        let writes = requests.iter().filter(|it| it.is_write());
        writes
            .map(|it| (it.method.clone(), it.json()["time_entry"].clone()))
            .collect()
    }

    /// What the schema has against the requests, but that something is taken away.
    fn schema_errors(&self) -> Vec<String> {
        let mut errors = self.fake.schema_errors();
        errors.retain(|error| !moneybird::only_takes_away(error));
        errors
    }

    /// A further run finds nothing to do: it asks for the administration and one window.
    fn is_idle(&self) {
        assert_eq!(self.schema_errors(), Vec::<String>::new());
        self.fake.plan(Plan::calm());
        self.fake.clear_requests();
        let report = self.sync(0);
        assert_eq!(report["outcome"], "done", "{report}");
        assert_eq!(self.writes(), [], "{report}");
        let n_requests = self.fake.requests().len();
        assert!(n_requests <= 3, "{:?}", self.fake.requests());
        assert_eq!(self.schema_errors(), Vec::<String>::new());
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

    /// Somebody makes an hour at noon of yesterday there.
    fn made(&self, note: &str, more: Value) -> i64 {
        let noon = now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
        let start = (noon - chrono::TimeDelta::days(1)).timestamp_millis();
        let mut entry = json!({
            "user_id": seed::id(seed::NOOR), "description": note,
            "started_at": times::wire(start), "ended_at": times::wire(start + 3_600_000),
        });
        for (name, value) in more.as_object().unwrap() {
            entry[name] = value.clone();
        }
        self.fake.add(&entry)
    }
}

/// The identity of an entry there.
fn id(entry: &Value) -> i64 {
    entry["id"].as_str().unwrap().parse().unwrap()
}

/// Minutes UTC of an instant there: `08:59`.
fn minute(entry: &Value, name: &str) -> String {
    let text = entry[name].as_str().unwrap();
    assert_eq!(&text[17..], "00.000Z", "{text}");
    text[11..16].to_owned()
}
