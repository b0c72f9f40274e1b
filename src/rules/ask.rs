//! Asks every row that applies, collects everything that is wrong, and says
//! what follows from it at this stage.

use super::check::wording::fill;
use super::check::{Answer, Check, Finding, Subject};
use super::facts::FactError;
use super::rule::{Consequence, Rule, Scope, Stage};
use crate::domain::entry::{Adjustment, Breach};
use crate::domain::settings::OverlapPolicy;

/// What follows from a breach here and now, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    Warn,
    Hold,
    Refuse,
    Lock,
}

/// Everything the rules had to say.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub stopped: Vec<Breach>,
    pub locked: bool,
    pub held: Vec<Breach>,
    pub warnings: Vec<Breach>,
    pub adjustments: Vec<Adjustment>,
    pub unchecked: Vec<String>,
}

struct Broken<'r> {
    rule: &'r Rule,
    breach: Breach,
    effect: Effect,
}

/// Asks these rules about an entry.
pub(super) fn ask<'r>(
    rules: impl IntoIterator<Item = &'r Rule>,
    of: &Subject<'_>,
) -> Result<Verdict, FactError> {
    let mut verdict = Verdict::default();
    let mut broken: Vec<Broken<'_>> = Vec::new();
    for rule in rules {
        let (Check::Ask(check), true) = (rule.check, applies(rule, of)) else {
            continue;
        };
        let Some(consequence) = by_policy(rule.consequence, of) else {
            continue;
        };
        match check(of)? {
            Answer::Good => {}
            Answer::Unknown => verdict.unchecked.push(rule.id.to_owned()),
            Answer::Bad(findings) => broken.extend(findings.into_iter().map(|found| Broken {
                rule,
                effect: effect(rule, consequence, &found, of),
                breach: breach(rule, found),
            })),
            Answer::Adjust(changes) => {
                for change in changes {
                    verdict.adjustments.push(Adjustment {
                        rule: rule.id.to_owned(),
                        field: change.field.to_owned(),
                        from: change.from,
                        to: change.to,
                        message: fill(change.says.unwrap_or(rule.message), &change.values),
                        value: change.value,
                    });
                }
            }
        }
    }
    let said: Vec<bool> = broken.iter().map(|b| is_said_better(b, &broken)).collect();
    for (one, said) in broken.into_iter().zip(said) {
        if said {
            continue;
        }
        match one.effect {
            Effect::Warn => verdict.warnings.push(one.breach),
            Effect::Hold => verdict.held.push(one.breach),
            Effect::Refuse | Effect::Lock => {
                verdict.locked |= one.effect == Effect::Lock;
                verdict.stopped.push(one.breach);
            }
        }
    }
    Ok(verdict)
}

/// Whether a rule is asked of this entry at this stage.
fn applies(rule: &Rule, of: &Subject<'_>) -> bool {
    let in_scope = match rule.scope {
        Scope::Tt => true,
        Scope::Backend(kind) => of.backend() == Some(kind),
    };
    let stage = of.ctx.stage;
    let at_stage = rule.stages.has(stage)
        // A change is a local write too.
        || (stage == Stage::Update && rule.stages.has(Stage::Log))
        // What could not be asked when it was written is asked before it leaves.
        || (stage == Stage::Push
            && of
                .entry
                .is_some_and(|entry| entry.unchecked.iter().any(|id| id == rule.id)));
    in_scope && at_stage && (rule.asks_timers || !of.content.is_timer())
}

/// The consequence, where the settings have a say in it; none where they let it pass.
fn by_policy(consequence: Consequence, of: &Subject<'_>) -> Option<Consequence> {
    match consequence {
        Consequence::Policy => match of.ctx.rules.overlap {
            OverlapPolicy::Allow => None,
            OverlapPolicy::Warn => Some(Consequence::Warn),
            OverlapPolicy::Refuse => Some(Consequence::Refuse),
        },
        other => Some(other),
    }
}

fn effect(rule: &Rule, consequence: Consequence, found: &Finding, of: &Subject<'_>) -> Effect {
    let usual = match consequence {
        _ if found.mild => return Effect::Warn,
        Consequence::Warn | Consequence::Adjust => return Effect::Warn,
        Consequence::Hold => Effect::Hold,
        Consequence::Lock => Effect::Lock,
        Consequence::Refuse | Consequence::Policy => Effect::Refuse,
    };
    let writes = matches!(of.ctx.stage, Stage::Log | Stage::Update);
    let held = match usual {
        // Ending a timer never fails, and what is stored is never refused, only kept here.
        _ if of.ctx.stage == Stage::Push || (of.ctx.ending && writes) => true,
        Effect::Refuse => writes && (found.stale || stays_held(rule, of)),
        // The service may have unlocked it since, and what it does not hold is worth keeping till then.
        Effect::Lock => found.stale && writes && of.ctx.seen.is_none(),
        Effect::Warn | Effect::Hold => false,
    };
    if held { Effect::Hold } else { usual }
}

/// Whether a rule on time is broken as it was: the entry is held for it already, and the
/// change leaves the time alone. It stays held; the change itself breaks nothing.
fn stays_held(rule: &Rule, of: &Subject<'_>) -> bool {
    let is_of_time = matches!(
        rule.field,
        Some("start" | "end" | "date" | "worked_seconds" | "deduct_seconds")
    );
    is_of_time && of.is_held_for(rule.id) && of.changes_no_time()
}

fn breach(rule: &Rule, found: Finding) -> Breach {
    let (message, help) = found.instead.unwrap_or((rule.message, rule.help));
    Breach {
        rule: rule.id.to_owned(),
        field: found.field.or(rule.field).map(str::to_owned),
        message: fill(message, &found.values),
        help: fill(help, &found.values),
    }
}

/// Whether another broken rule says the same of the same field, at least as strictly.
fn is_said_better(one: &Broken<'_>, all: &[Broken<'_>]) -> bool {
    all.iter().any(|other| {
        other.rule.covers.contains(&one.rule.id)
            && other.breach.field == one.breach.field
            && other.effect >= one.effect
    })
}

#[cfg(test)]
mod tests;
