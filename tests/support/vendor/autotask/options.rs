//! How the service behaves where its facts leave a choice, and what its
//! administrator has set. Comments say what the facts say; "nobody says" marks what
//! only a tenant could tell.

use std::collections::BTreeSet;

use super::rules::{Proxy, TaskAccess};

/// What becomes of a value that nobody has written down whether it may be given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Given {
    /// Passed over, as if it were not there.
    #[default]
    Ignored,
    /// Kept as it was given.
    Kept,
    /// 500.
    Refused,
}

/// time: `hoursWorked` that is not end less start; nobody says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OtherHours {
    /// As it was given.
    #[default]
    Kept,
    /// Made end less start.
    Recalculated,
    /// 500.
    Refused,
}

/// query: in which order rows come; none is promised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By identity.
    #[default]
    ById,
    /// Without any sense, but the same each time.
    Scrambled,
}

/// query: more than a page while `includeFields` leaves the identity out. It must not;
/// what happens nobody says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WithoutId {
    /// 500.
    #[default]
    Refused,
    /// The first page, and no address of a next one.
    FirstPageOnly,
    /// As with it.
    Fine,
}

/// time zones: how a location's zone is written; nobody says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ZoneText {
    /// `(GMT-05:00) Eastern Time (US & Canada)`.
    #[default]
    Label,
    /// `Eastern Standard Time`.
    Windows,
    /// `America/New_York`.
    Iana,
    /// None at all.
    Empty,
}

/// delete: whose entries the interface's user may take away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Deletes {
    /// The page to the letter: only what it created itself on somebody else's behalf.
    #[default]
    OnBehalf,
    /// What it created itself, for whomever.
    OwnToo,
    /// Everybody's.
    Any,
}

/// system settings: rounding of hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rounding {
    /// None.
    #[default]
    None,
    /// Up to the next multiple of so many seconds.
    Up(i64),
    /// To the nearest multiple, the half up.
    Nearest(i64),
}

/// What an administrator has set, with the vendor's defaults.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who enters time for others. The usual user of an interface is an
    /// administrator who may do so for everybody.
    pub proxy: Proxy,
    /// Whether the interface's user is an administrator.
    pub administrator: bool,
    /// Resources whose sheets it approves.
    pub approves: BTreeSet<i64>,
    /// Whether it has access to the service desk.
    pub service_desk: bool,
    /// On which tasks it may enter time.
    pub tasks: TaskAccess,
    /// Whether it may give work type, contract, non-billable and on-invoice.
    pub billing: bool,
    /// "Allow time entries to span over midnight" (UTC).
    pub span_midnight: bool,
    /// "Allow users to modify Role when creating/editing time entries on tickets".
    pub modify_role: bool,
    /// "Prohibit time entry on tickets whose status is Complete".
    pub prohibit_complete_tickets: bool,
    /// "Allow time entry on completed tickets".
    pub complete_tickets: bool,
    /// "Allow time entry on completed tasks".
    pub complete_tasks: bool,
    /// Archived and Baseline projects: allowed for now, to be prohibited some day.
    pub archived_projects: bool,
    /// "Require user to enter summary notes when entering project task time and regular time".
    pub notes_on_tasks_and_regular_time: bool,
    /// Kinds of time off shown in regular time: `floating-holiday personal sick vacation`.
    pub regular_time: BTreeSet<String>,
    /// Rounding of hours.
    pub rounding: Rounding,
    /// The hours of the day outside of which a work type becomes that of after hours; none
    /// leaves it as it is.
    pub business_hours: Option<(u32, u32)>,
    /// Whether rounding changes `hoursWorked` too; else only `hoursToBill`.
    pub rounds_worked: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            proxy: Proxy::ApproversAndAdministrators,
            administrator: true,
            approves: BTreeSet::new(),
            service_desk: true,
            tasks: TaskAccess::Any,
            billing: true,
            span_midnight: false,
            modify_role: false,
            prohibit_complete_tickets: false,
            complete_tickets: true,
            complete_tasks: true,
            archived_projects: true,
            notes_on_tasks_and_regular_time: false,
            regular_time: BTreeSet::new(),
            rounding: Rounding::None,
            business_hours: None,
            rounds_worked: true,
        }
    }
}

/// How the service behaves where its facts leave a choice.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 for any free one.
    pub port: u16,
    /// Now, UTC seconds; none for the machine's clock.
    pub now: Option<i64>,
    /// What an administrator has set.
    pub settings: Settings,
    /// zone: what `url` begins with instead of the fake's own host.
    pub zone_base: Option<String>,
    /// errors: whether 401 comes without a body.
    pub bare_401: bool,
    /// impersonation: its refusal, 403 or 500.
    pub impersonation_status: u16,
    /// impersonation: whether the impersonated resource stands as creator; else the
    /// interface's user does. The other fields of it name the interface's user.
    pub impersonated_creates: bool,
    /// get: a missing identity is `{"item":null}`; 404 was also seen.
    pub missing_is_404: bool,
    /// errors: reference errors in the older words.
    pub older_references: bool,
    /// limits: requests in a rolling hour of the whole tenant.
    pub hour_limit: i64,
    /// limits: the status once the tenant is suspended; nobody says.
    pub hour_status: u16,
    /// limits: threads for a tracking code and an entity at once.
    pub threads: usize,
    /// limits: the status of a thread error; it may not be 429.
    pub thread_status: u16,
    /// limits: `Retry-After` of both; there not always.
    pub retry_after: Option<String>,
    /// visibility: the user lacks "Can view non-billable time entries".
    pub hides_non_billable: bool,
    /// query: milliseconds for which a new entry is not found by a query; nobody says.
    pub list_lag: i64,
    /// query: the order of rows.
    pub order: Order,
    /// query: every condition is dropped, as one with an operator that does not exist is.
    pub drops_conditions: bool,
    /// query: whether `maxRecords` is honoured; contested.
    pub honours_max_records: bool,
    /// query: whether `MaxRecords` is honoured; one client found it passed over.
    pub honours_pascal_case: bool,
    /// query: pages without the identity.
    pub without_id: WithoutId,
    /// query: whether a next page is also given for a POST without a body.
    pub next_without_body: bool,
    /// query: whether the next page is this one again, as clients guard against.
    pub next_loops: bool,
    /// query: what page addresses begin with instead of the fake's own host.
    pub page_base: Option<String>,
    /// query: whether `noteq` and `notIn` also take rows without a value.
    pub not_takes_null: bool,
    /// query: whether `internalNotes` may be asked for; nobody says.
    pub internal_notes_queryable: bool,
    /// time: instants come with fractional seconds.
    pub fractions: bool,
    /// time zones: how a location's zone is written.
    pub zone_text: ZoneText,
    /// create: ticket and task time without a role is refused, as was seen; else the
    /// assigned role is taken.
    pub needs_role: bool,
    /// create: a role on a task is one of those assigned to it; nobody says which are valid.
    pub task_roles_limited: bool,
    /// create and update: fields that only the service writes.
    pub read_only: Given,
    /// create and update: fields nobody knows.
    pub unknown_fields: Given,
    /// create and update: `hoursToBill`.
    pub hours_to_bill: Given,
    /// create and update: `offsetHours`.
    pub offset_hours: Given,
    /// create and update: hours that are not end less start.
    pub other_hours: OtherHours,
    /// patch: start or end without `dateWorked` or `hoursWorked` derives these anew;
    /// else they stay. Nobody says.
    pub patch_derives: bool,
    /// create: the type of general time; nobody says.
    pub general_type: Option<i64>,
    /// create and update: whether overlapping time of a resource is refused; nobody says.
    pub refuses_overlap: bool,
    /// notes: whether blanks at both ends are taken off; nobody says.
    pub trims_notes: bool,
    /// notes: whether line ends come back as `\r\n`; nobody says.
    pub crlf_notes: bool,
    /// delete: whose entries.
    pub deletes: Deletes,
    /// codes: the use type of internal codes, whose number nobody states (of work types it is 1).
    pub internal_use_type: i64,
    /// contracts: types that count as Flat Rate or Recurring Service (7 is the latter).
    pub fixed_types: Vec<i64>,
    /// blocks: whether a list of wanted fields may not name `hoursApproved` either; the
    /// facts say no more than that it cannot be queried.
    pub hours_approved_unnamed: bool,
    /// blocks: entities that a security level does not let see, or that are not there
    /// (`ContractBlocks`), and the status (403, 404, 500) that everybody gets.
    pub closed: Vec<(&'static str, u16)>,
    /// metadata: `hasUserDefinedFields` of a time entry; the interface of 2026 has none.
    pub has_udfs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            now: None,
            settings: Settings::default(),
            zone_base: None,
            bare_401: false,
            impersonation_status: 403,
            impersonated_creates: true,
            missing_is_404: false,
            older_references: false,
            hour_limit: 10_000,
            hour_status: 429,
            threads: 3,
            thread_status: 429,
            retry_after: Some("180".to_owned()),
            hides_non_billable: false,
            list_lag: 0,
            order: Order::ById,
            drops_conditions: false,
            honours_max_records: true,
            honours_pascal_case: false,
            without_id: WithoutId::Refused,
            next_without_body: false,
            next_loops: false,
            page_base: None,
            not_takes_null: false,
            internal_notes_queryable: true,
            fractions: false,
            zone_text: ZoneText::Label,
            needs_role: true,
            task_roles_limited: false,
            read_only: Given::Ignored,
            unknown_fields: Given::Ignored,
            hours_to_bill: Given::Ignored,
            offset_hours: Given::Kept,
            other_hours: OtherHours::Kept,
            patch_derives: false,
            general_type: None,
            refuses_overlap: false,
            trims_notes: false,
            crlf_notes: false,
            deletes: Deletes::OnBehalf,
            internal_use_type: 3,
            fixed_types: vec![2, 7],
            hours_approved_unnamed: false,
            closed: Vec::new(),
            has_udfs: false,
        }
    }
}
