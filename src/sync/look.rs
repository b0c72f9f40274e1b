//! Reads what a service holds, page by page, and compares every row with what was
//! asked for. Stores nothing.

use super::backend::{Backend, BackendError, Batch, ErrorKind, Page, RemoteQuery, matches};
use crate::domain::delivery::Remote;
use std::cmp::Reverse;
use std::collections::HashSet;

/// A listing longer than this is taken for a loop.
const MOST_PAGES: usize = 1_000;

/// What was found on all pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The entries, oldest start first.
    pub rows: Vec<Remote>,
    /// How many matched, also those that a limit leaves out; none where not all were read.
    pub total: Option<u64>,
}

/// Everything that is asked for, of a limit the newest.
///
/// # Errors
/// The service's; `Protocol` where its pages do not end.
pub fn all(
    backend: &dyn Backend,
    query: &RemoteQuery,
    limit: Option<usize>,
) -> Result<Found, BackendError> {
    let orders = backend.capabilities().orders && query.newest_first;
    let (mut rows, mut seen) = (Vec::new(), HashSet::new());
    let mut cursors = HashSet::new();
    let mut page = Page::default();
    let mut total = 0_u64;
    for _ in 0..MOST_PAGES {
        let batch = backend.list(query, &page)?;
        for row in batch.items {
            // Rows move between pages while they are read.
            if seen.insert(row.id.0.clone()) && matches(&row, query) {
                total += 1;
                rows.push(row);
            }
        }
        if let Some(limit) = limit {
            if orders && rows.len() > limit {
                keep_newest(&mut rows, limit);
                return Ok(Found { rows, total: None });
            }
            if rows.len() > limit.saturating_mul(2).max(1_000) {
                keep_newest(&mut rows, limit);
            }
        }
        match batch.next {
            Some(next) if cursors.insert(next.clone()) => page.cursor = Some(next),
            Some(_) => break,
            None => {
                keep_newest(&mut rows, limit.unwrap_or(usize::MAX));
                return Ok(Found {
                    rows,
                    total: Some(total),
                });
            }
        }
    }
    Err(BackendError::new(
        ErrorKind::Protocol,
        format!("the pages of {} do not end", backend.kind().title()),
        "ask for less: a shorter period, more filters, or --page",
    ))
}

/// In the order of their start, and of these the last so many.
fn keep_newest(rows: &mut Vec<Remote>, limit: usize) {
    let order = |row: &Remote| (row.content.date, row.content.start, by_number(&row.id.0));
    rows.sort_by_cached_key(|row| Reverse(order(row)));
    rows.truncate(limit);
    rows.reverse();
}

/// Identities that are numbers, by their value.
fn by_number(id: &str) -> (usize, String) {
    (id.len(), id.to_owned())
}

/// The entries on one page, as the service counts its pages; fewer where it shows what was not
/// asked for.
///
/// # Errors
/// The service's.
pub fn page(
    backend: &dyn Backend,
    query: &RemoteQuery,
    number: u32,
    size: u32,
) -> Result<Batch<Remote>, BackendError> {
    let mut page = Page {
        cursor: None,
        size: Some(size),
    };
    let mut left = number.saturating_sub(1);
    if left > 0
        && let Some(at) = backend.page_at(number)
    {
        page.cursor = Some(at);
        left = 0;
    }
    loop {
        let mut batch = backend.list(query, &page)?;
        if left == 0 {
            batch.items.retain(|row| matches(row, query));
            return Ok(batch);
        }
        left -= 1;
        match batch.next {
            Some(next) => page.cursor = Some(next),
            None => {
                return Ok(Batch {
                    items: Vec::new(),
                    next: None,
                    total: batch.total,
                });
            }
        }
    }
}
