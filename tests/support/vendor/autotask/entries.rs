//! How a time entry comes into being, changes and goes.
//!
//! What the service says of business is asked in `rules`; what nobody has written
//! down is an option.

use chrono::Timelike;
use serde_json::{Map, Value, json};

use super::case::{self, Facts};
use super::door::{Caller, done, errors, no_permission, nothing_found, refused};
use super::levels::reference_text;
use super::options::{Deletes, Given, OtherHours, Rounding};
use super::rules::{Deed, SheetStatus, TimeEntry};
use super::state::{World, fields};
use super::{seed, times, words};
use crate::support::schema::{self, Kind};
use crate::support::vendor::rig::Answer;

/// time entry: what only the service writes.
pub(super) const READ_ONLY: [&str; 8] = [
    "billingApprovalLevelMostRecent",
    "createDateTime",
    "creatorUserID",
    "impersonatorCreatorResourceID",
    "impersonatorUpdaterResourceID",
    "lastModifiedDateTime",
    "lastModifiedUserID",
    "timeEntryType",
];
/// time entry: what points at other rows: field, entity, and the model's name.
pub(super) const REFERENCES: [(&str, &str, &str); 8] = [
    ("resourceID", "Resources", "Resource"),
    ("roleID", "Roles", "Role"),
    ("ticketID", "Tickets", "Ticket"),
    ("taskID", "Tasks", "Task"),
    ("contractID", "Contracts", "Contract"),
    ("billingCodeID", "BillingCodes", "BillingCode"),
    ("internalBillingCodeID", "BillingCodes", "BillingCode"),
    ("billingApprovalResourceID", "Resources", "Resource"),
];

type Outcome = Result<Answer, Answer>;
type Row = Map<String, Value>;

/// create
pub(super) fn create(world: &mut World, body: &Value, caller: Caller) -> Outcome {
    let sent = tidied(world, body)?;
    let asked = arranged(world, with_all_fields(sent), true)?;
    admit(world, &asked, None, Deed::Create, caller)?;
    let mut row = kept(world, caller, Deed::Create, &asked, None);
    let id = world.take_id();
    row["id"] = json!(id);
    born(world, &mut row, caller);
    world.table_mut("TimeEntries").insert(id, row);
    Ok(done(id))
}

/// update: PATCH changes what it names, PUT takes away what it does not.
pub(super) fn update(world: &mut World, body: &Value, caller: Caller, whole: bool) -> Outcome {
    let Some(id) = body["id"].as_i64() else {
        return Err(refused("Missing required field: id."));
    };
    let Some(before) = world.table("TimeEntries").get(&id).cloned() else {
        return Err(nothing_found());
    };
    let sent = tidied(world, body)?;
    let mut merged = before.as_object().cloned().unwrap_or_default();
    if whole {
        for field in fields("TimeEntries").into_iter().flat_map(|f| f.keys()) {
            let stays = READ_ONLY.contains(&field.as_str())
                || field == "id"
                || field.starts_with("billingApproval")
                || (field == "hoursToBill" && world.options.hours_to_bill != Given::Kept);
            if !stays {
                merged.insert(field.clone(), Value::Null);
            }
        }
    }
    let moves = ["startDateTime", "endDateTime"];
    let moved = moves.iter().any(|key| sent.contains_key(*key));
    if moved && !whole && world.options.patch_derives {
        for key in ["dateWorked", "hoursWorked"] {
            if !sent.contains_key(key) {
                merged.insert(key.to_owned(), Value::Null);
            }
        }
    }
    let noted = ["summaryNotes", "internalNotes"];
    let noted = noted.iter().any(|key| sent.contains_key(*key));
    merged.extend(sent);
    let asked = arranged(world, merged, whole || moved)?;
    admit(world, &asked, Some(&before), Deed::Update, caller)?;
    let mut row = kept(world, caller, Deed::Update, &asked, Some(&before));
    if noted {
        // notes: writing puts plain text in the place of formatting and images.
        row["_rich_text"] = json!(false);
    }
    stamped(world, &mut row, caller);
    world.table_mut("TimeEntries").insert(id, row);
    Ok(done(id))
}

/// delete
pub(super) fn delete(world: &mut World, id: i64, caller: Caller) -> Outcome {
    let Some(row) = world.table("TimeEntries").get(&id).cloned() else {
        return Err(nothing_found());
    };
    let broken = Facts::of(world, caller, Deed::Delete, &row, Some(&row)).broken();
    if !broken.is_empty() {
        return Err(said(&broken));
    }
    if row["_taskfire"] == true || row["_time_off_request"] == true {
        return Err(refused("This time entry cannot be deleted."));
    }
    if !may_delete(world, &row, caller) {
        return Err(no_permission("delete this TimeEntry"));
    }
    world.table_mut("TimeEntries").remove(&id);
    Ok(done(id))
}

/// delete: what the interface's user created on somebody else's behalf. What an
/// administrator entered by proxy it cannot, whomever it stands for.
fn may_delete(world: &World, row: &Value, caller: Caller) -> bool {
    let user = caller.user;
    let own = row["creatorUserID"] == user || row["impersonatorCreatorResourceID"] == user;
    match world.options.deletes {
        Deletes::OnBehalf => own && row["resourceID"] != user,
        Deletes::OwnToo => own,
        Deletes::Any => true,
    }
}

/// The rules that a create with this body would break.
pub(super) fn would_refuse(world: &World, body: &Value) -> Vec<&'static str> {
    let caller = Caller {
        user: seed::API_USER,
        stands_for: None,
    };
    let body = body.as_object().cloned().unwrap_or_default();
    let asked = Value::Object(with_all_fields(body));
    Facts::of(world, caller, Deed::Create, &asked, None).broken()
}

/// Puts an entry in without asking a rule; what the service sets is filled in.
pub(super) fn plant(world: &mut World, given: &Value) -> i64 {
    let caller = Caller {
        user: seed::API_USER,
        stands_for: None,
    };
    let asked = given.as_object().cloned().unwrap_or_default();
    let row = arranged(world, with_all_fields(asked.clone()), true);
    let row = row.unwrap_or_else(|_| Value::Object(with_all_fields(asked.clone())));
    let mut row = kept(world, caller, Deed::Create, &row, None);
    let id = given["id"].as_i64().unwrap_or_else(|| world.take_id());
    born(world, &mut row, caller);
    for (key, value) in asked {
        row[key] = value;
    }
    row["id"] = json!(id);
    world.table_mut("TimeEntries").insert(id, row);
    id
}

fn with_all_fields(sent: Row) -> Row {
    let names = fields("TimeEntries").into_iter().flat_map(|f| f.keys());
    let mut row: Row = names.map(|name| (name.clone(), Value::Null)).collect();
    row.extend(sent);
    row
}

/// The fields of a body that count, each of its type.
fn tidied(world: &World, body: &Value) -> Result<Row, Answer> {
    let options = &world.options;
    let mut out = Row::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let kind = schema::field("autotask", "TimeEntry", name);
        let open = match name.as_str() {
            "id" => continue,
            "hoursToBill" => options.hours_to_bill,
            "offsetHours" => options.offset_hours,
            _ if kind.is_none() => options.unknown_fields,
            name if READ_ONLY.contains(&name) => options.read_only,
            _ => Given::Kept,
        };
        match (open, &kind) {
            (Given::Refused, None) => {
                return Err(refused(&format!(
                    "Unable to find {name} in the TimeEntry Entity."
                )));
            }
            (Given::Refused, Some(_)) => {
                return Err(refused(&format!("The field {name} is read-only.")));
            }
            (Given::Ignored, _) | (_, None) => continue,
            (Given::Kept, Some(kind)) => {
                if !value.is_null() && !fits(kind, value) {
                    return Err(refused(&format!("The value of {name} is invalid.")));
                }
            }
        }
        out.insert(name.clone(), value.clone());
    }
    for name in ["summaryNotes", "internalNotes"] {
        if let Some(Value::String(text)) = out.get_mut(name) {
            if options.trims_notes {
                *text = text.trim().to_owned();
            }
            if options.crlf_notes {
                *text = text.replace("\r\n", "\n").replace('\n', "\r\n");
            }
        }
    }
    Ok(out)
}

fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Int => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        Kind::Long => value.is_i64(),
        Kind::Number => value.is_number(),
        Kind::Bool => value.is_boolean(),
        Kind::DateTime => times::read_ms(value).is_some(),
        _ => value.is_string(),
    }
}

/// Instants and hours as they are read; `timed` when the request names any of them.
fn arranged(world: &World, mut row: Row, timed: bool) -> Result<Value, Answer> {
    let missing = |field: &str| refused(&format!("Missing required field: {field}."));
    if row["resourceID"].is_null() {
        return Err(missing("resourceID"));
    }
    let get = |row: &Row, key: &str| row.get(key).cloned().unwrap_or_default();
    for key in ["startDateTime", "endDateTime"] {
        if let Some(at) = times::read(&get(&row, key)) {
            row.insert(key.to_owned(), json!(times::wire(at)));
        }
    }
    let start = times::read(&get(&row, "startDateTime"));
    let end = times::read(&get(&row, "endDateTime"));
    // dateWorked: midnight of the day given, else of the start in the resource's zone.
    let resource = world.row("Resources", &get(&row, "resourceID"));
    let zone = resource.and_then(|row| world.zone_of(row));
    let given = times::day(&get(&row, "dateWorked"));
    let there = || times::day_in(start?, zone.unwrap_or(chrono_tz::UTC));
    let Some(day) = given.or_else(there) else {
        return Err(missing("dateWorked"));
    };
    row.insert("dateWorked".to_owned(), json!(times::midnight(day)));
    let span = start.zip(end).map(|(start, end)| end - start);
    let given = times::seconds(&get(&row, "hoursWorked"));
    let hours = match (given, span, world.options.other_hours) {
        (Some(given), Some(span), other) if timed && given != span => match other {
            OtherHours::Kept => given,
            OtherHours::Recalculated => span,
            OtherHours::Refused => {
                return Err(refused(
                    "The value of hoursWorked does not match StartDateTime and EndDateTime.",
                ));
            }
        },
        (Some(given), ..) => given,
        (None, Some(span), _) => span,
        (None, None, _) => return Err(missing("hoursWorked")),
    };
    row.insert("hoursWorked".to_owned(), times::hours(hours));
    Ok(Value::Object(row))
}

/// Everything that speaks against it.
fn admit(
    world: &World,
    asked: &Value,
    before: Option<&Value>,
    deed: Deed,
    caller: Caller,
) -> Result<(), Answer> {
    let lost: Vec<String> = REFERENCES
        .iter()
        .filter(|(field, entity, _)| {
            !asked[*field].is_null() && world.row(entity, &asked[*field]).is_none()
        })
        .map(|(field, _, model)| reference_text(world, field, model, &asked[*field]))
        .collect();
    if !lost.is_empty() {
        return Err(errors(500, &lost));
    }
    let mut broken = Facts::of(world, caller, deed, asked, before).broken();
    let general = asked["ticketID"].is_null() && asked["taskID"].is_null();
    let no_role = !general && asked["roleID"].is_null() && world.options.needs_role;
    if no_role && !broken.contains(&"autotask/role-required") {
        broken.push("autotask/role-required");
    }
    // page: time is added to a sheet that is new or rejected, also by moving it there.
    let onto = before.and_then(|_| case::sheet(world, asked));
    let from = before.and_then(|before| case::sheet(world, before));
    let closed = matches!(onto, Some(SheetStatus::Submitted | SheetStatus::Approved));
    if closed && onto != from && !broken.contains(&"autotask/sheet-status") {
        broken.push("autotask/sheet-status");
    }
    if !broken.is_empty() {
        return Err(said(&broken));
    }
    if world.options.refuses_overlap && overlaps(world, asked) {
        return Err(refused("The time entry overlaps another time entry."));
    }
    Ok(())
}

fn said(broken: &[&str]) -> Answer {
    let texts: Vec<String> = broken
        .iter()
        .map(|rule| words::of(rule).to_owned())
        .collect();
    errors(500, &texts)
}

fn overlaps(world: &World, asked: &Value) -> bool {
    let span = |row: &Value| {
        let start = times::read(&row["startDateTime"]);
        start.zip(times::read(&row["endDateTime"]))
    };
    let Some((start, end)) = span(asked) else {
        return false;
    };
    world.table("TimeEntries").values().any(|row| {
        row["resourceID"] == asked["resourceID"]
            && row["id"] != asked["id"]
            && span(row).is_some_and(|(from, to)| from < end && start < to)
    })
}

/// The row that the service makes of what it takes.
fn kept(world: &World, caller: Caller, deed: Deed, asked: &Value, before: Option<&Value>) -> Value {
    let settled: TimeEntry = Facts::of(world, caller, deed, asked, before).settled();
    let number = |id: &Option<String>| json!(id.as_ref().and_then(|id| id.parse::<i64>().ok()));
    let mut row = asked.clone();
    row["roleID"] = number(&settled.role);
    row["billingCodeID"] = number(&settled.billing_code);
    row["contractID"] = number(&settled.contract);
    // An exclusion that takes the contract away takes its services too.
    if row["contractID"] != asked["contractID"] && !asked["contractID"].is_null() {
        row["contractServiceID"] = Value::Null;
        row["contractServiceBundleID"] = Value::Null;
    }
    row["isNonBillable"] = json!(settled.non_billable.unwrap_or(false));
    row["showOnInvoice"] = json!(settled.show_on_invoice.unwrap_or(false));
    if !row["isInternalNotesVisibleToComanaged"].is_boolean() {
        row["isInternalNotesVisibleToComanaged"] = json!(false);
    }
    row["timeEntryType"] = match (&row["ticketID"], &row["taskID"]) {
        (Value::Null, Value::Null) => json!(world.options.general_type),
        (Value::Null, _) => json!(6),
        _ => json!(2),
    };
    after_hours(world, &mut row);
    let settings = &world.options.settings;
    let worked = times::seconds(&row["hoursWorked"]).unwrap_or_default();
    if settings.rounds_worked {
        row["hoursWorked"] = times::hours(rounded(settings.rounding, worked));
    }
    if row["offsetHours"].is_null() {
        row["offsetHours"] = json!(0.0);
    }
    let given = world.options.hours_to_bill == Given::Kept && !asked["hoursToBill"].is_null();
    if !given {
        let offset = times::seconds(&row["offsetHours"]).unwrap_or_default();
        let billed = rounded(settings.rounding, worked) + offset;
        row["hoursToBill"] = times::hours(billed.max(0));
    }
    row
}

fn rounded(rounding: Rounding, seconds: i64) -> i64 {
    match rounding {
        Rounding::Up(step) if step > 0 => (seconds + step - 1).div_euclid(step) * step,
        Rounding::Nearest(step) if step > 0 => (seconds + step / 2).div_euclid(step) * step,
        _ => seconds,
    }
}

/// page: after hours the work type is that of after hours. What hours those are is the
/// tenant's, here of the resource's own clock.
fn after_hours(world: &World, row: &mut Value) {
    let Some((from, to)) = world.options.settings.business_hours else {
        return;
    };
    let resource = world.row("Resources", &row["resourceID"]);
    let zone = resource.and_then(|row| world.zone_of(row));
    let start = times::read(&row["startDateTime"]);
    let hour = start.zip(zone).and_then(|(start, zone)| {
        let at = chrono::DateTime::from_timestamp(start, 0)?;
        Some(at.with_timezone(&zone).hour())
    });
    let code = world.row("BillingCodes", &row["billingCodeID"]);
    let late = code.map_or(Value::Null, |code| code["afterHoursWorkType"].clone());
    if hour.is_some_and(|hour| hour < from || hour >= to) && !late.is_null() {
        row["billingCodeID"] = late;
    }
}

/// Who made it and when.
fn born(world: &World, row: &mut Value, caller: Caller) {
    let creator = caller
        .stands_for
        .filter(|_| world.options.impersonated_creates);
    row["createDateTime"] = json!(times::stamp(world.now_ms()));
    row["creatorUserID"] = json!(creator.unwrap_or(caller.user));
    row["impersonatorCreatorResourceID"] = json!(caller.stands_for.map(|_| caller.user));
    row["billingApprovalLevelMostRecent"] = json!(0);
    row["_made"] = json!(world.now_ms());
    stamped(world, row, caller);
    row["impersonatorUpdaterResourceID"] = Value::Null;
}

/// Who changed it last and when.
pub(super) fn stamped(world: &World, row: &mut Value, caller: Caller) {
    let updater = caller
        .stands_for
        .filter(|_| world.options.impersonated_creates);
    row["lastModifiedDateTime"] = json!(times::stamp(world.now_ms()));
    row["lastModifiedUserID"] = json!(updater.unwrap_or(caller.user));
    row["impersonatorUpdaterResourceID"] = json!(caller.stands_for.map(|_| caller.user));
}
