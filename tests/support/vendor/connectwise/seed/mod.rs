//! The reference data the fake starts with.
//!
//! The company of the documented examples: ticket 54321, member 123, company
//! 12345, charge code 10, work types and roles in the order of the tables.

pub mod customers;
pub mod members;
pub mod tickets;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::times;

/// Lists by the name they have here (`workTypes`), each a row of the service.
pub type Catalog = BTreeMap<&'static str, Vec<Value>>;

/// When the first row was last changed; each further one an hour later.
const FIRST_CHANGE: i64 = 1_704_182_400;

/// All lists: `members companies workTypes workRoles chargeCodes boards statuses
/// serviceTickets projectTickets projects projectStatuses activities agreements
/// workTypeExclusions workRoleExclusions timeExpense`.
pub fn catalog() -> Catalog {
    let mut lists = BTreeMap::from([
        ("members", members::rows()),
        ("companies", customers::companies()),
        ("agreements", customers::agreements()),
        ("workTypeExclusions", customers::work_type_exclusions()),
        ("workRoleExclusions", customers::work_role_exclusions()),
        ("workTypes", work_types()),
        ("workRoles", work_roles()),
        ("chargeCodes", charge_codes()),
        ("boards", tickets::boards()),
        ("statuses", tickets::statuses()),
        ("serviceTickets", tickets::service()),
        ("projectTickets", tickets::project()),
        ("projects", tickets::projects()),
        ("projectStatuses", tickets::project_statuses()),
        ("activities", tickets::activities()),
        ("timeExpense", vec![time_expense()]),
    ]);
    for rows in lists.values_mut() {
        for (row, nr) in rows.iter_mut().zip(0..) {
            let at = times::wire(FIRST_CHANGE + nr * 3600);
            row["_info"] = json!({"lastUpdated": at, "updatedBy": "admin"});
        }
    }
    lists
}

fn company(id: i64) -> Value {
    customers::company(id)
}

fn member(id: i64) -> Value {
    members::reference(id)
}

fn work_types() -> Vec<Value> {
    let rows = [
        ("Regular", "Billable", 1.0),
        ("Overtime", "Billable", 1.5),
        ("Training", "DoNotBill", 1.0),
        ("Travel", "NoCharge", 1.0),
        ("Remote", "Billable", 1.0),
        ("On-site", "Billable", 1.0),
        ("Administrative", "DoNotBill", 1.0),
    ];
    let row = |(id, (name, bill, rate)): (i64, &(&str, &str, f64))| {
        json!({
            "id": id, "name": name, "billTime": bill, "rateType": "Multiplier", "rate": rate,
            "hoursMin": null, "hoursMax": null, "roundBillHoursTo": null, "inactiveFlag": false,
            "overallDefaultFlag": id == 1, "utilizationFlag": *bill == "Billable",
        })
    };
    (1..).zip(&rows).map(row).collect()
}

const ROLES: [(&str, f64); 6] = [
    ("Level 1 Tech", 85.0),
    ("Level 2 Tech", 110.0),
    ("Level 3 Tech", 140.0),
    ("Engineer", 175.0),
    ("Consultant", 225.0),
    ("Project Manager", 150.0),
];

fn work_roles() -> Vec<Value> {
    let row = |(id, (name, rate)): (i64, &(&str, f64))| json!({"id": id, "name": name, "hourlyRate": rate, "inactiveFlag": false});
    (1..).zip(&ROLES).map(row).collect()
}

fn charge_codes() -> Vec<Value> {
    let rows = [
        ("MTNG", "DoNotBill"),
        ("TRNG", "DoNotBill"),
        ("ADMIN", "DoNotBill"),
        ("PTO", "DoNotBill"),
        ("PROJ", "Billable"),
        ("ONCALL", "NoDefault"),
    ];
    let row = |(id, (name, bill)): (i64, &(&str, &str))| {
        json!({
            "id": id, "name": name, "billTime": bill, "company": company(2),
            "timeEntryFlag": true, "expenseEntryFlag": false,
            "workType": {"id": 7, "name": "Administrative"},
        })
    };
    (10..).zip(&rows).map(row).collect()
}

fn time_expense() -> Value {
    json!({
        "id": 1, "tier1ApprovalFlag": true, "tier2ApprovalFlag": true, "disableTimeEntryFlag": false,
        "requireTimeNoteFlag": false, "requireExpenseNoteFlag": false, "roundingFactor": 0.0,
        "invoiceStart": 1, "internalCompany": company(2),
    })
}
