//! Our table of rules against an oracle: the rules of a service restated from its
//! published words, by somebody who has not seen the table.
//!
//! Random proposals over random catalogs: what our rules let through the oracle
//! accepts; what breaks exactly one rule is stopped by exactly that one, and ends
//! as that rule says; what breaks none is let through; what is adjusted is what the
//! service would make of it. And each rule is broken on its own at least once.
//! `TT_RULE_CASES` sets how many proposals each service gets.

mod autotask;
mod found;

use super::world::Ends as Ended;
use crate::support::vendor::oracle::{Company, Ends, Oracle, Proposal, RuleId, everywhere};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tt::domain::content::Draft;
use tt::domain::entry::Adjustment;
use tt::rules::{Context, NotAdmitted, Stage, Transition, adjusted, admit, check, table};

/// A proposal and everything it is judged by.
#[derive(Debug, Clone)]
pub struct Case {
    pub asked: Proposal,
    pub company: Company,
}

/// A change that makes of a sound proposal one that breaks this rule.
pub struct Turn {
    pub breaks: RuleId,
    /// At which stages it is tried.
    pub at: &'static [Stage],
    pub turn: fn(&mut Case),
}

/// One service in these tests.
pub struct Service {
    pub oracle: &'static dyn Oracle,
    /// Proposals to book something, sound as far as they go.
    pub sound: fn() -> BoxedStrategy<Case>,
    /// Makes of a booking what is asked at another stage.
    pub at: fn(&mut Case, Stage),
    pub turns: &'static [Turn],
    /// Rules that no turn breaks, and why.
    pub beyond: &'static [(RuleId, &'static str)],
}

/// Everything our rules said.
#[derive(Debug, Default)]
pub struct Said {
    pub breaches: BTreeMap<String, Ended>,
    pub adjustments: Vec<Adjustment>,
}

/// What our rules say.
pub fn ours(case: &Case) -> Said {
    let asked = &case.asked;
    let mut ctx = Context::new(asked.now, asked.stage, &asked.settings, &case.company);
    ctx.profile = Some(&asked.profile);
    ctx.ending = asked.ending;
    ctx.seen = asked.seen.as_ref();
    ctx.transition = asked.step.as_ref().map(|(to, why)| Transition {
        to: *to,
        reason: why.as_deref(),
    });
    let answer = if asked.writes() {
        ctx.before = asked.before.as_ref();
        let draft = Draft {
            content: asked.content.clone(),
            mailing: asked.mailing.clone(),
            future: asked.future,
        };
        admit(draft, &ctx).map(|admitted| {
            (
                admitted.held().to_vec(),
                admitted.warnings().to_vec(),
                admitted.adjustments().to_vec(),
            )
        })
    } else {
        ctx.mailing = Some(&asked.mailing);
        let mut entry = asked.before.clone().unwrap();
        entry.content = asked.content.clone();
        check(&entry, &ctx).map(|checked| (checked.held, checked.warnings, checked.adjustments))
    };
    let mut said = Said::default();
    match answer {
        Ok((held, warned, adjustments)) => {
            said.adjustments = adjustments;
            for (all, end) in [(warned, Ended::Warned), (held, Ended::Held)] {
                said.breaches.extend(all.into_iter().map(|b| (b.rule, end)));
            }
        }
        Err(NotAdmitted::Breaches(refusal)) => {
            let end = if refusal.locked {
                Ended::Locked
            } else {
                Ended::Refused
            };
            let all = refusal.breaches.into_iter().map(|b| (b.rule, end));
            said.breaches.extend(all);
        }
        Err(NotAdmitted::Facts(error)) => panic!("{error}"),
    }
    said
}

/// What the oracle says is broken, and how each ends.
pub fn theirs(oracle: &dyn Oracle, case: &Case) -> BTreeMap<RuleId, Ended> {
    let Case { asked, company } = case;
    let mut everywhere = everywhere::breaches(asked, company);
    if oracle.leaves_open(asked, company) {
        everywhere.remove("tt/status-allows-edit");
    }
    let of_service = oracle.breaches(asked, company);
    let all: BTreeSet<RuleId> = everywhere.union(&of_service).copied().collect();
    let ends = |id: RuleId| {
        let usual = everywhere::RULES
            .iter()
            .find(|(of, _)| *of == id)
            .map_or_else(|| oracle.ends(id, asked, company), |(_, ends)| *ends);
        let kept = asked.stage == Stage::Push || (asked.ending && asked.writes());
        match usual {
            Ends::Warn => Ended::Warned,
            Ends::Hold => Ended::Held,
            _ if kept => Ended::Held,
            Ends::Lock => Ended::Locked,
            Ends::Refuse => Ended::Refused,
            Ends::Adjust | Ends::Never => panic!("{id} is broken and cannot be"),
        }
    };
    all.iter()
        .filter(|id| !all.iter().any(|other| says_better(other, id)))
        .map(|id| (*id, ends(id)))
        .collect()
}

/// Whether our table says that the breach of one leaves out that of the other.
fn says_better(one: &str, other: &str) -> bool {
    table::all().any(|rule| rule.id == one && rule.covers.contains(&other))
}

/// Compares both on a proposal; the rule it breaks on its own, if it does.
pub fn agree(service: &Service, case: &Case) -> Result<Option<RuleId>, String> {
    let oracle = service.oracle;
    let (ours, theirs) = (ours(case), theirs(oracle, case));
    let stops = |end: &Ended| *end != Ended::Warned;
    let let_through = !ours.breaches.values().any(stops);
    if let_through && theirs.values().any(stops) {
        return Err(format!("let through, and the oracle says {theirs:?}"));
    }
    if theirs.len() <= 1 {
        let of_ours: BTreeMap<&str, Ended> = ours
            .breaches
            .iter()
            .map(|(id, e)| (id.as_str(), *e))
            .collect();
        if of_ours != theirs {
            return Err(format!("ours: {of_ours:?}, the oracle's: {theirs:?}"));
        }
    }
    if let_through {
        adjust(oracle, case, &ours.adjustments)?;
    }
    Ok((theirs.len() == 1)
        .then(|| theirs.keys().copied().next())
        .flatten())
}

/// What was adjusted is what the service would have made of it, and it accepts that.
fn adjust(oracle: &dyn Oracle, case: &Case, ours: &[Adjustment]) -> Result<(), String> {
    let rules: BTreeSet<&str> = ours.iter().map(|one| one.rule.as_str()).collect();
    let theirs = oracle.adjusts(&case.asked, &case.company);
    if rules != theirs {
        return Err(format!(
            "ours adjusts by {ours:?}, the oracle by {theirs:?}"
        ));
    }
    let mut after = case.clone();
    after.asked.content = adjusted(&case.asked.content, ours);
    // What is changed was adjusted when it was made.
    if let Some(before) = &mut after.asked.before {
        before.content = adjusted(&before.content, ours);
    }
    if !oracle.settles_alike(&case.asked, &after.asked, &case.company) {
        return Err(format!("the service keeps something else than {ours:?}"));
    }
    let left: Vec<RuleId> = self::theirs(oracle, &after)
        .into_iter()
        .filter(|(_, end)| *end != Ended::Warned)
        .map(|(id, _)| id)
        .collect();
    if !left.is_empty() {
        return Err(format!("adjusted by {ours:?}, it breaks {left:?}"));
    }
    Ok(())
}

/// What a person needs to see of a case: what is asked, and the things it names.
fn shown(case: &Case) -> String {
    let Case { asked, company } = case;
    let json = |content| serde_json::to_string(content).unwrap();
    let mut lines = vec![json(&asked.content)];
    if let Some(before) = &asked.before {
        lines.push(format!(
            "before: {} {}",
            before.status,
            json(&before.content)
        ));
    }
    lines.push(format!("{:?}", asked.profile));
    let named = lines.concat();
    lines.extend(company.items.iter().filter_map(|item| {
        let facts = serde_json::to_string(&item.facts).unwrap();
        let is_named = named.contains(&format!("\"{}\"", item.id));
        is_named.then(|| format!("{} {} active {} {facts}", item.kind, item.id, item.active))
    }));
    lines.join("\n")
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests says how long they may take"
)]
fn cases() -> u32 {
    let set = std::env::var("TT_RULE_CASES").ok();
    set.map_or(256, |cases| cases.parse().unwrap())
}

/// Sound proposals at any stage, with up to three turns for the worse.
pub fn whatever(service: &'static Service) {
    let turns = prop::collection::vec(0..service.turns.len(), 0..4);
    let stage = prop_oneof![
        4 => Just(Stage::Log),
        2 => Just(Stage::Update),
        1 => Just(Stage::Submit),
        1 => Just(Stage::Push),
    ];
    let cases_of = ((service.sound)(), turns, stage, any::<bool>());
    let result = runner(cases()).run(&cases_of, |(mut case, turns, stage, before)| {
        let worsen = |case: &mut Case| {
            for turn in &turns {
                (service.turns[*turn].turn)(case);
            }
        };
        // What is wrong may be wrong already, or become so now; a change is judged by what it changes.
        let before = before && stage != Stage::Update;
        if before {
            worsen(&mut case);
        }
        (service.at)(&mut case, stage);
        if !before {
            worsen(&mut case);
        }
        case.asked.ending &= case.asked.stage == Stage::Log;
        agree(service, &case).map(drop).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, (case, turns, stage, before))) => {
            let turned: Vec<_> = turns
                .iter()
                .map(|turn| service.turns[*turn].breaks)
                .collect();
            let mut case = case;
            if before {
                turns
                    .iter()
                    .for_each(|turn| (service.turns[*turn].turn)(&mut case));
            }
            (service.at)(&mut case, stage);
            if !before {
                turns
                    .iter()
                    .for_each(|turn| (service.turns[*turn].turn)(&mut case));
            }
            let shown = shown(&case);
            panic!("{reason}\nat {stage:?}, turned ({before}) {turned:?}\n{shown}");
        }
        Err(other) => panic!("{other}"),
    }
}

/// Every rule that can be broken is broken alone, at each stage it is tried at.
pub fn one_by_one(service: &'static Service) {
    let mut wrong = Vec::new();
    let mut hit = BTreeSet::new();
    for (nr, turn) in service.turns.iter().enumerate() {
        for stage in turn.at {
            let (alone, last) = (RefCell::new(0), RefCell::new(String::new()));
            let result = runner(12).run(&(service.sound)(), |mut case| {
                (service.at)(&mut case, *stage);
                if !theirs(service.oracle, &case).is_empty() {
                    return Ok(());
                }
                (turn.turn)(&mut case);
                match agree(service, &case) {
                    Ok(Some(id)) if id == turn.breaks => *alone.borrow_mut() += 1,
                    Ok(_) => {
                        let both = (ours(&case).breaches, theirs(service.oracle, &case));
                        *last.borrow_mut() = format!("{both:?}");
                    }
                    Err(reason) => return Err(TestCaseError::fail(reason)),
                }
                Ok(())
            });
            match result {
                Ok(()) if *alone.borrow() > 0 => {
                    hit.insert(turn.breaks);
                }
                Ok(()) => wrong.push(format!(
                    "{nr} {} at {stage}: never alone, but {}",
                    turn.breaks,
                    last.borrow()
                )),
                Err(TestError::Fail(reason, mut case)) => {
                    (service.at)(&mut case, *stage);
                    (turn.turn)(&mut case);
                    let shown = shown(&case);
                    wrong.push(format!(
                        "{nr} {} at {stage}: {reason}\n{shown}",
                        turn.breaks
                    ));
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let beyond: BTreeSet<RuleId> = service.beyond.iter().map(|(id, _)| *id).collect();
    let left: Vec<_> = (service.oracle.rules().iter())
        .filter(|(id, ends)| *ends != Ends::Adjust && !hit.contains(id) && !beyond.contains(id))
        .collect();
    assert!(left.is_empty(), "never broken alone: {left:?}");
    assert!(beyond.is_disjoint(&hit), "broken, and said to be beyond");
}

/// Every rule that puts a value in the place of another does so.
pub fn adjusting(service: &'static Service) {
    let seen = RefCell::new(BTreeSet::new());
    runner(cases())
        .run(&(service.sound)(), |case| {
            for stage in [Stage::Log, Stage::Push] {
                let mut case = case.clone();
                (service.at)(&mut case, stage);
                let said = ours(&case);
                seen.borrow_mut()
                    .extend(said.adjustments.into_iter().map(|a| a.rule));
            }
            Ok(())
        })
        .unwrap();
    let beyond = |id: &str| service.beyond.iter().any(|(of, _)| *of == id);
    let left: Vec<_> = (service.oracle.rules().iter())
        .filter(|(id, ends)| *ends == Ends::Adjust && !seen.borrow().contains(*id) && !beyond(id))
        .collect();
    assert!(left.is_empty(), "never adjusted: {left:?}");
}

macro_rules! services {
    ($($name:ident),+) => {$(
        mod $name {
            #[test]
            fn what_our_rules_let_through_the_oracle_accepts() {
                super::whatever(&crate::rules::agreement::$name::SERVICE);
            }

            #[test]
            fn each_rule_broken_alone_is_said_alone() {
                super::one_by_one(&crate::rules::agreement::$name::SERVICE);
            }

            #[test]
            fn each_adjusting_rule_adjusts() {
                super::adjusting(&crate::rules::agreement::$name::SERVICE);
            }
        }
    )+};
}

mod tests {
    use super::{adjusting, one_by_one, whatever};

    services!(autotask);
}
