use super::*;

fn answer(status: u16, body: &str) -> Response {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Response::new(status, headers, body.as_bytes().to_vec())
}

fn judged(act: Act, status: u16, body: &str) -> BackendError {
    judge(act, &answer(status, body), None, "fb.test").unwrap_err()
}

const LOGIN: &str = r#"{"error":"unauthenticated","error_description":"This action requires authentication to continue."}"#;
const GONE: &str = r#"{"error":"Requested resource could not be found."}"#;
const FIELDS: &str =
    r#"{"errno":2001,"error":{"duration":"ensure this value is greater than or equal to 0"}}"#;
const CLIENT: &str = r#"{"response":{"errors":[{"errno":1012,"field":"userid","message":"Client not found.","object":"client","value":"134"}]}}"#;
const NO_ACCESS: &str =
    r#"{"response":{"errors":[{"errno":12001,"message":"You do not have access to items."}]}}"#;

#[test]
fn every_refusal_of_every_family_has_its_meaning() {
    use ErrorKind::{
        Forbidden, NotFound, OutcomeUnknown, Protocol, RateLimited, Unauthorized, Unreachable,
    };
    let server = r#"{"message":"The server could not verify that you are authorized to access the URL requested."}"#;
    let newer = r#"{"code":5,"message":"Request failed","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"1012"}]}"#;
    let typed = r#"{"error_type":"not_found","message":"The requested resource was not found."}"#;
    let rows: &[(Act, u16, &str, ErrorKind)] = &[
        (Act::Read, 401, LOGIN, Unauthorized),
        (Act::Create, 401, server, Unauthorized),
        (Act::Change, 401, "", Unauthorized),
        (
            Act::Read,
            403,
            r#"{"error":"insufficient_scope"}"#,
            Forbidden,
        ),
        (Act::Create, 403, NO_ACCESS, Forbidden),
        (Act::Read, 404, GONE, NotFound),
        (Act::Change, 404, GONE, NotFound),
        (Act::Read, 404, CLIENT, NotFound),
        (Act::Read, 404, typed, NotFound),
        (Act::Read, 404, newer, NotFound),
        (Act::Read, 422, FIELDS, Protocol),
        (Act::Read, 500, "<html>oops</html>", Unreachable),
        (Act::Create, 500, "<html>oops</html>", OutcomeUnknown),
        (Act::Create, 502, "", OutcomeUnknown),
        (Act::Change, 503, "", OutcomeUnknown),
        (Act::Create, 422, "<html>a gateway</html>", OutcomeUnknown),
        (Act::Create, 429, "slow down", RateLimited(None)),
        // With the status of a success.
        (Act::Read, 200, NO_ACCESS, Forbidden),
        (Act::Read, 200, CLIENT, NotFound),
        (Act::Read, 200, newer, NotFound),
        (
            Act::Read,
            200,
            r#"{"code":16,"message":"who?"}"#,
            Unauthorized,
        ),
        (
            Act::Create,
            200,
            r#"{"code":8,"message":"busy"}"#,
            RateLimited(None),
        ),
        (Act::Read, 200, LOGIN, Unauthorized),
        (Act::Change, 200, GONE, NotFound),
        (
            Act::Read,
            200,
            r#"{"message":"you have no permission"}"#,
            Forbidden,
        ),
        (Act::Create, 200, "", OutcomeUnknown),
        (Act::Read, 200, "<html>", Protocol),
    ];
    for (act, status, body, kind) in rows {
        let error = judged(*act, *status, body);
        assert_eq!(error.kind, *kind, "{act:?} {status} {body}");
        assert!(
            !error.help.is_empty() && error.message.contains("fb.test"),
            "{error}"
        );
    }
    for (act, status, body) in [
        (Act::Create, 422, FIELDS),
        (Act::Create, 404, GONE),
        (Act::Create, 200, FIELDS),
        (Act::Change, 409, r#"{"error":"Entry already billed"}"#),
        (Act::Ask, 404, GONE),
        (Act::Ask, 422, FIELDS),
    ] {
        let error = judged(act, status, body);
        assert!(
            matches!(error.kind, ErrorKind::Invalid(_)),
            "{act:?} {error:?}"
        );
    }
}

#[test]
fn what_is_no_error_is_the_answer() {
    for body in [
        r#"{"time_entry":{"id":1,"note":"error"}}"#,
        r#"{"time_entries":[],"meta":{"total":0}}"#,
        r#"{"response":{"result":{"tasks":[]}}}"#,
        r#"{"response":{"errors":[],"result":{"tasks":[]}}}"#,
        r#"{"response":{"id":1,"business_memberships":[]}}"#,
        r#"{"project":{"id":1},"message":"fine","error":null}"#,
        "{}",
    ] {
        let judged = judge(Act::Read, &answer(200, body), None, "fb.test");
        assert!(judged.is_ok(), "{body}: {judged:?}");
    }
    let nothing = judge(Act::Change, &answer(204, ""), None, "fb.test");
    assert_eq!(nothing, Ok(Value::Null));
}

#[test]
fn refusals_name_our_fields_and_keep_the_services_words() {
    let both = r#"{"errno":2001,"error":{"started_at":"none is not an allowed value","project_id":["value is not a valid integer"]}}"#;
    let error = judged(Act::Create, 422, both);
    let ErrorKind::Invalid(problems) = &error.kind else {
        panic!("{error:?}")
    };
    let told: Vec<_> = problems
        .iter()
        .map(|it| (it.field.as_deref(), it.code.as_str(), it.message.as_str()))
        .collect();
    assert!(told.contains(&(Some("start"), "2001", "start: none is not an allowed value")));
    assert!(told.contains(&(
        Some("project"),
        "2001",
        "project: value is not a valid integer"
    )));
    assert!(error.help.contains("tt catalog refresh"), "{}", error.help);
    let error = judged(
        Act::Change,
        409,
        r#"{"errno":7,"error":"Entry already billed"}"#,
    );
    assert!(error.message.contains("Entry already billed"), "{error}");
    assert_eq!(error.problem("x").code, "7");
    let odd = judged(
        Act::Create,
        422,
        r#"{"error":{"base":"Cannot \u001b[31mresume"}}"#,
    );
    assert!(odd.message.contains("resume") && !odd.message.contains('\u{1b}'));
    let empty = judged(Act::Create, 422, r#"{"errno":2001}"#);
    assert!(empty.message.contains("2001"), "{empty}");
}

#[test]
fn a_wish_to_wait_is_passed_on() {
    for wish in [None, Some(Duration::from_secs(120))] {
        let error = judge(Act::Create, &answer(429, "{}"), wish, "fb.test").unwrap_err();
        assert_eq!(error.kind, ErrorKind::RateLimited(wish));
    }
}
