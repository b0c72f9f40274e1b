//! What `tt catalog import` reads: reference data as JSON, checked whole before anybody
//! stores it. Never guesses: what does not fit is named with its place.

use super::names::{self, Shape, TIMES_OFF};
use super::{CatalogItem, CatalogKind};
use crate::domain::nearest::nearest;
use crate::domain::status::Billable;
use crate::domain::zone::{self, Zone};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Keys beside each other at the top of the file.
pub const TOP_KEYS: &[(&str, &str)] = &[
    (
        "items",
        "List of the things themselves, each as below; may be left out.",
    ),
    (
        "whole",
        "List of kinds that the file has whole: what is not in it does not exist, and is \
         forgotten. The other kinds only gain items.",
    ),
    (
        "tenant",
        "Object of facts about the whole tenant; see the last part of this page.",
    ),
    (
        "as_of",
        "The moment the data were read, as 2026-11-22T10:00:00+01:00; left out, that of the \
         import. What is older than [sync] catalog_max_age holds entries instead of refusing them.",
    ),
];

/// Keys of an item.
pub const ITEM_KEYS: &[(&str, &str)] = &[
    ("kind", "One of the kinds below. Required."),
    (
        "id",
        "Its identity on the service, text or a whole number. Required.",
    ),
    ("name", "Its name or summary. Required."),
    (
        "code",
        "What people call it where that is not its identity: a number, identifier or code.",
    ),
    (
        "active",
        "true or false: whether new entries may use it; left out, true.",
    ),
    (
        "facts",
        "Object of what rules ask of it, under the names below.",
    ),
];

/// Reference data that was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogFile {
    /// When it was read, seconds UTC; none is now.
    pub as_of: Option<i64>,
    /// Kinds of which nothing else exists.
    pub whole: BTreeSet<CatalogKind>,
    /// Every item, the tenant's settings among them.
    pub items: Vec<CatalogItem>,
}

impl CatalogFile {
    /// The kinds it says something of, each with how many items it has.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<CatalogKind, usize> {
        let mut kinds: BTreeMap<_, _> = self.whole.iter().map(|kind| (*kind, 0)).collect();
        for item in &self.items {
            *kinds.entry(item.kind).or_insert(0) += 1;
        }
        kinds
    }
}

/// Why a file is not taken; nothing of it may be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Misread {
    /// What is wrong, with its place.
    pub why: String,
    /// The one thing to do.
    pub help: String,
}

const HELP: &str = "see `tt help catalog` for what stands in it";

fn misread<T>(why: impl Into<String>, help: impl Into<String>) -> Result<T, Misread> {
    Err(Misread {
        why: why.into(),
        help: help.into(),
    })
}

/// Reads a file.
///
/// # Errors
/// [`Misread`] for the first thing that does not fit, with its line or the number of its item.
pub fn read(bytes: &[u8]) -> Result<CatalogFile, Misread> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let not_json = |error: &dyn std::fmt::Display| Misread {
        why: format!("the file is not JSON: {error}"),
        help: HELP.to_owned(),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| not_json(&error))?;
    let top: Value = text.parse().map_err(|error| not_json(&error))?;
    let Value::Object(mut top) = top else {
        return misread("the file is not an object of JSON", HELP);
    };
    let items = match top.remove("items") {
        None => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => return misread(format!("items is {}, not a list", shown(&other)), HELP),
    };
    let tenant = match top.remove("tenant") {
        None | Some(Value::Null) => None,
        Some(Value::Object(tenant)) => Some(tenant),
        Some(other) => return misread(format!("tenant is {}, not an object", shown(&other)), HELP),
    };
    let mut file = CatalogFile {
        as_of: as_of(top.remove("as_of"))?,
        whole: whole(top.remove("whole"))?,
        items: Vec::with_capacity(items.len()),
    };
    if let Some(key) = top.keys().next() {
        return misread(
            format!("the file has an unknown key {key:?}"),
            near(key, TOP_KEYS.iter().map(|(key, _)| *key)),
        );
    }
    let mut shapes = Shapes::default();
    let mut seen: HashMap<(CatalogKind, String), usize> = HashMap::new();
    for (at, raw) in items.into_iter().enumerate() {
        let number = at + 1;
        let Value::Object(raw) = raw else {
            return misread(
                format!("item {number} is {}, not an object", shown(&raw)),
                HELP,
            );
        };
        let item = item(number, raw, &mut shapes)?;
        if let Some(first) = seen.insert((item.kind, item.id.clone()), number) {
            return misread(
                format!(
                    "items {first} and {number} are both {} {}",
                    item.kind, item.id
                ),
                "leave one of them out",
            );
        }
        file.items.push(item);
    }
    if let Some(tenant) = tenant {
        file.whole.insert(CatalogKind::Tenant);
        file.items.push(CatalogItem {
            kind: CatalogKind::Tenant,
            id: names::TENANT.to_owned(),
            code: None,
            name: names::TENANT.to_owned(),
            active: true,
            facts: facts("tenant", CatalogKind::Tenant, tenant, &mut shapes)?,
        });
    }
    Ok(file)
}

fn as_of(given: Option<Value>) -> Result<Option<i64>, Misread> {
    let Some(value) = given.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    match value.as_str().and_then(zone::parse_rfc3339) {
        Some((at, _)) => Ok(Some(at)),
        None => misread(
            format!("as_of is {}, which is no moment", shown(&value)),
            "write it as 2026-11-22T10:00:00+01:00, or leave it out",
        ),
    }
}

/// The kinds that a person may name in a file.
fn kinds() -> impl Iterator<Item = CatalogKind> {
    let all = CatalogKind::ALL.iter().copied();
    all.filter(|kind| *kind != CatalogKind::Tenant)
}

fn kind_of(place: &str, value: &Value) -> Result<CatalogKind, Misread> {
    let word = value.as_str().unwrap_or_default();
    if word == CatalogKind::Tenant.word() {
        return misread(
            format!("{place}: the tenant is no list of items"),
            "put its settings under the key \"tenant\" at the top",
        );
    }
    match CatalogKind::from_word(word) {
        Some(kind) => Ok(kind),
        None => misread(
            format!("{place}: there is no kind {}", shown(value)),
            near(word, kinds().map(CatalogKind::word)),
        ),
    }
}

fn whole(given: Option<Value>) -> Result<BTreeSet<CatalogKind>, Misread> {
    match given {
        None | Some(Value::Null) => Ok(BTreeSet::new()),
        Some(Value::Array(kinds)) => kinds.iter().map(|kind| kind_of("whole", kind)).collect(),
        Some(other) => misread(
            format!("whole is {}, not a list of kinds", shown(&other)),
            "write it as \"whole\": [\"work-types\", \"work-roles\"]",
        ),
    }
}

fn item(
    number: usize,
    mut raw: Map<String, Value>,
    shapes: &mut Shapes,
) -> Result<CatalogItem, Misread> {
    let place = format!("item {number}");
    let Some(kind) = raw.remove("kind") else {
        return misread(
            format!("{place} has no kind"),
            "add \"kind\", such as \"tickets\"",
        );
    };
    let kind = kind_of(&place, &kind)?;
    let id = match raw.remove("id").as_ref().map(identity) {
        Some(Some(id)) => id,
        Some(None) => {
            return misread(
                format!("{place} ({kind}): id is neither text nor a whole number"),
                "write the identity that the service gives it",
            );
        }
        None => {
            return misread(
                format!("{place} ({kind}) has no id"),
                "add \"id\", the identity that the service gives it",
            );
        }
    };
    let place = format!("{place} ({kind} {id})");
    let Some(name) = text(&place, "name", raw.remove("name"))? else {
        return misread(
            format!("{place} has no name"),
            "add \"name\", its name or summary",
        );
    };
    let code = match raw.remove("code") {
        None | Some(Value::Null) => None,
        // What looks like a number is one in many an export.
        Some(Value::Number(number)) if !number.is_f64() => Some(number.to_string()),
        code => text(&place, "code", code)?,
    };
    let active = match raw.remove("active") {
        None => true,
        Some(Value::Bool(active)) => active,
        Some(other) => {
            return misread(
                format!("{place}: active is {}, not true or false", shown(&other)),
                "write true or false",
            );
        }
    };
    let of_item = match raw.remove("facts") {
        None | Some(Value::Null) => BTreeMap::new(),
        Some(Value::Object(given)) => facts(&place, kind, given, shapes)?,
        Some(other) => {
            return misread(
                format!("{place}: facts is {}, not an object", shown(&other)),
                "write it as \"facts\": {\"completed\": false}",
            );
        }
    };
    if let Some(key) = raw.keys().next() {
        let help = if names::is_known(kind, key) {
            format!("put {key:?} inside \"facts\"")
        } else {
            near(key, ITEM_KEYS.iter().map(|(key, _)| *key))
        };
        return misread(format!("{place} has an unknown key {key:?}"), help);
    }
    Ok(CatalogItem {
        kind,
        id,
        code,
        name,
        active,
        facts: of_item,
    })
}

/// Text that is not blank; none where it is left out.
fn text(place: &str, key: &str, value: Option<Value>) -> Result<Option<String>, Misread> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
        Some(other) => misread(
            format!("{place}: {key} is {}, not text", shown(&other)),
            format!("write {key:?} as text that is not empty"),
        ),
    }
}

/// What each fact of a kind may be, looked up once for a whole file.
#[derive(Default)]
struct Shapes(BTreeMap<CatalogKind, HashMap<&'static str, Shape>>);

impl Shapes {
    fn of(&mut self, kind: CatalogKind, name: &str) -> Option<Shape> {
        let known = self.0.entry(kind).or_insert_with(|| {
            let facts = names::of(kind).iter().filter_map(|name| names::fact(name));
            facts.map(|fact| (fact.name, fact.shape)).collect()
        });
        known.get(name).copied()
    }
}

fn facts(
    place: &str,
    kind: CatalogKind,
    given: Map<String, Value>,
    shapes: &mut Shapes,
) -> Result<BTreeMap<String, Value>, Misread> {
    let mut kept = BTreeMap::new();
    for (name, value) in given {
        let Some(shape) = shapes.of(kind, &name) else {
            return misread(
                format!("{place}: there is no fact {name:?} of {kind}"),
                near(&name, names::of(kind).iter().copied()),
            );
        };
        let wrong = |value: &Value| Misread {
            why: format!("{place}: {name} is {}", shown(value)),
            help: format!("{name} is {}", expected(shape)),
        };
        if value.is_null() && !takes_null(shape) {
            // Nothing is known of it.
            continue;
        }
        let value = fitted(shape, value).map_err(|value| wrong(&value))?;
        kept.insert(name, value);
    }
    Ok(kept)
}

fn takes_null(shape: Shape) -> bool {
    matches!(shape, Shape::DayOrNull | Shape::IdentityOrNull)
}

/// What a fact of this shape may be, for people.
#[must_use]
pub fn expected(shape: Shape) -> String {
    let billable: Vec<_> = Billable::ALL.iter().map(|it| it.word()).collect();
    match shape {
        Shape::Word => "text".to_owned(),
        Shape::Figure => "text or a number".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Seconds => "a whole number of seconds, not negative".to_owned(),
        Shape::Day => "a day such as \"2026-11-22\"".to_owned(),
        Shape::DayOrNull => "a day such as \"2026-11-22\", or null".to_owned(),
        Shape::Zone => "the name of a time zone, such as \"Europe/Amsterdam\"".to_owned(),
        Shape::Billable => format!("one of {}", billable.join(", ")),
        Shape::TimeOff => format!("one of {}", TIMES_OFF.join(", ")),
        Shape::Identity => "an identity: text or a whole number".to_owned(),
        Shape::IdentityOrNull => "an identity: text or a whole number; or null".to_owned(),
        Shape::Identities => "a list of identities".to_owned(),
        Shape::Factors => "a list of roles with seconds, such as \
             [{\"role\": \"5\", \"hour_seconds\": 5400}]"
            .to_owned(),
    }
}

/// The value as it is kept, or given back where it does not fit.
fn fitted(shape: Shape, value: Value) -> Result<Value, Value> {
    let is_text = |test: fn(&str) -> bool| value.as_str().is_some_and(test);
    let fits = match shape {
        Shape::Word => is_text(|text| !text.trim().is_empty()),
        Shape::Figure => {
            if let Value::Number(number) = value {
                return Ok(Value::String(number.to_string()));
            }
            value.is_string()
        }
        Shape::Flag => value.is_boolean(),
        Shape::Seconds => value.as_i64().is_some_and(|seconds| seconds >= 0),
        Shape::Day => is_text(is_day),
        Shape::DayOrNull => value.is_null() || is_text(is_day),
        Shape::Zone => is_text(|name| Zone::parse(name).is_ok()),
        Shape::Billable => is_text(|word| Billable::from_word(word).is_some()),
        Shape::TimeOff => is_text(|word| TIMES_OFF.contains(&word)),
        Shape::Identity => identity(&value).is_some(),
        Shape::IdentityOrNull => value.is_null() || identity(&value).is_some(),
        Shape::Identities => value
            .as_array()
            .is_some_and(|all| all.iter().all(is_listed)),
        Shape::Factors => value
            .as_array()
            .is_some_and(|all| all.iter().all(is_factor)),
    };
    if fits { Ok(value) } else { Err(value) }
}

fn is_day(text: &str) -> bool {
    text.parse::<chrono::NaiveDate>().is_ok()
}

/// Text that is not blank, or a whole number.
fn identity(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// A role with seconds.
fn is_factor(value: &Value) -> bool {
    let Some(thing) = value.as_object().filter(|thing| thing.len() == 2) else {
        return false;
    };
    let seconds = thing.get("hour_seconds").and_then(Value::as_i64);
    thing.get("role").and_then(identity).is_some() && seconds.is_some_and(|it| it >= 0)
}

/// An identity, or a thing with a member or a role.
fn is_listed(value: &Value) -> bool {
    let Some(thing) = value.as_object() else {
        return identity(value).is_some();
    };
    let named = |key: &str| thing.get(key).is_some_and(|it| identity(it).is_some());
    let known = thing.iter().all(|(key, value)| match key.as_str() {
        "member" | "role" => value.is_null() || identity(value).is_some(),
        "active" => value.is_boolean(),
        _ => false,
    });
    known && (named("member") || named("role"))
}

/// A value as it stands in the file, cut where it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("there are: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests;
