//! Decisions about single entries on a service that shows no timesheets: what was approved
//! here is approved there. There is no other way to move anything.

use super::wishes::{Wish, wish};
use super::{Waiting, concerns_all};
use crate::sync::backend::{Approval, Decision};
use crate::sync::engine::{Engine, Stop};
use crate::sync::outcome::{ProfileReport, SheetRefusal};

impl Engine<'_> {
    /// Approves there what was approved here.
    pub(super) fn decide_alone(
        &mut self,
        approval: &dyn Approval,
        waiting: &[Waiting],
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let approve = Decision::Approve;
        if !approval.decides_entries(&approve) {
            return Ok(());
        }
        for (entry, link) in waiting {
            if self.is_over() {
                return Ok(());
            }
            let seen = link.last_seen.as_ref().map(|seen| seen.status);
            let is_meant = seen.is_some_and(|seen| wish(entry.status, seen) == Some(Wish::Approve));
            let Some(id) = link
                .remote_id
                .clone()
                .filter(|_| is_meant && !link.is_due())
            else {
                continue;
            };
            for (_, result) in approval.decide(&[id], &approve) {
                match result {
                    Ok(remote) => self.observe_by_id(&remote, report)?,
                    Err(error) if concerns_all(&error) => return Err(error.into()),
                    Err(error) => report.sheet_refusals.push(SheetRefusal {
                        what: format!("entry {} was not approved: {}", entry.id, error.message),
                        help: error.help,
                    }),
                }
            }
        }
        Ok(())
    }
}
