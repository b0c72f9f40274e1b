//! Deleting: soft, and what then answers.

use super::*;

#[test]
fn a_deleted_entry_is_inactive_and_off_the_list() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let reply = api.delete(&entry);
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert_eq!(fake.requests()[1].touched, Some(id(&entry)));
    assert!(api.ids("").is_empty());
    assert_eq!(api.ids("include_deleted=true"), [id(&entry)]);
    assert_eq!(fake.entry(id(&entry)).unwrap()["active"], false);
    assert!(fake.active_entries().is_empty());
    not_found(&api.delete(&json!({"id": 12})));
}

#[test]
fn what_a_deleted_one_answers_is_open() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    let sent = body(|_| {});
    assert_eq!(api.delete(&entry).status, 204);
    assert_eq!(entry_of(&api.get(&at(&entry)))["active"], false);
    not_found(&api.delete(&entry));
    not_found(&api.call("PUT", &at(&entry), &sent));
    fake.set_options(|o| (o.shows_deleted, o.deletes_again) = (false, true));
    not_found(&api.get(&at(&entry)));
    assert_eq!(api.delete(&entry).status, 204);
    fake.set_options(|o| o.put_revives = true);
    assert_eq!(
        entry_of(&api.call("PUT", &at(&entry), &sent))["active"],
        true
    );
}

#[test]
fn a_billed_one_stays() {
    let (fake, api) = fake();
    let entry = api.made(|_| {});
    fake.bill(id(&entry));
    refused(&api.delete(&entry), &["billed"]);
    assert_eq!(fake.active_entries().len(), 1);
    fake.set_options(|o| o.locks_billed = false);
    assert_eq!(api.delete(&entry).status, 204);
}

#[test]
fn hands_delete_with_and_without_a_trace() {
    let (fake, api) = fake();
    let entry = fake.add_entry(&json!({"note": "by hand"}));
    assert!(fake.remove(entry));
    assert!(!fake.remove(entry));
    assert_eq!(api.ids("include_deleted=true"), [entry]);
    assert!(fake.purge(entry));
    assert!(!fake.purge(entry));
    assert!(api.ids("include_deleted=true").is_empty());
}
