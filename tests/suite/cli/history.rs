//! `tt history`: who did what when, from what to what.

use super::Desk;
use serde_json::{Value, json};

#[test]
fn what_happened_is_told_newest_last() {
    let mut desk = Desk::new();
    desk.set_env("LOGNAME", "anna");
    desk.tt("log 8-9 --ticket 5 first").exits(0);
    desk.set_now("2026-11-22T10:30:00+01:00");
    desk.tt("edit 1 --end 9:30 -m second").exits(0);
    desk.tt("delete 1").exits(0);
    let text = desk.tt("history 1").exits(0).out;
    let expected = "\
2026-11-22 10:07  anna  book 1
    end: 2026-11-22 09:00
    note: first
    start: 2026-11-22 08:00
    charged to: ticket 5
2026-11-22 10:30  anna  edit 1
    end: 2026-11-22 09:00 → 2026-11-22 09:30
    note: first → second
2026-11-22 10:30  anna  delete 1
    taken away
";
    assert_eq!(text, expected);
    let events = desk.json("history --limit 2");
    assert_eq!(events.as_array().unwrap().len(), 2);
    assert_eq!(
        (&events[0]["who"], &events[0]["action"], &events[0]["entry"]),
        (&json!("anna"), &json!("edit"), &json!(1))
    );
    assert_eq!(events[0]["from"]["end"], "2026-11-22T09:00:00+01:00");
    assert_eq!(events[0]["to"]["note"], "second");
    assert_eq!(events[1]["to"], Value::Null);
    desk.tt("history 9").exits(1);
    assert_eq!(Desk::new().json("history"), json!([]));
}

#[test]
fn the_whole_journal_ends_after_fifty_lines() {
    let desk = Desk::new();
    desk.tt("log 8-9 x").exits(0);
    for n in 0..55 {
        desk.tt(&format!("edit 1 -m n{n}")).exits(0);
    }
    let events = desk.json("history");
    assert_eq!(events.as_array().unwrap().len(), 50);
    assert_eq!(events[49]["to"]["note"], "n54");
    assert_eq!(desk.json("history 1").as_array().unwrap().len(), 56);
    let mut hostile = Desk::new();
    hostile.set_env("LOGNAME", "anna\u{1b}[31m");
    hostile.tt("log 8-9 x").exits(0);
    assert!(!hostile.tt("history").exits(0).out.contains('\u{1b}'));
}
