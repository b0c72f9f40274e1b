//! What is posted is locked; what is approved here is approved for billing there; and
//! timesheets are nobody's but the service's own.

use super::*;

#[test]
fn what_is_posted_is_billed_and_locked() {
    let firm = Firm::new();
    firm.log("9:00-10:00", "dns");
    firm.log("10:00-11:00", "dhcp");
    firm.sync(0);
    let held = firm.held();
    firm.fake.post(id(&held[0]));
    assert_eq!(firm.sync(0)["status_changes"], 1);
    let entries = firm.entries();
    assert_eq!(
        (&entries[0]["status"], &entries[1]["status"]),
        (&json!("billed"), &json!("open"))
    );
    assert_eq!(entries[0]["remote_status"], "posted");
    firm.tt("edit 1 -m x").exits(4);
    firm.tt("delete 1").exits(4);
    firm.is_idle();
    let listed = firm
        .tt("remote list -3d..today --billed --json")
        .exits(0)
        .json();
    assert_eq!(listed["entries"].as_array().unwrap().len(), 1, "{listed}");
    let listed = firm
        .tt("remote list -3d..today --unbilled --json")
        .exits(0)
        .json();
    assert_eq!(listed["entries"].as_array().unwrap().len(), 1, "{listed}");
    // Taken back in the office.
    firm.fake.unpost(id(&held[0]));
    firm.sync(0);
    assert_eq!(firm.entries()[0]["status"], "open");
    // Posted after it was changed here, before that went: the service has the last word.
    firm.tt("edit 2 -m dhcp6").exits(0);
    firm.fake.post(id(&held[1]));
    let report = firm.sync(4);
    assert_eq!(firm.notes(), ["dhcp", "dns"], "{report}");
}

#[test]
fn approved_here_is_approved_for_billing_there_once() {
    let firm = Firm::with(Options::default(), "approver = true\n");
    firm.log("9:00-10:00", "dns");
    let told = firm.tt("submit 1 --yes").exits(0);
    assert!(told.err.contains("no timesheets"), "{}", told.err);
    firm.tt("approve 1 --yes").exits(0);
    firm.sync(0);
    let held = firm.only();
    assert_eq!(held["billingApprovalResourceID"], seed::LOPEZ);
    assert_eq!(held["billingApprovalLevelMostRecent"], 1);
    assert_eq!(firm.entries()[0]["status"], "approved");
    assert_eq!(firm.fake.rows("BillingItemApprovalLevels").len(), 1);
    firm.is_idle();
    // By its number there, at once; done already it is said to be.
    firm.made("made there", json!({}));
    firm.sync(0);
    let other = firm.held().iter().map(id).max().unwrap();
    let told = firm
        .tt(&format!("approve --remote {other} --json"))
        .exits(0);
    assert!(told.out.contains("\"done\""), "{}", told.out);
    let told = firm
        .tt(&format!("approve --remote {other} --json"))
        .exits(0);
    assert!(told.out.contains("\"already\""), "{}", told.out);
    assert_eq!(firm.fake.rows("BillingItemApprovalLevels").len(), 2);
    firm.run(&["reject", "--remote", &other.to_string(), "--reason", "no"])
        .exits(4);
    assert_eq!(firm.fake.schema_errors(), Vec::<String>::new());
    firm.sync(0);
    // A lost answer is looked after, not sent again.
    firm.log("11:00-12:00", "more");
    firm.tt("submit 3 --yes").exits(0);
    firm.tt("approve 3 --yes").exits(0);
    let levels = On::new("POST", "/BillingItemApprovalLevels");
    firm.fake.plan(Plan::once(levels, Fault::LostAfter));
    firm.sync(0);
    assert_eq!(firm.fake.rows("BillingItemApprovalLevels").len(), 3);
    firm.is_idle();
}

#[test]
fn who_may_not_approve_does_not() {
    let firm = Firm::new();
    firm.log("9:00-10:00", "dns");
    firm.tt("submit 1 --yes").exits(0);
    firm.tt("approve 1 --yes").exits(3);
    assert_eq!(
        firm.sync(0)["created"],
        1,
        "handed in here, it goes all the same"
    );
    assert_eq!(firm.entries()[0]["status"], "submitted");
    firm.is_idle();
    // The service's own sheet is closed: its words, and nothing sent again.
    let day = now().date_naive() - chrono::TimeDelta::days(1);
    let closed = crate::support::vendor::autotask::rules::SheetStatus::Submitted;
    firm.fake.set_sheet(seed::LOPEZ, day, closed);
    firm.log("11:00-12:00", "more");
    let report = firm.sync(4);
    assert_eq!(report["refused"][0]["id"], 2, "{report}");
    firm.fake.clear_requests();
    firm.sync(4);
    assert_eq!(firm.writes(), []);
}

/// The service shows no timesheets: what is approved is known by its billing approval alone.
#[test]
fn what_was_approved_is_not_taken_back() {
    let firm = Firm::with(Options::default(), "approver = true\n");
    firm.log("9:00-10:00", "dns");
    firm.tt("submit 1 --yes").exits(0);
    firm.sync(0);
    // Recalled and handed in again before anybody heard of it: nothing is to be told.
    firm.tt("recall 1 --yes").exits(0);
    firm.sync(0);
    firm.is_idle();
    firm.tt("submit 1 --yes").exits(0);
    firm.tt("approve 1 --yes").exits(0);
    firm.sync(0);
    let ran = firm.tt("recall 1 --yes").exits(4);
    assert!(ran.err.contains("ask the approver"), "{}", ran.err);
    assert_eq!(firm.entries()[0]["status"], "approved");
    firm.is_idle();
}
