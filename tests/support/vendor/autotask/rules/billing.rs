//! Rules on work types, contracts and what is on the invoice.

use super::{Case, Deed, settled};

/// page (AllocationCodeID): an active work type, of the use General.
pub(super) fn work_type(case: &Case<'_>) -> bool {
    let Some(code) = settled(case).billing_code.filter(|_| !case.general()) else {
        return false;
    };
    !case.service.work_types.get(&code).is_some_and(|code| {
        code.active
            && code
                .use_type
                .as_deref()
                .is_none_or(|kind| kind == "general")
    })
}

/// page (AllocationCodeID, ContractID): a contract requires a ticket or task.
pub(super) fn contract_needs_parent(case: &Case<'_>) -> bool {
    case.general() && case.asked.contract.is_some()
}

/// page (Field definitions): a service or bundle is one of a contract; they are two
/// fields of which one is meant. One left out on create is that of the ticket or task.
pub(super) fn contract_service(case: &Case<'_>) -> bool {
    let (service, bundle) = (
        case.asked.contract_service.is_some(),
        case.asked.contract_bundle.is_some(),
    );
    let theirs = || {
        case.parent()
            .filter(|_| case.deed == Deed::Create)?
            .contract
            .clone()
    };
    let contract = case.asked.contract.clone().or_else(theirs);
    (service && bundle) || ((service || bundle) && contract.is_none())
}

/// page (ContractID): active for the account or its parent.
pub(super) fn contract_active(case: &Case<'_>) -> bool {
    let settled = settled(case);
    let (false, Some(id)) = (case.general(), &settled.contract) else {
        return false;
    };
    let Some(contract) = case.service.contracts.get(id) else {
        return false;
    };
    let day = settled.date_worked;
    let early = contract
        .starts
        .zip(day)
        .is_some_and(|(starts, day)| day < starts);
    let late = contract.ends.zip(day).is_some_and(|(ends, day)| day > ends);
    let account = case.parent().and_then(|parent| parent.account.as_ref());
    let foreign = account
        .zip(contract.account.as_ref())
        .is_some_and(|(account, of)| {
            // Whose parent is not known may be the contract's.
            account != of
                && case
                    .service
                    .accounts
                    .get(account)
                    .is_some_and(|parent| parent.as_ref() != Some(of))
        });
    !contract.active || early || late || foreign
}

/// page (AllocationCodeID … ShowOnInvoice): giving any of the four takes the
/// security level's permission; leaving them out takes none.
pub(super) fn permission(case: &Case<'_>) -> bool {
    let gives = case.gives(|entry| &entry.billing_code)
        || case.gives(|entry| &entry.contract)
        || case.gives(|entry| &entry.non_billable)
        || case.gives(|entry| &entry.show_on_invoice);
    gives && !case.caller.billing
}

/// page (ShowOnInvoice): not true with a contract of the type Flat Rate or
/// Recurring Service. What ticket and contract agree on between themselves is theirs.
pub(super) fn invoice_flag(case: &Case<'_>) -> bool {
    let settled = settled(case);
    let contract = settled
        .contract
        .as_ref()
        .and_then(|id| case.service.contracts.get(id));
    let fixed = contract.and_then(|contract| contract.kind.as_deref());
    let asked = case.asked.show_on_invoice.is_some() || case.asked.contract.is_some();
    !case.general()
        && asked
        && settled.show_on_invoice == Some(true)
        && matches!(fixed, Some("flat-rate" | "recurring-service"))
}
