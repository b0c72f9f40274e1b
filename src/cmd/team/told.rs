//! What is told of each sheet and entry that an approver decided about, and the exit
//! code that comes of all.

use crate::app::App;
use crate::domain::charge::Reference;
use crate::domain::status::Status;
use crate::failure::Code;
use crate::report::phrase::{length, n_entries};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::sync::backend::{BackendError, Decision, ErrorKind};
use serde::Serialize;

/// More lines than these are only counted.
pub const MOST_LINES: usize = 1_000;

/// What became of one sheet or entry.
#[derive(Debug, Serialize)]
pub struct Told {
    /// `sheet` or `entry`.
    pub kind: &'static str,
    /// Its identity there.
    pub remote_id: String,
    /// Whose, as people call them.
    pub member: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    /// Seconds worked.
    pub worked_seconds: Option<i64>,
    /// How many are on a sheet.
    pub entries: Option<u64>,
    /// Where it stood before.
    pub before: Option<&'static str>,
    /// Where it stands now.
    pub status: Option<&'static str>,
    /// `done`, `already`, `would` or `refused`.
    pub result: &'static str,
    /// What is to be known of it, or why not.
    pub message: Option<String>,
    /// The one thing to do.
    #[serde(skip)]
    pub help: String,
    /// How it failed.
    #[serde(skip)]
    pub failed: Option<ErrorKind>,
}

/// The command, what it has done, and where it leads.
pub fn words(decision: &Decision) -> (&'static str, &'static str, Status) {
    match decision {
        Decision::Approve => ("approve", "approved", Status::Approved),
        Decision::Reject { .. } => ("reject", "rejected", Status::Rejected),
    }
}

/// The login name, else the name, else the number.
pub fn called(member: &Reference) -> String {
    match (&member.name, &member.id) {
        (Some(name), Some(id)) if *id == member.typed => name.clone(),
        _ => member.typed.clone(),
    }
}

/// One that was not done.
pub fn refused(kind: &'static str, id: &str, error: &BackendError) -> Told {
    Told {
        kind,
        remote_id: id.to_owned(),
        member: None,
        from: None,
        to: None,
        worked_seconds: None,
        entries: None,
        before: None,
        status: None,
        result: "refused",
        message: Some(error.message.clone()),
        help: error.help.clone(),
        failed: Some(error.kind.clone()),
    }
}

/// The first of 5, 4, 6 that occurs; 1 where none of them is there at all.
fn exit(told: &[Told]) -> u8 {
    let failed: Vec<_> = told.iter().filter_map(|it| it.failed.as_ref()).collect();
    let code = |kind: &ErrorKind| match kind {
        ErrorKind::Unauthorized | ErrorKind::Misconfigured => Code::Login.exit(),
        ErrorKind::RateLimited(_)
        | ErrorKind::Unreachable
        | ErrorKind::OutcomeUnknown
        | ErrorKind::Protocol => Code::Later.exit(),
        _ => Code::Person.exit(),
    };
    if !failed.is_empty()
        && failed.len() == told.len()
        && failed.iter().all(|kind| **kind == ErrorKind::NotFound)
    {
        return Code::Nothing.exit();
    }
    let order = [Code::Login, Code::Person, Code::Later];
    let all: Vec<u8> = failed.into_iter().map(code).collect();
    let first = order.into_iter().map(|code| code.exit());
    first
        .into_iter()
        .find(|code| all.contains(code))
        .unwrap_or(0)
}

/// Tells all, and sets the exit code.
///
/// # Errors
/// The stream's.
pub fn report(
    app: &mut App<'_>,
    profile: &str,
    told: &[Told],
    decision: &Decision,
) -> anyhow::Result<()> {
    let (verb, done, _) = words(decision);
    app.exit = exit(told);
    if app.global.json {
        let of = |kind: &str| told.iter().filter(|it| it.kind == kind).collect::<Vec<_>>();
        return app.print(&json::line(&serde_json::json!({
            "ok": app.exit == 0,
            "profile": profile,
            "sheets": of("sheet"),
            "entries": of("entry"),
        })));
    }
    for row in told.iter().take(MOST_LINES) {
        let lead = match row.result {
            "done" => done.to_owned(),
            "would" => format!("would {verb}"),
            _ => format!("already {}", row.status.unwrap_or(done)),
        };
        if row.failed.is_some() {
            let message = row.message.as_deref().unwrap_or_default();
            let line = format!("{} {} was not {done}: {message}", row.kind, row.remote_id);
            app.say(&sanitize(&line))?;
            if !row.help.is_empty() {
                app.say(&format!("  help: {}", sanitize(&row.help)))?;
            }
            continue;
        }
        app.print(&(sanitize(&format!("{lead} {}", said(row))).into_owned() + "\n"))?;
        if let Some(note) = &row.message {
            app.say(&format!("note: {}", sanitize(note)))?;
        }
    }
    let more = told.len().saturating_sub(MOST_LINES);
    if more > 0 {
        app.say(&format!("and {more} more: --json has them all"))?;
    }
    let n_failed = told.iter().filter(|it| it.failed.is_some()).count();
    if n_failed > 0 {
        app.say(&format!("{n_failed} of {} not {done}", told.len()))?;
    }
    Ok(())
}

/// `sheet 4410: asmith, 2026-11-14..2026-11-20, 5 entries, 40h`
fn said(row: &Told) -> String {
    let mut parts: Vec<String> = row.member.iter().cloned().collect();
    match (&row.from, &row.to) {
        (Some(from), Some(to)) if from == to => parts.push(from.clone()),
        (Some(from), Some(to)) => parts.push(format!("{from}..{to}")),
        _ => {}
    }
    parts.extend(row.entries.map(n_entries));
    parts.extend(row.worked_seconds.map(length));
    format!("{} {}: {}", row.kind, row.remote_id, parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_is_that_of_the_gravest() {
        use ErrorKind::{Conflict, NotFound, Unauthorized, Unreachable};
        let row = |kind: Option<ErrorKind>| Told {
            failed: kind,
            ..refused("entry", "1", &BackendError::new(Conflict, "", ""))
        };
        for (kinds, code) in [
            (vec![], 0),
            (vec![None], 0),
            (vec![None, Some(Conflict)], 4),
            (vec![None, Some(NotFound)], 4),
            (vec![Some(NotFound), Some(NotFound)], 1),
            (vec![None, Some(Unreachable)], 6),
            (vec![Some(Unreachable), Some(Conflict)], 4),
            (vec![Some(Conflict), Some(Unauthorized)], 5),
        ] {
            let told: Vec<_> = kinds.iter().cloned().map(row).collect();
            assert_eq!(exit(&told), code, "{kinds:?}");
        }
    }
}
