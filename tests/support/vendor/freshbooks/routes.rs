//! From a request to an answer: the table of operations.

use super::door::{self, needs, not_found, ok, refusal};
use super::options::Family;
use super::seed::THEIR_ACCOUNT;
use super::state::{Token, World};
use super::{accounting, entries, lists, oauth, projects, timers};
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// The interface's own path of an address: without family and without the business or
/// account (`/time_entries/5`, `/project/5`, `/clients`, `/users/me`). An address that
/// mixes the families up stays whole, and is then no operation at all; those of the
/// login are outside of the interface.
pub fn operation(path: &str) -> Option<String> {
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let digits = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let name = |id: &str| !digits(id) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let rest = match segments.as_slice() {
        ["auth", "api", "v1", "users", "me"] => &["users", "me"],
        ["timetracking", "business", id, rest @ ..] if digits(id) && time(rest) => rest,
        ["comments", "business", id, rest @ ..] if digits(id) && comments(rest) => rest,
        ["projects", "business", id, rest @ ..] if digits(id) && project(rest) => rest,
        ["accounting", "account", id, area, rest @ ..]
            if name(id) && books(area, rest.first().copied()) =>
        {
            rest
        }
        ["timetracking" | "comments" | "projects" | "accounting", ..] => {
            return Some(path.to_owned());
        }
        _ => return None,
    };
    Some(format!("/{}", rest.join("/")))
}

fn time(rest: &[&str]) -> bool {
    matches!(rest.first(), Some(&("time_entries" | "timers")))
}

fn comments(rest: &[&str]) -> bool {
    matches!(rest.first(), Some(&("services" | "service" | "timers")))
}

/// The list is in the plural, one is in the singular.
fn project(rest: &[&str]) -> bool {
    matches!(rest, ["projects"] | ["project", _])
}

fn books(area: &str, kind: Option<&str>) -> bool {
    matches!(
        (area, kind),
        ("projects", Some("tasks")) | ("users", Some("clients"))
    )
}

/// Answers one request.
pub fn answer(world: &mut World, request: &Request) -> Answer {
    let (method, path) = (request.method.as_str(), request.path.as_str());
    let family = family(path);
    let operation = operation(path).unwrap_or_else(|| path.to_owned());
    let waiting = world
        .canned
        .iter()
        .position(|c| c.method == method && c.operation == operation);
    if let Some(at) = waiting {
        let canned = world.canned.remove(at);
        return ok(canned.status, &canned.body);
    }
    let mut answer = match (method, path.trim_end_matches('/')) {
        ("GET", "/oauth/authorize" | "/service/auth/oauth/authorize") => {
            return oauth::authorize(world, request);
        }
        ("POST", "/auth/oauth/token" | "/service/auth/oauth/token") => oauth::token(world, request),
        ("POST", "/auth/oauth/revoke" | "/service/auth/oauth/revoke") => {
            oauth::revoke(world, request)
        }
        _ if operation == path && family != Family::Accounting => not_found(world),
        _ => match door::count(world).and_then(|()| door::enter(world, request, family)) {
            Ok(token) => {
                route(world, request, family, &operation, &token).unwrap_or_else(|refused| refused)
            }
            Err(refused) => refused,
        },
    };
    // errors: some families were seen to answer them with success.
    let refused = matches!(answer.status, 400..=499) && ![401, 429].contains(&answer.status);
    if refused && world.options.disguised.contains(&family) {
        answer.status = 200;
    }
    door::rate_headers(world, &mut answer);
    answer
}

fn family(path: &str) -> Family {
    match path.split('/').nth(1) {
        Some("accounting") => Family::Accounting,
        Some("auth") if path.starts_with("/auth/api/") => Family::Identity,
        Some("auth" | "oauth" | "service") => Family::OAuth,
        _ => Family::Business,
    }
}

fn route(
    world: &mut World,
    request: &Request,
    family: Family,
    operation: &str,
    token: &Token,
) -> Result<Answer, Answer> {
    let method = request.method.as_str();
    let segments: Vec<&str> = operation.trim_start_matches('/').split('/').collect();
    let write = if method == "GET" { "read" } else { "write" };
    let scope = match segments[0] {
        "users" => "user:profile:read".to_owned(),
        "time_entries" | "timers" => format!("user:time_entries:{write}"),
        "projects" | "project" => "user:projects:read".to_owned(),
        "clients" => "user:clients:read".to_owned(),
        _ => "user:billable_items:read".to_owned(),
    };
    needs(world, token, family, &scope)?;
    if family == Family::Identity {
        return match method {
            "GET" => Ok(projects::me(world, token)),
            _ => Err(refusal(world, family, 405)),
        };
    }
    let place = request.path.split('/').nth(3).unwrap_or_default();
    if family == Family::Accounting {
        return books_of(world, request, token, place, &segments);
    }
    // base: another's business is as little there as a wrong kind of identity.
    let business = place.parse::<i64>().ok();
    let business = business.filter(|id| world.role(token.identity, *id).is_some());
    let business = business.ok_or_else(|| not_found(world))?;
    let id = |text: &str| text.parse::<i64>().map_err(|_| not_found(world));
    Ok(match (method, segments.as_slice()) {
        ("GET", ["time_entries"] | ["time_entries", "search"]) => {
            lists::entries(world, business, token, request)?
        }
        ("POST", ["time_entries"]) => entries::create(world, business, token, &request.json()),
        (_, ["time_entries", one]) => {
            let one = id(one)?;
            match method {
                "GET" => entries::read(world, business, token, one),
                "PUT" => entries::put(world, business, token, one, &request.json()),
                "DELETE" => entries::delete(world, business, token, one),
                _ => return Err(refusal(world, family, 405)),
            }
        }
        ("GET", ["timers"]) => timers::list(world, business, token),
        (_, ["timers", one]) => {
            let one = id(one)?;
            match method {
                "PUT" => timers::log(world, business, token, one, &request.json()),
                "DELETE" => timers::discard(world, business, token, one),
                _ => return Err(refusal(world, family, 405)),
            }
        }
        ("GET", ["projects"]) => projects::list(world, business, request)?,
        ("GET", ["project", one]) => projects::one(world, business, id(one)?),
        ("GET", ["services"]) => projects::services(world, business, request)?,
        ("GET", ["service", one]) => projects::service(world, business, id(one)?, false),
        ("GET", ["service", one, "rate"]) => projects::service(world, business, id(one)?, true),
        _ => return Err(not_found(world)),
    })
}

/// users/me: an account in which one is only somebody's client opens nothing.
fn books_of(
    world: &World,
    request: &Request,
    token: &Token,
    account: &str,
    segments: &[&str],
) -> Result<Answer, Answer> {
    let own = world.rows("memberships").iter();
    let own = own.filter(|row| row["_identity"] == token.identity);
    let business = own
        .filter_map(|row| row["_business"].as_i64())
        .find(|id| world.account_of(*id) == Some(account));
    let Some(business) = business else {
        let status = if account == THEIR_ACCOUNT { 403 } else { 404 };
        return Err(refusal(world, Family::Accounting, status));
    };
    Ok(match (request.method.as_str(), segments) {
        ("GET", [kind @ ("tasks" | "clients")]) => accounting::list(world, business, kind, request),
        ("GET", [kind @ ("tasks" | "clients"), id]) => accounting::one(world, business, kind, id),
        _ => return Err(refusal(world, Family::Accounting, 404)),
    })
}
