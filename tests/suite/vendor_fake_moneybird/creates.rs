//! Creating: the record, the minute floor, what is refused and how.

use super::*;

#[test]
fn an_entry_comes_back_whole_with_201() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let set = [
        ("administration_id", json!(500_000_000_000_000_001_i64)),
        ("contact_id", json!("500000000000000055")),
        ("project_id", json!("500000000000000044")),
        ("sales_invoice_id", Value::Null),
        ("user_id", json!("500000000000000031")),
        ("started_at", json!("2026-03-02T08:00:00.000Z")),
        ("ended_at", json!("2026-03-02T09:30:00.000Z")),
        ("description", json!("Wireframes")),
        ("paused_duration", json!(600)),
        ("billable", json!(true)),
        ("created_at", json!("2026-03-04T12:00:00.112Z")),
        ("updated_at", json!("2026-03-04T12:00:00.112Z")),
        (
            "contact",
            json!({"id": "500000000000000055", "firstname": null, "lastname": null, "company_name": "Tulp B.V."}),
        ),
        (
            "project",
            json!({"id": "500000000000000044", "name": "Site", "state": "active", "budget": 40}),
        ),
        (
            "user",
            json!({"id": "500000000000000031", "name": "Noor", "created_at": "2025-01-01T10:00:00.000Z", "updated_at": "2025-01-01T10:00:00.000Z"}),
        ),
        ("sales_invoice", Value::Null),
        ("notes", json!([])),
    ];
    for (key, value) in set {
        assert_eq!(entry[key], value, "{key}");
    }
    assert_eq!(entry["events"][0]["action"], "time_entry_created");
    // Beyond what a double can tell apart.
    assert!(number(&entry) > 1 << 53);
    assert_ne!((number(&entry) as f64) as i64, number(&entry));
    schema::check_object("moneybird", "TimeEntry", &entry).unwrap();
    assert_eq!(api.get(&at(&entry)).json(), entry);
    assert_eq!(fake.entries().len(), 1);
    assert_eq!(fake.requests()[0].touched, Some(number(&entry)));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn identities_are_read_as_text_and_as_numbers() {
    let (fake, api) = fake();
    let entry = api.made(|e| {
        e["user_id"] = json!(NOOR);
        e["contact_id"] = json!(TULP);
        e["project_id"] = json!(SITE);
    });
    assert_eq!(entry["user_id"], seed::id(NOOR));
    assert_eq!(entry["contact_id"], seed::id(TULP));
    // One that has been through a double is another one.
    let rounded = api.create(|e| e["user_id"] = json!((NOOR as f64) as i64));
    assert_eq!(rounded.status, 404, "{}", text(&rounded));
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn how_identities_are_written_is_an_option() {
    for (form, entry_number, listed_number) in [
        (AdministrationId::Mixed, true, false),
        (AdministrationId::Number, true, true),
        (AdministrationId::Text, false, false),
    ] {
        let (fake, mut api) = with(Options {
            administration_id: form,
            ids_as_numbers: true,
            ..options()
        });
        let entry = api.made(|_| {});
        assert_eq!(
            entry["administration_id"].is_i64(),
            entry_number,
            "{form:?}"
        );
        assert!(entry["id"].is_i64() && entry["contact"]["id"].is_i64());
        let note = json!({"note": {"note": "x"}});
        let path = format!("/time_entries/{}/notes.json", entry["id"]);
        let note = api.call("POST", &path, &note).json();
        assert_eq!(
            note["administration_id"].is_i64(),
            form == AdministrationId::Number
        );
        api.base = "/api/v2".to_owned();
        let listed = api.get("/administrations.json").json();
        assert_eq!(listed[0]["id"].is_i64(), listed_number, "{form:?}");
        assert_eq!(fake.schema_errors(), [""; 0]);
    }
}

#[test]
fn times_are_floored_to_minutes_at_least_one_apart() {
    let (_fake, api) = fake();
    for (start, end, pause, kept) in [
        ("09:00:59Z", "09:02:00Z", 0, ("09:00", "09:02", 0)),
        ("09:00:00Z", "09:00:59Z", 0, ("09:00", "09:01", 0)),
        ("09:00:10Z", "09:00:40Z", 0, ("09:00", "09:01", 0)),
        ("09:00:59Z", "09:01:00Z", 0, ("09:00", "09:01", 0)),
        ("09:00:00.999Z", "09:30:59.999Z", 59, ("09:00", "09:30", 0)),
        ("09:00:00Z", "09:30:00Z", 119, ("09:00", "09:30", 60)),
        (
            "10:00:30+01:00",
            "10:30:30+01:00",
            60,
            ("09:00", "09:30", 60),
        ),
    ] {
        let entry = api.made(|e| {
            e["started_at"] = json!(format!("2026-03-02T{start}"));
            e["ended_at"] = json!(format!("2026-03-02T{end}"));
            e["paused_duration"] = json!(pause);
        });
        let wire = |clock: &str| format!("2026-03-02T{clock}:00.000Z");
        assert_eq!(entry["started_at"], wire(kept.0), "{start} {end}");
        assert_eq!(entry["ended_at"], wire(kept.1), "{start} {end}");
        assert_eq!(entry["paused_duration"], kept.2, "{start} {end}");
    }
    // The second in which midnight is crossed.
    let entry = api.made(|e| {
        e["started_at"] = json!("2026-03-02T22:59:59Z");
        e["ended_at"] = json!("2026-03-02T23:00:00Z");
        e["paused_duration"] = json!(0);
    });
    assert_eq!(entry["started_at"], "2026-03-02T22:59:00.000Z");
    assert_eq!(entry["ended_at"], "2026-03-02T23:00:00.000Z");
}

#[test]
fn two_alike_are_two() {
    let (fake, api) = fake();
    let (one, two) = (api.made(|_| {}), api.made(|_| {}));
    assert_ne!(one["id"], two["id"]);
    assert_eq!(fake.entries().len(), 2);
}

#[test]
fn what_is_left_out_has_a_default() {
    let (_fake, api) = fake();
    let entry = api.made(|e| {
        for key in ["billable", "contact_id", "project_id", "paused_duration"] {
            drop_key(e, key);
        }
    });
    assert_eq!(entry["billable"], true);
    assert_eq!(entry["paused_duration"], 0);
    for key in ["contact_id", "project_id", "contact", "project"] {
        assert_eq!(entry[key], Value::Null, "{key}");
    }
    // Seen from a client: a null contact on create is as good as none.
    assert_eq!(
        api.made(|e| e["contact_id"] = Value::Null)["contact"],
        Value::Null
    );
    assert_eq!(
        api.made(|e| e["billable"] = json!("false"))["billable"],
        false
    );
}

#[test]
fn without_an_end_it_runs() {
    let (_fake, api) = fake();
    let entry = api.made(|e| {
        drop_key(e, "ended_at");
        e["started_at"] = json!("2026-03-02T09:00:59Z");
    });
    assert_eq!(entry["ended_at"], Value::Null);
    assert_eq!(entry["started_at"], "2026-03-02T09:00:00.000Z");
}

#[test]
fn blanks_instead_of_letters_in_a_time_are_taken_and_naive_times_are_not() {
    let (_fake, api) = fake();
    for start in ["2026-03-02 09:00:00 +01:00", "2026-03-02 08:00:00 UTC"] {
        let entry = api.made(|e| e["started_at"] = json!(start));
        assert_eq!(entry["started_at"], "2026-03-02T08:00:00.000Z");
    }
    let reply = api.create(|e| e["started_at"] = json!("2026-03-02T08:00:00"));
    assert_eq!(reply.status, 422);
}

#[test]
fn wrong_fields_are_422_with_words_and_codes() {
    let (fake, api) = fake();
    let reply = api.create(|e| {
        e["started_at"] = json!("2026-03-02T10:00:00Z");
        e["ended_at"] = json!("2026-03-02T09:00:00Z");
        e["description"] = json!("");
        drop_key(e, "paused_duration");
    });
    answered(
        &reply,
        422,
        &json!({
            "error": {"ended_at": ["cannot be before the start time"], "description": ["can't be blank"]},
            "details": {
                "ended_at": [{"error": "ended_at_before_started_at"}],
                "description": [{"error": "blank"}],
            },
        }),
    );
    for (key, value) in [
        ("description", json!(" \n")),
        ("started_at", json!("tomorrow")),
        ("ended_at", json!("")),
        ("user_id", Value::Null),
        ("paused_duration", json!(-60)),
        ("paused_duration", json!(5400)),
    ] {
        let reply = api.create(|e| e[key] = value.clone());
        assert_eq!(reply.status, 422, "{key} {value}: {}", text(&reply));
        assert!(
            reply.json()["details"][key][0]["error"].is_string(),
            "{key}"
        );
    }
    assert!(fake.entries().is_empty());
    // The same in the other shape that the interface allows for 422.
    fake.set_options(|o| o.symbolic_422 = true);
    answered(
        &api.create(|e| e["description"] = json!("")),
        422,
        &json!({"error": "description can't be blank", "symbolic": {"description": "blank"}}),
    );
}

#[test]
fn a_span_of_nothing_is_refused_or_raised() {
    let (fake, api) = fake();
    let nothing = |e: &mut Value| {
        e["ended_at"] = e["started_at"].clone();
        e["paused_duration"] = json!(0);
    };
    assert_eq!(api.create(nothing).status, 422);
    fake.set_options(|o| o.raises_empty_spans = true);
    assert_eq!(api.made(nothing)["ended_at"], "2026-03-02T08:01:00.000Z");
}

#[test]
fn an_unknown_reference_is_404_or_422() {
    let (fake, api) = fake();
    for key in ["contact_id", "project_id", "user_id"] {
        fake.set_options(|o| o.missing_reference_is_422 = false);
        answered(
            &api.create(|e| e[key] = json!("12")),
            404,
            &json!({"error": "record not found", "symbolic": {key: "not_found"}}),
        );
        fake.set_options(|o| o.missing_reference_is_422 = true);
        let reply = api.create(|e| e[key] = json!("12"));
        assert_eq!(reply.status, 422);
        assert_eq!(reply.json()["details"][key][0]["error"], "not_found");
    }
    answered(
        &api.create(|e| e["sales_invoice_id"] = json!("12")),
        404,
        &json!({"error": "no sales invoice with given ID found", "symbolic": {"sales_invoice_id": "not_found"}}),
    );
    let entry = api.made(|e| e["sales_invoice_id"] = json!(seed::id(seed::INVOICE)));
    assert_eq!(entry["sales_invoice"]["id"], seed::id(seed::INVOICE));
}

#[test]
fn without_the_wrapper_it_is_400() {
    let (_fake, api) = fake();
    for body in [json!({}), json!({"description": "x"}), json!([1])] {
        answered(
            &api.call("POST", ENTRIES, &body),
            400,
            &json!({"error": "Time entry is required", "symbolic": {"time_entry": "required"}}),
        );
    }
}

#[test]
fn unknown_keys_are_passed_over_or_refused_and_always_noticed() {
    let (fake, api) = fake();
    let entry = api.made(|e| e["customer_id"] = json!("1"));
    assert!(entry.get("customer_id").is_none());
    assert!(fake.schema_errors()[0].contains("unknown field time_entry.customer_id"));
    fake.set_options(|o| o.refuses_unknown_keys = true);
    let reply = api.create(|e| e["customer_id"] = json!("1"));
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["symbolic"]["customer_id"], "not_allowed");
}

#[test]
fn a_detail_belongs_to_the_older_text() {
    let (fake, api) = fake();
    let with_detail = |e: &mut Value| e["detail_id"] = json!("7");
    assert_eq!(api.create(with_detail).status, 422);
    fake.set_options(|o| o.ignores_detail = true);
    assert!(api.made(with_detail).get("detail_id").is_none());
    fake.set_options(|o| (o.ignores_detail, o.documented) = (false, true));
    assert_eq!(api.made(with_detail)["detail_id"], "7");
    assert_eq!(api.create(|e| drop_key(e, "ended_at")).status, 422);
}

#[test]
fn the_plan_s_limit_is_402() {
    let (fake, api) = with(Options {
        entry_limit: Some(1),
        ..options()
    });
    api.made(|_| {});
    answered(
        &api.create(|_| {}),
        402,
        &json!({"error": "creating time entries is limited", "symbolic": {"administration": "limit_reached"}}),
    );
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn every_rule_is_known_by_name() {
    let (fake, _api) = fake();
    assert_eq!(fake.would_refuse(&body(|_| {})), [""; 0]);
    let wrong = body(|e| {
        *e = json!({
            "ended_at": "", "contact_id": "1", "project_id": "1", "detail_id": "1", "paused_duration": -1,
        });
    });
    let broken = fake.would_refuse(&wrong);
    for name in [
        "user",
        "start",
        "end",
        "description",
        "pause-within",
        "contact",
        "project",
        "detail",
    ] {
        assert!(broken.contains(&name), "{name}");
        assert!(RULES.iter().any(|(rule, _)| *rule == name));
    }
}
