//! Who decides whether an entry is billed on ConnectWise, and how: the entry,
//! else its ticket, else the agreement, else the company. For `tt show` and the
//! rule that says it; nothing here changes what is sent.

use super::check::lookup::{billing, find_in, kind_of};
use super::facts::{FactError, Facts};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::status::{Billable, words};
use serde::Serialize;

words! {
    /// The four that can decide, in the order in which they are asked.
    DecidedBy {
        /// The entry's own option.
        Entry = "entry",
        /// The ticket's setting.
        Ticket = "ticket",
        /// The rule of the agreement.
        Agreement = "agreement",
        /// The default of the company.
        Company = "company",
    }
}

/// What was decided, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Who decided.
    pub decided_by: DecidedBy,
    /// How the time is billed.
    pub result: Billable,
}

/// Decides how an entry of this profile is billed. None where somebody in the
/// row is not cached, so that nothing can be said, or nobody in it decides.
///
/// # Errors
/// A fact could not be had.
pub fn decide(
    content: &Content,
    profile: &str,
    facts: &dyn Facts,
) -> Result<Option<Decision>, FactError> {
    let by = |decided_by, result| Some(Decision { decided_by, result });
    if content.billable != Billable::NoDefault {
        return Ok(by(DecidedBy::Entry, content.billable));
    }
    let find = |kind, what: &Reference| find_in(facts, profile, kind, what);
    let on_ticket = content
        .target
        .as_ref()
        .filter(|target| matches!(target.kind, TargetKind::Ticket | TargetKind::ProjectTicket));
    let ticket = match on_ticket {
        Some(target) => match find(kind_of(target.kind), &target.at)? {
            Some(ticket) => Some(ticket.item),
            None => return Ok(None),
        },
        None => None,
    };
    if let Some(result) = ticket.as_ref().and_then(billing) {
        return Ok(by(DecidedBy::Ticket, result));
    }
    let of_ticket = |name: &str| {
        let id = ticket.as_ref()?.text(name)?;
        Some(Reference::known(&id, None))
    };
    if let Some(agreement) = content
        .agreement
        .clone()
        .or_else(|| of_ticket(names::AGREEMENT))
    {
        match find(CatalogKind::Agreements, &agreement)? {
            Some(agreement) => {
                if let Some(result) = billing(&agreement.item) {
                    return Ok(by(DecidedBy::Agreement, result));
                }
            }
            None => return Ok(None),
        }
    }
    if let Some(client) = content.client.clone().or_else(|| of_ticket(names::CLIENT))
        && let Some(client) = find(CatalogKind::Clients, &client)?
        && let Some(result) = billing(&client.item)
    {
        return Ok(by(DecidedBy::Company, result));
    }
    let tenant = find(CatalogKind::Tenant, &Reference::known(names::TENANT, None))?;
    let result = tenant.and_then(|tenant| billing(&tenant.item));
    Ok(result.and_then(|result| by(DecidedBy::Company, result)))
}
