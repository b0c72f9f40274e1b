//! Changes of entries: booked, amended, removed, restored, moved along. Links are
//! kept in step within the same change.

use super::error::StoreError;
use super::row::{Parts, content_columns, content_values, list_json};
use super::{Tx, row};
use crate::domain::content::Content;
use crate::domain::delivery::Mailing;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::{EntryId, Key};
use crate::domain::status::{Origin, Status};
use crate::rules::Admitted;
use rusqlite::params;

impl Tx<'_> {
    /// Stores a new entry, and owes it to its profile where it has one.
    /// `now` in seconds UTC.
    ///
    /// # Errors
    /// [`StoreError::Broken`] for what no entry may ever be; the store's.
    pub fn book(
        &self,
        admitted: &Admitted,
        key: Key,
        status: Status,
        origin: Origin,
        now: i64,
    ) -> Result<Entry, StoreError> {
        let parts = self.named(Parts::admitted(admitted))?;
        let id = self.insert(&parts, key, status, origin, None, now)?;
        self.own_link(id, admitted.content(), 1, admitted.mailing())?;
        Ok(Entry {
            id,
            key,
            content: admitted.content().clone(),
            status,
            remote_status: None,
            origin,
            reject_reason: None,
            revision: 1,
            held: admitted.held().to_vec(),
            warnings: admitted.warnings().to_vec(),
            adjustments: admitted.adjustments().to_vec(),
            unchecked: admitted.unchecked().to_vec(),
            removed: false,
            created_at: now,
            updated_at: now,
        })
    }

    pub(super) fn insert(
        &self,
        parts: &Parts<'_>,
        key: Key,
        status: Status,
        origin: Origin,
        remote_status: Option<&str>,
        now: i64,
    ) -> Result<EntryId, StoreError> {
        self.run_one(
            concat!(
                "INSERT INTO entries(",
                content_columns!(),
                ",revision,key,status,origin,remote_status,created_at,updated_at) VALUES(",
                content_values!(),
                ",1,?22,?23,?24,?25,?26,?26)"
            ),
            &*parts.values(&[
                key.as_bytes(),
                &status.word(),
                &origin.word(),
                &remote_status,
                &now,
            ]),
            || "new entry".to_owned(),
        )?;
        Ok(EntryId(self.conn.last_insert_rowid()))
    }

    /// Puts new content in the place of the old. The revision grows when the content
    /// differs, and with that it is owed again; what the rules said is replaced always.
    /// Moved to another profile, it is owed there, and its removal to the old one.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a live entry of this number; as [`Tx::book`].
    pub fn amend(&self, id: EntryId, admitted: &Admitted, now: i64) -> Result<Entry, StoreError> {
        let before = self.live(id)?;
        let content = admitted.content();
        let revision = before.revision + u32::from(before.content != *content);
        let parts = self.named(Parts::admitted(admitted))?;
        self.update_content(id, &parts, revision, now)?;
        if before.content.profile != content.profile {
            self.leave_links(id, content.profile.as_deref())?;
        }
        self.own_link(id, content, revision, admitted.mailing())?;
        Ok(Entry {
            content: content.clone(),
            revision,
            held: admitted.held().to_vec(),
            warnings: admitted.warnings().to_vec(),
            adjustments: admitted.adjustments().to_vec(),
            unchecked: admitted.unchecked().to_vec(),
            updated_at: now,
            ..before
        })
    }

    pub(super) fn update_content(
        &self,
        id: EntryId,
        parts: &Parts<'_>,
        revision: u32,
        now: i64,
    ) -> Result<(), StoreError> {
        self.run_one(
            concat!(
                "UPDATE entries SET(",
                content_columns!(),
                ",revision,updated_at)=(",
                content_values!(),
                ",?22,?23) WHERE id=?24 AND removed_at IS NULL"
            ),
            &*parts.values(&[&revision, &now, &id.0]),
            || format!("entry {id}"),
        )
    }

    /// Takes an entry away. Where it never left the machine nothing more is owed; else
    /// its removal is.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a live entry of this number; the store's.
    pub fn remove(&self, id: EntryId, now: i64) -> Result<Entry, StoreError> {
        let before = self.live(id)?;
        let revision = before.revision + 1;
        self.run_one(
            "UPDATE entries SET removed_at=?1,updated_at=?1,revision=?2
             WHERE id=?3 AND removed_at IS NULL",
            params![now, revision, id.0],
            || format!("entry {id}"),
        )?;
        self.leave_links(id, None)?;
        Ok(Entry {
            removed: true,
            revision,
            updated_at: now,
            ..before
        })
    }

    /// Brings a removed entry back. Where its removal was delivered, the service gets a
    /// new record with `fresh` as its key; else the old one is kept.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a removed entry of this number; the store's.
    pub fn restore(&self, id: EntryId, fresh: Key, now: i64) -> Result<Entry, StoreError> {
        let before = self
            .entry(id)?
            .map(|(entry, _)| entry)
            .filter(|entry| entry.removed)
            .ok_or_else(|| StoreError::Missing {
                what: format!("removed entry {id}"),
            })?;
        let is_gone = self.forget_gone(id)?;
        let key = if is_gone { fresh } else { before.key };
        let revision = before.revision + 1;
        self.run_one(
            "UPDATE entries SET removed_at=NULL,updated_at=?1,revision=?2,key=?3
             WHERE id=?4 AND removed_at IS NOT NULL",
            params![now, revision, key.as_bytes(), id.0],
            || format!("removed entry {id}"),
        )?;
        self.own_link(id, &before.content, revision, &Mailing::default())?;
        Ok(Entry {
            key,
            removed: false,
            revision,
            updated_at: now,
            ..before
        })
    }

    /// Moves an entry along. Counts as no change of content; a reason is kept only with
    /// [`Status::Rejected`].
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an entry of this number; the store's.
    pub fn set_status(
        &self,
        id: EntryId,
        status: Status,
        reject_reason: Option<&str>,
        now: i64,
    ) -> Result<(), StoreError> {
        let reason = reject_reason.filter(|_| status == Status::Rejected);
        self.run_one(
            "UPDATE entries SET status=?1,reject_reason=?2,updated_at=?3 WHERE id=?4",
            params![status.word(), reason, now, id.0],
            || format!("entry {id}"),
        )
    }

    /// Puts an entry aside for these breaches, or releases it with none.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without an entry of this number; the store's.
    pub fn set_held(&self, id: EntryId, held: &[Breach], now: i64) -> Result<(), StoreError> {
        let held = self.named(list_json(held))?;
        self.run_one(
            "UPDATE entries SET held=?1,updated_at=?2 WHERE id=?3",
            params![held, now, id.0],
            || format!("entry {id}"),
        )
    }

    pub(super) fn live(&self, id: EntryId) -> Result<Entry, StoreError> {
        self.entry(id)?
            .map(|(entry, _)| entry)
            .filter(|entry| !entry.removed)
            .ok_or_else(|| StoreError::Missing {
                what: format!("entry {id}"),
            })
    }

    /// Sees to it that an entry with a profile has a link to it.
    pub(super) fn own_link(
        &self,
        id: EntryId,
        content: &Content,
        revision: u32,
        mailing: &Mailing,
    ) -> Result<(), StoreError> {
        let Some(profile) = &content.profile else {
            return Ok(());
        };
        let mail = if *mailing == Mailing::default() {
            None
        } else {
            Some(self.named(row::to_json(mailing))?)
        };
        self.run_one(
            "INSERT INTO links(entry,profile,revision,mailing) VALUES(?1,?2,?3,?4)
             ON CONFLICT(entry,profile) DO UPDATE SET mailing=coalesce(?4,mailing)",
            params![id.0, profile, revision, mail],
            || format!("link of entry {id}"),
        )
    }

    /// Drops the links that never left the machine, but that of the profile it stays with.
    pub(super) fn leave_links(&self, id: EntryId, stays: Option<&str>) -> Result<(), StoreError> {
        self.run(
            "DELETE FROM links WHERE entry=?1 AND profile IS NOT ?2
             AND remote_id IS NULL AND attempt IS NULL",
            params![id.0, stays],
        )
        .map(drop)
    }

    /// Makes the link of an entry whose removal was delivered as if it had never left.
    fn forget_gone(&self, id: EntryId) -> Result<bool, StoreError> {
        self.run(
            "INSERT OR IGNORE INTO state(scope,name,value)
             SELECT 'forgotten',profile||'/'||remote_id,entry FROM links
             WHERE entry=?1 AND profile=(SELECT profile FROM entries WHERE id=?1)
             AND attempt IS NULL AND revision=delivered_revision AND remote_id IS NOT NULL",
            [id.0],
        )?;
        let changed = self.run(
            "UPDATE links SET remote_id=NULL,last_sent=NULL,last_seen=NULL,refusal=NULL,
              refused_revision=0,conflict=NULL,delivered_revision=0,delivered_at=NULL,
              sent_in=NULL
             WHERE entry=?1 AND profile=(SELECT profile FROM entries WHERE id=?1)
             AND attempt IS NULL AND revision=delivered_revision",
            [id.0],
        )?;
        Ok(changed > 0)
    }
}
