//! Names and numbers settled before a write, and reference data.

use super::*;

#[test]
fn numbers_and_names_are_settled_once() {
    let missing = || Says::Json(404, json!({"code": "NotFound", "message": "no"}));
    let of_project = || {
        Says::Json(
            200,
            json!({"id": 5, "recordType": "ProjectIssue", "summary": "Rack"}),
        )
    };
    let mut typed = outgoing();
    typed.content.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::typed("#5"),
    });
    typed.content.work_type = Some(Reference::typed("remote"));
    typed.content.client = Some(Reference::typed("NORTHWIND"));
    let types =
        json!([{"id": 3, "name": "Remote", "inactiveFlag": true}, {"id": 4, "name": "Remote"}]);
    let (cw, script) = backend(
        Some("118"),
        vec![
            company("v1"),
            ("GET /service/tickets/5", missing()),
            company("v1"),
            ("GET /project/tickets/5", of_project()),
            ("GET /company/companies", Says::Json(200, json!([]))),
            (
                "GET /company/companies",
                Says::Json(200, json!([{"id": 51, "name": "Northwind"}])),
            ),
            ("GET /time/workTypes", Says::Json(200, types)),
        ],
    );
    let mut again = typed.clone();
    cw.resolve(&mut typed).unwrap();
    let target = typed.content.target.clone().unwrap();
    assert_eq!(
        (target.kind, target.at.id.as_deref()),
        (TargetKind::ProjectTicket, Some("5"))
    );
    assert_eq!(
        (target.at.typed.as_str(), target.at.name.as_deref()),
        ("#5", Some("Rack"))
    );
    assert_eq!(
        typed.content.client.as_ref().unwrap().id.as_deref(),
        Some("51")
    );
    assert_eq!(
        typed.content.work_type.as_ref().unwrap().id.as_deref(),
        Some("4")
    );
    cw.resolve(&mut again).unwrap();
    assert_eq!(again, typed);
    let sent = script.sent();
    assert_eq!(
        sent[4].query,
        "conditions=identifier=\"NORTHWIND\"&pageSize=50"
    );
    assert_eq!(sent[6].query, "conditions=name=\"remote\"&pageSize=50");
}

#[test]
fn what_the_service_does_not_know_is_refused_with_its_field() {
    let missing = || Says::Json(404, json!({"code": "NotFound", "message": "no"}));
    let forbidden = || Says::Json(403, json!({"code": "Security", "message": "no"}));
    let code = |typed: &str| {
        let mut typed_code = outgoing();
        typed_code.content.target = Some(Target {
            kind: TargetKind::ChargeCode,
            at: Reference::typed(typed),
        });
        typed_code
    };
    let codes = "GET /time/chargeCodes";
    let two = json!([{"id": 1, "name": "MTNG"}, {"id": 2, "name": "mtng"}]);
    let absent = json!([{"id": 1, "name": "MTNG 2"}]);
    for (rows, word) in [
        (two, "1, 2"),
        (absent, "no charge code `MTNG`"),
        (
            json!([{"id": 1, "name": "MTNG", "inactiveFlag": true}]),
            "inactive",
        ),
    ] {
        let (cw, _) = backend(None, vec![company("v1"), (codes, Says::Json(200, rows))]);
        let error = cw.resolve(&mut code("MTNG")).unwrap_err();
        let ErrorKind::Invalid(problems) = &error.kind else {
            panic!("{error:?}")
        };
        assert_eq!(problems[0].field.as_deref(), Some("charge_to"));
        assert!(problems[0].message.contains(word), "{error:?}");
        // Refused again without asking again.
        assert!(cw.resolve(&mut code("MTNG")).is_err());
    }
    let mut by_number = code("10");
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            (
                "GET /time/chargeCodes/10",
                Says::Json(200, json!({"id": 10, "name": "MTNG"})),
            ),
        ],
    );
    cw.resolve(&mut by_number).unwrap();
    assert_eq!(
        by_number.content.target.unwrap().at.id.as_deref(),
        Some("10")
    );

    let ticket = || {
        let mut typed = outgoing();
        typed.content.target = Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed("5"),
        });
        typed
    };
    let nowhere = vec![
        company("v1"),
        ("GET /service/tickets/5", missing()),
        company("v1"),
        ("GET /project/tickets/5", missing()),
        company("v1"),
    ];
    assert!(matches!(
        backend(None, nowhere)
            .0
            .resolve(&mut ticket())
            .unwrap_err()
            .kind,
        ErrorKind::Invalid(_)
    ));
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            ("GET /service/tickets/5", forbidden()),
            ("GET /project/tickets/5", forbidden()),
        ],
    );
    let mut as_typed = ticket();
    cw.resolve(&mut as_typed).unwrap();
    let target = as_typed.content.target.unwrap();
    assert_eq!(
        (target.kind, target.at.id.as_deref()),
        (TargetKind::Ticket, Some("5"))
    );
}

#[test]
fn reference_data_that_is_kept_whole() {
    let rows = json!([{"id": 1, "name": "MTNG", "billTime": "DoNotBill"}, {"id": 2, "name": "OLD", "timeEntryFlag": false}, {}]);
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            ("GET /time/chargeCodes", Says::Json(200, rows)),
        ],
    );
    let batch = cw
        .catalog(CatalogKind::ChargeCodes, &Page::default())
        .unwrap();
    let told: Vec<_> = batch
        .items
        .iter()
        .map(|item| (item.id.as_str(), item.name.as_str(), item.active))
        .collect();
    assert_eq!(told, [("1", "MTNG", true), ("2", "OLD", false)]);
    assert_eq!(batch.items[0].facts["billable"], json!("do-not-bill"));
    assert_eq!(
        cw.catalog(CatalogKind::Services, &Page::default())
            .unwrap_err()
            .kind,
        ErrorKind::Unsupported
    );
}

#[test]
fn tickets_say_what_rules_ask_and_boards_whether_they_take_time() {
    let row = |id: i64, board: i64, status: i64| {
        json!({
            "id": id, "summary": "VPN drops", "recordType": "ProjectIssue", "billTime": "NoCharge",
            "board": {"id": board, "name": "Help Desk"}, "status": {"id": status, "name": "New"},
            "company": {"id": 51, "identifier": "ACME"}, "owner": {"id": 123, "identifier": "jdoe"},
            "agreement": null, "closedFlag": id == 3, "resources": "jdoe, asmith",
        })
    };
    let rows = json!([row(1, 1, 1), row(2, 1, 9), row(3, 1, 1), row(4, 2, 1)]);
    let (cw, script) = backend(
        None,
        vec![
            company("v1"),
            ("GET /service/tickets", Says::Json(200, rows)),
            (
                "GET /service/boards",
                Says::Json(
                    200,
                    json!([{"id": 1}, {"id": 2, "timeEntryLockedFlag": true}]),
                ),
            ),
            (
                "GET /service/boards/1/statuses",
                Says::Json(
                    200,
                    json!([{"id": 1}, {"id": 9, "timeEntryNotAllowed": true}]),
                ),
            ),
        ],
    );
    let batch = cw.catalog(CatalogKind::Tickets, &Page::default()).unwrap();
    let takes: Vec<_> = batch.items.iter().map(|it| it.flag("takes_time")).collect();
    assert_eq!(takes, [Some(true), Some(false), Some(true), Some(false)]);
    let active: Vec<_> = batch.items.iter().map(|it| it.active).collect();
    assert_eq!(active, [true, true, false, true]);
    let first = &batch.items[0];
    for (name, value) in [
        ("record_type", json!("project-issue")),
        ("billable", json!("no-charge")),
        ("client", json!("51")),
        ("assigned", json!("123")),
        ("agreement", json!(null)),
        ("completed", json!(false)),
        ("secondary", json!(["jdoe", "asmith"])),
    ] {
        assert_eq!(first.facts[name], value, "{name}");
    }
    assert!(!first.facts.contains_key("work_type"), "it was not told");
    assert_eq!(script.sent().len(), 4);
}

#[test]
fn a_list_of_boards_that_may_not_be_read_tells_nothing_and_stops_nothing() {
    let denied = || Says::Json(403, json!({"code": "Security", "message": "no"}));
    let row = |id: i64| json!({"id": id, "summary": "x", "board": {"id": 1}, "status": {"id": 1}});
    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            (
                "GET /service/tickets",
                Says::Json(200, json!([row(1), row(2)])),
            ),
            ("GET /service/boards", denied()),
            ("GET /service/boards/1/statuses", denied()),
        ],
    );
    let batch = cw.catalog(CatalogKind::Tickets, &Page::default()).unwrap();
    assert!(batch.items.iter().all(|it| it.flag("takes_time").is_none()));
    assert_eq!(batch.items.len(), 2);
}

#[test]
fn the_other_kinds_say_what_they_know() {
    let of = |kind: CatalogKind, path: &'static str, row: Value| {
        let (cw, _) = backend(
            None,
            vec![company("v1"), (path, Says::Json(200, json!([row])))],
        );
        cw.catalog(kind, &Page::default()).unwrap().items.remove(0)
    };
    let work_type = json!({
        "id": 4, "name": "Remote", "billTime": "Billable", "rate": 1.5, "hoursMin": 0.25,
        "hoursMax": 8, "roundBillHoursTo": null,
    });
    let item = of(CatalogKind::WorkTypes, "GET /time/workTypes", work_type);
    assert_eq!(item.seconds("min_seconds"), Some(900));
    assert_eq!(item.seconds("max_seconds"), Some(28_800));
    assert_eq!(item.facts["rate"], json!("1.5"));
    assert!(!item.facts.contains_key("round_seconds"));

    let member = json!({
        "id": 123, "identifier": "jdoe", "firstName": "Jane", "lastName": "Doe",
        "requireStartAndEndTimeOnTimeEntryFlag": true, "enterTimeAgainstCompanyFlag": false,
        "workRole": {"id": 2}, "timeZone": {"name": "US Eastern"}, "inactiveFlag": true,
    });
    let item = of(CatalogKind::Members, "GET /system/members", member);
    assert_eq!((item.name.as_str(), item.active), ("Jane Doe", false));
    assert_eq!(item.code.as_deref(), Some("jdoe"));
    assert_eq!(item.flag("needs_both_times"), Some(true));
    assert_eq!(item.flag("enters_on_client"), Some(false));
    assert_eq!(item.text("default_role").as_deref(), Some("2"));
    assert!(!item.facts.contains_key("zone"));

    let agreement = json!({
        "id": 71, "name": "Gold", "type": {"id": 1, "name": "Managed"}, "company": {"id": 51},
        "startDate": "2026-01-01T00:00:00Z", "noEndingDateFlag": true, "agreementStatus": "Active",
    });
    let item = of(
        CatalogKind::Agreements,
        "GET /finance/agreements",
        agreement,
    );
    assert_eq!(item.text("starts").as_deref(), Some("2026-01-01"));
    assert_eq!(item.facts["ends"], json!(null));
    assert_eq!(item.text("agreement_type").as_deref(), Some("Managed"));

    let (cw, _) = backend(
        None,
        vec![
            company("v1"),
            (
                "GET /system/myCompany/timeExpense",
                Says::Json(200, json!({"id": 1, "requireTimeNoteFlag": true})),
            ),
        ],
    );
    let tenant = cw.catalog(CatalogKind::Tenant, &Page::default()).unwrap();
    assert_eq!(tenant.items[0].flag("note_required"), Some(true));
}
