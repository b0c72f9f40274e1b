//! Which fields of an entry differ, by their JSON names: what a lock lets pass
//! depends on what is to be changed.

use crate::domain::charge::{Reference, Target};
use crate::domain::content::Content;
use crate::domain::given::Slot;

/// Fields that no service knows: they may change whatever a service has locked.
pub const LOCAL_FIELDS: &[&str] = &["tags"];

/// The fields in which two contents differ, by JSON name and in the order of
/// the entry's JSON. References that name the same thing of the service do not
/// differ, however they were typed; parts of `extra` have a dotted name.
#[must_use]
pub fn changed_fields(before: &Content, after: &Content) -> Vec<&'static str> {
    let (b, a) = (before, after);
    let (x, y) = (&b.extra, &a.extra);
    // That a field shall have no value is another thing than that nothing was said of it.
    let cleared = |slot| b.given.is_none(slot) != a.given.is_none(slot);
    [
        ("profile", b.profile != a.profile),
        ("charge_to", !same_target(&b.target, &a.target)),
        (
            "project",
            !same(&b.project, &a.project) || cleared(Slot::Project),
        ),
        (
            "client",
            !same(&b.client, &a.client) || cleared(Slot::Client),
        ),
        (
            "service",
            !same(&b.service, &a.service) || cleared(Slot::Service),
        ),
        ("task", !same(&b.task, &a.task) || cleared(Slot::Task)),
        (
            "member",
            !same(&b.member, &a.member) || cleared(Slot::Member),
        ),
        ("date", b.date != a.date),
        ("start", b.start != a.start),
        ("end", b.end != a.end),
        ("zone", b.zone != a.zone),
        ("booked_as", b.booked_as != a.booked_as),
        ("worked_seconds", b.length != a.length),
        (
            "deduct_seconds",
            b.deduct != a.deduct || b.pauses != a.pauses,
        ),
        ("note", b.note != a.note),
        ("internal_note", b.internal_note != a.internal_note),
        (
            "work_type",
            !same(&b.work_type, &a.work_type) || cleared(Slot::WorkType),
        ),
        (
            "work_role",
            !same(&b.work_role, &a.work_role) || cleared(Slot::WorkRole),
        ),
        ("billable", b.billable != a.billable),
        (
            "agreement",
            !same(&b.agreement, &a.agreement) || cleared(Slot::Agreement),
        ),
        ("tags", b.tags != a.tags),
        ("extra.internal", x.internal != y.internal),
        (
            "extra.show_on_invoice",
            x.show_on_invoice != y.show_on_invoice,
        ),
        ("extra.offset_seconds", x.offset_seconds != y.offset_seconds),
        (
            "extra.agreement_service",
            x.agreement_service != y.agreement_service,
        ),
        (
            "extra.agreement_bundle",
            x.agreement_bundle != y.agreement_bundle,
        ),
        ("extra.detail", x.detail != y.detail),
        ("extra.note_to", x.note_to != y.note_to),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

fn same(one: &Option<Reference>, two: &Option<Reference>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.is_same(two),
        (None, None) => true,
        _ => false,
    }
}

fn same_target(one: &Option<Target>, two: &Option<Target>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.kind == two.kind && one.at.is_same(&two.at),
        (None, None) => true,
        _ => false,
    }
}

/// Whether the time itself is as it was: nothing a rule on time could newly find wrong.
pub(super) fn same_time(before: &Content, after: &Content) -> bool {
    (before.date, before.start, before.end, before.length)
        == (after.date, after.start, after.end, after.length)
        && before.deduct == after.deduct
        && before.pauses == after.pauses
}

#[cfg(test)]
mod tests;
