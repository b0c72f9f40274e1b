//! Autotask: its company, what is booked there, and what goes wrong with it.

use super::{Case, Service, Turn};
use crate::support::vendor::oracle::autotask::Autotask;
use crate::support::vendor::oracle::generate::{
    HOUR, NINE, booking, delivered, item, later, stretch, target,
};
use crate::support::vendor::oracle::{Booked, Company};
use proptest::prelude::*;
use serde_json::{Value, json};
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::{Content, Pause};
use tt::domain::ids::EntryId;
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings, TimeOff};
use tt::rules::Stage;

pub static SERVICE: Service = Service {
    oracle: &Autotask,
    sound,
    at,
    turns: TURNS,
    beyond: &[
        ("autotask/date-or-start", "content always has a date"),
        ("autotask/hours-from-span", "content always has its hours"),
        ("autotask/one-parent", "content has one target"),
        (
            "autotask/delete",
            "asked at a removal, by what the service holds",
        ),
        (
            "autotask/impersonator-delete",
            "asked at a removal, by what the service holds",
        ),
        ("autotask/rich-text", "by what the service holds"),
        ("autotask/billing-approval-pair", "no field of ours"),
        ("autotask/utc", "the wire's"),
        ("autotask/no-bill-immediately", "the wire's"),
        ("autotask/entry-type", "the wire's"),
    ],
};

/// People, roles, codes and contracts; two tickets and a task whose values vary.
pub(super) fn company(
    inherited: (Option<&'static str>, Option<&'static str>),
    billable: Option<bool>,
    sub_issue: Option<&'static str>,
    zone: &str,
) -> Company {
    let (contract, code) = inherited;
    let mut parent = json!({
        "assigned": "7", "assigned_role": "12", "completed": false, "client": "5",
        "agreement": contract, "work_type": code,
    });
    if let Some(billable) = billable {
        let word = if billable { "billable" } else { "do-not-bill" };
        (parent["billable"], parent["show_on_invoice"]) = (json!(word), json!(billable));
    }
    let mut ticket = parent.clone();
    if let Some(sub_issue) = sub_issue {
        ticket["sub_issue"] = json!(sub_issue);
    }
    let mut task = parent;
    (task["project_type"], task["needs_start_stop"]) = (json!("client"), json!(false));
    task["assigned_role"] = json!(12);
    let contract = |id: &str, client: u32, more: Value| {
        let mut facts = json!({"client": client, "agreement_type": "time-and-materials"});
        for (name, value) in more.as_object().unwrap() {
            facts[name] = value.clone();
        }
        item(Kind::Agreements, id, facts)
    };
    let mut inactive = contract("83", 5, json!({}));
    inactive.active = false;
    let retired = |kind, id: &str, facts| {
        let mut item = item(kind, id, facts);
        item.active = false;
        item
    };
    let items = vec![
        item(Kind::Tickets, "54321", ticket),
        item(Kind::Tasks, "88", task),
        item(
            Kind::Members,
            "7",
            json!({
                "zone": zone, "default_role": "3", "service_desk_role": "13",
                "roles": [
                    {"role": 12, "active": true}, {"role": "13", "active": true},
                    {"role": "14", "active": false}, {"role": "15", "active": true},
                ],
            }),
        ),
        item(
            Kind::Members,
            "8",
            json!({
                "zone": zone, "default_role": "3", "service_desk_role": "13",
                "roles": [{"role": 12, "active": true}, {"role": "13", "active": true}],
            }),
        ),
        item(Kind::WorkRoles, "3", json!({})),
        item(Kind::WorkRoles, "12", json!({})),
        item(Kind::WorkRoles, "13", json!({})),
        item(Kind::WorkRoles, "14", json!({})),
        retired(Kind::WorkRoles, "15", json!({})),
        item(Kind::WorkRoles, "16", json!({})),
        item(Kind::Clients, "5", json!({"parent": "50"})),
        item(Kind::Clients, "6", json!({"parent": null})),
        item(Kind::Clients, "50", json!({"parent": null})),
        contract("77", 5, json!({})),
        contract("78", 50, json!({"starts": "2026-01-01", "ends": null})),
        contract("79", 5, json!({"agreement_type": "flat-rate"})),
        contract(
            "80",
            5,
            json!({"excluded_roles": [13], "excluded_work_types": ["22"],
            "excluded_sub_issues": ["900"], "exclusion_agreement": "81"}),
        ),
        contract("81", 5, json!({})),
        contract(
            "82",
            5,
            json!({"excluded_roles": ["12"], "exclusion_agreement": null}),
        ),
        inactive,
        contract("84", 6, json!({})),
        contract(
            "85",
            5,
            json!({"starts": "2026-01-01", "ends": "2026-10-31"}),
        ),
        contract("86", 5, json!({"agreement_type": "recurring-service"})),
        contract("87", 5, json!({"starts": "2026-12-01"})),
        item(Kind::WorkTypes, "21", json!({"code_type": "general"})),
        item(Kind::WorkTypes, "22", json!({"code_type": "general"})),
        retired(Kind::WorkTypes, "23", json!({"code_type": "general"})),
        item(
            Kind::WorkTypes,
            "24",
            json!({"code_type": "internal-activity"}),
        ),
        item(
            Kind::ChargeCodes,
            "40",
            json!({"code_type": "internal-activity"}),
        ),
        item(
            Kind::ChargeCodes,
            "41",
            json!({"code_type": "general-activity"}),
        ),
        item(
            Kind::ChargeCodes,
            "42",
            json!({"code_type": "internal-activity", "time_off": "vacation"}),
        ),
        item(Kind::ChargeCodes, "43", json!({"code_type": "general"})),
    ];
    Company {
        items,
        ..Company::default()
    }
}

/// Settings that forbid nothing a sound proposal does.
fn tenant() -> impl Strategy<Value = TenantSettings> {
    (
        prop::sample::select(ProxyEntry::ALL),
        prop::array::uniform8(any::<bool>()),
        prop::sample::select(&[0_u32, 0, 0, 6, 15][..]),
    )
        .prop_map(|(proxy, flags, minutes)| TenantSettings {
            proxy_time_entry: proxy,
            api_resource: flags[0].then(|| "7".to_owned()),
            approves: vec!["9".to_owned()],
            administrator: false,
            service_desk_access: flags[1],
            can_enter_time_on: if flags[2] {
                TaskEntry::Any
            } else {
                TaskEntry::Assigned
            },
            allow_span_midnight: flags[3],
            allow_modify_role: flags[4],
            prohibit_time_on_complete_tickets: flags[5],
            allow_archived_projects: false,
            require_summary_notes_on_tasks: flags[6],
            rounding_minutes: minutes,
            ..TenantSettings::default()
        })
}

const OWN_CONTRACTS: &[Option<&str>] = &[
    None,
    None,
    None,
    Some("77"),
    Some("78"),
    Some("80"),
    Some("81"),
    Some("82"),
];
const CODES: &[Option<&str>] = &[None, None, Some("21"), Some("22")];

fn sound() -> BoxedStrategy<Case> {
    let company_of = (
        (
            prop::sample::select(OWN_CONTRACTS),
            prop::sample::select(CODES),
        ),
        proptest::option::of(any::<bool>()),
        prop::sample::select(&[None, Some("900"), Some("901")][..]),
        prop::sample::select(&["Europe/Amsterdam", "Europe/Amsterdam", "Pacific/Auckland"][..]),
    )
        .prop_map(|(inherited, billable, sub, zone)| company(inherited, billable, sub, zone));
    let what = (
        0_u8..3,
        prop::sample::select(&[None, Some("12"), Some("12"), Some("13")][..]),
    );
    let billing = (
        prop::sample::select(OWN_CONTRACTS),
        prop::sample::select(CODES),
        prop::sample::select(Billable::ALL),
        proptest::option::of(any::<bool>()),
        any::<bool>(),
    );
    let more = (any::<bool>(), any::<bool>(), 0_i64..3, any::<bool>());
    (company_of, stretch(), tenant(), what, billing, more)
        .prop_map(|(company, times, tenant, what, billing, more)| {
            let mut asked = booking(BackendKind::Autotask, times);
            asked.profile.tenant = Some(tenant);
            let (member, noted, minutes, dated) = more;
            let content = &mut asked.content;
            if member {
                content.member = Some(Reference::typed("7"));
            }
            if noted {
                content.internal_note = Some("asked the colleagues".to_owned());
            }
            if dated {
                timeless(content, 1 + minutes);
            } else if times.1 - times.0 > 3 * 60 {
                content.deduct = minutes * 60;
            }
            let (parent, role) = what;
            let (contract, code, billable, shown, by_default) = billing;
            match parent {
                0 => content.target = Some(target(TargetKind::Ticket, "54321")),
                1 => content.target = Some(target(TargetKind::Task, "88")),
                _ => content.target = Some(target(TargetKind::ChargeCode, "40")),
            }
            content.work_role = role.map(Reference::typed);
            content.work_type = code.map(Reference::typed);
            if parent < 2 {
                content.agreement = contract.map(Reference::typed);
                content.billable = billable;
                if matches!(billable, Billable::NoDefault | Billable::Billable) {
                    content.extra.show_on_invoice = shown;
                }
            } else if by_default {
                content.billable = billable;
                asked.profile.billable = Some(billable);
            }
            let mut case = Case { asked, company };
            // A role may differ from the assigned one where the tenant allows it.
            if role == Some("13") {
                tenant_of(&mut case).allow_modify_role = true;
            }
            case
        })
        .boxed()
}

fn timeless(content: &mut Content, hours: i64) {
    (content.start, content.end, content.deduct) = (None, None, 0);
    (content.length, content.booked_as) = (Some(hours * HOUR), BookedAs::Date);
}

/// What is done later is done with an entry that the service has, except the sending of a new one.
pub(super) fn at(case: &mut Case, stage: Stage) {
    later(&mut case.asked, stage, Status::Open);
    if stage == Stage::Update {
        delivered(&mut case.asked, "");
        case.asked.content.note = Some("fixed the mail, again".to_owned());
    }
}

fn tenant_of(case: &mut Case) -> &mut TenantSettings {
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

static TURNS: &[Turn] = &[
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
