//! What a service was seen to hold, without having been told so by an answer to us:
//! recognised, looked at, taken over, imported.

use super::Tx;
use super::delivering::n_readings;
use super::error::StoreError;
use super::row::{Parts, some_json, to_json};
use crate::domain::content::Content;
use crate::domain::delivery::{Mailing, Outgoing};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key};
use crate::domain::status::{Origin, Status};
use crate::rules::Observed;
use rusqlite::params;

impl Tx<'_> {
    /// The service was found to hold the entry, without an answer that said so. `delivered`
    /// is the revision it holds and `sent` what was sent then, as far as that is known.
    ///
    /// One with our key of which no attempt is known here was sent by a later state of a
    /// database that was restored since: figures read before the restoring have it not. One
    /// without our key was made elsewhere, who knows when, as what is imported.
    ///
    /// # Errors
    /// As [`Tx::settle_sent`].
    pub fn adopt(
        &self,
        entry: EntryId,
        (profile, tenant): (&str, &str),
        seen: &Observed,
        sent: Option<&Outgoing>,
        delivered: u32,
    ) -> Result<(), StoreError> {
        let remote = seen.remote();
        let sent = self.named(some_json(sent))?;
        let last_seen = self.named(to_json(remote))?;
        self.change_link(
            entry,
            concat!(
                "UPDATE links SET tenant=?3,remote_id=?4,last_sent=?5,last_seen=?6,
              delivered_revision=?7,refusal=NULL,refused_revision=0,conflict=NULL,
              delivered_at=iif(remote_id IS NULL,attempt->>'$.sent_at',delivered_at),
              sent_in=CASE WHEN remote_id IS NOT NULL OR attempt IS NOT NULL THEN sent_in
               WHEN ?8=(SELECT key FROM entries WHERE id=?1) THEN ",
                n_readings!(),
                " END,attempt=NULL
             WHERE entry=?1 AND profile=?2"
            ),
            params![
                entry.0,
                profile,
                tenant,
                remote.id.0,
                sent,
                last_seen,
                delivered,
                remote.key.as_ref().map(|key| key.as_bytes().as_slice())
            ],
        )?;
        // Open says nothing: it may have been moved here only. Anything else is the
        // service's word, which wins.
        self.change_entry(
            entry,
            "UPDATE entries SET remote_status=?2,status=iif(?3='open',status,?3),
              reject_reason=iif(?3='rejected',coalesce(?4,reject_reason),
               iif(?3='open',reject_reason,NULL)) WHERE id=?1",
            params![
                entry.0,
                remote.status_word,
                remote.status.word(),
                remote.reject_reason
            ],
        )
    }

    /// What the service holds now, and where the entry stands by that.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a link; the store's.
    pub fn observe(
        &self,
        entry: EntryId,
        profile: &str,
        seen: &Observed,
        (status, reject_reason): (Status, Option<&str>),
        now: i64,
    ) -> Result<(), StoreError> {
        let remote = seen.remote();
        let last_seen = self.named(to_json(remote))?;
        self.change_link(
            entry,
            "UPDATE links SET last_seen=?3 WHERE entry=?1 AND profile=?2",
            params![entry.0, profile, last_seen],
        )?;
        let reason = reject_reason.filter(|_| status == Status::Rejected);
        self.change_entry(
            entry,
            "UPDATE entries SET status=?2,remote_status=?3,reject_reason=?4,
              updated_at=iif(status=?2 AND reject_reason IS ?4,updated_at,?5) WHERE id=?1",
            params![entry.0, status.word(), remote.status_word, reason, now],
        )
    }

    /// Takes over what the service changed: `merged` is the content as both sides have it
    /// now, `sent` what the next comparison starts from. An entry that was not owed is not
    /// owed by this.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a live entry and such a link; the store's.
    pub fn take_over(
        &self,
        entry: EntryId,
        seen: &Observed,
        merged: &Content,
        sent: &Outgoing,
        now: i64,
    ) -> Result<Entry, StoreError> {
        let before = self.live(entry)?;
        let profile = before.content.profile.clone().unwrap_or_default();
        let was_due = self.its_link(entry, &profile)?.is_due();
        let merged = Content {
            profile: before.content.profile.clone(),
            ..merged.clone()
        };
        let revision = before.revision + u32::from(before.content != merged);
        let mut parts = self.named(Parts::of(&merged))?;
        self.named(parts.keep_verdict(&before))?;
        self.update_content(entry, &parts, revision, now)?;
        let sent = self.named(to_json(sent))?;
        let last_seen = self.named(to_json(seen.remote()))?;
        self.change_link(
            entry,
            "UPDATE links SET last_sent=?3,last_seen=?4,
              delivered_revision=iif(?5,delivered_revision,revision)
             WHERE entry=?1 AND profile=?2",
            params![entry.0, profile, sent, last_seen, was_due],
        )?;
        Ok(Entry {
            content: merged,
            revision,
            updated_at: now,
            ..before
        })
    }

    /// Stores an entry that was made on the service, and links it.
    ///
    /// # Errors
    /// [`StoreError::Broken`] where it is linked already, or is what no entry may be.
    pub fn import(
        &self,
        (profile, tenant): (&str, &str),
        seen: &Observed,
        key: Key,
        now: i64,
    ) -> Result<Entry, StoreError> {
        let remote = seen.remote();
        let content = Content {
            profile: Some(profile.to_owned()),
            ..remote.content.clone()
        };
        let parts = self.named(Parts::of(&content))?;
        let word = remote.status_word.as_deref();
        let id = self.insert(&parts, key, remote.status, Origin::Imported, word, now)?;
        let reason = remote
            .reject_reason
            .as_deref()
            .filter(|_| remote.status == Status::Rejected);
        if reason.is_some() {
            self.set_status(id, remote.status, reason, now)?;
        }
        let sent = self.named(to_json(&Outgoing {
            key,
            revision: 1,
            content: content.clone(),
            mailing: Mailing::default(),
            marked: false,
        }))?;
        let last_seen = self.named(to_json(remote))?;
        self.change_link(
            id,
            "INSERT INTO links(entry,profile,tenant,remote_id,revision,delivered_revision,
              last_sent,last_seen) VALUES(?1,?2,?3,?4,1,1,?5,?6)",
            params![id.0, profile, tenant, remote.id.0, sent, last_seen],
        )?;
        Ok(Entry {
            id,
            key,
            content,
            status: remote.status,
            remote_status: remote.status_word.clone(),
            origin: Origin::Imported,
            reject_reason: reason.map(str::to_owned),
            revision: 1,
            held: Vec::new(),
            warnings: Vec::new(),
            adjustments: Vec::new(),
            unchecked: Vec::new(),
            removed: false,
            created_at: now,
            updated_at: now,
        })
    }
}
