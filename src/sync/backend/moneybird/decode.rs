//! An entry as the service returns it, in our terms. Tolerant of everything but a
//! missing identity: an odd field is left out, never a reason to lose the row.
//! Identities are text, whether they come as text or as digits.

use super::normalise::text;
use crate::domain::charge::Reference;
use crate::domain::content::{Content, Extra};
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::{Billable, BookedAs, Status};
use crate::domain::zone::Zone;
pub use crate::sync::backend::figures::{identity, read_zoned as instant};
use serde_json::{Map, Value};

/// A row without an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an entry without an id")]
pub struct Unreadable;

/// What is needed to read a row besides the row.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// Zone in which entries get their day.
    pub zone: Zone,
    /// The profile's user; his entries name nobody.
    pub own: Option<&'a str>,
    /// Whether `detail_id` belongs to the content.
    pub details: bool,
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
            changed_at: fields.get("updated_at").and_then(instant),
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
        let day = self.zone.date(start.or(at("created_at")).unwrap_or(0));
        let mut content = Content::blank(day, &self.zone.to_string(), BookedAs::Range);
        content.start = start;
        // One that runs there has no end yet; it is no timer of ours.
        content.end = at("ended_at").or(start);
        let paused = fields.get("paused_duration").and_then(Value::as_i64);
        content.deduct = paused.unwrap_or(0).max(0);
        content.client = reference(fields, "contact");
        content.project = reference(fields, "project");
        content.member = reference(fields, "user")
            .filter(|user| self.own.is_none() || user.id.as_deref() != self.own);
        content.billable = match fields.get("billable").and_then(Value::as_bool) {
            Some(false) => Billable::DoNotBill,
            _ => Billable::Billable,
        };
        content.note = fields
            .get("description")
            .and_then(Value::as_str)
            .and_then(text);
        if self.details {
            content.extra = Extra {
                detail: fields.get("detail_id").and_then(identity),
                ..Extra::default()
            };
        }
        content
    }
}

/// Whether it is on an invoice. Without the right to see invoices the key is missing, and
/// nobody knows.
fn standing(fields: &Map<String, Value>) -> (Status, Option<String>) {
    let invoice = fields
        .get("sales_invoice_id")
        .and_then(identity)
        .or_else(|| fields.get("sales_invoice")?.get("id").and_then(identity));
    match invoice {
        Some(invoice) => (Status::Billed, Some(format!("invoice {invoice}"))),
        None => (Status::Open, None),
    }
}

/// Whether an entry runs on the service.
#[must_use]
pub fn runs(remote: &Remote) -> bool {
    remote.raw.get("ended_at").is_none_or(Value::is_null)
}

/// `contact_id` with the name in `contact`, and so on.
fn reference(fields: &Map<String, Value>, name: &str) -> Option<Reference> {
    let nested = fields.get(name).filter(|nested| nested.is_object());
    let id = fields
        .get(&format!("{name}_id"))
        .and_then(identity)
        .or_else(|| nested?.get("id").and_then(identity))?;
    Some(Reference::known(&id, nested.and_then(title).as_deref()))
}

/// What a contact, user or project is called.
#[must_use]
pub fn title(of: &Value) -> Option<String> {
    let part = |name: &str| {
        let text = of.get(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    part("name").or_else(|| part("company_name")).or_else(|| {
        let parts = [part("firstname"), part("lastname")];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    })
}
