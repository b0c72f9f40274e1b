//! `tt log`: what is typed, what is stored, what is said.

use super::{Desk, WORK};

#[test]
fn a_length_without_a_start_ends_now_when_nothing_is_booked() {
    let desk = Desk::new();
    let ran = desk
        .run(&[
            "log",
            "1.5h",
            "--ticket",
            "54321",
            "-m",
            "Diagnosed email delivery issue.",
        ])
        .exits(0);
    assert!(
        ran.out.contains("Sun 22 Nov 08:37–10:07, 1h 30m"),
        "{}",
        ran.out
    );
    let entry = &desk.json("list")[0];
    assert_eq!(entry["id"], 1);
    assert_eq!(entry["start"], "2026-11-22T08:37:00+01:00");
    assert_eq!(entry["end"], "2026-11-22T10:07:00+01:00");
    assert_eq!(entry["worked_seconds"], 5400);
    assert_eq!(entry["charge_to"]["kind"], "ticket");
    assert_eq!(entry["charge_to"]["ref"], "54321");
    assert_eq!(entry["note"], "Diagnosed email delivery issue.");
    assert_eq!(entry["delivery"], "local");
    assert_eq!(entry["booked_as"], "length");
    assert_eq!(entry["zone"], "Europe/Amsterdam");
}

#[test]
fn bare_words_after_the_time_are_the_note() {
    let desk = Desk::new();
    for (line, worked, note) in [
        ("log 30m fixed the vpn", 1800, "fixed the vpn"),
        ("log 8 to 8:20 standup", 1200, "standup"),
        ("log 1h 15m mailbox --ticket 5", 4500, "mailbox"),
        ("log 7-7:30", 1800, ""),
    ] {
        let entry = desk.json(line)[0].clone();
        assert_eq!(entry["worked_seconds"], worked, "{line}");
        assert_eq!(entry["note"].as_str().unwrap_or(""), note, "{line}");
    }
}

#[test]
fn the_next_length_takes_the_latest_free_stretch() {
    let desk = Desk::new();
    desk.tt("log 9-10 first").exits(0);
    let entry = desk.json("log 30m second")[0].clone();
    assert_eq!(entry["start"], "2026-11-22T08:30:00+01:00");
    let past = desk.json("log 30m --on yesterday third")[0].clone();
    assert_eq!(past["start"], "2026-11-21T09:00:00+01:00");
    let later = desk.json("log 30m --on yesterday fourth")[0].clone();
    assert_eq!(later["start"], "2026-11-21T09:30:00+01:00");
}

#[test]
fn what_is_not_understood_writes_nothing_and_names_the_nearest_form() {
    let desk = Desk::new();
    for (line, fragment) in [
        ("log 8", "8h"),
        ("log 0930 x", "9:30"),
        ("log 25h", "24h"),
        ("log 0", "0"),
        ("log 9-5", "9-17"),
        ("log soon", "length"),
        ("log 1h -m a b", "-m"),
        ("log 1h --ticket 1 --charge-code ADMIN", "charge-code"),
        ("log 1h --on 2026-13-01", "2026-13-01"),
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(ran.err.contains(fragment), "{line}: {}", ran.err);
        assert!(
            ran.err.contains("help:") || ran.err.contains("tip:") || ran.err.contains("--help"),
            "{line}: {}",
            ran.err
        );
        let json = desk.tt(&format!("{line} --json")).exits(2).json();
        assert_eq!(json["error"]["code"], "usage", "{line}");
    }
    assert_eq!(desk.json("list week"), serde_json::json!([]));
}

#[test]
fn all_breaches_are_told_at_once_and_nothing_is_written() {
    let desk = Desk::new();
    desk.config("[rules]\nnote_required = true\nincrement = \"15m\"\n");
    let ran = desk.tt("log 20m --json").exits(3);
    let error = &ran.json()["error"];
    assert_eq!(error["code"], "rule");
    let mut rules: Vec<_> = error["breaches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["rule"].as_str().unwrap())
        .collect();
    rules.sort_unstable();
    assert_eq!(rules, ["tt/increment", "tt/note-required"]);
    let text = desk.tt("log 20m").exits(3);
    assert!(text.err.contains("rule: tt/note-required"), "{}", text.err);
    assert!(text.err.contains("help:"), "{}", text.err);
    assert_eq!(desk.json("list"), serde_json::json!([]));
}

#[test]
fn an_overlap_warns_and_names_the_other_entry() {
    let desk = Desk::new();
    desk.tt("log 9-10 first").exits(0);
    let ran = desk.tt("log 9:30-10 second").exits(0);
    assert!(
        ran.err.contains("tt/overlap") && ran.err.contains("1"),
        "{}",
        ran.err
    );
    let entry = &desk.json("show 2")[0];
    assert_eq!(entry["warnings"][0]["rule"], "tt/overlap");
    assert_eq!(entry["delivery"], "local");
}

#[test]
fn a_long_entry_of_a_profile_is_held() {
    let desk = Desk::new();
    desk.config(WORK);
    let entry = desk.json("log 13h --on yesterday --ticket 5 long day")[0].clone();
    assert_eq!(entry["delivery"], "held");
    assert_eq!(entry["problem"]["rule"], "tt/long-entry");
    assert_eq!(entry["profile"], "work");
}

#[test]
fn a_dry_run_says_what_it_would_book_and_books_nothing() {
    let desk = Desk::new();
    let entry = desk.json("log 1h --ticket 5 -n test")[0].clone();
    assert_eq!(entry["id"], serde_json::Value::Null);
    assert_eq!(entry["worked_seconds"], 3600);
    assert_eq!(desk.json("list"), serde_json::json!([]));
    assert!(!desk.db().exists());
}

#[test]
fn defaults_of_the_profile_fill_what_was_not_typed() {
    let desk = Desk::new();
    desk.config(&format!(
        "{WORK}\n[profile.work.defaults]\nwork_type = \"Remote\"\nbillable = \"billable\"\n"
    ));
    let entry = desk.json("log 1h --ticket 5 x")[0].clone();
    assert_eq!(entry["work_type"]["ref"], "Remote");
    assert_eq!(entry["billable"], "billable");
    let entry = desk.json("log 1h --ticket 5 --work-type none --no-bill x")[0].clone();
    assert_eq!(entry["work_type"], serde_json::Value::Null);
    assert_eq!(entry["billable"], "do-not-bill");
}

#[test]
fn an_option_the_service_does_not_know_is_not_understood() {
    let desk = Desk::new();
    desk.config(WORK);
    let ran = desk
        .tt("log 1h --ticket 5 --show-on-invoice yes x")
        .exits(2);
    assert!(
        ran.err.contains("show-on-invoice") && ran.err.contains("ConnectWise"),
        "{}",
        ran.err
    );
}

#[test]
fn a_service_rule_refuses_before_anything_leaves_the_machine() {
    let desk = Desk::new();
    desk.config(WORK);
    let ran = desk.tt("log 1h no target").exits(3);
    assert!(
        ran.err.contains("rule: connectwise/charge-to"),
        "{}",
        ran.err
    );
    let ran = desk.tt("log 1h --charge-code ADMIN x").exits(3);
    assert!(
        ran.err
            .contains("rule: connectwise/company-for-charge-code"),
        "{}",
        ran.err
    );
}

#[test]
fn hostile_words_are_stored_as_they_are_and_shown_harmless() {
    let desk = Desk::new();
    let ran = desk.run(&["log", "1h", "-m", "a\u{202e}b"]).exits(0);
    assert!(!ran.out.contains('\u{202e}'), "{:?}", ran.out);
    let list = desk.tt("list").exits(0);
    assert!(!list.out.contains('\u{202e}'), "{:?}", list.out);
    assert_eq!(desk.json("list")[0]["note"], "a\u{202e}b");
    let refused = desk.run(&["log", "1h", "-m", "bell \u{7} escape \u{1b}[31m"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(
        !refused.err.contains('\u{1b}') && !refused.err.contains('\u{7}'),
        "{:?}",
        refused.err
    );
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_text_are_not_understood() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let ran = desk.run(&[
        std::ffi::OsStr::new("log"),
        std::ffi::OsStr::from_bytes(b"1h\xff"),
    ]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn a_note_of_a_megabyte_is_no_trouble() {
    let desk = Desk::new();
    let note = "x".repeat(100_000);
    let ran = desk.run(&["log", "1h", "-m", &note]);
    assert!([0, 3].contains(&ran.code), "{}", ran.code);
}

#[test]
fn a_time_said_twice_is_not_understood() {
    let desk = Desk::new();
    for line in [
        "log 7-8 --for 2h x",
        "log 1h x --on yesterday --at 9 --end 12",
        "log 30m --at 8:00 --for 45m x",
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(ran.err.contains("both say the time"), "{line}: {}", ran.err);
    }
    assert_eq!(desk.json("list week"), serde_json::json!([]));
}

#[test]
fn an_hour_that_exists_twice_is_said() {
    let desk = Desk::new();
    let ran = desk.tt("log 2026-10-25 2:30-3:30 dst").exits(0);
    assert!(ran.out.contains("2h"), "{}", ran.out);
    assert!(ran.err.contains("twice"), "{}", ran.err);
}

#[test]
fn notes_may_begin_with_a_dash_and_come_from_elsewhere() {
    let desk = Desk::new();
    desk.run(&["log", "1h", "-m", "- replaced cable"]).exits(0);
    desk.run(&["log", "1h", "-m", "one\r\ntwo"]).exits(0);
    let notes: Vec<_> = desk
        .json("list")
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["note"].clone())
        .collect();
    assert!(
        notes.contains(&serde_json::json!("- replaced cable")),
        "{notes:?}"
    );
    assert!(notes.contains(&serde_json::json!("one\ntwo")), "{notes:?}");
}

#[test]
fn minutes_that_several_entries_cover_are_counted_once() {
    let desk = Desk::new();
    for _ in 0..4 {
        desk.tt("log 9-10 same").exits(0);
    }
    let ran = desk.tt("log 9-10 same").exits(0);
    assert!(ran.err.contains("1h of it"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_time_that_does_not_stand_is_told_before_the_editor_opens() {
    use std::os::unix::fs::PermissionsExt;
    let mut desk = Desk::new();
    let editor = desk.home().join("editor.sh");
    std::fs::write(&editor, "#!/bin/sh\ntouch opened\n").unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    desk.set_env("EDITOR", editor.to_str().unwrap());
    desk.tt("log 0:00-10:07 the whole day so far").exits(0);
    desk.tt("log 23h -e").exits(2);
    assert!(!desk.home().join("opened").exists());
}

#[test]
fn the_documented_dialect_takes_no_time_on_a_client_alone() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 8-9 --client acme -m x").exits(0);
    desk.config(&format!("{WORK}dialect = \"documented\"\n"));
    let ran = desk.tt("log 9-10 --client acme -m x").exits(3);
    assert!(ran.err.contains("connectwise/charge-to"), "{}", ran.err);
    desk.tt("log 9-10 --client acme --ticket 5 -m x").exits(0);
}

#[test]
fn a_note_that_begins_with_its_time_is_told_apart() {
    let desk = Desk::new();
    for (line, told) in [
        ("log 8-9 yesterday foo", "tt log yesterday 8-9 …"),
        ("add 30m yesterday foo", "tt log yesterday 30m …"),
        ("log 20m at 9 foo", "tt log 20m --at 9 …"),
        ("log yesterday 8-9 monday review", ""),
        ("log 20m at home", ""),
        ("log 10m standup yesterday", ""),
    ] {
        let ran = desk.tt(&format!("{line} -n")).exits(0);
        let said = ran.err.contains("is taken as part of the note");
        assert_eq!(said, !told.is_empty(), "{line}: {}", ran.err);
        assert!(ran.err.contains(told), "{line}: {}", ran.err);
    }
    let ran = desk.tt("log 23-23:30 x").exits(0);
    assert!(
        ran.err
            .contains("note: 23:00 today is still to come, so this is yesterday's"),
        "{}",
        ran.err
    );
}
