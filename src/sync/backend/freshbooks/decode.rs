//! An entry as the service returns it, in our terms. Tolerant of everything but a
//! missing identity: an odd field is left out, never a reason to lose the row.
//! `active` says whether it was deleted, never whether it runs.

use super::normalise::text;
use crate::domain::charge::Reference;
use crate::domain::content::{Content, Extra, Pause};
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::{Billable, BookedAs, Status};
use crate::domain::zone::Zone;
use crate::sync::backend::clean;
pub use crate::sync::backend::figures::{identity, read_zoned as instant};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A row without an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an entry without an id")]
pub struct Unreadable;

/// What is needed to read a row besides the row.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// Zone in which an entry that names none gets its day.
    pub zone: Zone,
    /// Whose token it is; his entries name nobody.
    pub own: Option<&'a str>,
}

impl Reader<'_> {
    /// Reads a row.
    ///
    /// # Errors
    /// [`Unreadable`] for anything that is not an object with an `id`.
    pub fn read(&self, row: &Value) -> Result<Remote, Unreadable> {
        let fields = row.as_object().ok_or(Unreadable)?;
        let id = fields.get("id").and_then(identity).ok_or(Unreadable)?;
        let (status, word) = standing(fields);
        Ok(Remote {
            id: RemoteId(id),
            key: None,
            keeps_key: false,
            content: self.content(fields),
            status,
            status_word: word,
            locked: status == Status::Billed,
            changed_at: None,
            reject_reason: None,
            sheet: None,
            raw: fields
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }

    fn content(&self, fields: &Map<String, Value>) -> Content {
        let at = |name: &str| fields.get(name).and_then(instant);
        let start = at("started_at");
        // The service files an entry under the day of the zone that it names.
        let named = fields.get("local_timezone").and_then(Value::as_str);
        let named = named.and_then(|zone| Zone::parse(zone).ok());
        let zone = named.unwrap_or(self.zone);
        let day = zone.date(start.or(at("created_at")).unwrap_or(0));
        let mut content = Content::blank(day, &zone.to_string(), BookedAs::Range);
        content.start = start;
        let length = fields.get("duration").and_then(Value::as_i64);
        let length = length.unwrap_or(0).max(0);
        // One that runs there has no end yet; it is no timer of ours.
        content.end = start.map(|start| start.saturating_add(length));
        let is_unlogged = fields.get("is_logged").and_then(Value::as_bool) == Some(false);
        if let (true, false, Some(end)) = (is_unlogged, is_running(fields), content.end) {
            content.pauses = vec![Pause {
                start: end,
                end: None,
            }];
        }
        content.client = reference(fields, "client_id");
        content.project = reference(fields, "project_id");
        content.service = reference(fields, "service_id");
        content.task = reference(fields, "task_id");
        content.agreement = reference(fields, "retainer_id");
        content.member = reference(fields, "identity_id")
            .filter(|member| self.own.is_none() || member.id.as_deref() != self.own);
        content.billable = match fields.get("billable").and_then(Value::as_bool) {
            Some(true) => Billable::Billable,
            Some(false) => Billable::DoNotBill,
            None => Billable::NoDefault,
        };
        content.note = fields.get("note").and_then(Value::as_str).and_then(text);
        content.extra = Extra {
            internal: flag(fields, "internal").then_some(true),
            ..Extra::default()
        };
        content
    }
}

/// Where it stands, and in words what of it nobody has confirmed there: names that are no
/// client, project or task yet.
fn standing(fields: &Map<String, Value>) -> (Status, Option<String>) {
    let pending: Vec<String> = [
        ("client", "pending_client"),
        ("project", "pending_project"),
        ("task", "pending_task"),
    ]
    .into_iter()
    .filter_map(|(what, name)| {
        let said = clean(fields.get(name)?.as_str()?);
        (!said.is_empty()).then(|| format!("{what} {said}"))
    })
    .collect();
    let unconfirmed = (!pending.is_empty()).then(|| format!("unconfirmed: {}", pending.join(", ")));
    if flag(fields, "billed") {
        let word = unconfirmed.map_or_else(|| "billed".to_owned(), |it| format!("billed, {it}"));
        return (Status::Billed, Some(word));
    }
    (Status::Open, unconfirmed)
}

fn flag(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name) == Some(&Value::Bool(true))
}

/// Whether it was taken away there: the service keeps what was deleted.
#[must_use]
pub fn is_deleted(remote: &Remote) -> bool {
    remote.raw.get("active") == Some(&Value::Bool(false))
}

/// Whether an entry is part of a timer on the service, running or paused: it has not ended.
#[must_use]
pub fn runs(remote: &Remote) -> bool {
    remote.raw.get("is_logged") == Some(&Value::Bool(false))
}

fn is_running(fields: &Map<String, Value>) -> bool {
    let told = fields
        .get("timer")
        .and_then(|timer| timer.get("is_running"));
    match told.and_then(Value::as_bool) {
        Some(is_running) => is_running,
        None => fields.get("duration").is_none_or(Value::is_null),
    }
}

/// The identity of the timer that an entry is part of.
#[must_use]
pub fn timer(raw: &BTreeMap<String, Value>) -> Option<&Value> {
    raw.get("timer")?.get("id").filter(|id| !id.is_null())
}

fn reference(fields: &Map<String, Value>, name: &str) -> Option<Reference> {
    let id = fields.get(name).and_then(identity)?;
    Some(Reference::known(&id, None))
}

/// Text that says something.
#[must_use]
pub fn word(of: &Value, name: &str) -> Option<String> {
    let text = of.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a client, project, service or task is called.
#[must_use]
pub fn title(of: &Value) -> Option<String> {
    let names = ["title", "organization", "name", "tname"];
    names
        .iter()
        .find_map(|name| word(of, name))
        .or_else(|| person(of))
        .or_else(|| word(of, "email"))
}

/// What a person is called.
#[must_use]
pub fn person(of: &Value) -> Option<String> {
    let first = word(of, "fname").or_else(|| word(of, "first_name"));
    let last = word(of, "lname").or_else(|| word(of, "last_name"));
    let name = [first, last].into_iter().flatten().collect::<Vec<_>>();
    (!name.is_empty()).then(|| name.join(" "))
}
