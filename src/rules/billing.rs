//! Who decides whether an entry is billed on ConnectWise, and how: the entry,
//! else its ticket, else the agreement, else the company. For `tt show` and the
//! rule that says it; nothing here changes what is sent.

use super::check::lookup::{billing, find_in, kind_of};
use super::facts::{FactError, Facts};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::{AdjustedTo, Entry};
use crate::domain::given::Slot;
use crate::domain::settings::ProfileSettings;
use crate::domain::status::{BackendKind, Billable, words};
use serde::Serialize;

/// The rule by which Autotask takes values over from ticket or task.
const INHERITED: &str = "autotask/inherit-on-create";

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Who decided.
    pub decided_by: DecidedBy,
    /// How the time is billed.
    pub result: Billable,
    /// The ticket, agreement or company by name; none for the entry itself and for
    /// what holds for the whole company.
    #[serde(skip)]
    pub name: Option<String>,
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
    let by = |decided_by, result, name: Option<String>| {
        Some(Decision {
            decided_by,
            result,
            name,
        })
    };
    if content.billable != Billable::NoDefault {
        return Ok(by(DecidedBy::Entry, content.billable, None));
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
        let number = content
            .target
            .as_ref()
            .map(|target| target.at.typed.clone());
        return Ok(by(DecidedBy::Ticket, result, number));
    }
    let of_ticket = |name: &str| {
        let id = ticket.as_ref()?.text(name)?;
        Some(Reference::known(&id, None))
    };
    let of_ticket_only = || {
        let open = !content.given.is_none(Slot::Agreement);
        of_ticket(names::AGREEMENT).filter(|_| open)
    };
    if let Some(agreement) = content.agreement.clone().or_else(of_ticket_only) {
        match find(CatalogKind::Agreements, &agreement)? {
            Some(agreement) => {
                if let Some(result) = billing(&agreement.item) {
                    return Ok(by(DecidedBy::Agreement, result, Some(agreement.item.name)));
                }
            }
            None => return Ok(None),
        }
    }
    if let Some(client) = content.client.clone().or_else(|| of_ticket(names::CLIENT))
        && let Some(client) = find(CatalogKind::Clients, &client)?
        && let Some(result) = billing(&client.item)
    {
        return Ok(by(DecidedBy::Company, result, Some(client.item.name)));
    }
    let tenant = find(CatalogKind::Tenant, &Reference::known(names::TENANT, None))?;
    let result = tenant.and_then(|tenant| billing(&tenant.item));
    Ok(result.and_then(|result| by(DecidedBy::Company, result, None)))
}

/// Decides it for an entry of any service, as far as can be told here. ConnectWise asks
/// four in turn; elsewhere the entry's own option counts, and what Autotask takes over
/// from ticket or task. None where the service alone decides.
///
/// # Errors
/// A fact could not be had.
pub fn of_entry(
    entry: &Entry,
    profile: Option<&ProfileSettings>,
    facts: &dyn Facts,
) -> Result<Option<Decision>, FactError> {
    if let Some(profile) = profile.filter(|it| it.backend == BackendKind::ConnectWise) {
        return decide(&entry.content, &profile.name, facts);
    }
    let of_entry = |result| Decision {
        decided_by: DecidedBy::Entry,
        result,
        name: None,
    };
    let adjusted = entry.adjustments.iter().find_map(|it| match it.value {
        Some(AdjustedTo::Billable(result)) => Some((it, result)),
        _ => None,
    });
    Ok(match adjusted {
        Some((it, result)) if it.rule == INHERITED => Some(Decision {
            decided_by: DecidedBy::Ticket,
            name: entry.content.target.as_ref().map(|it| it.at.typed.clone()),
            ..of_entry(result)
        }),
        // The service's own rule, which is none of the four.
        Some(_) => None,
        None if entry.content.billable == Billable::NoDefault => None,
        None => Some(of_entry(entry.content.billable)),
    })
}
