//! Reads of the state of delivery: what is due, what is unsettled, what is linked.

use super::error::StoreError;
use super::row::{self, brief_link_columns, entry_columns, link_columns};
use super::view::View;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, RemoteId};
use chrono::NaiveDate;
use rusqlite::params;

macro_rules! open {
    () => {
        "(l.revision>l.delivered_revision OR l.attempt IS NOT NULL OR l.conflict IS NOT NULL)"
    };
}

macro_rules! full {
    () => {
        concat!("SELECT ", entry_columns!(), ",", link_columns!())
    };
}

impl View<'_> {
    /// The tie between an entry and a profile, whole.
    ///
    /// # Errors
    /// The store's.
    pub fn link(&self, entry: EntryId, profile: &str) -> Result<Option<Link>, StoreError> {
        self.first(
            concat!(
                "SELECT ",
                link_columns!(),
                " FROM links l WHERE l.entry=?1 AND l.profile=?2"
            ),
            params![entry.0, profile],
            |row| row::link(row, 0, entry),
        )
    }

    /// Up to `limit` entries after this one that are to be sent, in the order of booking,
    /// without timers and without those whose last attempt is unsettled. Status, breaches,
    /// refusals and conflicts are not looked at: that is the caller's plan.
    ///
    /// An entry that is removed, or whose profile is another one, is to be deleted there.
    ///
    /// # Errors
    /// The store's.
    pub fn due(
        &self,
        profile: &str,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(
            concat!(
                full!(),
                " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
                " WHERE l.profile=?1 AND l.entry>?2 AND ",
                open!(),
                " AND l.revision>l.delivered_revision AND l.attempt IS NULL",
                " AND(e.worked IS NOT NULL OR e.removed_at IS NOT NULL",
                "  OR e.profile IS NOT l.profile)",
                " ORDER BY l.entry LIMIT ?3"
            ),
            params![profile, after.map_or(0, |id| id.0), limit],
            row::linked,
        )
    }

    /// Entries whose last attempt has no certain outcome, in the order of booking.
    ///
    /// # Errors
    /// The store's.
    pub fn unsettled(&self, profile: &str) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(
            concat!(
                full!(),
                " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
                " WHERE l.profile=?1 AND ",
                open!(),
                " AND l.attempt IS NOT NULL ORDER BY l.entry"
            ),
            [profile],
            row::linked,
        )
    }

    /// Everything that the services do not hold as it is here, of all profiles or one, in
    /// the order of booking: due, unsettled or in conflict. Links come without what was
    /// sent and seen.
    ///
    /// # Errors
    /// The store's.
    pub fn pending(&self, profile: Option<&str>) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(
            concat!(
                "SELECT ",
                entry_columns!(),
                ",",
                brief_link_columns!(),
                " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
                " WHERE(?1 IS NULL OR l.profile=?1) AND ",
                open!(),
                " ORDER BY l.entry,l.profile"
            ),
            [profile],
            row::linked,
        )
    }

    /// Entries with an identity on the profile's service and a date in this window
    /// (inclusive; none is without bound), removed ones too, by start.
    ///
    /// # Errors
    /// The store's.
    pub fn linked(
        &self,
        profile: &str,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<(Entry, Link)>, StoreError> {
        let (low, high) = super::pages::day_bounds(from, to);
        self.all(
            concat!(
                full!(),
                " FROM entries e CROSS JOIN links l ON l.entry=e.id AND l.profile=?1",
                " WHERE e.at BETWEEN ?2 AND ?3 AND(?4 IS NULL OR e.date>=?4)",
                " AND(?5 IS NULL OR e.date<=?5) AND l.remote_id IS NOT NULL",
                " ORDER BY e.at,e.id"
            ),
            params![
                profile,
                low,
                high,
                from.map(|date| date.to_string()),
                to.map(|date| date.to_string())
            ],
            row::linked,
        )
    }

    /// The entry that is this one on the service.
    ///
    /// # Errors
    /// The store's.
    pub fn by_remote(
        &self,
        profile: &str,
        tenant: &str,
        id: &RemoteId,
    ) -> Result<Option<(Entry, Link)>, StoreError> {
        self.first(
            concat!(
                full!(),
                " FROM links l CROSS JOIN entries e ON e.id=l.entry",
                " WHERE l.profile=?1 AND l.tenant=?2 AND l.remote_id=?3"
            ),
            params![profile, tenant, id.0],
            row::linked,
        )
    }
}
