//! The people: two who approve, two more tiers, technicians under both.

use serde_json::{Value, json};

use super::ROLES;

/// Security role names; what each may do is in `people`.
pub const ADMIN: &str = "Admin";
/// Approves for those who have him as their approver.
pub const FIRST_TIER: &str = "Approver tier 1";
/// Approves what the first tier approved, for everybody.
pub const SECOND_TIER: &str = "Approver tier 2";
/// Makes it ready to bill.
pub const BILLING: &str = "Billing";
/// Decides nothing.
pub const TECHNICIAN: &str = "Technician";

struct Person {
    id: i64,
    identifier: &'static str,
    first: &'static str,
    last: &'static str,
    security: &'static str,
    role: i64,
    approver: i64,
    zone: (i64, &'static str),
}

const UTC: (i64, &str) = (1, "(UTC) Coordinated Universal Time");
const AMSTERDAM: (i64, &str) = (2, "(UTC+01:00) Amsterdam, Berlin, Rome");
const NEW_YORK: (i64, &str) = (3, "(UTC-05:00) Eastern Time (US & Canada)");

const PEOPLE: [Person; 10] = [
    one(1, "approver", "Ada", "Approver", ADMIN, 6, 1, UTC),
    one(2, "mgarcia", "Maria", "Garc\u{ed}a", FIRST_TIER, 6, 1, UTC),
    one(3, "tnguyen", "Tran", "Nguyen", SECOND_TIER, 6, 1, UTC),
    one(4, "bkhan", "Bilal", "Khan", BILLING, 5, 1, UTC),
    one(123, "jdoe", "Jane", "Doe", TECHNICIAN, 2, 1, UTC),
    one(124, "asmith", "Al", "Smith", TECHNICIAN, 3, 1, UTC),
    one(125, "plee", "Pat", "Lee", TECHNICIAN, 1, 2, UTC),
    one(126, "kjones", "Kim", "Jones", TECHNICIAN, 4, 2, NEW_YORK),
    one(127, "rpatel", "Ravi", "Patel", TECHNICIAN, 2, 2, AMSTERDAM),
    one(128, "oldhand", "Otto", "Hand", TECHNICIAN, 1, 2, UTC),
];

#[expect(clippy::too_many_arguments, reason = "the columns of a table")]
const fn one(
    id: i64,
    identifier: &'static str,
    first: &'static str,
    last: &'static str,
    security: &'static str,
    role: i64,
    approver: i64,
    zone: (i64, &'static str),
) -> Person {
    Person {
        id,
        identifier,
        first,
        last,
        security,
        role,
        approver,
        zone,
    }
}

/// The member list: jdoe is the one with ordinary settings; kjones must give both
/// times, plee may not book on a company, rpatel has a least number of hours, oldhand
/// is inactive.
pub(super) fn rows() -> Vec<Value> {
    (60..)
        .zip(&PEOPLE)
        .map(|(nr, person)| row(nr, person))
        .collect()
}

fn row(nr: i64, person: &Person) -> Value {
    let Person {
        id,
        identifier,
        first,
        last,
        role,
        ..
    } = *person;
    json!({
        "id": id, "identifier": identifier, "firstName": first, "lastName": last,
        "licenseClass": "F", "inactiveFlag": id == 128, "adminFlag": person.security == ADMIN,
        "defaultEmail": "Office", "defaultPhone": "Office", "hireDate": "2020-01-06T00:00:00Z",
        "officeEmail": format!("{identifier}@acme.test"), "dailyCapacity": 8.0,
        "securityRole": {"id": nr, "name": person.security},
        "timeZone": {"id": person.zone.0, "name": person.zone.1},
        "workRole": {"id": role, "name": ROLES[usize::try_from(role - 1).unwrap_or(0)].0},
        "workType": {"id": 1, "name": "Regular"},
        "timeApprover": reference(person.approver),
        "requireTimeSheetEntryFlag": true, "requireStartAndEndTimeOnTimeEntryFlag": id == 126,
        "enterTimeAgainstCompanyFlag": id != 125, "minimumHours": if id == 127 { 24.0 } else { 0.0 },
        "timeSheetStartDate": "2020-01-04T00:00:00Z",
    })
}

/// A reference to a member as rows have it.
pub(super) fn reference(id: i64) -> Value {
    let found = PEOPLE
        .iter()
        .find(|person| person.id == id)
        .unwrap_or(&PEOPLE[0]);
    json!({
        "id": found.id, "identifier": found.identifier,
        "name": format!("{} {}", found.first, found.last),
    })
}
