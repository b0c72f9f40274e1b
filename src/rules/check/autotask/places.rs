//! Tickets, tasks and projects: what is complete, archived or wants clock times.

use super::super::lookup::{Seen, find};
use super::super::{Answer, Finding, Subject, text};
use super::{Asked, has_parent, is_on, parent, parent_name, tenant};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::rules::changes::changed_fields;
use crate::rules::facts::FactError;

/// What its task, or the project of its task, says.
fn of_project<T>(
    of: &Subject<'_>,
    task: &Seen,
    ask: impl Fn(&Seen) -> Option<T>,
) -> Result<Option<(T, bool)>, FactError> {
    if let Some(said) = ask(task) {
        return Ok(Some((said, task.stale)));
    }
    let Some(id) = task.item.text(names::PROJECT) else {
        return Ok(None);
    };
    let project = find(of, CatalogKind::Projects, &Reference::known(&id, None))?;
    Ok(project.and_then(|project| Some((ask(&project)?, project.stale))))
}

/// No time on templates; on what is archived only where the tenant says so.
pub(crate) fn project_type(of: &Subject<'_>) -> Asked {
    if !is_on(of, TargetKind::Task) {
        return Ok(Answer::Good);
    }
    let Some(task) = parent(of)? else {
        return Ok(Answer::Unknown);
    };
    let said = of_project(of, &task, |seen| seen.item.text(names::PROJECT_TYPE))?;
    let Some((word, stale)) = said else {
        return Ok(Answer::Unknown);
    };
    let word = word.to_lowercase();
    let finding = || {
        Finding::default()
            .with("name", parent_name(of))
            .with("type", &word)
            .stale(stale)
    };
    Ok(match word.as_str() {
        "template" => finding().into(),
        "archived" | "baseline" => finding().mild(tenant(of).allow_archived_projects).into(),
        _ => Answer::Good,
    })
}

/// A project may ask for start and end.
pub(crate) fn start_stop(of: &Subject<'_>) -> Asked {
    let content = of.content;
    let both = content.start.is_some() && content.end.is_some();
    if both || !is_on(of, TargetKind::Task) {
        return Ok(Answer::Good);
    }
    let Some(task) = parent(of)? else {
        return Ok(Answer::Unknown);
    };
    let said = of_project(of, &task, |seen| seen.item.flag(names::NEEDS_START_STOP))?;
    let Some((needed, stale)) = said else {
        return Ok(Answer::Unknown);
    };
    Answer::unless(!needed, || {
        Finding::default()
            .with("name", parent_name(of))
            .stale(stale)
    })
}

/// Whether the entry comes to its ticket or task with this write.
fn is_added(of: &Subject<'_>) -> bool {
    of.old_content()
        .is_none_or(|old| changed_fields(old, of.content).contains(&"charge_to"))
}

fn open(of: &Subject<'_>) -> Asked {
    let Some(seen) = parent(of)? else {
        return Ok(Answer::Unknown);
    };
    Ok(match seen.item.flag(names::COMPLETED) {
        None => Answer::Unknown,
        Some(false) => Answer::Good,
        Some(true) => Finding::default()
            .with("name", parent_name(of))
            .stale(seen.stale)
            .into(),
    })
}

pub(crate) fn complete_ticket(of: &Subject<'_>) -> Asked {
    let settings = tenant(of);
    let minds = !settings.allow_time_on_complete_tickets
        || (settings.prohibit_time_on_complete_tickets && is_added(of));
    if !minds || !is_on(of, TargetKind::Ticket) {
        return Ok(Answer::Good);
    }
    open(of)
}

pub(crate) fn complete_task(of: &Subject<'_>) -> Asked {
    if tenant(of).allow_time_on_complete_tasks || !is_on(of, TargetKind::Task) {
        return Ok(Answer::Good);
    }
    open(of)
}

/// Tickets need notes; tasks and general time where the tenant says so.
pub(crate) fn summary_notes(of: &Subject<'_>) -> Asked {
    let on_ticket = is_on(of, TargetKind::Ticket);
    let needed = on_ticket || tenant(of).require_summary_notes_on_tasks;
    let what = if on_ticket {
        "ticket"
    } else if has_parent(of) {
        "task"
    } else {
        "general"
    };
    Answer::unless(!needed || !text::note(of).is_empty(), || {
        Finding::default().with("what", what)
    })
}

/// The longest note there; the marker that may be put into the internal one counts.
pub(crate) fn note_length(of: &Subject<'_>) -> Asked {
    const MOST: usize = 32_000;
    // A line break and the key between its brackets.
    const MARKER: usize = 32;
    let long = |note: &Option<String>, most: usize| {
        let chars = note.as_ref().map_or(0, |note| note.chars().count());
        (chars > most).then_some((chars, most))
    };
    let content = of.content;
    let found: Vec<Finding> = [
        ("note", "note", long(&content.note, MOST)),
        (
            "internal_note",
            "internal note",
            long(&content.internal_note, MOST - MARKER),
        ),
    ]
    .into_iter()
    .filter_map(|(name, word, long)| {
        let (chars, most) = long?;
        let finding = Finding::default().at(name).with("field", word);
        Some(finding.with("chars", chars).with("most", most))
    })
    .collect();
    Ok(found.into())
}
