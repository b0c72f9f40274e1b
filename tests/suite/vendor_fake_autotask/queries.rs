//! The filter: operators, groups, and what becomes of a bad one.

use super::*;

/// Three entries: a ticket's on Monday, another's on Tuesday, regular time on Tuesday.
fn three() -> (Fake, Api, [i64; 3]) {
    let (fake, api) = fake();
    let one = api.made(|_| {});
    let two = fake.add(&body(|e| {
        e["ticketID"] = json!(seed::BACKUP);
        e["resourceID"] = json!(BRANDT);
        e["roleID"] = json!(seed::DESK);
        e["dateWorked"] = json!("2026-03-03T00:00:00Z");
        e["hoursWorked"] = json!(0.25);
        e["summaryNotes"] = json!("Größe 50%_ [x]");
    }));
    let three = fake.add(&regular(|e| e["isNonBillable"] = json!(true)));
    (fake, api, [one, two, three])
}

fn op(op: &str, field: &str, value: Value) -> Value {
    json!({"op": op, "field": field, "value": value})
}

#[test]
fn each_operator_does_what_it_says() {
    let (fake, api, [one, two, three]) = three();
    for (filter, found) in [
        (op("eq", "ticketID", json!(SWITCH)), vec![one]),
        (op("noteq", "resourceID", json!(LOPEZ)), vec![two]),
        (op("gt", "hoursWorked", json!(0.5)), vec![one]),
        (op("gte", "hoursWorked", json!(0.5)), vec![one, three]),
        (op("lt", "hoursWorked", json!(0.5)), vec![two]),
        (op("lte", "hoursWorked", json!(0.5)), vec![two, three]),
        (
            op("beginsWith", "summaryNotes", json!("replaced")),
            vec![one],
        ),
        (op("endsWith", "summaryNotes", json!("UP")), vec![three]),
        (
            op("contains", "summaryNotes", json!("größe 50%_ [x]")),
            vec![two],
        ),
        (op("contains", "summaryNotes", json!("%")), vec![two]),
        (
            op("contains", "internalNotes", json!("[tt:01JP0ZK3T8]")),
            vec![one, two],
        ),
        (op("exist", "taskID", Value::Null), vec![]),
        (op("exist", "ticketID", Value::Null), vec![one, two]),
        (op("notExist", "ticketID", Value::Null), vec![three]),
        (op("in", "id", json!([one, three, 12])), vec![one, three]),
        (op("notIn", "id", json!([one, 12])), vec![two, three]),
        (op("eq", "isNonBillable", json!(true)), vec![three]),
        (
            op("eq", "startDateTime", json!("2026-03-02T13:00:00-05:00")),
            vec![one, two],
        ),
        (
            op("gte", "dateWorked", json!("2026-03-03T00:00:00Z")),
            vec![two, three],
        ),
        (op("lt", "dateWorked", json!("2026-03-03")), vec![one]),
        (op("EQ", "TICKETID", json!("88123")), vec![one]),
    ] {
        assert_eq!(api.ids("TimeEntries", json!([filter])), found, "{filter}");
    }
    // Of all these only the last is not as published.
    let errors = fake.schema_errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
}

#[test]
fn rows_without_a_value_are_not_unequal() {
    let (fake, api, [one, two, three]) = three();
    let other = json!([op("noteq", "ticketID", json!(SWITCH))]);
    let outside = json!([op("notIn", "ticketID", json!([SWITCH]))]);
    assert_eq!(api.ids("TimeEntries", other.clone()), [two]);
    assert_eq!(api.ids("TimeEntries", outside.clone()), [two]);
    fake.set_options(|o| o.not_takes_null = true);
    assert_eq!(api.ids("TimeEntries", other), [two, three]);
    assert_eq!(api.ids("TimeEntries", outside), [two, three]);
    assert_eq!(one, 451_207);
}

#[test]
fn the_list_is_an_and_and_groups_may_be_nested() {
    let (fake, api, [one, two, three]) = three();
    let day = op("eq", "dateWorked", json!("2026-03-03T00:00:00Z"));
    let (lopez, brandt) = (eq("resourceID", LOPEZ), eq("resourceID", BRANDT));
    let or = json!({"op": "or", "items": [lopez, brandt]});
    let both = json!({"op": "and", "items": [day, lopez]});
    let nested = json!({"op": "or", "items": [both, eq("ticketID", SWITCH)]});
    for (filter, found) in [
        (json!([day, lopez]), vec![three]),
        (json!([or]), vec![one, two, three]),
        (json!([or, day]), vec![two, three]),
        (json!([both]), vec![three]),
        (json!([nested]), vec![one, three]),
    ] {
        assert_eq!(api.ids("TimeEntries", filter.clone()), found, "{filter}");
    }
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn an_operator_that_does_not_exist_is_dropped_without_a_word() {
    let (fake, api, every) = three();
    assert_eq!(
        api.ids("TimeEntries", json!([op("ne", "ticketID", json!(SWITCH))])),
        every
    );
    let with = json!([
        op("like", "summaryNotes", json!("x")),
        eq("resourceID", BRANDT)
    ]);
    assert_eq!(api.ids("TimeEntries", with), [every[1]]);
    let group = json!([{"op": "or", "items": [op("!=", "id", json!(1))]}]);
    assert_eq!(api.ids("TimeEntries", group), every);
    // The schema notices each.
    assert_eq!(fake.schema_errors().len(), 3);
}

#[test]
fn an_unknown_field_is_500_in_the_published_words() {
    let (_fake, api) = fake();
    let reply = api.query("TimeEntries", json!([eq("projectID", 9)]));
    let words = "Unable to find projectID in the TimeEntry Entity.";
    answered(&reply, 500, &json!({"errors": [words]}));
    let udf = json!([{"op": "eq", "field": "id", "value": 1, "udf": true}]);
    refused(&api.query("TimeEntries", udf), "Unable to find id");
    let body = json!({"filter": all(), "includeFields": ["id", "colour"]});
    let reply = api.call("POST", "/Companies/query", &body);
    refused(&reply, "Unable to find colour in the Company Entity.");
}

#[test]
fn a_query_has_a_filter_and_values_of_the_fields_type() {
    let (_fake, api) = fake();
    for body in [
        json!({}),
        json!({"filter": []}),
        json!({"maxRecords": 5}),
        json!([1]),
    ] {
        refused(&api.call("POST", "/TimeEntries/query", &body), "filter");
    }
    for filter in [
        op("eq", "ticketID", json!("T20260302.0042")),
        op("eq", "isNonBillable", json!(1)),
        op("gte", "dateWorked", json!("yesterday")),
        op("in", "id", json!(5)),
        op("in", "id", json!(["x"])),
        op("contains", "ticketID", json!("8")),
    ] {
        refused(&api.query("TimeEntries", json!([filter])), "invalid");
    }
}

#[test]
fn lists_of_values_and_alternatives_have_a_limit() {
    let (_fake, api) = fake();
    let values = |n: i64| json!([op("in", "id", json!((0..n).collect::<Vec<_>>()))]);
    assert_eq!(api.query("TimeEntries", values(500)).status, 200);
    refused(&api.query("TimeEntries", values(501)), "invalid");
    let or =
        |n: i64| json!([{"op": "or", "items": (0..n).map(|id| eq("id", id)).collect::<Vec<_>>()}]);
    assert_eq!(api.query("TimeEntries", or(500)).status, 200);
    refused(&api.query("TimeEntries", or(501)), "500 OR");
}

#[test]
fn a_get_asks_the_same_in_its_address() {
    let (fake, api, [one, ..]) = three();
    let search = encode(&json!({"filter": [eq("ticketID", SWITCH)]}).to_string());
    let reply = api.get(&format!("/TimeEntries/query?search={search}"));
    assert_eq!(ids(&reply), [one]);
    let count = api.get(&format!("/TimeEntries/query/count?search={search}"));
    answered(&count, 200, &json!({"queryCount": 1}));
    refused(&api.get("/TimeEntries/query"), "filter");
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn internal_notes_may_not_be_asked_for() {
    let (fake, api, [one, two, _]) = three();
    let filter = json!([op("contains", "internalNotes", json!("[tt:"))]);
    assert_eq!(api.ids("TimeEntries", filter.clone()), [one, two]);
    fake.set_options(|o| o.internal_notes_queryable = false);
    refused(&api.query("TimeEntries", filter), "internalNotes");
    let fields = api.get("/TimeEntries/entityInformation/fields").json();
    let fields = fields["fields"].as_array().unwrap().clone();
    let queryable = |name: &str| {
        let field = fields.iter().find(|f| f["name"] == name).unwrap();
        field["isQueryable"].clone()
    };
    assert_eq!(queryable("internalNotes"), false);
    assert_eq!(queryable("summaryNotes"), true);
}

#[test]
fn a_new_entry_may_take_time_to_be_found() {
    let (fake, api) = with(Options {
        list_lag: 60_000,
        ..options()
    });
    let id = api.made(|_| {});
    assert_eq!(api.ids("TimeEntries", all()), [0_i64; 0]);
    assert_eq!(api.entry(id)["id"], id);
    fake.set_options(|o| o.now = Some(NOW + 60));
    assert_eq!(api.ids("TimeEntries", all()), [id]);
}

#[test]
fn what_is_not_there_is_null() {
    let (fake, api) = fake();
    answered(&api.get("/TimeEntries/1"), 200, &json!({"item": null}));
    answered(&api.get("/Tickets/1"), 200, &json!({"item": null}));
    fake.set_options(|o| o.missing_is_404 = true);
    assert_eq!(api.get("/TimeEntries/1").status, 404);
    assert_eq!(fake.schema_errors(), [""; 0]);
}
