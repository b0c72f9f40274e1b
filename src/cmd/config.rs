//! `tt config`: where the configuration is, and whether it can be used.

use super::editor;
use crate::app::App;
use crate::cli::{ConfigAction, ConfigArgs};
use crate::config::{self, Severity};
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;

/// Runs `tt config`.
///
/// # Errors
/// A configuration that cannot be used.
pub fn run(app: &mut App<'_>, args: &ConfigArgs) -> anyhow::Result<()> {
    match args.action {
        ConfigAction::Path => path(app),
        ConfigAction::Check => check(app),
        ConfigAction::Edit => edit(app),
    }
}

fn path(app: &mut App<'_>) -> anyhow::Result<()> {
    let rows = app.paths.explain();
    if app.global.json {
        let mut value = serde_json::json!({ "ok": true });
        for row in rows {
            value[row.key] = row.value.into();
        }
        return app.print(&json::line(&value));
    }
    for row in rows {
        app.print(&format!(
            "{:<7}{}  ({})\n",
            row.key,
            sanitize(&row.value),
            row.origin
        ))?;
    }
    Ok(())
}

fn edit(app: &mut App<'_>) -> anyhow::Result<()> {
    let path = app.paths.config.path.clone();
    if !path.exists() {
        let help = "`tt init` writes one, and `tt help config` tells what may stand in it";
        return Err(Failure::nothing(format!("there is no {}", path.display()), help).into());
    }
    editor::edit_file(app, &path)?;
    check(app)
}

fn check(app: &mut App<'_>) -> anyhow::Result<()> {
    let findings = config::check(&app.paths, app.around.env);
    let (errors, warnings): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Error);
    for warning in &warnings {
        app.say(&format!("warning: {}", sanitize(&warning.to_string())))?;
    }
    if !errors.is_empty() {
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        let help = "correct the file, then run `tt config check` again";
        return Err(Failure::new(Code::Config, lines.join("\n"), help).into());
    }
    // The zone and the profile are part of what must work.
    app.desk()?;
    if app.global.json {
        let warnings: Vec<_> = warnings.iter().map(ToString::to_string).collect();
        let value = serde_json::json!({ "ok": true, "warnings": warnings });
        return app.print(&json::line(&value));
    }
    let path = &app.paths.config.path;
    let shown = path.display().to_string();
    let shown = sanitize(&shown);
    let text = if path.exists() {
        format!("{shown} is in order\n")
    } else {
        format!("no {shown}; everything local works without one\n")
    };
    app.print(&text)
}
