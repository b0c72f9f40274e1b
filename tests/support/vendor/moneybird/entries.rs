//! How a time entry comes into being, changes and goes.
//!
//! What is refused is asked in `rules`; what nobody has written down is an option.

use serde_json::{Map, Value, json};

use super::door::{Wrong, error, gone, invalid, not_found, ok};
use super::rules::{self, Case, Refusal, Stage};
use super::state::{Token, World, digits};
use super::{NullReference, seed, times};
use crate::support::vendor::rig::Answer;

/// create: the attributes it knows.
const CREATE: [&str; 9] = [
    "user_id",
    "started_at",
    "ended_at",
    "description",
    "contact_id",
    "project_id",
    "sales_invoice_id",
    "billable",
    "paused_duration",
];
/// create and update: references that may be left open.
const OPEN: [&str; 3] = ["contact_id", "project_id", "sales_invoice_id"];

type Asked = Map<String, Value>;

/// create
pub(super) fn create(world: &mut World, body: &Value, token: &Token) -> Answer {
    let asked = match wrapped(world, body, &CREATE) {
        Ok(asked) => asked,
        Err(refused) => return refused,
    };
    let full = world.options.entry_limit;
    if full.is_some_and(|limit| world.entries.len() >= limit) {
        return super::door::refusal(402);
    }
    let refused = asked_rules(world, &asked, None, Stage::Create);
    if !refused.is_empty() {
        return refusals(world, &refused);
    }
    if let Err(refused) = invoice(world, &asked) {
        return refused;
    }
    let mut entry = built(world, &asked);
    let id = world.take_id();
    entry["id"] = json!(seed::id(id));
    world.event(&mut entry, token.user, "time_entry_created", &json!({}));
    world.entries.insert(id, entry);
    shown(world, 201, id, token)
}

/// update
pub(super) fn update(world: &mut World, id: i64, body: &Value, token: &Token) -> Answer {
    let mut sent = match wrapped(world, body, &CREATE) {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    if world.options.ignores_user_change {
        sent.remove("user_id");
    }
    for key in OPEN {
        if sent.get(key) != Some(&Value::Null) {
            continue;
        }
        match world.options.null_reference {
            NullReference::Cleared => {}
            NullReference::Ignored => {
                sent.remove(key);
            }
            NullReference::Refused => {
                return invalid(world, &[Wrong::new(key, "is invalid", "invalid")]);
            }
        }
    }
    let before = world.entries[&id].clone();
    let mut merged = before.as_object().cloned().unwrap_or_default();
    merged.extend(sent.clone());
    let timed = ["started_at", "ended_at", "paused_duration"]
        .iter()
        .any(|key| sent.contains_key(*key));
    let refused: Vec<Refusal> = asked_rules(world, &merged, Some(&before), Stage::Patch)
        .into_iter()
        .filter(|r| match r.rule {
            "order" | "pause-within" => timed,
            "invoiced" => true,
            _ => sent.contains_key(r.field),
        })
        .collect();
    if !refused.is_empty() {
        return refusals(world, &refused);
    }
    if let Err(refused) = invoice(world, &sent) {
        return refused;
    }
    if timed {
        floored(&mut merged);
    }
    for key in OPEN {
        merged[key] = json!(digits(&merged[key]));
    }
    // The user stays, and is written as before.
    merged.insert("user_id".to_owned(), before["user_id"].clone());
    let mut after = Value::Object(merged);
    if after != before {
        changed(world, &before, &mut after, token.user);
        world.entries.insert(id, after);
    }
    shown(world, 200, id, token)
}

/// delete
pub(super) fn delete(world: &mut World, id: i64) -> Answer {
    let before = world.entries[&id].clone();
    let refused = asked_rules(world, &Map::new(), Some(&before), Stage::Delete);
    if !refused.is_empty() {
        return refusals(world, &refused);
    }
    world.entries.remove(&id);
    gone(id)
}

/// stop: what runs ends in this minute; what does not stays as it is.
pub(super) fn stop(world: &mut World, id: i64, token: &Token) -> Answer {
    halt(world, id, token.user);
    shown(world, 200, id, token)
}

/// resume: today's entries only; whatever else of that person runs is stopped.
pub(super) fn resume(world: &mut World, id: i64, token: &Token) -> Answer {
    let before = world.entries[&id].clone();
    let began = times::read(&before["started_at"]).unwrap_or_default();
    if times::day(began, world.zone()) != times::day(world.now_ms(), world.zone()) {
        let wrong = [Wrong::new(
            "base",
            "Cannot resume timer",
            "cannot_resume_timer",
        )];
        return invalid(world, &wrong);
    }
    let others: Vec<i64> = world
        .entries
        .iter()
        .filter(|(other, e)| **other != id && e["user_id"] == before["user_id"])
        .map(|(other, _)| *other)
        .collect();
    for other in others {
        halt(world, other, token.user);
    }
    let mut after = before.clone();
    after["ended_at"] = Value::Null;
    if after != before {
        changed(world, &before, &mut after, token.user);
        world.entries.insert(id, after);
    }
    shown(world, 200, id, token)
}

fn halt(world: &mut World, id: i64, by: i64) {
    let before = world.entries[&id].clone();
    if !before["ended_at"].is_null() {
        return;
    }
    let began = times::read(&before["started_at"]).unwrap_or_default();
    let minute = world.now_ms().div_euclid(60_000) * 60_000;
    let mut after = before.clone();
    // No least minute here: the published example ends where it began.
    after["ended_at"] = json!(times::wire(minute.max(began)));
    changed(world, &before, &mut after, by);
    world.entries.insert(id, after);
}

/// The entry as an answer.
pub(super) fn shown(world: &World, status: u16, id: i64, token: &Token) -> Answer {
    let row = world.shown(&world.entries[&id], token.has("sales_invoices"));
    let mut answer = ok(status, &world.dressed(&row));
    answer.touched = Some(id);
    answer
}

/// The rules that a create with this body would break.
pub(super) fn would_refuse(world: &World, body: &Value) -> Vec<Refusal> {
    let asked = wrapped(world, body, &CREATE).unwrap_or_default();
    asked_rules(world, &asked, None, Stage::Create)
}

/// Puts an entry in without asking a rule.
pub(super) fn plant(world: &mut World, given: &Value) -> i64 {
    let asked = given.as_object().cloned().unwrap_or_default();
    let mut entry = built(world, &tidied(&asked));
    let id = digits(&given["id"]).and_then(|id| id.parse().ok());
    let id = id.unwrap_or_else(|| world.take_id());
    world.event(&mut entry, seed::NOOR, "time_entry_created", &json!({}));
    for (key, value) in asked {
        entry[key] = value;
    }
    entry["id"] = json!(seed::id(id));
    world.entries.insert(id, entry);
    id
}

/// errors: without the wrapper nothing is read. What is in it and unknown is passed
/// over, or refused if an option says so; `detail_id` left the interface in 2025.
fn wrapped(world: &World, body: &Value, known: &[&str]) -> Result<Asked, Answer> {
    let Some(inner) = body["time_entry"].as_object() else {
        let symbolic = [("time_entry", "required")];
        return Err(error(400, "Time entry is required", &symbolic));
    };
    let mut asked = tidied(inner);
    let strays: Vec<String> = asked
        .keys()
        .filter(|key| !known.contains(&key.as_str()) && *key != "detail_id")
        .cloned()
        .collect();
    if let Some(stray) = strays
        .first()
        .filter(|_| world.options.refuses_unknown_keys)
    {
        let words = format!("{stray} is not allowed");
        return Err(error(400, &words, &[(stray, "not_allowed")]));
    }
    for stray in strays {
        asked.remove(&stray);
    }
    if world.options.ignores_detail {
        asked.remove("detail_id");
    }
    Ok(asked)
}

/// The same attributes in one way of writing each.
fn tidied(asked: &Asked) -> Asked {
    let mut out = asked.clone();
    for key in ["started_at", "ended_at"] {
        if let Some(value) = out.get_mut(key) {
            *value = times::normal(value);
        }
    }
    if let Some(value) = out.get_mut("billable")
        && let Some(word) = value.as_str()
    {
        *value = json!(word.parse::<bool>().ok());
    }
    if let Some(value) = out.get_mut("paused_duration")
        && let Some(word) = value.as_str()
    {
        *value = json!(word.parse::<i64>().ok());
    }
    out
}

fn asked_rules(world: &World, asked: &Asked, before: Option<&Value>, stage: Stage) -> Vec<Refusal> {
    let books = world.books();
    let raised = world.options.raises_empty_spans;
    let mut refused = rules::refusals(&Case {
        books: &books,
        asked,
        before,
        stage,
    });
    // Open: an end at the very start may be refused or moved on.
    let seconds = |key: &str| asked.get(key).and_then(times::read);
    if raised && seconds("started_at") == seconds("ended_at") {
        refused.retain(|r| r.rule != "order");
    }
    refused
}

/// create: an invoice must exist; its absence has words of its own.
fn invoice(world: &World, asked: &Asked) -> Result<(), Answer> {
    let given = asked.get("sales_invoice_id").unwrap_or(&Value::Null);
    if given.is_null() || world.row("sales_invoices", given).is_some() {
        return Ok(());
    }
    let symbolic = [("sales_invoice_id", "not_found")];
    Err(error(
        404,
        "no sales invoice with given ID found",
        &symbolic,
    ))
}

/// The answer to a request that breaks rules.
fn refusals(world: &World, refused: &[Refusal]) -> Answer {
    let missing = refused.iter().find(|r| r.status == 404);
    if let Some(missing) = missing.filter(|_| !world.options.missing_reference_is_422) {
        return not_found(missing.field);
    }
    let wrong: Vec<Wrong> = refused
        .iter()
        .map(|r| {
            let (words, code) = match (r.rule, r.code) {
                ("order", _) => (
                    "cannot be before the start time",
                    "ended_at_before_started_at",
                ),
                ("invoiced", _) => ("Time entry is invoiced", "invoiced"),
                (_, "blank") => ("can't be blank", "blank"),
                (_, "not_found") => ("does not exist", "not_found"),
                (_, code) => ("is invalid", code),
            };
            Wrong::new(r.field, words, code)
        })
        .collect();
    invalid(world, &wrong)
}

/// create: times floored to minutes, billable unless told.
fn built(world: &World, asked: &Asked) -> Value {
    let mut asked = asked.clone();
    floored(&mut asked);
    let get = |key: &str| asked.get(key).cloned().unwrap_or_default();
    let now = times::wire(world.now_ms());
    let mut entry = json!({
        "id": null, "administration_id": seed::id(seed::ADMINISTRATION),
        "contact_id": digits(&get("contact_id")), "project_id": digits(&get("project_id")),
        "sales_invoice_id": digits(&get("sales_invoice_id")), "user_id": digits(&get("user_id")),
        "started_at": get("started_at"), "ended_at": get("ended_at"),
        "description": get("description"),
        "paused_duration": get("paused_duration").as_i64().unwrap_or(0),
        "billable": get("billable").as_bool().unwrap_or(true),
        "created_at": now, "updated_at": now, "events": [], "notes": [],
    });
    if world.options.documented {
        entry["detail_id"] = json!(digits(&get("detail_id")));
    }
    entry
}

/// create and update: what the service makes of the times. A running entry has its
/// start floored alone.
fn floored(entry: &mut Asked) {
    let minute = |ms: i64| ms.div_euclid(60_000) * 60_000;
    let start = entry.get("started_at").and_then(times::read).map(minute);
    let (start, end, pause) = match rules::kept(entry) {
        Some(kept) => (Some(kept.start * 1000), Some(kept.end * 1000), kept.pause),
        None => {
            let pause = entry.get("paused_duration").and_then(Value::as_i64);
            let ends = entry.get("ended_at").and_then(times::read).is_some();
            let least = start.filter(|_| ends).map(|start| start + 60_000);
            (start, least, pause.unwrap_or(0).div_euclid(60) * 60)
        }
    };
    let write = |at: Option<i64>| json!(at.map(times::wire));
    entry.insert("started_at".to_owned(), write(start));
    entry.insert("ended_at".to_owned(), write(end));
    entry.insert("paused_duration".to_owned(), json!(pause));
}

/// Stamps a change and enters the differences, in local time as this service does.
fn changed(world: &World, before: &Value, after: &mut Value, by: i64) {
    world.stamp(after);
    let here = |value: &Value| match times::read(value) {
        Some(ms) => json!(times::local(ms, world.zone())),
        None => value.clone(),
    };
    let keys = CREATE.iter().chain(&["updated_at"]);
    let data: Map<String, Value> = keys
        .filter(|key| before[**key] != after[**key])
        .map(|key| {
            let pair = json!([here(&before[*key]), here(&after[*key])]);
            ((*key).to_owned(), pair)
        })
        .collect();
    world.event(after, by, "time_entry_updated", &Value::Object(data));
}
