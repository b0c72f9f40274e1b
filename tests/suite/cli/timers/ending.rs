//! The ends of timers: never refused, over nights and clock changes, too short and too long.

use super::{Desk, WORK, act, desk, seen, to};
use serde_json::Value;

#[test]
fn every_breach_at_the_end_holds_and_none_stops_it() {
    let mut desk = desk("08:00");
    desk.config(&format!(
        "{WORK}\n[rules]\nnote_required = true\nincrement = \"15m\"\noverlap = \"refuse\"\nmax_entry = \"1h\"\n"
    ));
    act(&mut desk, &["08:00: start"]);
    to(&mut desk, "09:20");
    desk.tt("log 8:30-9 --ticket 5 x").exits(3);
    let ran = desk.tt("stop").exits(0);
    assert!(
        ran.out.contains("booked 1:") && ran.out.contains("held"),
        "{}",
        ran.out
    );
    for rule in [
        "tt/note-required",
        "tt/increment",
        "tt/one-day",
        "connectwise/charge-to",
    ] {
        assert!(
            ran.err.contains(&format!("rule: {rule}")),
            "{rule}: {}",
            ran.err
        );
    }
    assert!(
        ran.err.contains("held: the entry has no note"),
        "{}",
        ran.err
    );
    let entry = &desk.json("show 1")[0];
    assert_eq!(entry["delivery"], "held");
    assert_eq!(entry["problem"]["code"], "rule");
    assert_eq!(entry["worked_seconds"], 4800);
    assert_eq!(entry["end"], "2026-11-22T09:20:00+01:00");
}

#[test]
fn a_start_that_ends_another_holds_it_too() {
    let mut desk = desk("08:00");
    desk.config("[rules]\nnote_required = true\n");
    act(&mut desk, &["08:00: start --client acme"]);
    to(&mut desk, "09:00");
    let ran = desk.tt("start two").exits(0);
    assert!(ran.err.contains("rule: tt/note-required"), "{}", ran.err);
    assert_eq!(
        desk.json("show 1")[0]["problem"]["rule"],
        "tt/note-required"
    );
    assert_eq!(desk.json("show 2")[0]["problem"], Value::Null);
}

#[test]
fn with_nothing_parked_resume_says_so() {
    let ran = desk("08:00").tt("resume").exits(1);
    assert!(ran.err.contains("nothing is parked"), "{}", ran.err);
}

#[test]
fn one_that_ended_within_a_minute_is_dropped() {
    for (lines, dropped) in [
        (&["08:00: start one", "08:00: stop"][..], 1),
        (&["08:00: start one", "08:00: pause", "08:30: stop"], 1),
        (&["08:00: start one", "08:10: stop 8:00"], 1),
    ] {
        let mut desk = desk("08:00");
        act(&mut desk, &lines[..lines.len() - 1]);
        let (at, line) = lines[lines.len() - 1].split_once(": ").unwrap();
        to(&mut desk, at);
        let ran = desk.tt(line).exits(0);
        assert_eq!(ran.out, "", "{lines:?}");
        assert!(
            ran.err
                .starts_with(&format!("nothing booked: timer {dropped} is dropped"))
                && ran.err.contains("tt undo"),
            "{lines:?}: {}",
            ran.err
        );
        assert_eq!(seen(&desk), [""; 0], "{lines:?}");
        // It is journalled with what it was, so that it can come back.
        let db = rusqlite::Connection::open(desk.db()).unwrap();
        let last = "SELECT action,before IS NOT NULL FROM journal ORDER BY n DESC LIMIT 1";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        assert_eq!(
            db.query_row(last, [], row).unwrap(),
            ("cancel".into(), true),
            "{lines:?}"
        );
    }
    let mut desk = desk("08:00");
    act(&mut desk, &["08:00: start one"]);
    let started = desk.json("start two");
    assert_eq!(started.as_array().unwrap().len(), 1);
    to(&mut desk, "08:01");
    let ran = desk.tt("stop --json").exits(0);
    assert_eq!(ran.json()[0]["worked_seconds"], 60);
    act(&mut desk, &["08:02: start three"]);
    assert_eq!(desk.json("stop"), serde_json::json!([]));
}

#[test]
fn nights_and_clock_changes_are_counted_as_they_were() {
    for (start, stop, zone, worked, end) in [
        // Clocks go back: the night has an hour more.
        (
            "2026-10-24T22:00:00+02:00",
            "2026-10-25T04:00:00+01:00",
            "",
            7 * 60,
            "2026-10-25T04:00:00+01:00",
        ),
        // They go forward: an hour less.
        (
            "2026-03-28T22:00:00+01:00",
            "2026-03-29T04:00:00+02:00",
            "",
            5 * 60,
            "2026-03-29T04:00:00+02:00",
        ),
        // Started and ended within the hour that exists twice.
        (
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T02:10:00+01:00",
            "",
            40,
            "2026-10-25T02:10:00+01:00",
        ),
        // Over midnight.
        (
            "2026-11-21T23:10:00+01:00",
            "2026-11-22T00:40:00+01:00",
            "",
            90,
            "2026-11-22T00:40:00+01:00",
        ),
        // The machine went to another zone: the entry stays in the first.
        (
            "2026-11-21T09:00:00+01:00",
            "2026-11-21T10:00:00-05:00",
            "America/New_York",
            7 * 60,
            "2026-11-21T16:00:00+01:00",
        ),
        // Exactly a day.
        (
            "2026-11-21T09:00:00+01:00",
            "2026-11-22T09:00:00+01:00",
            "",
            24 * 60,
            "2026-11-22T09:00:00+01:00",
        ),
    ] {
        let mut desk = Desk::new().at(start);
        desk.tt("start night shift").exits(0);
        to(&mut desk, stop);
        if !zone.is_empty() {
            desk.set_env("TZ", zone);
        }
        let entry = desk.json("stop")[0].clone();
        assert_eq!(entry["worked_seconds"], worked * 60, "{start}");
        assert_eq!(entry["end"], end, "{start}");
        assert_eq!(entry["zone"], "Europe/Amsterdam", "{start}");
        assert_eq!(entry["date"], start[..10], "{start}");
        let held = worked > 12 * 60;
        assert_eq!(entry["problem"]["rule"] == "tt/long-entry", held, "{start}");
    }
}

#[test]
fn a_parked_timer_of_another_day_is_booked_and_goes_on_as_a_new_one() {
    let mut desk = desk("13:00");
    act(
        &mut desk,
        &["13:00: start --ticket 5 --deduct 5m audit", "17:30: pause"],
    );
    to(&mut desk, "2026-11-23T08:30:00+01:00");
    let ran = desk.tt("resume").exits(0);
    assert_eq!(
        ran.out,
        "booked 1: Sun 22 Nov 13:00–17:30, 4h 30m − 5m = 4h 25m  #5  audit\n\
         started 2: Mon 23 Nov 08:30  #5  audit\n"
    );
    assert!(ran.err.contains("timer 1 is of another day"), "{}", ran.err);
    to(&mut desk, "2026-11-23T10:00:00+01:00");
    let entry = desk.json("stop")[0].clone();
    assert_eq!(entry["id"], 2);
    assert_eq!(entry["date"], "2026-11-23");
    assert_eq!(entry["worked_seconds"], 5400);
    assert_eq!(
        seen(&desk),
        ["1 13:00-17:30 265 booked", "2 08:30-10:00 90 booked"]
    );
}

#[test]
fn a_running_one_is_parked_when_an_old_one_goes_on() {
    let mut desk = desk("13:00");
    act(
        &mut desk,
        &[
            "13:00: start old",
            "14:00: pause",
            "2026-11-23T08:00:00+01:00: start new",
            "2026-11-23T08:30:00+01:00: resume",
        ],
    );
    assert_eq!(
        seen(&desk),
        [
            "1 13:00-14:00 60 booked",
            "2 08:00-null 30 parked",
            "3 08:30-null 0 running"
        ]
    );
}

#[test]
fn one_of_more_than_a_day_ends_without_an_entry_and_blocks_nobody() {
    let mut desk = desk("09:00");
    desk.config(WORK);
    act(&mut desk, &["09:00: start --ticket 5 forgotten"]);
    to(&mut desk, "2026-11-23T09:01:00+01:00");
    let ran = desk.tt("stop").exits(0);
    assert!(ran.out.starts_with("ended 1:"), "{}", ran.out);
    assert!(ran.err.contains("rule: tt/one-day"), "{}", ran.err);
    assert!(ran.err.contains("tt edit 1 --end"), "{}", ran.err);
    let entry = &desk.json("show current")[0];
    assert_eq!(entry["id"], 1);
    assert_eq!(entry["end"], Value::Null);
    assert_eq!(entry["running"], false);
    assert_eq!(entry["delivery"], "waiting");
    assert_eq!(entry["problem"]["rule"], "tt/one-day");
    for line in ["stop", "resume", "pause", "cancel", "resume 1"] {
        let ran = desk.tt(line).exits(1);
        assert!(ran.err.contains("tt edit 1 --end"), "{line}: {}", ran.err);
    }
    act(
        &mut desk,
        &[
            "2026-11-23T09:05:00+01:00: start --ticket 6 next",
            "2026-11-23T09:25:00+01:00: pause",
            "2026-11-23T09:30:00+01:00: resume",
            "2026-11-23T09:45:00+01:00: stop",
        ],
    );
    assert_eq!(desk.json("show last")[0]["id"], 2);
    let ran = desk.tt("log 1h --ticket 5 at any time").exits(0);
    assert!(!ran.err.contains("overlap"), "{}", ran.err);
    assert!(ran.out.contains("08:05–09:05"), "{}", ran.out);
    assert!(desk.tt("list 2026-11-22").exits(0).out.contains("no end!"));
    assert_eq!(desk.json("show 2")[0]["delivery"], "owed");
    let warnings = desk.json("show 2")[0]["warnings"].clone();
    assert!(!warnings.to_string().contains("tt/overlap"), "{warnings}");
}

#[test]
fn a_start_ends_a_timer_of_more_than_a_day_the_same_way() {
    let mut desk = desk("09:00");
    act(&mut desk, &["09:00: start forgotten"]);
    to(&mut desk, "2026-11-24T09:00:00+01:00");
    let ran = desk.tt("start next --json").exits(0);
    let value = ran.json();
    assert_eq!(value[0]["id"], 1);
    assert_eq!(value[0]["end"], Value::Null);
    assert_eq!(value[1]["running"], true);
    to(&mut desk, "2026-11-24T10:00:00+01:00");
    assert_eq!(desk.json("stop")[0]["id"], 2);
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let mut desk = desk("10:00");
    act(&mut desk, &["10:00: start one"]);
    to(&mut desk, "09:00");
    let ran = desk.tt("stop").exits(0);
    assert!(ran.err.contains("rule: tt/end-after-start"), "{}", ran.err);
    assert!(ran.err.contains("tt edit 1 --end"), "{}", ran.err);
    let mut desk = super::desk("10:00");
    act(
        &mut desk,
        &[
            "10:00: start one",
            "09:00: pause",
            "11:00: resume",
            "11:30: stop",
        ],
    );
    assert_eq!(seen(&desk), ["1 10:00-11:30 30 booked"]);
}
