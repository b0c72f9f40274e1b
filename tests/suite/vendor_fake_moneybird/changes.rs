//! Changing, deleting, stopping, resuming; entries on an invoice.

use super::*;
use crate::support::vendor::moneybird::seed::INVOICE;

#[test]
fn only_what_is_sent_changes() {
    let (fake, api) = fake();
    let before = api.made(|_| {});
    let after = api.patched(&before, &json!({"description": "Wireframes v2"}));
    for (key, value) in before.as_object().unwrap() {
        match key.as_str() {
            "description" => assert_eq!(after[key], "Wireframes v2"),
            "updated_at" => assert!(after[key].as_str() > value.as_str()),
            "events" => assert_eq!(after[key].as_array().unwrap().len(), 2),
            _ => assert_eq!(after[key], *value, "{key}"),
        }
    }
    assert_eq!(api.get(&at(&before)).json(), after);
    // Nothing to change is no change.
    assert_eq!(
        api.patched(&before, &json!({"description": "Wireframes v2"})),
        after
    );
    assert_eq!(api.patched(&before, &json!({})), after);
    assert_eq!(fake.schema_errors(), [""; 0]);
    let told = api.call("PATCH", &at(&before), &json!({"description": "x"}));
    assert_eq!(told.status, 400);
}

#[test]
fn differences_in_an_event_are_local() {
    let (_fake, api) = fake();
    let before = api.made(|_| {});
    let after = api.patched(&before, &json!({"ended_at": "2026-03-02T10:00:59Z"}));
    let event = &after["events"][1];
    assert_eq!(event["action"], "time_entry_updated");
    assert_eq!(
        event["data"]["ended_at"],
        json!([
            "2026-03-02T10:30:00.000+01:00",
            "2026-03-02T11:00:00.000+01:00"
        ])
    );
    assert!(event["created_at"].as_str().unwrap().ends_with("Z"));
}

#[test]
fn the_minute_floor_holds_on_update() {
    let (_fake, api) = fake();
    let entry = api.made(|_| {});
    let after = api.patched(
        &entry,
        &json!({"started_at": "2026-03-02T08:10:59Z", "ended_at": "2026-03-02T08:12:30Z", "paused_duration": 59}),
    );
    assert_eq!(after["started_at"], "2026-03-02T08:10:00.000Z");
    assert_eq!(after["ended_at"], "2026-03-02T08:12:00.000Z");
    assert_eq!(after["paused_duration"], 0);
    // One end alone: the least minute is kept to what is there already.
    let after = api.patched(&entry, &json!({"ended_at": "2026-03-02T08:10:59.500Z"}));
    assert_eq!(after["ended_at"], "2026-03-02T08:11:00.000Z");
}

#[test]
fn a_wrong_field_is_422_and_a_missing_thing_404() {
    let (_fake, api) = fake();
    let entry = api.made(|_| {});
    answered(
        &api.patch(&entry, &json!({"description": ""})),
        422,
        &json!({"error": {"description": ["can't be blank"]}, "details": {"description": [{"error": "blank"}]}}),
    );
    for (change, status) in [
        (json!({"ended_at": "2026-03-02T07:00:00Z"}), 422),
        (json!({"started_at": "2026-03-02T10:00:00Z"}), 422),
        (json!({"paused_duration": 86_400}), 422),
        (json!({"contact_id": "12"}), 404),
        (json!({"project_id": "12"}), 404),
        (json!({"sales_invoice_id": "12"}), 404),
    ] {
        assert_eq!(api.patch(&entry, &change).status, status, "{change}");
    }
    assert_eq!(api.get(&at(&entry)).json(), entry);
    let gone = json!({"id": "500000000000000999"});
    answered(
        &api.patch(&gone, &json!({"description": "x"})),
        404,
        &json!({"error": "record not found", "symbolic": {"id": "not_found"}}),
    );
}

#[test]
fn the_user_cannot_change() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let other = json!({"user_id": seed::id(SEM)});
    assert_eq!(api.patch(&entry, &other).status, 422);
    assert!(fake.schema_errors()[0].contains("unknown field time_entry.user_id"));
    // Its own user, also as a number, is no change.
    assert_eq!(api.patched(&entry, &json!({"user_id": NOOR})), entry);
    fake.set_options(|o| o.ignores_user_change = true);
    assert_eq!(api.patched(&entry, &other), entry);
}

#[test]
fn null_for_a_reference_clears_is_refused_or_is_passed_over() {
    for (policy, status, kept) in [
        (NullReference::Cleared, 200, false),
        (NullReference::Refused, 422, true),
        (NullReference::Ignored, 200, true),
    ] {
        let (fake, api) = with(Options {
            null_reference: policy,
            ..options()
        });
        let entry = api.made(|_| {});
        for key in ["contact_id", "project_id"] {
            let reply = api.patch(&entry, &json!({key: null, "description": "x"}));
            assert_eq!(reply.status, status, "{policy:?}");
            let now = fake.entry(number(&entry)).unwrap();
            assert_eq!(now[key] == entry[key], kept, "{policy:?} {key}");
            assert_eq!(now["description"] == "x", status == 200);
        }
        // The interface has no null there.
        assert!(fake.schema_errors()[0].contains("time_entry.contact_id"));
    }
}

#[test]
fn a_delete_is_204_and_then_404() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let reply = api.call("DELETE", &at(&entry), &Value::Null);
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert!(fake.entries().is_empty());
    for method in ["DELETE", "GET"] {
        answered(
            &api.call(method, &at(&entry), &Value::Null),
            404,
            &json!({"error": "record not found", "symbolic": {"id": "not_found"}}),
        );
    }
    assert_eq!(fake.requests()[1].touched, Some(number(&entry)));
    assert_eq!(fake.requests()[2].touched, None);
}

#[test]
fn what_is_on_an_invoice_is_locked_or_not() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.invoice(number(&entry));
    let seen = api.get(&at(&entry)).json();
    assert_eq!(seen["sales_invoice_id"], seed::id(INVOICE));
    assert_eq!(seen["sales_invoice"]["invoice_id"], "2026-0001");
    assert_eq!(
        seen["events"][1]["action"],
        "time_entry_sales_invoice_created"
    );
    let reply = api.patch(&entry, &json!({"description": "x"}));
    assert_eq!(reply.status, 422);
    assert_eq!(reply.json()["details"]["base"][0]["error"], "invoiced");
    assert_eq!(api.call("DELETE", &at(&entry), &Value::Null).status, 422);
    assert_eq!(api.get(&at(&entry)).json(), seen);
    fake.set_options(|o| o.locks_invoiced = false);
    assert_eq!(
        api.patched(&entry, &json!({"description": "x"}))["description"],
        "x"
    );
    assert_eq!(api.call("DELETE", &at(&entry), &Value::Null).status, 204);
}

#[test]
fn without_the_scope_nobody_sees_an_invoice() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.invoice(number(&entry));
    let blind = api.as_(&fake.token_with(&["time_entries", "settings"]));
    let listed = blind.get(&format!("{ENTRIES}?filter=period:this_year"));
    for seen in [blind.get(&at(&entry)).json(), listed.json()[0].clone()] {
        assert!(seen.get("sales_invoice").is_none());
        assert_eq!(seen["sales_invoice_id"], Value::Null);
        schema::check_object("moneybird", "TimeEntry", &seen).unwrap();
    }
}

#[test]
fn stopping_ends_what_runs_and_leaves_the_rest() {
    let (fake, api) = fake();
    let running = api.made(|e| {
        drop_key(e, "ended_at");
        e["started_at"] = json!("2026-03-04T12:00:00Z");
        e["paused_duration"] = json!(0);
    });
    let stop = format!(
        "/time_entries/{}/stop.json",
        running["id"].as_str().unwrap()
    );
    let reply = api.call("PATCH", &stop, &Value::Null);
    assert_eq!(reply.status, 200);
    // No least minute: it ends where it began.
    assert_eq!(reply.json()["ended_at"], "2026-03-04T12:00:00.000Z");
    assert_eq!(api.call("PATCH", &stop, &Value::Null).json(), reply.json());
    // Such an entry can still get other words.
    api.patched(&running, &json!({"description": "x"}));
    let nowhere = api.call("PATCH", "/time_entries/1/stop.json", &Value::Null);
    assert_eq!(nowhere.status, 404);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn resuming_is_for_today_and_stops_the_others() {
    let (fake, api) = fake();
    let resume = |entry: &Value| {
        let path = format!(
            "/time_entries/{}/resume.json",
            entry["id"].as_str().unwrap()
        );
        api.call("PATCH", &path, &Value::Null)
    };
    let old = api.made(|_| {});
    answered(
        &resume(&old),
        422,
        &json!({"error": {"base": ["Cannot resume timer"]}, "details": {"base": [{"error": "cannot_resume_timer"}]}}),
    );
    let today = api.made(|e| {
        // Already the fourth in the administration's zone.
        e["started_at"] = json!("2026-03-03T23:30:00Z");
        e["ended_at"] = json!("2026-03-04T00:30:00Z");
    });
    let other = api.made(|e| drop_key(e, "ended_at"));
    let colleague = api.made(|e| {
        drop_key(e, "ended_at");
        e["user_id"] = json!(seed::id(FENNA));
    });
    let reply = resume(&today);
    assert_eq!(
        (reply.status, &reply.json()["ended_at"]),
        (200, &Value::Null)
    );
    let ended = |entry: &Value| fake.entry(number(entry)).unwrap()["ended_at"].clone();
    assert_eq!(ended(&other), "2026-03-04T12:00:00.000Z");
    assert_eq!(ended(&colleague), Value::Null);
    assert_eq!(resume(&json!({"id": "1"})).status, 404);
}

#[test]
fn the_hand_behind_the_back_changes_what_is_held() {
    let (fake, api) = fake();
    let id = fake.add(&json!({
        "user_id": seed::id(SEM), "started_at": "2026-03-01T08:00:00Z",
        "ended_at": "2026-03-01T09:00:00Z", "description": "by hand",
    }));
    let entry = json!({"id": seed::id(id)});
    let seen = api.get(&at(&entry)).json();
    assert_eq!(seen["billable"], true);
    schema::check_object("moneybird", "TimeEntry", &seen).unwrap();
    fake.edit(id, |e| e["description"] = json!("by somebody else"));
    let after = api.get(&at(&entry)).json();
    assert_eq!(after["description"], "by somebody else");
    assert!(after["updated_at"].as_str() > seen["updated_at"].as_str());
    assert!(fake.remove(id) && !fake.remove(id));
    assert_eq!(api.get(&at(&entry)).status, 404);
}
