//! Who enters time for whom, and on what they may.

use super::super::lookup::{Seen, find, identity, is_same_name, member_of};
use super::super::{Answer, Finding, Subject};
use super::{Asked, is_on, parent, parent_name, tenant};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::TargetKind;
use crate::domain::tenant::{ProxyEntry, TaskEntry};
use crate::rules::facts::FactError;

/// The interface user's own identity.
pub(super) fn api_user(of: &Subject<'_>) -> Option<String> {
    let own = || of.profile()?.member.clone();
    tenant(of).api_resource.or_else(own)
}

/// Whose time it is, by the service's identity where that can be told.
pub(super) fn resource(of: &Subject<'_>) -> Result<Option<String>, FactError> {
    match member_of(of) {
        Some(member) => identity(of, CatalogKind::Members, &member),
        None => Ok(None),
    }
}

/// Time for somebody else needs the tenant's leave.
pub(crate) fn proxy(of: &Subject<'_>) -> Asked {
    let (Some(who), Some(api)) = (member_of(of), api_user(of)) else {
        return Ok(Answer::Good);
    };
    if is_same_name(&who.typed, &api) {
        return Ok(Answer::Good);
    }
    let Some(id) = resource(of)? else {
        return Ok(Answer::Unknown);
    };
    if id == api {
        return Ok(Answer::Good);
    }
    let settings = tenant(of);
    let approves = settings.approves.contains(&id);
    let finding = || Finding::default().with("name", &who);
    match settings.proxy_time_entry {
        ProxyEntry::Disabled => Ok(finding().into()),
        ProxyEntry::Approvers => Answer::unless(approves, || {
            finding().saying(
                "time for {name} may be entered only by who approves it",
                "set approves in [profile.NAME.settings] if it is so, or leave --member out",
            )
        }),
        ProxyEntry::ApproversAndAdministrators if approves => Ok(Answer::Good),
        ProxyEntry::ApproversAndAdministrators if settings.administrator => {
            match find(of, CatalogKind::Members, &who)? {
                None => Ok(Answer::Unknown),
                Some(seen) => Answer::unless(seen.item.active, || {
                    finding().stale(seen.stale).saying(
                        "{name} is no longer active, and takes no time",
                        "choose another resource with --member",
                    )
                }),
            }
        }
        ProxyEntry::ApproversAndAdministrators => Ok(finding()
            .saying(
                "time for {name} may be entered only by who approves it or an administrator",
                "set approves or administrator in [profile.NAME.settings] if it is so, or leave --member out",
            )
            .into()),
    }
}

/// Whether a ticket or task is assigned to the resource; none where it cannot be told.
fn is_assigned(of: &Subject<'_>, seen: &Seen) -> Result<Option<bool>, FactError> {
    let Some(id) = resource(of)? else {
        return Ok(None);
    };
    let item = &seen.item;
    let first = item.text(names::ASSIGNED).is_some_and(|it| it == id);
    if first || item.among(names::SECONDARY, "member", &id).is_some() {
        return Ok(Some(true));
    }
    Ok(item.facts.contains_key(names::ASSIGNED).then_some(false))
}

fn assigned(of: &Subject<'_>) -> Asked {
    let Some(seen) = parent(of)? else {
        return Ok(Answer::Unknown);
    };
    Ok(match is_assigned(of, &seen)? {
        None => Answer::Unknown,
        Some(true) => Answer::Good,
        Some(false) => Finding::default()
            .with("name", parent_name(of))
            .stale(seen.stale)
            .into(),
    })
}

/// Without the service desk only the own tickets.
pub(crate) fn ticket_assigned(of: &Subject<'_>) -> Asked {
    if tenant(of).service_desk_access || !is_on(of, TargetKind::Ticket) {
        return Ok(Answer::Good);
    }
    assigned(of)
}

/// The security level covers the task.
pub(crate) fn task_permission(of: &Subject<'_>) -> Asked {
    if !is_on(of, TargetKind::Task) {
        return Ok(Answer::Good);
    }
    match tenant(of).can_enter_time_on {
        TaskEntry::Any => Ok(Answer::Good),
        TaskEntry::Assigned => assigned(of),
        TaskEntry::None => Ok(Finding::default().with("name", parent_name(of)).into()),
    }
}
