//! The fake Moneybird by itself, over bare sockets: each sentence of the vendor's
//! facts that it claims to keep, each open question in all its answers.

mod catalog;
mod changes;
mod creates;
mod door;
mod faults;
mod lists;
mod notes;
mod oauth;

use serde_json::{Value, json};

use crate::support::raw::{Line, Reply};
use crate::support::schema;
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::http::encode;
use crate::support::vendor::moneybird::rules::RULES;
use crate::support::vendor::moneybird::seed::{self, FENNA, NOOR, SEM, SITE, TULP};
use crate::support::vendor::moneybird::{
    AdministrationId, Fake, NullReference, Options, Order, weather,
};

const ENTRIES: &str = "/time_entries.json";
/// 2026-03-04T12:00:00Z, a Wednesday.
const NOW: i64 = 1_772_625_600;

fn options() -> Options {
    Options {
        now: Some(NOW),
        ..Options::default()
    }
}

/// Calls to a fake with a token, each on a connection of its own.
struct Api {
    url: String,
    base: String,
    token: String,
}

fn fake() -> (Fake, Api) {
    with(options())
}

fn with(options: Options) -> (Fake, Api) {
    let fake = Fake::start(options);
    let api = Api {
        url: fake.url(),
        base: format!("/api/v2/{}", fake.administration()),
        token: fake.token(),
    };
    (fake, api)
}

impl Api {
    fn as_(&self, token: &str) -> Self {
        Self {
            url: self.url.clone(),
            base: self.base.clone(),
            token: token.to_owned(),
        }
    }

    fn bytes(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let mut text = format!(
            "{method} {}{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n",
            self.base,
            self.url.trim_start_matches("http://"),
            self.token,
        );
        if !body.is_empty() {
            text.push_str(&format!(
                "Content-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        format!("{text}\r\n{body}").into_bytes()
    }

    fn try_call(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Reply> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut line = Line::open(&self.url)?;
        line.send(&self.bytes(method, path, &body))?;
        line.reply()
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.try_call(method, path, body)
            .unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &Value::Null)
    }

    fn create(&self, change: impl FnOnce(&mut Value)) -> Reply {
        self.call("POST", ENTRIES, &body(change))
    }

    fn made(&self, change: impl FnOnce(&mut Value)) -> Value {
        let reply = self.create(change);
        assert_eq!(reply.status, 201, "{}", text(&reply));
        reply.json()
    }

    fn patch(&self, entry: &Value, change: &Value) -> Reply {
        self.call("PATCH", &at(entry), &json!({"time_entry": change}))
    }

    fn patched(&self, entry: &Value, change: &Value) -> Value {
        let reply = self.patch(entry, change);
        assert_eq!(reply.status, 200, "{}", text(&reply));
        reply.json()
    }

    /// The identities of a filtered list.
    fn ids(&self, filter: &str) -> Vec<String> {
        let reply = self.get(&format!("{ENTRIES}?filter={}&per_page=100", encode(filter)));
        ids(&reply)
    }
}

fn ids(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 200, "{}", text(reply));
    let rows = reply.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

/// The sample of the facts: 2026-03-02, an hour and a half with ten minutes' pause.
fn body(change: impl FnOnce(&mut Value)) -> Value {
    let mut entry = json!({
        "user_id": seed::id(NOOR), "started_at": "2026-03-02T08:00:00Z",
        "ended_at": "2026-03-02T09:30:00Z", "description": "Wireframes",
        "contact_id": seed::id(TULP), "project_id": seed::id(SITE), "billable": true,
        "paused_duration": 600,
    });
    change(&mut entry);
    json!({"time_entry": entry})
}

fn at(entry: &Value) -> String {
    format!("/time_entries/{}.json", entry["id"].as_str().unwrap())
}

fn number(entry: &Value) -> i64 {
    entry["id"].as_str().unwrap().parse().unwrap()
}

fn text(reply: &Reply) -> String {
    format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body))
}

fn drop_key(entry: &mut Value, key: &str) {
    entry.as_object_mut().unwrap().remove(key);
}

fn answered(reply: &Reply, status: u16, body: &Value) {
    assert_eq!(reply.status, status, "{}", text(reply));
    assert_eq!(reply.json(), *body);
}
