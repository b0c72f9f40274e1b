use super::*;
use proptest::prelude::*;

fn row(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn a_filter_is_written_as_the_service_reads_it() {
    let day = NaiveDate::from_ymd_opt(2025, 3, 9).unwrap();
    let filter = Filter::of("resourceID", Test::Is(number(29_683)))
        .and("dateWorked", Test::AtLeast(midnight(day)))
        .and("billingItemType", Test::Among(vec![number(1), number(2)]))
        .and_any(&[("ticketID", Test::Absent), ("taskID", Test::Exists)]);
    let expected = json!([
        {"op": "eq", "field": "resourceID", "value": 29683},
        {"op": "gte", "field": "dateWorked", "value": "2025-03-09T00:00:00Z"},
        {"op": "in", "field": "billingItemType", "value": [1, 2]},
        {"op": "or", "items": [
            {"op": "notExist", "field": "ticketID"}, {"op": "exist", "field": "taskID"}
        ]}
    ]);
    assert_eq!(filter.to_json(), expected);
    assert_eq!(
        Filter::all().to_json(),
        json!([{"op": "exist", "field": "id"}])
    );
}

#[test]
fn what_a_person_types_is_read_and_what_would_be_dropped_is_refused() {
    let rows = [
        (r#"{"op":"eq","field":"ticketID","value":5}"#, true),
        (r#"[{"op":"NotEq","field":"ticketID","value":5}]"#, true),
        (r#"{"filter":[{"op":"exist","field":"id"}]}"#, true),
        (
            r#"{"op":"or","items":[{"op":"lt","field":"id","value":5}]}"#,
            true,
        ),
        (
            r#"{"op":"eq","field":"My field","value":"x","udf":true}"#,
            true,
        ),
        (r#"{"op":"ne","field":"ticketID","value":5}"#, false),
        (r#"{"op":"eq","field":"ticketID"}"#, false),
        (r#"{"op":"eq","field":"a b","value":1}"#, false),
        (
            r#"{"op":"contains","field":"summaryNotes","value":5}"#,
            false,
        ),
        (r#"{"op":"in","field":"id","value":[]}"#, false),
        (r#"{"op":"in","field":"id","value":[null]}"#, false),
        (r#"{"op":"and","items":[]}"#, false),
        (r#"{"field":"id"}"#, false),
        ("[]", false),
        ("ticketID=5", false),
    ];
    for (typed, is_one) in rows {
        assert_eq!(Filter::parse(typed).is_ok(), is_one, "{typed}");
    }
    let told = Filter::parse(r#"{"op":"ne","field":"id","value":5}"#).unwrap_err();
    assert!(told.to_string().contains("noteq"), "{told}");
    let many = vec![json!(1); MOST_VALUES + 1];
    let long = json!({"op": "in", "field": "id", "value": many}).to_string();
    assert!(Filter::parse(&long).is_err());
    let named = Filter::parse(r#"[{"op":"or","items":[{"op":"eq","field":"taskID","value":1}]}]"#);
    assert_eq!(named.unwrap().fields(), ["taskID"]);
}

#[test]
fn a_row_is_compared_again_as_far_as_it_tells() {
    let held = row(json!({
        "id": 5, "ticketID": null, "isNonBillable": true, "hoursWorked": 1.5,
        "dateWorked": "2025-03-10T00:00:00.00Z", "summaryNotes": "Replaced the Switch"
    }));
    let rows = [
        (json!({"op": "eq", "field": "ID", "value": 5}), true),
        (json!({"op": "eq", "field": "id", "value": 6}), false),
        (json!({"op": "noteq", "field": "id", "value": 5}), false),
        (json!({"op": "in", "field": "id", "value": [4, 5]}), true),
        (
            json!({"op": "notIn", "field": "id", "value": [4, 5]}),
            false,
        ),
        (json!({"op": "eq", "field": "ticketID", "value": 5}), false),
        (
            json!({"op": "noteq", "field": "ticketID", "value": 5}),
            true,
        ),
        (json!({"op": "exist", "field": "ticketID"}), false),
        (json!({"op": "notExist", "field": "ticketID"}), true),
        (json!({"op": "notExist", "field": "id"}), false),
        (
            json!({"op": "eq", "field": "isNonBillable", "value": false}),
            false,
        ),
        (
            json!({"op": "gt", "field": "hoursWorked", "value": 1}),
            true,
        ),
        (
            json!({"op": "lte", "field": "hoursWorked", "value": 1.25}),
            false,
        ),
        (
            json!({"op": "gte", "field": "dateWorked", "value": "2025-03-10T00:00:00Z"}),
            true,
        ),
        (
            json!({"op": "lt", "field": "dateWorked", "value": "2025-03-10"}),
            false,
        ),
        (
            json!({"op": "contains", "field": "summaryNotes", "value": "switch"}),
            true,
        ),
        (
            json!({"op": "beginsWith", "field": "summaryNotes", "value": "switch"}),
            false,
        ),
        (
            json!({"op": "endsWith", "field": "summaryNotes", "value": "SWITCH"}),
            true,
        ),
        // Not told, or not of one kind: the service's word stands.
        (json!({"op": "eq", "field": "taskID", "value": 5}), true),
        (json!({"op": "eq", "field": "id", "value": "five"}), true),
        (
            json!({"op": "eq", "field": "id", "value": 6, "udf": true}),
            true,
        ),
        (
            json!({"op": "or", "items": [
            {"op": "eq", "field": "id", "value": 6}, {"op": "exist", "field": "taskID"}]}),
            true,
        ),
        (
            json!({"op": "or", "items": [
            {"op": "eq", "field": "id", "value": 6}, {"op": "exist", "field": "ticketID"}]}),
            false,
        ),
    ];
    for (typed, fits) in rows {
        let filter = Filter::parse(&typed.to_string()).unwrap();
        assert_eq!(filter.holds(&held), fits, "{typed}");
    }
}

proptest! {
    #[test]
    fn what_was_read_is_written_the_same_and_no_text_panics(
        id in any::<i64>(), text in "[ -~]{0,12}", any in any::<bool>(), junk: String,
    ) {
        let op = if any { "or" } else { "and" };
        let typed = json!([{"op": op, "items": [
            {"op": "gte", "field": "id", "value": id},
            {"op": "contains", "field": "summaryNotes", "value": text},
        ]}]);
        prop_assert_eq!(Filter::parse(&typed.to_string()).unwrap().to_json(), typed);
        let _ = Filter::parse(&junk);
    }
}
