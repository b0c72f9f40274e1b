use super::*;

fn answer(status: u16, body: &str) -> Response {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Response::new(status, headers, body.as_bytes().to_vec())
}

fn judged(act: Act, status: u16, body: &str) -> BackendError {
    judge(act, &answer(status, body), None, "mb.test").unwrap_err()
}

#[test]
fn every_refusal_has_its_meaning() {
    let scope = r#"{"error":"No access to sales_invoices or estimates"}"#;
    let gone = r#"{"error":"record not found","symbolic":{"id":"not_found"}}"#;
    let rows: &[(Act, u16, &str, ErrorKind)] = &[
        (
            Act::Create,
            401,
            r#"{"error":"invalid token"}"#,
            ErrorKind::Unauthorized,
        ),
        (Act::Read, 401, "", ErrorKind::Unauthorized),
        (Act::Create, 401, scope, ErrorKind::Misconfigured),
        (
            Act::Read,
            403,
            r#"{"error":"No access to SEPA"}"#,
            ErrorKind::Forbidden,
        ),
        (Act::Read, 404, gone, ErrorKind::NotFound),
        (Act::Change, 404, gone, ErrorKind::NotFound),
        (
            Act::Read,
            400,
            r#"{"error":"per_page does not have a valid value"}"#,
            ErrorKind::Protocol,
        ),
        (Act::Read, 500, "<html>oops</html>", ErrorKind::Unreachable),
        (
            Act::Create,
            500,
            "<html>oops</html>",
            ErrorKind::OutcomeUnknown,
        ),
        (Act::Create, 502, "", ErrorKind::OutcomeUnknown),
        (Act::Change, 503, "", ErrorKind::OutcomeUnknown),
        (
            Act::Create,
            429,
            r#""Retry later""#,
            ErrorKind::RateLimited(None),
        ),
        (
            Act::Create,
            429,
            "Retry later",
            ErrorKind::RateLimited(None),
        ),
    ];
    for (act, status, body, kind) in rows {
        assert_eq!(
            judged(*act, *status, body).kind,
            *kind,
            "{act:?} {status} {body}"
        );
    }
}

#[test]
fn refusals_name_our_fields_and_keep_the_services_words() {
    let both = r#"{"error":{"ended_at":["cannot be before the start time"],"description":["can't be blank"]},
        "details":{"ended_at":[{"error":"ended_at_before_started_at"}],"description":[{"error":"blank"}]}}"#;
    let error = judged(Act::Create, 422, both);
    let ErrorKind::Invalid(problems) = &error.kind else {
        panic!("{error:?}")
    };
    let told: Vec<_> = problems
        .iter()
        .map(|problem| {
            (
                problem.field.as_deref(),
                problem.code.as_str(),
                problem.message.as_str(),
            )
        })
        .collect();
    assert!(told.contains(&(
        Some("end"),
        "ended_at_before_started_at",
        "end cannot be before the start time"
    )));
    assert!(told.contains(&(Some("note"), "blank", "note can't be blank")));
    let plan = r#"{"error":"creating time entries is limited","symbolic":{"administration":"limit_reached"}}"#;
    let error = judged(Act::Create, 402, plan);
    assert!(error.message.contains("limited") && error.help.contains("plan"));
    assert_eq!(error.problem("x").code, "limit_reached");
    let contact = r#"{"error":"record not found","symbolic":{"contact_id":"not_found"}}"#;
    let error = judged(Act::Create, 404, contact);
    assert_eq!(error.problem("x").field.as_deref(), Some("client"));
    let odd = judged(
        Act::Create,
        422,
        r#"{"error":{"base":["Cannot \u001b[31mresume"]}}"#,
    );
    assert!(odd.message.contains("resume") && !odd.message.contains('\u{1b}'));
}

#[test]
fn a_wish_to_wait_is_passed_on() {
    for wish in [None, Some(Duration::from_secs(120))] {
        let answer = answer(429, "\"Retry later\"");
        let error = judge(Act::Create, &answer, wish, "mb.test").unwrap_err();
        assert_eq!(error.kind, ErrorKind::RateLimited(wish));
    }
}
