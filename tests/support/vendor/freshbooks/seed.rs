//! The business that the fake starts with.
//!
//! A freelancer with two businesses, one of them without accounting, and a client of a
//! third. In the first: an employee, four clients (one of them archived, one deleted),
//! five projects (an internal one, a complete one, one without services), services, tasks.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Lists by name: `identities businesses memberships roles clients projects services tasks`.
/// Keys with an underscore are the fake's own; `_business` says whose a row is.
pub type Catalog = BTreeMap<&'static str, Vec<Value>>;

/// The owner.
pub const ADA: i64 = 700_100;
/// Who works in the first business and sees only own time.
pub const GRACE: i64 = 700_200;
/// The first business.
pub const BUSINESS: i64 = 6001;
/// Its account.
pub const ACCOUNT: &str = "aB3dE";
/// The second business; it has no account.
pub const SIDE: i64 = 6002;
/// An account in which the owner is only somebody's client.
pub const THEIR_ACCOUNT: &str = "zQ9wT";
/// A company.
pub const LOVELACE: i64 = 55_012;
/// A person without a company.
pub const BABBAGE: i64 = 55_013;
/// A client in the archive.
pub const ARCHIVED_CLIENT: i64 = 55_014;
/// A client that has been deleted.
pub const DELETED_CLIENT: i64 = 55_015;
/// A project of the company, with two services.
pub const ENGINE: i64 = 81_234;
/// A project of the person, with one service.
pub const TABLES: i64 = 81_235;
/// An internal project.
pub const OFFICE: i64 = 81_236;
/// A complete project.
pub const OLD_PROJECT: i64 = 81_237;
/// A project without services.
pub const LETTERS: i64 = 81_238;
/// A project of the second business.
pub const SIDE_PROJECT: i64 = 82_001;
/// A service.
pub const CONSULTING: i64 = 40_021;
/// Another one.
pub const TRAINING: i64 = 40_022;
/// A service that is not billable.
pub const MEETINGS: i64 = 40_023;
/// A service that has been deleted.
pub const OLD_SERVICE: i64 = 40_024;
/// A service of the second business.
pub const SIDE_SERVICE: i64 = 41_001;
/// A task.
pub const RESEARCH: i64 = 159_361;
/// A task that has been deleted.
pub const OLD_TASK: i64 = 159_363;

/// The reference data at the start.
pub fn catalog() -> Catalog {
    BTreeMap::from([
        ("identities", identities()),
        ("businesses", businesses()),
        ("memberships", memberships()),
        ("roles", roles()),
        ("clients", clients()),
        ("projects", projects()),
        ("services", services()),
        ("tasks", tasks()),
    ])
}

fn identities() -> Vec<Value> {
    let row = |(id, first, last): (i64, &str, &str)| {
        json!({
            "id": id, "identity_id": id, "first_name": first, "last_name": last,
            "identity_uuid": format!("0b4b0c1e-8b1e-4f6e-9a55-1f3ad0{id:06}"),
            "email": format!("{}@example.test", first.to_lowercase()), "groups": [],
        })
    };
    [(ADA, "Ada", "Byron"), (GRACE, "Grace", "Murray")]
        .map(row)
        .to_vec()
}

fn businesses() -> Vec<Value> {
    let row = |(id, name, account): (i64, &str, Option<&str>)| {
        json!({
            "id": id, "business_uuid": format!("5f0b0c1e-8b1e-4f6e-9a55-1f3ad0b7{:04}", id % 10_000),
            "name": name, "account_id": account, "active": true, "date_format": "mm/dd/yyyy",
        })
    };
    [
        (BUSINESS, "Byron Engines", Some(ACCOUNT)),
        (SIDE, "Side", None),
    ]
    .map(row)
    .to_vec()
}

fn memberships() -> Vec<Value> {
    // The membership's own identity is neither the business's nor the person's.
    [
        (140_130, ADA, BUSINESS, "owner"),
        (140_131, ADA, SIDE, "owner"),
        (140_132, GRACE, BUSINESS, "business_employee"),
    ]
    .map(|(id, who, business, role)| json!({"id": id, "role": role, "_identity": who, "_business": business}))
    .to_vec()
}

fn roles() -> Vec<Value> {
    [
        (61_270, ADA, ACCOUNT, "admin", 654),
        (61_271, ADA, THEIR_ACCOUNT, "client", 655),
        (61_272, GRACE, ACCOUNT, "staff", 654),
    ]
    .map(|(id, who, account, role, system)| {
        json!({"id": id, "role": role, "accountid": account, "userid": 1, "systemid": system, "_identity": who})
    })
    .to_vec()
}

/// A client as the list has it.
pub(super) fn client(id: i64, organization: &str, first: &str, last: &str, state: i64) -> Value {
    json!({
        "id": id, "userid": id, "organization": organization, "fname": first, "lname": last,
        "email": format!("c{id}@example.test"), "currency_code": "CAD", "vis_state": state,
        "updated": "2026-02-10 09:39:21", "_business": BUSINESS,
    })
}

fn clients() -> Vec<Value> {
    vec![
        client(LOVELACE, "Lovelace Ltd", "Lo", "Lace", 0),
        client(BABBAGE, "", "Charles", "Babbage", 0),
        client(
            ARCHIVED_CLIENT,
            "Café \u{201c}Old Mill\u{201d}",
            "Mo",
            "Lin",
            2,
        ),
        client(DELETED_CLIENT, "Gone GmbH", "Ge", "Wesen", 1),
    ]
}

/// A project as the list has it; its services by identity.
pub(super) fn project(
    id: i64,
    business: i64,
    title: &str,
    client: Option<i64>,
    services: &[i64],
) -> Value {
    json!({
        "id": id, "title": title, "description": null, "due_date": null, "client_id": client,
        "internal": false, "budget": null, "fixed_price": null, "rate": "95.00",
        "billing_method": "service_rate", "project_type": "hourly_rate",
        "project_manager_id": null, "active": true, "complete": false, "sample": false,
        "created_at": "2026-01-10T12:00:00", "updated_at": "2026-02-01T09:30:00",
        "logged_duration": 0, "services": services.iter().map(|id| json!({"id": id})).collect::<Vec<_>>(),
        "billed_amount": "0.00", "billed_status": "unbilled", "retainer_id": null,
        "expense_markup": "0", "group_id": id + 600_000, "_business": business,
    })
}

fn projects() -> Vec<Value> {
    let of = |id, title, client, services: &[i64]| project(id, BUSINESS, title, client, services);
    let mut office = of(OFFICE, "Office", None, &[MEETINGS]);
    office["internal"] = json!(true);
    let mut old = of(OLD_PROJECT, "Old engine", Some(LOVELACE), &[CONSULTING]);
    old["complete"] = json!(true);
    vec![
        of(
            ENGINE,
            "Engine rebuild",
            Some(LOVELACE),
            &[CONSULTING, TRAINING],
        ),
        of(
            TABLES,
            "Tables: logarithms, part 2",
            Some(BABBAGE),
            &[CONSULTING],
        ),
        office,
        old,
        of(LETTERS, "Letters", Some(BABBAGE), &[]),
        project(SIDE_PROJECT, SIDE, "Loom", None, &[SIDE_SERVICE]),
    ]
}

/// A service as the list has it.
pub(super) fn service(id: i64, business: i64, name: &str, billable: bool, state: i64) -> Value {
    json!({
        "business_id": business, "id": id, "name": name, "billable": billable,
        "vis_state": state, "_business": business, "_rate": "95.00",
    })
}

fn services() -> Vec<Value> {
    vec![
        service(CONSULTING, BUSINESS, "Consulting", true, 0),
        service(TRAINING, BUSINESS, "Training", true, 0),
        service(MEETINGS, BUSINESS, "Meetings", false, 0),
        service(OLD_SERVICE, BUSINESS, "Telegraphy", true, 1),
        service(SIDE_SERVICE, SIDE, "Weaving", true, 0),
    ]
}

/// A task as the list has it: everything twice.
pub(super) fn task(id: i64, name: &str, state: i64) -> Value {
    json!({
        "id": id, "taskid": id, "name": name, "tname": name, "description": null,
        "tdesc": null, "billable": true, "rate": {"amount": "100.00", "code": "CAD"},
        "vis_state": state, "updated": "2026-02-10 09:39:21", "_business": BUSINESS,
    })
}

fn tasks() -> Vec<Value> {
    vec![
        task(RESEARCH, "Research", 0),
        task(RESEARCH + 1, "Drawing", 0),
        task(OLD_TASK, "Copying", 1),
    ]
}
