//! Timesheets, posting, and who may take away what.

use super::super::lookup::{find, identity};
use super::super::state::{named, touched, unlocks_approved};
use super::super::{Answer, Finding, Subject};
use super::Asked;
use super::people::{api_user, resource};
use crate::domain::catalog::{CatalogKind, names};
use crate::domain::charge::TargetKind;
use crate::domain::delivery::Remote;
use crate::domain::status::{Origin, Status};
use crate::rules::facts::OnSheet;
use crate::rules::rule::Stage;

/// Fields that a submitted timesheet freezes; the others stay open.
pub(in crate::rules::check) const FROZEN: &[&str] = &[
    "profile",
    "charge_to",
    "member",
    "date",
    "start",
    "end",
    "zone",
    "booked_as",
    "worked_seconds",
    "deduct_seconds",
    "work_role",
    "extra.show_on_invoice",
];

fn is_open(status: Status) -> bool {
    matches!(status, Status::Open | Status::Rejected)
}

/// Time is added to, changed on and taken from timesheets that are new or rejected.
pub(crate) fn sheet(of: &Subject<'_>) -> Asked {
    let deleted = of.ctx.stage == Stage::Delete;
    if let Some(entry) = of.entry {
        let finding = |what: String| {
            Finding::default()
                .with("id", entry.id)
                .with("status", entry.status)
                .with("what", what)
        };
        match entry.status {
            Status::Submitted if deleted => {
                return Ok(finding("it cannot be deleted".to_owned()).into());
            }
            Status::Approved if deleted || !touched(of).is_empty() => {
                let what = if deleted {
                    "it cannot be deleted".to_owned()
                } else {
                    format!("its {} cannot change", named(&touched(of)))
                };
                let says = "entry {id} is on a timesheet that is {status}: {what}";
                return Ok(finding(what).saying(says, unlocks_approved(of)).into());
            }
            _ => {}
        }
    }
    let Some(profile) = of.profile() else {
        return Ok(Answer::Good);
    };
    let added = of
        .old_content()
        .is_none_or(|old| old.date != of.content.date);
    if !added || deleted {
        return Ok(Answer::Good);
    }
    // The service shows no timesheets; what is known of one was said here.
    Ok(match of.ctx.facts.sheet(&profile.name, of.content.date)? {
        OnSheet::At(sheet) if !is_open(sheet.status) => Finding::default()
            .at("date")
            .with("date", of.content.date)
            .with(
                "status",
                sheet.status_word.as_deref().unwrap_or(sheet.status.word()),
            )
            .stale(true)
            .saying(
                "the timesheet of {date} is {status}",
                "have it given back or take it back with tt recall, then book again",
            )
            .into(),
        _ => Answer::Good,
    })
}

/// What a submitted sheet freezes does not change.
pub(crate) fn frozen(of: &Subject<'_>) -> Asked {
    let Some(entry) = of.entry.filter(|entry| entry.status == Status::Submitted) else {
        return Ok(Answer::Good);
    };
    let fields: Vec<&str> = touched(of)
        .into_iter()
        .filter(|name| FROZEN.contains(name))
        .collect();
    Answer::unless(fields.is_empty(), || {
        Finding::default()
            .with("id", entry.id)
            .with("fields", named(&fields))
    })
}

fn is_posted(of: &Subject<'_>) -> bool {
    of.entry.is_some_and(|entry| entry.status == Status::Billed)
        || of
            .ctx
            .seen
            .is_some_and(|seen| seen.status == Status::Billed)
}

/// What is approved and posted stays.
pub(crate) fn posted(of: &Subject<'_>) -> Asked {
    let Some(entry) = of.entry else {
        return Ok(Answer::Good);
    };
    let deleted = of.ctx.stage == Stage::Delete;
    let fields = touched(of);
    let good = !is_posted(of) || (!deleted && fields.is_empty());
    Answer::unless(good, || {
        let what = if deleted {
            "it cannot be deleted".to_owned()
        } else {
            format!("its {} cannot change", named(&fields))
        };
        Finding::default().with("id", entry.id).with("what", what)
    })
}

/// An identity among the fields as the service returned them.
fn raw(seen: &Remote, name: &str) -> Option<String> {
    let value = seen.raw.get(name)?;
    let number = value.as_i64().map(|number| number.to_string());
    number.or_else(|| value.as_str().map(str::to_owned))
}

/// Who entered it there, whose time it is, and who we are.
fn hands(of: &Subject<'_>, seen: &Remote) -> Result<Hands, super::FactError> {
    let whose = match raw(seen, "resourceID") {
        Some(id) => Some(id),
        None => resource(of)?,
    };
    let api = match api_user(of) {
        Some(api) => {
            let typed = crate::domain::charge::Reference::typed(&api);
            Some(identity(of, CatalogKind::Members, &typed)?.unwrap_or(api))
        }
        None => None,
    };
    Ok(Hands {
        creator: raw(seen, "creatorUserID"),
        whose,
        api,
    })
}

struct Hands {
    creator: Option<String>,
    whose: Option<String>,
    api: Option<String>,
}

impl Hands {
    /// Whether somebody other than we entered it.
    fn is_foreign(&self) -> bool {
        self.creator.is_some() && self.api.is_some() && self.creator != self.api
    }

    /// Whether that was for somebody else again.
    fn is_by_proxy(&self) -> bool {
        self.is_foreign() && self.whose.is_some() && self.whose != self.creator
    }
}

/// Only what the interface user entered goes, and no Taskfire time or time off asked for beforehand.
pub(crate) fn deletable(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let finding = |what: &str| Finding::default().with("id", entry.id).with("what", what);
    if let Some(target) = &of.content.target {
        let kind = super::lookup::kind_of(target.kind);
        if let Some(it) = find(of, kind, &target.at)? {
            let taskfire = it.item.text(names::RECORD_TYPE).as_deref() == Some("taskfire");
            if taskfire && target.kind == TargetKind::Ticket {
                return Ok(finding("is on a Taskfire ticket").stale(it.stale).into());
            }
            if it.item.flag(names::PRE_APPROVED) == Some(true) {
                let finding = finding("is time off that was approved beforehand");
                return Ok(finding.stale(it.stale).into());
            }
        }
    }
    let hands = hands(of, seen)?;
    Answer::unless(!hands.is_foreign() || hands.is_by_proxy(), || {
        finding("was entered by the resource, not by the interface user")
    })
}

/// What an administrator entered for a third person stays, even if we act in their name.
pub(crate) fn not_by_proxy(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let hands = hands(of, seen)?;
    Answer::unless(!hands.is_by_proxy(), || {
        Finding::default()
            .with("id", entry.id)
            .with("creator", hands.creator.as_deref().unwrap_or_default())
            .with("whose", hands.whose.as_deref().unwrap_or_default())
    })
}

/// Notes that somebody may have given colours and pictures lose them when they are sent back.
pub(crate) fn plain_text(of: &Subject<'_>) -> Asked {
    let (Some(seen), Some(entry)) = (of.ctx.seen, of.entry) else {
        return Ok(Answer::Good);
    };
    let there = |name: &str| match name {
        "note" => &seen.content.note,
        _ => &seen.content.internal_note,
    };
    let lost: Vec<&str> = touched(of)
        .into_iter()
        .filter(|name| ["note", "internal_note"].contains(name))
        .filter(|name| {
            there(name)
                .as_ref()
                .is_some_and(|note| !note.trim().is_empty())
        })
        .collect();
    if lost.is_empty() {
        return Ok(Answer::Good);
    }
    // Nothing written through the interface is rich; what others have touched may be.
    let api = hands(of, seen)?.api;
    let editor = raw(seen, "lastModifiedUserID");
    let by_others = match (&editor, &api) {
        (Some(editor), Some(api)) => editor != api,
        _ => false,
    };
    let rich = entry.origin == Origin::Imported || by_others;
    Answer::unless(!rich, || {
        Finding::default()
            .at(if lost[0] == "note" {
                "note"
            } else {
                "internal_note"
            })
            .with("id", entry.id)
            .with("fields", named(&lost))
    })
}
