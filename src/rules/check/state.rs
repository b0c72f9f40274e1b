//! Rules on where an entry stands: what may change, what may be removed, and
//! which steps lead on.

use super::wording::{field, list};
use super::{Answer, Finding, Subject, autotask};
use crate::domain::entry::Breach;
use crate::domain::status::{BackendKind, Status};
use crate::rules::changes::{LOCAL_FIELDS, changed_fields};
use crate::rules::facts::{FactError, OnSheet, Sheet};
use crate::rules::rule::Stage;
use crate::rules::table;

type Asked = Result<Answer, FactError>;

/// ConnectWise's words for an entry that may be changed; both dialects.
const EDITABLE: &[&str] = &["Open", "Rejected", "RejectBySecondTier", "ErrorsCorrected"];
/// ConnectWise's words for an entry that waits for its approval; both dialects.
const SUBMITTED: &[&str] = &["PendingApproval", "PendingProjectApproval", "Submitted"];
/// ConnectWise's words for an entry that is final; both dialects.
const FINAL: &[&str] = &["Billed", "BilledAgreement", "WrittenOff"];

/// Whether a service leaves a field open in a status in which others are locked.
fn is_left_open(backend: Option<BackendKind>, status: Status, field: &str) -> bool {
    // There submitting freezes time, resource, role and target, and nothing else.
    backend == Some(BackendKind::Autotask)
        && status == Status::Submitted
        && !autotask::state::FROZEN.contains(&field)
}

/// The fields that this write changes and that a service could mind.
pub(crate) fn touched(of: &Subject<'_>) -> Vec<&'static str> {
    of.old_content().map_or_else(Vec::new, |old| {
        changed_fields(old, of.content)
            .into_iter()
            .filter(|name| !LOCAL_FIELDS.contains(name))
            .collect()
    })
}

pub(crate) fn named(fields: &[&str]) -> String {
    let words: Vec<String> = fields.iter().map(|name| field(name)).collect();
    list(&words, 4)
}

pub(crate) fn status_allows_edit(of: &Subject<'_>) -> Asked {
    let Some(entry) = of.entry else {
        return Ok(Answer::Good);
    };
    let status = entry.status;
    let open = matches!(status, Status::Open | Status::Rejected);
    if open && !of.ctx.seen.is_some_and(|seen| seen.locked) {
        return Ok(Answer::Good);
    }
    let what = if of.ctx.stage == Stage::Delete {
        "it cannot be deleted".to_owned()
    } else {
        let frozen: Vec<&str> = touched(of)
            .into_iter()
            .filter(|name| !is_left_open(of.backend(), status, name))
            .collect();
        if frozen.is_empty() {
            return Ok(Answer::Good);
        }
        format!("its {} cannot change", named(&frozen))
    };
    let finding = Finding::default()
        .with("id", entry.id)
        .with("status", status)
        .with("what", what);
    const MESSAGE: &str = "entry {id} is {status}: {what}";
    Ok(match status {
        Status::Approved => finding.saying(MESSAGE, unlocks_approved(of)),
        Status::Billed => finding.saying(MESSAGE, "book the difference as a new entry"),
        Status::Submitted => finding,
        Status::Open | Status::Rejected => finding
            .with("service", of.backend().map_or("", BackendKind::title))
            .saying(
                "entry {id} is locked on {service}: {what}",
                "have it opened on {service}, then tt sync",
            ),
    }
    .into())
}

/// What opens an approved entry: only one service takes an approval back from here, and
/// only from somebody who gives them.
pub(crate) fn unlocks_approved(of: &Subject<'_>) -> &'static str {
    match of.profile() {
        Some(profile) if profile.backend.has_approval() => {
            if is_step(of, Status::Approved, Status::Open) {
                "take the approval back first: tt recall {id}"
            } else {
                "ask the approver to reject it on the service, then tt sync"
            }
        }
        // Nobody but a person here approved it.
        _ => "take the approval back with tt undo, or book the difference as a new entry",
    }
}

/// Whether this step is one that entries take.
fn is_step(of: &Subject<'_>, from: Status, to: Status) -> bool {
    use Status::{Approved, Billed, Open, Rejected, Submitted};
    let connectwise = of
        .profile()
        .filter(|profile| profile.backend == BackendKind::ConnectWise);
    match (from, to) {
        (Open | Rejected, Submitted)
        | (Submitted, Approved | Rejected | Open)
        | (Rejected, Open)
        | (Approved, Billed) => true,
        // Only there a sheet can be taken back after its approval, by who approves.
        (Approved, Open) => {
            connectwise.is_some_and(|profile| !profile.documented && profile.approver)
        }
        (Open, Approved | Rejected) => {
            connectwise.is_some_and(|profile| profile.documented && profile.approver)
        }
        _ => false,
    }
}

pub(crate) fn transition(of: &Subject<'_>) -> Asked {
    let (Some(step), Some(entry)) = (of.ctx.transition, of.entry) else {
        return Ok(Answer::Good);
    };
    let finding = Finding::default()
        .with("id", entry.id)
        .with("from", entry.status)
        .with("to", step.to);
    if entry.content.is_timer() {
        return Ok(finding
            .saying("entry {id} is still running", "end it first: tt stop")
            .into());
    }
    if !is_step(of, entry.status, step.to) {
        return Ok(match entry.status {
            Status::Open | Status::Rejected => finding.into(),
            Status::Approved if step.to == Status::Open => finding
                .saying(
                    "entry {id} is {from} and cannot become {to}",
                    unlocks_approved(of),
                )
                .into(),
            _ => finding
                .saying(
                    "entry {id} is {from} and cannot become {to}",
                    "look at how it got there: tt show {id}",
                )
                .into(),
        });
    }
    if let Some(sheet) = approved_sheet(of, step.to)? {
        return Ok(finding
            .with("sheet", &sheet.id)
            .with("date", of.content.date)
            .with("status", sheet.status.word())
            .saying(
                "entry {id} cannot be taken back: time sheet {sheet}, which covers {date}, is {status}",
                unlocks_approved(of),
            )
            .into());
    }
    let is_firm = |held: &&Breach| !table::is_release_enough(&held.rule);
    match entry.held.iter().find(is_firm).or(entry.held.first()) {
        // Taking it back is how it is corrected.
        Some(held) if step.to != Status::Open && is_firm(&held) => Ok(finding
            .with("rule", &held.rule)
            .with("why", &held.message)
            .with("help", &held.help)
            .saying("entry {id} is held by {rule}: {why}", "{help}")
            .into()),
        Some(held) if step.to != Status::Open => Ok(finding
            .with("rule", &held.rule)
            .saying(
                "entry {id} is held by {rule}",
                "correct it with tt edit {id}, or let it pass with tt resolve {id} --release",
            )
            .into()),
        _ => Ok(Answer::Good),
    }
}

/// The approved sheet from which an entry would be taken back by somebody who gives no
/// approvals. The entry itself may still be known as submitted: sheets are read further
/// back than entries are.
fn approved_sheet(of: &Subject<'_>, to: Status) -> Result<Option<Sheet>, FactError> {
    let Some(profile) = of.profile() else {
        return Ok(None);
    };
    // What the service does not hold is on no sheet.
    let is_there = to == Status::Open && of.ctx.seen.is_some() && !is_of_colleague(of);
    if !is_there || is_step(of, Status::Approved, to) {
        return Ok(None);
    }
    Ok(match of.ctx.facts.sheet(&profile.name, of.content.date)? {
        OnSheet::At(sheet) if sheet.status.rank() >= Status::Approved.rank() => Some(sheet),
        _ => None,
    })
}

/// Whether it is somebody else's time: their sheets are not pulled.
fn is_of_colleague(of: &Subject<'_>) -> bool {
    let own = of.profile().and_then(|profile| profile.member.as_deref());
    of.content.member.as_ref().is_some_and(|member| {
        own.is_none_or(|own| own != member.typed && Some(own) != member.id.as_deref())
    })
}

pub(crate) fn reject_reason(of: &Subject<'_>) -> Asked {
    let Some(step) = of.ctx.transition else {
        return Ok(Answer::Good);
    };
    let given = step.reason.is_some_and(|reason| !reason.trim().is_empty());
    Answer::unless(step.to != Status::Rejected || given, || {
        Finding::default().with("id", of.entry.map_or(0, |entry| entry.id.0))
    })
}

/// What is told of an entry that was recalled, and whose sheet no sync has taken back yet.
const BACK_FIRST: &str = "run tt sync first: it takes the time sheet back";

/// Whether a person took it back here, and its service was not told yet.
fn is_on_its_way_back(of: &Subject<'_>) -> bool {
    let is_open = of.entry.is_some_and(|entry| entry.status == Status::Open);
    is_open
        && of
            .ctx
            .seen
            .is_some_and(|seen| seen.status == Status::Submitted)
}

/// ConnectWise: the sheet that covers the day is open or was given back.
pub(crate) fn sheet_open(of: &Subject<'_>) -> Asked {
    let Some(profile) = of.profile() else {
        return Ok(Answer::Good);
    };
    // A colleague's sheet is not pulled, and theirs is not ours to know.
    if is_of_colleague(of) {
        return Ok(Answer::Unknown);
    }
    // What the service does not hold is on no sheet: it may go, and whatever
    // happens to it, the sheet still stands in its way.
    let nothing_changes = match (of.ctx.seen, of.ctx.stage) {
        (None, stage) => stage == Stage::Delete,
        (Some(_), Stage::Delete) => false,
        (Some(_), _) => of.entry.is_some() && touched(of).is_empty(),
    };
    if nothing_changes {
        return Ok(Answer::Good);
    }
    let mut days = vec![of.content.date];
    // What leaves a sheet changes that sheet too.
    days.extend(of.old_content().map(|old| old.date));
    days.dedup();
    let mut unknown = false;
    for day in days {
        match of.ctx.facts.sheet(&profile.name, day)? {
            OnSheet::At(sheet) if !matches!(sheet.status, Status::Open | Status::Rejected) => {
                let word = sheet.status_word.as_deref();
                let finding = Finding::default()
                    .with("sheet", &sheet.id)
                    .with("date", day)
                    .with("status", word.unwrap_or(sheet.status.word()))
                    .with("from", sheet.from)
                    .with("to", sheet.to)
                    .with("profile", &profile.name)
                    .stale(true);
                if sheet.status == Status::Submitted && is_on_its_way_back(of) {
                    return Ok(finding
                        .saying(
                            "time sheet {sheet}, which covers {date}, is still {status} there",
                            BACK_FIRST,
                        )
                        .into());
                }
                // Only what still waits for its approver is its owner's to take back.
                if sheet.status == Status::Submitted {
                    return Ok(finding.into());
                }
                return Ok(finding
                    .saying(
                        "time sheet {sheet}, which covers {date}, is {status}",
                        "ask the approver to give the time sheet back; the next `tt sync` then \
                         sends it by itself",
                    )
                    .into());
            }
            OnSheet::At(_) | OnSheet::None => {}
            OnSheet::Unknown => unknown = true,
        }
    }
    Ok(if unknown {
        Answer::Unknown
    } else {
        Answer::Good
    })
}

/// ConnectWise: the entry's own status there lets it change; a word nobody knows does not.
pub(crate) fn status_editable(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let open = match seen.status_word.as_deref() {
        Some(word) => EDITABLE.contains(&word),
        None => matches!(seen.status, Status::Open | Status::Rejected),
    };
    let fields = touched(of);
    Answer::unless((open && !seen.locked) || fields.is_empty(), || {
        let word = seen.status_word.as_deref();
        let finding = Finding::default()
            .with("id", entry.id)
            .with("status", word.unwrap_or(seen.status.word()))
            .with("fields", named(&fields));
        const MESSAGE: &str = "entry {id} is {status} on ConnectWise: its {fields} cannot change";
        match seen.status {
            Status::Billed => finding.saying(MESSAGE, "book the difference as a new entry"),
            Status::Approved => finding.saying(MESSAGE, unlocks_approved(of)),
            Status::Submitted if word.is_none_or(|word| SUBMITTED.contains(&word)) => {
                if is_on_its_way_back(of) {
                    finding.saying(MESSAGE, BACK_FIRST)
                } else {
                    finding
                }
            }
            _ => finding.saying(MESSAGE, "have it opened on ConnectWise, then tt sync"),
        }
    })
}

/// ConnectWise: what was billed is never deleted.
pub(crate) fn not_billed(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let word = seen.status_word.as_deref();
    let is_final = seen.status == Status::Billed || word.is_some_and(|word| FINAL.contains(&word));
    Answer::unless(!is_final, || {
        Finding::default()
            .with("id", entry.id)
            .with("status", word.unwrap_or(seen.status.word()))
    })
}

/// ConnectWise: only the service itself bills; the other words are sent or have a sheet action.
pub(crate) fn status_sendable(of: &Subject<'_>) -> Asked {
    let to = of.ctx.transition.map(|step| step.to);
    Answer::unless(to != Some(Status::Billed), || {
        Finding::default().with("to", Status::Billed)
    })
}
