//! What happened, to some entries or to all.

use super::error::LedgerError;
use super::select::expect_ids;
use crate::domain::ids::EntryId;
use crate::domain::when::{Selector, selector};
use crate::store::{Recorded, Store};

/// The lines of these entries, or of all where none is named, oldest first; of them the
/// newest `limit`. Entries that were taken away are known by their number.
///
/// # Errors
/// Words that name no entry, or the store's.
pub fn history(
    store: &Store,
    words: &[String],
    limit: Option<u32>,
) -> Result<Vec<Recorded>, LedgerError> {
    let view = store.view();
    let mut lines = Vec::new();
    if words.is_empty() {
        lines = view.journal_back(None, limit.unwrap_or(u32::MAX))?;
        lines.reverse();
        return Ok(lines);
    }
    let mut ids = Vec::new();
    for word in words {
        let found = match selector(word)? {
            Selector::Id(n) if view.entry(EntryId(n))?.is_some() => vec![EntryId(n)],
            _ => expect_ids(store, std::slice::from_ref(word))?,
        };
        ids.extend(found);
    }
    ids.sort();
    ids.dedup();
    for id in ids {
        lines.extend(view.journal_of(id)?);
    }
    lines.sort_by_key(|recorded| recorded.n);
    if let Some(limit) = limit {
        let n_old = lines.len().saturating_sub(limit as usize);
        lines.drain(..n_old);
    }
    Ok(lines)
}
