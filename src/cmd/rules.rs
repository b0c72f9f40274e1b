//! `tt rules`: the rule table, as text or JSON.

use crate::app::App;
use crate::cli::RulesArgs;
use crate::rules;

/// Runs `tt rules`.
///
/// # Errors
/// The stream's.
pub fn run(app: &mut App<'_>, args: &RulesArgs) -> anyhow::Result<()> {
    let rows = rules::explain::rows(args.backend);
    if app.global.json {
        let text = serde_json::to_string_pretty(&rows)?;
        return app.print(&format!("{text}\n"));
    }
    let mut text = String::new();
    for row in &rows {
        text.push_str(&format!(
            "{}\n  {}: {}\n  stages: {}\n  help: {}\n  source: {}\n\n",
            row.id, row.consequence, row.message, row.stages, row.help, row.source
        ));
    }
    app.print(text.trim_end_matches('\n'))?;
    app.print("\n")
}
