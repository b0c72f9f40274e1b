//! Rules on whose time it is, who enters it, and in which role.

use super::{Case, Deed, Parent, Proxy, TaskAccess, settled};

/// page (General, proxy): disabled, only the resource itself edits its entries;
/// approvers may for those whose sheets they approve; with the widest setting
/// administrators may for every active resource.
pub(super) fn proxy(case: &Case<'_>) -> bool {
    let Some(resource) = &case.asked.resource else {
        return false;
    };
    if *resource == case.caller.id {
        return false;
    }
    let approves = case.caller.approves.contains(resource);
    // Of a resource nobody has heard of, nobody can say that it is active.
    let active = case.resource().is_some_and(|resource| resource.active);
    !match case.service.settings.proxy {
        Proxy::Disabled => false,
        Proxy::Approvers => approves,
        Proxy::ApproversAndAdministrators => approves || (case.caller.administrator && active),
    }
}

/// Whether a ticket or task is the resource's, as one of those assigned; none where that is not known.
fn is_assigned(case: &Case<'_>, parent: &Parent) -> Option<bool> {
    let assigned = parent.assigned.as_ref()?;
    let resource = case.asked.resource.as_ref()?;
    Some(assigned.as_ref() == Some(resource) || parent.secondary.contains(resource))
}

/// page (General): without access to the service desk, only entries for tickets
/// assigned to one.
pub(super) fn ticket_assigned(case: &Case<'_>) -> bool {
    let ticket = case.asked.ticket.as_ref().and_then(|_| case.parent());
    let others = ticket.and_then(|ticket| is_assigned(case, ticket)) == Some(false);
    !case.caller.service_desk && others
}

/// page (General): time on a task as far as the security level's "Can enter time on" goes.
pub(super) fn task_permission(case: &Case<'_>) -> bool {
    if case.asked.task.is_none() {
        return false;
    }
    match case.caller.tasks {
        TaskAccess::Any => false,
        TaskAccess::None => true,
        TaskAccess::Assigned => {
            case.parent().and_then(|task| is_assigned(case, task)) == Some(false)
        }
    }
}

/// page (RoleID): ticket and task entries include a role; known: a create without
/// one fails. Broken where nothing that is known can stand in for it.
pub(super) fn role_required(case: &Case<'_>) -> bool {
    let known = case.parent().is_some() && case.resource().is_some();
    !case.general() && known && settled(case).role.is_none()
}

/// page (RoleID): the role is one of the resource's, and on a task one of the task's.
pub(super) fn role_valid(case: &Case<'_>) -> bool {
    let settled = settled(case);
    let (false, Some(role)) = (case.general(), &settled.role) else {
        return false;
    };
    let roles = case.resource().and_then(|resource| resource.roles.as_ref());
    let foreign = roles.is_some_and(|roles| !roles.contains_key(role));
    let task = case.asked.task.as_ref().and_then(|_| case.parent());
    let of_task = task.and_then(|task| task.roles.as_ref());
    foreign || of_task.is_some_and(|roles| !roles.contains(role))
}

/// page (ResourceID, RoleID): a create with an inactive role, or with one the
/// resource no longer has, fails; an entry that has such a pair may be updated, which
/// is not to say that one may be given to it.
pub(super) fn role_active(case: &Case<'_>) -> bool {
    let kept = settled(case);
    let has = case
        .before
        .filter(|_| case.deed != Deed::Create)
        .is_some_and(|before| {
            let was = settled(&Case {
                asked: before,
                ..*case
            });
            (was.role, was.resource) == (kept.role.clone(), kept.resource.clone())
        });
    let (false, false, Some(role)) = (has, case.general(), &kept.role) else {
        return false;
    };
    let pair = case
        .resource()
        .and_then(|resource| resource.roles.as_ref()?.get(role));
    case.service.roles.get(role) != Some(&true) || pair == Some(&false)
}

/// page (RoleID): the same as the ticket's or task's assigned role, unless users
/// may modify the role.
pub(super) fn role_assigned(case: &Case<'_>) -> bool {
    let settled = settled(case);
    let role = settled.role.as_ref();
    let assigned = case
        .parent()
        .and_then(|parent| parent.assigned_role.clone().flatten());
    let differs = role.is_some() && assigned.is_some() && role != assigned.as_ref();
    !case.general() && differs && !case.service.settings.modify_role
}
