//! Looks up in the catalog what an entry names: its target, its member, its
//! agreement. What is not cached is unknown, and what is old is said to be.

use super::Subject;
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::status::Billable;
use crate::rules::facts::{FactError, Facts, Known};

/// A thing of the catalog, and whether what is known of it may be out of date.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub item: CatalogItem,
    pub stale: bool,
}

/// What the catalog says of a reference.
pub(crate) fn known(
    of: &Subject<'_>,
    kind: CatalogKind,
    what: &Reference,
) -> Result<Known, FactError> {
    let Some(profile) = of.profile() else {
        return Ok(Known::Unknown);
    };
    Ok(match of.ctx.facts.catalog(&profile.name, kind, what)? {
        // Missing in a list that is not cached whole says nothing.
        Known::Absent { .. } if !kind.is_whole() => Known::Unknown,
        known => known,
    })
}

/// The one thing that a reference means, where the catalog has it.
pub(crate) fn find(
    of: &Subject<'_>,
    kind: CatalogKind,
    what: &Reference,
) -> Result<Option<Seen>, FactError> {
    match of.profile() {
        Some(profile) => find_in(of.ctx.facts, &profile.name, kind, what),
        None => Ok(None),
    }
}

/// The same for whoever has facts and a profile only.
pub(crate) fn find_in(
    facts: &dyn Facts,
    profile: &str,
    kind: CatalogKind,
    what: &Reference,
) -> Result<Option<Seen>, FactError> {
    Ok(match facts.catalog(profile, kind, what)? {
        Known::Item { item, stale } => Some(Seen { item: *item, stale }),
        _ => None,
    })
}

/// The kind under which a target of this sort is cached.
pub(crate) fn kind_of(target: TargetKind) -> CatalogKind {
    match target {
        TargetKind::Ticket => CatalogKind::Tickets,
        TargetKind::ProjectTicket => CatalogKind::ProjectTickets,
        TargetKind::Task => CatalogKind::Tasks,
        TargetKind::Activity => CatalogKind::Activities,
        TargetKind::ChargeCode => CatalogKind::ChargeCodes,
    }
}

/// What the entry is charged to.
pub(crate) fn target(of: &Subject<'_>) -> Result<Option<Seen>, FactError> {
    match &of.content.target {
        Some(target) => find(of, kind_of(target.kind), &target.at),
        None => Ok(None),
    }
}

/// Whose time it is: the entry's member, else the profile's.
pub(crate) fn member_of(of: &Subject<'_>) -> Option<Reference> {
    let configured = || {
        let member = of.profile()?.member.as_deref()?;
        (!member.trim().is_empty()).then(|| Reference::typed(member))
    };
    of.content.member.clone().or_else(configured)
}

/// What the catalog has of whose time it is.
pub(crate) fn member(of: &Subject<'_>) -> Result<Option<Seen>, FactError> {
    match member_of(of) {
        Some(member) => find(of, CatalogKind::Members, &member),
        None => Ok(None),
    }
}

/// The service's identity of a thing: known, cached, or the digits that were typed.
pub(crate) fn identity(
    of: &Subject<'_>,
    kind: CatalogKind,
    what: &Reference,
) -> Result<Option<String>, FactError> {
    if what.id.is_some() {
        return Ok(what.id.clone());
    }
    let seen = find(of, kind, what)?;
    Ok(seen.map_or_else(
        || what.number().map(str::to_owned),
        |seen| Some(seen.item.id),
    ))
}

/// The settings of the tenant.
pub(crate) fn tenant(of: &Subject<'_>) -> Result<Option<Seen>, FactError> {
    find(
        of,
        CatalogKind::Tenant,
        &Reference::known(names::TENANT, None),
    )
}

/// The billable option that an item has by default; none where it leaves that to others.
pub(crate) fn billing(item: &CatalogItem) -> Option<Billable> {
    Billable::from_word(&item.text(names::BILLABLE)?).filter(|it| *it != Billable::NoDefault)
}

/// Whether two identities name one person. Case says nothing in a login or an address.
pub(crate) fn is_same_name(one: &str, two: &str) -> bool {
    one.trim().eq_ignore_ascii_case(two.trim())
}

/// As it is named in messages: what was typed, with the name where it is known.
pub(crate) fn called(what: &Reference, seen: Option<&Seen>) -> String {
    match seen {
        Some(seen) if what.name.is_none() && seen.item.name != what.typed => {
            format!("{} {}", what.typed, seen.item.name)
        }
        _ => what.to_string(),
    }
}
