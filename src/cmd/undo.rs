//! `tt undo`: takes the last step back.

use super::say;
use crate::app::App;
use crate::cli::UndoArgs;
use crate::ledger;

/// Most entries that are shown one by one.
const MOST_LINES: usize = 50;

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
    // Of an import nobody reads a line an entry.
    if ids.len() > MOST_LINES && !app.global.json {
        let (n, action) = (ids.len(), undone.action);
        let ends = ids.iter().min().zip(ids.iter().max());
        let numbers = ends.map(|(first, last)| format!(": {first}–{last}"));
        let numbers = numbers.unwrap_or_default();
        app.print(&format!("undid {action} of {n} entries{numbers}\n"))?;
    } else {
        let done = format!("undid {} of", undone.action);
        say::touched(app, &desk, &store, &ids, &done)?;
        for entry in undone.entries.iter().filter(|entry| entry.removed) {
            app.say(&format!("note: entry {} is gone", entry.id))?;
        }
    }
    for (id, fields) in &undone.kept {
        let fields = fields.join(", ").replace('_', " ");
        app.say(&format!(
            "note: entry {id} keeps its {fields}: the service changed it since"
        ))?;
    }
    Ok(())
}
