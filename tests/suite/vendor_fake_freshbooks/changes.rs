//! Changing: a PUT replaces the whole record.

use super::*;

/// What is sent of an entry that is to stay as it is.
fn writable(entry: &Value) -> Value {
    let keys = [
        "is_logged",
        "duration",
        "started_at",
        "local_timezone",
        "note",
        "client_id",
        "project_id",
        "service_id",
        "task_id",
        "retainer_id",
        "billable",
        "billed",
        "internal",
        "identity_id",
    ];
    let pairs = keys
        .iter()
        .map(|key| ((*key).to_owned(), entry[*key].clone()));
    Value::Object(pairs.collect())
}

#[test]
fn read_merge_and_write_loses_nothing() {
    let (fake, api) = fake();
    let entry = api.made(|e| e["retainer_id"] = json!(31));
    fake.advance(60);
    let mut sent = writable(&entry);
    sent["note"] = json!("Plan, second draft");
    let after = entry_of(&api.put(&entry, &sent));
    let mut wanted = entry.clone();
    wanted["note"] = json!("Plan, second draft");
    assert_eq!(after, wanted);
    assert_eq!(fake.entry(id(&entry)), Some(wanted));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn what_is_not_sent_is_lost_in_one_of_three_ways() {
    let least = json!({"is_logged": true, "duration": 6000, "started_at": "2026-03-02T14:00:00Z"});
    let told = |e: &mut Value| {
        e["task_id"] = json!(RESEARCH);
        e["billable"] = json!(false);
        e["local_timezone"] = json!("Asia/Tokyo");
    };
    for (lost, project, note, billable, zone) in [
        (
            Lost::Everything,
            Value::Null,
            Value::Null,
            true,
            "America/Toronto",
        ),
        (
            Lost::References,
            Value::Null,
            json!("Draft plan"),
            false,
            "Asia/Tokyo",
        ),
        (
            Lost::Nothing,
            json!(ENGINE),
            json!("Draft plan"),
            false,
            "Asia/Tokyo",
        ),
    ] {
        let (fake, api) = with(|o| o.lost_by_put = lost);
        let entry = api.made(told);
        let after = entry_of(&api.put(&entry, &least));
        assert_eq!(after["duration"], 6000);
        assert_eq!(after["project_id"], project, "{lost:?}");
        assert_eq!(after["task_id"].is_null(), project.is_null(), "{lost:?}");
        assert_eq!(after["note"], note, "{lost:?}");
        assert_eq!(after["billable"], billable, "{lost:?}");
        assert_eq!(after["local_timezone"], zone, "{lost:?}");
        assert_eq!(after["created_at"], entry["created_at"]);
        assert_eq!(fake.entries().len(), 1);
    }
}

#[test]
fn a_start_may_be_neither_null_nor_missing() {
    let (_fake, api) = fake();
    let entry = api.made(|_| {});
    let reply = api.put(&entry, &json!({"note": "x", "started_at": null}));
    let body = reply.json();
    assert_eq!(reply.status, 422);
    assert_eq!(body["errno"], 2001);
    assert_eq!(body["error"]["started_at"], "none is not an allowed value");
    let mut sent = writable(&entry);
    drop_key(&mut sent, "started_at");
    refused(&api.put(&entry, &sent), &["started_at"]);
    assert_eq!(entry_of(&api.get(&at(&entry))), entry);
}

#[test]
fn what_nobody_can_write_stays() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.edit(id(&entry), |row| row["pending_client"] = json!("Lovelace"));
    let mut sent = writable(&entry);
    sent["created_at"] = json!("2020-01-01T00:00:00Z");
    sent["pending_client"] = Value::Null;
    let after = entry_of(&api.put(&entry, &sent));
    assert_eq!(after["pending_client"], "Lovelace");
    assert_eq!(after["created_at"], entry["created_at"]);
}

#[test]
fn the_last_writer_wins() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.edit(id(&entry), |row| row["note"] = json!("by hand"));
    let after = entry_of(&api.put(&entry, &writable(&entry)));
    assert_eq!(after["note"], "Draft plan");
}

#[test]
fn inactive_is_deleted() {
    let (_fake, api) = fake();
    let entry = api.made(|_| {});
    let mut sent = writable(&entry);
    sent["active"] = json!(false);
    assert_eq!(entry_of(&api.put(&entry, &sent))["active"], false);
    assert!(api.ids("").is_empty());
}

#[test]
fn a_billed_entry_stays_as_it_is_unless_an_option_says_otherwise() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.bill(id(&entry));
    let mut sent = writable(&entry);
    sent["note"] = json!("x");
    refused(&api.put(&entry, &sent), &["billed"]);
    fake.set_options(|o| o.billed_status = 403);
    assert_eq!(api.put(&entry, &sent).status, 403);
    assert_eq!(fake.entry(id(&entry)).unwrap()["note"], "Draft plan");
    fake.set_options(|o| o.locks_billed = false);
    // Whoever sends what was read before it was billed takes it off the invoice.
    assert_eq!(entry_of(&api.put(&entry, &sent))["billed"], false);
    fake.bill(id(&entry));
    fake.unbill(id(&entry));
    assert_eq!(fake.entry(id(&entry)).unwrap()["billed"], false);
}

#[test]
fn somebody_elses_entry_is_not_there_without_a_role() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let grace = api.as_(&fake.token_of(GRACE));
    not_found(&grace.get(&at(&entry)));
    not_found(&grace.put(&entry, &writable(&entry)));
    not_found(&grace.delete(&entry));
    let hers = grace.made(|_| {});
    let mut sent = writable(&hers);
    drop_key(&mut sent, "identity_id");
    // It stays hers when the owner changes it.
    assert_eq!(entry_of(&api.put(&hers, &sent))["identity_id"], GRACE);
    not_found(&api.put(&json!({"id": 1}), &sent));
}
