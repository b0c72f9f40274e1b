//! Reads: single entries, timers, sums, the last ones. Lists are in `pages`,
//! the state of delivery in `linked`.

use super::error::StoreError;
use super::pages::day_bounds;
use super::row::{self, brief_link_columns, entry_columns};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key};
use chrono::NaiveDate;
use rusqlite::{Connection, Params, Row, params};
use std::path::Path;

/// A look into the database: at the moment of each call, or, within a
/// [`Tx`](super::Tx), at that of the write.
#[derive(Debug, Clone, Copy)]
pub struct View<'c> {
    pub(super) conn: &'c Connection,
}

impl<'c> View<'c> {
    pub(super) fn of(conn: &'c Connection) -> Self {
        Self { conn }
    }

    /// The entry with this number, removed or not, with the link of its own profile.
    /// The link comes without what was sent and seen; [`View::link`] has those.
    ///
    /// # Errors
    /// The store's.
    pub fn entry(&self, id: EntryId) -> Result<Option<(Entry, Option<Link>)>, StoreError> {
        self.first(
            concat!(
                "SELECT ",
                entry_columns!(),
                ",",
                brief_link_columns!(),
                " FROM entries e LEFT JOIN links l ON l.entry=e.id AND l.profile=e.profile",
                " WHERE e.id=?1"
            ),
            [id.0],
            row::entry_and_link,
        )
    }

    /// The entry with this key, removed or not.
    ///
    /// # Errors
    /// The store's.
    pub fn by_key(&self, key: Key) -> Result<Option<Entry>, StoreError> {
        self.first(
            concat!(
                "SELECT ",
                entry_columns!(),
                " FROM entries e WHERE e.key=?1"
            ),
            [key.as_bytes()],
            row::entry,
        )
    }

    /// Running and parked timers, by start.
    ///
    /// # Errors
    /// The store's.
    pub fn timers(&self) -> Result<Vec<Entry>, StoreError> {
        self.all(TIMERS, [], row::entry)
    }

    /// Live entries that were given back or that a rule holds, by number: they wait for a
    /// person, whether a service has them or not.
    ///
    /// # Errors
    /// The store's.
    pub fn for_a_person(&self) -> Result<Vec<Entry>, StoreError> {
        self.all(FOR_A_PERSON, [], row::entry)
    }

    /// The entry that a person booked `back` bookings ago; 0 is the last one. By journal,
    /// ended and live ones only: a timer counts when it was stopped.
    ///
    /// # Errors
    /// The store's.
    pub fn last_booked(&self, back: u32) -> Result<Option<EntryId>, StoreError> {
        // The newest booking line of each entry, newest first; the walk stops at the
        // answer, so it costs as much as it goes back.
        self.first(
            "SELECT j.entry FROM journal j JOIN entries e ON e.id=j.entry
             WHERE j.action IN('book','stop') AND j.who IS NOT NULL
             AND e.removed_at IS NULL AND e.worked IS NOT NULL
             AND NOT EXISTS(SELECT 1 FROM journal k WHERE k.entry=j.entry AND k.n>j.n
              AND k.action IN('book','stop') AND k.who IS NOT NULL)
             ORDER BY j.n DESC LIMIT 1 OFFSET ?1",
            [back],
            |row| row.get(0).map(EntryId),
        )
    }

    /// Seconds worked by date, of live, ended entries; dates without any are left out.
    /// Both ends inclusive.
    ///
    /// # Errors
    /// The store's.
    pub fn worked_by_date(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreError> {
        let (low, high) = day_bounds(Some(from), Some(to));
        self.all(
            "SELECT e.date,sum(e.worked) FROM entries e
             WHERE e.at BETWEEN ?1 AND ?2 AND e.date BETWEEN ?3 AND ?4
             AND e.removed_at IS NULL AND e.worked IS NOT NULL
             GROUP BY e.date ORDER BY e.date",
            params![low, high, from.to_string(), to.to_string()],
            |row| Ok((row::date(row, 0)?, row.get(1)?)),
        )
    }

    /// When the last entry of this date ends, seconds UTC; entries without clock times
    /// and timers left out.
    ///
    /// # Errors
    /// The store's.
    pub fn last_end_on(&self, date: NaiveDate) -> Result<Option<i64>, StoreError> {
        let (low, high) = day_bounds(Some(date), Some(date));
        self.first(
            "SELECT max(e.end_at) FROM entries e
             WHERE e.at BETWEEN ?1 AND ?2 AND e.date=?3 AND e.removed_at IS NULL",
            params![low, high, date.to_string()],
            |row| row.get(0),
        )
        .map(Option::flatten)
    }

    pub(super) fn fail(&self, error: &rusqlite::Error) -> StoreError {
        let file = self.conn.path().filter(|path| !path.is_empty());
        StoreError::of(Path::new(file.unwrap_or("the database")), error)
    }

    /// Runs a statement; how many rows it changed.
    pub(super) fn run(&self, sql: &'static str, params: impl Params) -> Result<usize, StoreError> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(|error| self.fail(&error))
    }

    /// Runs a statement that must change exactly one row.
    pub(super) fn run_one(
        &self,
        sql: &'static str,
        params: impl Params,
        what: impl FnOnce() -> String,
    ) -> Result<(), StoreError> {
        match self.run(sql, params)? {
            1 => Ok(()),
            _ => Err(StoreError::Missing { what: what() }),
        }
    }

    pub(super) fn first<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let read = || {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            rows.next()?.map(map).transpose()
        };
        read().map_err(|error| self.fail(&error))
    }

    pub(super) fn all<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let read = || {
            let mut statement = self.conn.prepare_cached(sql)?;
            statement
                .query_map(params, map)?
                .collect::<rusqlite::Result<Vec<T>>>()
        };
        read().map_err(|error| self.fail(&error))
    }

    /// Hands over row by row, all within one short read.
    pub(super) fn each(
        &self,
        sql: &str,
        params: impl Params,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let read = || {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
            Ok(())
        };
        read().map_err(|error| self.fail(&error))
    }

    /// Adds the name of the file to an error of a conversion.
    pub(super) fn named<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| self.fail(&error))
    }
}

pub(super) const FOR_A_PERSON: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e INDEXED BY entries_person",
    " WHERE e.removed_at IS NULL AND(e.status='rejected' OR e.held IS NOT NULL)",
    " ORDER BY e.id"
);

pub(super) const TIMERS: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e WHERE e.removed_at IS NULL AND e.start_at IS NOT NULL",
    " AND(e.end_at IS NULL OR e.end_at-e.start_at>86400) AND e.end_at IS NULL",
    " ORDER BY e.start_at,e.id"
);
