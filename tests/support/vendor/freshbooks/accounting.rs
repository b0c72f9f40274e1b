//! Tasks and clients: what stands under the letters of an account, in an envelope of its own.

use serde_json::{Value, json};

use super::door::{accounting, ok};
use super::state::{World, without_own};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// accounting: rows on a page unless asked.
const PAGE: usize = 15;
/// accounting: the most rows on a page.
const MOST: usize = 100;

/// accounting: a list of all states unless asked; `search[...]` narrows.
pub(super) fn list(world: &World, business: i64, kind: &str, request: &Request) -> Answer {
    let mut rows = world.rows_of(kind, business);
    let search = |name: &str| request.param(&format!("search[{name}]"));
    if let Some(state) = search("vis_state").and_then(|t| t.parse::<i64>().ok()) {
        rows.retain(|row| row["vis_state"] == state);
    }
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_lowercase();
    if let Some(part) = search("organization_like").filter(|_| kind == "clients") {
        rows.retain(|row| text(row, "organization").contains(&part.to_lowercase()));
    }
    if let Some(whole) = search("email").filter(|_| kind == "clients") {
        rows.retain(|row| text(row, "email") == whole.to_lowercase());
    }
    let sort = request.param("sort").unwrap_or_default();
    let (key, down) = match sort.rsplit_once('_') {
        Some((key, "desc")) => (key, true),
        Some((key, "asc")) => (key, false),
        _ => ("", false),
    };
    let key = match key {
        "organization_name" => "organization",
        "fullname" => "lname",
        other => other,
    };
    if kind == "clients" && ["organization", "lname", "email", "updated"].contains(&key) {
        rows.sort_by_key(|row| text(row, key));
        if down {
            rows.reverse();
        }
    }
    let number = |name: &str| request.param(name).and_then(|t| t.parse::<usize>().ok());
    let nr = number("page").unwrap_or(1).max(1);
    let size = number("per_page").unwrap_or(PAGE).clamp(1, MOST);
    let from = (nr - 1).saturating_mul(size);
    let shown = rows.iter().skip(from).take(size).map(without_own);
    let mut result = json!({
        "page": nr, "pages": rows.len().div_ceil(size), "per_page": size, "total": rows.len(),
    });
    result[kind] = shown.collect();
    ok(200, &json!({"response": {"result": result}}))
}

/// accounting: one, by its number.
pub(super) fn one(world: &World, business: i64, kind: &str, id: &str) -> Answer {
    let (object, field) = match kind {
        "clients" => ("client", "userid"),
        _ => ("task", "taskid"),
    };
    let rows = world.rows_of(kind, business);
    let wanted = id.parse::<i64>().ok();
    let row = rows.iter().find(|row| row["id"].as_i64() == wanted);
    let Some(row) = row else {
        return accounting(world, 404, object, field, json!(id));
    };
    let mut result = json!({});
    result[object] = without_own(row);
    ok(200, &json!({"response": {"result": result}}))
}
