//! `tt submit`: hands entries in.

use super::Desk;

#[test]
fn the_entries_of_a_day_are_submitted_and_then_fixed() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    let touched = desk.json("submit today");
    assert_eq!(touched.as_array().unwrap().len(), 2);
    assert_eq!(touched[0]["status"], "submitted");
    let ran = desk.tt("delete 1").exits(4);
    assert!(ran.err.contains("tt/status-allows-edit"), "{}", ran.err);
    assert_eq!(
        desk.tt("delete 1 --json").exits(4).json()["error"]["code"],
        "locked"
    );
    assert_eq!(desk.json("submit today"), serde_json::json!([]));
}

#[test]
fn without_saying_what_nothing_is_submitted() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    let ran = desk.tt("submit").exits(2);
    assert!(ran.err.contains("--all"), "{}", ran.err);
    desk.tt("submit last-month").exits(1);
    assert_eq!(desk.json("list")[0]["status"], "open");
    desk.tt("submit --all").exits(0);
    assert_eq!(desk.json("list")[0]["status"], "submitted");
}

#[test]
fn it_is_all_or_nothing_and_every_breach_is_told() {
    let desk = Desk::new();
    desk.tt("log 8-9").exits(0);
    desk.tt("log 9-9:30").exits(0);
    desk.tt("log 9:30-10 noted").exits(0);
    desk.config("[rules]\nnote_required = true\n");
    let error = desk.tt("submit today --json").exits(3).json();
    assert_eq!(error["error"]["breaches"].as_array().unwrap().len(), 2);
    assert!(
        desk.json("list")
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["status"] == "open")
    );
    assert_eq!(desk.json("submit 3")[0]["status"], "submitted");
}
