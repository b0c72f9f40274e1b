//! `tt undo`: takes the last step back.

use super::say;
use crate::app::App;
use crate::cli::UndoArgs;
use crate::ledger;

/// Runs `tt undo`.
///
/// # Errors
/// Nothing to take back, a locked entry, configuration, the store.
pub fn run(app: &mut App<'_>, _args: &UndoArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let mut store = app.change()?;
    let undone = ledger::undo(&mut store, &site)?;
    let ids: Vec<_> = undone.entries.iter().map(|entry| entry.id).collect();
    say::touched(
        app,
        &desk,
        &store,
        &ids,
        &format!("undid {} of", undone.action),
    )?;
    for entry in undone.entries.iter().filter(|entry| entry.removed) {
        app.say(&format!("note: entry {} is gone", entry.id))?;
    }
    for (id, fields) in &undone.kept {
        let fields = fields.join(", ").replace('_', " ");
        app.say(&format!(
            "note: entry {id} keeps its {fields}: the service changed it since"
        ))?;
    }
    Ok(())
}
