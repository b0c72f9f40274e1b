//! Timesheets of the services, as the last pull found them, and which days were
//! pulled: that no sheet covers a day says something only where somebody looked.
//! Holds the profile's own member's alone; other people's time never enters.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use crate::domain::status::Status;
use chrono::NaiveDate;
use rusqlite::{Row, params};
use serde_json::Value;
use std::collections::BTreeMap;

/// A timesheet of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The profile it was read by.
    pub profile: String,
    /// Its identity there.
    pub remote_id: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands, in our words.
    pub status: Status,
    /// Whose it is, by the service's identity.
    pub member: Option<String>,
    /// What else the service says of it, under the names in [`sheet_facts`].
    pub data: BTreeMap<String, Value>,
}

/// Names under [`SheetRow::data`] that are asked for here; a service may say more.
pub mod sheet_facts {
    /// Where it stands, in the service's words; text.
    pub const STATUS_WORD: &str = "status_word";
    /// The year that the service counts it to; a number.
    pub const YEAR: &str = "year";
    /// Which of that year's periods it is; a number.
    pub const PERIOD: &str = "period";
}

/// First and last day, both inclusive.
type Days = (NaiveDate, NaiveDate);

macro_rules! columns {
    () => {
        "SELECT profile,remote_id,from_date,to_date,status,member,data FROM sheets "
    };
}

impl View<'_> {
    /// The profile's timesheets that touch these days, by first day.
    ///
    /// # Errors
    /// The store's.
    pub fn sheets(
        &self,
        profile: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<SheetRow>, StoreError> {
        self.all(
            concat!(
                columns!(),
                "WHERE profile=?1 AND from_date<=?3 AND to_date>=?2 ORDER BY from_date,remote_id"
            ),
            params![profile, from.to_string(), to.to_string()],
            sheet,
        )
    }

    /// The timesheets of all profiles or one, by first day.
    ///
    /// # Errors
    /// The store's.
    pub fn all_sheets(&self, profile: Option<&str>) -> Result<Vec<SheetRow>, StoreError> {
        self.all(
            concat!(
                columns!(),
                "WHERE ?1 IS NULL OR profile=?1 ORDER BY from_date,profile,remote_id"
            ),
            [profile],
            sheet,
        )
    }

    /// The timesheet with this identity on the profile's service.
    ///
    /// # Errors
    /// The store's.
    pub fn sheet(&self, profile: &str, remote_id: &str) -> Result<Option<SheetRow>, StoreError> {
        self.first(
            concat!(columns!(), "WHERE profile=?1 AND remote_id=?2"),
            [profile, remote_id],
            sheet,
        )
    }

    /// The profile's timesheet that covers this day; of several the one that is furthest
    /// along, because it stands in the way of more.
    ///
    /// # Errors
    /// The store's.
    pub fn sheet_on(&self, profile: &str, day: NaiveDate) -> Result<Option<SheetRow>, StoreError> {
        let covering = self.sheets(profile, day, day)?;
        Ok(covering.into_iter().max_by_key(|sheet| sheet.status.rank()))
    }

    /// Whether the profile's timesheets of this day were ever read.
    ///
    /// # Errors
    /// The store's.
    pub fn sheets_known(&self, profile: &str, day: NaiveDate) -> Result<bool, StoreError> {
        let pulled = self.pulled(profile)?;
        Ok(pulled.iter().any(|(from, to)| (*from..=*to).contains(&day)))
    }

    fn pulled(&self, profile: &str) -> Result<Vec<Days>, StoreError> {
        self.first(
            "SELECT value FROM state WHERE scope='sheets' AND name=?1",
            [profile],
            |row| row::json(row, 0),
        )
        .map(|found| found.flatten().unwrap_or_default())
    }
}

impl Tx<'_> {
    /// Stores the profile's timesheets as they were read, and that these days were: what
    /// was known to touch the days and is not among the sheets is gone.
    /// `pulled` is first and last day, both inclusive; none where single sheets were read,
    /// which says nothing of others.
    ///
    /// # Errors
    /// [`StoreError::Missing`] for a sheet of another profile; the store's.
    pub fn sheets_put(
        &self,
        profile: &str,
        sheets: &[SheetRow],
        pulled: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<(), StoreError> {
        if let Some((from, to)) = pulled {
            self.run(
                "DELETE FROM sheets WHERE profile=?1 AND from_date<=?3 AND to_date>=?2",
                params![profile, from.to_string(), to.to_string()],
            )?;
            let days = self.named(row::to_json(&joined(self.pulled(profile)?, (from, to))))?;
            self.keep("sheets", profile, &days)?;
        }
        for sheet in sheets {
            if sheet.profile != profile {
                return Err(StoreError::Missing {
                    what: format!("sheet {} of profile {profile}", sheet.remote_id),
                });
            }
            self.put_sheet(sheet)?;
        }
        Ok(())
    }

    fn put_sheet(&self, sheet: &SheetRow) -> Result<(), StoreError> {
        let data = (!sheet.data.is_empty()).then_some(&sheet.data);
        let data = self.named(row::some_json(data))?;
        self.run_one(
            "INSERT INTO sheets(profile,remote_id,from_date,to_date,status,member,data)
             VALUES(?1,?2,?3,?4,?5,?6,?7)
             ON CONFLICT(profile,remote_id) DO UPDATE SET from_date=?3,to_date=?4,status=?5,
              member=?6,data=?7",
            params![
                sheet.profile,
                sheet.remote_id,
                sheet.from.to_string(),
                sheet.to.to_string(),
                sheet.status.word(),
                sheet.member,
                data
            ],
            || format!("sheet {}", sheet.remote_id),
        )
    }
}

/// The days with some more: stretches that touch become one.
fn joined(mut known: Vec<Days>, more: Days) -> Vec<Days> {
    known.push(more);
    known.sort();
    let mut joined: Vec<Days> = Vec::new();
    for (from, to) in known {
        match joined.last_mut() {
            Some(last) if last.1.succ_opt().is_none_or(|next| from <= next) => {
                last.1 = last.1.max(to);
            }
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn sheet(row: &Row<'_>) -> rusqlite::Result<SheetRow> {
    Ok(SheetRow {
        profile: row.get(0)?,
        remote_id: row.get(1)?,
        from: row::date(row, 2)?,
        to: row::date(row, 3)?,
        status: row::word(row, 4, Status::from_word)?,
        member: row.get(5)?,
        data: row::json(row, 6)?.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_that_touch_become_one_stretch() {
        let days = |from: u32, to: u32| {
            (
                day(&format!("2026-11-{from:02}")),
                day(&format!("2026-11-{to:02}")),
            )
        };
        for (known, more, expected) in [
            (vec![], days(2, 8), vec![days(2, 8)]),
            (vec![days(2, 8)], days(3, 9), vec![days(2, 9)]),
            (vec![days(2, 8)], days(9, 15), vec![days(2, 15)]),
            (
                vec![days(2, 8)],
                days(10, 15),
                vec![days(2, 8), days(10, 15)],
            ),
            (
                vec![days(2, 8), days(10, 15)],
                days(9, 9),
                vec![days(2, 15)],
            ),
            (vec![days(2, 20)], days(5, 6), vec![days(2, 20)]),
        ] {
            assert_eq!(joined(known.clone(), more), expected, "{known:?} {more:?}");
        }
    }
}
