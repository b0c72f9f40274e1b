//! What completion reads: a look that never waits and never fails.
//!
//! The file is opened for reading only: nothing is created, migrated or rolled back, and
//! where somebody holds the lock, or a commit that was cut short waits to be rolled back,
//! there is nothing to see. Whatever goes wrong is an empty answer. Every read follows
//! an index and is bounded, whatever the database holds.

use super::catalog::seen;
use super::pages::Filter;
use super::row::{self, entry_columns};
use super::schema::{APPLICATION_ID, MIGRATIONS};
use super::sheets::SheetRow;
use super::view::View;
use super::{catalog, migrate};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::entry::Entry;
use rusqlite::{Connection, OpenFlags, Params, params};
use std::path::Path;
use std::time::Duration;

/// Things of a kind that are looked at for a word within their names, newest first.
const LOOKED_AT: u32 = 10_000;

/// Follows every text that begins with the text before it.
const LAST: char = '\u{10ffff}';

macro_rules! items {
    ($by:literal, $where:literal) => {
        concat!(
            "SELECT id,code,name,active,facts,seen_at,kind,reading FROM catalog ",
            $by,
            " WHERE profile=?1 AND kind=?2 ",
            $where
        )
    };
}

pub(super) const ITEMS_BY_ID: &str = items!(
    "",
    "AND id>=?3 AND id<?4 AND active ORDER BY id DESC LIMIT ?5"
);

pub(super) const ITEMS_BY_CODE: &str = items!(
    "INDEXED BY catalog_code",
    "AND code IS NOT NULL AND code>=?3 COLLATE NOCASE AND code<?4 COLLATE NOCASE AND active
     ORDER BY code COLLATE NOCASE DESC LIMIT ?5"
);

pub(super) const ITEMS_BY_NAME: &str = items!(
    "INDEXED BY catalog_name",
    "AND name>=?3 COLLATE NOCASE AND name<?4 COLLATE NOCASE AND active
     ORDER BY name COLLATE NOCASE LIMIT ?5"
);

pub(super) const ITEMS_NEWEST: &str = items!("", "ORDER BY id DESC LIMIT ?3");

pub(super) const NUMBERED: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e WHERE e.id BETWEEN ?1 AND ?2 AND e.removed_at IS NULL",
    " ORDER BY e.id DESC LIMIT ?3"
);

/// A database that can be read at once.
#[derive(Debug)]
pub struct Glance {
    conn: Connection,
}

impl Glance {
    /// Looks into the database at this path; none where there is none of this program's
    /// present schema, or where it cannot be read without waiting.
    #[must_use]
    pub fn at(path: &Path) -> Option<Self> {
        // A relative name that starts with `file:` would be taken for an address.
        let file = std::path::absolute(path).ok()?;
        // An empty file is somebody's first commit.
        let meta = std::fs::metadata(&file).ok()?;
        if !meta.is_file() || meta.len() == 0 {
            return None;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(file, flags).ok()?;
        conn.busy_timeout(Duration::ZERO).ok()?;
        conn.execute_batch("PRAGMA query_only=ON; PRAGMA cell_size_check=ON; BEGIN")
            .ok()?;
        let number = |sql: &'static str| conn.query_row(sql, [], |row| row.get::<_, i32>(0));
        let is_ours = number("PRAGMA application_id").ok()? == APPLICATION_ID;
        let is_known = number("PRAGMA user_version").ok()? == migrate::known(MIGRATIONS);
        (is_ours && is_known).then_some(Self { conn })
    }

    fn view(&self) -> View<'_> {
        View::of(&self.conn)
    }

    /// The entries that began last, the last first; at most so many.
    #[must_use]
    pub fn latest(&self, most: usize) -> Vec<Entry> {
        let filter = Filter {
            limit: Some(most),
            newest_first: true,
            ..Filter::default()
        };
        let view = self.view();
        let entries = view.entries(&filter);
        let read: Result<Vec<_>, _> = entries.map(|row| row.map(|(entry, _)| entry)).collect();
        read.unwrap_or_default()
    }

    /// Entries whose numbers begin with these digits, or all; those booked last first, at most so
    /// many.
    #[must_use]
    pub fn numbered(&self, digits: &str, most: usize) -> Vec<Entry> {
        let last = self.view().first("SELECT max(id) FROM entries", [], |row| {
            row.get::<_, Option<i64>>(0)
        });
        let last = last.ok().flatten().flatten().unwrap_or(0);
        if digits.is_empty() {
            return self.between(1, last, most);
        }
        let Some(first) = digits.parse::<i64>().ok().filter(|n| *n > 0) else {
            return Vec::new();
        };
        // 12 is also 120 to 129, 1200 to 1299 and so on; the longest were booked last.
        let mut stretches = Vec::new();
        let mut width = Some(1_i64);
        while let Some(n) = width {
            match first.checked_mul(n).filter(|low| *low <= last) {
                Some(low) => stretches.push((low, low.saturating_add(n - 1))),
                None => break,
            }
            width = n.checked_mul(10);
        }
        let mut found = Vec::new();
        for (low, high) in stretches.into_iter().rev() {
            let room = most.saturating_sub(found.len());
            if room == 0 {
                break;
            }
            found.extend(self.between(low, high, room));
        }
        found
    }

    fn between(&self, low: i64, high: i64, most: usize) -> Vec<Entry> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = self.view().all(NUMBERED, [low, high, most], row::entry);
        found.unwrap_or_default()
    }

    /// Parked timers, those parked last first.
    #[must_use]
    pub fn parked(&self) -> Vec<Entry> {
        let mut timers = self.view().timers().unwrap_or_default();
        timers.retain(|entry| entry.content.is_parked());
        timers.reverse();
        timers
    }

    /// What this reference means in the catalog.
    #[must_use]
    pub fn item(&self, profile: &str, kind: CatalogKind, typed: &str) -> Option<CatalogItem> {
        let meant = self.view().catalog_meant(profile, kind, typed);
        meant.ok()?.into_iter().next()
    }

    /// The item with this identity.
    #[must_use]
    pub fn item_by_id(&self, profile: &str, kind: CatalogKind, id: &str) -> Option<CatalogItem> {
        self.view().catalog_item(profile, kind, id).ok()?
    }

    /// Things in use of a kind whose number, code or name begins with what was typed, and
    /// of the newest 10,000 those whose name fits; at most so many of each way.
    #[must_use]
    pub fn items(
        &self,
        profile: &str,
        kind: CatalogKind,
        typed: &str,
        fits: impl Fn(&str) -> bool,
        most: usize,
    ) -> Vec<CatalogItem> {
        let bare = catalog::bare(typed);
        let mut found = Vec::new();
        let rows = i64::try_from(most).unwrap_or(i64::MAX);
        if !bare.is_empty() {
            for (sql, typed) in [
                (ITEMS_BY_ID, bare),
                (ITEMS_BY_CODE, bare),
                (ITEMS_BY_NAME, typed),
            ] {
                let end = format!("{typed}{LAST}");
                found.extend(self.read(sql, params![profile, kind.word(), typed, end, rows]));
            }
        }
        if found.len() < most {
            let fitting = self.fitting(profile, kind, fits, most);
            found.extend(fitting.unwrap_or_default());
        }
        found
    }

    fn read(&self, sql: &'static str, params: impl Params) -> Vec<CatalogItem> {
        let found = self.view().all(sql, params, seen);
        let found = found.unwrap_or_default().into_iter();
        found.map(|(item, _)| item).collect()
    }

    /// Walks until there are enough; only what fits is read whole.
    fn fitting(
        &self,
        profile: &str,
        kind: CatalogKind,
        fits: impl Fn(&str) -> bool,
        most: usize,
    ) -> rusqlite::Result<Vec<CatalogItem>> {
        let mut found = Vec::new();
        let mut statement = self.conn.prepare(ITEMS_NEWEST)?;
        let mut rows = statement.query(params![profile, kind.word(), LOOKED_AT])?;
        while let Some(row) = rows.next()? {
            let is_active = row.get::<_, bool>(3)?;
            if is_active && fits(row.get_ref(2)?.as_str()?) {
                found.push(seen(row)?.0);
                if found.len() >= most {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Timesheets of a profile, or of all; the newest first.
    #[must_use]
    pub fn sheets(&self, profile: Option<&str>) -> Vec<SheetRow> {
        let mut sheets = self.view().all_sheets(profile).unwrap_or_default();
        sheets.reverse();
        sheets
    }
}
