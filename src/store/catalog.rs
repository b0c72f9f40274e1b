//! The cached reference data of each profile, and how fresh it is.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::nearest::nearest_few;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

/// When a kind was read last, and whether all of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// When the reading began, seconds UTC.
    pub refreshed_at: i64,
    /// Whether what is not in it does not exist.
    pub whole: bool,
    /// When all of it was read last, not only what had changed; seconds UTC.
    #[serde(default)]
    pub full_at: Option<i64>,
}

/// When things were read from a service: by the clock, and in the order of this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAt {
    /// When the reading began, seconds UTC.
    pub at: i64,
    /// Its number, of [`Tx::begin_reading`]; none where nobody was asked, as for a file
    /// that says of when it is.
    pub reading: Option<i64>,
}

impl From<i64> for ReadAt {
    fn from(at: i64) -> Self {
        Self { at, reading: None }
    }
}

/// An item with when it was last seen.
pub(super) type Seen = (CatalogItem, ReadAt);

macro_rules! columns {
    () => {
        columns!("")
    };
    // Left to itself, SQLite walks the whole kind by the primary key.
    ($by:literal) => {
        concat!(
            "SELECT id,code,name,active,facts,seen_at,kind,reading FROM catalog ",
            $by,
            " WHERE profile=?1 AND kind=?2 "
        )
    };
}

macro_rules! matching {
    () => {
        "AND(?3 IS NULL OR id=?4 OR code LIKE ?3 ESCAPE '\\' OR name LIKE ?3 ESCAPE '\\') AND(?5 OR active)"
    };
}

pub(super) const BY_CODE: &str = concat!(
    columns!("INDEXED BY catalog_code"),
    "AND code IS NOT NULL AND code=?3 COLLATE NOCASE ORDER BY id LIMIT 10"
);

pub(super) const BY_NAME: &str = concat!(
    columns!("INDEXED BY catalog_name"),
    "AND name=?3 COLLATE NOCASE ORDER BY id LIMIT 10"
);

/// Which items of a kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'a> {
    /// With this text in code or name, or with this identity; none is all.
    pub query: Option<&'a str>,
    /// Those out of use too.
    pub inactive: bool,
}

impl<'a> Which<'a> {
    fn params(&self) -> (Option<String>, Option<&'a str>) {
        let bare = self.query.map(bare);
        (bare.map(super::pages::pattern), bare)
    }
}

/// What was typed without the `#` that people put before a number.
pub(super) fn bare(typed: &str) -> &str {
    let typed = typed.trim();
    typed.strip_prefix('#').unwrap_or(typed)
}

impl View<'_> {
    /// How fresh a kind is; none where it was never read.
    ///
    /// # Errors
    /// The store's.
    pub fn freshness(
        &self,
        profile: &str,
        kind: CatalogKind,
    ) -> Result<Option<Freshness>, StoreError> {
        self.first(
            "SELECT value FROM state WHERE scope='catalog' AND name=?1",
            [freshness_name(profile, kind)],
            |row| row::json(row, 0),
        )
        .map(Option::flatten)
    }

    /// Up to `limit` items of a kind, by name; active ones first.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_list(
        &self,
        profile: &str,
        kind: CatalogKind,
        which: &Which<'_>,
        limit: u32,
    ) -> Result<Vec<CatalogItem>, StoreError> {
        let (pattern, bare) = which.params();
        self.all(
            concat!(
                columns!(),
                matching!(),
                " ORDER BY active DESC,name COLLATE NOCASE,id LIMIT ?6"
            ),
            params![profile, kind.word(), pattern, bare, which.inactive, limit],
            seen,
        )
        .map(|items| items.into_iter().map(|(item, _)| item).collect())
    }

    /// How many items of a kind there are.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_count(
        &self,
        profile: &str,
        kind: CatalogKind,
        which: &Which<'_>,
    ) -> Result<u64, StoreError> {
        let (pattern, bare) = which.params();
        let count: Option<i64> = self.first(
            concat!(
                "SELECT count(*) FROM catalog WHERE profile=?1 AND kind=?2 ",
                matching!()
            ),
            params![profile, kind.word(), pattern, bare, which.inactive],
            |row| row.get(0),
        )?;
        Ok(count.map_or(0, i64::cast_unsigned))
    }

    /// Everything that these words may mean: by identity, code or name.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_meant(
        &self,
        profile: &str,
        kind: CatalogKind,
        typed: &str,
    ) -> Result<Vec<CatalogItem>, StoreError> {
        let bare = bare(typed);
        let mut found: Vec<_> = self
            .catalog_by_id(profile, kind, bare)?
            .into_iter()
            .collect();
        found.extend(self.catalog_by_code(profile, kind, bare)?);
        found.extend(self.catalog_by_name(profile, kind, typed.trim())?);
        Ok(found.into_iter().map(|(item, _)| item).collect())
    }

    /// The item with this identity.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_item(
        &self,
        profile: &str,
        kind: CatalogKind,
        id: &str,
    ) -> Result<Option<CatalogItem>, StoreError> {
        Ok(self.catalog_by_id(profile, kind, id)?.map(|(item, _)| item))
    }

    /// When the item with this identity was last read from the service.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_seen_at(
        &self,
        profile: &str,
        kind: CatalogKind,
        id: &str,
    ) -> Result<Option<ReadAt>, StoreError> {
        Ok(self.catalog_by_id(profile, kind, id)?.map(|(_, at)| at))
    }

    /// Whether anything in use of this kind has a fact of this name.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_has_fact(
        &self,
        profile: &str,
        kind: CatalogKind,
        fact: &str,
    ) -> Result<bool, StoreError> {
        let found = self.first(
            "SELECT 1 FROM catalog WHERE profile=?1 AND kind=?2 AND active
             AND facts LIKE '%\"'||?3||'\":%' LIMIT 1",
            params![profile, kind.word(), fact],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    pub(super) fn catalog_by_id(
        &self,
        profile: &str,
        kind: CatalogKind,
        id: &str,
    ) -> Result<Option<Seen>, StoreError> {
        self.first(
            concat!(columns!(), "AND id=?3"),
            params![profile, kind.word(), id],
            seen,
        )
    }

    pub(super) fn catalog_by_code(
        &self,
        profile: &str,
        kind: CatalogKind,
        code: &str,
    ) -> Result<Vec<Seen>, StoreError> {
        self.all(BY_CODE, params![profile, kind.word(), code], seen)
    }

    pub(super) fn catalog_by_name(
        &self,
        profile: &str,
        kind: CatalogKind,
        name: &str,
    ) -> Result<Vec<Seen>, StoreError> {
        self.all(BY_NAME, params![profile, kind.word(), name], seen)
    }

    /// Up to three names of things in use that a person may have meant.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_nearest(
        &self,
        profile: &str,
        kind: CatalogKind,
        typed: &str,
    ) -> Result<Vec<String>, StoreError> {
        let names = self.catalog_names(profile, kind)?;
        let near = nearest_few(typed, names.iter().map(String::as_str), 3);
        Ok(near.into_iter().map(str::to_owned).collect())
    }

    /// Names to look for the nearest among; only so many, since nobody waits for a hint.
    fn catalog_names(&self, profile: &str, kind: CatalogKind) -> Result<Vec<String>, StoreError> {
        self.all(
            "SELECT name FROM catalog WHERE profile=?1 AND kind=?2 AND active
             UNION SELECT code FROM catalog WHERE profile=?1 AND kind=?2 AND active
              AND code IS NOT NULL LIMIT 5000",
            params![profile, kind.word()],
            |row| row.get(0),
        )
    }
}

impl Tx<'_> {
    /// Begins a reading: its number, greater than that of every reading before, whatever the
    /// clock says. To be committed before the service is asked: what is sent from then on
    /// is known not to have been there when the reading began.
    ///
    /// # Errors
    /// The store's.
    pub fn begin_reading(&self) -> Result<i64, StoreError> {
        let begun = self.first(
            "INSERT INTO state VALUES('tt','readings','1')
             ON CONFLICT(scope,name) DO UPDATE SET value=CAST(value AS INTEGER)+1
             RETURNING CAST(value AS INTEGER)",
            [],
            |row| row.get(0),
        )?;
        Ok(begun.unwrap_or_default())
    }

    /// Stores items as they were read, over what was known of them.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_put(
        &self,
        profile: &str,
        items: &[CatalogItem],
        read: impl Into<ReadAt>,
    ) -> Result<(), StoreError> {
        let read = read.into();
        for item in items {
            let facts = (!item.facts.is_empty()).then_some(&item.facts);
            let facts = self.named(row::some_json(facts))?;
            self.run_one(
                "INSERT INTO catalog(profile,kind,id,code,name,active,facts,seen_at,reading)
                 VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)
                 ON CONFLICT(profile,kind,id) DO UPDATE SET code=?4,name=?5,active=?6,facts=?7,
                  seen_at=?8,reading=?9",
                params![
                    profile,
                    item.kind.word(),
                    item.id,
                    item.code,
                    item.name,
                    item.active,
                    facts,
                    read.at,
                    read.reading
                ],
                || format!("{} {}", item.kind, item.id),
            )?;
        }
        Ok(())
    }

    /// Forgets a kind, to be filled anew; how many items it had.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_clear(&self, profile: &str, kind: CatalogKind) -> Result<usize, StoreError> {
        self.run(
            "DELETE FROM catalog WHERE profile=?1 AND kind=?2",
            params![profile, kind.word()],
        )
    }

    /// Ends a reading that began at `since` (seconds UTC). Where it was whole, what it did
    /// not meet is forgotten; how many items that were.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_finish(
        &self,
        profile: &str,
        kind: CatalogKind,
        since: i64,
        whole: bool,
    ) -> Result<usize, StoreError> {
        let gone = if whole {
            self.run(
                "DELETE FROM catalog WHERE profile=?1 AND kind=?2 AND seen_at<?3",
                params![profile, kind.word(), since],
            )?
        } else {
            0
        };
        self.keep_fresh(
            profile,
            kind,
            Freshness {
                refreshed_at: since,
                whole,
                full_at: whole.then_some(since),
            },
        )?;
        Ok(gone)
    }

    /// Ends a reading, begun at `since` (seconds UTC), of all things in use of a kind that
    /// has more than those: what it did not meet is out of use; how many items that were.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_retire(
        &self,
        profile: &str,
        kind: CatalogKind,
        since: i64,
    ) -> Result<usize, StoreError> {
        let gone = self.run(
            "UPDATE catalog SET active=0 WHERE profile=?1 AND kind=?2 AND seen_at<?3 AND active",
            params![profile, kind.word(), since],
        )?;
        self.keep_fresh(
            profile,
            kind,
            Freshness {
                refreshed_at: since,
                whole: false,
                full_at: Some(since),
            },
        )?;
        Ok(gone)
    }

    /// Ends a reading, begun at `since` (seconds UTC), of what had changed.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_caught_up(
        &self,
        profile: &str,
        kind: CatalogKind,
        since: i64,
    ) -> Result<(), StoreError> {
        let before = self.freshness(profile, kind)?;
        self.keep_fresh(
            profile,
            kind,
            Freshness {
                refreshed_at: since,
                whole: before.is_some_and(|it| it.whole),
                full_at: before.and_then(|it| it.full_at),
            },
        )
    }

    fn keep_fresh(
        &self,
        profile: &str,
        kind: CatalogKind,
        fresh: Freshness,
    ) -> Result<(), StoreError> {
        let fresh = self.named(row::to_json(&fresh))?;
        self.keep("catalog", &freshness_name(profile, kind), &fresh)
    }
}

fn freshness_name(profile: &str, kind: CatalogKind) -> String {
    format!("{profile}/{kind}")
}

pub(super) fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    let item = CatalogItem {
        kind: row::word(row, 6, CatalogKind::from_word)?,
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        active: row.get(3)?,
        facts: row::json(row, 4)?.unwrap_or_default(),
    };
    let read = ReadAt {
        at: row.get(5)?,
        reading: row.get(7)?,
    };
    Ok((item, read))
}
