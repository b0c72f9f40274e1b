//! Questions for many: windows, pages, searches, names, reference data.

use super::*;
use crate::domain::charge::Chargeable;
use crate::sync::backend::Wanted;

fn list(query: &RemoteQuery, says: Vec<Says>) -> (Batch<Remote>, Vec<Sent>) {
    let (at, script) = settled(says);
    let batch = at.list(query, &Page::default()).unwrap();
    (batch, script.sent())
}

#[test]
fn a_window_is_a_day_wider_and_compared_again() {
    let mut stranger = row();
    stranger["id"] = json!(2);
    stranger["resourceID"] = json!(77);
    let mut early = row();
    early["id"] = json!(3);
    early["startDateTime"] = json!("2025-03-10T03:00:00Z");
    let query = RemoteQuery {
        from: Some(at("2025-03-10T12:00:00Z")),
        to: Some(at("2025-03-11T12:00:00Z")),
        own: true,
        ..RemoteQuery::default()
    };
    let (batch, sent) = list(
        &query,
        vec![items(json!([row(), stranger, early])), unposted()],
    );
    let ids: Vec<_> = batch.items.iter().map(|row| row.id.0.as_str()).collect();
    assert_eq!(ids, ["451207"]);
    assert_eq!(sent[0].line, "POST at TimeEntries/query");
    assert_eq!(
        sent[0].body["filter"],
        json!([
            {"op": "gt", "field": "id", "value": 0},
            {"op": "gte", "field": "dateWorked", "value": "2025-03-09T00:00:00Z"},
            {"op": "lte", "field": "dateWorked", "value": "2025-03-12T00:00:00Z"},
            {"op": "eq", "field": "resourceID", "value": 29683}
        ])
    );
    assert_eq!(sent[0].body["includeFields"][0], "id");
    assert_eq!(
        sent[1].body["filter"],
        json!([
            {"op": "in", "field": "timeEntryID", "value": [451_207, 3]},
            {"op": "in", "field": "billingItemType", "value": [1, 2]}
        ])
    );
}

#[test]
fn filters_are_the_services_own_where_it_has_them() {
    let query = RemoteQuery {
        kinds: vec![Chargeable::Ticket],
        member: Some(Wanted::Is(Reference::typed("77"))),
        work_type: Some(Wanted::Is(Reference::typed("5"))),
        agreement: Some(Wanted::None),
        billable: vec![Billable::DoNotBill],
        where_text: Some(r#"{"op":"gt","field":"hoursWorked","value":4}"#.into()),
        ..RemoteQuery::default()
    };
    let (_, sent) = list(&query, vec![items(json!([]))]);
    assert_eq!(
        sent[0].body["filter"],
        json!([
            {"op": "gt", "field": "id", "value": 0},
            {"op": "eq", "field": "resourceID", "value": 77},
            {"op": "eq", "field": "billingCodeID", "value": 5},
            {"op": "eq", "field": "timeEntryType", "value": 2},
            {"op": "eq", "field": "isNonBillable", "value": true},
            {"op": "gt", "field": "hoursWorked", "value": 4}
        ])
    );
    let kinds = |kinds: Vec<Chargeable>| {
        let query = RemoteQuery {
            kinds,
            ..RemoteQuery::default()
        };
        list(&query, vec![items(json!([]))]).1[0].body["filter"].clone()
    };
    assert_eq!(
        kinds(vec![Chargeable::Task, Chargeable::Ticket])[1]["value"],
        json!([6, 2])
    );
    assert_eq!(
        kinds(vec![Chargeable::Task, Chargeable::General])
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let (at, script) = settled(Vec::new());
    let query = RemoteQuery {
        where_text: Some(r#"{"op":"ne","field":"id","value":4}"#.into()),
        ..RemoteQuery::default()
    };
    let error = at.list(&query, &Page::default()).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)) && error.message.contains("noteq"));
    assert!(script.lines().is_empty());
    let named = at.names(r#"[{"op":"eq","field":"ResourceID","value":4}]"#);
    assert!(named.member && !named.window);
    assert!(
        at.names(r#"{"op":"lt","field":"dateWorked","value":"2025-01-01"}"#)
            .window
    );
    assert_eq!(at.names("nonsense"), Named::default());
}

#[test]
fn pages_go_on_with_the_same_question_and_only_on_the_same_host() {
    let page = |link: &str| ok(json!({"items": [row()], "pageDetails": {"nextPageUrl": link}}));
    let more = "https://at.test/ATServicesRest/V1.0/TimeEntries/query/next?paging=5";
    let (at, script) = settled(vec![page(more), unposted(), page(""), unposted()]);
    let query = RemoteQuery {
        own: true,
        ..RemoteQuery::default()
    };
    let first = at
        .list(
            &query,
            &Page {
                cursor: None,
                size: Some(2),
            },
        )
        .unwrap();
    let next = Page {
        cursor: first.next,
        size: Some(2),
    };
    assert_eq!(at.list(&query, &next).unwrap().next, None);
    let sent = script.sent();
    assert_eq!(sent[2].line, "POST at TimeEntries/query/next");
    assert_eq!(sent[2].body, sent[0].body);
    assert_eq!(sent[0].body["maxRecords"], 2);
    let (at, script) = settled(vec![page("https://evil.test/"), unposted()]);
    let first = at.list(&query, &Page::default()).unwrap();
    let next = Page {
        cursor: first.next,
        size: None,
    };
    assert_eq!(
        at.list(&query, &next).unwrap_err().kind,
        ErrorKind::Misconfigured
    );
    assert_eq!(script.lines().len(), 2);
}

#[test]
fn what_was_sent_is_found_by_its_marker_else_by_what_it_says() {
    let sent = outgoing(content());
    let mut marked = row();
    marked["internalNotes"] = json!(sent.key.marker());
    marked["summaryNotes"] = json!("changed there");
    let mut others = row();
    others["id"] = json!(6);
    others["internalNotes"] = json!(Key::new(2, [9; 10]).marker());
    let mut rounded = row();
    rounded["id"] = json!(7);
    rounded["hoursWorked"] = json!(1.25);
    let mut moved = row();
    moved["id"] = json!(8);
    moved["ticketID"] = json!(9);
    let found = |rows: Value, kept: bool| {
        let mut says = vec![items(rows)];
        says.extend(kept.then(unposted));
        let (at, _) = settled(says);
        let found = at.find(&sent).unwrap();
        found.iter().map(|row| row.id.0.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        found(json!([row(), marked, others]), true),
        ["451207"],
        "the marked one alone"
    );
    assert_eq!(found(json!([others, moved, rounded]), true), ["7"]);
    assert_eq!(
        found(json!([rounded, row(), row()]), true),
        ["451207"],
        "an exact one first"
    );
    assert_eq!(found(json!([others, moved]), false), [""; 0]);
}

#[test]
fn names_are_settled_once_and_compared_again() {
    let tickets = json!([
        {"id": 88123, "ticketNumber": "T20250310.0042", "title": "Switch"},
        {"id": 88124, "ticketNumber": "T20250310.0043", "title": "Printer"}
    ]);
    let (at, script) = settled(vec![items(tickets)]);
    let mut next = outgoing(content());
    next.content.target = Some(Target {
        kind: TargetKind::Ticket,
        at: Reference::typed("#T20250310.0042"),
    });
    let mut again = next.clone();
    at.resolve(&mut next).unwrap();
    at.resolve(&mut again).unwrap();
    let found = next.content.target.unwrap().at;
    assert_eq!(
        (found.id.as_deref(), found.name.as_deref()),
        (Some("88123"), Some("Switch"))
    );
    assert_eq!(found.typed, "#T20250310.0042");
    assert_eq!(script.lines(), ["POST at Tickets/query"]);

    let codes = json!([
        {"id": 1, "name": "Remote", "useType": 1}, {"id": 2, "name": "remote", "useType": 3},
        {"id": 3, "name": "Onsite", "useType": 1}
    ]);
    let words = ok(json!({"fields": [{"name": "useType", "picklistValues": [
        {"value": "1", "label": "General Allocation Code"}, {"value": "3", "label": "InternalActivity"}]}]}));
    let (at, _) = settled(vec![items(codes), words]);
    let mut next = outgoing(content());
    next.content.work_type = Some(Reference::typed("remote"));
    at.resolve(&mut next).unwrap();
    assert_eq!(next.content.work_type.unwrap().id.as_deref(), Some("1"));

    let (at, _) = settled(vec![items(json!([{"id": 5, "name": "Engineer"}]))]);
    let mut next = outgoing(content());
    next.content.work_role = Some(Reference::typed("Nobody"));
    let ErrorKind::Invalid(problems) = at.resolve(&mut next).unwrap_err().kind else {
        panic!()
    };
    assert_eq!(problems[0].field.as_deref(), Some("work_role"));
}

#[test]
fn the_catalog_tells_what_rules_ask() {
    let words = |field: &str, pairs: &[(i64, &str)]| {
        let values: Vec<_> = pairs
            .iter()
            .map(|(n, word)| json!({"value": n.to_string(), "label": word}))
            .collect();
        ok(json!({"fields": [{"name": field, "picklistValues": values}]}))
    };
    let tickets = items(json!([{
        "id": 88123, "ticketNumber": "T20250310.0042", "title": "Switch", "status": 1, "companyID": 3,
        "contractID": 29691, "billingCodeID": null, "assignedResourceID": 29683,
        "assignedResourceRoleID": 7, "subIssueType": 12, "projectID": null, "completedDate": null
    }]));
    let others = items(json!([{"id": 1, "ticketID": 88123, "resourceID": 77, "roleID": 8}]));
    let says = vec![
        words("status", &[(1, "New"), (5, "Complete")]),
        tickets,
        others,
    ];
    let (at, script) = settled(says);
    let item = at
        .catalog(CatalogKind::Tickets, &Page::default())
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        (item.code.as_deref(), item.active),
        (Some("T20250310.0042"), true)
    );
    assert_eq!(
        json!(item.facts),
        json!({
            "status": "New", "completed": false, "client": "3", "agreement": "29691", "work_type": null,
            "sub_issue": "12", "assigned": "29683", "assigned_role": "7",
            "secondary": [{"member": "77", "role": "8"}]
        })
    );
    assert_eq!(
        script.sent()[1].body["filter"][1],
        json!({"op": "notIn", "field": "status", "value": [5]}),
        "open ones only"
    );

    let contracts = items(json!([{
        "id": 29691, "contractName": "Gold", "contractType": 7, "status": 1, "companyID": 3,
        "startDate": "2025-01-01T00:00:00Z", "endDate": "2025-12-31T00:00:00Z",
        "exclusionContractID": 29692, "contractExclusionSetID": 61
    }]));
    let excluded = |field: &str, of: &str, id: i64| items(json!([{"id": 1, of: id, field: 8}]));
    let says = vec![
        contracts,
        words("contractType", &[(7, "Recurring Service")]),
        excluded("roleID", "contractID", 29691),
        items(json!([])),
        excluded("excludedRoleID", "contractExclusionSetID", 5),
        excluded("excludedWorkTypeID", "contractExclusionSetID", 61),
        // None of them has blocks of hours.
        items(json!([])),
    ];
    let (at, _) = settled(says);
    let item = at
        .catalog(CatalogKind::Agreements, &Page::default())
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        json!(item.facts),
        json!({
            "agreement_type": "recurring-service", "client": "3", "starts": "2025-01-01",
            "ends": "2025-12-31", "exclusion_agreement": "29692", "excluded_roles": ["8"],
            "excluded_work_types": ["8"]
        })
    );

    let people = items(
        json!([{"id": 29683, "firstName": "Ada", "lastName": "Lee", "email": "ada@x.example", "isActive": true, "locationID": 4}]),
    );
    let says = vec![
        people,
        ok(json!({"fields": []})),
        items(json!([{"id": 1, "resourceID": 29683, "roleID": 7, "isActive": false}])),
        items(
            json!([{"id": 2, "resourceID": 29683, "roleID": 8, "isActive": true, "isDefault": true}]),
        ),
        items(
            json!([{"id": 3, "resourceID": 29683, "roleID": 7, "isActive": true, "isDefault": true}]),
        ),
        items(json!([{"id": 4, "timeZone": "Eastern Standard Time"}])),
    ];
    let (at, _) = settled(says);
    let item = at
        .catalog(CatalogKind::Members, &Page::default())
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        (item.name.as_str(), item.code.as_deref()),
        ("Ada Lee", Some("ada@x.example"))
    );
    assert_eq!(
        json!(item.facts),
        json!({
            "zone": "America/New_York", "default_role": "8", "service_desk_role": "7",
            "roles": [{"role": "7", "active": true}, {"role": "8", "active": true}]
        })
    );
    for kind in [
        CatalogKind::Activities,
        CatalogKind::Services,
        CatalogKind::ProjectTickets,
    ] {
        let (at, script) = settled(Vec::new());
        let error = at.catalog(kind, &Page::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported);
        assert!(script.lines().is_empty());
    }
}

#[test]
fn a_catalog_without_words_knows_less_and_still_lists() {
    let tasks = || {
        items(
            json!([{"id": 9, "title": "Cable", "status": 4, "projectID": 50, "isTaskBillable": false}]),
        )
    };
    let says = vec![
        errors(403, "no"),
        tasks(),
        errors(403, "no"),
        items(json!([{"id": 50, "companyID": 3, "contractID": null, "projectType": 3}])),
        ok(
            json!({"fields": [{"name": "projectType", "picklistValues": [{"value": "3", "label": "Template"}]}]}),
        ),
    ];
    let (at, script) = settled(says);
    let item = at
        .catalog(CatalogKind::Tasks, &Page::default())
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        json!(item.facts),
        json!({"project": "50", "client": "3", "agreement": null, "project_type": "template", "billable": "do-not-bill"})
    );
    assert_eq!(
        script.sent()[1].body["filter"][1],
        json!({"op": "notExist", "field": "completedDateTime"})
    );
    let (at, script) = settled(vec![items(json!([])), ok(json!({"fields": []}))]);
    at.catalog_changes(CatalogKind::Tickets, at_noon(), &Page::default())
        .unwrap();
    assert_eq!(
        script.sent()[0].body["filter"],
        json!([{"op": "gte", "field": "lastActivityDate", "value": "2025-03-09T00:00:00Z"}])
    );
    let error = at
        .catalog_changes(CatalogKind::WorkRoles, 0, &Page::default())
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

fn at_noon() -> i64 {
    at("2025-03-10T12:00:00Z")
}
