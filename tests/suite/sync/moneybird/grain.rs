//! Seconds here, minutes there: both are kept, and neither is a change of the other.

use super::{Books, TULP, minute};
use serde_json::json;

/// Monday 16 November 2026 in Amsterdam, by clock time.
fn moment(clock: &str) -> String {
    format!("2026-11-16T{clock}+01:00")
}

/// From one moment to the other: booked, or by a timer with what is said between.
fn timed(books: &Books, start: &str, between: &[(&str, &str)], end: &str) {
    if between.is_empty() {
        let (from, to) = (&start[11..19], &end[11..19]);
        let line = format!("log 2026-11-16 {from}-{to} --client {TULP} -m work");
        books.at("2026-11-17T12:00:00+01:00", &line).exits(0);
        return;
    }
    let begin = format!("start --client {TULP} -m work");
    books.at(start, &begin).exits(0);
    for (at, line) in between {
        books.at(at, line).exits(0);
    }
    books.at(end, "stop").exits(0);
}

#[test]
fn seconds_stay_here_and_minutes_there() {
    // Start, what lies between, end; seconds worked here; start, end and pause there, UTC.
    type Row = (
        String,
        Vec<(String, &'static str)>,
        String,
        i64,
        (&'static str, &'static str, i64),
    );
    let midnight = "2026-11-17T00:00:00+01:00";
    let rows: Vec<Row> = vec![
        (
            moment("23:49:30"),
            vec![],
            midnight.into(),
            630,
            ("22:49", "23:00", 0),
        ),
        (
            moment("23:59:31"),
            vec![],
            "2026-11-17T00:00:30+01:00".into(),
            59,
            ("22:59", "23:00", 0),
        ),
        (
            moment("10:00:00"),
            vec![],
            moment("10:00:59"),
            59,
            ("09:00", "09:01", 0),
        ),
        (
            moment("10:00:40"),
            vec![],
            moment("10:01:39"),
            59,
            ("09:00", "09:01", 0),
        ),
        (
            moment("11:00:00"),
            vec![
                (moment("11:10:00"), "pause"),
                (moment("11:10:59"), "resume"),
            ],
            moment("11:30:00"),
            1_741,
            ("10:00", "10:30", 0),
        ),
        (
            moment("11:00:00"),
            vec![
                (moment("11:10:00"), "pause"),
                (moment("11:12:01"), "resume"),
            ],
            moment("11:30:00"),
            1_679,
            ("10:00", "10:30", 120),
        ),
    ];
    for (start, between, end, worked, (from, to, pause)) in rows {
        let books = Books::new();
        let between: Vec<_> = between
            .iter()
            .map(|(at, line)| (at.as_str(), *line))
            .collect();
        timed(&books, &start, &between, &end);
        let noon = "2026-11-18T12:00:00+01:00";
        let sync = |code| {
            let ran = books.at(noon, "sync --json").exits(code);
            ran.json()["profiles"][0].clone()
        };
        assert_eq!(sync(0)["created"], 1, "{start}");
        let held = books.held();
        assert_eq!(held.len(), 1, "{start}");
        assert_eq!(
            (
                minute(&held[0], "started_at").as_str(),
                minute(&held[0], "ended_at").as_str(),
                &held[0]["paused_duration"]
            ),
            (from, to, &json!(pause)),
            "{start}"
        );
        for _ in 0..2 {
            books.fake.clear_requests();
            let report = sync(0);
            assert_eq!(books.writes(), [], "{start}: {report}");
            for count in ["imported", "taken_over", "owed"] {
                assert_eq!(report[count], 0, "{start}: {report}");
            }
        }
        let here = books.at(noon, "list 2026-11-16 --json").exits(0).json();
        let here = here.as_array().unwrap();
        assert_eq!(here.len(), 1, "{start}: {here:?}");
        assert_eq!(here[0]["worked_seconds"], worked, "{start}");
        assert_eq!(books.schema_errors(), Vec::<String>::new());
    }
}
