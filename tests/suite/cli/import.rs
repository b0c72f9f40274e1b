//! Work that other trackers kept, brought in: files that the real programs wrote (see
//! `tests/fixtures/import/make.sh`), counted, booked once, undone whole.

use super::{Desk, Ran, WORK};
use serde_json::Value;

mod again;
mod sheets;

/// A file of the fixtures, put onto the desk under its own name.
pub(super) fn lay(desk: &Desk, name: &str) {
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    std::fs::copy(from, desk.home().join(name)).unwrap();
}

pub(super) fn write(desk: &Desk, name: &str, text: &str) {
    std::fs::write(desk.home().join(name), text).unwrap();
}

/// Every entry of the year.
pub(super) fn all(desk: &Desk) -> Vec<Value> {
    desk.json("list 2026").as_array().unwrap().clone()
}

/// Start, seconds worked, note and tags of each.
fn told(entries: &[Value]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| {
            let tags: Vec<_> = entry["tags"]
                .as_array()
                .unwrap()
                .iter()
                .map(|tag| tag.as_str().unwrap())
                .collect();
            format!(
                "{} {} {} {}",
                entry["start"].as_str().unwrap(),
                entry["worked_seconds"],
                entry["note"],
                tags.join("|")
            )
        })
        .collect()
}

/// The rows that were left out, as `reason lines`.
pub(super) fn left(value: &Value) -> Vec<String> {
    let rows: usize = value["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| left["rows"].as_array().unwrap().len())
        .sum();
    assert_eq!(
        value["rows"].as_u64().unwrap(),
        value["booked"].as_u64().unwrap() + rows as u64
    );
    value["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| {
            let lines: Vec<_> = left["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["line"].to_string())
                .collect();
            format!("{} {}", left["reason"].as_str().unwrap(), lines.join(","))
        })
        .collect()
}

#[test]
fn what_timewarrior_exports_is_booked_as_it_was_worked() {
    let desk = Desk::new();
    lay(&desk, "timewarrior.json");
    let value = desk.json("import timewarrior timewarrior.json --yes");
    assert_eq!((&value["rows"], &value["booked"]), (&6.into(), &6.into()));
    assert_eq!(
        value["worked_seconds"],
        5400 + 2700 + 6300 + 14_400 + 1200 + 3600
    );
    assert_eq!(
        (&value["from"], &value["to"]),
        (&"2026-07-01".into(), &"2026-11-02".into())
    );
    assert_eq!(value["ids"], serde_json::json!([1, 2, 3, 4, 5, 6]));
    assert!(left(&value).is_empty());
    let entries = all(&desk);
    assert_eq!(
        told(&entries),
        [
            "2026-07-01T09:00:00+02:00 5400 \"Mail flow: \\\"queue\\\" was stuck, C:spool full\" #54321|acme",
            "2026-07-01T13:00:00+02:00 2700 null acme|site visit",
            "2026-07-02T22:30:00+02:00 6300 \"héllo # not a tag\" bar|ünïcode €",
            "2026-10-25T01:30:00+02:00 14400 null night",
            "2026-11-02T09:00:00+01:00 1200 null ",
            "2026-11-02T10:00:00+01:00 3600 null back\\slash|it's|say \"hi\"",
        ]
    );
    for entry in &entries {
        assert_eq!(
            (&entry["profile"], &entry["delivery"]),
            (&Value::Null, &"local".into())
        );
        assert_eq!(
            (&entry["origin"], &entry["booked_as"]),
            (&"local".into(), &"range".into())
        );
    }
}

#[test]
fn its_data_folder_says_the_same_and_nothing_is_booked_twice() {
    let desk = Desk::new();
    for name in [
        "timewarrior.json",
        "timewarrior.data",
        "timewarrior-running.json",
    ] {
        lay(&desk, name);
    }
    let value = desk.json("import timewarrior timewarrior.data -y");
    assert_eq!(value["booked"], 6);
    let value = desk.json("import timewarrior timewarrior.json -y");
    assert_eq!(
        (&value["booked"], &value["ids"]),
        (&0.into(), &serde_json::json!([]))
    );
    assert_eq!(left(&value), ["known 2,3,4,5,6,7"]);
    // It has grown by one, which runs.
    let value = desk.json("import timewarrior timewarrior-running.json -y");
    assert_eq!(left(&value), ["running 8", "known 2,3,4,5,6,7"]);
    let grown = std::fs::read_to_string(desk.home().join("timewarrior.data")).unwrap()
        + "inc 20261120T080000Z - 20261120T093000Z # acme\n";
    write(&desk, "grown.data", &grown);
    let value = desk.json("import timewarrior grown.data -y");
    assert_eq!(
        (&value["booked"], &value["ids"]),
        (&1.into(), &serde_json::json!([7]))
    );
    assert_eq!(all(&desk).len(), 7);
}

#[test]
fn what_watson_keeps_and_what_it_prints_are_the_same_work() {
    let desk = Desk::new();
    for name in ["watson-frames.json", "watson-log.json", "watson-state.json"] {
        lay(&desk, name);
    }
    let value = desk.json("import watson watson-frames.json watson-state.json --yes");
    assert_eq!((&value["rows"], &value["booked"]), (&6.into(), &5.into()));
    assert_eq!(left(&value), ["running 1"]);
    let entries = all(&desk);
    assert_eq!(
        told(&entries),
        [
            "2026-07-01T09:00:00+02:00 5400 null call client|review",
            "2026-07-01T13:00:00+02:00 2700 null ",
            "2026-07-02T22:30:00+02:00 6300 null übung",
            "2026-10-25T01:30:00+02:00 14400 null ",
            "2026-11-02T10:00:00+01:00 3600 null back\\slash",
        ]
    );
    assert_eq!(entries[0]["project"]["ref"], "website");
    assert_eq!(entries[2]["project"]["ref"], "acme \"büro\"");
    // Watson prints summer's hours an hour early, with the offset of winter: the same instants.
    let value = desk.json("import watson watson-log.json --yes");
    assert_eq!(value["booked"], 0);
    assert_eq!(all(&desk).len(), 5);
}

#[test]
fn a_preview_counts_and_adds_up_and_books_nothing() {
    let desk = Desk::new();
    lay(&desk, "timewarrior-running.json");
    let line =
        "import timewarrior timewarrior-running.json --map tag:#*=ticket:* --map acme=client:Acme";
    let ran = desk.tt(&format!("{line} -n")).exits(0);
    for words in [
        "charged to",
        "#54321",
        "Acme",
        "7 rows read: 6 to book, 1 left out",
        "1 still running in the source (line 8: since 20261120T080000Z)",
        "2026-07-01 to 2026-11-02",
        "would book 6 entries",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let total = ran
        .out
        .lines()
        .find(|line| line.starts_with("total"))
        .unwrap();
    assert!(total.contains('6') && total.contains("9h 20m"), "{total}");
    assert!(!desk.db().exists(), "nothing was made by looking");
    // Nobody to ask: the same is shown, and what to do.
    let ran = desk.tt(line).exits(2);
    assert!(ran.out.contains("6 to book"), "{}", ran.out);
    assert!(
        ran.err.contains("--yes") && ran.err.contains("none is booked"),
        "{}",
        ran.err
    );
    let error = desk.tt(&format!("{line} --json")).exits(2).json();
    assert_eq!(error["error"]["code"], "usage");
    let value = desk.json(&format!("{line} -n"));
    assert_eq!(
        (&value["dry_run"], &value["booked"]),
        (&true.into(), &6.into())
    );
    assert_eq!(value["ids"], serde_json::json!([]));
    assert!(all(&desk).is_empty());
    let ran = desk.tt(&format!("{line} --yes")).exits(0);
    assert!(
        ran.out
            .ends_with("booked 6 entries: 1–6, 9h 20m; tt undo takes them back\n"),
        "{}",
        ran.out
    );
    let entries = all(&desk);
    assert_eq!(entries[0]["charge_to"]["ref"], "54321");
    assert_eq!(entries[0]["client"]["ref"], "Acme");
    assert_eq!(entries[0]["tags"], serde_json::json!([]));
}

#[test]
fn a_row_that_cannot_be_read_stops_all_of_them() {
    let desk = Desk::new();
    let frames = r#"[
 [1782889200, 1782894600, "a", "one", []],
 [1782906300, 1782903600, "b", "two", []],
 [1782903600, 1782903600, "c", "three", []],
 ["broken"]
]"#;
    write(&desk, "frames", frames);
    let ran = desk.tt("import watson frames --yes").exits(2);
    for words in [
        "2 rows cannot be read",
        "line 3: it stops before it starts",
        "line 5: no frame",
        "--skip-bad",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(!desk.db().exists());
    let value = desk.json("import watson frames --yes --skip-bad");
    assert_eq!(value["booked"], 1);
    assert_eq!(left(&value), ["no-time 4", "unreadable 3,5"]);
}

#[test]
fn rules_refuse_by_name_and_nothing_is_booked() {
    let desk = Desk::new();
    desk.config(WORK);
    lay(&desk, "timewarrior.json");
    let line = "import timewarrior timewarrior.json -p work --yes";
    let ran = desk.tt(line).exits(3);
    assert!(
        ran.err.contains("rule: connectwise/charge-to"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("6 rows (lines 2, 3, 4, 5, 6, 7): "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--skip-bad"), "{}", ran.err);
    assert!(all(&desk).is_empty());
    let error = desk.tt(&format!("{line} --json")).exits(3).json();
    assert_eq!(error["error"]["code"], "rule");
    assert_eq!(
        error["error"]["breaches"][0]["rule"],
        "connectwise/charge-to"
    );
    let value = desk.json(&format!(
        "{line} --skip-bad --map tag:#*=ticket:* --map tag:*=note"
    ));
    assert_eq!(value["booked"], 1);
    assert_eq!(left(&value), ["refused 3,4,5,6,7"]);
    let entries = all(&desk);
    assert_eq!(
        (&entries[0]["profile"], &entries[0]["delivery"]),
        (&"work".into(), &"owed".into())
    );
    assert_eq!(
        entries[0]["note"],
        "acme: Mail flow: \"queue\" was stuck, C:spool full"
    );
}

#[test]
fn without_a_profile_nothing_is_sent_though_there_is_a_default() {
    let desk = Desk::new();
    desk.config(WORK);
    lay(&desk, "timewarrior.json");
    let ran = desk
        .tt("import timewarrior timewarrior.json --yes")
        .exits(0);
    assert!(ran.err.contains("-p NAME"), "{}", ran.err);
    assert!(all(&desk).iter().all(|entry| entry["delivery"] == "local"));
}

#[test]
fn overlaps_are_told() {
    let desk = Desk::new();
    desk.tt("log 2026-07-01 10:00-11:00 there before").exits(0);
    write(
        &desk,
        "t.data",
        "inc 20260701T070000Z - 20260701T083000Z # a\n\
         inc 20260702T070000Z - 20260702T083000Z # b\n\
         inc 20260702T080000Z - 20260702T090000Z # c\n",
    );
    let ran = desk.tt("import timewarrior t.data -n").exits(0);
    assert!(
        ran.err
            .contains("tt/overlap speaks of 2 entries, first at line 1"),
        "{}",
        ran.err
    );
    let value = desk.json("import timewarrior t.data --yes");
    assert!(
        value["warnings"][0]
            .as_str()
            .unwrap()
            .contains("tt/overlap")
    );
    assert_eq!(all(&desk).len(), 4);
}

#[test]
fn stdin_is_a_file_too() {
    let desk = Desk::new();
    let ran = desk
        .command()
        .args(["import", "timewarrior", "-", "--yes"])
        .write_stdin("inc 20260701T070000Z - 20260701T083000Z # a\n")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    assert_eq!(all(&desk).len(), 1);
}

#[test]
fn what_is_not_understood_is_refused_with_what_to_do() {
    let desk = Desk::new();
    write(
        &desk,
        "t.data",
        "inc 20260701T070000Z - 20260701T083000Z # a\n",
    );
    write(&desk, "odd", "hello\n");
    for (line, words) in [
        ("import timewarrior", "FILE"),
        ("import tock t.data", "timewarrior"),
        ("import timewarrior absent", "cannot be read"),
        ("import timewarrior odd", "neither JSON"),
        ("import watson odd", "no file of Watson's"),
        ("import timewarrior t.data --map a", "has no ="),
        (
            "import timewarrior t.data --map a=b",
            "is not note, drop, skip",
        ),
        (
            "import timewarrior t.data --map-file absent",
            "cannot be read",
        ),
        ("import timewarrior t.data --zone Mars", "--zone"),
        ("import timewarrior t.data --user Jo", "no row is of"),
        ("import csv t.data --column hours", "has no ="),
        ("import timewarrior t.data --at soon", "soon"),
    ] {
        let ran: Ran = desk.tt(&format!("{line} --yes")).exits(2);
        assert!(ran.err.contains(words), "{line}: {}", ran.err);
        assert!(ran.err.contains("help:"), "{line}: {}", ran.err);
    }
    assert!(desk.tt("import timewarrior t.data -p absent --yes").code != 0);
    assert!(!desk.db().exists());
}
