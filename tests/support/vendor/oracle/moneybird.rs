//! Moneybird's rules, asked about an entry of ours.

use super::everywhere::changes;
use super::{Company, Ends, Oracle, Proposal, RuleId};
use crate::support::vendor::moneybird::rules::{self, Books, Case, Stage as Asked};
use chrono::DateTime;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::status::{Billable, Status};
use tt::rules::Stage;

/// The rules of Moneybird.
#[derive(Debug)]
pub struct Moneybird;

const RULES: &[(RuleId, Ends)] = &[
    ("moneybird/user", Ends::Refuse),
    ("moneybird/start", Ends::Refuse),
    ("moneybird/end", Ends::Refuse),
    ("moneybird/description", Ends::Refuse),
    ("moneybird/full-minutes", Ends::Adjust),
    ("moneybird/pause-within", Ends::Refuse),
    ("moneybird/contact", Ends::Refuse),
    ("moneybird/project", Ends::Refuse),
    ("moneybird/detail", Ends::Refuse),
    ("moneybird/billable", Ends::Adjust),
    ("moneybird/invoiced", Ends::Lock),
    ("moneybird/user-fixed", Ends::Refuse),
    ("moneybird/access", Ends::Never),
    ("moneybird/not-found", Ends::Never),
    ("moneybird/per-page", Ends::Never),
    ("moneybird/filter", Ends::Never),
    ("moneybird/note-todo", Ends::Never),
];

/// Those that are answered by the catalog: old data holds instead of refusing.
pub const BY_CATALOG: &[RuleId] = &["moneybird/user", "moneybird/contact", "moneybird/project"];

/// The service's rule and the stages at which ours of that name is asked.
const STAGES: &[(&str, RuleId, &str)] = &[
    ("user", "moneybird/user", "P"),
    ("start", "moneybird/start", "LP"),
    ("end", "moneybird/end", "LP"),
    ("description", "moneybird/description", "LS"),
    ("pause-within", "moneybird/pause-within", "L"),
    ("contact", "moneybird/contact", "LP"),
    ("project", "moneybird/project", "LP"),
    ("detail", "moneybird/detail", "LP"),
    ("invoiced", "moneybird/invoiced", "UD"),
    ("user-fixed", "moneybird/user-fixed", "U"),
];

impl Oracle for Moneybird {
    fn rules(&self) -> &'static [(RuleId, Ends)] {
        RULES
    }

    fn breaches(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let (books, body, before) = translated(asked, company);
        let stage = match asked.stage {
            Stage::Update => Asked::Patch,
            Stage::Delete => Asked::Delete,
            _ => Asked::Create,
        };
        let refused = rules::refusals(&Case {
            books: &books,
            asked: &body,
            // Only what the service holds is fixed there, and only if it is asked to change.
            before: before
                .as_ref()
                .filter(|_| asked.seen.is_some() && is_touched(asked)),
            stage,
        });
        let ours = |name: &str| STAGES.iter().find(|(theirs, ..)| *theirs == name);
        refused
            .iter()
            .filter_map(|refusal| ours(refusal.rule))
            .filter(|(.., letters)| asked.at(letters))
            .map(|(_, id, _)| *id)
            .chain(cannot_tell(asked).then_some("moneybird/invoiced"))
            .collect()
    }

    fn ends(&self, id: RuleId, asked: &Proposal, company: &Company) -> Ends {
        let (_, _, before) = translated(asked, company);
        let on = before.is_some_and(|before| !before["sales_invoice_id"].is_null());
        if id == "moneybird/invoiced" && !on {
            return Ends::Warn;
        }
        let of = RULES.iter().find(|(of, _)| *of == id);
        of.map_or(Ends::Refuse, |(_, ends)| *ends)
    }

    fn settles_alike(&self, asked: &Proposal, adjusted: &Proposal, company: &Company) -> bool {
        let kept = |of: &Proposal| rules::kept(&translated(of, company).1);
        kept(asked) == kept(adjusted)
    }

    fn adjusts(&self, asked: &Proposal, company: &Company) -> BTreeSet<RuleId> {
        let (_, body, _) = translated(asked, company);
        let mut adjusts = BTreeSet::new();
        let pause = asked.content.deducted(asked.now);
        if let Some(kept) = rules::kept(&body) {
            let as_sent = (asked.content.start, asked.content.end, pause);
            if asked.at("LP") && as_sent != (Some(kept.start), Some(kept.end), kept.pause) {
                adjusts.insert("moneybird/full-minutes");
            }
        }
        if asked.at("L") && asked.content.billable == Billable::NoDefault {
            adjusts.insert("moneybird/billable");
        }
        adjusts
    }
}

/// What the service holds changes or goes, and whether it is on an invoice cannot be
/// seen: the answer has no `sales_invoice` at all.
fn cannot_tell(asked: &Proposal) -> bool {
    let there = asked.seen.as_ref().filter(|_| is_touched(asked));
    there.is_some_and(|seen| !seen.raw.contains_key("sales_invoice"))
}

fn is_touched(asked: &Proposal) -> bool {
    asked.stage == Stage::Delete || (asked.stage == Stage::Update && changes(asked))
}

fn translated(asked: &Proposal, company: &Company) -> (Books, Map<String, Value>, Option<Value>) {
    let list = |kind| {
        let all = company.items.iter().filter(move |item| item.kind == kind);
        all.filter(|item| item.active)
            .map(|item| json!({"id": item.id}))
            .collect::<Vec<_>>()
    };
    let books = Books {
        users: list(CatalogKind::Members),
        contacts: list(CatalogKind::Clients),
        projects: list(CatalogKind::Projects),
        documented: asked.profile.documented,
        locks_invoiced: true,
    };
    let before = asked.before.as_ref().map(|entry| {
        let mut before = Value::Object(body(&entry.content, asked, company));
        let invoice = asked
            .seen
            .as_ref()
            .and_then(|seen| seen.raw.get("sales_invoice_id"));
        before["sales_invoice_id"] = match entry.status {
            Status::Billed => json!("somewhere"),
            _ => invoice.cloned().unwrap_or_default(),
        };
        before
    });
    (books, body(&asked.content, asked, company), before)
}

fn body(content: &Content, asked: &Proposal, company: &Company) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    let own = asked.profile.member.as_deref().map(Reference::typed);
    let references = [
        (
            "user_id",
            CatalogKind::Members,
            content.member.clone().or(own),
        ),
        ("contact_id", CatalogKind::Clients, content.client.clone()),
        ("project_id", CatalogKind::Projects, content.project.clone()),
    ];
    for (key, kind, of) in references {
        let Some(of) = of else { continue };
        match company.find(kind, &of) {
            Some(item) => put(key, json!(item.id)),
            // Users are known to the last one; of a contact or a project that is not
            // cached nothing can be said.
            None if kind.is_whole() => put(key, json!("0")),
            None => None,
        };
    }
    let stamp = |at: i64| DateTime::from_timestamp(at, 0).map(|at| json!(at.to_rfc3339()));
    for (key, at) in [("started_at", content.start), ("ended_at", content.end)] {
        // What tt sends always has an end: without one a timer would run there.
        put(key, at.and_then(stamp).unwrap_or_else(|| json!("")));
    }
    put("paused_duration", json!(content.deducted(asked.now)));
    if let Some(note) = &content.note {
        put("description", json!(note));
    }
    if let Some(detail) = &content.extra.detail {
        put("detail_id", json!(detail));
    }
    match content.billable {
        Billable::Billable => put("billable", json!(true)),
        Billable::DoNotBill => put("billable", json!(false)),
        Billable::NoCharge | Billable::NoDefault => None,
    };
    out
}
