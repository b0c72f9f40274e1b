//! Approves or gives back other people's time on the service, at once: read before and
//! after, each told. What the service refuses stands alone; the rest goes on.

use super::super::ask::{self as question, Terminal};
use super::super::{connect, remote};
use super::told::{MOST_LINES, Told, called, refused, report, words};
use super::{member, on_sheet, standing, worked};
use crate::app::App;
use crate::cli::{MoveArgs, ThereArgs};
use crate::domain::charge::Reference;
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::domain::when;
use crate::failure::Failure;
use crate::ledger::LedgerError;
use crate::report::phrase::{length, n_entries};
use crate::screen::sanitize;
use crate::sync::backend::{
    Approval, Backend, BackendError, Decision, ErrorKind, RemoteSheet, SheetQuery, SheetStep,
};
use crate::sync::sheets::all_sheets;
use std::collections::{BTreeMap, BTreeSet};

/// One thing to decide about.
enum Case {
    Sheet(Box<RemoteSheet>, Vec<Remote>),
    Entry(RemoteId),
}

/// Runs `tt approve` or `tt reject` with `--member`, `--sheet` or `--remote`.
///
/// # Errors
/// What was asked for, nobody who may, configuration, the service. What it refuses of
/// several is told, with exit code 4.
pub fn run(
    app: &mut App<'_>,
    there: &ThereArgs,
    which: &MoveArgs,
    decision: &Decision,
) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let named = which.profile.as_deref();
    let chosen = connect::chosen(app, &desk, named, " with --profile")?;
    let (verb, done, goal) = words(decision);
    if !chosen.kind().has_approval() {
        let title = chosen.kind().title();
        return Err(Failure::usage(
            format!("{title} approves no time"),
            format!(
                "without --member, --sheet and --remote, `tt {verb}` works on the entries here"
            ),
        )
        .into());
    }
    if !chosen.settings().approver {
        let lacking = BTreeMap::from([(chosen.name.clone(), chosen.kind().title())]);
        return Err(LedgerError::NotApprover(lacking).into());
    }
    if let Decision::Reject { reason } = decision
        && reason.trim().is_empty()
    {
        let help = "say what is to be corrected: --reason \"…\"";
        return Err(Failure::usage("why it is given back is not said", help).into());
    }
    let days = match which.words.as_slice() {
        [] => None,
        words => Some(when::period(&words.join(" "), &desk.setting())?),
    };
    let ids = numbers(&there.remote)?;
    let sheet_ids = numbers(&there.sheets)?;
    let (_, line, store) = remote::dial(app, &desk, named)?;
    drop(store);
    let backend = line.backend.as_ref();
    let approval = backend.approval().ok_or_else(|| {
        let title = backend.kind().title();
        Failure::usage(
            format!("{title} decides about no time here"),
            "use the service",
        )
    })?;
    let own = backend.check_access()?.member;
    let mut told = Vec::new();
    let mut cases: Vec<Case> = ids.into_iter().map(Case::Entry).collect();
    let mut sheets = Vec::new();
    for id in sheet_ids {
        match approval.sheet(&id.0) {
            Ok(Some(sheet)) => sheets.push(sheet),
            Ok(None) => {
                let error = BackendError::new(
                    ErrorKind::NotFound,
                    format!("{} has no timesheet {id}", backend.kind().title()),
                    "`tt sheet --team` lists those there are",
                );
                told.push(refused("sheet", &id.0, &error));
            }
            Err(error) if concerns_all(&error) => return Err(error.into()),
            Err(error) => told.push(refused("sheet", &id.0, &error)),
        }
    }
    if let Some(typed) = there.member.as_deref() {
        let member = member(backend, own.as_ref(), typed)?;
        let query = SheetQuery {
            member: Some(member.clone()),
            from: days.map(|days| days.from),
            to: days.map(|days| days.to),
            ..SheetQuery::default()
        };
        let mut found = all_sheets(approval, &query)?;
        found.retain(|sheet| {
            let is_whose = sheet.member.as_ref().is_some_and(|it| it.is_same(&member));
            is_whose && query.covers(sheet) && sheet.status == Status::Submitted
        });
        if found.is_empty() {
            let when = days.map_or_else(String::new, |days| format!(" in {days}"));
            return Err(Failure::nothing(
                format!("{typed} has handed nothing in{when}"),
                format!("`tt sheet --team --member {typed}` shows where each timesheet stands"),
            )
            .into());
        }
        sheets.extend(found);
    }
    for sheet in sheets {
        let on = on_sheet(backend, &sheet, own.as_ref())?;
        cases.push(Case::Sheet(Box::new(sheet), on));
    }
    let n_cases = cases.len();
    if !which.dry_run && n_cases > 0 && question::somebody(app) && !agreed(app, verb, &cases)? {
        return app.say(&format!("nothing was {done}"));
    }
    let deciding = Deciding {
        backend,
        approval,
        own: own.as_ref(),
        decision,
        goal,
        dry_run: which.dry_run,
    };
    deciding.all(cases, &mut told);
    report(app, &chosen.name, &told, decision)
}

/// Numbers of the service as typed, each once.
fn numbers(typed: &[String]) -> Result<Vec<RemoteId>, Failure> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for word in typed.iter().flat_map(|typed| typed.split(',')) {
        let id = remote::remote_id(word)?;
        if seen.insert(id.0.clone()) {
            found.push(id);
        }
    }
    Ok(found)
}

fn agreed(app: &mut App<'_>, verb: &str, cases: &[Case]) -> anyhow::Result<bool> {
    for case in cases.iter().take(MOST_LINES) {
        if let Case::Sheet(sheet, on) = case {
            app.say(&of_sheet(sheet, on))?;
        }
    }
    let n_sheets = cases.iter().filter(|it| matches!(it, Case::Sheet(..)));
    let what = match n_sheets.count() {
        0 => n_entries(cases.len() as u64),
        1 => "this timesheet".to_owned(),
        n_sheets => format!("these {n_sheets} timesheets"),
    };
    let mut answers = std::io::stdin().lock();
    let mut terminal = Terminal {
        out: app.around.err,
        answers: &mut answers,
    };
    Ok(terminal.yes(&format!("On the service, at once: {verb} {what}?"))?)
}

fn of_sheet(sheet: &RemoteSheet, on: &[Remote]) -> String {
    let member = sheet.member.as_ref().map_or("", |member| &member.typed);
    let sum = sheet.worked.unwrap_or_else(|| on.iter().map(worked).sum());
    let line = format!(
        "sheet {}, {member}, {}..{}: {}, {}",
        sheet.id,
        sheet.from,
        sheet.to,
        n_entries(on.len() as u64),
        length(sum)
    );
    sanitize(&line).into_owned()
}

struct Deciding<'a> {
    backend: &'a dyn Backend,
    approval: &'a dyn Approval,
    own: Option<&'a Reference>,
    decision: &'a Decision,
    goal: Status,
    dry_run: bool,
}

impl Deciding<'_> {
    fn all(&self, cases: Vec<Case>, told: &mut Vec<Told>) {
        let mut ids = Vec::new();
        for case in cases {
            match case {
                Case::Entry(id) => ids.push(id),
                Case::Sheet(sheet, on) => self.sheet(&sheet, &on, told),
            }
        }
        if !ids.is_empty() {
            self.entries(&ids, told);
        }
    }

    /// Where the entries stand before, so that what is done already is said to be so.
    fn entries(&self, ids: &[RemoteId], told: &mut Vec<Told>) {
        let mut before: BTreeMap<&str, Remote> = BTreeMap::new();
        let mut waiting = Vec::new();
        let mut broken = None;
        for id in ids {
            if let Some(error) = &broken {
                told.push(refused("entry", &id.0, error));
                continue;
            }
            match self.backend.fetch(id) {
                Ok(Some(remote)) if remote.status == self.goal => {
                    told.push(self.entry(&remote, &remote, "already"));
                }
                Ok(Some(remote)) => {
                    waiting.push(id.clone());
                    before.insert(&id.0, remote);
                }
                Ok(None) => {
                    let error = BackendError::new(
                        ErrorKind::NotFound,
                        format!("{} has no entry {id}", self.backend.kind().title()),
                        "`tt remote list --member all` shows what it has",
                    );
                    told.push(refused("entry", &id.0, &error));
                }
                Err(error) => {
                    told.push(refused("entry", &id.0, &error));
                    // The service is away: nobody else is asked.
                    broken = Some(error).filter(concerns_all);
                }
            }
        }
        if self.dry_run {
            told.extend(before.values().map(|it| self.entry(it, it, "would")));
            return;
        }
        for (id, result) in self.approval.decide(&waiting, self.decision) {
            match (result, before.get(id.0.as_str())) {
                (Ok(after), was) => {
                    told.push(self.entry(was.unwrap_or(&after), &after, "done"));
                }
                (Err(error), _) => told.push(refused("entry", &id.0, &error)),
            }
        }
    }

    fn sheet(&self, sheet: &RemoteSheet, on: &[Remote], told: &mut Vec<Told>) {
        if sheet.status == self.goal {
            told.push(self.whole(sheet, sheet, on, "already"));
            return;
        }
        if !matches!(sheet.status, Status::Submitted | Status::Approved) {
            let error = BackendError::new(
                ErrorKind::Conflict,
                format!("it is {}: its owner has not handed it in", sheet.status),
                "ask for it to be submitted first",
            );
            told.push(Told {
                before: Some(sheet.status.word()),
                status: Some(sheet.status.word()),
                ..refused("sheet", &sheet.id, &error)
            });
            return;
        }
        if self.dry_run {
            told.push(self.whole(sheet, sheet, on, "would"));
            return;
        }
        if self.approval.decides_entries(self.decision) {
            let is_waiting = |it: &&Remote| {
                let at = standing(it, Some(sheet));
                at != self.goal && at != Status::Billed && at != Status::Rejected
            };
            let ids: Vec<_> = on
                .iter()
                .filter(is_waiting)
                .map(|it| it.id.clone())
                .collect();
            let mut why = None;
            for (id, result) in self.approval.decide(&ids, self.decision) {
                match result {
                    Ok(_) => {}
                    // This version decides about whole sheets alone.
                    Err(error) if error.kind == ErrorKind::Unsupported => {}
                    Err(error) => {
                        // What only the line did needs nobody.
                        let is_open = may_have_happened(&error);
                        let kind = if is_open {
                            error.kind.clone()
                        } else {
                            ErrorKind::Conflict
                        };
                        if why.is_none() || !is_open {
                            why = Some(kind);
                        }
                        told.push(refused("entry", &id.0, &error));
                    }
                }
            }
            if let Some(kind) = why {
                let error = BackendError::new(
                    kind,
                    "not all of its entries went along",
                    "look at those entries; what was done is not done twice",
                );
                told.push(refused("sheet", &sheet.id, &error));
                return;
            }
        }
        told.push(self.moved(sheet));
    }

    /// The sheet itself, and what the service shows of it afterwards.
    fn moved(&self, sheet: &RemoteSheet) -> Told {
        let step = match self.decision {
            Decision::Approve => SheetStep::Approve,
            Decision::Reject { reason } => SheetStep::Reject {
                reason: reason.clone(),
            },
        };
        let is_there = |at: Option<&RemoteSheet>| at.is_some_and(|it| it.status == self.goal);
        let looked = match self.approval.sheet(&sheet.id) {
            Ok(looked) => looked,
            Err(error) => return refused("sheet", &sheet.id, &error),
        };
        let mut after = looked;
        if !is_there(after.as_ref()) {
            let failure = self.approval.move_sheet(&sheet.id, &step).err();
            after = match self.approval.sheet(&sheet.id) {
                Ok(after) => after,
                Err(error) => return refused("sheet", &sheet.id, &failure.unwrap_or(error)),
            };
            if !is_there(after.as_ref()) {
                let error = failure.unwrap_or_else(|| {
                    BackendError::new(
                        ErrorKind::Conflict,
                        format!(
                            "{} said yes and left it as it was",
                            self.backend.kind().title()
                        ),
                        "look at the timesheet on the service",
                    )
                });
                return Told {
                    before: Some(sheet.status.word()),
                    status: after.map(|after| after.status.word()),
                    ..refused("sheet", &sheet.id, &error)
                };
            }
        }
        let after = after.unwrap_or_else(|| sheet.clone());
        match on_sheet(self.backend, &after, self.own) {
            Ok(on) => self.whole(sheet, &after, &on, "done"),
            Err(error) => refused("sheet", &sheet.id, &error),
        }
    }

    fn whole(
        &self,
        before: &RemoteSheet,
        after: &RemoteSheet,
        on: &[Remote],
        result: &'static str,
    ) -> Told {
        let sum = after.worked.unwrap_or_else(|| on.iter().map(worked).sum());
        let is_told = self.approval.tells_reason_of_sheet()
            || self.approval.decides_entries(self.decision)
            || self.goal != Status::Rejected;
        Told {
            kind: "sheet",
            remote_id: after.id.clone(),
            member: after.member.as_ref().map(called),
            from: Some(after.from.to_string()),
            to: Some(after.to.to_string()),
            worked_seconds: Some(sum),
            entries: Some(on.len() as u64),
            before: Some(before.status.word()),
            status: Some(after.status.word()),
            result,
            message: (!is_told).then(|| {
                "the service takes no reason with a whole timesheet; tell its owner".to_owned()
            }),
            help: String::new(),
            failed: None,
        }
    }

    fn entry(&self, before: &Remote, after: &Remote, result: &'static str) -> Told {
        let member = after.content.member.as_ref().or(self.own);
        let date = after.content.date.to_string();
        Told {
            kind: "entry",
            remote_id: after.id.0.clone(),
            member: member.map(called),
            from: Some(date.clone()),
            to: Some(date),
            worked_seconds: Some(worked(after)),
            entries: None,
            before: Some(before.status.word()),
            status: Some(after.status.word()),
            result,
            message: None,
            help: String::new(),
            failed: None,
        }
    }
}

/// Whether a later look is all that is needed.
fn may_have_happened(error: &BackendError) -> bool {
    concerns_all(error) || matches!(error.kind, ErrorKind::OutcomeUnknown | ErrorKind::Protocol)
}

fn concerns_all(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unauthorized
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_once_and_with_commas() {
        let typed = ["7,8".to_owned(), "#7".to_owned(), "9".to_owned()];
        let found = numbers(&typed).unwrap();
        let found: Vec<_> = found.iter().map(|id| id.0.as_str()).collect();
        assert_eq!(found, ["7", "8", "9"]);
        assert!(numbers(&["a b".to_owned()]).is_err());
    }
}
