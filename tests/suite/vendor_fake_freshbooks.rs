//! The fake FreshBooks by itself, over bare sockets: each sentence of the vendor's
//! facts that it claims to keep, each open question in all its answers.

mod catalog;
mod changes;
mod creates;
mod deletes;
mod door;
mod faults;
mod lists;
mod oauth;
mod timers;

use serde_json::{Value, json};

use crate::support::raw::{Line, Reply};
use crate::support::schema;
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::freshbooks::Fake;
use crate::support::vendor::freshbooks::options::{
    Family, Lost, Old, Options, Order, PerPage, Services, Unauthorized,
};
use crate::support::vendor::freshbooks::rules::RULES;
use crate::support::vendor::freshbooks::seed::{
    self, ADA, BABBAGE, BUSINESS, CONSULTING, ENGINE, GRACE, LOVELACE, OFFICE, RESEARCH, SIDE,
};
use crate::support::vendor::http::encode;

const ENTRIES: &str = "/timetracking/business/6001/time_entries";
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
    token: String,
}

fn fake() -> (Fake, Api) {
    with(|_| {})
}

fn with(change: impl FnOnce(&mut Options)) -> (Fake, Api) {
    let mut options = options();
    change(&mut options);
    let fake = Fake::start(options);
    let api = Api {
        url: fake.url(),
        token: fake.token(),
    };
    (fake, api)
}

impl Api {
    fn as_(&self, token: &str) -> Self {
        Self {
            url: self.url.clone(),
            token: token.to_owned(),
        }
    }

    fn send(&self, method: &str, path: &str, kind: &str, body: &str) -> std::io::Result<Reply> {
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n",
            self.url.trim_start_matches("http://")
        );
        if !self.token.is_empty() {
            text.push_str(&format!("Authorization: Bearer {}\r\n", self.token));
        }
        if !body.is_empty() {
            text.push_str(&format!(
                "Content-Type: {kind}\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        let mut line = Line::open(&self.url)?;
        line.send(format!("{text}\r\n{body}").as_bytes())?;
        line.reply()
    }

    fn try_call(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Reply> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, path, "application/json", &body)
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
        entry_of(&self.create(change))
    }

    fn put(&self, entry: &Value, body: &Value) -> Reply {
        self.call("PUT", &at(entry), &json!({"time_entry": body}))
    }

    fn delete(&self, entry: &Value) -> Reply {
        self.call("DELETE", &at(entry), &Value::Null)
    }

    /// The identities of a filtered list.
    fn ids(&self, query: &str) -> Vec<i64> {
        let reply = self.get(&format!("{ENTRIES}?{query}"));
        assert_eq!(reply.status, 200, "{}", text(&reply));
        let list = reply.json();
        schema::check_object("freshbooks", "TimeEntryList", &list).unwrap();
        let rows = list["time_entries"].as_array().unwrap().iter();
        rows.map(|row| row["id"].as_i64().unwrap()).collect()
    }
}

/// The sample of the facts: 2026-03-02, an hour and a half of planning.
fn body(change: impl FnOnce(&mut Value)) -> Value {
    let mut entry = json!({
        "is_logged": true, "duration": 5400, "started_at": "2026-03-02T14:00:00Z",
        "local_timezone": "America/Toronto", "note": "Draft plan", "client_id": LOVELACE,
        "project_id": ENGINE, "service_id": CONSULTING, "billable": true,
    });
    change(&mut entry);
    json!({"time_entry": entry})
}

fn entry_of(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", text(reply));
    let body = reply.json();
    schema::check_object("freshbooks", "TimeEntryEnvelope", &body).unwrap();
    body["time_entry"].clone()
}

fn id(entry: &Value) -> i64 {
    entry["id"].as_i64().unwrap()
}

fn at(entry: &Value) -> String {
    format!("{ENTRIES}/{}", id(entry))
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

/// A 422 with exactly these fields.
fn refused(reply: &Reply, fields: &[&str]) {
    assert_eq!(reply.status, 422, "{}", text(reply));
    let body = reply.json();
    assert_eq!(body["errno"], 2001);
    let named: Vec<&String> = body["error"].as_object().unwrap().keys().collect();
    assert_eq!(named, fields, "{}", text(reply));
}

fn not_found(reply: &Reply) {
    let words = json!({"error": "Requested resource could not be found."});
    answered(reply, 404, &words);
}
