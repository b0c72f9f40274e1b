//! Notes and to-dos.

use super::*;

fn path(entry: &Value) -> String {
    format!("/time_entries/{}/notes.json", entry["id"].as_str().unwrap())
}

#[test]
fn a_note_is_added_shown_in_its_entry_and_taken_away() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let body = json!({"note": {"note": "text", "todo": false}});
    let reply = api.call("POST", &path(&entry), &body);
    assert_eq!(reply.status, 201);
    let note = reply.json();
    assert_eq!(note["note"], "text");
    assert_eq!(
        (&note["todo"], &note["assignee_id"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(note["entity_id"], entry["id"]);
    assert_eq!(note["entity_type"], "TimeEntry");
    schema::check_object("moneybird", "Note", &note).unwrap();
    assert_eq!(api.get(&at(&entry)).json()["notes"], json!([note]));
    let one = format!(
        "/time_entries/{}/notes/{}.json",
        entry["id"].as_str().unwrap(),
        note["id"].as_str().unwrap()
    );
    assert_eq!(api.call("DELETE", &one, &Value::Null).status, 204);
    assert_eq!(api.call("DELETE", &one, &Value::Null).status, 404);
    assert_eq!(api.get(&at(&entry)).json()["notes"], json!([]));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn an_assignee_makes_it_a_to_do() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let add = |note: Value| api.call("POST", &path(&entry), &json!({"note": note}));
    let note = add(json!({"note": "call back", "assignee_id": SEM})).json();
    assert_eq!(note["todo"], true);
    assert_eq!(note["assignee_id"], seed::id(SEM));
    assert_eq!(
        add(json!({"note": "later", "todo": true})).json()["todo"],
        true
    );
    let nobody = json!({"note": "x", "assignee_id": "12"});
    assert_eq!(
        add(nobody.clone()).json()["symbolic"]["assignee_id"],
        "not_found"
    );
    fake.set_options(|o| o.missing_reference_is_422 = true);
    assert_eq!(add(nobody).status, 422);
}

#[test]
fn a_note_without_words_wrapper_entry_or_permission_is_refused() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let add = |body: Value| api.call("POST", &path(&entry), &body);
    answered(
        &add(json!({"note": {"note": " "}})),
        422,
        &json!({
            "error": {"note": ["can't be blank"], "todo_type": ["can't be blank"]},
            "details": {"note": [{"error": "blank"}], "todo_type": [{"error": "blank"}]},
        }),
    );
    answered(
        &add(json!({})),
        400,
        &json!({"error": "Note is required", "symbolic": {"note": "required"}}),
    );
    let good = json!({"note": {"note": "x"}});
    assert_eq!(
        api.call("POST", "/time_entries/1/notes.json", &good).status,
        404
    );
    fake.set_options(|o| o.notes_permitted = false);
    answered(
        &add(good),
        400,
        &json!({"error": "User has no permissions to notes", "symbolic": {"user": "insufficient_permissions"}}),
    );
    assert_eq!(fake.entry(number(&entry)).unwrap()["notes"], json!([]));
}
