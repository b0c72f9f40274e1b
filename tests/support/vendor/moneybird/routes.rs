//! From a request to an answer: the table of operations.

use super::door::{self, error, needs, not_found, ok};
use super::state::{Token, World};
use super::{entries, lists, notes, oauth, seed};
use crate::support::vendor::http::{Request, decode};
use crate::support::vendor::rig::Answer;

/// What comes before the interface's own paths.
const BASE: &str = "/api/v2/";
/// contacts: what may see them; the scope of time entries may not.
const CONTACTS: [&str; 5] = [
    "estimates",
    "sales_invoices",
    "documents",
    "bank",
    "settings",
];

/// The interface's own path of an address: without base and administration, with its suffix.
pub fn operation(path: &str) -> Option<String> {
    let rest = path.strip_prefix(BASE)?;
    let (first, own) = rest.split_once('/').unwrap_or(("", rest));
    let administration = first.is_empty() || first.bytes().all(|b| b.is_ascii_digit());
    administration.then(|| format!("/{own}"))
}

/// Answers one request.
pub fn answer(world: &mut World, request: &Request) -> Answer {
    let Some(path) = request.path.strip_prefix(BASE) else {
        return match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/oauth/authorize") => oauth::authorize(world, request),
            ("POST", "/oauth/token") => oauth::token(world, request),
            _ => Answer::html(404, "The page you were looking for does not exist"),
        };
    };
    let mut answer = match door::count(world).and_then(|()| door::enter(world, request)) {
        Ok(token) => route(world, request, path, &token).unwrap_or_else(|refused| refused),
        Err(refused) => refused,
    };
    door::rate_headers(world, &mut answer);
    answer
}

fn route(
    world: &mut World,
    request: &Request,
    path: &str,
    token: &Token,
) -> Result<Answer, Answer> {
    let method = request.method.as_str();
    let nowhere = || Answer::html(404, "The page you were looking for does not exist");
    // base: JSON also without a suffix; this fake speaks nothing else.
    let path = path.strip_suffix(".json").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    if segments == ["administrations"] && method == "GET" {
        let rows = world.rows("administrations").iter().cloned();
        let mut rows: Vec<_> = rows.collect();
        if world.options.administration_id == super::AdministrationId::Number {
            for row in &mut rows {
                let number = row["id"].as_str().and_then(|id| id.parse::<i64>().ok());
                row["id"] = serde_json::json!(number);
            }
        }
        return Ok(ok(200, &serde_json::Value::Array(rows)));
    }
    let [administration, resource, rest @ ..] = segments.as_slice() else {
        return Err(nowhere());
    };
    if *administration != seed::id(seed::ADMINISTRATION) {
        return Err(not_found("administration_id"));
    }
    match *resource {
        "time_entries" => needs(token, &["time_entries"], "No access to time_entries")?,
        "users" | "projects" => needs(token, &["settings"], "No access to settings")?,
        "contacts" => needs(token, &CONTACTS, "No access to sales_invoices or estimates")?,
        _ => return Err(nowhere()),
    }
    match (method, *resource, rest) {
        ("GET", "users", []) => Ok(lists::users(world, request)),
        ("GET", "contacts", []) => lists::contacts(world, request),
        ("GET", "contacts", [id]) => one(world, "contacts", "id", id),
        ("GET", "contacts", ["customer_id", number]) => {
            one(world, "contacts", "customer_id", &decode(number, false))
        }
        ("GET", "projects", []) => lists::projects(world, request),
        ("GET", "projects", [id]) => one(world, "projects", "id", id).map_err(|_| {
            // The published words of this one differ from all others.
            error(404, "Record not found for model name: Project", &[])
        }),
        ("GET", "time_entries", []) => lists::entries(world, request, token),
        ("POST", "time_entries", []) => {
            if world.options.create_needs_sales_invoices {
                let words = "No access to sales_invoices or estimates";
                needs(token, &["sales_invoices"], words)?;
            }
            Ok(entries::create(world, &request.json(), token))
        }
        (_, "time_entries", [id, rest @ ..]) => {
            let id: Option<i64> = id.parse().ok();
            let id = id.filter(|id| world.entries.contains_key(id));
            let id = id.ok_or_else(|| not_found("id"))?;
            Ok(match (method, rest) {
                ("GET", []) => entries::shown(world, 200, id, token),
                ("PATCH", []) => entries::update(world, id, &request.json(), token),
                ("DELETE", []) => entries::delete(world, id),
                ("PATCH", ["stop"]) => entries::stop(world, id, token),
                ("PATCH", ["resume"]) => entries::resume(world, id, token),
                ("POST", ["notes"]) => notes::add(world, id, &request.json(), token),
                ("DELETE", ["notes", note]) => notes::remove(world, id, note),
                _ => return Err(nowhere()),
            })
        }
        _ => Err(nowhere()),
    }
}

fn one(world: &World, list: &str, key: &str, value: &str) -> Result<Answer, Answer> {
    let row = world.rows(list).iter().find(|row| row[key] == value);
    let row = row.ok_or_else(|| not_found(key))?;
    Ok(ok(200, &world.dressed(row)))
}
