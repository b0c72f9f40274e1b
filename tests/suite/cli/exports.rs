//! `tt list --format`: every format, any number of entries, readers that stop.

use super::{Desk, pause};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// Everything but the table.
pub const FORMATS: [&str; 5] = ["json", "jsonl", "csv", "markdown", "ical"];

fn two() -> Desk {
    let desk = Desk::new();
    desk.tt("log 7-8:30 --ticket 54321 mail, flow -t urgent")
        .exits(0);
    desk.run(&["log", "9-10", "--client", "acme", "--no-bill", "-m", "=1+1"])
        .exits(0);
    desk
}

/// A desk with so many entries, a minute each, from the first of January on.
fn many(count: u32) -> Desk {
    let desk = Desk::new();
    desk.tt("log 9-10 the one that is copied").exits(0);
    let conn = rusqlite::Connection::open(desk.db()).unwrap();
    // 1 January 2026, 00:00 UTC.
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<{count}-1)
         INSERT INTO entries(at,date,start_at,end_at,worked,deduct,status,origin,booked_as,
          billable,zone,note,revision,key,created_at,updated_at)
         SELECT 1767225600+i*60,date(1767225600+i*60,'unixepoch'),1767225600+i*60,
          1767225660+i*60,60,0,status,origin,booked_as,billable,'UTC',
          'entry '||i||' of many, with as many words as a note usually has',
          1,randomblob(16),created_at,updated_at
         FROM n, entries WHERE id=1"
    );
    conn.execute(&sql, []).unwrap();
    drop(conn);
    desk
}

/// The command of this desk, for pipes.
fn spawned(desk: &Desk, args: &[&str]) -> Child {
    let ready = desk.command();
    let mut command = Command::new(ready.get_program());
    command.env_clear();
    for (name, value) in ready.get_envs() {
        command.env(name, value.unwrap());
    }
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn every_format_has_its_shape() {
    let desk = two();
    let json = desk.tt("list --format json").exits(0);
    assert_eq!(json.out, desk.tt("list --json").exits(0).out);
    let entries = json.json();
    let lines = desk.tt("list --format jsonl").exits(0).out;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(entries.as_array().unwrap(), &lines);
    let csv = desk.tt("list --format csv").exits(0).out;
    assert!(csv.starts_with("id,key,profile,backend,status,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    assert!(
        csv.contains(",\"mail, flow\",") && csv.contains(",'=1+1,"),
        "{csv}"
    );
    let markdown = desk.tt("list --format markdown").exits(0).out;
    assert!(markdown.ends_with("\n2 entries, 2h 30m worked, 1h 30m billed\n"));
    assert!(markdown.contains("| 1 | 2026-11-22 | 07:00–08:30 | 1h 30m | 1h 30m | #54321 |"));
    let ical = desk.tt("list --format ical").exits(0).out;
    assert!(ical.starts_with("BEGIN:VCALENDAR\r\n") && ical.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(ical.matches("BEGIN:VEVENT\r\n").count(), 2);
    assert!(ical.contains("DTSTART:20261122T060000Z\r\nDTEND:20261122T073000Z\r\n"));
    let table = desk.tt("list --format table").exits(0).out;
    assert_eq!(table, desk.tt("list").exits(0).out);
}

#[test]
fn nothing_to_list_is_still_the_format() {
    let desk = Desk::new();
    let empty = |format| desk.tt(&format!("list --format {format}")).exits(0).out;
    assert_eq!(empty("json"), "[]\n");
    assert_eq!(empty("jsonl"), "");
    assert_eq!(empty("csv").lines().count(), 1);
    assert!(empty("markdown").ends_with("0 entries, 0m\n"));
    assert!(empty("ical").ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn two_formats_at_once_are_usage_and_failures_are_json_too() {
    let desk = two();
    let ran = desk.tt("list --json --format csv").exits(2);
    assert_eq!(ran.json()["error"]["code"], "usage");
    desk.tt("list --json --format json").exits(0);
    desk.tt("list --format xml").exits(2);
    let ran = desk.tt("list nonsense --format json").exits(2);
    assert_eq!(ran.json()["error"]["code"], "usage");
    let ran = desk.tt("list nonsense --format csv").exits(2);
    assert!(ran.out.is_empty() && ran.err.starts_with("error: "));
}

#[test]
fn filters_orders_and_limits_hold_in_every_format() {
    let desk = many(2_500);
    let ids = |line: &str| -> Vec<i64> {
        let out = desk
            .tt(&format!("list 2026 --format jsonl {line}"))
            .exits(0)
            .out;
        out.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|entry| entry["id"].as_i64().unwrap())
            .collect()
    };
    // The first one is the latest: the others are of January.
    let oldest_first: Vec<i64> = (2..=2_500).chain([1]).collect();
    assert_eq!(ids(""), oldest_first);
    let newest_first: Vec<i64> = oldest_first.iter().rev().copied().collect();
    assert_eq!(ids("--sort newest"), newest_first);
    assert_eq!(ids("--limit 2"), [2_500, 1]);
    assert_eq!(ids("--limit 2 --sort newest"), [1, 2_500]);
    assert_eq!(ids("--limit 3 --sort longest"), [1, 2_499, 2_500]);
    assert_eq!(ids("--limit 3 --sort id"), [1, 2_499, 2_500]);
    assert_eq!(ids("--sort id")[..2], [1, 2]);
    assert_eq!(ids("--search copied"), [1]);
    let table = desk.tt("list 2026").exits(0).out;
    assert!(
        table.contains("1500 more not shown"),
        "{}",
        &table[table.len() - 200..]
    );
    assert!(
        table.ends_with("2500 entries, 42h 39m\n"),
        "{}",
        &table[table.len() - 200..]
    );
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let desk = many(3_000);
    for format in FORMATS.iter().chain(&["table"]) {
        let mut list = spawned(&desk, &["list", "2026", "--format", format]);
        let mut out = BufReader::new(list.stdout.take().unwrap());
        out.read_line(&mut String::new()).unwrap();
        drop(out);
        let ended = list.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn a_listing_nobody_reads_blocks_no_booking() {
    let desk = many(3_000);
    let mut list = spawned(&desk, &["list", "2026", "--format", "jsonl"]);
    // Once something is there it writes; what it has to say is more than a pipe holds.
    let mut first = [0; 1];
    let mut out = list.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    for _ in 0..20 {
        pause(5_000);
    }
    assert!(list.try_wait().unwrap().is_none(), "it should be stuck");
    desk.tt("log 8-9 while somebody looks").exits(0);
    assert!(
        list.try_wait().unwrap().is_none(),
        "it should still be stuck"
    );
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().count() >= 3_000);
    assert_eq!(list.wait().unwrap().code(), Some(0));
}

/// Whoever collects before printing needs half as much again for so many.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_entries() {
    let desk = many(6_000);
    let ready = desk.command();
    for format in ["csv", "jsonl", "table"] {
        let mut command = Command::new("/bin/sh");
        command.env_clear();
        for (name, value) in ready.get_envs() {
            command.env(name, value.unwrap());
        }
        let output = command
            .arg("-c")
            .arg("ulimit -v 40000; exec \"$@\"")
            .arg("sh")
            .arg(ready.get_program())
            .args(["list", "2026", "--format", format])
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{format}: {err}");
        assert!(output.stdout.len() > 50_000, "{format}");
    }
}
