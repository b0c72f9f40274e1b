//! How an entry is billed, and who decided that, by what is known here now.

use super::error::LedgerError;
use super::site::Site;
use crate::domain::entry::Entry;
use crate::rules::billing::{Decision, of_entry};
use crate::store::Store;

/// Who decided how this entry is billed; none where that cannot be told here.
///
/// # Errors
/// The store's.
pub fn billing(store: &Store, entry: &Entry, site: &Site) -> Result<Option<Decision>, LedgerError> {
    let view = store.view();
    let facts = view.facts(site.now, site.catalog_max_age);
    let name = entry.content.profile.as_ref();
    let terms = name.and_then(|name| site.profiles.get(name));
    of_entry(entry, terms.map(|terms| &terms.profile), &facts).map_err(LedgerError::Facts)
}
