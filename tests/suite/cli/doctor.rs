//! `tt doctor`: what it finds, what it puts right, and what it never touches.

use super::{Desk, Ran, WORK};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn findings(ran: &Ran) -> Vec<(String, String, String)> {
    let value = ran.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = value["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|found| {
            assert!(found["help"].is_string());
            (
                text(&found["check"]),
                text(&found["severity"]),
                text(&found["message"]),
            )
        })
        .collect()
}

/// The first finding of this check that is not in order.
fn trouble(ran: &Ran, check: &str) -> Option<String> {
    let found = findings(ran).into_iter();
    found
        .filter(|(name, severity, _)| name == check && severity != "ok")
        .map(|(_, severity, message)| format!("{severity}: {message}"))
        .next()
}

fn snapshots(desk: &Desk) -> Vec<PathBuf> {
    let Ok(items) = fs::read_dir(desk.home().join("data/snapshots")) else {
        return Vec::new();
    };
    let mut files: Vec<_> = items
        .map(|item| item.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "db"))
        .collect();
    files.sort();
    files
}

fn aside(desk: &Desk) -> Vec<PathBuf> {
    let items = fs::read_dir(desk.home().join("data")).unwrap();
    let mut files: Vec<_> = items
        .map(|item| item.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".damaged-"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_sound_desk_is_in_order_and_gets_a_snapshot() {
    let desk = Desk::new();
    desk.tt("doctor").exits(0);
    assert!(!desk.db().exists(), "looking makes nothing");
    desk.config(WORK);
    desk.tt("log 9-10 --ticket 5 one").exits(0);
    let before = fs::read(desk.db()).unwrap();
    let ran = desk.tt("doctor --json").exits(0);
    assert_eq!(ran.json()["ok"], true);
    for check in [
        "database",
        "journal",
        "clock",
        "permissions",
        "sync",
        "snapshots",
    ] {
        assert_eq!(trouble(&ran, check), None);
    }
    for check in [
        "database",
        "config",
        "zone",
        "clock",
        "permissions",
        "snapshots",
        "sync",
    ] {
        assert!(
            findings(&ran).iter().any(|(name, ..)| name == check),
            "{check}"
        );
    }
    assert_eq!(fs::read(desk.db()).unwrap(), before);
    assert_eq!(snapshots(&desk).len(), 1);
    // Not due again, and with nothing new never.
    desk.tt("doctor").exits(0);
    assert_eq!(snapshots(&desk).len(), 1);
    let desk = desk.at("2026-11-23T10:00:00+01:00");
    desk.tt("doctor").exits(0);
    assert_eq!(snapshots(&desk).len(), 1);
    desk.tt("log 9-10 --ticket 5 two").exits(0);
    let text = desk.tt("doctor").exits(0);
    assert_eq!(snapshots(&desk).len(), 2);
    assert!(
        text.out
            .lines()
            .any(|line| line.starts_with("ok ") && line.contains("2 in ")),
        "{}",
        text.out
    );
}

#[test]
fn capture_takes_no_snapshot() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.tt("list").exits(0);
    assert!(snapshots(&desk).is_empty());
}

type Damage = fn(&mut Vec<u8>);

/// Each way in which a database is lost comes back from the snapshot.
#[test]
fn a_damaged_database_is_moved_aside_and_restored() {
    let ways: [(&str, Damage); 6] = [
        ("pages", |bytes| bytes[4096..].fill(0xa5)),
        ("one page", |bytes| {
            let end = bytes.len();
            bytes[end - 4096..].fill(0xa5);
        }),
        ("truncated", |bytes| bytes.truncate(bytes.len() / 2)),
        ("header", |bytes| bytes[..100].fill(0)),
        ("emptied", Vec::clear),
        ("text", |bytes| *bytes = b"my notes\n".repeat(1000)),
    ];
    for (way, damage) in ways {
        let desk = Desk::new();
        desk.tt("log 8-9 one").exits(0);
        desk.tt("log 9-10 two").exits(0);
        desk.tt("doctor").exits(0);
        desk.tt("log 7-8 three").exits(0);
        let mut bytes = fs::read(desk.db()).unwrap();
        damage(&mut bytes);
        fs::write(desk.db(), &bytes).unwrap();

        // Looking changes nothing.
        let ran = desk.tt("doctor --json").exits(7);
        assert_eq!(ran.json()["error"]["code"], "data", "{way}");
        assert!(trouble(&ran, "database").is_some(), "{way}");
        assert_eq!(fs::read(desk.db()).unwrap(), bytes, "{way}");
        assert_eq!(snapshots(&desk).len(), 1, "{way}");
        // Neither does a repair that nobody said yes to.
        let ran = desk.tt("doctor --repair").exits(2);
        assert!(ran.err.contains("--yes"), "{way}: {}", ran.err);
        assert_eq!(fs::read(desk.db()).unwrap(), bytes, "{way}");
        assert!(aside(&desk).is_empty(), "{way}");

        let ran = desk.tt("doctor --repair --yes").exits(0);
        assert!(
            ran.err.contains("journal up to line 2"),
            "{way}: {}",
            ran.err
        );
        assert!(ran.err.contains("the last is 2"), "{way}: {}", ran.err);
        let kept = aside(&desk);
        assert!(
            kept.iter()
                .any(|file| file.ends_with("tt.db.damaged-20261122T090733Z")
                    && fs::read(file).unwrap() == bytes),
            "{way}: {kept:?}"
        );
        let notes: Vec<_> = desk
            .json("list")
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["note"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(notes, ["one", "two"], "{way}");
        desk.tt("log 7-8 again").exits(0);
        desk.tt("doctor").exits(0);
    }
}

#[test]
fn a_database_that_is_gone_comes_back() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("doctor").exits(0);
    fs::remove_file(desk.db()).unwrap();
    desk.tt("list").exits(7);
    let repaired = desk.json("doctor --repair --yes");
    assert_eq!(repaired["repaired"]["database"]["journal"], 1);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
    // Gone with the file that remembers it: the snapshots remember too.
    fs::remove_file(desk.db()).unwrap();
    fs::remove_file(desk.home().join("data/tt.db.id")).unwrap();
    desk.tt("doctor").exits(7);
    desk.tt("doctor --repair --yes").exits(0);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
}

#[test]
fn without_a_good_copy_nothing_is_touched() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("doctor").exits(0);
    let mut bytes = fs::read(desk.db()).unwrap();
    bytes[4096..].fill(0xa5);
    fs::write(desk.db(), &bytes).unwrap();
    // The snapshot is damaged too.
    for file in snapshots(&desk) {
        fs::write(file, &bytes).unwrap();
    }
    let ran = desk.tt("doctor --repair --yes").exits(7);
    assert!(ran.err.contains("no good snapshot"), "{}", ran.err);
    assert_eq!(fs::read(desk.db()).unwrap(), bytes);
    assert!(aside(&desk).is_empty());
}

#[test]
fn a_backup_restores_too_and_the_furthest_copy_wins() {
    let desk = Desk::new();
    desk.tt("log 7-8 one").exits(0);
    desk.tt("doctor").exits(0);
    desk.tt("log 8-9 two").exits(0);
    desk.tt("backup").exits(0);
    fs::write(desk.db(), "").unwrap();
    let ran = desk.tt("doctor --repair --yes --json").exits(0).json();
    let from = ran["repaired"]["database"]["restored"].as_str().unwrap();
    assert!(from.contains("backups"), "{from}");
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
}

#[test]
fn what_is_not_ours_is_left_alone_by_a_repair() {
    let desk = Desk::new();
    fs::create_dir_all(desk.db().parent().unwrap()).unwrap();
    let notes = b"my notes\n".repeat(1000);
    fs::write(desk.db(), &notes).unwrap();
    desk.tt("doctor").exits(7);
    desk.tt("doctor --repair --yes").exits(7);
    assert_eq!(fs::read(desk.db()).unwrap(), notes);
}

#[cfg(unix)]
#[test]
fn permissions_are_told_and_taken_back() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.tt("doctor").exits(0);
    let snapshot = snapshots(&desk).remove(0);
    let folder = snapshot.parent().unwrap().to_owned();
    let set = |path: &PathBuf, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let db = desk.db();
    set(&db, 0o644);
    set(&snapshot, 0o640);
    set(&folder, 0o755);
    // The person named this one: it is nobody's but theirs to open.
    let data = desk.home().join("data");
    set(&data, 0o755);
    let ran = desk.tt("doctor --json").exits(0);
    let told: Vec<_> = findings(&ran)
        .into_iter()
        .filter(|(name, severity, _)| name == "permissions" && severity == "warning")
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(
        (mode(&db), mode(&snapshot), mode(&folder)),
        (0o644, 0o640, 0o755)
    );
    desk.tt("doctor --repair").exits(0);
    assert_eq!(
        (mode(&db), mode(&snapshot), mode(&folder)),
        (0o600, 0o600, 0o700)
    );
    assert_eq!(mode(&data), 0o755);
    assert_eq!(trouble(&desk.tt("doctor --json"), "permissions"), None);
}

#[test]
fn a_broken_configuration_is_5_and_damage_beside_it_7() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.config("[time]\nzon = \"UTC\"\n");
    let ran = desk.tt("doctor --json").exits(5);
    assert_eq!(ran.json()["error"]["code"], "config");
    let found = trouble(&ran, "config").unwrap();
    assert!(
        found.starts_with("error: ") && found.contains("`zon`"),
        "{found}"
    );
    // A warning alone does not fail.
    desk.config("[rounding.unused]\nstep = \"15m\"\n");
    let found = trouble(&desk.tt("doctor --json").exits(0), "config").unwrap();
    assert!(found.starts_with("warning: "), "{found}");
    desk.config("[time]\nzon = \"UTC\"\n");
    let mut bytes = fs::read(desk.db()).unwrap();
    bytes[4096..].fill(0xa5);
    fs::write(desk.db(), &bytes).unwrap();
    desk.tt("doctor").exits(7);
}

#[test]
fn clock_and_zone_are_looked_at() {
    let mut desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.set_now("2026-11-22T09:00:00+01:00");
    let found = trouble(&desk.tt("doctor --json").exits(0), "clock");
    assert!(found.is_some_and(|found| found.contains("line 1")));
    desk.set_now("1999-12-31T23:59:59Z");
    let found = trouble(&desk.tt("doctor --json").exits(0), "clock");
    assert!(found.is_some_and(|found| found.contains("long past")));
    desk.set_now(super::NOW);
    assert_eq!(trouble(&desk.tt("doctor --json").exits(0), "clock"), None);
    desk.set_env("TZ", "Europe/Amsterdm");
    let ran = desk.tt("doctor --json").exits(5);
    let found = trouble(&ran, "zone").unwrap();
    assert!(found.contains("Europe/Amsterdam"), "{found}");
}

#[test]
fn a_running_sync_is_told_and_stops_a_repair() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.tt("doctor").exits(0);
    let lock = tt::sync::lock::RunLock::take(&desk.db(), "work").unwrap();
    assert!(lock.is_some());
    let found = trouble(&desk.tt("doctor --json").exits(0), "sync").unwrap();
    assert!(found.contains("profile work"), "{found}");
    fs::write(desk.db(), "").unwrap();
    desk.tt("doctor --repair --yes").exits(6);
    assert_eq!(fs::read(desk.db()).unwrap(), b"");
    drop(lock);
    desk.tt("doctor --repair --yes").exits(0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_snapshot_fails_nothing() {
    let desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    fs::write(desk.home().join("data/snapshots"), "in the way").unwrap();
    let ran = desk.tt("doctor --json").exits(0);
    assert!(trouble(&ran, "snapshots").is_some());
}
