//! What needs a person, for scripts: entries, each with what is asked and what answers it.

use super::{Entry, array, value};
use crate::domain::ids::RemoteId;
use crate::domain::question::Question;
use crate::report::Context;
use crate::report::asking::{Asked, Sides};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Asking<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    question: Question,
    happened: Vec<String>,
    conflict: Vec<Sides>,
    candidates: Vec<RemoteId>,
    answers: Vec<String>,
}

/// Writes an array of entries that need a person, with the question, what happened, both
/// sides of a conflict, the records it may be, and the commands that answer it.
///
/// # Errors
/// Those of `out`.
pub fn review(out: &mut dyn Write, asked: &[Asked<'_>], context: &dyn Context) -> io::Result<()> {
    array(out, asked, |out, asked| {
        let ways = asked.ways().into_iter();
        let asking = Asking {
            entry: Entry::of(&asked.item, context),
            question: asked.question,
            happened: asked.happened(context),
            conflict: asked.sides(context),
            candidates: asked.candidates(),
            answers: ways
                .map(|way| way.command)
                .filter(|command| command.starts_with("tt "))
                .collect(),
        };
        value(out, &asking)
    })
}
