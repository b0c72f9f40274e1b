//! What the service says of its own entities: what may be done, fields, picklists.

use serde_json::{Value, json};

use super::door::ok;
use super::entries::{READ_ONLY, REFERENCES};
use super::seed;
use super::state::{World, model};
use crate::support::vendor::rig::Answer;

/// seed: both notes hold so many characters.
const NOTE: i64 = 32_000;

/// entityInformation
pub(super) fn entity(world: &World, entity: &str) -> Answer {
    let own = entity == "TimeEntries";
    let access = |can: bool| if can { "All" } else { "None" };
    let creates = own || entity == "BillingItemApprovalLevels";
    ok(&json!({"info": {
        "name": model(entity), "canCreate": creates, "canDelete": own, "canQuery": true,
        "canUpdate": own, "userAccessForCreate": access(creates), "userAccessForDelete": access(own),
        "userAccessForQuery": "All", "userAccessForUpdate": access(own),
        "hasUserDefinedFields": if own { world.options.has_udfs } else { has_udfs(entity) },
        "supportsWebhookCallouts": false,
    }}))
}

fn has_udfs(entity: &str) -> bool {
    ["Tickets", "Tasks", "Projects", "Companies", "Contracts"].contains(&entity)
}

/// entityInformation/fields
pub(super) fn fields(world: &World, entity: &str) -> Answer {
    let all = super::state::fields(entity).into_iter().flatten();
    let all = all.filter(|(name, _)| *name != "userDefinedFields");
    let rows: Vec<Value> = all
        .map(|(name, kind)| field(world, entity, name, kind))
        .collect();
    ok(&json!({"fields": rows}))
}

fn field(world: &World, entity: &str, name: &str, kind: &Value) -> Value {
    let own = entity == "TimeEntries";
    let data = match kind.as_str().unwrap_or_default().trim_end_matches('?') {
        "int32" => "integer",
        "int64" => "long",
        "number" => "double",
        "date-time" => "datetime",
        "boolean" => "boolean",
        _ => "string",
    };
    let length = match (data, name) {
        ("string", "summaryNotes" | "internalNotes") => NOTE,
        ("string", _) => 100,
        _ => 0,
    };
    let reference = REFERENCES.iter().find(|(field, ..)| *field == name);
    let values = picklist(world, entity, name);
    let hidden = own && name == "internalNotes" && !world.options.internal_notes_queryable;
    json!({
        "name": name, "dataType": data, "length": length,
        "isRequired": name == "id" || (own && name == "resourceID"),
        "isReadOnly": name == "id" || !own || READ_ONLY.contains(&name),
        "isQueryable": !hidden, "isReference": reference.is_some(),
        "referenceEntityType": reference.map_or("", |(_, _, model)| *model),
        "isPickList": !values.is_empty(), "picklistValues": values, "picklistParentValueField": "",
        "isSupportedWebhookField": false,
    })
}

/// Values and labels; the numbers that the facts name are 1 (general use type), 2 and
/// 6 (types of entries), 3 (template), 5 (complete). All others are a tenant's own.
fn picklist(world: &World, entity: &str, name: &str) -> Vec<Value> {
    let internal = world.options.internal_use_type;
    let pairs: Vec<(i64, &str)> = match (entity, name) {
        ("TimeEntries", "timeEntryType") => vec![(2, "ITServiceRequest"), (6, "ProjectTask")],
        ("Tickets" | "Tasks", "status") => vec![
            (1, "New"),
            (5, "Complete"),
            (7, "Waiting Customer"),
            (8, "In Progress"),
        ],
        ("Tickets", "subIssueType") => vec![(135, "Network"), (seed::WARRANTY, "Warranty")],
        ("Tickets", "priority") => vec![(1, "High"), (2, "Medium"), (3, "Low")],
        ("Projects", "projectType") => vec![
            (2, "Proposal"),
            (3, "Template"),
            (4, "Internal"),
            (5, "Client"),
            (6, "Archived"),
            (8, "Baseline"),
        ],
        ("Projects", "status") => vec![(0, "Inactive"), (1, "New"), (5, "Complete")],
        ("Contracts", "contractType") => vec![
            (1, "Time & Materials"),
            (2, "Flat Rate"),
            (3, "Fixed Price"),
            (4, "Block Hours"),
            (6, "Retainer"),
            (7, "Recurring Service"),
            (8, "Incident"),
        ],
        ("ContractBlocks", "status") | ("Contracts", "status") => {
            vec![(0, "Inactive"), (1, "Active")]
        }
        ("BillingCodes", "billingCodeType") => {
            vec![(0, "Normal"), (1, "System"), (2, "Non-Billable")]
        }
        ("BillingCodes", "useType") => vec![
            (1, "General Allocation Code"),
            (internal, "Internal Allocation Code"),
            (4, "Material Cost Code"),
        ],
        ("BillingItems", "billingItemType") => vec![(1, "Labor"), (2, "Labor Adjustment")],
        ("Resources", "licenseType") => vec![(1, "Professional"), (7, "API User (system)")],
        _ => Vec::new(),
    };
    let rows = (1..).zip(pairs);
    rows.map(|(sort, (value, label))| {
        json!({
            "value": value.to_string(), "label": label, "isDefaultValue": false, "sortOrder": sort,
            "parentValue": "", "isActive": true, "isSystem": true,
        })
    })
    .collect()
}
