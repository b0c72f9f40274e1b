//! Reference data of a service, cached: the kinds and one item.

use super::status::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// The kinds of reference data (PRODUCT.md §1), and those that rules need besides.
    CatalogKind {
        /// Service tickets.
        Tickets = "tickets",
        /// Tickets of projects.
        ProjectTickets = "project-tickets",
        /// Tasks of projects.
        Tasks = "tasks",
        /// Sales activities.
        Activities = "activities",
        /// Projects.
        Projects = "projects",
        /// Clients.
        Clients = "clients",
        /// Work types.
        WorkTypes = "work-types",
        /// Work roles.
        WorkRoles = "work-roles",
        /// Charge codes.
        ChargeCodes = "charge-codes",
        /// Services.
        Services = "services",
        /// Members, resources, users.
        Members = "members",
        /// Agreements, contracts, retainers.
        Agreements = "agreements",
        /// Settings of the tenant.
        Tenant = "tenant",
    }
}

impl CatalogKind {
    /// Whether the whole kind is cached, so that absence means it does not exist (RULES.md, "Needs").
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(
            self,
            Self::WorkTypes | Self::WorkRoles | Self::ChargeCodes | Self::Members | Self::Services
        )
    }
}

/// One thing of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogItem {
    /// Which kind.
    pub kind: CatalogKind,
    /// Its identity on the service.
    pub id: String,
    /// What people call it: a number, identifier or code, where it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// Its name or summary.
    pub name: String,
    /// Whether it may be used in new entries.
    pub active: bool,
    /// What rules ask of it, in our words.
    #[serde(default)]
    pub facts: BTreeMap<String, serde_json::Value>,
}
