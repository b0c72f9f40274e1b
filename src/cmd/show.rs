//! `tt show`: entries whole, with history and what the service holds.

use super::say;
use crate::app::{App, Seen};
use crate::cli::ShowArgs;
use crate::domain::entry::Entry;
use crate::domain::given::Slot;
use crate::ledger;
use crate::report::render::json;
use crate::report::render::show::{self, Billing, Event, Shown};
use crate::report::{Context as _, Item};
use crate::rules::billing::{DecidedBy, Decision};
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
    let site = say::site(app, &desk);
    let mut found = Vec::new();
    for id in ledger::expect_ids(&store, &args.ids)? {
        let Some((mut entry, link)) = store.view().entry(id)? else {
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
        let billing = ledger::billing(&store, &entry, &site)?.map(|decided| Billing {
            decided_by: decided.decided_by.word().to_owned(),
            result: decided.result.word().to_owned(),
            says: says(&decided, &entry),
        });
        ledger::Shown::new(store.view()).fill(&mut entry, link.as_ref())?;
        found.push((entry, link, history, billing));
    }
    let shown: Vec<_> = found
        .iter()
        .map(|(entry, link, history, billing)| Shown {
            item: Item::stored(entry, link.as_ref()),
            history: history.clone(),
            billing: billing.clone(),
        })
        .collect();
    if app.global.json {
        json::show(app.around.out, &shown, &seen)?;
        return Ok(());
    }
    let text = show::text(&shown, &seen);
    app.print(&text)
}

/// Who decided the billing, and how, in a line: `billed as do-not-bill: the agreement "Gold" says so`.
fn says(decided: &Decision, entry: &Entry) -> String {
    let named = |what: &str| match &decided.name {
        Some(name) => format!("the {what} {name:?} says so"),
        None => format!("that is the default of the {what}"),
    };
    let who = match decided.decided_by {
        DecidedBy::Entry if entry.content.given.is_default(Slot::Billable) => {
            "the profile's default says so".to_owned()
        }
        DecidedBy::Entry => "the entry says so".to_owned(),
        DecidedBy::Ticket => {
            let target = entry.content.target.as_ref();
            let kind = target.map_or("ticket", |target| target.kind.word());
            let number = decided.name.as_deref().unwrap_or_default();
            format!("{} {number} says so", kind.replace('-', " "))
        }
        DecidedBy::Agreement => named("agreement"),
        DecidedBy::Company => named("company"),
    };
    format!("billed as {}: {who}", decided.result)
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
