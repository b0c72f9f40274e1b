//! What people at the service do with their hands, and what tests put in and take out.

use serde_json::{Map, Value, json};

use super::state::{Canned, Entry};
use super::{Fake, entries, seed, shape, times, wishes};

impl Fake {
    /// Puts an entry into the first business without asking a rule; what the service
    /// sets itself is filled in unless given (`_business` names another business). Its id.
    pub fn add_entry(&self, entry: &Value) -> i64 {
        self.world(|w| {
            let business = entry["_business"].as_i64().unwrap_or(seed::BUSINESS);
            let given = entry.as_object().cloned().unwrap_or_default();
            let mut asked: Map<String, Value> = Map::from_iter([
                ("is_logged".to_owned(), json!(true)),
                ("duration".to_owned(), json!(3600)),
                ("started_at".to_owned(), json!(times::wire(w.now() - 7200))),
            ]);
            asked.extend(given.clone());
            let who = entry["identity_id"].as_i64().unwrap_or(seed::ADA);
            let mut row = shape::built(w, business, who, &asked, None);
            let id = entry["id"].as_i64().unwrap_or_else(|| w.take_id());
            let theirs = given.into_iter();
            for (key, value) in theirs.filter(|(key, _)| key != "timer" && key != "_business") {
                row[key.as_str()] = value;
            }
            row["id"] = json!(id);
            let updated = w.now();
            let entry = Entry {
                business,
                updated,
                row,
            };
            w.entries.insert(id, entry);
            id
        })
    }

    /// Starts a timer of the owner, as the web page does. The entry's id.
    pub fn add_timer(&self, note: &str) -> i64 {
        let start = times::wire(self.now());
        self.add_entry(&json!({
            "is_logged": false, "duration": null, "started_at": start, "note": note, "timer": {},
        }))
    }

    /// Changes an entry as a person at the service would, without asking a rule. Its
    /// `timer` is kept as an identity or null.
    pub fn edit(&self, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let now = w.now();
            let entry = w.entries.get_mut(&id);
            let entry = entry.unwrap_or_else(|| panic!("no entry {id}"));
            change(&mut entry.row);
            entry.updated = now;
        });
    }

    /// Puts an entry on an invoice.
    pub fn bill(&self, id: i64) {
        self.edit(id, |row| row["billed"] = json!(true));
    }

    /// Takes an entry off its invoice.
    pub fn unbill(&self, id: i64) {
        self.edit(id, |row| row["billed"] = json!(false));
    }

    /// Deletes an entry as the service does: it stays, inactive. Whether there was one.
    pub fn remove(&self, id: i64) -> bool {
        let there = self.entry(id).is_some_and(|row| row["active"] == true);
        if there {
            self.edit(id, |row| row["active"] = json!(false));
        }
        there
    }

    /// Takes an entry away without a trace; whether there was one.
    pub fn purge(&self, id: i64) -> bool {
        self.world(|w| w.entries.remove(&id).is_some())
    }

    /// The rules (by name, see [`super::rules::RULES`]) that a create with this body
    /// would break in the first business.
    pub fn would_refuse(&self, body: &Value) -> Vec<&'static str> {
        let asked = entries::wrapped(body).unwrap_or_default();
        self.world(|w| wishes::would_refuse(w, &asked))
    }

    /// The next such request is answered so and does nothing: any odd envelope. The
    /// operation is that of [`super::routes::operation`], letter by letter.
    pub fn reply_once(&self, method: &str, operation: &str, status: u16, body: Value) {
        let canned = Canned {
            method: method.to_owned(),
            operation: operation.to_owned(),
            status,
            body,
        };
        self.world(|w| w.canned.push(canned));
    }

    /// Changes a row of the reference data (lists: see [`seed::Catalog`]).
    pub fn edit_reference(&self, list: &str, id: i64, change: impl FnOnce(&mut Value)) {
        self.world(|w| {
            let rows = w.catalog.get_mut(list);
            let rows = rows.unwrap_or_else(|| panic!("no list {list}"));
            let row = rows.iter_mut().find(|row| row["id"] == id);
            change(row.unwrap_or_else(|| panic!("no row {id} in {list}")));
        });
    }

    /// Adds a row to the reference data; of the first business unless `_business` says.
    pub fn add_reference(&self, list: &'static str, mut row: Value) {
        if row.get("_business").is_none() {
            row["_business"] = json!(seed::BUSINESS);
        }
        self.world(|w| w.catalog.entry(list).or_default().push(row));
    }

    /// Takes a row of the reference data away; whether there was one.
    pub fn remove_reference(&self, list: &str, id: i64) -> bool {
        self.world(|w| {
            let Some(rows) = w.catalog.get_mut(list) else {
                return false;
            };
            let before = rows.len();
            rows.retain(|row| row["id"] != id);
            rows.len() < before
        })
    }

    /// So many more clients of the first business; their ids.
    pub fn add_clients(&self, n: usize) -> Vec<i64> {
        let name = |id: i64| format!("Client {id}");
        self.add_rows("clients", n, |id| {
            seed::client(id, &name(id), "Al", "So", 0)
        })
    }

    /// So many more projects of the first business and client, with a service; their ids.
    pub fn add_projects(&self, n: usize) -> Vec<i64> {
        self.add_rows("projects", n, |id| {
            let (title, client) = (format!("Project {id}"), Some(seed::LOVELACE));
            seed::project(id, seed::BUSINESS, &title, client, &[seed::CONSULTING])
        })
    }

    /// So many more services of the first business; their ids.
    pub fn add_services(&self, n: usize) -> Vec<i64> {
        let name = |id: i64| format!("Service {id}");
        self.add_rows("services", n, |id| {
            seed::service(id, seed::BUSINESS, &name(id), true, 0)
        })
    }

    /// So many more tasks of the first business; their ids.
    pub fn add_tasks(&self, n: usize) -> Vec<i64> {
        self.add_rows("tasks", n, |id| seed::task(id, &format!("Task {id}"), 0))
    }

    fn add_rows(&self, list: &'static str, n: usize, row: impl Fn(i64) -> Value) -> Vec<i64> {
        let ids: Vec<i64> = (0..n).map(|_| self.world(|w| w.take_id())).collect();
        for id in &ids {
            self.add_reference(list, row(*id));
        }
        ids
    }

    /// Forgets entries and timers, and has this reference data from now on.
    pub fn start_over(&self, catalog: seed::Catalog) {
        self.world(|w| {
            w.entries.clear();
            w.timers.clear();
            w.catalog = catalog;
        });
    }
}
