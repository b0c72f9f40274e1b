//! `tt reject`: back to the owner, with the reason.

use super::Desk;
use serde_json::json;

fn submitted() -> Desk {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    desk.tt("submit today").exits(0);
    desk
}

#[test]
fn the_reason_is_shown_and_the_owner_may_correct_and_hand_in_again() {
    let desk = submitted();
    let ran = desk.run(&["reject", "1", "--reason", " which server? "]);
    let ran = ran.exits(0);
    assert!(ran.out.starts_with("rejected 1: "), "{}", ran.out);
    let back = &desk.json("show 1")[0];
    assert_eq!(back["status"], "rejected");
    assert_eq!(back["reject_reason"], "which server?");
    assert_eq!(desk.json("list")[0]["reject_reason"], "which server?");
    let text = desk.tt("show 1").exits(0).out;
    assert!(text.contains("which server?"), "{text}");
    // It waits for its owner.
    let status = desk.json("status");
    assert_eq!(status["person"], json!([1]));
    assert_eq!(status["reasons"][0]["state"], "rejected");
    assert_eq!(status["reasons"][0]["message"], "which server?");
    assert!(desk.tt("").exits(0).out.contains("which server?"));
    // Corrected, it stays given back until it is handed in.
    desk.tt("edit 1 -m mail").exits(0);
    assert_eq!(desk.json("list")[0]["status"], "rejected");
    assert_eq!(desk.json("list")[0]["reject_reason"], "which server?");
    let again = desk.json("submit today");
    assert_eq!(again.as_array().unwrap().len(), 1);
    assert_eq!(again[0]["status"], "submitted");
    assert_eq!(again[0]["reject_reason"], json!(null));
    assert_eq!(again[0]["note"], "mail");
    assert_eq!(desk.json("status")["person"], json!([]));
    let history = desk.json("history 1");
    assert_eq!(history[2]["action"], "reject");
    assert_eq!(history[2]["to"]["reject_reason"], "which server?");
    let said = desk.tt("history 1").exits(0).out;
    assert!(
        said.contains("reject reason: nothing → which server?"),
        "{said}"
    );
}

#[test]
fn without_a_reason_nothing_is_given_back() {
    let desk = submitted();
    for args in [
        vec!["reject", "today", "--json"],
        vec!["reject", "today", "--json", "--reason", "  "],
    ] {
        let error = desk.run(&args).exits(3).json();
        let breaches = error["error"]["breaches"].as_array().unwrap();
        assert_eq!(breaches.len(), 2, "{error}");
        assert_eq!(breaches[0]["rule"], "tt/reject-reason");
        assert!(breaches[1]["message"].as_str().unwrap().contains("entry 2"));
    }
    assert_eq!(desk.json("list")[0]["status"], "submitted");
    desk.tt("reject --reason x").exits(2);
}

#[test]
fn what_was_given_back_is_skipped_and_counted_and_kept_by_recall() {
    let desk = submitted();
    desk.tt("reject 1 --reason why").exits(0);
    let ran = desk.tt("reject today --reason other").exits(0);
    assert!(ran.out.starts_with("rejected 2: "), "{}", ran.out);
    assert!(ran.err.contains("note: 1 already rejected"), "{}", ran.err);
    assert_eq!(desk.json("list")[0]["reject_reason"], "why");
    let ran = desk.tt("recall today").exits(0);
    assert!(ran.err.contains("note: 2 not handed in"), "{}", ran.err);
    assert_eq!(desk.json("list")[0]["reject_reason"], "why");
    desk.tt("recall --all").exits(1);
}

#[test]
fn each_step_is_taken_back_by_undo() {
    let desk = submitted();
    desk.tt("reject today --reason why").exits(0);
    desk.tt("undo").exits(0);
    let list = desk.json("list");
    assert_eq!(list[1]["status"], "submitted");
    assert_eq!(list[1]["reject_reason"], json!(null));
    desk.tt("approve today").exits(0);
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("list")[0]["status"], "submitted");
    // The one before that: handing them in, which is a recall.
    desk.tt("undo").exits(0);
    let list = desk.json("list");
    assert_eq!(
        (&list[0]["status"], &list[1]["status"]),
        (&json!("open"), &json!("open"))
    );
    desk.tt("reject 1 --reason why").exits(4);
    desk.tt("submit 1").exits(0);
    desk.tt("reject 1 --reason why").exits(0);
    desk.tt("submit 1").exits(0);
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("show 1")[0]["reject_reason"], "why");
}
