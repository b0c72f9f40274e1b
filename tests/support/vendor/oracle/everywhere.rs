//! What holds for every entry, whichever service it goes to. Restated from the
//! product's own contract.

use super::{Company, Ends, Proposal, RuleId};
use std::collections::BTreeSet;
use tt::domain::charge::TargetKind;
use tt::domain::settings::OverlapPolicy;
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::domain::zone::Zone;
use tt::rules::Stage;

/// Every rule here, with what becomes of an entry that breaks it.
pub const RULES: &[(RuleId, Ends)] = &[
    ("tt/worked-positive", Ends::Refuse),
    ("tt/one-day", Ends::Refuse),
    ("tt/end-after-start", Ends::Refuse),
    ("tt/deduct-within", Ends::Refuse),
    ("tt/not-in-future", Ends::Refuse),
    ("tt/overlap", Ends::Warn),
    ("tt/long-entry", Ends::Hold),
    ("tt/max-day", Ends::Refuse),
    ("tt/increment", Ends::Refuse),
    ("tt/note-required", Ends::Refuse),
    ("tt/note-min-chars", Ends::Refuse),
    ("tt/one-target", Ends::Refuse),
    ("tt/clock-needed", Ends::Refuse),
    ("tt/late", Ends::Warn),
    ("tt/billable-known", Ends::Refuse),
    ("tt/status-allows-edit", Ends::Lock),
    ("tt/transition", Ends::Lock),
    ("tt/reject-reason", Ends::Refuse),
    ("tt/no-control-chars", Ends::Refuse),
];

/// The rules of every service that this proposal breaks.
pub fn breaches(asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
    let mut broken = BTreeSet::new();
    let mut say = |id: RuleId, letters: &str, is: bool| {
        if asked.at(letters) && is {
            broken.insert(id);
        }
    };
    let content = &asked.content;
    let (gross, worked) = (asked.gross(), asked.worked());
    let timed = content.start.is_some() && content.end.is_some();
    // Of what ends before it starts another rule says all there is to say.
    say(
        "tt/worked-positive",
        "L",
        worked <= 0 && !(timed && gross <= 0),
    );
    say("tt/one-day", "L", gross > 24 * 3600);
    say("tt/end-after-start", "L", timed && gross <= 0);
    let deduct = content.deduct;
    let whole = deduct < 0 || (deduct > 0 && gross > 0 && deduct >= gross);
    say("tt/deduct-within", "L", whole);
    say(
        "tt/not-in-future",
        "L",
        !asked.future && content.end.is_some_and(|end| end > asked.now),
    );
    let own = asked.before.as_ref().map(|entry| entry.id);
    let meets = company.others.iter().any(|one| {
        Some(one.id) != own
            && content.start.is_some_and(|start| start < one.end)
            && content.end.is_some_and(|end| one.start < end)
    });
    let asks = asked.settings.overlap != OverlapPolicy::Allow;
    say("tt/overlap", "L", meets && asks);
    say("tt/long-entry", "L", worked > asked.settings.review_entry);
    let day: i64 = company
        .others
        .iter()
        .filter(|one| one.date == content.date && Some(one.id) != own)
        .map(|one| one.end - one.start)
        .sum();
    say("tt/max-day", "L", day + worked > asked.settings.max_day);
    let increment = asked.settings.increment;
    say(
        "tt/increment",
        "LS",
        increment > 0 && worked % increment != 0,
    );
    let note = content.note.as_deref().unwrap_or("").trim();
    let short = note.chars().count() < asked.settings.note_min_chars as usize;
    say(
        "tt/note-required",
        "LS",
        asked.settings.note_required && note.is_empty(),
    );
    say("tt/note-min-chars", "LS", !note.is_empty() && short);
    say("tt/one-target", "L", !takes_target(asked));
    say("tt/clock-needed", "L", needs_clock(asked));
    let zone = Zone::parse(&content.zone).unwrap_or(Zone::UTC);
    let day_ended = zone.bounds(content.date, content.date).1;
    let late = asked
        .settings
        .late_after
        .is_some_and(|after| asked.now - day_ended > after);
    say("tt/late", "L", late && asked.is_create());
    let free = matches!(
        asked.profile.backend,
        BackendKind::ConnectWise | BackendKind::Autotask
    );
    say(
        "tt/billable-known",
        "L",
        content.billable == Billable::NoCharge && !free,
    );
    let status = asked
        .before
        .as_ref()
        .map_or(Status::Open, |entry| entry.status);
    let fixed = !matches!(status, Status::Open | Status::Rejected)
        && (asked.stage == Stage::Delete || changes(asked));
    say("tt/status-allows-edit", "UD", fixed);
    let step = asked.step.as_ref();
    say(
        "tt/transition",
        "SA",
        step.is_some_and(|(to, _)| !may_go(asked, status, *to)),
    );
    let unexplained = step.is_some_and(|(to, why)| {
        *to == Status::Rejected && why.as_deref().unwrap_or("").trim().is_empty()
    });
    say(
        "tt/reject-reason",
        "A",
        asked.stage == Stage::Approve && unexplained,
    );
    let odd = |text: &str| {
        text.chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
    };
    let texts = [&content.note, &content.internal_note];
    say(
        "tt/no-control-chars",
        "L",
        texts.into_iter().flatten().any(|t| odd(t)),
    );
    broken
}

/// Whether anything but the tags, which are nobody's business, would change.
pub(super) fn changes(asked: &Proposal) -> bool {
    asked.before.as_ref().is_some_and(|before| {
        let mut content = before.content.clone();
        content.tags.clone_from(&asked.content.tags);
        content != asked.content
    })
}

/// Which kinds of target a service knows at all.
fn takes_target(asked: &Proposal) -> bool {
    use TargetKind::{Activity, ChargeCode, ProjectTicket, Task, Ticket};
    let kinds: &[TargetKind] = match asked.profile.backend {
        BackendKind::ConnectWise => &[Ticket, ProjectTicket, ChargeCode, Activity],
        BackendKind::Autotask => &[Ticket, Task, ChargeCode],
        _ => &[],
    };
    let content = &asked.content;
    let freshbooks = asked.profile.backend == BackendKind::FreshBooks;
    let beside = freshbooks || (content.task.is_none() && content.service.is_none());
    let target = content.target.as_ref();
    beside && target.is_none_or(|target| kinds.contains(&target.kind))
}

/// Only a service that takes a date takes an entry without clock times.
fn needs_clock(asked: &Proposal) -> bool {
    let content = &asked.content;
    let complete = content.start.is_some() && content.end.is_some();
    let dated = content.booked_as == BookedAs::Date && content.length.is_some();
    let takes_dates = asked.profile.backend == BackendKind::Autotask;
    !(complete || dated && takes_dates)
}

/// ConnectWise takes an approved sheet back; as documented, its approver may decide
/// on what nobody has handed in yet.
fn may_go(asked: &Proposal, from: Status, to: Status) -> bool {
    use Status::{Approved, Billed, Open, Rejected, Submitted};
    if asked.profile.backend == BackendKind::ConnectWise {
        let profile = &asked.profile;
        match (from, to) {
            (Approved, Open) if !profile.documented && profile.approver => return true,
            (Open, Approved | Rejected) if profile.documented && profile.approver => return true,
            _ => {}
        }
    }
    matches!(
        (from, to),
        (Open | Rejected, Submitted)
            | (Submitted, Approved | Rejected | Open)
            | (Rejected, Open)
            | (Approved, Billed)
    )
}
