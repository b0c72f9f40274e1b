//! An entry as the service returns it, in our terms. Tolerant of everything but a
//! missing identity: an odd field is left out, never a reason to lose the row.

use super::dialect::{Dialect, ReasonForm};
use super::figures::{read_hours, read_instant};
use super::member::Member;
use super::normalise::{text, unmarked};
use super::reason;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Remote;
use crate::domain::ids::{Key, RemoteId};
use crate::domain::status::{Billable, BookedAs, Status};
use crate::domain::zone::Zone;
pub use crate::sync::backend::figures::identity;
use serde_json::{Map, Value};

/// A row without an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an entry without an id")]
pub struct Unreadable;

/// What is needed to read a row besides the row.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Zone in which entries get their day.
    pub zone: Zone,
    /// The status words.
    pub dialect: &'static Dialect,
    /// The profile's member; his entries name nobody.
    pub own: Option<Member>,
}

impl Reader {
    /// Reads a row. A field that is not in it has its value from `before`: what
    /// was sent or last seen, for answers that tell only a part.
    ///
    /// # Errors
    /// [`Unreadable`] for anything that is not an object with an `id`.
    pub fn read(&self, row: &Value, before: Option<&Content>) -> Result<Remote, Unreadable> {
        let fields = row.as_object().ok_or(Unreadable)?;
        let id = fields.get("id").and_then(identity).ok_or(Unreadable)?;
        let word = fields.get("status").and_then(plain);
        let (status, locked) = self.dialect.status(word.as_deref());
        let mut content = self.content(fields, before);
        let mut reject_reason = None;
        if status == Status::Rejected && self.dialect.reasons == ReasonForm::Notes {
            let notes = fields.get("internalNotes").and_then(Value::as_str);
            if let Some(notes) = notes {
                (content.internal_note, reject_reason) = reason::split(notes);
            }
        }
        Ok(Remote {
            id: RemoteId(id),
            key: key(fields),
            keeps_key: kept_key(fields.get("mobileGuid")).is_some(),
            content,
            status,
            status_word: word,
            locked,
            reject_reason,
            changed_at: fields
                .get("_info")
                .and_then(|info| read_instant(info.get("lastUpdated")?)),
            sheet: fields
                .get("timeSheet")
                .and_then(|sheet| identity(sheet.get("id")?)),
            raw: fields
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }

    fn content(&self, fields: &Map<String, Value>, before: Option<&Content>) -> Content {
        let mut content = self.blank(fields, before);
        self.read_times(fields, &mut content);
        self.read_charge(fields, &mut content);
        if let Some(member) = fields.get("member") {
            let identifier = member.get("identifier").and_then(Value::as_str);
            let number = member.get("id").and_then(identity);
            let is_own = self
                .own
                .as_ref()
                .is_some_and(|own| own.is(number.as_deref(), identifier));
            content.member = if is_own { None } else { reference(member) };
        }
        for (name, field) in [
            ("workType", &mut content.work_type),
            ("workRole", &mut content.work_role),
            ("agreement", &mut content.agreement),
            ("project", &mut content.project),
        ] {
            if let Some(value) = fields.get(name) {
                *field = reference(value);
            }
        }
        if let Some(word) = fields.get("billableOption") {
            content.billable = billable(word);
        }
        if let Some(note) = fields.get("notes") {
            content.note = note.as_str().and_then(text);
        }
        if let Some(note) = fields.get("internalNotes") {
            content.internal_note = note.as_str().and_then(|note| text(&unmarked(note)));
        }
        content
    }

    fn blank(&self, fields: &Map<String, Value>, before: Option<&Content>) -> Content {
        if let Some(before) = before {
            let mut content = before.clone();
            content.profile = None;
            content.tags.clear();
            content.extra = crate::domain::content::Extra::default();
            return content;
        }
        let at = ["timeStart", "timeEnd", "dateEntered"];
        let at = at
            .iter()
            .find_map(|name| read_instant(fields.get(*name)?))
            .unwrap_or(0);
        Content::blank(self.zone.date(at), &self.zone.to_string(), BookedAs::Range)
    }

    /// Clock times win over hours: what the service rounds is not clock time.
    fn read_times(&self, fields: &Map<String, Value>, content: &mut Content) {
        if let (Some(_), Some(end)) = (content.start, content.end) {
            content.deduct = content.deducted(end);
            content.pauses.clear();
        }
        let worked = fields.get("actualHours").and_then(read_hours);
        let before = content.end.map(|end| content.worked(end));
        if let Some(start) = fields.get("timeStart").and_then(read_instant) {
            content.start = Some(start);
        }
        if let Some(deduct) = fields.get("hoursDeduct") {
            content.deduct = read_hours(deduct).unwrap_or(0).max(0);
        }
        content.booked_as = BookedAs::Range;
        content.length = None;
        content.zone = self.zone.to_string();
        let Some(start) = content.start else {
            content.end = None;
            content.length = worked.or(before);
            return;
        };
        content.date = self.zone.date(start);
        let end = fields
            .get("timeEnd")
            .and_then(read_instant)
            .filter(|end| *end > start);
        let by_hours = |hours: i64| start.saturating_add(hours).saturating_add(content.deduct);
        // An entry without any end lasted nothing: it is no timer of ours.
        content.end = end.or(Some(by_hours(worked.or(before).unwrap_or(0))));
    }

    fn read_charge(&self, fields: &Map<String, Value>, content: &mut Content) {
        if let Some(company) = fields.get("company") {
            content.client = reference(company);
        }
        if !fields.contains_key("chargeToType") && !fields.contains_key("chargeToId") {
            return;
        }
        let id = fields.get("chargeToId").and_then(identity);
        let kind = match fields.get("chargeToType").and_then(Value::as_str) {
            Some("ServiceTicket") => Some(TargetKind::Ticket),
            Some("ProjectTicket" | "ProjectIssue") => Some(TargetKind::ProjectTicket),
            Some("ChargeCode") => Some(TargetKind::ChargeCode),
            Some("Activity") => Some(TargetKind::Activity),
            _ => None,
        };
        let named = match kind {
            Some(TargetKind::Ticket | TargetKind::ProjectTicket) => fields.get("ticket"),
            Some(TargetKind::Activity) => fields.get("activity"),
            _ => None,
        };
        let named = named.filter(|named| named.get("id").and_then(identity) == id);
        let name = named.and_then(|named| plain(named.get("summary").or(named.get("name"))?));
        content.target = match (kind, &id) {
            (Some(kind), Some(id)) => Some(Target {
                kind,
                at: Reference::known(id, name.as_deref()),
            }),
            _ => None,
        };
        if content.target.is_none() && content.client.is_none() {
            // A company that is charged alone, named by the charge only.
            content.client = id.map(|id| Reference::known(&id, None));
        }
    }
}

/// The key of ours that the service kept: in its field for it, else in the note.
fn key(fields: &Map<String, Value>) -> Option<Key> {
    kept_key(fields.get("mobileGuid")).or_else(|| {
        let note = fields.get("internalNotes")?.as_str()?;
        Key::find_marker(note).map(|(key, _)| key)
    })
}

/// A key in `mobileGuid`. The service's own mobile application leaves identities
/// of its own there; ours are the ones ordered by time (version 7).
#[must_use]
pub fn kept_key(guid: Option<&Value>) -> Option<Key> {
    let key = Key::parse(guid?.as_str()?.trim().trim_matches(['{', '}']))?;
    (key.as_bytes()[6] >> 4 == 7).then_some(key)
}

/// Text that is not empty.
#[must_use]
pub fn plain(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// `{id, identifier, name}`; by short name where there is no number.
#[must_use]
pub fn reference(value: &Value) -> Option<Reference> {
    let identifier = value.get("identifier").and_then(plain);
    let name = value
        .get("name")
        .or(value.get("summary"))
        .and_then(plain)
        .or(identifier.clone());
    match (value.get("id").and_then(identity), identifier) {
        (Some(id), _) => Some(Reference::known(&id, name.as_deref())),
        (None, Some(identifier)) => Some(Reference {
            name,
            ..Reference::typed(&identifier)
        }),
        (None, None) => name.map(|name| Reference::typed(&name)),
    }
}

fn billable(word: &Value) -> Billable {
    match word.as_str() {
        Some("Billable") => Billable::Billable,
        Some("DoNotBill") => Billable::DoNotBill,
        Some("NoCharge") => Billable::NoCharge,
        _ => Billable::NoDefault,
    }
}

#[cfg(test)]
mod tests;
