//! `tt edit`: only what was typed changes, all or nothing, and the editor's form.

use super::{Desk, WORK};
use serde_json::{Value, json};
use tt::domain::ids::EntryId;
use tt::domain::status::Status;
use tt::store::{Access, Store};

/// What a service has approved, as sync would leave it.
pub fn stands(desk: &Desk, id: i64, status: Status) {
    let mut store = Store::open(&desk.db(), Access::Write, 0).unwrap();
    store
        .write(|tx| tx.set_status(EntryId(id), status, None, 0))
        .unwrap();
}

/// An editor that is a shell script; `$1` is the form.
#[cfg(unix)]
fn editor(desk: &mut Desk, script: &str) {
    let path = desk.home().join("editor.sh");
    std::fs::write(&path, script).unwrap();
    let command = format!("/bin/sh {}", path.display());
    desk.set_env("EDITOR", &command);
}

#[test]
fn only_what_was_typed_changes() {
    let desk = Desk::new();
    desk.tt("log 8-9 --ticket 5 --work-type Remote -t a note")
        .exits(0);
    for (line, field, expected) in [
        (
            "edit 1 --for 1h30",
            "end",
            json!("2026-11-22T09:30:00+01:00"),
        ),
        (
            "edit 1 --start 7:30",
            "start",
            json!("2026-11-22T07:30:00+01:00"),
        ),
        ("edit 1 --end 9", "end", json!("2026-11-22T09:00:00+01:00")),
        (
            "edit 1 --end 9:15 --for 2h",
            "start",
            json!("2026-11-22T07:15:00+01:00"),
        ),
        (
            "edit 1 --on yesterday",
            "start",
            json!("2026-11-21T07:15:00+01:00"),
        ),
        ("edit 1 --at 7", "start", json!("2026-11-21T07:00:00+01:00")),
        (
            "edit 1 --on fri --start 6",
            "end",
            json!("2026-11-20T09:15:00+01:00"),
        ),
        ("edit 1 --deduct 15m", "deduct_seconds", json!(900)),
        ("edit 1 --deduct none", "deduct_seconds", json!(0)),
        ("edit 1 -m other", "note", json!("other")),
        ("edit 1 --work-type none", "work_type", Value::Null),
        ("edit 1 -t b", "tags", json!(["a", "b"])),
        ("edit 1 -t none -t c", "tags", json!(["c"])),
        ("edit 1 --no-bill", "billable", json!("do-not-bill")),
    ] {
        let before = desk.json("show 1")[0].clone();
        let after = desk.json(line)[0].clone();
        assert_eq!(after[field], expected, "{line}");
        assert_eq!(
            after["revision"],
            json!(before["revision"].as_i64().unwrap() + 1)
        );
        assert_eq!(after["charge_to"], before["charge_to"], "{line}");
        let untouched = ["note", "billable", "tags", "work_type"];
        for name in untouched.iter().filter(|name| **name != field) {
            assert_eq!(after[name], before[name], "{line}: {name}");
        }
    }
    let entry = desk.json("edit 1 --charge-code ADMIN --client acme")[0].clone();
    assert_eq!(entry["charge_to"]["kind"], "charge-code");
    let cleared = desk.run(&["edit", "1", "-m", "", "--charge-code", "none", "--json"]);
    let cleared = cleared.exits(0).json()[0].clone();
    assert_eq!(
        (&cleared["note"], &cleared["charge_to"]["kind"]),
        (&Value::Null, &json!("client"))
    );
}

#[test]
fn a_moved_night_keeps_its_clock_times() {
    let desk = Desk::new();
    desk.tt("log fri 22-4 night").exits(0);
    let entry = desk.json("edit 1 --on thu")[0].clone();
    assert_eq!(entry["start"], "2026-11-19T22:00:00+01:00");
    assert_eq!(entry["end"], "2026-11-20T04:00:00+01:00");
    // The clocks went back that night: an hour more between the same clock times.
    let entry = desk.json("edit 1 --on 2026-10-24")[0].clone();
    assert_eq!(entry["start"], "2026-10-24T22:00:00+02:00");
    assert_eq!(entry["worked_seconds"], 7 * 3600);
}

#[test]
fn several_change_all_or_not_at_all() {
    let desk = Desk::new();
    desk.config("[rules]\noverlap = \"refuse\"\n");
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-9:30 two").exits(0);
    desk.tt("log yesterday 8-9 old").exits(0);
    let ran = desk.tt("edit 1-2 --for 2h --json").exits(3);
    let breaches = ran.json()["error"]["breaches"].clone();
    let about = breaches.to_string();
    assert!(
        about.contains("entry 1") && about.contains("entry 2"),
        "{about}"
    );
    assert_eq!(desk.json("show 1")[0]["revision"], 1);
    let changed = desk.json("edit today -t onsite");
    assert_eq!(changed.as_array().unwrap().len(), 2);
    assert_eq!(desk.json("show 3")[0]["tags"], json!([]));
    desk.tt("edit 1 99 -t x").exits(1);
    desk.tt("edit 2026-01..2026-02 -t x").exits(1);
    assert_eq!(desk.json("show 1")[0]["tags"], json!(["onsite"]));
}

#[test]
fn nothing_new_is_no_step() {
    let desk = Desk::new();
    desk.tt("log 8-9 note").exits(0);
    let ran = desk.tt("edit 1 -m note").exits(0);
    assert!(ran.err.contains("nothing changed"), "{}", ran.err);
    assert_eq!(desk.json("history 1").as_array().unwrap().len(), 1);
    let ran = desk.tt("edit 1 -n -m new").exits(0);
    assert!(ran.out.contains("would change"), "{}", ran.out);
    assert_eq!(desk.json("show 1")[0]["note"], "note");
}

#[test]
fn what_cannot_be_meant_is_not_understood() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 8-9 --ticket 5 note").exits(0);
    for (line, fragment) in [
        ("edit 1", "what to change"),
        ("edit 1 --start 8 --end 9 --for 1h", "two ends"),
        ("edit 1 --at 8 --start 9", "--at and --start"),
        ("edit 1 --show-on-invoice yes", "show-on-invoice"),
        ("edit 1 -p nope", "nope"),
        ("edit 1 -e -m x", "-e"),
        ("edit 1 --end soon", "soon"),
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(ran.err.contains(fragment), "{line}: {}", ran.err);
        assert!(ran.err.contains("help:"), "{line}: {}", ran.err);
    }
    assert_eq!(desk.json("show 1")[0]["revision"], 1);
}

#[test]
fn a_locked_entry_stays_and_a_rejected_one_stays_rejected() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    stands(&desk, 1, Status::Approved);
    let ran = desk.tt("edit 1 -m other --json").exits(4);
    assert_eq!(ran.json()["error"]["code"], "locked");
    // No service knows tags.
    desk.tt("edit 1 -t mine").exits(0);
    stands(&desk, 1, Status::Rejected);
    let entry = desk.json("edit 1 -m better")[0].clone();
    assert_eq!(entry["status"], "rejected");
}

#[test]
fn another_profile_asks_its_own_rules() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 8-9 -p none note").exits(0);
    let ran = desk.tt("edit 1 -p work").exits(3);
    assert!(
        ran.err.contains("rule: connectwise/charge-to"),
        "{}",
        ran.err
    );
    let entry = desk.json("edit 1 -p work --ticket 5")[0].clone();
    assert_eq!(
        (&entry["profile"], &entry["delivery"]),
        (&json!("work"), &json!("owed"))
    );
    let entry = desk.json("edit 1 -p none")[0].clone();
    assert_eq!(
        (&entry["profile"], &entry["delivery"]),
        (&Value::Null, &json!("local"))
    );
}

#[test]
fn what_was_held_is_let_through_when_it_is_put_right() {
    let desk = Desk::new();
    desk.config(WORK);
    desk.tt("log 13h --on yesterday --ticket 5 long").exits(0);
    assert_eq!(desk.json("show 1")[0]["delivery"], "held");
    assert_eq!(desk.json("edit 1 --for 3h")[0]["delivery"], "owed");
}

#[cfg(unix)]
#[test]
fn the_form_changes_what_was_changed_in_it() {
    let mut desk = Desk::new();
    desk.tt("log 8-9 --ticket 5 -t a first").exits(0);
    editor(
        &mut desk,
        "cp \"$1\" seen; stat -c %a \"$1\" > mode\n\
         sed -i 's/^end = .*/end = \"9:30\"/; s/^note = .*/note = \"\"\"one\\ntwo\"\"\"/' \"$1\"\n\
         sed -i 's/^ticket = .*/ticket = \"\"/; s/^charge_code = .*/charge_code = \"ADMIN\"/' \"$1\"\n",
    );
    let entry = desk.json("edit 1 -e")[0].clone();
    assert_eq!(entry["end"], "2026-11-22T09:30:00+01:00");
    assert_eq!(entry["note"], "one\ntwo");
    assert_eq!(entry["charge_to"]["kind"], "charge-code");
    assert_eq!(entry["tags"], json!(["a"]));
    let seen = std::fs::read_to_string(desk.home().join("seen")).unwrap();
    assert!(
        seen.contains("start = \"08:00\"") && seen.contains("ticket = \"5\""),
        "{seen}"
    );
    let mode = std::fs::read_to_string(desk.home().join("mode")).unwrap();
    assert_eq!(mode.trim(), "600");
    let left: Vec<_> = std::fs::read_dir(desk.home().join("data"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("edit"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn an_empty_form_and_one_left_alone_change_nothing() {
    let mut desk = Desk::new();
    desk.tt("log 8-9 first").exits(0);
    for script in [": > \"$1\"", "true"] {
        editor(&mut desk, script);
        let ran = desk.tt("edit 1 -e").exits(0);
        assert!(ran.err.contains("nothing changed"), "{}", ran.err);
    }
    assert_eq!(desk.json("show 1")[0]["revision"], 1);
    editor(&mut desk, "exit 3");
    assert!(desk.tt("edit 1 -e").exits(2).err.contains("editor"));
}

#[cfg(unix)]
#[test]
fn a_broken_form_is_opened_again_with_the_reason() {
    let mut desk = Desk::new();
    desk.tt("log 8-9 first").exits(0);
    editor(
        &mut desk,
        "if [ -e once ]; then cp \"$1\" again; sed -i 's/^note = .*/note = \"mended\"/' \"$1\"\n\
         else touch once; sed -i 's/^note = .*/note = broken/' \"$1\"; fi\n",
    );
    let entry = desk.json("edit 1 -e")[0].clone();
    assert_eq!(entry["note"], "mended");
    let again = std::fs::read_to_string(desk.home().join("again")).unwrap();
    assert!(again.starts_with("#! error: line "), "{again}");
    assert!(again.contains("note = broken"), "{again}");
    // One that gives the same answer again gets its reason as the command's.
    editor(&mut desk, "sed -i 's/^end = .*/end = \"soon\"/' \"$1\"\n");
    let ran = desk.tt("edit 1 -e").exits(2);
    assert!(ran.err.contains("soon"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn log_opens_the_editor_for_the_note() {
    let mut desk = Desk::new();
    editor(&mut desk, "sed -i 's/^draft$/finished/' \"$1\"\n");
    let entry = desk.json("log 1h -e draft")[0].clone();
    assert_eq!(entry["note"], "finished");
    editor(&mut desk, ": > \"$1\"");
    desk.tt("log 1h -e draft").exits(0);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
}
