//! What goes wrong with time booked on Autotask: one change for each way in which
//! one rule is broken.

use super::super::{Case, Turn};
use super::timeless;
use crate::support::vendor::oracle::Booked;
use crate::support::vendor::oracle::generate::{HOUR, NINE, target};
use serde_json::json;
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::{Content, Pause};
use tt::domain::ids::EntryId;
use tt::domain::status::{Billable, BookedAs, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings, TimeOff};
use tt::rules::Stage;

pub(super) fn tenant_of(case: &mut Case) -> &mut TenantSettings {
    case.asked.profile.tenant.as_mut().unwrap()
}

fn ticket(case: &mut Case) -> &mut Content {
    let content = &mut case.asked.content;
    content.target = Some(target(TargetKind::Ticket, "54321"));
    content
}

fn task(case: &mut Case) -> &mut Content {
    let content = &mut case.asked.content;
    content.target = Some(target(TargetKind::Task, "88"));
    content
}

fn general<'c>(case: &'c mut Case, code: &str) -> &'c mut TenantSettings {
    let content = &mut case.asked.content;
    content.target = Some(target(TargetKind::ChargeCode, code));
    content.agreement = None;
    content.billable = Billable::NoDefault;
    content.extra.show_on_invoice = None;
    tenant_of(case)
}

fn role(case: &mut Case, id: &str) {
    case.asked.content.work_role = Some(Reference::typed(id));
    tenant_of(case).allow_modify_role = true;
}

fn contract(case: &mut Case, id: &str) {
    case.asked.content.agreement = Some(Reference::typed(id));
}

fn times(case: &mut Case, start: i64, end: i64) {
    let content = &mut case.asked.content;
    (content.start, content.end, content.deduct) = (Some(start), Some(end), 0);
    (content.length, content.booked_as) = (None, BookedAs::Range);
    content.date = tt::domain::zone::Zone::parse(&content.zone)
        .unwrap()
        .date(start);
}

/// Where there is an entry already.
fn stored(case: &mut Case, status: Status) {
    if let Some(before) = &mut case.asked.before {
        before.status = status;
    }
}

fn other(case: &mut Case, start: i64, hours: i64) {
    case.company.others.push(Booked {
        id: EntryId(3),
        date: case.asked.content.date,
        start,
        end: start + hours * HOUR,
    });
}

const L: &[Stage] = &[Stage::Log];
const LU: &[Stage] = &[Stage::Log, Stage::Update];
const U: &[Stage] = &[Stage::Update];
const LS: &[Stage] = &[Stage::Log, Stage::Submit];
const LP: &[Stage] = &[Stage::Log, Stage::Push];
const LUP: &[Stage] = &[Stage::Log, Stage::Update, Stage::Push];
const S: &[Stage] = &[Stage::Submit];

const fn turn(breaks: &'static str, at: &'static [Stage], turn: fn(&mut Case)) -> Turn {
    Turn { breaks, at, turn }
}

pub(super) static TURNS: &[Turn] = &[
    turn("autotask/hours", L, |case| {
        tenant_of(case).allow_span_midnight = true;
        case.asked.settings.review_entry = 24 * HOUR;
        times(case, NINE - 20 * HOUR, NINE + 4 * HOUR);
    }),
    turn("autotask/start-before-end", L, |case| {
        times(case, NINE + HOUR, NINE)
    }),
    turn("autotask/hours", L, |case| {
        timeless(&mut case.asked.content, 0);
    }),
    turn("autotask/utc-midnight", LU, |case| {
        tenant_of(case).allow_span_midnight = false;
        times(case, NINE - 9 * HOUR, NINE - 7 * HOUR);
    }),
    turn("autotask/sheet-status", L, |case| {
        case.company.sheet = Some(Status::Submitted)
    }),
    turn("autotask/sheet-status", L, |case| {
        case.company.sheet = Some(Status::Approved)
    }),
    turn("autotask/frozen-when-submitted", U, |case| {
        stored(case, Status::Submitted);
        case.asked.content.deduct += 60;
    }),
    turn("autotask/approved-and-posted", U, |case| {
        stored(case, Status::Billed);
    }),
    turn("autotask/proxy", LU, |case| {
        tenant_of(case).proxy_time_entry = ProxyEntry::Disabled;
        case.asked.content.member = Some(Reference::typed("8"));
    }),
    turn("autotask/proxy", L, |case| {
        tenant_of(case).proxy_time_entry = ProxyEntry::Approvers;
        tenant_of(case).administrator = true;
        case.asked.content.member = Some(Reference::typed("8"));
    }),
    turn("autotask/proxy", L, |case| {
        tenant_of(case).proxy_time_entry = ProxyEntry::ApproversAndAdministrators;
        tenant_of(case).administrator = true;
        case.asked.content.member = Some(Reference::typed("8"));
        case.company.item(Kind::Members, "8").active = false;
    }),
    turn("autotask/ticket-assigned", LU, |case| {
        tenant_of(case).service_desk_access = false;
        case.company
            .fact(Kind::Tickets, "54321", "assigned", json!("8"));
    }),
    turn("autotask/ticket-assigned", LU, |case| {
        tenant_of(case).service_desk_access = false;
        case.company
            .fact(Kind::Tickets, "54321", "assigned", json!(null));
        case.company
            .fact(Kind::Tickets, "54321", "secondary", json!(["8"]));
    }),
    turn("autotask/task-permission", LU, |case| {
        tenant_of(case).can_enter_time_on = TaskEntry::None;
        task(case);
    }),
    turn("autotask/task-permission", L, |case| {
        tenant_of(case).can_enter_time_on = TaskEntry::Assigned;
        case.company.fact(Kind::Tasks, "88", "assigned", json!("8"));
    }),
    turn("autotask/project-template", L, |case| {
        case.company
            .fact(Kind::Tasks, "88", "project_type", json!("template"));
    }),
    turn("autotask/project-template", L, |case| {
        case.company
            .fact(Kind::Tasks, "88", "project_type", json!("baseline"));
    }),
    turn("autotask/project-template", L, |case| {
        tenant_of(case).allow_archived_projects = true;
        case.company
            .fact(Kind::Tasks, "88", "project_type", json!("archived"));
    }),
    turn("autotask/start-stop-required", L, |case| {
        case.company
            .fact(Kind::Tasks, "88", "needs_start_stop", json!(true));
        timeless(task(case), 2);
    }),
    turn("autotask/complete-ticket", L, |case| {
        tenant_of(case).prohibit_time_on_complete_tickets = true;
        case.company
            .fact(Kind::Tickets, "54321", "completed", json!(true));
    }),
    turn("autotask/complete-ticket", LU, |case| {
        tenant_of(case).allow_time_on_complete_tickets = false;
        case.company
            .fact(Kind::Tickets, "54321", "completed", json!(true));
    }),
    turn("autotask/complete-task", LU, |case| {
        tenant_of(case).allow_time_on_complete_tasks = false;
        case.company
            .fact(Kind::Tasks, "88", "completed", json!(true));
    }),
    turn("autotask/summary-notes", LS, |case| {
        ticket(case).note = None
    }),
    turn("autotask/summary-notes", LS, |case| {
        tenant_of(case).require_summary_notes_on_tasks = true;
        case.asked.content.note = Some("  ".to_owned());
    }),
    turn("autotask/note-length", L, |case| {
        case.asked.content.note = Some("é".repeat(32_001))
    }),
    turn("autotask/note-length", L, |case| {
        case.asked.content.internal_note = Some("x".repeat(32_001));
    }),
    turn("autotask/role-required", LP, |case| {
        ticket(case).work_role = None;
        case.company
            .fact(Kind::Tickets, "54321", "assigned_role", json!(null));
        case.company
            .fact(Kind::Members, "7", "service_desk_role", json!(null));
    }),
    turn("autotask/role-valid", LUP, |case| role(case, "16")),
    turn("autotask/role-valid", LUP, |case| {
        task(case);
        role(case, "12");
        case.company.fact(Kind::Tasks, "88", "roles", json!(["13"]));
    }),
    turn("autotask/role-valid", LP, |case| {
        case.asked.content.work_role = None;
        case.company
            .fact(Kind::Tickets, "54321", "assigned_role", json!("16"));
    }),
    turn("autotask/role-active", L, |case| {
        ticket(case).work_role = None;
        case.company
            .fact(Kind::Tickets, "54321", "assigned_role", json!(null));
        case.company
            .fact(Kind::Members, "7", "service_desk_role", json!("15"));
    }),
    turn("autotask/role-active", L, |case| role(case, "14")),
    turn("autotask/role-active", L, |case| role(case, "15")),
    turn("autotask/role-assigned", LU, |case| {
        role(case, "13");
        tenant_of(case).allow_modify_role = false;
    }),
    turn("autotask/general-code", L, |case| {
        general(case, "43");
    }),
    turn("autotask/general-code", L, |case| {
        general(case, "40");
        case.company.item(Kind::ChargeCodes, "40").active = false;
    }),
    turn("autotask/general-code", L, |case| {
        general(case, "40");
        case.asked.content.target = None;
    }),
    turn("autotask/time-off-codes", L, |case| {
        general(case, "42").regular_time_codes = vec![TimeOff::Sick];
    }),
    turn("autotask/general-non-billable", L, |case| {
        general(case, "40");
        case.asked.content.billable = Billable::Billable;
        case.asked.profile.billable = None;
        case.asked.content.given = Default::default();
    }),
    turn("autotask/general-non-billable", L, |case| {
        general(case, "40");
        case.asked.content.extra.show_on_invoice = Some(true);
    }),
    turn("autotask/work-type", LUP, |case| {
        case.asked.content.work_type = Some(Reference::typed("23"));
    }),
    turn("autotask/work-type", LUP, |case| {
        case.asked.content.work_type = Some(Reference::typed("24"));
    }),
    turn("autotask/work-type", LUP, |case| {
        case.asked.content.work_type = Some(Reference::typed("29"));
    }),
    turn("autotask/contract-needs-parent", L, |case| {
        general(case, "40");
        contract(case, "77");
    }),
    turn("autotask/contract-service", L, |case| {
        contract(case, "77");
        case.asked.content.extra.agreement_service = Some("4".to_owned());
        case.asked.content.extra.agreement_bundle = Some("5".to_owned());
    }),
    turn("autotask/contract-service", L, |case| {
        case.asked.content.agreement = None;
        case.asked.content.extra.agreement_service = Some("4".to_owned());
        case.company
            .fact(Kind::Tickets, "54321", "agreement", json!(null));
    }),
    turn("autotask/contract-active", LUP, |case| contract(case, "83")),
    turn("autotask/contract-active", LUP, |case| contract(case, "84")),
    turn("autotask/contract-active", LUP, |case| contract(case, "85")),
    turn("autotask/contract-active", LUP, |case| contract(case, "87")),
    turn("autotask/contract-active", L, |case| {
        contract(case, "84");
        case.company
            .fact(Kind::Tickets, "54321", "client", json!("50"));
    }),
    turn("autotask/billing-permission", LU, |case| {
        case.asked.content.work_type = Some(Reference::typed("21"));
        tenant_of(case).may_set_billing = false;
    }),
    turn("autotask/billing-permission", LU, |case| {
        ticket(case).billable = Billable::DoNotBill;
        case.asked.content.extra.show_on_invoice = None;
        tenant_of(case).may_set_billing = false;
    }),
    turn("autotask/invoice-flag", L, |case| {
        contract(case, "79");
        case.asked.content.extra.show_on_invoice = Some(true);
    }),
    turn("autotask/invoice-flag", L, |case| {
        contract(case, "86");
        case.asked.content.billable = Billable::Billable;
        case.asked.content.extra.show_on_invoice = None;
    }),
    turn("tt/overlap", L, |case| {
        times(case, NINE, NINE + 2 * HOUR);
        other(case, NINE + HOUR, 3);
    }),
    turn("tt/max-day", L, |case| {
        times(case, NINE, NINE + 2 * HOUR);
        case.asked.settings.max_day = 4 * HOUR;
        other(case, NINE + 5 * HOUR, 3);
    }),
    turn("tt/long-entry", L, |case| {
        times(case, NINE, NINE + 5 * HOUR);
        case.asked.settings.review_entry = 4 * HOUR;
    }),
    turn("tt/not-in-future", L, |case| {
        times(case, NINE, NINE + 2 * HOUR);
        case.asked.now = NINE + HOUR;
    }),
    turn("tt/deduct-within", L, |case| {
        times(case, NINE, NINE + 2 * HOUR);
        case.asked.content.deduct = -60;
    }),
    turn("autotask/hours", L, |case| {
        times(case, NINE, NINE + 2 * HOUR);
        case.asked.content.pauses.push(Pause {
            start: NINE,
            end: Some(NINE + 2 * HOUR),
        });
    }),
    turn("tt/increment", LS, |case| {
        times(case, NINE, NINE + 601);
        case.asked.settings.increment = 900;
    }),
    turn("tt/note-min-chars", LS, |case| {
        case.asked.content.note = Some("mail".to_owned());
        case.asked.settings.note_min_chars = 8;
    }),
    turn("tt/one-target", L, |case| {
        case.asked.content.target = Some(target(TargetKind::Activity, "1"));
    }),
    turn("tt/late", L, |case| {
        case.asked.now = NINE + 48 * HOUR;
        case.asked.settings.late_after = Some(24 * HOUR);
    }),
    turn("tt/no-control-chars", L, |case| {
        case.asked.content.note = Some("fixed\u{7} it".to_owned());
    }),
    turn("tt/transition", S, |case| {
        stored(case, Status::Approved);
    }),
];
