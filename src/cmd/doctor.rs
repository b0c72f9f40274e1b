//! `tt doctor`: looks at everything a person relies on, a line a finding; with
//! `--repair` it also puts right what can be. Without it nothing is changed.

mod checks;
mod permissions;
mod repair;

use crate::app::App;
use crate::cli::DoctorArgs;
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use crate::store::repair::{Health, look};
use crate::store::snapshots;
use serde_json::{Value, json};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Severity {
    Fine,
    Note,
    Warning,
    Error,
}

impl Severity {
    const fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line of the report.
struct Finding {
    /// What was looked at.
    check: &'static str,
    severity: Severity,
    message: String,
    /// The one thing to do; empty where there is nothing to do.
    help: String,
    /// The kind of failure that an error is.
    code: Code,
}

impl Finding {
    fn new(check: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            check,
            severity,
            message: message.into(),
            help: String::new(),
            code: Code::Data,
        }
    }

    fn fine(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Severity::Fine, message)
    }

    fn help(self, help: impl Into<String>) -> Self {
        let help = help.into();
        Self { help, ..self }
    }

    fn code(self, code: Code) -> Self {
        Self { code, ..self }
    }

    fn json(&self) -> Value {
        json!({
            "check": self.check,
            "severity": self.severity.word(),
            "message": self.message,
            "help": self.help,
        })
    }

    /// `warning  permissions    …; help: …`
    fn line(&self) -> String {
        let help = match self.help.as_str() {
            "" => String::new(),
            help => format!("; help: {help}"),
        };
        let line = format!(
            "{:<8} {:<14} {}{help}",
            self.severity.word(),
            self.check,
            self.message
        );
        format!("{}\n", sanitize(&line))
    }
}

/// Runs `tt doctor`.
///
/// # Errors
/// A repair that was not wanted, or that cannot be made.
pub fn run(app: &mut App<'_>, args: &DoctorArgs) -> anyhow::Result<()> {
    let repaired = if args.repair {
        Some(repair::run(app)?)
    } else {
        None
    };
    let findings = examine(app);
    report(app, &findings, repaired)
}

/// Everything, in the order in which it is told.
fn examine(app: &App<'_>) -> Vec<Finding> {
    let db = &app.paths.db.path;
    let mut findings = Vec::new();
    // Before SQLite looks: it puts a leftover journal right in passing.
    let left = checks::leftovers(db);
    let health = look(db, app.now);
    findings.extend(checks::database(db, &health));
    findings.extend(left);
    findings.extend(checks::configuration(app));
    findings.extend(checks::schedule(app));
    findings.extend(checks::zone(app));
    if let Ok(Health::Good(store)) = &health {
        findings.push(checks::clock(store, app.now));
    }
    findings.extend(permissions::findings(&app.paths));
    findings.push(checks::locks(db));
    if let Ok(Health::Good(_)) = health {
        drop(health);
        if let Err(error) = snapshots::take_if_due(db, app.now) {
            let found = format!("none could be taken: {error}");
            findings.push(Finding::new("snapshots", Severity::Warning, found).help(error.help()));
        }
    }
    findings.push(checks::snapshots(db, app.now));
    findings
}

fn report(app: &mut App<'_>, findings: &[Finding], repaired: Option<Value>) -> anyhow::Result<()> {
    let errors: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    // Of several causes the first of 7, 5, 4, 6 counts.
    let rank = |code: Code| [7, 5, 4, 6].iter().position(|exit| *exit == code.exit());
    let worst = errors.iter().min_by_key(|finding| rank(finding.code));
    app.exit = worst.map_or(0, |worst| worst.code.exit());
    if !app.global.json {
        for finding in findings {
            app.print(&finding.line())?;
        }
        return Ok(());
    }
    let listed: Vec<_> = findings.iter().map(Finding::json).collect();
    let mut value = match worst {
        None => json!({ "ok": true }),
        Some(worst) => {
            let failure = Failure::new(worst.code, &worst.message, &worst.help);
            serde_json::from_str(&failure.json())?
        }
    };
    value["findings"] = listed.into();
    if let Some(repaired) = repaired {
        value["repaired"] = repaired;
    }
    app.print(&format!("{value}\n"))
}
