//! Takes back the last step a person made, whatever it was: from what the journal
//! says an entry was before and after it.
//!
//! What sync did is passed over, and so is what a person settled with the service
//! or took over from it, which no snapshot can take back. Fields that differ from
//! what the step left behind were changed by the service since, and are kept.

use super::edit::{admit, may_leave};
use super::error::LedgerError;
use super::log::fresh_key;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::entry::{Breach, Entry};
use crate::domain::given::Slot;
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use crate::rules::{self, Refusal, Stage, changed_fields};
use crate::store::{Action, Recorded, Snapshot, Step, Store, Tx, View, Who};
use std::collections::{BTreeMap, BTreeSet};

/// What was taken back.
#[derive(Debug)]
pub struct Undone {
    /// What had been done.
    pub action: Action,
    /// When, seconds UTC.
    pub at: i64,
    /// The entries as they are now, by number.
    pub entries: Vec<Entry>,
    /// Fields that the service changed since, with their entry; they are kept.
    pub kept: Vec<(EntryId, Vec<&'static str>)>,
}

/// Lines read at a time while looking for the step.
const PAGE: u32 = 100;

/// Takes the last step back that is not taken back yet; all of it or nothing.
///
/// # Errors
/// Nothing to take back, an entry that is locked, or the store's.
pub fn undo(store: &mut Store, site: &Site) -> Result<Undone, LedgerError> {
    store.write(|tx| {
        let Some(step) = last_step(tx)? else {
            return Err(LedgerError::Nothing {
                message: "there is nothing to undo".into(),
                help: "see `tt history` for what was done".into(),
            });
        };
        take_back(tx, step, site)
    })
}

fn take_back(tx: &Tx<'_>, step: Step, site: &Site) -> Result<Undone, LedgerError> {
    let lines = tx.journal_step(step)?;
    let acting = Acting::undoing(tx, site, step)?;
    let mut undone = Undone {
        action: lines
            .last()
            .map_or(Action::Undo, |recorded| recorded.line.action),
        at: lines.last().map_or(site.now, |recorded| recorded.line.at),
        entries: Vec::new(),
        kept: Vec::new(),
    };
    let mut refused = Vec::new();
    // What the step made goes first: what it took away may need its place.
    let mut sides: Vec<_> = sides(&lines).into_iter().collect();
    sides.sort_by_key(|(id, side)| (side.before.is_some(), *id));
    for (id, side) in sides {
        let Some(now) = tx.snapshot(id)? else {
            continue;
        };
        let (to, kept) = side.back_from(&now);
        let Some((entry, _)) = tx.entry(id)? else {
            continue;
        };
        match may_go_back(tx, &entry, &side, to, site) {
            Ok(to) => {
                tx.put_back(id, &to, fresh_key(site.now)?, site.now)?;
                acting.note(Action::Undo, id, Some(now))?;
                undone.entries.push(reread(tx, id)?);
            }
            Err(LedgerError::Refused(mut breaches)) => refused.append(&mut breaches),
            Err(other) => return Err(other),
        }
        if !kept.is_empty() {
            undone.kept.push((id, kept));
        }
    }
    undone.entries.sort_by_key(|entry| entry.id);
    if refused.is_empty() {
        Ok(undone)
    } else {
        Err(LedgerError::Refused(refused))
    }
}

/// What a step did to one entry.
struct Side {
    before: Option<Snapshot>,
    after: Snapshot,
}

/// What the lines of a step did to each entry, first to last.
fn sides(lines: &[Recorded]) -> BTreeMap<EntryId, Side> {
    let mut sides: BTreeMap<EntryId, Side> = BTreeMap::new();
    // What was taken over from a service in the same step stays.
    let own = lines.iter().map(|recorded| &recorded.line);
    for line in own.filter(|line| is_reversible(line.action)) {
        let (Some(id), Some(after)) = (line.entry, &line.after) else {
            continue;
        };
        match sides.get_mut(&id) {
            Some(side) => side.after = after.clone(),
            None => {
                let (before, after) = (line.before.clone(), after.clone());
                sides.insert(id, Side { before, after });
            }
        }
    }
    sides
}

impl Side {
    fn changes_anything(&self) -> bool {
        let after = &self.after;
        self.before.as_ref().is_none_or(|before| {
            before.content != after.content
                || before.removed != after.removed
                || before.held != after.held
                || (before.status, &before.reject_reason) != (after.status, &after.reject_reason)
        })
    }

    /// Where the entry goes from what it is now, and the fields that stay.
    fn back_from(&self, now: &Snapshot) -> (Snapshot, Vec<&'static str>) {
        let Some(before) = &self.before else {
            let to = Snapshot {
                removed: true,
                ..now.clone()
            };
            return (to, Vec::new());
        };
        let mut to = now.clone();
        if before.removed != self.after.removed {
            to.removed = before.removed;
        }
        if self.after.status == now.status {
            to.status = before.status;
            to.reject_reason.clone_from(&before.reject_reason);
        }
        let kept = restore_fields(&mut to.content, before, &self.after);
        if to.content == before.content {
            to.held.clone_from(&before.held);
            to.warnings.clone_from(&before.warnings);
            to.adjustments.clone_from(&before.adjustments);
            to.unchecked.clone_from(&before.unchecked);
        }
        (to, kept)
    }
}

/// Puts the fields that a step changed back to what they were, but those that differ
/// from what it left behind; which these are.
fn restore_fields(content: &mut Content, before: &Snapshot, after: &Snapshot) -> Vec<&'static str> {
    if *content == after.content {
        *content = before.content.clone();
        return Vec::new();
    }
    let group = |names: Vec<&'static str>| -> BTreeSet<&'static str> {
        names.into_iter().map(|name| group_of(name)).collect()
    };
    let changed = group(changed_fields(&before.content, &after.content));
    let since = group(changed_fields(&after.content, content));
    for name in changed.difference(&since) {
        put(content, name, &before.content);
    }
    changed.intersection(&since).copied().collect()
}

/// Start, end and what belongs to them go back together or not at all: half of them
/// would be a time that nobody ever worked.
fn group_of(name: &'static str) -> &'static str {
    match name {
        "date" | "start" | "end" | "zone" | "booked_as" | "worked_seconds" | "deduct_seconds" => {
            "time"
        }
        name if name.starts_with("extra.") => "extra",
        name => name,
    }
}

fn put(content: &mut Content, name: &str, from: &Content) {
    if let Some(slot) = Slot::from_word(name) {
        content.given.take(slot, &from.given);
    }
    let from = from.clone();
    match name {
        "time" => {
            (content.date, content.start, content.end) = (from.date, from.start, from.end);
            (content.zone, content.booked_as) = (from.zone, from.booked_as);
            (content.length, content.deduct) = (from.length, from.deduct);
            content.pauses = from.pauses;
        }
        "profile" => content.profile = from.profile,
        "charge_to" => content.target = from.target,
        "project" => content.project = from.project,
        "client" => content.client = from.client,
        "service" => content.service = from.service,
        "task" => content.task = from.task,
        "member" => content.member = from.member,
        "note" => content.note = from.note,
        "internal_note" => content.internal_note = from.internal_note,
        "work_type" => content.work_type = from.work_type,
        "work_role" => content.work_role = from.work_role,
        "billable" => content.billable = from.billable,
        "agreement" => content.agreement = from.agreement,
        "tags" => content.tags = from.tags,
        _ => content.extra = from.extra,
    }
}

/// Asks whether a lock stands in the way. What else the rules find wrong with what an
/// entry was before holds it, where the service changed something since.
fn may_go_back(
    view: &View<'_>,
    entry: &Entry,
    side: &Side,
    to: Snapshot,
    site: &Site,
) -> Result<Snapshot, LedgerError> {
    if entry.removed {
        return Ok(to);
    }
    if to.removed {
        return may_leave(view, entry, site).map(|()| to);
    }
    let moved = side.before.as_ref().map(|before| before.status) != Some(side.after.status);
    if moved && entry.status != side.after.status && entry.status.rank() > Status::Open.rank() {
        return Err(is_further(entry));
    }
    if entry.content == to.content {
        return Ok(to);
    }
    // The status goes back with the content, so what counts is the one it goes back to.
    let asked = Entry {
        status: to.status,
        ..entry.clone()
    };
    let draft = Draft {
        content: to.content.clone(),
        mailing: Mailing::default(),
        future: true,
    };
    match admit(view, &asked, draft.clone(), site) {
        Ok(admitted) => Ok(with_verdict(to, side, &admitted)),
        Err(LedgerError::Refused(refused)) if refused.iter().any(|(_, why)| why.locked) => {
            Err(LedgerError::Refused(refused))
        }
        Err(LedgerError::Refused(_)) => {
            let facts = view.facts(site.now, site.catalog_max_age);
            let profile = draft.content.profile.clone();
            let mut context = site.context(profile.as_deref(), Stage::Update, &facts);
            context.before = Some(&asked);
            context.ending = true;
            let admitted = rules::admit(draft, &context)
                .map_err(|why| LedgerError::of_one(Some(entry.id), why))?;
            Ok(with_verdict(to, side, &admitted))
        }
        Err(other) => Err(other),
    }
}

/// What the rules said of it before stands where it is as it was before; else what they say now.
fn with_verdict(to: Snapshot, side: &Side, admitted: &rules::Admitted) -> Snapshot {
    if side.before.as_ref().map(|before| &before.content) == Some(&to.content) {
        return to;
    }
    Snapshot {
        held: admitted.held().to_vec(),
        warnings: admitted.warnings().to_vec(),
        adjustments: admitted.adjustments().to_vec(),
        unchecked: admitted.unchecked().to_vec(),
        ..to
    }
}

fn is_further(entry: &Entry) -> LedgerError {
    let breach = Breach {
        rule: "tt/status-allows-edit".into(),
        field: Some("status".into()),
        message: format!("it is {} by now", entry.status),
        help: match entry.status {
            Status::Submitted => format!("take it back first: tt recall {}", entry.id),
            Status::Billed => "book the difference as a new entry".into(),
            _ => "ask the approver to give it back first, then tt sync".into(),
        },
    };
    LedgerError::Refused(vec![(
        Some(entry.id),
        Refusal {
            breaches: vec![breach],
            locked: true,
        },
    )])
}

/// The last step of a person that changed an entry and is not taken back.
fn last_step(view: &View<'_>) -> Result<Option<Step>, LedgerError> {
    let mut undone = BTreeSet::new();
    let mut below = None;
    loop {
        let lines = view.journal_back(below, PAGE)?;
        for Recorded { line, .. } in &lines {
            undone.extend(line.undoes);
            let is_own = matches!(line.who, Who::Person(_)) && line.undoes.is_none();
            if is_own && is_reversible(line.action) && !undone.contains(&line.step) {
                let lines = view.journal_step(line.step)?;
                if sides(&lines).values().any(Side::changes_anything) {
                    return Ok(Some(line.step));
                }
            }
        }
        match lines.last() {
            Some(last) if lines.len() == PAGE as usize => below = Some(last.n),
            _ => return Ok(None),
        }
    }
}

/// What the service holds is not taken away because it was looked at here.
fn is_reversible(action: Action) -> bool {
    !matches!(
        action,
        Action::Import | Action::Adopt | Action::Observe | Action::Deliver | Action::Refuse
    )
}
