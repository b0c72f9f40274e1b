//! Deleting: by its maker, while nothing has been decided.

use super::*;

fn delete(api: &Api, id: i64) -> Reply {
    api.call("DELETE", &format!("/TimeEntries/{id}"), &Value::Null)
}

#[test]
fn what_the_interface_made_for_somebody_it_may_take_away() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    answered(&delete(&api, id), 200, &json!({"itemId": id}));
    assert_eq!(api.entry(id), Value::Null);
    // Twice is not 404.
    refused(&delete(&api, id), "No matching records found");
    assert_eq!(delete_touched(&fake), [Some(id), None]);
    assert_eq!(fake.schema_errors(), [""; 0]);
}

fn delete_touched(fake: &Fake) -> Vec<Option<i64>> {
    let requests = fake.requests();
    let deletes = requests.iter().filter(|r| r.method == "DELETE");
    deletes.map(|r| r.touched).collect()
}

#[test]
fn not_what_others_made_nor_its_own() {
    for (option, by_others, for_itself) in [
        (Deletes::OnBehalf, 500, 500),
        (Deletes::OwnToo, 500, 200),
        (Deletes::Any, 200, 200),
    ] {
        let (fake, api) = with(Options {
            deletes: option,
            ..options()
        });
        let by_hand = fake.add(&body(|e| e["creatorUserID"] = json!(LOPEZ)));
        let own = fake.add(&body(|e| e["resourceID"] = json!(seed::API_USER)));
        assert_eq!(delete(&api, by_hand).status, by_others, "{option:?}");
        assert_eq!(delete(&api, own).status, for_itself, "{option:?}");
    }
}

#[test]
fn standing_for_an_administrator_does_not_help() {
    let (fake, api) = fake();
    // Entered by the administrator for a third person, and by the interface in her name.
    let proxy = fake.add(&body(|e| e["creatorUserID"] = json!(seed::OKAFOR)));
    let api = api.standing_for(seed::OKAFOR);
    let own = api.made(|_| {});
    refused(&delete(&api, proxy), "permissions");
    assert_eq!(delete(&api, own).status, 200);
}

#[test]
fn not_from_a_sheet_that_is_handed_in_and_not_what_is_posted() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let day = "2026-03-02".parse().unwrap();
    for (status, words) in [
        (SheetStatus::Submitted, "submitted"),
        (SheetStatus::Approved, "approved"),
    ] {
        fake.set_sheet(LOPEZ, day, status);
        refused(&delete(&api, id), words);
    }
    fake.set_sheet(LOPEZ, day, SheetStatus::New);
    fake.post(id);
    refused(&delete(&api, id), "posted");
    fake.unpost(id);
    for key in ["_taskfire", "_time_off_request"] {
        fake.edit(id, |row| row[key] = json!(true));
        refused(&delete(&api, id), "cannot be deleted");
        fake.edit(id, |row| row[key] = json!(false));
    }
    assert_eq!(delete(&api, id).status, 200);
}
