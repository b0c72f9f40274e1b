//! Notes and to-dos on an entry.

use serde_json::{Value, json};

use super::door::{Wrong, error, gone, invalid, not_found, ok};
use super::state::{Token, World, digits};
use super::{seed, times};
use crate::support::vendor::rig::Answer;

/// notes: a text, or a to-do for somebody. Needs a permission of its own.
pub(super) fn add(world: &mut World, entry: i64, body: &Value, token: &Token) -> Answer {
    if let Err(refused) = permitted(world) {
        return refused;
    }
    let Some(note) = body["note"].as_object() else {
        return error(400, "Note is required", &[("note", "required")]);
    };
    let get = |key: &str| note.get(key).unwrap_or(&Value::Null);
    if get("note")
        .as_str()
        .is_none_or(|text| text.trim().is_empty())
    {
        let wrong = ["note", "todo_type"].map(|key| Wrong::new(key, "can't be blank", "blank"));
        return invalid(world, &wrong);
    }
    let assignee = get("assignee_id");
    if !assignee.is_null() && world.row("users", assignee).is_none() {
        if world.options.missing_reference_is_422 {
            return invalid(
                world,
                &[Wrong::new("assignee_id", "does not exist", "not_found")],
            );
        }
        return not_found("assignee_id");
    }
    let todo = *get("todo") == json!(true) || *get("todo") == json!("true") || !assignee.is_null();
    let now = times::wire(world.now_ms());
    let id = world.take_id();
    let row = json!({
        "id": seed::id(id), "administration_id": seed::id(seed::ADMINISTRATION),
        "entity_id": seed::id(entry), "entity_type": "TimeEntry", "user_id": seed::id(token.user),
        "assignee_id": digits(assignee), "todo": todo, "note": get("note"), "completed_at": null,
        "completed_by_id": null, "todo_type": null, "data": {}, "created_at": now, "updated_at": now,
    });
    let shown = world.dressed(&json!({"notes": [row.clone()]}));
    if let Some(notes) = world
        .entries
        .get_mut(&entry)
        .and_then(|e| e["notes"].as_array_mut())
    {
        notes.push(row);
    }
    let mut answer = ok(201, &shown["notes"][0]);
    answer.touched = Some(entry);
    answer
}

/// notes: taken away again.
pub(super) fn remove(world: &mut World, entry: i64, note: &str) -> Answer {
    if let Err(refused) = permitted(world) {
        return refused;
    }
    let notes = world.entries.get_mut(&entry);
    let notes = notes.and_then(|e| e["notes"].as_array_mut());
    let at = notes
        .as_ref()
        .and_then(|notes| notes.iter().position(|row| row["id"] == note));
    match (notes, at) {
        (Some(notes), Some(at)) => {
            notes.remove(at);
            gone(entry)
        }
        _ => not_found("id"),
    }
}

fn permitted(world: &World) -> Result<(), Answer> {
    if world.options.notes_permitted {
        return Ok(());
    }
    let symbolic = [("user", "insufficient_permissions")];
    Err(error(400, "User has no permissions to notes", &symbolic))
}
