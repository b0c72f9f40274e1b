//! Whole calls about single entries.

use super::*;
use crate::sync::backend::{Approval, Decision};

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
