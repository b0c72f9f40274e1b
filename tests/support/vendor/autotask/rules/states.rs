//! Rules on sheets, posting, and what is there already.

use super::{Case, Deed, SheetStatus, TimeEntry};

/// page (General): an entry is added to a sheet that is New or Rejected only; it is
/// deleted while its sheet is unsubmitted; what of a submitted one may still be
/// updated is [`frozen`]'s.
pub(super) fn sheet_status(case: &Case<'_>) -> bool {
    match case.sheet {
        Some(SheetStatus::Submitted) => case.deed != Deed::Update,
        // Of what is posted besides, `posted` says more.
        Some(SheetStatus::Approved) => !case.posted,
        Some(SheetStatus::New | SheetStatus::Rejected) | None => false,
    }
}

/// page (DateWorked … TicketID): these fields are not editable while the sheet is
/// submitted; others are.
pub(super) fn frozen(case: &Case<'_>) -> bool {
    fn frozen(entry: &TimeEntry) -> impl PartialEq + use<> {
        (
            (entry.date_worked, entry.start, entry.end, entry.hours),
            (entry.resource.clone(), entry.role.clone()),
            (entry.ticket.clone(), entry.task.clone()),
            entry.show_on_invoice,
        )
    }
    let changes = case
        .before
        .is_some_and(|before| frozen(before) != frozen(case.asked));
    case.sheet == Some(SheetStatus::Submitted) && changes
}

/// page (General): nothing changes after approve and post; a posted entry is not deleted.
pub(super) fn posted(case: &Case<'_>) -> bool {
    case.posted
}

/// page (InternalNotes, SummaryNotes): reading gives plain text, and sending that
/// back loses formatting and images.
pub(super) fn rich_text(case: &Case<'_>) -> bool {
    let notes = |entry: &TimeEntry| (entry.summary_notes.clone(), entry.internal_notes.clone());
    let changes = case
        .before
        .is_some_and(|before| notes(before) != notes(case.asked));
    case.rich_text && changes
}
