//! `tt log @NAME`: entries that are booked again and again.

use super::{Desk, WORK};
use serde_json::json;

const TEMPLATES: &str = r#"
[template.standup]
time = "9:15-9:30"
ticket = 54321
work_type = "Remote"
tags = ["daily"]
note = "Standup"

[template.admin]
for = "30m"
charge_code = "ADMIN"
client = "Acme"
billable = "do-not-bill"
profile = "work"

[template.lunch]
time = "45m"
profile = "none"
note = "Lunch & learn"
"#;

/// Monday, a little after ten.
fn monday() -> Desk {
    let desk = Desk::new().at("2026-11-23T10:07:33+01:00");
    desk.config(&format!("{WORK}{TEMPLATES}"));
    desk
}

#[test]
fn a_template_books_what_it_says() {
    let desk = monday();
    let ran = desk.tt("log @standup").exits(0);
    assert!(
        ran.out.contains("Mon 23 Nov 09:15–09:30, 15m"),
        "{}",
        ran.out
    );
    let entry = &desk.json("show 1")[0];
    assert_eq!(entry["charge_to"]["ref"], "54321");
    assert_eq!(entry["work_type"]["ref"], "Remote");
    assert_eq!(entry["tags"], json!(["daily"]));
    assert_eq!(entry["note"], "Standup");
    assert_eq!(entry["profile"], "work");
    let entry = &desk.json("log @admin")[0];
    assert_eq!(entry["charge_to"]["kind"], "charge-code");
    assert_eq!(entry["billable"], "do-not-bill");
    assert_eq!(entry["worked_seconds"], 1800);
    assert_eq!(entry["end"], "2026-11-23T10:07:00+01:00");
    let entry = &desk.json("log @lunch")[0];
    assert_eq!(
        (&entry["profile"], &entry["delivery"]),
        (&json!(null), &json!("local"))
    );
    // One step each.
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("list").as_array().unwrap().len(), 2);
}

#[test]
fn what_is_typed_goes_before_it() {
    let desk = monday();
    let entry = desk.json("log @standup 30m --on fri --ticket 7 -t retro with Ann")[0].clone();
    assert_eq!(entry["start"], "2026-11-20T09:15:00+01:00");
    assert_eq!(entry["worked_seconds"], 1800);
    assert_eq!(entry["charge_to"]["ref"], "7");
    assert_eq!(entry["tags"], json!(["daily", "retro"]));
    assert_eq!(entry["note"], "with Ann");
    let entry = desk.json("log @standup 8-8:30 -t none --no-bill --work-type none")[0].clone();
    assert_eq!(entry["start"], "2026-11-23T08:00:00+01:00");
    assert_eq!(
        (&entry["tags"], &entry["work_type"]),
        (&json!([]), &json!(null))
    );
    assert_eq!(entry["billable"], "do-not-bill");
    let planned = desk.json("log @standup --at 7 -n")[0].clone();
    assert_eq!(planned["start"], "2026-11-23T07:00:00+01:00");
    assert_eq!(planned["worked_seconds"], 900);
    assert_eq!(desk.json("list fri..today").as_array().unwrap().len(), 2);
}

#[test]
fn what_names_no_template_is_told_with_the_nearest() {
    let desk = monday();
    for (line, piece) in [
        ("log @standupp", "@standup"),
        ("log @zzz", "@admin, @lunch, @standup"),
        ("log @ 1h", "@admin"),
        ("log @standup monday", "--on monday"),
        ("log @standup 9-5", "9-17"),
        ("log @standup 30m --for 1h", "leave one of them out"),
    ] {
        let ran = desk.tt(line).exits(2);
        assert!(ran.err.contains(piece), "{line}: {}", ran.err);
        assert_eq!(
            desk.tt(&format!("{line} --json")).exits(2).json()["error"]["code"],
            "usage"
        );
    }
    assert_eq!(desk.json("list").as_array().unwrap().len(), 0);
    let bare = Desk::new();
    let ran = bare.tt("log @standup").exits(2);
    assert!(ran.err.contains("[template.NAME]"), "{}", ran.err);
    // Only the first word names one.
    bare.tt("log 1h @bob called").exits(0);
}

#[test]
fn the_configuration_is_checked_with_its_lines() {
    for (text, line, piece) in [
        ("[template.a]\ntiem = \"1h\"", 2, "did you mean `time`?"),
        ("[template.a]\ntime = \"9-5\"", 2, "9-17"),
        (
            "[template.a]\ntime = \"9-now\"",
            2,
            "not the same on any day",
        ),
        ("[template.a]\ntime = \"8\"", 2, "8h"),
        ("[template.a]\ntime = \"1h\"\nfor = \"2h\"", 3, "twice"),
        ("[template.a]\nend = \"10:00\"", 2, "needs `start`"),
        ("[template.a]\nstart = \"10:00\"\nend = \"9:00\"", 3, ""),
        ("[template.a]\nticket = 1\ntask = 2", 1, "several things"),
        (
            "[template.a]\nticket = [1]",
            2,
            "a name in quotes, or a number",
        ),
        (
            "[template.a]\nprofile = \"wrok\"",
            2,
            "did you mean \"work\"?",
        ),
        ("[template.a]\nbillable = \"maybe\"", 2, "must be one of"),
        ("[template.a]\ndays = [\"mon\"]", 2, "monday"),
        (
            "[template.a]\nno_clock = true\ntime = \"9-10\"",
            2,
            "clock time",
        ),
        ("[template.a]\n\"work-type\" = \"x\"", 2, "`work_type`"),
        (
            "[template.\"A b\"]\ntime = \"1h\"",
            1,
            "no name for a template",
        ),
        ("[template.a]\ndeduct = \"soon\"", 2, "not a length"),
        ("[time]\nbreaks = [\"13:00-12:00\"]", 2, "HH:MM-HH:MM"),
        ("[time]\nday_end = \"08:00\"", 2, "09:00"),
        ("[rules]\nblock_warn = [0]", 2, "1 to 1000"),
    ] {
        let desk = Desk::new();
        desk.config(&format!("{WORK}\n{text}\n"));
        let before = WORK.lines().count() + 1;
        let ran = desk.tt("config check").exits(5);
        let place = format!("config.toml:{}: ", before + line);
        assert!(
            ran.err.contains(&place),
            "{text}: {} not in {}",
            place,
            ran.err
        );
        assert!(ran.err.contains(piece), "{text}: {}", ran.err);
    }
    let desk = monday();
    desk.tt("config check").exits(0);
}

#[test]
fn templates_are_completed_as_the_first_word() {
    let desk = monday();
    let asked = |words: &[&str]| {
        let mut args = vec!["__complete", "fish", "tt"];
        args.extend(words);
        desk.run(&args).exits(0).out
    };
    let found = asked(&["log", "@"]);
    assert!(found.contains("@admin\t30m, charge-code ADMIN"), "{found}");
    assert!(
        found.contains("@standup\t09:15 15m, ticket 54321: Standup"),
        "{found}"
    );
    assert!(asked(&["log", "@st"]).contains("@standup"));
    assert!(!asked(&["log", "@st"]).contains("@admin"));
    assert!(!asked(&["log", "1h", "@st"]).contains("@standup"));
    assert!(!asked(&["start", "@"]).contains("@standup"));
}
