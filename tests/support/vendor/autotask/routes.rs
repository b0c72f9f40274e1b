//! From a request to an answer: addresses in any case, entities, verbs.

use serde_json::{Value, json};

use super::door::{self, Caller, done, nowhere, ok, refused, wrong_verb};
use super::state::{World, fields};
use super::{entries, levels, meta, query};
use crate::support::schema;
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// What comes before version and entity, in any case.
const ROOT: &str = "/atservicesrest/";
/// The version, in any case.
const VERSION: &str = "V1.0";
/// Words of an address that are no entity.
const WORDS: [&str; 9] = [
    "ZoneInformation",
    "ThresholdInformation",
    "VersionInformation",
    "query",
    "next",
    "count",
    "entityInformation",
    "fields",
    "userDefinedFields",
];

/// Every entity there is a table of.
pub fn entities() -> impl Iterator<Item = &'static str> {
    let operations = schema::of("autotask")["operations"].as_array();
    let paths = operations
        .into_iter()
        .flatten()
        .filter(|op| op["method"] == "POST")
        .filter_map(|op| op["path"].as_str());
    paths.filter_map(|path| path.strip_prefix('/')?.strip_suffix("/query"))
}

/// An address taken apart: the zone's part before the root, and the segments after
/// the version in the vendor's own spelling.
fn parts(path: &str) -> Option<(&str, Vec<String>)> {
    let at = path.to_ascii_lowercase().find(ROOT)?;
    let (zone, rest) = (&path[..at], &path[at + ROOT.len()..]);
    let mut segments: Vec<String> = rest.split('/').map(spelled).collect();
    let versioned = segments[0].eq_ignore_ascii_case(VERSION);
    if versioned {
        segments.remove(0);
    }
    let outside = segments.first().map(String::as_str) == Some("VersionInformation");
    (versioned != outside).then_some((zone, segments))
}

fn spelled(segment: &str) -> String {
    let known = WORDS.into_iter().chain(entities());
    let mut known = known.filter(|word| word.eq_ignore_ascii_case(segment));
    known.next().unwrap_or(segment).to_owned()
}

/// The interface's own path of an address (`/TimeEntries/query`).
pub fn operation(path: &str) -> Option<String> {
    parts(path).map(|(_, segments)| format!("/{}", segments.join("/")))
}

/// Whether a request asks for a change: questions may be put by POST too.
pub fn is_write(method: &str, path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let asks = ["/query", "/query/count", "/query/next"];
    method != "GET" && !(method == "POST" && asks.iter().any(|end| path.ends_with(end)))
}

/// Answers one request.
pub fn answer(world: &mut World, request: &Request) -> Answer {
    let Some((zone, segments)) = parts(&request.path) else {
        return Answer::html(404, "The resource cannot be found.");
    };
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["VersionInformation"]) => return ok(&json!({"apiVersions": ["1.0"]})),
        ("GET", ["ZoneInformation"]) => return door::zone(world, request),
        _ => {}
    }
    let caller = match door::enter(world, request, zone) {
        Ok(caller) => caller,
        Err(refused) => return refused,
    };
    let entity = segments[0];
    let free = door::count(world).and_then(|()| door::thread(world, entity));
    if let Err(refused) = free {
        return refused;
    }
    route(world, request, &segments, caller).unwrap_or_else(|refused| refused)
}

fn route(
    world: &mut World,
    request: &Request,
    segments: &[&str],
    caller: Caller,
) -> Result<Answer, Answer> {
    let method = request.method.as_str();
    let [entity, rest @ ..] = segments else {
        return Err(nowhere());
    };
    if (method, *entity, rest) == ("GET", "ThresholdInformation", &[]) {
        return Ok(door::threshold(world));
    }
    if !entities().any(|known| known == *entity) || fields(entity).is_none() {
        return Err(nowhere());
    }
    let mut closed = world.options.closed.iter();
    if let Some((_, status)) = closed.find(|(closed, _)| closed == entity) {
        return Err(match status {
            404 => nowhere(),
            500 => door::no_permission(&format!("query {entity}")),
            status => door::refusal(*status),
        });
    }
    match (method, rest) {
        ("POST", []) if *entity == "TimeEntries" => entries::create(world, &body(request)?, caller),
        ("PATCH", []) if *entity == "TimeEntries" => {
            entries::update(world, &body(request)?, caller, false)
        }
        ("PUT", []) if *entity == "TimeEntries" => {
            entries::update(world, &body(request)?, caller, true)
        }
        ("POST", []) if *entity == "BillingItemApprovalLevels" => {
            levels::create(world, &body(request)?).map(done)
        }
        ("GET" | "POST", ["query"]) => query::first(world, request, entity),
        ("GET" | "POST", ["query", "next"]) => query::next(world, request, entity),
        ("GET" | "POST", ["query", "count"]) => query::count(world, request, entity),
        ("GET", ["entityInformation"]) => Ok(meta::entity(world, entity)),
        ("GET", ["entityInformation", "fields"]) => Ok(meta::fields(world, entity)),
        ("GET", ["entityInformation", "userDefinedFields"]) => Ok(ok(&json!({"fields": []}))),
        ("GET", [id]) => one(world, entity, number(id)?),
        ("DELETE", [id]) if *entity == "TimeEntries" => entries::delete(world, number(id)?, caller),
        // routes: the identity of a change stands in its body.
        (_, [] | ["query" | "entityInformation", ..]) => Err(wrong_verb(method)),
        (_, [id]) if number(id).is_ok() => Err(wrong_verb(method)),
        // routes: entities of this kind have no addresses under another one.
        _ => Err(nowhere()),
    }
}

fn number(text: &str) -> Result<i64, Answer> {
    text.parse().map_err(|_| nowhere())
}

fn body(request: &Request) -> Result<Value, Answer> {
    let body = request.json();
    let object = body.is_object().then_some(body);
    object.ok_or_else(|| refused("The request body could not be read."))
}

/// get: what is not there is null, with 200.
fn one(world: &World, entity: &str, id: i64) -> Result<Answer, Answer> {
    let row = world.table(entity).get(&id);
    match row.filter(|row| query::is_visible(world, entity, row)) {
        Some(row) => Ok(ok(&json!({"item": world.shown(entity, row)}))),
        None if world.options.missing_is_404 => Err(door::errors(
            404,
            &["No matching records found.".to_owned()],
        )),
        None => Ok(ok(&json!({"item": null}))),
    }
}
