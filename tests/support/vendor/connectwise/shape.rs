//! An entry as the service keeps it: what was asked, and what it sets itself.

use serde_json::{Map, Value, json};

use super::entries::ACTIONS;
use super::rules::{Case, Stage, advice};
use super::state::World;
use super::{GuidPolicy, times};

/// The entry as the service would hold it. `as_given` leaves the hours alone.
pub(super) fn build(
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
    let status = match before.map(|b| &b["status"]) {
        // schema: the enum has a word for what was corrected after a rejection.
        Some(old)
            if rejected(old) && !world.options.documented() && world.options.correct_first() =>
        {
            json!("ErrorsCorrected")
        }
        Some(old) => old.clone(),
        None => json!("Open"),
    };
    out.insert("status".to_owned(), status);
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

fn rejected(status: &Value) -> bool {
    status
        .as_str()
        .is_some_and(|word| word.starts_with("Reject"))
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
