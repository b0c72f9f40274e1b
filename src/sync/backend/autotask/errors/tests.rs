use super::*;
use serde_json::json;

fn answer(status: u16, body: &Value) -> Response {
    let kind = ("Content-Type".to_owned(), "application/json".to_owned());
    Response::new(status, vec![kind], body.to_string().into_bytes())
}

fn says(act: Act, status: u16, words: &[&str]) -> ErrorKind {
    let answer = answer(status, &json!({"errors": words}));
    judge(act, &answer, None, "at.test").unwrap_err().kind
}

#[test]
fn sentences_decide_whatever_the_status() {
    let forbidden =
        "The logged in Resource does not have the adequate permissions to create this TimeEntry.";
    let missing = "No message. No matching records found. The logged in Resource may not have the required permissions to delete the data.";
    let thread = "Itgenatr005: The Autotask API thread threshold of 3 threads has been exceeded.";
    for status in [200, 400, 409, 422, 500] {
        let create = |words: &str| says(Act::Create, status, &[words]);
        assert_eq!(create(forbidden), ErrorKind::Forbidden, "{status}");
        assert_eq!(create(thread), ErrorKind::RateLimited(None), "{status}");
        assert_eq!(says(Act::Change, status, &[missing]), ErrorKind::NotFound);
        assert_eq!(
            create("IntegrationCode is invalid"),
            ErrorKind::Unauthorized
        );
        let refused =
            create("Reference value on field: roleID of type: Role does not exist or is invalid.");
        let ErrorKind::Invalid(problems) = refused else {
            panic!("{status}: {refused:?}")
        };
        assert_eq!(problems[0].field.as_deref(), Some("work_role"));
        assert!(problems[0].message.starts_with("Reference value"));
    }
    assert_eq!(says(Act::Read, 401, &["x"]), ErrorKind::Unauthorized);
    assert_eq!(says(Act::Read, 403, &["x"]), ErrorKind::Forbidden);
    assert_eq!(says(Act::Create, 429, &["x"]), ErrorKind::RateLimited(None));
    // One that was thrown out for two reasons: the one that stops everything counts.
    assert_eq!(
        says(Act::Create, 500, &["odd", thread]),
        ErrorKind::RateLimited(None)
    );
}

#[test]
fn what_tells_nothing_leaves_open_what_was_done() {
    for words in [&["An unexpected error occurred."][..], &["  "], &[]] {
        assert_eq!(
            says(Act::Create, 500, words),
            ErrorKind::OutcomeUnknown,
            "{words:?}"
        );
        assert_eq!(
            says(Act::Read, 500, words),
            ErrorKind::Unreachable,
            "{words:?}"
        );
    }
    for body in [
        json!({"Message": "An error has occurred."}),
        json!([]),
        json!("x"),
    ] {
        let judged = judge(Act::Change, &answer(500, &body), None, "at.test");
        assert_eq!(
            judged.unwrap_err().kind,
            ErrorKind::OutcomeUnknown,
            "{body}"
        );
    }
    let both = answer(200, &json!({"itemId": 5, "errors": ["something"]}));
    let judged = judge(Act::Create, &both, None, "at.test").unwrap_err();
    assert_eq!(judged.kind, ErrorKind::OutcomeUnknown);
}

#[test]
fn questions_that_are_refused() {
    let words = "Unable to find projectID in the TimeEntry Entity.";
    assert_eq!(says(Act::Read, 500, &[words]), ErrorKind::Protocol);
    assert!(matches!(
        says(Act::Ask, 500, &[words]),
        ErrorKind::Invalid(_)
    ));
    let gone = Response::new(404, Vec::new(), Vec::new());
    assert_eq!(
        judge(Act::Read, &gone, None, "h").unwrap_err().kind,
        ErrorKind::NotFound
    );
    assert!(matches!(
        judge(Act::Create, &gone, None, "h").unwrap_err().kind,
        ErrorKind::Invalid(_)
    ));
    let wrong_verb = Response::new(405, Vec::new(), Vec::new());
    assert_eq!(
        judge(Act::Change, &wrong_verb, None, "h").unwrap_err().kind,
        ErrorKind::Unsupported
    );
}

#[test]
fn only_refusals_are_not_asked_again() {
    let rows = [
        (500, json!({"errors": ["TicketID is completed"]}), true),
        (500, json!({"errors": ["No matching records found."]}), true),
        (
            500,
            json!({"errors": ["Itgenatr005: thread threshold of 3 threads has been exceeded"]}),
            false,
        ),
        (
            500,
            json!({"errors": ["An unexpected error occurred."]}),
            false,
        ),
        (500, json!({"errors": []}), false),
        (502, json!("x"), false),
    ];
    for (status, body, refuses) in rows {
        assert_eq!(is_refusal(&answer(status, &body)), refuses, "{body}");
    }
}

#[test]
fn the_field_that_is_named_is_ours() {
    let rows = [
        (
            "InternalAllocationCodeID must be present",
            Some("charge_to"),
        ),
        ("contactID: Value 12345 does not exist or is invalid", None),
        (
            "The contractServiceBundleID needs a ContractID",
            Some("extra.agreement_bundle"),
        ),
        ("roleID must match ticketID", Some("work_role")),
        ("isNonBillable may not be false", Some("billable")),
        ("Summary Notes are required", Some("note")),
        ("Show On Invoice", Some("extra.show_on_invoice")),
        ("billingCodeID: Value 5 does not exist", Some("work_type")),
        ("it is Tuesday", None),
    ];
    for (words, field) in rows {
        assert_eq!(our_field(words), field, "{words}");
    }
    let object = answer(
        500,
        &json!({"errors": [{"message": "too long", "field": "SummaryNotes"}]}),
    );
    let ErrorKind::Invalid(problems) = judge(Act::Create, &object, None, "h").unwrap_err().kind
    else {
        panic!()
    };
    assert_eq!(
        (problems[0].field.as_deref(), problems[0].message.as_str()),
        (Some("note"), "too long")
    );
}
