//! `tt check`: asks the rules again, as submitting would; changes nothing. Its exit
//! code is that of submitting, so that scripts may ask first.

use super::choose::{self, Choice};
use super::say;
use crate::app::{App, Desk};
use crate::cli::CheckArgs;
use crate::domain::ids::EntryId;
use crate::failure::Code;
use crate::ledger::{self, Move, Stands};
use serde_json::json;

/// Runs `tt check`.
///
/// # Errors
/// Words that are not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &CheckArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let ids = if args.which.is_empty() {
        everything_open(app, &desk, args)?
    } else {
        let choice = Choice {
            words: &args.which,
            all: false,
            profile: args.profile.as_deref(),
        };
        choose::entries(app, &desk, &choice, "check", &Move::Submit)?
    };
    let found = ledger::check(&app.look()?, &ids, &site)?;
    if found.iter().any(|one| one.locked) {
        app.exit = Code::Locked.exit();
    } else if found.iter().any(|one| one.refuses) {
        app.exit = Code::Rule.exit();
    }
    if app.global.json {
        let rows: Vec<_> = found
            .iter()
            .map(|one| json!({ "id": one.id, "breaches": one.breaches }))
            .collect();
        return app.print(&format!("{}\n", serde_json::to_string(&rows)?));
    }
    print(app, &found)?;
    let unknown = found.iter().flat_map(|one| {
        let lines = one.unknown.iter();
        lines.map(|line| (one.id, line.clone()))
    });
    say::unknown_of(app, unknown)
}

/// Of every profile, unless one is named.
fn everything_open(
    app: &mut App<'_>,
    desk: &Desk,
    args: &CheckArgs,
) -> anyhow::Result<Vec<EntryId>> {
    let found = ledger::candidates(&app.look()?, None, Move::Submit.takes())?;
    let profile = match args.profile.as_deref() {
        Some(name) => Some(desk.config.choose_profile(Some(name), None)?),
        None => None,
    };
    let is_meant = |profile_of: Option<&str>| {
        profile.as_ref().is_none_or(|chosen| {
            chosen.as_ref().map(|(profile, _)| profile.name.as_str()) == profile_of
        })
    };
    let meant = found
        .into_iter()
        .filter(|candidate| is_meant(candidate.profile.as_deref()));
    Ok(meant.map(|candidate| candidate.id).collect())
}

fn print(app: &mut App<'_>, found: &[Stands]) -> anyhow::Result<()> {
    let mut n_clean = 0;
    for one in found {
        n_clean += usize::from(one.breaches.is_empty());
        for breach in &one.breaches {
            let text = format!(
                "entry {}: {}\n  rule: {}\n  help: {}\n",
                one.id, breach.message, breach.rule, breach.help
            );
            app.print(&crate::screen::sanitize_lines(&text))?;
            app.print("\n")?;
        }
    }
    app.print(&format!("{n_clean} of {} in order\n", found.len()))
}
