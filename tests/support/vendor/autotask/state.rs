//! What the fake service holds: its tables, sheets, keys and what was used of the hour.
//!
//! Every entity is a table of rows as they stand on the wire. Keys of a row that
//! begin with an underscore are the fake's own and never leave it.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Map, Value};

use super::options::Options;
use super::rules::SheetStatus;
use super::seed;
use crate::support::schema;

/// Rows by identity.
pub type Table = BTreeMap<i64, Value>;

/// Who may come in, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// `UserName`.
    pub user: String,
    /// `Secret`.
    pub secret: String,
    /// `ApiIntegrationCode`.
    pub code: String,
}

/// Somebody at work on an entity.
#[derive(Debug)]
pub struct Thread {
    /// On which entity.
    pub entity: String,
    /// Till when; none till it is let go.
    pub until: Option<Instant>,
}

/// Everything the service knows.
#[derive(Debug)]
pub struct World {
    /// How it was asked to behave.
    pub options: Options,
    /// The tables by entity: `Tickets`, `TimeEntries`…
    pub tables: BTreeMap<String, Table>,
    /// The keys that open it.
    pub keys: Keys,
    /// Part of the address before `/ATServicesRest`; empty at the start.
    pub zone: String,
    /// Sheets that are not new, by resource and Monday.
    pub sheets: BTreeMap<(i64, NaiveDate), SheetStatus>,
    /// When requests came, in milliseconds, for a rolling hour.
    pub used: VecDeque<i64>,
    /// What other integrations have used of the hour.
    pub used_by_others: i64,
    /// Who is at work.
    pub threads: Vec<Thread>,
    /// What was asked, for further pages without a body.
    pub questions: Vec<Value>,
    /// How long a request takes.
    pub latency: Duration,
    next: i64,
}

impl World {
    /// The state at the start.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            tables: seed::tables(),
            keys: seed::keys(),
            zone: String::new(),
            sheets: BTreeMap::new(),
            used: VecDeque::new(),
            used_by_others: 0,
            threads: Vec::new(),
            questions: Vec::new(),
            latency: Duration::ZERO,
            next: seed::FIRST_FREE,
        }
    }

    /// Now, in UTC milliseconds: fixed by an option, else the machine's clock.
    pub fn now_ms(&self) -> i64 {
        // Not on a full second, so that whoever drops milliseconds is noticed.
        self.options.now.map_or_else(system_now, |s| s * 1000 + 113)
    }

    /// The next identity.
    pub fn take_id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    /// The rows of an entity.
    pub fn table(&self, entity: &str) -> &Table {
        static EMPTY: Table = Table::new();
        self.tables.get(entity).unwrap_or(&EMPTY)
    }

    /// The rows of an entity, to change them.
    pub fn table_mut(&mut self, entity: &str) -> &mut Table {
        self.tables.entry(entity.to_owned()).or_default()
    }

    /// The row that a reference means.
    pub fn row(&self, entity: &str, id: &Value) -> Option<&Value> {
        self.table(entity).get(&id.as_i64()?)
    }

    /// One time entry; null where there is none.
    pub fn entry(&self, id: i64) -> &Value {
        self.table("TimeEntries").get(&id).unwrap_or(&Value::Null)
    }

    /// Whether time of an entry has been posted: a billing item for labour or its adjustment.
    pub fn is_posted(&self, id: i64) -> bool {
        self.table("BillingItems").values().any(|item| {
            let kind = item["billingItemType"].as_i64();
            item["timeEntryID"] == id && matches!(kind, Some(1 | 2))
        })
    }

    /// The sheet that holds a day of a resource.
    pub fn sheet(&self, resource: i64, day: NaiveDate) -> SheetStatus {
        let sheet = self.sheets.get(&(resource, monday(day)));
        sheet.copied().unwrap_or(SheetStatus::New)
    }

    /// The zone of a resource: that of its location.
    pub fn zone_of(&self, resource: &Value) -> Option<chrono_tz::Tz> {
        let place = self.row("InternalLocations", &resource["locationID"])?;
        place["_zone"].as_str()?.parse().ok()
    }

    /// A row as it goes out: every field of its model, none of the fake's own.
    pub fn shown(&self, entity: &str, row: &Value) -> Value {
        let empty = Map::new();
        let fields = fields(entity).unwrap_or(&empty);
        let mut out = Map::new();
        for (name, kind) in fields {
            let own = row.get(name).cloned().unwrap_or_default();
            let value = match (name.as_str(), kind.as_str()) {
                ("userDefinedFields", _) if own.is_null() => Value::Array(Vec::new()),
                ("timeZone", _) => seed::zone_text(row, self.options.zone_text),
                ("useType", _) if own == seed::INTERNAL => self.options.internal_use_type.into(),
                (_, Some("date-time?")) => self.instant(own),
                _ => own,
            };
            out.insert(name.clone(), value);
        }
        Value::Object(out)
    }

    /// time: instants may come back with fractional seconds.
    fn instant(&self, value: Value) -> Value {
        match value.as_str() {
            Some(text) if self.options.fractions && !text.contains('.') => {
                Value::from(text.replace('Z', ".00Z"))
            }
            _ => value,
        }
    }
}

/// The model of an entity, as the schema calls it.
pub fn model(entity: &str) -> String {
    match entity {
        "Companies" => "Company".to_owned(),
        "TimeEntries" => "TimeEntry".to_owned(),
        other => other.trim_end_matches('s').to_owned(),
    }
}

/// The fields of an entity with their types; none for an unknown entity.
pub fn fields(entity: &str) -> Option<&'static Map<String, Value>> {
    schema::of("autotask")["objects"][model(entity)]["properties"].as_object()
}

/// The first day of a sheet.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake is another machine: its clock is not the product's"
)]
fn system_now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}
