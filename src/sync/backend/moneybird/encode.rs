//! An outgoing entry as the body of a create or of a change. Pure; what is
//! missing is a refusal that names our field. The end is always sent: without it
//! the service would start a timer of its own.

use super::decode::runs;
use super::normalise::{minutes, normalise};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::status::Billable;
use crate::domain::zone::{Zone, rfc3339};
use serde_json::{Map, Value, json};

/// What the sender knows besides the entry.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The profile's user, by identity.
    pub own: Option<&'a str>,
    /// The zone of days.
    pub zone: Zone,
    /// Whether `detail_id` is known.
    pub details: bool,
}

/// The body of a create.
///
/// # Errors
/// A [`Problem`] naming the field without which the service takes no entry.
pub fn create(outgoing: &Outgoing, sender: Sender<'_>) -> Result<Value, Problem> {
    let content = &outgoing.content;
    let (start, end) = times(content)?;
    chargeable(content)?;
    let note = note(content)?;
    let mut fields = Map::new();
    fields.insert("user_id".into(), json!(user(content, sender)?));
    fields.insert("started_at".into(), json!(instant(start)));
    fields.insert("ended_at".into(), json!(instant(end)));
    fields.insert("description".into(), json!(note));
    for (name, field, reference) in [
        ("contact_id", "client", &content.client),
        ("project_id", "project", &content.project),
    ] {
        if let Some(reference) = reference {
            fields.insert(name.into(), json!(number(reference, field)?));
        }
    }
    if let Some(billable) = billable(content.billable) {
        fields.insert("billable".into(), json!(billable));
    }
    let held = normalise(content, sender.zone, sender.own, sender.details);
    if held.deduct > 0 {
        fields.insert("paused_duration".into(), json!(held.deduct));
    }
    if let Some(detail) = &held.extra.detail {
        fields.insert("detail_id".into(), json!(detail));
    }
    Ok(wrapped(fields))
}

/// The body of the change that makes the service hold `outgoing`, with the end in any
/// case; none where it already does.
///
/// # Errors
/// As for a create, and a user other than the one it was created for.
pub fn change(
    outgoing: &Outgoing,
    last: &Remote,
    sent: Option<&Content>,
    sender: Sender<'_>,
) -> Result<Option<Value>, Problem> {
    let content = &outgoing.content;
    let (start, end) = times(content)?;
    chargeable(content)?;
    let held = |content: &Content| normalise(content, sender.zone, sender.own, sender.details);
    let have = held(&last.content);
    let want = held(content);
    if have.member != want.member {
        return Err(missing(
            "member",
            "the user of an entry cannot be changed there",
        ));
    }
    let mut fields = Map::new();
    if have.start != want.start {
        fields.insert("started_at".into(), json!(instant(start)));
    }
    let ended = have.end != want.end || runs(last);
    if have.deduct != want.deduct {
        fields.insert("paused_duration".into(), json!(want.deduct));
    }
    if have.note != want.note {
        fields.insert("description".into(), json!(note(content)?));
    }
    if have.billable != want.billable {
        let billable = want.billable == Billable::Billable;
        fields.insert("billable".into(), json!(billable));
    }
    let named = |of: &Content, name: &str| match name {
        "contact_id" => of.client.is_some(),
        _ => of.project.is_some(),
    };
    for (name, field, have, want) in [
        ("contact_id", "client", &have.client, &want.client),
        ("project_id", "project", &have.project, &want.project),
    ] {
        match want {
            Some(want) if have.as_ref() != Some(want) => {
                fields.insert(name.into(), json!(number(want, field)?));
            }
            // What the service filled in by itself is left alone.
            None if have.is_some() && sent.is_some_and(|sent| named(sent, name)) => {
                fields.insert(name.into(), Value::Null);
            }
            _ => {}
        }
    }
    if fields.is_empty() && !ended {
        return Ok(None);
    }
    fields.insert("ended_at".into(), json!(instant(end)));
    Ok(Some(wrapped(fields)))
}

/// Whether a change is one of start or end.
#[must_use]
pub fn moves(content: &Content, last: &Remote, sender: Sender<'_>) -> bool {
    let held = |content: &Content| normalise(content, sender.zone, sender.own, sender.details);
    let (have, want) = (held(&last.content), held(content));
    runs(last) || (have.start, have.end) != (want.start, want.end)
}

/// Has the body of a change say the end that the service holds now.
pub fn keep_end(body: &mut Value, now: &Remote) {
    if let Some(end) = now.content.end.filter(|_| !runs(now)) {
        body["time_entry"]["ended_at"] = json!(instant(end));
    }
}

/// The fields, by our name, that a change took away and the service still holds.
#[must_use]
pub fn kept(body: &Value, answer: &Remote) -> Vec<&'static str> {
    let taken_away =
        |name: &str| body.pointer(&format!("/time_entry/{name}")) == Some(&Value::Null);
    [
        ("contact_id", "client", answer.content.client.is_some()),
        ("project_id", "project", answer.content.project.is_some()),
    ]
    .into_iter()
    .filter(|(name, _, still)| *still && taken_away(name))
    .map(|(_, field, _)| field)
    .collect()
}

fn wrapped(fields: Map<String, Value>) -> Value {
    json!({"time_entry": fields})
}

/// Start and end as the service keeps them, seconds UTC.
fn times(content: &Content) -> Result<(i64, i64), Problem> {
    let start = content
        .start
        .ok_or_else(|| missing("start", "this service takes no entries without clock times"))?;
    let end = content
        .end
        .ok_or_else(|| missing("end", "an entry without an end would start a timer there"))?;
    Ok(minutes(start, end))
}

/// It has contacts and projects, and nothing else that time could be charged to.
fn chargeable(content: &Content) -> Result<(), Problem> {
    match &content.target {
        Some(target) => Err(missing(
            "charge_to",
            &format!("this service has no {}", target.kind),
        )),
        None => Ok(()),
    }
}

fn note(content: &Content) -> Result<String, Problem> {
    let note = content.note.as_deref().and_then(super::normalise::text);
    note.ok_or_else(|| missing("note", "the description must not be blank"))
}

fn user(content: &Content, sender: Sender<'_>) -> Result<String, Problem> {
    match (&content.member, sender.own) {
        (Some(member), _) => number(member, "member"),
        (None, Some(own)) => Ok(own.to_owned()),
        (None, None) => Err(missing("member", "the profile names no user")),
    }
}

/// Identities go as text: they are longer than a JSON reader's numbers.
fn number(reference: &Reference, field: &str) -> Result<String, Problem> {
    match reference.number() {
        Some(number) => Ok(number.to_owned()),
        None => Err(missing(
            field,
            &format!("`{}` has no number on the service", reference.typed),
        )),
    }
}

fn billable(option: Billable) -> Option<bool> {
    match option {
        Billable::Billable => Some(true),
        Billable::DoNotBill | Billable::NoCharge => Some(false),
        Billable::NoDefault => None,
    }
}

/// `2026-11-22T09:00:00Z`.
fn instant(at: i64) -> String {
    let text = rfc3339(at, 0);
    format!("{}Z", text.strip_suffix("+00:00").unwrap_or(&text))
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
