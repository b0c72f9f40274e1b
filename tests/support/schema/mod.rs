//! The vendors' request schemas, and a checker for them.
//!
//! A schema file holds names, types, required fields and enums, no prose. A type
//! is written as `int32`, `int64`, `number`, `string`, `digits`, `boolean`,
//! `date-time`, `uuid`, `map`, `any`, the name of an object, `[X]` for a list,
//! `X|Y` for one of them, or an object with `enum`; a trailing `?` (or `nullable`)
//! allows null. A query parameter may also be a range (`1..100`). In the path of
//! an operation `{id}` is a number of 32 bits, `{#id}` any digits, `{any}` anything.

use std::sync::OnceLock;

use serde_json::Value;

/// What a field holds, as far as a filter or a checker cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// Text of nothing but digits.
    Digits,
    /// A decimal number.
    Number,
    /// Free text.
    Text,
    /// True or false.
    Bool,
    /// An instant.
    DateTime,
    /// A UUID.
    Uuid,
    /// One of these words.
    Enum(Vec<String>),
    /// An object of that name.
    Object(String),
    /// A list.
    List,
    /// Anything.
    Any,
}

/// The whole schema of a service; panics on a service that has none.
pub fn of(service: &str) -> &'static Value {
    static AUTOTASK: OnceLock<Value> = OnceLock::new();
    static CONNECTWISE: OnceLock<Value> = OnceLock::new();
    static FRESHBOOKS: OnceLock<Value> = OnceLock::new();
    static MONEYBIRD: OnceLock<Value> = OnceLock::new();
    static CONNECTWISE_DOCUMENTED: OnceLock<Value> = OnceLock::new();
    match service {
        "autotask" => AUTOTASK.get_or_init(|| {
            serde_json::from_str(include_str!("autotask.json")).expect("the schema is JSON")
        }),
        "freshbooks" => FRESHBOOKS.get_or_init(|| {
            serde_json::from_str(include_str!("freshbooks.json")).expect("the schema is JSON")
        }),
        "moneybird" => MONEYBIRD.get_or_init(|| {
            serde_json::from_str(include_str!("moneybird.json")).expect("the schema is JSON")
        }),
        "connectwise" => CONNECTWISE.get_or_init(|| {
            serde_json::from_str(include_str!("connectwise.json")).expect("the schema is JSON")
        }),
        "connectwise-documented" => CONNECTWISE_DOCUMENTED.get_or_init(|| {
            let own = include_str!("connectwise_documented.json");
            over(
                of("connectwise"),
                serde_json::from_str(own).expect("the schema is JSON"),
            )
        }),
        other => panic!("no schema for {other}"),
    }
}

/// A schema that has its own operations under one path, and its own objects by name;
/// the rest is that of `base`.
fn over(base: &Value, mut own: Value) -> Value {
    let under = own["under"].as_str().unwrap_or_default().to_owned();
    let mut operations = own["operations"].take();
    let kept = base["operations"].as_array().into_iter().flatten();
    let kept = kept.filter(|op| {
        op["path"]
            .as_str()
            .is_some_and(|path| !path.starts_with(&under))
    });
    if let Some(operations) = operations.as_array_mut() {
        operations.extend(kept.cloned());
    }
    let mut out = base.clone();
    out["operations"] = operations;
    for (name, object) in own["objects"].as_object().into_iter().flatten() {
        out["objects"][name] = object.clone();
    }
    out
}

/// What `path` (`member/id`) of an object holds; none for an unknown name.
pub fn field(service: &str, object: &str, path: &str) -> Option<Kind> {
    let schema = of(service);
    let (first, rest) = path
        .split_once('/')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let kind = kind(&schema["objects"][object]["properties"][first])?.0;
    match (kind, rest) {
        (kind, None) => Some(kind),
        (Kind::Object(name), Some(rest)) => field(service, &name, rest),
        (Kind::Any, Some(_)) => Some(Kind::Any),
        _ => None,
    }
}

/// Checks one request against the published interface.
///
/// `path` is the operation's own (`/time/entries/5`), without the base. All
/// breaches come back in one text.
pub fn check_request(
    service: &str,
    method: &str,
    path: &str,
    query: &[(String, String)],
    body: &[u8],
) -> Result<(), String> {
    let mut wrong = Vec::new();
    match operation(service, method, path) {
        None => wrong.push("no such operation".to_owned()),
        Some(op) => {
            check_query(service, op, query, &mut wrong);
            check_body(service, op, body, &mut wrong);
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{method} {path}: {}", wrong.join("; ")))
    }
}

/// Checks one object (`TimeEntry`) against its schema, required fields included.
pub fn check_object(service: &str, object: &str, value: &Value) -> Result<(), String> {
    let mut wrong = Vec::new();
    check_named(service, object, value, "", &mut wrong);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

fn operation(service: &str, method: &str, path: &str) -> Option<&'static Value> {
    let fits = |template: &str| {
        let (mut want, mut have) = (template.split('/'), path.split('/'));
        loop {
            match (want.next(), have.next()) {
                (None, None) => return true,
                (Some(w), Some(h)) if w == h => {}
                (Some(w), Some(h)) if stands_for(w, h) => {}
                _ => return false,
            }
        }
    };
    of(service)["operations"]
        .as_array()?
        .iter()
        .find(|op| op["method"] == method && op["path"].as_str().is_some_and(fits))
}

/// Whether a segment of a template (`{#id}.json`) stands for a segment of a path.
fn stands_for(template: &str, have: &str) -> bool {
    let place = template.strip_prefix('{').and_then(|t| t.split_once('}'));
    place.is_some_and(|(name, tail)| match (name, have.strip_suffix(tail)) {
        (_, None) => false,
        ("any", Some(text)) => !text.is_empty(),
        (name, Some(id)) if name.starts_with('#') => is_digits(id),
        (_, Some(id)) => id.parse::<i32>().is_ok(),
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a number lies in a range written as `1..100`, both ends included; any
/// other type has nothing against it.
fn is_out_of(range: &str, value: &str) -> bool {
    range.split_once("..").is_some_and(|(first, last)| {
        let [first, last, value] = [first, last, value].map(|n| n.parse::<i64>().ok());
        value.is_none_or(|n| Some(n) < first || Some(n) > last)
    })
}

fn check_query(service: &str, op: &Value, query: &[(String, String)], wrong: &mut Vec<String>) {
    let allowed = op["query"].as_str().map(|set| &of(service)["query"][set]);
    for (i, (name, value)) in query.iter().enumerate() {
        match allowed.and_then(|set| set[name].as_str()) {
            None => wrong.push(format!("unknown query parameter {name}")),
            Some("int32") if value.parse::<i32>().is_err() => {
                wrong.push(format!(
                    "query parameter {name} is not a whole number: {value}"
                ));
            }
            Some("boolean") if !["true", "false"].contains(&value.as_str()) => {
                wrong.push(format!("query parameter {name} is not a boolean: {value}"));
            }
            Some(range) if is_out_of(range, value) => {
                wrong.push(format!("query parameter {name} is not in {range}: {value}"));
            }
            Some(_) => {}
        }
        if query[..i].iter().any(|(earlier, _)| earlier == name) {
            wrong.push(format!("query parameter {name} twice"));
        }
    }
}

fn check_body(service: &str, op: &Value, body: &[u8], wrong: &mut Vec<String>) {
    let (object, patch) = (op["body"].as_str(), op["patch"].as_str());
    if object.is_none() && patch.is_none() {
        if !body.is_empty() {
            wrong.push("a body where none belongs".to_owned());
        }
        return;
    }
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        wrong.push("the body is not JSON".to_owned());
        return;
    };
    if let Some(name) = object {
        check_named(service, name, &value, "", wrong);
    }
    if let Some(name) = patch {
        check_patch(service, name, &value, wrong);
    }
}

fn check_patch(service: &str, object: &str, value: &Value, wrong: &mut Vec<String>) {
    let Some(steps) = value.as_array() else {
        wrong.push("a patch is an array of operations".to_owned());
        return;
    };
    for (i, step) in steps.iter().enumerate() {
        check_named(service, "PatchOperation", step, &format!("[{i}]"), wrong);
        let op = step["op"].as_str().unwrap_or_default();
        if !["add", "replace", "remove"].contains(&op) {
            wrong.push(format!("[{i}].op is not add, replace or remove"));
        }
        let path = step["path"].as_str().unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(path);
        let Some(ty) = type_at(service, object, path) else {
            wrong.push(format!("[{i}].path is not a field of {object}: {path}"));
            continue;
        };
        match step.get("value") {
            Some(value) => check_value(service, ty, value, &format!("[{i}] {path}"), wrong),
            None if op == "remove" => {}
            None => wrong.push(format!("[{i}] has no value")),
        }
    }
}

fn type_at(service: &str, object: &str, path: &str) -> Option<&'static Value> {
    let (first, rest) = path
        .split_once('/')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let ty = of(service)["objects"][object]["properties"].get(first)?;
    match (rest, kind(ty)?.0) {
        (None, _) => Some(ty),
        (Some(rest), Kind::Object(name)) => type_at(service, &name, rest),
        _ => None,
    }
}

fn check_named(service: &str, object: &str, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let schema = &of(service)["objects"][object];
    let Some(map) = value.as_object() else {
        wrong.push(format!("{at} is not an object"));
        return;
    };
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if !map.contains_key(name) {
            wrong.push(format!("{} is missing", join(at, name)));
        }
    }
    for (name, value) in map {
        match schema["properties"].get(name) {
            None => wrong.push(format!("unknown field {}", join(at, name))),
            Some(ty) => check_value(service, ty, value, &join(at, name), wrong),
        }
    }
}

fn check_value(service: &str, ty: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let Some((kind, nullable)) = kind(ty) else {
        wrong.push(format!("{at} has no type in the schema"));
        return;
    };
    if value.is_null() {
        if !nullable && *ty != "any" {
            wrong.push(format!("{at} may not be null"));
        }
        return;
    }
    let either = ty.as_str().map(|t| t.trim_end_matches('?'));
    if let Some(text) = either.filter(|text| text.contains('|')) {
        let fits = text.split('|').any(|one| {
            let mut against = Vec::new();
            check_value(service, &Value::from(one), value, at, &mut against);
            against.is_empty()
        });
        if !fits {
            wrong.push(format!("{at} is not {text}: {value}"));
        }
        return;
    }
    let fits = match &kind {
        Kind::Long => value.is_i64(),
        Kind::Digits => value.as_str().is_some_and(is_digits),
        Kind::Int => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        Kind::Number => value.is_number(),
        Kind::Text => value.is_string(),
        Kind::Bool => value.is_boolean(),
        Kind::DateTime => value
            .as_str()
            .is_some_and(|s| chrono::DateTime::parse_from_rfc3339(s).is_ok()),
        Kind::Uuid => value.as_str().is_some_and(is_uuid),
        Kind::Enum(words) => value.as_str().is_some_and(|s| words.iter().any(|w| w == s)),
        Kind::Object(name) if name == "map" => value.is_object(),
        Kind::Object(name) => return check_named(service, name, value, at, wrong),
        Kind::List => {
            let items = ty
                .as_str()
                .and_then(|t| t.strip_prefix('['))
                .and_then(|t| t.split(']').next());
            let item = items.map_or_else(|| ty["items"].clone(), Value::from);
            match value.as_array() {
                None => false,
                Some(list) => {
                    for (i, value) in list.iter().enumerate() {
                        check_value(service, &item, value, &format!("{at}[{i}]"), wrong);
                    }
                    true
                }
            }
        }
        Kind::Any => true,
    };
    if !fits {
        wrong.push(format!("{at} is not {kind:?}: {value}"));
    }
}

/// The kind that a type of the schema file names, and whether it allows null.
fn kind(ty: &Value) -> Option<(Kind, bool)> {
    if let Some(words) = ty["enum"].as_array() {
        let words = words
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        return Some((Kind::Enum(words), ty["nullable"] == true));
    }
    if ty.get("items").is_some() {
        return Some((Kind::List, ty["nullable"] == true));
    }
    let text = ty.as_str()?;
    let (name, nullable) = text
        .strip_suffix('?')
        .map_or((text, false), |name| (name, true));
    let kind = match name {
        either if either.contains('|') => Kind::Any,
        "int32" => Kind::Int,
        "int64" => Kind::Long,
        "digits" => Kind::Digits,
        "number" => Kind::Number,
        "string" => Kind::Text,
        "boolean" => Kind::Bool,
        "date-time" => Kind::DateTime,
        "uuid" => Kind::Uuid,
        "any" => Kind::Any,
        list if list.starts_with('[') => Kind::List,
        object => Kind::Object(object.to_owned()),
    };
    Some((kind, nullable))
}

/// Whether a text is 8-4-4-4-12 hexadecimal digits.
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|g| g.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|g| g.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}
