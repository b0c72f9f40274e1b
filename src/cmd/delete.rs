//! `tt delete`: takes entries back; never asks, because it can be undone.

use super::say;
use crate::app::App;
use crate::cli::DeleteArgs;
use crate::ledger;

/// Runs `tt delete`.
///
/// # Errors
/// Entries that do not exist or may not go; configuration; the store.
pub fn run(app: &mut App<'_>, args: &DeleteArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let looked = app.look()?;
    let ids = ledger::expect_ids(&looked, &args.ids)?;
    drop(looked);
    let mut store = app.change()?;
    let removed = ledger::remove(&mut store, &ids, &site)?;
    let ids: Vec<_> = removed.iter().map(|entry| entry.id).collect();
    say::touched(app, &desk, &store, &ids, "deleted")
}
