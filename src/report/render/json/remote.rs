//! Entries as a service holds them, for scripts.

use super::{Entry, array, line, value};
use crate::domain::ids::EntryId;
use crate::report::Context;
use crate::report::render::remote::Held;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Which pages were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pages {
    /// The first one.
    pub page: u32,
    /// Entries on each; none where all were read.
    pub per_page: Option<u32>,
    /// How many there are, where that is known.
    pub pages: Option<u64>,
    /// How many entries there are on all of them, where that is known.
    pub total: Option<u64>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    local_id: Option<EntryId>,
}

#[derive(Serialize)]
struct List<'a> {
    entries: Vec<Row<'a>>,
    page: Pages,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    remote: Option<&'a BTreeMap<String, Value>>,
}

fn row<'a>(held: &Held<'a>, context: &dyn Context) -> Row<'a> {
    let entry = Entry::of(&held.item, context);
    Row {
        entry: Entry {
            id: None,
            key: entry.key.filter(|_| held.is_keyed),
            ..entry
        },
        local_id: held.here,
    }
}

/// The entries on these pages; their own `id` is null, `local_id` that of the entry here.
#[must_use]
pub fn remote_list(held: &[Held<'_>], page: Pages, context: &dyn Context) -> String {
    let entries = held.iter().map(|one| row(one, context)).collect();
    line(&List { entries, page })
}

/// Writes an array of entries, each with every field as the service returned it.
///
/// # Errors
/// Those of `out`.
pub fn remote_show(
    out: &mut dyn Write,
    held: &[Held<'_>],
    context: &dyn Context,
) -> io::Result<()> {
    array(out, held, |out, one| {
        let remote = one.remote().map(|remote| &remote.raw);
        let row = row(one, context);
        value(out, &Whole { row, remote })
    })
}
