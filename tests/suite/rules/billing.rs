//! Who decides the billing on ConnectWise: the four that can, in their order.

use super::world::{World, target, thing};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::status::Billable;
use tt::rules::Stage;
use tt::rules::billing::{DecidedBy, Decision, decide};
use tt::rules::names;

fn decided(world: &World) -> Option<(DecidedBy, Billable)> {
    let decision = decide(&world.draft.content, "work", &world.facts).unwrap();
    decision.map(|it: Decision| (it.decided_by, it.result))
}

fn all_four() -> World {
    let mut world = World::connectwise();
    world.draft.content.billable = Billable::Billable;
    let ticket =
        json!({"takes_time": true, "billable": "do-not-bill", "agreement": 77, "client": 5});
    world.facts.items.extend([
        thing(CatalogKind::Tickets, "54321", ticket),
        thing(
            CatalogKind::Agreements,
            "77",
            json!({"billable": "no-charge"}),
        ),
        thing(CatalogKind::Clients, "5", json!({"billable": "billable"})),
        thing(
            CatalogKind::Tenant,
            names::TENANT,
            json!({"billable": "do-not-bill"}),
        ),
    ]);
    world
}

#[test]
fn the_entry_then_the_ticket_then_the_agreement_then_the_company() {
    let mut world = all_four();
    let default = || json!("no-default");
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Entry, Billable::Billable))
    );
    world.draft.content.billable = Billable::NoDefault;
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Ticket, Billable::DoNotBill))
    );
    world.fact(CatalogKind::Tickets, "54321", names::BILLABLE, default());
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Agreement, Billable::NoCharge))
    );
    world.fact(CatalogKind::Agreements, "77", names::BILLABLE, default());
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Company, Billable::Billable))
    );
    world.fact(CatalogKind::Clients, "5", names::BILLABLE, default());
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Company, Billable::DoNotBill))
    );
    world.fact(
        CatalogKind::Tenant,
        names::TENANT,
        names::BILLABLE,
        default(),
    );
    assert_eq!(decided(&world), None);
}

#[test]
fn who_is_not_known_may_decide_otherwise() {
    let mut world = all_four();
    world.draft.content.billable = Billable::NoDefault;
    world.draft.content.target = Some(target(TargetKind::Ticket, "54322"));
    assert_eq!(decided(&world), None);
    world.draft.content.target = None;
    world.draft.content.agreement = Some(Reference::typed("78"));
    assert_eq!(decided(&world), None);
    world.draft.content.agreement = None;
    world.draft.content.client = Some(Reference::typed("5"));
    assert_eq!(
        decided(&world),
        Some((DecidedBy::Company, Billable::Billable))
    );
}

#[test]
fn a_decision_is_said_and_changes_nothing_that_is_sent() {
    let mut world = all_four();
    world.draft.content.billable = Billable::NoDefault;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["connectwise/billing-decision"]);
    assert_eq!(said.adjustments[0].to.as_deref(), Some("do-not-bill"));
    assert_eq!(said.adjustments[0].value, None);
}

#[test]
fn projects_codes_and_members_shut_too() {
    let mut world = all_four();
    world.fact(CatalogKind::Tickets, "54321", names::PROJECT, json!(6));
    let project = json!({"takes_time": false, "status": "On hold"});
    world
        .facts
        .items
        .push(thing(CatalogKind::Projects, "6", project));
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["connectwise/ticket-takes-time"]);
    let mut world = all_four();
    world.draft.content.target = Some(target(TargetKind::ChargeCode, "40"));
    world.draft.content.client = Some(Reference::typed("5"));
    let code = json!({"takes_time": false});
    world
        .facts
        .items
        .push(thing(CatalogKind::ChargeCodes, "40", code));
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["connectwise/ticket-takes-time"]);
    world.draft.content.target = None;
    let member = thing(
        CatalogKind::Members,
        "jdoe",
        json!({"enters_on_client": false}),
    );
    world.facts.items.push(member);
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["connectwise/ticket-takes-time"]);
    let may = json!(true);
    world.fact(CatalogKind::Members, "jdoe", names::ENTERS_ON_CLIENT, may);
    assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
}
