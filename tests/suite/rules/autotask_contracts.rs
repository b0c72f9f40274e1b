//! Autotask PSA's contracts, roles and codes: what the pairs do not show.

use super::pairs_autotask_billing::{a_contract, a_work_type, excluding_12};
use super::world::{Ends, World, thing};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::given::Slot;
use tt::domain::status::{Billable, Status};
use tt::rules::{Stage, adjusted, names};

#[test]
fn a_role_left_out_is_the_tickets_else_the_resources() {
    let mut world = World::autotask();
    world.both(|content| content.work_role = None);
    let role = |world: &World| {
        let said = world.ask(Stage::Log);
        assert_eq!(said.ids(), ["autotask/role-required"]);
        said.adjustments[0].to.clone().unwrap()
    };
    assert_eq!(role(&world), "12");
    world.fact(
        CatalogKind::Tickets,
        "54321",
        names::ASSIGNED_ROLE,
        json!(null),
    );
    assert_eq!(role(&world), "13");
    let mut world = World::on_task();
    world.both(|content| content.work_role = None);
    world.fact(CatalogKind::Tasks, "88", names::ASSIGNED_ROLE, json!(null));
    let said = world.ask(Stage::Log);
    assert_eq!(said.breaches[0].0, Ends::Refused, "no desk on tasks");
}

#[test]
fn an_inactive_role_stays_with_an_entry_that_has_it() {
    let mut world = World::autotask();
    let inactive = json!([{"role": 12, "active": false}]);
    world.fact(CatalogKind::Members, "7", names::ROLES, inactive);
    world.draft.content.note = Some("another".to_owned());
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.entry.content.work_role = Some(Reference::typed("13"));
    assert_eq!(world.ask(Stage::Update).ids(), ["autotask/role-active"]);
}

#[test]
fn general_time_without_a_code_and_on_an_invoice_is_refused() {
    let mut world = World::general();
    world.draft.content.target = None;
    assert_eq!(world.ask(Stage::Log).ids(), ["autotask/general-code"]);
    let mut world = World::general();
    world.draft.content.extra.show_on_invoice = Some(true);
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["autotask/general-non-billable"]);
    assert_eq!(
        said.breaches[0].1.field.as_deref(),
        Some("extra.show_on_invoice")
    );
}

#[test]
fn what_the_profile_fills_in_is_put_right_instead_of_refused() {
    let mut world = World::general();
    world.draft.content.billable = Billable::Billable;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["autotask/general-non-billable"]);
    assert_eq!(said.breaches.len(), 1, "typed, it is refused");
    world.draft.content.given.set_default(Slot::Billable);
    let said = world.ask(Stage::Log);
    assert_eq!(said.breaches, []);
    let sent = adjusted(&world.draft.content, &said.adjustments);
    assert_eq!(sent.billable, Billable::DoNotBill);
}

#[test]
fn a_contract_of_the_account_above_is_as_good() {
    let mut world = World::autotask();
    a_contract(&mut world);
    world.fact(CatalogKind::Agreements, "77", names::CLIENT, json!(4));
    let said = world.ask(Stage::Log);
    assert!(
        said.unchecked
            .iter()
            .any(|id| id == "autotask/contract-active")
    );
    let account = thing(CatalogKind::Clients, "5", json!({"parent": 4}));
    world.facts.items.push(account);
    assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
    world.fact(CatalogKind::Clients, "5", names::PARENT, json!(3));
    assert_eq!(world.ask(Stage::Log).ids(), ["autotask/contract-active"]);
}

#[test]
fn what_is_inherited_may_be_excluded_and_ends_as_the_other() {
    let mut world = World::autotask();
    a_contract(&mut world);
    excluding_12(&mut world);
    world.both(|content| content.agreement = None);
    world.fact(CatalogKind::Tickets, "54321", names::AGREEMENT, json!(77));
    let said = world.ask(Stage::Log);
    let ids = ["autotask/inherit-on-create", "autotask/contract-exclusion"];
    assert_eq!(said.ids(), ids);
    let sent = adjusted(&world.draft.content, &said.adjustments);
    assert_eq!(sent.agreement, Some(Reference::known("81", None)));
    // Without another contract there is none.
    let none = json!(null);
    world.fact(
        CatalogKind::Agreements,
        "77",
        names::EXCLUSION_AGREEMENT,
        none,
    );
    let said = world.ask(Stage::Log);
    let excluded = &said.adjustments[1];
    assert_eq!((&excluded.to, &excluded.value), (&None, &None));
    // Left out it would be inherited again: the service is sent it, and takes it away.
    let sent = adjusted(&world.draft.content, &said.adjustments);
    assert_eq!(sent.agreement, Some(Reference::known("77", None)));
    // Who may not set the billing sends none of it.
    world.tenant().may_set_billing = false;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ids);
    assert!(said.adjustments.iter().all(|it| it.value.is_none()));
    // Once it is there, nothing is taken over any more.
    world.delivered(Status::Open, "Open");
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
}

#[test]
fn work_types_and_sub_issues_are_excluded_too() {
    for (name, ids) in [
        (names::EXCLUDED_WORK_TYPES, json!([1])),
        (names::EXCLUDED_SUB_ISSUES, json!(["6"])),
    ] {
        let mut world = World::autotask();
        a_contract(&mut world);
        a_work_type(&mut world);
        world.fact(CatalogKind::Tickets, "54321", names::SUB_ISSUE, json!(6));
        assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
        world.fact(CatalogKind::Agreements, "77", name, ids);
        assert_eq!(world.ask(Stage::Log).ids(), ["autotask/contract-exclusion"]);
    }
}

#[test]
fn a_service_or_a_bundle_and_not_both() {
    let mut world = World::autotask();
    a_contract(&mut world);
    world.draft.content.extra.agreement_service = Some("9".to_owned());
    world.draft.content.extra.agreement_bundle = Some("8".to_owned());
    assert_eq!(world.ask(Stage::Log).ids(), ["autotask/contract-service"]);
}
