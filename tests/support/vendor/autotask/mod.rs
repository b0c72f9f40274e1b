//! A stateful fake of Autotask PSA's time entries, in the dialect of its interface V1.0,
//! with the oracle of its rules mounted.
//!
//! Written from the vendor's facts alone; it never looks at the crate under test.
//! Comments name the section of the facts by its subject. All state is in memory
//! and gone with the fake.

mod blocks;
mod case;
mod door;
pub mod entries;
mod filter;
mod history;
mod levels;
pub mod meta;
pub mod options;
pub mod query;
pub mod routes;
pub mod rules;
pub mod seed;
pub mod state;
pub mod times;
mod words;

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use chrono::NaiveDate;
use serde_json::Value;

#[allow(
    unused_imports,
    reason = "every crate that includes this uses only a part"
)]
pub use options::{
    Deletes, Given, Options, Order, OtherHours, Rounding, Settings, WithoutId, ZoneText,
};
pub use state::Keys;

use rules::SheetStatus;
use state::{Thread, World};

use super::faults::{Fault, Plan};
use super::http::Request;
use super::locked;
use super::rig::{Answer, Recorded, Rig, Service};

/// The service as the rig sees it.
pub struct Autotask(Mutex<World>);

impl Service for Autotask {
    fn name(&self) -> &'static str {
        "autotask"
    }

    fn operation(&self, path: &str) -> Option<String> {
        routes::operation(path)
    }

    fn writes(&self, method: &str, path: &str) -> bool {
        routes::is_write(method, path)
    }

    fn act(&self, request: &Request) -> Answer {
        routes::answer(&mut locked(&self.0), request)
    }

    fn refusal(&self, status: u16) -> Answer {
        door::refusal(status)
    }

    fn throttled(&self, retry_after: Option<&str>) -> Answer {
        let mut answer = door::refusal(429);
        let header = |text: &str| ("Retry-After".to_owned(), text.to_owned());
        answer.headers.extend(retry_after.map(header));
        answer
    }
}

/// A running fake; stops when dropped.
pub struct Fake {
    rig: Rig<Autotask>,
}

impl Fake {
    /// Starts on 127.0.0.1.
    pub fn try_start(options: Options) -> io::Result<Self> {
        let port = options.port;
        Ok(Self {
            rig: Rig::start(Autotask(Mutex::new(World::new(options))), port)?,
        })
    }

    /// Starts on 127.0.0.1; panics when the port is taken.
    pub fn start(options: Options) -> Self {
        Self::try_start(options).unwrap_or_else(|e| panic!("the fake cannot listen: {e}"))
    }

    fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut locked(&self.rig.service().0))
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end: where the zone is asked for.
    pub fn url(&self) -> String {
        self.rig.url()
    }

    /// The address of the tenant's zone, as zone information answers it: with a slash at
    /// the end and without the version.
    pub fn zone_url(&self) -> String {
        let zone = self.world(|w| w.zone.clone());
        format!("{}{zone}/ATServicesRest/", self.rig.url())
    }

    /// The keys of the interface's user.
    pub fn keys(&self) -> Keys {
        self.world(|w| w.keys.clone())
    }

    /// Gives the interface's user other keys; the old ones are 401 from now on.
    pub fn change_keys(&self, change: impl FnOnce(&mut Keys)) {
        self.world(|w| change(&mut w.keys));
    }

    /// The resource for whom time is usually entered, as text.
    pub fn resource(&self) -> String {
        seed::LOPEZ.to_string()
    }

    /// Moves the tenant to another zone: the old addresses are 401 from now on. An empty
    /// text is the zone at the start; others come before `/ATServicesRest` (`/webservices5`).
    pub fn move_zone(&self, zone: &str) {
        self.world(|w| w.zone = zone.to_owned());
    }

    /// Every time entry with every field, by id.
    pub fn entries(&self) -> Vec<Value> {
        self.rows("TimeEntries")
    }

    /// One time entry.
    pub fn entry(&self, id: i64) -> Option<Value> {
        self.row("TimeEntries", id)
    }

    /// Every row of an entity as it would come, by id.
    pub fn rows(&self, entity: &str) -> Vec<Value> {
        self.world(|w| {
            let rows = w.table(entity).values();
            rows.map(|row| w.shown(entity, row)).collect()
        })
    }

    /// One row of an entity.
    pub fn row(&self, entity: &str, id: i64) -> Option<Value> {
        self.world(|w| Some(w.shown(entity, w.table(entity).get(&id)?)))
    }

    /// Every request so far, also those whose end never came.
    pub fn requests(&self) -> Vec<Recorded> {
        self.rig.requests()
    }

    /// Forgets the requests so far, and with them their schema errors.
    pub fn clear_requests(&self) {
        self.rig.clear_requests();
    }

    /// What the vendor's schema has against the requests so far.
    pub fn schema_errors(&self) -> Vec<String> {
        self.rig.schema_errors()
    }

    /// Each request from now on, as soon as its answer is decided.
    pub fn watch(&self) -> Receiver<Recorded> {
        self.rig.watch()
    }

    /// Replaces the plan of what goes wrong. A query by POST counts as a read.
    pub fn plan(&self, plan: Plan) {
        self.rig.plan(plan);
    }

    /// Waits until every late effect has happened.
    pub fn wait_for_late(&self) {
        self.rig.wait_for_late();
    }

    /// Waits so long before each answer, which holds a thread on its entity meanwhile.
    pub fn slow(&self, latency: Duration) {
        self.world(|w| w.latency = latency);
        self.rig.slow(latency);
    }

    /// Closes every open connection, as a proxy does with idle ones.
    pub fn hang_up(&self) {
        self.rig.hang_up();
    }

    /// Has others hold so many threads on an entity (`TimeEntries`) until told otherwise.
    pub fn hold_threads(&self, entity: &str, threads: usize) {
        self.world(|w| {
            w.threads.retain(|t| t.entity != entity);
            w.threads.extend((0..threads).map(|_| Thread {
                entity: entity.to_owned(),
                until: None,
            }));
        });
    }

    /// Lets other integrations of the tenant have used so many requests of the hour.
    pub fn use_hour(&self, requests: i64) {
        self.world(|w| w.used_by_others = requests);
    }

    /// Changes an entry as a person at the service would, without asking a rule.
    pub fn edit(&self, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let mut row = w.entry(id).clone();
            assert!(!row.is_null(), "no entry {id}");
            change(&mut row);
            let person = door::Caller {
                user: seed::OKAFOR,
                stands_for: None,
            };
            entries::stamped(w, &mut row, person);
            w.table_mut("TimeEntries").insert(id, row);
        });
    }

    /// Gives an entry's notes formatting, which only plain text is shown of.
    pub fn format_notes(&self, id: i64) {
        self.edit(id, |row| row["_rich_text"] = true.into());
    }

    /// Whether an entry's notes still have their formatting.
    pub fn has_formatting(&self, id: i64) -> bool {
        self.world(|w| w.entry(id)["_rich_text"] == true)
    }

    /// Takes an entry away without asking a rule; whether there was one.
    pub fn remove(&self, id: i64) -> bool {
        self.world(|w| w.table_mut("TimeEntries").remove(&id).is_some())
    }

    /// Puts an entry in without asking a rule; what the service sets itself is
    /// filled in unless given. Its id.
    pub fn add(&self, entry: &Value) -> i64 {
        self.world(|w| entries::plant(w, entry))
    }

    /// The rules (by name, see [`rules::RULES`]) that a create with this body would break.
    pub fn would_refuse(&self, body: &Value) -> Vec<&'static str> {
        self.world(|w| entries::would_refuse(w, body))
    }

    /// Approves and posts an entry: there is a billing item of it from now on. Its id.
    pub fn post(&self, id: i64) -> i64 {
        self.world(|w| history::post(w, id, 1))
    }

    /// Adds an adjustment of posted labour. The billing item's id.
    pub fn adjust(&self, id: i64) -> i64 {
        self.world(|w| history::post(w, id, 2))
    }

    /// Takes back every posting of an entry, as a correction in the office does.
    pub fn unpost(&self, id: i64) {
        self.world(|w| {
            let all = w.table("BillingItems").values();
            let taken = all.filter(|item| item["timeEntryID"] == id);
            let taken: Vec<Value> = taken.map(|item| item["_taken"].clone()).collect();
            taken.iter().for_each(|taken| blocks::credit(w, taken));
            w.table_mut("BillingItems")
                .retain(|_, item| item["timeEntryID"] != id);
        });
    }

    /// Gives the sheet of a resource that covers a day another status.
    pub fn set_sheet(&self, resource: i64, day: NaiveDate, status: SheetStatus) {
        self.world(|w| w.sheets.insert((resource, state::monday(day)), status));
    }

    /// Adds so many tickets of [`seed::ACME`]; their identities.
    pub fn add_tickets(&self, count: usize) -> Vec<i64> {
        self.world(|w| history::tickets(w, count))
    }

    /// Lets the people of the company have worked for three weeks: the first of them
    /// posted, the second handed in, the third open. The identities of the entries.
    pub fn add_history(&self) -> Vec<i64> {
        self.world(history::work)
    }

    /// Changes a row of an entity; keys with an underscore are the fake's own.
    pub fn edit_row(&self, entity: &str, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let row = w.table_mut(entity).get_mut(&id);
            change(row.unwrap_or_else(|| panic!("no row {id} in {entity}")));
        });
    }

    /// Adds a row to an entity, or replaces the one of its identity.
    pub fn add_row(&self, entity: &str, row: Value) {
        let id = row["id"].as_i64().unwrap_or_else(|| panic!("no id: {row}"));
        self.world(|w| w.table_mut(entity).insert(id, row));
    }

    /// Takes a row of an entity away; whether there was one.
    pub fn remove_row(&self, entity: &str, id: i64) -> bool {
        self.world(|w| w.table_mut(entity).remove(&id).is_some())
    }

    /// Changes how it behaves from now on (the port stays).
    pub fn set_options(&self, change: impl FnOnce(&mut Options)) {
        self.world(|w| change(&mut w.options));
    }
}

/// One of each fault that a client can live through.
pub fn weather() -> Vec<Fault> {
    Fault::weather()
}
