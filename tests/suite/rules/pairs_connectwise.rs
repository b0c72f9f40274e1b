//! ConnectWise PSA's rules: one entry each admits, and one it stops.

use super::pair::Pair;
use super::world::{Ends, HOUR, NINE, World, item, known, sheet, target, thing};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::Pause;
use tt::domain::status::{Billable, BookedAs, Status};
use tt::rules::{Known, Stage, names};

fn same(_: &mut World) {}

pub fn another_note(world: &mut World) {
    world.delivered(Status::Open, "Open");
    world.draft.content.note = Some("another note".to_owned());
}

/// A length on a day, of a member whose settings are known.
pub fn on_a_day(world: &mut World, needs_both: bool) {
    let mut member = item(CatalogKind::Members, "jdoe");
    let flag = needs_both.into();
    member.facts.insert(names::NEEDS_BOTH_TIMES.into(), flag);
    world.facts.items.push(known(member));
    let content = &mut world.draft.content;
    (content.start, content.end) = (None, None);
    (content.length, content.booked_as) = (Some(HOUR), BookedAs::Date);
}

fn a_ticket(world: &mut World) {
    let ticket = json!({"takes_time": true, "status": "Closed", "billable": "no-charge"});
    world
        .facts
        .items
        .push(thing(CatalogKind::Tickets, "54321", ticket));
    world.draft.content.billable = Billable::DoNotBill;
}

fn a_code(world: &mut World) {
    world.draft.content.target = Some(target(TargetKind::ChargeCode, "40"));
    world.draft.content.client = Some(Reference::typed("Acme"));
    let code = json!({"takes_time": true, "billable": "billable"});
    world
        .facts
        .items
        .push(thing(CatalogKind::ChargeCodes, "40", code));
}

fn the_tenant(world: &mut World) {
    let tenant = json!({"note_required": true, "round_seconds": 900});
    world
        .facts
        .items
        .push(thing(CatalogKind::Tenant, names::TENANT, tenant));
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "connectwise/charge-to",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.draft.content.target = None;
            w.draft.content.client = Some(Reference::typed("Acme"));
        },
        bad: |w| w.draft.content.client = None,
        says: "needs something to charge the time to",
    },
    Pair {
        rule: "connectwise/charge-to",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.entry.content.target = None,
        says: "needs something to charge the time to",
    },
    Pair {
        rule: "connectwise/charge-to-type",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.target = Some(target(TargetKind::Activity, "9")),
        bad: |w| w.draft.content.target = Some(target(TargetKind::Task, "9")),
        says: "not on tasks",
    },
    Pair {
        rule: "connectwise/company-for-charge-code",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.draft.content.target = Some(target(TargetKind::ChargeCode, "mtng"));
            w.draft.content.client = Some(Reference::typed("Acme"));
        },
        bad: |w| w.draft.content.client = None,
        says: "charge code mtng needs the company",
    },
    Pair {
        rule: "connectwise/member",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.profile.as_mut().unwrap().member = None,
        says: "whose time it is",
    },
    Pair {
        rule: "connectwise/time-start",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| on_a_day(w, false),
        says: "needs a start",
    },
    Pair {
        rule: "connectwise/hours-deduct",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.draft.content.deduct = HOUR;
            w.draft.content.pauses.push(Pause {
                start: NINE,
                end: Some(NINE + 1799),
            });
        },
        bad: |w| w.draft.content.deduct += 1,
        says: "1h 30m cannot be deducted from 1h 30m",
    },
    Pair {
        rule: "connectwise/work-type",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| {
            w.facts.items[0].2 = Known::Absent {
                stale: false,
                nearest: vec!["Remote Support".to_owned(), "On-site".to_owned()],
            };
        },
        says: "work type Remote does not exist; there is Remote Support and On-site",
    },
    Pair {
        rule: "connectwise/work-type",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| {
            let mut remote = item(CatalogKind::WorkTypes, "Remote");
            remote.active = false;
            w.facts.items[0] = known(remote);
        },
        says: "work type Remote is no longer in use",
    },
    Pair {
        rule: "connectwise/work-role",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| {
            let names = vec!["Engineer 1".to_owned(), "Engineer 2".to_owned()];
            w.facts.items[1].2 = Known::Ambiguous(names);
        },
        says: "work role Engineer can mean Engineer 1 and Engineer 2",
    },
    Pair {
        rule: "connectwise/work-role",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| {
            w.facts.items[1].2 = Known::Absent {
                stale: true,
                nearest: Vec::new(),
            };
        },
        says: "work role Engineer does not exist",
    },
    Pair {
        rule: "connectwise/email-cc",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.mailing.cc = vec!["jane@acme.test".to_owned()],
        bad: |w| w.draft.mailing.cc.push("joe at acme".to_owned()),
        says: "\"joe at acme\" cannot be an e-mail address",
    },
    Pair {
        rule: "connectwise/email-cc",
        stage: Stage::Push,
        ends: Ends::Held,
        good: |w| w.draft.mailing.cc = vec!["jane@acme.test".to_owned()],
        bad: |w| w.draft.mailing.cc = vec!["jane@acme.test;joe@acme.test".to_owned()],
        says: "cannot be an e-mail address",
    },
    Pair {
        rule: "connectwise/sheet-open",
        stage: Stage::Log,
        ends: Ends::Held,
        good: |w| w.facts.sheet = sheet(Status::Rejected, "Rejected"),
        bad: |w| w.facts.sheet = sheet(Status::Submitted, "PendingApproval"),
        says: "time sheet 44, which covers 2026-11-20, is PendingApproval",
    },
    Pair {
        rule: "connectwise/sheet-open",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: another_note,
        bad: |w| w.facts.sheet = sheet(Status::Approved, "ApprovedByTierOne"),
        says: "is ApprovedByTierOne",
    },
    Pair {
        rule: "connectwise/sheet-open",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: another_note,
        bad: |w| w.facts.sheet = sheet(Status::Submitted, "PendingApproval"),
        says: "is PendingApproval",
    },
    Pair {
        rule: "connectwise/status-editable",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: |w| {
            another_note(w);
            w.delivered(Status::Rejected, "RejectBySecondTier");
        },
        bad: |w| w.delivered(Status::Open, "AwaitingMoonlight"),
        says: "entry 12 is AwaitingMoonlight on ConnectWise: its note cannot change",
    },
    Pair {
        rule: "connectwise/no-delete-billed",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: another_note,
        bad: |w| w.delivered(Status::Billed, "WrittenOff"),
        says: "entry 12 is WrittenOff on ConnectWise and cannot be deleted",
    },
    Pair {
        rule: "connectwise/status-word",
        stage: Stage::Approve,
        ends: Ends::Refused,
        good: |w| {
            w.entry.status = Status::Submitted;
            w.to = Some(Status::Approved);
        },
        bad: |w| {
            w.entry.status = Status::Approved;
            w.to = Some(Status::Billed);
        },
        says: "itself decides what is billed",
    },
    Pair {
        rule: "connectwise/type-and-role",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: same,
        bad: |w| w.draft.content.work_role = None,
        says: "no work role given",
    },
    Pair {
        rule: "connectwise/type-and-role",
        stage: Stage::Submit,
        ends: Ends::Warned,
        good: same,
        bad: |w| (w.entry.content.work_type, w.entry.content.work_role) = (None, None),
        says: "no work type and work role given",
    },
    Pair {
        rule: "connectwise/internal-on-ticket",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: same,
        bad: |w| {
            let (kind, _, training) = known(item(CatalogKind::WorkTypes, "Training"));
            w.facts.items.push((kind, "4", training));
            w.draft.content.work_type = Some(Reference::typed("4"));
        },
        says: "work type Training on a ticket",
    },
    Pair {
        rule: "connectwise/ticket-takes-time",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: a_ticket,
        bad: |w| {
            w.fact(
                CatalogKind::Tickets,
                "54321",
                names::TAKES_TIME,
                json!(false),
            )
        },
        says: "ticket 54321 takes no time while it is Closed",
    },
    Pair {
        rule: "connectwise/ticket-takes-time",
        stage: Stage::Push,
        ends: Ends::Held,
        good: a_ticket,
        bad: |w| {
            w.fact(
                CatalogKind::Tickets,
                "54321",
                names::TAKES_TIME,
                json!(false),
            )
        },
        says: "ticket 54321 takes no time",
    },
    Pair {
        rule: "connectwise/note-required",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: the_tenant,
        bad: |w| w.draft.content.note = None,
        says: "asks for a note",
    },
    Pair {
        rule: "connectwise/note-required",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: the_tenant,
        bad: |w| w.entry.content.note = None,
        says: "asks for a note",
    },
    Pair {
        rule: "connectwise/billing-decision",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: |w| {
            a_ticket(w);
            w.draft.content.billable = Billable::Billable;
        },
        bad: |w| w.draft.content.billable = Billable::NoDefault,
        says: "the ticket decides the billing: no-charge",
    },
    Pair {
        rule: "connectwise/work-type-billing",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: |w| {
            w.draft.content.billable = Billable::Billable;
            w.fact(
                CatalogKind::WorkTypes,
                "Remote",
                names::BILLABLE,
                json!("billable"),
            );
        },
        bad: |w| {
            w.fact(
                CatalogKind::WorkTypes,
                "Remote",
                names::BILLABLE,
                json!("do-not-bill"),
            )
        },
        says: "work type Remote is not billed by default",
    },
    Pair {
        rule: "connectwise/charge-code-billing",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: |w| {
            a_code(w);
            w.draft.content.billable = Billable::Billable;
        },
        bad: |w| {
            w.fact(
                CatalogKind::ChargeCodes,
                "40",
                names::BILLABLE,
                json!("no-charge"),
            )
        },
        says: "charge code 40 is not billed by default",
    },
    Pair {
        rule: "connectwise/rounding",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: the_tenant,
        bad: |w| w.draft.content.end = Some(NINE + 5460),
        says: "1h 31m worked is billed as 1h 45m",
    },
    Pair {
        rule: "connectwise/rounding",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: the_tenant,
        bad: |w| {
            w.fact(
                CatalogKind::WorkTypes,
                "Remote",
                names::ROUND_SECONDS,
                json!(HOUR),
            )
        },
        says: "1h 30m worked is billed as 2h",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::connectwise);
    }
}
