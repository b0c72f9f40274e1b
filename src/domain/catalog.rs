//! Reference data of a service, cached: the kinds, one item, and the facts that
//! an item of each kind may carry. Never says where the data comes from.

use super::status::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// Whether people know its things by a number, which may be their code.
    #[must_use]
    pub fn is_numbered(self) -> bool {
        matches!(
            self,
            Self::Tickets | Self::ProjectTickets | Self::Tasks | Self::Activities
        )
    }

    /// One of them, for people.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            Self::Tickets => "ticket",
            Self::ProjectTickets => "project ticket",
            Self::Tasks => "task",
            Self::Activities => "activity",
            Self::Projects => "project",
            Self::Clients => "client",
            Self::WorkTypes => "work type",
            Self::WorkRoles => "work role",
            Self::ChargeCodes => "charge code",
            Self::Services => "service",
            Self::Members => "member",
            Self::Agreements => "agreement",
            Self::Tenant => "tenant",
        }
    }

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
///
/// `facts` holds what rules ask of it, under the names of [`names`]; which kind
/// may carry which is [`names::OF`]. A name that is missing says that nothing is
/// known of it. Values are yes or no, whole seconds, a day (`2026-11-20`), a
/// word, an identity or a list of identities; identities may be text or whole
/// numbers, never fractions.
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
    pub facts: BTreeMap<String, Value>,
}

impl CatalogItem {
    /// A yes or no.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.facts.get(name)?.as_bool()
    }

    /// A length in whole seconds.
    #[must_use]
    pub fn seconds(&self, name: &str) -> Option<i64> {
        self.facts.get(name)?.as_i64()
    }

    /// A word or an identity; a number as its digits.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        plain(self.facts.get(name)?)
    }

    /// A day.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        self.facts.get(name)?.as_str()?.parse().ok()
    }

    /// A list of identities or words; of things with several values, that of `part`.
    #[must_use]
    pub fn list(&self, name: &str, part: &str) -> Option<Vec<String>> {
        let all = self.facts.get(name)?.as_array()?;
        let one = |value: &Value| plain(value.get(part).unwrap_or(value));
        Some(all.iter().filter_map(one).collect())
    }

    /// The thing of a list whose `part` is this identity.
    #[must_use]
    pub fn among(&self, name: &str, part: &str, id: &str) -> Option<&Value> {
        let all = self.facts.get(name)?.as_array()?;
        let found = |value: &&Value| plain(value.get(part).unwrap_or(value)).as_deref() == Some(id);
        all.iter().find(found)
    }
}

/// Text as it is, a whole number as its digits.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

pub mod file;
pub mod names;
