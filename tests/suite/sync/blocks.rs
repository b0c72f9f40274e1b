//! Hours of agreements: as the service adds them up, with what is booked here on top.

use super::*;
use serde_json::json;

/// On the agreement whose limit is 20 hours.
const TICKET: i64 = 54323;

fn log(bench: &Bench, time: &str) -> String {
    let ran = bench.tt(&format!("log yesterday {time} --ticket {TICKET} -m laptop"));
    let ran = ran.exits(0);
    let lines = ran.err.lines();
    let lines: Vec<_> = lines.filter(|it| it.contains("block of hours: ")).collect();
    lines.join("\n")
}

fn facts(bench: &Bench, id: &str) -> Value {
    bench.tt("catalog refresh agreements").exits(0);
    let listed = bench.tt("catalog list agreements --json").exits(0).json();
    let mut listed = listed.as_array().unwrap().iter();
    listed.find(|it| it["id"] == id).unwrap()["facts"].clone()
}

/// Reads the catalog as somebody did an hour ago.
fn read_before(bench: &Bench) {
    let then = (now() - chrono::TimeDelta::hours(1)).to_rfc3339();
    let mut command = bench.command();
    let command = command.env("TT_NOW", then).args(["catalog", "refresh"]);
    ran(command.output().unwrap()).exits(0);
}

/// Used there, only booked here, left; in hours.
fn status(bench: &Bench) -> [f64; 3] {
    let status = bench.tt("status --json").exits(0).json();
    let block = &status["blocks"][0];
    ["used_seconds", "here_seconds", "left_seconds"]
        .map(|name| block[name].as_f64().unwrap_or_else(|| panic!("{status}")) / 3_600.0)
}

#[test]
fn what_is_left_is_the_same_before_and_after_it_is_sent_and_read_anew() {
    let bench = Bench::with(Options::default(), &with_yesterday());
    let read = facts(&bench, "72");
    for (name, value) in [
        ("block_seconds", json!(72_000)),
        ("block_used_seconds", json!(0)),
        ("block_starts", json!("2023-01-01")),
        ("block_ends", Value::Null),
    ] {
        assert_eq!(read[name], value, "{name}");
    }
    read_before(&bench);
    assert_eq!(
        log(&bench, "9-11"),
        "note: Contoso block of hours: 18h of 20h left, 10% used (2h of it since the last reading)"
    );
    bench.sync(0);
    assert_eq!(status(&bench), [0.0, 2.0, 18.0]);
    // Read again it is all of them: none of them says that hours were used.
    facts(&bench, "72");
    assert_eq!(status(&bench), [2.0, 0.0, 18.0]);
    bench.fake.edit_reference("agreements", 72, |row| {
        row["applicationLimit"] = json!(4.0);
        row["_adjusted"] = json!(0.5);
    });
    facts(&bench, "72");
    assert_eq!(
        log(&bench, "11-13"),
        "warning: Contoso block of hours: 30m of 4h 30m left, 88% used (2h of it since the last reading); it warns from 80% on"
    );
    assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
}

#[test]
fn one_question_is_asked_and_only_for_agreements_of_hours() {
    let bench = Bench::new();
    bench.fake.clear_requests();
    let read = facts(&bench, "71");
    assert_eq!(read["block_seconds"], Value::Null, "its limit is money");
    let asked = bench.fake.requests();
    let asked: Vec<_> = asked
        .iter()
        .filter(|it| it.operation.contains("recap"))
        .collect();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].param("conditions"), Some("id in (72)"));
    bench.fake.edit_reference("agreements", 72, |row| {
        row["applicationUnits"] = json!("Amount")
    });
    bench.fake.clear_requests();
    assert_eq!(facts(&bench, "72")["block_seconds"], Value::Null);
    let asked = bench.fake.requests();
    assert!(asked.iter().all(|it| !it.operation.contains("recap")));
}

#[test]
fn what_cannot_be_read_is_not_known_and_noted_once() {
    for status in [403, 404] {
        let bench = Bench::new();
        bench
            .fake
            .set_options(|o| o.closed = vec![("/finance/agreementrecap", status)]);
        let ran = bench.tt("catalog refresh agreements").exits(0);
        let notes = ran.err.matches("blocks of hours is not known").count();
        assert_eq!(notes, 1, "{status}: {}", ran.err);
        assert!(ran.out.contains("  3 agreements\n"), "{}", ran.out);
        assert_eq!(facts(&bench, "72")["block_seconds"], Value::Null);
        assert_eq!(log(&bench, "9-10"), "", "{status}");
        let json = bench
            .tt("catalog refresh agreements --json")
            .exits(0)
            .json();
        assert_eq!(json["profiles"][0]["notes"].as_array().unwrap().len(), 1);
    }
    // What is told as unlimited, or in words of a sort, is believed or left alone.
    let bench = Bench::new();
    bench.fake.set_options(|o| o.recap_used_negative = false);
    assert_eq!(facts(&bench, "72")["block_used_seconds"], 0);
    bench.fake.set_options(|o| o.recap_limited_word = "Yes");
    assert_eq!(facts(&bench, "72")["block_used_seconds"], Value::Null);
}

/// Runs at one fixed moment, however long it takes.
fn at_once(bench: &Bench, moment: &str, line: &str) -> Ran {
    let mut command = bench.command();
    let command = command.env("TT_NOW", moment).args(line.split_whitespace());
    ran(command.output().unwrap()).exits(0)
}

#[test]
fn all_within_one_second_is_counted_once_whichever_came_first() {
    let bench = Bench::with(Options::default(), &with_yesterday());
    let moment = now().to_rfc3339();
    let do_it = |line: &str| at_once(&bench, &moment, line);
    let figures = || {
        let status: Value = do_it("status --json").json();
        ["used_seconds", "here_seconds", "left_seconds"]
            .map(|name| status["blocks"][0][name].as_f64().unwrap() / 3_600.0)
    };
    do_it("catalog refresh");
    do_it(&format!("log yesterday 9-11 --ticket {TICKET} -m laptop"));
    assert_eq!(figures(), [0.0, 2.0, 18.0], "booked");
    do_it("sync");
    assert_eq!(figures(), [0.0, 2.0, 18.0], "read, then sent");
    do_it("catalog refresh agreements");
    assert_eq!(figures(), [2.0, 0.0, 18.0], "sent, then read");
}
