//! An entry as the service returns it, in our terms. Tolerant of everything but a
//! missing identity: an odd field is left out, never a reason to lose the row.

use super::normalise::{text, unmarked};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Remote;
use crate::domain::ids::{Key, RemoteId};
use crate::domain::status::{Billable, BookedAs, Status};
use crate::domain::zone::Zone;
pub use crate::sync::backend::figures::identity;
use crate::sync::backend::figures::{read_hours, read_instant};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// A row without an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an entry without an id")]
pub struct Unreadable;

/// What is needed to read a row besides the row.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// Zone of the profile's resource.
    pub zone: Zone,
    /// The profile's resource; its entries name nobody.
    pub own: Option<&'a str>,
}

impl Reader<'_> {
    /// Reads a row; `is_posted` tells whether a billing item was made of it.
    ///
    /// # Errors
    /// [`Unreadable`] for anything that is not an object with an `id`.
    pub fn read(&self, fields: &Map<String, Value>, is_posted: bool) -> Result<Remote, Unreadable> {
        let id = fields.get("id").and_then(identity).ok_or(Unreadable)?;
        let (status, word) = standing(fields, is_posted);
        let internal = fields.get("internalNotes").and_then(Value::as_str);
        Ok(Remote {
            id: RemoteId(id),
            key: internal.and_then(Key::find_marker).map(|(key, _)| key),
            keeps_key: false,
            content: self.content(fields),
            status,
            status_word: word,
            locked: is_posted,
            changed_at: fields.get("lastModifiedDateTime").and_then(read_instant),
            // Timesheets are not shown.
            reject_reason: None,
            sheet: None,
            raw: fields
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }

    fn content(&self, fields: &Map<String, Value>) -> Content {
        let at = |name: &str| fields.get(name).and_then(read_instant);
        let start = at("startDateTime");
        let worked = fields.get("hoursWorked").and_then(read_hours);
        let worked = worked.map(|seconds| seconds.max(0));
        let booked_as = if start.is_some() {
            BookedAs::Range
        } else {
            BookedAs::Date
        };
        let told = fields.get("dateWorked").and_then(day);
        let day =
            told.unwrap_or_else(|| self.zone.date(start.or(at("createDateTime")).unwrap_or(0)));
        let mut content = Content::blank(day, &self.zone.to_string(), booked_as);
        content.start = start;
        match start {
            Some(start) => {
                let end = at("endDateTime").filter(|end| *end > start);
                let end = end.unwrap_or_else(|| start.saturating_add(worked.unwrap_or(0)));
                content.end = Some(end);
                // Hours that were rounded up say nothing of the clock.
                let span = end.saturating_sub(start);
                content.deduct = worked.map_or(0, |worked| span.saturating_sub(worked).max(0));
            }
            None => content.length = worked,
        }
        content.target = target(fields);
        let is_general = !has_parent(content.target.as_ref());
        let reference = |name: &str| {
            let id = fields.get(name).and_then(identity)?;
            Some(Reference::known(&id, None))
        };
        content.member = reference("resourceID")
            .filter(|whose| self.own.is_none() || whose.id.as_deref() != self.own);
        content.work_role = reference("roleID");
        if !is_general {
            content.work_type = reference("billingCodeID");
            content.agreement = reference("contractID");
        }
        let flag = |name: &str| fields.get(name).and_then(Value::as_bool);
        let shown = flag("showOnInvoice");
        content.billable = match (is_general, flag("isNonBillable"), shown) {
            (true, ..) | (_, Some(true), Some(false) | None) => Billable::DoNotBill,
            (_, Some(true), Some(true)) => Billable::NoCharge,
            (_, Some(false), _) => Billable::Billable,
            (_, None, _) => Billable::NoDefault,
        };
        // Billed, and on no line of its own.
        if content.billable == Billable::Billable && shown == Some(false) {
            content.extra.show_on_invoice = Some(false);
        }
        let number = |name: &str| fields.get(name).and_then(identity);
        content.extra.agreement_service = number("contractServiceID");
        content.extra.agreement_bundle = number("contractServiceBundleID");
        let offset = fields.get("offsetHours").and_then(signed_hours);
        content.extra.offset_seconds = offset.filter(|seconds| *seconds != 0);
        let note = |name: &str| fields.get(name).and_then(Value::as_str);
        content.note = note("summaryNotes").and_then(text);
        content.internal_note = note("internalNotes").and_then(|note| text(&unmarked(note)));
        content
    }
}

/// Whether time is charged to a ticket or a task; all other time is general.
#[must_use]
pub fn has_parent(target: Option<&Target>) -> bool {
    target.is_some_and(|target| matches!(target.kind, TargetKind::Ticket | TargetKind::Task))
}

fn target(fields: &Map<String, Value>) -> Option<Target> {
    let places = [
        ("ticketID", TargetKind::Ticket),
        ("taskID", TargetKind::Task),
        ("internalBillingCodeID", TargetKind::ChargeCode),
    ];
    places.into_iter().find_map(|(name, kind)| {
        let id = fields.get(name).and_then(identity)?;
        let at = Reference::known(&id, None);
        Some(Target { kind, at })
    })
}

/// Where it stands: posted is billed; approved for billing is approved. The service tells
/// nothing of the timesheet it is on.
fn standing(fields: &Map<String, Value>, is_posted: bool) -> (Status, Option<String>) {
    if is_posted {
        return (Status::Billed, Some("posted".to_owned()));
    }
    let has = |name: &str| fields.get(name).is_some_and(|value| !value.is_null());
    if has("billingApprovalDateTime") && has("billingApprovalResourceID") {
        let level = fields.get("billingApprovalLevelMostRecent");
        let level = level.and_then(Value::as_i64).filter(|level| *level > 0);
        let level = level.map_or_else(String::new, |level| format!(", level {level}"));
        return (
            Status::Approved,
            Some(format!("approved for billing{level}")),
        );
    }
    (Status::Open, None)
}

/// The day that a date says by its digits, whatever clock time stands beside it.
#[must_use]
pub fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.as_str()?.trim();
    let digits = text.get(..10).and_then(|digits| digits.parse().ok());
    digits.or_else(|| {
        let at = DateTime::from_timestamp(read_instant(value)?, 0)?;
        Some(at.date_naive())
    })
}

/// Hours that may be less than none, in seconds.
fn signed_hours(value: &Value) -> Option<i64> {
    let text = value.as_f64()?;
    if text >= 0.0 {
        return read_hours(value);
    }
    let digits = value.to_string();
    let digits = digits.trim_start_matches('-').to_owned();
    read_hours(&Value::from(digits)).map(|seconds| -seconds)
}

/// Text that is not empty.
#[must_use]
pub fn plain(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
