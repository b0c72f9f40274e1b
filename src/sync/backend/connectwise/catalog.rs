//! Reference data: each kind's list, and what its rows tell of the facts that rules ask.
//!
//! What a row does not tell is left out, never guessed. Of tickets only the open ones are
//! listed; those closed lately come with what changed. Stores nothing.

mod blocks;
mod boards;

pub(super) use boards::Boards;

use super::decode::{identity, plain};
use super::figures::{self, read_hours, read_instant};
use super::listing::Question;
use super::member::Member;
use super::{ConnectWise, rows};
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How much earlier than asked for changes are looked for: whether the service compares
/// instants exactly differs between servers.
const PADDING: i64 = 86_400;

/// Where the things of a kind are listed, and which of them.
struct List {
    path: &'static [&'static str],
    /// Which of all, in the service's query language.
    open: &'static str,
}

fn list(kind: CatalogKind) -> Option<List> {
    let (path, open): (&[&str], _) = match kind {
        CatalogKind::Tickets => (&["service", "tickets"], "closedFlag=false"),
        CatalogKind::ProjectTickets => (&["project", "tickets"], "closedFlag=false"),
        CatalogKind::Activities => (&["sales", "activities"], ""),
        CatalogKind::Projects => (&["project", "projects"], ""),
        CatalogKind::Clients => (&["company", "companies"], ""),
        CatalogKind::WorkTypes => (&["time", "workTypes"], ""),
        CatalogKind::WorkRoles => (&["time", "workRoles"], ""),
        CatalogKind::ChargeCodes => (&["time", "chargeCodes"], ""),
        CatalogKind::Members => (&["system", "members"], ""),
        CatalogKind::Agreements => (&["finance", "agreements"], ""),
        CatalogKind::Tasks | CatalogKind::Services | CatalogKind::Tenant => return None,
    };
    Some(List { path, open })
}

impl ConnectWise {
    /// One page of a kind.
    pub(super) fn catalog_page(
        &self,
        kind: CatalogKind,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        if kind == CatalogKind::Tenant {
            return self.tenant_page();
        }
        let list = list(kind).ok_or_else(|| has_none(kind))?;
        self.catalog_rows(kind, &list, list.open, page)
    }

    /// One page of what has changed since an instant (seconds UTC).
    pub(super) fn catalog_changes_page(
        &self,
        kind: CatalogKind,
        since: i64,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let list = list(kind).ok_or_else(|| has_none(kind))?;
        if kind == CatalogKind::Agreements {
            // What is used of their hours changes with every entry, and they do not.
            return Err(BackendError::new(
                ErrorKind::Unsupported,
                "this service does not tell of which agreements hours were used",
                "read all of them",
            ));
        }
        let since = figures::instant(since.saturating_sub(PADDING));
        self.catalog_rows(kind, &list, &format!("lastUpdated>[{since}]"), page)
    }

    fn catalog_rows(
        &self,
        kind: CatalogKind,
        list: &List,
        conditions: &str,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let (values, next) = self.page_of(list.path, &Question::of(conditions), page)?;
        let mut items = Vec::new();
        for row in &values {
            if let Some(mut item) = item(kind, row) {
                let takes_time = self.boards.takes_time(&self.session, kind, row);
                put(&mut item.facts, names::TAKES_TIME, takes_time);
                items.push(item);
            }
        }
        if kind == CatalogKind::Agreements {
            self.add_blocks(&values, &mut items)?;
        }
        Ok(Batch {
            items,
            next,
            total: None,
        })
    }

    /// The tenant's own settings for time.
    fn tenant_page(&self) -> Result<Batch<CatalogItem>, BackendError> {
        let reply = self
            .session
            .get(&["system", "myCompany", "timeExpense"], &[])?;
        let row = rows(&reply.value).map_or(Some(&reply.value), |rows| rows.first());
        let mut facts = BTreeMap::new();
        let note = row.and_then(|row| row.get("requireTimeNoteFlag")?.as_bool());
        put(&mut facts, names::NOTE_REQUIRED, note);
        // Hours, as with a work type's own step; none of it is no rounding.
        let step = row.and_then(|row| hours(row, "roundingFactor"));
        put(&mut facts, names::ROUND_SECONDS, step);
        Ok(Batch {
            items: vec![CatalogItem {
                kind: CatalogKind::Tenant,
                id: names::TENANT.to_owned(),
                code: None,
                name: names::TENANT.to_owned(),
                active: true,
                facts,
            }],
            next: None,
            total: Some(1),
        })
    }
}

fn has_none(kind: CatalogKind) -> BackendError {
    BackendError::new(
        ErrorKind::Unsupported,
        format!("this service has no {kind}"),
        "`tt catalog refresh --help` tells the kinds",
    )
}

type Facts = BTreeMap<String, Value>;

/// Notes a fact that is told.
fn put<T: Into<Value>>(facts: &mut Facts, name: &str, told: Option<T>) {
    if let Some(told) = told {
        facts.insert(name.to_owned(), told.into());
    }
}

/// Whether a flag of the row is set; none where it is not told.
fn flag(row: &Value, name: &str) -> Option<bool> {
    row.get(name)?.as_bool()
}

/// The name of a thing the row refers to.
fn name_of(row: &Value, field: &str) -> Option<String> {
    row.get(field)?.get("name").and_then(plain)
}

/// A row's own identity.
fn id_of_row(row: &Value) -> Option<String> {
    identity(row.get("id")?)
}

/// The identity of a thing the row refers to.
fn id_of(row: &Value, field: &str) -> Option<String> {
    row.get(field)?.get("id").and_then(identity)
}

/// The same where the row may say that there is none.
fn id_or_none(row: &Value, field: &str) -> Option<Value> {
    match row.get(field)? {
        Value::Null => Some(Value::Null),
        _ => id_of(row, field).map(Value::from),
    }
}

/// Digits as they stand.
fn figure(row: &Value, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::Number(number) => Some(number.to_string()),
        other => plain(other),
    }
}

fn hours(row: &Value, name: &str) -> Option<i64> {
    read_hours(row.get(name)?).filter(|seconds| *seconds >= 0)
}

/// The day of an instant, whose clock time is of no account.
fn day(row: &Value, name: &str) -> Option<String> {
    let text = row.get(name)?.as_str()?;
    read_instant(row.get(name)?)?;
    text.get(..10).map(str::to_owned)
}

fn billable(row: &Value) -> Option<&'static str> {
    match row.get("billTime").and_then(Value::as_str)? {
        "Billable" => Some("billable"),
        "DoNotBill" => Some("do-not-bill"),
        "NoCharge" => Some("no-charge"),
        "NoDefault" => Some("no-default"),
        _ => None,
    }
}

fn item(kind: CatalogKind, row: &Value) -> Option<CatalogItem> {
    let id = id_of_row(row)?;
    let mut facts = Facts::new();
    put(&mut facts, names::BILLABLE, billable(row));
    match kind {
        CatalogKind::Tickets | CatalogKind::ProjectTickets => ticket(row, kind, &mut facts),
        CatalogKind::Activities => {
            put(&mut facts, names::STATUS, name_of(row, "status"));
            put(&mut facts, names::CLIENT, id_of(row, "company"));
            let closed = row.get("dateClosedUtc").filter(|at| !at.is_null());
            put(&mut facts, names::COMPLETED, closed.map(|_| true));
        }
        CatalogKind::Projects => {
            put(&mut facts, names::STATUS, name_of(row, "status"));
            put(&mut facts, names::COMPLETED, flag(row, "closedFlag"));
            put(&mut facts, names::CLIENT, id_of(row, "company"));
            put(&mut facts, names::AGREEMENT, id_or_none(row, "agreement"));
        }
        CatalogKind::Clients => put(&mut facts, names::PARENT, id_of(row, "parentCompany")),
        CatalogKind::WorkTypes => {
            put(&mut facts, names::RATE, figure(row, "rate"));
            put(&mut facts, names::MIN_SECONDS, hours(row, "hoursMin"));
            put(&mut facts, names::MAX_SECONDS, hours(row, "hoursMax"));
            let round = hours(row, "roundBillHoursTo");
            put(&mut facts, names::ROUND_SECONDS, round);
        }
        CatalogKind::WorkRoles => put(&mut facts, names::RATE, figure(row, "hourlyRate")),
        CatalogKind::ChargeCodes => {
            put(&mut facts, names::TAKES_TIME, flag(row, "timeEntryFlag"));
        }
        CatalogKind::Members => member(row, &mut facts),
        CatalogKind::Agreements => agreement(row, &mut facts),
        CatalogKind::Tasks | CatalogKind::Services | CatalogKind::Tenant => {}
    }
    facts.retain(|name, _| names::is_known(kind, name));
    let code = match kind {
        CatalogKind::Clients | CatalogKind::Members => row.get("identifier").and_then(plain),
        _ => None,
    };
    let name = match kind {
        CatalogKind::Members => Member::read(row).and_then(|member| member.name),
        _ => row.get("summary").or(row.get("name")).and_then(plain),
    };
    Some(CatalogItem {
        kind,
        name: name.or(code.clone()).unwrap_or_else(|| id.clone()),
        id,
        active: is_in_use(kind, row, &facts),
        code,
        facts,
    })
}

/// Whether new entries may name it.
fn is_in_use(kind: CatalogKind, row: &Value, facts: &Facts) -> bool {
    let gone = ["inactiveFlag", "deletedFlag", "cancelledFlag"];
    let is_gone = gone.iter().any(|name| flag(row, name) == Some(true));
    let closed = facts.get(names::COMPLETED) == Some(&Value::Bool(true));
    let shut = kind == CatalogKind::ChargeCodes && flag(row, "timeEntryFlag") == Some(false);
    !(is_gone || closed || shut)
}

fn ticket(row: &Value, kind: CatalogKind, facts: &mut Facts) {
    put(facts, names::STATUS, name_of(row, "status"));
    put(facts, names::COMPLETED, flag(row, "closedFlag"));
    put(facts, names::BOARD, name_of(row, "board"));
    put(facts, names::CLIENT, id_of(row, "company"));
    put(facts, names::PROJECT, id_of(row, "project"));
    put(facts, names::AGREEMENT, id_or_none(row, "agreement"));
    put(facts, names::WORK_TYPE, id_or_none(row, "workType"));
    put(facts, names::ASSIGNED, id_or_none(row, "owner"));
    let record = match row.get("recordType").and_then(Value::as_str) {
        Some("ServiceTicket") => Some("service-ticket"),
        Some("ProjectTicket") => Some("project-ticket"),
        Some("ProjectIssue") => Some("project-issue"),
        // The list of project tickets tells it by a flag.
        _ if kind == CatalogKind::ProjectTickets => match flag(row, "isIssueFlag") {
            Some(true) => Some("project-issue"),
            Some(false) => Some("project-ticket"),
            None => None,
        },
        _ => None,
    };
    put(facts, names::RECORD_TYPE, record);
    // Login names with commas between them.
    let resources = row.get("resources").and_then(Value::as_str);
    let others = resources.map(|text| {
        let words = text.split(',').map(str::trim);
        json!(words.filter(|word| !word.is_empty()).collect::<Vec<_>>())
    });
    put(facts, names::SECONDARY, others);
}

fn member(row: &Value, facts: &mut Facts) {
    let both = flag(row, "requireStartAndEndTimeOnTimeEntryFlag");
    put(facts, names::NEEDS_BOTH_TIMES, both);
    let on_client = flag(row, "enterTimeAgainstCompanyFlag");
    put(facts, names::ENTERS_ON_CLIENT, on_client);
    put(facts, names::DEFAULT_ROLE, id_of(row, "workRole"));
    let zone = Member::read(row).and_then(|member| member.zone);
    put(facts, names::ZONE, zone);
}

fn agreement(row: &Value, facts: &mut Facts) {
    let status = row.get("agreementStatus").and_then(plain);
    put(facts, names::STATUS, status);
    let kind = name_of(row, "type").or_else(|| row.get("type").and_then(plain));
    put(facts, names::AGREEMENT_TYPE, kind);
    put(facts, names::CLIENT, id_of(row, "company"));
    put(facts, names::STARTS, day(row, "startDate"));
    let ends = match flag(row, "noEndingDateFlag") {
        Some(true) => Some(Value::Null),
        _ => day(row, "endDate").map(Value::from),
    };
    put(facts, names::ENDS, ends);
}
