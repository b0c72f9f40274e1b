//! Answers what rules ask about other entries and the catalog.

use super::catalog::{Seen, Which, bare};
use super::error::StoreError;
use super::pages::day_bounds;
use super::row;
use super::sheets::sheet_facts;
use super::view::View;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::{Reference, Target};
use crate::domain::content::Pause;
use crate::domain::entry::{Breach, lacks_end};
use crate::domain::ids::EntryId;
use crate::rules::{Busy, FactError, Facts, Known, OnSheet, Sheet};
use chrono::NaiveDate;
use rusqlite::{Row, params};

/// What rules may ask, as of one moment.
#[derive(Debug, Clone, Copy)]
pub struct FactsAt<'c> {
    view: View<'c>,
    now: i64,
    max_age: i64,
}

impl<'c> View<'c> {
    /// Facts as of `now` (seconds UTC, up to which timers count); catalog data older
    /// than `max_age` seconds is stale.
    #[must_use]
    pub fn facts(&self, now: i64, max_age: i64) -> FactsAt<'c> {
        FactsAt {
            view: *self,
            now,
            max_age,
        }
    }

    /// What is booked between these instants (seconds UTC, end exclusive) by live entries,
    /// without `except`, by start: pauses left out, timers up to `now`.
    ///
    /// # Errors
    /// The store's.
    pub fn busy(
        &self,
        start: i64,
        end: i64,
        except: Option<EntryId>,
        now: i64,
    ) -> Result<Vec<Busy>, StoreError> {
        // Nearly all entries are at most a day long and found by their start; the others
        // and timers have an index of their own.
        let entries = self.all(
            BUSY,
            params![start, end, except.map(|id| id.0), now],
            Covering::read,
        )?;
        let mut busy: Vec<Busy> = entries
            .iter()
            // What nobody knows the end of blocks nobody.
            .filter(|covering| !covering.is_unended())
            .flat_map(|covering| covering.stretches(now))
            .filter(|busy| busy.start < end && busy.end > start)
            .collect();
        busy.sort_by_key(|busy| (busy.start, busy.entry));
        Ok(busy)
    }
}

impl Facts for FactsAt<'_> {
    fn overlapping(
        &self,
        start: i64,
        end: i64,
        except: Option<EntryId>,
    ) -> Result<Vec<Busy>, FactError> {
        Ok(self.view.busy(start, end, except, self.now)?)
    }

    fn worked_on(&self, date: NaiveDate, except: Option<EntryId>) -> Result<i64, FactError> {
        let (low, high) = day_bounds(Some(date), Some(date));
        let sum: Option<Option<i64>> = self.view.first(
            "SELECT sum(e.worked) FROM entries e WHERE e.at BETWEEN ?1 AND ?2 AND e.date=?3
             AND e.removed_at IS NULL AND e.id IS NOT ?4",
            params![low, high, date.to_string(), except.map(|id| id.0)],
            |row| row.get(0),
        )?;
        Ok(sum.flatten().unwrap_or(0))
    }

    fn catalog(
        &self,
        profile: &str,
        kind: CatalogKind,
        of: &Reference,
    ) -> Result<Known, FactError> {
        let view = &self.view;
        let found = match &of.id {
            Some(id) => view.catalog_by_id(profile, kind, id)?.into_iter().collect(),
            None => self.by_words(profile, kind, &of.typed)?,
        };
        if let Some(known) = self.choose(found) {
            return Ok(known);
        }
        let fresh = view.freshness(profile, kind)?;
        let Some(fresh) = fresh.filter(|fresh| fresh.whole && kind.is_whole()) else {
            return Ok(Known::Unknown);
        };
        Ok(Known::Absent {
            stale: self.is_stale(fresh.refreshed_at),
            nearest: view.catalog_nearest(profile, kind, &of.typed)?,
        })
    }

    fn catalog_with(
        &self,
        profile: &str,
        kind: CatalogKind,
        text: &str,
        limit: u32,
    ) -> Result<Vec<CatalogItem>, FactError> {
        let which = Which {
            query: Some(text),
            inactive: false,
        };
        Ok(self.view.catalog_list(profile, kind, &which, limit)?)
    }

    fn sheet(&self, profile: &str, date: NaiveDate) -> Result<OnSheet, FactError> {
        if let Some(found) = self.view.sheet_on(profile, date)? {
            let word = found.data.get(sheet_facts::STATUS_WORD);
            return Ok(OnSheet::At(Sheet {
                id: found.remote_id,
                status: found.status,
                status_word: word.and_then(|word| word.as_str()).map(str::to_owned),
                from: found.from,
                to: found.to,
            }));
        }
        Ok(if self.view.sheets_known(profile, date)? {
            OnSheet::None
        } else {
            OnSheet::Unknown
        })
    }
}

impl FactsAt<'_> {
    /// By identity, code and name, the first that finds any. What is charged to is known
    /// to people by its number, which goes before the identity where it is another one.
    fn by_words(
        &self,
        profile: &str,
        kind: CatalogKind,
        typed: &str,
    ) -> Result<Vec<Seen>, StoreError> {
        let view = &self.view;
        let bare = bare(typed);
        let by_id = || -> Result<Vec<Seen>, StoreError> {
            Ok(view
                .catalog_by_id(profile, kind, bare)?
                .into_iter()
                .collect())
        };
        let by_code = || view.catalog_by_code(profile, kind, bare);
        let found = if kind.is_numbered() {
            or_else(by_code()?, by_id)?
        } else {
            or_else(by_id()?, by_code)?
        };
        or_else(found, || view.catalog_by_name(profile, kind, typed.trim()))
    }

    /// One alone, or the only active one among several.
    fn choose(&self, mut found: Vec<Seen>) -> Option<Known> {
        if found.len() > 1 && found.iter().any(|(item, _)| item.active) {
            found.retain(|(item, _)| item.active);
        }
        if found.len() > 1 {
            let name = |(item, _): &Seen| format!("{} ({})", item.name, item.id);
            return Some(Known::Ambiguous(found.iter().map(name).collect()));
        }
        let (item, seen_at) = found.pop()?;
        Some(Known::Item {
            item: Box::new(item),
            stale: self.is_stale(seen_at.at),
        })
    }

    fn is_stale(&self, seen_at: i64) -> bool {
        self.now.saturating_sub(seen_at) > self.max_age
    }
}

fn or_else(
    found: Vec<Seen>,
    other: impl FnOnce() -> Result<Vec<Seen>, StoreError>,
) -> Result<Vec<Seen>, StoreError> {
    if found.is_empty() { other() } else { Ok(found) }
}

/// An entry as far as it covers time. Every `log` reads those of two days, so it asks
/// for few columns.
struct Covering {
    id: EntryId,
    start: Option<i64>,
    end: Option<i64>,
    target: Option<Target>,
    note: Option<String>,
    pauses: Vec<Pause>,
    held: Vec<Breach>,
}

macro_rules! covering_columns {
    () => {
        "e.id,e.start_at,e.end_at,e.target_kind,e.target_ref,e.target_id,e.target_name,e.note,e.rest,e.held"
    };
}

impl Covering {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: EntryId(row.get(0)?),
            start: row.get(1)?,
            end: row.get(2)?,
            target: row::target(row, 3)?,
            note: row.get(7)?,
            pauses: row::pauses(row, 8)?,
            held: row::json(row, 9)?.unwrap_or_default(),
        })
    }

    /// See [`Entry::is_unended`](crate::domain::entry::Entry::is_unended).
    fn is_unended(&self) -> bool {
        self.end.is_none() && lacks_end(&self.held)
    }

    /// What it covers, pauses left out.
    fn stretches(&self, now: i64) -> Vec<Busy> {
        let Some(mut from) = self.start else {
            return Vec::new();
        };
        let end = self.end.unwrap_or(now);
        let title = self.title();
        let mut found = Vec::new();
        let mut cover = |start: i64, end: i64| {
            if start < end {
                found.push(Busy {
                    entry: self.id,
                    start,
                    end,
                    title: title.clone(),
                });
            }
        };
        for pause in &self.pauses {
            cover(from, pause.start.min(end));
            from = from.max(pause.end.unwrap_or(end));
        }
        cover(from, end);
        found
    }

    /// What it is charged to, and how its note begins.
    fn title(&self) -> String {
        let target = self.target.as_ref().map(ToString::to_string);
        let note = self.note.as_deref().and_then(|note| {
            let line = note.lines().next().unwrap_or_default();
            let short: String = line.chars().take(40).collect();
            (!short.is_empty()).then_some(short)
        });
        [target, note]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

pub(super) const BUSY: &str = concat!(
    "SELECT ",
    covering_columns!(),
    " FROM entries e WHERE e.at BETWEEN ?1-86400 AND ?2-1 AND e.end_at>?1",
    " AND e.end_at-e.start_at<=86400 AND e.removed_at IS NULL AND e.id IS NOT ?3",
    " UNION ALL SELECT ",
    covering_columns!(),
    " FROM entries e WHERE e.removed_at IS NULL AND e.start_at IS NOT NULL",
    " AND(e.end_at IS NULL OR e.end_at-e.start_at>86400)",
    " AND e.start_at<?2 AND coalesce(e.end_at,?4)>?1 AND e.id IS NOT ?3"
);
