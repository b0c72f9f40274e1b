//! Autotask's rules: what time is entered on, by whom, in which role, under
//! which contract, and what a submitted timesheet leaves open.

pub(crate) mod codes;
pub(crate) mod contracts;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod roles;
pub(crate) mod state;
pub(crate) mod time;

use super::lookup::{self, Seen};
use super::{Answer, Subject};
use crate::domain::catalog::names;
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::given::Slot;
use crate::domain::tenant::TenantSettings;
use crate::rules::facts::FactError;

type Asked = Result<Answer, FactError>;

/// What the profile says of the tenant, or the vendor's defaults.
fn tenant(of: &Subject<'_>) -> TenantSettings {
    let said = of.profile().and_then(|profile| profile.tenant.clone());
    said.unwrap_or_default()
}

fn is_on(of: &Subject<'_>, kind: TargetKind) -> bool {
    of.content
        .target
        .as_ref()
        .is_some_and(|target| target.kind == kind)
}

/// Time on a ticket or a task; all other time is general.
fn has_parent(of: &Subject<'_>) -> bool {
    is_on(of, TargetKind::Ticket) || is_on(of, TargetKind::Task)
}

/// Time on neither a ticket nor a task, as far as the service knows such.
fn is_general(of: &Subject<'_>) -> bool {
    of.content.target.is_none() || is_on(of, TargetKind::ChargeCode)
}

/// The ticket or task, where it is cached.
fn parent(of: &Subject<'_>) -> Result<Option<Seen>, FactError> {
    if has_parent(of) {
        lookup::target(of)
    } else {
        Ok(None)
    }
}

/// As the ticket or task is called in messages.
fn parent_name(of: &Subject<'_>) -> String {
    of.content
        .target
        .as_ref()
        .map_or_else(String::new, |target| match target.kind {
            TargetKind::Ticket => format!("ticket {}", target.at),
            kind => format!("{kind} {}", target.at),
        })
}

/// What the ticket or task has of something that an entry takes over.
fn inherited(parent: Option<&Seen>, name: &str) -> Option<Reference> {
    let id = parent?.item.text(name)?;
    Some(Reference::known(&id, None))
}

/// Whether this write makes a new entry there: it inherits only then.
fn is_create(of: &Subject<'_>) -> bool {
    of.ctx.seen.is_none()
}

/// The contract that the service will find on the entry: the one given, else on create the parent's.
fn contract(of: &Subject<'_>, parent: Option<&Seen>) -> Option<Reference> {
    let open = is_create(of) && !of.content.given.is_none(Slot::Agreement);
    let from_parent = || inherited(parent, names::AGREEMENT).filter(|_| open);
    of.content.agreement.clone().or_else(from_parent)
}
