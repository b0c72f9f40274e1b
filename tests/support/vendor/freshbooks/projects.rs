//! Who one is, projects and services: what stands under the number of a business.

use serde_json::{Value, json};

use super::door::{not_found, ok};
use super::lists::Page;
use super::options::Services;
use super::state::{Token, World, number, without_own};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// services: rows on a page unless asked, as the example has it.
const SERVICES: usize = 50;
/// projects: rows on a page unless asked.
const PROJECTS: usize = 30;

type Outcome<T> = Result<T, Answer>;

/// users/me: in `response`, without a `result`.
pub(super) fn me(world: &World, token: &Token) -> Answer {
    let own = |list: &str| {
        let rows = world.rows(list).iter();
        rows.filter(|row| row["_identity"] == token.identity)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut people = world.rows("identities").iter();
    let person = people.find(|row| row["id"] == token.identity);
    let mut out = person.map(without_own).unwrap_or_default();
    let memberships = own("memberships").into_iter().map(|row| {
        let businesses = world.rows("businesses").iter();
        let mut business = businesses.filter(|it| it["id"] == row["_business"]);
        let mut shown = without_own(&row);
        shown["business"] = business.next().map(without_own).unwrap_or_default();
        shown
    });
    out["business_memberships"] = memberships.collect();
    out["roles"] = own("roles").iter().map(without_own).collect();
    ok(200, &json!({"response": out}))
}

/// projects: the list.
pub(super) fn list(world: &World, business: i64, request: &Request) -> Outcome<Answer> {
    let mut rows = world.rows_of("projects", business);
    for key in ["complete", "active", "internal"] {
        let wanted = request.param(key).and_then(|t| t.parse::<bool>().ok());
        rows.retain(|row| wanted.is_none_or(|wanted| row[key] == wanted));
    }
    let client = request
        .param("client_id")
        .and_then(|t| t.parse::<i64>().ok());
    rows.retain(|row| client.is_none_or(|id| row["client_id"] == id));
    let sort = request.param("sort").unwrap_or_default();
    let (key, down) = match sort.strip_prefix('-') {
        Some(key) => (key, true),
        None => (sort, false),
    };
    if ["title", "due_date", "created_at"].contains(&key) {
        rows.sort_by_key(|row| row[key].as_str().unwrap_or_default().to_lowercase());
        if down {
            rows.reverse();
        }
    }
    let page = Page::read(world, request, PROJECTS)?;
    let mut meta = page.meta(rows.len());
    meta["sort"] = json!([]);
    let included = request.param("include[]") == Some("services");
    let shown: Vec<Value> = page
        .cut(&rows)
        .iter()
        .map(|row| {
            let mut row = shown(world, row);
            if world.options.services_on_request && !included {
                row["services"] = json!([]);
            }
            row
        })
        .collect();
    Ok(ok(200, &json!({"meta": meta, "projects": shown})))
}

/// projects: one, with what may be done to it.
pub(super) fn one(world: &World, business: i64, id: i64) -> Answer {
    let rows = world.rows_of("projects", business);
    let Some(row) = rows.iter().find(|row| row["id"] == id) else {
        return not_found(world);
    };
    let abilities = json!([{"name": "can_edit", "value": true}]);
    let body = json!({"project": shown(world, row), "abilities": abilities});
    ok(200, &body)
}

/// A project with its services and the time that was logged on it.
fn shown(world: &World, row: &Value) -> Value {
    let mut out = without_own(row);
    let ids = row["services"].as_array().cloned().unwrap_or_default();
    let services = world.rows("services").iter();
    let services = services.filter(|it| ids.iter().any(|id| id["id"] == it["id"]));
    out["services"] = services.map(without_own).collect();
    let entries = world.entries.values().map(|e| &e.row);
    let entries = entries.filter(|e| e["active"] == true && e["project_id"] == row["id"]);
    let seconds: i64 = entries.filter_map(|e| e["duration"].as_i64()).sum();
    out["logged_duration"] = json!(seconds);
    out
}

/// services: the business-wide list, in one of the ways it was seen.
pub(super) fn services(world: &World, business: i64, request: &Request) -> Outcome<Answer> {
    let mut rows = world.rows_of("services", business);
    match world.options.services {
        Services::List => {}
        Services::Empty => rows.clear(),
        Services::Map => {
            let pairs = rows
                .iter()
                .map(|row| (row["id"].to_string(), without_own(row)));
            let map = Value::Object(pairs.collect());
            return Ok(ok(200, &json!({"result": {"services": map}})));
        }
    }
    let page = Page::read(world, request, SERVICES)?;
    let shown: Vec<Value> = page.cut(&rows).iter().map(without_own).collect();
    let body = json!({"services": shown, "meta": page.meta(rows.len())});
    Ok(ok(200, &body))
}

/// services: one, or its rate.
pub(super) fn service(world: &World, business: i64, id: i64, rate: bool) -> Answer {
    let rows = world.rows_of("services", business);
    let Some(row) = rows.iter().find(|row| number(&row["id"]) == Some(id)) else {
        return not_found(world);
    };
    if rate {
        let rate = json!({"business_id": business, "service_id": id, "rate": row["_rate"]});
        return ok(200, &json!({"service_rate": rate}));
    }
    ok(200, &json!({"service": without_own(row)}))
}
