//! FreshBooks' rules, asked about an entry of ours.

use super::everywhere::changes;
use super::{Company, Ends, Oracle, Proposal, RuleId};
use crate::support::vendor::freshbooks::rules::{self, Business, Case, Stage as Asked};
use chrono::DateTime;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tt::domain::catalog::CatalogKind;
use tt::domain::content::Content;
use tt::domain::status::{Billable, Status};
use tt::rules::{Stage, names};

/// The rules of FreshBooks.
#[derive(Debug)]
pub struct FreshBooks;

const RULES: &[(RuleId, Ends)] = &[
    ("freshbooks/duration", Ends::Refuse),
    ("freshbooks/started-at", Ends::Refuse),
    ("freshbooks/ids", Ends::Refuse),
    ("freshbooks/client", Ends::Refuse),
    ("freshbooks/project", Ends::Refuse),
    ("freshbooks/service", Ends::Refuse),
    ("freshbooks/task", Ends::Refuse),
    ("freshbooks/clear", Ends::Never),
    ("freshbooks/billed", Ends::Lock),
    ("freshbooks/internal", Ends::Warn),
    ("freshbooks/billable", Ends::Never),
    ("freshbooks/account", Ends::Never),
    ("freshbooks/errors", Ends::Never),
    ("freshbooks/logged", Ends::Never),
    ("freshbooks/retainer", Ends::Refuse),
    ("freshbooks/per-page", Ends::Never),
    ("freshbooks/filter", Ends::Never),
];

/// Those that are answered by the catalog: old data holds instead of refusing.
pub const BY_CATALOG: &[RuleId] = &[
    "freshbooks/client",
    "freshbooks/project",
    "freshbooks/service",
    "freshbooks/task",
];

/// The service's rule, ours, and the stages at which ours is asked.
const SAME: &[(&str, RuleId, &str)] = &[
    ("duration", "freshbooks/duration", "L"),
    ("started-at", "freshbooks/started-at", "LP"),
    ("ids", "freshbooks/ids", "L"),
    ("client", "freshbooks/client", "LP"),
    ("project", "freshbooks/project", "LP"),
    ("service", "freshbooks/service", "LP"),
    ("task", "freshbooks/task", "LP"),
    ("retainer", "freshbooks/retainer", "L"),
    ("billed", "freshbooks/billed", "UD"),
    ("internal", "freshbooks/internal", "L"),
    ("internal-project", "freshbooks/internal", "L"),
    ("client-of-project", "freshbooks/client", "LP"),
];

impl Oracle for FreshBooks {
    fn rules(&self) -> &'static [(RuleId, Ends)] {
        RULES
    }

    fn breaches(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let (refused, odd) = said(asked, company);
        let ours = |name: &&str| SAME.iter().find(|(theirs, ..)| theirs == name);
        refused
            .iter()
            .chain(&odd)
            .filter_map(ours)
            .filter(|(.., letters)| asked.at(letters))
            .map(|(_, id, _)| *id)
            .collect()
    }

    /// A client that is not the project's is odd; one that is not there is refused.
    fn ends(&self, id: RuleId, asked: &Proposal, company: &Company) -> Ends {
        if id == "freshbooks/client" && !said(asked, company).0.contains(&"client") {
            return Ends::Warn;
        }
        let of = RULES.iter().find(|(of, _)| *of == id);
        of.map_or(Ends::Refuse, |(_, ends)| *ends)
    }

    /// What is left out stays left out: the service puts nothing there that we know of.
    fn adjusts(&self, _: &Proposal, _: &Company) -> BTreeSet<RuleId> {
        BTreeSet::new()
    }
}

/// What the service refuses, and what is odd.
fn said(asked: &Proposal, company: &Company) -> (Vec<&'static str>, Vec<&'static str>) {
    let business = business(company);
    let body = body(&asked.content, asked, company);
    let touched = match asked.stage {
        Stage::Delete => true,
        Stage::Update => changes(asked),
        _ => false,
    };
    let there = asked.seen.as_ref().and_then(|seen| seen.raw.get("billed"));
    let here = asked.before.as_ref().map(|entry| entry.status);
    let billed = there == Some(&json!(true)) || here == Some(Status::Billed);
    let before = json!({"billed": billed && touched});
    let case = Case {
        business: &business,
        asked: &body,
        before: asked.before.as_ref().map(|_| &before),
        stage: match asked.stage {
            Stage::Update => Asked::Put,
            Stage::Delete => Asked::Delete,
            _ => Asked::Create,
        },
    };
    let names = |all: Vec<rules::Refusal>| all.iter().map(|one| one.rule).collect();
    (names(rules::refusals(&case)), names(rules::oddities(&case)))
}

fn business(company: &Company) -> Business {
    let list = |kind| {
        let all = company.items.iter().filter(move |item| item.kind == kind);
        let row = |item: &tt::domain::catalog::CatalogItem| {
            let get = |name: &str| item.facts.get(name).cloned().unwrap_or_default();
            json!({
                "id": item.id, "client_id": item.text(names::CLIENT),
                "internal": get(names::INTERNAL), "services": get(names::SERVICES),
            })
        };
        all.filter(|item| item.active).map(row).collect::<Vec<_>>()
    };
    Business {
        clients: list(CatalogKind::Clients),
        projects: list(CatalogKind::Projects),
        services: list(CatalogKind::Services),
        tasks: list(CatalogKind::Tasks),
        locks_billed: true,
    }
}

fn body(content: &Content, asked: &Proposal, company: &Company) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    let references = [
        ("client_id", CatalogKind::Clients, &content.client),
        ("project_id", CatalogKind::Projects, &content.project),
        ("service_id", CatalogKind::Services, &content.service),
        ("task_id", CatalogKind::Tasks, &content.task),
        ("retainer_id", CatalogKind::Agreements, &content.agreement),
    ];
    for (key, kind, of) in references {
        let Some(of) = of else { continue };
        let found = company.find(kind, of).map(|item| item.id.as_str());
        let typed = of.id.as_deref().unwrap_or(&of.typed);
        let is_number = typed.parse::<i64>().is_ok();
        match found {
            Some(id) => put(key, json!(id)),
            // A number that can be none is wrong whatever the catalog says, and services
            // are known to the last one; of anything else nothing can be said.
            None if kind.is_whole() || (is_number && typed.parse::<i64>().unwrap_or(0) <= 0) => {
                put(key, json!(typed.parse().unwrap_or(i64::MAX)))
            }
            None => None,
        };
    }
    put("is_logged", json!(true));
    put("duration", json!(content.worked(asked.now)));
    let start = content.start.and_then(|at| DateTime::from_timestamp(at, 0));
    if let Some(start) = start {
        put("started_at", json!(start.to_rfc3339()));
    }
    if let Some(note) = &content.note {
        put("note", json!(note));
    }
    if let Some(internal) = content.extra.internal {
        put("internal", json!(internal));
    }
    match content.billable {
        Billable::Billable => put("billable", json!(true)),
        Billable::DoNotBill => put("billable", json!(false)),
        Billable::NoCharge | Billable::NoDefault => None,
    };
    out
}
