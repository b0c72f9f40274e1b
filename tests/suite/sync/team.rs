//! Other people's time: who has handed in and who has not, and what an approver decides
//! at once on the service. Nothing of it enters the store.

use super::Bench;
use super::sheets::bench;
use serde_json::{Value, json};

fn rows(bench: &Bench, line: &str) -> Vec<Value> {
    let rows = bench.tt(&format!("{line} --json")).exits(0).json();
    rows.as_array().unwrap().clone()
}

fn of<'r>(rows: &'r [Value], who: &str) -> Vec<&'r Value> {
    rows.iter()
        .filter(|row| row["member_name"] == who)
        .collect()
}

/// Nothing but what is the own member's is kept.
fn keeps_nothing(bench: &Bench) {
    let entries = bench.tt("list 2020..2030 --json").exits(0).json();
    assert_eq!(entries, json!([]));
    assert_eq!(
        bench.tt("sheet --year 2026 --json").exits(0).json(),
        json!([])
    );
}

fn sheet_of(bench: &Bench, member: &str, statuses: &[&str]) -> Value {
    let sheets = bench.fake.sheets();
    let found = sheets.iter().find(|sheet| {
        sheet["member"]["identifier"] == member
            && statuses.contains(&sheet["status"].as_str().unwrap())
    });
    found.unwrap_or_else(|| panic!("{sheets:?}")).clone()
}

#[test]
fn the_team_is_read_by_member_and_week() {
    for documented in [false, true] {
        let bench = bench(documented);
        bench.fake.add_history();
        // Reading takes no approver in the configuration; only rights on the service.
        let all = rows(&bench, "sheet -21d..today --team -p boss");
        let statuses = |who: &str| {
            let rows = of(&all, who);
            let words = rows.iter().map(|row| row["status"].as_str().unwrap());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        let asmith = statuses("asmith");
        assert!(asmith.contains(&"submitted".to_owned()), "{asmith:?}");
        let jdoe = statuses("jdoe");
        assert!(jdoe.contains(&"not-started".to_owned()), "{jdoe:?}");
        assert!(jdoe.contains(&"approved".to_owned()), "{jdoe:?}");
        // Whoever left is not missed.
        assert!(!statuses("oldhand").contains(&"not-started".to_owned()));
        let full = of(&all, "asmith");
        let full = full
            .iter()
            .find(|row| row["status"] == "submitted")
            .unwrap();
        assert_eq!(full["worked_seconds"], 5 * 8 * 3600, "{full}");
        assert_eq!(full["entries"], 5, "{full}");
        assert_eq!(full["target_seconds"], 5 * 8 * 3600, "{full}");
        let id = full["remote_id"].as_str().unwrap();

        // What is due: this week and the last.
        let due = rows(&bench, "sheet --team -p boss");
        assert!(due.len() < all.len(), "{due:?}");
        let weeks: std::collections::BTreeSet<_> =
            due.iter().map(|row| row["from"].to_string()).collect();
        assert!((2..=3).contains(&weeks.len()), "{weeks:?}");
        let one = rows(&bench, "sheet --team -p boss --member asmith");
        assert!(
            one.iter().all(|row| row["member_name"] == "asmith"),
            "{one:?}"
        );
        assert_eq!(one.len(), of(&due, "asmith").len());
        let idle = rows(&bench, "sheet --team -p boss --status not-started");
        assert!(!of(&idle, "jdoe").is_empty(), "{idle:?}");
        assert!(
            idle.iter().all(|row| row["status"] == "not-started"),
            "{idle:?}"
        );
        let both = rows(
            &bench,
            "sheet --team -p boss --status not-started,submitted",
        );
        assert!(both.len() > idle.len(), "{both:?}");
        let ran = bench.tt("sheet --status not-started").exits(2);
        assert!(ran.err.contains("--team"), "{}", ran.err);
        let waiting = rows(&bench, "sheet --team -p boss --status submitted");
        assert!(
            waiting.iter().all(|row| row["status"] == "submitted"),
            "{waiting:?}"
        );
        assert!(!waiting.is_empty());
        let table = bench.tt("sheet list --team -p boss").exits(0);
        assert!(table.out.contains("not started"), "{}", table.out);
        let last = rows(&bench, "sheet last-week --team -p boss");
        assert!(last.len() < all.len(), "{last:?}");

        let shown = bench
            .tt(&format!("sheet show {id} --team -p boss --json"))
            .exits(0);
        let shown = shown.json();
        assert_eq!(shown[0]["remote_id"], *id, "{shown}");
        bench
            .tt(&format!("sheet show {id} --team -p boss"))
            .exits(0);
        bench.tt("sheet show 999999 --team -p boss").exits(1);
        bench.tt(&format!("sheet show {id}")).exits(1);
        keeps_nothing(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

#[test]
fn an_approver_decides_at_once_and_others_do_not() {
    for documented in [false, true] {
        let bench = bench(documented);
        bench.fake.add_history();
        let pending = ["PendingApproval", "Submitted"];
        let id = sheet_of(&bench, "asmith", &pending)["id"].to_string();
        let ran = bench.tt(&format!("approve --sheet {id}")).exits(3);
        assert!(ran.err.contains("approver = true"), "{}", ran.err);
        bench.tt(&format!("reject -p boss --sheet {id}")).exits(2);
        bench
            .tt(&format!("approve -p boss --sheet {id} --member asmith"))
            .exits(2);
        let would = bench
            .tt(&format!("approve -p boss --sheet {id} -n"))
            .exits(0);
        assert!(
            would.out.starts_with("would approve sheet"),
            "{}",
            would.out
        );
        sheet_of(&bench, "asmith", &pending);

        let ran = bench.tt(&format!("approve -p boss --sheet {id}")).exits(0);
        assert!(
            ran.out
                .starts_with(&format!("approved sheet {id}: asmith, ")),
            "{}",
            ran.out
        );
        let told = bench
            .tt(&format!("approve -p boss --sheet {id} --json"))
            .exits(0)
            .json();
        assert_eq!(told["sheets"][0]["result"], "already", "{told}");
        assert_eq!(told["ok"], true);
        let number: i64 = id.parse().unwrap();
        let held = bench.fake.entries();
        let on = held.iter().filter(|it| it["timeSheet"]["id"] == number);
        let on: Vec<_> = on.collect();
        assert_eq!(on.len(), 5);
        for entry in on {
            let word = entry["status"].as_str().unwrap();
            assert!(word.starts_with("Approved"), "{entry}");
        }

        // One that nobody has handed in, beside one that is there.
        let pending_id = sheet_of(&bench, "rpatel", &pending)["id"].to_string();
        let open_id = sheet_of(&bench, "kjones", &["Open"])["id"].to_string();
        let line = format!("reject -p boss --sheet {open_id} {pending_id} --reason why --json");
        let told = bench.tt(&line).exits(4).json();
        assert_eq!(told["ok"], false, "{told}");
        assert_eq!(told["sheets"][0]["result"], "refused", "{told}");
        assert_eq!(told["sheets"][1]["result"], "done", "{told}");
        assert_eq!(told["sheets"][1]["before"], "submitted", "{told}");
        assert_eq!(told["sheets"][1]["status"], "rejected", "{told}");
        bench.tt("approve -p boss --sheet 999999").exits(1);
        bench.tt("approve -p boss --member jdoe today").exits(1);
        keeps_nothing(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

#[test]
fn a_thousand_entries_are_decided_and_each_is_told() {
    for no_bulk in [None, Some(404)] {
        let bench = bench(true);
        bench.fake.set_options(|options| options.no_bulk = no_bulk);
        let n_entries = if no_bulk.is_some() { 50 } else { 1_000 };
        let mut ids = Vec::new();
        for nr in 0..n_entries {
            let (hour, minute) = (nr / 60 % 24, nr % 60);
            ids.push(bench.fake.add(json!({
                "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 124},
                "timeStart": format!("2026-11-02T{hour:02}:{minute:02}:00Z"),
                "timeEnd": format!("2026-11-02T{hour:02}:{minute:02}:30Z"),
                "notes": format!("n{nr}"), "status": "Open",
            })));
        }
        bench.fake.set_status(ids[3], "Billed");
        bench.fake.set_status(ids[4], "Approved");
        let mut words = vec!["approve", "-p", "boss", "--json", "--remote"];
        let texts: Vec<_> = ids.iter().map(ToString::to_string).collect();
        words.extend(texts.iter().map(String::as_str));
        words.push("999999");
        let told = bench.run(&words).exits(4).json();
        let told = told["entries"].as_array().unwrap();
        let count = |result: &str| told.iter().filter(|it| it["result"] == result).count();
        assert_eq!(count("done"), n_entries - 2);
        assert_eq!(count("already"), 1);
        assert_eq!(
            count("refused"),
            2,
            "the billed one and the one that is not there"
        );
        let held = bench.fake.entries();
        let approved = held.iter().filter(|it| it["status"] == "Approved").count();
        assert_eq!(approved, n_entries - 1);
        keeps_nothing(&bench);
        assert_eq!(bench.fake.schema_errors(), Vec::<String>::new());
    }
}

#[test]
fn a_rejected_entry_keeps_its_notes_and_gains_the_reason() {
    let bench = bench(true);
    let id = bench.fake.add(json!({
        "chargeToId": 54321, "chargeToType": "ServiceTicket", "member": {"id": 124},
        "timeStart": "2026-11-02T09:00:00Z", "timeEnd": "2026-11-02T10:00:00Z",
        "notes": "x", "internalNotes": "inner", "status": "Open",
    }));
    let id_text = id.to_string();
    let words = [
        "reject",
        "-p",
        "boss",
        "--reason",
        "which server?",
        "--remote",
        &id_text,
    ];
    let ran = bench.run(&words).exits(0);
    assert!(
        ran.out
            .starts_with(&format!("rejected entry {id}: Al Smith, 2026-11-02, 1h")),
        "{}",
        ran.out
    );
    let held = bench.fake.entry(id).unwrap();
    assert_eq!(held["internalNotes"], "inner\nwhich server?");
    assert_eq!(held["status"], "Rejected");
}
