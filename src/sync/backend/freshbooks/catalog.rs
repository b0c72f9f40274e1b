//! Reference data: projects with their services, clients, tasks and services, page by page.
//!
//! Retainers are not read: they have the hours of a period (`budgeted_time`) and nothing of
//! what is used of them (third parties' copies of the vendor's pages), so there is nothing
//! to say of what is left.

use super::FreshBooks;
use super::decode::{identity, title};
use super::errors::Act;
use super::lookup::number;
use super::session::Family;
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where tasks live.
pub const TASKS: &str = "projects/tasks";

/// Projects of a list may have their services only where they are asked for.
pub fn with_services() -> (&'static str, String) {
    ("include[]", "services".to_owned())
}

/// Marks the cursor of the second half of the services: those of the projects.
const OF_PROJECTS: &str = "projects:";

impl FreshBooks {
    pub(super) fn catalog_page(
        &self,
        kind: CatalogKind,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        match kind {
            CatalogKind::Projects => self.items(kind, Family::Projects, "projects", page),
            CatalogKind::Services => self.services_page(page),
            CatalogKind::Clients | CatalogKind::Tasks => {
                let account = self.seat()?.account.clone();
                let Some(account) = account else {
                    let business = self.session.business();
                    return Err(BackendError::new(
                        ErrorKind::Unsupported,
                        format!("business {business} has no account, and so no list of {kind}"),
                        "name them by number",
                    ));
                };
                let path = match kind {
                    CatalogKind::Tasks => TASKS,
                    _ => "users/clients",
                };
                self.items(kind, Family::Accounting(&account), path, page)
            }
            _ => Err(BackendError::new(
                ErrorKind::Unsupported,
                format!("this service has no {kind}"),
                "its kinds are projects, clients, services and tasks",
            )),
        }
    }

    fn items(
        &self,
        kind: CatalogKind,
        family: Family<'_>,
        path: &str,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let query = match kind {
            CatalogKind::Projects => vec![with_services()],
            _ => Vec::new(),
        };
        let found = self.page_of(Act::Read, family, path, kind.word(), &query, page)?;
        Ok(Batch {
            items: found
                .rows
                .iter()
                .filter_map(|row| item(kind, row))
                .collect(),
            next: found.next,
            total: found.total,
        })
    }

    /// The list of the business, then the services of each project: the first may be empty
    /// or odd where the second are all there.
    fn services_page(&self, page: &Page) -> Result<Batch<CatalogItem>, BackendError> {
        let kind = CatalogKind::Services;
        let of_projects = match &page.cursor {
            Some(cursor) => cursor.strip_prefix(OF_PROJECTS),
            None => None,
        };
        let Some(number) = of_projects else {
            let listed = self.items(kind, Family::Comments, kind.word(), page);
            let mut batch = match listed {
                Ok(batch) => batch,
                Err(error) if matches!(error.kind, ErrorKind::Protocol | ErrorKind::NotFound) => {
                    Batch {
                        items: Vec::new(),
                        next: None,
                        total: None,
                    }
                }
                Err(error) => return Err(error),
            };
            batch.total = None;
            batch.next = batch.next.or_else(|| Some(format!("{OF_PROJECTS}1")));
            return Ok(batch);
        };
        let page = Page {
            cursor: Some(number.to_owned()),
            size: page.size,
        };
        let found = self.page_of(
            Act::Read,
            Family::Projects,
            "projects",
            "projects",
            &[with_services()],
            &page,
        )?;
        let services = found.rows.iter().filter_map(services).flatten();
        Ok(Batch {
            items: services.filter_map(|row| item(kind, row)).collect(),
            next: found.next.map(|next| format!("{OF_PROJECTS}{next}")),
            total: None,
        })
    }
}

fn services(project: &Value) -> Option<&Vec<Value>> {
    project.get("services")?.as_array()
}

fn item(kind: CatalogKind, row: &Value) -> Option<CatalogItem> {
    let id = number(row)?;
    let is = |name: &str| row.get(name) == Some(&Value::Bool(true));
    let is_not = |name: &str| row.get(name) == Some(&Value::Bool(false));
    let active = match kind {
        CatalogKind::Projects => !is_not("active") && !is("complete"),
        _ => row.get("vis_state").and_then(Value::as_i64).unwrap_or(0) == 0,
    };
    let mut facts = BTreeMap::new();
    let mut fact = |name: &str, value: Value| facts.insert(name.to_owned(), value);
    if kind == CatalogKind::Projects {
        if let Some(internal) = row.get("internal").filter(|value| value.is_boolean()) {
            fact(names::INTERNAL, internal.clone());
        }
        if let Some(complete) = row.get("complete").filter(|value| value.is_boolean()) {
            fact(names::COMPLETED, complete.clone());
        }
        if let Some(client) = row.get("client_id").and_then(identity) {
            fact(names::CLIENT, json!(client));
        }
        let ids: Vec<_> = services(row)
            .into_iter()
            .flatten()
            .filter_map(number)
            .collect();
        // A list of none says nothing: nobody knows whether then all go.
        if !ids.is_empty() {
            fact(names::SERVICES, json!(ids));
        }
    }
    if matches!(kind, CatalogKind::Services | CatalogKind::Tasks)
        && let Some(billable) = row.get("billable").and_then(Value::as_bool)
    {
        let word = if billable { "billable" } else { "do-not-bill" };
        fact(names::BILLABLE, json!(word));
    }
    Some(CatalogItem {
        kind,
        code: None,
        name: title(row).unwrap_or_else(|| id.clone()),
        id,
        active,
        facts,
    })
}
