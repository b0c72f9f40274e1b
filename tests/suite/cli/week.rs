//! `tt week`: the grid of a period.

use super::Desk;

fn busy() -> Desk {
    let desk = Desk::new();
    desk.tt("log mon 9-10:30 --ticket 11 vpn").exits(0);
    desk.tt("log mon 10:30-12 --charge-code ADMIN x").exits(0);
    desk.tt("log fri 9-17 --ticket 11 vpn").exits(0);
    desk.tt("log 2026-11-13 9-10 --ticket 12 earlier").exits(0);
    desk.tt("submit 1").exits(0);
    desk
}

#[test]
fn it_is_a_report_by_target_and_date() {
    let desk = busy();
    let grid = desk.json("week");
    assert_eq!(grid["from"], "2026-11-16");
    assert_eq!(grid["to"], "2026-11-22");
    assert_eq!(grid["by"], serde_json::json!(["target", "date"]));
    let rows: Vec<_> = grid["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let keys = &row["keys"];
            let target = keys["target"]["ref"].as_str().unwrap().to_owned();
            let date = keys["date"].as_str().unwrap().to_owned();
            (target, date, row["worked_seconds"].as_i64().unwrap())
        })
        .collect();
    let row = |target: &str, date: &str, hundredths: i64| {
        (target.to_owned(), date.to_owned(), hundredths * 36)
    };
    assert_eq!(
        rows,
        [
            row("11", "2026-11-16", 150),
            row("11", "2026-11-20", 800),
            row("ADMIN", "2026-11-16", 150),
        ]
    );
    // 1h 30m + 1h 30m + 8h.
    assert_eq!(grid["total"]["worked_seconds"], 11 * 3600);
    assert_eq!(grid["total"]["entries"], 3);
    let month = desk.json("week month");
    assert_eq!(month["total"]["worked_seconds"], 12 * 3600);
}

#[test]
fn letters_say_where_each_day_stands() {
    let desk = busy();
    let text = desk.tt("week").exits(0).out;
    let line = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        let words = line.unwrap_or_else(|| panic!("{name}: {text}"));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("#11"), "#11 1:30s - - - 8:00o - - 9:30");
    assert_eq!(line("ADMIN"), "ADMIN 1:30o - - - - - - 1:30");
    assert_eq!(line("total"), "total 3:00o+ - - - 8:00o - - 11:00");
    // Monday 3h of 8h; Sunday the 22nd is today, and no working day.
    assert_eq!(
        line("to target"),
        "to target -5:00 -8:00 -8:00 -8:00 0:00 - - -29:00"
    );
    assert!(text.contains("9h 30m open, 1h 30m submitted"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('─'), "{text}");
}

#[test]
fn an_empty_period_is_no_failure() {
    let desk = Desk::new();
    assert_eq!(desk.tt("week last-month").exits(0).out, "");
    assert_eq!(desk.json("week")["rows"], serde_json::json!([]));
    desk.tt("week 12").exits(2);
}
