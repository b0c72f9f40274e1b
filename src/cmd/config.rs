//! `tt config`: where the configuration is, and whether it can be used.

use crate::app::App;
use crate::cli::{ConfigAction, ConfigArgs};
use crate::config::{self, Severity};
use crate::failure::{Code, Failure};

/// Runs `tt config`.
///
/// # Errors
/// A configuration that cannot be used.
pub fn run(app: &mut App<'_>, args: &ConfigArgs) -> anyhow::Result<()> {
    match args.action {
        ConfigAction::Path => path(app),
        ConfigAction::Check => check(app),
    }
}

fn path(app: &mut App<'_>) -> anyhow::Result<()> {
    let rows = app.paths.explain();
    if app.global.json {
        let mut value = serde_json::json!({ "ok": true });
        for row in rows {
            value[row.key] = row.value.into();
        }
        return app.print(&format!("{value}\n"));
    }
    for row in rows {
        app.print(&format!(
            "{:<7}{}  ({})\n",
            row.key,
            crate::screen::sanitize(&row.value),
            row.origin
        ))?;
    }
    Ok(())
}

fn check(app: &mut App<'_>) -> anyhow::Result<()> {
    let findings = config::check(&app.paths, app.around.env);
    let (errors, warnings): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Error);
    for warning in &warnings {
        app.say(&format!("warning: {warning}"))?;
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
        return app.print(&format!("{value}\n"));
    }
    let path = &app.paths.config.path;
    let text = if path.exists() {
        format!("{} is in order\n", path.display())
    } else {
        format!(
            "no {}; everything local works without one\n",
            path.display()
        )
    };
    app.print(&text)
}
