//! Refusals of every kind, and answers that leave things open.

use super::*;
use crate::net::{Certainty, Kind, NetError};
use serde_json::json;

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Response::new(status, headers.collect(), body.as_bytes().to_vec())
}

#[derive(Debug, PartialEq)]
enum Short {
    Done,
    Unauthorized,
    Forbidden,
    NotFound,
    Invalid,
    Conflict,
    Later,
    Unreachable,
    Open,
    Protocol,
}

fn short(judged: &Result<Value, BackendError>) -> Short {
    match judged.as_ref().map_err(|error| &error.kind) {
        Ok(_) => Short::Done,
        Err(ErrorKind::Unauthorized) => Short::Unauthorized,
        Err(ErrorKind::Forbidden) => Short::Forbidden,
        Err(ErrorKind::NotFound) => Short::NotFound,
        Err(ErrorKind::Invalid(_)) => Short::Invalid,
        Err(ErrorKind::Conflict) => Short::Conflict,
        Err(ErrorKind::RateLimited(_)) => Short::Later,
        Err(ErrorKind::Unreachable) => Short::Unreachable,
        Err(ErrorKind::OutcomeUnknown) => Short::Open,
        Err(ErrorKind::Protocol) => Short::Protocol,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn each_status_by_what_was_asked() {
    use Short::{
        Conflict, Done, Forbidden, Invalid, Later, NotFound, Open, Protocol, Unauthorized,
        Unreachable,
    };
    let page = "<html>gateway</html>";
    let invalid = r#"{"code":"InvalidObject","message":"timeEntry object is invalid","errors":[{"code":"MissingRequiredField","message":"The timeStart field is required.","resource":"timeEntry","field":"timeStart"}]}"#;
    // status, body; then what it means for a read, a create, a change
    let rows = [
        (200, r#"{"id":1}"#, [Done, Done, Done]),
        (200, "", [Protocol, Open, Done]),
        (204, "", [Protocol, Open, Done]),
        (200, page, [Protocol, Open, Open]),
        (201, r#"{"id":"#, [Protocol, Open, Open]),
        (
            200,
            r#"{"success":false,"message":"Time sheet could not be submitted."}"#,
            [Done, Conflict, Conflict],
        ),
        (200, r#"{"success":true,"message":""}"#, [Done, Done, Done]),
        (400, invalid, [Protocol, Invalid, Invalid]),
        (
            400,
            r#"{"code":"ApiFindCondition","message":"projectid is not a recognized name."}"#,
            [Protocol, Invalid, Invalid],
        ),
        (400, page, [Protocol, Open, Open]),
        (400, "", [Protocol, Open, Open]),
        (
            401,
            r#"{"code":"Unauthorized","message":"The provided credentials are not valid."}"#,
            [Unauthorized, Unauthorized, Unauthorized],
        ),
        (
            401,
            r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#,
            [Unauthorized, Unauthorized, Unauthorized],
        ),
        (401, page, [Unauthorized, Unauthorized, Unauthorized]),
        (
            403,
            r#"{"code":"Security","message":"You do not have security permission to perform this action."}"#,
            [Forbidden, Forbidden, Forbidden],
        ),
        (
            404,
            r#"{"code":"NotFound","message":"Entry not found","errors":null}"#,
            [NotFound, Invalid, NotFound],
        ),
        (404, page, [NotFound, Invalid, NotFound]),
        (
            409,
            r#"{"message":"changed meanwhile"}"#,
            [Conflict, Conflict, Conflict],
        ),
        (409, page, [Protocol, Open, Open]),
        (429, page, [Later, Later, Later]),
        (
            500,
            r#"{"code":"Timeout","message":"timeout expired"}"#,
            [Unreachable, Open, Open],
        ),
        (502, page, [Unreachable, Open, Open]),
        (503, page, [Unreachable, Open, Open]),
        (418, "{}", [Protocol, Open, Open]),
    ];
    for (status, body, meanings) in rows {
        for (act, meaning) in [Act::Read, Act::Create, Act::Change]
            .into_iter()
            .zip(meanings)
        {
            let judged = judge(act, &answer(status, &[], body), "cw.test");
            assert_eq!(short(&judged), meaning, "{status} {body} {act:?}");
            if let Err(error) = judged {
                assert!(
                    error.message.contains("cw.test") && !error.help.is_empty(),
                    "{error:?}"
                );
            }
        }
    }
}

#[test]
fn the_services_words_arrive_with_our_field() {
    let body = json!({"code": "InvalidObject", "message": "object is invalid.\r\n", "errors": [
        {"code": "MissingRequiredField", "message": "The \u{1b}[31mworkType\u{202e} field\r\nis required.", "field": "workType/id"},
        {"code": "Odd", "field": "somethingElse"},
        "nonsense"
    ]});
    let error = judge(Act::Create, &answer(400, &[], &body.to_string()), "cw.test").unwrap_err();
    let ErrorKind::Invalid(problems) = error.kind else {
        panic!()
    };
    assert_eq!(problems.len(), 2);
    assert_eq!(
        (problems[0].code.as_str(), problems[0].field.as_deref()),
        ("MissingRequiredField", Some("work_type"))
    );
    assert_eq!(problems[0].message, "The [31mworkType field is required.");
    assert_eq!(
        (problems[1].message.as_str(), problems[1].field.as_deref()),
        ("Odd", None)
    );
    assert_eq!(
        error.message,
        "cw.test refused: The [31mworkType field is required."
    );
    for (theirs, ours) in [
        ("timeStart", "start"),
        ("/chargeToId", "charge_to"),
        ("TIMEEND", "end"),
        ("company.id", "client"),
    ] {
        assert_eq!(our_field(theirs), Some(ours));
    }
    let long = judge(
        Act::Change,
        &answer(400, &[], &json!({"message": "x".repeat(9000)}).to_string()),
        "h",
    )
    .unwrap_err();
    assert!(long.message.len() < 600);
}

#[test]
fn help_on_a_missing_right_names_the_right() {
    let body = r#"{"code":"Security","message":"You do not have security permission."}"#;
    for (act, word) in [
        (Act::Read, "inquire"),
        (Act::Create, "add and edit"),
        (Act::Change, "add and edit"),
    ] {
        let error = judge(act, &answer(403, &[], body), "cw.test").unwrap_err();
        assert!(error.help.contains(word), "{act:?}: {}", error.help);
    }
}

#[test]
fn how_long_to_wait() {
    let wait = |headers: &[(&str, &str)]| match judge(Act::Create, &answer(429, headers, ""), "h")
        .unwrap_err()
        .kind
    {
        ErrorKind::RateLimited(wait) => wait.map(|wait| wait.as_secs()),
        other => panic!("{other:?}"),
    };
    assert_eq!(wait(&[("Retry-After", "30")]), Some(30));
    assert_eq!(wait(&[]), None);
    assert_eq!(wait(&[("Retry-After", "soon")]), None);
    assert_eq!(
        wait(&[("Retry-After", "Sun, 22 Nov 2026 11:01:00 GMT")]),
        None
    );
    let dated = [
        ("Retry-After", "Sun, 22 Nov 2026 11:01:00 GMT"),
        ("Date", "Sun, 22 Nov 2026 11:00:00 GMT"),
    ];
    assert_eq!(wait(&dated), Some(60));
    let busy = judge(
        Act::Create,
        &answer(503, &[("Retry-After", "5")], "<html>"),
        "h",
    );
    assert_eq!(short(&busy), Short::Later);
}

#[test]
fn no_answer_at_all() {
    let rows = [
        (
            Kind::Refused,
            Certainty::NotDone,
            Short::Unreachable,
            Short::Unreachable,
        ),
        (
            Kind::Deadline,
            Certainty::NotDone,
            Short::Unreachable,
            Short::Unreachable,
        ),
        (Kind::Paused, Certainty::NotDone, Short::Later, Short::Later),
        (
            Kind::TimeOut,
            Certainty::Unknown,
            Short::Unreachable,
            Short::Open,
        ),
        (
            Kind::Dropped,
            Certainty::Unknown,
            Short::Unreachable,
            Short::Open,
        ),
        (Kind::Cut, Certainty::Unknown, Short::Protocol, Short::Open),
        (
            Kind::WebPage,
            Certainty::Unknown,
            Short::Protocol,
            Short::Open,
        ),
    ];
    for (kind, certainty, read, write) in rows {
        let error = NetError::new(kind, certainty, "h", "");
        assert_eq!(short(&Err(from_net(Act::Read, &error))), read, "{kind:?}");
        for act in [Act::Create, Act::Change] {
            assert_eq!(short(&Err(from_net(act, &error))), write, "{kind:?}");
        }
    }
    let moved = NetError::new(Kind::Redirect, Certainty::Unknown, "h", "");
    assert_eq!(from_net(Act::Read, &moved).kind, ErrorKind::Misconfigured);
    assert_eq!(
        from_net(Act::Create, &moved).kind,
        ErrorKind::OutcomeUnknown
    );
}
