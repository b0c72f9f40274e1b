//! What is asked at a terminal, answered with keys, and what is left of it.

use super::seat::Seat;
use super::{Desk, WORK};
use crate::support::vendor::connectwise::{Fake, Options};
use serde_json::Value;

const CATALOG: &str = r#"{"items": [
    {"kind": "tickets", "id": 54321, "name": "Mail is slow", "facts": {"takes_time": true}},
    {"kind": "tickets", "id": 54322, "name": "VPN drops", "facts": {"takes_time": true}}
]}"#;

fn stocked() -> Desk {
    let desk = Desk::new();
    desk.config(WORK);
    std::fs::write(desk.home().join("catalog.json"), CATALOG).unwrap();
    desk.tt("catalog import catalog.json").exits(0);
    desk
}

/// What the entries are charged to, and their notes.
fn booked(desk: &Desk) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = desk.json("list");
    let entries = entries.as_array().unwrap().iter();
    entries
        .map(|entry| {
            let at = &entry["charge_to"]["ref"];
            (text(at), text(&entry["note"]))
        })
        .collect()
}

#[test]
fn a_ticket_is_picked_by_typing_a_part_of_its_name() {
    let desk = stocked();
    let Some(mut seat) = Seat::new(&desk, "log 8-9 dns") else {
        return;
    };
    seat.types("VPN drops", "vpn");
    seat.types("): vpn", "\r");
    let (code, shown) = seat.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("booked 1:"), "{shown}");
    assert_eq!(booked(&desk), [("54322".into(), "dns".into())]);
    // The cursor is the person's again.
    assert_eq!(
        shown.rfind("\u{1b}[?25h") > shown.rfind("\u{1b}[?25l"),
        shown.contains("\u{1b}[?25l"),
        "{shown:?}"
    );
}

#[test]
fn escape_picks_nothing_and_nothing_is_booked() {
    let desk = stocked();
    let Some(mut seat) = Seat::new(&desk, "log 8-9 dns") else {
        return;
    };
    seat.types("VPN drops", "\u{1b}");
    let (code, shown) = seat.ends();
    assert_ne!(code, 0, "{shown}");
    assert!(!shown.contains("booked"), "{shown}");
    assert_eq!(booked(&desk), []);
}

#[test]
fn a_stopped_timer_asks_for_the_note_that_is_missing() {
    let mut desk = stocked();
    desk.tt("start --ticket 54321").exits(0);
    desk.set_now("2026-11-22T10:37:33+01:00");
    let Some(mut seat) = Seat::new(&desk, "stop") else {
        return;
    };
    seat.types("?", "rebuilt the profile\r");
    let (code, shown) = seat.ends();
    assert_eq!(code, 0, "{shown}");
    let note = "rebuilt the profile".to_owned();
    assert_eq!(booked(&desk), [("54321".into(), note)]);
}

#[test]
fn a_profile_is_set_up_by_answering() {
    let fake = Fake::start(Options::default());
    let keys = fake.credentials();
    let mut desk = Desk::new();
    desk.set_env("CW_KEY", &keys.private_key);
    let path = desk.home().join("config.toml");
    desk.set_env("TT_CONFIG", path.to_str().unwrap());
    let Some(mut seat) = Seat::new(&desk, "init") else {
        return;
    };
    // One that does not fit is asked for again.
    seat.types("Which service", "quickbooks\r");
    seat.types("type one of them", "");
    seat.types("Which service", "connectwise\r");
    seat.types("Name of the profile", "\r");
    seat.types(")? ", &format!("{}\r", fake.url()));
    seat.types(")? ", &format!("{}\r", keys.company_id));
    seat.types(")? ", &format!("{}\r", keys.client_id));
    seat.types(")? ", &format!("{}\r", keys.public_key));
    seat.types(")? ", "env:CW_KEY\r");
    seat.types("Whose time is it?", "4\r");
    seat.types("Usual work type", "5\r");
    seat.types("Usual work role", "\r");
    let (code, shown) = seat.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("lets us in"), "{shown}");
    let written = std::fs::read_to_string(path).unwrap();
    for word in [keys.public_key.as_str(), "\"jdoe\"", "\"Remote\""] {
        assert!(written.contains(word), "{word}: {written}");
    }
    assert!(!written.contains(&keys.private_key), "{written}");
}
