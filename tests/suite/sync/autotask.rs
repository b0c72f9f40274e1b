//! The finished command against the fake Autotask, which answers a write with a number
//! alone, refuses with 500, shows no timesheets, and hides from some what is not billed.

use super::{keep_secret, now, ran, settle, start};
use crate::cli::{Desk, Ran};
use crate::support::vendor::autotask::{Fake, Options, seed, times};
use crate::support::vendor::faults::{Fault, On, Plan};
use serde_json::{Value, json};
use std::process::Child;

mod billing;
mod blocks;
mod doors;
mod fair;
mod hidden;
mod kills;
mod setup;

/// Where entries are created.
const ENTRIES: &str = "/TimeEntries";

/// A desk with a profile that leads to a fake.
struct Firm {
    fake: Fake,
    desk: Desk,
}

impl Firm {
    fn new() -> Self {
        Self::with(Options::default(), "")
    }

    /// With other behaviour of the service, and more lines for the profile.
    fn with(options: Options, profile: &str) -> Self {
        let firm = Self {
            fake: Fake::start(options),
            desk: Desk::new(),
        };
        // Somebody's meeting: what is not billed is seen, if it may be.
        let day = now().date_naive() - chrono::TimeDelta::days(3);
        firm.fake.add(&json!({
            "resourceID": seed::OKAFOR, "internalBillingCodeID": seed::MEETING,
            "dateWorked": times::midnight(day), "hoursWorked": 1.0, "summaryNotes": "meeting"
        }));
        firm.config(profile);
        firm
    }

    /// Writes the configuration anew, with these lines in the profile.
    fn config(&self, profile: &str) {
        let keys = self.fake.keys();
        keep_secret(&self.desk, "secret", &keys.secret);
        keep_secret(&self.desk, "code", &keys.code);
        let own = |name: &str, value: &str| {
            let is_given = profile.lines().any(|line| line.starts_with(name));
            if is_given {
                String::new()
            } else {
                format!("{name} = {value}\n")
            }
        };
        let mut text = format!(
            "default_profile = \"work\"\n\n[sync]\nquarantine = \"2s\"\n\n[profile.work]\nbackend = \"autotask\"\ndiscovery_url = {:?}\n",
            self.fake.url()
        );
        text += &own("user", &format!("{:?}", keys.user));
        text += &own("resource", &format!("{:?}", self.fake.resource()));
        text += &own("secret", "{ file = \"secret\" }");
        text += &own("integration_code", "{ file = \"code\" }");
        text += &own("push", "\"open\"");
        text += profile;
        text += &format!(
            "\n[profile.work.settings]\napi_resource = \"{}\"\nadministrator = true\nproxy_time_entry = \"approvers-and-administrators\"\n",
            seed::API_USER
        );
        self.desk.config(&text);
    }

    /// The command on the machine's own clock.
    fn command(&self) -> assert_cmd::Command {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW");
        command
    }

    /// Runs these words.
    fn run(&self, words: &[&str]) -> Ran {
        ran(self.command().args(words).output().unwrap())
    }

    /// Runs a line of words, split at blanks.
    fn tt(&self, line: &str) -> Ran {
        let words: Vec<_> = line.split_whitespace().collect();
        self.run(&words)
    }

    /// Books something at this time of yesterday.
    fn log(&self, time: &str, note: &str) {
        let ticket = seed::SWITCH;
        self.tt(&format!("log yesterday {time} --ticket {ticket} -m {note}"))
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

    /// The profile's own entries of the service.
    fn held(&self) -> Vec<Value> {
        let mut held = self.fake.entries();
        held.retain(|entry| entry["resourceID"] == seed::LOPEZ);
        held
    }

    /// The only one of them.
    fn only(&self) -> Value {
        let held = self.held();
        assert_eq!(held.len(), 1, "{held:?}");
        held[0].clone()
    }

    /// What each entry there says, in order.
    fn notes(&self) -> Vec<String> {
        let text = |entry: &Value| entry["summaryNotes"].as_str().unwrap().to_owned();
        let mut notes: Vec<_> = self.held().iter().map(text).collect();
        notes.sort();
        notes
    }

    /// The requests that asked for a change, with their bodies.
    fn writes(&self) -> Vec<(String, Value)> {
        let requests = self.fake.requests();
        let writes = requests.iter().filter(|it| it.is_write());
        writes
            .map(|it| {
                let body = if it.method == "DELETE" {
                    Value::Null
                } else {
                    it.json()
                };
                (format!("{} {}", it.method, it.operation), body)
            })
            .collect()
    }

    /// A further run finds nothing to do: it asks where the company is, what is left of
    /// the hour, for the resource and its place, one window and what is posted of it.
    fn is_idle(&self) {
        assert_eq!(self.fake.schema_errors(), Vec::<String>::new());
        self.fake.plan(Plan::calm());
        self.fake.clear_requests();
        let report = self.sync(0);
        assert_eq!(report["outcome"], "done", "{report}");
        assert_eq!(self.writes(), [], "{report}");
        let n_requests = self.fake.requests().len();
        assert!(n_requests <= 6, "{:?}", self.fake.requests());
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

    /// Somebody makes an hour at noon of yesterday there.
    fn made(&self, note: &str, more: Value) -> i64 {
        let noon = now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
        let start = (noon - chrono::TimeDelta::days(1)).timestamp();
        let mut entry = json!({
            "resourceID": seed::LOPEZ, "ticketID": seed::SWITCH, "roleID": seed::ENGINEER,
            "startDateTime": times::wire(start), "endDateTime": times::wire(start + 3_600),
            "summaryNotes": note,
        });
        for (name, value) in more.as_object().unwrap() {
            entry[name] = value.clone();
        }
        self.fake.add(&entry)
    }
}

/// The identity of an entry there.
fn id(entry: &Value) -> i64 {
    entry["id"].as_i64().unwrap()
}
