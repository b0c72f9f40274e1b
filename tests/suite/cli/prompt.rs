//! `tt prompt`: what the small file says, and what is made of a file that says nothing.

use super::{Desk, WORK};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

fn file(desk: &Desk) -> PathBuf {
    desk.home().join("data/tt.db.prompt")
}

/// The prompt at a moment; it always succeeds and never says a word on stderr.
fn prompt(desk: &Desk) -> String {
    let ran = desk.tt("prompt").exits(0);
    assert_eq!(ran.err, "");
    ran.out.trim_end_matches('\n').to_owned()
}

#[test]
fn it_follows_what_every_command_writes() {
    let mut desk = Desk::new();
    assert_eq!(prompt(&desk), "");
    assert!(!desk.home().join("data").exists(), "it writes nothing");
    fs::create_dir(desk.home().join("data")).unwrap();
    desk.tt("status").exits(0);
    assert!(!file(&desk).exists(), "there is nothing to keep");
    desk.config(WORK);
    desk.tt("log 8-9:30 --ticket 54321 dns").exits(0);
    assert_eq!(prompt(&desk), "today 1h 30m · ↑1");
    desk.tt("start 9:40 --ticket 54322 mail flow").exits(0);
    assert_eq!(prompt(&desk), "● 27m #54322 · today 1h 57m · ↑1");
    desk.set_now("2026-11-22T10:30:00+01:00");
    assert_eq!(prompt(&desk), "● 50m #54322 · today 2h 20m · ↑1");
    desk.tt("pause").exits(0);
    assert_eq!(prompt(&desk), "‖1 · today 2h 20m · ↑1");
    desk.tt("resume").exits(0);
    desk.tt("stop").exits(0);
    assert_eq!(prompt(&desk), "today 2h 20m · ↑2");
    desk.tt("delete 1 2").exits(0);
    assert_eq!(prompt(&desk), "");
    desk.tt("undo").exits(0);
    assert_eq!(prompt(&desk), "today 2h 20m · ↑2");
}

#[test]
fn what_a_person_must_look_at_has_a_mark_of_its_own() {
    let mut desk = Desk::new();
    desk.config(&format!("{WORK}\n[rules]\nnote_required = true\n"));
    desk.tt("start 9:00 --ticket 54321").exits(0);
    desk.tt("stop 10:00").exits(0);
    assert_eq!(prompt(&desk), "today 1h · !1");
    desk.tt("edit 1 -m dns").exits(0);
    assert_eq!(prompt(&desk), "today 1h · ↑1");
    // A timer of more than a day is nobody's work.
    desk.tt("start 10:01 --ticket 1 -m x").exits(0);
    desk.set_now("2026-11-23T12:00:00+01:00");
    assert!(prompt(&desk).ends_with("· !1"), "{}", prompt(&desk));

    let desk = Desk::new();
    desk.tt("log 8-9 dns").exits(0);
    desk.tt("submit 1").exits(0);
    desk.tt("reject 1 --reason no").exits(0);
    assert_eq!(prompt(&desk), "today 1h · !1");
}

#[test]
fn entries_below_the_status_that_is_delivered_are_not_owed() {
    let desk = Desk::new();
    desk.config(&format!("{WORK}push = \"submitted\"\n"));
    desk.tt("log 8-9 --ticket 54321 dns").exits(0);
    assert_eq!(prompt(&desk), "today 1h");
    desk.tt("submit 1").exits(0);
    assert_eq!(prompt(&desk), "today 1h · ↑1");
}

#[test]
fn a_night_that_nobody_saw_begins_a_new_day() {
    let mut desk = Desk::new();
    desk.tt("log 8-9 dns").exits(0);
    desk.tt("start 10:00 mail").exits(0);
    desk.set_now("2026-11-23T00:00:00+01:00");
    // The timer belongs to the day it began on.
    assert_eq!(prompt(&desk), "● 14h");
    desk.tt("status").exits(0);
    desk.set_now("2026-11-23T09:00:00+01:00");
    assert_eq!(prompt(&desk), "● 23h");
}

#[test]
fn a_file_that_does_not_say_its_whole_says_nothing_and_is_written_anew() {
    let desk = Desk::new();
    desk.tt("log 8-9 dns").exits(0);
    let whole = fs::read(file(&desk)).unwrap();
    let other_version = String::from_utf8(whole.clone()).unwrap();
    let other_version = other_version.replace("tt-prompt 1", "tt-prompt 9");
    let spoilt: [&[u8]; 5] = [
        b"",
        &whole[..whole.len() / 2],
        &[0; 120],
        b"\xff\xfe",
        other_version.as_bytes(),
    ];
    for text in spoilt {
        fs::write(file(&desk), text).unwrap();
        assert_eq!(prompt(&desk), "", "{text:?}");
        desk.tt("status").exits(0);
        assert_eq!(prompt(&desk), "today 1h", "{text:?}");
    }
    fs::remove_file(file(&desk)).unwrap();
    assert_eq!(prompt(&desk), "");
    desk.tt("log 9-10 mail").exits(0);
    assert_eq!(prompt(&desk), "today 2h");
    // In its place there is a folder: nothing else suffers.
    fs::remove_file(file(&desk)).unwrap();
    fs::create_dir(file(&desk)).unwrap();
    assert_eq!(prompt(&desk), "");
    let ran = desk.tt("log 20m last").exits(0);
    assert!(!ran.err.contains("prompt"), "{}", ran.err);
}

#[test]
fn another_database_in_its_place_is_noticed() {
    let desk = Desk::new();
    desk.tt("log 8-9 dns").exits(0);
    let other = Desk::new();
    other.tt("log 20m x").exits(0);
    fs::copy(other.db(), desk.db()).unwrap();
    assert_eq!(prompt(&desk), "today 1h · ~");
    let json = desk.json("prompt");
    assert_eq!(
        (&json["fresh"], &json["class"]),
        (&json!(false), &json!(["idle", "stale"]))
    );
    fs::remove_file(desk.db()).unwrap();
    assert_eq!(prompt(&desk), "");
    // Each database has its own.
    let path = other.db().display().to_string();
    assert_eq!(desk.run(&["prompt", "--db", &path]).out, "today 20m\n");
    assert_eq!(desk.run(&["--db", &path, "prompt"]).out, "today 20m\n");
}

#[test]
fn it_needs_no_configuration_and_takes_any_surroundings() {
    let desk = Desk::new();
    desk.config("this is not TOML [");
    assert_eq!(prompt(&desk), "");
    for (name, value) in [
        ("TT_NOW", "tomorrow"),
        ("TZ", "Nowhere/At_All"),
        ("TT_DB", "/"),
    ] {
        let output = desk
            .command()
            .env(name, value)
            .arg("prompt")
            .output()
            .unwrap();
        assert!(
            output.status.success() && output.stdout.is_empty(),
            "{name}"
        );
        assert!(output.stderr.is_empty(), "{name}");
    }
    let mut command = desk.command();
    let output = command.env_clear().arg("prompt").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
}

#[test]
fn scripts_and_bars_get_one_value_always() {
    let mut desk = Desk::new();
    let nothing = desk.json("prompt");
    assert_eq!(
        (&nothing["text"], &nothing["running"]),
        (&json!(""), &json!(null))
    );
    desk.tt("start 9:37 --ticket 54321 mail\u{202e} flow")
        .exits(0);
    desk.set_now("2026-11-22T10:30:00+01:00");
    let value = desk.json("prompt");
    assert_eq!(value["text"], "● 53m #54321 · today 53m");
    assert_eq!(value["class"], json!(["running"]));
    assert_eq!(value["running"]["worked_seconds"], 53 * 60);
    assert_eq!(value["today"]["target_seconds"], 8 * 3600);
    assert_eq!(value["tooltip"], "mail<U+202E> flow");
    assert_eq!(desk.tt("--json prompt").exits(0).json(), value);
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.tt("log 8-9 dns").exits(0);
    let mode = fs::metadata(file(&desk)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
