//! Changes of links: an attempt begins, an outcome settles it. One of these, one
//! commit, between any two requests.

use super::Tx;
use super::error::StoreError;
use super::row::{some_json, to_json};
use crate::domain::delivery::{Attempt, DELETED, Link, Mailing};
use crate::domain::entry::Problem;
use crate::domain::ids::{EntryId, Key};
use crate::rules::Observed;
use rusqlite::params;

/// How many readings of reference data have begun. A create is stamped with it when it
/// leaves and again when it is answered, in commits that there are anyway: what is answered
/// before a reading begins is in the figures read then, what leaves after it began is not.
/// What is under way while one begins may be in or not, and is taken not to be: less is
/// said to be left than there may be, until the next reading, and never more.
macro_rules! n_readings {
    () => {
        "coalesce((SELECT CAST(value AS INTEGER) FROM state
          WHERE scope='tt' AND name='readings'),0)"
    };
}
pub(super) use n_readings;

impl Tx<'_> {
    /// Notes what is about to be sent, before the request leaves; false where the link is
    /// not as it was read (another revision or identity, or an attempt is unsettled).
    ///
    /// # Errors
    /// [`StoreError::Missing`] where it is tied to another tenant; the store's.
    pub fn begin(&self, link: &Link, tenant: &str, attempt: &Attempt) -> Result<bool, StoreError> {
        if link.remote_id.is_some() && link.tenant.as_deref() != Some(tenant) {
            return Err(StoreError::Missing {
                what: format!("link of entry {} with {tenant:?}", link.entry),
            });
        }
        let carried = attempt
            .sent
            .as_ref()
            .is_some_and(|sent| sent.mailing != Mailing::default());
        let attempt = self.named(to_json(attempt))?;
        let n_changed = self.run(
            concat!(
                "UPDATE links SET tenant=?3,attempt=?4,mailing=iif(?5,NULL,mailing),
              sent_in=iif(remote_id IS NULL,",
                n_readings!(),
                ",sent_in)
             WHERE entry=?1 AND profile=?2 AND revision=?6 AND remote_id IS ?7
              AND attempt IS NULL AND(remote_id IS NULL OR tenant=?3)"
            ),
            params![
                link.entry.0,
                link.profile,
                tenant,
                attempt,
                carried,
                link.revision,
                link.remote_id.as_ref().map(|id| id.0.as_str())
            ],
        )?;
        Ok(n_changed == 1)
    }

    /// The service holds what was sent.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an unsettled attempt; [`StoreError::Broken`] where
    /// another entry is linked to the same identity; the store's.
    pub fn settle_sent(
        &self,
        entry: EntryId,
        profile: &str,
        seen: &Observed,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let remote = seen.remote();
        let sent = self.named(some_json(attempt.sent.as_ref()))?;
        let last_seen = self.named(to_json(remote))?;
        self.change_link(
            entry,
            concat!(
                "UPDATE links SET remote_id=?3,last_sent=coalesce(?4,last_sent),last_seen=?5,
              delivered_revision=?6,attempt=NULL,refusal=NULL,refused_revision=0,conflict=NULL,
              delivered_at=iif(remote_id IS NULL,?7,delivered_at),
              sent_in=iif(remote_id IS NULL,",
                n_readings!(),
                ",sent_in)
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL"
            ),
            params![
                entry.0,
                profile,
                remote.id.0,
                sent,
                last_seen,
                attempt.revision,
                attempt.sent_at
            ],
        )?;
        self.change_entry(
            entry,
            "UPDATE entries SET remote_status=?2 WHERE id=?1",
            params![entry.0, remote.status_word],
        )
    }

    /// The service holds it no more: deleted by us, or found gone. True where the entry
    /// lives here: it is then owed as a new record, for which [`Tx::rekey`] gives a new key.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn settle_gone(&self, entry: EntryId, profile: &str) -> Result<bool, StoreError> {
        let (held, _) = self.entry(entry)?.ok_or_else(|| missing(entry))?;
        if held.removed {
            // The identity is kept: a list that lags behind must not look like a stranger's.
            self.change_link(
                entry,
                "UPDATE links SET delivered_revision=revision,attempt=NULL,refusal=NULL,
                  refused_revision=0,conflict=NULL,last_seen=NULL
                 WHERE entry=?1 AND profile=?2",
                params![entry.0, profile],
            )?;
            return Ok(false);
        }
        self.keep_forgotten(entry, profile)?;
        self.reset_link(entry, profile)?;
        if held.content.profile.as_deref() == Some(profile) {
            return Ok(true);
        }
        self.change_link(
            entry,
            "DELETE FROM links WHERE entry=?1 AND profile=?2",
            params![entry.0, profile],
        )?;
        Ok(false)
    }

    /// Somebody took it away on the service, and it lives here: a conflict of its own kind,
    /// [`Link::is_deleted_there`], whatever was under way. The identity is kept until a
    /// person has answered.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link with an identity; the store's.
    pub fn note_gone(&self, entry: EntryId, profile: &str) -> Result<(), StoreError> {
        let deleted = self.named(super::row::list_json(&[DELETED.to_owned()]))?;
        self.change_link(
            entry,
            "UPDATE links SET conflict=?3,attempt=NULL,refusal=NULL,refused_revision=0
             WHERE entry=?1 AND profile=?2 AND remote_id IS NOT NULL",
            params![entry.0, profile, deleted],
        )
    }

    /// "Mine" of an entry that was taken away on the service: it is owed as a new record
    /// with this key. The old identity is remembered, so that a list that lags behind
    /// does not bring it back as a stranger's.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn forget_remote(&self, entry: EntryId, profile: &str, key: Key) -> Result<(), StoreError> {
        self.keep_forgotten(entry, profile)?;
        self.reset_link(entry, profile)?;
        self.rekey(entry, key)
    }

    /// "Theirs" of an entry that was taken away on the service: it goes here as well, and
    /// nothing is owed by that. Undo brings it back as a new record.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a live entry and such a link; the store's.
    pub fn remove_as_there(
        &self,
        entry: EntryId,
        profile: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        self.remove(entry, now)?;
        self.settle_gone(entry, profile).map(drop)
    }

    /// The service refused it, in its words.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an unsettled attempt; the store's.
    pub fn settle_refused(
        &self,
        entry: EntryId,
        profile: &str,
        problem: &Problem,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let refusal = self.named(to_json(problem))?;
        self.change_link(
            entry,
            "UPDATE links SET refusal=?3,refused_revision=?4,attempt=NULL
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL",
            params![entry.0, profile, refusal, attempt.revision],
        )
    }

    /// It was certainly not done: nothing left, or nothing is there and the quarantine is
    /// over. Mail is asked for again only where nothing left.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an unsettled attempt; the store's.
    pub fn settle_not_sent(
        &self,
        entry: EntryId,
        profile: &str,
        nothing_left: bool,
    ) -> Result<(), StoreError> {
        let link = self.its_link(entry, profile)?;
        let mailing = link
            .attempt
            .and_then(|attempt| attempt.sent)
            .map(|sent| sent.mailing)
            .filter(|mailing| nothing_left && *mailing != Mailing::default());
        let mailing = self.named(some_json(mailing.as_ref()))?;
        self.change_link(
            entry,
            "UPDATE links SET attempt=NULL,mailing=coalesce(mailing,?3)
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL",
            params![entry.0, profile, mailing],
        )
    }

    /// The outcome is open, and the request may have left as late as `at` (seconds UTC).
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an unsettled attempt; the store's.
    pub fn still_unknown(&self, entry: EntryId, profile: &str, at: i64) -> Result<(), StoreError> {
        let attempt = self.its_link(entry, profile)?.attempt.map(|old| Attempt {
            sent_at: old.sent_at.max(at),
            ..*old
        });
        let attempt = self.named(some_json(attempt.as_ref()))?;
        self.change_link(
            entry,
            concat!(
                "UPDATE links SET attempt=?3,sent_in=iif(remote_id IS NULL,",
                n_readings!(),
                ",sent_in)
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL"
            ),
            params![entry.0, profile, attempt],
        )
    }

    /// Notes the fields that were changed here and there to different values; none ends it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn set_conflict(
        &self,
        entry: EntryId,
        profile: &str,
        fields: &[String],
    ) -> Result<(), StoreError> {
        let fields = self.named(super::row::list_json(fields))?;
        self.change_link(
            entry,
            "UPDATE links SET conflict=?3 WHERE entry=?1 AND profile=?2",
            params![entry.0, profile, fields],
        )
    }

    /// Forgets a refusal, so that the same revision is sent again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn clear_refusal(&self, entry: EntryId, profile: &str) -> Result<(), StoreError> {
        self.change_link(
            entry,
            "UPDATE links SET refusal=NULL,refused_revision=0 WHERE entry=?1 AND profile=?2",
            params![entry.0, profile],
        )
    }

    /// Makes a link as if the entry had never left: what the service holds, if anything,
    /// is no longer its business. Where mail was asked for, it is not asked for again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn reset_link(&self, entry: EntryId, profile: &str) -> Result<(), StoreError> {
        self.change_link(
            entry,
            "UPDATE links SET remote_id=NULL,delivered_revision=0,refused_revision=0,
              refusal=NULL,conflict=NULL,attempt=NULL,last_sent=NULL,last_seen=NULL,
              delivered_at=NULL,sent_in=NULL
             WHERE entry=?1 AND profile=?2",
            params![entry.0, profile],
        )
    }

    /// Gives an entry a new key: what is sent from now on is another record.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such an entry; the store's.
    pub fn rekey(&self, entry: EntryId, key: Key) -> Result<(), StoreError> {
        self.change_entry(
            entry,
            "UPDATE entries SET key=?2 WHERE id=?1",
            params![entry.0, key.as_bytes()],
        )
    }

    /// Remembers the identity that a link is about to lose.
    pub(super) fn keep_forgotten(&self, entry: EntryId, profile: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT OR IGNORE INTO state(scope,name,value)
             SELECT 'forgotten',profile||'/'||remote_id,entry FROM links
             WHERE entry=?1 AND profile=?2 AND remote_id IS NOT NULL",
            params![entry.0, profile],
        )
        .map(drop)
    }

    pub(super) fn its_link(&self, entry: EntryId, profile: &str) -> Result<Link, StoreError> {
        self.link(entry, profile)?.ok_or_else(|| missing(entry))
    }

    pub(super) fn change_link(
        &self,
        entry: EntryId,
        sql: &'static str,
        params: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        self.run_one(sql, params, || {
            format!("link of entry {entry} in that state")
        })
    }

    pub(super) fn change_entry(
        &self,
        entry: EntryId,
        sql: &'static str,
        params: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        self.run_one(sql, params, || format!("entry {entry}"))
    }
}

fn missing(entry: EntryId) -> StoreError {
    StoreError::Missing {
        what: format!("link of entry {entry}"),
    }
}
