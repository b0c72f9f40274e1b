//! The cached reference data of each profile, and how fresh it is.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

/// When a kind was read last, and whether all of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// When the reading began, seconds UTC.
    pub refreshed_at: i64,
    /// Whether what is not in it does not exist.
    pub whole: bool,
}

/// An item with the time it was last seen, seconds UTC.
pub(super) type Seen = (CatalogItem, i64);

macro_rules! columns {
    () => {
        "SELECT id,code,name,active,facts,seen_at,kind FROM catalog WHERE profile=?1 AND kind=?2 "
    };
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

    /// Up to `limit` items of a kind with this text in code or name, or by this identity
    /// (none: all), by name; active ones first.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_list(
        &self,
        profile: &str,
        kind: CatalogKind,
        query: Option<&str>,
        limit: u32,
    ) -> Result<Vec<CatalogItem>, StoreError> {
        let pattern = query.map(super::pages::pattern);
        self.all(
            concat!(
                columns!(),
                "AND(?3 IS NULL OR id=?4 OR code LIKE ?3 ESCAPE '\\' OR name LIKE ?3 ESCAPE '\\')",
                " ORDER BY active DESC,name COLLATE NOCASE,id LIMIT ?5"
            ),
            params![profile, kind.word(), pattern, query, limit],
            seen,
        )
        .map(|items| items.into_iter().map(|(item, _)| item).collect())
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
        self.all(
            concat!(
                columns!(),
                "AND code IS NOT NULL AND code=?3 COLLATE NOCASE ORDER BY id LIMIT 10"
            ),
            params![profile, kind.word(), code],
            seen,
        )
    }

    pub(super) fn catalog_by_name(
        &self,
        profile: &str,
        kind: CatalogKind,
        name: &str,
    ) -> Result<Vec<Seen>, StoreError> {
        self.all(
            concat!(
                columns!(),
                "AND name=?3 COLLATE NOCASE ORDER BY id LIMIT 10"
            ),
            params![profile, kind.word(), name],
            seen,
        )
    }

    pub(super) fn catalog_names(
        &self,
        profile: &str,
        kind: CatalogKind,
    ) -> Result<Vec<String>, StoreError> {
        self.all(
            "SELECT name FROM catalog WHERE profile=?1 AND kind=?2 AND active LIMIT 2000",
            params![profile, kind.word()],
            |row| row.get(0),
        )
    }
}

impl Tx<'_> {
    /// Stores items as they were read, over what was known of them. `now` in seconds UTC.
    ///
    /// # Errors
    /// The store's.
    pub fn catalog_put(
        &self,
        profile: &str,
        items: &[CatalogItem],
        now: i64,
    ) -> Result<(), StoreError> {
        for item in items {
            let facts = (!item.facts.is_empty()).then_some(&item.facts);
            let facts = self.named(row::some_json(facts))?;
            self.run_one(
                "INSERT INTO catalog(profile,kind,id,code,name,active,facts,seen_at)
                 VALUES(?1,?2,?3,?4,?5,?6,?7,?8)
                 ON CONFLICT(profile,kind,id) DO UPDATE SET code=?4,name=?5,active=?6,facts=?7,
                  seen_at=?8",
                params![
                    profile,
                    item.kind.word(),
                    item.id,
                    item.code,
                    item.name,
                    item.active,
                    facts,
                    now
                ],
                || format!("{} {}", item.kind, item.id),
            )?;
        }
        Ok(())
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
        let freshness = self.named(row::to_json(&Freshness {
            refreshed_at: since,
            whole,
        }))?;
        self.keep("catalog", &freshness_name(profile, kind), &freshness)?;
        Ok(gone)
    }
}

fn freshness_name(profile: &str, kind: CatalogKind) -> String {
    format!("{profile}/{kind}")
}

fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    let item = CatalogItem {
        kind: row::word(row, 6, CatalogKind::from_word)?,
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        active: row.get(3)?,
        facts: row::json(row, 4)?.unwrap_or_default(),
    };
    Ok((item, row.get(5)?))
}
