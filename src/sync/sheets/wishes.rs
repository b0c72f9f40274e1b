//! What entries want of their timesheets: derived from where they stand here, and where
//! the service was last seen to hold them. Asks nobody.

use super::{BEHIND, MAX_PAGES, before, day};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::settings::ProfileSettings;
use crate::domain::status::Status;
use crate::store::{SheetRow, StoreError, View, sheet_facts};
use crate::sync::backend::{Approval, BackendError, ErrorKind, Page, RemoteSheet, SheetQuery};
use crate::sync::engine::is_leaving;
use crate::sync::outcome::SheetMove;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Submit,
    Recall,
    Approve,
    Reject,
}

/// What brings an entry from where the service was seen to hold it to where it is here.
pub fn wish(here: Status, there: Status) -> Option<Wish> {
    use Status::{Approved, Open, Rejected, Submitted};
    match (here, there) {
        (Submitted, Open | Rejected) => Some(Wish::Submit),
        (Open, Submitted | Approved) => Some(Wish::Recall),
        (Approved, Open | Submitted) => Some(Wish::Approve),
        (Rejected, Open | Submitted | Approved) => Some(Wish::Reject),
        _ => None,
    }
}

/// Whether an own entry stands elsewhere here than there, and may be moved from here.
pub fn waits(entry: &Entry, link: &Link, approver: bool) -> bool {
    let Some(seen) = &link.last_seen else {
        return false;
    };
    !is_leaving(entry, link)
        && link.attempt.is_none()
        && entry.content.member.is_none()
        && !link.is_deleted_there()
        && match wish(entry.status, seen.status) {
            Some(Wish::Approve | Wish::Reject) => approver,
            other => other.is_some(),
        }
}

/// Which timesheets a run would move, as far as is known here, without asking anybody:
/// those that its entries want to be elsewhere. Each once, oldest first.
///
/// # Errors
/// The store's.
pub fn would_move(
    view: &View<'_>,
    profile: &ProfileSettings,
    from: i64,
) -> Result<Vec<SheetMove>, StoreError> {
    let first = before(day(from), BEHIND);
    let mut found = BTreeMap::new();
    for (entry, link) in view.linked(&profile.name, Some(first), None)? {
        if !waits(&entry, &link, profile.approver) {
            continue;
        }
        let seen = link.last_seen.as_ref();
        let told = seen.and_then(|seen| seen.sheet.clone());
        let sheet = match told {
            Some(id) => view.sheet(&profile.name, &id)?,
            None => view.sheet_on(&profile.name, entry.content.date)?,
        };
        let there = seen.map_or(Status::Open, |seen| seen.status);
        if let (Some(sheet), Some(wish)) = (sheet, wish(entry.status, there)) {
            let step = match wish {
                Wish::Submit => "submit",
                Wish::Recall => "recall",
                Wish::Approve => "approve",
                Wish::Reject => "reject",
            };
            let moved = SheetMove {
                remote_id: sheet.remote_id.clone(),
                from: sheet.from,
                to: sheet.to,
                step,
            };
            found.insert((sheet.from, sheet.remote_id, step), moved);
        }
    }
    Ok(found.into_values().collect())
}

/// As it is kept.
pub fn row(profile: &str, sheet: &RemoteSheet) -> SheetRow {
    let mut data = BTreeMap::new();
    if let Some(word) = &sheet.status_word {
        data.insert(sheet_facts::STATUS_WORD.to_owned(), word.as_str().into());
    }
    if let Some(year) = sheet.year {
        data.insert(sheet_facts::YEAR.to_owned(), year.into());
    }
    if let Some(period) = sheet.period {
        data.insert(sheet_facts::PERIOD.to_owned(), period.into());
    }
    let member = sheet.member.as_ref();
    SheetRow {
        profile: profile.to_owned(),
        remote_id: sheet.id.clone(),
        from: sheet.from,
        to: sheet.to,
        status: sheet.status,
        member: member.map(|member| member.id.clone().unwrap_or_else(|| member.typed.clone())),
        data,
    }
}

/// All sheets of a query.
///
/// # Errors
/// As any read; `Protocol` for a list that goes round in a circle.
pub fn all_sheets(
    approval: &dyn Approval,
    query: &SheetQuery,
) -> Result<Vec<RemoteSheet>, BackendError> {
    let mut found: Vec<RemoteSheet> = Vec::new();
    let mut page = Page::default();
    for _ in 0..MAX_PAGES {
        let batch = approval.sheets(query, &page)?;
        found.extend(batch.items);
        match batch.next {
            Some(next) if page.cursor.as_ref() != Some(&next) => page.cursor = Some(next),
            Some(_) => break,
            None => {
                found.sort_by(|one, two| (one.from, &one.id).cmp(&(two.from, &two.id)));
                found.dedup_by(|one, two| one.id == two.id);
                return Ok(found);
            }
        }
    }
    Err(BackendError::new(
        ErrorKind::Protocol,
        "the service lists its timesheets in a circle",
        "try again later",
    ))
}
