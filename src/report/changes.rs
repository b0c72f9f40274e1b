//! What changed between two moments of an entry, field by field, in people's words.
//!
//! The two sides are the JSON of the journal: times in RFC 3339, lengths in seconds.

use crate::domain::span;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A field by the name people know, and what became of it.
pub type Change = (String, String);

/// What differs between two sides: `old → new`.
#[must_use]
pub fn changed(from: &Map<String, Value>, to: &Map<String, Value>) -> Vec<Change> {
    let names: BTreeSet<_> = from.keys().chain(to.keys()).collect();
    names
        .into_iter()
        .filter(|name| from.get(*name) != to.get(*name))
        .map(|name| {
            let side = |side: Option<&Value>| {
                side.map_or_else(|| "nothing".to_owned(), |value| value_words(name, value))
            };
            let change = format!("{} → {}", side(from.get(name)), side(to.get(name)));
            (words(name), change)
        })
        .collect()
}

/// What a new entry says of itself; what every entry has is no news.
#[must_use]
pub fn said(to: &Map<String, Value>) -> Vec<Change> {
    to.iter()
        .filter(|(name, _)| !is_usual(name))
        .map(|(name, value)| (words(name), value_words(name, value)))
        .collect()
}

fn is_usual(name: &str) -> bool {
    ["date", "zone", "booked_as", "billable", "status"].contains(&name)
}

/// A field by the name people know.
fn words(name: &str) -> String {
    match name {
        "target" => "charged to".to_owned(),
        other => other.replace('_', " "),
    }
}

fn value_words(name: &str, value: &Value) -> String {
    match value {
        Value::String(at) if name == "start" || name == "end" => {
            at.get(..16).unwrap_or(at).replace('T', " ")
        }
        Value::String(text) => text.clone(),
        Value::Number(seconds) if name == "length" || name == "deduct" => {
            seconds.as_i64().map_or_else(String::new, span::people)
        }
        Value::Array(list) if name == "pauses" => format!("{}", list.len()),
        Value::Array(list) => {
            let words: Vec<_> = list.iter().map(|value| value_words("", value)).collect();
            words.join(", ")
        }
        Value::Object(fields) if fields.contains_key("ref") => {
            let part = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            let parts = [part("kind"), part("ref"), part("name")];
            let parts: Vec<_> = parts
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect();
            parts.join(" ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lengths_times_and_references_are_said_in_words() {
        let from =
            json!({"end": "2026-11-22T10:30:00+01:00", "deduct": 0, "note": "a", "tags": ["x"]});
        let to = json!({"end": "2026-11-22T11:00:00+01:00", "deduct": 600, "note": "a", "tags": ["x", "y"],
            "target": {"kind": "ticket", "id": null, "ref": "5", "name": null}});
        let (Value::Object(from), Value::Object(to)) = (from, to) else {
            unreachable!()
        };
        let said: Vec<_> = changed(&from, &to)
            .into_iter()
            .map(|(name, change)| format!("{name}: {change}"))
            .collect();
        assert_eq!(
            said,
            [
                "deduct: 0m → 10m",
                "end: 2026-11-22 10:30 → 2026-11-22 11:00",
                "tags: x → x, y",
                "charged to: nothing → ticket 5",
            ]
        );
    }
}
