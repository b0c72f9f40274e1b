//! `tt report`: totals by one thing or two, worked and billed apart.

use super::{Desk, WORK};
use serde_json::json;

/// Up to a quarter, and at least one.
const ROUNDED: &str = "rounding = \"quarter\"\n\n[rounding.quarter]\nstep = \"15m\"\ndirection = \"up\"\nminimum = \"15m\"\n";

fn rounded() -> Desk {
    let desk = Desk::new();
    desk.config(&format!("{WORK}{ROUNDED}"));
    // Worked and billed: 2h 7m and 2h 15m; 45m and 45m; 5m and 15m; 1h and 0; 1h and 1h.
    desk.tt("log mon 9-11:07 --ticket 1 -t a -t b x").exits(0);
    desk.tt("log tue 9-9:45 --ticket 1 -t a x").exits(0);
    desk.tt("log tue 10-10:05 --ticket 2 x").exits(0);
    desk.tt("log wed 9-10 --ticket 2 --no-bill x").exits(0);
    desk.tt("log thu 9-10 -p none --client own x").exits(0);
    desk
}

fn rows(desk: &Desk, line: &str) -> Vec<(Vec<String>, i64, i64, i64)> {
    let report = desk.json(line);
    let by: Vec<_> = report["by"].as_array().unwrap().clone();
    let row = |row: &serde_json::Value| {
        let key = |by: &serde_json::Value| {
            let key = &row["keys"][by.as_str().unwrap()];
            key.as_str().unwrap_or("-").to_owned()
        };
        let minutes = |key: &str| row[key].as_i64().unwrap() / 60;
        (
            by.iter().map(key).collect(),
            minutes("worked_seconds"),
            minutes("billed_seconds"),
            row["entries"].as_i64().unwrap(),
        )
    };
    report["rows"].as_array().unwrap().iter().map(row).collect()
}

fn row(keys: &str, worked: i64, billed: i64, entries: i64) -> (Vec<String>, i64, i64, i64) {
    let keys = keys.split(' ').map(str::to_owned).collect();
    (keys, worked, billed, entries)
}

#[test]
fn rows_stand_in_a_sensible_order_with_worked_and_billed_apart() {
    let desk = rounded();
    assert_eq!(
        rows(&desk, "report"),
        [
            row("2026-11-16", 127, 135, 1),
            row("2026-11-17", 50, 60, 2),
            row("2026-11-18", 60, 0, 1),
            row("2026-11-19", 60, 60, 1),
        ]
    );
    // Ticket 1: 127 + 45. Ticket 2: 5 + 60.
    assert_eq!(
        rows(&desk, "report --by ticket"),
        [
            row("1", 172, 180, 2),
            row("2", 65, 15, 2),
            row("-", 60, 60, 1)
        ]
    );
    assert_eq!(
        rows(&desk, "report --by week,profile"),
        [
            row("2026-W47 work", 237, 195, 4),
            row("2026-W47 -", 60, 60, 1)
        ]
    );
    // The first entry counts under a and b.
    assert_eq!(
        rows(&desk, "report --by tag"),
        [
            row("a", 172, 180, 2),
            row("b", 127, 135, 1),
            row("-", 125, 75, 3)
        ]
    );
    let report = desk.json("report --by tag");
    assert_eq!(
        report["total"],
        json!({"worked_seconds": 297 * 60, "billed_seconds": 255 * 60, "entries": 5})
    );
    assert_eq!(
        (&report["from"], &report["to"]),
        (&json!("2026-11-16"), &json!("2026-11-22"))
    );
    assert!(
        desk.tt("report --by tag")
            .exits(0)
            .out
            .contains("counts it once")
    );
}

#[test]
fn every_report_adds_up_to_the_list() {
    let desk = rounded();
    let list = desk.json("list week");
    let sum = |key: &str| -> i64 {
        let entries = list.as_array().unwrap().iter();
        entries.map(|entry| entry[key].as_i64().unwrap()).sum()
    };
    for by in [
        "ticket",
        "project",
        "client",
        "service",
        "day",
        "week",
        "month",
        "work-type",
        "work-role",
        "billable",
        "profile",
        "status",
        "client,day",
        "month,tag",
    ] {
        let report = desk.json(&format!("report week --by {by}"));
        for key in ["worked_seconds", "billed_seconds"] {
            assert_eq!(report["total"][key], sum(key), "{by} {key}");
        }
        if !by.contains("tag") {
            let rows = report["rows"].as_array().unwrap().iter();
            let rows: i64 = rows
                .map(|row| row["worked_seconds"].as_i64().unwrap())
                .sum();
            assert_eq!(rows, sum("worked_seconds"), "{by}");
        }
    }
}

#[test]
fn filters_are_those_of_list() {
    let desk = rounded();
    let total = |line: &str| desk.json(line)["total"]["worked_seconds"].as_i64().unwrap() / 60;
    assert_eq!(total("report --ticket 2"), 65);
    assert_eq!(total("report --unbilled"), 237);
    assert_eq!(total("report --from tue --to wed"), 110);
    assert_eq!(total("report month -p none"), 60);
    assert_eq!(total("report last-month"), 0);
    assert_eq!(desk.tt("report last-month").exits(0).out, "");
    for line in [
        "report --by day,day",
        "report --by day,client,tag",
        "report --by colour",
        "report --ids",
        "report --sort id",
        "report 12",
    ] {
        desk.tt(line).exits(2);
    }
}

#[test]
fn formats_carry_the_same_rows() {
    let desk = rounded();
    assert_eq!(
        desk.tt("report --by ticket,day --format csv").exits(0).out,
        "ticket,day,worked_seconds,billed_seconds,entries\n\
         1,2026-11-16,7620,8100,1\n\
         1,2026-11-17,2700,2700,1\n\
         2,2026-11-17,300,900,1\n\
         2,2026-11-18,3600,0,1\n\
         ,2026-11-19,3600,3600,1\n"
    );
    assert_eq!(
        desk.tt("report --by ticket --format markdown").exits(0).out,
        "| ticket      |     worked |     billed | entries |\n\
         | ----------- | ---------: | ---------: | ------: |\n\
         | #1          |     2h 52m |         3h |       2 |\n\
         | #2          |      1h 5m |        15m |       2 |\n\
         | (no ticket) |         1h |         1h |       1 |\n\
         | **total**   | **4h 57m** | **4h 15m** |   **5** |\n"
    );
    let lines = desk.tt("report --by ticket --format jsonl").exits(0).out;
    assert_eq!(lines.lines().count(), 3);
    let json = desk.tt("report --format json").exits(0).json();
    assert_eq!(json, desk.json("report"));
}

#[test]
fn show_says_how_the_billed_length_comes_about() {
    let desk = rounded();
    for (id, said) in [
        (
            1,
            "2h 7m worked, rounded up to 15m = 2h 15m billed (policy quarter)",
        ),
        (2, "45m (policy quarter: nothing to round)"),
        (
            3,
            "5m worked, raised to the least of 15m = 15m billed (policy quarter)",
        ),
        (4, "0m (do-not-bill)"),
        (5, "1h\n"),
    ] {
        let text = desk.tt(&format!("show {id}")).exits(0).out;
        assert!(text.contains(&format!("billed          {said}")), "{text}");
    }
    let list = desk.tt("list week").exits(0).out;
    assert!(list.contains("billed") && list.contains("2h 15m"), "{list}");
    assert!(list.contains("4h 57m worked, 4h 15m billed"), "{list}");
}

#[test]
fn a_page_goes_into_a_file_whole() {
    let desk = rounded();
    let file = desk.home().join("week.html");
    desk.tt("delete last").exits(0);
    let line = format!(
        "report week --by client,day --format html -o {}",
        file.display()
    );
    let done = desk.tt(&line).exits(0);
    assert_eq!(done.out, "");
    assert!(done.err.contains("wrote "), "{}", done.err);
    assert!(done.err.contains("(4 entries)"), "{}", done.err);
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("<dd>3h 57m</dd>"), "{page}");
    // Nothing is left of the draft.
    let left: Vec<_> = std::fs::read_dir(desk.home())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // The same on stdout, and other forms into files too.
    let page_again = desk
        .tt("report week --by client,day --format html")
        .exits(0);
    assert_eq!(page_again.out, page);
    let line = format!("report week --by day --format csv -o {}", file.display());
    desk.tt(&line).exits(0);
    let rows = std::fs::read_to_string(&file).unwrap();
    assert!(rows.starts_with("day,worked_seconds,"), "{rows}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let desk = rounded();
    let done = desk
        .tt("report week --format html -o nowhere/at/all/week.html")
        .exits(7);
    assert!(
        done.err
            .contains("nowhere/at/all/week.html cannot be written")
    );
    assert!(done.err.contains("-o"), "{}", done.err);
}
