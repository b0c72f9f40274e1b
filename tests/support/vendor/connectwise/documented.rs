//! The documented dialect: what the examples say, and nothing else.
//!
//! Entries are changed by plain objects, sheets and approval by `status`, many at once
//! by `bulk`. Every sentence here is `doc` unless marked: where the examples are silent an
//! assumption stands, with a switch in the options.

use serde_json::{Map, Value, json};

use super::door::{error, invalid, not_found, ok, refusal};
use super::routes::Call;
use super::state::World;
use super::{entries, people, sheets};
use crate::support::schema;
use crate::support::vendor::rig::Answer;

/// "Use Open, Approved, Rejected".
const OF_ENTRIES: [&str; 3] = ["Open", "Approved", "Rejected"];
/// "Time Sheet Status Values".
const OF_SHEETS: [&str; 4] = ["Open", "Submitted", "Approved", "Rejected"];

/// What an entry or a sheet shows: the fields that the examples name.
pub(super) fn shown(world: &World, object: &str, mut row: Value) -> Value {
    let named = &schema::of("connectwise-documented")["objects"][object]["properties"];
    if let (false, Some(map)) = (world.options.undocumented_fields, row.as_object_mut()) {
        map.retain(|name, _| !named[name.as_str()].is_null());
    }
    row
}

/// PATCH of one entry: content, status or both, all or nothing.
fn change(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Answer> {
    let Some(body) = body.as_object() else {
        return Err(error(
            400,
            "InvalidObject",
            "timeEntry object is invalid: a JSON object is expected.",
        ));
    };
    let mut content = body.clone();
    let status = content.remove("status");
    if let Some(name) = content
        .keys()
        .find(|name| !entries::is_writable(name) || !is_field(name))
    {
        return Err(error(
            400,
            "InvalidObject",
            &format!("{name} is not a recognized name."),
        ));
    }
    let decision = match &status {
        Some(word) => {
            let (from, _, owner) = sheets::place(world, id);
            let word = entry_status(world, id, word, caller)?;
            let sends_back = word == "Open" && from == "Rejected" && owner == world.caller(caller);
            Some(word)
                .filter(|word| *word != from)
                .map(|word| (word, !sends_back))
        }
        None => None,
    };
    // The reason for a decision goes along with it, also where nothing else may change.
    if let Some((_, true)) = decision
        && let Some(notes) = content.remove("internalNotes")
        && let Some(entry) = world.entries.get_mut(&id)
    {
        if !content.is_empty() {
            return Err(error(
                400,
                "InvalidObject",
                "A decision changes the status and the internal notes.",
            ));
        }
        entry["internalNotes"] = notes;
    }
    if !content.is_empty() {
        entries::merge(world, id, &content, caller).map_err(|refused| invalid(&refused))?;
    }
    if let Some((word, _)) = decision {
        decide(world, id, word, caller);
    }
    Ok(world.shown(&world.entries[&id]))
}

fn is_field(name: &str) -> bool {
    schema::field("connectwise-documented", "TimeEntry", name).is_some()
}

/// The status that an entry may be given by these keys.
fn entry_status(
    world: &World,
    id: i64,
    word: &Value,
    caller: &str,
) -> Result<&'static str, Answer> {
    let known = OF_ENTRIES.iter().copied().find(|known| word == known);
    let (from, sheet, owner) = sheets::place(world, id);
    let Some(word) = known.filter(|word| from != "Billed" || *word == from) else {
        return Err(error(400, "InvalidObject", "Invalid status"));
    };
    if word == from {
        return Ok(word);
    }
    let corrects = word == "Open" && from == "Rejected" && owner == world.caller(caller);
    if !corrects && !people::may_reject(world, caller, owner) {
        return Err(refusal(403));
    }
    let submitted = world
        .sheets
        .get(&sheet)
        .is_some_and(|s| s["status"] == "Submitted");
    if !corrects && world.options.approve_needs_submitted && !submitted {
        return Err(error(400, "InvalidObject", "Invalid status"));
    }
    Ok(word)
}

fn decide(world: &mut World, id: i64, word: &str, caller: &str) {
    let (from, sheet, _) = sheets::place(world, id);
    sheets::set_entry(world, id, word, "Status", caller);
    let waits = world
        .sheets
        .get(&sheet)
        .is_some_and(|s| s["status"] == "Submitted" || s["status"] == "Approved");
    if word == "Rejected" && waits && world.options.reject_returns_sheet {
        sheets::set_sheet(world, sheet, "Rejected", "Time entry", caller);
    }
    let notes = world.entries[&id]["internalNotes"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    sheets::record(
        world,
        caller,
        word,
        Some(sheet),
        Some(id),
        (&from, word),
        &notes,
        Value::Null,
    );
}

/// PATCH of one sheet: its status.
fn change_sheet(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Answer> {
    let only = body
        .as_object()
        .filter(|map| map.len() == 1)
        .and_then(|map| map.get("status"));
    let Some(word) = only else {
        return Err(error(
            400,
            "InvalidObject",
            "timeSheet object is invalid: a status is expected.",
        ));
    };
    let Some(word) = OF_SHEETS.iter().copied().find(|known| word == known) else {
        return Err(error(400, "InvalidObject", "Invalid status"));
    };
    let from = sheets::status_of(world, id);
    let owner = world.sheets[&id]["member"]["id"]
        .as_i64()
        .unwrap_or_default();
    if word != from {
        let boss = people::may_reject(world, caller, owner);
        let own = owner == world.caller(caller) || boss;
        let may = match (from.as_str(), word) {
            ("Open" | "Rejected", "Submitted") | ("Rejected" | "Submitted", "Open") => own,
            ("Submitted", "Approved" | "Rejected") => boss,
            ("Approved", _) => boss,
            _ => return Err(error(400, "InvalidObject", "Invalid status")),
        };
        if !may {
            return Err(refusal(403));
        }
        if word == "Submitted"
            && let Some(text) = sheets::hindered(world, id)
        {
            return Err(error(400, "InvalidObject", &text));
        }
        sheets::set_sheet(world, id, word, "Status", caller);
        if world.options.sheet_decides_entries && ["Approved", "Rejected"].contains(&word) {
            for entry in world.entries_on(id) {
                if sheets::place(world, entry).0 == "Open" {
                    sheets::set_entry(world, entry, word, "Time sheet", caller);
                }
            }
        }
        sheets::record(
            world,
            caller,
            word,
            Some(id),
            None,
            (&from, word),
            "",
            Value::Null,
        );
    }
    Ok(world.shown_sheet(id).unwrap_or_default())
}

/// POST bulk. What it answers is not documented: here a row for each id.
fn bulk(world: &mut World, body: &Value, caller: &str) -> Result<Value, Answer> {
    let wrong = |text: &str| error(400, "InvalidObject", text);
    let ids = body["ids"]
        .as_array()
        .ok_or_else(|| wrong("ids required"))?;
    let operation = body["operation"]
        .as_object()
        .ok_or_else(|| wrong("operation required"))?;
    let allowed = |name: &String| ["status", "internalNotes"].contains(&name.as_str());
    if !operation.contains_key("status") || !operation.keys().all(allowed) {
        return Err(wrong("Invalid operation"));
    }
    if !OF_ENTRIES.iter().any(|word| operation["status"] == *word) {
        return Err(wrong("Invalid status"));
    }
    let operation = Value::Object(operation.clone());
    let mut one = |id: &Value| {
        let known = id.as_i64().filter(|id| world.entries.contains_key(id));
        let done = match known {
            Some(known) => change(world, known, &operation, caller).map(|_| ()),
            None => Err(not_found()),
        };
        match done {
            Ok(()) => json!({"id": id, "success": true}),
            Err(refused) => {
                let body: Value = serde_json::from_slice(&refused.body).unwrap_or_default();
                json!({"id": id, "success": false, "message": body["message"]})
            }
        }
    };
    Ok(Value::Array(ids.iter().map(&mut one).collect()))
}

impl Call<'_> {
    /// The addresses under `/time` that the examples have; none for all others.
    pub(super) fn documented(&mut self, method: &str, segments: &[&str]) -> Option<Answer> {
        let answer = match (method, segments) {
            ("POST", ["entries", "bulk"]) => match self.world.options.no_bulk {
                Some(status) => refusal(status),
                None => {
                    let body = self.request.json();
                    bulk(self.world, &body, &self.caller)
                        .map_or_else(|no| no, |rows| ok(200, &rows))
                }
            },
            // Served as in the published interface.
            ("GET" | "POST", ["entries"]) | ("GET", ["sheets"]) => return None,
            ("GET" | "DELETE", ["entries", id]) if id.parse::<i64>().is_ok() => return None,
            ("GET", ["sheets", id]) if id.parse::<i64>().is_ok() => return None,
            ("GET", ["workTypes" | "workRoles" | "chargeCodes", ..]) => return None,
            ("PATCH", ["entries", id]) => self.patched(id, "entries"),
            ("PATCH", ["sheets", id]) => self.patched(id, "sheets"),
            (_, ["entries" | "sheets", _]) if method != "GET" => refusal(405),
            _ => not_found(),
        };
        Some(answer)
    }

    fn patched(&mut self, id: &str, list: &str) -> Answer {
        let body = self.request.json();
        let on_sheet = list == "sheets";
        let world = &mut *self.world;
        let known = |id: &i64| {
            if on_sheet {
                world.sheets.contains_key(id)
            } else {
                world.entries.contains_key(id)
            }
        };
        let Some(id) = id.parse().ok().filter(known) else {
            return not_found();
        };
        let done = if on_sheet {
            change_sheet(world, id, &body, &self.caller).map(|row| ("TimeSheet", row))
        } else {
            change(world, id, &body, &self.caller).map(|row| ("TimeEntry", row))
        };
        match done {
            Ok((object, row)) => Answer {
                touched: Some(id).filter(|_| !on_sheet),
                ..ok(200, &shown(self.world, object, row))
            },
            Err(refused) => refused,
        }
    }
}

/// Takes away what a create may not carry here; the examples do not say that it is refused.
pub(super) fn known_fields(body: &Value) -> Value {
    let rows = body.as_object().into_iter().flatten();
    let kept: Map<String, Value> = rows
        .filter(|(name, _)| is_field(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(kept)
}
