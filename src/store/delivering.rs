//! Changes of links: an attempt begins, an outcome settles it, a service was seen
//! to hold something. One of these, one commit, between any two requests.

use super::Tx;
use super::error::StoreError;
use super::row::{Parts, some_json, to_json};
use crate::domain::content::Content;
use crate::domain::delivery::{Attempt, Link, Mailing, Outgoing};
use crate::domain::entry::{Entry, Problem};
use crate::domain::ids::{EntryId, Key};
use crate::domain::status::{Origin, Status};
use crate::rules::Observed;
use rusqlite::params;

impl Tx<'_> {
    /// Notes what is about to be sent, before the request leaves. Over an unsettled
    /// attempt only the same one may begin again, with `times` grown.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such link, it is tied to another tenant,
    /// or another attempt is unsettled; the store's.
    pub fn begin(
        &self,
        entry: EntryId,
        profile: &str,
        tenant: &str,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let link = self.its_link(entry, profile)?;
        let is_again = link.attempt.as_ref().is_none_or(|old| {
            old.act == attempt.act && old.revision == attempt.revision && old.times < attempt.times
        });
        let is_here = link.remote_id.is_none() || link.tenant.as_deref() == Some(tenant);
        if !is_again || !is_here {
            return Err(StoreError::Missing {
                what: format!("link of entry {entry} that is free for an attempt"),
            });
        }
        let carried = attempt
            .sent
            .as_ref()
            .is_some_and(|sent| sent.mailing != Mailing::default());
        let attempt = self.named(to_json(attempt))?;
        self.change_link(
            entry,
            "UPDATE links SET tenant=?3,attempt=?4,mailing=iif(?5,NULL,mailing)
             WHERE entry=?1 AND profile=?2",
            params![entry.0, profile, tenant, attempt, carried],
        )
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
            "UPDATE links SET remote_id=?3,last_sent=coalesce(?4,last_sent),last_seen=?5,
              delivered_revision=?6,attempt=NULL,refusal=NULL,refused_revision=0,conflict=NULL
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL",
            params![
                entry.0,
                profile,
                remote.id.0,
                sent,
                last_seen,
                attempt.revision
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
            ..old
        });
        let attempt = self.named(some_json(attempt.as_ref()))?;
        self.change_link(
            entry,
            "UPDATE links SET attempt=?3
             WHERE entry=?1 AND profile=?2 AND attempt IS NOT NULL",
            params![entry.0, profile, attempt],
        )
    }

    /// The service was found to hold the entry, without an answer that said so. `delivered`
    /// is the revision it holds and `sent` what was sent then, as far as that is known.
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
            "UPDATE links SET tenant=?3,remote_id=?4,last_sent=?5,last_seen=?6,
              delivered_revision=?7,attempt=NULL,refusal=NULL,refused_revision=0,conflict=NULL
             WHERE entry=?1 AND profile=?2",
            params![
                entry.0,
                profile,
                tenant,
                remote.id.0,
                sent,
                last_seen,
                delivered
            ],
        )?;
        self.change_entry(
            entry,
            "UPDATE entries SET remote_status=?2 WHERE id=?1",
            params![entry.0, remote.status_word],
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
            reject_reason: None,
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
              refusal=NULL,conflict=NULL,attempt=NULL,last_sent=NULL,last_seen=NULL
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

    fn its_link(&self, entry: EntryId, profile: &str) -> Result<Link, StoreError> {
        self.link(entry, profile)?.ok_or_else(|| missing(entry))
    }

    fn change_link(
        &self,
        entry: EntryId,
        sql: &'static str,
        params: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        self.run_one(sql, params, || {
            format!("link of entry {entry} in that state")
        })
    }

    fn change_entry(
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
