//! What the service makes of what it was asked for: a whole record.

use chrono_tz::Tz;
use serde_json::{Value, json};

use super::rules;
use super::state::{World, number};
use super::times;
use super::wishes::Asked;

/// The record that a request makes, without its identity. Whoever asks has been
/// looked at already; what `before` has and nobody can write stays.
pub(super) fn built(
    world: &mut World,
    business: i64,
    identity: i64,
    asked: &Asked,
    before: Option<&Value>,
) -> Value {
    let get = |key: &str| asked.get(key).cloned().unwrap_or_default();
    let id = |key: &str| json!(asked.get(key).and_then(rules::number));
    let kept = |key: &str, new: Value| before.map_or(new, |row| row[key].clone());
    let flag = |key: &str, unsaid: Option<bool>| json!(get(key).as_bool().or(unsaid));
    let started = times::read(&get("started_at")).unwrap_or_default();
    let options = &world.options;
    let said: Option<Tz> = get("local_timezone").as_str().and_then(|z| z.parse().ok());
    let zone = said.filter(|_| options.keeps_zone).or(options.zone_unsaid);
    let billed = match options.billed_writable {
        true => flag("billed", Some(false)),
        false => kept("billed", json!(false)),
    };
    let mut row = json!({
        "id": null, "identity_id": identity, "is_logged": get("is_logged"),
        "started_at": times::wire(started),
        "local_started_at": zone.map(|zone| times::local(started, zone)),
        "local_timezone": zone.map(|zone| zone.name()),
        "created_at": kept("created_at", json!(times::wire(world.now()))),
        "duration": get("duration"),
        "client_id": id("client_id"), "project_id": id("project_id"),
        "service_id": id("service_id"), "task_id": id("task_id"),
        "retainer_id": id("retainer_id"),
        "pending_client": kept("pending_client", Value::Null),
        "pending_project": kept("pending_project", Value::Null),
        "pending_task": kept("pending_task", Value::Null),
        "note": get("note"), "active": flag("active", Some(true)),
        "billable": flag("billable", options.billable_unsaid),
        "billed": billed, "internal": flag("internal", Some(false)), "timer": null,
    });
    if row["client_id"].is_null() && options.fills_client {
        let project = world.rows_of("projects", business).into_iter();
        let mut project = project.filter(|it| number(&it["id"]) == row["project_id"].as_i64());
        row["client_id"] = project
            .next()
            .map_or(Value::Null, |it| it["client_id"].clone());
    }
    row["timer"] = json!(timer(world, business, identity, asked));
    row
}

/// timers: the one it names; a new one where it asks for one.
fn timer(world: &mut World, business: i64, identity: i64, asked: &Asked) -> Option<i64> {
    let given = asked.get("timer").unwrap_or(&Value::Null);
    if let Some(id) = number(&given["id"]) {
        return Some(id);
    }
    let running = asked.get("is_logged") == Some(&json!(false));
    if running && (given.is_object() || world.options.timer_without_asking) {
        let id = world.take_id();
        world.timers.insert(id, (business, identity));
        return Some(id);
    }
    None
}
