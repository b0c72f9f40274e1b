//! What the service refuses, and what it changes on its own: the independent
//! oracle of its business rules.
//!
//! Written from the vendor's page of the TimeEntry entity and from what is known
//! of the interface, never from the crate under test. Each rule says where its
//! sentence stands: `page` = that page (its part in brackets), `known` = reported
//! facts of the interface. Identities are text, lengths and instants whole
//! seconds, instants UTC.

mod billing;
mod general;
mod parents;
mod people;
mod settle;
mod states;
mod time;

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

pub use settle::{changed_by_service, settled};

/// Identity of anything.
pub type Id = String;

/// A time entry as it is posted. What is none is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeEntry {
    pub ticket: Option<Id>,
    pub task: Option<Id>,
    pub resource: Option<Id>,
    pub role: Option<Id>,
    pub date_worked: Option<NaiveDate>,
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Seconds worked.
    pub hours: Option<i64>,
    pub summary_notes: Option<String>,
    pub internal_notes: Option<String>,
    /// The work type.
    pub billing_code: Option<Id>,
    pub internal_billing_code: Option<Id>,
    pub contract: Option<Id>,
    pub contract_service: Option<Id>,
    pub contract_bundle: Option<Id>,
    pub non_billable: Option<bool>,
    pub show_on_invoice: Option<bool>,
    /// Whether the last two come from somebody's defaults and were not asked for.
    pub billing_by_default: bool,
}

impl TimeEntry {
    /// Neither on a ticket nor on a task.
    pub fn is_general(&self) -> bool {
        self.ticket.is_none() && self.task.is_none()
    }
}

/// A ticket or a task. What is none is not known; what may be empty is doubly optional.
#[derive(Debug, Clone, Default)]
pub struct Parent {
    pub account: Option<Id>,
    pub completed: Option<bool>,
    pub assigned: Option<Option<Id>>,
    pub assigned_role: Option<Option<Id>>,
    pub secondary: Vec<Id>,
    pub contract: Option<Id>,
    pub billing_code: Option<Id>,
    pub sub_issue: Option<Id>,
    pub non_billable: Option<bool>,
    pub show_on_invoice: Option<bool>,
    /// Of a task's project.
    pub project_type: Option<String>,
    pub needs_start_stop: Option<bool>,
    /// Roles in which time may be entered on a task; none where all may.
    pub roles: Option<Vec<Id>>,
}

#[derive(Debug, Clone, Default)]
pub struct Resource {
    pub active: bool,
    pub zone: Option<chrono_tz::Tz>,
    pub default_role: Option<Id>,
    pub service_desk_role: Option<Id>,
    /// Roles it has, and whether it still has them; none where nothing is known.
    pub roles: Option<BTreeMap<Id, bool>>,
}

#[derive(Debug, Clone, Default)]
pub struct Contract {
    pub active: bool,
    pub account: Option<Id>,
    pub kind: Option<String>,
    pub starts: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    pub excluded_roles: BTreeSet<Id>,
    pub excluded_codes: BTreeSet<Id>,
    pub excluded_sub_issues: BTreeSet<Id>,
    pub exclusion_contract: Option<Id>,
}

/// A billing code: a work type or an internal code.
#[derive(Debug, Clone, Default)]
pub struct Code {
    pub active: bool,
    pub use_type: Option<String>,
    /// The kind of time off it is for.
    pub time_off: Option<String>,
}

/// What an administrator has set.
#[derive(Debug, Clone)]
pub struct Settings {
    pub proxy: Proxy,
    pub span_midnight: bool,
    pub modify_role: bool,
    pub prohibit_complete_tickets: bool,
    pub complete_tickets: bool,
    pub complete_tasks: bool,
    pub archived_projects: bool,
    pub notes_on_tasks_and_regular_time: bool,
    /// Kinds of time off that are enabled and displayed in regular time.
    pub regular_time: BTreeSet<String>,
    /// Seconds; 0 is none.
    pub rounding: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    Disabled,
    Approvers,
    ApproversAndAdministrators,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskAccess {
    Any,
    Assigned,
    None,
}

/// Whose keys are used, and what its security level lets it do.
#[derive(Debug, Clone)]
pub struct Caller {
    pub id: Id,
    pub administrator: bool,
    pub approves: BTreeSet<Id>,
    pub service_desk: bool,
    pub tasks: TaskAccess,
    pub billing: bool,
}

/// The service, as far as it is known.
#[derive(Debug, Clone)]
pub struct Service {
    pub tickets: BTreeMap<Id, Parent>,
    pub tasks: BTreeMap<Id, Parent>,
    pub resources: BTreeMap<Id, Resource>,
    /// Whether each role is active.
    pub roles: BTreeMap<Id, bool>,
    pub contracts: BTreeMap<Id, Contract>,
    pub work_types: BTreeMap<Id, Code>,
    pub internal_codes: BTreeMap<Id, Code>,
    /// Each account's parent.
    pub accounts: BTreeMap<Id, Option<Id>>,
    pub settings: Settings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetStatus {
    New,
    Submitted,
    Approved,
    Rejected,
}

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Create,
    Update,
    Delete,
}

/// One entry as it would become, and what it is now.
pub struct Case<'a> {
    pub service: &'a Service,
    pub caller: &'a Caller,
    pub deed: Deed,
    pub asked: &'a TimeEntry,
    pub before: Option<&'a TimeEntry>,
    /// Of the sheet that covers the day; none where that is not known.
    pub sheet: Option<SheetStatus>,
    /// Approved and posted.
    pub posted: bool,
    /// Somebody gave its notes formatting.
    pub rich_text: bool,
}

impl Case<'_> {
    fn parent(&self) -> Option<&Parent> {
        parent_of(self.service, self.asked)
    }

    fn resource(&self) -> Option<&Resource> {
        self.service.resources.get(self.asked.resource.as_ref()?)
    }

    fn general(&self) -> bool {
        self.asked.is_general()
    }

    /// Whether this field is given a value by this very request.
    fn gives<T: PartialEq>(&self, field: impl Fn(&TimeEntry) -> &Option<T>) -> bool {
        field(self.asked).is_some()
            && (self.deed == Deed::Create
                || self
                    .before
                    .is_none_or(|before| field(before) != field(self.asked)))
    }
}

fn parent_of<'s>(service: &'s Service, entry: &TimeEntry) -> Option<&'s Parent> {
    match (&entry.ticket, &entry.task) {
        (Some(ticket), _) => service.tickets.get(ticket),
        (None, Some(task)) => service.tasks.get(task),
        (None, None) => None,
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// The service says no.
    Refused,
    /// The service says no as long as a status stays what it is.
    Locked,
    /// Something would be lost.
    Lossy,
    /// The service says yes and advises against it.
    Unwise,
}

type Check = fn(&Case<'_>) -> bool;

/// Every rule that can be broken: its name, at which of `L`ocal write, change
/// (`U`), removal (`D`), hand-in (`S`) and sending (`P`) it is asked, how bad
/// it is, and whether it is broken.
pub const RULES: &[(&str, &str, Gravity, Check)] = &[
    ("autotask/hours", "L", Gravity::Refused, time::hours),
    (
        "autotask/start-before-end",
        "L",
        Gravity::Refused,
        time::start_before_end,
    ),
    (
        "autotask/one-parent",
        "L",
        Gravity::Refused,
        parents::one_parent,
    ),
    (
        "autotask/utc-midnight",
        "L",
        Gravity::Refused,
        time::utc_midnight,
    ),
    (
        "autotask/sheet-status",
        "LUD",
        Gravity::Locked,
        states::sheet_status,
    ),
    (
        "autotask/frozen-when-submitted",
        "U",
        Gravity::Locked,
        states::frozen,
    ),
    (
        "autotask/approved-and-posted",
        "UD",
        Gravity::Locked,
        states::posted,
    ),
    ("autotask/proxy", "LU", Gravity::Refused, people::proxy),
    (
        "autotask/ticket-assigned",
        "LU",
        Gravity::Refused,
        people::ticket_assigned,
    ),
    (
        "autotask/task-permission",
        "LU",
        Gravity::Refused,
        people::task_permission,
    ),
    (
        "autotask/project-template",
        "L",
        Gravity::Refused,
        parents::project_template,
    ),
    (
        "autotask/start-stop-required",
        "L",
        Gravity::Refused,
        time::start_stop_required,
    ),
    (
        "autotask/complete-ticket",
        "LU",
        Gravity::Refused,
        parents::complete_ticket,
    ),
    (
        "autotask/complete-task",
        "LU",
        Gravity::Refused,
        parents::complete_task,
    ),
    (
        "autotask/summary-notes",
        "LS",
        Gravity::Refused,
        parents::summary_notes,
    ),
    (
        "autotask/note-length",
        "L",
        Gravity::Refused,
        parents::note_length,
    ),
    ("autotask/rich-text", "U", Gravity::Lossy, states::rich_text),
    (
        "autotask/role-required",
        "LP",
        Gravity::Refused,
        people::role_required,
    ),
    (
        "autotask/role-valid",
        "LUP",
        Gravity::Refused,
        people::role_valid,
    ),
    (
        "autotask/role-active",
        "L",
        Gravity::Refused,
        people::role_active,
    ),
    (
        "autotask/role-assigned",
        "LU",
        Gravity::Refused,
        people::role_assigned,
    ),
    (
        "autotask/general-code",
        "L",
        Gravity::Refused,
        general::code,
    ),
    (
        "autotask/time-off-codes",
        "L",
        Gravity::Refused,
        general::time_off,
    ),
    (
        "autotask/general-non-billable",
        "L",
        Gravity::Refused,
        general::non_billable,
    ),
    (
        "autotask/work-type",
        "LUP",
        Gravity::Refused,
        billing::work_type,
    ),
    (
        "autotask/contract-needs-parent",
        "L",
        Gravity::Refused,
        billing::contract_needs_parent,
    ),
    (
        "autotask/contract-service",
        "L",
        Gravity::Refused,
        billing::contract_service,
    ),
    (
        "autotask/contract-active",
        "LUP",
        Gravity::Refused,
        billing::contract_active,
    ),
    (
        "autotask/billing-permission",
        "L",
        Gravity::Refused,
        billing::permission,
    ),
    (
        "autotask/invoice-flag",
        "L",
        Gravity::Refused,
        billing::invoice_flag,
    ),
    (
        "autotask/project-template",
        "L",
        Gravity::Unwise,
        parents::archived_project,
    ),
];
