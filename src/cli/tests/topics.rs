//! The topics: each is there, fits a terminal, and says what is so.

use super::lines::words;
use crate::cli::topics::time::{Kind, SECTIONS};
use crate::cli::*;
use crate::domain::when::{self, PeriodOrIds, Refusal, Selector, Setting, Typed};
use crate::domain::zone::{Zone, parse_rfc3339};

fn asked(line: &str) -> What {
    parse(words(line)).unwrap_err().what
}

fn rule() -> RuleText {
    RuleText {
        id: "tt/example".to_owned(),
        stages: "LU".to_owned(),
        consequence: "refuse".to_owned(),
        message: "the length is LENGTH".to_owned(),
        help: "shorten it".to_owned(),
        source: "ours".to_owned(),
    }
}

#[test]
fn every_topic_can_be_asked_for_and_fits_a_terminal() {
    for each in Topic::ALL {
        let line = format!("help {each}");
        assert_eq!(asked(&line), What::Topic(*each));
        assert_eq!(asked(&line.replace('-', " ")), What::Topic(*each));
        let text = topic(*each, &[rule()]);
        assert!(text.lines().count() > 10, "{each}");
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{each}: {line}");
            assert_eq!(line, line.trim_end(), "{each}");
        }
    }
    let text = topic(Topic::ExitCodes, &[]);
    assert!(text.contains("\n  130  Interrupted.\n"), "{text}");
    assert!(topic(Topic::Rules, &[rule()]).contains("tt/example"));
    assert!(topic(Topic::Sync, &[]).ends_with("`tt sync --help`\n"));
    assert!(!topic(Topic::Time, &[]).contains("--help"));
}

/// What an example means, in the words of the topic.
fn meaning(kind: Kind, text: &str, setting: &Setting) -> Result<String, Refusal> {
    Ok(match kind {
        Kind::Length => when::length(text)?.to_string(),
        Kind::Clock => when::echo_instant(when::instant(text, setting)?.at, setting),
        Kind::Day => when::day(text, setting)?.to_string(),
        Kind::Period => when::period(text, setting)?.to_string(),
        Kind::Range => match when::typed(text, setting)? {
            Typed::Range(range) => when::echo_range(range.start, range.end, setting),
            other => panic!("{text}: {other:?}"),
        },
        Kind::Ids => match when::period_or_ids(text, setting)? {
            PeriodOrIds::Ids(Selector::Id(id)) => format!("entry {id}"),
            PeriodOrIds::Ids(Selector::Ids(from, to)) => format!("entries {from} to {to}"),
            PeriodOrIds::Ids(Selector::Back(0)) => "the one booked last".to_owned(),
            PeriodOrIds::Ids(Selector::Back(1)) => "the one booked before that".to_owned(),
            PeriodOrIds::Ids(Selector::Current) => "the running timer".to_owned(),
            other => panic!("{text}: {other:?}"),
        },
    })
}

#[test]
fn every_example_of_a_time_means_what_the_topic_says() {
    let now = parse_rfc3339("2026-11-22T10:37:33+01:00").unwrap().0;
    let setting = Setting::new(now, Zone::parse("Europe/Amsterdam").unwrap());
    let mut wrong = Vec::new();
    for section in SECTIONS {
        for (typed, means) in section.taken {
            let found = meaning(section.kind, typed, &setting);
            if found.as_deref() != Ok(*means) {
                wrong.push(format!("{typed}: {means}, but it is {found:?}"));
            }
        }
        for (typed, why) in section.refused {
            if let Ok(found) = meaning(section.kind, typed, &setting) {
                wrong.push(format!("{typed} is not refused ({why}), it is {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
