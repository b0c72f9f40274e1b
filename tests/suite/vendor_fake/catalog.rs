//! The lists that a catalog is read from: shapes, pages, what changed since, many rows,
//! and addresses that are not there.

use super::*;

/// Address, schema object, how many rows.
const LISTS: [(&str, &str, usize); 12] = [
    ("/time/workTypes", "WorkType", 7),
    ("/time/workRoles", "WorkRole", 6),
    ("/time/chargeCodes", "ChargeCode", 6),
    ("/service/tickets", "Ticket", 30),
    ("/project/tickets", "ProjectTicket", 5),
    ("/project/projects", "Project", 3),
    ("/project/statuses", "ProjectStatus", 3),
    ("/sales/activities", "Activity", 4),
    ("/company/companies", "Company", 7),
    ("/system/members", "Member", 10),
    ("/service/boards", "Board", 4),
    ("/finance/agreements", "Agreement", 3),
];

fn rows(me: &Caller, path: &str) -> Vec<Value> {
    let reply = me.get(path);
    assert_eq!(reply.status, 200, "{path}");
    reply.json().as_array().unwrap().clone()
}

fn fits(object: &str, row: &Value) {
    let mut row = row.clone();
    row.as_object_mut().unwrap().retain(|_, v| !v.is_null());
    assert_eq!(
        schema::check_object("connectwise", object, &row),
        Ok(()),
        "{object}"
    );
}

#[test]
fn reference_data_fits_the_schema() {
    let (fake, me) = fake();
    for (path, object, count) in LISTS {
        let all = rows(&me, &format!("{path}?pageSize=1000"));
        assert_eq!(all.len(), count, "{path}");
        for row in &all {
            fits(object, row);
        }
        let one = me.get(&format!("{path}/{}", all[0]["id"])).json();
        assert_eq!(one, all[0]);
        // In pages, and only what changed.
        let filter = encode("lastUpdated > [2024-01-02T08:30:00Z]");
        let newer = rows(&me, &format!("{path}?pageSize=1000&conditions={filter}"));
        assert_eq!(newer.len(), count - 1, "{path}");
        let paged: usize = (1..=3)
            .map(|nr| rows(&me, &format!("{path}?pageSize=2&page={nr}")).len())
            .sum();
        assert_eq!(paged, count.min(6), "{path}");
    }
    for (path, object, count) in [
        ("/service/boards/1/statuses", "BoardStatus", 9),
        (
            "/finance/agreements/71/workTypeExclusions",
            "AgreementWorkTypeExclusion",
            2,
        ),
        (
            "/finance/agreements/71/workRoleExclusions",
            "AgreementWorkRoleExclusion",
            1,
        ),
        (
            "/finance/agreements/73/workTypeExclusions",
            "AgreementWorkTypeExclusion",
            0,
        ),
    ] {
        let all = rows(&me, path);
        assert_eq!(all.len(), count, "{path}");
        all.iter().for_each(|row| fits(object, row));
    }
    assert_eq!(me.get("/service/boards/99/statuses").status, 404);
    fits(
        "TimeExpense",
        &me.get("/system/myCompany/timeExpense").json(),
    );
    fits("Info", &me.get("/system/info").json());
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn the_seeds_tables_are_there() {
    let (_fake, me) = fake();
    let names = |path: &str| -> Vec<String> {
        let all = rows(&me, path);
        let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
        all.iter().map(name).collect()
    };
    assert_eq!(
        names("/time/workTypes"),
        [
            "Regular",
            "Overtime",
            "Training",
            "Travel",
            "Remote",
            "On-site",
            "Administrative"
        ]
    );
    let overtime = me.get("/time/workTypes/2").json();
    assert_eq!(
        (&overtime["rate"], &overtime["rateType"]),
        (&json!(1.5), &json!("Multiplier"))
    );
    assert_eq!(
        names("/time/chargeCodes"),
        ["MTNG", "TRNG", "ADMIN", "PTO", "PROJ", "ONCALL"]
    );
    let roles = rows(&me, "/time/workRoles");
    assert!(
        roles
            .iter()
            .all(|role| role["hourlyRate"].as_f64() > Some(0.0))
    );
    let count = |path: &str, filter: &str| {
        let path = format!("{path}/count?conditions={}", encode(filter));
        me.get(&path).json()["count"].as_u64().unwrap()
    };
    let tickets = "/service/tickets";
    for (filter, want) in [
        ("closedFlag=true", 5),
        ("owner/identifier=\"jdoe\" and closedFlag=false", 10),
        ("owner/id in (124,125,126,127)", 14),
        ("board/name=\"Backups\"", 2),
        ("agreement/id=71", 9),
        ("company/id in (12348,12349)", 4),
        ("resources=null", 3),
        ("summary contains \"backup\"", 2),
    ] {
        assert_eq!(count(tickets, filter), want, "{filter}");
    }
    assert_eq!(count("/company/companies", "parentCompany/id!=null"), 2);
    assert_eq!(count("/system/members", "inactiveFlag=true"), 1);
    assert_eq!(count("/system/members", "timeApprover/id=2"), 4);
}

#[test]
fn the_flags_of_boards_and_statuses_decide() {
    let (fake, me) = fake();
    let to = |id: i64| fake.would_refuse(&body_with(|b| b["chargeToId"] = json!(id)));
    for id in [54325, 54326, 54352, 54353, 54361] {
        assert_eq!(to(id), ["ticket-takes-time"], "{id}");
    }
    // Closed, and yet it takes time.
    assert!(to(54341).is_empty());
    fake.edit_reference("statuses", 7, |s| s["timeEntryNotAllowed"] = json!(true));
    fake.edit_reference("boards", 2, |b| b["timeEntryLockedFlag"] = json!(false));
    assert_eq!(to(54341), ["ticket-takes-time"]);
    assert!(to(54326).is_empty());
    // What changed says so.
    let filter = encode("lastUpdated > [2024-02-16T11:59:59Z]");
    let changed = rows(&me, &format!("/service/boards?conditions={filter}"));
    assert_eq!(changed.len(), 1);
    assert!(fake.remove_reference("boards", 4) && !fake.remove_reference("boards", 4));
    assert_eq!(rows(&me, "/service/boards").len(), 3);
}

#[test]
fn an_address_can_be_closed() {
    let (_fake, me) = with(Options {
        closed: vec![("/finance/agreements", 403), ("/service/boards", 404)],
        ..options()
    });
    assert_eq!(me.get("/finance/agreements").status, 403);
    assert_eq!(
        me.get("/finance/agreements/71/workTypeExclusions").status,
        403
    );
    assert_eq!(me.get("/service/boards/1/statuses").status, 404);
    assert_eq!(me.get("/service/tickets").status, 200);
}

#[test]
fn fifty_thousand_tickets_come_in_pages() {
    let (fake, me) = fake();
    fake.add_tickets(50_000);
    assert_eq!(
        me.get("/service/tickets/count").json(),
        json!({"count": 50_030})
    );
    let last = rows(&me, "/service/tickets?pageSize=1000&page=51");
    assert_eq!(last.len(), 30);
    fits("Ticket", &last[29]);
    assert_eq!(last[29]["id"], 150_000);
    let filter = encode("id=123456 and company/id>0");
    let one = rows(&me, &format!("/service/tickets?conditions={filter}"));
    assert_eq!(one.len(), 1);
}
