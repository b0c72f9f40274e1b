//! `tt` and `tt status`: where everything stands.

use super::{Desk, WORK};

#[test]
fn a_bare_line_says_where_everything_stands() {
    let desk = Desk::new();
    let ran = desk.tt("").exits(0);
    assert!(ran.out.starts_with("nothing is running\n"), "{}", ran.out);
    assert!(!desk.db().exists(), "looking made a database");
    assert_eq!(ran.out, desk.tt("status").exits(0).out);
    assert_eq!(ran.out, desk.tt("now").exits(0).out);
    let empty = desk.json("status");
    assert_eq!(
        empty,
        serde_json::json!({
            "running": null, "parked": [],
            "today": {"worked_seconds": 0, "target_seconds": 28800, "met_at": null},
            "week": {"worked_seconds": 0, "target_seconds": 144_000},
            "delivery": {"owed": 0, "held": 0, "refused": 0, "conflict": 0, "unconfirmed": 0},
            "person": [], "reasons": [], "blocks": [], "context": []
        })
    );
    assert_eq!(desk.tt("--json").exits(0).json(), empty);
}

#[test]
fn what_overlaps_is_counted_and_said() {
    let desk = Desk::new();
    desk.tt("log 7-9 one").exits(0);
    desk.tt("log 8-9:30 two").exits(0);
    let ran = desk.tt("status").exits(0);
    assert!(ran.out.contains("3h 30m"), "{}", ran.out);
    assert!(ran.out.contains(" to go (1h overlaps)\n"), "{}", ran.out);
    let ran = desk.tt("list today").exits(0);
    assert!(
        ran.out
            .ends_with("2 entries, 3h 30m, of which 1h overlaps\n"),
        "{}",
        ran.out
    );
    desk.tt("edit 2 --start 9:00").exits(0);
    for line in ["status", "list today"] {
        let ran = desk.tt(line).exits(0);
        assert!(!ran.out.contains("overlap"), "{}", ran.out);
    }
}

#[test]
fn today_and_the_week_are_counted_by_the_dates_of_entries() {
    let desk = Desk::new();
    desk.config(&format!(
        "{WORK}\n[time]\nday_target = \"6h\"\nweek_start = \"sunday\"\n"
    ));
    // Sunday the 22nd begins the week: Saturday is the last one's.
    desk.tt("log yesterday 9-12 -p none x").exits(0);
    desk.tt("log 8-9:30 -p none y").exits(0);
    desk.tt("log 9:30-10 --ticket 5 z").exits(0);
    let found = desk.json("status");
    // 1h 30m and 30m of today.
    assert_eq!(found["today"]["worked_seconds"], 7200);
    assert_eq!(found["today"]["target_seconds"], 6 * 3600);
    assert_eq!(found["week"]["worked_seconds"], 7200);
    assert_eq!(found["week"]["target_seconds"], 5 * 6 * 3600);
    assert_eq!(found["delivery"]["owed"], 1);
    let text = desk.tt("").exits(0).out;
    assert!(text.contains("4h to go"), "{text}");
    assert!(text.contains("1 owed"), "{text}");
}

#[test]
fn what_is_held_is_named_with_its_reason() {
    let desk = Desk::new();
    desk.config(&format!("{WORK}\n[rules]\nreview_entry = \"1h\"\n"));
    desk.tt("log 8-10 --ticket 5 long").exits(0);
    let found = desk.json("status");
    assert_eq!(found["delivery"]["held"], 1, "{found}");
    assert_eq!(found["person"], serde_json::json!([1]));
    assert_eq!(found["reasons"][0]["state"], "held");
    let text = desk.tt("status").exits(0).out;
    assert!(
        text.contains("needs a person") && text.contains("held"),
        "{text}"
    );
}
