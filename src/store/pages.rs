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
use rusqlite::params;
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
        let sql = match (self.query.ids.is_some(), newest_first) {
            (false, false) => OLDEST_FIRST,
            (false, true) => NEWEST_FIRST,
            (true, false) => THESE_OLDEST_FIRST,
            (true, true) => THESE_NEWEST_FIRST,
        };
        let query = &self.query;
        // One bound of `at` is the place where the last page ended, at first the filter's.
        let (start, bound) = if newest_first {
            ((query.high, i64::MAX), query.low)
        } else {
            ((query.low, i64::MIN), query.high)
        };
        let (at, id) = self.cursor.unwrap_or(start);
        let page = &mut self.page;
        let cursor = &mut self.cursor;
        let before = page.len();
        self.view.each(
            sql,
            params![
                at,
                id,
                bound,
                i64::try_from(room).unwrap_or(i64::MAX),
                query.removed,
                query.from_date,
                query.to_date,
                query.profile,
                query.without_profile,
                query.status,
                query.origin,
                query.target_kind,
                query.target,
                query.search,
                query.running,
                query.ids,
            ],
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

/// A filter as the statements take it.
#[derive(Debug)]
struct Query {
    low: i64,
    high: i64,
    removed: bool,
    from_date: Option<String>,
    to_date: Option<String>,
    profile: Option<String>,
    without_profile: bool,
    status: Option<String>,
    origin: Option<&'static str>,
    target_kind: Option<&'static str>,
    target: Option<String>,
    search: Option<String>,
    running: Option<bool>,
    ids: Option<String>,
}

impl Query {
    fn of(filter: &Filter) -> Self {
        let (low, high) = day_bounds(filter.from_date, filter.to_date);
        let list = |words: &mut dyn Iterator<Item = String>| words.collect::<Vec<_>>().join(",");
        let status = list(&mut filter.status.iter().map(|status| status.word().to_owned()));
        Self {
            low: filter.from.map_or(low, |from| low.max(from)),
            high: filter.to.map_or(high, |to| high.min(to.saturating_sub(1))),
            removed: filter.removed,
            from_date: filter.from_date.map(|date| date.to_string()),
            to_date: filter.to_date.map(|date| date.to_string()),
            profile: filter.profile.clone(),
            without_profile: filter.without_profile,
            // No word of a state is part of another one.
            status: (!status.is_empty()).then_some(status),
            origin: filter.origin.map(Origin::word),
            target_kind: filter.target_kind.map(TargetKind::word),
            target: filter
                .target
                .as_ref()
                .map(|target| target.strip_prefix('#').unwrap_or(target).to_owned()),
            search: filter.search.as_deref().map(pattern),
            running: filter.running.map(|running| running == Running::Only),
            ids: filter.ids.as_ref().map(|ids| {
                let ids = list(&mut ids.iter().map(ToString::to_string));
                format!("[{ids}]")
            }),
        }
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

macro_rules! select {
    () => {
        concat!(
            "SELECT ",
            entry_columns!(),
            ",",
            brief_link_columns!(),
            ",e.at FROM entries e LEFT JOIN links l ON l.entry=e.id AND l.profile=e.profile",
            " WHERE(?5 OR e.removed_at IS NULL)",
            " AND(?6 IS NULL OR e.date>=?6) AND(?7 IS NULL OR e.date<=?7)",
            " AND(?8 IS NULL OR e.profile=?8) AND(NOT ?9 OR e.profile IS NULL)",
            " AND(?10 IS NULL OR instr(?10,e.status)) AND(?11 IS NULL OR e.origin=?11)",
            " AND(?12 IS NULL OR e.target_kind=?12)",
            " AND(?13 IS NULL OR ltrim(e.target_ref,'#')=?13 OR e.target_id=?13)",
            " AND(?14 IS NULL OR e.note LIKE ?14 ESCAPE '\\'",
            "  OR e.internal_note LIKE ?14 ESCAPE '\\')",
            " AND(?15 IS NULL OR ?15=(e.worked IS NULL))"
        )
    };
}

macro_rules! these {
    () => {
        " AND e.id IN(SELECT value FROM json_each(?16))"
    };
}

macro_rules! oldest_first {
    () => {
        " AND(e.at,e.id)>(?1,?2) AND e.at<=?3 ORDER BY e.at,e.id LIMIT ?4"
    };
}

macro_rules! newest_first {
    () => {
        " AND(e.at,e.id)<(?1,?2) AND e.at>=?3 ORDER BY e.at DESC,e.id DESC LIMIT ?4"
    };
}

pub(super) const OLDEST_FIRST: &str = concat!(select!(), " AND ?16 IS NULL", oldest_first!());
pub(super) const NEWEST_FIRST: &str = concat!(select!(), " AND ?16 IS NULL", newest_first!());
pub(super) const THESE_OLDEST_FIRST: &str = concat!(select!(), these!(), oldest_first!());
const THESE_NEWEST_FIRST: &str = concat!(select!(), these!(), newest_first!());
