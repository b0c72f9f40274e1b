//! Brings our proposals and catalogs into the words of Autotask, and asks the
//! oracle of its rules.

use super::{Company, Ends, Oracle, Proposal, RuleId};
use crate::support::vendor::autotask::rules::{
    self, Caller, Case, Code, Contract, Deed, Gravity, Id, Parent, Proxy, Resource, Service,
    Settings, SheetStatus, TaskAccess, TimeEntry,
};
use std::collections::{BTreeMap, BTreeSet};
use tt::domain::catalog::{CatalogItem, CatalogKind};
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::Content;
use tt::domain::given::Slot;
use tt::domain::status::{Billable, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings};
use tt::rules::Stage;

/// The rules of Autotask.
pub struct Autotask;

const RULES: &[(RuleId, Ends)] = &[
    ("autotask/hours", Ends::Refuse),
    ("autotask/start-before-end", Ends::Refuse),
    ("autotask/one-parent", Ends::Refuse),
    ("autotask/date-or-start", Ends::Never),
    ("autotask/date-worked", Ends::Adjust),
    ("autotask/hours-from-span", Ends::Adjust),
    ("autotask/utc-midnight", Ends::Refuse),
    ("autotask/sheet-status", Ends::Lock),
    ("autotask/frozen-when-submitted", Ends::Lock),
    ("autotask/approved-and-posted", Ends::Lock),
    ("autotask/delete", Ends::Lock),
    ("autotask/proxy", Ends::Refuse),
    ("autotask/impersonator-delete", Ends::Refuse),
    ("autotask/ticket-assigned", Ends::Refuse),
    ("autotask/task-permission", Ends::Refuse),
    ("autotask/project-template", Ends::Refuse),
    ("autotask/start-stop-required", Ends::Refuse),
    ("autotask/complete-ticket", Ends::Refuse),
    ("autotask/complete-task", Ends::Refuse),
    ("autotask/summary-notes", Ends::Refuse),
    ("autotask/note-length", Ends::Refuse),
    ("autotask/rich-text", Ends::Hold),
    ("autotask/role-required", Ends::Refuse),
    ("autotask/role-valid", Ends::Refuse),
    ("autotask/role-active", Ends::Refuse),
    ("autotask/role-assigned", Ends::Refuse),
    ("autotask/general-role", Ends::Adjust),
    ("autotask/general-code", Ends::Refuse),
    ("autotask/time-off-codes", Ends::Refuse),
    ("autotask/general-allocation", Ends::Adjust),
    ("autotask/general-non-billable", Ends::Refuse),
    ("autotask/work-type", Ends::Refuse),
    ("autotask/contract-needs-parent", Ends::Refuse),
    ("autotask/contract-service", Ends::Refuse),
    ("autotask/contract-active", Ends::Refuse),
    ("autotask/contract-exclusion", Ends::Adjust),
    ("autotask/inherit-on-create", Ends::Adjust),
    ("autotask/billing-permission", Ends::Refuse),
    ("autotask/invoice-flag", Ends::Refuse),
    ("autotask/billing-approval-pair", Ends::Never),
    ("autotask/rounding", Ends::Adjust),
    ("autotask/utc", Ends::Never),
    ("autotask/no-bill-immediately", Ends::Never),
    ("autotask/entry-type", Ends::Never),
];

/// Adjusting rules, and at which stages they are asked.
const CHANGES: &[(RuleId, &str)] = &[
    ("autotask/date-worked", "LP"),
    ("autotask/hours-from-span", "L"),
    ("autotask/general-role", "L"),
    ("autotask/general-allocation", "L"),
    ("autotask/general-non-billable", "L"),
    ("autotask/role-required", "LP"),
    ("autotask/inherit-on-create", "LP"),
    ("autotask/contract-exclusion", "LUP"),
];

impl Oracle for Autotask {
    fn rules(&self) -> &'static [(RuleId, Ends)] {
        RULES
    }

    fn breaches(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let facts = facts(asked, company);
        let case = facts.case(asked);
        let target = asked.content.target.as_ref();
        let foreign = target.is_some_and(|target| {
            matches!(
                target.kind,
                TargetKind::Activity | TargetKind::ProjectTicket
            )
        });
        rules::RULES
            .iter()
            .filter(|(_, letters, _, broken)| asked.at(letters) && broken(&case))
            .map(|(id, ..)| *id)
            // What is charged to something the service does not know is not general time.
            .filter(|id| !foreign || !id.starts_with("autotask/general"))
            .collect()
    }

    fn adjusts(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let facts = facts(asked, company);
        let case = facts.case(asked);
        let mut changes = rules::changed_by_service(&case);
        let rounding = facts.service.settings.rounding;
        if rounding > 0 && asked.worked() % rounding != 0 {
            changes.insert("autotask/rounding");
        }
        changes.retain(|id| {
            let letters = CHANGES.iter().find(|(of, _)| of == id);
            asked.at(letters.map_or("P", |(_, letters)| letters))
        });
        changes
    }

    fn ends(&self, id: RuleId, asked: &Proposal, company: &Company) -> Ends {
        let facts = facts(asked, company);
        let case = facts.case(asked);
        let found = rules::RULES
            .iter()
            .find(|(of, _, _, broken)| *of == id && broken(&case));
        match found.map(|(_, _, gravity, _)| gravity) {
            // A sheet may be given back till then: what is new waits here.
            Some(Gravity::Locked) if case.deed == Deed::Create => Ends::Hold,
            Some(Gravity::Refused) | None => Ends::Refuse,
            Some(Gravity::Locked) => Ends::Lock,
            Some(Gravity::Lossy) => Ends::Hold,
            Some(Gravity::Unwise) => Ends::Warn,
        }
    }

    /// While it is submitted the service freezes some fields and leaves the others open.
    fn leaves_open(&self, asked: &Proposal, company: &Company) -> bool {
        let submitted = asked
            .before
            .as_ref()
            .is_some_and(|entry| entry.status == Status::Submitted);
        let frozen = self
            .breaches(asked, company)
            .contains("autotask/frozen-when-submitted");
        asked.stage == Stage::Update && submitted && !frozen
    }

    fn settles_alike(&self, asked: &Proposal, adjusted: &Proposal, company: &Company) -> bool {
        let (one, two) = (facts(asked, company), facts(adjusted, company));
        rules::settled(&one.case(asked)) == rules::settled(&two.case(adjusted))
    }
}

/// Everything a case refers to.
struct Facts {
    service: Service,
    caller: Caller,
    asked: TimeEntry,
    before: Option<TimeEntry>,
    sheet: Option<SheetStatus>,
    posted: bool,
    rich_text: bool,
}

impl Facts {
    fn case(&self, asked: &Proposal) -> Case<'_> {
        Case {
            service: &self.service,
            caller: &self.caller,
            deed: match asked.stage {
                Stage::Delete => Deed::Delete,
                // What the service does not hold yet is created there.
                _ if asked.seen.is_none() => Deed::Create,
                _ => Deed::Update,
            },
            asked: &self.asked,
            before: self.before.as_ref(),
            sheet: self.sheet,
            posted: self.posted,
            rich_text: self.rich_text,
        }
    }
}

fn facts(asked: &Proposal, company: &Company) -> Facts {
    let vendor = TenantSettings::default();
    let tenant = asked.profile.tenant.as_ref().unwrap_or(&vendor);
    let own = asked.profile.member.clone().unwrap_or_default();
    let status = asked.before.as_ref().map(|entry| entry.status);
    // Nobody can read sheets there: of what is stored, its own status says where its sheet is.
    let sheet = status.or(company.sheet);
    Facts {
        service: service(company, tenant),
        caller: Caller {
            id: tenant.api_resource.clone().unwrap_or(own),
            administrator: tenant.administrator,
            approves: tenant.approves.iter().cloned().collect(),
            service_desk: tenant.service_desk_access,
            tasks: match tenant.can_enter_time_on {
                TaskEntry::Any => TaskAccess::Any,
                TaskEntry::Assigned => TaskAccess::Assigned,
                TaskEntry::None => TaskAccess::None,
            },
            billing: tenant.may_set_billing,
        },
        asked: entry(&asked.content, asked, company),
        before: asked
            .before
            .as_ref()
            .map(|before| entry(&before.content, asked, company)),
        sheet: sheet.map(|status| match status {
            Status::Open => SheetStatus::New,
            Status::Rejected => SheetStatus::Rejected,
            Status::Submitted => SheetStatus::Submitted,
            Status::Approved | Status::Billed => SheetStatus::Approved,
        }),
        posted: status == Some(Status::Billed),
        rich_text: false,
    }
}

fn service(company: &Company, tenant: &TenantSettings) -> Service {
    Service {
        tickets: all(company, CatalogKind::Tickets, parent),
        tasks: all(company, CatalogKind::Tasks, parent),
        resources: all(company, CatalogKind::Members, resource),
        roles: all(company, CatalogKind::WorkRoles, |item| item.active),
        contracts: all(company, CatalogKind::Agreements, contract),
        work_types: all(company, CatalogKind::WorkTypes, code),
        internal_codes: all(company, CatalogKind::ChargeCodes, code),
        accounts: all(company, CatalogKind::Clients, |item| item.text("parent")),
        settings: Settings {
            proxy: match tenant.proxy_time_entry {
                ProxyEntry::Disabled => Proxy::Disabled,
                ProxyEntry::Approvers => Proxy::Approvers,
                ProxyEntry::ApproversAndAdministrators => Proxy::ApproversAndAdministrators,
            },
            span_midnight: tenant.allow_span_midnight,
            modify_role: tenant.allow_modify_role,
            prohibit_complete_tickets: tenant.prohibit_time_on_complete_tickets,
            complete_tickets: tenant.allow_time_on_complete_tickets,
            complete_tasks: tenant.allow_time_on_complete_tasks,
            archived_projects: tenant.allow_archived_projects,
            notes_on_tasks_and_regular_time: tenant.require_summary_notes_on_tasks,
            regular_time: tenant
                .regular_time_codes
                .iter()
                .map(|kind| kind.word().to_owned())
                .collect(),
            rounding: i64::from(tenant.rounding_minutes) * 60,
        },
    }
}

fn all<T>(company: &Company, kind: CatalogKind, of: impl Fn(&CatalogItem) -> T) -> BTreeMap<Id, T> {
    let items = company.items.iter().filter(|item| item.kind == kind);
    items.map(|item| (item.id.clone(), of(item))).collect()
}

fn set(item: &CatalogItem, name: &str) -> BTreeSet<Id> {
    item.list(name, "id")
        .unwrap_or_default()
        .into_iter()
        .collect()
}

/// Nothing known, nothing there, or this one.
fn maybe(item: &CatalogItem, name: &str) -> Option<Option<Id>> {
    item.facts.contains_key(name).then(|| item.text(name))
}

fn parent(item: &CatalogItem) -> Parent {
    Parent {
        account: item.text("client"),
        completed: item.flag("completed"),
        assigned: maybe(item, "assigned"),
        assigned_role: maybe(item, "assigned_role"),
        secondary: item.list("secondary", "member").unwrap_or_default(),
        contract: item.text("agreement"),
        billing_code: item.text("work_type"),
        sub_issue: item.text("sub_issue"),
        non_billable: item
            .text("billable")
            .filter(|word| word != "no-default")
            .map(|word| word != "billable"),
        show_on_invoice: item.flag("show_on_invoice"),
        project_type: item.text("project_type"),
        needs_start_stop: item.flag("needs_start_stop"),
        roles: item.list("roles", "role"),
    }
}

fn resource(item: &CatalogItem) -> Resource {
    Resource {
        active: item.active,
        zone: item.text("zone").and_then(|zone| zone.parse().ok()),
        default_role: item.text("default_role"),
        service_desk_role: item.text("service_desk_role"),
        roles: item.list("roles", "role").map(|roles| {
            let active = |id: &str| {
                let pair = item.among("roles", "role", id);
                pair.and_then(|pair| pair.get("active")) != Some(&serde_json::Value::Bool(false))
            };
            roles.iter().map(|id| (id.clone(), active(id))).collect()
        }),
    }
}

fn contract(item: &CatalogItem) -> Contract {
    Contract {
        active: item.active,
        account: item.text("client"),
        kind: item.text("agreement_type"),
        starts: item.day("starts"),
        ends: item.day("ends"),
        excluded_roles: set(item, "excluded_roles"),
        excluded_codes: set(item, "excluded_work_types"),
        excluded_sub_issues: set(item, "excluded_sub_issues"),
        exclusion_contract: item.text("exclusion_agreement"),
    }
}

fn code(item: &CatalogItem) -> Code {
    Code {
        active: item.active,
        use_type: item.text("code_type"),
        time_off: item.text("time_off"),
    }
}

/// What would be posted for this content.
fn entry(content: &Content, asked: &Proposal, company: &Company) -> TimeEntry {
    let id = |kind: CatalogKind, of: &Reference| {
        let found = company.find(kind, of).map(|item| item.id.clone());
        found.unwrap_or_else(|| of.id.clone().unwrap_or_else(|| of.typed.clone()))
    };
    let target = |kind: TargetKind, of: CatalogKind| {
        let target = content.target.as_ref().filter(|target| target.kind == kind);
        target.map(|target| id(of, &target.at))
    };
    let field = |of: &Option<Reference>, kind| of.as_ref().map(|of| id(kind, of));
    let (non_billable, on_invoice) = match content.billable {
        Billable::Billable => (Some(false), Some(true)),
        Billable::NoCharge => (Some(true), Some(true)),
        Billable::DoNotBill => (Some(true), Some(false)),
        Billable::NoDefault => (None, None),
    };
    TimeEntry {
        ticket: target(TargetKind::Ticket, CatalogKind::Tickets),
        task: target(TargetKind::Task, CatalogKind::Tasks)
            .or_else(|| field(&content.task, CatalogKind::Tasks)),
        resource: field(&content.member, CatalogKind::Members)
            .or_else(|| asked.profile.member.clone()),
        role: field(&content.work_role, CatalogKind::WorkRoles),
        date_worked: Some(content.date),
        start: content.start,
        end: content.end,
        hours: Some(
            Proposal {
                content: content.clone(),
                ..asked.clone()
            }
            .worked(),
        ),
        summary_notes: content.note.clone(),
        internal_notes: content.internal_note.clone(),
        billing_code: field(&content.work_type, CatalogKind::WorkTypes),
        internal_billing_code: target(TargetKind::ChargeCode, CatalogKind::ChargeCodes),
        contract: field(&content.agreement, CatalogKind::Agreements),
        contract_service: content.extra.agreement_service.clone(),
        contract_bundle: content.extra.agreement_bundle.clone(),
        non_billable,
        show_on_invoice: content.extra.show_on_invoice.or(on_invoice),
        billing_by_default: content.extra.show_on_invoice.is_none()
            && content.given.is_default(Slot::Billable),
    }
}
