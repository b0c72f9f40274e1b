//! The reference data the fake starts with.
//!
//! The company of the documented examples: ticket 54321, member 123, company
//! 12345, charge code 10, work types and roles in the order of the tables.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Lists by the name they have here (`workTypes`), each a row of the service.
pub type Catalog = BTreeMap<&'static str, Vec<Value>>;

/// Tickets whose status takes no time.
pub const NO_TIME_TICKET: i64 = 54325;
/// Ticket on a board that is locked for time.
pub const LOCKED_BOARD_TICKET: i64 = 54326;
/// Project ticket of a project whose status takes no time.
pub const NO_TIME_PROJECT_TICKET: i64 = 54334;
/// A project ticket that is an issue (`ProjectIssue` where it shows a record type).
pub const PROJECT_ISSUE: i64 = 54332;

/// All lists.
pub fn catalog() -> Catalog {
    BTreeMap::from([
        ("members", members()),
        ("companies", companies()),
        ("workTypes", work_types()),
        ("workRoles", work_roles()),
        ("chargeCodes", charge_codes()),
        ("serviceTickets", service_tickets()),
        ("projectTickets", project_tickets()),
        ("projects", projects()),
        ("activities", activities()),
        (
            "agreements",
            vec![json!({"id": 71, "name": "Northwind managed", "type": "Managed"})],
        ),
        ("timeExpense", vec![time_expense()]),
    ])
}

fn member(id: i64, identifier: &str, first: &str, last: &str, role: i64) -> Value {
    json!({
        "id": id, "identifier": identifier, "firstName": first, "lastName": last,
        "licenseClass": "F", "inactiveFlag": false, "adminFlag": id == 1,
        "defaultEmail": "Office", "defaultPhone": "Office", "hireDate": "2020-01-06T00:00:00Z",
        "officeEmail": format!("{identifier}@acme.test"), "dailyCapacity": 8.0,
        "securityRole": {"id": 63, "name": if id == 1 { "Admin" } else { "Technician" }},
        "timeZone": {"id": 1, "name": "(UTC) Coordinated Universal Time"},
        "workRole": {"id": role, "name": ROLES[usize::try_from(role - 1).unwrap_or(0)].0},
        "workType": {"id": 1, "name": "Regular"},
        "timeApprover": {"id": 1, "identifier": "approver", "name": "Ada Approver"},
        "requireTimeSheetEntryFlag": true, "requireStartAndEndTimeOnTimeEntryFlag": false,
        "enterTimeAgainstCompanyFlag": true, "minimumHours": 0.0,
        "timeSheetStartDate": "2020-01-04T00:00:00Z",
    })
}

fn members() -> Vec<Value> {
    vec![
        member(1, "approver", "Ada", "Approver", 6),
        member(123, "jdoe", "Jane", "Doe", 2),
        member(124, "asmith", "Al", "Smith", 3),
    ]
}

const COMPANIES: [(i64, &str, &str); 4] = [
    (2, "ACME", "Acme Managed Services"),
    (12345, "NORTHWIND", "Northwind Ltd"),
    (12346, "CONTOSO", "Contoso BV"),
    (12347, "FABRIKAM", "Fabrikam & Sons"),
];

fn companies() -> Vec<Value> {
    let row = |(id, identifier, name): &(i64, &str, &str)| json!({"id": id, "identifier": identifier, "name": name, "deletedFlag": false});
    COMPANIES.iter().map(row).collect()
}

fn company(id: i64) -> Value {
    let row = COMPANIES
        .iter()
        .find(|c| c.0 == id)
        .unwrap_or(&COMPANIES[0]);
    json!({"id": row.0, "identifier": row.1, "name": row.2})
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

fn service_tickets() -> Vec<Value> {
    let rows = [
        (
            54321,
            "Email delivery to one domain fails",
            12345,
            1,
            "In Progress",
            1,
        ),
        (54322, "Set up DNS for the new office", 12345, 1, "New", 1),
        (
            54323,
            "Laptop for a new colleague",
            12346,
            1,
            "Scheduled",
            1,
        ),
        (
            54324,
            "Printer on the second floor: \u{201c}paper jam\u{201d}",
            12347,
            1,
            "In Progress",
            1,
        ),
        (
            NO_TIME_TICKET,
            "Old server taken away",
            12346,
            9,
            "Closed, no time",
            1,
        ),
        (
            LOCKED_BOARD_TICKET,
            "Restore test of the backups",
            12347,
            1,
            "In Progress",
            2,
        ),
        (54327, "VPN drops every hour", 12345, 1, "In Progress", 1),
        (54328, "Replace the switch uplink", 12347, 1, "New", 1),
    ];
    let row = |&(id, summary, owner, status_id, status, board): &(
        i64,
        &str,
        i64,
        i64,
        &str,
        i64,
    )| {
        json!({
            "id": id, "summary": summary, "recordType": "ServiceTicket", "company": company(owner),
            "board": {"id": board, "name": if board == 1 { "Help Desk" } else { "Backups" }},
            "status": {"id": status_id, "name": status}, "type": {"id": 3, "name": "Break-fix"},
            "agreement": if owner == 12345 { json!({"id": 71, "name": "Northwind managed"}) } else { Value::Null },
            "billTime": "Billable", "closedFlag": status_id == 9, "resources": "jdoe",
            "owner": {"id": 123, "identifier": "jdoe", "name": "Jane Doe"},
        })
    };
    rows.iter().map(row).collect()
}

fn projects() -> Vec<Value> {
    vec![
        json!({"id": 801, "name": "Office move", "company": company(12345), "status": {"id": 1, "name": "Open"}, "closedFlag": false}),
        json!({"id": 802, "name": "Old migration", "company": company(12346), "status": {"id": 2, "name": "No time"}, "closedFlag": false}),
    ]
}

fn project_tickets() -> Vec<Value> {
    let rows = [
        (54331, "Move the firewall", 801, false, "Billable"),
        (PROJECT_ISSUE, "Rack too small", 801, true, "NoCharge"),
        (54333, "Cable the meeting rooms", 801, false, "NoDefault"),
        (
            NO_TIME_PROJECT_TICKET,
            "Left over from the migration",
            802,
            false,
            "Billable",
        ),
    ];
    let row = |&(id, summary, project, issue, bill): &(i64, &str, i64, bool, &str)| {
        json!({
            "id": id, "summary": summary, "isIssueFlag": issue, "billTime": bill,
            "company": company(if project == 801 { 12345 } else { 12346 }),
            "project": {"id": project, "name": if project == 801 { "Office move" } else { "Old migration" }},
            "phase": {"id": 5, "name": "Build"}, "board": {"id": 3, "name": "Projects"},
            "status": {"id": 1, "name": "In Progress"}, "closedFlag": false,
        })
    };
    rows.iter().map(row).collect()
}

fn activities() -> Vec<Value> {
    let row = |(id, name, owner): (i64, &str, i64)| {
        json!({
            "id": id, "name": name, "company": company(owner), "closeFlag": false,
            "type": {"id": 1, "name": "Call"}, "status": {"id": 1, "name": "Open"},
            "assignTo": {"id": 123, "identifier": "jdoe", "name": "Jane Doe"},
        })
    };
    vec![
        row((601, "Quarterly review", 12346)),
        row((602, "Quote for laptops", 12347)),
    ]
}

fn time_expense() -> Value {
    json!({
        "id": 1, "tier1ApprovalFlag": true, "tier2ApprovalFlag": true, "disableTimeEntryFlag": false,
        "requireTimeNoteFlag": false, "requireExpenseNoteFlag": false, "roundingFactor": 0.0,
        "invoiceStart": 1, "internalCompany": company(2),
    })
}
