//! What the service refuses: the independent oracle of its business rules.
//!
//! Written from the published interface and the documented examples, never from
//! the crate under test. Each rule says which sentence it comes from:
//! `schema` = the published interface, `doc` = the documented examples and
//! tables, `seen` = behaviour reported by users or client code, `inferred` =
//! follows from a field's name or from another fact, unverified.

use serde_json::{Map, Value};

use super::state::{EDITABLE, FINAL, World};
use super::times;
use crate::support::schema::is_uuid;

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// POST.
    Create,
    /// PATCH.
    Patch,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// One entry as it would become, and what it is now.
pub struct Case<'a> {
    /// The service's state.
    pub world: &'a World,
    /// The writable fields as they would be.
    pub asked: &'a Map<String, Value>,
    /// The entry as it stands; none on create.
    pub before: Option<&'a Value>,
    /// What is being asked for.
    pub stage: Stage,
    /// Whose keys were used.
    pub caller: &'a str,
}

/// One reason why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name here.
    pub rule: &'static str,
    /// 400 or 403.
    pub status: u16,
    /// The inner code; clients must not lean on it, it is unverified.
    pub code: &'static str,
    /// The field meant.
    pub field: &'static str,
    /// The words.
    pub message: String,
}

type Check = fn(&Case<'_>) -> Option<Found>;
type Found = (&'static str, &'static str, String);

/// Every rule by name, in the order of asking.
pub const RULES: [(&str, Check); 27] = [
    ("own-time-only", own_time_only),
    ("entry-disabled", entry_disabled),
    ("status-locked", status_locked),
    ("delete-billed", delete_billed),
    ("sheet-locked", sheet_locked),
    ("start-required", start_required),
    ("times-whole-utc", times_whole_utc),
    ("end-or-hours", end_or_hours),
    ("start-and-end", start_and_end),
    ("hours-positive", hours_positive),
    ("deduct-within", deduct_within),
    ("charge-to-or-company", charge_to_or_company),
    ("charge-to-type", charge_to_type),
    ("charge-to-exists", charge_to_exists),
    ("ticket-takes-time", ticket_takes_time),
    ("charge-code-takes-time", charge_code_takes_time),
    ("company-allowed", company_allowed),
    ("charge-code-company", charge_code_company),
    ("company-exists", company_exists),
    ("member-required", member_required),
    ("member-exists", member_exists),
    ("work-type", work_type),
    ("work-type-hours", work_type_hours),
    ("work-role", work_role),
    ("billable-option", billable_option),
    ("note-required", note_required),
    ("mobile-guid", mobile_guid),
];

/// Every reason against it; none when it is allowed.
pub fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    let ask = |(rule, check): &(&'static str, Check)| {
        let (code, field, message) = check(case)?;
        let status = if code == "Security" { 403 } else { 400 };
        Some(Refusal {
            rule,
            status,
            code,
            field,
            message,
        })
    };
    RULES.iter().filter_map(ask).collect()
}

const MISSING: &str = "MissingRequiredField";
const INVALID: &str = "InvalidField";

impl Case<'_> {
    fn get(&self, key: &str) -> &Value {
        self.asked.get(key).unwrap_or(&Value::Null)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.get(key).as_str()
    }

    fn instant(&self, key: &str) -> Option<i64> {
        self.text(key).and_then(times::parse_wire)
    }

    /// A field that this request sets or changes.
    fn fresh(&self, key: &str) -> bool {
        self.before
            .is_none_or(|b| b.get(key).unwrap_or(&Value::Null) != self.get(key))
    }

    fn deletes(&self) -> bool {
        self.stage == Stage::Delete
    }

    /// Whose time: the member given, else the owner of the keys (inferred).
    fn member(&self) -> Option<i64> {
        match self.get("member") {
            Value::Null => Some(self.world.caller(self.caller)),
            reference => self.world.resolve("members", reference)?["id"].as_i64(),
        }
    }

    fn target(&self) -> Option<(&str, i64)> {
        Some((self.text("chargeToType")?, self.get("chargeToId").as_i64()?))
    }

    fn new_target(&self) -> Option<(&str, i64)> {
        self.target()
            .filter(|_| self.fresh("chargeToId") || self.fresh("chargeToType"))
    }

    /// Span without deduct, else the hours given, in seconds.
    fn gross(&self) -> Option<i64> {
        match (self.instant("timeStart"), self.instant("timeEnd")) {
            (Some(start), Some(end)) => Some(end - start),
            _ => times::seconds_of(self.get("actualHours")),
        }
    }
}

/// seen: 403 `Security` on creating an entry without the permission for it. Here: on
/// another member's time, when the option says so.
fn own_time_only(case: &Case<'_>) -> Option<Found> {
    let own = Some(case.world.caller(case.caller));
    let message = "You do not have security permission to perform this action.";
    (case.world.options.own_time_only && case.member() != own)
        .then(|| ("Security", "member", message.to_owned()))
}

/// schema: `timeExpense.disableTimeEntryFlag`.
fn entry_disabled(case: &Case<'_>) -> Option<Found> {
    let setting = &case.world.rows("timeExpense")[0]["disableTimeEntryFlag"];
    (case.stage == Stage::Create && *setting == true)
        .then(|| (INVALID, "timeStart", "Time entry is disabled.".to_owned()))
}

/// inferred: editable are Open, Rejected, RejectBySecondTier, ErrorsCorrected; all
/// other words of the enum are locked.
fn status_locked(case: &Case<'_>) -> Option<Found> {
    let status = case.before?["status"].as_str().unwrap_or_default();
    let billed = case.deletes() && FINAL.contains(&status);
    (!EDITABLE.contains(&status) && !billed).then(|| {
        (
            INVALID,
            "status",
            format!("The time entry is {status} and cannot be changed."),
        )
    })
}

/// doc: "Cannot delete: time already billed".
fn delete_billed(case: &Case<'_>) -> Option<Found> {
    let status = case.before.filter(|_| case.deletes())?["status"].as_str()?;
    FINAL.contains(&status).then(|| {
        (
            INVALID,
            "status",
            "Cannot delete billed entries.".to_owned(),
        )
    })
}

/// inferred: after a submit, changes and creates in that period are refused. Asked of
/// the sheet the entry is on and of the one it would move to.
fn sheet_locked(case: &Case<'_>) -> Option<Found> {
    let goal = case.member().zip(case.instant("timeStart"));
    let goal = goal.and_then(|(member, start)| case.world.sheet_of(member, start));
    let present = case.before.and_then(|b| b["timeSheet"]["id"].as_i64());
    let present = present.and_then(|id| case.world.sheets.get(&id));
    let locked = |sheet: &&Value| !EDITABLE.contains(&sheet["status"].as_str().unwrap_or_default());
    let sheet = [goal, present].into_iter().flatten().find(locked)?;
    let status = sheet["status"].as_str().unwrap_or_default();
    Some((
        INVALID,
        "timeSheet",
        format!("The time sheet for this period is {status}."),
    ))
}

/// schema: `required: ["timeStart"]`; doc: "timeStart required".
fn start_required(case: &Case<'_>) -> Option<Found> {
    (!case.deletes() && case.get("timeStart").is_null()).then(|| {
        (
            MISSING,
            "timeStart",
            "The timeStart field is required.".to_owned(),
        )
    })
}

/// seen: times are `yyyy-MM-ddTHH:mm:ssZ`, whole seconds, in both directions.
fn times_whole_utc(case: &Case<'_>) -> Option<Found> {
    ["timeStart", "timeEnd"].into_iter().find_map(|key| {
        let wrong = !case.get(key).is_null() && case.instant(key).is_none();
        wrong.then(|| {
            (
                INVALID,
                key,
                format!("{key} is not a valid DateTime: {}", case.get(key)),
            )
        })
    })
}

/// doc: `timeEnd` is required, `actualHours` is the alternative to it.
fn end_or_hours(case: &Case<'_>) -> Option<Found> {
    let neither = case.get("timeEnd").is_null() && case.get("actualHours").is_null();
    (!case.deletes() && neither).then(|| {
        (
            MISSING,
            "timeEnd",
            "The timeEnd or the actualHours field is required.".to_owned(),
        )
    })
}

/// inferred from `Member.requireStartAndEndTimeOnTimeEntryFlag`: hours alone do not do.
fn start_and_end(case: &Case<'_>) -> Option<Found> {
    let member = case.world.row("members", case.member()?)?;
    let asked = member["requireStartAndEndTimeOnTimeEntryFlag"] == true;
    (!case.deletes() && asked && case.get("timeEnd").is_null()).then(|| {
        (
            MISSING,
            "timeEnd",
            "Start and end time are required.".to_owned(),
        )
    })
}

/// doc: `actualHours` is "hours worked", `timeStart` the start and `timeEnd` the end.
fn hours_positive(case: &Case<'_>) -> Option<Found> {
    (!case.deletes() && case.gross()? <= 0).then(|| {
        (
            INVALID,
            "timeEnd",
            "The end time must be after the start time.".to_owned(),
        )
    })
}

/// doc: `hoursDeduct` is "hours to deduct (break time)": not below nothing, and less
/// than the hours it is taken from.
fn deduct_within(case: &Case<'_>) -> Option<Found> {
    let deduct = case.get("hoursDeduct");
    if case.deletes() || deduct.is_null() {
        return None;
    }
    let seconds = times::seconds_of(deduct).unwrap_or(-1);
    (seconds < 0 || (seconds > 0 && case.gross().is_some_and(|gross| seconds >= gross))).then(
        || {
            (
                INVALID,
                "hoursDeduct",
                "Deducted hours must be less than the hours.".to_owned(),
            )
        },
    )
}

/// schema: "If chargeToId is not specified" the time is entered against the company
/// specified, so one of both is needed; doc: "chargeToId required".
fn charge_to_or_company(case: &Case<'_>) -> Option<Found> {
    let neither = case.get("chargeToId").is_null() && case.get("company").is_null();
    (!case.deletes() && neither).then(|| {
        (
            MISSING,
            "chargeToId",
            "The chargeToId field is required.".to_owned(),
        )
    })
}

/// schema: five words; doc: a charge-to id goes with a type.
fn charge_to_type(case: &Case<'_>) -> Option<Found> {
    const WORDS: [&str; 5] = [
        "Company",
        "ServiceTicket",
        "ProjectTicket",
        "ChargeCode",
        "Activity",
    ];
    match (case.get("chargeToType"), case.get("chargeToId")) {
        (Value::Null, Value::Null) => None,
        (Value::Null, _) => Some((
            MISSING,
            "chargeToType",
            "The chargeToType field is required.".to_owned(),
        )),
        (word, _) => (!word.as_str().is_some_and(|w| WORDS.contains(&w))).then(|| {
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
fn charge_to_exists(case: &Case<'_>) -> Option<Found> {
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
fn ticket_takes_time(case: &Case<'_>) -> Option<Found> {
    let (kind, id) = case
        .new_target()
        .filter(|(kind, _)| kind.ends_with("Ticket"))?;
    let (ticket, _) = case.world.ticket(id).filter(|(_, k)| *k == kind)?;
    let closed = kind == "ServiceTicket" && ticket["status"]["id"] == 9;
    let locked = ticket["board"]["id"] == 2;
    let project = ticket["project"]["id"]
        .as_i64()
        .and_then(|id| case.world.row("projects", id));
    let no_time = project.is_some_and(|p| p["status"]["id"] == 2);
    (closed || locked || no_time).then(|| {
        (
            INVALID,
            "chargeToId",
            format!("Time entry is not allowed on ticket {id}."),
        )
    })
}

/// schema: `ChargeCode.timeEntryFlag`.
fn charge_code_takes_time(case: &Case<'_>) -> Option<Found> {
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
fn company_allowed(case: &Case<'_>) -> Option<Found> {
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
fn charge_code_company(case: &Case<'_>) -> Option<Found> {
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
fn company_exists(case: &Case<'_>) -> Option<Found> {
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
fn member_required(case: &Case<'_>) -> Option<Found> {
    (case.world.options.member_required && !case.deletes() && case.get("member").is_null()).then(
        || {
            (
                MISSING,
                "member",
                "The member field is required.".to_owned(),
            )
        },
    )
}

/// schema: `member` is a reference; `Member.inactiveFlag`.
fn member_exists(case: &Case<'_>) -> Option<Found> {
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
fn work_type(case: &Case<'_>) -> Option<Found> {
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

/// schema: `WorkType.hoursMin`, `WorkType.hoursMax`.
fn work_type_hours(case: &Case<'_>) -> Option<Found> {
    let work_type = case.world.resolve("workTypes", case.get("workType"))?;
    let deduct = times::seconds_of(case.get("hoursDeduct")).unwrap_or(0);
    let spanned = !case.get("timeEnd").is_null();
    let worked = case.gross()? - if spanned { deduct } else { 0 };
    let least = times::seconds_of(&work_type["hoursMin"]).unwrap_or(0);
    let most = times::seconds_of(&work_type["hoursMax"])
        .filter(|s| *s > 0)
        .unwrap_or(i64::MAX);
    (!case.deletes() && (worked < least || worked > most)).then(|| {
        (
            INVALID,
            "actualHours",
            "The hours are outside of what the work type allows.".to_owned(),
        )
    })
}

/// schema: `workRole` is a reference; `WorkRole.inactiveFlag`.
fn work_role(case: &Case<'_>) -> Option<Found> {
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
fn billable_option(case: &Case<'_>) -> Option<Found> {
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
fn note_required(case: &Case<'_>) -> Option<Found> {
    let asked = case.world.rows("timeExpense")[0]["requireTimeNoteFlag"] == true;
    let blank = case.text("notes").is_none_or(|n| n.trim().is_empty());
    (asked && blank && !case.deletes())
        .then(|| (MISSING, "notes", "The notes field is required.".to_owned()))
}

/// schema: `mobileGuid` is a uuid.
fn mobile_guid(case: &Case<'_>) -> Option<Found> {
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
