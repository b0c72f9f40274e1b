//! What is typed goes before what a template says, part by part.

use super::*;
use crate::domain::status::Billable;
use crate::domain::zone::{Zone, parse_rfc3339};

fn standup() -> Template {
    Template {
        name: "standup".into(),
        start: Some(33_300),
        length: Some(900),
        target: Some((TargetKind::Ticket, "54321".into())),
        client: Some("Acme".into()),
        billable: Some(Billable::NoCharge),
        tags: vec!["daily".into()],
        note: Some("Standup".into()),
        ..Template::default()
    }
}

fn laid(template: &Template, words: &str, set: fn(&mut LogArgs)) -> anyhow::Result<LogArgs> {
    let now = parse_rfc3339("2026-11-23T10:07:33+01:00").unwrap().0;
    let setting = Setting::new(now, Zone::parse("Europe/Amsterdam").unwrap());
    let mut args = LogArgs {
        words: format!("@standup {words}")
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        ..LogArgs::default()
    };
    set(&mut args);
    with(template, args, &setting)
}

/// Start, end, length, day, words that are left, note of `-m`.
fn parts(args: &LogArgs) -> [String; 6] {
    let writing = &args.writing;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        text(&writing.at.clone().or(writing.start.clone())),
        text(&writing.end),
        text(&writing.length),
        text(&writing.on),
        args.words.join(" "),
        text(&writing.note),
    ]
}

#[test]
fn the_typed_time_goes_before_that_of_the_template() {
    type Set = fn(&mut LogArgs);
    let plain: Set = |_| {};
    let rows: [(&str, Set, [&str; 6]); 13] = [
        ("", plain, ["09:15", "", "15m", "", "", "Standup"]),
        ("with Ann", plain, ["09:15", "", "15m", "", "with Ann", ""]),
        ("30m", plain, ["09:15", "", "30m", "", "", "Standup"]),
        ("1h 30m long", plain, ["09:15", "", "1h30m", "", "long", ""]),
        (
            "yesterday 30m",
            plain,
            ["09:15", "", "30m", "2026-11-22", "", "Standup"],
        ),
        ("9-10", plain, ["", "", "", "", "9-10", "Standup"]),
        ("9-10 late", plain, ["", "", "", "", "9-10 late", ""]),
        ("last-now", plain, ["", "", "", "", "last-now", "Standup"]),
        (
            "",
            |a| a.writing.at = Some("9:30".into()),
            ["9:30", "", "15m", "", "", "Standup"],
        ),
        (
            "30m",
            |a| a.writing.at = Some("9:30".into()),
            ["9:30", "", "", "", "30m", "Standup"],
        ),
        (
            "",
            |a| a.writing.length = Some("1h".into()),
            ["09:15", "", "1h", "", "", "Standup"],
        ),
        (
            "",
            |a| a.writing.end = Some("9:45".into()),
            ["09:15", "9:45", "", "", "", "Standup"],
        ),
        (
            "",
            |a| {
                a.writing.start = Some("9".into());
                a.writing.end = Some("10".into());
                a.writing.note = Some("other".into());
            },
            ["9", "10", "", "", "", "other"],
        ),
    ];
    for (words, set, expected) in rows {
        let found = laid(&standup(), words, set).unwrap();
        assert_eq!(parts(&found), expected, "{words:?}");
    }
}

#[test]
fn a_template_without_all_of_the_time_leaves_the_rest_to_what_is_typed() {
    let length = Template {
        start: None,
        ..standup()
    };
    let found = laid(&length, "", |_| {}).unwrap();
    assert_eq!(parts(&found), ["", "", "15m", "", "", "Standup"]);
    let found = laid(&length, "1h", |_| {}).unwrap();
    assert_eq!(parts(&found), ["", "", "", "", "1h", "Standup"]);
    let found = laid(&length, "", |a| a.writing.end = Some("10".into())).unwrap();
    assert_eq!(parts(&found), ["", "10", "15m", "", "", "Standup"]);
    let start = Template {
        length: None,
        ..standup()
    };
    let why = laid(&start, "", |_| {}).unwrap_err().to_string();
    assert!(why.contains("how long"), "{why}");
    let found = laid(&start, "1h", |_| {}).unwrap();
    assert_eq!(parts(&found), ["09:15", "", "1h", "", "", "Standup"]);
}

#[test]
fn a_day_alone_is_neither_taken_for_the_day_nor_for_the_note() {
    for words in ["yesterday", "mon", "mon with Ann", "2026-11-20"] {
        let failure = laid(&standup(), words, |_| {}).unwrap_err();
        let failure = failure.downcast_ref::<Failure>().unwrap();
        assert!(failure.help.contains("--on"), "{words}: {failure:?}");
    }
}

#[test]
fn options_go_before_fields_of_the_template_and_tags_are_added() {
    let found = laid(&standup(), "", |a| {
        a.fields.targets.task = Some("9".into());
        a.fields.no_bill = true;
        a.fields.tags = vec!["late".into()];
    })
    .unwrap();
    assert_eq!(found.fields.targets.chosen(), Some((TargetKind::Task, "9")));
    assert_eq!(found.fields.client.as_deref(), Some("Acme"));
    assert_eq!(found.fields.billable(), Some(Billable::DoNotBill));
    assert_eq!(found.fields.tags, ["daily", "late"]);
    let found = laid(&standup(), "", |_| {}).unwrap();
    assert_eq!(found.fields.billable(), Some(Billable::NoCharge));
    assert_eq!(found.fields.targets.ticket.as_deref(), Some("54321"));
    assert_eq!(summary(&standup()), "09:15 15m, ticket 54321: Standup");
}
