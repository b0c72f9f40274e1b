//! What the fake service holds: entries, reference data, tokens.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::rules::{self, Business};
use super::seed::{self, Catalog};
use super::{Options, oauth};

/// Somebody's way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// The identity it acts as.
    pub identity: i64,
    /// Whether it still works.
    pub alive: bool,
    /// Until when, in UTC seconds.
    pub expires_at: i64,
    /// The login it came of; 0 for none.
    pub login: i64,
}

impl Token {
    /// One that acts as that identity; it has not been given out yet.
    pub fn new(scopes: &[&str], identity: i64) -> Self {
        Self {
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            identity,
            alive: true,
            expires_at: i64::MAX,
            login: 0,
        }
    }

    /// Whether it has that scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|s| s == scope)
    }
}

/// A refresh token.
#[derive(Debug, Clone)]
pub struct Refresh {
    /// What it gives.
    pub token: Token,
    /// Whether it still works.
    pub alive: bool,
    /// What came of it: it dies as soon as one of these is used.
    pub followed_by: Vec<String>,
    /// The access token given with it.
    pub access: String,
}

/// A code on its way.
#[derive(Debug, Clone)]
pub struct Code {
    /// Where it was sent.
    pub redirect: String,
    /// What it gives.
    pub token: Token,
    /// When it was given.
    pub at: i64,
}

/// One time entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Whose it is.
    pub business: i64,
    /// The last change, UTC seconds; filters know it, answers do not show it.
    pub updated: i64,
    /// The record; `timer` is its identity or null.
    pub row: Value,
}

/// An answer that waits for its request.
#[derive(Debug, Clone)]
pub struct Canned {
    /// The method.
    pub method: String,
    /// The operation, letter by letter.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// Everything the service knows.
#[derive(Debug)]
pub struct World {
    /// How it was asked to behave.
    pub options: Options,
    /// By how much its clock has been moved on.
    pub skew: i64,
    /// Reference data; keys with an underscore are the fake's own.
    pub catalog: Catalog,
    /// Entries by id.
    pub entries: BTreeMap<i64, Entry>,
    /// Access tokens.
    pub tokens: BTreeMap<String, Token>,
    /// Refresh tokens.
    pub refresh: BTreeMap<String, Refresh>,
    /// Codes of the authorize page.
    pub codes: BTreeMap<String, Code>,
    /// Timers, and whose they are: business and identity.
    pub timers: BTreeMap<i64, (i64, i64)>,
    /// Answers that wait for their request.
    pub canned: Vec<Canned>,
    /// Everything secret that was ever given out.
    pub secrets: Vec<String>,
    /// Since when, and how many requests.
    pub window: (i64, i64),
    next: i64,
}

impl World {
    /// The state at the start.
    pub fn new(options: Options) -> Self {
        let mut world = Self {
            skew: 0,
            catalog: seed::catalog(),
            entries: BTreeMap::new(),
            tokens: BTreeMap::new(),
            refresh: BTreeMap::new(),
            codes: BTreeMap::new(),
            timers: BTreeMap::new(),
            canned: Vec::new(),
            secrets: vec![
                super::TOKEN.to_owned(),
                options.application.client_secret.clone(),
            ],
            window: (0, 0),
            next: 910_001,
            options,
        };
        let mut token = Token::new(&oauth::SCOPES, seed::ADA);
        token.expires_at = world.now() + world.options.token_life;
        world.tokens.insert(super::TOKEN.to_owned(), token);
        world.window.0 = world.now();
        world
    }

    /// Now, in UTC seconds: fixed by an option, else the machine's clock; moved on by hand.
    pub fn now(&self) -> i64 {
        self.options.now.unwrap_or_else(system_now) + self.skew
    }

    /// The next identity; each is given once, to whatever it be.
    pub fn take_id(&mut self) -> i64 {
        self.next += 3;
        self.next - 3
    }

    /// Gives a token a name and a life.
    pub fn issue(&mut self, mut token: Token) -> String {
        let name = format!("eyJhbGciOiJub25lIn0.{}.7hQx29sandbox", self.take_id());
        token.expires_at = self.now() + self.options.token_life;
        self.tokens.insert(name.clone(), token);
        self.secrets.push(name.clone());
        name
    }

    /// Ends a token's life; whether there was one.
    pub fn revoke(&mut self, name: &str) -> bool {
        let access = self.tokens.get_mut(name).map(|t| t.alive = false);
        let refresh = self.refresh.get_mut(name).map(|t| t.alive = false);
        access.or(refresh).is_some()
    }

    /// The rows of a list.
    pub fn rows(&self, list: &str) -> &[Value] {
        self.catalog.get(list).map_or(&[], Vec::as_slice)
    }

    /// The rows of a list that belong to that business.
    pub fn rows_of(&self, list: &str, business: i64) -> Vec<Value> {
        let rows = self.rows(list).iter();
        rows.filter(|row| row["_business"] == business)
            .cloned()
            .collect()
    }

    /// users/me: the account of a business; some have none.
    pub fn account_of(&self, business: i64) -> Option<&str> {
        let row = self.rows("businesses").iter();
        row.filter(|row| row["id"] == business)
            .find_map(|row| row["account_id"].as_str())
    }

    /// users/me: what somebody is in a business; none for a stranger.
    pub fn role(&self, identity: i64, business: i64) -> Option<&str> {
        self.rows("memberships")
            .iter()
            .find(|row| row["_identity"] == identity && row["_business"] == business)
            .and_then(|row| row["role"].as_str())
    }

    /// Whether somebody sees and books the time of everybody.
    pub fn manages(&self, identity: i64, business: i64) -> bool {
        matches!(self.role(identity, business), Some("owner" | "admin"))
    }

    /// What the rules are asked about: what is there, deleted things not among it.
    pub fn books(&self, business: i64) -> Business {
        let there = |list: &str| {
            let mut rows = self.rows_of(list, business);
            rows.retain(|row| row["vis_state"] != 1);
            rows
        };
        Business {
            clients: there("clients"),
            projects: there("projects"),
            services: there("services"),
            tasks: there("tasks"),
            locks_billed: self.options.locks_billed,
        }
    }

    /// Whether a timer has a segment without an end.
    pub fn runs(&self, timer: i64) -> bool {
        self.entries.values().any(|entry| {
            let row = &entry.row;
            row["timer"] == timer && row["active"] == true && row["duration"].is_null()
        })
    }

    /// record: an entry as it is answered.
    pub fn shown(&self, entry: &Entry) -> Value {
        let mut row = without_own(&entry.row);
        if let Some(id) = row["timer"].as_i64() {
            row["timer"] = json!({"id": id, "is_running": self.runs(id)});
        }
        if let Some(map) = row.as_object_mut().filter(|_| !self.options.local_fields) {
            map.remove("local_started_at");
            map.remove("local_timezone");
        }
        row
    }
}

/// A row as it is answered: keys with an underscore are the fake's own.
pub fn without_own(row: &Value) -> Value {
    let pairs = row.as_object().into_iter().flatten();
    let theirs = pairs.filter(|(key, _)| !key.starts_with('_'));
    Value::Object(
        theirs
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect::<Map<_, _>>(),
    )
}

/// record: an identity as a number; digits in text are taken too.
pub fn number(value: &Value) -> Option<i64> {
    rules::number(value)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake is another machine: its clock is not the product's"
)]
fn system_now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
}
