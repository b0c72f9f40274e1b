//! What the fake service holds: entries, sheets, reference data, side effects.
//!
//! Lookups and sheets live here; what is allowed is asked in `rules`, how an
//! entry is put together in `entries`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::seed::Catalog;
use super::times::{self, Period};
use super::{Options, seed};

/// Statuses in which an entry or a sheet may still change.
pub const EDITABLE: [&str; 4] = ["Open", "Rejected", "RejectBySecondTier", "ErrorsCorrected"];
/// Statuses of entries that an invoice holds for good.
pub const FINAL: [&str; 3] = ["Billed", "BilledAgreement", "WrittenOff"];

/// Everything the service knows.
#[derive(Debug)]
pub struct World {
    /// How it was asked to behave.
    pub options: Options,
    /// The path segment in front of the interface, with a slash at its end.
    pub codebase: String,
    /// Reference data.
    pub catalog: Catalog,
    /// Entries by id, as the service shows them.
    pub entries: BTreeMap<i64, Value>,
    /// Sheets by id.
    pub sheets: BTreeMap<i64, Value>,
    /// History rows by entry.
    pub audits: BTreeMap<i64, Vec<Value>>,
    /// History rows by sheet.
    pub sheet_audits: BTreeMap<i64, Vec<Value>>,
    /// Every step of approval that was asked for.
    pub acts: Vec<Value>,
    /// E-mails that the action flags have sent.
    pub emails: Vec<Value>,
    /// Notes that the addTo flags have pushed into tickets.
    pub ticket_notes: Vec<Value>,
    /// When set, every submit answers 200 with `success: false` and this text.
    pub submit_refusal: Option<String>,
    next_entry: i64,
    next_sheet: i64,
    next_audit: i64,
}

impl World {
    /// The state at the start.
    pub fn new(options: Options) -> Self {
        Self::with(options, seed::catalog())
    }

    /// The same with other reference data.
    pub fn with(options: Options, mut catalog: Catalog) -> Self {
        if let Some(row) = catalog
            .get_mut("timeExpense")
            .and_then(|rows| rows.first_mut())
            && (options.rounding_hours > 0.0 || row["roundingFactor"].is_null())
        {
            row["roundingFactor"] = json!(options.rounding_hours);
        }
        Self {
            codebase: with_slash(&options.codebase),
            options,
            catalog,
            entries: BTreeMap::new(),
            sheets: BTreeMap::new(),
            audits: BTreeMap::new(),
            sheet_audits: BTreeMap::new(),
            acts: Vec::new(),
            emails: Vec::new(),
            ticket_notes: Vec::new(),
            submit_refusal: None,
            next_entry: 903_144,
            next_sheet: 4410,
            next_audit: 70_000,
        }
    }

    /// Now, in UTC seconds: fixed by an option, else the machine's clock.
    pub fn now(&self) -> i64 {
        self.options.now.unwrap_or_else(system_now)
    }

    /// The id of the next entry; counts on.
    pub fn take_entry_id(&mut self) -> i64 {
        self.next_entry += 1;
        self.next_entry - 1
    }

    /// Never gives this id again.
    pub fn skip_entry_id(&mut self, id: i64) {
        self.next_entry = self.next_entry.max(id + 1);
    }

    /// The rows of a list.
    pub fn rows(&self, list: &str) -> &[Value] {
        self.catalog.get(list).map_or(&[], Vec::as_slice)
    }

    /// The row with that id.
    pub fn row(&self, list: &str, id: i64) -> Option<&Value> {
        self.rows(list).iter().find(|row| row["id"] == id)
    }

    /// The row a reference means: by id, else by identifier, else by name.
    pub fn resolve(&self, list: &str, reference: &Value) -> Option<&Value> {
        if let Some(id) = reference["id"].as_i64() {
            return self.row(list, id);
        }
        ["identifier", "name"].iter().find_map(|key| {
            let wanted = reference[*key].as_str()?;
            self.rows(list).iter().find(|row| {
                row[*key]
                    .as_str()
                    .is_some_and(|have| have.eq_ignore_ascii_case(wanted))
            })
        })
    }

    /// A reference to a row as the service writes it.
    pub fn reference(&self, list: &str, id: i64) -> Value {
        let Some(row) = self.row(list, id) else {
            return Value::Null;
        };
        let mut out = Map::new();
        for key in ["id", "identifier", "name", "summary", "type"] {
            if let Some(value) = row.get(key).filter(|v| !v.is_object()) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        if let (Some(first), Some(last)) = (row["firstName"].as_str(), row["lastName"].as_str()) {
            out.insert("name".to_owned(), json!(format!("{first} {last}")));
        }
        Value::Object(out)
    }

    /// The member to whom the caller's keys belong.
    pub fn caller(&self, identifier: &str) -> i64 {
        let row = self
            .rows("members")
            .iter()
            .find(|m| m["identifier"] == identifier);
        row.and_then(|m| m["id"].as_i64()).unwrap_or(0)
    }

    /// The ticket with that id, service or project, and which of the two.
    pub fn ticket(&self, id: i64) -> Option<(&Value, &'static str)> {
        let service = self.row("serviceTickets", id).map(|t| (t, "ServiceTicket"));
        service.or_else(|| self.row("projectTickets", id).map(|t| (t, "ProjectTicket")))
    }

    /// The sheet period of an instant.
    pub fn period_of(&self, start: i64) -> Option<Period> {
        Period::of(
            start,
            self.options.zone_offset_minutes,
            self.options.period(),
        )
    }

    /// The sheet of a member for an instant, if there is one yet.
    pub fn sheet_of(&self, member: i64, start: i64) -> Option<&Value> {
        let first = self.period_of(start)?.first.to_string();
        self.sheets
            .values()
            .find(|s| s["member"]["id"] == member && s["dateStart"] == first.as_str())
    }

    /// The sheet of a member for an instant; comes into being unasked.
    pub fn open_sheet(&mut self, member: i64, start: i64) -> Value {
        if let Some(sheet) = self.sheet_of(member, start) {
            return json!({"id": sheet["id"], "name": sheet_name(sheet)});
        }
        let Some(week) = self.period_of(start) else {
            return Value::Null;
        };
        let (year, period) = week.year_and_period();
        let id = self.next_sheet;
        self.next_sheet += 1;
        let sheet = json!({
            "id": id, "member": self.reference("members", member), "year": year, "period": period,
            "dateStart": week.first.to_string(), "dateEnd": week.last.to_string(), "status": "Open",
            "deadline": (week.last + chrono::Duration::days(3)).to_string(),
            "_info": {"lastUpdated": times::wire(self.now()), "updatedBy": "system"},
        });
        self.sheets.insert(id, sheet);
        json!({"id": id, "name": week.name()})
    }

    /// Ids of the entries on a sheet.
    pub fn entries_on(&self, sheet: i64) -> Vec<i64> {
        self.entries
            .iter()
            .filter(|(_, e)| e["timeSheet"]["id"] == sheet)
            .map(|(id, _)| *id)
            .collect()
    }

    /// A sheet with its hours added up.
    pub fn shown_sheet(&self, id: i64) -> Option<Value> {
        let mut sheet = self.sheets.get(&id)?.clone();
        let seconds: i64 = self
            .entries_on(id)
            .iter()
            .filter_map(|id| times::seconds_of(&self.entries[id]["actualHours"]))
            .sum();
        sheet["hours"] = times::hours_of(seconds, self.options.hours_decimals);
        Some(sheet)
    }

    /// An entry as it goes out: line ends as the option wants them.
    pub fn shown(&self, entry: &Value) -> Value {
        let mut entry = entry.clone();
        if self.options.crlf_notes {
            for key in ["notes", "internalNotes"] {
                if let Some(text) = entry[key].as_str() {
                    entry[key] = json!(text.replace("\r\n", "\n").replace('\n', "\r\n"));
                }
            }
        }
        entry
    }

    /// Stamps the last change of an entry or sheet.
    pub fn stamp(now: i64, row: &mut Value, by: &str) {
        row["_info"] = json!({"lastUpdated": times::wire(now), "updatedBy": by});
    }

    /// Adds a row to an entry's history.
    pub fn audit(&mut self, entry: i64, kind: &str, message: &str, old: &str, new: &str, by: &str) {
        let row = self.audit_row(kind, message, old, new, by);
        self.audits.entry(entry).or_default().push(row);
    }

    /// Adds a row to a sheet's history.
    pub fn audit_sheet(&mut self, sheet: i64, message: &str, old: &str, new: &str, by: &str) {
        let row = self.audit_row("Status", message, old, new, by);
        self.sheet_audits.entry(sheet).or_default().push(row);
    }

    fn audit_row(&mut self, kind: &str, message: &str, old: &str, new: &str, by: &str) -> Value {
        let member = self.reference("members", self.caller(by));
        let now = times::wire(self.now());
        self.next_audit += 1;
        json!({
            "id": self.next_audit, "member": member, "source": "API", "type": kind,
            "message": message, "oldValue": old, "newValue": new, "value": new,
            "_info": {"lastUpdated": now, "updatedBy": by},
        })
    }
}

fn sheet_name(sheet: &Value) -> String {
    let day = |key: &str| sheet[key].as_str().unwrap_or_default().to_owned();
    format!("{} to {}", day("dateStart"), day("dateEnd"))
}

/// A codebase always ends in a slash, as discovery sends it.
pub fn with_slash(codebase: &str) -> String {
    format!("{}/", codebase.trim_matches('/'))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake is another machine: its clock is not the product's"
)]
fn system_now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
}
