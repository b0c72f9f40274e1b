//! How the service behaves where its facts leave a choice.

use super::conditions::DateFilter;

/// Which of the two descriptions of the service it follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The published interface.
    #[default]
    Openapi,
    /// The documented examples, word for word.
    Documented,
}

impl Dialect {
    /// The name of its schema.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Openapi => "connectwise",
            Self::Documented => "connectwise-documented",
        }
    }
}

/// schema: the words of the tenant's time period set-up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeriodKind {
    /// Saturday to Friday, which is neither the ISO week nor the calendar's.
    #[default]
    Weekly,
    /// Two of those.
    BiWeekly,
    /// To the 15th, and from the 16th on.
    SemiMonthly,
    /// A calendar month.
    Monthly,
    /// Monday to Sunday; the documented dialect has this one only.
    IsoWeek,
}

/// What becomes of a `mobileGuid` that a client sends; unverified, so all three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GuidPolicy {
    /// Kept and echoed.
    #[default]
    Keep,
    /// Null in the answer.
    Drop,
    /// The service sets its own.
    Replace,
}

/// How the service behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 for any free one.
    pub port: u16,
    /// The company that logs in.
    pub company_id: String,
    /// What stands before `apis/3.0`.
    pub codebase: String,
    /// The release it claims to be.
    pub version: String,
    /// The owner of [`Fake::credentials`].
    pub api_member: String,
    /// Members that may decide at every tier, besides what their security role allows.
    pub approvers: Vec<String>,
    /// Now, UTC seconds; none for the machine's clock.
    pub now: Option<i64>,
    /// The members' local time, minutes east of UTC; decides the sheet of an entry.
    pub zone_offset_minutes: i32,
    /// What becomes of a client's `mobileGuid`.
    pub guid: GuidPolicy,
    /// Whether a filter may name `mobileGuid`.
    pub guid_in_conditions: bool,
    /// Whether notes come back with `\r\n`.
    pub crlf_notes: bool,
    /// The tenant's `roundingFactor` in hours (0.25); 0 for none.
    pub rounding_hours: f64,
    /// Decimals of hours in answers; none for all.
    pub hours_decimals: Option<u32>,
    /// Whether filters are read and then not applied, as no server should.
    pub filters_ignored: bool,
    /// How filters compare instants.
    pub date_filter: DateFilter,
    /// Whether a charge code entry must name a company.
    pub charge_code_needs_company: bool,
    /// Whether an entry must name its member.
    pub member_required: bool,
    /// Whether time of other members is refused with 403.
    pub own_time_only: bool,
    /// Whether the list of service tickets shows project tickets too.
    pub service_list_has_project_tickets: bool,
    /// Which description of the service it follows.
    pub dialect: Dialect,
    /// How long a time sheet runs; the documented dialect has ISO weeks whatever this is.
    pub periods: PeriodKind,
    /// Whether a sheet goes only with `Member.minimumHours` on it.
    pub minimum_hours: bool,
    /// Whether a sheet with rejected entries does not go before those are corrected;
    /// none for: in the documented dialect only. With it, an entry that was rejected
    /// becomes `ErrorsCorrected` when it changes.
    pub rejected_must_be_corrected: Option<bool>,
    /// documented: whether an open entry is shut while its sheet is Submitted or Approved.
    pub sheet_shuts_entries: bool,
    /// documented: what `POST /time/entries/bulk` is answered with instead (404, 405).
    pub no_bulk: Option<u16>,
    /// documented: whether only what is on a submitted sheet can be approved.
    pub approve_needs_submitted: bool,
    /// documented: whether a sheet whose entry is rejected becomes Rejected with it.
    pub reject_returns_sheet: bool,
    /// documented: whether approving or rejecting a sheet does the same to its entries.
    pub sheet_decides_entries: bool,
    /// documented: whether rows show also what the examples do not name, such as
    /// `timeSheet` and `_info`.
    pub undocumented_fields: bool,
    /// recap: whether what is used is told as a negative number, as the service's own
    /// pages have it; of the interface nobody says.
    pub recap_used_negative: bool,
    /// recap: `isUnlimited` of an agreement that is not; text, in words nobody states.
    pub recap_limited_word: &'static str,
    /// Addresses by what they begin with (`/finance/agreements`), and the status (403,
    /// 404) that everybody gets there: for those whose existence is unverified.
    pub closed: Vec<(&'static str, u16)>,
    /// What `Link` addresses begin with instead of the fake's own host.
    pub link_base: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            company_id: "acme".to_owned(),
            codebase: "v4_6_release/".to_owned(),
            version: "2025.16".to_owned(),
            api_member: "jdoe".to_owned(),
            approvers: Vec::new(),
            now: None,
            zone_offset_minutes: 0,
            guid: GuidPolicy::Keep,
            guid_in_conditions: false,
            crlf_notes: false,
            rounding_hours: 0.0,
            hours_decimals: None,
            date_filter: DateFilter::Exact,
            filters_ignored: false,
            charge_code_needs_company: true,
            member_required: false,
            own_time_only: false,
            service_list_has_project_tickets: false,
            dialect: Dialect::Openapi,
            periods: PeriodKind::Weekly,
            minimum_hours: false,
            rejected_must_be_corrected: None,
            sheet_shuts_entries: true,
            no_bulk: None,
            approve_needs_submitted: false,
            reject_returns_sheet: true,
            sheet_decides_entries: false,
            undocumented_fields: false,
            recap_used_negative: true,
            recap_limited_word: "No",
            closed: Vec::new(),
            link_base: None,
        }
    }
}

impl Options {
    /// Whether the documented examples are followed.
    pub fn documented(&self) -> bool {
        self.dialect == Dialect::Documented
    }

    /// How long a sheet runs.
    pub fn period(&self) -> PeriodKind {
        if self.documented() {
            PeriodKind::IsoWeek
        } else {
            self.periods
        }
    }

    /// See [`Options::rejected_must_be_corrected`].
    pub fn correct_first(&self) -> bool {
        self.rejected_must_be_corrected
            .unwrap_or_else(|| self.documented())
    }
}
