//! What the service makes of an entry before it is kept: values it fills in or
//! replaces by its own rules.

use super::{Case, Deed, TimeEntry, parent_of};
use chrono::TimeZone;
use std::collections::BTreeSet;

/// The entry as the service would keep it.
pub fn settled(case: &Case<'_>) -> TimeEntry {
    steps(case).0
}

/// The rules by which it would differ from what was asked.
pub fn changed_by_service(case: &Case<'_>) -> BTreeSet<&'static str> {
    steps(case).1
}

fn steps(case: &Case<'_>) -> (TimeEntry, BTreeSet<&'static str>) {
    let mut entry = case.asked.clone();
    let mut rules = BTreeSet::new();
    let mut step = |rule: &'static str, change: &dyn Fn(&mut TimeEntry)| {
        let before = entry.clone();
        change(&mut entry);
        if before != entry && !is_filled(&before, &entry, rule) {
            rules.insert(rule);
        }
    };
    step("autotask/date-worked", &|e| date_worked(case, e));
    step("autotask/hours-from-span", &hours);
    if case.general() {
        step("autotask/general-role", &|e| general_role(case, e));
        step("autotask/general-allocation", &general_allocation);
        step("autotask/general-non-billable", &general_billing);
    } else {
        step("autotask/role-required", &|e| default_role(case, e));
        step("autotask/inherit-on-create", &|e| inherit(case, e));
        step("autotask/contract-exclusion", &|e| exclude(case, e));
    }
    entry.billing_by_default = false;
    (entry, rules)
}

/// Whether a rule of general time gave only what was left out: nothing that
/// somebody said was put aside.
fn is_filled(before: &TimeEntry, after: &TimeEntry, rule: &str) -> bool {
    let mut filled = before.clone();
    filled.role = before.role.clone().or(after.role.clone());
    filled.non_billable = before.non_billable.or(after.non_billable);
    filled.show_on_invoice = before.show_on_invoice.or(after.show_on_invoice);
    let left = ["autotask/general-role", "autotask/general-non-billable"].contains(&rule);
    left && filled == *after
}

/// page (DateWorked): the day of the start in the zone of the resource.
fn date_worked(case: &Case<'_>, entry: &mut TimeEntry) {
    let zone = case.resource().and_then(|resource| resource.zone);
    if let Some((zone, start)) = zone.zip(entry.start)
        && let Some(at) = zone.timestamp_opt(start, 0).single()
    {
        entry.date_worked = Some(at.date_naive());
    }
}

/// page (HoursWorked): left out, it is end less start.
fn hours(entry: &mut TimeEntry) {
    if entry.hours.is_none() {
        entry.hours = entry.start.zip(entry.end).map(|(start, end)| end - start);
    }
}

/// page (RoleID): on general time always the resource's default role, whatever was given.
fn general_role(case: &Case<'_>, entry: &mut TimeEntry) {
    if let Some(role) = case.resource().and_then(|r| r.default_role.clone()) {
        entry.role = Some(role);
    }
}

/// page (AllocationCodeID): missing on general time, or not the internal code, it
/// becomes the internal code.
fn general_allocation(entry: &mut TimeEntry) {
    if entry.internal_billing_code.is_some() {
        entry.billing_code = entry.internal_billing_code.clone();
    }
}

/// page (Non-Billable): general time is non-billable and never on an invoice.
fn general_billing(entry: &mut TimeEntry) {
    (entry.non_billable, entry.show_on_invoice) = (Some(true), Some(false));
}

/// known: the assigned role of the ticket or task, else the resource's service desk
/// role, is what clients send where nobody gave a role.
fn default_role(case: &Case<'_>, entry: &mut TimeEntry) {
    let Some(parent) = case.parent().filter(|_| entry.role.is_none()) else {
        return;
    };
    let of_resource = case.resource().and_then(|r| r.service_desk_role.clone());
    entry.role = parent.assigned_role.clone().flatten().or(of_resource);
}

/// page (AllocationCodeID … ShowOnInvoice): left out on create, they are those of
/// the ticket or task; on update they are not inherited.
fn inherit(case: &Case<'_>, entry: &mut TimeEntry) {
    let (Deed::Create, Some(parent)) = (case.deed, parent_of(case.service, case.asked)) else {
        return;
    };
    let or = |own: &Option<String>, theirs: &Option<String>| own.clone().or(theirs.clone());
    entry.billing_code = or(&entry.billing_code, &parent.billing_code);
    entry.contract = or(&entry.contract, &parent.contract);
    entry.non_billable = entry.non_billable.or(parent.non_billable);
    entry.show_on_invoice = entry.show_on_invoice.or(parent.show_on_invoice);
}

/// page (ContractID): a contract that excludes the role, the work type or the
/// ticket's sub-issue type gives way to its exclusion contract, or to none.
fn exclude(case: &Case<'_>, entry: &mut TimeEntry) {
    let contract = entry
        .contract
        .as_ref()
        .and_then(|id| case.service.contracts.get(id));
    let Some(contract) = contract else {
        return;
    };
    let has = |set: &BTreeSet<String>, id: &Option<String>| {
        id.as_ref().is_some_and(|id| set.contains(id))
    };
    let sub_issue = parent_of(case.service, case.asked).and_then(|p| p.sub_issue.clone());
    if has(&contract.excluded_roles, &entry.role)
        || has(&contract.excluded_codes, &entry.billing_code)
        || has(&contract.excluded_sub_issues, &sub_issue)
    {
        entry.contract = contract.exclusion_contract.clone();
    }
}
