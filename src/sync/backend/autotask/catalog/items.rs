//! One row as an item of the catalog: its name, its visible number, and the facts that it
//! tells. Pure.

use super::joins::{Joined, company, id};
use super::words::{CodeWords, Words, is_complete, slug};
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::sync::backend::autotask::decode::{day, plain};
use crate::sync::backend::autotask::own;
use crate::sync::backend::autotask::query::Row;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

type Facts = BTreeMap<String, Value>;

/// Notes a fact that is told.
fn put<T: Into<Value>>(facts: &mut Facts, name: &str, told: Option<T>) {
    if let Some(told) = told {
        facts.insert(name.to_owned(), told.into());
    }
}

fn flag(row: &Row, name: &str) -> Option<bool> {
    row.get(name)?.as_bool()
}

/// An identity, or null where the row says that there is none; none where it says nothing.
fn id_or_none(row: &Row, name: &str) -> Option<Value> {
    row.get(name)?;
    Some(id(row, name).map_or(Value::Null, Value::from))
}

/// The item of a row; none without an identity.
pub fn item(
    kind: CatalogKind,
    row: &Row,
    words: &Arc<Words>,
    joined: &Joined,
) -> Option<CatalogItem> {
    let of = match kind {
        CatalogKind::Clients => company(row, "id"),
        _ => id(row, "id"),
    }?;
    let mut facts = Facts::new();
    let (name, code) = match kind {
        CatalogKind::Tickets => ("title", Some("ticketNumber")),
        CatalogKind::Tasks => ("title", Some("taskNumber")),
        CatalogKind::Projects => ("projectName", Some("projectNumber")),
        CatalogKind::Clients => ("companyName", Some("companyNumber")),
        CatalogKind::WorkTypes | CatalogKind::ChargeCodes => ("name", Some("externalNumber")),
        CatalogKind::Agreements => ("contractName", Some("contractNumber")),
        CatalogKind::Members => ("lastName", Some("email")),
        _ => ("name", None),
    };
    match kind {
        CatalogKind::Tickets | CatalogKind::Tasks => parent(kind, row, words, joined, &mut facts),
        CatalogKind::Projects => project(row, words, &mut facts),
        CatalogKind::Clients => put(&mut facts, names::PARENT, id(row, "parentCompanyID")),
        CatalogKind::WorkTypes | CatalogKind::ChargeCodes => {
            put(&mut facts, names::CODE_TYPE, CodeWords::of(words).sort(row));
            let word = words.of(row, "billingCodeType").map(slug);
            let unbilled = word.filter(|word| word == "non-billable" || word == "nonbillable");
            put(&mut facts, names::BILLABLE, unbilled.map(|_| "do-not-bill"));
        }
        CatalogKind::WorkRoles => {
            let rate = row.get("hourlyRate").filter(|rate| rate.is_number());
            put(&mut facts, names::RATE, rate.map(Value::to_string));
        }
        CatalogKind::Members => member(&of, row, joined, &mut facts),
        CatalogKind::Agreements => contract(&of, row, words, joined, &mut facts),
        _ => {}
    }
    facts.retain(|name, _| names::is_known(kind, name));
    let called = match kind {
        CatalogKind::Members => own::title(row),
        _ => row.get(name).and_then(plain),
    };
    let code = code.and_then(|code| row.get(code).and_then(plain));
    Some(CatalogItem {
        kind,
        name: called.or(code.clone()).unwrap_or_else(|| of.clone()),
        active: is_in_use(kind, row, &facts),
        id: of,
        code,
        facts,
    })
}

/// Whether new entries may name it.
fn is_in_use(kind: CatalogKind, row: &Row, facts: &Facts) -> bool {
    let is_off = flag(row, "isActive") == Some(false);
    let is_done = facts.get(names::COMPLETED) == Some(&Value::Bool(true));
    let word = facts.get(names::STATUS).and_then(Value::as_str);
    let is_shut = kind == CatalogKind::Agreements
        && word.is_some_and(|word| word.eq_ignore_ascii_case("inactive"));
    !(is_off || is_done || is_shut)
}

/// Whether a row is complete: by the word of its status, else by when it was completed.
fn completed(row: &Row, words: &Words, ended: &str) -> Option<bool> {
    let is_ended = || row.get(ended).is_some_and(|at| !at.is_null());
    match words.of(row, "status") {
        Some(word) => Some(is_complete(word)),
        None => is_ended().then_some(true),
    }
}

fn parent(kind: CatalogKind, row: &Row, words: &Words, joined: &Joined, facts: &mut Facts) {
    let of = id(row, "id").unwrap_or_default();
    let ended = if kind == CatalogKind::Tickets {
        "completedDate"
    } else {
        "completedDateTime"
    };
    put(facts, names::STATUS, words.of(row, "status"));
    put(facts, names::COMPLETED, completed(row, words, ended));
    put(facts, names::BOARD, words.of(row, "queueID"));
    put(facts, names::CLIENT, company(row, "companyID"));
    put(facts, names::PROJECT, id(row, "projectID"));
    put(facts, names::AGREEMENT, id_or_none(row, "contractID"));
    put(facts, names::WORK_TYPE, id_or_none(row, "billingCodeID"));
    put(facts, names::SUB_ISSUE, id(row, "subIssueType"));
    put(
        facts,
        names::ASSIGNED,
        id_or_none(row, "assignedResourceID"),
    );
    let role = id_or_none(row, "assignedResourceRoleID");
    put(facts, names::ASSIGNED_ROLE, role);
    let billed = flag(row, "isTaskBillable");
    let option = billed.map(|billed| if billed { "billable" } else { "do-not-bill" });
    put(facts, names::BILLABLE, option);
    let others = joined.secondary.as_ref().map(|all| {
        let others = all.get(&of).map(Vec::as_slice).unwrap_or_default();
        let others = others.iter();
        let others = others.map(|(who, role)| json!({"member": who, "role": role}));
        Value::from(others.collect::<Vec<_>>())
    });
    put(facts, names::SECONDARY, others);
    let project = id(row, "projectID").and_then(|id| joined.projects.get(&id));
    if let (CatalogKind::Tasks, Some((project, word))) = (kind, project) {
        put(facts, names::CLIENT, company(project, "companyID"));
        put(facts, names::AGREEMENT, id_or_none(project, "contractID"));
        put(facts, names::PROJECT_TYPE, word.as_deref().map(slug));
    }
}

fn project(row: &Row, words: &Words, facts: &mut Facts) {
    put(facts, names::STATUS, words.of(row, "status"));
    put(
        facts,
        names::COMPLETED,
        completed(row, words, "completedDateTime"),
    );
    put(facts, names::CLIENT, company(row, "companyID"));
    put(facts, names::AGREEMENT, id_or_none(row, "contractID"));
    let word = words.of(row, "projectType").map(slug);
    put(facts, names::PROJECT_TYPE, word);
}

fn member(of: &str, row: &Row, joined: &Joined, facts: &mut Facts) {
    let zone = id(row, "locationID").and_then(|place| joined.zones.get(&place).cloned());
    put(facts, names::ZONE, zone);
    put(facts, names::DEFAULT_ROLE, joined.usual.get(of).cloned());
    let desk = id(row, "defaultServiceDeskRoleID").or_else(|| joined.desk.get(of).cloned());
    put(facts, names::SERVICE_DESK_ROLE, desk);
    let roles = joined.roles.as_ref().map(|all| {
        let roles = all.get(of).into_iter().flatten();
        let roles = roles.map(|(role, active)| json!({"role": role, "active": active}));
        Value::from(roles.collect::<Vec<_>>())
    });
    put(facts, names::ROLES, roles);
}

fn contract(of: &str, row: &Row, words: &Words, joined: &Joined, facts: &mut Facts) {
    put(facts, names::STATUS, words.of(row, "status"));
    let word = words.of(row, "contractType").map(slug);
    put(facts, names::AGREEMENT_TYPE, word);
    put(facts, names::CLIENT, company(row, "companyID"));
    if let Some(all) = &joined.excluded {
        let (roles, codes) = all.get(of).cloned().unwrap_or_default();
        let list = |all: std::collections::BTreeSet<String>| all.into_iter().collect::<Vec<_>>();
        put(facts, names::EXCLUDED_ROLES, Some(list(roles)));
        put(facts, names::EXCLUDED_WORK_TYPES, Some(list(codes)));
    }
    let date = |name: &str| row.get(name).and_then(day).map(|day| day.to_string());
    put(facts, names::STARTS, date("startDate"));
    let ends = match row.get("endDate") {
        Some(Value::Null) => Some(Value::Null),
        _ => date("endDate").map(Value::from),
    };
    put(facts, names::ENDS, ends);
    let instead = id_or_none(row, "exclusionContractID");
    put(facts, names::EXCLUSION_AGREEMENT, instead);
    if let Some(held) = joined.blocks.get(of) {
        put(facts, names::BLOCK_SECONDS, Some(held.seconds));
        put(facts, names::BLOCK_USED_SECONDS, held.used);
        put(facts, names::BLOCK_STARTS, Some(held.starts.to_string()));
        put(facts, names::BLOCK_ENDS, Some(held.ends.to_string()));
        let factors = held.factors.iter();
        let factors = factors.map(|(role, seconds)| json!({"role": role, "hour_seconds": seconds}));
        let factors: Vec<Value> = factors.collect();
        put(facts, names::BLOCK_FACTORS, Some(factors));
    }
}
