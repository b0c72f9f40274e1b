//! `tt gaps`: what of the hours of work is not booked.

use super::Desk;
use serde_json::json;

const HOURS: &str = "[time]\nday_start = \"09:00\"\nday_end = \"17:30\"\n\
                     breaks = [\"12:30-13:00\"]\n";

/// Monday evening.
fn monday() -> Desk {
    let desk = Desk::new().at("2026-11-23T18:00:30+01:00");
    desk.config(HOURS);
    desk
}

fn gaps(desk: &Desk, line: &str) -> Vec<String> {
    let found = desk.json(line);
    let days = found["days"].as_array().unwrap().clone();
    let clock = |at: &serde_json::Value| at.as_str().unwrap()[5..16].replace('T', " ");
    days.iter()
        .flat_map(|day| day["gaps"].as_array().unwrap().clone())
        .map(|gap| format!("{}-{}", clock(&gap["start"]), &clock(&gap["end"])[6..]))
        .collect()
}

#[test]
fn what_nothing_covers_is_a_gap() {
    let desk = monday();
    assert_eq!(
        gaps(&desk, "gaps"),
        ["11-23 09:00-12:30", "11-23 13:00-17:30"]
    );
    desk.tt("log 9-10 -t a x").exits(0);
    desk.tt("log 10:03-11 x").exits(0);
    desk.tt("log 12-14 over lunch").exits(0);
    assert_eq!(
        gaps(&desk, "gaps"),
        ["11-23 11:00-12:00", "11-23 14:00-17:30"]
    );
    assert_eq!(
        gaps(&desk, "gaps --least 1m"),
        [
            "11-23 10:00-10:03",
            "11-23 11:00-12:00",
            "11-23 14:00-17:30"
        ]
    );
    let text = desk.tt("gaps").exits(0);
    assert_eq!(
        text.out,
        "Mon 23 Nov 11:00–12:00, 1h\nMon 23 Nov 14:00–17:30, 3h 30m\n\
         Mon 23 Nov: 4h 30m is not booked\n"
    );
    desk.tt("log 11-12 x").exits(0);
    desk.tt("log 14-17:30 x").exits(0);
    assert_eq!(
        desk.tt("gaps").exits(0).out,
        "Mon 23 Nov: everything is booked\n"
    );
    assert_eq!(desk.json("gaps")["gap_seconds"], 0);
}

#[test]
fn only_what_is_over_and_only_days_of_work_count() {
    let mut desk = monday();
    desk.set_now("2026-11-23T10:07:33+01:00");
    assert_eq!(gaps(&desk, "gaps"), ["11-23 09:00-10:07"]);
    desk.tt("start mail").exits(0);
    desk.set_now("2026-11-23T11:00:00+01:00");
    assert_eq!(gaps(&desk, "gaps"), ["11-23 09:00-10:07"]);
    desk.tt("pause").exits(0);
    desk.set_now("2026-11-23T12:00:00+01:00");
    assert_eq!(
        gaps(&desk, "gaps"),
        ["11-23 09:00-10:07", "11-23 11:00-12:00"]
    );
    // Friday to Monday: Saturday and Sunday are left out, unless they are named alone.
    let found = desk.json("gaps fri..today");
    let days: Vec<_> = found["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["date"])
        .collect();
    assert_eq!(days, [&json!("2026-11-20"), &json!("2026-11-23")]);
    assert_eq!(gaps(&desk, "gaps sun").len(), 2);
    desk.set_now("2026-11-22T18:00:00+01:00");
    let ran = desk.tt("gaps").exits(0);
    assert!(
        ran.err.contains("no day of work") && ran.out.is_empty(),
        "{}",
        ran.err
    );
    assert_eq!(desk.json("gaps")["days"], json!([]));
    desk.set_now("2026-11-23T08:00:00+01:00");
    let ran = desk.tt("gaps").exits(0);
    assert!(ran.out.contains("have not begun"), "{}", ran.out);
    desk.tt("gaps soon").exits(2);
    desk.tt("gaps --least soon").exits(2);
}

#[test]
fn time_without_clock_times_is_named() {
    let desk = monday();
    desk.config(&format!("{}{HOURS}", super::stocked::FOUR));
    desk.tt("log 2h --no-clock -p at --task 5 -m x --work-role 1 --work-type 2")
        .exits(0);
    let ran = desk.tt("gaps").exits(0);
    assert!(
        ran.err.contains("2h of Mon 23 Nov is booked without clock"),
        "{}",
        ran.err
    );
    assert_eq!(desk.json("gaps")["days"][0]["without_clock_seconds"], 7200);
}

#[test]
fn looking_makes_no_database() {
    let desk = monday();
    desk.tt("gaps week").exits(0);
    desk.tt("fill -n").exits(0);
    assert!(!desk.db().exists());
}
