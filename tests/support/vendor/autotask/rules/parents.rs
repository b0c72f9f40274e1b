//! Rules on the ticket or task, and on the notes it asks for.

use super::{Case, Deed};

const NOTE: usize = 32_000;

/// page (General): against a ticket or a task, else general time; known: both are
/// fields of one entry and exclude each other.
pub(super) fn one_parent(case: &Case<'_>) -> bool {
    case.asked.ticket.is_some() && case.asked.task.is_some()
}

fn project_is(case: &Case<'_>, kinds: &[&str]) -> bool {
    let task = case.asked.task.as_ref().and_then(|_| case.parent());
    let kind = task.and_then(|task| task.project_type.as_deref());
    kind.is_some_and(|kind| kinds.contains(&kind))
}

/// page (General): never for a task of a Template project; Archived and Baseline
/// are allowed for now, and one should not.
pub(super) fn project_template(case: &Case<'_>) -> bool {
    project_is(case, &["template"])
        || (project_is(case, &["archived", "baseline"]) && !case.service.settings.archived_projects)
}

/// The same sentence, where somebody has decided to do it all the same.
pub(super) fn archived_project(case: &Case<'_>) -> bool {
    project_is(case, &["archived", "baseline"]) && case.service.settings.archived_projects
}

/// page (Status; TaskID, TicketID): no new entry on a complete ticket while that is
/// prohibited, nor one that is moved there; adding and editing on completed tickets
/// has a setting of its own.
pub(super) fn complete_ticket(case: &Case<'_>) -> bool {
    let complete = case.asked.ticket.is_some()
        && case.parent().and_then(|ticket| ticket.completed) == Some(true);
    let settings = &case.service.settings;
    let stays = case
        .before
        .is_some_and(|before| before.ticket == case.asked.ticket);
    let is_new = case.deed == Deed::Create || !stays;
    let prohibited = settings.prohibit_complete_tickets && is_new;
    complete && (prohibited || !settings.complete_tickets)
}

/// page (TaskID, TicketID): the same for tasks.
pub(super) fn complete_task(case: &Case<'_>) -> bool {
    let complete =
        case.asked.task.is_some() && case.parent().and_then(|task| task.completed) == Some(true);
    complete && !case.service.settings.complete_tasks
}

/// page (SummaryNotes): ticket time has them; time on tasks and regular time where
/// a setting requires it.
pub(super) fn summary_notes(case: &Case<'_>) -> bool {
    let required =
        case.asked.ticket.is_some() || case.service.settings.notes_on_tasks_and_regular_time;
    let notes = case.asked.summary_notes.as_deref().unwrap_or("");
    required && notes.trim().is_empty()
}

/// page (Field definitions): both notes hold 32000 characters.
pub(super) fn note_length(case: &Case<'_>) -> bool {
    [&case.asked.summary_notes, &case.asked.internal_notes]
        .into_iter()
        .flatten()
        .any(|note| note.chars().count() > NOTE)
}
