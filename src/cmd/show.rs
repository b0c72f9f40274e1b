//! `tt show`: entries whole, with history and what the service holds.

use crate::app::{App, Seen};
use crate::cli::ShowArgs;
use crate::ledger;
use crate::report::render::json;
use crate::report::render::show::{self, Event, Shown};
use crate::report::{Context as _, Item};
use crate::store::{Recorded, Snapshot, Who};
use serde_json::Value;

/// Runs `tt show`.
///
/// # Errors
/// Entries that do not exist, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ShowArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let store = app.look()?;
    let seen = Seen::of(&desk);
    let mut found = Vec::new();
    for id in ledger::expect_ids(&store, &args.ids)? {
        let Some((entry, link)) = store.view().entry(id)? else {
            continue;
        };
        // The link of a list is brief; here the whole of it is shown.
        let link = match link {
            Some(link) => store.view().link(id, &link.profile)?,
            None => None,
        };
        let history = store
            .view()
            .journal_of(id)?
            .iter()
            .filter_map(|recorded| event(recorded, &seen))
            .collect::<Vec<_>>();
        found.push((entry, link, history));
    }
    let shown: Vec<_> = found
        .iter()
        .map(|(entry, link, history)| Shown {
            item: Item::stored(entry, link.as_ref()),
            history: history.clone(),
            billing: None,
        })
        .collect();
    if app.global.json {
        json::show(app.around.out, &shown, &seen)?;
        return Ok(());
    }
    let text = show::text(&shown, &seen);
    app.print(&text)
}

/// A line of the journal as people and scripts read it; none where it is about no entry.
pub(super) fn event(recorded: &Recorded, seen: &Seen<'_>) -> Option<Event> {
    let line = &recorded.line;
    let who = match &line.who {
        Who::Person(name) => name.clone(),
        Who::Sync => "sync".to_owned(),
    };
    let side =
        |snapshot: &Option<Snapshot>| snapshot.as_ref().and_then(|snapshot| value(snapshot, seen));
    Some(Event {
        at: line.at,
        who,
        action: line.action.word().to_owned(),
        entry: line.entry?,
        from: side(&line.before),
        to: side(&line.after),
    })
}

/// What a person sees of a side: content and status, none where it was removed.
fn value(snapshot: &Snapshot, seen: &Seen<'_>) -> Option<Value> {
    if snapshot.removed {
        return None;
    }
    let mut value = serde_json::to_value(&snapshot.content).ok()?;
    let content = &snapshot.content;
    for (name, at) in [("start", content.start), ("end", content.end)] {
        if let Some(at) = at {
            value[name] = seen.rfc3339(at, &content.zone).into();
        }
    }
    value["status"] = snapshot.status.word().into();
    if let Some(reason) = &snapshot.reject_reason {
        value["reject_reason"] = reason.as_str().into();
    }
    Some(value)
}
