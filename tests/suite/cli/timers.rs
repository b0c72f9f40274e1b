//! Timers, end to end, with the clock moved by hand.

mod ending;
mod races;

use super::{Desk, WORK};
use serde_json::Value;

/// A desk at a clock time of Sunday 22 November in Amsterdam.
fn desk(clock: &str) -> Desk {
    let mut desk = Desk::new();
    to(&mut desk, clock);
    desk
}

/// Moves the clock: `10:15` of that Sunday, or a whole instant.
fn to(desk: &mut Desk, clock: &str) {
    if clock.contains('T') {
        desk.set_now(clock);
    } else {
        desk.set_now(&format!("2026-11-22T{clock}:33+01:00"));
    }
}

/// `HH:MM` of an instant; the word itself where there is none.
fn clock(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), |text| text[11..16].to_owned())
}

/// `id start-end worked running parked` of every entry.
fn seen(desk: &Desk) -> Vec<String> {
    let entries = desk.json("list 2026-10-01..2026-12-31");
    let row = |entry: &Value| {
        let state = match (&entry["running"], &entry["parked"]) {
            (Value::Bool(true), _) => "running",
            (_, Value::Bool(true)) => "parked",
            _ => "booked",
        };
        format!(
            "{} {}-{} {} {state}",
            entry["id"],
            clock(&entry["start"]),
            clock(&entry["end"]),
            entry["worked_seconds"].as_i64().unwrap() / 60,
        )
    };
    entries.as_array().unwrap().iter().map(row).collect()
}

/// Runs lines of `clock: command`, each of which must succeed.
fn act(desk: &mut Desk, lines: &[&str]) {
    for line in lines {
        let (clock, command) = line.split_once(": ").unwrap();
        to(desk, clock);
        desk.tt(command).exits(0);
    }
}

#[test]
fn each_course_of_a_day_ends_in_the_entries_it_should() {
    let rows: &[(&str, &[&str], &[&str])] = &[
        (
            "start and stop",
            &["08:00: start mail", "09:30: stop"],
            &["1 08:00-09:30 90 booked"],
        ),
        (
            "a start books the running one",
            &["08:00: start one", "09:00: in two", "09:30: out"],
            &["1 08:00-09:00 60 booked", "2 09:00-09:30 30 booked"],
        ),
        (
            "a pause is not worked",
            &[
                "08:00: start one",
                "09:00: pause",
                "09:20: resume",
                "10:00: stop",
            ],
            &["1 08:00-10:00 100 booked"],
        ),
        (
            "a parked timer ends when it was parked",
            &["08:00: start one", "09:00: pause", "10:00: stop"],
            &["1 08:00-09:00 60 booked"],
        ),
        (
            "a start leaves the parked one alone",
            &[
                "08:00: start one",
                "08:30: pause",
                "08:40: start two",
                "09:00: stop",
            ],
            &["1 08:00-null 30 parked", "2 08:40-09:00 20 booked"],
        ),
        (
            "switch parks, resume goes back",
            &[
                "08:00: start one",
                "08:30: switch two",
                "08:45: switch three",
                "08:50: stop",
                "09:00: resume",
                "09:10: resume 1",
                "09:20: stop",
            ],
            &[
                "1 08:00-09:20 40 booked",
                "2 08:30-null 25 parked",
                "3 08:45-08:50 5 booked",
            ],
        ),
        (
            "two parked within a minute: the one parked last",
            &[
                "08:00: start one",
                "08:30: switch two",
                "08:30: switch three",
                "08:40: stop",
                "08:45: resume",
                "09:00: stop",
            ],
            &[
                "1 08:00-null 30 parked",
                "2 08:30-09:00 15 booked",
                "3 08:30-08:40 10 booked",
            ],
        ),
        (
            "typed moments",
            &[
                "09:00: start 8:05 one",
                "09:30: pause --at 9:10",
                "09:30: resume --at 9:15",
                "10:00: stop 9:45",
            ],
            &["1 08:05-09:45 95 booked"],
        ),
        (
            "an end before the pauses takes them off",
            &[
                "08:00: start one",
                "09:00: pause",
                "09:20: resume",
                "10:00: stop 8:50",
            ],
            &["1 08:00-08:50 50 booked"],
        ),
        (
            "an end within a pause is that of the work",
            &[
                "08:00: start one",
                "09:00: pause",
                "09:20: resume",
                "10:00: stop --at 9:10",
            ],
            &["1 08:00-09:00 60 booked"],
        ),
        (
            "what was typed as deducted comes off besides",
            &[
                "08:00: start one --deduct 10m",
                "09:00: pause",
                "09:20: resume",
                "10:00: stop",
            ],
            &["1 08:00-10:00 90 booked"],
        ),
        (
            "cancel throws the running one away, and nothing else",
            &["08:00: start one", "08:30: switch two", "08:40: cancel"],
            &["1 08:00-null 30 parked"],
        ),
        (
            "continue starts one like the last",
            &[
                "08:00: start one",
                "08:30: stop",
                "09:00: continue",
                "09:10: stop",
            ],
            &["1 08:00-08:30 30 booked", "2 09:00-09:10 10 booked"],
        ),
        (
            "continue ends what runs",
            &[
                "08:00: log 7-8 one",
                "08:30: start two",
                "09:00: continue 1",
                "09:10: stop",
            ],
            &[
                "1 07:00-08:00 60 booked",
                "2 08:30-09:00 30 booked",
                "3 09:00-09:10 10 booked",
            ],
        ),
    ];
    for (what, lines, expected) in rows {
        let mut desk = desk("08:00");
        act(&mut desk, lines);
        assert_eq!(seen(&desk), *expected, "{what}");
    }
}

#[test]
fn what_was_done_is_said_of_each_timer() {
    let mut desk = desk("08:00");
    let ran = desk.tt("start --ticket 54321 mailbox full").exits(0);
    assert_eq!(
        ran.out,
        "started 1: Sun 22 Nov 08:00  #54321  mailbox full\n"
    );
    to(&mut desk, "09:00");
    let ran = desk.tt("switch phone call").exits(0);
    assert_eq!(
        ran.out,
        "parked 1: Sun 22 Nov 08:00, 1h so far  #54321  mailbox full\n\
         started 2: Sun 22 Nov 09:00  phone call\n"
    );
    to(&mut desk, "09:10");
    let ran = desk.tt("stop phone call about the printer").exits(0);
    assert_eq!(
        ran.out,
        "booked 2: Sun 22 Nov 09:00–09:10, 10m  phone call about the printer\n"
    );
    assert_eq!(ran.err, "");
}

#[test]
fn json_is_the_entries_touched_the_ended_one_first() {
    let mut desk = desk("08:00");
    let ids = |value: &Value| {
        let list = value.as_array().unwrap();
        list.iter()
            .map(|entry| {
                let at = (entry["running"] == true, entry["parked"] == true);
                (entry["id"].as_i64().unwrap_or(0), at.0, at.1)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&desk.json("start one")), [(1, true, false)]);
    to(&mut desk, "08:30");
    let planned = desk.json("start two -n");
    assert_eq!(ids(&planned), [(0, false, false), (0, true, false)]);
    assert_eq!(
        ids(&desk.json("start two")),
        [(1, false, false), (2, true, false)]
    );
    to(&mut desk, "08:40");
    assert_eq!(
        ids(&desk.json("switch three")),
        [(2, false, true), (3, true, false)]
    );
    to(&mut desk, "08:50");
    assert_eq!(
        ids(&desk.json("resume")),
        [(2, true, false), (3, false, true)]
    );
    assert_eq!(ids(&desk.json("pause")), [(2, false, true)]);
    assert_eq!(ids(&desk.json("resume 3")), [(3, true, false)]);
    assert_eq!(ids(&desk.json("cancel")), [(3, true, false)]);
    let stopped = desk.json("stop");
    assert_eq!(ids(&stopped), [(2, false, false)]);
    // It worked from 8:30 to 8:40; at 8:50 it went on for no time at all.
    assert_eq!(stopped[0]["end"], "2026-11-22T08:40:00+01:00");
    assert_eq!(stopped[0]["booked_as"], "range");
}

#[test]
fn a_timer_has_the_fields_it_was_given() {
    let mut desk = desk("08:00");
    desk.config(&format!(
        "{WORK}\n[profile.work.defaults]\nwork_type = \"Remote\"\n"
    ));
    let entry = desk.json("start 7:45 --ticket #54321 --no-bill -t vpn vpn drops")[0].clone();
    assert_eq!(entry["profile"], "work");
    assert_eq!(entry["delivery"], "waiting");
    assert_eq!(entry["charge_to"]["ref"], "54321");
    assert_eq!(entry["work_type"]["ref"], "Remote");
    assert_eq!(entry["billable"], "do-not-bill");
    assert_eq!(entry["tags"], serde_json::json!(["vpn"]));
    assert_eq!(entry["note"], "vpn drops");
    assert_eq!(entry["end"], Value::Null);
    assert_eq!(entry["worked_seconds"], 15 * 60 + 33);
    to(&mut desk, "09:00");
    assert_eq!(desk.json("stop")[0]["delivery"], "owed");
    let again = desk.json("continue")[0].clone();
    for field in [
        "charge_to",
        "work_type",
        "billable",
        "tags",
        "note",
        "profile",
    ] {
        assert_eq!(again[field], entry[field], "{field}");
    }
    assert_ne!(again["key"], entry["key"]);
}

#[test]
fn nothing_to_act_on_is_exit_1_and_says_what_there_is() {
    let mut desk = desk("08:00");
    for line in [
        "stop",
        "pause",
        "resume",
        "cancel",
        "continue",
        "resume 9",
        "continue 9",
    ] {
        let ran = desk.tt(&format!("{line} --json")).exits(1);
        assert_eq!(ran.json()["error"]["code"], "nothing", "{line}");
    }
    act(&mut desk, &["08:00: start one", "08:30: switch two"]);
    for (line, message, help) in [
        ("resume 2", "timer 2 runs already", "tt pause"),
        ("resume 7", "there is no entry 7", "tt list"),
    ] {
        let ran = desk.tt(line).exits(1);
        assert!(
            ran.err.contains(message) && ran.err.contains(help),
            "{line}: {}",
            ran.err
        );
    }
    act(&mut desk, &["08:40: pause"]);
    for (line, message, help) in [
        ("stop", "several timers are parked: 1 and 2", "tt resume 2"),
        ("pause", "timer 2 is parked", "tt resume"),
        ("cancel", "timer 2 is parked", "tt resume"),
    ] {
        let ran = desk.tt(line).exits(1);
        assert!(
            ran.err.contains(message) && ran.err.contains(help),
            "{line}: {}",
            ran.err
        );
    }
    act(&mut desk, &["08:40: resume 1", "09:00: stop"]);
    let ran = desk.tt("resume 1").exits(1);
    assert!(
        ran.err.contains("entry 1 is booked") && ran.err.contains("tt continue 1"),
        "{}",
        ran.err
    );
    assert_eq!(
        seen(&desk),
        ["1 08:00-09:00 50 booked", "2 08:30-null 10 parked"]
    );
}

#[test]
fn what_is_not_understood_is_exit_2_and_changes_nothing() {
    let mut desk = desk("08:00");
    act(&mut desk, &["08:00: start one"]);
    to(&mut desk, "09:00");
    for (line, fragment) in [
        ("start 9-10 two", "9-10"),
        ("start 1h two", "1h"),
        ("start two --for 1h", "tt log"),
        ("start two --end 9", "tt log"),
        ("start two -m three", "-m"),
        ("start two --at 9 --start 9", "--start"),
        ("start two --on yesterday", "--at"),
        ("start two --at 7:30", "timer 1 began"),
        ("start two --ticket 1 --task 2", "--task"),
        ("stop 7:30", "before timer 1 began"),
        ("stop --at soon", "soon"),
        ("stop fixed -m it", "-m"),
        ("pause --at 7:30", "before timer 1 began"),
        ("resume 1-3", "1-3"),
        ("pause 9:00", "9:00"),
    ] {
        let ran = desk.tt(line);
        if line == "resume 1-3" {
            assert_eq!(ran.code, 1, "{line}: {}", ran.err);
            continue;
        }
        assert_eq!(ran.code, 2, "{line}: {} {}", ran.out, ran.err);
        assert!(ran.err.contains(fragment), "{line}: {}", ran.err);
    }
    assert_eq!(seen(&desk), ["1 08:00-null 60 running"]);
}

#[test]
fn a_start_that_the_rules_refuse_leaves_the_running_one_alone() {
    let mut desk = desk("08:00");
    desk.config(WORK);
    act(&mut desk, &["08:00: start --ticket 5 one"]);
    to(&mut desk, "09:00");
    let ran = desk.tt("start --at 'x --json").exits(2);
    assert_eq!(ran.json()["error"]["code"], "usage");
    let ran = desk.tt("start --task 7 two").exits(3);
    assert!(
        ran.err.contains("rule: connectwise/charge-to-type"),
        "{}",
        ran.err
    );
    let ran = desk.run(&["start", "--ticket", "5", "--at", "today 9:30", "two"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("rule: tt/not-in-future"), "{}", ran.err);
    assert_eq!(seen(&desk), ["1 08:00-null 60 running"]);
}

#[test]
fn a_log_within_a_running_timer_notes_it() {
    let mut desk = desk("08:00");
    act(&mut desk, &["08:00: start one"]);
    to(&mut desk, "10:00");
    let ran = desk.tt("log 9-9:30 a call").exits(0);
    assert!(
        ran.err.contains(
            "note: the running timer 1 covers 30m of this time; `tt edit 1 --deduct 30m`"
        ),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("rule: tt/overlap"), "{}", ran.err);
    let ran = desk.tt("log 7-8 before").exits(0);
    assert_eq!(ran.err, "");
    let ran = desk.tt("log 9-9:30 -n planned").exits(0);
    assert!(
        ran.err.contains("the running timer 1 covers 30m"),
        "{}",
        ran.err
    );
    desk.tt("pause").exits(0);
    let ran = desk.tt("log 8:30-9 within a parked one").exits(0);
    assert!(!ran.err.contains("running timer"), "{}", ran.err);
}

#[test]
fn the_folder_of_a_repository_is_kept_while_the_timer_is_one() {
    let mut desk = desk("08:00");
    std::fs::create_dir_all(desk.home().join("site/.git")).unwrap();
    std::fs::create_dir_all(desk.home().join("site/src")).unwrap();
    let mut command = desk.command();
    command.current_dir(desk.home().join("site/src"));
    assert!(
        command
            .args(["start", "one"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let kept = |desk: &Desk| {
        let db = rusqlite::Connection::open(desk.db()).unwrap();
        let query = "SELECT value FROM state WHERE scope='timer' AND name='1'";
        db.query_row(query, [], |row| row.get::<_, String>(0)).ok()
    };
    assert!(kept(&desk).unwrap().ends_with("/site"));
    act(&mut desk, &["08:30: pause", "08:40: resume"]);
    assert!(kept(&desk).is_some());
    act(&mut desk, &["09:00: stop"]);
    assert_eq!(kept(&desk), None);
}
