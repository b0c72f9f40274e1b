//! `tt split`: the first part stays what it was, nothing is lost between the parts.

use super::edit::stands;
use super::{Desk, WORK};
use serde_json::{Value, json};
use tt::domain::status::Status;

fn times(parts: &Value) -> Vec<(String, String)> {
    let clock = |at: &Value| at.as_str().unwrap()[11..16].to_owned();
    let parts = parts.as_array().unwrap().iter();
    parts
        .map(|part| (clock(&part["start"]), clock(&part["end"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn an_entry_is_parted_in_every_form() {
    for (line, expected) in [
        (
            "split 1 --at 9",
            &[("08:00", "09:00"), ("09:00", "10:00")][..],
        ),
        (
            "split 1 --after 30m",
            &[("08:00", "08:30"), ("08:30", "10:00")],
        ),
        (
            "split 1 --into 3",
            &[("08:00", "08:40"), ("08:40", "09:20"), ("09:20", "10:00")],
        ),
    ] {
        let desk = Desk::new();
        desk.tt("log 8-10 --ticket 5 work").exits(0);
        let key = desk.json("show 1")[0]["key"].clone();
        let planned = desk.json(&format!("{line} -n"));
        assert_eq!(times(&planned), pairs(expected), "{line}");
        assert_eq!(planned[0]["id"], Value::Null);
        let parts = desk.json(line);
        assert_eq!(times(&parts), pairs(expected), "{line}");
        assert_eq!((&parts[0]["key"], &parts[0]["id"]), (&key, &json!(1)));
        assert_ne!(parts[1]["key"], key);
        assert_eq!(parts[1]["charge_to"]["ref"], "5");
    }
    let desk = Desk::new();
    desk.tt("log fri 22-2 night").exits(0);
    let parts = desk.json("split 1 --midnight");
    assert_eq!(
        times(&parts),
        pairs(&[("22:00", "00:00"), ("00:00", "02:00")])
    );
    assert_eq!(parts[1]["date"], "2026-11-21");
}

#[test]
fn options_apply_to_the_later_part() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 8-10 --ticket 5 work").exits(0);
    let parts = desk.json("split last --at 9 --ticket 6 -m rest --no-bill -t x");
    assert_eq!(
        (&parts[0]["note"], &parts[0]["charge_to"]["ref"]),
        (&json!("work"), &json!("5"))
    );
    assert_eq!(
        (&parts[1]["note"], &parts[1]["charge_to"]["ref"]),
        (&json!("rest"), &json!("6"))
    );
    assert_eq!(parts[1]["billable"], "do-not-bill");
    assert_eq!(
        (&parts[0]["delivery"], &parts[1]["delivery"]),
        (&json!("owed"), &json!("owed"))
    );
}

#[test]
fn what_breaks_a_rule_or_lies_outside_leaves_all_as_it_was() {
    let desk = Desk::new();
    desk.config("[rules]\nincrement = \"15m\"\n");
    desk.tt("log 8-10 work").exits(0);
    for (line, code) in [
        ("split 1 --after 20m", 3),
        ("split 1 --at 11", 2),
        ("split 1 --after 2h", 2),
        ("split 1 --midnight", 2),
        ("split 1", 2),
        ("split 1 --at 9 --into 2", 2),
        ("split 1 --into 1", 2),
        ("split 7 --into 2", 1),
    ] {
        desk.tt(line).exits(code);
    }
    let ran = desk.tt("split 1 --after 20m --json").exits(3);
    assert_eq!(ran.json()["error"]["breaches"].as_array().unwrap().len(), 2);
    stands(&desk, 1, Status::Submitted);
    desk.tt("split 1 --at 9").exits(4);
    let listed = desk.json("list");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["revision"], 1);
}
