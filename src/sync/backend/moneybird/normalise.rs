//! How the service would hold a content: whole minutes, yes or no to billing, no
//! fields but its own. To be applied to both sides of a comparison; never what
//! is shown. Also where its minutes are computed for what is sent.

use crate::domain::charge::Reference;
use crate::domain::content::{Content, Extra};
use crate::domain::status::{Billable, BookedAs};
use crate::domain::zone::Zone;
pub use crate::sync::backend::wording::text;

/// The grain of all its times, and its shortest entry, seconds.
pub const MINUTE: i64 = 60;

/// Start and end in whole minutes, the end at least a minute after the start. Seconds UTC.
#[must_use]
pub fn minutes(start: i64, end: i64) -> (i64, i64) {
    let start = floor(start);
    (start, floor(end).max(start.saturating_add(MINUTE)))
}

/// Down to the whole minute, before 1970 too.
#[must_use]
pub fn floor(seconds: i64) -> i64 {
    seconds.saturating_sub(seconds.rem_euclid(MINUTE))
}

/// The content as the service would hold it. `own` is the profile's user.
#[must_use]
pub fn normalise(content: &Content, zone: Zone, own: Option<&str>, details: bool) -> Content {
    let mut held = Content::blank(content.date, &zone.to_string(), BookedAs::Range);
    match (content.start, content.end) {
        (Some(start), Some(end)) => {
            let (start, end) = minutes(start, end);
            held.start = Some(start);
            held.end = Some(end);
            held.date = zone.date(start);
            held.deduct = floor(content.deducted(content.end.unwrap_or_default()).max(0));
        }
        (start, end) => {
            held.start = start.map(floor);
            held.end = end;
            held.length = content.length;
        }
    }
    held.client = content.client.as_ref().map(canonical);
    held.project = content.project.as_ref().map(canonical);
    held.member = content
        .member
        .as_ref()
        .map(canonical)
        .filter(|member| own.is_none() || member.id.as_deref().or(Some(&member.typed)) != own);
    held.billable = match content.billable {
        Billable::NoDefault | Billable::Billable => Billable::Billable,
        Billable::DoNotBill | Billable::NoCharge => Billable::DoNotBill,
    };
    held.note = content.note.as_deref().and_then(text);
    held.extra = Extra {
        detail: content.extra.detail.clone().filter(|_| details),
        ..Extra::default()
    };
    held
}

/// A reference by identity alone where it is known, else as typed.
#[must_use]
pub fn canonical(reference: &Reference) -> Reference {
    match reference.number() {
        Some(id) => Reference::known(id, None),
        None => Reference::typed(reference.typed.trim()),
    }
}
