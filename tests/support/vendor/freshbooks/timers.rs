//! Timers: one identity shared by one or more segments that are not logged yet.

use serde_json::{Value, json};

use super::door::{gone, invalid, not_found, ok};
use super::state::{Token, World, number, without_own};
use super::wishes::REQUIRED;
use crate::support::vendor::rig::Answer;

/// timers: one's own that have segments.
pub(super) fn list(world: &World, business: i64, token: &Token) -> Answer {
    let own = |(_, (b, who)): &(&i64, &(i64, i64))| (*b, *who) == (business, token.identity);
    let timers = world.timers.iter().filter(own);
    let rows: Vec<Value> = timers
        .filter(|(id, _)| !segments(world, **id).is_empty())
        .map(|(id, _)| shown(world, *id))
        .collect();
    ok(200, &json!({"timers": rows}))
}

/// timers: its segments become one entry, as long as they were told to be together;
/// rounded to the minute where an option says so.
pub(super) fn log(
    world: &mut World,
    business: i64,
    token: &Token,
    id: i64,
    body: &Value,
) -> Answer {
    if world.timers.get(&id) != Some(&(business, token.identity)) {
        return not_found(world);
    }
    let Some(sent) = body["timer"]["time_entries"].as_array() else {
        return invalid(&[("time_entries".to_owned(), REQUIRED.to_owned())]);
    };
    let all = segments(world, id);
    let Some((first, rest)) = all.split_first() else {
        return not_found(world);
    };
    let length = |row: &Value| row["duration"].as_i64();
    let Some(total) = sent.iter().map(length).sum::<Option<i64>>() else {
        return invalid(&[("duration".to_owned(), REQUIRED.to_owned())]);
    };
    let total = match world.options.timer_rounds {
        true => (total + 30).div_euclid(60) * 60,
        false => total,
    };
    let (now, note) = (
        world.now(),
        sent.iter().find_map(|row| row["note"].as_str()),
    );
    if let Some(entry) = world.entries.get_mut(first) {
        entry.row["is_logged"] = json!(true);
        entry.row["duration"] = json!(total);
        if let Some(note) = note {
            entry.row["note"] = json!(note);
        }
        entry.updated = now;
    }
    for other in rest {
        world.entries.remove(other);
    }
    let timer = json!({"timer": {
        "id": id, "is_running": false, "time_entries": [world.shown(&world.entries[first])],
    }});
    let mut answer = ok(200, &timer);
    answer.touched = Some(*first);
    answer
}

/// timers: thrown away with its segments.
pub(super) fn discard(world: &mut World, business: i64, token: &Token, id: i64) -> Answer {
    if world.timers.get(&id) != Some(&(business, token.identity)) {
        return not_found(world);
    }
    let all = segments(world, id);
    for segment in &all {
        if let Some(entry) = world.entries.get_mut(segment) {
            entry.row["active"] = json!(false);
        }
    }
    world.timers.remove(&id);
    gone(all.first().copied().unwrap_or(id))
}

/// The segments that are not logged, in the order of their start.
fn segments(world: &World, timer: i64) -> Vec<i64> {
    let mut all: Vec<(String, i64)> = world
        .entries
        .iter()
        .filter(|(_, e)| number(&e.row["timer"]) == Some(timer))
        .filter(|(_, e)| e.row["active"] == true && e.row["is_logged"] == false)
        .map(|(id, e)| (e.row["started_at"].to_string(), *id))
        .collect();
    all.sort();
    all.into_iter().map(|(_, id)| id).collect()
}

fn shown(world: &World, id: i64) -> Value {
    let rows = segments(world, id).into_iter();
    let rows: Vec<Value> = rows.map(|row| world.shown(&world.entries[&row])).collect();
    without_own(&json!({"id": id, "is_running": world.runs(id), "time_entries": rows}))
}
