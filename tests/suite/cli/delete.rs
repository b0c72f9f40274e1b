//! `tt delete`: takes back what was booked, never asks.

use super::Desk;

#[test]
fn a_deleted_entry_is_gone_and_its_number_is_not_given_again() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    let gone = desk.json("delete last");
    assert_eq!(gone[0]["id"], 1);
    assert_eq!(desk.json("list"), serde_json::json!([]));
    assert_eq!(desk.json("log 9-10 two")[0]["id"], 2);
    desk.tt("delete 1").exits(1);
}

#[test]
fn several_are_deleted_together_or_not_at_all() {
    let desk = Desk::new();
    desk.tt("log 7-8 one").exits(0);
    desk.tt("log 8-9 two").exits(0);
    desk.tt("delete 1 7").exits(1);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
    desk.tt("rm 1-2").exits(0);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 0);
}
