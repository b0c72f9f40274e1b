//! Posting and levels of approval: what the interface shows of billing.

use super::*;

#[test]
fn a_posted_entry_has_a_billing_item_and_does_not_change() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let filter = json!([
        {"op": "in", "field": "timeEntryID", "value": [id]},
        {"op": "in", "field": "billingItemType", "value": [1, 2]},
    ]);
    assert_eq!(api.ids("BillingItems", filter.clone()), [0_i64; 0]);
    let item = fake.post(id);
    let reply = api.query("BillingItems", filter.clone());
    let row = reply.json()["items"][0].clone();
    schema::check_object("autotask", "BillingItem", &row).unwrap();
    assert_eq!(row["id"], item);
    assert_eq!(row["timeEntryID"], id);
    assert_eq!(row["billingItemType"], 1);
    assert_eq!(row["postedDate"], "2026-03-04T00:00:00Z");
    assert_eq!(row["quantity"], 1.5);
    refused(
        &api.patch(&json!({"id": id, "summaryNotes": "x"})),
        "posted",
    );
    let adjustment = fake.adjust(id);
    assert_eq!(api.ids("BillingItems", filter.clone()), [item, adjustment]);
    fake.unpost(id);
    assert_eq!(api.ids("BillingItems", filter), [0_i64; 0]);
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "x"})));
    assert_eq!(fake.schema_errors(), [""; 0]);
}

#[test]
fn a_level_of_approval_is_written_to_its_entry() {
    let (fake, api) = fake();
    let id = api.made(|_| {});
    let level = |change: &dyn Fn(&mut Value)| {
        let mut body = json!({
            "timeEntryID": id, "approvalLevel": 2, "approvalDateTime": "2026-03-03T09:00:00Z",
            "approvalResourceID": seed::OKAFOR,
        });
        change(&mut body);
        api.call("POST", "/BillingItemApprovalLevels", &body)
    };
    let made = id_of(&level(&|_| {}));
    let entry = api.entry(id);
    assert_eq!(entry["billingApprovalLevelMostRecent"], 2);
    assert_eq!(entry["billingApprovalDateTime"], "2026-03-03T09:00:00Z");
    assert_eq!(entry["billingApprovalResourceID"], seed::OKAFOR);
    assert_eq!(
        api.item("BillingItemApprovalLevels", made)["timeEntryID"],
        id
    );
    // It is no posting: the entry still changes.
    id_of(&api.patch(&json!({"id": id, "summaryNotes": "x"})));
    assert_eq!(api.entry(id)["billingApprovalResourceID"], seed::OKAFOR);
    assert_eq!(fake.schema_errors(), [""; 0]);
    refused(
        &level(&|b| b["approvalResourceID"] = Value::Null),
        "approvalResourceID",
    );
    refused(&level(&|b| b["timeEntryID"] = json!(12)), "TimeEntry");
    refused(&level(&|b| b["approvalResourceID"] = json!(12)), "Resource");
    refused(
        &level(&|b| b["approvalDateTime"] = json!("soon")),
        "approvalDateTime",
    );
}

#[test]
fn non_billable_time_may_be_hidden() {
    let (fake, api) = fake();
    let shown = api.made(|_| {});
    let hidden = api.made(|e| e["isNonBillable"] = json!(true));
    fake.set_options(|o| o.hides_non_billable = true);
    assert_eq!(api.ids("TimeEntries", all()), [shown]);
    assert_eq!(api.entry(hidden), Value::Null);
    let count = api.call(
        "POST",
        "/TimeEntries/query/count",
        &json!({"filter": all()}),
    );
    answered(&count, 200, &json!({"queryCount": 1}));
    fake.set_options(|o| o.hides_non_billable = false);
    assert_eq!(api.ids("TimeEntries", all()), [shown, hidden]);
}
