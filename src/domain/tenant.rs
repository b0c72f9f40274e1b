//! Settings of a service's tenant that its interface does not show, so that the
//! profile states them. Rules ask for them; every one has the vendor's default.

use super::status::words;

words! {
    /// Who may enter time for somebody else.
    ProxyEntry {
        /// Nobody.
        Disabled = "disabled",
        /// Those who approve the other's timesheets.
        Approvers = "approvers",
        /// Those, and administrators for everybody active.
        ApproversAndAdministrators = "approvers-and-administrators",
    }
}

words! {
    /// Which tasks the security level lets one enter time on.
    TaskEntry {
        /// Every task.
        Any = "any",
        /// Tasks one is assigned to.
        Assigned = "assigned",
        /// No task.
        None = "none",
    }
}

words! {
    /// Kinds of time off whose codes may be shown in regular time.
    TimeOff {
        /// Floating holiday.
        FloatingHoliday = "floating-holiday",
        /// Personal time.
        Personal = "personal",
        /// Sick time.
        Sick = "sick",
        /// Vacation.
        Vacation = "vacation",
    }
}

/// `[profile.X.settings]` of an Autotask profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantSettings {
    /// Who may enter time for somebody else.
    pub proxy_time_entry: ProxyEntry,
    /// The interface user's own identity; none is the profile's member.
    pub api_resource: Option<String>,
    /// Members whose timesheets it approves.
    pub approves: Vec<String>,
    /// Whether it is an administrator.
    pub administrator: bool,
    /// Whether it may see every ticket, not only its own.
    pub service_desk_access: bool,
    /// Which tasks it may enter time on.
    pub can_enter_time_on: TaskEntry,
    /// Whether it may give work type, agreement and billable option.
    pub may_set_billing: bool,
    /// Whether an entry may span midnight UTC.
    pub allow_span_midnight: bool,
    /// Whether the work role may be changed.
    pub allow_modify_role: bool,
    /// Whether complete tickets take no new entries.
    pub prohibit_time_on_complete_tickets: bool,
    /// Whether entries may be added to and changed on complete tickets.
    pub allow_time_on_complete_tickets: bool,
    /// The same for tasks.
    pub allow_time_on_complete_tasks: bool,
    /// Whether archived projects take entries.
    pub allow_archived_projects: bool,
    /// Whether entries on tasks need a note.
    pub require_summary_notes_on_tasks: bool,
    /// Kinds of time off that are enabled and shown in regular time.
    pub regular_time_codes: Vec<TimeOff>,
    /// The tenant's rounding, in minutes; 0 is none.
    pub rounding_minutes: u32,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            proxy_time_entry: ProxyEntry::Disabled,
            api_resource: None,
            approves: Vec::new(),
            administrator: false,
            service_desk_access: true,
            can_enter_time_on: TaskEntry::Any,
            may_set_billing: true,
            allow_span_midnight: false,
            allow_modify_role: false,
            prohibit_time_on_complete_tickets: false,
            allow_time_on_complete_tickets: true,
            allow_time_on_complete_tasks: true,
            allow_archived_projects: false,
            require_summary_notes_on_tasks: false,
            regular_time_codes: Vec::new(),
            rounding_minutes: 0,
        }
    }
}
