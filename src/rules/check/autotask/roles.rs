//! Roles: which one an entry has, and whether it may.

use super::super::lookup::{Seen, identity, known, member};
use super::super::wording::list;
use super::super::{Answer, Change, Finding, Subject};
use super::{Asked, has_parent, inherited, is_general, parent, parent_name, tenant};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::entry::AdjustedTo;
use crate::domain::given::Slot;
use crate::rules::changes::changed_fields;
use crate::rules::facts::{FactError, Known};

/// Ticket and task time has a role: the one given, the parent's, or the resource's.
pub(crate) fn required(of: &Subject<'_>) -> Asked {
    if of.content.work_role.is_some() || !has_parent(of) {
        return Ok(Answer::Good);
    }
    if of.content.given.is_none(Slot::WorkRole) {
        return Ok(Finding::default().with("name", parent_name(of)).into());
    }
    let parent = parent(of)?;
    let resource = member(of)?;
    let desk = || desk_role(of, resource.as_ref());
    let (role, whose) = match inherited(parent.as_ref(), names::ASSIGNED_ROLE) {
        Some(role) => (role, parent_name(of)),
        // The parent's own would come first, and is not known.
        None if parent.is_none() => return Ok(Answer::Unknown),
        None => match (desk(), &resource) {
            (Some(role), Some(seen)) => (role, seen.item.name.clone()),
            (None, None) => return Ok(Answer::Unknown),
            _ => {
                return Ok(Finding::default().with("name", parent_name(of)).into());
            }
        },
    };
    Ok(Change::of("work_role", Some(role.to_string()))
        .value(AdjustedTo::Thing(role.clone()))
        .saying("the work role is {role}, from {whose}")
        .with("role", role)
        .with("whose", whose)
        .into())
}

/// The role in which the resource works on tickets that name none.
fn desk_role(of: &Subject<'_>, resource: Option<&Seen>) -> Option<Reference> {
    inherited(resource, names::SERVICE_DESK_ROLE).filter(|_| super::is_on(of, TargetKind::Ticket))
}

/// The role given, else the one that [`required`] puts there; none for general time.
fn settled(of: &Subject<'_>) -> Result<Option<Reference>, FactError> {
    if !has_parent(of) || of.content.work_role.is_some() {
        return Ok(of.content.work_role.clone().filter(|_| has_parent(of)));
    }
    let Some(parent) = parent(of)? else {
        return Ok(None);
    };
    Ok(match inherited(Some(&parent), names::ASSIGNED_ROLE) {
        Some(role) => Some(role),
        None => desk_role(of, member(of)?.as_ref()),
    })
}

/// The role that the entry will have on its ticket or task, as far as it can be told.
pub(super) fn effective(of: &Subject<'_>) -> Result<Option<String>, FactError> {
    match settled(of)? {
        Some(role) => identity(of, CatalogKind::WorkRoles, &role),
        None => Ok(None),
    }
}

/// The role is one of the resource's, and of the task's where that says which.
pub(crate) fn valid(of: &Subject<'_>) -> Asked {
    let Some(role) = settled(of)? else {
        return Ok(Answer::Good);
    };
    let role = &role;
    let finding = || Finding::default().with("name", role);
    match known(of, CatalogKind::WorkRoles, role)? {
        Known::Absent { stale, nearest } => {
            let problem = if nearest.is_empty() {
                "does not exist".to_owned()
            } else {
                format!("does not exist; there is {}", list(&nearest, 4))
            };
            return Ok(finding().with("problem", problem).stale(stale).into());
        }
        Known::Ambiguous(names) => {
            let problem = format!("can mean {}", list(&names, 4));
            return Ok(finding().with("problem", problem).into());
        }
        Known::Item { .. } | Known::Unknown => {}
    }
    let (Some(id), Some(resource)) = (identity(of, CatalogKind::WorkRoles, role)?, member(of)?)
    else {
        return Ok(Answer::Unknown);
    };
    let Some(theirs) = resource.item.list(names::ROLES, "role") else {
        return Ok(Answer::Unknown);
    };
    if !theirs.contains(&id) {
        let problem = format!("is not one of {}", resource.item.name);
        return Ok(finding()
            .with("problem", problem)
            .stale(resource.stale)
            .into());
    }
    let parent = parent(of)?;
    let task = parent.and_then(|seen| Some((seen.item.list(names::ROLES, "role")?, seen.stale)));
    Ok(match task {
        Some((roles, stale)) if !roles.contains(&id) => finding()
            .with("problem", format!("does not go with {}", parent_name(of)))
            .stale(stale)
            .into(),
        _ => Answer::Good,
    })
}

/// Resource and role are active together where the entry is new to them.
pub(crate) fn active(of: &Subject<'_>) -> Asked {
    let Some(role) = settled(of)? else {
        return Ok(Answer::Good);
    };
    let role = &role;
    let keeps = of.old_content().is_some_and(|old| {
        let changed = changed_fields(old, of.content);
        // A role that is left out goes with what the time is for.
        let moved = of.content.work_role.is_none() && changed.contains(&"charge_to");
        !moved && !changed.contains(&"work_role") && !changed.contains(&"member")
    });
    if keeps {
        return Ok(Answer::Good);
    }
    let finding = |stale| Finding::default().with("name", role).stale(stale);
    if let Known::Item { item, stale } = known(of, CatalogKind::WorkRoles, role)?
        && !item.active
    {
        return Ok(finding(stale).with("member", "everybody").into());
    }
    let (Some(id), Some(resource)) = (identity(of, CatalogKind::WorkRoles, role)?, member(of)?)
    else {
        return Ok(Answer::Unknown);
    };
    Ok(match resource.item.among(names::ROLES, "role", &id) {
        Some(pair) if pair.get("active").and_then(|flag| flag.as_bool()) == Some(false) => {
            finding(resource.stale)
                .with("member", &resource.item.name)
                .into()
        }
        // Whether it is one of the resource's at all is another rule.
        Some(_) => Answer::Good,
        None if resource.item.facts.contains_key(names::ROLES) => Answer::Good,
        None => Answer::Unknown,
    })
}

/// The role is the one in which the ticket or task is assigned, unless the tenant lets it differ.
pub(crate) fn assigned(of: &Subject<'_>) -> Asked {
    let Some(role) = of.content.work_role.as_ref().filter(|_| has_parent(of)) else {
        return Ok(Answer::Good);
    };
    if tenant(of).allow_modify_role {
        return Ok(Answer::Good);
    }
    let Some(parent) = parent(of)? else {
        return Ok(Answer::Unknown);
    };
    let Some(theirs) = parent.item.text(names::ASSIGNED_ROLE) else {
        // Nobody is assigned, or nothing is known of who is.
        let nobody = parent.item.facts.contains_key(names::ASSIGNED_ROLE);
        return Ok(if nobody {
            Answer::Good
        } else {
            Answer::Unknown
        });
    };
    Ok(match identity(of, CatalogKind::WorkRoles, role)? {
        None => Answer::Unknown,
        Some(id) if id == theirs => Answer::Good,
        Some(_) => Finding::default()
            .with("name", role)
            .with("parent", parent_name(of))
            .with("role", theirs)
            .stale(parent.stale)
            .into(),
    })
}

/// General time takes the resource's own role, whatever was given.
pub(crate) fn general(of: &Subject<'_>) -> Asked {
    let Some(role) = of.content.work_role.as_ref().filter(|_| is_general(of)) else {
        return Ok(Answer::Good);
    };
    let resource = member(of)?;
    let Some(usual) = inherited(resource.as_ref(), names::DEFAULT_ROLE) else {
        return Ok(Answer::Unknown);
    };
    if identity(of, CatalogKind::WorkRoles, role)? == usual.id {
        return Ok(Answer::Good);
    }
    Ok(Change::of("work_role", Some(usual.to_string()))
        .from(role)
        .value(AdjustedTo::Thing(Reference::clone(&usual)))
        .with("from", role)
        .with("to", usual)
        .into())
}
