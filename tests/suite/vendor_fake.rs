//! The fake ConnectWise by itself, over bare sockets: what it does, what it
//! refuses, and that each fault does what it says.

use serde_json::{Value, json};

use crate::support::raw::{Caller, Line, Reply};
use crate::support::schema;
use crate::support::vendor::connectwise::rules::RULES;
use crate::support::vendor::connectwise::{DateFilter, Fake, GuidPolicy, Options};
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::http::encode;

const ENTRIES: &str = "/time/entries";
const GUID: &str = "0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f11";

fn options() -> Options {
    // 2024-02-16T12:00:00Z
    Options {
        now: Some(1_708_084_800),
        ..Options::default()
    }
}

fn fake() -> (Fake, Caller) {
    with(options())
}

fn with(options: Options) -> (Fake, Caller) {
    let fake = Fake::start(options);
    let caller = Caller::new(&fake);
    (fake, caller)
}

/// The documented example: start and end, work type and role.
fn body() -> Value {
    json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": "2024-02-15T09:00:00Z", "timeEnd": "2024-02-15T10:30:00Z",
        "workType": {"id": 1}, "workRole": {"id": 2}, "billableOption": "Billable",
        "notes": "Diagnosed email delivery issue.\nIdentified blocked sender.", "mobileGuid": GUID,
        "addToDetailDescriptionFlag": true,
    })
}

fn body_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = body();
    change(&mut body);
    body
}

fn create(me: &Caller, body: &Value) -> i64 {
    let reply = me.call("POST", ENTRIES, body);
    assert_eq!(
        reply.status,
        201,
        "{}",
        String::from_utf8_lossy(&reply.body)
    );
    reply.json()["id"].as_i64().unwrap()
}

fn at(id: i64) -> String {
    format!("{ENTRIES}/{id}")
}

fn ids(reply: &Reply) -> Vec<i64> {
    assert_eq!(
        reply.status,
        200,
        "{}",
        String::from_utf8_lossy(&reply.body)
    );
    reply
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_i64().unwrap())
        .collect()
}

fn where_(me: &Caller, conditions: &str) -> Reply {
    me.get(&format!(
        "{ENTRIES}?conditions={}&pageSize=1000",
        encode(conditions)
    ))
}

#[test]
fn an_entry_is_created_listed_changed_and_deleted() {
    let (fake, me) = fake();
    let reply = me.call("POST", ENTRIES, &body());
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("api-current-version"), Some("2025.16"));
    let entry = reply.json();
    let id = entry["id"].as_i64().unwrap();
    let set = [
        ("status", json!("Open")),
        ("actualHours", json!(1.5)),
        ("hoursBilled", json!(1.5)),
        ("hourlyRate", json!(110.0)),
        ("enteredBy", json!("jdoe")),
        ("dateEntered", json!("2024-02-16T12:00:00Z")),
        ("mobileGuid", json!(GUID)),
        (
            "timeSheet",
            json!({"id": 4410, "name": "2024-02-10 to 2024-02-16"}),
        ),
        (
            "company",
            json!({"id": 12345, "identifier": "NORTHWIND", "name": "Northwind Ltd"}),
        ),
        (
            "member",
            json!({"id": 123, "identifier": "jdoe", "name": "Jane Doe"}),
        ),
        (
            "_info",
            json!({"lastUpdated": "2024-02-16T12:00:00Z", "updatedBy": "jdoe"}),
        ),
    ];
    for (key, value) in set {
        assert_eq!(entry[key], value, "{key}");
    }
    assert_eq!(
        schema::check_object("connectwise", "TimeEntry", &entry),
        Ok(())
    );
    assert_eq!(fake.ticket_notes().len(), 1);
    assert_eq!(ids(&me.get(ENTRIES)), [id]);

    let steps = json!([
        {"op": "replace", "path": "notes", "value": "Other"},
        {"op": "replace", "path": "/workType", "value": {"name": "On-site"}},
        {"op": "replace", "path": "workRole/id", "value": 4},
        {"op": "replace", "path": "timeEnd", "value": "2024-02-15T11:00:00Z"},
        {"op": "add", "path": "hoursDeduct", "value": 0.25},
    ]);
    let changed = me.call("PATCH", &at(id), &steps);
    assert_eq!(changed.status, 200);
    let changed = changed.json();
    assert_eq!(changed["workType"], json!({"id": 6, "name": "On-site"}));
    assert_eq!(changed["workRole"]["name"], "Engineer");
    assert_eq!(
        (&changed["notes"], &changed["actualHours"]),
        (&json!("Other"), &json!(1.75))
    );
    assert_eq!(
        me.call("PATCH", &at(id), &json!({"notes": "plain object"}))
            .status,
        400
    );
    assert_eq!(
        me.call(
            "PATCH",
            &at(id),
            &json!([{"op": "replace", "path": "status", "value": "Billed"}])
        )
        .status,
        400
    );
    assert_eq!(
        me.call(
            "PATCH",
            &at(id),
            &json!([{"op": "replace", "path": "nots", "value": ""}])
        )
        .status,
        400
    );

    let replaced = me
        .call("PUT", &at(id), &body_with(|b| b["notes"] = Value::Null))
        .json();
    assert_eq!(
        (&replaced["notes"], &replaced["actualHours"]),
        (&Value::Null, &json!(1.5))
    );
    assert_eq!(me.get(&at(id)).json(), replaced);
    assert_eq!(me.call("DELETE", &at(id), &Value::Null).status, 204);
    assert_eq!(me.call("DELETE", &at(id), &Value::Null).status, 404);
    assert_eq!(me.get(&at(id)).status, 404);
    assert!(fake.entries().is_empty());
    // The plain object, the unknown field, the note that may not be null; no more.
    let errors = fake.schema_errors();
    assert_eq!(errors.len(), 3, "{errors:#?}");
}

#[test]
fn the_documented_requests_are_taken_and_fit_the_schema() {
    let (fake, me) = fake();
    let hours = json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 123},
        "timeStart": "2024-02-15T09:00:00Z", "actualHours": 1.5, "workType": {"id": 1},
        "workRole": {"id": 2}, "billableOption": "Billable", "notes": "Configured DNS records.",
    });
    let code = json!({
        "chargeToId": 10, "chargeToType": "ChargeCode", "company": {"id": 12345},
        "member": {"id": 123}, "timeStart": "2024-02-15T08:00:00Z", "actualHours": 0.5,
        "workType": {"id": 3}, "billableOption": "DoNotBill", "notes": "Weekly team meeting",
    });
    for body in [body(), hours, code] {
        create(&me, &body);
    }
    let hours: Vec<_> = fake
        .entries()
        .iter()
        .map(|e| (e["actualHours"].clone(), e["hoursBilled"].clone()))
        .collect();
    assert_eq!(
        hours,
        [
            (json!(1.5), json!(1.5)),
            (json!(1.5), json!(1.5)),
            (json!(0.5), json!(0.0))
        ]
    );
    assert_eq!(fake.schema_errors(), [""; 0]);
    // What the documents say and the interface does not have.
    for (method, path) in [
        ("POST", "/time/entries/bulk"),
        ("PATCH", "/time/sheets/4410"),
        ("POST", "/time/sheets"),
    ] {
        let status = me.call(method, path, &json!({"status": "Approved"})).status;
        assert!([404, 405].contains(&status), "{method} {path}: {status}");
    }
    assert_eq!(fake.schema_errors().len(), 3);
}

#[test]
fn the_door_asks_for_keys_and_a_client_id() {
    let (fake, mut me) = fake();
    assert_eq!(me.get("/system/myMembers").json()["identifier"], "jdoe");
    assert_eq!(
        Caller::of(&fake, "asmith").get("/system/myMembers").json()["id"],
        124
    );
    me.credentials.private_key.push('x');
    let refused = me.get("/system/members");
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (401, &json!("Unauthorized"))
    );
    assert_eq!(me.get("/system/info").status, 200);
    me.credentials.client_id.clear();
    assert_eq!(me.get("/system/info").status, 403);
}

#[test]
fn discovery_names_the_codebase_and_it_can_move() {
    let (fake, mut me) = fake();
    let mut line = Line::open(&fake.url()).unwrap();
    let mut ask = |company: &str| {
        line.send(
            format!("GET /login/companyinfo/{company} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes(),
        )
        .unwrap();
        line.reply().unwrap()
    };
    assert_eq!(ask("acme").json()["Codebase"], "v4_6_release/");
    let unknown = ask("nobody");
    assert_eq!(
        (unknown.status, unknown.body.as_slice()),
        (200, b"null".as_slice())
    );
    fake.move_codebase("v2026_1");
    assert_eq!(ask("acme").json()["Codebase"], "v2026_1/");
    assert_eq!(me.get(ENTRIES).status, 404);
    me.base = "/v2026_1/apis/3.0".to_owned();
    assert_eq!(me.get(ENTRIES).status, 200);
}

#[test]
fn lists_come_in_pages_both_ways() {
    let (fake, me) = fake();
    let added: Vec<i64> = (0..60).map(|_| fake.add(body())).collect();
    assert_eq!(ids(&me.get(ENTRIES)).len(), 25);
    assert_eq!(ids(&me.get("/time/entries?pageSize=5000")).len(), 60);
    assert_eq!(
        me.get("/time/entries/count?conditions=id%3E0").json(),
        json!({"count": 60})
    );
    assert_eq!(ids(&me.get("/time/entries?page=9")), [0; 0]);
    assert_eq!(me.get("/time/entries?page=0").status, 400);
    assert_eq!(
        ids(&me.get("/time/entries?orderBy=id%20desc&pageSize=2")),
        [added[59], added[58]]
    );
    for extra in ["", "pagination-type: forward-only\r\n"] {
        let mut path = format!(
            "{ENTRIES}?pageSize=25&conditions={}",
            encode("member/id = 123")
        );
        let mut seen = Vec::new();
        loop {
            let mut line = Line::open(&fake.url()).unwrap();
            line.send(&me.request("GET", &path, extra, b"")).unwrap();
            let reply = line.reply().unwrap();
            seen.extend(ids(&reply));
            let Some(link) = reply.header("link") else {
                break;
            };
            let (address, rel) = link.split_once(">; ").unwrap();
            assert_eq!(rel, "rel=\"next\"");
            let start = format!("<{}{}", fake.url(), me.base);
            path = address.strip_prefix(start.as_str()).unwrap().to_owned();
            assert_eq!(path.contains("pageId="), !extra.is_empty());
        }
        assert_eq!(seen, added, "{extra}");
    }
    let row = me
        .get("/time/entries?pageSize=1&fields=id,member/identifier")
        .json()[0]
        .clone();
    assert_eq!(
        row,
        json!({"id": added[0], "member": {"identifier": "jdoe"}})
    );
    assert_eq!(me.get("/time/entries?fields=nonsense").status, 400);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn conditions_select_and_refuse() {
    let (fake, me) = fake();
    let add = |change: &dyn Fn(&mut Value)| fake.add(body_with(|b| change(b)));
    let one = add(&|_| {});
    let two = add(&|b| {
        b["member"] = json!({"id": 124});
        b["chargeToId"] = json!(54322);
        b["timeStart"] = json!("2024-02-20T09:00:00Z");
        b["timeEnd"] = json!("2024-02-20T10:00:00Z");
        b["internalNotes"] = json!("[tt:abc] it's \"odd\"");
    });
    let three = add(&|b| {
        b["chargeToId"] = json!(54331);
        b["chargeToType"] = json!("ProjectTicket");
        b["billableOption"] = json!("NoCharge");
    });
    let none: &[i64] = &[];
    let table: [(&str, &[i64]); 28] = [
        ("member/id=123", &[one, three]),
        (
            "member/id = 123 and chargeToType = \"ServiceTicket\"",
            &[one],
        ),
        ("member/identifier='asmith'", &[two]),
        ("member/id!=123", &[two]),
        ("chargeToId in (54321, 54331)", &[one, three]),
        ("chargeToId not in (54321,54331)", &[two]),
        ("not (chargeToId=54321 or chargeToId=54331)", &[two]),
        ("not chargeToId=54321 and member/id=123", &[three]),
        (
            "chargeToId=54322 or member/id=123 and billableOption=\"NoCharge\"",
            &[two, three],
        ),
        (
            "(chargeToId=54322 or member/id=123) and billableOption=\"NoCharge\"",
            &[three],
        ),
        ("timeStart>=[2024-02-20]", &[two]),
        ("timeStart>[2024-02-15T09:00:00Z]", &[two]),
        (
            "timeStart>=[2024-02-15T09:00:00Z] and timeStart<[2024-02-16]",
            &[one, three],
        ),
        ("timeStart<=[2024-02-15T09:00:00]", &[one, three]),
        ("timeStart=[2024-02-20T10:00:00+01:00]", &[two]),
        ("internalNotes contains \"[TT:abc]\"", &[two]),
        ("internalNotes contains \"it's \\\"odd\\\"\"", &[two]),
        ("internalNotes = null", &[one, three]),
        ("internalNotes != null", &[two]),
        ("notes like \"Diagnosed%sender.\"", &[one, two, three]),
        ("notes like \"Diagnosed\"", none),
        ("notes not contains \"blocked\"", none),
        ("actualHours<1.25", &[two]),
        (
            "status=\"Open\" and billableOption=\"Billable\"",
            &[one, two],
        ),
        ("company/id=12345", &[one, two, three]),
        ("addToResolutionFlag = true", none),
        ("lastUpdated > [2024-02-16T11:59:59Z]", &[one, two, three]),
        ("timeSheet/id in (1)", none),
    ];
    for (conditions, want) in table {
        assert_eq!(ids(&where_(&me, conditions)), want, "{conditions}");
    }
    let refused = [
        ("projectid=1", "projectid is not a recognized name."),
        ("status=\"Approved\"", "Enum value supplied was invalid"),
        ("status=\"open\"", "Enum value supplied was invalid"),
        ("mobileGuid=\"x\"", "mobileGuid is not a recognized name."),
        (
            "_info/updatedBy=\"x\"",
            "_info/updatedBy is not a recognized name.",
        ),
        ("member/shoe=1", "member/shoe is not a recognized name."),
        (
            "member=1",
            "The value given for member is of the wrong type.",
        ),
        (
            "chargeToId=\"54321\"",
            "The value given for chargeToId is of the wrong type.",
        ),
        (
            "timeStart>=\"2024-02-01\"",
            "The value given for timeStart is of the wrong type.",
        ),
        (
            "timeStart>=2024-02-01",
            "String literals must be quoted, DateTimes in square brackets.",
        ),
        ("timeStart>=[soon]", "[soon] is not a valid DateTime."),
        (
            "notes=\"open",
            "A string must end with the quote it began with.",
        ),
        ("(id=1", "A closing parenthesis is missing."),
        ("id=1 id=2", "Syntax error near Word(\"id\")."),
        ("id", "An operator is expected."),
    ];
    for (conditions, message) in refused {
        let reply = where_(&me, conditions);
        assert_eq!(reply.status, 400, "{conditions}");
        assert_eq!(reply.json()["code"], "ApiFindCondition");
        assert_eq!(reply.json()["message"], message, "{conditions}");
    }
    // The three readings of instants that were reported.
    let from = "timeStart>=[2024-02-20T08:00:00Z]";
    fake.set_options(|o| o.date_filter = DateFilter::Shifted(5));
    assert_eq!(ids(&where_(&me, from)), none);
    fake.set_options(|o| o.date_filter = DateFilter::DatesOnly);
    assert_eq!(ids(&where_(&me, from)), none);
    assert_eq!(ids(&where_(&me, "timeStart>[2024-02-19]")), [two]);
    fake.set_options(|o| o.guid_in_conditions = true);
    assert_eq!(
        ids(&where_(&me, &format!("mobileGuid=\"{GUID}\""))),
        [one, two, three]
    );
}

#[test]
fn options_change_what_comes_back() {
    let (fake, me) = fake();
    fake.set_options(|o| {
        o.crlf_notes = true;
        o.guid = GuidPolicy::Drop;
        o.hours_decimals = Some(2);
    });
    fake.edit_reference("timeExpense", 1, |t| t["roundingFactor"] = json!(0.25));
    let ten = body_with(|b| b["timeEnd"] = json!("2024-02-15T09:10:00Z"));
    let entry = me.call("POST", ENTRIES, &ten).json();
    assert_eq!(
        entry["notes"],
        "Diagnosed email delivery issue.\r\nIdentified blocked sender."
    );
    assert_eq!(
        (&entry["mobileGuid"], &entry["actualHours"]),
        (&Value::Null, &json!(0.25))
    );
    let exact = json!([{"op": "replace", "path": "actualHours", "value": 0.17}]);
    let path = at(entry["id"].as_i64().unwrap());
    assert_eq!(me.call("PATCH", &path, &exact).json()["actualHours"], 0.17);
    let note = json!([{"op": "replace", "path": "notes", "value": "x"}]);
    assert_eq!(me.call("PATCH", &path, &note).json()["actualHours"], 0.17);
    fake.set_options(|o| o.guid = GuidPolicy::Replace);
    let entry = me.call("POST", ENTRIES, &ten).json();
    assert!(schema::is_uuid(entry["mobileGuid"].as_str().unwrap()) && entry["mobileGuid"] != GUID);
    let defaults = me.call("POST", "/time/entries/defaults", &ten);
    assert_eq!((defaults.status, fake.entries().len()), (200, 2));
    assert_eq!(
        me.get("/service/tickets?pageSize=99")
            .json()
            .as_array()
            .unwrap()
            .len(),
        30
    );
    assert_eq!(me.get("/service/tickets/54331").status, 404);
    assert_eq!(me.get("/project/tickets/54331").status, 200);
    fake.set_options(|o| o.service_list_has_project_tickets = true);
    assert_eq!(
        me.get("/service/tickets/54332").json()["recordType"],
        "ProjectIssue"
    );
}

mod catalog;
mod documented;
mod faults;
mod recap;
mod refusals;
mod sheets;
