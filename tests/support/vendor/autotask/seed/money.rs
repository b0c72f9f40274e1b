//! What is billed: codes and contracts.

use serde_json::{Value, json};

use super::*;

type List = (&'static str, Vec<Value>);

pub(super) fn lists() -> Vec<List> {
    vec![
        ("BillingCodes", codes()),
        ("Contracts", contracts()),
        (
            "ContractExclusionSets",
            vec![json!({"id": 61, "name": "Projects apart", "description": "", "isActive": true})],
        ),
        (
            "ContractExclusionSetExcludedRoles",
            vec![json!({"id": 62, "contractExclusionSetID": 61, "excludedRoleID": DESK})],
        ),
        (
            "ContractExclusionSetExcludedWorkTypes",
            vec![json!({"id": 63, "contractExclusionSetID": 61, "excludedWorkTypeID": ONSITE})],
        ),
        (
            "ContractExclusionBillingCodes",
            vec![json!({"id": 64, "contractID": BLOCK, "billingCodeID": ONSITE})],
        ),
        (
            "ContractExclusionRoles",
            vec![json!({"id": 65, "contractID": BLOCK, "roleID": DESK})],
        ),
        ("ContractBlocks", blocks()),
        (
            "ContractBlockHourFactors",
            vec![
                json!({"id": 66, "contractID": BLOCK, "roleID": CONSULTANT, "blockHourMultiplier": 1.5}),
            ],
        ),
        ("TimeEntries", Vec::new()),
        ("BillingItems", Vec::new()),
        ("BillingItemApprovalLevels", Vec::new()),
    ]
}

/// A block that holds, one that is switched off, one that is over.
fn blocks() -> Vec<Value> {
    let row = |(id, from, to, hours, used, status): (i64, &str, &str, f64, f64, i64)| {
        json!({
            "id": id, "contractID": BLOCK, "startDate": format!("{from}T00:00:00Z"),
            "endDate": format!("{to}T00:00:00Z"), "datePurchased": format!("{from}T00:00:00Z"),
            "hours": hours, "hoursApproved": used, "hourlyRate": 110.0, "status": status,
            "isPaid": id != HOURS, "paymentType": 1,
        })
    };
    [
        (HOURS, "2025-01-01", "2027-12-31", 40.0, 6.5, 1),
        (HOURS + 1, "2025-01-01", "2027-12-31", 20.0, 0.0, 0),
        (HOURS + 2, "2025-01-01", "2025-03-31", 10.0, 10.0, 1),
    ]
    .map(row)
    .to_vec()
}

fn codes() -> Vec<Value> {
    let row = |(id, name, kind, use_type, off): (i64, &str, i64, i64, Option<&str>)| {
        let late = (id == REMOTE).then_some(REMOTE_LATE);
        json!({
            "id": id, "name": name, "description": "", "billingCodeType": kind, "useType": use_type,
            "isActive": id != OLD_WORK_TYPE && id != OLD_INTERNAL, "afterHoursWorkType": late,
            "department": 5, "isExcludedFromNewContracts": false, "_time_off": off,
        })
    };
    [
        (REMOTE, "Remote Support", 0, 1, None),
        (ONSITE, "On-site Support", 0, 1, None),
        (REMOTE_LATE, "Remote Support (after hours)", 0, 1, None),
        (COURTESY, "Courtesy", 2, 1, None),
        (OLD_WORK_TYPE, "Telephone", 0, 1, None),
        (MATERIAL, "Cables", 0, 4, None),
        (MEETING, "Internal Meeting", 0, INTERNAL, None),
        (TRAINING, "Training", 0, INTERNAL, None),
        (OLD_INTERNAL, "Warehouse", 0, INTERNAL, None),
        (VACATION, "Vacation Time", 1, INTERNAL, Some("vacation")),
        (SICK, "Sick Time", 1, INTERNAL, Some("sick")),
        (SICK + 1, "Personal Time", 1, INTERNAL, Some("personal")),
        (
            SICK + 2,
            "Floating Holiday",
            1,
            INTERNAL,
            Some("floating-holiday"),
        ),
    ]
    .map(row)
    .to_vec()
}

fn contracts() -> Vec<Value> {
    let row = |(id, name, company, kind): (i64, &str, i64, i64)| {
        json!({
            "id": id, "contractName": name, "companyID": company, "contractType": kind,
            "status": i64::from(id != OLD_CONTRACT), "startDate": "2025-01-01T00:00:00Z",
            "endDate": "2027-12-31T00:00:00Z", "contractNumber": format!("K-{id}"),
            "contractCategory": 13, "isDefaultContract": false, "isCompliant": true,
            "timeReportingRequiresStartAndStopTimes": 0,
            "contractExclusionSetID": (id == MATERIALS).then_some(61),
            "exclusionContractID": (id == MATERIALS).then_some(FALLBACK),
            "_excluded_sub_issues": if id == MATERIALS { vec![WARRANTY] } else { Vec::new() },
        })
    };
    [
        (MATERIALS, "Time and materials", ACME, 1),
        (FALLBACK, "Group: time and materials", ACME_GROUP, 1),
        (FLAT, "Flat rate", ACME, 2),
        (FIXED, "Mail migration, fixed price", ACME, 3),
        (BLOCK, "40 hours", GLOBEX, 4),
        (RETAINER, "Retainer", GLOBEX, 6),
        (RECURRING, "Managed workplace", ACME, 7),
        (INCIDENT, "10 incidents", GLOBEX, 8),
        (OLD_CONTRACT, "Time and materials 2024", ACME, 1),
    ]
    .map(row)
    .to_vec()
}
