//! Pages, windows, and the search after a lost answer.

use super::*;

const LIST: &str = "GET /time/entries";

fn rows(rows: &[Value]) -> Says {
    Says::Json(200, Value::from(rows.to_vec()))
}

fn found(says: Vec<(&'static str, Says)>, sent: &Outgoing) -> Vec<String> {
    let (cw, script) = backend(Some("118"), [vec![company("v1")], says].concat_all());
    let found = cw.find(sent).unwrap();
    script.sent();
    found.into_iter().map(|remote| remote.id.0).collect()
}

trait Concat<T> {
    fn concat_all(self) -> Vec<T>;
}

impl<T, const N: usize> Concat<T> for [Vec<T>; N] {
    fn concat_all(self) -> Vec<T> {
        self.into_iter().flatten().collect()
    }
}

fn with(id: i64, field: &str, value: Value) -> Value {
    let mut row = row(id);
    row[field] = value;
    row
}

#[test]
fn what_was_sent_is_found_by_key_then_by_what_it_says() {
    let sent = outgoing();
    let (ours, foreign) = (sent.key, Key::new(1, [1; 10]));
    let guid = |key: Key| json!(key.to_string());
    let marker = |key: Key| json!(format!("x\r\n{}", key.marker()));
    let cases: Vec<(&str, Vec<Value>, &[&str])> = vec![
        (
            "by field",
            vec![row(1), with(2, "mobileGuid", guid(ours))],
            &["2"],
        ),
        (
            "by marker",
            vec![row(1), with(2, "internalNotes", marker(ours))],
            &["2"],
        ),
        (
            "by key, whatever it says",
            vec![
                with(2, "mobileGuid", guid(ours))
                    .as_object()
                    .map(|o| {
                        let mut o = o.clone();
                        o["notes"] = json!("edited");
                        Value::Object(o)
                    })
                    .unwrap(),
            ],
            &["2"],
        ),
        (
            "twins by key",
            vec![
                with(1, "mobileGuid", guid(ours)),
                with(2, "internalNotes", marker(ours)),
            ],
            &["1", "2"],
        ),
        ("by what it says", vec![row(1)], &["1"]),
        ("twins", vec![row(1), row(2)], &["1", "2"]),
        (
            "somebody else's key",
            vec![
                with(1, "mobileGuid", guid(foreign)),
                with(2, "internalNotes", marker(foreign)),
            ],
            &[],
        ),
        (
            "the application's identity",
            vec![with(
                1,
                "mobileGuid",
                json!("0d3f6b0e-5c0b-4c8e-9a55-0a4b4e0c7f11"),
            )],
            &["1"],
        ),
        (
            "as project ticket",
            vec![with(1, "chargeToType", json!("ProjectTicket"))],
            &["1"],
        ),
        (
            "line ends",
            vec![with(
                1,
                "notes",
                json!("Diagnosed email delivery issue.\r\n"),
            )],
            &["1"],
        ),
        (
            "another member",
            vec![with(1, "member", json!({"id": 9}))],
            &[],
        ),
        ("another ticket", vec![with(1, "chargeToId", json!(9))], &[]),
        (
            "another start",
            vec![with(1, "timeStart", json!("2024-02-15T09:00:01Z"))],
            &[],
        ),
        (
            "a length that was rounded",
            vec![with(1, "timeEnd", json!("2024-02-15T10:31:00Z"))],
            &["1"],
        ),
        (
            "another length beside the exact one",
            vec![with(1, "timeEnd", json!("2024-02-15T10:31:00Z")), row(2)],
            &["2"],
        ),
        (
            "another note",
            vec![with(1, "notes", json!("Diagnosed"))],
            &[],
        ),
    ];
    for (what, answer, expected) in cases {
        assert_eq!(
            found(vec![(LIST, rows(&answer))], &sent),
            expected,
            "{what}"
        );
    }
}

#[test]
fn the_question_is_narrow_and_an_empty_answer_is_doubted() {
    let (cw, script) = backend(
        Some("118"),
        vec![company("v1"), (LIST, rows(&[])), (LIST, rows(&[row(1)]))],
    );
    assert_eq!(cw.find(&outgoing()).unwrap().len(), 1);
    let sent = script.sent();
    assert_eq!(
        sent[1].query,
        "conditions=member/id=118 and chargeToId=54321 and timeStart>[2024-02-14T09:00:00Z] \
         and timeStart<[2024-02-16T09:00:01Z]&orderBy=id asc&page=1&pageSize=200"
    );
    assert!(
        sent[2]
            .query
            .contains("timeStart>[2024-02-13] and timeStart<[2024-02-17]"),
        "{}",
        sent[2].query
    );
    assert_eq!(
        found(vec![(LIST, rows(&[])), (LIST, rows(&[]))], &outgoing()),
        [""; 0]
    );
}

#[test]
fn all_pages_are_read_and_a_circle_ends() {
    let linked = |rows: &[Value]| {
        let link = "<https://cw.test/v1/apis/3.0/time/entries?pageSize=200&page=2>; rel=\"next\"";
        Says::Text(200, ("Link", link), Value::from(rows.to_vec()).to_string())
    };
    let last = |rows: &[Value]| {
        Says::Text(
            200,
            ("Link", "<https://cw.test/x?page=1>; rel=\"first\""),
            Value::from(rows.to_vec()).to_string(),
        )
    };
    assert_eq!(
        found(
            vec![(LIST, linked(&[row(1)])), (LIST, last(&[row(2)]))],
            &outgoing()
        ),
        ["1", "2"]
    );
    // A page that brings nothing new ends the search.
    assert_eq!(
        found(
            vec![(LIST, linked(&[row(1)])), (LIST, linked(&[row(1)]))],
            &outgoing()
        ),
        ["1"]
    );
}

#[test]
fn pages_by_number_where_there_is_no_link() {
    let page = |number: u32| Page {
        cursor: (number > 1).then(|| number.to_string()),
        size: Some(2),
    };
    let (cw, script) = backend(
        None,
        vec![
            company("v1"),
            (LIST, rows(&[row(1), row(2)])),
            (LIST, rows(&[row(3)])),
        ],
    );
    let query = RemoteQuery {
        from: Some(at("2024-02-01T00:00:00Z")),
        ..RemoteQuery::default()
    };
    let first = cw.list(&query, &page(1)).unwrap();
    assert_eq!((first.items.len(), first.next.as_deref()), (2, Some("2")));
    let second = cw.list(&query, &page(2)).unwrap();
    assert_eq!((second.items.len(), second.next), (1, None));
    let sent = script.sent();
    assert_eq!(
        sent[2].query,
        "conditions=timeStart>[2024-01-31T00:00:00Z]&orderBy=id asc&page=2&pageSize=2"
    );
}

#[test]
fn a_list_that_is_none_is_an_error_of_reading() {
    for body in [
        json!({"entries": []}),
        json!([{"notes": "no number"}]),
        json!("x"),
    ] {
        let (cw, _) = backend(None, vec![company("v1"), (LIST, Says::Json(200, body))]);
        assert_eq!(
            cw.list(&RemoteQuery::default(), &Page::default())
                .unwrap_err()
                .kind,
            ErrorKind::Protocol
        );
    }
}
