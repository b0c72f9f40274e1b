//! The store under trouble: many writers, kills, full disks, foreign files.

use super::{Desk, NOW};
use std::process::{Command, Stdio};

#[test]
fn a_hundred_at_once_are_all_booked() {
    let desk = Desk::new();
    let children: Vec<_> = (0..100)
        .map(|n| {
            let mut command = plain(&desk);
            command.args(["log", "1m", "--on", "yesterday", "-m", &format!("n{n}")]);
            command
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let entries = desk.json("list yesterday");
    let entries = entries.as_array().unwrap();
    assert_eq!(entries.len(), 100);
    let mut starts: Vec<_> = entries
        .iter()
        .map(|entry| entry["start"].as_str().unwrap())
        .collect();
    starts.dedup();
    assert_eq!(starts.len(), 100, "two were placed on the same minute");
}

/// The command as std knows it, for tests that kill it.
fn plain(desk: &Desk) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tt"));
    command
        .env_clear()
        .env("HOME", desk.home())
        .env("PATH", "/usr/bin:/bin")
        .env("TZ", "Europe/Amsterdam")
        .env("TT_NOW", NOW)
        .env("TT_DB", desk.db())
        .current_dir(desk.home());
    command
}

#[test]
fn killed_at_any_instant_nothing_that_was_reported_is_lost() {
    let rounds = crate::cli::size("TT_KILLS", 300);
    let desk = Desk::new();
    desk.tt("log 1m --on yesterday first").exits(0);
    let mut reported = 1_u32;
    let mut seed = 0x9e37_79b9_u64;
    for round in 0..rounds {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut child = plain(&desk)
            .args([
                "log",
                "1m",
                "--on",
                "yesterday",
                "-m",
                &format!("round {round}"),
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        super::pause((seed >> 33) % 9000);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if !output.stdout.is_empty() {
            reported += 1;
        }
    }
    let entries = desk.json("list yesterday");
    let n_entries = u32::try_from(entries.as_array().unwrap().len()).unwrap();
    assert!(
        n_entries >= reported,
        "{reported} reported, {n_entries} there"
    );
    let mut notes: Vec<_> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["note"].to_string())
        .collect();
    notes.sort();
    notes.dedup();
    assert_eq!(notes.len(), n_entries as usize, "something is there twice");
    desk.tt("log 1m --on yesterday after").exits(0);
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_left_alone() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.db().parent().unwrap()).unwrap();
    std::fs::write(
        desk.db(),
        "these are my notes, not a database\n".repeat(100),
    )
    .unwrap();
    let before = std::fs::read(desk.db()).unwrap();
    for line in ["log 1h x", "list", "submit --all"] {
        let ran = desk.tt(line).exits(7);
        assert!(ran.err.contains("help:"), "{line}: {}", ran.err);
    }
    assert_eq!(
        desk.tt("list --json").exits(7).json()["error"]["code"],
        "data"
    );
    assert_eq!(std::fs::read(desk.db()).unwrap(), before);
}

#[test]
fn a_damaged_database_is_refused_and_left_alone() {
    let desk = Desk::new();
    desk.tt("log 1h x").exits(0);
    let mut bytes = std::fs::read(desk.db()).unwrap();
    bytes[100..4096].fill(0xa5);
    std::fs::write(desk.db(), &bytes).unwrap();
    for line in ["log 1h y", "list"] {
        desk.tt(line).exits(7);
    }
    assert_eq!(std::fs::read(desk.db()).unwrap(), bytes);
}

#[test]
fn a_schema_from_the_future_is_refused_and_left_alone() {
    let desk = Desk::new();
    desk.tt("log 1h x").exits(0);
    let mut bytes = std::fs::read(desk.db()).unwrap();
    // The user version stands in the header at offset 60, big-endian.
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    std::fs::write(desk.db(), &bytes).unwrap();
    let ran = desk.tt("log 1h y").exits(7);
    assert!(ran.err.contains("9999"), "{}", ran.err);
    assert_eq!(std::fs::read(desk.db()).unwrap(), bytes);
}

#[test]
fn without_a_place_to_write_it_says_so() {
    let desk = Desk::new();
    std::fs::write(
        desk.home().join("data"),
        "a file where the folder should be",
    )
    .unwrap();
    let ran = desk.tt("log 1h x").exits(7);
    assert!(ran.err.contains("help:"), "{}", ran.err);
}

/// A size limit of the process stands in for a full disk: writes beyond it fail.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_changed() {
    let desk = Desk::new();
    desk.tt("log 1h x").exits(0);
    let full = std::path::Path::new("/dev/full");
    assert!(full.exists());
    let n_blocks = std::fs::metadata(desk.db()).unwrap().len() / 512;
    let tt = assert_cmd::cargo::cargo_bin!("tt");
    let line = format!(
        "trap '' XFSZ; ulimit -f {n_blocks}; exec '{}' log 1h -m \"$(head -c 60000 /dev/zero | tr '\\0' x)\"",
        tt.display()
    );
    let output = Command::new("bash")
        .args(["-c", &line])
        .env("TT_DB", desk.db())
        .env("TT_NOW", NOW)
        .env("TZ", "Europe/Amsterdam")
        .env("HOME", desk.home())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{err}");
    assert!(err.contains("help:"), "{err}");
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
    desk.tt("log 1m after").exits(0);
}

#[test]
fn closed_output_is_no_failure() {
    let desk = Desk::new();
    desk.tt("log 1h x").exits(0);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = plain(&desk)
        .arg("list")
        .stdout(writer)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0));
}
