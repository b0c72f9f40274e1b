//! How the service would hold a content: a start and seconds worked, yes or no to
//! billing, no fields but its own. To be applied to both sides of a comparison;
//! never what is shown.

use crate::domain::charge::Reference;
use crate::domain::content::{Content, Extra};
use crate::domain::status::{Billable, BookedAs};
use crate::domain::zone::Zone;
pub use crate::sync::backend::wording::text;

/// The content as the service would hold it. `own` is the identity whose token it is. What
/// was not worked is no part of it: there is a start and a length.
#[must_use]
pub fn normalise(content: &Content, zone: Zone, own: Option<&str>) -> Content {
    let mut held = Content::blank(content.date, &zone.to_string(), BookedAs::Range);
    held.start = content.start;
    held.end = content.end;
    match (content.start, content.end) {
        (Some(start), Some(end)) => {
            held.end = Some(start.saturating_add(content.worked(end)));
            held.date = zone.date(start);
        }
        (Some(start), None) => held.date = zone.date(start),
        _ => held.length = content.length,
    }
    let canonical = |reference: &Option<Reference>| reference.as_ref().map(canonical);
    held.client = canonical(&content.client);
    held.project = canonical(&content.project);
    held.service = canonical(&content.service);
    held.task = canonical(&content.task);
    held.agreement = canonical(&content.agreement);
    held.member = canonical(&content.member)
        .filter(|member| own.is_none() || member.id.as_deref().or(Some(&member.typed)) != own);
    held.billable = match content.billable {
        Billable::NoCharge => Billable::DoNotBill,
        other => other,
    };
    held.note = content.note.as_deref().and_then(text);
    held.extra = Extra {
        internal: content.extra.internal.filter(|internal| *internal),
        ..Extra::default()
    };
    held.given = content.given.clone();
    held.given.forget_defaults();
    held
}

/// A reference by identity alone where it is known, else as typed.
#[must_use]
pub fn canonical(reference: &Reference) -> Reference {
    match reference.number() {
        Some(number) => {
            let bare = number.trim_start_matches('0');
            Reference::known(if bare.is_empty() { number } else { bare }, None)
        }
        None => Reference::typed(reference.typed.trim()),
    }
}
