//! How the service would hold a content: what it cannot hold is dropped, what it
//! does not tell apart becomes equal. To be applied to both sides of a
//! comparison; never what is shown or sent.

use super::member::Member;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::{Content, Extra};
use crate::domain::status::BookedAs;
use crate::domain::zone::Zone;
use crate::sync::backend::wording::tidy;
pub use crate::sync::backend::wording::{line_ends, unmarked};

/// The content as the service would hold it. `own` is the profile's member.
#[must_use]
pub fn normalise(content: &Content, zone: Zone, own: Option<&Member>) -> Content {
    let mut held = content.clone();
    held.profile = None;
    held.zone = zone.to_string();
    if let Some(start) = content.start {
        held.date = zone.date(start);
        held.length = None;
        held.booked_as = BookedAs::Range;
    }
    if let Some(end) = content.end {
        held.deduct = content.deducted(end);
        held.pauses.clear();
    }
    held.target = content.target.as_ref().map(target);
    let names_client = matches!(
        &content.target,
        None | Some(Target {
            kind: TargetKind::ChargeCode,
            ..
        })
    );
    // The client of a ticket or activity is the service's own affair.
    held.client = content
        .client
        .as_ref()
        .filter(|_| names_client)
        .map(canonical);
    held.project = None;
    held.service = None;
    held.task = None;
    held.member = content
        .member
        .as_ref()
        .filter(|member| !own.is_some_and(|own| own.is_meant_by(member)))
        .map(canonical);
    held.work_type = content.work_type.as_ref().map(canonical);
    held.work_role = content.work_role.as_ref().map(canonical);
    held.agreement = content.agreement.as_ref().map(canonical);
    held.note = content.note.as_deref().and_then(text);
    held.internal_note = content
        .internal_note
        .as_deref()
        .and_then(|note| text(&unmarked(note)));
    held.tags.clear();
    held.extra = Extra::default();
    held.given.forget_defaults();
    held
}

/// A target by identity. What people see of tickets and activities is their
/// identity, so a number that was typed is as good as one that was looked up.
fn target(target: &Target) -> Target {
    let number = match target.kind {
        TargetKind::Ticket | TargetKind::ProjectTicket | TargetKind::Activity => target.at.number(),
        TargetKind::ChargeCode | TargetKind::Task => None,
    };
    let number = number
        .map(|number| number.trim_start_matches('0'))
        .filter(|number| !number.is_empty());
    let at = number.map_or_else(
        || canonical(&target.at),
        |number| Reference::known(number, None),
    );
    Target {
        kind: target.kind,
        at,
    }
}

/// Whether two normalised targets are one. Tickets of both kinds share their
/// numbers, and which kind one is may have been unknown when it was sent.
#[must_use]
pub fn is_same_target(one: Option<&Target>, two: Option<&Target>) -> bool {
    let any_ticket = |target: &Target| match target.kind {
        TargetKind::ProjectTicket => TargetKind::Ticket,
        kind => kind,
    };
    match (one, two) {
        (Some(one), Some(two)) => any_ticket(one) == any_ticket(two) && one.at.is_same(&two.at),
        (None, None) => true,
        _ => false,
    }
}

/// A reference by identity alone where it is known, else as typed.
fn canonical(reference: &Reference) -> Reference {
    match &reference.id {
        Some(id) => Reference::known(id, None),
        None => Reference::typed(reference.typed.trim()),
    }
}

/// One kind of line end, nothing invisible at the ends of lines; none if empty. What the
/// first line begins with stays.
#[must_use]
pub fn text(text: &str) -> Option<String> {
    let lines = tidy(text);
    let whole = lines.trim_end();
    (!whole.is_empty()).then(|| whole.to_owned())
}
