//! Rules on what time is charged to, and on everything an entry refers to.

use serde_json::Value;

use super::{Case, Found, INVALID, MISSING, Stage};
use crate::support::schema::is_uuid;

/// schema: "If chargeToId is not specified" the time is entered against the company
/// specified, so one of both is needed; doc: "chargeToId required", whatever else there is.
pub(super) fn charge_to_or_company(case: &Case<'_>) -> Option<Found> {
    let company = !case.get("company").is_null() && !case.world.options.documented();
    let neither = case.get("chargeToId").is_null() && !company;
    (!case.deletes() && neither).then(|| {
        (
            MISSING,
            "chargeToId",
            "The chargeToId field is required.".to_owned(),
        )
    })
}

/// schema: five words; doc: four of them, and the type is required.
pub(super) fn charge_to_type(case: &Case<'_>) -> Option<Found> {
    const WORDS: [&str; 5] = [
        "Company",
        "ServiceTicket",
        "ProjectTicket",
        "ChargeCode",
        "Activity",
    ];
    let documented = case.world.options.documented();
    let words = &WORDS[usize::from(documented)..];
    match (case.get("chargeToType"), case.get("chargeToId")) {
        (Value::Null, Value::Null) if !documented => None,
        (Value::Null, _) if case.deletes() => None,
        (Value::Null, _) => Some((
            MISSING,
            "chargeToType",
            "The chargeToType field is required.".to_owned(),
        )),
        (word, _) => (!word.as_str().is_some_and(|w| words.contains(&w))).then(|| {
            (
                INVALID,
                "chargeToType",
                format!("{word} is not a valid chargeToType."),
            )
        }),
    }
}

/// doc: `chargeToId` is the id of the ticket, project or activity. seen: project tickets
/// share the id space with service tickets, and an issue goes as `ProjectTicket`.
pub(super) fn charge_to_exists(case: &Case<'_>) -> Option<Found> {
    let (kind, id) = case.new_target()?;
    let known = match kind {
        "ServiceTicket" | "ProjectTicket" => case.world.ticket(id).is_some_and(|(_, k)| k == kind),
        "ChargeCode" => case.world.row("chargeCodes", id).is_some(),
        "Activity" => case.world.row("activities", id).is_some(),
        "Company" => case.world.row("companies", id).is_some(),
        _ => true,
    };
    (!known).then(|| {
        (
            "ObjectNotFound",
            "chargeToId",
            format!("{kind} {id} was not found."),
        )
    })
}

/// schema: `BoardStatus.timeEntryNotAllowed`, `Board.timeEntryLockedFlag`,
/// `ProjectStatus.noTimeFlag`.
pub(super) fn ticket_takes_time(case: &Case<'_>) -> Option<Found> {
    let (kind, id) = case
        .new_target()
        .filter(|(kind, _)| kind.ends_with("Ticket"))?;
    let (ticket, _) = case.world.ticket(id).filter(|(_, k)| *k == kind)?;
    let flagged = |list: &str, of: &Value, flag: &str, known: i64| {
        // Where the list is not there, the one that the company starts with.
        let row = of["id"].as_i64().and_then(|id| case.world.row(list, id));
        row.map_or(of["id"] == known, |row| row[flag] == true)
    };
    let closed =
        kind == "ServiceTicket" && flagged("statuses", &ticket["status"], "timeEntryNotAllowed", 9);
    let locked = flagged("boards", &ticket["board"], "timeEntryLockedFlag", 2);
    let project = ticket["project"]["id"]
        .as_i64()
        .and_then(|id| case.world.row("projects", id));
    let no_time =
        project.is_some_and(|p| flagged("projectStatuses", &p["status"], "noTimeFlag", 2));
    (closed || locked || no_time).then(|| {
        (
            INVALID,
            "chargeToId",
            format!("Time entry is not allowed on ticket {id}."),
        )
    })
}

/// schema: `ChargeCode.timeEntryFlag`.
pub(super) fn charge_code_takes_time(case: &Case<'_>) -> Option<Found> {
    let (_, id) = case
        .new_target()
        .filter(|(kind, _)| *kind == "ChargeCode")?;
    let code = case.world.row("chargeCodes", id)?;
    (code["timeEntryFlag"] == false).then(|| {
        (
            INVALID,
            "chargeToId",
            format!("Charge code {id} takes no time."),
        )
    })
}

/// schema: `Member.enterTimeAgainstCompanyFlag`.
pub(super) fn company_allowed(case: &Case<'_>) -> Option<Found> {
    let on_company = matches!(case.text("chargeToType"), None | Some("Company"));
    let member = case.world.row("members", case.member()?)?;
    let refused = member["enterTimeAgainstCompanyFlag"] == false;
    (!case.deletes() && on_company && !case.get("company").is_null() && refused).then(|| {
        (
            INVALID,
            "company",
            "You may not enter time against a company.".to_owned(),
        )
    })
}

/// doc: company "required for ChargeCode". The schema does not say so, hence an option.
pub(super) fn charge_code_company(case: &Case<'_>) -> Option<Found> {
    let needed = case.world.options.charge_code_needs_company && !case.deletes();
    (needed && case.text("chargeToType") == Some("ChargeCode") && case.get("company").is_null())
        .then(|| {
            (
                MISSING,
                "company",
                "The company field is required.".to_owned(),
            )
        })
}

/// schema: `company` is a reference.
pub(super) fn company_exists(case: &Case<'_>) -> Option<Found> {
    let company = case.get("company");
    (!company.is_null() && case.world.resolve("companies", company).is_none()).then(|| {
        (
            "ObjectNotFound",
            "company",
            "The company was not found.".to_owned(),
        )
    })
}

/// doc: "member required". The schema does not say so, hence an option.
pub(super) fn member_required(case: &Case<'_>) -> Option<Found> {
    let required = case.world.options.member_required || case.world.options.documented();
    (required && !case.deletes() && case.get("member").is_null()).then(|| {
        (
            MISSING,
            "member",
            "The member field is required.".to_owned(),
        )
    })
}

/// schema: `member` is a reference; `Member.inactiveFlag`.
pub(super) fn member_exists(case: &Case<'_>) -> Option<Found> {
    let given = case.get("member");
    let known = given.is_null() || case.world.resolve("members", given).is_some_and(active);
    (!known).then(|| {
        (
            "ObjectNotFound",
            "member",
            "The member was not found.".to_owned(),
        )
    })
}

/// doc: "Invalid work type: work type doesn't exist"; schema: `WorkType.inactiveFlag`.
pub(super) fn work_type(case: &Case<'_>) -> Option<Found> {
    let given = case.get("workType");
    let known = given.is_null()
        || !case.fresh("workType")
        || case.world.resolve("workTypes", given).is_some_and(active);
    (!known).then(|| {
        (
            "ObjectNotFound",
            "workType",
            "Invalid work type.".to_owned(),
        )
    })
}

/// schema: `workRole` is a reference; `WorkRole.inactiveFlag`.
pub(super) fn work_role(case: &Case<'_>) -> Option<Found> {
    let given = case.get("workRole");
    let known = given.is_null()
        || !case.fresh("workRole")
        || case.world.resolve("workRoles", given).is_some_and(active);
    (!known).then(|| {
        (
            "ObjectNotFound",
            "workRole",
            "Invalid work role.".to_owned(),
        )
    })
}

/// schema: four words, "Required On Updates" (a patch keeps the one that is there).
pub(super) fn billable_option(case: &Case<'_>) -> Option<Found> {
    const WORDS: [&str; 4] = ["Billable", "DoNotBill", "NoCharge", "NoDefault"];
    match case.get("billableOption") {
        Value::Null => (matches!(case.stage, Stage::Put | Stage::Patch)).then(|| {
            (
                MISSING,
                "billableOption",
                "The billableOption field is required.".to_owned(),
            )
        }),
        word => (!word.as_str().is_some_and(|w| WORDS.contains(&w))).then(|| {
            (
                INVALID,
                "billableOption",
                format!("{word} is not a valid billableOption."),
            )
        }),
    }
}

/// schema: `timeExpense.requireTimeNoteFlag`.
pub(super) fn note_required(case: &Case<'_>) -> Option<Found> {
    let asked = case.world.rows("timeExpense")[0]["requireTimeNoteFlag"] == true;
    let blank = case.text("notes").is_none_or(|n| n.trim().is_empty());
    (asked && blank && !case.deletes())
        .then(|| (MISSING, "notes", "The notes field is required.".to_owned()))
}

/// doc: `emailCc` holds e-mail addresses. inferred: one that is none is refused.
pub(super) fn email_cc(case: &Case<'_>) -> Option<Found> {
    let given = case.text("emailCc").filter(|_| !case.deletes())?;
    let wrong = given
        .split([';', ','])
        .find(|one| !is_address(one.trim()))?;
    let message = format!("{wrong:?} is not an e-mail address.");
    Some((INVALID, "emailCc", message))
}

/// One `@` between a name and a domain with a dot, no spaces.
fn is_address(text: &str) -> bool {
    let odd = text.chars().any(|c| c.is_whitespace() || c.is_control());
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let labels = || domain.split('.');
    let whole = labels().count() > 1 && labels().all(|label| !label.is_empty());
    !odd && !name.is_empty() && whole && !domain.contains('@')
}

/// schema: `mobileGuid` is a uuid.
pub(super) fn mobile_guid(case: &Case<'_>) -> Option<Found> {
    let given = case.get("mobileGuid");
    (!given.is_null() && !given.as_str().is_some_and(is_uuid)).then(|| {
        (
            INVALID,
            "mobileGuid",
            format!("{given} is not a valid Guid."),
        )
    })
}

fn active(row: &Value) -> bool {
    row["inactiveFlag"] != true
}
