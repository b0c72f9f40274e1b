//! What is worked on: customers, tickets, projects, tasks.

use serde_json::{Value, json};

use super::*;

type List = (&'static str, Vec<Value>);

pub(super) fn lists() -> Vec<List> {
    vec![
        ("Companies", companies()),
        ("Tickets", tickets()),
        ("TicketSecondaryResources", ticket_helpers()),
        ("Projects", projects()),
        ("Tasks", tasks()),
        ("TaskSecondaryResources", task_helpers()),
    ]
}

fn companies() -> Vec<Value> {
    let row = |(id, name, parent): (i64, &str, Option<i64>)| {
        json!({
            "id": id, "companyName": name, "companyNumber": format!("C-{id}"), "companyType": 1,
            "isActive": true, "parentCompanyID": parent, "ownerResourceID": OKAFOR,
            "createDate": "2025-01-01T10:00:00Z", "phone": "555-0100", "isTaskFireActive": false,
        })
    };
    [
        (OWN_COMPANY, "Northwind IT", None),
        (ACME, "Acme Ltd", Some(ACME_GROUP)),
        (ACME_GROUP, "Acme Group", None),
        (GLOBEX, "Globex & Söhne", None),
    ]
    .map(row)
    .to_vec()
}

/// Who works on it and in which role.
type Assigned = Option<(i64, i64)>;

/// A ticket as it would come.
pub fn ticket(id: i64, number: &str, title: &str, company: i64, status: i64) -> Value {
    let done = (status == 5).then_some("2026-02-27T16:00:00Z");
    json!({
        "id": id, "ticketNumber": number, "title": title, "description": "", "companyID": company,
        "status": status, "priority": 2, "queueID": 29_682_833, "issueType": 10, "subIssueType": 135,
        "ticketType": 1, "ticketCategory": 3, "source": 2, "createDate": "2026-02-20T09:00:00Z",
        "creatorResourceID": OKAFOR, "completedDate": done, "dueDateTime": "2026-04-01T16:00:00Z",
        "lastActivityDate": "2026-02-27T16:00:00Z",
    })
}

fn tickets() -> Vec<Value> {
    let row = |(id, title, company, status, assigned, contract, code): (
        i64,
        &str,
        i64,
        i64,
        Assigned,
        Option<i64>,
        Option<i64>,
    )| {
        let number = format!("T20260302.{:04}", id - 88_081);
        let mut row = ticket(id, &number, title, company, status);
        row["assignedResourceID"] = json!(assigned.map(|(who, _)| who));
        row["assignedResourceRoleID"] = json!(assigned.map(|(_, role)| role));
        row["contractID"] = json!(contract);
        row["billingCodeID"] = json!(code);
        if id == EXCLUDED {
            row["subIssueType"] = json!(WARRANTY);
        }
        row
    };
    let lopez = Some((LOPEZ, ENGINEER));
    let acme = Some(MATERIALS);
    [
        (
            SWITCH,
            "Switch uplink down",
            ACME,
            8,
            lopez,
            acme,
            Some(REMOTE),
        ),
        (
            BACKUP,
            "Backup fails nightly",
            ACME,
            8,
            Some((BRANDT, DESK)),
            Some(RECURRING),
            Some(REMOTE),
        ),
        (
            PRINTER,
            "Printer offline: 2nd floor",
            ACME,
            1,
            None,
            None,
            Some(ONSITE),
        ),
        (
            DONE_TICKET,
            "New laptop",
            ACME,
            5,
            lopez,
            acme,
            Some(REMOTE),
        ),
        (
            VPN,
            "VPN \u{201c}drops\u{201d} on Wi-Fi",
            GLOBEX,
            7,
            Some((TANE, ENGINEER)),
            Some(BLOCK),
            Some(REMOTE),
        ),
        (
            EXCLUDED,
            "Broken under warranty",
            ACME,
            8,
            lopez,
            acme,
            Some(REMOTE),
        ),
        (
            FAVOUR,
            "Favour for the owner",
            ACME,
            8,
            lopez,
            None,
            Some(COURTESY),
        ),
    ]
    .map(row)
    .to_vec()
}

fn ticket_helpers() -> Vec<Value> {
    vec![json!({"id": 861, "ticketID": SWITCH, "resourceID": BRANDT, "roleID": ENGINEER})]
}

fn projects() -> Vec<Value> {
    let row = |(id, name, kind, contract): (i64, &str, i64, Option<i64>)| {
        json!({
            "id": id, "projectName": name, "projectNumber": format!("P20260115.{:04}", id - 4_200),
            "companyID": ACME, "projectType": kind, "status": 1, "contractID": contract,
            "projectLeadResourceID": OKAFOR, "startDateTime": "2026-01-15T00:00:00Z",
            "endDateTime": "2026-06-30T00:00:00Z", "createDateTime": "2026-01-10T09:00:00Z",
            "completedPercentage": 0, "duration": 120, "_start_stop": id == CLOCKED,
        })
    };
    [
        (MIGRATION, "Mail migration", 5, Some(FIXED)),
        (CLOCKED, "Data centre move", 5, None),
        (TEMPLATE, "Onboarding template", 3, None),
        (ARCHIVE, "Old office", 6, None),
        (BASELINE, "Mail migration (baseline)", 8, None),
    ]
    .map(row)
    .to_vec()
}

fn tasks() -> Vec<Value> {
    let row = |(id, title, project, status, assigned, billable): (
        i64,
        &str,
        i64,
        i64,
        Assigned,
        bool,
    )| {
        let done = (status == 5).then_some("2026-02-27T16:00:00Z");
        json!({
            "id": id, "title": title, "projectID": project, "status": status, "isTaskBillable": billable,
            "taskNumber": format!("T20260115.{:04}.{:04}", project - 4_200, id - 7_000),
            "assignedResourceID": assigned.map(|(who, _)| who),
            "assignedResourceRoleID": assigned.map(|(_, role)| role), "billingCodeID": REMOTE,
            "departmentID": 5, "taskType": 1, "completedDateTime": done, "estimatedHours": 8.0,
            "priority": 0, "createDateTime": "2026-01-15T09:00:00Z", "isVisibleInClientPortal": false,
        })
    };
    let lopez = Some((LOPEZ, ENGINEER));
    [
        (MAILBOXES, "Move mailboxes", MIGRATION, 1, lopez, true),
        (DONE_TASK, "Take stock", MIGRATION, 5, lopez, true),
        (
            PLANNING,
            "Plan the weekend",
            MIGRATION,
            1,
            Some((BRANDT, DESK)),
            false,
        ),
        (CLOCKED_TASK, "Label racks", CLOCKED, 1, lopez, true),
        (TEMPLATE_TASK, "Order a laptop", TEMPLATE, 1, lopez, true),
        (ARCHIVED_TASK, "Cabling", ARCHIVE, 1, lopez, true),
    ]
    .map(row)
    .to_vec()
}

fn task_helpers() -> Vec<Value> {
    vec![json!({"id": 871, "taskID": MAILBOXES, "resourceID": BRANDT, "roleID": DESK})]
}
