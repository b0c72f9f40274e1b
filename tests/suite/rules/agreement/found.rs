//! What our table and the oracle once disagreed on, each with the entry that showed
//! it, one that is let through and one that is stopped or adjusted.

use super::autotask::{at, company};
use super::{Case, ours};
use crate::support::vendor::oracle::generate::{HOUR, NINE, booking, target};
use serde_json::json;
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::entry::{AdjustedTo, Adjustment};
use tt::domain::status::{BackendKind, Billable};
use tt::domain::tenant::TenantSettings;
use tt::rules::Stage;

/// An hour on a ticket, with everything left to the ticket.
fn on_ticket() -> Case {
    let mut asked = booking(BackendKind::Autotask, (NINE, NINE + HOUR));
    asked.profile.tenant = Some(TenantSettings::default());
    asked.content.target = Some(target(TargetKind::Ticket, "54321"));
    Case {
        asked,
        company: company((None, None), None, None, "Europe/Amsterdam"),
    }
}

fn stops(case: &Case) -> Vec<String> {
    ours(case).breaches.into_keys().collect()
}

fn adjusts(case: &Case, rule: &str) -> Option<Adjustment> {
    let all = ours(case).adjustments;
    all.into_iter().find(|one| one.rule == rule)
}

fn gives(reference: &str) -> Option<Reference> {
    Some(Reference::typed(reference))
}

const NONE: [&str; 0] = [];

/// "if no value is provided": a billable option is a value for both flags.
#[test]
fn a_billable_option_that_is_given_keeps_the_invoice_flag_of_the_ticket_away() {
    let mut case = on_ticket();
    case.company
        .fact(Kind::Tickets, "54321", "show_on_invoice", json!(false));
    let inherit = "autotask/inherit-on-create";
    let shown = adjusts(&case, inherit).unwrap();
    assert_eq!(shown.field, "extra.show_on_invoice");
    case.asked.content.billable = Billable::Billable;
    assert_eq!(adjusts(&case, inherit), None);
}

/// A contract that is left out is the ticket's again; only the service can take it away.
#[test]
fn a_contract_that_gives_way_to_none_is_still_what_is_sent() {
    let mut case = on_ticket();
    case.asked.content.agreement = gives("82");
    let rule = "autotask/contract-exclusion";
    let none = adjusts(&case, rule).unwrap();
    assert_eq!((none.to, none.value), (None, None));
    case.company
        .fact(Kind::Agreements, "82", "exclusion_agreement", json!("81"));
    let other = adjusts(&case, rule).unwrap();
    assert!(matches!(other.value, Some(AdjustedTo::Thing(it)) if it.typed == "81"));
}

/// The role that stands in for one that is left out is a role of the entry like any.
#[test]
fn a_role_that_nobody_gave_is_one_of_the_resource_and_active() {
    let mut case = on_ticket();
    assert_eq!(stops(&case), NONE);
    case.company
        .fact(Kind::Tickets, "54321", "assigned_role", json!("16"));
    assert_eq!(stops(&case), ["autotask/role-valid"]);
    case.company
        .fact(Kind::Tickets, "54321", "assigned_role", json!("14"));
    assert_eq!(stops(&case), ["autotask/role-active"]);
    case.company
        .fact(Kind::Tickets, "54321", "assigned_role", json!(null));
    assert_eq!(stops(&case), NONE);
    case.company
        .fact(Kind::Members, "7", "service_desk_role", json!("15"));
    assert_eq!(stops(&case), ["autotask/role-active"]);
}

#[test]
fn a_contract_may_leave_out_the_role_that_nobody_gave() {
    let mut case = on_ticket();
    case.asked.content.agreement = gives("80");
    assert_eq!(adjusts(&case, "autotask/contract-exclusion"), None);
    case.company
        .fact(Kind::Tickets, "54321", "assigned_role", json!(null));
    assert!(adjusts(&case, "autotask/contract-exclusion").is_some());
}

/// On create the entry has the ticket's contract.
#[test]
fn a_service_of_the_contract_may_be_one_of_the_tickets() {
    let mut case = on_ticket();
    case.asked.content.extra.agreement_service = Some("4".to_owned());
    assert_eq!(stops(&case), ["autotask/contract-service"]);
    case.company
        .fact(Kind::Tickets, "54321", "agreement", json!("77"));
    assert_eq!(stops(&case), NONE);
}

/// What the service holds already is not passed again.
#[test]
fn who_may_not_set_the_billing_may_change_the_note_of_what_has_it() {
    let mut case = on_ticket();
    case.asked.content.work_type = gives("21");
    case.asked.profile.tenant.as_mut().unwrap().may_set_billing = false;
    assert_eq!(stops(&case), ["autotask/billing-permission"]);
    at(&mut case, Stage::Update);
    assert_eq!(stops(&case), NONE);
    case.asked.content.work_type = gives("22");
    assert_eq!(stops(&case), ["autotask/billing-permission"]);
}

/// On general time the service puts the code there itself.
#[test]
fn who_may_not_set_the_billing_does_not_send_the_internal_code_as_work_type() {
    let mut case = on_ticket();
    case.asked.content.target = Some(target(TargetKind::ChargeCode, "40"));
    let rule = "autotask/general-allocation";
    assert!(adjusts(&case, rule).unwrap().value.is_some());
    case.asked.profile.tenant.as_mut().unwrap().may_set_billing = false;
    assert_eq!(adjusts(&case, rule).unwrap().value, None);
}

/// Billable time is on the invoice, unless somebody says otherwise.
#[test]
fn billable_time_is_not_on_a_flat_rate_unless_kept_off_the_invoice() {
    let mut case = on_ticket();
    case.asked.content.agreement = gives("79");
    assert_eq!(stops(&case), NONE);
    case.asked.content.billable = Billable::Billable;
    assert_eq!(stops(&case), ["autotask/invoice-flag"]);
    case.asked.content.extra.show_on_invoice = Some(false);
    assert_eq!(stops(&case), NONE);
}
