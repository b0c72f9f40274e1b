//! What submit, recall, approve and reject share: choose, on a terminal show what
//! it comes to and ask, move, and say what moved.

use super::ask::{self, Terminal};
use super::choose::{self, Choice};
use super::say;
use crate::app::{App, Desk, Seen};
use crate::domain::delivery::Link;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::domain::status::BackendKind;
use crate::ledger::{self, Move, Moved};
use crate::report::Item;
use crate::report::phrase::n_entries;
use crate::report::render::sums;
use crate::screen::sanitize;
use crate::store::{Store, StoreError};
use crate::sync::backend::capabilities;
use std::collections::{BTreeMap, BTreeSet};

/// More lines than these are only counted.
const MOST_LINES: usize = 1_000;

/// One step as a person types it.
pub struct Step<'a> {
    /// The command.
    pub verb: &'static str,
    /// What it has done.
    pub done: &'static str,
    /// What is said of entries that have nothing left to do: `already submitted`.
    pub already: &'static str,
    /// Which entries.
    pub choice: Choice<'a>,
    /// Whether to say only what would happen.
    pub dry_run: bool,
}

/// Moves the chosen entries, all or none.
///
/// # Errors
/// Nothing to move, rules, configuration, the store.
pub fn run(app: &mut App<'_>, what: &Step<'_>, step: &Move) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let ids = choose::entries(app, &desk, &what.choice, what.verb, step)?;
    let asks = ask::somebody(app);
    if what.dry_run || asks {
        let planned = ledger::advance_planned(&app.look()?, &ids, step, &site)?;
        if what.dry_run {
            return would(app, &desk, &planned, what);
        }
        if !planned.moved.is_empty() && !agreed(app, &desk, &planned, what)? {
            return app.say(&format!("nothing was {}", what.done));
        }
    }
    let mut store = app.change()?;
    let moved = ledger::advance(&mut store, &ids, step, &site)?;
    let not_known = unknown(&store, &moved.moved, what)?;
    drop(store);
    listed(app, &desk, &moved.moved, what.done, false)?;
    if !asks {
        for line in warned(&moved.warnings) {
            app.say(&line)?;
        }
    }
    if !asks {
        say::unknown_of(app, not_known)?;
    }
    without_sheets(app, &desk, &moved, what)?;
    skipped(app, &moved, what)
}

/// What is not known here of what is handed in and no service holds yet: to be said once more,
/// since nobody looks later.
fn unknown(
    store: &Store,
    moved: &[(Entry, Option<Link>)],
    what: &Step<'_>,
) -> anyhow::Result<Vec<(EntryId, String)>> {
    if what.verb != "submit" {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    store.read(|view| -> Result<(), StoreError> {
        for (entry, link) in moved {
            let lines = ledger::unknown_unsent(view, entry, link.as_ref())?;
            found.extend(lines.into_iter().map(|line| (entry.id, line)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Says where a step that was taken here has to be taken on the service as well.
fn without_sheets(
    app: &mut App<'_>,
    desk: &Desk,
    moved: &Moved,
    what: &Step<'_>,
) -> anyhow::Result<()> {
    if !["submit", "recall"].contains(&what.verb) {
        return Ok(());
    }
    let profiles = moved
        .moved
        .iter()
        .filter_map(|(entry, _)| desk.config.profiles.get(entry.content.profile.as_ref()?));
    let titles: BTreeSet<&str> = profiles
        .map(|profile| profile.kind())
        .filter(|kind| kind.has_approval() && !capabilities(*kind).sheets)
        .map(BackendKind::title)
        .collect();
    for title in titles {
        app.say(&format!(
            "note: {title} shows no timesheets to programs: {} the timesheet there as well",
            what.verb
        ))?;
    }
    Ok(())
}

fn would(app: &mut App<'_>, desk: &Desk, planned: &Moved, what: &Step<'_>) -> anyhow::Result<()> {
    let done = format!("would {}", what.verb);
    listed(app, desk, &planned.moved, &done, true)?;
    for line in warned(&planned.warnings) {
        app.say(&line)?;
    }
    let not_known = unknown(&app.look()?, &planned.moved, what)?;
    say::unknown_of(app, not_known)?;
    skipped(app, planned, what)
}

fn skipped(app: &mut App<'_>, moved: &Moved, what: &Step<'_>) -> anyhow::Result<()> {
    if moved.n_already == 0 {
        return Ok(());
    }
    app.say(&format!("note: {} {}", moved.n_already, what.already))?;
    if what.verb != "recall" {
        return Ok(());
    }
    // Whoever takes back what waits means what it waits for.
    let mut by_help: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for (id, breach) in &moved.kept {
        by_help.entry(&breach.help).or_default().push(*id);
    }
    for (help, ids) in by_help {
        let (entries, wait) = match ids.len() {
            1 => ("entry", "waits"),
            _ => ("entries", "wait"),
        };
        let breach = moved.kept.iter().find(|(id, _)| ids.contains(id));
        let why = breach.map_or("", |(_, breach)| breach.message.as_str());
        app.say(&format!(
            "note: {entries} {} {wait}: {}\n  help: {}",
            numbers(&ids),
            sanitize(why),
            sanitize(help)
        ))?;
    }
    Ok(())
}

/// JSON of all, or a line each of as many as somebody may read.
fn listed(
    app: &mut App<'_>,
    desk: &Desk,
    moved: &[(Entry, Option<Link>)],
    done: &str,
    planned: bool,
) -> anyhow::Result<()> {
    let is_json = app.global.json;
    let shown = if is_json { moved.len() } else { MOST_LINES };
    let items: Vec<_> = moved
        .iter()
        .take(shown)
        .map(|(entry, link)| match (planned, is_json) {
            // A person wants to know which; scripts are promised none.
            (true, true) => Item::planned(entry),
            _ => Item::stored(entry, link.as_ref()),
        })
        .collect();
    say::items(app, desk, &items, done)?;
    let more = moved.len().saturating_sub(shown);
    if more > 0 {
        app.print(&format!("{done} {more} more: see `tt list`\n"))?;
    }
    Ok(())
}

/// Shows what it comes to, with everything that warns, and asks.
fn agreed(
    app: &mut App<'_>,
    desk: &Desk,
    planned: &Moved,
    what: &Step<'_>,
) -> anyhow::Result<bool> {
    let items: Vec<_> = planned
        .moved
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    app.say(sums::by_billable(&items, &Seen::of(desk)).trim_end())?;
    // What was said when it was booked is asked at no later step, and counts here all the same.
    let mut warnings = planned.warnings.clone();
    for (entry, _) in &planned.moved {
        let asked = |rule: &str| {
            let mut again = planned.warnings.iter();
            again.any(|(id, warning)| *id == entry.id && warning.rule == rule)
        };
        let kept = entry.warnings.iter().filter(|kept| !asked(&kept.rule));
        warnings.extend(kept.map(|kept| (entry.id, kept.clone())));
    }
    for line in warned(&warnings) {
        app.say(&line)?;
    }
    let not_known = unknown(&app.look()?, &planned.moved, what)?;
    say::unknown_of(app, not_known)?;
    let mut verb = what.verb.to_owned();
    if let Some(first) = verb.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let these = n_entries(planned.moved.len() as u64);
    let mut answers = std::io::stdin().lock();
    let mut terminal = Terminal {
        out: app.around.err,
        answers: &mut answers,
    };
    Ok(terminal.yes(&format!("{verb} {these}?"))?)
}

/// Each warning once, with the entries that it is about.
fn warned(warnings: &[(EntryId, Breach)]) -> Vec<String> {
    let mut by_words: BTreeMap<(&str, &str), Vec<EntryId>> = BTreeMap::new();
    for (id, warning) in warnings {
        let words = (warning.rule.as_str(), warning.message.as_str());
        by_words.entry(words).or_default().push(*id);
    }
    let mut grouped: Vec<_> = by_words.into_iter().collect();
    grouped.sort_by_key(|(_, ids)| ids.first().copied());
    grouped
        .into_iter()
        .map(|((rule, message), ids)| {
            let entries = if ids.len() == 1 { "entry" } else { "entries" };
            let message = sanitize(message);
            format!(
                "warning: {entries} {}: {message}\n  rule: {rule}",
                numbers(&ids)
            )
        })
        .collect()
}

/// Numbers a person can take in: `3, 5, 7` or `3, 5, 7 and 12 more`.
pub(super) fn numbers(ids: &[EntryId]) -> String {
    const MOST: usize = 10;
    let said: Vec<_> = ids.iter().take(MOST).map(ToString::to_string).collect();
    let said = said.join(", ");
    match ids.len().saturating_sub(MOST) {
        0 => said,
        more => format!("{said} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_said_once_for_all_its_entries() {
        let warning = |message: &str| Breach {
            rule: "connectwise/type-and-role".to_owned(),
            field: None,
            message: message.to_owned(),
            help: String::new(),
        };
        let mut warnings = vec![(EntryId(2), warning("other"))];
        warnings.extend((1..=12).map(|n| (EntryId(n), warning("no work type\u{1b}"))));
        let lines = warned(&warnings);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(
            lines[0].starts_with("warning: entries 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: "),
            "{lines:?}"
        );
        assert!(!lines[0].contains('\u{1b}'), "{lines:?}");
        assert!(
            lines[1].starts_with("warning: entry 2: other\n  rule: "),
            "{lines:?}"
        );
    }
}
