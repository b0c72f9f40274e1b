//! What the fake service holds: entries, reference data, tokens.
//!
//! Identities and instants are kept as the text of the wire; how an answer dresses
//! them is decided when it goes out.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::rules::Books;
use super::seed::{self, Catalog};
use super::{AdministrationId, Options, times};

/// Somebody's way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// Whether it only reads.
    pub read_only: bool,
    /// Whether it still works.
    pub alive: bool,
    /// The user it acts as.
    pub user: i64,
}

impl Token {
    /// One that acts as that user.
    pub fn new(scopes: &[&str], user: i64) -> Self {
        Self {
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            read_only: false,
            alive: true,
            user,
        }
    }

    /// Whether it has that scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|s| s == scope)
    }
}

/// Everything the service knows.
#[derive(Debug)]
pub struct World {
    /// How it was asked to behave.
    pub options: Options,
    /// Reference data.
    pub catalog: Catalog,
    /// Entries by id.
    pub entries: BTreeMap<i64, Value>,
    /// Access tokens.
    pub tokens: BTreeMap<String, Token>,
    /// Refresh tokens, and the scopes that each gives.
    pub refresh: BTreeMap<String, Vec<String>>,
    /// Codes of the authorize page: redirect and scopes.
    pub codes: BTreeMap<String, (String, Vec<String>)>,
    /// Since when, and how many requests.
    pub window: (i64, i64),
    next: i64,
}

impl World {
    /// The state at the start.
    pub fn new(options: Options) -> Self {
        let token = Token::new(
            &["time_entries", "sales_invoices", "settings"],
            seed::API_USER,
        );
        let mut world = Self {
            tokens: BTreeMap::from([(super::TOKEN.to_owned(), token)]),
            options,
            catalog: seed::catalog(),
            entries: BTreeMap::new(),
            refresh: BTreeMap::new(),
            codes: BTreeMap::new(),
            window: (0, 0),
            next: 500_000_000_000_000_777,
        };
        world.window.0 = world.now_ms() / 1000;
        world
    }

    /// Now, in UTC milliseconds: fixed by an option, else the machine's clock.
    pub fn now_ms(&self) -> i64 {
        // Not on a full second, so that whoever drops milliseconds is noticed.
        self.options.now.map_or_else(system_now, |s| s * 1000 + 112)
    }

    /// The administration's zone.
    pub fn zone(&self) -> Tz {
        self.options.zone
    }

    /// The next identity; each is given once, to whatever it be.
    pub fn take_id(&mut self) -> i64 {
        // Steps like the service's own: never neighbours.
        self.next += 4_194_304;
        self.next - 4_194_304
    }

    /// The rows of a list.
    pub fn rows(&self, list: &str) -> &[Value] {
        self.catalog.get(list).map_or(&[], Vec::as_slice)
    }

    /// The row with that id, which may be text or number.
    pub fn row(&self, list: &str, id: &Value) -> Option<&Value> {
        let wanted = digits(id)?;
        self.rows(list)
            .iter()
            .find(|row| row["id"] == wanted.as_str())
    }

    /// What the rules are asked about.
    pub fn books(&self) -> Books {
        let deleted = |user: &&Value| {
            user["user_type"]
                .as_str()
                .is_some_and(|kind| kind.starts_with("deleted"))
        };
        Books {
            users: self
                .rows("users")
                .iter()
                .filter(|user| !deleted(user))
                .cloned()
                .collect(),
            contacts: self.rows("contacts").to_vec(),
            projects: self.rows("projects").to_vec(),
            documented: self.options.documented,
            locks_invoiced: self.options.locks_invoiced,
        }
    }

    /// time entry: the record as a token sees it.
    pub fn shown(&self, entry: &Value, sees_invoices: bool) -> Value {
        let pick = |list: &str, id: &Value, keys: &[&str]| {
            let row = self.row(list, id)?;
            let part: Map<String, Value> = keys
                .iter()
                .map(|key| ((*key).to_owned(), row[*key].clone()))
                .collect();
            Some(Value::Object(part))
        };
        let mut out = entry.clone();
        let person = ["id", "firstname", "lastname", "company_name"];
        let user = ["id", "name", "created_at", "updated_at"];
        let project = ["id", "name", "state", "budget"];
        out["contact"] = json!(pick("contacts", &entry["contact_id"], &person));
        out["user"] = json!(pick("users", &entry["user_id"], &user));
        out["project"] = json!(pick("projects", &entry["project_id"], &project));
        if sees_invoices {
            out["sales_invoice"] = json!(self.row("sales_invoices", &entry["sales_invoice_id"]));
        } else {
            // Without the scope the key is missing and the identity beside it null.
            out["sales_invoice_id"] = Value::Null;
        }
        out
    }

    /// formats: identities as the options want them on the wire.
    pub fn dressed(&self, value: &Value) -> Value {
        self.dress(value, false)
    }

    fn dress(&self, value: &Value, in_notes: bool) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|v| self.dress(v, in_notes)).collect(),
            Value::Object(map) => {
                let pair = |(key, value): (&String, &Value)| {
                    let number = match key.as_str() {
                        "administration_id" => match self.options.administration_id {
                            AdministrationId::Number => true,
                            AdministrationId::Text => false,
                            AdministrationId::Mixed => !in_notes,
                        },
                        "customer_id" | "invoice_id" => false,
                        key if key == "id" || key.ends_with("_id") => self.options.ids_as_numbers,
                        _ => false,
                    };
                    let text = value.as_str().filter(|_| number);
                    let value = match text.and_then(|t| t.parse::<i64>().ok()) {
                        Some(id) => json!(id),
                        None => self.dress(value, in_notes || key == "notes"),
                    };
                    (key.clone(), value)
                };
                Value::Object(map.iter().map(pair).collect())
            }
            other => other.clone(),
        }
    }

    /// Enters what happened to an entry into its own list of events.
    pub fn event(&self, entry: &mut Value, by: i64, action: &str, data: &Value) {
        let now = times::wire(self.now_ms() + 2);
        let event = json!({
            "administration_id": seed::id(seed::ADMINISTRATION), "user_id": seed::id(by),
            "action": action, "link_entity_id": null, "link_entity_type": null, "data": data,
            "created_at": now, "updated_at": now,
        });
        if let Some(events) = entry["events"].as_array_mut() {
            events.push(event);
        }
    }

    /// Stamps the last change of an entry; always later than the one before.
    pub fn stamp(&self, entry: &mut Value) {
        let before = times::read(&entry["updated_at"]).unwrap_or_default();
        entry["updated_at"] = json!(times::wire(self.now_ms().max(before + 1)));
    }
}

/// An identity as text, however it is written.
pub fn digits(id: &Value) -> Option<String> {
    let text = match id {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake is another machine: its clock is not the product's"
)]
fn system_now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}
