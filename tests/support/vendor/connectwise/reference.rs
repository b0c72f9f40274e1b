//! The lists that a catalog is made of: people, customers, tickets, kinds of work.

use serde_json::{Value, json};

use super::door::not_found;
use super::routes::Call;
use crate::support::vendor::rig::Answer;

/// Module, resource, our list, the schema's object. schema, or so marked.
const LISTS: [(&str, &str, &str, &str); 12] = [
    ("time", "workTypes", "workTypes", "WorkType"),
    ("time", "workRoles", "workRoles", "WorkRole"),
    ("time", "chargeCodes", "chargeCodes", "ChargeCode"),
    ("service", "tickets", "serviceTickets", "Ticket"),
    ("project", "tickets", "projectTickets", "ProjectTicket"),
    ("project", "projects", "projects", "Project"),
    ("sales", "activities", "activities", "Activity"),
    ("company", "companies", "companies", "Company"),
    ("system", "members", "members", "Member"),
    // Unverified: the facts name what these hold, not where it is.
    ("service", "boards", "boards", "Board"),
    ("project", "statuses", "projectStatuses", "ProjectStatus"),
    ("finance", "agreements", "agreements", "Agreement"),
];

impl Call<'_> {
    /// GET of a list, its count or one of its rows.
    pub(super) fn reference_data(&self, module: &str, resource: &str, rest: &[&str]) -> Answer {
        match (module, resource, rest) {
            // Unverified, as their parents are.
            ("service", "boards", [id, "statuses", rest @ ..]) => {
                return self.under("boards", id, ("statuses", "BoardStatus"), rest, |_| true);
            }
            (
                "finance",
                "agreements",
                [
                    id,
                    kind @ ("workTypeExclusions" | "workRoleExclusions"),
                    rest @ ..,
                ],
            ) => {
                let (list, object) = match *kind {
                    "workTypeExclusions" => ("workTypeExclusions", "AgreementWorkTypeExclusion"),
                    _ => ("workRoleExclusions", "AgreementWorkRoleExclusion"),
                };
                let of: i64 = id.parse().unwrap_or_default();
                let own = |row: &Value| row["agreementId"] == of;
                return self.under("agreements", id, (list, object), rest, own);
            }
            _ => {}
        }
        let found = LISTS
            .iter()
            .find(|(m, r, ..)| (*m, *r) == (module, resource));
        let Some((_, _, list, object)) = found else {
            return not_found();
        };
        // The service list may show project tickets too.
        let as_well: Vec<Value> = if self.shows_project_tickets(list) {
            self.world
                .rows("projectTickets")
                .iter()
                .map(as_service_row)
                .collect()
        } else {
            Vec::new()
        };
        let rows = || self.world.rows(list).iter().chain(&as_well).collect();
        match rest {
            [] => self.list(rows(), object, &["_info"]),
            ["count"] => self.count(rows(), object, &["_info"]),
            [id] => self.one(list, object, id),
            _ => not_found(),
        }
    }

    /// The rows under a row of another list.
    fn under(
        &self,
        parents: &str,
        id: &str,
        (list, object): (&str, &str),
        rest: &[&str],
        own: impl Fn(&Value) -> bool,
    ) -> Answer {
        let known = id.parse().ok().and_then(|id| self.world.row(parents, id));
        let rows = || {
            self.world
                .rows(list)
                .iter()
                .filter(|row| own(row))
                .collect()
        };
        match rest {
            _ if known.is_none() => not_found(),
            [] => self.list(rows(), object, &["_info"]),
            ["count"] => self.count(rows(), object, &["_info"]),
            _ => not_found(),
        }
    }

    fn shows_project_tickets(&self, list: &str) -> bool {
        list == "serviceTickets" && self.world.options.service_list_has_project_tickets
    }

    /// One row of a list.
    pub(super) fn one(&self, list: &str, object: &str, id: &str) -> Answer {
        let id: i64 = id.parse().unwrap_or_default();
        let mut row = self.world.row(list, id).cloned();
        if row.is_none() && self.shows_project_tickets(list) {
            row = self.world.row("projectTickets", id).map(as_service_row);
        }
        row.map_or_else(not_found, |row| self.row(&row, object))
    }
}

/// A project ticket in the shape of the service list, which knows it by record type.
fn as_service_row(ticket: &Value) -> Value {
    let mut row = ticket.clone();
    row["recordType"] = json!(if ticket["isIssueFlag"] == true {
        "ProjectIssue"
    } else {
        "ProjectTicket"
    });
    if let Some(map) = row.as_object_mut() {
        for key in ["isIssueFlag", "project", "phase"] {
            map.remove(key);
        }
    }
    row
}
