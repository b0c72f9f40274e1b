//! What the service takes though a person should look, and what it puts there itself.
//!
//! None of this is ever refused; `RULES` is what is.

use serde_json::Value;

use super::super::times;
use super::Case;

/// Who decides how time is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// The entry's own option.
    Entry,
    /// The ticket's `billTime`.
    Ticket,
    /// The agreement.
    Agreement,
    /// The company, else the tenant's default.
    Company,
}

/// What a rule of this kind says of an entry.
type Says = fn(&Case<'_>) -> bool;

/// What a person should look at, by name.
pub const ADVICE: [(&str, Says); 4] = [
    ("work-type-billing", work_type_billing),
    ("charge-code-billing", charge_code_billing),
    ("type-and-role", type_and_role),
    ("internal-on-ticket", internal_on_ticket),
];

/// doc, "How Billing is Determined": the entry's option if set, else the ticket's
/// `billTime`, else the agreement's rules, else the company's default; `NoDefault` uses
/// the default of the ticket or agreement. None where nobody decides.
pub fn decide<'a>(case: &'a Case<'_>) -> Option<(Decider, &'a str)> {
    let word = |row: Option<&'a Value>| {
        let word = row?["billTime"].as_str()?;
        (word != "NoDefault").then_some(word)
    };
    let ticket = on_ticket(case);
    let agreement = match case.get("agreement") {
        Value::Null => ticket.map(|ticket| &ticket["agreement"]),
        given => Some(given),
    };
    let agreement = agreement.and_then(|it| case.world.resolve("agreements", it));
    let company = match case.get("company") {
        Value::Null => ticket.map(|ticket| &ticket["company"]),
        given => Some(given),
    };
    let company = company.and_then(|it| case.world.resolve("companies", it));
    let own = case
        .text("billableOption")
        .filter(|word| *word != "NoDefault");
    own.map(|word| (Decider::Entry, word))
        .or_else(|| Some((Decider::Ticket, word(ticket)?)))
        .or_else(|| Some((Decider::Agreement, word(agreement)?)))
        .or_else(|| Some((Decider::Company, word(company)?)))
        .or_else(|| {
            Some((
                Decider::Company,
                word(case.world.rows("timeExpense").first())?,
            ))
        })
}

/// schema: the tenant's `roundingFactor`, then the work type's `roundBillHoursTo`, both
/// up to the next step. Worked and billed seconds as the service would keep them.
pub fn rounded(case: &Case<'_>, worked: i64) -> (i64, i64) {
    let step = times::seconds_of(&case.world.rows("timeExpense")[0]["roundingFactor"]);
    let worked = times::round_up(worked, step.unwrap_or(0));
    let work_type = case.world.resolve("workTypes", case.get("workType"));
    let step = work_type.and_then(|it| times::seconds_of(&it["roundBillHoursTo"]));
    (worked, times::round_up(worked, step.unwrap_or(0)))
}

fn on_ticket<'a>(case: &'a Case<'_>) -> Option<&'a Value> {
    let (kind, id) = case.target()?;
    let (ticket, of) = case.world.ticket(id)?;
    (of == kind).then_some(ticket)
}

/// doc: some work types are typically non-billable; "mark non-billable correctly".
fn work_type_billing(case: &Case<'_>) -> bool {
    let work_type = case.world.resolve("workTypes", case.get("workType"));
    billed_though_free(case, work_type)
}

/// doc: most charge codes are not billable.
fn charge_code_billing(case: &Case<'_>) -> bool {
    let code = match case.target() {
        Some(("ChargeCode", id)) => case.world.row("chargeCodes", id),
        _ => None,
    };
    billed_though_free(case, code)
}

fn billed_though_free(case: &Case<'_>, of: Option<&Value>) -> bool {
    let free = of.is_some_and(|row| row["billTime"] == "DoNotBill");
    free && case.text("billableOption") == Some("Billable")
}

/// doc: "use correct work type" and "set appropriate work role": they set the rate.
fn type_and_role(case: &Case<'_>) -> bool {
    case.get("workType").is_null() || case.get("workRole").is_null()
}

/// doc: training and administrative time is internal, and internal time goes to charge codes.
fn internal_on_ticket(case: &Case<'_>) -> bool {
    let on_ticket = case
        .target()
        .is_some_and(|(kind, _)| kind.ends_with("Ticket"));
    let work_type = case.world.resolve("workTypes", case.get("workType"));
    let name = work_type
        .and_then(|row| row["name"].as_str())
        .unwrap_or_default();
    on_ticket && matches!(name, "Training" | "Administrative")
}
