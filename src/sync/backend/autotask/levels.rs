//! Approval for billing: a row of levels for each entry. Timesheets and their approval
//! are not in the interface, and neither is the way back from an approval for billing.

use super::Autotask;
use super::errors::Act;
use super::session::Call;
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::net::Method;
use crate::sync::backend::figures::instant;
use crate::sync::backend::{
    Approval, BackendError, Batch, Decided, Decision, ErrorKind, Page, RemoteSheet, SheetQuery,
    SheetStep,
};
use serde_json::{Value, json};

impl Approval for Autotask {
    fn sheets(&self, _: &SheetQuery, _: &Page) -> Result<Batch<RemoteSheet>, BackendError> {
        Err(no_sheets())
    }

    fn sheet(&self, _: &str) -> Result<Option<RemoteSheet>, BackendError> {
        Err(no_sheets())
    }

    fn move_sheet(&self, _: &str, _: &SheetStep) -> Result<(), BackendError> {
        Err(no_sheets())
    }

    fn decide(&self, ids: &[RemoteId], decision: &Decision) -> Vec<Decided> {
        let one = |id: &RemoteId| match decision {
            Decision::Approve => self.approve(id),
            Decision::Reject { .. } => Err(BackendError::new(
                ErrorKind::Unsupported,
                "an approval for billing cannot be refused or taken back from here",
                "do it on the service: Contracts, Approve & Post",
            )),
        };
        ids.iter().map(|id| (id.clone(), one(id))).collect()
    }

    fn decides_entries(&self, decision: &Decision) -> bool {
        *decision == Decision::Approve
    }

    fn tells_reason_of_sheet(&self) -> bool {
        false
    }
}

impl Autotask {
    /// Read before and after: nothing is approved twice, and what is told is what the
    /// service holds.
    fn approve(&self, id: &RemoteId) -> Result<Remote, BackendError> {
        let before = self.there(id)?;
        match before.status {
            Status::Approved => return Ok(before),
            Status::Billed => {
                return Err(BackendError::new(
                    ErrorKind::Conflict,
                    format!("entry {id} is posted on {}", self.session.service()),
                    "what is posted can only be corrected on the service",
                ));
            }
            _ => {}
        }
        let own = self.settle_own()?.number;
        let level = before.raw.get("billingApprovalLevelMostRecent");
        let level = level.and_then(Value::as_i64).unwrap_or(0).max(0);
        let body = json!({
            "timeEntryID": id.0.parse::<i64>().ok(),
            "approvalLevel": level + 1,
            "approvalResourceID": own,
            "approvalDateTime": instant(self.session.now()),
        });
        let call = Call {
            act: Act::Create,
            method: Method::Post,
            path: &["BillingItemApprovalLevels"],
            page: None,
        };
        let failure = self.session.send(call, Some(&body)).err();
        let after = match self.there(id) {
            Ok(after) => after,
            Err(error) => return Err(failure.unwrap_or(error)),
        };
        if matches!(after.status, Status::Approved | Status::Billed) {
            return Ok(after);
        }
        Err(failure.unwrap_or_else(|| {
            BackendError::new(
                ErrorKind::Conflict,
                format!(
                    "{} said yes, but entry {id} is not approved for billing",
                    self.session.service()
                ),
                "look at the entry on the service: Contracts, Approve & Post",
            )
        }))
    }

    fn there(&self, id: &RemoteId) -> Result<Remote, BackendError> {
        use crate::sync::backend::Backend;
        self.fetch(id)?.ok_or_else(|| self.gone(id))
    }
}

fn no_sheets() -> BackendError {
    BackendError::new(
        ErrorKind::Unsupported,
        "Autotask shows no timesheets to programs",
        "submit and approve timesheets on the service; tt keeps where entries stand here",
    )
}
