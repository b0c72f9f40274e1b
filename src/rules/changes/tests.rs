use super::*;
use crate::domain::charge::TargetKind;
use crate::domain::content::{NoteTo, Pause};
use crate::domain::status::{Billable, BookedAs};

fn content() -> Content {
    let date = "2026-11-20".parse().unwrap();
    Content::blank(date, "Europe/Amsterdam", BookedAs::Range)
}

/// Every field once: what is done to it, and the name that comes back.
#[test]
fn each_field_has_its_name() {
    type Change = fn(&mut Content);
    let all: &[(&str, Change)] = &[
        ("profile", |c| c.profile = Some("work".into())),
        ("charge_to", |c| c.target = Some(target("1"))),
        ("project", |c| c.project = Some(Reference::typed("p"))),
        ("client", |c| c.client = Some(Reference::typed("c"))),
        ("service", |c| c.service = Some(Reference::typed("s"))),
        ("task", |c| c.task = Some(Reference::typed("t"))),
        ("member", |c| c.member = Some(Reference::typed("m"))),
        ("date", |c| c.date = c.date.succ_opt().unwrap()),
        ("start", |c| c.start = Some(1)),
        ("end", |c| c.end = Some(2)),
        ("zone", |c| c.zone = "UTC".into()),
        ("booked_as", |c| c.booked_as = BookedAs::Date),
        ("worked_seconds", |c| c.length = Some(60)),
        ("deduct_seconds", |c| c.deduct = 60),
        ("deduct_seconds", |c| {
            c.pauses.push(Pause {
                start: 1,
                end: None,
            });
        }),
        ("note", |c| c.note = Some("n".into())),
        ("internal_note", |c| c.internal_note = Some("n".into())),
        ("work_type", |c| c.work_type = Some(Reference::typed("w"))),
        ("work_role", |c| c.work_role = Some(Reference::typed("w"))),
        ("billable", |c| c.billable = Billable::DoNotBill),
        ("agreement", |c| c.agreement = Some(Reference::typed("a"))),
        ("tags", |c| c.tags = ["t".into()].into()),
        ("extra.internal", |c| c.extra.internal = Some(true)),
        ("extra.show_on_invoice", |c| {
            c.extra.show_on_invoice = Some(false);
        }),
        ("extra.offset_seconds", |c| {
            c.extra.offset_seconds = Some(-60);
        }),
        ("extra.agreement_service", |c| {
            c.extra.agreement_service = Some("1".into());
        }),
        ("extra.agreement_bundle", |c| {
            c.extra.agreement_bundle = Some("1".into());
        }),
        ("extra.detail", |c| c.extra.detail = Some("1".into())),
        ("extra.note_to", |c| {
            c.extra.note_to.push(NoteTo::TicketInternal);
        }),
    ];
    for (name, change) in all {
        let mut after = content();
        change(&mut after);
        assert_eq!(changed_fields(&content(), &after), [*name]);
        assert_eq!(changed_fields(&after, &content()), [*name]);
        assert_eq!(changed_fields(&after, &after), [""; 0]);
    }
}

fn target(typed: &str) -> Target {
    Target {
        kind: TargetKind::Ticket,
        at: Reference::typed(typed),
    }
}

#[test]
fn a_reference_that_was_resolved_is_not_changed() {
    let (mut before, mut after) = (content(), content());
    before.target = Some(target("54321"));
    after.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference {
            id: Some("54321".into()),
            typed: "54321".into(),
            name: Some("Mail is down".into()),
        },
    });
    assert_eq!(changed_fields(&before, &after), [""; 0]);
    after.target.as_mut().unwrap().kind = TargetKind::ProjectTicket;
    assert_eq!(changed_fields(&before, &after), ["charge_to"]);
}

#[test]
fn that_a_field_shall_have_no_value_is_a_change_and_that_it_is_a_default_is_none() {
    use crate::domain::given::Slot;
    for slot in Slot::ALL.iter().filter(|slot| **slot != Slot::Billable) {
        let mut none = content();
        *none.slot(*slot).unwrap() = None;
        let open = none.clone();
        none.given.set_none(*slot);
        assert_eq!(changed_fields(&open, &none), [slot.word()]);
        let mut default = open.clone();
        default.given.set_default(*slot);
        assert_eq!(changed_fields(&open, &default), [""; 0]);
    }
}
