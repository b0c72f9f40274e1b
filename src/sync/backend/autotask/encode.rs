//! An outgoing entry as the body of a create or of a change. Pure; what is missing is a
//! refusal that names our field. What is left out of a create the service takes from the
//! ticket or task; what is left out of a change stays, and null takes away.

use super::decode::has_parent;
use super::filter::midnight;
use super::normalise::{line_ends, normalise, unmarked};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::given::Slot;
use crate::domain::ids::Key;
use crate::domain::status::Billable;
use crate::domain::zone::Zone;
use crate::sync::backend::figures;
use serde_json::{Map, Value, json};

/// What the sender knows besides the entry.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The profile's resource, by number.
    pub own: Option<&'a str>,
    /// What it is called besides.
    pub names: &'a [String],
    /// Its zone, where it was told.
    pub told: Option<Zone>,
    /// The zone of days where nobody knows better.
    pub zone: Zone,
}

impl Sender<'_> {
    fn held(&self, content: &Content) -> Content {
        normalise(content, self.zone, self.own, self.names)
    }

    fn is_own(&self, content: &Content) -> bool {
        self.held(content).member.is_none()
    }
}

/// The body of a create.
///
/// # Errors
/// A [`Problem`] naming the field without which the service takes no entry.
pub fn create(outgoing: &Outgoing, sender: Sender<'_>) -> Result<Map<String, Value>, Problem> {
    let content = &outgoing.content;
    let mut fields = times(content, sender)?;
    let (place, id) = place(content)?;
    fields.insert(place.to_owned(), json!(id));
    fields.insert("resourceID".to_owned(), json!(resource(content, sender)?));
    if has_parent(content.target.as_ref()) {
        for (name, field, reference) in [
            ("roleID", "work_role", &content.work_role),
            ("billingCodeID", "work_type", &content.work_type),
            ("contractID", "agreement", &content.agreement),
        ] {
            if let Some(reference) = reference {
                fields.insert(name.to_owned(), json!(number(reference, field)?));
            }
        }
        let (unbilled, shown) = billing(content);
        for (name, flag) in [("isNonBillable", unbilled), ("showOnInvoice", shown)] {
            if let Some(flag) = flag {
                fields.insert(name.to_owned(), json!(flag));
            }
        }
        for (name, field, typed) in parts(content) {
            if let Some(typed) = typed {
                fields.insert(name.to_owned(), json!(part(typed, field)?));
            }
        }
    }
    if let Some(offset) = content.extra.offset_seconds.filter(|it| *it != 0) {
        fields.insert("offsetHours".to_owned(), hours(offset));
    }
    let note = content.note.as_deref().map(line_ends);
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        fields.insert("summaryNotes".to_owned(), json!(note));
    }
    if let Some(note) = internal(content, outgoing.marked.then_some(outgoing.key)) {
        fields.insert("internalNotes".to_owned(), json!(note));
    }
    Ok(fields)
}

/// The fields that make the service hold `outgoing`; none where it already does.
///
/// # Errors
/// As for a create.
pub fn change(
    outgoing: &Outgoing,
    last: &Remote,
    sent: Option<&Content>,
    sender: Sender<'_>,
) -> Result<Map<String, Value>, Problem> {
    let content = &outgoing.content;
    let (have, want) = (sender.held(&last.content), sender.held(content));
    let before = sent.map(|sent| sender.held(sent));
    let mut fields = Map::new();
    let all = times(content, sender)?;
    // Hours that the service rounded are its own, as long as nobody here changes them.
    let clock = |of: &Content| (of.start, of.end, of.start.is_none().then_some(of.date));
    let worked = |of: &Content| (of.deduct, of.length);
    let is_moved = clock(&have) != clock(&want);
    let is_resized = worked(&have) != worked(&want)
        && before.as_ref().is_none_or(|it| worked(it) != worked(&want));
    if is_moved || is_resized {
        fields.extend(all);
        if want.start.is_none() && have.start.is_some() {
            for name in ["startDateTime", "endDateTime"] {
                fields.insert(name.to_owned(), Value::Null);
            }
        }
    }
    if have.target != want.target {
        let (place, id) = place(content)?;
        for name in ["ticketID", "taskID", "internalBillingCodeID"] {
            let held = last.raw.get(name).is_some_and(|value| !value.is_null());
            if name == place {
                fields.insert(name.to_owned(), json!(id));
            } else if held {
                fields.insert(name.to_owned(), Value::Null);
            }
        }
    }
    if have.member != want.member {
        fields.insert("resourceID".to_owned(), json!(resource(content, sender)?));
    }
    if has_parent(want.target.as_ref()) {
        references(&mut fields, &have, content, before.as_ref())?;
        flags(&mut fields, &have, &want);
        for ((name, field, have), (_, _, want)) in parts(&have).into_iter().zip(parts(&want)) {
            match want {
                Some(typed) if have != want => {
                    fields.insert(name.to_owned(), json!(part(typed, field)?));
                }
                None if have.is_some() && before.as_ref().is_some_and(|it| named(it, name)) => {
                    fields.insert(name.to_owned(), Value::Null);
                }
                _ => {}
            }
        }
    } else if has_parent(have.target.as_ref()) {
        for name in ["contractID", "contractServiceID", "contractServiceBundleID"] {
            if last.raw.get(name).is_some_and(|value| !value.is_null()) {
                fields.insert(name.to_owned(), Value::Null);
            }
        }
        // Time on neither ticket nor task is never billed.
        fields.insert("isNonBillable".to_owned(), json!(true));
        fields.insert("showOnInvoice".to_owned(), json!(false));
        fields.insert("billingCodeID".to_owned(), json!(place(content)?.1));
    }
    let offset = |of: &Content| of.extra.offset_seconds.unwrap_or(0);
    if offset(&have) != offset(&want) {
        fields.insert("offsetHours".to_owned(), hours(offset(&want)));
    }
    if have.note != want.note {
        let note = content.note.as_deref().map(line_ends);
        fields.insert("summaryNotes".to_owned(), json!(note));
    }
    if have.internal_note != want.internal_note {
        let held = last.raw.get("internalNotes").and_then(Value::as_str);
        let held = held.and_then(Key::find_marker).map(|(key, _)| key);
        let marked = outgoing.marked || held == Some(outgoing.key);
        let note = internal(content, marked.then_some(outgoing.key));
        fields.insert("internalNotes".to_owned(), json!(note));
    }
    Ok(fields)
}

/// The fields, by our name, that a change took away and the service still holds.
#[must_use]
pub fn kept(fields: &Map<String, Value>, answer: &Remote) -> Vec<&'static str> {
    let content = &answer.content;
    [
        ("billingCodeID", "work_type", content.work_type.is_some()),
        ("contractID", "agreement", content.agreement.is_some()),
    ]
    .into_iter()
    .filter(|(name, _, still)| *still && fields.get(*name) == Some(&Value::Null))
    .map(|(_, field, _)| field)
    .collect()
}

fn references(
    fields: &mut Map<String, Value>,
    have: &Content,
    content: &Content,
    before: Option<&Content>,
) -> Result<(), Problem> {
    for (name, slot) in [
        ("roleID", Slot::WorkRole),
        ("billingCodeID", Slot::WorkType),
        ("contractID", Slot::Agreement),
    ] {
        let of = |content: &Content| content.clone().slot(slot).and_then(Option::take);
        let there = of(have);
        match of(content) {
            Some(want) => {
                let id = number(&want, slot.word())?;
                let is = there.as_ref().and_then(Reference::number);
                if is != Some(id.to_string().as_str()) {
                    fields.insert(name.to_owned(), json!(id));
                }
            }
            // Every ticket and task entry has a role.
            None if slot == Slot::WorkRole => {}
            None => {
                let was_ours = before.is_some_and(|before| of(before).is_some());
                if there.is_some() && (was_ours || content.given.is_none(slot)) {
                    fields.insert(name.to_owned(), Value::Null);
                }
            }
        }
    }
    Ok(())
}

fn flags(fields: &mut Map<String, Value>, have: &Content, want: &Content) {
    // Left open, it stays as it is.
    let (unbilled, shown) = billing(want);
    let (has_unbilled, has_shown) = billing(have);
    for (name, have, want) in [
        ("isNonBillable", has_unbilled, unbilled),
        ("showOnInvoice", has_shown, shown),
    ] {
        if want.is_some() && want != have {
            fields.insert(name.to_owned(), json!(want));
        }
    }
}

/// Non-billable, and shown on the invoice; none is left open.
fn billing(content: &Content) -> (Option<bool>, Option<bool>) {
    let (unbilled, shown) = match content.billable {
        Billable::Billable => (Some(false), Some(true)),
        Billable::NoCharge => (Some(true), Some(true)),
        Billable::DoNotBill => (Some(true), Some(false)),
        Billable::NoDefault => (None, None),
    };
    (unbilled, content.extra.show_on_invoice.or(shown))
}

type Part<'c> = (&'static str, &'static str, Option<&'c str>);

/// Service and bundle of the contract.
fn parts(content: &Content) -> [Part<'_>; 2] {
    let extra = &content.extra;
    [
        (
            "contractServiceID",
            "extra.agreement_service",
            extra.agreement_service.as_deref(),
        ),
        (
            "contractServiceBundleID",
            "extra.agreement_bundle",
            extra.agreement_bundle.as_deref(),
        ),
    ]
}

fn named(content: &Content, name: &str) -> bool {
    parts(content)
        .iter()
        .any(|(of, _, typed)| *of == name && typed.is_some())
}

fn part(typed: &str, field: &str) -> Result<i64, Problem> {
    number(&Reference::typed(typed), field)
}

/// Day, clock times and hours.
fn times(content: &Content, sender: Sender<'_>) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    let mut day = content.date;
    let worked = match (content.start, content.end) {
        (Some(start), Some(end)) => {
            // The day is that of the start where the resource is at home.
            if let Some(zone) = sender.told.filter(|_| sender.is_own(content)) {
                day = zone.date(start);
            }
            fields.insert("startDateTime".to_owned(), json!(figures::instant(start)));
            fields.insert("endDateTime".to_owned(), json!(figures::instant(end)));
            content.worked(end)
        }
        (Some(_), None) => return Err(missing("end", "the entry has no end yet")),
        (None, _) => {
            let length = content.length.filter(|length| *length > 0);
            let length =
                length.ok_or_else(|| missing("worked_seconds", "the entry has no length"))?;
            length.saturating_sub(content.deduct)
        }
    };
    let midnight = match midnight(day) {
        super::filter::Scalar::Text(text) => text,
        _ => String::new(),
    };
    fields.insert("dateWorked".to_owned(), json!(midnight));
    fields.insert("hoursWorked".to_owned(), hours(worked));
    Ok(fields)
}

fn hours(seconds: i64) -> Value {
    let figure = figures::hours(seconds.saturating_abs());
    if seconds >= 0 {
        return Value::Number(figure);
    }
    let negative = format!("-{figure}").parse();
    Value::Number(negative.unwrap_or(figure))
}

/// The field that says what is charged, and its number.
fn place(content: &Content) -> Result<(&'static str, i64), Problem> {
    let Some(target) = &content.target else {
        return Err(missing(
            "charge_to",
            "time on neither ticket nor task needs an internal code",
        ));
    };
    let name = match target.kind {
        TargetKind::Ticket => "ticketID",
        TargetKind::Task => "taskID",
        TargetKind::ChargeCode => "internalBillingCodeID",
        TargetKind::ProjectTicket | TargetKind::Activity => {
            let message = format!("this service has no {}", target.kind);
            return Err(missing("charge_to", &message));
        }
    };
    Ok((name, number(&target.at, "charge_to")?))
}

fn resource(content: &Content, sender: Sender<'_>) -> Result<i64, Problem> {
    if !sender.is_own(content)
        && let Some(member) = &content.member
    {
        return number(member, "member");
    }
    let own = sender.own.and_then(|own| own.parse().ok());
    own.ok_or_else(|| missing("member", "the profile names no resource"))
}

fn number(reference: &Reference, field: &str) -> Result<i64, Problem> {
    let number = reference.number().and_then(|number| number.parse().ok());
    number.ok_or_else(|| {
        let message = format!("`{}` has no number on the service", reference.typed);
        missing(field, &message)
    })
}

/// The internal note, with a marker on a line of its own where one is left.
fn internal(content: &Content, marked: Option<Key>) -> Option<String> {
    let note = content.internal_note.as_deref();
    let note = note.map(|note| unmarked(&line_ends(note)));
    let note = note.filter(|note| !note.is_empty());
    match (note, marked) {
        (Some(note), Some(key)) => Some(format!("{}\n{}", note.trim_end(), key.marker())),
        (None, Some(key)) => Some(key.marker()),
        (note, None) => note,
    }
}

/// A refusal of our own, in the service's terms.
fn missing(field: &str, message: &str) -> Problem {
    Problem {
        code: "incomplete".to_owned(),
        rule: None,
        field: Some(field.to_owned()),
        message: message.to_owned(),
    }
}
