//! `tt approve`: where nobody else does, and who may where a service does.

use super::{Desk, WORK};
use serde_json::json;

#[test]
fn what_was_handed_in_is_approved_and_then_fixed() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    // Nothing of it was handed in yet: every entry is told, nothing is written.
    let error = desk.tt("approve today --json").exits(4).json();
    let breaches = error["error"]["breaches"].as_array().unwrap();
    assert_eq!(breaches.len(), 2, "{error}");
    assert_eq!(breaches[0]["rule"], "tt/transition");
    assert_eq!(breaches[0]["help"], "hand it in first: tt submit 1");
    desk.tt("submit 1").exits(0);
    desk.tt("approve today").exits(4);
    let one = desk.tt("approve --all").exits(0);
    assert!(one.out.starts_with("approved 1: "), "{}", one.out);
    desk.tt("submit 2").exits(0);
    let both = desk.tt("approve today").exits(0);
    assert!(both.out.starts_with("approved 2: "), "{}", both.out);
    assert!(
        both.err.contains("note: 1 already approved, or further on"),
        "{}",
        both.err
    );
    desk.tt("delete 1").exits(4);
    desk.tt("reject 1 --reason no").exits(4);
    let history = desk.json("history 1");
    assert_eq!(history[2]["action"], "approve");
    assert_eq!(history[2]["from"]["status"], "submitted");
    assert_eq!(history[2]["to"]["status"], "approved");
}

#[test]
fn a_service_that_approves_wants_an_approver() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 8-9 --ticket 5 one").exits(0);
    desk.tt("submit 1").exits(0);
    for line in [
        "approve 1",
        "approve today",
        "approve --all",
        "reject 1 --reason x",
    ] {
        let ran = desk.tt(line).exits(3);
        assert!(
            ran.err
                .contains("profile work may not approve on ConnectWise PSA")
                && ran.err.contains("approver = true in [profile.work]"),
            "{line}: {}",
            ran.err
        );
    }
    let error = desk.tt("approve 1 --json").exits(3).json();
    assert_eq!(error["error"]["code"], "rule");
    assert_eq!(desk.json("list")[0]["status"], "submitted");
    // Nothing to do needs nobody's leave.
    desk.config(&format!("{WORK}approver = true\n"));
    assert_eq!(desk.json("approve 1")[0]["status"], "approved");
    desk.config(WORK);
    assert_eq!(desk.json("approve 1"), json!([]));
}

#[test]
fn a_service_without_approval_leaves_it_to_this_machine() {
    let desk = Desk::new();
    desk.config(
        "default_profile = \"mb\"\n[profile.mb]\nbackend = \"moneybird\"\nadministration = \"123\"\nuser = \"345\"\ntoken = { env = \"MB_TOKEN\" }\n",
    );
    desk.tt("log 8-9 one").exits(0);
    desk.tt("submit 1").exits(0);
    assert_eq!(desk.json("approve 1")[0]["status"], "approved");
    // And entries without a profile.
    desk.tt("log 9-10 -p none two").exits(0);
    desk.tt("submit 2").exits(0);
    assert_eq!(desk.json("reject 2 --reason why")[0]["status"], "rejected");
}

#[test]
fn a_dry_run_says_what_would_happen() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    let ran = desk.tt("submit today -n").exits(0);
    assert!(
        ran.out.contains("would submit 1: ") && ran.out.contains("would submit 2: "),
        "{}",
        ran.out
    );
    let planned = desk.json("submit 1 -n");
    assert_eq!(
        (&planned[0]["id"], &planned[0]["status"]),
        (&json!(null), &json!("submitted"))
    );
    assert_eq!(desk.json("list")[0]["status"], "open");
    desk.tt("approve 1 -n").exits(4);
    desk.tt("submit 1").exits(0);
    assert_eq!(desk.json("approve --all -n").as_array().unwrap().len(), 1);
    assert_eq!(desk.json("recall --all -n")[0]["status"], "open");
    assert_eq!(desk.json("list")[0]["status"], "submitted");
}

#[test]
fn nothing_to_approve_is_said() {
    let desk = Desk::new();
    desk.tt("approve").exits(2);
    desk.tt("approve --all").exits(1);
    desk.tt("approve last-month").exits(1);
    desk.tt("approve 7").exits(1);
    desk.tt("approve yesteryear").exits(2);
}
