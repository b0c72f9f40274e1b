//! `tt completions`: prints the script of a shell.

use crate::app::App;
use crate::cli::{CompletionsArgs, generate};
use crate::report::render::json;

/// Runs `tt completions`.
///
/// # Errors
/// The stream's.
pub fn run(app: &mut App<'_>, args: &CompletionsArgs) -> anyhow::Result<()> {
    let script = String::from_utf8(generate::completions(args.shell))?;
    if app.global.json {
        let value = serde_json::json!({ "ok": true, "shell": args.shell.word(), "script": script });
        return app.print(&json::line(&value));
    }
    app.print(&script)
}
