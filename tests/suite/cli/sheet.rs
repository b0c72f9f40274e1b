//! `tt sheet`: what sync found, and weeks where there is nothing to find; and what a
//! sheet that was handed in means for what is booked.

use super::seat::Seat;
use super::{Desk, WORK};
use serde_json::{Value, json};
use tt::domain::status::Status;
use tt::store::{Access, SheetRow, Store, StoreError};

/// As sync would store it.
fn pulled(desk: &Desk, sheets: &[(&str, &str, &str, Status)]) {
    let mut store = Store::open(&desk.db(), Access::Write, 0).unwrap();
    let rows: Vec<_> = sheets
        .iter()
        .map(|(id, from, to, status)| SheetRow {
            profile: "work".to_owned(),
            remote_id: (*id).to_owned(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            status: *status,
            member: Some("jdoe".to_owned()),
            data: [
                ("status_word".to_owned(), json!("PendingApproval")),
                ("year".to_owned(), json!(2026)),
                ("period".to_owned(), json!(23)),
            ]
            .into(),
        })
        .collect();
    let days = ("2026-10-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    store
        .write(|tx| tx.sheets_put("work", &rows, Some(days)))
        .map_err(|error: StoreError| error)
        .unwrap();
}

fn field(sheets: &Value, name: &str) -> Vec<Value> {
    let sheets = sheets.as_array().unwrap();
    sheets.iter().map(|sheet| sheet[name].clone()).collect()
}

#[test]
fn without_a_service_each_week_is_a_sheet() {
    let desk = Desk::new();
    assert_eq!(desk.json("sheet"), json!([]));
    assert!(!desk.db().exists(), "looking made a database");
    desk.tt("log 2026-11-10 9-10 earlier").exits(0);
    desk.tt("log yesterday 9-12 x").exits(0);
    desk.tt("log 8-9 y").exits(0);
    desk.tt("submit 3").exits(0);
    let found = desk.json("sheet");
    assert_eq!(
        found[1],
        json!({
            "profile": null, "remote_id": null, "from": "2026-11-16", "to": "2026-11-22",
            "status": "open", "member": null, "worked_seconds": 4 * 3600,
            "target_seconds": 5 * 8 * 3600, "entries": 2
        })
    );
    assert_eq!(found[0]["from"], "2026-11-09");
    assert_eq!(desk.json("sheet list"), found);
    desk.tt("submit week").exits(0);
    assert_eq!(field(&desk.json("sheet"), "status"), ["open", "submitted"]);
    assert_eq!(
        field(&desk.json("sheet --status submitted"), "from"),
        ["2026-11-16"]
    );
    assert_eq!(
        field(&desk.json("sheet --year 2026 --period 46"), "from"),
        ["2026-11-09"]
    );
    assert_eq!(desk.json("sheet --year 2025"), json!([]));
    let ran = desk.tt("sheet 2025-11").exits(0);
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        "note: no timesheets from 2025-11-01 to 2025-11-30; a period asks for others: `tt sheet year`\n"
    );
    let text = desk.tt("sheet").exits(0).out;
    assert!(
        text.contains("2026-11-16  2026-11-22  submitted      4h     40h"),
        "{text}"
    );
    // The week starts where the person says it does.
    desk.config("[time]\nweek_start = \"sunday\"\nday_target = \"4h\"\n");
    let found = desk.json("sheet");
    assert_eq!(
        field(&found, "from"),
        ["2026-11-08", "2026-11-15", "2026-11-22"]
    );
    assert_eq!(found[0]["target_seconds"], 20 * 3600);
}

#[test]
fn sheets_of_a_service_come_in_its_own_periods_with_what_is_booked_in_them() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 2026-11-18 9-10 --ticket 5 x").exits(0);
    desk.tt("log 2026-11-12 9-11 --ticket 5 y").exits(0);
    desk.tt("log 2026-11-18 11-12 -p none z").exits(0);
    pulled(
        &desk,
        &[("77", "2026-11-16", "2026-11-30", Status::Submitted)],
    );
    let found = desk.json("sheet");
    assert_eq!(
        field(&found, "remote_id"),
        [json!(null), json!(null), json!("77")]
    );
    assert_eq!(
        found[2],
        json!({
            "profile": "work", "remote_id": "77", "from": "2026-11-16", "to": "2026-11-30",
            "status": "submitted", "member": "jdoe", "worked_seconds": 3600,
            "target_seconds": 11 * 8 * 3600, "entries": 1
        })
    );
    assert_eq!(found[0]["from"], "2026-11-09");
    assert_eq!(found[0]["member"], "jdoe");
    // The service's own year and period.
    assert_eq!(
        field(&desk.json("sheet --year 2026 --period 23"), "remote_id"),
        ["77"]
    );
    assert_eq!(field(&desk.json("sheet -p none"), "profile"), [json!(null)]);
    assert_eq!(desk.json("sheet --member nobody"), json!([]));
    let shown = desk.json("sheet show 77");
    assert_eq!(shown[0]["entries"], 1);
    assert_eq!(shown[0]["booked"][0]["id"], 1);
    let text = desk.tt("sheet show 77").exits(0).out;
    assert!(
        text.starts_with("sheet 77, 2026-11-16 to 2026-11-30, submitted: 1h of 88h"),
        "{text}"
    );
    assert!(text.contains("#5"), "{text}");
    let none = desk.tt("sheet show 78").exits(1);
    assert!(none.err.contains("help:"), "{}", none.err);
    desk.tt("sheet show 77 -p none").exits(1);
    desk.tt("sheet -p nowhere").exits(2);
}

#[test]
fn a_new_entry_in_a_period_that_was_handed_in_is_held() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 2026-11-18 9-10 --ticket 5 x").exits(0);
    let before = &desk.json("show 1")[0];
    assert!(
        before["unchecked"]
            .to_string()
            .contains("connectwise/sheet-open")
    );
    pulled(
        &desk,
        &[
            ("77", "2026-11-16", "2026-11-22", Status::Submitted),
            ("76", "2026-11-09", "2026-11-15", Status::Rejected),
        ],
    );
    let held = desk.json("log 2026-11-18 11-12 --ticket 5 late");
    assert_eq!(held[0]["delivery"], "held");
    assert_eq!(held[0]["problem"]["rule"], "connectwise/sheet-open");
    let words = held[0]["problem"]["message"].as_str().unwrap();
    assert!(
        words.contains("77") && words.contains("PendingApproval"),
        "{words}"
    );
    desk.tt("submit 2").exits(4);
    // Everything names the one thing that helps, and nothing that is refused.
    let way = "tt recall 2026-11-16..2026-11-22 -p work";
    for line in ["recall 2", "check 2", "review", "submit 2", "show 2"] {
        let ran = desk.tt(line);
        let said = ran.out + &ran.err;
        assert!(said.contains(way), "{line}: {said}");
        for other in ["--release", "delete", "tt edit", "worked"] {
            assert!(line == "show 2" || !said.contains(other), "{line}: {said}");
        }
    }
    if let Some(mut seat) = Seat::new(&desk, "review") {
        seat.types("skip / quit?", "q\r");
        let (code, shown) = seat.ends();
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains(way), "{shown}");
    }
    // A sheet that was given back, and a day that was looked at and has none.
    for day in ["2026-11-12", "2026-11-05"] {
        let booked = desk.json(&format!("log {day} 9-10 --ticket 5 fine"));
        assert_eq!(booked[0]["delivery"], "owed");
        assert!(
            !booked[0]["unchecked"].to_string().contains("sheet-open"),
            "{booked}"
        );
    }
    let status = desk.json("status");
    assert_eq!(status["person"], json!([2]));
    // Nobody here can let that pass; once the sheet is back, the rules are asked again.
    desk.tt("resolve 2 --release").exits(3);
    pulled(
        &desk,
        &[("77", "2026-11-16", "2026-11-22", Status::Rejected)],
    );
    assert_eq!(desk.json("edit 2 -m later")[0]["delivery"], "owed");
    assert_eq!(desk.json("status")["person"], json!([]));
}
