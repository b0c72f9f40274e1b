//! Putting entries together: create, patch, replace, delete, defaults.
//!
//! Asks `rules` first; fills in what the service sets itself.

use serde_json::{Map, Value, json};

use super::rules::{self, Case, Refusal, Stage, advice};
use super::state::World;
use super::{GuidPolicy, times};
use crate::support::schema;

/// Fields that a client may write.
const WRITABLE: [&str; 32] = [
    "company",
    "chargeToId",
    "chargeToType",
    "member",
    "locationId",
    "businessUnitId",
    "location",
    "department",
    "workType",
    "workRole",
    "agreement",
    "activity",
    "timeStart",
    "timeEnd",
    "hoursDeduct",
    "actualHours",
    "billableOption",
    "notes",
    "internalNotes",
    "addToDetailDescriptionFlag",
    "addToInternalAnalysisFlag",
    "addToResolutionFlag",
    "emailResourceFlag",
    "emailContactFlag",
    "emailCcFlag",
    "emailCc",
    "mobileGuid",
    "hourlyRate",
    "overageRate",
    "adjustment",
    "taxCode",
    "customFields",
];

/// Flags that act once, on save, and are not kept.
const ACTIONS: [&str; 6] = [
    "emailResourceFlag",
    "emailContactFlag",
    "emailCcFlag",
    "addToDetailDescriptionFlag",
    "addToInternalAnalysisFlag",
    "addToResolutionFlag",
];

/// Why not.
pub type Refused = Vec<Refusal>;

/// POST /time/entries.
pub fn create(world: &mut World, body: &Value, caller: &str) -> Result<Value, Refused> {
    let mut asked = writable(body);
    asked.remove("hourlyRate");
    check(world, &asked, None, Stage::Create, caller)?;
    let id = world.take_entry_id();
    let entry = build(world, id, &asked, None, false, caller);
    act_on_flags(world, &entry, &asked);
    world.entries.insert(id, entry.clone());
    world.audit(id, "TimeEntry", "Time entry created", "", "", caller);
    Ok(world.shown(&entry))
}

/// What a create with this body would break.
pub fn refusals(world: &World, body: &Value, caller: &str) -> Refused {
    check(world, &writable(body), None, Stage::Create, caller)
        .err()
        .unwrap_or_default()
}

/// POST /time/entries/defaults: the same, with nothing checked and nothing kept.
pub fn defaults(world: &World, body: &Value, caller: &str) -> Value {
    let mut scratch = World::new(world.options.clone());
    scratch.catalog.clone_from(&world.catalog);
    let mut entry = build(&mut scratch, 0, &writable(body), None, false, caller);
    for key in ["_info", "timeSheet", "dateEntered", "enteredBy"] {
        entry.as_object_mut().map(|map| map.remove(key));
    }
    entry
}

/// Puts an entry in without asking any rule, as a person at the service might.
pub fn plant(world: &mut World, body: &Value) -> i64 {
    let caller = world.options.api_member.clone();
    let id = body["id"].as_i64().unwrap_or_else(|| world.take_entry_id());
    world.skip_entry_id(id);
    let mut entry = build(world, id, &writable(body), None, false, &caller);
    for (key, value) in body.as_object().into_iter().flatten() {
        if !WRITABLE.contains(&key.as_str()) {
            entry[key] = value.clone();
        }
    }
    world.entries.insert(id, entry);
    id
}

/// PUT: what is left out is gone.
pub fn replace(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Refused> {
    let asked = writable(body);
    change(world, id, &asked, Stage::Put, false, caller)
}

/// PATCH: an array of operations.
pub fn patch(world: &mut World, id: i64, body: &Value, caller: &str) -> Result<Value, Refused> {
    let steps = body
        .as_array()
        .ok_or_else(|| invalid("", "A list of patch operations is expected."))?;
    let mut asked = writable(&world.entries[&id]);
    let mut touched = Vec::new();
    for step in steps {
        touched.push(apply(&mut asked, step)?);
    }
    // A patch is the way to correct hours that the service rounded: unless the
    // clock moves, they are taken, or left, as they are.
    let clock = touched
        .iter()
        .any(|t| ["timeStart", "timeEnd", "hoursDeduct"].contains(&t.as_str()));
    change(world, id, &asked, Stage::Patch, !clock, caller)
}

/// DELETE.
pub fn delete(world: &mut World, id: i64, caller: &str) -> Result<(), Refused> {
    let before = world.entries[&id].clone();
    check(
        world,
        &writable(&before),
        Some(&before),
        Stage::Delete,
        caller,
    )?;
    world.entries.remove(&id);
    Ok(())
}

fn change(
    world: &mut World,
    id: i64,
    asked: &Map<String, Value>,
    stage: Stage,
    as_given: bool,
    caller: &str,
) -> Result<Value, Refused> {
    let before = world.entries[&id].clone();
    check(world, asked, Some(&before), stage, caller)?;
    let entry = build(world, id, asked, Some(&before), as_given, caller);
    act_on_flags(world, &entry, asked);
    for key in [
        "timeStart",
        "timeEnd",
        "actualHours",
        "notes",
        "workType",
        "billableOption",
    ] {
        if entry[key] != before[key] {
            let (old, new) = (before[key].to_string(), entry[key].to_string());
            world.audit(id, key, "Changed", &old, &new, caller);
        }
    }
    world.entries.insert(id, entry.clone());
    Ok(world.shown(&entry))
}

fn check(
    world: &World,
    asked: &Map<String, Value>,
    before: Option<&Value>,
    stage: Stage,
    caller: &str,
) -> Result<(), Refused> {
    let refused = rules::refusals(&Case {
        world,
        asked,
        before,
        stage,
        caller,
    });
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}

fn writable(body: &Value) -> Map<String, Value> {
    let rows = body.as_object().into_iter().flatten();
    let rows = rows.filter(|(key, value)| WRITABLE.contains(&key.as_str()) && !value.is_null());
    rows.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// One patch operation; the field it touched.
fn apply(asked: &mut Map<String, Value>, step: &Value) -> Result<String, Refused> {
    let path = step["path"]
        .as_str()
        .ok_or_else(|| invalid("", "A patch operation needs a path."))?;
    let path = path.strip_prefix('/').unwrap_or(path);
    if schema::field("connectwise", "TimeEntry", path).is_none() {
        return Err(invalid("", &format!("{path} is not a recognized name.")));
    }
    let (first, leaf) = path
        .split_once('/')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    if !WRITABLE.contains(&first) {
        // doc says a status could be patched to approve; the interface has no such
        // operation, and status is what the service sets.
        return Err(invalid(first, &format!("{first} cannot be changed.")));
    }
    match step["op"].as_str() {
        Some("replace" | "add") => {
            let value = step.get("value").cloned().unwrap_or(Value::Null);
            let value = match leaf {
                // A reference is meant anew by whatever names it.
                Some(leaf) => json!({ leaf: value }),
                None => value,
            };
            if value.is_null() {
                asked.remove(first);
            } else {
                asked.insert(first.to_owned(), value);
            }
        }
        Some("remove") => {
            asked.remove(first);
        }
        _ => {
            return Err(invalid(
                "",
                "The patch operation must be add, replace or remove.",
            ));
        }
    }
    Ok(first.to_owned())
}

fn invalid(field: &str, message: &str) -> Refused {
    let field = WRITABLE
        .iter()
        .find(|w| **w == field)
        .copied()
        .unwrap_or_default();
    vec![Refusal {
        rule: "patch",
        status: 400,
        code: "InvalidField",
        field,
        message: message.to_owned(),
    }]
}

/// The entry as the service would hold it. `as_given` leaves the hours alone.
fn build(
    world: &mut World,
    id: i64,
    asked: &Map<String, Value>,
    before: Option<&Value>,
    as_given: bool,
    caller: &str,
) -> Value {
    let get = |key: &str| asked.get(key).unwrap_or(&Value::Null);
    let mut out = asked.clone();
    let member = world
        .resolve("members", get("member"))
        .and_then(|m| m["id"].as_i64());
    let member = member.unwrap_or_else(|| world.caller(caller));
    out.insert("id".to_owned(), json!(id));
    out.insert("member".to_owned(), world.reference("members", member));
    charge(world, asked, &mut out);

    let own = world.row("members", member).cloned().unwrap_or_default();
    let work_type = world
        .resolve("workTypes", get("workType"))
        .unwrap_or(&own["workType"]);
    let work_type = world
        .row("workTypes", work_type["id"].as_i64().unwrap_or(1))
        .cloned();
    let work_type = work_type.unwrap_or_default();
    let role = world
        .resolve("workRoles", get("workRole"))
        .unwrap_or(&own["workRole"]);
    let role = world
        .row("workRoles", role["id"].as_i64().unwrap_or(1))
        .cloned()
        .unwrap_or_default();
    out.insert(
        "workType".to_owned(),
        json!({"id": work_type["id"], "name": work_type["name"]}),
    );
    out.insert(
        "workRole".to_owned(),
        json!({"id": role["id"], "name": role["name"]}),
    );
    if get("hourlyRate").is_null() {
        out.insert("hourlyRate".to_owned(), role["hourlyRate"].clone());
    }
    if get("billableOption").is_null() {
        out.insert(
            "billableOption".to_owned(),
            default_billing(world, asked, &work_type, caller),
        );
    }
    hours(world, asked, as_given, &work_type, &mut out);

    for key in ACTIONS {
        out.insert(key.to_owned(), json!(false));
    }
    let kept = before.map(|b| b["mobileGuid"].clone());
    let guid = match (world.options.guid, kept) {
        (GuidPolicy::Keep, _) => get("mobileGuid").clone(),
        (_, Some(kept)) => kept,
        (GuidPolicy::Drop, None) => Value::Null,
        (GuidPolicy::Replace, None) => json!(format!("5eedc0de-0000-4000-8000-{id:012x}")),
    };
    out.insert("mobileGuid".to_owned(), guid);

    let start = get("timeStart")
        .as_str()
        .and_then(times::parse_wire)
        .unwrap_or_default();
    out.insert("timeSheet".to_owned(), world.open_sheet(member, start));
    let now = world.now();
    let old = |key: &str, fresh: Value| before.map_or(fresh, |b| b[key].clone());
    out.insert("status".to_owned(), old("status", json!("Open")));
    out.insert("enteredBy".to_owned(), old("enteredBy", json!(caller)));
    out.insert(
        "dateEntered".to_owned(),
        old("dateEntered", json!(times::wire(now))),
    );
    out.insert("invoiceReady".to_owned(), old("invoiceReady", json!(0)));
    out.retain(|key, value| !value.is_null() || key == "mobileGuid");
    let mut entry = Value::Object(out);
    World::stamp(now, &mut entry, caller);
    entry
}

/// Target and company, and what the service shows of them.
fn charge(world: &World, asked: &Map<String, Value>, out: &mut Map<String, Value>) {
    let get = |key: &str| asked.get(key).unwrap_or(&Value::Null);
    let id = get("chargeToId").as_i64();
    let asked_company = world.resolve("companies", get("company")).map(|c| &c["id"]);
    let company = match (get("chargeToType").as_str(), id) {
        (Some("ServiceTicket" | "ProjectTicket"), Some(id)) => {
            let Some((ticket, _)) = world.ticket(id) else {
                return;
            };
            out.insert(
                "ticket".to_owned(),
                json!({"id": id, "summary": ticket["summary"]}),
            );
            out.insert("ticketBoard".to_owned(), ticket["board"]["name"].clone());
            out.insert("ticketStatus".to_owned(), ticket["status"]["name"].clone());
            for key in ["project", "phase"] {
                out.insert(key.to_owned(), ticket[key].clone());
            }
            if get("agreement").is_null() {
                out.insert("agreement".to_owned(), ticket["agreement"].clone());
            }
            Some(&ticket["company"]["id"])
        }
        (Some("ChargeCode"), Some(id)) => {
            asked_company.or_else(|| world.row("chargeCodes", id).map(|c| &c["company"]["id"]))
        }
        (Some("Activity"), Some(id)) => {
            let activity = world.row("activities", id);
            out.insert("activity".to_owned(), world.reference("activities", id));
            activity.map(|a| &a["company"]["id"])
        }
        (_, id) => {
            let own = asked_company.cloned().unwrap_or_else(|| json!(id));
            out.insert("chargeToType".to_owned(), json!("Company"));
            out.insert("chargeToId".to_owned(), own.clone());
            let reference = own.as_i64().map(|id| world.reference("companies", id));
            out.insert("company".to_owned(), reference.unwrap_or_default());
            return;
        }
    };
    if let Some(id) = company.and_then(Value::as_i64) {
        out.insert("company".to_owned(), world.reference("companies", id));
    }
}

/// The first of the four that decides (see [`advice::decide`]), else the charge code's
/// or the work type's own setting.
fn default_billing(
    world: &World,
    asked: &Map<String, Value>,
    work_type: &Value,
    caller: &str,
) -> Value {
    let case = Case {
        world,
        asked,
        before: None,
        stage: Stage::Create,
        caller,
    };
    if let Some((_, word)) = advice::decide(&case) {
        return json!(word);
    }
    let id = asked.get("chargeToId").and_then(Value::as_i64);
    let on_code = asked
        .get("chargeToType")
        .is_some_and(|kind| kind == "ChargeCode");
    let code = id
        .filter(|_| on_code)
        .and_then(|id| world.row("chargeCodes", id));
    let own = code
        .map(|code| &code["billTime"])
        .filter(|bill| bill.is_string() && **bill != "NoDefault");
    own.unwrap_or(&work_type["billTime"]).clone()
}

/// Worked, deducted and billed hours.
fn hours(
    world: &World,
    asked: &Map<String, Value>,
    as_given: bool,
    work_type: &Value,
    out: &mut Map<String, Value>,
) {
    let seconds = |key: &str| asked.get(key).and_then(times::seconds_of);
    let instant = |key: &str| {
        asked
            .get(key)
            .and_then(Value::as_str)
            .and_then(times::parse_wire)
    };
    let deduct = seconds("hoursDeduct").unwrap_or(0);
    let spanned = instant("timeStart")
        .zip(instant("timeEnd"))
        .map(|(start, end)| end - start - deduct);
    let given = seconds("actualHours");
    let step = times::seconds_of(&world.rows("timeExpense")[0]["roundingFactor"]).unwrap_or(0);
    let worked = match (as_given, given) {
        (true, Some(given)) => given,
        _ => times::round_up(spanned.or(given).unwrap_or(0), step),
    };
    let bill_step = times::seconds_of(&work_type["roundBillHoursTo"]).unwrap_or(0);
    let free = out.get("billableOption").is_some_and(|b| b == "DoNotBill");
    let billed = if free {
        0
    } else {
        times::round_up(worked, bill_step)
    };
    let decimals = world.options.hours_decimals;
    out.insert("hoursDeduct".to_owned(), times::hours_of(deduct, decimals));
    out.insert("actualHours".to_owned(), times::hours_of(worked, decimals));
    out.insert("hoursBilled".to_owned(), times::hours_of(billed, decimals));
}

/// schema: the e-mail flags are action flags, the addTo flags push notes into the ticket.
fn act_on_flags(world: &mut World, entry: &Value, asked: &Map<String, Value>) {
    let on = |key: &str| asked.get(key) == Some(&Value::Bool(true));
    let set = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .filter(|key| on(key))
            .map(|key| (*key).to_owned())
            .collect()
    };
    let (mails, notes) = (set(&ACTIONS[..3]), set(&ACTIONS[3..]));
    if !mails.is_empty() {
        let cc = asked.get("emailCc").cloned().unwrap_or_default();
        world
            .emails
            .push(json!({"entry": entry["id"], "flags": mails, "cc": cc}));
    }
    if !notes.is_empty() {
        world.ticket_notes.push(json!({
            "entry": entry["id"], "ticket": entry["ticket"]["id"], "flags": notes, "text": entry["notes"],
        }));
    }
}
