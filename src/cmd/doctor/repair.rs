//! `tt doctor --repair`: permissions, and a damaged database, which is moved aside
//! and replaced by the best copy. Asks first, or needs `--yes`.

use super::{checks, permissions};
use crate::app::App;
use crate::domain::zone::rfc3339;
use crate::failure::{Code, Failure};
use crate::store::repair::{Copy, Health, best_copy, look, restore};
use crate::store::snapshots;
use crate::sync::lock::RunLock;
use serde_json::{Value, json};
use std::io::{BufRead as _, IsTerminal as _};

/// Puts right what can be; what was done, for `--json`.
///
/// # Errors
/// A repair that is not wanted, that has no copy to restore, or that fails.
pub(super) fn run(app: &mut App<'_>) -> anyhow::Result<Value> {
    let private = permissions::repair(&app.paths);
    for path in &private {
        app.say(&format!("note: {path} is private now"))?;
    }
    let mut done = json!({ "permissions": private });
    if let Health::Damaged(found) = look(&app.paths.db.path, app.now)? {
        done["database"] = database(app, &found)?;
    }
    Ok(done)
}

fn database(app: &mut App<'_>, found: &[String]) -> anyhow::Result<Value> {
    let db = app.paths.db.path.clone();
    let Some(copy) = best_copy(&db)? else {
        let help = "save what can be read with `sqlite3 FILE .recover`, or move the file and \
                    the one beside it that ends in .id away to begin afresh";
        let first = found.first().map(String::as_str).unwrap_or_default();
        let says = format!("{first}; and there is no good snapshot or backup of it");
        return Err(Failure::new(Code::Data, says, help).into());
    };
    let mut locks = Vec::new();
    for (_, profile) in checks::lock_files(&db) {
        match RunLock::take(&db, &profile)? {
            Some(lock) => locks.push(lock),
            None => {
                let says = format!("a sync of profile {profile} is running");
                return Err(Failure::new(Code::Later, says, "repeat the command after it").into());
            }
        }
    }
    app.say(&format!(
        "{} is damaged; the best copy is {}: {}",
        db.display(),
        copy.file.display(),
        known(&copy)
    ))?;
    confirm(app)?;
    let repaired = restore(&db, &copy, app.now)?;
    let aside: Vec<_> = repaired
        .aside
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    for path in &aside {
        app.say(&format!("note: moved aside, not deleted: {path}"))?;
    }
    let lost = match repaired.journal_before {
        Some(n) if n <= copy.journal => "nothing is missing".to_owned(),
        Some(n) => format!(
            "lines {} to {n} of the journal are missing",
            copy.journal + 1
        ),
        None => format!(
            "whatever was done after line {} of the journal is missing",
            copy.journal
        ),
    };
    app.say(&format!(
        "note: restored; {lost}; see `tt list` and book it again"
    ))?;
    // The copy that was restored stays the newest: the next one is due when something happens.
    let _ = snapshots::take_if_due(&db, app.now);
    Ok(json!({
        "aside": aside,
        "restored": copy.file.display().to_string(),
        "journal": copy.journal,
        "journal_before": repaired.journal_before,
        "last_entry": copy.last_entry,
    }))
}

/// `12 entries, the last is 12, journal up to line 14 (2026-11-22T09:07:33+00:00)`
fn known(copy: &Copy) -> String {
    let last = copy
        .last_entry
        .map_or_else(String::new, |id| format!(", the last is {id}"));
    let at = copy
        .journal_at
        .map_or_else(String::new, |at| format!(" ({})", rfc3339(at, 0)));
    format!(
        "{} entries{last}, journal up to line {}{at}",
        copy.entries, copy.journal
    )
}

fn confirm(app: &mut App<'_>) -> anyhow::Result<()> {
    if app.global.yes {
        return Ok(());
    }
    let stdin = std::io::stdin();
    if !app.around.err_is_terminal || !stdin.is_terminal() {
        return Err(Failure::usage(
            "moving the damaged file aside needs a yes",
            "add --yes: `tt doctor --repair --yes`",
        )
        .into());
    }
    write!(
        app.around.err,
        "move it aside and restore this copy? [y/N] "
    )?;
    app.around.err.flush()?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    if matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::new(
        Code::Interrupted,
        "nothing was changed",
        "answer y to restore the copy",
    )
    .into())
}
