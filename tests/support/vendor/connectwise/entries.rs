//! What becomes of entries: create, patch, replace, delete, defaults.
//!
//! Asks `rules` first; `shape` puts together what is kept.

use serde_json::{Map, Value, json};

use super::rules::{self, Case, Refusal, Stage};
use super::shape::build;
use super::state::World;
use crate::support::schema;

/// Fields that a client may write.
const WRITABLE: [&str; 32] = [
    "company",
    "chargeToId",
    "chargeToType",
    "member",
    "locationId",
    "businessUnitId",
    "location",
    "department",
    "workType",
    "workRole",
    "agreement",
    "activity",
    "timeStart",
    "timeEnd",
    "hoursDeduct",
    "actualHours",
    "billableOption",
    "notes",
    "internalNotes",
    "addToDetailDescriptionFlag",
    "addToInternalAnalysisFlag",
    "addToResolutionFlag",
    "emailResourceFlag",
    "emailContactFlag",
    "emailCcFlag",
    "emailCc",
    "mobileGuid",
    "hourlyRate",
    "overageRate",
    "adjustment",
    "taxCode",
    "customFields",
];

/// Flags that act once, on save, and are not kept.
pub(super) const ACTIONS: [&str; 6] = [
    "emailResourceFlag",
    "emailContactFlag",
    "emailCcFlag",
    "addToDetailDescriptionFlag",
    "addToInternalAnalysisFlag",
    "addToResolutionFlag",
];

/// Why not.
pub type Refused = Vec<Refusal>;

/// POST /time/entries.
pub fn create(world: &mut World, body: &Value, caller: &str) -> Result<Value, Refused> {
    let mut asked = writable(body);
    asked.remove("hourlyRate");
    check(world, &asked, None, Stage::Create, caller)?;
    let id = world.take_entry_id();
    let entry = build(world, id, &asked, None, false, caller);
    act_on_flags(world, &entry, &asked);
    world.entries.insert(id, entry.clone());
    world.audit(id, "TimeEntry", "Time entry created", "", "", caller);
    Ok(world.shown(&entry))
}

/// What a create with this body would break.
pub fn refusals(world: &World, body: &Value, caller: &str) -> Refused {
    check(world, &writable(body), None, Stage::Create, caller)
        .err()
        .unwrap_or_default()
}

/// POST /time/entries/defaults: the same, with nothing checked and nothing kept.
pub fn defaults(world: &World, body: &Value, caller: &str) -> Value {
    let mut scratch = World::new(world.options.clone());
    scratch.catalog.clone_from(&world.catalog);
    let mut entry = build(&mut scratch, 0, &writable(body), None, false, caller);
    for key in ["_info", "timeSheet", "dateEntered", "enteredBy"] {
        entry.as_object_mut().map(|map| map.remove(key));
    }
    entry
}

/// Puts an entry in without asking any rule, as a person at the service might.
pub fn plant(world: &mut World, body: &Value) -> i64 {
    let caller = world.options.api_member.clone();
    let id = body["id"].as_i64().unwrap_or_else(|| world.take_entry_id());
    world.skip_entry_id(id);
    let mut entry = build(world, id, &writable(body), None, false, &caller);
    for (key, value) in body.as_object().into_iter().flatten() {
        if !WRITABLE.contains(&key.as_str()) {
            entry[key] = value.clone();
        }
    }
    world.entries.insert(id, entry);
    id
}

/// PUT: what is left out is gone.
pub fn replace(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Refused> {
    let asked = writable(body);
    change(world, id, &asked, Stage::Put, false, caller)
}

/// PATCH: an array of operations.
pub fn patch(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Refused> {
    let steps = body
        .as_array()
        .ok_or_else(|| invalid("", "A list of patch operations is expected."))?;
    let mut asked = writable(&world.entries[&id]);
    let mut touched = Vec::new();
    for step in steps {
        touched.push(apply(&mut asked, step)?);
    }
    // A patch is the way to correct hours that the service rounded: unless the
    // clock moves, they are taken, or left, as they are.
    let clock = touched
        .iter()
        .any(|t| ["timeStart", "timeEnd", "hoursDeduct"].contains(&t.as_str()));
    change(world, id, &asked, Stage::Patch, !clock, caller)
}

/// PATCH as the documented examples have it: these fields, and null takes one away.
pub fn merge(
    world: &mut World,
    id: i64,
    fields: &Map<String, Value>,
    caller: &str,
) -> Result<Value, Refused> {
    let mut asked = writable(&world.entries[&id]);
    for (key, value) in fields {
        asked.insert(key.clone(), value.clone());
    }
    asked.retain(|_, value| !value.is_null());
    let clock = ["timeStart", "timeEnd", "hoursDeduct"];
    let clock = clock.iter().any(|key| fields.contains_key(*key));
    change(world, id, &asked, Stage::Patch, !clock, caller)
}

/// Whether a client may write that field.
pub fn is_writable(name: &str) -> bool {
    WRITABLE.contains(&name)
}

/// DELETE.
pub fn delete(world: &mut World, id: i64, caller: &str) -> Result<(), Refused> {
    let before = world.entries[&id].clone();
    check(
        world,
        &writable(&before),
        Some(&before),
        Stage::Delete,
        caller,
    )?;
    world.entries.remove(&id);
    Ok(())
}

fn change(
    world: &mut World,
    id: i64,
    asked: &Map<String, Value>,
    stage: Stage,
    as_given: bool,
    caller: &str,
) -> Result<Value, Refused> {
    let before = world.entries[&id].clone();
    check(world, asked, Some(&before), stage, caller)?;
    let entry = build(world, id, asked, Some(&before), as_given, caller);
    act_on_flags(world, &entry, asked);
    for key in [
        "timeStart",
        "timeEnd",
        "actualHours",
        "notes",
        "workType",
        "billableOption",
    ] {
        if entry[key] != before[key] {
            let (old, new) = (before[key].to_string(), entry[key].to_string());
            world.audit(id, key, "Changed", &old, &new, caller);
        }
    }
    world.entries.insert(id, entry.clone());
    Ok(world.shown(&entry))
}

fn check(
    world: &World,
    asked: &Map<String, Value>,
    before: Option<&Value>,
    stage: Stage,
    caller: &str,
) -> Result<(), Refused> {
    let refused = rules::refusals(&Case {
        world,
        asked,
        before,
        stage,
        caller,
    });
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}

fn writable(body: &Value) -> Map<String, Value> {
    let rows = body.as_object().into_iter().flatten();
    let rows = rows.filter(|(key, value)| WRITABLE.contains(&key.as_str()) && !value.is_null());
    rows.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// One patch operation; the field it touched.
fn apply(asked: &mut Map<String, Value>, step: &Value) -> Result<String, Refused> {
    let path = step["path"]
        .as_str()
        .ok_or_else(|| invalid("", "A patch operation needs a path."))?;
    let path = path.strip_prefix('/').unwrap_or(path);
    if schema::field("connectwise", "TimeEntry", path).is_none() {
        return Err(invalid("", &format!("{path} is not a recognized name.")));
    }
    let (first, leaf) = path
        .split_once('/')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    if !WRITABLE.contains(&first) {
        // doc says a status could be patched to approve; the interface has no such
        // operation, and status is what the service sets.
        return Err(invalid(first, &format!("{first} cannot be changed.")));
    }
    match step["op"].as_str() {
        Some("replace" | "add") => {
            let value = step.get("value").cloned().unwrap_or(Value::Null);
            let value = match leaf {
                // A reference is meant anew by whatever names it.
                Some(leaf) => json!({ leaf: value }),
                None => value,
            };
            if value.is_null() {
                asked.remove(first);
            } else {
                asked.insert(first.to_owned(), value);
            }
        }
        Some("remove") => {
            asked.remove(first);
        }
        _ => {
            return Err(invalid(
                "",
                "The patch operation must be add, replace or remove.",
            ));
        }
    }
    Ok(first.to_owned())
}

fn invalid(field: &str, message: &str) -> Refused {
    let field = WRITABLE
        .iter()
        .find(|w| **w == field)
        .copied()
        .unwrap_or_default();
    vec![Refusal {
        rule: "patch",
        status: 400,
        code: "InvalidField",
        field,
        message: message.to_owned(),
    }]
}

/// schema: the e-mail flags are action flags, the addTo flags push notes into the ticket.
fn act_on_flags(world: &mut World, entry: &Value, asked: &Map<String, Value>) {
    let on = |key: &str| asked.get(key) == Some(&Value::Bool(true));
    let set = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .filter(|key| on(key))
            .map(|key| (*key).to_owned())
            .collect()
    };
    let (mails, notes) = (set(&ACTIONS[..3]), set(&ACTIONS[3..]));
    if !mails.is_empty() {
        let cc = asked.get("emailCc").cloned().unwrap_or_default();
        world
            .emails
            .push(json!({"entry": entry["id"], "flags": mails, "cc": cc}));
    }
    if !notes.is_empty() {
        world.ticket_notes.push(json!({
            "entry": entry["id"], "ticket": entry["ticket"]["id"], "flags": notes, "text": entry["notes"],
        }));
    }
}
