//! `tt split`: parts an entry.

use super::edit::change_fields;
use super::{fields, say};
use crate::app::{App, Desk};
use crate::cli::{SplitArgs, Writing};
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::when;
use crate::domain::zone::Zone;
use crate::failure::Failure;
use crate::ledger::{self, Cut};
use crate::report::Item;

/// Runs `tt split`.
///
/// # Errors
/// No such entry, a place that is not within it, rules, configuration, the store.
pub fn run(app: &mut App<'_>, args: &SplitArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let looked = app.look()?;
    let ids = ledger::expect_ids(&looked, std::slice::from_ref(&args.id))?;
    let [id] = ids.as_slice() else {
        return Err(Failure::usage("one entry is parted at a time", "name one entry").into());
    };
    let cut = |entry: &Entry| cut(entry, args, &desk);
    let later = |content: &mut Content| later(content, args, &desk);
    let made = if args.dry_run {
        let made = ledger::split_planned(&looked, *id, &site, cut, later)?;
        let items: Vec<_> = made.iter().map(Item::planned).collect();
        say::items(app, &desk, &items, "would be")?;
        made
    } else {
        drop(looked);
        let mut store = app.change()?;
        let made = ledger::split(&mut store, *id, &site, cut, later)?;
        let ids: Vec<_> = made.iter().map(|entry| entry.id).collect();
        say::touched(app, &desk, &store, &ids, "part")?;
        made
    };
    for entry in &made {
        say::remarks(app, &[], entry)?;
    }
    Ok(())
}

fn cut(entry: &Entry, args: &SplitArgs, desk: &Desk) -> anyhow::Result<Cut> {
    let mut setting = desk.setting();
    setting.zone = Zone::parse(&entry.content.zone).unwrap_or(setting.zone);
    if let Some(at) = &args.at {
        // Without clock times there is nothing to count from; the ledger says so.
        let start = entry.content.start.unwrap_or(setting.now);
        return Ok(Cut::At(when::end_after(start, at, &setting)?.end));
    }
    if let Some(length) = &args.after {
        return Ok(Cut::After(when::length(length)?.seconds()));
    }
    Ok(match args.into {
        Some(n) => Cut::Into(n),
        None => Cut::Midnight(setting.zone),
    })
}

fn later(content: &mut Content, args: &SplitArgs, desk: &Desk) -> anyhow::Result<()> {
    let writing = Writing {
        internal_note: args.internal_note.clone(),
        ..Writing::default()
    };
    change_fields(content, desk, &args.fields, &writing)?;
    if let Some(note) = &args.note {
        content.note = fields::some_text(note);
    }
    Ok(())
}
