//! What a write is made of besides the entry, and what came of it: the role that time is
//! entered in, the entry as the service holds it then, and why it was refused.

use super::errors::is_closed;
use super::{Autotask, decode};
use crate::domain::charge::TargetKind;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::given::Slot;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::sync::backend::{Backend, BackendError, ErrorKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::PoisonError;

impl Autotask {
    /// The number in the answer of a write.
    pub(super) fn number(&self, answer: &Value) -> Result<String, BackendError> {
        let number = answer.get("itemId").and_then(decode::identity);
        number.ok_or_else(|| self.open("accepted the entry but did not tell its number"))
    }

    /// Something was done, and nobody can tell what came of it.
    fn open(&self, what: &str) -> BackendError {
        BackendError::new(
            ErrorKind::OutcomeUnknown,
            format!("{} {what}", self.session.service()),
            "run `tt sync` again later; what may have arrived is looked up first",
        )
    }

    /// What the service made of an entry that it has just written. One that it does not
    /// show is there all the same: it gave a number.
    pub(super) fn read_back(&self, id: &str, sent: &Outgoing) -> Result<Remote, BackendError> {
        let row = self.row(id).map_err(|error| {
            let words = format!(
                "wrote the entry, but then could not be read: {}",
                error.message
            );
            self.open(&words)
        })?;
        let Some(row) = row else {
            return Ok(self.unseen(id, sent));
        };
        let remote = self.read_unposted(&row)?;
        let sent = self.normalise(&sent.content);
        let is_day = |content: &Content| content.date == sent.date;
        if !is_day(&remote.content) {
            let words = format!(
                "entry {id} of {} is counted to {}",
                sent.date, remote.content.date
            );
            let mut moved = self
                .seen
                .moved
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            moved.push(words);
        }
        Ok(remote)
    }

    /// An entry that was written and is not shown, as far as it is known.
    fn unseen(&self, id: &str, sent: &Outgoing) -> Remote {
        Remote {
            id: RemoteId(id.to_owned()),
            key: sent.marked.then_some(sent.key),
            keeps_key: false,
            content: self.normalise(&sent.content),
            status: Status::Open,
            status_word: None,
            locked: false,
            reject_reason: None,
            changed_at: None,
            sheet: None,
            raw: BTreeMap::from([("id".to_owned(), json!(id))]),
        }
    }

    /// A role for an entry that has none: ticket and task time is not taken without one.
    pub(super) fn fill_in_role(
        &self,
        content: &Content,
        fields: &mut Map<String, Value>,
    ) -> Result<(), BackendError> {
        let has_role = content.work_role.is_some() || content.given.is_none(Slot::WorkRole);
        let Some(target) = content.target.as_ref().filter(|_| !has_role) else {
            return Ok(());
        };
        let (entity, id) = match (target.kind, target.at.number()) {
            (TargetKind::Ticket, Some(id)) => ("Tickets", id),
            (TargetKind::Task, Some(id)) => ("Tasks", id),
            _ => return Ok(()),
        };
        let key = (target.kind, id.to_owned());
        let lock = || self.roles.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&key).copied();
        let role = match known {
            Some(known) => known,
            None => {
                let role = self.assigned_role(entity, id)?;
                lock().insert(key, role);
                role
            }
        };
        let desk = || {
            self.own
                .get()?
                .desk_role
                .filter(|_| target.kind == TargetKind::Ticket)
        };
        if let Some(role) = role.or_else(desk) {
            fields.insert("roleID".to_owned(), json!(role));
        }
        Ok(())
    }

    fn assigned_role(&self, entity: &str, id: &str) -> Result<Option<i64>, BackendError> {
        match self.session.get(&[entity, id]) {
            Ok(answer) => {
                let role = answer.pointer("/item/assignedResourceRoleID");
                Ok(role.and_then(Value::as_i64).filter(|role| *role != 0))
            }
            // The service itself says what it minds.
            Err(error) if is_closed(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A refusal of a change, told apart by what the service holds now: what it says of an
    /// entry that is posted is not documented.
    pub(super) fn explain(&self, id: &RemoteId, error: BackendError) -> BackendError {
        if !matches!(error.kind, ErrorKind::Invalid(_) | ErrorKind::Forbidden) {
            return error;
        }
        match self.fetch(id) {
            Ok(Some(remote)) if remote.locked => BackendError::new(
                ErrorKind::Conflict,
                format!("{}; the entry is posted there", error.message),
                "book the difference as a new entry, or have the entry un-posted there",
            ),
            _ => error,
        }
    }
}
