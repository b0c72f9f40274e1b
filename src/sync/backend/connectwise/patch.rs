//! What has to change on the service, field by field. Pure.
//!
//! What the service filled in by itself (a ticket's agreement, a member's work
//! type) and nobody here ever named is left alone: to take it away would change
//! what is billed.

use super::dialect::PatchForm;
use super::encode::{self, Charge, Mail, Sender};
use super::figures;
use super::normalise;
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::given::Slot;
use crate::domain::ids::Key;
use crate::domain::status::BookedAs;
use crate::domain::zone::Zone;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One changed field; no value takes it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The service's field.
    pub path: String,
    /// Its new value.
    pub value: Option<Value>,
    /// Whether the service has a value there now.
    pub was_there: bool,
}

/// What is known of the entry as it stands there.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// What the service was last seen to hold.
    pub seen: &'a Remote,
    /// What was last sent, where known: tells a value that a person takes away
    /// from one that the service filled in.
    pub sent: Option<&'a Content>,
}

/// The changes that make the service hold `outgoing`; none where it already does
/// and no mail is asked for.
///
/// # Errors
/// As for a create.
pub fn changes(
    before: Before<'_>,
    outgoing: &Outgoing,
    sender: Sender<'_>,
    zone: Zone,
) -> Result<Vec<Change>, Problem> {
    let new = &outgoing.content;
    let (start, end) = encode::times(new)?;
    let seen = &before.seen.content;
    let have = normalise::normalise(seen, zone, sender.own);
    let want = normalise::normalise(new, zone, sender.own);
    let mut list = List {
        raw: before.seen,
        changes: Vec::new(),
    };

    let charge = Charge::of(new)?;
    let moved = !normalise::is_same_target(have.target.as_ref(), want.target.as_ref());
    if moved {
        match (charge.id, charge.kind) {
            (Some(id), Some(kind)) => {
                list.set("chargeToId", json!(id));
                list.set("chargeToType", json!(kind));
            }
            _ => {
                list.set("chargeToType", json!("Company"));
                list.remove("chargeToId");
            }
        }
    }
    let company = charge
        .company
        .filter(|_| moved || differs(have.client.as_ref(), want.client.as_ref()));
    if let Some(company) = company {
        list.set("company", json!(company));
    }
    let member = encode::member(new, sender.own);
    if let Some(member) = member.filter(|_| differs(have.member.as_ref(), want.member.as_ref())) {
        list.set("member", json!(member));
    }
    list.times(
        &have,
        &want,
        new.booked_as,
        sender.own.is_some_and(|own| own.needs_both),
        (start, end),
    );
    // What was to have none from the start was left out of the create: what the service
    // filled in there stands. Said since then, it is to go.
    let cleared = |slot| {
        let sent = before.sent.is_some_and(|sent| !sent.given.is_none(slot));
        sent && new.given.is_none(slot)
    };
    for (path, slot, have, want, sent) in [
        (
            "workType",
            Slot::WorkType,
            &seen.work_type,
            &new.work_type,
            before.sent.map(|sent| &sent.work_type),
        ),
        (
            "workRole",
            Slot::WorkRole,
            &seen.work_role,
            &new.work_role,
            before.sent.map(|sent| &sent.work_role),
        ),
        (
            "agreement",
            Slot::Agreement,
            &seen.agreement,
            &new.agreement,
            before.sent.map(|sent| &sent.agreement),
        ),
    ] {
        match want {
            Some(want) if differs(have.as_ref(), Some(want)) => {
                list.set(path, json!(encode::named(want)))
            }
            Some(_) => {}
            None if have.is_some() && (sent.is_some_and(Option::is_some) || cleared(slot)) => {
                list.remove(path);
            }
            None => {}
        }
    }
    if have.note != want.note {
        let note = new
            .note
            .as_deref()
            .map(normalise::line_ends)
            .unwrap_or_default();
        list.set("notes", json!(note));
    }
    if have.internal_note != want.internal_note {
        let marked = outgoing.marked || list.bears_marker_of(outgoing.key);
        let note = encode::internal(new, marked.then_some(outgoing.key)).unwrap_or_default();
        list.set("internalNotes", json!(note));
    }
    let mail = json!(Mail::from(&outgoing.mailing));
    for (flag, value) in mail.as_object().into_iter().flatten() {
        list.set(flag, value.clone());
    }
    if !list.changes.is_empty() || have.billable != want.billable {
        // The service asks for it with every update.
        list.set("billableOption", json!(encode::billable(new.billable)));
    }
    Ok(list.changes)
}

/// The body in the dialect's form.
#[must_use]
pub fn body(changes: &[Change], form: PatchForm) -> Value {
    match form {
        PatchForm::Operations => changes.iter().map(operation).collect(),
        PatchForm::Fields => {
            let fields = changes.iter();
            let fields = fields.map(|change| {
                (
                    change.path.clone(),
                    change.value.clone().unwrap_or(Value::Null),
                )
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// The fields of a row after the changes.
#[must_use]
pub fn applied(row: &BTreeMap<String, Value>, changes: &[Change]) -> Map<String, Value> {
    let mut fields: Map<_, _> = row
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for change in changes {
        match &change.value {
            Some(value) => drop(fields.insert(change.path.clone(), value.clone())),
            None => drop(fields.remove(&change.path)),
        }
    }
    fields
}

fn operation(change: &Change) -> Value {
    match &change.value {
        None => json!({"op": "remove", "path": change.path}),
        Some(value) => {
            let op = if change.was_there { "replace" } else { "add" };
            json!({"op": op, "path": change.path, "value": value})
        }
    }
}

struct List<'a> {
    raw: &'a Remote,
    changes: Vec<Change>,
}

impl List<'_> {
    fn set(&mut self, path: &str, value: Value) {
        let was_there = self.has(path);
        self.changes.push(Change {
            path: path.to_owned(),
            value: Some(value),
            was_there,
        });
    }

    fn remove(&mut self, path: &str) {
        if self.has(path) {
            self.changes.push(Change {
                path: path.to_owned(),
                value: None,
                was_there: true,
            });
        }
    }

    fn has(&self, path: &str) -> bool {
        self.raw.raw.get(path).is_some_and(|value| !value.is_null())
    }

    /// Every figure the row carries moves along, so that it cannot contradict itself.
    fn times(
        &mut self,
        have: &Content,
        want: &Content,
        booked_as: BookedAs,
        both: bool,
        (start, end): (i64, i64),
    ) {
        if have.start != want.start {
            self.set("timeStart", json!(figures::instant(start)));
        }
        let length = booked_as == BookedAs::Length;
        if have.end != want.end && (!length || both || self.has("timeEnd")) {
            self.set("timeEnd", json!(figures::instant(end)));
        }
        let worked = want.worked(end);
        let changed = have.end.is_none_or(|end| have.worked(end) != worked);
        if changed && (length || both || self.has("actualHours")) {
            self.set("actualHours", Value::Number(figures::hours(worked)));
        }
        if have.deduct != want.deduct {
            self.set("hoursDeduct", Value::Number(figures::hours(want.deduct)));
        }
    }

    fn bears_marker_of(&self, key: Key) -> bool {
        let note = self.raw.raw.get("internalNotes").and_then(Value::as_str);
        note.and_then(Key::find_marker)
            .is_some_and(|(found, _)| found == key)
    }
}

/// Whether two references mean different things of the service.
fn differs(have: Option<&Reference>, want: Option<&Reference>) -> bool {
    match (have, want) {
        (Some(have), Some(want)) => {
            let by_name = want.id.is_none()
                && have
                    .name
                    .as_deref()
                    .is_some_and(|name| name.eq_ignore_ascii_case(&want.typed));
            let by_number = have.id.is_some() && have.number() == want.number();
            !(have.is_same(want) || by_name || by_number)
        }
        (None, None) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
