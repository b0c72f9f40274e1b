//! A stateful fake of Moneybird's time entries, in the dialect of its interface v2.
//!
//! Written from the vendor's facts alone; it never looks at the crate under test.
//! Comments name the section of the facts by its subject. All state is in memory
//! and gone with the fake.

mod door;
pub mod entries;
pub mod lists;
mod notes;
pub mod oauth;
pub mod routes;
pub mod rules;
pub mod seed;
pub mod state;
pub mod times;

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use chrono_tz::Tz;
use serde_json::{Value, json};

use state::{Token, World};

use super::faults::{Fault, Plan};
use super::http::Request;
use super::locked;
use super::rig::{Answer, Recorded, Rig, Service};

/// The personal token that opens a new fake; long and odd, so that a test can look
/// for it in output.
pub const TOKEN: &str = "mbp-personal-7hQx29sandbox";

/// formats: how an administration's identity is written; in the published examples both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AdministrationId {
    /// A number in entries, text in notes and in the list of administrations.
    #[default]
    Mixed,
    /// Always a number.
    Number,
    /// Always text.
    Text,
}

/// What a null for a contact, project or invoice does in an update; unverified, so all three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NullReference {
    /// Nothing is linked any more.
    #[default]
    Cleared,
    /// 422.
    Refused,
    /// As if the key were not there.
    Ignored,
}

/// In which order a list comes; none is promised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest start first.
    #[default]
    NewestFirst,
    /// The earliest start first.
    OldestFirst,
    /// Without any sense, but the same each time.
    Scrambled,
}

/// An application that may ask for tokens.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its identity.
    pub client_id: String,
    /// Its secret; long and odd.
    pub client_secret: String,
    /// Where codes may be sent, letter by letter.
    pub redirect_uris: Vec<String>,
}

/// How the service behaves where its facts leave a choice.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 for any free one.
    pub port: u16,
    /// Now, UTC seconds; none for the machine's clock.
    pub now: Option<i64>,
    /// The administration's zone.
    pub zone: Tz,
    /// The zone in which `day` and `period` are read; presumably the administration's.
    pub filter_zone: Tz,
    /// The month in which the financial year begins.
    pub year_begins: u32,
    /// How an administration's identity is written.
    pub administration_id: AdministrationId,
    /// Whether all other identities are numbers, as the schema allows.
    pub ids_as_numbers: bool,
    /// Whether a filter without a period keeps the default one, against the text.
    pub keeps_default_period: bool,
    /// Whether entries without a contact are hidden unless asked for.
    pub hides_nil_contacts: bool,
    /// Whether an unknown project in a filter is 404; else the list is empty.
    pub unknown_project_is_404: bool,
    /// Whether unknown keys in a filter are passed over; else they are 400.
    pub ignores_unknown_filters: bool,
    /// Rows on a page of entries and contacts unless asked; nobody states it.
    pub page_size: usize,
    /// The order of a list of entries.
    pub order: Order,
    /// Whether lists have a `Link` header.
    pub link_header: bool,
    /// Whether lists have an `X-Total-Count` header.
    pub total_count: bool,
    /// What `Link` addresses begin with instead of the fake's own host.
    pub link_base: Option<String>,
    /// Whether creating needs the scope of sales invoices, as the text has it.
    pub create_needs_sales_invoices: bool,
    /// The status of a write with a token that only reads.
    pub read_only_status: u16,
    /// Whether body keys that nobody knows are 400; else they are passed over.
    pub refuses_unknown_keys: bool,
    /// Whether `detail_id` is passed over like an unknown key; else it is 422.
    pub ignores_detail: bool,
    /// Whether a reference to nothing is 422 on create and update; else 404.
    pub missing_reference_is_422: bool,
    /// Whether 422 comes in the shape of the other errors.
    pub symbolic_422: bool,
    /// What null does to a reference in an update.
    pub null_reference: NullReference,
    /// Whether a `user_id` in an update is passed over; else another one is 422.
    pub ignores_user_change: bool,
    /// Whether an end at the very start is moved on a minute; else it is 422.
    pub raises_empty_spans: bool,
    /// Whether entries on an invoice stay as they are.
    pub locks_invoiced: bool,
    /// The interface as the older text has it: `detail_id`, and an end is required.
    pub documented: bool,
    /// So many entries and no more; then 402.
    pub entry_limit: Option<usize>,
    /// Whether the token's user may write notes.
    pub notes_permitted: bool,
    /// Requests in a window of 300 seconds; none for no limit (the service has 150).
    pub rate_limit: Option<i64>,
    /// Whether answers say how much of the window is left.
    pub rate_headers: bool,
    /// The application that may ask for tokens.
    pub application: Application,
    /// Whether a refreshed token comes without a new refresh token; the old one stays good.
    pub refresh_keeps_token: bool,
    /// `expires_in` of a token answer; the service sends none.
    pub expires_in: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            now: None,
            zone: chrono_tz::Europe::Amsterdam,
            filter_zone: chrono_tz::Europe::Amsterdam,
            year_begins: 1,
            administration_id: AdministrationId::Mixed,
            ids_as_numbers: false,
            keeps_default_period: false,
            hides_nil_contacts: false,
            unknown_project_is_404: false,
            ignores_unknown_filters: false,
            page_size: 50,
            order: Order::NewestFirst,
            link_header: true,
            total_count: true,
            link_base: None,
            create_needs_sales_invoices: true,
            read_only_status: 403,
            refuses_unknown_keys: false,
            ignores_detail: false,
            missing_reference_is_422: false,
            symbolic_422: false,
            null_reference: NullReference::Cleared,
            ignores_user_change: false,
            raises_empty_spans: false,
            locks_invoiced: true,
            documented: false,
            entry_limit: None,
            notes_permitted: true,
            rate_limit: None,
            rate_headers: true,
            application: Application {
                client_id: "app-3f1c".to_owned(),
                client_secret: "app-secret-7hQx29sandbox".to_owned(),
                redirect_uris: vec![
                    oauth::OUT_OF_BAND.to_owned(),
                    "http://localhost:28510".to_owned(),
                ],
            },
            refresh_keeps_token: false,
            expires_in: None,
        }
    }
}

/// The service as the rig sees it.
pub struct Moneybird(Mutex<World>);

impl Service for Moneybird {
    fn name(&self) -> &'static str {
        "moneybird"
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

    fn throttled(&self, retry_after: Option<&str>) -> Answer {
        let world = locked(&self.0);
        let mut answer = door::throttled(&world, retry_after);
        if retry_after.is_none() {
            answer.headers.retain(|(name, _)| name != "Retry-After");
        }
        answer
    }
}

/// A running fake; stops when dropped.
pub struct Fake {
    rig: Rig<Moneybird>,
}

impl Fake {
    /// Starts on 127.0.0.1.
    pub fn try_start(options: Options) -> io::Result<Self> {
        let port = options.port;
        Ok(Self {
            rig: Rig::start(Moneybird(Mutex::new(World::new(options))), port)?,
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

    /// The administration's identity, as it stands in an address.
    pub fn administration(&self) -> String {
        seed::id(seed::ADMINISTRATION)
    }

    /// The owner's identity, for whom time is entered.
    pub fn user(&self) -> String {
        seed::id(seed::NOOR)
    }

    /// A personal token with every scope that time needs.
    pub fn token(&self) -> String {
        TOKEN.to_owned()
    }

    /// Another personal token, with these scopes.
    pub fn token_with(&self, scopes: &[&str]) -> String {
        self.world(|w| {
            let name = format!("mbp-{}-7hQx29sandbox", w.take_id());
            let token = Token::new(scopes, seed::API_USER);
            w.tokens.insert(name.clone(), token);
            name
        })
    }

    /// A personal token with every scope, for reading only.
    pub fn token_to_read(&self) -> String {
        let name = self.token_with(&["time_entries", "sales_invoices", "settings"]);
        self.world(|w| {
            if let Some(token) = w.tokens.get_mut(&name) {
                token.read_only = true;
            }
        });
        name
    }

    /// Ends a token's life; whether there was one.
    pub fn revoke(&self, token: &str) -> bool {
        self.world(|w| w.tokens.get_mut(token).map(|t| t.alive = false).is_some())
    }

    /// Every entry with identities as text and the invoice visible, by id.
    pub fn entries(&self) -> Vec<Value> {
        self.world(|w| w.entries.values().map(|e| w.shown(e, true)).collect())
    }

    /// One entry.
    pub fn entry(&self, id: i64) -> Option<Value> {
        self.world(|w| w.entries.get(&id).map(|e| w.shown(e, true)))
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

    /// Waits until every late effect has happened.
    pub fn wait_for_late(&self) {
        self.rig.wait_for_late();
    }

    /// Waits so long before each answer, as a service at some distance does.
    pub fn slow(&self, latency: std::time::Duration) {
        self.rig.slow(latency);
    }

    /// Closes every open connection, as a proxy does with idle ones.
    pub fn hang_up(&self) {
        self.rig.hang_up();
    }

    /// Changes an entry as a person at the service would, without asking a rule.
    /// Identities and instants are kept as text of the wire.
    pub fn edit(&self, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let mut entry = w
                .entries
                .get(&id)
                .cloned()
                .unwrap_or_else(|| panic!("no entry {id}"));
            change(&mut entry);
            w.stamp(&mut entry);
            w.entries.insert(id, entry);
        });
    }

    /// Puts an entry on the invoice of the seed.
    pub fn invoice(&self, id: i64) {
        self.edit(id, |entry| {
            entry["sales_invoice_id"] = json!(seed::id(seed::INVOICE));
        });
        self.world(|w| {
            let mut entry = w.entries[&id].clone();
            let data = json!({"sales_invoice_id": [null, seed::id(seed::INVOICE)]});
            w.event(
                &mut entry,
                seed::NOOR,
                "time_entry_sales_invoice_created",
                &data,
            );
            w.entries.insert(id, entry);
        });
    }

    /// Takes an entry away without asking a rule; whether there was one.
    pub fn remove(&self, id: i64) -> bool {
        self.world(|w| w.entries.remove(&id).is_some())
    }

    /// Puts an entry in without asking a rule; what the service sets itself is
    /// filled in unless given. Its id.
    pub fn add(&self, entry: &Value) -> i64 {
        self.world(|w| entries::plant(w, entry))
    }

    /// The rules (by name, see [`rules::RULES`]) that a create with this body would break.
    pub fn would_refuse(&self, body: &Value) -> Vec<&'static str> {
        self.world(|w| entries::would_refuse(w, body))
            .iter()
            .map(|r| r.rule)
            .collect()
    }

    /// Changes a row of the reference data (lists: see [`seed::Catalog`]).
    pub fn edit_reference(&self, list: &str, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let rows = w
                .catalog
                .get_mut(list)
                .unwrap_or_else(|| panic!("no list {list}"));
            let row = rows.iter_mut().find(|row| row["id"] == seed::id(id));
            change(row.unwrap_or_else(|| panic!("no row {id} in {list}")));
        });
    }

    /// Adds a row to the reference data; identities as text.
    pub fn add_reference(&self, list: &'static str, row: Value) {
        self.world(|w| w.catalog.entry(list).or_default().push(row));
    }

    /// Forgets entries, and has this reference data from now on.
    pub fn start_over(&self, catalog: seed::Catalog) {
        self.world(|w| {
            w.entries.clear();
            w.catalog = catalog;
        });
    }

    /// Changes how it behaves from now on (the port stays).
    pub fn set_options(&self, change: impl FnOnce(&mut Options)) {
        self.world(|w| change(&mut w.options));
    }
}

/// Whether the published schema minds nothing of a request but that a contact or a project
/// is taken away: it has no way to, and null is the only one there can be.
pub fn only_takes_away(schema_error: &str) -> bool {
    let Some((request, wrong)) = schema_error.split_once(": ") else {
        return false;
    };
    let allowed = [
        "time_entry.contact_id may not be null",
        "time_entry.project_id may not be null",
    ];
    request.starts_with("PATCH ") && wrong.split("; ").all(|it| allowed.contains(&it))
}

/// One of each fault that a client can live through, a throttling with the epoch of
/// this service among them.
pub fn weather() -> Vec<Fault> {
    let epoch = |fault| match fault {
        Fault::Throttled {
            retry_after: Some(_),
        } => Fault::Throttled {
            retry_after: Some("+1".to_owned()),
        },
        other => other,
    };
    Fault::weather().into_iter().map(epoch).collect()
}
