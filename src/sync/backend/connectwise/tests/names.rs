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
        cw.catalog(CatalogKind::Tickets, &Page::default())
            .unwrap_err()
            .kind,
        ErrorKind::Unsupported
    );
}
