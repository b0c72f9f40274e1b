//! `tt resolve`: a person's answer to what needs one.

use super::say;
use crate::app::{App, Desk};
use crate::cli::{ResolveArgs, Side};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::status::Origin;
use crate::domain::when::{Selector, selector};
use crate::failure::Failure;
use crate::ledger::{self, Answer};
use crate::report::Item;
use crate::store::Store;

/// Runs `tt resolve`.
///
/// # Errors
/// Entries that do not exist, an answer that does not fit, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ResolveArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let answer = answer(args, &desk)?;
    let looked = app.look()?;
    let ids = chosen(&looked, &args.ids)?;
    drop(looked);
    if matches!(answer, Answer::Adopt(_)) && ids.len() > 1 {
        let help = "one entry is one record there: `tt resolve ID --adopt REMOTE_ID`";
        return Err(Failure::usage("several entries cannot be one record", help).into());
    }
    let mut store = app.change()?;
    settle(app, &desk, &mut store, &ids, &answer)
}

/// Settles these entries and prints what became of them.
///
/// # Errors
/// As [`ledger::resolve`], and the stream's.
pub(super) fn settle(
    app: &mut App<'_>,
    desk: &Desk,
    store: &mut Store,
    ids: &[EntryId],
    answer: &Answer,
) -> anyhow::Result<()> {
    let site = say::site(app, desk);
    let settled = ledger::resolve(store, ids, answer, &site)?;
    let mut listed = Vec::new();
    for entry in &settled {
        listed.extend(store.view().entry(entry.id)?);
    }
    let items: Vec<_> = listed
        .iter()
        .map(|(entry, link)| {
            let is_named = ids.contains(&entry.id);
            (
                Item::stored(entry, link.as_ref()),
                done(answer, entry, is_named),
            )
        })
        .collect();
    say::each(app, desk, &items)
}

fn answer(args: &ResolveArgs, desk: &Desk) -> Result<Answer, Failure> {
    Ok(match (args.keep, &args.adopt) {
        (Some(Side::Mine), _) => Answer::KeepMine,
        (Some(Side::Theirs), _) => Answer::KeepTheirs,
        (Some(Side::Both), _) => Answer::KeepBoth,
        (None, Some(id)) if id.trim().is_empty() => {
            let help = "`tt review` lists the records that it may be";
            return Err(Failure::usage("which record it is, is not said", help));
        }
        (None, Some(id)) => Answer::Adopt(RemoteId(id.trim().to_owned())),
        (None, None) if args.release => Answer::Release,
        (None, None) if args.retry => Answer::Retry,
        (None, None) => Answer::Resend {
            quarantine: desk.config.sync.quarantine,
        },
    })
}

/// Numbers of entries that were taken away count: their service may not have let go.
fn chosen(store: &Store, words: &[String]) -> anyhow::Result<Vec<EntryId>> {
    let mut ids = Vec::new();
    for word in words {
        match selector(word)? {
            Selector::Id(n) if store.view().entry(EntryId(n))?.is_some() => ids.push(EntryId(n)),
            _ => ids.extend(ledger::expect_ids(store, std::slice::from_ref(word))?),
        }
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// What was done to an entry, in a word or two. `is_named` is false of one that came
/// from the service by it.
fn done(answer: &Answer, entry: &Entry, is_named: bool) -> &'static str {
    match answer {
        Answer::Release => "released",
        Answer::Retry => "to be tried again",
        Answer::KeepMine if entry.removed => "to be deleted there too",
        Answer::KeepMine => "kept as it is here",
        Answer::KeepTheirs if entry.removed => "deleted here too",
        Answer::KeepTheirs => "taken over",
        Answer::KeepBoth if !is_named && entry.origin == Origin::Imported => "taken over",
        Answer::KeepBoth => "kept as another one",
        Answer::Adopt(_) => "tied, to be verified by the next sync",
        Answer::Resend { .. } => "to be sent again",
    }
}
