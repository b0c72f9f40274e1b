//! Reference data: each kind's list, and what its rows tell of the facts that rules ask.
//! What a row does not tell is left out, never guessed; what a number means is read from
//! the service's own lists of words. Of tickets and tasks only the open ones are listed;
//! those closed lately come with what changed. Stores nothing.

mod blocks;
mod items;
mod joins;
mod words;

pub(super) use self::words::{CODE_FIELDS, CodeWords, WordLists};

use super::Autotask;
use super::filter::{Filter, Test, midnight};
use super::query::Question;
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page};
use chrono::DateTime;

/// How much earlier than asked for changes are looked for, days.
const PADDING: i64 = 1;

/// Where the things of a kind are, and what is read of them.
struct List {
    entity: &'static str,
    fields: &'static [&'static str],
    /// When one was touched last, where the service tells.
    touched: Option<&'static str>,
}

fn list(kind: CatalogKind) -> Option<List> {
    let (entity, fields, touched): (_, &[&str], _) = match kind {
        CatalogKind::Tickets => (
            "Tickets",
            &[
                "assignedResourceID",
                "assignedResourceRoleID",
                "billingCodeID",
                "companyID",
                "completedDate",
                "contractID",
                "lastActivityDate",
                "projectID",
                "queueID",
                "status",
                "subIssueType",
                "ticketNumber",
                "title",
            ],
            Some("lastActivityDate"),
        ),
        CatalogKind::Tasks => (
            "Tasks",
            &[
                "assignedResourceID",
                "assignedResourceRoleID",
                "billingCodeID",
                "completedDateTime",
                "isTaskBillable",
                "lastActivityDateTime",
                "projectID",
                "status",
                "taskNumber",
                "title",
            ],
            Some("lastActivityDateTime"),
        ),
        CatalogKind::Projects => (
            "Projects",
            &[
                "companyID",
                "completedDateTime",
                "contractID",
                "lastActivityDateTime",
                "projectName",
                "projectNumber",
                "projectType",
                "status",
            ],
            Some("lastActivityDateTime"),
        ),
        CatalogKind::Clients => (
            "Companies",
            &[
                "companyName",
                "companyNumber",
                "isActive",
                "parentCompanyID",
            ],
            None,
        ),
        CatalogKind::WorkTypes | CatalogKind::ChargeCodes => ("BillingCodes", CODE_FIELDS, None),
        CatalogKind::WorkRoles => ("Roles", &["hourlyRate", "isActive", "name"], None),
        CatalogKind::Members => ("Resources", super::own::FIELDS, None),
        CatalogKind::Agreements => (
            "Contracts",
            &[
                "companyID",
                "contractExclusionSetID",
                "contractName",
                "contractNumber",
                "contractType",
                "endDate",
                "exclusionContractID",
                "startDate",
                "status",
            ],
            None,
        ),
        CatalogKind::ProjectTickets
        | CatalogKind::Activities
        | CatalogKind::Services
        | CatalogKind::Tenant => return None,
    };
    Some(List {
        entity,
        fields,
        touched,
    })
}

impl Autotask {
    /// One page of a kind.
    pub(super) fn catalog_page(
        &self,
        kind: CatalogKind,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let list = list(kind).ok_or_else(|| has_none(kind))?;
        let mut filter = Filter::all();
        if let CatalogKind::Tickets | CatalogKind::Tasks = kind {
            let done = self.words(list.entity)?.complete();
            let ended = if kind == CatalogKind::Tickets {
                "completedDate"
            } else {
                "completedDateTime"
            };
            filter = match done.as_slice() {
                [] => filter.and(ended, Test::Absent),
                done => filter.and("status", Test::NotAmong(done.to_vec())),
            };
        }
        self.catalog_rows(kind, &list, filter, page)
    }

    /// One page of what has changed since an instant (seconds UTC).
    pub(super) fn catalog_changes_page(
        &self,
        kind: CatalogKind,
        since: i64,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let list = list(kind).ok_or_else(|| has_none(kind))?;
        let touched = list.touched.ok_or_else(|| {
            BackendError::new(
                ErrorKind::Unsupported,
                format!("this service does not tell which {kind} have changed"),
                "read all of them",
            )
        })?;
        let since = since.saturating_sub(PADDING.saturating_mul(86_400));
        let day = DateTime::from_timestamp(since, 0).unwrap_or_default();
        let filter = Filter::of(touched, Test::AtLeast(midnight(day.date_naive())));
        self.catalog_rows(kind, &list, filter, page)
    }

    fn catalog_rows(
        &self,
        kind: CatalogKind,
        list: &List,
        filter: Filter,
        page: &Page,
    ) -> Result<Batch<CatalogItem>, BackendError> {
        let found = self.page_of(&Question::new(list.entity, list.fields, filter), page)?;
        let words = self.words(list.entity)?;
        let joined = self.joined(kind, &found.rows)?;
        let codes = CodeWords::of(&words);
        let is_charge_code = kind == CatalogKind::ChargeCodes;
        let is_code = is_charge_code || kind == CatalogKind::WorkTypes;
        let rows = found.rows.iter();
        let rows = rows.filter(|row| !is_code || codes.is_for(row, is_charge_code));
        Ok(Batch {
            items: rows
                .filter_map(|row| items::item(kind, row, &words, &joined))
                .collect(),
            next: found.next,
            total: None,
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
