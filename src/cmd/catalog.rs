//! `tt catalog`: the reference data that are kept here, listed and read from a file or
//! from the service.

mod refresh;

use crate::app::{App, Desk};
use crate::cli::{CatalogAction, CatalogArgs, CatalogImportArgs, CatalogListArgs};
use crate::config::Profile;
use crate::domain::catalog::{CatalogItem, CatalogKind, file, names};
use crate::domain::span;
use crate::domain::when;
use crate::failure::Failure;
use crate::ledger::{self, Imported};
use crate::report::render::{json, table};
use crate::screen::sanitize;
use crate::store::{StoreError, View, Which};
use crate::sync::connect::has_adapter;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The largest file that is read; a catalog of 500,000 tickets has about 250 MB.
const MOST_BYTES: u64 = 1 << 30;

/// Runs `tt catalog`.
///
/// # Errors
/// A file that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &CatalogArgs) -> anyhow::Result<()> {
    match &args.action {
        CatalogAction::List(args) => list(app, args),
        CatalogAction::Import(args) => import(app, args),
        CatalogAction::Refresh(args) => refresh::run(app, args),
    }
}

/// The profile whose catalog is meant.
fn profile<'d>(app: &App<'_>, desk: &'d Desk, typed: Option<&str>) -> anyhow::Result<&'d Profile> {
    let env = app.var("TT_PROFILE");
    match desk.config.choose_profile(typed, env.as_deref())? {
        Some((profile, _)) => Ok(profile),
        None => {
            let known: Vec<_> = desk.config.profiles.keys().map(String::as_str).collect();
            let help = if known.is_empty() {
                "`tt init` writes a profile; there is none yet".to_owned()
            } else {
                format!("name it with -p: {}", known.join(", "))
            };
            Err(Failure::usage("whose catalog is not said", help).into())
        }
    }
}

fn import(app: &mut App<'_>, args: &CatalogImportArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let name = profile(app, &desk, args.profile.as_deref())?.name.clone();
    let shown = args.file.display().to_string();
    let bytes = read(&args.file).map_err(|error| {
        Failure::usage(
            format!("{shown} cannot be read: {error}"),
            "name a file of JSON, or - for stdin; see `tt help catalog`",
        )
    })?;
    let read = file::read(&bytes)
        .map_err(|misread| Failure::usage(format!("{shown}: {misread}"), misread.help))?;
    drop(bytes);
    let done = ledger::import(&mut app.change()?, &name, &read, desk.now)?;
    tell(app, &desk, &name, &done)
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let n_bytes = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)?
    } else {
        std::fs::File::open(path)?
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)?
    };
    if n_bytes as u64 > MOST_BYTES {
        return Err(std::io::Error::other("it is larger than 1 GiB"));
    }
    Ok(bytes)
}

fn tell(app: &mut App<'_>, desk: &Desk, profile: &str, done: &Imported) -> anyhow::Result<()> {
    if app.global.json {
        let kinds: Vec<_> = done
            .kinds
            .iter()
            .map(|it| {
                json!({
                    "kind": it.kind, "items": it.n_items, "whole": it.is_whole,
                    "forgotten": it.n_forgotten,
                })
            })
            .collect();
        let as_of = desk.zone.rfc3339(done.as_of);
        let value = json!({ "profile": profile, "as_of": as_of, "kinds": kinds });
        return app.print(&json::line(&value));
    }
    if done.kinds.is_empty() {
        return app.print("read nothing: the file is empty\n");
    }
    let as_of = when::echo_instant(done.as_of, &desk.setting());
    app.print(&format!("read into {profile}, as of {as_of}:\n"))?;
    for it in &done.kinds {
        let whole = if it.is_whole { ", whole" } else { "" };
        let gone = match it.n_forgotten {
            0 => String::new(),
            n => format!(", {n} forgotten"),
        };
        app.print(&format!("  {} {}{whole}{gone}\n", it.n_items, it.kind))?;
    }
    Ok(())
}

fn list(app: &mut App<'_>, args: &CatalogListArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let whose = profile(app, &desk, args.profile.as_deref())?;
    let name = whose.name.clone();
    // Where the service cannot be asked, a file can be read.
    let refill = if has_adapter(whose.kind()) {
        format!("`tt catalog refresh {} -p {name}`", args.kind)
    } else {
        format!("`tt catalog import FILE -p {name}`")
    };
    let query = args.query.join(" ");
    let query = Some(query.trim()).filter(|query| !query.is_empty());
    let which = Which {
        query,
        inactive: args.all,
    };
    let store = app.look()?;
    let view = store.view();
    // A table shows so many rows and counts the others.
    let most = if app.global.json {
        u32::MAX
    } else {
        u32::try_from(table::MAX_ROWS).unwrap_or(u32::MAX)
    };
    let limit = args.limit.map_or(most, |limit| limit.min(most));
    let items = view.catalog_list(&name, args.kind, &which, limit)?;
    if app.global.json {
        app.print(&json::line(&items))?;
    } else if !items.is_empty() {
        let rows = rows(&items, &name, &view)?;
        let name_at = rows[0].iter().position(|title| title == "name");
        let flexible = name_at.unwrap_or_default();
        app.print(&table::columns(rows, &[flexible], app.canvas()))?;
        let n_all = view.catalog_count(&name, args.kind, &which)?;
        let n_shown = items.len() as u64;
        if args.limit.is_none_or(|limit| limit > most) && n_all > n_shown {
            let n_more = n_all - n_shown;
            app.print(&format!(
                "{n_more} more not shown: add a QUERY, or use --json\n"
            ))?;
        }
    }
    remark(
        app,
        &desk,
        (&name, args.kind, &refill),
        &view,
        items.is_empty(),
        query,
    )
}

/// Says what is missing, and how old the rest is.
fn remark(
    app: &mut App<'_>,
    desk: &Desk,
    (profile, kind, refill): (&str, CatalogKind, &str),
    view: &View<'_>,
    is_empty: bool,
    query: Option<&str>,
) -> anyhow::Result<()> {
    let every = Which {
        query: None,
        inactive: true,
    };
    let fresh = view.freshness(profile, kind)?;
    if is_empty && view.catalog_count(profile, kind, &every)? == 0 {
        return app.say(&match fresh {
            Some(fresh) if fresh.whole => format!("{profile} has no {kind}"),
            _ => format!("profile {profile} knows no {kind} yet\n  help: {refill} reads them"),
        });
    }
    if is_empty {
        let near = match query {
            Some(query) => view.catalog_nearest(profile, kind, query)?,
            None => Vec::new(),
        };
        let near = match near.as_slice() {
            [] => "--all shows those out of use too".to_owned(),
            near => format!("there is {}", sanitize(&near.join(", "))),
        };
        app.say(&format!("no such {kind} in use; {near}"))?;
    }
    let age = fresh.map(|fresh| desk.now.saturating_sub(fresh.refreshed_at));
    let most = desk.config.sync.catalog_max_age;
    if let Some(age) = age.filter(|age| *age > most) {
        app.say(&format!(
            "note: these {kind} are {} old, older than [sync] catalog_max_age ({}); {refill} reads \
             them anew",
            age_words(age),
            span::people(most)
        ))?;
    }
    Ok(())
}

/// An age in the largest unit that says enough.
fn age_words(seconds: i64) -> String {
    match seconds / 86_400 {
        0 | 1 => span::people(seconds - seconds % 60),
        days => format!("{days} days"),
    }
}

/// Number and name, and of the rest what any of the items has.
fn rows(
    items: &[CatalogItem],
    profile: &str,
    view: &View<'_>,
) -> Result<Vec<Vec<String>>, StoreError> {
    let mut clients = BTreeMap::new();
    let mut columns: Vec<(&str, Vec<String>)> = vec![
        ("id", items.iter().map(|item| item.id.clone()).collect()),
        (
            "code",
            items
                .iter()
                .map(|item| item.code.clone().unwrap_or_default())
                .collect(),
        ),
        ("name", items.iter().map(|item| item.name.clone()).collect()),
    ];
    let mut of_client = Vec::new();
    for item in items {
        let id = item.text(names::CLIENT).unwrap_or_default();
        if !clients.contains_key(&id) {
            let client = view.catalog_item(profile, CatalogKind::Clients, &id)?;
            clients.insert(id.clone(), client.map_or(id.clone(), |client| client.name));
        }
        of_client.extend(clients.get(&id).cloned());
    }
    columns.push(("client", of_client));
    for fact in [
        names::BOARD,
        names::STATUS,
        names::AGREEMENT_TYPE,
        names::BILLABLE,
    ] {
        let words = items.iter().map(|item| item.text(fact).unwrap_or_default());
        columns.push((fact, words.collect()));
    }
    if items.iter().any(|item| item.kind == CatalogKind::Tenant) {
        let said = |item: &CatalogItem| {
            let fact = |(name, value): (&String, &Value)| format!("{name} {value}");
            item.facts.iter().map(fact).collect::<Vec<_>>().join(", ")
        };
        columns.push(("settings", items.iter().map(said).collect()));
    }
    if items.iter().any(|item| !item.active) {
        let words = items
            .iter()
            .map(|item| if item.active { "yes" } else { "no" });
        columns.push(("active", words.map(str::to_owned).collect()));
    }
    columns.retain(|(title, cells)| *title == "name" || cells.iter().any(|it| !it.is_empty()));
    let mut rows = vec![
        columns
            .iter()
            .map(|(title, _)| title.replace('_', " "))
            .collect(),
    ];
    for at in 0..items.len() {
        let cells = columns
            .iter()
            .map(|(_, cells)| sanitize(&cells[at]).into_owned());
        rows.push(cells.collect());
    }
    Ok(rows)
}
