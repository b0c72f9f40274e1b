//! What each service knows: targets, fields and options, as one matrix. Rules
//! and the command line ask the same one.

use crate::domain::charge::TargetKind;
use crate::domain::status::BackendKind;

const CW: u8 = 1;
const AT: u8 = 2;
const MB: u8 = 4;
const FB: u8 = 8;
const ALL: u8 = CW | AT | MB | FB;

/// Options that not every service knows, and those that all do but that are fields
/// of a service; what stands in neither is ours alone and goes with every service.
const KNOWN: &[(&str, u8)] = &[
    ("ticket", CW | AT),
    ("project-ticket", CW),
    ("task", AT | FB), // a target there, a field here
    ("activity", CW),
    ("charge-code", CW | AT),
    ("project", CW | MB | FB),
    ("client", ALL),
    ("service", FB),
    ("work-type", CW | AT),
    ("work-role", CW | AT),
    ("billable", ALL),
    ("agreement", CW | AT | FB),
    ("member", ALL),
    ("note", ALL),
    ("internal-note", CW | AT),
    ("deduct", ALL),
    ("no-clock", AT),
    ("note-to", CW),
    ("email", CW),
    ("email-cc", CW),
    ("show-on-invoice", AT),
    ("offset", AT),
    ("agreement-service", AT),
    ("agreement-bundle", AT),
    ("internal", FB),
    ("detail", MB),
];

fn bit(backend: BackendKind) -> u8 {
    match backend {
        BackendKind::ConnectWise => CW,
        BackendKind::Autotask => AT,
        BackendKind::Moneybird => MB,
        BackendKind::FreshBooks => FB,
        BackendKind::Reference => u8::MAX,
    }
}

/// Whether a service knows an option of `log`, named as typed without its
/// dashes (`work-type`) or as in JSON (`work_type`). Options that are ours
/// alone, such as `tag`, go with every service.
#[must_use]
pub fn backend_knows(backend: BackendKind, field: &str) -> bool {
    let asked = field.replace('_', "-");
    KNOWN
        .iter()
        .find(|(name, _)| *name == asked)
        .is_none_or(|(_, who)| who & bit(backend) != 0)
}

/// Whether time can be charged to this kind of thing on a service.
#[must_use]
pub fn takes_target(backend: BackendKind, kind: TargetKind) -> bool {
    match (backend, kind) {
        // There the task is a field that combines with the project.
        (BackendKind::FreshBooks, TargetKind::Task) => false,
        _ => backend_knows(backend, kind.word()),
    }
}

/// Whether a field stands beside the target on a service: client, project, service, task.
pub(super) fn takes_beside(backend: BackendKind, field: &str) -> bool {
    match (backend, field) {
        (BackendKind::Autotask, "task") => false,
        _ => backend_knows(backend, field),
    }
}

/// Whether a service takes a length on a day, without clock times.
#[must_use]
pub fn takes_date(backend: BackendKind) -> bool {
    backend_knows(backend, "no-clock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_read_in_both_spellings() {
        use BackendKind::{Autotask, ConnectWise, FreshBooks, Moneybird, Reference};
        for (backend, field, known) in [
            (ConnectWise, "project-ticket", true),
            (ConnectWise, "note_to", true),
            (ConnectWise, "service", false),
            (Autotask, "work_type", true),
            (Autotask, "activity", false),
            (Moneybird, "ticket", false),
            (Moneybird, "detail", true),
            (FreshBooks, "internal", true),
            (FreshBooks, "no-clock", false),
            (Moneybird, "tag", true),
            (Reference, "activity", true),
        ] {
            assert_eq!(backend_knows(backend, field), known, "{backend} {field}");
        }
    }

    #[test]
    fn a_task_is_a_target_on_one_service_and_a_field_on_another() {
        assert!(takes_target(BackendKind::Autotask, TargetKind::Task));
        assert!(!takes_target(BackendKind::FreshBooks, TargetKind::Task));
        assert!(takes_beside(BackendKind::FreshBooks, "task"));
        assert!(!takes_beside(BackendKind::Autotask, "task"));
        assert!(!takes_beside(BackendKind::ConnectWise, "task"));
    }
}
