//! Names and visible numbers as typed, settled by asking the service: before an entry is
//! sent, and once per run for each. Plain digits are taken as they are; the service
//! refuses what it does not know.

use super::Autotask;
use super::decode::{identity, plain};
use super::filter::{Filter, Scalar, Test};
use super::own;
use super::query::{Question, Row};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Problem;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// More matches than these are not told.
const TOLD: usize = 8;

/// A kind of thing that has a name there.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// For people.
    title: &'static str,
    /// Our field.
    field: &'static str,
    /// Where they are.
    entity: &'static str,
    /// The fields a name may stand in, best first.
    names: &'static [&'static str],
    /// What is told of it.
    name: &'static str,
}

const TICKET: Kind = Kind {
    title: "ticket",
    field: "charge_to",
    entity: "Tickets",
    names: &["ticketNumber"],
    name: "title",
};
const TASK: Kind = Kind {
    title: "task",
    field: "charge_to",
    entity: "Tasks",
    names: &["taskNumber"],
    name: "title",
};
const CODE: Kind = Kind {
    title: "charge code",
    field: "charge_to",
    entity: "BillingCodes",
    names: &["name", "externalNumber"],
    name: "name",
};
const WORK_TYPE: Kind = Kind {
    title: "work type",
    field: "work_type",
    ..CODE
};
const ROLE: Kind = Kind {
    title: "work role",
    field: "work_role",
    entity: "Roles",
    names: &["name"],
    name: "name",
};
const CONTRACT: Kind = Kind {
    title: "agreement",
    field: "agreement",
    entity: "Contracts",
    names: &["contractName", "contractNumber"],
    name: "contractName",
};
const RESOURCE: Kind = Kind {
    title: "member",
    field: "member",
    entity: "Resources",
    names: &["email", "userName", "lastName"],
    name: "lastName",
};

/// What was settled in this run, refusals included.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<HashMap<(&'static str, String), Settled>>);

type Settled = Result<Reference, BackendError>;

impl Autotask {
    /// Settles everything in a content that has no number yet.
    ///
    /// # Errors
    /// `Invalid` naming the field where the service knows no such thing or several.
    pub(super) fn resolve_names(&self, content: &mut Content) -> Result<(), BackendError> {
        if let Some(target) = content.target.as_mut() {
            let kind = match target.kind {
                TargetKind::Ticket => Some(TICKET),
                TargetKind::Task => Some(TASK),
                TargetKind::ChargeCode => Some(CODE),
                TargetKind::ProjectTicket | TargetKind::Activity => None,
            };
            if let Some(kind) = kind {
                self.settle(&mut target.at, kind)?;
            }
        }
        for (reference, kind) in [
            (&mut content.work_type, WORK_TYPE),
            (&mut content.work_role, ROLE),
            (&mut content.agreement, CONTRACT),
            (&mut content.member, RESOURCE),
        ] {
            if let Some(reference) = reference {
                self.settle(reference, kind)?;
            }
        }
        Ok(())
    }

    fn settle(&self, reference: &mut Reference, kind: Kind) -> Result<(), BackendError> {
        if reference.number().is_some() {
            return Ok(());
        }
        let typed = reference.typed.trim().trim_start_matches('#').to_owned();
        let key = (kind.title, typed.clone());
        let lock = || {
            let known = self.lookups.0.lock();
            known.unwrap_or_else(PoisonError::into_inner)
        };
        let known = lock().get(&key).cloned();
        let found = match known {
            Some(known) => known,
            None => {
                let found = self.look_up(kind, &typed);
                let is_settled = found
                    .as_ref()
                    .err()
                    .is_none_or(|error| matches!(error.kind, ErrorKind::Invalid(_)));
                if is_settled {
                    lock().insert(key, found.clone());
                }
                found
            }
        };
        *reference = Reference {
            typed: reference.typed.clone(),
            ..found?
        };
        Ok(())
    }

    fn look_up(&self, kind: Kind, typed: &str) -> Settled {
        let by_code = [CODE.title, WORK_TYPE.title].contains(&kind.title);
        let mut fields: Vec<&str> = kind.names.to_vec();
        fields.extend([kind.name]);
        if by_code {
            fields.extend(super::catalog::CODE_FIELDS);
        }
        if kind.entity == RESOURCE.entity {
            fields.push("firstName");
        }
        // People are called by both their names; which of them a search reads, nobody says.
        let last = typed.split_whitespace().next_back().unwrap_or(typed);
        let tests: Vec<(&str, Test)> = kind
            .names
            .iter()
            .map(|name| {
                let text = if *name == "lastName" { last } else { typed };
                (*name, Test::Is(Scalar::Text(text.to_owned())))
            })
            .collect();
        let filter = match tests.as_slice() {
            [(name, test)] => Filter::of(name, test.clone()),
            several => Filter::of("id", Test::Exists).and_any(several),
        };
        let rows = match self.all_of(&Question::new(kind.entity, &fields, filter)) {
            Ok(rows) => rows,
            Err(error) if error.kind == ErrorKind::Forbidden => {
                let what = format!("`{typed}` cannot be looked up: {}", error.message);
                return Err(unknown(kind.field, what));
            }
            Err(error) => return Err(error),
        };
        let codes = if by_code {
            Some(self.code_words()?)
        } else {
            None
        };
        let fits = |row: &&Row| {
            let is_called = kind.names.iter().any(|name| {
                let has = row.get(*name).and_then(Value::as_str);
                *name != "lastName" && has.is_some_and(|has| same(has, typed))
            });
            let whole = own::title(row).is_some_and(|whole| same(&whole, typed));
            let is_code = codes
                .as_ref()
                .is_none_or(|words| words.is_for(row, kind.field == CODE.field));
            is_code && (is_called || kind.entity == RESOURCE.entity && whole)
        };
        let found: Vec<Reference> = rows
            .iter()
            .filter(fits)
            .filter_map(|row| {
                let id = row.get("id").and_then(identity)?;
                let name = match kind.entity {
                    "Resources" => own::title(row),
                    _ => row.get(kind.name).and_then(plain),
                };
                Some(Reference::known(&id, name.as_deref()))
            })
            .collect();
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(unknown(
                kind.field,
                format!("{} has no {} `{typed}`", self.session.service(), kind.title),
            )),
            several => {
                let ids = several
                    .iter()
                    .take(TOLD)
                    .filter_map(|one| one.id.as_deref());
                let ids: Vec<&str> = ids.collect();
                let message = format!(
                    "several {}s are called `{typed}`; name one by number: {}",
                    kind.title,
                    ids.join(", ")
                );
                Err(unknown(kind.field, message))
            }
        }
    }
}

fn same(one: &str, two: &str) -> bool {
    one.trim().to_lowercase() == two.trim().to_lowercase()
}

fn unknown(field: &str, message: String) -> BackendError {
    let problem = Problem {
        code: "unknown".to_owned(),
        rule: None,
        field: Some(field.to_owned()),
        message: message.clone(),
    };
    BackendError::new(
        ErrorKind::Invalid(vec![problem]),
        message,
        "correct the entry with `tt edit`; it is sent again at the next sync",
    )
}
