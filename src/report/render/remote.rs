//! Entries as a service holds them, straight from it: the service's number first,
//! then that of the entry here, where there is one.

use super::Canvas;
use super::table::{self, MAX_ROWS, NARROW, Row};
use crate::domain::delivery::Remote;
use crate::domain::ids::EntryId;
use crate::report::phrase::{charged_to, clock_times, day, length};
use crate::report::{Context, Item, Totals};
use crate::screen::sanitize;

/// An entry of a service, and which one here it is.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// What it would be here, linked to what the service holds.
    pub item: Item<'a>,
    /// The entry here that it is.
    pub here: Option<EntryId>,
    /// Whether the service, or the entry here, tells its key.
    pub is_keyed: bool,
}

impl<'a> Held<'a> {
    /// What the service holds.
    #[must_use]
    pub fn remote(&self) -> Option<&'a Remote> {
        self.item.link?.last_seen.as_deref()
    }

    fn number(&self) -> &str {
        self.remote().map_or("", |remote| &remote.id.0)
    }

    fn standing(&self) -> String {
        let Some(remote) = self.remote() else {
            return String::new();
        };
        if self.item.entry.content.is_timer() {
            return "running".to_owned();
        }
        let word = remote.status_word.as_deref();
        sanitize(word.unwrap_or(remote.status.word())).into_owned()
    }
}

/// The table of these entries with their sum. Off a terminal nothing at all is said of none.
#[must_use]
pub fn list(held: &[Held<'_>], context: &dyn Context, canvas: Canvas) -> String {
    if held.is_empty() {
        return match canvas.columns {
            Some(_) => "No entries.\n".to_owned(),
            None => String::new(),
        };
    }
    let items: Vec<_> = held.iter().map(|one| one.item).collect();
    let totals = Totals::of(&items, context);
    let rows = &held[..held.len().min(MAX_ROWS)];
    let of_others = rows
        .iter()
        .any(|one| one.item.entry.content.member.is_some());
    let is_narrow = canvas.columns.is_some_and(|columns| columns < NARROW);
    let mut table = filled(rows, context, of_others && !is_narrow);
    let mut out = match canvas.columns {
        None => table::plain(&table),
        Some(columns) => {
            table::blank_repeated(&mut table, 2);
            let last = 6 + usize::from(of_others && !is_narrow);
            table::fit(&mut table, columns, &[last - 1, last]);
            table::drawn(&table, canvas.colour)
        }
    };
    let more = held.len() - rows.len();
    if more > 0 {
        out.push_str(&format!(
            "{more} more not shown: narrow the period, or use --json\n"
        ));
    }
    out + &table::sum(&totals)
}

fn filled(held: &[Held<'_>], context: &dyn Context, of_others: bool) -> Vec<Row> {
    let names = [
        "number",
        "here",
        "day",
        "time",
        "length",
        "charged to",
        "note",
        "status",
    ];
    let mut rows = vec![Row::new(names.map(str::to_owned).to_vec())];
    rows.extend(held.iter().map(|one| {
        let content = &one.item.entry.content;
        let note = content.note.as_deref().unwrap_or_default();
        let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        Row::new(vec![
            sanitize(one.number()).into_owned(),
            one.here.map_or_else(|| "–".to_owned(), |id| id.to_string()),
            day(content, context),
            clock_times(content, context),
            length(one.item.worked(context)),
            charged_to(content),
            sanitize(&note).into_owned(),
            one.standing(),
        ])
    }));
    table::align_right(&mut rows, 4);
    if of_others {
        let whose = held.iter().map(|one| {
            let member = one.item.entry.content.member.as_ref();
            let member = member.map(|it| it.name.as_deref().unwrap_or(&it.typed));
            sanitize(member.unwrap_or("–")).into_owned()
        });
        let cells = std::iter::once("member".to_owned()).chain(whose);
        for (row, cell) in rows.iter_mut().zip(cells) {
            row.cells.insert(5, cell);
        }
    }
    rows
}
