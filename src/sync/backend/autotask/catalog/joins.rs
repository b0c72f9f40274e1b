//! What the rows of one entity need from others: the projects of tasks, who else is
//! assigned, the roles and the places of resources. One question each for a whole page.
//! What may not be read is left out, and the facts with it.

use super::blocks::Held;
use crate::domain::catalog::CatalogKind;
use crate::sync::backend::BackendError;
use crate::sync::backend::autotask::Autotask;
use crate::sync::backend::autotask::decode::identity;
use crate::sync::backend::autotask::errors::is_closed;
use crate::sync::backend::autotask::filter::{Filter, MOST_VALUES, Test, number};
use crate::sync::backend::autotask::own::place_zone;
use crate::sync::backend::autotask::query::{Question, Row};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

/// Others assigned: resource and role.
type Others = Vec<(String, Option<String>)>;

/// What a contract leaves out: roles and work types.
pub type LeftOut = (BTreeSet<String>, BTreeSet<String>);

/// What was read beside a page of rows, by identity.
#[derive(Debug, Default)]
pub struct Joined {
    /// Projects of tasks, each with the word of its type.
    pub projects: BTreeMap<String, (Row, Option<String>)>,
    /// The others assigned to each ticket or task: resource and role. None where they may
    /// not be read.
    pub secondary: Option<BTreeMap<String, Others>>,
    /// The roles of each resource, and whether it still has them. None where they may not
    /// be read.
    pub roles: Option<BTreeMap<String, BTreeMap<String, bool>>>,
    /// The role of each resource outside tickets and tasks.
    pub usual: BTreeMap<String, String>,
    /// The role of each resource on tickets that name none.
    pub desk: BTreeMap<String, String>,
    /// Zones of places.
    pub zones: BTreeMap<String, String>,
    /// The roles and the work types that each contract leaves out. None where they may not
    /// be read.
    pub excluded: Option<BTreeMap<String, LeftOut>>,
    /// The blocks of hours of each contract that has any today.
    pub blocks: BTreeMap<String, Held>,
}

impl Autotask {
    /// What a page of a kind needs besides.
    pub(super) fn joined(&self, kind: CatalogKind, rows: &[Row]) -> Result<Joined, BackendError> {
        let mut joined = Joined::default();
        if rows.is_empty() {
            return Ok(joined);
        }
        match kind {
            CatalogKind::Tickets => {
                joined.secondary = self.others(rows, "TicketSecondaryResources", "ticketID")?;
            }
            CatalogKind::Tasks => {
                joined.secondary = self.others(rows, "TaskSecondaryResources", "taskID")?;
                joined.projects = self.projects_of(rows)?;
            }
            CatalogKind::Agreements => {
                joined.excluded = self.excluded_from(rows)?;
                joined.blocks = self.blocks_of(rows, joined.excluded.as_ref())?;
            }
            CatalogKind::Members => {
                self.roles_of(rows, &mut joined)?;
                joined.zones = self.places()?;
            }
            _ => {}
        }
        Ok(joined)
    }

    /// Rows of another entity that name these; none where they may not be read.
    pub(super) fn naming(
        &self,
        (entity, field): (&str, &str),
        fields: &[&str],
        ids: &BTreeSet<i64>,
    ) -> Result<Option<Vec<Row>>, BackendError> {
        let ids: Vec<i64> = ids.iter().copied().collect();
        let mut found = Vec::new();
        for some in ids.chunks(MOST_VALUES) {
            let values = some.iter().map(|id| number(*id)).collect();
            let filter = Filter::of(field, Test::Among(values));
            match self.all_of(&Question::new(entity, fields, filter)) {
                Ok(rows) => found.extend(rows),
                Err(error) if is_closed(&error) => {
                    log::info!("{entity} cannot be read: {}", error.message);
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Some(found))
    }

    fn others(
        &self,
        rows: &[Row],
        entity: &str,
        field: &str,
    ) -> Result<Option<BTreeMap<String, Others>>, BackendError> {
        let fields = [field, "resourceID", "roleID"];
        let found = self.naming((entity, field), &fields, &numbers(rows, "id"))?;
        Ok(found.map(|found| {
            let mut others: BTreeMap<String, Vec<_>> = BTreeMap::new();
            for row in &found {
                if let (Some(of), Some(who)) = (id(row, field), id(row, "resourceID")) {
                    others.entry(of).or_default().push((who, id(row, "roleID")));
                }
            }
            others
        }))
    }

    fn projects_of(
        &self,
        rows: &[Row],
    ) -> Result<BTreeMap<String, (Row, Option<String>)>, BackendError> {
        let fields = ["companyID", "contractID", "projectType"];
        let ids = numbers(rows, "projectID");
        let found = self.naming(("Projects", "id"), &fields, &ids)?;
        let words = self.words("Projects")?;
        let found = found.unwrap_or_default().into_iter();
        let pair = |row: Row| {
            let word = words.of(&row, "projectType").map(str::to_owned);
            Some((id(&row, "id")?, (row, word)))
        };
        Ok(found.filter_map(pair).collect())
    }

    /// What contracts leave out: each by itself, or by a set that it has in common.
    fn excluded_from(
        &self,
        rows: &[Row],
    ) -> Result<Option<BTreeMap<String, LeftOut>>, BackendError> {
        let mut excluded: BTreeMap<String, LeftOut> = BTreeMap::new();
        let (own, sets) = (numbers(rows, "id"), numbers(rows, "contractExclusionSetID"));
        for (entity, of, field, is_role, ids) in [
            ("ContractExclusionRoles", "contractID", "roleID", true, &own),
            (
                "ContractExclusionBillingCodes",
                "contractID",
                "billingCodeID",
                false,
                &own,
            ),
            (
                "ContractExclusionSetExcludedRoles",
                "contractExclusionSetID",
                "excludedRoleID",
                true,
                &sets,
            ),
            (
                "ContractExclusionSetExcludedWorkTypes",
                "contractExclusionSetID",
                "excludedWorkTypeID",
                false,
                &sets,
            ),
        ] {
            let Some(found) = self.naming((entity, of), &[of, field], ids)? else {
                return Ok(None);
            };
            for row in &found {
                let (Some(whose), Some(what)) = (id(row, of), id(row, field)) else {
                    continue;
                };
                for contract in rows {
                    let is_its = match of {
                        "contractID" => id(contract, "id"),
                        set => id(contract, set),
                    };
                    if let (Some(its), Some(contract)) = (is_its, id(contract, "id"))
                        && its == whose
                    {
                        let (roles, codes) = excluded.entry(contract).or_default();
                        let into = if is_role { roles } else { codes };
                        into.insert(what.clone());
                    }
                }
            }
        }
        Ok(Some(excluded))
    }

    fn roles_of(&self, rows: &[Row], joined: &mut Joined) -> Result<(), BackendError> {
        let ids = numbers(rows, "id");
        let mut roles: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
        let mut is_whole = true;
        for (entity, fields) in [
            ("ResourceRoles", &["isActive", "resourceID", "roleID"][..]),
            (
                "ResourceRoleDepartments",
                &["isActive", "isDefault", "resourceID", "roleID"],
            ),
            (
                "ResourceServiceDeskRoles",
                &["isActive", "isDefault", "resourceID", "roleID"],
            ),
        ] {
            let Some(found) = self.naming((entity, "resourceID"), fields, &ids)? else {
                is_whole = false;
                continue;
            };
            for row in &found {
                let (Some(who), Some(role)) = (id(row, "resourceID"), id(row, "roleID")) else {
                    continue;
                };
                let flag = |name: &str| row.get(name).and_then(Value::as_bool);
                let is_active = flag("isActive") != Some(false);
                if flag("isDefault") == Some(true) {
                    let usual = match entity {
                        "ResourceServiceDeskRoles" => &mut joined.desk,
                        _ => &mut joined.usual,
                    };
                    usual.insert(who.clone(), role.clone());
                }
                *roles.entry(who).or_default().entry(role).or_default() |= is_active;
            }
        }
        joined.roles = is_whole.then_some(roles);
        Ok(())
    }

    /// The zones of all places, read once a run.
    fn places(&self) -> Result<BTreeMap<String, String>, BackendError> {
        let lock = || {
            let known = self.places.lock();
            known.unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = lock().clone() {
            return Ok(known);
        }
        let question = Question::new("InternalLocations", &["timeZone"], Filter::all());
        let rows = match self.all_of(&question) {
            Ok(rows) => rows,
            Err(error) if is_closed(&error) => {
                log::info!("places cannot be read: {}", error.message);
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let pair = |row: &Row| Some((id(row, "id")?, place_zone(row)?.to_string()));
        let zones: BTreeMap<_, _> = rows.iter().filter_map(pair).collect();
        *lock() = Some(zones.clone());
        Ok(zones)
    }
}

/// An identity in a field where a zero is one like any other: that of the own company.
pub fn company(row: &Row, field: &str) -> Option<String> {
    match row.get(field)? {
        Value::Number(number) => Some(number.to_string()),
        other => identity(other),
    }
}

/// An identity in a field of a row.
pub fn id(row: &Row, field: &str) -> Option<String> {
    row.get(field).and_then(identity)
}

/// The numbers in a field of rows.
pub fn numbers(rows: &[Row], field: &str) -> BTreeSet<i64> {
    let number = |row: &Row| row.get(field)?.as_i64().filter(|id| *id != 0);
    rows.iter().filter_map(number).collect()
}
