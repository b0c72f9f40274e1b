//! Timesheets: read, handed in, taken back, approved, given back. Which sheet may
//! go when is decided above; nothing here is sent twice.

use super::ConnectWise;
use super::conditions::Conditions;
use super::decode::{identity, plain};
use super::dialect::SheetForm;
use super::errors::Act;
use super::figures::read_hours;
use super::listing::Question;
use super::member::Member;
use super::session::Call;
use crate::domain::charge::Reference;
use crate::domain::delivery::Remote;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::net::{Method, Repeat};
use crate::sync::backend::{
    Approval, BackendError, Batch, Decided, Decision, ErrorKind, Page, RemoteSheet, SheetQuery,
    SheetStep,
};
use chrono::{Days, NaiveDate, Weekday};
use serde_json::{Value, json};
use std::sync::PoisonError;

/// Where timesheets live.
const SHEETS: [&str; 2] = ["time", "sheets"];
/// Rows are small, and one person has some fifty a year.
const MANY: u32 = 1000;
/// Pages after which a list is taken for a loop.
const MOST_PAGES: u32 = 20;

impl Approval for ConnectWise {
    fn sheets(&self, query: &SheetQuery, page: &Page) -> Result<Batch<RemoteSheet>, BackendError> {
        let asked = self.asked(query)?.build();
        let page = Page {
            size: page.size.or(Some(MANY)),
            ..page.clone()
        };
        let (values, next) = self.page_of(&SHEETS, &Question::of(&asked), &page)?;
        let read = values.iter().filter_map(|row| self.read_sheet(row));
        let items = read.filter(|sheet| query.covers(sheet)).collect();
        Ok(Batch {
            items,
            next,
            total: None,
        })
    }

    fn sheet(&self, id: &str) -> Result<Option<RemoteSheet>, BackendError> {
        match self.session.get(&[SHEETS[0], SHEETS[1], id], &[]) {
            Ok(reply) => match self.read_sheet(&reply.value) {
                Some(sheet) => Ok(Some(sheet)),
                None => Err(BackendError::new(
                    ErrorKind::Protocol,
                    format!(
                        "{} tells nothing usable of the sheet {id}",
                        self.session.service()
                    ),
                    "look at the sheet on the service; try again later",
                )),
            },
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn move_sheet(&self, id: &str, step: &SheetStep) -> Result<(), BackendError> {
        self.forget_sheets();
        match self.dialect.sheets {
            SheetForm::Actions => self.act_on(id, step),
            SheetForm::Status => {
                if let SheetStep::Submit { rejected } = step {
                    for entry in rejected {
                        self.set_entry_status(entry, json!({"status": "Open"}))?;
                    }
                }
                let word = match step {
                    SheetStep::Submit { .. } => "Submitted",
                    SheetStep::Recall => "Open",
                    SheetStep::Approve => "Approved",
                    SheetStep::Reject { .. } => "Rejected",
                };
                let body = json!({"status": word});
                let path = [SHEETS[0], SHEETS[1], id];
                self.change(Method::Patch, &path, Some(&body)).map(drop)
            }
        }
    }

    fn decide(&self, ids: &[RemoteId], decision: &Decision) -> Vec<Decided> {
        self.decide_entries(ids, decision)
    }

    fn decides_entries(&self, decision: &Decision) -> bool {
        self.can_decide(decision)
    }

    fn reason_of(&self, id: &RemoteId) -> Result<Option<String>, BackendError> {
        self.audited_reason(id)
    }

    fn tells_reason_of_sheet(&self) -> bool {
        false
    }
}

impl ConnectWise {
    /// Where an own entry stands by the sheet it is on, in the dialect whose entries do
    /// not say that they were handed in. The sheets are asked for once in a run.
    pub(super) fn placed(&self, mut entry: Remote) -> Remote {
        if !self.dialect.sheet_tells || entry.status != Status::Open {
            return entry;
        }
        if entry.content.member.is_some() {
            return entry;
        }
        let sheets = self.own_sheets();
        let on = sheets.iter().find(|sheet| match &entry.sheet {
            Some(id) => *id == sheet.id,
            None => (sheet.from..=sheet.to).contains(&entry.content.date),
        });
        let Some(sheet) = on else { return entry };
        if sheet.status != Status::Open {
            entry.status = sheet.status;
            entry.locked = sheet.status != Status::Rejected;
        }
        entry.sheet = Some(sheet.id.clone());
        entry
    }

    /// None where they cannot be read: then the entries' own words count.
    fn own_sheets(&self) -> Vec<RemoteSheet> {
        let lock = || self.sheets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().clone() {
            return known;
        }
        let query = SheetQuery {
            own: true,
            ..SheetQuery::default()
        };
        let mut found = Vec::new();
        let mut page = Page::default();
        for _ in 0..MOST_PAGES {
            match self.sheets(&query, &page) {
                Ok(batch) => {
                    found.extend(batch.items);
                    match batch.next {
                        Some(next) => page.cursor = Some(next),
                        None => break,
                    }
                }
                Err(error) => {
                    log::info!("timesheets cannot be read: {}", error.message);
                    break;
                }
            }
        }
        *lock() = Some(found.clone());
        found
    }

    fn forget_sheets(&self) {
        *self.sheets.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn act_on(&self, id: &str, step: &SheetStep) -> Result<(), BackendError> {
        let action = match step {
            SheetStep::Submit { .. } => "submit",
            SheetStep::Recall => "reverse",
            SheetStep::Approve => "approve",
            SheetStep::Reject { .. } => "reject",
        };
        let body = (*step == SheetStep::Approve).then(|| {
            let number = id.parse::<i64>().map_or_else(|_| json!(id), |id| json!(id));
            json!({"id": number, "approvalType": self.approval_type})
        });
        let path = [SHEETS[0], SHEETS[1], id, action];
        self.change(Method::Post, &path, body.as_ref()).map(drop)
    }

    /// A change that is sent once, whatever becomes of it.
    pub(super) fn change(
        &self,
        method: Method,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<Value, BackendError> {
        let body = body.map(super::bytes).transpose()?;
        let call = Call {
            act: Act::Change,
            method,
            path,
            query: &[],
            repeat: Repeat::Never,
        };
        Ok(self.session.send(call, body.as_deref())?.value)
    }

    fn asked(&self, query: &SheetQuery) -> Result<Conditions, BackendError> {
        let mut asked = Conditions::new();
        if query.own {
            asked = whose(asked, &self.booker()?)?;
        } else if let Some(member) = &query.member {
            asked = whose(
                asked,
                &Member::typed(member.id.as_deref().unwrap_or(&member.typed)),
            )?;
        }
        if let Some(year) = query.year {
            asked = asked.number("year", i64::from(year));
        }
        if let Some(period) = query.period {
            asked = asked.number("period", i64::from(period));
        }
        let everybody = !query.own && query.member.is_none();
        if everybody && query.year.is_none() {
            asked = years(asked, query.from, query.to);
        }
        Ok(asked)
    }

    /// A sheet; none for a row without identity or without any way to tell its days.
    pub(super) fn read_sheet(&self, row: &Value) -> Option<RemoteSheet> {
        let id = identity(row.get("id")?)?;
        let whole = |name: &str| row.get(name).and_then(Value::as_i64);
        let year = whole("year").and_then(|year| i32::try_from(year).ok());
        let period = whole("period").and_then(|period| u32::try_from(period).ok());
        let told = day(row.get("dateStart")).zip(day(row.get("dateEnd")));
        let weeks = self.dialect.weeks.then(|| week(year?, period?)).flatten();
        let (from, to) = told.filter(|(from, to)| from <= to).or(weeks)?;
        let word = row.get("status").and_then(plain);
        let (status, _) = self.dialect.status(word.as_deref());
        Some(RemoteSheet {
            id,
            from,
            to,
            status,
            status_word: word,
            member: row.get("member").and_then(reference),
            year,
            period,
            worked: row.get("hours").and_then(read_hours),
        })
    }
}

fn whose(asked: Conditions, member: &Member) -> Result<Conditions, BackendError> {
    match (member.id, &member.identifier) {
        (Some(id), _) => Ok(asked.number("member/id", id)),
        (None, Some(identifier)) => asked
            .text("member/identifier", identifier)
            .map_err(|error| {
                let help = "give the member's number instead";
                BackendError::new(ErrorKind::Misconfigured, error.to_string(), help)
            }),
        (None, None) => Ok(asked),
    }
}

/// Narrows by year where both ends are known. The dates of sheets are plain text to the
/// service, so they are compared here alone; a period may be counted to the year before
/// or after.
fn years(mut asked: Conditions, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Conditions {
    use chrono::Datelike;
    if let (Some(from), Some(to)) = (from, to) {
        asked = asked.at_least("year", i64::from(from.year()) - 1);
        asked = asked.at_most("year", i64::from(to.year()) + 1);
    }
    asked
}

/// A day at the start of a text: the service writes them with and without a time.
fn day(value: Option<&Value>) -> Option<NaiveDate> {
    let text = value?.as_str()?.trim();
    let date = text.get(..10)?;
    NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()
}

fn week(year: i32, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    let from = NaiveDate::from_isoywd_opt(year, number, Weekday::Mon)?;
    Some((from, from.checked_add_days(Days::new(6))?))
}

fn reference(value: &Value) -> Option<Reference> {
    let member = Member::read(value)?;
    member.reference()
}
