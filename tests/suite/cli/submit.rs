//! `tt submit`: hands entries in.

use super::Desk;

#[test]
fn the_entries_of_a_day_are_submitted_and_then_fixed() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("log 9-10 two").exits(0);
    let touched = desk.json("submit today");
    assert_eq!(touched.as_array().unwrap().len(), 2);
    assert_eq!(touched[0]["status"], "submitted");
    let ran = desk.tt("delete 1").exits(4);
    assert!(ran.err.contains("tt/status-allows-edit"), "{}", ran.err);
    assert_eq!(
        desk.tt("delete 1 --json").exits(4).json()["error"]["code"],
        "locked"
    );
    assert_eq!(desk.json("submit today"), serde_json::json!([]));
}

#[test]
fn without_saying_what_nothing_is_submitted() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    let ran = desk.tt("submit").exits(2);
    assert!(ran.err.contains("--all"), "{}", ran.err);
    desk.tt("submit last-month").exits(1);
    assert_eq!(desk.json("list")[0]["status"], "open");
    desk.tt("submit --all").exits(0);
    assert_eq!(desk.json("list")[0]["status"], "submitted");
}

#[test]
fn it_is_all_or_nothing_and_every_breach_is_told() {
    let desk = Desk::new();
    desk.tt("log 8-9").exits(0);
    desk.tt("log 9-9:30").exits(0);
    desk.tt("log 9:30-10 noted").exits(0);
    desk.config("[rules]\nnote_required = true\n");
    let error = desk.tt("submit today --json").exits(3).json();
    assert_eq!(error["error"]["breaches"].as_array().unwrap().len(), 2);
    assert!(
        desk.json("list")
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["status"] == "open")
    );
    assert_eq!(desk.json("submit 3")[0]["status"], "submitted");
}

/// Two services and no default.
const TWO: &str = r#"
[profile.work]
backend = "connectwise"
url = "http://127.0.0.1:1"
company_id = "acme"
client_id = "00000000-0000-0000-0000-000000000000"
public_key = "abc"
private_key = { env = "CW_PRIVATE" }
member = "jdoe"
[profile.mb]
backend = "moneybird"
administration = "123"
user = "345"
token = { env = "MB_TOKEN" }
"#;

#[test]
fn a_period_acts_within_one_profile_and_counts_the_others() {
    let desk = Desk::new();
    desk.config(TWO);
    desk.tt("log 7-8 -p work --ticket 5 one").exits(0);
    desk.tt("log 8-9 -p mb two").exits(0);
    desk.tt("log 9-9:30 -p mb three").exits(0);
    desk.tt("log 9:30-10 four").exits(0);
    let ran = desk.tt("submit today").exits(0);
    assert!(ran.out.starts_with("submitted 4: "), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(
        ran.err
            .contains("note: 1 entry of profile work left alone; -p work\n")
            && ran
                .err
                .contains("note: 2 entries of profile mb left alone; -p mb\n"),
        "{}",
        ran.err
    );
    let ran = desk.tt("submit --all -p mb").exits(0);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    // What has been handed in already is nobody's concern.
    assert!(!ran.err.contains("without a profile"), "{}", ran.err);
    assert!(ran.err.contains("-p work"), "{}", ran.err);
    // Numbers may name any.
    assert_eq!(desk.json("submit 1-4")[0]["id"], 1);
    let mut desk = desk;
    desk.set_env("TT_PROFILE", "work");
    assert_eq!(desk.json("recall today")[0]["id"], 1);
    let ran = desk.tt("submit last-month").exits(1);
    assert!(ran.err.contains("nothing of profile work"), "{}", ran.err);
}

#[test]
fn shortly_after_midnight_the_day_before_is_named() {
    let mut desk = Desk::new();
    desk.tt("log 9-10 one").exits(0);
    desk.set_now("2026-11-23T00:05:00+01:00");
    for (verb, code) in [("check", 1), ("list", 0), ("submit", 1)] {
        let ran = desk.tt(&format!("{verb} today")).exits(code);
        assert!(
            ran.err.contains(&format!(
                "entry 1 began the day before: `tt {verb} yesterday`"
            )),
            "{verb}: {}",
            ran.err
        );
        desk.tt(&format!("{verb} yesterday -p none")).exits(0);
    }
    let ran = desk.tt("recall today").exits(1);
    assert!(ran.err.contains("`tt recall yesterday`"), "{}", ran.err);
    // What the step would not take is not named, and neither is anything days away.
    let ran = desk.tt("submit today").exits(1);
    assert!(ran.err.contains("see `tt list`"), "{}", ran.err);
    let ran = desk.tt("recall 2026-11-21").exits(1);
    assert!(ran.err.contains("see `tt list`"), "{}", ran.err);
    let ran = desk.tt("list today --json").exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("[]\n", ""));
}

#[test]
fn a_running_timer_and_a_held_entry_are_in_the_way() {
    let desk = Desk::new();
    desk.tt("log 8-9 one").exits(0);
    desk.tt("start 9:30 two").exits(0);
    for line in ["submit today --json", "submit --all --json"] {
        let error = desk.tt(line).exits(4).json();
        let breaches = error["error"]["breaches"].as_array().unwrap();
        assert_eq!(breaches.len(), 1, "{error}");
        assert_eq!(breaches[0]["message"], "entry 2 is still running");
    }
    desk.tt("stop 10").exits(0);
    desk.config("[rules]\nreview_entry = \"30m\"\n");
    desk.tt("log 7-8 three").exits(0);
    let ran = desk.tt("submit today").exits(4);
    assert!(
        ran.err.contains("entry 3 is held by tt/long-entry"),
        "{}",
        ran.err
    );
    assert_eq!(desk.json("list")[0]["status"], "open");
    assert_eq!(desk.json("status")["person"], serde_json::json!([3]));
}
