//! The fake Autotask by itself, over bare sockets: each sentence of the vendor's
//! facts that it claims to keep, each open question in all its answers.

mod billing;
mod blocks;
mod catalog;
mod changes;
mod creates;
mod deletes;
mod door;
mod faults;
mod limits;
mod pages;
mod queries;
mod refusals;

use serde_json::{Value, json};

use crate::support::raw::{Line, Reply};
use crate::support::schema;
use crate::support::vendor::autotask::rules::{Proxy, SheetStatus};
use crate::support::vendor::autotask::seed::{self, BRANDT, ENGINEER, LOPEZ, REMOTE, SWITCH, TANE};
use crate::support::vendor::autotask::{
    Deletes, Fake, Given, Keys, Options, Order, OtherHours, Rounding, Settings, WithoutId, ZoneText,
};
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::http::encode;

/// 2026-03-04T12:00:00Z, a Wednesday.
const NOW: i64 = 1_772_625_600;

fn options() -> Options {
    Options {
        now: Some(NOW),
        ..Options::default()
    }
}

/// The same with other settings of the administrator.
fn set(change: impl FnOnce(&mut Settings)) -> Options {
    let mut options = options();
    change(&mut options.settings);
    options
}

/// Calls to a fake with keys, each on a connection of its own.
struct Api {
    url: String,
    root: String,
    keys: Keys,
    stands_for: Option<i64>,
}

fn fake() -> (Fake, Api) {
    with(options())
}

fn with(options: Options) -> (Fake, Api) {
    let fake = Fake::start(options);
    let api = Api {
        url: fake.url(),
        root: "/ATServicesRest/V1.0".to_owned(),
        keys: fake.keys(),
        stands_for: None,
    };
    (fake, api)
}

impl Api {
    fn standing_for(self, resource: i64) -> Self {
        Self {
            stands_for: Some(resource),
            ..self
        }
    }

    fn bytes(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nUserName: {}\r\nSecret: {}\r\nApiIntegrationCode: {}\r\n",
            self.url.trim_start_matches("http://"),
            self.keys.user,
            self.keys.secret,
            self.keys.code,
        );
        if let Some(resource) = self.stands_for {
            text.push_str(&format!("ImpersonationResourceId: {resource}\r\n"));
        }
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
        let path = format!("{}{path}", self.root);
        let mut line = Line::open(&self.url)?;
        line.send(&self.bytes(method, &path, &body))?;
        line.reply()
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.try_call(method, path, body)
            .unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &Value::Null)
    }

    /// The row of an answer to a GET by identity.
    fn item(&self, entity: &str, id: i64) -> Value {
        let reply = self.get(&format!("/{entity}/{id}"));
        assert_eq!(reply.status, 200, "{}", text(&reply));
        reply.json()["item"].clone()
    }

    fn entry(&self, id: i64) -> Value {
        self.item("TimeEntries", id)
    }

    fn create(&self, change: impl FnOnce(&mut Value)) -> Reply {
        self.call("POST", "/TimeEntries", &body(change))
    }

    /// The identity of an entry that is taken.
    fn made(&self, change: impl FnOnce(&mut Value)) -> i64 {
        id_of(&self.create(change))
    }

    fn patch(&self, body: &Value) -> Reply {
        self.call("PATCH", "/TimeEntries", body)
    }

    fn query(&self, entity: &str, filter: Value) -> Reply {
        self.call(
            "POST",
            &format!("/{entity}/query"),
            &json!({"filter": filter}),
        )
    }

    /// The identities that a filter finds.
    fn ids(&self, entity: &str, filter: Value) -> Vec<i64> {
        ids(&self.query(entity, filter))
    }
}

/// The identity in an answer that has nothing else.
fn id_of(reply: &Reply) -> i64 {
    assert_eq!(reply.status, 200, "{}", text(reply));
    let body = reply.json();
    assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
    body["itemId"].as_i64().unwrap()
}

fn ids(reply: &Reply) -> Vec<i64> {
    assert_eq!(reply.status, 200, "{}", text(reply));
    let rows = reply.json()["items"].as_array().unwrap().clone();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// The sample of the facts, an hour and a half of a Monday afternoon in New York.
fn body(change: impl FnOnce(&mut Value)) -> Value {
    let mut entry = json!({
        "ticketID": SWITCH, "resourceID": LOPEZ, "roleID": ENGINEER,
        "dateWorked": "2026-03-02T00:00:00Z", "startDateTime": "2026-03-02T18:00:00Z",
        "endDateTime": "2026-03-02T19:30:00Z", "hoursWorked": 1.5,
        "summaryNotes": "Replaced failed switch uplink", "internalNotes": "[tt:01JP0ZK3T8]",
    });
    change(&mut entry);
    entry
}

/// Regular time: neither ticket nor task.
fn regular(change: impl FnOnce(&mut Value)) -> Value {
    let mut entry = json!({
        "resourceID": LOPEZ, "internalBillingCodeID": seed::MEETING,
        "dateWorked": "2026-03-03T00:00:00Z", "hoursWorked": 0.5, "summaryNotes": "Weekly stand-up",
    });
    change(&mut entry);
    entry
}

fn text(reply: &Reply) -> String {
    format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body))
}

fn without(entry: &mut Value, keys: &[&str]) {
    let map = entry.as_object_mut().unwrap();
    map.retain(|key, _| !keys.contains(&key.as_str()));
}

fn answered(reply: &Reply, status: u16, body: &Value) {
    assert_eq!(reply.status, status, "{}", text(reply));
    assert_eq!(reply.json(), *body);
}

/// Refused in the usual way, with this among its texts.
fn refused(reply: &Reply, part: &str) {
    assert_eq!(reply.status, 500, "{}", text(reply));
    let texts = reply.json()["errors"].as_array().unwrap().clone();
    let has = texts.iter().any(|t| t.as_str().unwrap().contains(part));
    assert!(has, "{texts:?} without {part}");
}

fn eq(field: &str, value: impl Into<Value>) -> Value {
    json!({"op": "eq", "field": field, "value": value.into()})
}

fn all() -> Value {
    json!([{"op": "exist", "field": "id"}])
}
