//! Reference data: users, projects and contacts, page by page.

use super::decode::{identity, title};
use super::{Moneybird, USERS};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page};
use serde_json::Value;
use std::collections::BTreeMap;

impl Moneybird {
    pub(super) fn catalog_page(
        &self,
        kind: CatalogKind,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let (path, query): (&str, &[(&str, &str)]) = match kind {
            CatalogKind::Members => (
                USERS,
                &[("include_inactive", "true"), ("include_api_users", "true")],
            ),
            CatalogKind::Projects => ("projects", &[("filter", "state:all")]),
            CatalogKind::Clients => ("contacts", &[]),
            _ => {
                return Err(BackendError::new(
                    ErrorKind::Unsupported,
                    format!("this service has no {kind}"),
                    "its kinds are clients, projects and members",
                ));
            }
        };
        let (rows, next, total) = self.page_of(&[path], query, page)?;
        let items = rows.iter().filter_map(|row| item(kind, row)).collect();
        Ok(Batch { items, next, total })
    }
}

fn item(kind: CatalogKind, row: &Value) -> Option<CatalogItem> {
    let id = identity(row.get("id")?)?;
    let word = |name: &str| row.get(name).and_then(Value::as_str);
    let active = match kind {
        CatalogKind::Projects => word("state") != Some("archived"),
        CatalogKind::Clients => row.get("archived") != Some(&Value::Bool(true)),
        _ => row.get("inactive") != Some(&Value::Bool(true)),
    };
    let code = match kind {
        CatalogKind::Members => word("email"),
        CatalogKind::Clients => word("customer_id"),
        _ => None,
    };
    Some(CatalogItem {
        kind,
        code: code.filter(|code| !code.is_empty()).map(str::to_owned),
        name: title(row).unwrap_or_else(|| id.clone()),
        id,
        active,
        facts: BTreeMap::new(),
    })
}
