//! A stateful fake of ConnectWise PSA: in the dialect of its published interface, or
//! in that of the documented examples.
//!
//! Written from the vendor's facts alone; it never looks at the crate under test.
//! All state is in memory and gone with the fake.

pub mod conditions;
pub mod documented;
mod door;
pub mod entries;
pub mod lists;
pub mod options;
pub mod people;
mod recap;
mod reference;
pub mod routes;
pub mod rules;
pub mod seed;
mod shape;
pub mod sheets;
pub mod state;
pub mod times;

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};

#[allow(unused_imports, reason = "the sandbox needs only a part")]
pub use conditions::DateFilter;
#[allow(unused_imports, reason = "the sandbox needs only a part")]
pub use options::{Dialect, GuidPolicy, Options, PeriodKind};
use state::World;

use super::faults::Plan;
use super::http::Request;
use super::locked;
use super::rig::{Answer, Recorded, Rig, Service};

/// Keys to the fake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The company.
    pub company_id: String,
    /// The client id that every call carries.
    pub client_id: String,
    /// The public key.
    pub public_key: String,
    /// The private key; long and odd, so that a test can look for it in output.
    pub private_key: String,
    /// Whose keys they are.
    pub member: String,
}

impl Credentials {
    fn of(world: &World, member: &str) -> Self {
        Self {
            company_id: world.options.company_id.clone(),
            client_id: "00000000-0000-4000-8000-00000000c11d".to_owned(),
            public_key: format!("pub-{member}"),
            private_key: format!("prv-{member}-7hQx29sandbox"),
            member: member.to_owned(),
        }
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> String {
        let text = format!(
            "{}+{}:{}",
            self.company_id, self.public_key, self.private_key
        );
        format!("Basic {}", base64(text.as_bytes()))
    }
}

/// The service as the rig sees it.
pub struct ConnectWise(Mutex<World>);

impl Service for ConnectWise {
    fn name(&self) -> &'static str {
        locked(&self.0).options.dialect.schema()
    }

    fn operation(&self, path: &str) -> Option<String> {
        routes::operation(path)
    }

    fn act(&self, request: &Request) -> Answer {
        routes::answer(&mut locked(&self.0), request)
    }

    fn refusal(&self, status: u16) -> Answer {
        door::refusal(status)
    }
}

/// A running fake; stops when dropped.
pub struct Fake {
    rig: Rig<ConnectWise>,
}

impl Fake {
    /// Starts on 127.0.0.1.
    pub fn try_start(options: Options) -> io::Result<Self> {
        let port = options.port;
        Ok(Self {
            rig: Rig::start(ConnectWise(Mutex::new(World::new(options))), port)?,
        })
    }

    /// Starts on 127.0.0.1; panics when the port is taken.
    pub fn start(options: Options) -> Self {
        Self::try_start(options).unwrap_or_else(|e| panic!("the fake cannot listen: {e}"))
    }

    fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut locked(&self.rig.service().0))
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        self.rig.url()
    }

    /// Keys of the default member.
    pub fn credentials(&self) -> Credentials {
        self.world(|w| Credentials::of(w, &w.options.api_member))
    }

    /// Keys of a member by identifier.
    pub fn credentials_of(&self, member: &str) -> Credentials {
        self.world(|w| Credentials::of(w, member))
    }

    /// Every entry as the service shows it, by id.
    pub fn entries(&self) -> Vec<Value> {
        self.world(|w| w.entries.values().map(|e| w.shown(e)).collect())
    }

    /// One entry.
    pub fn entry(&self, id: i64) -> Option<Value> {
        self.world(|w| w.entries.get(&id).map(|e| w.shown(e)))
    }

    /// Every sheet.
    pub fn sheets(&self) -> Vec<Value> {
        self.world(|w| {
            w.sheets
                .keys()
                .filter_map(|id| w.shown_sheet(*id))
                .collect()
        })
    }

    /// E-mails that action flags sent: `{entry, flags, cc}`.
    pub fn emails(&self) -> Vec<Value> {
        self.world(|w| w.emails.clone())
    }

    /// Notes pushed into tickets: `{entry, ticket, flags, text}`.
    pub fn ticket_notes(&self) -> Vec<Value> {
        self.world(|w| w.ticket_notes.clone())
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

    /// Replaces the plan of what goes wrong.
    pub fn plan(&self, plan: Plan) {
        self.rig.plan(plan);
    }

    /// Lets every answer wait so long, as a network does.
    pub fn slow(&self, latency: Duration) {
        self.rig.slow(latency);
    }

    /// Waits until every late effect has happened.
    pub fn wait_for_late(&self) {
        self.rig.wait_for_late();
    }

    /// Closes every open connection, as a proxy does with idle ones.
    pub fn hang_up(&self) {
        self.rig.hang_up();
    }

    /// Sets the status of an entry, as billing or an approver would.
    pub fn set_status(&self, id: i64, status: &str) {
        self.edit(id, |entry| entry["status"] = json!(status));
    }

    /// Sets the status of a sheet and of nothing else.
    pub fn set_sheet_status(&self, id: i64, status: &str) {
        self.world(|w| {
            let sheet = w
                .sheets
                .get_mut(&id)
                .unwrap_or_else(|| panic!("no sheet {id}"));
            sheet["status"] = json!(status);
        });
    }

    /// Changes an entry as a person at the service would, without asking a rule.
    pub fn edit(&self, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let now = w.now();
            let entry = w
                .entries
                .get_mut(&id)
                .unwrap_or_else(|| panic!("no entry {id}"));
            change(entry);
            World::stamp(now, entry, "asmith");
        });
    }

    /// The rules (by name, see [`rules::RULES`]) that a create with this body would break.
    pub fn would_refuse(&self, body: &Value) -> Vec<&'static str> {
        self.world(|w| {
            let caller = w.options.api_member.clone();
            entries::refusals(w, body, &caller)
                .iter()
                .map(|r| r.rule)
                .collect()
        })
    }

    /// Takes an entry away without asking a rule; whether there was one.
    pub fn remove(&self, id: i64) -> bool {
        self.world(|w| w.entries.remove(&id).is_some())
    }

    /// Puts an entry in without asking a rule; what the service sets itself is
    /// filled in unless given. Its id.
    pub fn add(&self, entry: Value) -> i64 {
        self.world(|w| entries::plant(w, &entry))
    }

    /// Changes a row of the reference data, and when it was last changed. Lists: see
    /// [`seed::catalog`]; `timeExpense` has one row, id 1.
    pub fn edit_reference(&self, list: &str, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let now = w.now();
            let rows = w
                .catalog
                .get_mut(list)
                .unwrap_or_else(|| panic!("no list {list}"));
            let row = rows.iter_mut().find(|row| row["id"] == id);
            let row = row.unwrap_or_else(|| panic!("no row {id} in {list}"));
            World::stamp(now, row, "admin");
            change(row);
        });
    }

    /// Forgets entries, sheets and mail, and has this reference data from now on.
    pub fn start_over(&self, catalog: seed::Catalog) {
        self.world(|w| *w = World::with(w.options.clone(), catalog));
    }

    /// Adds a row to the reference data.
    pub fn add_reference(&self, list: &'static str, row: Value) {
        self.world(|w| w.catalog.entry(list).or_default().push(row));
    }

    /// Takes a row of the reference data away; whether there was one.
    pub fn remove_reference(&self, list: &str, id: i64) -> bool {
        self.world(|w| {
            let rows = w.catalog.get_mut(list);
            rows.is_some_and(|rows| {
                let before = rows.len();
                rows.retain(|row| row["id"] != id);
                rows.len() < before
            })
        })
    }

    /// Adds so many service tickets (see [`seed::tickets::many`]), for tests under load.
    pub fn add_tickets(&self, count: usize) {
        self.world(|w| {
            let rows = w.catalog.entry("serviceTickets").or_default();
            rows.extend(seed::tickets::many(count));
        });
    }

    /// Lets the people of the company have worked for three weeks, see [`people::work`].
    pub fn add_history(&self) {
        self.world(people::work);
    }

    /// Every step of approval that was asked for, in order: `{who, act, sheet, entry,
    /// from, to, comment, refused}`.
    pub fn history(&self) -> Vec<Value> {
        self.world(|w| w.acts.clone())
    }

    /// Moves the interface to another codebase: the old addresses are 404 from now on.
    pub fn move_codebase(&self, codebase: &str) {
        self.world(|w| w.codebase = state::with_slash(codebase));
    }

    /// Changes how it behaves from now on (port, company and codebase stay).
    pub fn set_options(&self, change: impl FnOnce(&mut Options)) {
        self.world(|w| change(&mut w.options));
    }

    /// From now on a submit answers 200 with `success: false` and this text; none ends it.
    pub fn refuse_submit(&self, message: Option<&str>) {
        self.world(|w| w.submit_refusal = message.map(str::to_owned));
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .chain([&0, &0])
            .take(3)
            .fold(0_usize, |n, b| n << 8 | usize::from(*b));
        for i in 0..4 {
            let digit = char::from(DIGITS[group >> (18 - 6 * i) & 63]);
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}
