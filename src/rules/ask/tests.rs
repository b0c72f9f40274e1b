use super::*;
use crate::domain::catalog::CatalogKind;
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::ids::EntryId;
use crate::domain::settings::RuleSettings;
use crate::domain::status::BookedAs;
use crate::rules::check::Change;
use crate::rules::rule::{Needs, Stages};
use crate::rules::{Busy, Context, Facts, Known};
use chrono::NaiveDate;

/// Facts of an empty store that was never in touch with a service.
struct Nothing;

impl Facts for Nothing {
    fn overlapping(&self, _: i64, _: i64, _: Option<EntryId>) -> Result<Vec<Busy>, FactError> {
        Ok(Vec::new())
    }
    fn worked_on(&self, _: NaiveDate, _: Option<EntryId>) -> Result<i64, FactError> {
        Err("disk on fire".into())
    }
    fn catalog(&self, _: &str, _: CatalogKind, _: &Reference) -> Result<Known, FactError> {
        Ok(Known::Unknown)
    }
}

const ROW: Rule = Rule {
    id: "tt/test",
    scope: Scope::Tt,
    stages: Stages::of(&[Stage::Log]),
    field: Some("note"),
    asks_timers: false,
    needs: Needs::Entry,
    check: Check::Ask(|_| Ok(Finding::default().with("n", 3).into())),
    consequence: Consequence::Refuse,
    covers: &[],
    message: "wrong by {n}",
    help: "add {n}",
    source: "here",
};

fn asked(rules: &[Rule], stage: Stage, ending: bool) -> Verdict {
    let settings = RuleSettings::default();
    let mut ctx = Context::new(1_000, stage, &settings, &Nothing);
    ctx.ending = ending;
    let date = "1970-01-01".parse().unwrap();
    let mut content = Content::blank(date, "UTC", BookedAs::Range);
    (content.start, content.end) = (Some(0), Some(60));
    let subject = Subject {
        content: &content,
        entry: None,
        mailing: None,
        future: false,
        ctx: &ctx,
    };
    ask(rules, &subject).unwrap()
}

/// How many stopped, held and only warned.
fn counts(verdict: &Verdict) -> (usize, usize, usize) {
    (
        verdict.stopped.len(),
        verdict.held.len(),
        verdict.warnings.len(),
    )
}

#[test]
fn a_breach_has_the_values_in_message_and_help() {
    let verdict = asked(&[ROW], Stage::Log, false);
    assert_eq!(verdict.stopped[0].message, "wrong by 3");
    assert_eq!(verdict.stopped[0].help, "add 3");
    assert_eq!(verdict.stopped[0].field.as_deref(), Some("note"));
    assert!(!verdict.locked);
}

#[test]
fn what_follows_depends_on_consequence_stage_and_age_of_the_data() {
    const OLD: Check = Check::Ask(|_| Ok(Finding::default().stale(true).into()));
    use Consequence::{Adjust, Hold, Lock, Policy, Refuse, Warn};
    for (consequence, check, stage, ending, expected, locked) in [
        (Refuse, ROW.check, Stage::Log, false, (1, 0, 0), false),
        (Refuse, ROW.check, Stage::Log, true, (0, 1, 0), false),
        (Refuse, OLD, Stage::Log, false, (0, 1, 0), false),
        (Refuse, ROW.check, Stage::Push, false, (0, 1, 0), false),
        (Refuse, ROW.check, Stage::Submit, true, (1, 0, 0), false),
        (Lock, ROW.check, Stage::Log, false, (1, 0, 0), true),
        (Lock, OLD, Stage::Log, false, (0, 1, 0), false),
        (Lock, OLD, Stage::Delete, false, (1, 0, 0), true),
        (Lock, ROW.check, Stage::Log, true, (0, 1, 0), false),
        (Hold, ROW.check, Stage::Log, false, (0, 1, 0), false),
        (Warn, ROW.check, Stage::Log, false, (0, 0, 1), false),
        (Warn, ROW.check, Stage::Push, false, (0, 0, 1), false),
        (Adjust, ROW.check, Stage::Log, false, (0, 0, 1), false),
        (Policy, ROW.check, Stage::Log, false, (0, 0, 1), false),
    ] {
        let rule = Rule {
            consequence,
            check,
            stages: Stages::of(Stage::ALL),
            ..ROW
        };
        let verdict = asked(&[rule], stage, ending);
        assert_eq!(counts(&verdict), expected, "{consequence} at {stage}");
        assert_eq!(verdict.locked, locked, "{consequence} at {stage}");
    }
}

#[test]
fn only_rows_of_the_stage_are_asked_and_a_change_is_a_local_write_too() {
    for (stage, asked_there) in [
        (Stage::Log, 1),
        (Stage::Update, 1),
        (Stage::Delete, 0),
        (Stage::Submit, 0),
        (Stage::Approve, 0),
        (Stage::Push, 0),
        (Stage::Observe, 0),
    ] {
        let verdict = asked(&[ROW], stage, false);
        assert_eq!(verdict.stopped.len(), asked_there, "{stage}");
    }
}

#[test]
fn all_breaches_come_at_once_without_those_that_another_says_better() {
    let twice = Rule {
        id: "tt/other",
        ..ROW
    };
    let better = Rule {
        id: "tt/better",
        covers: &["tt/test"],
        ..ROW
    };
    let elsewhere = Rule {
        id: "tt/elsewhere",
        field: Some("end"),
        covers: &["tt/test"],
        ..ROW
    };
    let milder = Rule {
        id: "tt/milder",
        consequence: Consequence::Warn,
        covers: &["tt/test"],
        ..ROW
    };
    for (other, expected) in [
        (twice, vec!["tt/test", "tt/other"]),
        (better, vec!["tt/better"]),
        (elsewhere, vec!["tt/test", "tt/elsewhere"]),
        (milder, vec!["tt/test"]),
    ] {
        let verdict = asked(&[ROW, other], Stage::Log, false);
        let ids: Vec<_> = verdict.stopped.iter().map(|b| b.rule.as_str()).collect();
        assert_eq!(ids, expected);
    }
}

#[test]
fn an_adjustment_stands_beside_the_content_and_stops_nothing() {
    let rule = Rule {
        consequence: Consequence::Adjust,
        message: "role {was} becomes {is}",
        check: Check::Ask(|_| {
            Ok(Answer::Adjust(vec![Change {
                field: "work_role",
                from: Some("12".into()),
                to: None,
                value: None,
                says: None,
                values: vec![("was", "12".into()), ("is", "none".into())],
            }]))
        }),
        ..ROW
    };
    let verdict = asked(&[rule], Stage::Log, false);
    assert_eq!(counts(&verdict), (0, 0, 0));
    let adjustment = &verdict.adjustments[0];
    assert_eq!(adjustment.rule, "tt/test");
    assert_eq!(adjustment.field, "work_role");
    assert_eq!(adjustment.from.as_deref(), Some("12"));
    assert_eq!(adjustment.message, "role 12 becomes none");
}

#[test]
fn a_rule_that_cannot_be_asked_is_named_and_stops_nothing() {
    let rule = Rule {
        check: Check::Ask(|_| Ok(Answer::Unknown)),
        ..ROW
    };
    let verdict = asked(&[rule], Stage::Log, false);
    assert_eq!(counts(&verdict), (0, 0, 0));
    assert_eq!(verdict.unchecked, ["tt/test"]);
}

#[test]
fn a_fact_that_cannot_be_had_is_an_error_and_not_a_good_answer() {
    let settings = RuleSettings::default();
    let ctx = Context::new(1_000, Stage::Log, &settings, &Nothing);
    let date = "1970-01-01".parse().unwrap();
    let mut content = Content::blank(date, "UTC", BookedAs::Range);
    (content.start, content.end) = (Some(0), Some(60));
    let draft = crate::domain::content::Draft {
        content,
        mailing: Default::default(),
        future: false,
    };
    let refused = crate::rules::admit(draft, &ctx).unwrap_err();
    let crate::rules::NotAdmitted::Facts(error) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(error.to_string(), "disk on fire");
}
