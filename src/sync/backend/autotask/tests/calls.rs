//! Whole calls.

use super::*;
use crate::domain::charge::Chargeable;
use crate::sync::backend::{Approval, Decision, Wanted};

fn unposted() -> Says {
    items(json!([]))
}

fn one(row: Value) -> Says {
    ok(json!({"item": row}))
}

fn written() -> Says {
    ok(json!({"itemId": 451_207}))
}

#[test]
fn a_create_goes_once_and_what_was_made_of_it_is_read() {
    let (at, script) = settled(vec![written(), one(row())]);
    let remote = at.create(&outgoing(content())).unwrap();
    assert_eq!(remote.id.0, "451207");
    assert_eq!(
        remote.content.agreement,
        known("29691"),
        "the ticket's contract"
    );
    assert_eq!(
        script.lines(),
        ["POST at TimeEntries", "GET at TimeEntries/451207"]
    );
    for (says, may_be) in [
        (errors(500, "TicketID is completed"), false),
        (errors(500, "An unexpected error occurred."), true),
        ((502, vec![], json!("Bad gateway")), true),
        (errors(429, "Itgenatr005"), false),
    ] {
        let (at, script) = settled(vec![says]);
        let error = at.create(&outgoing(content())).unwrap_err();
        assert_eq!(error.may_have_happened(), may_be, "{error}");
        assert_eq!(script.lines().len(), 1, "a write is never repeated");
    }
    // It is there, and what was made of it is not known.
    for says in [
        errors(500, "An unexpected error occurred."),
        ok(json!({"item": 5})),
    ] {
        let mut all = vec![written()];
        all.extend(std::iter::repeat_n(says, 4));
        let (at, _) = settled(all);
        assert!(
            at.create(&outgoing(content()))
                .unwrap_err()
                .may_have_happened()
        );
    }
    let (at, _) = settled(vec![ok(json!({"itemId": null}))]);
    assert!(
        at.create(&outgoing(content()))
            .unwrap_err()
            .may_have_happened()
    );
    // Nothing was sent, so nothing was done.
    let (at, _) = made(settings(Some("https://at.test")), vec![errors(401, "no")]);
    let error = at.create(&outgoing(content())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[test]
fn an_entry_that_is_not_shown_is_there_by_its_number() {
    let (at, _) = settled(vec![written(), one(Value::Null)]);
    let mut hidden = outgoing(content());
    hidden.content.billable = Billable::DoNotBill;
    hidden.marked = true;
    let remote = at.create(&hidden).unwrap();
    assert_eq!(
        (remote.id.0.as_str(), remote.key),
        ("451207", Some(hidden.key))
    );
    assert_eq!(held(&remote.content), held(&hidden.content));
}

#[test]
fn a_role_is_filled_in_where_there_is_none() {
    let mut bare = content();
    bare.work_role = None;
    let ticket = one(json!({"id": 88123, "assignedResourceRoleID": 29_683_501}));
    let (at, script) = settled(vec![ticket, written(), one(row()), written(), one(row())]);
    at.create(&outgoing(bare.clone())).unwrap();
    at.create(&outgoing(bare.clone())).unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].line, "GET at Tickets/88123");
    assert_eq!(sent[1].body["roleID"], json!(29_683_501));
    assert_eq!(sent[3].body["roleID"], json!(29_683_501), "asked once");
    // Nobody is assigned: the resource's own on the service desk.
    let (at, script) = settled(vec![one(json!({"id": 88123})), written(), one(row())]);
    at.create(&outgoing(bare.clone())).unwrap();
    assert_eq!(script.sent()[1].body["roleID"], json!(7));
    // A task has no such, and what may not be read is the service's to refuse.
    bare.target = target(TargetKind::Task, "9");
    let (at, script) = settled(vec![
        errors(500, "adequate permissions"),
        written(),
        one(row()),
    ]);
    at.create(&outgoing(bare)).unwrap();
    assert!(script.sent()[1].body.get("roleID").is_none());
}

#[test]
fn an_update_goes_to_the_collection_with_its_number_in_the_body() {
    let last = read(&row(), false);
    let mut next = outgoing(last.content.clone());
    next.content.note = Some("v2".into());
    let mut after = row();
    after["summaryNotes"] = json!("v2");
    let mut settings = settings(Some("https://at.test"));
    settings.impersonate = Some("555".into());
    let says = vec![
        room(1),
        resource(),
        place("UTC"),
        written(),
        one(after),
        one(row()),
        unposted(),
    ];
    let (at, script) = made(settings, says);
    let remote = at.update(&last.id, &next, &last, None).unwrap();
    assert_eq!(remote.content.note.as_deref(), Some("v2"));
    at.update(&last.id, &outgoing(last.content.clone()), &last, None)
        .unwrap();
    let sent = script.sent();
    assert_eq!(sent[3].line, "PATCH at TimeEntries");
    assert_eq!(sent[3].body, json!({"id": 451_207, "summaryNotes": "v2"}));
    assert_eq!(sent[3].header("ImpersonationResourceId"), Some("555"));
    assert_eq!(
        sent[4].header("ImpersonationResourceId"),
        None,
        "reads are our own"
    );
    assert_eq!(
        sent[5].line, "GET at TimeEntries/451207",
        "nothing to change"
    );
}

#[test]
fn what_is_taken_away_and_stays_is_refused_in_words() {
    let last = read(&row(), false);
    let mut next = outgoing(last.content.clone());
    next.content.agreement = None;
    next.content.given.set_none(Slot::Agreement);
    let (at, _) = settled(vec![written(), one(row())]);
    let error = at.update(&last.id, &next, &last, None).unwrap_err();
    let ErrorKind::Invalid(problems) = error.kind else {
        panic!("{error:?}")
    };
    assert_eq!(problems[0].field.as_deref(), Some("agreement"));
    assert_eq!(at.clears_after_create(), [Slot::WorkType, Slot::Agreement]);
}

#[test]
fn what_is_gone_is_deleted_and_fetched_as_nothing() {
    let id = RemoteId("7".into());
    let missing = || {
        errors(
            500,
            "No message. No matching records found. The logged in Resource may not have the required permissions to delete the data.",
        )
    };
    let mut seven = row();
    seven["id"] = json!(7);
    let says = vec![
        one(Value::Null),
        errors(404, "x"),
        missing(),
        one(Value::Null),
        ok(json!({"itemId": 7})),
        missing(),
        one(seven),
    ];
    let (at, script) = settled(says);
    assert_eq!(at.fetch(&id), Ok(None));
    assert_eq!(at.fetch(&id), Ok(None));
    assert_eq!(at.delete(&id), Ok(()));
    assert_eq!(at.delete(&id), Ok(()));
    // It is there, and not ours to delete.
    assert_eq!(at.delete(&id).unwrap_err().kind, ErrorKind::Forbidden);
    assert_eq!(script.lines()[2], "DELETE at TimeEntries/7");
}

#[test]
fn a_refusal_of_what_is_posted_says_so() {
    let last = read(&row(), false);
    let posted = || items(json!([{"id": 77001, "timeEntryID": 451_207, "billingItemType": 1}]));
    let refused = || errors(500, "This TimeEntry cannot be edited");
    let (at, _) = settled(vec![
        refused(),
        one(row()),
        posted(),
        refused(),
        one(row()),
        unposted(),
    ]);
    let mut next = outgoing(last.content.clone());
    next.content.note = Some("v2".into());
    let result = at.update(&last.id, &next, &last, None);
    assert_eq!(result.unwrap_err().kind, ErrorKind::Conflict);
    let error = at.delete(&last.id).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Invalid(_)), "{error:?}");
}

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
fn what_may_be_hidden_is_not_taken_for_absent() {
    let billed = Content {
        billable: Billable::Billable,
        ..content()
    };
    let (at, script) = settled(Vec::new());
    assert_eq!(
        at.hides(&billed, None),
        Ok(false),
        "everybody sees what is billed"
    );
    assert!(script.lines().is_empty());
    // Nothing that is not billed is shown: it may be hidden, or there is none.
    let (at, script) = settled(vec![items(json!([]))]);
    assert_eq!(at.hides(&content(), None), Ok(true));
    assert_eq!(
        at.hides(&billed, Some(&read(&row(), false))),
        Ok(true),
        "it may have been changed there"
    );
    assert_eq!(script.lines().len(), 1, "asked once a run");
    let (at, _) = settled(vec![items(json!([{"id": 5, "isNonBillable": true}]))]);
    assert_eq!(at.hides(&content(), None), Ok(false));
    // A filter that was dropped proves nothing.
    let (at, _) = settled(vec![items(json!([{"id": 5, "isNonBillable": false}]))]);
    assert_eq!(at.hides(&content(), None), Ok(true));
    let mut free = row();
    free["isNonBillable"] = json!(true);
    let (at, script) = settled(vec![one(free), unposted()]);
    at.fetch(&RemoteId("451207".into())).unwrap();
    assert_eq!(at.hides(&content(), None), Ok(false), "one was seen");
    assert_eq!(script.lines().len(), 2);
}

#[test]
fn markers_that_others_may_read_are_told() {
    let mut shown = row();
    shown["isInternalNotesVisibleToComanaged"] = json!(true);
    let (at, _) = settled(vec![one(shown.clone()), unposted()]);
    at.fetch(&RemoteId("451207".into())).unwrap();
    assert_eq!(at.remarks(), [""; 0], "no marker, no worry");
    shown["internalNotes"] = json!(outgoing(content()).key.marker());
    let (at, _) = settled(vec![one(shown), errors(500, "adequate permissions")]);
    at.fetch(&RemoteId("451207".into())).unwrap();
    let remarks = at.remarks();
    assert!(remarks[0].contains("co-managed"), "{remarks:?}");
    assert!(remarks[1].contains("posted is not known"), "{remarks:?}");
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
fn an_entry_is_approved_for_billing_once() {
    let id = RemoteId("451207".into());
    let mut approved = row();
    approved["billingApprovalDateTime"] = json!("2025-03-11T09:00:00Z");
    approved["billingApprovalResourceID"] = json!(29683);
    approved["billingApprovalLevelMostRecent"] = json!(1);
    let says = vec![
        one(row()),
        unposted(),
        ok(json!({"itemId": 5})),
        one(approved.clone()),
        unposted(),
        one(approved.clone()),
        unposted(),
    ];
    let (at, script) = settled(says);
    for _ in 0..2 {
        let done = Approval::decide(&at, std::slice::from_ref(&id), &Decision::Approve);
        assert_eq!(done[0].1.as_ref().unwrap().status, Status::Approved);
    }
    let sent = script.sent();
    assert_eq!(sent.len(), 7, "the second time it is done already");
    assert_eq!(sent[2].line, "POST at BillingItemApprovalLevels");
    assert_eq!(
        sent[2].body,
        json!({
            "timeEntryID": 451_207, "approvalLevel": 1, "approvalResourceID": 29683,
            "approvalDateTime": "2025-03-11T13:33:20Z"
        })
    );
    // An answer that was lost: what is there decides.
    let lost = (502, vec![], json!("x"));
    let (at, _) = settled(vec![
        one(row()),
        unposted(),
        lost,
        one(approved),
        unposted(),
    ]);
    assert!(
        Approval::decide(&at, std::slice::from_ref(&id), &Decision::Approve)[0]
            .1
            .is_ok()
    );
    // Said yes, and left as it was.
    let says = vec![
        one(row()),
        unposted(),
        ok(json!({"itemId": 5})),
        one(row()),
        unposted(),
    ];
    let (at, _) = settled(says);
    let done = Approval::decide(&at, std::slice::from_ref(&id), &Decision::Approve);
    assert_eq!(done[0].1.as_ref().unwrap_err().kind, ErrorKind::Conflict);
    let reject = Decision::Reject { reason: "x".into() };
    let done = Approval::decide(&at, &[id], &reject);
    assert_eq!(done[0].1.as_ref().unwrap_err().kind, ErrorKind::Unsupported);
    let mut mere = settings(Some("https://at.test"));
    mere.approver = false;
    assert!(made(mere, Vec::new()).0.approval().is_none());
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
