//! Autotask PSA's rules on roles, codes, contracts and the bill. Inheritance stands before exclusion: what is taken over may be excluded.

use crate::domain::status::BackendKind;
use crate::rules::check::Check::{Ask, ByType};
use crate::rules::check::autotask::{codes, contracts, roles, time};
use crate::rules::rule::Stage::{Approve, Log, Observe, Push, Update};
use crate::rules::rule::{Consequence, Needs, Rule, Scope, Stages};

/// What most rows have in common.
const ROW: Rule = Rule {
    id: "",
    scope: Scope::Backend(BackendKind::Autotask),
    stages: Stages::of(&[]),
    field: None,
    asks_timers: false,
    needs: Needs::Entry,
    check: ByType(""),
    consequence: Consequence::Refuse,
    covers: &[],
    message: "",
    help: "",
    source: "",
};

pub(super) static ROWS: &[Rule] = &[
    Rule {
        id: "autotask/role-required",
        stages: Stages::of(&[Log, Push]),
        field: Some("work_role"),
        needs: Needs::Catalog,
        check: Ask(roles::required),
        message: "{name} has no role for the time on it",
        help: "add --work-role",
        source: "Autotask time entry reference: ticket and task time has a RoleID; left out, the assigned role, then the resource's service desk role",
        ..ROW
    },
    Rule {
        id: "autotask/role-valid",
        stages: Stages::of(&[Log, Update, Push]),
        field: Some("work_role"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(roles::valid),
        message: "role {name} {problem}",
        help: "choose a role of the resource with --work-role",
        source: "Autotask time entry reference: the RoleID is valid for the ResourceID, and for the task",
        ..ROW
    },
    Rule {
        id: "autotask/role-active",
        stages: Stages::of(&[Log]),
        field: Some("work_role"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(roles::active),
        message: "role {name} is no longer active for {member}",
        help: "choose an active role with --work-role",
        source: "Autotask time entry reference: no new entries with an inactive resource and role; old ones may change",
        ..ROW
    },
    Rule {
        id: "autotask/role-assigned",
        stages: Stages::of(&[Log, Update]),
        field: Some("work_role"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(roles::assigned),
        message: "role {name} is not role {role}, in which {parent} is assigned",
        help: "leave --work-role out",
        source: "Autotask time entry reference: the role is the assigned one unless users may modify it; [profile.X.settings] allow_modify_role",
        ..ROW
    },
    Rule {
        id: "autotask/general-role",
        stages: Stages::of(&[Log]),
        field: Some("work_role"),
        needs: Needs::Catalog,
        check: Ask(roles::general),
        consequence: Consequence::Adjust,
        message: "time on neither ticket nor task takes role {to}, not {from}",
        help: "leave --work-role out",
        source: "Autotask time entry reference: general time has the resource's default role, whatever is given",
        ..ROW
    },
    Rule {
        id: "autotask/general-code",
        stages: Stages::of(&[Log]),
        field: Some("charge_to"),
        needs: Needs::Catalog,
        check: Ask(codes::general_code),
        message: "internal code {name} {problem}",
        help: "choose one of tt catalog list charge-codes with --charge-code",
        source: "Autotask time entry reference: general time has an InternalAllocationCodeID of type InternalActivity or GeneralActivity",
        ..ROW
    },
    Rule {
        id: "autotask/time-off-codes",
        stages: Stages::of(&[Log]),
        field: Some("charge_to"),
        asks_timers: true,
        needs: Needs::Profile,
        check: Ask(codes::time_off_codes),
        message: "code {name} is {kind} time, which is not booked as regular time here",
        help: "ask for the time off in Autotask, or set regular_time_codes in [profile.NAME.settings]",
        source: "Autotask time entry reference: time off only where it is enabled and shown in regular time; [profile.X.settings] regular_time_codes",
        ..ROW
    },
    Rule {
        id: "autotask/general-allocation",
        stages: Stages::of(&[Log]),
        field: Some("work_type"),
        check: Ask(codes::general_allocation),
        consequence: Consequence::Adjust,
        message: "the work type becomes internal code {code}",
        help: "leave --work-type out",
        source: "Autotask time entry reference: AllocationCodeID of general time is the InternalAllocationCodeID",
        ..ROW
    },
    Rule {
        id: "autotask/general-non-billable",
        stages: Stages::of(&[Log]),
        field: Some("billable"),
        asks_timers: true,
        check: Ask(codes::general_billing),
        message: "time on neither ticket nor task is never billed",
        help: "leave --billable out, or add --ticket or --task",
        source: "Autotask time entry reference: general time is non-billable and never on an invoice",
        ..ROW
    },
    Rule {
        id: "autotask/work-type",
        stages: Stages::of(&[Log, Update, Push]),
        field: Some("work_type"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(codes::work_type),
        message: "work type {name} {problem}",
        help: "choose one of tt catalog list work-types with --work-type",
        source: "Autotask time entry reference: AllocationCodeID is an active Work Type (General); after-hours conditions are applied there and shown as returned",
        ..ROW
    },
    Rule {
        id: "autotask/contract-needs-parent",
        stages: Stages::of(&[Log]),
        field: Some("agreement"),
        asks_timers: true,
        check: Ask(contracts::needs_parent),
        message: "a contract goes with a ticket or a task",
        help: "add --ticket or --task, or leave --agreement out",
        source: "Autotask time entry reference: a ContractID needs a TicketID or TaskID",
        ..ROW
    },
    Rule {
        id: "autotask/contract-service",
        stages: Stages::of(&[Log]),
        field: Some("extra.agreement_service"),
        asks_timers: true,
        check: Ask(contracts::service),
        message: "a service or bundle needs its contract",
        help: "add --agreement",
        source: "Autotask time entry reference: ContractServiceID and ContractServiceBundleID belong to a contract",
        ..ROW
    },
    Rule {
        id: "autotask/contract-active",
        stages: Stages::of(&[Log, Update, Push]),
        field: Some("agreement"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(contracts::active),
        message: "contract {name} {problem}",
        help: "choose a contract of the client that is in force with --agreement",
        source: "Autotask time entry reference: the contract is active for the account or its parent",
        ..ROW
    },
    Rule {
        id: "autotask/inherit-on-create",
        stages: Stages::of(&[Log, Push]),
        field: Some("work_type"),
        needs: Needs::Catalog,
        check: Ask(contracts::inheritance),
        consequence: Consequence::Adjust,
        message: "{field} {to}, from {whose}",
        help: "give a value of your own to keep it from being taken over",
        source: "Autotask time entry reference: left out on create, work type, contract, billing and invoice flag come from the ticket or task; on update they stay",
        ..ROW
    },
    Rule {
        id: "autotask/contract-exclusion",
        stages: Stages::of(&[Log, Update, Push]),
        field: Some("agreement"),
        needs: Needs::Catalog,
        check: Ask(contracts::exclusion),
        consequence: Consequence::Adjust,
        message: "contract {name} excludes {what}, {using}",
        help: "choose another contract, role or work type",
        source: "Autotask time entry reference: an excluded role, work type or sub-issue type moves the entry to the default exclusion contract, or to none",
        ..ROW
    },
    Rule {
        id: "autotask/billing-permission",
        stages: Stages::of(&[Log]),
        field: Some("billable"),
        asks_timers: true,
        needs: Needs::Profile,
        check: Ask(codes::billing_permission),
        message: "the security level does not let {fields} be given",
        help: "leave them out, for Autotask fills them in, or set may_set_billing in [profile.NAME.settings] if it does",
        source: "Autotask time entry reference: work type, contract, billing and invoice flag need permission; [profile.X.settings] may_set_billing",
        ..ROW
    },
    Rule {
        id: "autotask/invoice-flag",
        stages: Stages::of(&[Log]),
        field: Some("extra.show_on_invoice"),
        asks_timers: true,
        needs: Needs::Catalog,
        check: Ask(contracts::invoice_flag),
        message: "time under contract {name}, a {type} one, does not show on the invoice",
        help: "leave --show-on-invoice out, or choose another contract",
        source: "Autotask time entry reference: ShowOnInvoice not with Flat Rate or Recurring Service contracts",
        ..ROW
    },
    Rule {
        id: "autotask/billing-approval-pair",
        stages: Stages::of(&[Approve, Push]),
        field: Some("status"),
        check: ByType("approver, date and level of the billing approval are never sent"),
        message: "Autotask writes who approved the billing, and when, by itself",
        help: "approve the billing in Autotask",
        source: "Autotask time entry reference: BillingApprovalResourceID and BillingApprovalDateTime are set together or not at all",
        ..ROW
    },
    Rule {
        id: "autotask/rounding",
        stages: Stages::of(&[Push]),
        field: Some("billed_seconds"),
        needs: Needs::Remote,
        check: Ask(time::rounding),
        consequence: Consequence::Adjust,
        message: "{length} worked is billed as {billed}",
        help: "give a length that is a multiple of the step, where the two must be the same",
        source: "Autotask time entry reference: entries are rounded by the system settings; [profile.X.settings] rounding_minutes",
        ..ROW
    },
    Rule {
        id: "autotask/utc",
        stages: Stages::of(&[Push]),
        field: Some("start"),
        check: ByType("every instant is kept and sent in UTC"),
        message: "Autotask reads all instants in UTC",
        help: "give times in your own zone, which are sent in UTC",
        source: "Autotask REST reference: date-times are UTC; Eastern time was the rule of the retired interface",
        ..ROW
    },
    Rule {
        id: "autotask/no-bill-immediately",
        stages: Stages::of(&[Push]),
        field: Some("status"),
        check: ByType("there is no such field to send"),
        message: "time from outside always waits to be approved and posted",
        help: "have the time approved and posted in Autotask",
        source: "Autotask time entry reference: Bill Immediately is not supported",
        ..ROW
    },
    Rule {
        id: "autotask/entry-type",
        stages: Stages::of(&[Observe]),
        field: Some("charge_to"),
        check: ByType(
            "what comes back is read for its ticket or task, and its type is shown as it is",
        ),
        message: "an entry of Autotask is of type 2 on a ticket and of type 6 on a task",
        help: "check an entry of another type in Autotask",
        source: "Autotask time entry reference: the Type field",
        ..ROW
    },
];
