//! Whose time is booked: the profile's resource as the service knows it, and the zone of
//! the place where it works.

use super::Autotask;
use super::decode::{identity, plain};
use super::errors::is_closed;
use super::filter::{Filter, Scalar, Test, number};
use super::query::{Question, Row};
use super::zones;
use crate::domain::charge::Reference;
use crate::domain::zone::Zone;
use crate::sync::backend::{BackendError, ErrorKind};
use serde_json::Value;

/// The fields of a resource that are read.
pub const FIELDS: &[&str] = &[
    "defaultServiceDeskRoleID",
    "email",
    "firstName",
    "isActive",
    "lastName",
    "locationID",
    "userName",
];

/// The resource a profile books for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its number.
    pub id: String,
    /// The same as a number.
    pub number: i64,
    /// Its name.
    pub name: Option<String>,
    /// What else it is called: mail address, login.
    pub aliases: Vec<String>,
    /// Its role on tickets that name none.
    pub desk_role: Option<i64>,
    /// The zone of its place, where the service tells one that is known here.
    pub zone: Option<Zone>,
}

impl Autotask {
    /// The resource; asked for once a run.
    pub(super) fn settle_own(&self) -> Result<&Own, BackendError> {
        if let Some(own) = self.own.get() {
            return Ok(own);
        }
        let own = self.find_own()?;
        Ok(self.own.get_or_init(|| own))
    }

    fn find_own(&self) -> Result<Own, BackendError> {
        let Some(typed) = &self.typed else {
            return Err(nobody("the profile does not say whose time it books"));
        };
        let id = typed.parse::<i64>().ok().filter(|id| *id > 0);
        let (field, value) = match id {
            Some(id) => ("id", number(id)),
            None => ("email", Scalar::Text(typed.clone())),
        };
        let filter = Filter::of(field, Test::Is(value));
        let found = match self.all_of(&Question::new("Resources", FIELDS, filter)) {
            Ok(found) => found,
            // That resources may not be read stops no time entry, where the number is known.
            Err(error) if error.kind == ErrorKind::Forbidden => {
                return match id {
                    Some(id) => Ok(bare(id)),
                    None => Err(nobody(&format!(
                        "the number of {typed} cannot be looked up: {}",
                        error.message
                    ))),
                };
            }
            Err(error) => return Err(error),
        };
        let is_it = |row: &&Row| match id {
            Some(id) => row.get("id").and_then(Value::as_i64) == Some(id),
            None => {
                let mail = row.get("email").and_then(Value::as_str);
                mail.is_some_and(|mail| mail.trim().eq_ignore_ascii_case(typed))
            }
        };
        let found: Vec<&Row> = found.iter().filter(is_it).collect();
        let [row] = found.as_slice() else {
            return Err(nobody(&match found.len() {
                0 => format!("{} has no resource {typed}", self.session.service()),
                n => format!("{n} resources are called {typed}"),
            }));
        };
        let Some((id, number)) = row
            .get("id")
            .and_then(|id| Some((identity(id)?, id.as_i64()?)))
        else {
            return Err(self.unreadable());
        };
        let location = row.get("locationID").and_then(Value::as_i64);
        Ok(Own {
            id,
            number,
            name: title(row),
            aliases: ["email", "userName"]
                .iter()
                .filter_map(|name| row.get(*name).and_then(plain))
                .collect(),
            desk_role: row.get("defaultServiceDeskRoleID").and_then(Value::as_i64),
            zone: location.map_or(Ok(None), |id| self.zone_of(id))?,
        })
    }

    /// The zone of a place; none where the service does not tell.
    fn zone_of(&self, location: i64) -> Result<Option<Zone>, BackendError> {
        let filter = Filter::of("id", Test::Is(number(location)));
        let question = Question::new("InternalLocations", &["name", "timeZone"], filter);
        match self.all_of(&question) {
            Ok(rows) => Ok(rows.iter().find_map(place_zone)),
            Err(error) if is_closed(&error) => {
                log::info!("the zone of the resource is not told: {}", error.message);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The zone that a row of places tells.
pub fn place_zone(row: &Row) -> Option<Zone> {
    zones::read(row.get("timeZone")?.as_str()?)
}

/// A person's name.
pub fn title(row: &Row) -> Option<String> {
    let part = |name: &str| row.get(name).and_then(plain);
    let parts = [part("firstName"), part("lastName")];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

fn bare(id: i64) -> Own {
    Own {
        id: id.to_string(),
        number: id,
        name: None,
        aliases: Vec::new(),
        desk_role: None,
        zone: None,
    }
}

impl Own {
    /// As a reference.
    pub fn reference(&self) -> Reference {
        Reference::known(&self.id, self.name.as_deref())
    }
}

fn nobody(message: &str) -> BackendError {
    BackendError::new(
        ErrorKind::Misconfigured,
        message,
        "set `resource` of the profile to the number or mail address of the resource whose time it is",
    )
}
