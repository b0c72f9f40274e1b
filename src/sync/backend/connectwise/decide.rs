//! Decisions about single entries: approve and reject, many at once where the
//! service knows that. Each entry is read before and after, so that nothing is
//! decided twice and what is told is what the service holds.

use super::dialect::DecisionForm;
use super::{ConnectWise, ENTRIES};
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::net::Method;
use crate::sync::backend::{BackendError, Decided, Decision, ErrorKind};
use serde_json::{Value, json};

/// How many entries go into one request.
const AT_ONCE: usize = 100;

impl ConnectWise {
    pub(super) fn can_decide(&self, decision: &Decision) -> bool {
        match self.dialect.decisions {
            DecisionForm::Status => true,
            DecisionForm::RejectAction => matches!(decision, Decision::Reject { .. }),
        }
    }

    pub(super) fn decide_entries(&self, ids: &[RemoteId], decision: &Decision) -> Vec<Decided> {
        if !self.can_decide(decision) {
            let refused = |id: &RemoteId| (id.clone(), Err(by_sheet()));
            return ids.iter().map(refused).collect();
        }
        let one_by_one = ids.len() == 1 || self.dialect.decisions != DecisionForm::Status;
        if !one_by_one && *decision == Decision::Approve {
            let many = ids.chunks(AT_ONCE);
            return many.flat_map(|some| self.approve_many(some)).collect();
        }
        let one = |id: &RemoteId| (id.clone(), self.decide_one(id, decision));
        ids.iter().map(one).collect()
    }

    /// Approves in one request, or one by one where the service has no such address.
    fn approve_many(&self, ids: &[RemoteId]) -> Vec<Decided> {
        let mut done: Vec<Decided> = Vec::new();
        let mut waiting: Vec<RemoteId> = Vec::new();
        for id in ids {
            match self.before(id, &Decision::Approve) {
                Ok(Standing::Waits(_)) => waiting.push(id.clone()),
                Ok(Standing::Done(remote)) => done.push((id.clone(), Ok(*remote))),
                Err(error) => done.push((id.clone(), Err(error))),
            }
        }
        if waiting.len() > 1 {
            let numbers: Vec<Value> = waiting.iter().map(number).collect();
            let body = json!({"ids": numbers, "operation": {"status": "Approved"}});
            let path = [ENTRIES[0], ENTRIES[1], "bulk"];
            match self.change(Method::Post, &path, Some(&body)) {
                Err(error)
                    if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Unsupported) => {}
                // What the answer says of each is not relied on: each is read again.
                told => {
                    let failure = told.err();
                    for id in waiting {
                        let seen = self.after(&id, &Decision::Approve, failure.clone());
                        done.push((id, seen));
                    }
                    return done;
                }
            }
        }
        for id in waiting {
            let result = self.decide_one(&id, &Decision::Approve);
            done.push((id, result));
        }
        done
    }

    fn decide_one(&self, id: &RemoteId, decision: &Decision) -> Result<Remote, BackendError> {
        let before = match self.before(id, decision)? {
            Standing::Done(remote) => return Ok(*remote),
            Standing::Waits(remote) => remote,
        };
        let sent = match (self.dialect.decisions, decision) {
            (DecisionForm::Status, Decision::Approve) => {
                self.set_entry_status(id, json!({"status": "Approved"}))
            }
            (DecisionForm::Status, Decision::Reject { reason }) => {
                // What is there, our marker too, stays; the reason comes after it.
                let there = before.raw.get("internalNotes").and_then(Value::as_str);
                let there = there.map(str::trim_end).filter(|text| !text.is_empty());
                let notes = match there {
                    Some(there) => format!("{there}\n{reason}"),
                    None => reason.clone(),
                };
                self.set_entry_status(id, json!({"status": "Rejected", "internalNotes": notes}))
            }
            (DecisionForm::RejectAction, Decision::Reject { reason }) => {
                let body = json!({
                    "id": number(id),
                    "approvalType": self.approval_type,
                    "comment": reason,
                });
                let path = [ENTRIES[0], ENTRIES[1], id.0.as_str(), "reject"];
                match self.change(Method::Post, &path, Some(&body)) {
                    // The entry is there: it was read a moment ago.
                    Err(error)
                        if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Unsupported) =>
                    {
                        return Err(by_sheet());
                    }
                    other => other.map(drop),
                }
            }
            (DecisionForm::RejectAction, Decision::Approve) => return Err(by_sheet()),
        };
        self.after(id, decision, sent.err())
    }

    /// Where the entry stands before anything is sent.
    fn before(&self, id: &RemoteId, decision: &Decision) -> Result<Standing, BackendError> {
        let remote = self.fetch_as_told(id)?.ok_or_else(|| self.gone(id))?;
        if remote.status == goal(decision) {
            return Ok(Standing::Done(Box::new(remote)));
        }
        if remote.status == Status::Billed {
            return Err(BackendError::new(
                ErrorKind::Conflict,
                format!("entry {id} is billed on {}", self.session.service()),
                "what is billed can only be corrected on the service",
            ));
        }
        Ok(Standing::Waits(Box::new(remote)))
    }

    /// What the service holds afterwards; that decides, whatever the answer was.
    fn after(
        &self,
        id: &RemoteId,
        decision: &Decision,
        failure: Option<BackendError>,
    ) -> Result<Remote, BackendError> {
        let remote = match self.fetch_as_told(id) {
            Ok(remote) => remote.ok_or_else(|| self.gone(id))?,
            Err(error) => return Err(failure.unwrap_or(error)),
        };
        if remote.status == goal(decision) {
            return Ok(remote);
        }
        Err(failure.unwrap_or_else(|| {
            let word = remote.status_word.as_deref().unwrap_or("open");
            BackendError::new(
                ErrorKind::Conflict,
                format!(
                    "{} said yes, but entry {id} is still {word}",
                    self.session.service()
                ),
                "look at the entry on the service",
            )
        }))
    }

    pub(super) fn set_entry_status(
        &self,
        id: &RemoteId,
        fields: Value,
    ) -> Result<(), BackendError> {
        let path = [ENTRIES[0], ENTRIES[1], id.0.as_str()];
        self.change(Method::Patch, &path, Some(&fields)).map(drop)
    }
}

enum Standing {
    /// Something is to be done.
    Waits(Box<Remote>),
    /// It stands there already.
    Done(Box<Remote>),
}

fn goal(decision: &Decision) -> Status {
    match decision {
        Decision::Approve => Status::Approved,
        Decision::Reject { .. } => Status::Rejected,
    }
}

fn number(id: &RemoteId) -> Value {
    id.0.parse::<i64>()
        .map_or_else(|_| json!(id.0), |id| json!(id))
}

fn by_sheet() -> BackendError {
    BackendError::new(
        ErrorKind::Unsupported,
        "this service decides about whole timesheets, not about single entries",
        "name the sheet: `tt sheet --team` lists them, then `tt approve --sheet ID` or `tt reject --sheet ID`",
    )
}
