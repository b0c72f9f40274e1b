//! `tt help rules`: what a rule is, and every rule by name. The rows are handed in,
//! because the table of rules is not this module's to name.

use super::page::Part;

/// One rule, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// Its name, `scope/words`.
    pub id: String,
    /// The letters of the stages at which it is asked.
    pub stages: String,
    /// What happens to an entry that breaks it.
    pub consequence: String,
    /// What is wrong.
    pub message: String,
    /// The one thing to do.
    pub help: String,
    /// Where it comes from.
    pub source: String,
}

const INTRODUCTION: &str = "An entry must obey rules before it is kept, and again before it is \
delivered: those of tt, and those of the service its profile delivers to. What breaks one is told \
with the rule's name and the one thing to do. `tt rules` prints them with their sources, \
`tt rules --backend NAME` those of one service.";

const STAGES: &[(&str, &str)] = &[
    (
        "L",
        "when an entry is written: booked, edited, split, a timer ended",
    ),
    (
        "U",
        "when one that exists is changed; rules of L are asked too",
    ),
    ("D", "when it is taken away"),
    ("S", "when it is handed in or taken back"),
    ("A", "when it is approved, given back or billed"),
    ("P", "before it is delivered"),
    ("O", "when a service's record of it is read"),
];

const CONSEQUENCES: &[(&str, &str)] = &[
    ("refuse", "nothing is written; exit code 3"),
    (
        "lock",
        "nothing is written before a person unlocks it; exit code 4",
    ),
    (
        "hold",
        "it is kept, and not delivered before a person has looked",
    ),
    ("warn", "it is kept, and said"),
    (
        "adjust",
        "the rule puts another value in its place, and says so",
    ),
    (
        "by setting",
        "nothing, a warning or a refusal, as [rules] has it",
    ),
];

/// The page about rules; with each rule in full where `whole`.
pub(in crate::cli) fn parts(rules: &[RuleText], whole: bool) -> Vec<Part> {
    let mut parts = vec![
        Part::text(INTRODUCTION),
        Part::heading("When they are asked"),
        Part::rows(STAGES),
        Part::heading("What a breach does"),
        Part::rows(CONSEQUENCES),
        Part::text(
            "What ends a timer never fails: there every breach holds the entry instead. A rule \
             that needs facts which are not known here yet is asked again before delivery.",
        ),
        Part::text(
            "A value that a rule puts in the place of another is said as a note. What was typed \
             stays as it was; the entry has the other beside it, in JSON under adjustments as \
             {rule, field, from, to, message}, and `tt show` explains it. none, typed for a \
             field, keeps profile and rules from filling it in.",
        ),
        Part::heading("Rules"),
    ];
    let row = |rule: &RuleText| {
        let message = end_of(&rule.message);
        let says = match whole {
            true => format!(
                "{} ({}): {message}. To do: {}. Source: {}.",
                rule.consequence,
                rule.stages,
                end_of(&rule.help),
                end_of(&rule.source)
            ),
            false => format!("{} ({}): {message}", rule.consequence, rule.stages),
        };
        (rule.id.clone(), says)
    };
    parts.push(Part::Rows(rules.iter().map(row).collect()));
    parts
}

fn end_of(text: &str) -> &str {
    text.trim_end_matches('.')
}
