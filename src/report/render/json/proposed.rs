//! JSON of what `tt fill` proposes: entries with a number to take them by, and why.

use super::{Entry, Failure};
use crate::domain::ids::EntryId;
use crate::report::{Context, Item};
use serde::Serialize;

/// An entry that may be booked.
#[derive(Debug, Clone, Copy)]
pub struct Proposed<'a> {
    /// The number to take it by.
    pub number: usize,
    /// The entry; it has no number of its own.
    pub item: Item<'a>,
    /// The template that it is made of.
    pub template: Option<&'a str>,
    /// The entry that it is like.
    pub like: Option<EntryId>,
    /// Why it cannot be booked as it is.
    pub refused: Option<&'a str>,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
    proposals: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    proposal: usize,
    template: Option<&'a str>,
    like: Option<EntryId>,
    refused: Option<&'a str>,
    #[serde(flatten)]
    entry: Entry<'a>,
}

impl<'a> One<'a> {
    fn of(proposed: &Proposed<'a>, context: &dyn Context) -> Self {
        Self {
            proposal: proposed.number,
            template: proposed.template,
            like: proposed.like,
            refused: proposed.refused,
            entry: Entry::of(&proposed.item, context),
        }
    }
}

/// The proposals as one value; with what is wrong (code, message, help), where somebody has
/// to choose and nobody is there.
#[must_use]
pub fn proposals(
    proposed: &[Proposed<'_>],
    wrong: Option<(&str, &str, &str)>,
    context: &dyn Context,
) -> String {
    super::line(&Whole {
        ok: wrong.is_none().then_some(true),
        error: wrong.map(|(code, message, help)| Failure {
            code,
            message,
            help,
            breaches: &[],
        }),
        proposals: proposed.iter().map(|it| One::of(it, context)).collect(),
    })
}
