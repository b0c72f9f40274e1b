//! `tt check`: asks the rules again, as submitting would; changes nothing.

use super::choose::{self, Choice};
use super::say;
use crate::app::App;
use crate::cli::CheckArgs;
use crate::domain::status::Status;
use crate::ledger;
use crate::store::Filter;
use serde_json::json;

/// Runs `tt check`.
///
/// # Errors
/// Words that are not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &CheckArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let ids = if args.which.is_empty() {
        let filter = Filter {
            status: vec![Status::Open, Status::Rejected],
            ..Filter::default()
        };
        let looked = app.look()?;
        looked
            .view()
            .entries(&filter)
            .map(|row| Ok(row?.0.id))
            .collect::<anyhow::Result<Vec<_>>>()?
    } else {
        let choice = Choice {
            words: &args.which,
            all: false,
            profile: args.profile.as_deref(),
        };
        choose::entries(app, &desk, &choice, "check")?
    };
    let mut found = Vec::new();
    if !ids.is_empty() {
        let mut store = app.change()?;
        found = ledger::check(&mut store, &ids, &site)?;
    }
    if app.global.json {
        let rows: Vec<_> = found
            .iter()
            .map(|(id, breaches)| json!({ "id": id, "breaches": breaches }))
            .collect();
        return app.print(&format!("{}\n", serde_json::to_string(&rows)?));
    }
    let n_clean = found
        .iter()
        .filter(|(_, breaches)| breaches.is_empty())
        .count();
    for (id, breaches) in &found {
        for breach in breaches {
            let text = format!(
                "entry {id}: {}\n  rule: {}\n  help: {}\n",
                breach.message, breach.rule, breach.help
            );
            app.print(&crate::screen::sanitize_lines(&text))?;
            app.print("\n")?;
        }
    }
    let n_all = found.len();
    app.print(&format!("{n_clean} of {n_all} in order\n"))
}
