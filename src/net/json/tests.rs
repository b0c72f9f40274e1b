//! What errors of bodies say, and what they never say.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::*;

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only the reading is looked at")]
struct Row {
    id: u64,
    #[serde(rename = "workType")]
    work_type: Option<Named>,
    #[serde(default)]
    kind: Kinds,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only the reading is looked at")]
struct Named {
    name: String,
    tags: Vec<u8>,
}

#[derive(Debug, Default, Deserialize)]
enum Kinds {
    #[default]
    A,
    B,
}

fn fault(body: &str) -> BodyFault {
    decode::<Vec<Row>>(body.as_bytes(), Some("application/json")).unwrap_err()
}

#[test]
fn shape_errors_name_the_field() {
    let rows = [
        (r#"[{"id":1},{"id":"x"}]"#, "[1].id", "expected u64"),
        (r#"[{"id":1},{"id":-4}]"#, "[1].id", "expected u64"),
        (
            "[\n {\"id\":1,\n  \"workType\":{\"name\":7,\"tags\":[]}}]",
            "[0].workType.name",
            "expected a string",
        ),
        (
            r#"[{"id":1,"workType":{"name":"n","tags":[1,2,"x"]}}]"#,
            "[0].workType.tags[2]",
            "expected u8",
        ),
        (
            r#"[{"id":1,"workType":{"name":"a\"}],{:","tags":[1,300]}}]"#,
            "[0].workType.tags[1]",
            "expected u8",
        ),
        (r#"[{"workType":null}]"#, "[0].id", "is missing"),
        (
            r#"[{"id":1},{"id":2,"workType":{"tags":[]}}]"#,
            "[1].workType.name",
            "is missing",
        ),
        (
            r#"[{"id":1,"kind":"C"}]"#,
            "[0].kind",
            "expected `A` or `B`",
        ),
    ];
    for (body, path, problem) in rows {
        assert_eq!(
            fault(body),
            BodyFault::Shape {
                path: path.into(),
                problem: problem.into()
            },
            "{body}"
        );
    }
    let whole = fault(r#"{"message":"x"}"#);
    assert_eq!(whole.to_string(), "the whole answer: expected a sequence");
}

#[test]
fn kinds_of_unreadable_bodies() {
    assert_eq!(fault(""), BodyFault::Empty);
    assert_eq!(fault(" \n"), BodyFault::Empty);
    assert_eq!(
        fault("<!DOCTYPE html><title>Sign in</title>"),
        BodyFault::Page
    );
    assert_eq!(fault("\u{feff}  <html>"), BodyFault::Page);
    assert_eq!(fault("<?xml version='1.0'?>"), BodyFault::Page);
    assert_eq!(fault("Service Unavailable"), BodyFault::NotJson);
    assert_eq!(fault("\u{1f}\u{8b}"), BodyFault::NotJson);
    assert_eq!(fault(r#"[{"id":1"#), BodyFault::Cut { line: 1 });
    assert_eq!(
        fault(r#"[{"id":}]"#),
        BodyFault::Broken { line: 1, column: 8 }
    );
    assert_eq!(
        fault(r#"[] trailing"#),
        BodyFault::Broken { line: 1, column: 4 }
    );
    assert!(decode::<Vec<Row>>(b"\xef\xbb\xbf[]", None).is_ok());
    assert!(
        decode::<Vec<Row>>(b"[]", Some("text/html")).is_ok(),
        "JSON under a wrong type is still JSON"
    );
    assert_eq!(
        decode::<Value>(b"Welcome", Some("text/html; charset=utf-8")).unwrap_err(),
        BodyFault::Page
    );
    assert_eq!(
        decode::<Value>(b"\xff\xfe", None).unwrap_err(),
        BodyFault::NotJson
    );
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = "[".repeat(100_000);
    assert!(matches!(
        decode::<Value>(deep.as_bytes(), None).unwrap_err(),
        BodyFault::Broken { .. }
    ));
}

#[test]
fn values_are_never_quoted() {
    let bodies = [
        r#"[{"id":"CANARY"}]"#,
        r#"[{"id":"x, expected CANARY"}]"#,
        r#"[{"id":1,"kind":"CANARY"}]"#,
        r#"["CANARY"]"#,
        r#"[{"id":1,"workType":"CANARY at line 1"}]"#,
        r#"[{"id":1,"workType":{"name":"CANARY"#,
        r#"{"CANARY":1}"#,
        "CANARY",
    ];
    for body in bodies {
        let fault = fault(body);
        let error = fault.clone().into_error("api.example");
        let said = format!("{fault} {fault:?} {error} {error:?}");
        assert!(!said.contains("CANARY"), "{said}");
    }
}

proptest! {
    #[test]
    fn never_panics(body in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = decode::<Vec<Row>>(&body, None);
    }

    #[test]
    fn near_json_never_panics(body in "[\\[\\]{}:,\"\\\\a1 \n]{0,60}") {
        let _ = decode::<Vec<Row>>(body.as_bytes(), None);
        let _ = decode::<Row>(body.as_bytes(), None);
    }
}
