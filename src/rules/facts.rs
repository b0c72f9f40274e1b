//! What rules may ask about the world: other entries and the catalog. The
//! store answers; rules never see how.

use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use chrono::NaiveDate;

/// Why a fact could not be had: the store's own error, passed through.
pub type FactError = Box<dyn std::error::Error + Send + Sync>;

/// A stretch already booked. Seconds UTC, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// The entry it belongs to.
    pub entry: EntryId,
    /// First second worked.
    pub start: i64,
    /// First second after it.
    pub end: i64,
    /// A few words a person knows the entry by.
    pub title: String,
}

/// What the catalog says of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Found. `stale`: the data is older than `catalog_max_age`.
    Item {
        /// The thing itself.
        item: Box<CatalogItem>,
        /// Whether a breach by it holds instead of refusing.
        stale: bool,
    },
    /// The kind is cached whole, and it is not in it.
    Absent {
        /// Whether a breach by it holds instead of refusing.
        stale: bool,
        /// The nearest names that exist.
        nearest: Vec<String>,
    },
    /// Several things have this name.
    Ambiguous(Vec<String>),
    /// Nothing can be said.
    Unknown,
}

/// A timesheet as last pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its identity on the service.
    pub id: String,
    /// Where it stands, in our words.
    pub status: Status,
    /// Where it stands, in the service's words.
    pub status_word: Option<String>,
    /// The first day it covers.
    pub from: NaiveDate,
    /// The last day it covers.
    pub to: NaiveDate,
}

/// What is known of the timesheet that covers a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnSheet {
    /// This one covers it.
    At(Sheet),
    /// The period was pulled, and no sheet covers the day yet.
    None,
    /// Nothing was pulled.
    Unknown,
}

/// Names under [`CatalogItem::facts`] that rules ask for.
pub use crate::domain::catalog::names;

/// What rules may ask. Every answer is as of one moment: that of the write.
pub trait Facts {
    /// Live entries that cover any of these seconds (UTC, end exclusive), pauses left out,
    /// without `except`, by start.
    ///
    /// # Errors
    /// The store's.
    fn overlapping(
        &self,
        start: i64,
        end: i64,
        except: Option<EntryId>,
    ) -> Result<Vec<Busy>, FactError>;

    /// Seconds worked on this date by live, ended entries, without `except`.
    ///
    /// # Errors
    /// The store's.
    fn worked_on(&self, date: NaiveDate, except: Option<EntryId>) -> Result<i64, FactError>;

    /// What the profile's catalog says of a reference: by identity, then code, then name.
    ///
    /// # Errors
    /// The store's.
    fn catalog(&self, profile: &str, kind: CatalogKind, of: &Reference)
    -> Result<Known, FactError>;

    /// Up to `limit` things in use of a kind that have this text in number, code or name.
    ///
    /// # Errors
    /// The store's.
    fn catalog_with(
        &self,
        profile: &str,
        kind: CatalogKind,
        text: &str,
        limit: u32,
    ) -> Result<Vec<CatalogItem>, FactError> {
        let _ = (profile, kind, text, limit);
        Ok(Vec::new())
    }

    /// The timesheet of the profile's own member that covers this day, as last pulled.
    ///
    /// # Errors
    /// The store's.
    fn sheet(&self, profile: &str, date: NaiveDate) -> Result<OnSheet, FactError> {
        let _ = (profile, date);
        Ok(OnSheet::Unknown)
    }
}
