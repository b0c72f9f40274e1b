//! Brings tables and bodies into the words that the rules are asked in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::door::Caller;
use super::options::Rounding;
use super::rules::{
    self, Case, Code, Contract, Deed, Gravity, Id, Parent, Resource, Service, Settings,
    SheetStatus, TimeEntry,
};
use super::state::World;
use super::{seed, times};

/// Everything that a case borrows.
pub(super) struct Facts {
    service: Service,
    caller: rules::Caller,
    asked: TimeEntry,
    before: Option<TimeEntry>,
    sheet: Option<SheetStatus>,
    posted: bool,
    deed: Deed,
}

impl Facts {
    /// An entry as it would become, and what it is now.
    pub(super) fn of(
        world: &World,
        caller: Caller,
        deed: Deed,
        asked: &Value,
        before: Option<&Value>,
    ) -> Self {
        let on = before.unwrap_or(asked);
        Self {
            service: service(world, &[asked, on]),
            caller: who(world, caller),
            asked: entry(asked),
            before: before.map(entry),
            sheet: sheet(world, on),
            posted: before.is_some_and(|row| world.is_posted(row["id"].as_i64().unwrap_or(0))),
            deed,
        }
    }

    fn case(&self) -> Case<'_> {
        Case {
            service: &self.service,
            caller: &self.caller,
            deed: self.deed,
            asked: &self.asked,
            before: self.before.as_ref(),
            sheet: self.sheet,
            posted: self.posted,
            rich_text: false,
        }
    }

    /// The rules that say no.
    pub(super) fn broken(&self) -> Vec<&'static str> {
        let letters = match self.deed {
            Deed::Create => "L",
            Deed::Update => "LU",
            Deed::Delete => "D",
        };
        let case = self.case();
        rules::RULES
            .iter()
            .filter(|(_, at, ..)| letters.chars().any(|letter| at.contains(letter)))
            .filter(|(_, _, gravity, _)| matches!(gravity, Gravity::Refused | Gravity::Locked))
            .filter(|(.., check)| check(&case))
            .map(|(id, ..)| *id)
            .collect()
    }

    /// The entry as it would be kept.
    pub(super) fn settled(&self) -> TimeEntry {
        rules::settled(&self.case())
    }
}

/// The sheet that an entry stands on.
pub(super) fn sheet(world: &World, row: &Value) -> Option<SheetStatus> {
    let resource = row["resourceID"].as_i64()?;
    Some(world.sheet(resource, times::day(&row["dateWorked"])?))
}

fn id(value: &Value) -> Option<Id> {
    value.as_i64().map(|id| id.to_string())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A time entry of the wire.
fn entry(row: &Value) -> TimeEntry {
    TimeEntry {
        ticket: id(&row["ticketID"]),
        task: id(&row["taskID"]),
        resource: id(&row["resourceID"]),
        role: id(&row["roleID"]),
        date_worked: times::day(&row["dateWorked"]),
        start: times::read(&row["startDateTime"]),
        end: times::read(&row["endDateTime"]),
        hours: times::seconds(&row["hoursWorked"]),
        summary_notes: text(&row["summaryNotes"]),
        internal_notes: text(&row["internalNotes"]),
        billing_code: id(&row["billingCodeID"]),
        internal_billing_code: id(&row["internalBillingCodeID"]),
        contract: id(&row["contractID"]),
        contract_service: id(&row["contractServiceID"]),
        contract_bundle: id(&row["contractServiceBundleID"]),
        non_billable: row["isNonBillable"].as_bool(),
        show_on_invoice: row["showOnInvoice"].as_bool(),
        billing_by_default: false,
    }
}

fn who(world: &World, caller: Caller) -> rules::Caller {
    let settings = &world.options.settings;
    let stands_for = caller.stands_for;
    let row = stands_for.and_then(|who| world.table("Resources").get(&who));
    let listed = |row: &Value| {
        let ids = row["_approves"].as_array().into_iter().flatten();
        ids.filter_map(id).collect()
    };
    rules::Caller {
        id: stands_for.unwrap_or(caller.user).to_string(),
        administrator: row.map_or(settings.administrator, |row| row["_administrator"] == true),
        approves: row.map_or_else(
            || settings.approves.iter().map(i64::to_string).collect(),
            listed,
        ),
        service_desk: settings.service_desk,
        tasks: settings.tasks,
        billing: settings.billing,
    }
}

/// The service as far as these rows refer to it.
fn service(world: &World, rows: &[&Value]) -> Service {
    let own = &world.options.settings;
    let named = |key: &str, entity: &str, of: fn(&World, &Value) -> Parent| {
        let named = rows.iter().filter_map(|row| world.row(entity, &row[key]));
        let named = named.filter_map(|row| Some((id(&row["id"])?, of(world, row))));
        named.collect::<BTreeMap<_, _>>()
    };
    let codes = |internal: bool| {
        let rows = world.table("BillingCodes").values();
        let rows = rows.filter(|row| (row["useType"] == seed::INTERNAL) == internal);
        rows.filter_map(|row| Some((id(&row["id"])?, code(row))))
            .collect()
    };
    Service {
        tickets: named("ticketID", "Tickets", ticket),
        tasks: named("taskID", "Tasks", task),
        resources: all(world, "Resources", resource),
        roles: all(world, "Roles", |_, row| row["isActive"] == true),
        contracts: all(world, "Contracts", contract),
        work_types: codes(false),
        internal_codes: codes(true),
        accounts: all(world, "Companies", |_, row| id(&row["parentCompanyID"])),
        settings: Settings {
            proxy: own.proxy,
            span_midnight: own.span_midnight,
            modify_role: own.modify_role,
            prohibit_complete_tickets: own.prohibit_complete_tickets,
            complete_tickets: own.complete_tickets,
            complete_tasks: own.complete_tasks,
            archived_projects: own.archived_projects,
            notes_on_tasks_and_regular_time: own.notes_on_tasks_and_regular_time,
            regular_time: own.regular_time.clone(),
            rounding: match own.rounding {
                Rounding::None => 0,
                Rounding::Up(seconds) | Rounding::Nearest(seconds) => seconds,
            },
        },
    }
}

fn all<T>(world: &World, entity: &str, of: impl Fn(&World, &Value) -> T) -> BTreeMap<Id, T> {
    let rows = world.table(entity).iter();
    rows.map(|(id, row)| (id.to_string(), of(world, row)))
        .collect()
}

/// What the two kinds of parents have in common.
fn parent(world: &World, row: &Value, contract: &Value, company: &Value) -> Parent {
    let code = world.row("BillingCodes", &row["billingCodeID"]);
    let unbilled = code.is_some_and(|code| code["billingCodeType"] == 2);
    let contract_row = world.row("Contracts", contract);
    let kind = contract_row.and_then(|row| row["contractType"].as_i64());
    let fixed = kind.is_some_and(|kind| world.options.fixed_types.contains(&kind));
    Parent {
        account: id(company),
        completed: Some(row["status"] == 5),
        assigned: Some(id(&row["assignedResourceID"])),
        assigned_role: Some(id(&row["assignedResourceRoleID"])),
        secondary: Vec::new(),
        contract: id(contract),
        billing_code: id(&row["billingCodeID"]),
        sub_issue: None,
        non_billable: Some(unbilled),
        // Nobody says where this comes from; a row of the fake may say it.
        show_on_invoice: Some(row["_show_on_invoice"].as_bool().unwrap_or(!fixed)),
        project_type: None,
        needs_start_stop: Some(contract_row.is_some_and(clocked)),
        roles: None,
    }
}

fn clocked(contract: &Value) -> bool {
    contract["timeReportingRequiresStartAndStopTimes"] == 1
}

fn helpers<'w>(
    world: &'w World,
    entity: &str,
    key: &'w str,
    of: &'w Value,
) -> impl Iterator<Item = &'w Value> {
    let rows = world.table(entity).values();
    rows.filter(move |row| row[key] == of["id"])
}

fn ticket(world: &World, row: &Value) -> Parent {
    let secondary = helpers(world, "TicketSecondaryResources", "ticketID", row);
    Parent {
        secondary: secondary.filter_map(|row| id(&row["resourceID"])).collect(),
        sub_issue: id(&row["subIssueType"]),
        needs_start_stop: None,
        ..parent(world, row, &row["contractID"], &row["companyID"])
    }
}

fn task(world: &World, row: &Value) -> Parent {
    let none = Value::Null;
    let project = world.row("Projects", &row["projectID"]).unwrap_or(&none);
    let base = parent(world, row, &project["contractID"], &project["companyID"]);
    let secondary = || helpers(world, "TaskSecondaryResources", "taskID", row);
    let roles = || {
        let assigned = id(&row["assignedResourceRoleID"]);
        let others = secondary().filter_map(|row| id(&row["roleID"]));
        assigned.into_iter().chain(others).collect()
    };
    let kind = match project["projectType"].as_i64() {
        Some(3) => "template",
        Some(6) => "archived",
        Some(8) => "baseline",
        _ => "other",
    };
    Parent {
        secondary: secondary()
            .filter_map(|row| id(&row["resourceID"]))
            .collect(),
        non_billable: Some(base.non_billable == Some(true) || row["isTaskBillable"] == false),
        project_type: Some(kind.to_owned()),
        needs_start_stop: Some(
            project["_start_stop"] == true || base.needs_start_stop == Some(true),
        ),
        roles: world.options.task_roles_limited.then(roles),
        ..base
    }
}

fn resource(world: &World, row: &Value) -> Resource {
    let mut roles: BTreeMap<Id, bool> = BTreeMap::new();
    for entity in [
        "ResourceRoles",
        "ResourceServiceDeskRoles",
        "ResourceRoleDepartments",
    ] {
        for pair in helpers(world, entity, "resourceID", row) {
            if let Some(role) = id(&pair["roleID"]) {
                *roles.entry(role).or_default() |= pair["isActive"] == true;
            }
        }
    }
    let mut default = helpers(world, "ResourceRoleDepartments", "resourceID", row);
    let default = default.find(|pair| pair["isDefault"] == true);
    let service_desk_role = id(&row["defaultServiceDeskRoleID"]);
    Resource {
        active: row["isActive"] == true,
        zone: world.zone_of(row),
        default_role: default
            .and_then(|pair| id(&pair["roleID"]))
            .or_else(|| service_desk_role.clone()),
        service_desk_role,
        roles: Some(roles),
    }
}

fn contract(world: &World, row: &Value) -> Contract {
    let excluded = |entity: &str, by: &str, of: &Value, what: &str| -> BTreeSet<Id> {
        let rows = world.table(entity).values();
        let rows = rows.filter(|row| !of.is_null() && row[by] == *of);
        rows.filter_map(|row| id(&row[what])).collect()
    };
    let set = &row["contractExclusionSetID"];
    let by_set = |entity: &str, what: &str| excluded(entity, "contractExclusionSetID", set, what);
    let direct = |entity: &str, what: &str| excluded(entity, "contractID", &row["id"], what);
    let mut roles = by_set("ContractExclusionSetExcludedRoles", "excludedRoleID");
    roles.extend(direct("ContractExclusionRoles", "roleID"));
    let mut codes = by_set(
        "ContractExclusionSetExcludedWorkTypes",
        "excludedWorkTypeID",
    );
    codes.extend(direct("ContractExclusionBillingCodes", "billingCodeID"));
    let sub_issues = row["_excluded_sub_issues"].as_array();
    let day = |key: &str| -> Option<NaiveDate> { times::day(&row[key]) };
    let kind = row["contractType"].as_i64();
    let fixed = kind.is_some_and(|kind| world.options.fixed_types.contains(&kind));
    Contract {
        active: row["status"] == 1,
        account: id(&row["companyID"]),
        kind: fixed.then(|| {
            let words = ["flat-rate", "recurring-service"];
            words[usize::from(kind == Some(7))].to_owned()
        }),
        starts: day("startDate"),
        ends: day("endDate"),
        excluded_roles: roles,
        excluded_codes: codes,
        excluded_sub_issues: sub_issues.into_iter().flatten().filter_map(id).collect(),
        exclusion_contract: id(&row["exclusionContractID"]),
    }
}

fn code(row: &Value) -> Code {
    let kind = match row["useType"].as_i64() {
        Some(1) => "general",
        Some(seed::INTERNAL) => "internal-activity",
        _ => "other",
    };
    Code {
        active: row["isActive"] == true,
        use_type: Some(kind.to_owned()),
        time_off: text(&row["_time_off"]),
    }
}
