//! The customers: companies with parents, agreements and what those leave out.

use serde_json::{Value, json};

/// Id, identifier, name, parent (0: none).
const COMPANIES: [(i64, &str, &str, i64); 7] = [
    (2, "ACME", "Acme Managed Services", 0),
    (12345, "NORTHWIND", "Northwind Ltd", 0),
    (12346, "CONTOSO", "Contoso BV", 0),
    (12347, "FABRIKAM", "Fabrikam & Sons", 0),
    (12348, "NORTHWIND-AMS", "Northwind Amsterdam", 12345),
    (
        12349,
        "NORTHWIND-PORT",
        "Northwind Port \u{2013} warehouse 3",
        12348,
    ),
    (12350, "GONE", "Gone Catering", 0),
];

/// schema: the facts name `/company/companies` and references to it, no object; the
/// fields here are the least that a list of clients needs. The last one is deleted.
pub(super) fn companies() -> Vec<Value> {
    let row = |&(id, identifier, name, parent): &(i64, &str, &str, i64)| {
        let mut row =
            json!({"id": id, "identifier": identifier, "name": name, "deletedFlag": id == 12350});
        if parent != 0 {
            row["parentCompany"] = company(parent);
        }
        row
    };
    COMPANIES.iter().map(row).collect()
}

/// A reference to a company as rows have it.
pub(super) fn company(id: i64) -> Value {
    let row = COMPANIES
        .iter()
        .find(|c| c.0 == id)
        .unwrap_or(&COMPANIES[0]);
    json!({"id": row.0, "identifier": row.1, "name": row.2})
}

/// Unverified: the facts name references to agreements, not their list.
pub(super) fn agreements() -> Vec<Value> {
    let row = |id: i64, name: &str, kind: (i64, &str), owner: i64, cancelled: bool| {
        json!({
            "id": id, "name": name, "type": {"id": kind.0, "name": kind.1},
            "company": company(owner), "startDate": "2023-01-01T00:00:00Z",
            "cancelledFlag": cancelled, "noEndingDateFlag": true,
            "applicationUnits": if id == 72 { "Hours" } else { "Amount" },
            "applicationLimit": if id == 72 { 20.0 } else { 750.0 },
            "applicationCycle": (id != 72).then_some("CalendarMonth"), "oneTimeFlag": id == 72,
            "applicationUnlimitedFlag": false, "coverAgreementTime": true,
            "carryOverUnused": false, "allowOverruns": false,
        })
    };
    vec![
        row(71, "Northwind managed", (1, "Managed"), 12345, false),
        row(
            72,
            "Contoso block of hours",
            (2, "Block time"),
            12346,
            false,
        ),
        row(73, "Fabrikam backups", (1, "Managed"), 12347, true),
    ]
}

/// Unverified, as the agreements are: travel and overtime are billed besides 71.
pub(super) fn work_type_exclusions() -> Vec<Value> {
    let row = |id: i64, agreement: i64, work: i64, name: &str| json!({"id": id, "agreementId": agreement, "workType": {"id": work, "name": name}});
    vec![
        row(901, 71, 4, "Travel"),
        row(902, 71, 2, "Overtime"),
        row(903, 72, 3, "Training"),
    ]
}

/// The same of work roles.
pub(super) fn work_role_exclusions() -> Vec<Value> {
    vec![json!({"id": 951, "agreementId": 71, "workRole": {"id": 5, "name": "Consultant"}})]
}
