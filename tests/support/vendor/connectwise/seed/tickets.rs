//! What time is charged to: boards, thirty service tickets, projects, activities.

use serde_json::{Value, json};

use super::{company, member};

/// Tickets whose status takes no time.
pub const NO_TIME_TICKET: i64 = 54325;
/// Ticket on a board that is locked for time.
pub const LOCKED_BOARD_TICKET: i64 = 54326;
/// Project ticket of a project whose status takes no time.
pub const NO_TIME_PROJECT_TICKET: i64 = 54334;
/// A project ticket that is an issue (`ProjectIssue` where it shows a record type).
pub const PROJECT_ISSUE: i64 = 54332;
/// The first of [`many`].
pub const FIRST_OF_MANY: i64 = 100_001;

const BOARDS: [(i64, &str); 4] = [
    (1, "Help Desk"),
    (2, "Backups"),
    (3, "Projects"),
    (4, "Network"),
];

/// Status 7 is closed and takes time, 9 is closed and takes none, 10 waits and takes none.
const STATUSES: [(i64, &str); 9] = [
    (1, "New"),
    (2, "In Progress"),
    (3, "Scheduled"),
    (4, "Waiting on customer"),
    (5, "Waiting on vendor"),
    (6, "Completed"),
    (7, "Closed"),
    (9, "Closed, no time"),
    (10, "On hold, no time"),
];

/// schema: `Board.timeEntryLockedFlag`; the address of the list is unverified.
pub(super) fn boards() -> Vec<Value> {
    let row = |&(id, name): &(i64, &str)| {
        json!({
            "id": id, "name": name, "inactiveFlag": false, "timeEntryLockedFlag": id == 2,
            "projectFlag": id == 3, "timeEntryDiscussionFlag": id == 1,
        })
    };
    BOARDS.iter().map(row).collect()
}

/// schema: `BoardStatus.timeEntryNotAllowed`; the same words on every board, each board
/// with ids of its own would be the service's way.
pub(super) fn statuses() -> Vec<Value> {
    let row = |&(id, name): &(i64, &str)| {
        json!({
            "id": id, "name": name, "sortOrder": id, "inactive": false,
            "closedStatus": closed(id), "timeEntryNotAllowed": id == 9 || id == 10,
        })
    };
    STATUSES.iter().map(row).collect()
}

fn closed(status: i64) -> bool {
    [6, 7, 9].contains(&status)
}

fn name_of(rows: &[(i64, &'static str)], id: i64) -> &'static str {
    rows.iter().find(|row| row.0 == id).map_or("", |row| row.1)
}

/// Id, summary, company, status, board, whose, `billTime`.
type Row = (i64, &'static str, i64, i64, i64, i64, &'static str);

const SERVICE: [Row; 30] = [
    (
        54321,
        "Email delivery to one domain fails",
        12345,
        2,
        1,
        123,
        "Billable",
    ),
    (
        54322,
        "Set up DNS for the new office",
        12345,
        1,
        1,
        123,
        "Billable",
    ),
    (
        54323,
        "Laptop for a new colleague",
        12346,
        3,
        1,
        123,
        "Billable",
    ),
    (
        54324,
        "Printer on the second floor: \u{201c}paper jam\u{201d}",
        12347,
        2,
        1,
        123,
        "Billable",
    ),
    (
        NO_TIME_TICKET,
        "Old server taken away",
        12346,
        9,
        1,
        123,
        "Billable",
    ),
    (
        LOCKED_BOARD_TICKET,
        "Restore test of the backups",
        12347,
        2,
        2,
        123,
        "Billable",
    ),
    (54327, "VPN drops every hour", 12345, 2, 1, 123, "Billable"),
    (
        54328,
        "Replace the switch uplink",
        12347,
        1,
        4,
        123,
        "Billable",
    ),
    (
        54341,
        "Password reset for the front desk",
        12345,
        7,
        1,
        123,
        "NoCharge",
    ),
    (
        54342,
        "Mailbox over its limit",
        12345,
        6,
        1,
        123,
        "Billable",
    ),
    (
        54343,
        "Wi-Fi weak in the canteen",
        12345,
        4,
        4,
        123,
        "Billable",
    ),
    (
        54344,
        "Quarterly patch round",
        12345,
        3,
        4,
        124,
        "DoNotBill",
    ),
    (
        54345,
        "New starter: accounts and badge",
        12346,
        1,
        1,
        124,
        "Billable",
    ),
    (54346, "Monitor flickers", 12346, 5, 1, 124, "Billable"),
    (
        54347,
        "Laptop encryption key lost",
        12346,
        2,
        1,
        124,
        "Billable",
    ),
    (
        54348,
        "Shared calendar not shared",
        12346,
        7,
        1,
        124,
        "Billable",
    ),
    (
        54349,
        "Scan to e-mail stopped",
        12347,
        2,
        1,
        125,
        "Billable",
    ),
    (
        54350,
        "Firewall rule for the alarm company",
        12347,
        2,
        4,
        126,
        "Billable",
    ),
    (
        54351,
        "Phone in meeting room 2 silent",
        12347,
        4,
        1,
        125,
        "NoCharge",
    ),
    (
        54352,
        "Licence count for the auditor",
        12347,
        10,
        1,
        127,
        "Billable",
    ),
    (
        54353,
        "Nightly backup failed twice",
        12345,
        2,
        2,
        126,
        "Billable",
    ),
    (54354, "Domain about to expire", 12345, 1, 1, 0, "NoDefault"),
    (
        54355,
        "Caf\u{e9} terminal: caract\u{e8}res illisibles",
        12346,
        1,
        1,
        0,
        "NoDefault",
    ),
    (54356, "UPS beeps", 12347, 2, 4, 127, "Billable"),
    (54357, "Move two desks", 12348, 3, 1, 125, "Billable"),
    (
        54358,
        "Label printer at the dock",
        12349,
        2,
        1,
        127,
        "Billable",
    ),
    (
        54359,
        "Forklift tablet offline",
        12349,
        1,
        1,
        123,
        "NoDefault",
    ),
    (54360, "Spam gets through", 12348, 2, 1, 124, "NoDefault"),
    (
        54361,
        "Till of the closed shop",
        12350,
        9,
        1,
        0,
        "DoNotBill",
    ),
    (
        54362,
        "Wall mount for the \"big\" screen; 55' cable",
        12346,
        2,
        1,
        123,
        "NoDefault",
    ),
];

/// Thirty: new, under way, waiting, closed, with a status or a board that takes no
/// time, with and without an agreement, of jdoe, of others and of nobody.
pub(super) fn service() -> Vec<Value> {
    SERVICE.iter().map(service_row).collect()
}

fn service_row(&(id, summary, owner, status, board, whose, bill): &Row) -> Value {
    let mut row = json!({
        "id": id, "summary": summary, "recordType": "ServiceTicket", "company": company(owner),
        "board": {"id": board, "name": name_of(&BOARDS, board)},
        "status": {"id": status, "name": name_of(&STATUSES, status)},
        "type": {"id": 3, "name": "Break-fix"},
        "agreement": agreement(owner), "billTime": bill, "closedFlag": closed(status),
    });
    if whose != 0 {
        row["owner"] = member(whose);
        row["resources"] = row["owner"]["identifier"].clone();
    }
    row
}

fn agreement(company: i64) -> Value {
    match company {
        12345 => json!({"id": 71, "name": "Northwind managed"}),
        12346 => json!({"id": 72, "name": "Contoso block of hours"}),
        _ => Value::Null,
    }
}

/// So many further service tickets, from [`FIRST_OF_MANY`] on, all in use.
pub fn many(count: usize) -> Vec<Value> {
    const WHAT: [&str; 8] = [
        "Printer", "Mailbox", "Laptop", "Switch", "Backup", "Phone", "Licence", "Firewall",
    ];
    const WHERE: [&str; 5] = [
        "reception",
        "warehouse",
        "first floor",
        "branch",
        "home office",
    ];
    let row = |(nr, id): (usize, i64)| {
        let summary = format!("{} trouble at the {} ({id})", WHAT[nr % 8], WHERE[nr % 5]);
        let customer = [12345, 12346, 12347, 12348][nr % 4];
        let bill = "Billable";
        let mut row = service_row(&(id, "", customer, [1, 2, 3, 4][nr / 4 % 4], 1, 0, bill));
        row["summary"] = json!(summary);
        row["owner"] = member([123, 124, 125, 126, 127][nr / 16 % 5]);
        row["resources"] = row["owner"]["identifier"].clone();
        row["_info"] = json!({"lastUpdated": "2024-01-02T08:00:00Z", "updatedBy": "admin"});
        row
    };
    (0..count).zip(FIRST_OF_MANY..).map(row).collect()
}

const PROJECTS: [(i64, &str, i64, i64); 3] = [
    (801, "Office move", 12345, 1),
    (802, "Old migration", 12346, 2),
    (803, "Finished roll-out", 12347, 3),
];

/// schema: `ProjectStatus.noTimeFlag`; the address of the list is unverified.
pub(super) fn project_statuses() -> Vec<Value> {
    let row = |id: i64, name: &str, no_time: bool, closed: bool| json!({"id": id, "name": name, "noTimeFlag": no_time, "closedFlag": closed, "inactiveFlag": false});
    vec![
        row(1, "Open", false, false),
        row(2, "No time", true, false),
        row(3, "Closed", true, true),
    ]
}

pub(super) fn projects() -> Vec<Value> {
    let row = |&(id, name, owner, status): &(i64, &str, i64, i64)| {
        let word = name_of(&[(1, "Open"), (2, "No time"), (3, "Closed")], status);
        json!({
            "id": id, "name": name, "company": company(owner), "closedFlag": status == 3,
            "status": {"id": status, "name": word},
            "billingMethod": "ActualRates", "billTime": "Billable",
            "board": {"id": 3, "name": "Projects"}, "manager": member(2), "timeApprover": member(2),
            "estimatedStart": "2024-01-08T00:00:00Z", "estimatedEnd": "2024-06-28T00:00:00Z",
        })
    };
    PROJECTS.iter().map(row).collect()
}

pub(super) fn project() -> Vec<Value> {
    let rows = [
        (54331, "Move the firewall", 801, false, "Billable", 123),
        (PROJECT_ISSUE, "Rack too small", 801, true, "NoCharge", 123),
        (
            54333,
            "Cable the meeting rooms",
            801,
            false,
            "NoDefault",
            124,
        ),
        (
            NO_TIME_PROJECT_TICKET,
            "Left over from the migration",
            802,
            false,
            "Billable",
            123,
        ),
        (54335, "Hand over the keys", 803, false, "Billable", 126),
    ];
    let row = |&(id, summary, project, issue, bill, whose): &(i64, &str, i64, bool, &str, i64)| {
        let of = PROJECTS
            .iter()
            .find(|p| p.0 == project)
            .unwrap_or(&PROJECTS[0]);
        let closed = of.3 == 3;
        json!({
            "id": id, "summary": summary, "isIssueFlag": issue, "billTime": bill,
            "company": company(of.2), "project": {"id": project, "name": of.1},
            "phase": {"id": 5, "name": "Build"}, "board": {"id": 3, "name": "Projects"},
            "status": if closed { json!({"id": 7, "name": "Closed"}) } else { json!({"id": 2, "name": "In Progress"}) },
            "closedFlag": closed, "owner": member(whose), "resources": member(whose)["identifier"],
        })
    };
    rows.iter().map(row).collect()
}

pub(super) fn activities() -> Vec<Value> {
    let row = |id: i64, name: &str, owner: i64, whose: i64, closed: bool| {
        json!({
            "id": id, "name": name, "company": company(owner), "closeFlag": closed,
            "type": {"id": 1, "name": "Call"},
            "status": if closed { json!({"id": 2, "name": "Closed"}) } else { json!({"id": 1, "name": "Open"}) },
            "assignTo": member(whose),
        })
    };
    vec![
        row(601, "Quarterly review", 12346, 123, false),
        row(602, "Quote for laptops", 12347, 123, false),
        row(603, "Site survey of the port", 12349, 127, false),
        row(604, "Renewal call", 12345, 124, true),
    ]
}
