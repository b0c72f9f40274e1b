//! Who works there, where, and in which roles.

use serde_json::{Value, json};

use super::*;

type List = (&'static str, Vec<Value>);

pub(super) fn lists() -> Vec<List> {
    vec![
        ("Resources", resources()),
        ("InternalLocations", locations()),
        ("Roles", roles()),
        ("ResourceServiceDeskRoles", service_desk_roles()),
        ("ResourceRoleDepartments", department_roles()),
        ("ResourceRoles", every_role()),
    ]
}

fn resources() -> Vec<Value> {
    let row = |(id, first, last, place, role): (i64, &str, &str, i64, Option<i64>)| {
        let mail = format!("{}@northwind.example", first.to_lowercase());
        json!({
            "id": id, "firstName": first, "lastName": last, "email": mail, "userName": first.to_lowercase(),
            "isActive": id != REED, "locationID": place, "defaultServiceDeskRoleID": role,
            "licenseType": if id == API_USER { 7 } else { 1 }, "resourceType": "Employee",
            "userType": 10, "dateFormat": "MM/dd/yyyy", "timeFormat": "hh:mm a", "numberFormat": "X,XXX.XX",
            "payrollType": 1, "internalCost": 0.0, "_administrator": id == OKAFOR,
        })
    };
    [
        (LOPEZ, "Ana", "Lopez", 101, Some(ENGINEER)),
        (BRANDT, "Jonas", "Brandt", 102, Some(DESK)),
        (TANE, "Mere", "Tāne", 103, Some(ENGINEER)),
        (OKAFOR, "Ngozi", "Okafor", 101, Some(CONSULTANT)),
        (REED, "Tom", "Reed", 101, Some(ENGINEER)),
        (API_USER, "Time", "Tracker", 101, None),
    ]
    .map(row)
    .to_vec()
}

fn locations() -> Vec<Value> {
    let row = |(id, name, country, zone): (i64, &str, &str, &str)| {
        json!({
            "id": id, "name": name, "city": name, "country": country, "isDefault": id == 101,
            "holidaySetId": 1, "_zone": zone,
        })
    };
    [
        (101, "New York", "United States", "America/New_York"),
        (102, "Berlin", "Germany", "Europe/Berlin"),
        (103, "Auckland", "New Zealand", "Pacific/Auckland"),
    ]
    .map(row)
    .to_vec()
}

fn roles() -> Vec<Value> {
    let row = |(id, name, rate): (i64, &str, f64)| {
        json!({
            "id": id, "name": name, "description": "", "hourlyRate": rate, "hourlyFactor": 1.0,
            "isActive": id != DISPATCHER, "isSystemRole": false, "roleType": 0,
            "isExcludedFromNewContracts": false,
        })
    };
    [
        (ENGINEER, "Engineer", 120.0),
        (CONSULTANT, "Senior Consultant", 180.0),
        (DESK, "Help Desk", 85.0),
        (DISPATCHER, "Dispatcher", 60.0),
    ]
    .map(row)
    .to_vec()
}

/// Who, in which role, whether still, whether by default.
const DESK_ROLES: [(i64, i64, bool, bool); 8] = [
    (LOPEZ, ENGINEER, true, true),
    (LOPEZ, DESK, true, false),
    (LOPEZ, DISPATCHER, true, false),
    (BRANDT, DESK, true, true),
    (BRANDT, ENGINEER, true, false),
    (BRANDT, CONSULTANT, false, false),
    (TANE, ENGINEER, true, true),
    (OKAFOR, CONSULTANT, true, true),
];

/// The same for departments.
const DEPARTMENT_ROLES: [(i64, i64, bool, bool); 5] = [
    (LOPEZ, ENGINEER, true, true),
    (LOPEZ, CONSULTANT, true, false),
    (BRANDT, DESK, true, true),
    (TANE, ENGINEER, true, true),
    (OKAFOR, CONSULTANT, true, true),
];

fn service_desk_roles() -> Vec<Value> {
    let rows = (801..).zip(DESK_ROLES);
    rows.map(|(id, (resource, role, active, default))| {
        json!({
            "id": id, "resourceID": resource, "roleID": role, "isActive": active, "isDefault": default,
        })
    })
    .collect()
}

fn department_roles() -> Vec<Value> {
    let rows = (821..).zip(DEPARTMENT_ROLES);
    rows.map(|(id, (resource, role, active, default))| {
        json!({
            "id": id, "resourceID": resource, "roleID": role, "departmentID": 5, "isActive": active,
            "isDefault": default, "isDepartmentLead": false,
        })
    })
    .collect()
}

fn every_role() -> Vec<Value> {
    let desk = DESK_ROLES.map(|row| (row, false));
    let departments = DEPARTMENT_ROLES.map(|row| (row, true));
    let rows = (841..).zip(desk.into_iter().chain(departments));
    rows.map(|(id, ((resource, role, active, _), department))| {
        json!({
            "id": id, "resourceID": resource, "roleID": role, "isActive": active,
            "departmentID": department.then_some(5), "queueID": null,
        })
    })
    .collect()
}
