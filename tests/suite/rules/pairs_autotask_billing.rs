//! Autotask PSA's rules on roles, codes, contracts and the bill: one entry each
//! admits, and one it stops.

use super::pair::Pair;
use super::world::{Ends, World, thing};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::status::Billable;
use tt::domain::tenant::TimeOff;
use tt::rules::{Stage, names};

fn same(_: &mut World) {}

fn nobody_has_a_role(world: &mut World) {
    world.both(|content| content.work_role = None);
    world.fact(
        CatalogKind::Tickets,
        "54321",
        names::ASSIGNED_ROLE,
        json!(null),
    );
    world.fact(
        CatalogKind::Members,
        "7",
        names::SERVICE_DESK_ROLE,
        json!(null),
    );
}

pub fn a_work_type(world: &mut World) {
    world.both(|content| content.work_type = Some(Reference::typed("1")));
    let general = json!({"code_type": "general"});
    world
        .facts
        .items
        .push(thing(CatalogKind::WorkTypes, "1", general));
}

pub fn a_contract(world: &mut World) {
    world.both(|content| content.agreement = Some(Reference::typed("77")));
    world.facts.items.push(thing(
        CatalogKind::Agreements,
        "77",
        json!({
            "client": 5, "starts": "2026-01-01", "ends": "2026-11-20",
            "agreement_type": "time-and-materials",
        }),
    ));
}

pub fn excluding_12(world: &mut World) {
    world.fact(
        CatalogKind::Agreements,
        "77",
        names::EXCLUDED_ROLES,
        json!([12]),
    );
    world.fact(
        CatalogKind::Agreements,
        "77",
        names::EXCLUSION_AGREEMENT,
        json!(81),
    );
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "autotask/role-required",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: nobody_has_a_role,
        says: "ticket 54321 has no role",
    },
    Pair {
        rule: "autotask/role-required",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: nobody_has_a_role,
        says: "ticket 54321 has no role",
    },
    Pair {
        rule: "autotask/role-valid",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.fact(CatalogKind::Members, "7", names::ROLES, json!([13])),
        says: "role 12 is not one of 7",
    },
    Pair {
        rule: "autotask/role-valid",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.fact(CatalogKind::Members, "7", names::ROLES, json!([13])),
        says: "role 12 is not one of 7",
    },
    Pair {
        rule: "autotask/role-valid",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.fact(CatalogKind::Members, "7", names::ROLES, json!([13])),
        says: "role 12 is not one of 7",
    },
    Pair {
        rule: "autotask/role-active",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| {
            w.fact(
                CatalogKind::Members,
                "7",
                names::ROLES,
                json!([{"role": 12, "active": false}]),
            )
        },
        says: "role 12 is no longer active for 7",
    },
    Pair {
        rule: "autotask/role-assigned",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| {
            w.fact(
                CatalogKind::Tickets,
                "54321",
                names::ASSIGNED_ROLE,
                json!(13),
            )
        },
        says: "role 12 is not role 13",
    },
    Pair {
        rule: "autotask/role-assigned",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: same,
        bad: |w| {
            w.fact(
                CatalogKind::Tickets,
                "54321",
                names::ASSIGNED_ROLE,
                json!(13),
            )
        },
        says: "role 12 is not role 13",
    },
    Pair {
        rule: "autotask/general-role",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: |w| {
            *w = World::general();
            w.draft.content.work_role = Some(Reference::typed("3"));
        },
        bad: |w| w.draft.content.work_role = Some(Reference::typed("12")),
        says: "takes role 3, not 12",
    },
    Pair {
        rule: "autotask/general-code",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| *w = World::general(),
        bad: |w| {
            w.fact(
                CatalogKind::ChargeCodes,
                "40",
                names::CODE_TYPE,
                json!("general"),
            )
        },
        says: "internal code 40 is no internal code",
    },
    Pair {
        rule: "autotask/time-off-codes",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::general();
            w.fact(
                CatalogKind::ChargeCodes,
                "40",
                names::TIME_OFF,
                json!("sick"),
            );
            w.tenant().regular_time_codes = vec![TimeOff::Sick];
        },
        bad: |w| w.tenant().regular_time_codes = vec![TimeOff::Vacation],
        says: "code 40 is sick time",
    },
    Pair {
        rule: "autotask/general-allocation",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: |w| *w = World::general(),
        bad: |w| w.draft.content.work_type = Some(Reference::typed("1")),
        says: "becomes internal code 40",
    },
    Pair {
        rule: "autotask/general-non-billable",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::general();
            w.draft.content.billable = Billable::DoNotBill;
        },
        bad: |w| w.draft.content.billable = Billable::Billable,
        says: "is never billed",
    },
    Pair {
        rule: "autotask/work-type",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: a_work_type,
        bad: |w| w.retire(CatalogKind::WorkTypes, "1"),
        says: "work type 1 is no longer in use",
    },
    Pair {
        rule: "autotask/work-type",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: a_work_type,
        bad: |w| w.retire(CatalogKind::WorkTypes, "1"),
        says: "work type 1 is no longer in use",
    },
    Pair {
        rule: "autotask/work-type",
        stage: Stage::Push,
        ends: Ends::Held,
        good: a_work_type,
        bad: |w| w.retire(CatalogKind::WorkTypes, "1"),
        says: "work type 1 is no longer in use",
    },
    Pair {
        rule: "autotask/contract-needs-parent",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| *w = World::general(),
        bad: |w| w.draft.content.agreement = Some(Reference::typed("77")),
        says: "goes with a ticket or a task",
    },
    Pair {
        rule: "autotask/contract-service",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            a_contract(w);
            w.draft.content.extra.agreement_service = Some("9".to_owned());
        },
        bad: |w| w.draft.content.agreement = None,
        says: "needs its contract",
    },
    Pair {
        rule: "autotask/contract-active",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: a_contract,
        bad: |w| {
            w.fact(
                CatalogKind::Agreements,
                "77",
                names::ENDS,
                json!("2026-11-19"),
            )
        },
        says: "contract 77 ended on 2026-11-19",
    },
    Pair {
        rule: "autotask/contract-active",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: a_contract,
        bad: |w| {
            w.fact(
                CatalogKind::Agreements,
                "77",
                names::ENDS,
                json!("2026-11-19"),
            )
        },
        says: "contract 77 ended on 2026-11-19",
    },
    Pair {
        rule: "autotask/contract-active",
        stage: Stage::Push,
        ends: Ends::Held,
        good: a_contract,
        bad: |w| {
            w.fact(
                CatalogKind::Agreements,
                "77",
                names::ENDS,
                json!("2026-11-19"),
            )
        },
        says: "contract 77 ended on 2026-11-19",
    },
    Pair {
        rule: "autotask/inherit-on-create",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: same,
        bad: |w| w.fact(CatalogKind::Tickets, "54321", names::AGREEMENT, json!(77)),
        says: "contract 77, from ticket 54321",
    },
    Pair {
        rule: "autotask/inherit-on-create",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: same,
        bad: |w| w.fact(CatalogKind::Tickets, "54321", names::AGREEMENT, json!(77)),
        says: "contract 77, from ticket 54321",
    },
    Pair {
        rule: "autotask/contract-exclusion",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: a_contract,
        bad: excluding_12,
        says: "contract 77 excludes role 12, using 81",
    },
    Pair {
        rule: "autotask/contract-exclusion",
        stage: Stage::Update,
        ends: Ends::Adjusted,
        good: a_contract,
        bad: excluding_12,
        says: "contract 77 excludes role 12, using 81",
    },
    Pair {
        rule: "autotask/contract-exclusion",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: a_contract,
        bad: excluding_12,
        says: "contract 77 excludes role 12, using 81",
    },
    Pair {
        rule: "autotask/billing-permission",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.tenant().may_set_billing = false,
        bad: |w| w.draft.content.billable = Billable::DoNotBill,
        says: "does not let billable be given",
    },
    Pair {
        rule: "autotask/invoice-flag",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            a_contract(w);
            w.draft.content.extra.show_on_invoice = Some(true);
        },
        bad: |w| {
            w.fact(
                CatalogKind::Agreements,
                "77",
                names::AGREEMENT_TYPE,
                json!("flat-rate"),
            )
        },
        says: "contract 77, a flat rate one",
    },
    Pair {
        rule: "autotask/rounding",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: |w| w.tenant().rounding_minutes = 15,
        bad: |w| w.tenant().rounding_minutes = 60,
        says: "1h 30m worked is billed as 2h",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::autotask);
    }
}
