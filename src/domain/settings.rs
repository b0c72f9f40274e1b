//! Settings that rules ask for: the site's, the profile's, the tenant's.

use super::status::{BackendKind, Billable, Status, words};
use super::tenant::TenantSettings;

words! {
    /// What happens when two entries cover the same minutes.
    OverlapPolicy {
        /// Nothing.
        Allow = "allow",
        /// A warning.
        Warn = "warn",
        /// Refused.
        Refuse = "refuse",
    }
}

/// `[rules]`, after `[profile.X.rules]` has had its say. Lengths in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSettings {
    /// Whether every entry needs a note.
    pub note_required: bool,
    /// How many characters a note has at least.
    pub note_min_chars: u32,
    /// Longer is refused.
    pub max_entry: i64,
    /// Longer is held.
    pub review_entry: i64,
    /// More in one day is refused.
    pub max_day: i64,
    /// Worked time must be a multiple; 0 is off.
    pub increment: i64,
    /// What an overlap does.
    pub overlap: OverlapPolicy,
    /// Booking later than this after the day of work warns; none is off.
    pub late_after: Option<i64>,
    /// From how many percent of an agreement's block of hours on is warned; empty is never.
    pub block_warn: Vec<u32>,
}

impl Default for RuleSettings {
    fn default() -> Self {
        Self {
            note_required: false,
            note_min_chars: 0,
            max_entry: 24 * 3600,
            review_entry: 12 * 3600,
            max_day: 24 * 3600,
            increment: 0,
            overlap: OverlapPolicy::Warn,
            late_after: None,
            block_warn: vec![80, 100],
        }
    }
}

/// What rules know about the profile an entry is delivered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSettings {
    /// The profile's name.
    pub name: String,
    /// Its service.
    pub backend: BackendKind,
    /// Whether the service's `documented` dialect is spoken.
    pub documented: bool,
    /// The member whose time it is, as configured.
    pub member: Option<String>,
    /// Whether it may approve on the service.
    pub approver: bool,
    /// The status from which entries are delivered.
    pub push: Status,
    /// The billable option of entries for which none is given.
    pub billable: Option<Billable>,
    /// What the profile says of the service's tenant; none stands for the vendor's defaults.
    pub tenant: Option<TenantSettings>,
}
