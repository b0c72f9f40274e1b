//! `tt history`: who did what when, from what to what.

use super::show::event;
use crate::app::{App, Seen};
use crate::cli::HistoryArgs;
use crate::ledger;
use crate::report::render::json;
use crate::report::render::show::Event;
use crate::report::{Context as _, changes};
use crate::screen::sanitize;
use serde_json::Value;

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
    let changes = match (&event.from, &event.to) {
        (None, Some(Value::Object(to))) => changes::said(to),
        (Some(Value::Object(from)), Some(Value::Object(to))) => changes::changed(from, to),
        (Some(_), None) => return vec!["taken away".to_owned()],
        _ => Vec::new(),
    };
    changes
        .into_iter()
        .map(|(name, change)| format!("{name}: {change}"))
        .collect()
}
