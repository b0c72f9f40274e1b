//! Which rules an entry obeys is its profile's business: at `log`, and when it is
//! handed from one profile to another.

use super::stocked::{broken, desk, held_there, stock};
use serde_json::json;
use tt::domain::catalog::CatalogKind::WorkTypes;
use tt::domain::status::Status;

const DEFAULTS: &str = r#"
[profile.work.defaults]
work_type = "Remote"
client = "Acme"
[profile.fb.defaults]
client = "Globex"
service = "Consulting"
billable = "billable"
"#;

#[test]
fn an_entry_without_a_profile_obeys_the_rules_everywhere_alone() {
    let desk = desk("");
    // Nothing to charge to, no note, no billable option that a service would know.
    let entry = &desk.json("log 8-9 --billable no-charge")[0];
    assert_eq!(
        (&entry["profile"], &entry["unchecked"]),
        (&json!(null), &json!([]))
    );
    for (profile, rules) in [
        ("work", vec!["connectwise/charge-to"]),
        (
            "at",
            vec!["autotask/general-non-billable", "autotask/general-code"],
        ),
        ("mb", vec!["tt/billable-known", "moneybird/description"]),
        ("fb", vec!["tt/billable-known"]),
    ] {
        let error = desk.tt(&format!("log 8-9 --billable no-charge -p {profile} --json"));
        let error = error.exits(3).json();
        assert_eq!(error["error"]["code"], "rule");
        let mut named = broken(&error);
        named.sort();
        let mut expected = rules;
        expected.sort_unstable();
        assert_eq!(named, expected, "{profile}");
    }
    assert_eq!(desk.json("list").as_array().unwrap().len(), 1);
}

#[test]
fn each_profile_has_its_own_site_rules() {
    let desk = desk(
        "[rules]\nnote_required = true\nmax_entry = \"2h\"\n\
         [profile.work.rules]\nnote_required = false\nincrement = \"15m\"\n",
    );
    let error = desk.tt("log 8-9 --json").exits(3).json();
    assert_eq!(broken(&error), ["tt/note-required"]);
    desk.tt("log 8-9 -p work --ticket 5").exits(0);
    let error = desk
        .tt("log 6:00-6:20 -p work --ticket 5 --json")
        .exits(3)
        .json();
    assert_eq!(broken(&error), ["tt/increment"]);
    let error = desk.tt("log 3-6 -p work --ticket 5 --json").exits(3).json();
    assert_eq!(broken(&error), ["tt/one-day"]);
    // Handing it on asks those of where it goes.
    let error = desk.tt("edit 1 -p none --json").exits(3).json();
    assert_eq!(broken(&error), ["tt/note-required"]);
    desk.tt("edit 1 -p none -m noted").exits(0);
}

#[test]
fn a_period_is_handed_over_whole_or_not_at_all() {
    let desk = desk("");
    desk.tt("log 7-8 --client Acme one").exits(0);
    desk.tt("log 8-9").exits(0);
    desk.tt("log 9-10 --client Acme").exits(0);
    let error = desk.tt("edit today -p mb --json").exits(3).json();
    assert_eq!(
        broken(&error),
        ["moneybird/description", "moneybird/description"]
    );
    let all = error["error"]["breaches"].as_array().unwrap();
    for (breach, id) in all.iter().zip(["entry 2", "entry 3"]) {
        assert_eq!(breach["field"], "note");
        assert!(
            breach["message"].as_str().unwrap().starts_with(id),
            "{breach}"
        );
    }
    let local = |profile: serde_json::Value| {
        let all = desk.json("list");
        let all = all.as_array().unwrap().clone();
        assert_eq!(all.len(), 3);
        assert!(
            all.iter().all(|entry| entry["profile"] == profile),
            "{all:?}"
        );
    };
    local(json!(null));
    let moved = desk.json("edit today -p mb -m done");
    assert_eq!(moved.as_array().unwrap().len(), 3);
    assert!(
        moved
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["delivery"] == "owed")
    );
    local(json!("mb"));
    desk.tt("undo").exits(0);
    local(json!(null));
}

#[test]
fn the_defaults_of_the_new_profile_fill_what_nobody_gave() {
    let desk = desk(DEFAULTS);
    desk.tt("log 7-8 -p work --ticket none one").exits(0);
    desk.tt("log 8-9 --client Initech two").exits(0);
    desk.tt("log 9-10 --service none three").exits(0);
    let one = &desk.json("show 1")[0];
    assert_eq!(
        (&one["client"]["ref"], &one["work_type"]["ref"]),
        (&json!("Acme"), &json!("Remote"))
    );
    let ran = desk.tt("edit today -p fb").exits(0);
    assert!(
        ran.err.contains(
            "note: not taken along: client Acme, work type Remote, set by profile work\n"
        ),
        "{}",
        ran.err
    );
    let all = desk.json("list");
    let of = |n: usize, field: &str| all[n][field]["ref"].clone();
    // What was a default of the old one gives way, what was typed stays, none stays none.
    assert_eq!(
        (of(0, "client"), of(0, "service")),
        (json!("Globex"), json!("Consulting"))
    );
    assert_eq!(all[0]["work_type"], json!(null));
    assert_eq!(
        (of(1, "client"), of(1, "service")),
        (json!("Initech"), json!("Consulting"))
    );
    assert_eq!(
        (of(2, "client"), of(2, "service")),
        (json!("Globex"), json!(null))
    );
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["billable"] == "billable")
    );
    // Typed with the same command, it is what was typed.
    let typed = desk.json("edit 1 -p work --work-type Onsite --client Hooli");
    assert_eq!(typed[0]["work_type"]["ref"], "Onsite");
    assert_eq!(typed[0]["client"]["ref"], "Hooli");
    assert_eq!(typed[0]["billable"], "no-default");
}

#[test]
fn what_the_new_service_does_not_take_is_refused_with_the_way_out() {
    let desk = desk("");
    desk.tt("log 8-9 --ticket 54321 x").exits(0);
    let error = desk.tt("edit 1 -p mb --json").exits(3).json();
    assert_eq!(broken(&error), ["tt/one-target"]);
    let help = error["error"]["breaches"][0]["help"].as_str().unwrap();
    assert!(help.contains("--ticket none"), "{help}");
    assert_eq!(error["error"]["breaches"][0]["field"], "charge_to");
    desk.tt("edit 1 -p mb --ticket none").exits(0);
    desk.tt("edit 1 -p nowhere").exits(2);
    desk.tt("edit 1 -p mb --work-type Remote").exits(2);
}

#[test]
fn an_entry_taken_from_its_profile_is_withdrawn_unless_it_is_locked() {
    let desk = desk("");
    desk.tt("log 8-9 -p work --ticket 5 one").exits(0);
    desk.tt("log 9-10 -p work --ticket 5 two").exits(0);
    held_there(&desk, 1, Status::Open, Some("Open"), false);
    held_there(&desk, 2, Status::Billed, Some("Billed"), false);
    let taken = &desk.json("edit 1 -p none")[0];
    assert_eq!(
        (&taken["profile"], &taken["delivery"]),
        (&json!(null), &json!("local"))
    );
    // The service is still owed the withdrawal.
    let owed = desk.json("status");
    assert_eq!(owed["delivery"]["owed"], 1, "{owed}");
    let error = desk.tt("edit 2 -p none --json").exits(4).json();
    assert_eq!(error["error"]["code"], "locked");
    assert!(
        broken(&error).contains(&"connectwise/no-delete-billed".to_owned()),
        "{error}"
    );
    assert_eq!(desk.json("show 2")[0]["profile"], "work");
}

#[test]
fn every_breach_is_told_at_once_with_nearest_names() {
    let desk = desk("");
    stock(
        &desk,
        "work",
        &[
            (WorkTypes, "3", "Remote", json!({})),
            (WorkTypes, "4", "Onsite", json!({})),
        ],
    );
    let line = "log 8-9 -p work --charge-code Admin --work-type Remot --json";
    let error = desk.tt(line).exits(3).json();
    let mut named = broken(&error);
    named.sort();
    assert_eq!(
        named,
        [
            "connectwise/company-for-charge-code",
            "connectwise/work-type"
        ]
    );
    assert!(error.to_string().contains("Remote"), "{error}");
    let text = desk.tt(line.trim_end_matches(" --json")).exits(3).err;
    assert_eq!(text.matches("error: ").count(), 2, "{text}");
    assert_eq!(text.matches("\n  rule: connectwise/").count(), 2, "{text}");
    assert_eq!(text.matches("\n  help: ").count(), 2, "{text}");
    assert_eq!(desk.json("list"), json!([]));
}

#[test]
fn an_unknown_ticket_stops_no_log_and_a_slip_is_told() {
    let desk = desk("");
    let number = desk.tt("log 8-9 -p work --ticket 99999 x").exits(0);
    assert!(!number.err.contains("is no ticket"), "{}", number.err);
    let slip = desk.tt("log 9-10 -p work --ticket abc x").exits(0);
    assert!(
        slip.err
            .contains("warning: abc is no ticket of ConnectWise"),
        "{}",
        slip.err
    );
    assert!(
        slip.err.contains("rule: connectwise/charge-to"),
        "{}",
        slip.err
    );
    assert_eq!(desk.json("show 2")[0]["warnings"][0]["field"], "charge_to");
    let right = desk.json("edit 2 --ticket 54321");
    let warnings = right[0]["warnings"].as_array().unwrap().clone();
    assert!(
        warnings.iter().all(|it| it["field"] != "charge_to"),
        "{warnings:?}"
    );
}

#[test]
fn one_tag_goes_and_the_others_stay() {
    let desk = desk("");
    desk.tt("log 8-9 -t a -t b -t c x").exits(0);
    assert_eq!(desk.json("edit 1 --untag b")[0]["tags"], json!(["a", "c"]));
    assert_eq!(
        desk.json("edit 1 --untag a -t d")[0]["tags"],
        json!(["c", "d"])
    );
    let none = desk.tt("edit 1 --untag nothing").exits(0);
    assert!(none.err.contains("nothing changed"), "{}", none.err);
}

#[test]
fn a_length_that_goes_into_the_night_says_so() {
    let desk = desk("");
    desk.tt("log 8-10 x").exits(0);
    let night = desk.tt("log 2h y").exits(0);
    assert!(night.out.contains("06:00–08:00"), "{}", night.out);
    assert!(
        night
            .err
            .contains("note: 06:00–08:00 is the latest free stretch before now"),
        "{}",
        night.err
    );
    let day = desk.tt("log 5m z").exits(0);
    assert!(!day.err.contains("free stretch"), "{} {}", day.out, day.err);
}
