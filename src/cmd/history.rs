//! `tt history`: who did what when, from what to what.

use super::show::event;
use crate::app::{App, Seen};
use crate::cli::HistoryArgs;
use crate::domain::span;
use crate::ledger;
use crate::report::Context as _;
use crate::report::render::json;
use crate::report::render::show::Event;
use crate::screen::sanitize;
use serde_json::{Map, Value};

/// Lines of everything, unless more are asked for.
const USUAL: u32 = 50;

/// Runs `tt history`.
///
/// # Errors
/// Entries that do not exist, configuration, the store.
pub fn run(app: &mut App<'_>, args: &HistoryArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let seen = Seen::of(&desk);
    let store = app.look()?;
    let limit = args.limit.or(args.ids.is_empty().then_some(USUAL));
    let events: Vec<_> = ledger::history(&store, &args.ids, limit)?
        .iter()
        .filter_map(|recorded| event(recorded, &seen))
        .collect();
    drop(store);
    let zone = desk.zone.to_string();
    if app.global.json {
        json::history(app.around.out, &events, &zone, &seen)?;
        return Ok(());
    }
    let mut text = String::new();
    for event in &events {
        let at = seen.rfc3339(event.at, &zone);
        let at = at.get(..16).unwrap_or(&at).replace('T', " ");
        let line = format!("{at}  {}  {} {}", event.who, event.action, event.entry);
        text.push_str(&format!("{}\n", sanitize(&line)));
        for change in changes(event) {
            text.push_str(&format!("    {}\n", sanitize(&change)));
        }
    }
    app.print(&text)
}

/// What differs between the two sides, a line a field.
fn changes(event: &Event) -> Vec<String> {
    let nothing = Map::new();
    let side = |side: &Option<Value>| match side {
        Some(Value::Object(fields)) => Some(fields.clone()),
        _ => None,
    };
    let (from, to) = match (side(&event.from), side(&event.to)) {
        (None, Some(to)) => {
            // What a new entry says of itself; what every entry has is no news.
            let said = to.iter().filter(|(name, _)| !is_usual(name));
            return said
                .map(|(name, value)| format!("{}: {}", words(name), value_words(name, value)))
                .collect();
        }
        (Some(_), None) => return vec!["taken away".to_owned()],
        (from, to) => (
            from.unwrap_or_else(|| nothing.clone()),
            to.unwrap_or_else(|| nothing.clone()),
        ),
    };
    let mut names: Vec<&String> = from.keys().chain(to.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| from.get(*name) != to.get(*name))
        .map(|name| {
            let side = |side: Option<&Value>| {
                side.map_or_else(|| "nothing".to_owned(), |value| value_words(name, value))
            };
            let (from, to) = (side(from.get(name)), side(to.get(name)));
            format!("{}: {from} → {to}", words(name))
        })
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
