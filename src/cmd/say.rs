//! What every command that touches entries prints: the entries, and remarks.

use super::unchecked;
use crate::app::{App, Desk, Seen};
use crate::domain::charge::Reference;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::span;
use crate::domain::status::Delivery;
use crate::domain::when;
use crate::domain::zone::Zone;
use crate::ledger::{self, Site, Terms};
use crate::report::{Item, render::json};
use crate::screen::sanitize;
use crate::store::Store;
use std::collections::BTreeMap;

/// Who acts, when and by which terms.
#[must_use]
pub fn site(app: &App<'_>, desk: &Desk) -> Site {
    let terms = |profile: &crate::config::Profile| Terms {
        profile: profile.settings(),
        rules: profile.rules.clone(),
    };
    Site {
        now: app.now,
        who: app.who(),
        rules: desk.config.rules.clone(),
        catalog_max_age: desk.config.sync.catalog_max_age,
        profiles: desk
            .config
            .profiles
            .iter()
            .map(|(name, profile)| (name.clone(), terms(profile)))
            .collect(),
    }
}

/// Prints entries that were touched, as the store has them now: JSON, or a line each.
///
/// # Errors
/// The store's and the stream's.
pub fn entries(
    app: &mut App<'_>,
    desk: &Desk,
    store: &Store,
    ids: &[EntryId],
) -> anyhow::Result<()> {
    touched(app, desk, store, ids, "booked")
}

/// The same, with what was done to them.
///
/// # Errors
/// The store's and the stream's.
pub fn touched(
    app: &mut App<'_>,
    desk: &Desk,
    store: &Store,
    ids: &[EntryId],
    done: &str,
) -> anyhow::Result<()> {
    let mut listed = Vec::new();
    for id in ids {
        listed.extend(store.view().entry(*id)?);
    }
    listed.sort_by_key(|(entry, _)| entry.id);
    if app.global.json {
        // Scripts read the same of an entry here as from a list.
        let mut shown = ledger::Shown::new(store.view());
        for (entry, link) in &mut listed {
            shown.fill(entry, link.as_ref())?;
        }
    }
    let listed: Vec<_> = listed
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    items(app, desk, &listed, done)
}

/// Prints these entries: JSON, or a line each that begins with what was done.
///
/// # Errors
/// The stream's.
pub fn items(app: &mut App<'_>, desk: &Desk, items: &[Item<'_>], done: &str) -> anyhow::Result<()> {
    let items: Vec<_> = items.iter().map(|item| (*item, done)).collect();
    each(app, desk, &items)
}

/// Prints these entries: JSON, or a line each that begins with what was done to it.
///
/// # Errors
/// The stream's.
pub fn each(app: &mut App<'_>, desk: &Desk, items: &[(Item<'_>, &str)]) -> anyhow::Result<()> {
    let seen = Seen::of(desk);
    if app.global.json {
        json::entries(app.around.out, items.iter().map(|(item, _)| *item), &seen)?;
        return Ok(());
    }
    for (item, done) in items {
        let id = if item.planned {
            String::new()
        } else {
            format!(" {}", item.entry.id)
        };
        let state = match item.delivery(&seen) {
            Delivery::Local => String::new(),
            Delivery::Waiting if item.entry.content.is_timer() => String::new(),
            state => format!(
                "  [{}: {state}]",
                item.entry.content.profile.as_deref().unwrap_or_default()
            ),
        };
        let line = format!("{done}{id}: {}{state}\n", line(item, &seen, desk));
        app.print(&line)?;
    }
    Ok(())
}

/// `Sun 22 Nov 09:00–10:30, 1h 30m  #54321  Diagnosed mail flow`
pub(super) fn line(item: &Item<'_>, seen: &Seen<'_>, desk: &Desk) -> String {
    let content = &item.entry.content;
    let mut setting = desk.setting();
    setting.zone = Zone::parse(&content.zone).unwrap_or(setting.zone);
    let mut line = match (content.start, content.end) {
        (Some(start), Some(end)) => when::echo_range(start, end, &setting),
        (Some(start), None) => when::echo_instant(start, &setting),
        (None, _) => format!(
            "{}, {}",
            when::echo_day(content.date, &setting),
            span::people(content.worked(0))
        ),
    };
    if content.is_timer() {
        let worked = content.worked(desk.now);
        if worked >= 60 {
            line.push_str(&format!(", {} so far", span::people(worked - worked % 60)));
        }
    } else if content.deducted(desk.now) > 0 {
        let worked = span::people(content.worked(desk.now));
        line.push_str(&format!(
            " − {} = {worked}",
            span::people(content.deducted(desk.now))
        ));
    }
    let billed = item.billed(seen);
    if !content.is_timer() && billed != item.worked(seen) {
        line.push_str(&format!(" ({} billed)", span::people(billed)));
    }
    let charged = [
        content.target.as_ref().map(ToString::to_string),
        content.client.as_ref().map(called),
        content.project.as_ref().map(called),
        content.note.clone(),
    ];
    for part in charged.into_iter().flatten() {
        line.push_str("  ");
        line.push_str(&sanitize(&part));
    }
    line
}

/// Whom or what a word was understood as: by name where one is known.
fn called(at: &Reference) -> String {
    at.name.clone().unwrap_or_else(|| at.typed.clone())
}

/// Prints which names of these entries are not known here, and the nearest that are.
///
/// # Errors
/// The store's and the stream's.
pub fn unknown_names<'e>(
    app: &mut App<'_>,
    store: &Store,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> anyhow::Result<()> {
    let mut said = std::collections::BTreeSet::new();
    for entry in entries {
        said.extend(ledger::unknown_names(&store.view(), entry)?);
    }
    for line in said {
        app.say(&format!("note: {}", sanitize(&line)))?;
    }
    Ok(())
}

/// Prints what is not known here of these entries, each line once with their numbers.
///
/// # Errors
/// The stream's.
pub fn unknown_of(
    app: &mut App<'_>,
    unknown: impl IntoIterator<Item = (EntryId, String)>,
) -> anyhow::Result<()> {
    let mut said: BTreeMap<String, Vec<EntryId>> = BTreeMap::new();
    for (id, line) in unknown {
        said.entry(line).or_default().push(id);
    }
    for (line, ids) in said {
        let entries = if ids.len() == 1 { "entry" } else { "entries" };
        let numbers = super::moving::numbers(&ids);
        app.say(&format!("note: {entries} {numbers}: {}", sanitize(&line)))?;
    }
    Ok(())
}

/// Prints what rules and the grammar had to say about an entry, on stderr.
///
/// # Errors
/// None: where stderr takes nothing, what was done stays done and is no failure.
pub fn remarks(app: &mut App<'_>, said: &[String], entry: &Entry) -> anyhow::Result<()> {
    if let Err(why) = try_remarks(app, said, entry) {
        log::warn!("remarks on entry {} were not said: {why}", entry.id);
    }
    Ok(())
}

fn try_remarks(app: &mut App<'_>, said: &[String], entry: &Entry) -> anyhow::Result<()> {
    for remark in said {
        app.say(&format!("note: {}", sanitize(remark)))?;
    }
    for adjustment in &entry.adjustments {
        app.say(&format!("note: {}", sanitize(&adjustment.message)))?;
    }
    for (word, breaches) in [("held", &entry.held), ("warning", &entry.warnings)] {
        for breach in breaches {
            app.say(&format!(
                "{word}: {}\n  rule: {}\n  help: {}",
                sanitize(&breach.message),
                breach.rule,
                sanitize(&breach.help)
            ))?;
        }
    }
    if let Some(line) = unchecked::line(entry)
        && !std::mem::replace(&mut app.said_unchecked, true)
    {
        app.say(&line)?;
    }
    Ok(())
}
