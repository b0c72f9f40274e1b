//! Lists of entries, read in pages: each page is a read of its own, so nothing
//! is locked while the caller prints, however slow the terminal.

use super::error::StoreError;
use super::row::{self, brief_link_columns, entry_columns};
use super::view::View;
use crate::domain::charge::TargetKind;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::status::{Origin, Status};
use chrono::{NaiveDate, TimeDelta};
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use std::collections::VecDeque;

/// Entries in one page: what fits into a processor's cache. Pages of 1,000 took half as
/// long again for each entry.
const PAGE: usize = 250;

/// Whether timers are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Running {
    /// Only timers, running and parked.
    Only,
    /// Only ended entries.
    Not,
}

/// Which entries; what is not said is not asked. All conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// These numbers only.
    pub ids: Option<Vec<EntryId>>,
    /// From this date on.
    pub from_date: Option<NaiveDate>,
    /// Up to this date, inclusive.
    pub to_date: Option<NaiveDate>,
    /// Starting at or after this instant, seconds UTC.
    pub from: Option<i64>,
    /// Starting before this instant, seconds UTC.
    pub to: Option<i64>,
    /// Of this profile.
    pub profile: Option<String>,
    /// Without a profile.
    pub without_profile: bool,
    /// In one of these states; empty means any.
    pub status: Vec<Status>,
    /// Of this origin.
    pub origin: Option<Origin>,
    /// Charged to a target of this kind.
    pub target_kind: Option<TargetKind>,
    /// Charged to the target that was typed so or that the service knows by this identity.
    pub target: Option<String>,
    /// With this text in either note; letters of ASCII in either case.
    pub search: Option<String>,
    /// Timers or not.
    pub running: Option<Running>,
    /// Only the newest so many; the order stays oldest first.
    pub limit: Option<usize>,
    /// Newest first instead of oldest first.
    pub newest_first: bool,
    /// Removed ones too.
    pub removed: bool,
}

impl View<'_> {
    /// Whether any entry, removed or not, was ever of this profile.
    ///
    /// # Errors
    /// The store's.
    pub fn is_profile_used(&self, profile: &str) -> Result<bool, StoreError> {
        let found = self.first(
            "SELECT 1 FROM entries WHERE profile=?1 LIMIT 1",
            [profile],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Entries by (start, or date where there are no clock times; number), each with
    /// the link of its own profile. Links come without what was sent and seen.
    #[must_use]
    pub fn entries(&self, filter: &Filter) -> Entries<'_> {
        Entries {
            view: *self,
            query: Query::of(filter),
            newest_first: filter.newest_first,
            left: filter.limit,
            page: VecDeque::new(),
            cursor: None,
            done: false,
        }
    }
}

/// One row of a list.
pub type Listed = (Entry, Option<Link>);

/// Entries of a [`Filter`], read page by page as they are asked for.
#[derive(Debug)]
pub struct Entries<'v> {
    view: View<'v>,
    query: Query,
    newest_first: bool,
    /// How many may still come; a limit that keeps the newest is served at once.
    left: Option<usize>,
    page: VecDeque<Listed>,
    cursor: Option<(i64, i64)>,
    done: bool,
}

impl Iterator for Entries<'_> {
    type Item = Result<Listed, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.page.is_empty() && !self.done {
            if let Err(error) = self.turn() {
                self.done = true;
                return Some(Err(error));
            }
        }
        self.page.pop_front().map(Ok)
    }
}

impl Entries<'_> {
    fn turn(&mut self) -> Result<(), StoreError> {
        if self.newest_first {
            let room = self.left.map_or(PAGE, |left| left.min(PAGE));
            let met = self.read(true, room)?;
            self.left = self.left.map(|left| left - met);
            self.done = met < room || self.left == Some(0);
        } else if let Some(limit) = self.left {
            // The newest ones, oldest first: collected from the end.
            while self.page.len() < limit {
                let room = PAGE.min(limit - self.page.len());
                if self.read(true, room)? < room {
                    break;
                }
            }
            self.page.make_contiguous().reverse();
            self.done = true;
        } else {
            self.done = self.read(false, PAGE)? < PAGE;
        }
        Ok(())
    }

    /// Appends the next entries to the page; how many those are.
    fn read(&mut self, newest_first: bool, room: usize) -> Result<usize, StoreError> {
        let query = &self.query;
        // One bound of `at` is the place where the last page ended, at first the filter's.
        let (start, bound) = if newest_first {
            ((query.high, i64::MAX), query.low)
        } else {
            ((query.low, i64::MIN), query.high)
        };
        let (at, id) = self.cursor.unwrap_or(start);
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let place = [at, id, bound, room].map(Value::Integer);
        let page = &mut self.page;
        let cursor = &mut self.cursor;
        let before = page.len();
        self.view.each(
            &query.sql(newest_first),
            params_from_iter(place.iter().chain(&query.values)),
            |row| {
                let listed = row::entry_and_link(row)?;
                *cursor = Some((row.get(row::LISTED_WIDTH)?, listed.0.id.0));
                page.push_back(listed);
                Ok(())
            },
        )?;
        Ok(page.len() - before)
    }
}

/// A filter as the statements take it: only what is asked for stands in them.
#[derive(Debug)]
pub(super) struct Query {
    low: i64,
    high: i64,
    conditions: String,
    /// What the conditions compare with, in the order of their numbers.
    values: Vec<Value>,
}

impl Query {
    pub(super) fn of(filter: &Filter) -> Self {
        let (low, high) = day_bounds(filter.from_date, filter.to_date);
        let mut query = Self {
            low: filter.from.map_or(low, |from| low.max(from)),
            high: filter.to.map_or(high, |to| high.min(to.saturating_sub(1))),
            conditions: String::new(),
            values: Vec::new(),
        };
        if !filter.removed {
            query.ask(" AND e.removed_at IS NULL");
        }
        if filter.without_profile {
            query.ask(" AND e.profile IS NULL");
        }
        match filter.running {
            Some(Running::Only) => query.ask(" AND e.worked IS NULL"),
            Some(Running::Not) => query.ask(" AND e.worked IS NOT NULL"),
            None => {}
        }
        let list = |words: &mut dyn Iterator<Item = String>| words.collect::<Vec<_>>().join(",");
        // No word of a state is part of another one.
        let status = list(&mut filter.status.iter().map(|status| status.word().to_owned()));
        let ids = filter.ids.as_ref().map(|ids| {
            let ids = list(&mut ids.iter().map(ToString::to_string));
            format!("[{ids}]")
        });
        let target = filter.target.as_deref();
        let target = target.map(|target| target.strip_prefix('#').unwrap_or(target).to_owned());
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let word = |word: &'static str| word.to_owned();
        for (condition, value) in [
            (" AND e.date>=?n", date(filter.from_date)),
            (" AND e.date<=?n", date(filter.to_date)),
            (" AND e.profile=?n", filter.profile.clone()),
            (
                " AND instr(?n,e.status)",
                (!status.is_empty()).then_some(status),
            ),
            (
                " AND e.origin=?n",
                filter.origin.map(Origin::word).map(word),
            ),
            (
                " AND e.target_kind=?n",
                filter.target_kind.map(TargetKind::word).map(word),
            ),
            (" AND(ltrim(e.target_ref,'#')=?n OR e.target_id=?n)", target),
            (
                " AND(e.note LIKE ?n ESCAPE '\\' OR e.internal_note LIKE ?n ESCAPE '\\')",
                filter.search.as_deref().map(pattern),
            ),
            (" AND e.id IN(SELECT value FROM json_each(?n))", ids),
        ] {
            if let Some(value) = value {
                let number = FIRST_VALUE + query.values.len();
                query.ask(&condition.replace("?n", &format!("?{number}")));
                query.values.push(Value::Text(value));
            }
        }
        query
    }

    fn ask(&mut self, condition: &str) {
        self.conditions.push_str(condition);
    }

    /// The statement that reads a page.
    pub(super) fn sql(&self, newest_first: bool) -> String {
        let (place, order) = if newest_first {
            NEWEST_FIRST
        } else {
            OLDEST_FIRST
        };
        [SELECT, place, &self.conditions, order].concat()
    }
}

/// A LIKE pattern that finds the text anywhere.
pub(super) fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Between which values of `at` everything of these dates lies, in any zone: a day
/// begins at most 14 hours before and ends at most 36 hours after its midnight UTC.
pub(super) fn day_bounds(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (i64, i64) {
    let midnight = |date: NaiveDate| date.signed_duration_since(NaiveDate::default());
    let day = TimeDelta::days(1);
    (
        from.map_or(i64::MIN, |date| (midnight(date) - day).num_seconds()),
        to.map_or(i64::MAX, |date| (midnight(date) + day + day).num_seconds()),
    )
}

const SELECT: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ",",
    brief_link_columns!(),
    ",e.at FROM entries e LEFT JOIN links l ON l.entry=e.id AND l.profile=e.profile WHERE "
);

/// The number of the first value of a condition.
const FIRST_VALUE: usize = 5;

/// From where on, up to ?4 entries: what is asked before the conditions, and after them.
const OLDEST_FIRST: (&str, &str) = (
    "(e.at,e.id)>(?1,?2) AND e.at<=?3",
    " ORDER BY e.at,e.id LIMIT ?4",
);
const NEWEST_FIRST: (&str, &str) = (
    "(e.at,e.id)<(?1,?2) AND e.at>=?3",
    " ORDER BY e.at DESC,e.id DESC LIMIT ?4",
);
