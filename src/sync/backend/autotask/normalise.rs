//! How the service would hold a content: what it cannot hold is dropped, what it does
//! not tell apart becomes equal. To be applied to both sides of a comparison; never what
//! is shown or sent.

use super::decode::has_parent;
use crate::domain::charge::{Reference, Target};
use crate::domain::content::{Content, Extra};
use crate::domain::status::{Billable, BookedAs};
use crate::domain::zone::Zone;
pub use crate::sync::backend::wording::{line_ends, text, unmarked};

/// The content as the service would hold it. `own` is the profile's resource and `names`
/// are what it is called besides its number.
#[must_use]
pub fn normalise(content: &Content, zone: Zone, own: Option<&str>, names: &[String]) -> Content {
    let mut held = Content::blank(content.date, &zone.to_string(), BookedAs::Date);
    held.given = content.given.clone();
    held.given.forget_defaults();
    if let Some(start) = content.start {
        held.date = zone.date(start);
        held.booked_as = BookedAs::Range;
        held.start = Some(start);
        held.end = content.end;
        held.deduct = content.end.map_or(0, |end| content.deducted(end));
    } else {
        held.length = content
            .length
            .map(|length| length.saturating_sub(content.deduct));
    }
    held.target = content.target.as_ref().map(|target| Target {
        kind: target.kind,
        at: canonical(&target.at),
    });
    held.member = content
        .member
        .as_ref()
        .filter(|member| !is_own(member, own, names))
        .map(canonical);
    let parent = has_parent(content.target.as_ref());
    let kept = |field: &Option<Reference>| field.as_ref().filter(|_| parent).map(canonical);
    held.work_type = kept(&content.work_type);
    held.work_role = kept(&content.work_role);
    held.agreement = kept(&content.agreement);
    let shown = content.extra.show_on_invoice;
    // General time is never billed, whatever is said.
    held.billable = match (parent, content.billable, shown) {
        (false, ..) | (_, Billable::NoCharge | Billable::DoNotBill, Some(false)) => {
            Billable::DoNotBill
        }
        (_, Billable::NoCharge | Billable::DoNotBill, Some(true)) => Billable::NoCharge,
        (_, said, _) => said,
    };
    held.note = content.note.as_deref().and_then(text);
    let internal = content.internal_note.as_deref();
    held.internal_note = internal.and_then(|note| text(&unmarked(note)));
    held.extra = Extra {
        show_on_invoice: shown.filter(|shown| {
            parent && (held.billable == Billable::NoDefault || billed(held.billable) && !shown)
        }),
        offset_seconds: content.extra.offset_seconds.filter(|it| *it != 0),
        agreement_service: content.extra.agreement_service.clone().filter(|_| parent),
        agreement_bundle: content.extra.agreement_bundle.clone().filter(|_| parent),
        ..Extra::default()
    };
    held
}

fn billed(option: Billable) -> bool {
    option == Billable::Billable
}

/// Whether a reference means the profile's own resource.
#[must_use]
pub fn is_own(member: &Reference, own: Option<&str>, names: &[String]) -> bool {
    let number = member.number();
    match (number, own) {
        (Some(number), Some(own)) => number == own,
        _ => names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(member.typed.trim())),
    }
}

/// A reference by identity alone where it is known, else as typed.
#[must_use]
pub fn canonical(reference: &Reference) -> Reference {
    match reference.number() {
        Some(id) => Reference::known(id, None),
        None => Reference::typed(reference.typed.trim()),
    }
}
