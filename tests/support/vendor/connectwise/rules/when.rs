//! Rules on time and on what may still change.

use serde_json::Value;

use super::super::state::{EDITABLE, FINAL};
use super::super::times;
use super::{Case, Found, INVALID, MISSING, Stage};

/// seen: 403 `Security` on creating an entry without the permission for it. Here: on
/// another member's time, when the option says so.
pub(super) fn own_time_only(case: &Case<'_>) -> Option<Found> {
    let own = Some(case.world.caller(case.caller));
    let message = "You do not have security permission to perform this action.";
    (case.world.options.own_time_only && case.member() != own)
        .then(|| ("Security", "member", message.to_owned()))
}

/// schema: `timeExpense.disableTimeEntryFlag`.
pub(super) fn entry_disabled(case: &Case<'_>) -> Option<Found> {
    let setting = &case.world.rows("timeExpense")[0]["disableTimeEntryFlag"];
    (case.stage == Stage::Create && *setting == true)
        .then(|| (INVALID, "timeStart", "Time entry is disabled.".to_owned()))
}

/// inferred: editable are Open, Rejected, RejectBySecondTier, ErrorsCorrected; all
/// other words of the enum are locked.
pub(super) fn status_locked(case: &Case<'_>) -> Option<Found> {
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
pub(super) fn delete_billed(case: &Case<'_>) -> Option<Found> {
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
/// the sheet the entry is on and of the one it would move to. doc: a rejected entry
/// "needs correction", so there it changes wherever its sheet stands.
pub(super) fn sheet_locked(case: &Case<'_>) -> Option<Found> {
    let options = &case.world.options;
    let returned = case.before.is_some_and(|b| b["status"] == "Rejected");
    if options.documented() && (!options.sheet_shuts_entries || returned) {
        return None;
    }
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
pub(super) fn start_required(case: &Case<'_>) -> Option<Found> {
    (!case.deletes() && case.get("timeStart").is_null()).then(|| {
        (
            MISSING,
            "timeStart",
            "The timeStart field is required.".to_owned(),
        )
    })
}

/// seen: times are `yyyy-MM-ddTHH:mm:ssZ`, whole seconds, in both directions.
pub(super) fn times_whole_utc(case: &Case<'_>) -> Option<Found> {
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
pub(super) fn end_or_hours(case: &Case<'_>) -> Option<Found> {
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
pub(super) fn start_and_end(case: &Case<'_>) -> Option<Found> {
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
pub(super) fn hours_positive(case: &Case<'_>) -> Option<Found> {
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
pub(super) fn deduct_within(case: &Case<'_>) -> Option<Found> {
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

/// schema: `WorkType.hoursMin`, `WorkType.hoursMax`.
pub(super) fn work_type_hours(case: &Case<'_>) -> Option<Found> {
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
