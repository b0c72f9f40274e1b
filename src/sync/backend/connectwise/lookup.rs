//! Names and numbers as typed, settled by asking the service: before an entry is
//! sent, and once per run for each.
//!
//! What a role may not read is left as typed; the service settles it itself at
//! the create, or refuses it there.

use super::access;
use super::conditions::Conditions;
use super::decode::{identity, plain};
use super::rows;
use super::session::Session;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Problem;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A kind of thing that has a name there.
struct Kind {
    /// For people.
    title: &'static str,
    /// Our field.
    field: &'static str,
    /// Where they are listed.
    path: &'static [&'static str],
    /// The fields a name may stand in, best first.
    names: &'static [&'static str],
}

const WORK_TYPE: Kind = Kind {
    title: "work type",
    field: "work_type",
    path: &["time", "workTypes"],
    names: &["name"],
};
const WORK_ROLE: Kind = Kind {
    title: "work role",
    field: "work_role",
    path: &["time", "workRoles"],
    names: &["name"],
};
const CHARGE_CODE: Kind = Kind {
    title: "charge code",
    field: "charge_to",
    path: &["time", "chargeCodes"],
    names: &["name"],
};
const CLIENT: Kind = Kind {
    title: "client",
    field: "client",
    path: &["company", "companies"],
    names: &["identifier", "name"],
};
const AGREEMENT: Kind = Kind {
    title: "agreement",
    field: "agreement",
    path: &["finance", "agreements"],
    names: &["name"],
};
const ACTIVITY: Kind = Kind {
    title: "activity",
    field: "charge_to",
    path: &["sales", "activities"],
    names: &["name"],
};

/// What was settled in this run, refusals included.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<HashMap<String, Result<Settled, BackendError>>>);

/// How a name or number was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Settled {
    /// It is this thing.
    Is(Reference),
    /// It is this target.
    Charged(Target),
    /// Nobody may tell; it goes as typed.
    AsTyped,
}

impl Lookups {
    /// Settles everything in a content that has no identity yet.
    ///
    /// # Errors
    /// `Invalid` naming the field where the service knows no such thing or several.
    pub fn resolve(&self, session: &Session, content: &mut Content) -> Result<(), BackendError> {
        if let Some(target) = content
            .target
            .as_mut()
            .filter(|target| target.at.id.is_none())
        {
            *target = self.target(session, target)?;
        }
        if let Some(member) = content.member.as_mut().filter(|member| member.id.is_none()) {
            self.settle(member, "member", |typed| find_member(session, typed))?;
        }
        for (reference, kind) in [
            (&mut content.client, CLIENT),
            (&mut content.work_type, WORK_TYPE),
            (&mut content.work_role, WORK_ROLE),
        ] {
            self.named(session, reference.as_mut(), &kind, None)?;
        }
        let client = content
            .client
            .as_ref()
            .and_then(|client| client.id.as_deref()?.parse().ok());
        self.named(session, content.agreement.as_mut(), &AGREEMENT, client)
    }

    fn named(
        &self,
        session: &Session,
        reference: Option<&mut Reference>,
        kind: &Kind,
        client: Option<i64>,
    ) -> Result<(), BackendError> {
        let Some(reference) = reference.filter(|reference| reference.id.is_none()) else {
            return Ok(());
        };
        let scope = client.map_or_else(String::new, |client| format!(" of {client}"));
        self.settle(reference, &format!("{}{scope}", kind.title), |typed| {
            find(session, kind, typed, client)
        })
    }

    fn settle(
        &self,
        reference: &mut Reference,
        scope: &str,
        ask: impl FnOnce(&str) -> Result<Settled, BackendError>,
    ) -> Result<(), BackendError> {
        if let Settled::Is(known) = self.once(scope, &reference.typed, ask)? {
            *reference = Reference {
                typed: reference.typed.clone(),
                ..known
            };
        }
        Ok(())
    }

    fn target(&self, session: &Session, target: &Target) -> Result<Target, BackendError> {
        let scope = target.kind.word();
        let settled = self.once(scope, &target.at.typed, |typed| match target.kind {
            TargetKind::Ticket | TargetKind::ProjectTicket => {
                find_ticket(session, target.kind, &target.at)
            }
            TargetKind::ChargeCode => find(session, &CHARGE_CODE, typed, None),
            TargetKind::Activity => find(session, &ACTIVITY, typed, None),
            TargetKind::Task => Ok(Settled::AsTyped),
        })?;
        let typed = &target.at.typed;
        Ok(match settled {
            Settled::Is(at) => Target {
                kind: target.kind,
                at: Reference {
                    typed: typed.clone(),
                    ..at
                },
            },
            Settled::Charged(found) => Target {
                at: Reference {
                    typed: typed.clone(),
                    ..found.at
                },
                ..found
            },
            Settled::AsTyped => target.clone(),
        })
    }

    /// Asks once per run; a failure of the network is asked again.
    fn once(
        &self,
        scope: &str,
        typed: &str,
        ask: impl FnOnce(&str) -> Result<Settled, BackendError>,
    ) -> Result<Settled, BackendError> {
        let key = format!("{scope}\n{typed}");
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(known) = known {
            return known;
        }
        let settled = ask(typed);
        if settled
            .as_ref()
            .err()
            .is_none_or(|error| matches!(error.kind, ErrorKind::Invalid(_)))
        {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(key, settled.clone());
        }
        settled
    }
}

/// A ticket by number, and whether it is one of a project. Both kinds share their
/// numbers; the kind typed is asked first.
fn find_ticket(
    session: &Session,
    kind: TargetKind,
    at: &Reference,
) -> Result<Settled, BackendError> {
    let typed = &at.typed;
    let Some(number) = at.number() else {
        return Err(unknown(
            "charge_to",
            format!("`{typed}` is not the number of a ticket"),
        ));
    };
    let order = if kind == TargetKind::Ticket {
        ["service", "project"]
    } else {
        ["project", "service"]
    };
    let mut forbidden = false;
    for module in order {
        match session.get(&[module, "tickets", number], &[]) {
            Ok(reply) => {
                let of_project = match reply.value.get("recordType").and_then(Value::as_str) {
                    Some("ProjectIssue" | "ProjectTicket") => true,
                    Some("ServiceTicket") => false,
                    _ => module == "project",
                };
                let name = reply.value.get("summary").and_then(plain);
                let id = reply
                    .value
                    .get("id")
                    .and_then(identity)
                    .unwrap_or_else(|| number.to_owned());
                let kind = if of_project {
                    TargetKind::ProjectTicket
                } else {
                    TargetKind::Ticket
                };
                return Ok(Settled::Charged(Target {
                    kind,
                    at: Reference::known(&id, name.as_deref()),
                }));
            }
            Err(error) => match error.kind {
                ErrorKind::NotFound => {}
                ErrorKind::Forbidden => forbidden = true,
                _ => return Err(error),
            },
        }
    }
    if forbidden {
        return Ok(Settled::Is(Reference::known(number, None)));
    }
    Err(unknown(
        "charge_to",
        format!("{} has no ticket {number}", session.service()),
    ))
}

fn find_member(session: &Session, typed: &str) -> Result<Settled, BackendError> {
    match access::member(session, typed) {
        Ok((Some(member), _)) => Ok(member.reference().map_or(Settled::AsTyped, Settled::Is)),
        Ok((None, _)) => Err(unknown(
            "member",
            format!("{} has no member `{typed}`", session.service()),
        )),
        Err(error) if unreadable(&error) => Ok(Settled::AsTyped),
        Err(error) => Err(error),
    }
}

/// A thing by number or name.
fn find(
    session: &Session,
    kind: &Kind,
    typed: &str,
    client: Option<i64>,
) -> Result<Settled, BackendError> {
    let number = typed.strip_prefix('#').unwrap_or(typed);
    let is_number =
        !number.is_empty() && number.len() < 16 && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        let mut path = kind.path.to_vec();
        path.push(number);
        match session.get(&path, &[]) {
            Ok(reply) => return one(&[&reply.value], kind, typed),
            Err(error) if unreadable(&error) => {}
            Err(error) => return Err(error),
        }
    }
    for name in kind.names {
        let mut asked = Conditions::new()
            .text(name, typed)
            .map_err(|error| unknown(kind.field, error.to_string()))?;
        if let Some(client) = client {
            asked = asked.number("company/id", client);
        }
        match session.get(
            kind.path,
            &[("conditions", &asked.build()), ("pageSize", "50")],
        ) {
            Ok(reply) => {
                let same = |row: &&Value| {
                    let told = row.get(*name).and_then(Value::as_str);
                    told.is_some_and(|told| {
                        told.trim().to_lowercase() == typed.trim().to_lowercase()
                    })
                };
                let found: Vec<&Value> = rows(&reply.value)
                    .unwrap_or_default()
                    .iter()
                    .filter(same)
                    .collect();
                if !found.is_empty() {
                    return one(&found, kind, typed);
                }
            }
            Err(error) if unreadable(&error) => {
                let as_number = is_number.then(|| Settled::Is(Reference::known(number, None)));
                return Ok(as_number.unwrap_or(Settled::AsTyped));
            }
            Err(error) => return Err(error),
        }
    }
    Err(unknown(
        kind.field,
        format!("{} has no {} `{typed}`", session.service(), kind.title),
    ))
}

/// The one active thing among the rows found.
fn one(found: &[&Value], kind: &Kind, typed: &str) -> Result<Settled, BackendError> {
    let active = |row: &&&Value| row.get("inactiveFlag") != Some(&Value::Bool(true));
    let usable: Vec<_> = found.iter().filter(active).collect();
    match usable.as_slice() {
        [row] => {
            let id = row.get("id").and_then(identity);
            let name = row.get("name").and_then(plain);
            Ok(id.map_or(Settled::AsTyped, |id| {
                Settled::Is(Reference::known(&id, name.as_deref()))
            }))
        }
        [] => Err(unknown(
            kind.field,
            format!("the {} `{typed}` is inactive", kind.title),
        )),
        several => {
            let numbers: Vec<_> = several
                .iter()
                .filter_map(|row| identity(row.get("id")?))
                .collect();
            let message = format!(
                "several {}s are called `{typed}`; name one by number: {}",
                kind.title,
                numbers.join(", ")
            );
            Err(unknown(kind.field, message))
        }
    }
}

/// Whether a thing may not be read, or this version has no such list.
fn unreadable(error: &BackendError) -> bool {
    matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden)
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
