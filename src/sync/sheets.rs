//! What concerns whole timesheets: they are read with the window, and moved after
//! their entries. What is to be moved is derived: an entry that stands further on
//! or further back here than the service was last seen to hold it.
//!
//! A sheet goes only when everything the service holds on it is known here and none
//! of its entries stands in the way; otherwise the report names what does. Nothing is
//! sent twice: after each step the service is read, and that decides.

mod obstacles;
mod steps;
mod wishes;

use self::obstacles::{in_the_way, obstacle, span};
use self::wishes::{Wish, row, waits, wish};
pub use self::wishes::{all_sheets, would_move};
use super::backend::{
    Approval, BackendError, Decision, ErrorKind, Page, RemoteQuery, RemoteSheet, SheetQuery,
    SheetStep,
};
use super::engine::{Engine, Stop, is_leaving};
use super::outcome::ProfileReport;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::RemoteId;
use crate::domain::status::Status;
use crate::store::{Filter, SheetRow};
use chrono::{DateTime, Days, NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// How many days from now on count as read.
const AHEAD: u64 = 31;
/// Entries this much older than the window are still looked at, days.
const BEHIND: u64 = 62;
/// A listing longer than this is taken for a loop.
const MAX_PAGES: usize = 100;
/// An entry with what it wants of its sheet.
type Waiting = (Entry, Link);

/// What entries of one sheet want.
#[derive(Default)]
struct Wanted {
    submit: Vec<Waiting>,
    recall: Vec<Waiting>,
    approve: Vec<Waiting>,
    reject: Vec<Waiting>,
}

impl Engine<'_> {
    /// Reads the own timesheets that touch the window, and keeps them for the rules. None
    /// where the service has none, or does not show them to this login.
    pub(super) fn pull_sheets(&mut self, from: i64) -> Result<Vec<RemoteSheet>, Stop> {
        let Some(approval) = self.backend.approval() else {
            return Ok(Vec::new());
        };
        let today = day(self.clock.now());
        let first = before(day(from), BEHIND);
        let last = after(today, AHEAD);
        let query = SheetQuery {
            own: true,
            from: Some(first),
            to: Some(last),
            ..SheetQuery::default()
        };
        let sheets = match all_sheets(approval, &query) {
            Ok(sheets) => sheets,
            Err(error) if concerns_all(&error) => return Err(error.into()),
            Err(error) => {
                log::info!("timesheets cannot be read: {}", error.message);
                return Ok(Vec::new());
            }
        };
        self.keep_sheets(&sheets, Some((first, last)))?;
        Ok(sheets)
    }

    /// Stores sheets as they were read; writes nothing where nothing is new.
    fn keep_sheets(
        &mut self,
        sheets: &[RemoteSheet],
        pulled: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<(), Stop> {
        let name = &self.profile.name;
        let mut rows: Vec<SheetRow> = sheets.iter().map(|sheet| row(name, sheet)).collect();
        rows.sort_by(|one, two| one.remote_id.cmp(&two.remote_id));
        let view = self.store.view();
        let is_known = match pulled {
            Some((first, last)) => {
                let mut known = view.sheets(name, first, last)?;
                known.sort_by(|one, two| one.remote_id.cmp(&two.remote_id));
                known == rows && view.sheets_known(name, first)? && view.sheets_known(name, last)?
            }
            None => {
                let mut known = true;
                for row in &rows {
                    known &= view.sheet(name, &row.remote_id)?.as_ref() == Some(row);
                }
                known
            }
        };
        if !is_known {
            self.store.write(|tx| tx.sheets_put(name, &rows, pulled))?;
        }
        Ok(())
    }

    /// Moves what is to be moved, oldest sheet first.
    pub(super) fn move_sheets(
        &mut self,
        sheets: Vec<RemoteSheet>,
        from: i64,
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let backend = self.backend;
        let Some(approval) = backend.approval() else {
            return Ok(());
        };
        let waiting = self.waiting(from)?;
        if waiting.is_empty() {
            return Ok(());
        }
        let mut known: BTreeMap<String, RemoteSheet> = sheets
            .into_iter()
            .map(|sheet| (sheet.id.clone(), sheet))
            .collect();
        // A sheet comes into being with its first entry: it may be newer than the look.
        let is_missing = |(_, link): &Waiting| {
            let on = link.last_seen.as_ref().and_then(|seen| seen.sheet.as_ref());
            on.is_none_or(|id| !known.contains_key(id))
        };
        if waiting.iter().any(is_missing) {
            let found = self.pull_sheets(from)?;
            known = found.into_iter().map(|it| (it.id.clone(), it)).collect();
        }
        let mut wanted: BTreeMap<(NaiveDate, String), Wanted> = BTreeMap::new();
        for (entry, link) in waiting {
            let Some(sheet) = on_which(&entry, &link, &known) else {
                let words = format!(
                    "entry {}: the service shows no timesheet for it yet",
                    entry.id
                );
                report.notes.push(words);
                continue;
            };
            let of = wanted.entry((sheet.from, sheet.id.clone())).or_default();
            let seen = link
                .last_seen
                .as_ref()
                .map_or(Status::Open, |seen| seen.status);
            match wish(entry.status, seen) {
                Some(Wish::Submit) => of.submit.push((entry, link)),
                Some(Wish::Recall) => of.recall.push((entry, link)),
                Some(Wish::Approve) => of.approve.push((entry, link)),
                Some(Wish::Reject) => of.reject.push((entry, link)),
                None => {}
            }
        }
        for ((_, id), wanted) in wanted {
            if self.is_over() {
                return Ok(());
            }
            if let Some(sheet) = known.get(&id) {
                self.move_one(approval, sheet, wanted, tenant, report)?;
            }
        }
        Ok(())
    }

    fn move_one(
        &mut self,
        approval: &dyn Approval,
        sheet: &RemoteSheet,
        wanted: Wanted,
        tenant: &str,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        if !wanted.recall.is_empty() {
            self.step(approval, sheet, &SheetStep::Recall, report)?;
        }
        if !wanted.submit.is_empty() {
            let obstacles = self.obstacles(sheet, Status::Submitted, tenant)?;
            if obstacles.is_empty() {
                let is_back = |(_, link): &&Waiting| {
                    let seen = link.last_seen.as_ref();
                    seen.is_some_and(|seen| seen.status == Status::Rejected)
                };
                let back = wanted.submit.iter().filter(is_back);
                let rejected = back
                    .filter_map(|(_, link)| link.remote_id.clone())
                    .collect();
                let submit = SheetStep::Submit { rejected };
                self.step(approval, sheet, &submit, report)?;
            } else {
                report
                    .notes
                    .push(in_the_way("handed in", sheet, &obstacles));
            }
        }
        if !wanted.approve.is_empty() {
            let ids = remote_ids(&wanted.approve);
            if approval.decides_entries(&Decision::Approve) {
                self.decide(approval, sheet, &ids, &Decision::Approve, report)?;
            } else {
                let obstacles = self.obstacles(sheet, Status::Approved, tenant)?;
                if obstacles.is_empty() {
                    self.step(approval, sheet, &SheetStep::Approve, report)?;
                } else {
                    report.notes.push(in_the_way("approved", sheet, &obstacles));
                }
            }
        }
        for (reason, ids) in by_reason(&wanted.reject) {
            let decision = Decision::Reject {
                reason: reason.clone(),
            };
            let mut left = ids.clone();
            if approval.decides_entries(&decision) {
                left = self.decide(approval, sheet, &ids, &decision, report)?;
            }
            if !left.is_empty() {
                let obstacles = self.obstacles(sheet, Status::Rejected, tenant)?;
                if obstacles.is_empty() {
                    let reject = SheetStep::Reject { reason };
                    self.step(approval, sheet, &reject, report)?;
                    if !approval.tells_reason_of_sheet() {
                        report.notes.push(format!(
                            "timesheet {}: the service takes no reason with a whole sheet; tell its owner",
                            span(sheet)
                        ));
                    }
                } else {
                    report
                        .notes
                        .push(in_the_way("given back", sheet, &obstacles));
                }
            }
        }
        Ok(())
    }

    /// What the service holds on a sheet.
    fn on_sheet(&self, sheet: &RemoteSheet) -> Result<Vec<Remote>, Stop> {
        let query = RemoteQuery {
            from: Some(midnight(before(sheet.from, 1))),
            to: Some(midnight(after(sheet.to, 2))),
            own: true,
            ..RemoteQuery::default()
        };
        let mut found = Vec::new();
        let mut page = Page::default();
        for _ in 0..MAX_PAGES {
            let batch = self.backend.list(&query, &page)?;
            found.extend(
                batch
                    .items
                    .into_iter()
                    .filter(|remote| match &remote.sheet {
                        Some(id) => *id == sheet.id,
                        None => (sheet.from..=sheet.to).contains(&remote.content.date),
                    }),
            );
            match batch.next {
                Some(next) if page.cursor.as_ref() != Some(&next) => page.cursor = Some(next),
                _ => break,
            }
        }
        Ok(found)
    }

    /// What keeps the sheet from taking this step, in words; none where it may.
    fn obstacles(
        &mut self,
        sheet: &RemoteSheet,
        goal: Status,
        tenant: &str,
    ) -> Result<Vec<String>, Stop> {
        let name = self.profile.name.clone();
        let mut found = Vec::new();
        let there = self.on_sheet(sheet)?;
        let mut unknown = 0;
        for remote in &there {
            match self.store.view().by_remote(&name, tenant, &remote.id)? {
                None => unknown += 1,
                Some((entry, link)) if is_leaving(&entry, &link) => {
                    found.push(format!("entry {} is to be taken away there", entry.id));
                }
                Some(_) => {}
            }
        }
        if unknown > 0 {
            let title = self.backend.kind().title();
            found.push(format!(
                "{title} holds {unknown} on it that are not known here"
            ));
        }
        let filter = Filter {
            profile: Some(name),
            from_date: Some(sheet.from),
            to_date: Some(sheet.to),
            ..Filter::default()
        };
        let push = self.profile.push;
        let view = self.store.view();
        for listed in view.entries(&filter) {
            let (entry, link) = listed?;
            // Somebody else's sheet.
            if entry.content.member.is_some() {
                continue;
            }
            found.extend(obstacle(&entry, link.as_ref(), goal, push));
        }
        Ok(found)
    }

    /// Own entries that stand elsewhere here than there.
    fn waiting(&self, from: i64) -> Result<Vec<Waiting>, Stop> {
        let first = before(day(from), BEHIND);
        let linked = self
            .store
            .view()
            .linked(&self.profile.name, Some(first), None)?;
        let approver = self.profile.approver;
        let waits = |(entry, link): &Waiting| waits(entry, link, approver);
        Ok(linked.into_iter().filter(waits).collect())
    }
}

fn on_which<'s>(
    entry: &Entry,
    link: &Link,
    sheets: &'s BTreeMap<String, RemoteSheet>,
) -> Option<&'s RemoteSheet> {
    let told = link.last_seen.as_ref().and_then(|seen| seen.sheet.as_ref());
    told.and_then(|id| sheets.get(id)).or_else(|| {
        sheets
            .values()
            .find(|sheet| (sheet.from..=sheet.to).contains(&entry.content.date))
    })
}

fn remote_ids(of: &[Waiting]) -> Vec<RemoteId> {
    of.iter()
        .filter_map(|(_, link)| link.remote_id.clone())
        .collect()
}

fn by_reason(of: &[Waiting]) -> BTreeMap<String, Vec<RemoteId>> {
    let mut found: BTreeMap<String, Vec<RemoteId>> = BTreeMap::new();
    for (entry, link) in of {
        let reason = entry.reject_reason.clone().unwrap_or_default();
        found
            .entry(reason)
            .or_default()
            .extend(link.remote_id.clone());
    }
    found
}

/// Whether a failure says something about the whole service.
fn concerns_all(error: &BackendError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unauthorized
            | ErrorKind::Misconfigured
            | ErrorKind::RateLimited(_)
            | ErrorKind::Unreachable
    )
}

fn day(at: i64) -> NaiveDate {
    let at = DateTime::from_timestamp(at, 0);
    at.map_or(NaiveDate::MIN, |at| at.date_naive())
}

fn midnight(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp()
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
