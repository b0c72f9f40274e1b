//! `tt fill`: proposals for what is not booked, off a terminal.

use super::{Desk, WORK};
use serde_json::{Value, json};

const TEMPLATES: &str = r#"
[template.standup]
time = "9:15-9:30"
note = "Standup"
profile = "none"

[template.mail]
for = "30m"
days = ["monday"]
note = "Mail"
profile = "none"

[template.later]
time = "21:00-21:30"
note = "Later"
profile = "none"
"#;

/// Monday evening, with the Monday before it booked.
fn monday() -> Desk {
    let mut desk = Desk::new().at("2026-11-16T18:00:00+01:00");
    desk.config(TEMPLATES);
    desk.tt("log 9:15-9:30 Standup").exits(0);
    desk.tt("log 9:30-11 --client Acme patching").exits(0);
    desk.tt("log 11-12 -t x --deduct 15m planning").exits(0);
    desk.tt("log 15-17 --client Globex vpn").exits(0);
    desk.set_now("2026-11-23T18:00:00+01:00");
    desk
}

/// `09:15-09:30 Standup (standup)`
fn told(proposals: &Value) -> Vec<String> {
    let clock = |at: &Value| at.as_str().unwrap()[11..16].to_owned();
    let one = |it: &Value| {
        assert_eq!(it["id"], json!(null));
        let source = match it["template"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("like {}", it["like"]),
        };
        let note = it["note"].as_str().unwrap_or_default();
        format!(
            "{}-{} {note} ({source})",
            clock(&it["start"]),
            clock(&it["end"])
        )
    };
    proposals.as_array().unwrap().iter().map(one).collect()
}

fn proposed(desk: &Desk, line: &str) -> Vec<String> {
    let found = desk.json(&format!("{line} -n"));
    assert_eq!(found["ok"], json!(true));
    told(&found["proposals"])
}

#[test]
fn templates_come_first_and_last_weeks_work_fills_the_rest() {
    let desk = monday();
    assert_eq!(
        proposed(&desk, "fill"),
        [
            "09:15-09:30 Standup (standup)",
            "09:30-10:00 Mail (mail)",
            "10:00-11:00 patching (like 2)",
            "11:00-11:45 planning (like 3)",
            "15:00-17:00 vpn (like 4)",
        ]
    );
    let text = desk.tt("fill -n").exits(0).out;
    for source in [
        "(like 2 of 2026-11-16, as much as is free)",
        "(like 3 of 2026-11-16)",
    ] {
        assert!(text.contains(source), "{text}");
    }
    // What is booked is neither proposed nor covered.
    desk.tt("log 10:30-15:30 --client Acme patching").exits(0);
    assert_eq!(
        proposed(&desk, "fill"),
        [
            "09:15-09:30 Standup (standup)",
            "09:30-10:00 Mail (mail)",
            "15:30-17:00 vpn (like 4)",
        ]
    );
    desk.tt("log 9-9:15 Standup").exits(0);
    assert_eq!(
        proposed(&desk, "fill today --least 80m"),
        ["15:30-16:00 Mail (mail)"],
        "only one gap is as long, and what is left of it is not"
    );
}

#[test]
fn what_a_template_stands_for_is_not_proposed_once_more() {
    let mut desk = Desk::new().at("2026-11-16T18:00:00+01:00");
    desk.config(TEMPLATES);
    desk.tt("log 13:00-13:15 Standup").exits(0);
    desk.tt("log 14:00-14:15 Standup").exits(0);
    desk.set_now("2026-11-23T18:00:00+01:00");
    assert_eq!(
        proposed(&desk, "fill"),
        [
            "09:15-09:30 Standup (standup)",
            "09:30-10:00 Mail (mail)",
            "14:00-14:15 Standup (like 2)",
        ]
    );
}

#[test]
fn nobody_there_to_say_yes_is_usage_with_the_choices() {
    let desk = monday();
    let ran = desk.tt("fill").exits(2);
    assert!(
        ran.out
            .starts_with("1  Mon 23 Nov 09:15–09:30, 15m  Standup  (template standup)\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("5  Mon 23 Nov 15:00–17:00, 2h  Globex  vpn  (like 4 of 2026-11-16)\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.err
            .contains("5 proposals wait for a yes; nothing was booked"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("`tt fill 2026-11-23 --yes`"),
        "{}",
        ran.err
    );
    let value = desk.tt("fill --json").exits(2).json();
    assert_eq!(value["error"]["code"], "usage");
    assert_eq!(value["proposals"].as_array().unwrap().len(), 5);
    assert_eq!(value["proposals"][4]["proposal"], 5);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 0);
}

#[test]
fn what_is_taken_is_booked_as_one_step() {
    let desk = monday();
    let booked = desk.json("fill --take 1,4-5");
    let notes: Vec<_> = booked
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["note"])
        .collect();
    assert_eq!(notes, ["Standup", "planning", "vpn"]);
    assert_eq!(booked[2]["client"]["ref"], "Globex");
    assert_eq!(booked[1]["tags"], json!(["x"]));
    assert_eq!(booked[1]["worked_seconds"], 2700);
    assert_eq!(booked[1]["booked_as"], "range");
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 0);
    assert_eq!(desk.json("fill --yes").as_array().unwrap().len(), 5);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 5);
    // Nothing is left to propose, and the same again books nothing.
    assert_eq!(desk.json("fill --yes"), json!([]));
    let ran = desk.tt("fill").exits(0);
    assert!(
        ran.err.contains("is not booked, and no template"),
        "{}",
        ran.err
    );
    desk.tt("undo").exits(0);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 0);
}

#[test]
fn numbers_that_are_none_book_nothing() {
    let desk = monday();
    for take in ["0", "6", "2-1", "1,x", "1-9", ""] {
        let ran = desk.run(&["fill", "--take", take]).exits(2);
        assert!(ran.err.contains("proposal"), "{take}: {}", ran.err);
    }
    desk.tt("fill -n --take 1").exits(2);
    desk.tt("fill soon").exits(2);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 0);
}

#[test]
fn the_rules_of_log_hold() {
    let desk = monday();
    desk.config(&format!("{TEMPLATES}\n[rules]\nmax_entry = \"1h\"\n"));
    let found = desk.json("fill -n");
    let refused: Vec<_> = found["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| !it["refused"].is_null())
        .map(|it| it["proposal"].clone())
        .collect();
    assert_eq!(refused, [json!(5)]);
    let ran = desk.tt("fill --take 1,5").exits(3);
    assert!(
        ran.err.contains("tt/max-entry") || ran.err.contains("rule:"),
        "{}",
        ran.err
    );
    assert_eq!(
        desk.json("list today").as_array().unwrap().len(),
        0,
        "all or nothing"
    );
    let ran = desk.tt("fill --yes").exits(0);
    assert!(
        ran.err.contains("not booked: Mon 23 Nov 15:00–17:00"),
        "{}",
        ran.err
    );
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 4);
    // Together they may break what each alone does not.
    let desk = monday();
    desk.config(&format!("{TEMPLATES}\n[rules]\nmax_day = \"2h\"\n"));
    desk.tt("fill --yes").exits(3);
    assert_eq!(desk.json("list today").as_array().unwrap().len(), 0);
}

#[test]
fn what_is_proposed_is_delivered_as_what_it_is_like() {
    let mut desk = Desk::new().at("2026-11-16T18:00:00+01:00");
    desk.config(WORK);
    desk.tt("log 9-10 --ticket 5 --note-to ticket-discussion x")
        .exits(0);
    desk.set_now("2026-11-23T08:00:00+01:00");
    assert_eq!(
        desk.json("fill -n")["proposals"],
        json!([]),
        "still to come"
    );
    desk.set_now("2026-11-23T09:30:00+01:00");
    let booked = desk.json("fill --yes");
    assert_eq!(booked[0]["worked_seconds"], 1800);
    assert_eq!(booked[0]["delivery"], "owed");
    assert_eq!(booked[0]["charge_to"]["ref"], "5");
    assert_eq!(
        booked[0]["extra"]["note_to"],
        json!(null),
        "said once, not every week"
    );
    // A profile that is gone books nothing.
    desk.set_now("2026-11-30T09:30:00+01:00");
    desk.config("");
    assert_eq!(desk.json("fill -n")["proposals"], json!([]));
}
