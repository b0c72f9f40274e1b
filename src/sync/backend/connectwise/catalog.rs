//! Reference data: the kinds that are kept whole.

use super::ConnectWise;
use super::decode::{identity, plain};
use super::listing::Question;
use super::member::Member;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl ConnectWise {
    /// One page of reference data; the kinds that are kept whole.
    pub(super) fn catalog_page(
        &self,
        kind: CatalogKind,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let path = match kind {
            CatalogKind::WorkTypes => ["time", "workTypes"],
            CatalogKind::WorkRoles => ["time", "workRoles"],
            CatalogKind::ChargeCodes => ["time", "chargeCodes"],
            CatalogKind::Members => ["system", "members"],
            _ => {
                return Err(BackendError::new(
                    ErrorKind::Unsupported,
                    format!("{kind} cannot be listed from this service yet"),
                    "use numbers, which are looked up when the entry is sent",
                ));
            }
        };
        let (values, next) = self.page_of(&path, &Question::of(""), page)?;
        let items = values.iter().filter_map(|row| item(kind, row)).collect();
        Ok(Batch {
            items,
            next,
            total: None,
        })
    }
}

fn item(kind: CatalogKind, row: &Value) -> Option<CatalogItem> {
    let id = identity(row.get("id")?)?;
    let takes_time = row.get("timeEntryFlag") != Some(&Value::Bool(false));
    let mut facts = BTreeMap::new();
    let billable = match row.get("billTime").and_then(Value::as_str) {
        Some("Billable") => Some("billable"),
        Some("DoNotBill") => Some("do-not-bill"),
        Some("NoCharge") => Some("no-charge"),
        _ => None,
    };
    if let Some(billable) = billable {
        facts.insert("billable".to_owned(), json!(billable));
    }
    let is_member = kind == CatalogKind::Members;
    let member = Member::read(row).filter(|_| is_member);
    let name = member.as_ref().and_then(|member| member.name.clone());
    Some(CatalogItem {
        kind,
        code: member.and_then(|member| member.identifier),
        name: name
            .or_else(|| row.get("name").and_then(plain))
            .unwrap_or_else(|| id.clone()),
        id,
        active: row.get("inactiveFlag") != Some(&Value::Bool(true)) && takes_time,
        facts,
    })
}
