//! What the catalog knows of what an entry names, in lists and reports; and what somebody
//! sees who meets the command for the first time.

use super::{Desk, WORK};
use serde_json::{Value, json};

/// A desk with a profile and no catalog.
fn bare() -> Desk {
    let desk = Desk::new();
    desk.config(WORK);
    desk
}

/// Reads a catalog with two clients and their tickets.
fn refresh(desk: &Desk) {
    let catalog = json!({
        "whole": ["work-types", "work-roles", "charge-codes", "members"],
        "items": [
            {"kind": "clients", "id": 12345, "code": "northwind", "name": "Northwind Ltd"},
            {"kind": "clients", "id": 18, "name": "Globex"},
            {"kind": "projects", "id": 70, "name": "New office", "facts": {"client": 18}},
            {"kind": "tickets", "id": 54321, "name": "Email delivery is slow",
             "facts": {"client": 12345, "takes_time": true}},
            {"kind": "tickets", "id": 54322, "name": "VPN drops at noon",
             "facts": {"client": 18, "takes_time": true}},
            {"kind": "project-tickets", "id": 600, "name": "Move the VPN",
             "facts": {"project": 70}},
        ],
    });
    std::fs::write(desk.home().join("catalog.json"), catalog.to_string()).unwrap();
    desk.tt("catalog import catalog.json").exits(0);
}

/// Before the catalog was read, and after it: entries on tickets, one on a client.
fn booked() -> Desk {
    let desk = bare();
    desk.tt("log 7-8 --ticket 54321 before").exits(0);
    refresh(&desk);
    desk.tt("log 8-9 --ticket 54321 after").exits(0);
    desk.tt("log 9-9:30 --ticket 54322 other").exits(0);
    desk.tt("log 6-7 --project-ticket 600 cables").exits(0);
    desk.tt("log 5-6 --client northwind visit").exits(0);
    desk
}

#[test]
fn time_on_a_ticket_is_time_of_its_client_wherever_it_is_read() {
    let desk = booked();
    let report = desk.json("report week --by client");
    let mut rows: Vec<_> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["keys"]["client"], row["worked_seconds"]))
        .collect();
    rows.sort();
    assert_eq!(rows, ["\"Globex\" 5400", "\"Northwind Ltd\" 10800"]);
    for asked in ["northwind", "12345", "Northwind Ltd"] {
        for command in ["list week", "report week"] {
            let mut args: Vec<_> = command.split(' ').collect();
            args.extend(["--client", asked, "--json"]);
            let found = desk.run(&args).exits(0).json();
            let n_found = match found.as_array() {
                Some(entries) => entries.len() as u64,
                None => found["total"]["entries"].as_u64().unwrap(),
            };
            assert_eq!(n_found, 3, "{command} {asked}");
        }
    }
    assert_eq!(desk.json("list week --client none"), json!([]));
    let entries = desk.json("list week");
    let of = |id: u64| {
        let entries = entries.as_array().unwrap();
        entries.iter().find(|entry| entry["id"] == id).unwrap()
    };
    assert_eq!(
        of(1)["client"],
        json!({"id": "12345", "ref": "12345", "name": "Northwind Ltd"})
    );
    assert_eq!(of(4)["client"]["name"], "Globex");
    // The entry's own stays what was typed.
    assert_eq!(of(5)["client"]["ref"], "northwind");
    let csv = desk.tt("list week --format csv").exits(0).out;
    assert_eq!(csv.matches(",12345,").count(), 2, "{csv}");
    let shown = desk.tt("show 1").exits(0).out;
    assert!(
        shown.contains("client") && shown.contains("Northwind Ltd"),
        "{shown}"
    );
    let html = desk.tt("report week --format html").exits(0).out;
    assert!(
        html.contains("Globex") && !html.contains("no client"),
        "{html}"
    );
    let written = desk.json("edit 1 -m changed");
    assert_eq!(written[0]["client"]["name"], "Northwind Ltd");
}

#[test]
fn a_ticket_booked_before_the_catalog_was_read_has_its_name_all_the_same() {
    let desk = booked();
    let table = desk.tt("list today").exits(0).out;
    assert_eq!(table.matches("#54321 Email delivery").count(), 2, "{table}");
    let shown = desk.json("show 1");
    assert_eq!(shown[0]["charge_to"]["name"], "Email delivery is slow");
    assert_eq!(shown[0]["charge_to"]["id"], "54321");
}

#[test]
fn what_is_shown_of_an_entry_is_not_written_into_it() {
    let desk = booked();
    desk.json("list week");
    desk.json("edit 1 -m changed");
    let history = desk.json("history 1");
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(last["to"]["client"], Value::Null, "{last}");
    assert_eq!(last["to"]["target"]["name"], Value::Null, "{last}");
}

#[test]
fn words_for_a_ticket_are_looked_for_in_the_names_of_tickets() {
    let desk = booked();
    let one = desk.json("log 3-4 --ticket mail found");
    assert_eq!(
        one[0]["charge_to"],
        json!({"kind": "ticket", "id": "54321", "ref": "54321", "name": "Email delivery is slow"})
    );
    let ran = desk.tt("log 4-5 --ticket mail again").exits(0);
    assert!(ran.out.contains("54321 Email delivery"), "{}", ran.out);
    let several = desk.tt("log 2-3 --ticket vpn which").exits(2);
    assert!(
        several.err.contains("--ticket 54322 (VPN drops at noon)")
            && several.err.contains("--project-ticket 600 (Move the VPN)"),
        "{}",
        several.err
    );
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 7);
    // What matches nothing is kept as it was typed, with one word on it and no other.
    let none = desk.tt("log 2-3 --ticket printer x").exits(0);
    assert!(none.err.contains("printer is no ticket"), "{}", none.err);
    assert!(!none.err.contains("looked up"), "{}", none.err);
    // Without a profile nobody knows any ticket.
    let local = desk.json("log 1-2 -p none --ticket mail x");
    assert_eq!(local[0]["charge_to"]["ref"], "mail");
}

#[test]
fn a_number_of_a_ticket_in_the_note_is_answered_with_the_option() {
    let desk = booked();
    let says = "note: to book on the ticket, add --ticket 54321";
    for (line, is_told) in [
        ("log 1:00-2:00 --client acme #54321 vpn", true),
        ("log 1:00-2:00 --client acme 54321 vpn", true),
        ("log 1:00-2:00 --client acme 365 mailboxes", false),
        ("log 1:00-2:00 --ticket 54322 like #54321", false),
        ("log 1:00-2:00 --ticket 54322 #54321 again", false),
        ("log 1:00-2:00 -p none #54321 vpn", true),
        ("log 1:00-2:00 -p none 54321 vpn", false),
    ] {
        let ran = desk.tt(line).exits(0);
        assert_eq!(ran.err.contains(says), is_told, "{line}: {}", ran.err);
    }
    let first = desk.tt("log #54321 1h vpn").exits(2);
    assert!(
        first.err.contains("`tt log 1h --ticket 54321`"),
        "{}",
        first.err
    );
}

#[test]
fn who_types_a_word_after_catalog_is_shown_the_way() {
    let desk = bare();
    for (line, way) in [
        ("catalog vpn", "`tt catalog list tickets vpn`"),
        ("catalog tickets", "`tt catalog list tickets`"),
        ("catalog refesh", "'refresh'"),
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(ran.err.contains(way), "{line}: {}", ran.err);
    }
    let unread = desk.tt("catalog list tickets").exits(0).err;
    assert!(
        unread.contains("profile work knows no tickets yet"),
        "{unread}"
    );
    assert!(
        unread.contains("help: `tt catalog refresh tickets -p work`"),
        "{unread}"
    );
}

#[test]
fn what_is_not_checked_is_told_in_words() {
    let desk = bare();
    let unread = desk.tt("log 8-9 --ticket 54321 x").exits(0).err;
    assert!(
        unread.contains("not checked until sync: whether ticket 54321 takes time"),
        "{unread}"
    );
    assert!(unread.contains("`tt catalog refresh`"), "{unread}");
    refresh(&desk);
    let read = desk.tt("log 9-10 --ticket 54321 x").exits(0).err;
    assert!(!read.contains("catalog refresh"), "{read}");
}

#[test]
fn a_new_note_is_not_refused_for_a_time_that_waits_for_a_person() {
    let mut desk = Desk::new().at("2026-11-20T09:00:00+01:00");
    desk.config(&format!(
        "{WORK}\n[rules]\nmax_day = \"1h\"\nincrement = \"25m\"\n"
    ));
    desk.tt("start --ticket 54321 x").exits(0);
    desk.set_now("2026-11-20T11:00:00+01:00");
    desk.tt("stop").exits(0);
    let held = |desk: &Desk| {
        let entry = &desk.json("show 1")[0];
        (
            entry["delivery"].clone(),
            entry["problem"]["message"].clone(),
        )
    };
    let before = held(&desk);
    assert_eq!(before.0, "held");
    desk.run(&["edit", "1", "-m", "said better"]).exits(0);
    assert_eq!(held(&desk), before);
    assert_eq!(desk.json("show 1")[0]["note"], "said better");
    // Its time is asked as ever.
    desk.tt("edit 1 --for 3h").exits(3);
    desk.tt("edit 1 --for 50m").exits(0);
    assert_eq!(held(&desk).0, "owed");
}

#[test]
fn what_the_service_answered_names_the_client_where_no_catalog_does() {
    let bench = crate::sync::Bench::new();
    bench.tt("log yesterday 9-10 --ticket 54321 -m x").exits(0);
    let report = "report month --by client --json";
    let before = bench.tt(report).exits(0).json();
    assert_eq!(before["rows"][0]["keys"]["client"], Value::Null, "{before}");
    bench.tt("sync").exits(0);
    let after = bench.tt(report).exits(0).json();
    assert_ne!(after["rows"][0]["keys"]["client"], Value::Null, "{after}");
    // It is no change of ours that a further sync would send.
    let again = bench.tt("sync --json").exits(0).json();
    assert_eq!(again["profiles"][0]["updated"], 0, "{again}");
}
