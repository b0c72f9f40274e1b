//! Autotask: its company, and what is booked there.

mod turns;

use super::{Case, Service};
use crate::support::vendor::oracle::Company;
use crate::support::vendor::oracle::autotask::Autotask;
use crate::support::vendor::oracle::generate::{
    HOUR, booking, delivered, item, later, stretch, target,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tt::domain::catalog::CatalogKind as Kind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings};
use tt::rules::Stage;

pub static SERVICE: Service = Service {
    oracle: &Autotask,
    sound,
    at,
    turns: turns::TURNS,
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
                content.given.set_default(Slot::Billable);
            }
            let mut case = Case { asked, company };
            // A role may differ from the assigned one where the tenant allows it.
            if role == Some("13") {
                turns::tenant_of(&mut case).allow_modify_role = true;
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
