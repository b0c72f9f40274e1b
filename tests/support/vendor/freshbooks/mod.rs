//! A stateful fake of FreshBooks' time tracking and of what it needs: the login, who
//! one is, clients, projects, services, tasks.
//!
//! Written from the vendor's facts alone; it never looks at the crate under test.
//! Comments name the section of the facts by its subject. All state is in memory
//! and gone with the fake.

mod accounting;
mod door;
mod entries;
mod hands;
mod lists;
pub mod oauth;
pub mod options;
mod projects;
pub mod routes;
pub mod rules;
pub mod seed;
mod shape;
pub mod state;
mod timers;
pub mod times;
mod wishes;

pub use options::{Application, Family, Old, Options};

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use serde_json::Value;

use state::{Token, World};

use super::faults::Plan;
use super::http::{Request, decode};
use super::locked;
use super::rig::{Answer, Recorded, Rig, Service};

/// An access token that opens a new fake: every scope, the owner's, as long-lived as
/// any. Long and odd, so that a test can look for it in output.
pub const TOKEN: &str = "eyJhbGciOiJub25lIn0.first.7hQx29sandbox";

/// The service as the rig sees it.
pub struct FreshBooks(Mutex<World>);

impl Service for FreshBooks {
    fn name(&self) -> &'static str {
        "freshbooks"
    }

    fn operation(&self, path: &str) -> Option<String> {
        routes::operation(path)
    }

    fn act(&self, request: &Request) -> Answer {
        routes::answer(&mut locked(&self.0), request)
    }

    fn refusal(&self, status: u16) -> Answer {
        door::refusal(&locked(&self.0), Family::Business, status)
    }

    fn throttled(&self, retry_after: Option<&str>) -> Answer {
        let mut answer = door::refusal(&locked(&self.0), Family::Business, 429);
        let header = |v: &str| ("Retry-After".to_owned(), v.to_owned());
        answer.headers.extend(retry_after.map(header));
        answer
    }
}

/// What a login is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The access token.
    pub access_token: String,
    /// The refresh token; good for one use.
    pub refresh_token: String,
    /// UTC seconds.
    pub created_at: i64,
    /// Seconds.
    pub expires_in: i64,
}

/// A running fake; stops when dropped.
pub struct Fake {
    rig: Rig<FreshBooks>,
}

impl Fake {
    /// Starts on 127.0.0.1.
    pub fn try_start(options: Options) -> io::Result<Self> {
        let port = options.port;
        Ok(Self {
            rig: Rig::start(FreshBooks(Mutex::new(World::new(options))), port)?,
        })
    }

    /// Starts on 127.0.0.1; panics when the port is taken.
    pub fn start(options: Options) -> Self {
        Self::try_start(options).unwrap_or_else(|e| panic!("the fake cannot listen: {e}"))
    }

    fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut locked(&self.rig.service().0))
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end; of all its hosts.
    pub fn url(&self) -> String {
        self.rig.url()
    }

    /// The first business, as it stands in an address of time tracking.
    pub fn business(&self) -> String {
        seed::BUSINESS.to_string()
    }

    /// The account of the first business, as it stands in an address of accounting.
    pub fn account(&self) -> String {
        seed::ACCOUNT.to_owned()
    }

    /// Who the default token is: an identity, for whom time is entered.
    pub fn identity(&self) -> i64 {
        seed::ADA
    }

    /// The application that may ask for tokens.
    pub fn application(&self) -> Application {
        self.world(|w| w.options.application.clone())
    }

    /// An access token of the owner with every scope.
    pub fn token(&self) -> String {
        TOKEN.to_owned()
    }

    /// Another access token of the owner, with these scopes.
    pub fn token_with(&self, scopes: &[&str]) -> String {
        self.world(|w| w.issue(Token::new(scopes, seed::ADA)))
    }

    /// An access token of somebody else, with every scope.
    pub fn token_of(&self, identity: i64) -> String {
        self.world(|w| w.issue(Token::new(&oauth::SCOPES, identity)))
    }

    /// A login of the owner as it stands after consent and exchange.
    pub fn login(&self) -> Login {
        self.login_of(seed::ADA)
    }

    /// A login of somebody.
    pub fn login_of(&self, identity: i64) -> Login {
        self.world(|w| oauth::log_in(w, Token::new(&oauth::SCOPES, identity)))
    }

    /// Opens the address that a program printed, and says yes to it as the person of
    /// [`Options::consents_as`]. What then stands in the browser's address bar.
    pub fn consent(&self, address: &str) -> Result<String, String> {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let request = Request {
            method: "GET".to_owned(),
            query: pairs
                .map(|(n, v)| (decode(n, true), decode(v, true)))
                .collect(),
            ..Request::default()
        };
        let answer = self.world(|w| oauth::authorize(w, &request));
        let to = answer.headers.iter().find(|(name, _)| name == "Location");
        to.map(|(_, to)| to.clone())
            .ok_or_else(|| String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// Ends the life of a token, of whatever kind; whether there was one.
    pub fn revoke(&self, token: &str) -> bool {
        self.world(|w| w.revoke(token))
    }

    /// Lets every access token have expired; refresh tokens stay.
    pub fn expire_tokens(&self) {
        self.world(|w| {
            let now = w.now();
            for token in w.tokens.values_mut() {
                token.expires_at = now.min(token.expires_at);
            }
        });
    }

    /// Moves the service's clock on by so many seconds (back, if negative).
    pub fn advance(&self, seconds: i64) {
        self.world(|w| w.skew += seconds);
    }

    /// The service's now, in UTC seconds.
    pub fn now(&self) -> i64 {
        self.world(|w| w.now())
    }

    /// Every token, code and secret so far, dead or alive: what may stand in no output.
    pub fn secrets(&self) -> Vec<String> {
        self.world(|w| w.secrets.clone())
    }

    /// The refresh tokens that are good now.
    pub fn refresh_tokens(&self) -> Vec<String> {
        self.world(|w| oauth::good(w))
    }

    /// Every entry of every business, deleted ones too, by id.
    pub fn entries(&self) -> Vec<Value> {
        self.world(|w| w.entries.values().map(|e| w.shown(e)).collect())
    }

    /// The entries that a list with `include_unlogged` would have: not deleted.
    pub fn active_entries(&self) -> Vec<Value> {
        let mut rows = self.entries();
        rows.retain(|row| row["active"] == true);
        rows
    }

    /// One entry, deleted or not.
    pub fn entry(&self, id: i64) -> Option<Value> {
        self.world(|w| w.entries.get(&id).map(|e| w.shown(e)))
    }

    /// Every request so far, also those whose end never came.
    pub fn requests(&self) -> Vec<Recorded> {
        self.rig.requests()
    }

    /// Forgets the requests so far, and with them their schema errors.
    pub fn clear_requests(&self) {
        self.rig.clear_requests();
    }

    /// What the reconstructed schema has against the requests so far.
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

    /// Changes how it behaves from now on (the port stays).
    pub fn set_options(&self, change: impl FnOnce(&mut Options)) {
        self.world(|w| change(&mut w.options));
    }
}
