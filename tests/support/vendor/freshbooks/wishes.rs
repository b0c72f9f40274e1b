//! What a request for an entry breaks: the rules that are written down, then what the
//! wire was seen to refuse, then what an option turns on.

use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::door::Wrong;
use super::rules::{self, Case, Refusal, Stage};
use super::state::{World, number};
use super::{seed, times};

/// What is asked for, by field.
pub(super) type Asked = Map<String, Value>;

/// record: what can be written.
pub(super) const WRITABLE: [&str; 17] = [
    "is_logged",
    "duration",
    "started_at",
    "local_started_at",
    "local_timezone",
    "note",
    "client_id",
    "project_id",
    "service_id",
    "task_id",
    "retainer_id",
    "billable",
    "billed",
    "internal",
    "identity_id",
    "active",
    "timer",
];

/// What a field that must stand there is answered with when it does not.
pub(super) const REQUIRED: &str = "field required";
/// What a null is answered with that may not be one; these words were measured.
pub(super) const NONE: &str = "none is not an allowed value";

/// The rules of the service that it breaks; those an option turns off are not among them.
pub(super) fn broken(
    world: &World,
    business: i64,
    asked: &Asked,
    before: Option<&Value>,
    stage: Stage,
) -> Vec<Refusal> {
    let books = world.books(business);
    let case = Case {
        business: &books,
        asked,
        before,
        stage,
    };
    let mut all = rules::refusals(&case);
    let options = &world.options;
    let empty = asked.get("duration").and_then(Value::as_i64) == Some(0);
    all.retain(|it| match it.rule {
        "client" | "project" | "service" | "task" => options.checks_references,
        "duration" => !(empty && options.takes_empty),
        _ => true,
    });
    all
}

/// Everything that is wrong, by field and in words. Being billed is no field's fault.
pub(super) fn wrong(
    world: &World,
    business: i64,
    identity: i64,
    own: Option<i64>,
    asked: &Asked,
    broken: &[Refusal],
) -> Vec<Wrong> {
    let mut out: Vec<Wrong> = Vec::new();
    let mut say = |field: &str, words: &str| out.push((field.to_owned(), words.to_owned()));
    let get = |key: &str| asked.get(key).unwrap_or(&Value::Null);
    match asked.get("is_logged") {
        None => say("is_logged", REQUIRED),
        Some(Value::Null) => say("is_logged", NONE),
        Some(Value::Bool(_)) => {}
        Some(_) => say("is_logged", "value could not be parsed to a boolean"),
    }
    for it in broken.iter().filter(|it| it.rule != "billed") {
        say(it.field, words(it, asked.get(it.field)));
    }
    for key in ["billable", "billed", "internal", "active"] {
        if !get(key).is_null() && !get(key).is_boolean() {
            say(key, "value could not be parsed to a boolean");
        }
    }
    if !get("note").is_null() && !get("note").is_string() {
        say("note", "str type expected");
    }
    let zone = get("local_timezone");
    if !zone.is_null() && zone.as_str().is_none_or(|z| z.parse::<Tz>().is_err()) {
        say("local_timezone", "value is not a valid time zone");
    }
    let member = number(get("identity_id")).is_some_and(|id| world.role(id, business).is_some());
    if !get("identity_id").is_null() && !member {
        say("identity_id", "value is not a valid identity");
    }
    let timer = number(&get("timer")["id"]);
    if timer.is_some_and(|id| !world.timers.contains_key(&id)) {
        say("timer", "value is not a valid timer");
    }
    optional(world, business, identity, own, asked, &mut say);
    out
}

fn words(it: &Refusal, given: Option<&Value>) -> &'static str {
    match (it.rule, given) {
        ("duration" | "started-at", None) => REQUIRED,
        ("duration" | "started-at", Some(Value::Null)) => NONE,
        ("duration", _) => "ensure this value is greater than 0",
        ("started-at", _) => {
            "Input should be a valid datetime, invalid character in year or too short"
        }
        ("ids" | "retainer", _) => "value is not a valid integer",
        _ => "Requested resource could not be found.",
    }
}

/// What nobody has seen, so options say.
fn optional(
    world: &World,
    business: i64,
    identity: i64,
    own: Option<i64>,
    asked: &Asked,
    say: &mut impl FnMut(&str, &str),
) {
    let options = &world.options;
    let get = |key: &str| asked.get(key).unwrap_or(&Value::Null);
    let text = get("started_at").as_str().unwrap_or_default();
    if options.refuses_offsets && !text.is_empty() && !text.ends_with('Z') {
        say("started_at", "value must be UTC");
    }
    let length = get("duration").as_i64().unwrap_or_default();
    if options.refuses_long_days && length > 86_400 {
        say(
            "duration",
            "ensure this value is less than or equal to 86400",
        );
    }
    let letters = get("note").as_str().map_or(0, |note| note.chars().count());
    if options.note_limit.is_some_and(|most| letters > most) {
        say("note", "ensure this value has fewer characters");
    }
    let stray = asked.keys().find(|key| !WRITABLE.contains(&key.as_str()));
    if let Some(stray) = stray.filter(|_| options.refuses_unknown_keys) {
        say(stray, "extra fields not permitted");
    }
    let project = number(get("project_id"));
    let closed = world.rows_of("projects", business).into_iter().any(|row| {
        number(&row["id"]) == project && (row["complete"] == true || row["active"] == false)
    });
    if closed && options.refuses_closed_projects {
        say("project_id", "Project is not active.");
    }
    if let Some(start) = times::read(get("started_at")).filter(|_| options.refuses_overlap) {
        let end = start + length;
        let hits = world.entries.iter().any(|(id, other)| {
            let row = &other.row;
            let from = times::read(&row["started_at"]).unwrap_or_default();
            let to = from + row["duration"].as_i64().unwrap_or_default();
            Some(*id) != own
                && row["active"] == true
                && row["identity_id"] == identity
                && (from < end && start < to)
        });
        if hits {
            say("started_at", "Time entries may not overlap.");
        }
    }
}

/// What a create with these fields would be refused for, by name of the rule.
pub(super) fn would_refuse(world: &World, asked: &Asked) -> Vec<&'static str> {
    let all = broken(world, seed::BUSINESS, asked, None, Stage::Create);
    all.iter().map(|it| it.rule).collect()
}
