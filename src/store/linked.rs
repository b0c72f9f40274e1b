//! Reads of the state of delivery: what is due, what is unsettled, what is linked.

use super::catalog::ReadAt;
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
    /// without timers that never left and without those whose last attempt is unsettled. Status, breaches,
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
            DUE,
            params![profile, after.map_or(0, |id| id.0), limit],
            row::linked,
        )
    }

    /// How many [`View::due`] has in all.
    ///
    /// # Errors
    /// The store's.
    pub fn n_due(&self, profile: &str) -> Result<u64, StoreError> {
        let n_due = self.first(N_DUE, [profile], |row| row.get::<_, i64>(0))?;
        Ok(n_due.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    /// Entries whose last attempt has no certain outcome, in the order of booking.
    ///
    /// # Errors
    /// The store's.
    pub fn unsettled(&self, profile: &str) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(UNSETTLED, [profile], row::linked)
    }

    /// Ended, live entries of this date or a later one that were first sent to the profile's
    /// service after this reading began, or never, in the order of booking: what a figure
    /// that the service gave then cannot have in it, or need not.
    ///
    /// The clock is asked only where the figure came in a file of another day: seconds are
    /// too coarse, and a clock may be set back.
    ///
    /// # Errors
    /// The store's.
    pub fn sent_after(
        &self,
        profile: &str,
        from: NaiveDate,
        since: ReadAt,
    ) -> Result<Vec<Entry>, StoreError> {
        let (low, _) = super::pages::day_bounds(Some(from), None);
        let params = params![profile, low, since.at, since.reading];
        self.all(SENT_AFTER, params, row::entry)
    }

    /// Everything that the services do not hold as it is here, of all profiles or one, in
    /// the order of booking: due, unsettled or in conflict. Links come without what was
    /// sent and seen.
    ///
    /// # Errors
    /// The store's.
    pub fn pending(&self, profile: Option<&str>) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(PENDING, [profile], row::linked)
    }

    /// Up to `limit` of the same after this one, of one profile: for runs whose memory must
    /// not grow with what is owed.
    ///
    /// # Errors
    /// The store's.
    pub fn pending_after(
        &self,
        profile: &str,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(
            PENDING_AFTER,
            params![profile, after.map_or(0, |id| id.0), limit],
            row::linked,
        )
    }

    /// What should be seen in a window that begins at this instant (seconds UTC), in the
    /// order of booking: entries with an identity there that was not found gone, and with
    /// no attempt under way; for each whether it was removed here.
    ///
    /// # Errors
    /// The store's.
    pub fn expected(
        &self,
        profile: &str,
        from: i64,
    ) -> Result<Vec<(EntryId, RemoteId, bool)>, StoreError> {
        self.all(EXPECTED, params![profile, from], |row| {
            Ok((
                EntryId(row.get(0)?),
                RemoteId(row.get(1)?),
                row.get::<_, Option<i64>>(2)?.is_some(),
            ))
        })
    }

    /// Live entries with an identity on the profile's service that begin at this instant
    /// (seconds UTC; midnight UTC of the date where there are no clock times).
    ///
    /// # Errors
    /// The store's.
    pub fn linked_at(&self, profile: &str, at: i64) -> Result<Vec<(Entry, Link)>, StoreError> {
        self.all(LINKED_AT, params![profile, at], row::linked)
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
            LINKED,
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
        self.first(BY_REMOTE, params![profile, tenant, id.0], row::linked)
    }

    /// Another profile whose service may still hold this entry, because it was handed over
    /// from there and has not been taken away yet.
    ///
    /// # Errors
    /// The store's.
    pub fn held_elsewhere(
        &self,
        entry: EntryId,
        profile: &str,
    ) -> Result<Option<String>, StoreError> {
        self.first(HELD_ELSEWHERE, params![entry.0, profile], |row| row.get(0))
    }
}

const HELD_ELSEWHERE: &str = concat!(
    "SELECT l.profile FROM links l WHERE l.entry=?1 AND l.profile<>?2 AND ",
    open!(),
    " AND(l.remote_id IS NOT NULL OR l.attempt IS NOT NULL) ORDER BY l.profile LIMIT 1"
);

pub(super) const DUE: &str = concat!(
    full!(),
    " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
    " WHERE l.profile=?1 AND l.entry>?2 AND ",
    open!(),
    " AND l.revision>l.delivered_revision AND l.attempt IS NULL",
    " AND(e.worked IS NOT NULL OR e.removed_at IS NOT NULL",
    "  OR e.profile IS NOT l.profile OR l.remote_id IS NOT NULL)",
    " ORDER BY l.entry LIMIT ?3"
);

const N_DUE: &str = concat!(
    "SELECT count(*) FROM links l INDEXED BY links_open",
    " CROSS JOIN entries e ON e.id=l.entry WHERE l.profile=?1 AND ",
    open!(),
    " AND l.revision>l.delivered_revision AND l.attempt IS NULL",
    " AND(e.worked IS NOT NULL OR e.removed_at IS NOT NULL",
    "  OR e.profile IS NOT l.profile OR l.remote_id IS NOT NULL)"
);

pub(super) const UNSETTLED: &str = concat!(
    full!(),
    " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
    " WHERE l.profile=?1 AND ",
    open!(),
    " AND l.attempt IS NOT NULL ORDER BY l.entry"
);

pub(super) const SENT_AFTER: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e LEFT JOIN links l ON l.entry=e.id AND l.profile=e.profile",
    " WHERE e.at>=?2 AND e.profile=?1 AND e.worked IS NOT NULL AND e.removed_at IS NULL",
    " AND(l.entry IS NULL OR(l.delivered_revision=0 AND l.remote_id IS NULL)",
    "  OR iif(?4 IS NULL OR l.sent_in IS NULL,l.delivered_at>?3,l.sent_in>=?4))",
    " ORDER BY e.id"
);

pub(super) const PENDING: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ",",
    brief_link_columns!(),
    " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
    " WHERE(?1 IS NULL OR l.profile=?1) AND ",
    open!(),
    " ORDER BY l.entry,l.profile"
);

pub(super) const PENDING_AFTER: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ",",
    brief_link_columns!(),
    " FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry",
    " WHERE l.profile=?1 AND l.entry>?2 AND ",
    open!(),
    " ORDER BY l.entry LIMIT ?3"
);

pub(super) const EXPECTED: &str = concat!(
    "SELECT l.entry,l.remote_id,e.removed_at",
    " FROM entries e CROSS JOIN links l ON l.entry=e.id AND l.profile=?1",
    " WHERE e.at>=?2 AND l.remote_id IS NOT NULL AND l.last_seen IS NOT NULL",
    " AND l.attempt IS NULL AND l.conflict IS NOT '[\"deleted\"]'",
    " ORDER BY l.entry"
);

pub(super) const LINKED_AT: &str = concat!(
    full!(),
    " FROM entries e CROSS JOIN links l ON l.entry=e.id AND l.profile=?1",
    " WHERE e.at=?2 AND l.remote_id IS NOT NULL AND l.last_seen IS NOT NULL",
    " AND e.removed_at IS NULL ORDER BY e.id"
);

pub(super) const LINKED: &str = concat!(
    full!(),
    " FROM entries e CROSS JOIN links l ON l.entry=e.id AND l.profile=?1",
    " WHERE e.at BETWEEN ?2 AND ?3 AND(?4 IS NULL OR e.date>=?4)",
    " AND(?5 IS NULL OR e.date<=?5) AND l.remote_id IS NOT NULL",
    " ORDER BY e.at,e.id"
);

pub(super) const BY_REMOTE: &str = concat!(
    full!(),
    " FROM links l CROSS JOIN entries e ON e.id=l.entry",
    " WHERE l.profile=?1 AND l.tenant=?2 AND l.remote_id=?3"
);
