//! Creating: what comes back, what is refused, what is left open.

use super::*;

#[test]
fn the_published_example_comes_back_whole() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    assert_eq!(
        entry,
        json!({
            "id": entry["id"], "identity_id": ADA, "is_logged": true,
            "local_started_at": "2026-03-02T09:00:00", "local_timezone": "America/Toronto",
            "started_at": "2026-03-02T14:00:00Z", "created_at": "2026-03-04T12:00:00Z",
            "client_id": LOVELACE, "project_id": ENGINE, "pending_client": null,
            "pending_project": null, "pending_task": null, "task_id": null,
            "service_id": CONSULTING, "note": "Draft plan", "active": true, "billable": true,
            "billed": false, "internal": false, "retainer_id": null, "duration": 5400,
            "timer": null,
        })
    );
    assert_eq!(fake.entry(id(&entry)).as_ref(), Some(&entry));
    assert_eq!(fake.requests()[0].touched, Some(id(&entry)));
    assert_eq!(entry_of(&api.get(&at(&entry))), entry);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn identities_may_be_digits_and_come_back_as_numbers() {
    let (fake, api) = fake();
    let entry = api.made(|e| {
        e["client_id"] = json!(LOVELACE.to_string());
        e["retainer_id"] = json!("31");
        e["task_id"] = json!(RESEARCH);
    });
    assert_eq!(entry["client_id"], LOVELACE);
    assert_eq!(entry["retainer_id"], 31);
    assert_eq!(entry["task_id"], RESEARCH);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn seconds_and_instants_are_kept_as_utc() {
    let (_fake, api) = fake();
    let entry = api.made(|e| {
        e["started_at"] = json!("2026-03-02T23:59:58+02:00");
        e["duration"] = json!(61);
        e["local_timezone"] = json!("Asia/Tokyo");
    });
    assert_eq!(entry["started_at"], "2026-03-02T21:59:58Z");
    assert_eq!(entry["local_started_at"], "2026-03-03T06:59:58");
    assert_eq!(entry["duration"], 61);
}

#[test]
fn what_is_required_is_named() {
    let (fake, api) = fake();
    refused(&api.call("POST", ENTRIES, &json!({})), &["time_entry"]);
    for key in ["is_logged", "duration", "started_at"] {
        let reply = api.create(|e| drop_key(e, key));
        refused(&reply, &[key]);
        assert_eq!(reply.json()["error"][key], "field required");
        let reply = api.create(|e| e[key] = Value::Null);
        refused(&reply, &[key]);
        assert_eq!(reply.json()["error"][key], "none is not an allowed value");
    }
    assert!(fake.entries().is_empty());
}

#[test]
fn each_rule_has_a_case_that_only_it_refuses() {
    // Rule, field, what is asked for.
    let table: [(&str, &str, Value); 12] = [
        ("duration", "duration", json!({"duration": -1})),
        ("duration", "duration", json!({"duration": 0})),
        ("duration", "duration", json!({"duration": 1.5})),
        (
            "started-at",
            "started_at",
            json!({"started_at": "2026-03-02"}),
        ),
        (
            "started-at",
            "started_at",
            json!({"started_at": "2026-03-02T14:00:00"}),
        ),
        ("ids", "task_id", json!({"task_id": -5})),
        (
            "client",
            "client_id",
            json!({"client_id": seed::DELETED_CLIENT}),
        ),
        (
            "project",
            "project_id",
            json!({"project_id": seed::SIDE_PROJECT, "service_id": null}),
        ),
        (
            "service",
            "service_id",
            json!({"service_id": seed::MEETINGS}),
        ),
        (
            "service",
            "service_id",
            json!({"service_id": seed::OLD_SERVICE, "project_id": null}),
        ),
        ("task", "task_id", json!({"task_id": seed::OLD_TASK})),
        ("retainer", "retainer_id", json!({"retainer_id": 0})),
    ];
    let (fake, api) = fake();
    for (rule, field, change) in &table {
        let change = change.as_object().unwrap();
        let wanted = body(|e| e.as_object_mut().unwrap().extend(change.clone()));
        assert_eq!(fake.would_refuse(&wanted), [*rule], "{change:?}");
        refused(&api.call("POST", ENTRIES, &wanted), &[field]);
    }
    assert!(fake.entries().is_empty());
    // `billed` needs an entry; the changes and deletions have it.
    let tried = |rule: &&str| table.iter().any(|(name, ..)| name == rule) || *rule == "billed";
    assert!(RULES.iter().all(|(name, _)| tried(name)));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let (_fake, api) = fake();
    let reply = api.create(|e| {
        e["duration"] = json!(-1);
        e["client_id"] = json!(1);
        e["local_timezone"] = json!("Mars/Olympus");
        e["billable"] = json!("yes");
        e["note"] = json!(7);
        e["timer"] = json!({"id": 5});
    });
    refused(
        &reply,
        &[
            "billable",
            "client_id",
            "duration",
            "local_timezone",
            "note",
            "timer",
        ],
    );
}

#[test]
fn an_entry_of_an_internal_project_has_no_client_and_is_not_internal_itself() {
    let (_fake, api) = fake();
    let entry = api.made(|e| {
        e["project_id"] = json!(OFFICE);
        e["service_id"] = json!(seed::MEETINGS);
        drop_key(e, "client_id");
    });
    assert_eq!(entry["client_id"], Value::Null);
    assert_eq!(entry["internal"], false);
}

#[test]
fn another_business_has_its_own_things_and_needs_no_account() {
    let (fake, api) = fake();
    let path = format!("/timetracking/business/{SIDE}/time_entries");
    let own = body(|e| {
        e["project_id"] = json!(seed::SIDE_PROJECT);
        e["service_id"] = json!(seed::SIDE_SERVICE);
        drop_key(e, "client_id");
    });
    let entry = entry_of(&api.call("POST", &path, &own));
    // It is nowhere to be seen from the first one.
    not_found(&api.get(&at(&entry)));
    assert!(api.ids("").is_empty());
    refused(
        &api.call("POST", &path, &body(|_| {})),
        &["client_id", "project_id", "service_id"],
    );
    assert_eq!(fake.entries().len(), 1);
}

#[test]
fn somebody_elses_time_needs_a_role() {
    let (fake, api) = fake();
    let grace = api.as_(&fake.token_of(GRACE));
    assert_eq!(
        api.made(|e| e["identity_id"] = json!(GRACE))["identity_id"],
        GRACE
    );
    assert_eq!(grace.create(|e| e["identity_id"] = json!(ADA)).status, 403);
    assert_eq!(
        grace.made(|e| e["identity_id"] = json!(GRACE))["identity_id"],
        GRACE
    );
    refused(
        &api.create(|e| e["identity_id"] = json!(140_130)),
        &["identity_id"],
    );
    fake.set_options(|o| o.books_for_others = false);
    assert_eq!(api.create(|e| e["identity_id"] = json!(GRACE)).status, 403);
}

#[test]
fn what_nobody_says_is_an_option() {
    let (fake, api) = fake();
    let bare = |e: &mut Value| {
        drop_key(e, "billable");
        drop_key(e, "local_timezone");
    };
    assert_eq!(api.made(bare)["billable"], true);
    fake.set_options(|o| (o.billable_unsaid, o.zone_unsaid) = (None, None));
    let entry = api.made(bare);
    for key in ["billable", "local_timezone", "local_started_at"] {
        assert_eq!(entry[key], Value::Null, "{key}");
    }
    fake.set_options(|o| (o.billable_unsaid, o.local_fields) = (Some(false), false));
    let entry = api.made(bare);
    assert_eq!(entry["billable"], false);
    assert!(entry.get("local_timezone").is_none());
    fake.set_options(|o| (o.local_fields, o.keeps_zone) = (true, false));
    assert_eq!(api.made(|_| {})["local_timezone"], Value::Null);
    fake.set_options(|o| o.fills_client = true);
    assert_eq!(
        api.made(|e| drop_key(e, "client_id"))["client_id"],
        LOVELACE
    );
    fake.set_options(|o| o.checks_references = false);
    assert_eq!(api.made(|e| e["client_id"] = json!(1))["client_id"], 1);
    fake.set_options(|o| o.takes_empty = true);
    assert_eq!(api.made(|e| e["duration"] = json!(0))["duration"], 0);
    fake.set_options(|o| o.billed_writable = false);
    assert_eq!(api.made(|e| e["billed"] = json!(true))["billed"], false);
    fake.set_options(|o| o.billed_writable = true);
    assert_eq!(api.made(|e| e["billed"] = json!(true))["billed"], true);
}

#[test]
fn what_may_be_refused_is_refused_when_an_option_says_so() {
    type Turn = fn(&mut Options);
    let table: [(Turn, &str, Value); 6] = [
        (
            |o| o.refuses_offsets = true,
            "started_at",
            json!({"started_at": "2026-03-02T14:00:00+01:00"}),
        ),
        (
            |o| o.refuses_long_days = true,
            "duration",
            json!({"duration": 86_401}),
        ),
        (|o| o.note_limit = Some(3), "note", json!({"note": "four"})),
        (
            |o| o.refuses_unknown_keys = true,
            "colour",
            json!({"colour": "red"}),
        ),
        (
            |o| o.refuses_closed_projects = true,
            "project_id",
            json!({"project_id": seed::OLD_PROJECT}),
        ),
        (
            |o| o.refuses_overlap = true,
            "started_at",
            json!({"started_at": "2026-03-02T15:29:59Z"}),
        ),
    ];
    for (turn, field, change) in table {
        let (fake, api) = fake();
        api.made(|_| {});
        let extend = |e: &mut Value| {
            let change = change.as_object().unwrap().clone();
            e.as_object_mut().unwrap().extend(change);
        };
        assert_eq!(api.create(extend).status, 200, "{field}");
        fake.set_options(turn);
        refused(&api.create(extend), &[field]);
    }
}

#[test]
fn a_key_that_nobody_has_seen_written_is_passed_over_but_the_schema_notices() {
    let (fake, api) = fake();
    let entry = api.made(|e| e["external_id"] = json!("a"));
    assert!(entry.get("external_id").is_none());
    assert!(fake.schema_errors()[0].contains("unknown field time_entry.external_id"));
}
