//! One step of a timesheet or of single entries on it, and what came of it. Nothing is
//! sent twice: the service is read before and after, and that decides.

use super::obstacles::span;
use super::{before, concerns_all, midnight};
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::sync::backend::{Approval, BackendError, Decision, ErrorKind, RemoteSheet, SheetStep};
use crate::sync::engine::{Engine, Stop};
use crate::sync::outcome::{ProfileReport, RECALLED, SheetMove, SheetRefusal};
use std::borrow::Cow;

impl Engine<'_> {
    /// One step of a sheet, and what came of it.
    pub(super) fn step(
        &mut self,
        approval: &dyn Approval,
        sheet: &RemoteSheet,
        step: &SheetStep,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let (goal, done) = match step {
            SheetStep::Submit { .. } => (Status::Submitted, "submitted"),
            SheetStep::Recall => (Status::Open, RECALLED),
            SheetStep::Approve => (Status::Approved, "approved"),
            SheetStep::Reject { .. } => (Status::Rejected, "rejected"),
        };
        // Somebody may have moved it since the look.
        let now = approval.sheet(&sheet.id)?.unwrap_or_else(|| sheet.clone());
        let is_there =
            |at: Status| at == goal || goal == Status::Submitted && at.rank() > goal.rank();
        let mut failure = None;
        let was_there = is_there(now.status);
        // On a sheet that is with the approver, what was given back alone still goes again.
        let goes_again = matches!(step, SheetStep::Submit { rejected } if !rejected.is_empty());
        if !was_there || goes_again {
            failure = match approval.move_sheet(&sheet.id, step) {
                Ok(()) => None,
                Err(error) if concerns_all(&error) => return Err(error.into()),
                Err(error) => Some(error),
            };
        }
        let after = approval.sheet(&sheet.id)?;
        if let Some(after) = &after {
            self.keep_sheets(std::slice::from_ref(after), None)?;
        }
        self.read_back(sheet, report)?;
        self.ask_held_again(midnight(before(sheet.from, 1)))?;
        let is_done = failure.is_none() || !was_there;
        if is_done && after.is_some_and(|after| is_there(after.status)) {
            report.sheets.push(SheetMove {
                remote_id: sheet.id.clone(),
                from: sheet.from,
                to: sheet.to,
                step: done,
            });
            return Ok(());
        }
        if let Some(error) = failure.as_ref().filter(|error| is_open(error)) {
            report.unsettled(format!(
                "whether the timesheet {} was {done} is not known: {}",
                span(sheet),
                error.message
            ));
            return Ok(());
        }
        let (words, help) = match failure {
            Some(error) => (error.message, error.help),
            None => (
                format!(
                    "{} said yes and left it as it was",
                    self.backend.kind().title()
                ),
                "look at the timesheet on the service".to_owned(),
            ),
        };
        report.sheet_refusals.push(SheetRefusal {
            what: format!("timesheet {} was not {done}: {words}", span(sheet)),
            help,
        });
        Ok(())
    }

    /// Decides about single entries; which of them the service does not decide about.
    pub(super) fn decide(
        &mut self,
        approval: &dyn Approval,
        sheet: &RemoteSheet,
        ids: &[RemoteId],
        decision: &Decision,
        report: &mut ProfileReport,
    ) -> Result<Vec<RemoteId>, Stop> {
        let mut left = Vec::new();
        for (id, result) in approval.decide(ids, decision) {
            match result {
                Ok(remote) => self.observe_by_id(&remote, report)?,
                Err(error) if error.kind == ErrorKind::Unsupported => left.push(id),
                Err(error) if concerns_all(&error) => return Err(error.into()),
                Err(error) if is_open(&error) => report.unsettled(format!(
                    "whether entry {id} was decided about is not known: {}",
                    error.message
                )),
                Err(error) => report.sheet_refusals.push(SheetRefusal {
                    what: format!(
                        "entry {id} on the timesheet {}: {}",
                        span(sheet),
                        error.message
                    ),
                    help: error.help,
                }),
            }
        }
        Ok(left)
    }

    /// Takes in how the entries of a sheet stand now.
    fn read_back(&mut self, sheet: &RemoteSheet, report: &mut ProfileReport) -> Result<(), Stop> {
        for remote in self.on_sheet(sheet)? {
            self.observe_by_id(&remote, report)?;
        }
        Ok(())
    }

    /// What was read, with the reason of a rejection: asked for once, when an entry is first
    /// seen to be rejected, where the service keeps it beside the entry; later as it was told
    /// then.
    pub(in crate::sync) fn with_reason<'r>(
        &self,
        last: &Remote,
        remote: &'r Remote,
    ) -> Result<Cow<'r, Remote>, Stop> {
        if remote.status != Status::Rejected || remote.reject_reason.is_some() {
            return Ok(Cow::Borrowed(remote));
        }
        let reason = if last.status == Status::Rejected {
            last.reject_reason.clone()
        } else if let Some(approval) = self.backend.approval() {
            match approval.reason_of(&remote.id) {
                Ok(reason) => reason,
                Err(error) if concerns_all(&error) => return Err(error.into()),
                Err(error) => {
                    log::info!("why {} was given back: {}", remote.id, error.message);
                    None
                }
            }
        } else {
            None
        };
        Ok(match reason {
            None => Cow::Borrowed(remote),
            some => Cow::Owned(Remote {
                reject_reason: some,
                ..remote.clone()
            }),
        })
    }

    pub(super) fn observe_by_id(
        &mut self,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = self.profile.name.clone();
        let Some(tenant) = self.store.view().tenant_of(&name)? else {
            return Ok(());
        };
        if let Some((entry, link)) = self.store.view().by_remote(&name, &tenant, &remote.id)? {
            self.observe_linked(&entry, &link, remote, report)?;
        }
        Ok(())
    }
}

/// Whether a failure leaves open what was done: the next run looks, and needs nobody.
fn is_open(error: &BackendError) -> bool {
    matches!(error.kind, ErrorKind::OutcomeUnknown | ErrorKind::Protocol)
}
