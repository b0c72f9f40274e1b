//! From a request to an answer: the table of operations.

use serde_json::{Value, json};

use super::door::{self, discovery, done, error, invalid, not_found, ok, refusal, release};
use super::lists::{self, Manner};
use super::sheets::No;
use super::state::World;
use super::{documented, entries, people, sheets};
use crate::support::vendor::http::{Request, decode};
use crate::support::vendor::rig::Answer;

/// What comes between the codebase and the interface's own paths.
const API: &str = "apis/3.0";
/// Where anybody may ask for a company's codebase.
const DISCOVERY: &str = "/login/companyinfo/";

/// The interface's own path of an address, whatever codebase it names.
pub fn operation(path: &str) -> Option<String> {
    let at = path.find("/apis/3.0/")?;
    Some(path[at + 1 + API.len()..].to_owned())
}

/// Answers one request.
pub fn answer(world: &mut World, request: &Request) -> Answer {
    if let Some(company) = request.path.strip_prefix(DISCOVERY) {
        return discovery(world, request, &decode(company, false));
    }
    let prefix = format!("/{}{API}", world.codebase);
    let Some(path) = request
        .path
        .strip_prefix(&prefix)
        .filter(|p| p.starts_with('/'))
    else {
        // seen: a 404 may mean that the codebase has moved.
        return Answer::html(404, "404 - File or directory not found.");
    };
    let segments: Vec<&str> = path[1..].split('/').collect();
    let mut answer = match door::enter(world, request, &segments) {
        Ok(caller) => Call {
            world,
            request,
            caller,
        }
        .route(&segments),
        Err(refused) => refused,
    };
    let served = world.options.version.clone();
    let asked = request
        .header("accept")
        .and_then(|a| a.split("version=").nth(1))
        .map(str::trim);
    // The reply says which version answered: the one pinned, unless it is not out yet.
    let version = asked
        .filter(|a| release(a) <= release(&served))
        .unwrap_or(&served)
        .to_owned();
    if answer.status != 204 {
        let kind =
            format!("application/vnd.connectwise.com+json; version={version}; charset=utf-8");
        answer.headers.push(("Content-Type".to_owned(), kind));
    }
    answer
        .headers
        .push(("api-current-version".to_owned(), version));
    answer
}

/// A request that was let in.
pub(super) struct Call<'a> {
    pub(super) world: &'a mut World,
    pub(super) request: &'a Request,
    /// The identifier of the keys' owner.
    pub(super) caller: String,
}

impl Call<'_> {
    fn route(&mut self, segments: &[&str]) -> Answer {
        let has_body = !self.request.body.is_empty();
        let json = self
            .request
            .header("content-type")
            .is_some_and(|t| t.starts_with("application/json"));
        if has_body && !json {
            return error(
                415,
                "UnsupportedMediaType",
                "The body must be application/json.",
            );
        }
        let method = self.request.method.as_str();
        let path = format!("/{}", segments.join("/"));
        let closed = self.world.options.closed.iter();
        if let Some((_, status)) = closed.clone().find(|(start, _)| path.starts_with(start)) {
            return refusal(*status);
        }
        if let (true, ["time", rest @ ..]) = (self.world.options.documented(), segments)
            && let Some(answer) = self.documented(method, rest)
        {
            return answer;
        }
        match (method, segments) {
            ("GET", ["time", "entries"]) => {
                let rows = self.shown_entries();
                self.list(rows.iter().collect(), "TimeEntry", self.hidden())
            }
            ("GET", ["time", "entries", "count"]) => {
                let rows = self.shown_entries();
                self.count(rows.iter().collect(), "TimeEntry", self.hidden())
            }
            ("POST", ["time", "entries"]) => {
                let mut body = match self.object() {
                    Ok(body) => body,
                    Err(refused) => return refused,
                };
                if self.world.options.documented() {
                    body = documented::known_fields(&body);
                }
                let created = entries::create(self.world, &body, &self.caller);
                created.map_or_else(|r| invalid(&r), |entry| self.entry(201, &entry))
            }
            ("POST", ["time", "entries", "defaults"]) => match self.object() {
                Ok(body) => ok(200, &entries::defaults(self.world, &body, &self.caller)),
                Err(refused) => refused,
            },
            (_, ["time", "entries", id, rest @ ..]) => self.one_entry(method, id, rest),
            ("GET", ["time", "sheets"]) => {
                let rows = self.shown_sheets();
                self.list(rows.iter().collect(), "TimeSheet", self.hidden_of_sheets())
            }
            ("GET", ["time", "sheets", "count"]) => {
                let rows = self.shown_sheets();
                self.count(rows.iter().collect(), "TimeSheet", self.hidden_of_sheets())
            }
            (_, ["time", "sheets", id, rest @ ..]) => self.one_sheet(method, id, rest),
            ("GET", ["service", "tickets", id, "timeentries"]) => self.references(id),
            ("GET", ["system", "info"]) => {
                let version = format!("v{}.0", self.world.options.version);
                ok(
                    200,
                    &json!({"version": version, "isCloud": true, "serverTimeZone": "UTC", "cloudRegion": "NA"}),
                )
            }
            ("GET", ["system", "myMembers"]) => {
                let id = self.world.caller(&self.caller);
                self.one("members", "Member", &id.to_string())
            }
            ("GET", ["system", "myCompany", "timeExpense"]) => {
                self.one("timeExpense", "TimeExpense", "1")
            }
            ("GET", ["finance", "agreementrecap", id]) => self.recap(id),
            ("GET", [module, resource, rest @ ..]) => self.reference_data(module, resource, rest),
            _ => error(404, "NotFound", "There is no such address."),
        }
    }

    fn one_entry(&mut self, method: &str, id: &str, rest: &[&str]) -> Answer {
        let Some(id) = id
            .parse()
            .ok()
            .filter(|id| self.world.entries.contains_key(id))
        else {
            return error(404, "NotFound", "The time entry was not found.");
        };
        match (method, rest) {
            ("GET", []) => {
                let row = self.world.shown(&self.world.entries[&id]);
                self.row(&self.as_named(row, "TimeEntry"), "TimeEntry")
            }
            ("PATCH", []) => {
                let body = self.request.json();
                let changed = entries::patch(self.world, id, &body, &self.caller);
                changed.map_or_else(|r| invalid(&r), |entry| self.entry(200, &entry))
            }
            ("PUT", []) => {
                let body = match self.object() {
                    Ok(body) => body,
                    Err(refused) => return refused,
                };
                let changed = entries::replace(self.world, id, &body, &self.caller);
                changed.map_or_else(|r| invalid(&r), |entry| self.entry(200, &entry))
            }
            ("DELETE", []) => match entries::delete(self.world, id, &self.caller) {
                Ok(()) => done(204, id),
                Err(refused) => invalid(&refused),
            },
            ("POST", ["reject" | "cancelReject"]) => self.tier(id, rest[0]),
            ("GET", ["audits", rest @ ..]) => {
                let rows = self.world.audits.get(&id).map_or(&[][..], Vec::as_slice);
                self.audits(rows, "TimeEntryAudit", rest)
            }
            (_, []) => error(405, "MethodNotAllowed", "The method is not allowed here."),
            _ => not_found(),
        }
    }

    /// Rejecting single entries, which came with 2025.16; older servers have no such address.
    fn tier(&mut self, id: i64, action: &str) -> Answer {
        if release(&self.world.options.version) < (2025, 16) {
            return not_found();
        }
        let body = self.request.json();
        let tier = body["approvalType"].as_str().unwrap_or_default();
        if body["id"] != id || tier.is_empty() {
            return error(400, "InvalidObject", "id and approvalType are required.");
        }
        if !people::decides(self.world, &self.caller) {
            return refusal(403);
        }
        let done = if action == "reject" {
            let comment = body["comment"].as_str().unwrap_or_default();
            sheets::reject_entry(self.world, id, tier, comment, &self.caller)
        } else {
            sheets::cancel_reject(self.world, id, &self.caller)
        };
        match done {
            Ok(()) => door::done(204, id),
            Err(No::Security) => refusal(403),
            Err(No::Words(text)) => error(400, "InvalidObject", &text),
        }
    }

    fn one_sheet(&mut self, method: &str, id: &str, rest: &[&str]) -> Answer {
        let Some(id) = id
            .parse()
            .ok()
            .filter(|id| self.world.sheets.contains_key(id))
        else {
            return error(404, "NotFound", "The time sheet was not found.");
        };
        let caller = self.caller.clone();
        let body = self.request.json();
        let tier = body["approvalType"].as_str();
        let done = match (method, rest) {
            ("GET", []) => {
                let row = self.world.shown_sheet(id).unwrap_or_default();
                return self.row(&self.as_named(row, "TimeSheet"), "TimeSheet");
            }
            ("GET", ["audits", rest @ ..]) => {
                let rows = self
                    .world
                    .sheet_audits
                    .get(&id)
                    .map_or(&[][..], Vec::as_slice);
                return self.audits(rows, "TimeSheetAudit", rest);
            }
            ("DELETE", []) if self.world.entries_on(id).is_empty() => {
                self.world.sheets.remove(&id);
                return done(204, id);
            }
            ("DELETE", []) => return error(400, "InvalidObject", "The time sheet holds entries."),
            ("POST", ["approve"]) if tier.is_none() || body["id"] != id => {
                return error(400, "InvalidObject", "id and approvalType are required.");
            }
            ("POST", [act @ ("submit" | "approve" | "reject" | "reverse")]) => {
                sheets::act(self.world, id, act, tier.unwrap_or_default(), &caller)
            }
            // No create, no PUT, no PATCH in any version.
            (_, []) => return error(405, "MethodNotAllowed", "The method is not allowed here."),
            _ => return not_found(),
        };
        match done {
            Ok(()) => ok(200, &sheets::outcome(true, "")),
            Err(No::Words(text)) => ok(200, &sheets::outcome(false, &text)),
            Err(No::Security) => refusal(403),
        }
    }

    fn audits(&self, rows: &[Value], object: &str, rest: &[&str]) -> Answer {
        match rest {
            [] => self.list(rows.iter().collect(), object, &["_info"]),
            ["count"] => self.count(rows.iter().collect(), object, &["_info"]),
            [audit] => {
                let row = rows.iter().find(|r| r["id"].as_u64() == audit.parse().ok());
                row.map_or_else(not_found, |row| self.row(row, object))
            }
            _ => not_found(),
        }
    }

    /// seen: this list holds bare references; the vendor's text points to /time/entries.
    fn references(&mut self, id: &str) -> Answer {
        let ticket: Option<i64> = id.parse().ok();
        let rows = self.world.entries.values();
        let rows = rows.filter(|e| ticket.is_some() && e["ticket"]["id"].as_i64() == ticket);
        let rows: Vec<Value> = rows.map(|e| json!({"id": e["id"], "_info": {}})).collect();
        self.list(rows.iter().collect(), "TimeEntryReference", &[])
    }

    fn manner<'a>(&self, object: &'a str, hidden: &'a [&'a str], base: &'a str) -> Manner<'a> {
        Manner {
            schema: self.world.options.dialect.schema(),
            object,
            hidden,
            dates: self.world.options.date_filter,
            ignored: self.world.options.filters_ignored,
            base,
        }
    }

    /// What a filter on entries may not name.
    fn hidden(&self) -> &'static [&'static str] {
        if self.world.options.documented() && !self.world.options.undocumented_fields {
            &["lastUpdated"]
        } else if self.world.options.guid_in_conditions {
            &["_info", "customFields"]
        } else {
            &["_info", "customFields", "mobileGuid"]
        }
    }

    /// What a filter on sheets may not name.
    fn hidden_of_sheets(&self) -> &'static [&'static str] {
        if self.world.options.documented() && !self.world.options.undocumented_fields {
            &["lastUpdated"]
        } else {
            &["_info"]
        }
    }

    /// A row as the dialect names its fields.
    fn as_named(&self, row: Value, object: &str) -> Value {
        if self.world.options.documented() {
            documented::shown(self.world, object, row)
        } else {
            row
        }
    }

    pub(super) fn list(&self, rows: Vec<&Value>, object: &str, hidden: &[&str]) -> Answer {
        let host = self.request.header("host").unwrap_or("127.0.0.1");
        let own = format!("http://{host}");
        let base = self.world.options.link_base.as_deref().unwrap_or(&own);
        match lists::page(self.request, rows, self.manner(object, hidden, base)) {
            Ok(page) => {
                let mut answer = ok(200, &Value::Array(page.rows));
                answer
                    .headers
                    .extend(page.link.map(|link| ("Link".to_owned(), link)));
                answer
            }
            Err((code, message)) => error(400, code, &message),
        }
    }

    pub(super) fn count(&self, rows: Vec<&Value>, object: &str, hidden: &[&str]) -> Answer {
        match lists::filtered(self.request, rows, self.manner(object, hidden, "")) {
            Ok(rows) => ok(200, &json!({"count": rows.len()})),
            Err((code, message)) => error(400, code, &message),
        }
    }

    pub(super) fn row(&self, row: &Value, object: &str) -> Answer {
        match lists::chosen(self.request, row, self.manner(object, &[], "")) {
            Ok(row) => ok(200, &row),
            Err((code, message)) => error(400, code, &message),
        }
    }

    fn entry(&self, status: u16, entry: &Value) -> Answer {
        Answer {
            touched: entry["id"].as_i64(),
            ..ok(status, &self.as_named(entry.clone(), "TimeEntry"))
        }
    }

    fn object(&self) -> Result<Value, Answer> {
        Some(self.request.json())
            .filter(Value::is_object)
            .ok_or_else(|| {
                error(
                    400,
                    "InvalidObject",
                    "timeEntry object is invalid: the body is not a JSON object.",
                )
            })
    }

    fn shown_entries(&self) -> Vec<Value> {
        self.world
            .entries
            .values()
            .map(|e| self.as_named(self.world.shown(e), "TimeEntry"))
            .collect()
    }

    fn shown_sheets(&self) -> Vec<Value> {
        self.world
            .sheets
            .keys()
            .filter_map(|id| self.world.shown_sheet(*id))
            .map(|sheet| self.as_named(sheet, "TimeSheet"))
            .collect()
    }
}
