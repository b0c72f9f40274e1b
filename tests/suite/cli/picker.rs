//! A target that nobody named, off a terminal: the choices, and only where the service
//! needs one and the catalog knows some.

use super::{Desk, WORK};

const CATALOG: &str = r#"{
    "whole": ["members"],
    "items": [
        {"kind": "members", "id": 9, "code": "jdoe", "name": "Jan Doe"},
        {"kind": "clients", "id": 17, "name": "Acme Ltd"},
        {"kind": "tickets", "id": 54321, "name": "Mail is slow",
         "facts": {"client": 17, "takes_time": true}},
        {"kind": "tickets", "id": 54322, "name": "VPN\u001b drops", "facts": {"assigned": 9}},
        {"kind": "tickets", "id": 54323, "name": "Shut", "facts": {"takes_time": false}},
        {"kind": "tickets", "id": 54324, "name": "Old", "active": false},
        {"kind": "tickets", "id": 54325, "name": "Backup fails"}
    ]
}"#;

fn filled() -> Desk {
    let desk = Desk::new();
    desk.config(WORK);
    std::fs::write(desk.home().join("catalog.json"), CATALOG).unwrap();
    desk.tt("catalog import catalog.json").exits(0);
    desk
}

#[test]
fn the_choices_are_told_lately_first_then_assigned() {
    let desk = filled();
    desk.tt("log 8-9 --ticket 54325 -m x").exits(0);
    // The catalog lacks it, and the service never took it.
    desk.tt("log 9-10 --ticket 77777 -m x").exits(0);
    let ran = desk.tt("log 1h dns").exits(2);
    let order = [
        "--ticket 54325 (Backup fails)",
        "--ticket 54322 (VPN",
        "--ticket 54321 (Mail is slow)",
    ];
    let at: Vec<_> = order
        .iter()
        .map(|word| {
            ran.err
                .find(word)
                .unwrap_or_else(|| panic!("{word}: {}", ran.err))
        })
        .collect();
    assert!(at.is_sorted(), "{}", ran.err);
    assert!(
        !["54323", "54324", "77777"]
            .iter()
            .any(|it| ran.err.contains(it)),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains('\u{1b}'));
    assert_eq!(
        desk.tt("log 1h dns --json").exits(2).json()["error"]["code"],
        "usage"
    );
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
}

#[test]
fn nothing_is_asked_where_something_was_said_or_nothing_is_known() {
    let desk = filled();
    desk.tt("log 8-9 --client 17 -m x").exits(0);
    desk.tt("log 9-9:30 --ticket none -m x").exits(3);
    desk.tt("log 9:30-10 -p none -m x").exits(0);
    // A timer may begin without one.
    desk.tt("start dns").exits(0);
    desk.tt("switch vpn").exits(0);
    let bare = Desk::new();
    bare.config(WORK);
    bare.tt("log 1h dns").exits(3);
    bare.config("");
    bare.tt("log 1h dns").exits(0);
}
