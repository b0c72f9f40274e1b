//! Timesheets and approval, where a service has them.
//!
//! What is handed in is a sheet of the service's own period; what is decided is
//! a sheet or, where the service knows that, a single entry. Which sheet may go
//! when is the engine's affair.

use super::{BackendError, Batch, Page};
use crate::domain::charge::Reference;
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use chrono::NaiveDate;

/// A timesheet as the service holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSheet {
    /// Its identity there.
    pub id: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands, in our words.
    pub status: Status,
    /// Where it stands, in the service's words.
    pub status_word: Option<String>,
    /// Whose it is.
    pub member: Option<Reference>,
    /// The year the service counts it to.
    pub year: Option<i32>,
    /// Which of that year's periods it is, as the tenant counts them.
    pub period: Option<u32>,
    /// What the service adds up on it, seconds.
    pub worked: Option<i64>,
}

/// Which sheets to list. Services may return more; callers compare every row again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetQuery {
    /// Only the profile's own member's.
    pub own: bool,
    /// Only this member's.
    pub member: Option<Reference>,
    /// Touching this day or a later one.
    pub from: Option<NaiveDate>,
    /// Touching this day or an earlier one.
    pub to: Option<NaiveDate>,
    /// Counted to this year.
    pub year: Option<i32>,
    /// This period of the year, as the tenant counts them.
    pub period: Option<u32>,
}

impl SheetQuery {
    /// Whether a sheet is among those asked for. Members are compared by the service only:
    /// names and numbers of one person differ.
    #[must_use]
    pub fn covers(&self, sheet: &RemoteSheet) -> bool {
        self.from.is_none_or(|from| sheet.to >= from)
            && self.to.is_none_or(|to| sheet.from <= to)
            && self.year.is_none_or(|year| sheet.year == Some(year))
            && self
                .period
                .is_none_or(|period| sheet.period == Some(period))
    }
}

/// What is done to a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetStep {
    /// Handed in. `rejected` are entries on it that were given back and are right now:
    /// where the service wants that, they are opened again first.
    Submit {
        /// Their identities.
        rejected: Vec<RemoteId>,
    },
    /// Taken back by its owner.
    Recall,
    /// Approved.
    Approve,
    /// Given back. The reason goes along where the service has a place for it.
    Reject {
        /// Why.
        reason: String,
    },
}

/// What is decided about single entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Approved.
    Approve,
    /// Given back, with the reason.
    Reject {
        /// Why.
        reason: String,
    },
}

/// What became of one entry that was decided about: what the service holds of it
/// afterwards, read again.
pub type Decided = (RemoteId, Result<Remote, BackendError>);

/// Timesheets and approval of one service. Nothing here is repeated by anybody below;
/// after a lost answer the caller reads the sheet.
pub trait Approval: Send + Sync {
    /// Timesheets, page by page.
    ///
    /// # Errors
    /// As any read.
    fn sheets(&self, query: &SheetQuery, page: &Page) -> Result<Batch<RemoteSheet>, BackendError>;

    /// One timesheet; none when the service has no such.
    ///
    /// # Errors
    /// As any read.
    fn sheet(&self, id: &str) -> Result<Option<RemoteSheet>, BackendError>;

    /// Moves a sheet.
    ///
    /// # Errors
    /// `Conflict` when the service says no, also with a success on the outside;
    /// `OutcomeUnknown` whenever it may have happened.
    fn move_sheet(&self, id: &str, step: &SheetStep) -> Result<(), BackendError>;

    /// Decides about single entries, in one request where the service takes many. Each is
    /// read before, so that nothing is decided twice, and after.
    fn decide(&self, ids: &[RemoteId], decision: &Decision) -> Vec<Decided>;

    /// Whether the service knows this decision about a single entry at all. Versions may
    /// still lack it.
    fn decides_entries(&self, decision: &Decision) -> bool;

    /// Why an entry was given back, where its own row does not say so and the service
    /// keeps it elsewhere.
    ///
    /// # Errors
    /// As any read.
    fn reason_of(&self, id: &RemoteId) -> Result<Option<String>, BackendError> {
        let _ = id;
        Ok(None)
    }

    /// Whether the reason of a rejected sheet reaches its owner.
    fn tells_reason_of_sheet(&self) -> bool;
}
