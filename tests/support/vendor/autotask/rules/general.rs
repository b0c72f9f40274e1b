//! Rules on general time: neither on a ticket nor on a task.

use super::{Case, Code};

fn internal<'c>(case: &'c Case<'_>) -> Option<&'c Code> {
    let id = case.asked.internal_billing_code.as_ref()?;
    case.service.internal_codes.get(id)
}

/// page (InternalAllocationCodeID): general time has one, of the type internal or
/// general activity.
pub(super) fn code(case: &Case<'_>) -> bool {
    let fits = internal(case).is_some_and(|code| {
        let kind = code.use_type.as_deref();
        code.active
            && kind.is_none_or(|kind| ["internal-activity", "general-activity"].contains(&kind))
    });
    case.general() && !fits
}

/// page (InternalAllocationCodeID): the four kinds of time off only where the kind
/// is enabled and displayed in regular time.
pub(super) fn time_off(case: &Case<'_>) -> bool {
    let kind = internal(case).and_then(|code| code.time_off.as_ref());
    case.general() && kind.is_some_and(|kind| !case.service.settings.regular_time.contains(kind))
}

/// page (NonBillable, ShowOnInvoice): billable, or shown on an invoice, needs a
/// ticket or task. What only somebody's defaults say is not asked for.
pub(super) fn non_billable(case: &Case<'_>) -> bool {
    let billable = case.asked.non_billable == Some(false);
    let shown = case.asked.show_on_invoice == Some(true);
    case.general() && (billable || shown) && !case.asked.billing_by_default
}
