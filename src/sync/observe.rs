//! Takes in what the window shows: how linked entries stand, entries that bear one
//! of our keys though no link says so.
//!
//! Sends nothing, and creates no entry here.

use super::engine::{Engine, Stop, is_leaving};
use super::matching::{changes, chosen_there, differences};
use super::outcome::{ProfileReport, Twice};
use super::settle::as_it_arrived;
use crate::domain::content::Content;
use crate::domain::delivery::{DELETED, Link, Mailing, Outgoing, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::merge;
use crate::domain::status::Status;
use crate::rules;
use crate::store::{Action, Line, Snapshot, StoreError, Tx, Who};

impl Engine<'_> {
    /// Takes in what somebody did to a linked entry on the service since it was last
    /// seen there: status, and fields that were not changed here as well. False where a
    /// person changed the entry here at the same moment: it has to be looked at again.
    pub(super) fn observe_linked(
        &mut self,
        entry: &Entry,
        link: &Link,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<bool, Stop> {
        let Some(last) = &link.last_seen else {
            // Either a person said that it is this one, or it was found gone and a list
            // lags behind.
            let is_tied = link.delivered_revision == 0 && !is_leaving(entry, link);
            if let Some(tenant) = link.tenant.as_ref().filter(|_| is_tied) {
                self.adopt_found(entry, link, tenant, remote, report)?;
            }
            return Ok(true);
        };
        let remote = &*self.with_reason(last, remote)?;
        let before = self.backend.normalise(&last.content);
        let theirs = self.backend.normalise(&remote.content);
        let changed = changes(&before, &theirs);
        // What is under way or to be taken away is settled first.
        let settled = link.attempt.is_none() && !is_leaving(entry, link);
        // Deleted here and changed there: a person says which of the two counts.
        let asks = link.attempt.is_none() && !settled && link.is_due() && !changed.is_empty();
        let merged =
            (settled && !changed.is_empty()).then(|| self.merge(entry, link, remote, &changed));
        let has_moved = last.status != remote.status
            || last.status_word != remote.status_word
            || last.locked != remote.locked
            || last.reject_reason != remote.reject_reason;
        let is_back = link.is_deleted_there();
        if merged.is_none() && !has_moved && !is_back && !asks {
            return Ok(true);
        }
        let seen = Remote {
            content: if settled || asks {
                remote.content.clone()
            } else {
                last.content.clone()
            },
            ..remote.clone()
        };
        let observed = match rules::observe(seen) {
            Ok(observed) => observed,
            Err(why) => {
                report.notes.push(format!("not taken over: {why}"));
                return Ok(true);
            }
        };
        let status = if last.status == remote.status {
            entry.status
        } else {
            remote.status
        };
        let reason = remote
            .reject_reason
            .as_ref()
            .or(entry.reject_reason.as_ref());
        let (name, now) = (&link.profile, self.clock.now());
        let taken = self.store.write(|tx| {
            let was = tx.snapshot(entry.id)?;
            let is_current = tx.link(entry.id, name)?.is_some_and(|current| {
                current.revision == link.revision && current.remote_id == link.remote_id
            });
            if !is_current || was.as_ref().is_none_or(|was| was.status != entry.status) {
                return Ok(false);
            }
            match &merged {
                Some(merged) => {
                    tx.take_over(entry.id, &observed, &merged.content, &merged.sent, now)?;
                    tx.set_conflict(entry.id, name, &merged.conflict)?;
                }
                None if asks => {
                    let open = link.conflict.iter().filter(|field| *field != DELETED);
                    let mut fields: Vec<String> = open.cloned().collect();
                    fields.extend(changed.iter().map(|field| (*field).to_owned()));
                    fields.sort();
                    fields.dedup();
                    tx.set_conflict(entry.id, name, &fields)?;
                }
                None if is_back => tx.set_conflict(entry.id, name, &[])?,
                None => {}
            }
            let stands = (status, reason.map(String::as_str));
            tx.observe(entry.id, name, &observed, stands, now)?;
            note_in_journal(tx, Action::Observe, entry.id, was, now)?;
            Ok::<_, StoreError>(true)
        })?;
        if taken {
            if status != entry.status {
                report.note_move(entry.id.0, status);
                // Open here and handed in there: a person took it back, too late.
                let was_recalled = (entry.status, last.status) == (Status::Open, Status::Submitted);
                if was_recalled && status.rank() >= Status::Approved.rank() {
                    report.put_back.push(entry.id.0);
                }
            }
            report.taken_over += u32::from(merged.is_some_and(|merged| merged.takes_any));
        }
        Ok(taken)
    }

    /// Fields changed there and not here are taken over; a field changed on both sides, to
    /// different values, is a conflict, and stays one until it is settled.
    fn merge(
        &self,
        entry: &Entry,
        link: &Link,
        remote: &Remote,
        changed: &[&'static str],
    ) -> Merged {
        let ours = self.backend.normalise(&self.for_service(&entry.content));
        let theirs = self.backend.normalise(&remote.content);
        let mut apart = differences(&ours, &theirs);
        // A value that somebody set there counts, also where it was left open here.
        let set_there = chosen_there(&ours, &theirs);
        apart.extend(set_there.iter().filter(|field| changed.contains(field)));
        let ours_changed = match &link.last_sent {
            Some(sent) => changes(&self.backend.normalise(&sent.content), &ours),
            None => apart.clone(),
        };
        let is_open = |field: &&str| link.conflict.iter().any(|open| open == field);
        let both: Vec<_> = apart
            .iter()
            .filter(|field| {
                is_open(field) || changed.contains(field) && ours_changed.contains(field)
            })
            .copied()
            .collect();
        let only_theirs: Vec<_> = changed
            .iter()
            .filter(|field| apart.contains(field) && !both.contains(field))
            .copied()
            .collect();
        Merged {
            content: merge::taking(&entry.content, &remote.content, &only_theirs),
            sent: Outgoing {
                key: entry.key,
                revision: entry.revision,
                content: match &link.last_sent {
                    Some(sent) => merge::taking(&sent.content, &remote.content, &only_theirs),
                    None => remote.content.clone(),
                },
                mailing: Mailing::default(),
                marked: false,
            },
            conflict: both.into_iter().map(str::to_owned).collect(),
            takes_any: !only_theirs.is_empty(),
        }
    }

    /// Links an entry that the service holds by its key, though no link says so: an
    /// answer was lost, or the store was restored from before it was delivered.
    pub(super) fn adopt_keyed(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        if let Some(linked) = &link.remote_id {
            // A person has said that it is all right.
            if self.store.view().is_apart(&link.profile, &remote.id)? {
                return Ok(());
            }
            // Never deleted on our own: which of them is on an invoice is for a person to see.
            report.twice.push(Twice {
                id: entry.id.0,
                linked: linked.0.clone(),
                other: remote.id.0.clone(),
            });
            return Ok(());
        }
        self.adopt_found(entry, link, tenant, remote, report)
    }

    /// Links an entry to what it is there; what differs is a conflict.
    fn adopt_found(
        &mut self,
        entry: &Entry,
        link: &Link,
        tenant: &str,
        remote: &Remote,
        report: &mut ProfileReport,
    ) -> Result<(), Stop> {
        let name = link.profile.clone();
        let sent = link
            .attempt
            .as_ref()
            .and_then(|attempt| attempt.sent.clone());
        let seen = match &sent {
            Some(sent) => as_it_arrived(sent, remote.clone()),
            None => remote.clone(),
        };
        let Ok(observed) = rules::observe(seen) else {
            return Ok(());
        };
        let mut conflict = Vec::new();
        let delivered = match &link.attempt {
            Some(attempt) => self.as_settled(attempt, remote).revision,
            // It is there, and shall not be.
            None if entry.removed => 0,
            // Nothing says which revision arrived: what is equal is delivered.
            None => {
                let ours = self.backend.normalise(&self.for_service(&entry.content));
                conflict = differences(&ours, &self.backend.normalise(&remote.content));
                if conflict.is_empty() {
                    link.revision
                } else {
                    0
                }
            }
        };
        let conflict: Vec<String> = conflict.into_iter().map(str::to_owned).collect();
        let now = self.clock.now();
        self.store.write(|tx| {
            let was = tx.snapshot(entry.id)?;
            let whose = (name.as_str(), tenant);
            tx.adopt(entry.id, whose, &observed, sent.as_ref(), delivered)?;
            if !conflict.is_empty() {
                tx.set_conflict(entry.id, &name, &conflict)?;
            }
            note_in_journal(tx, Action::Adopt, entry.id, was, now)
        })?;
        report.adopted += 1;
        Ok(())
    }
}

/// What a merge comes to.
struct Merged {
    /// The content as both sides have it now.
    content: Content,
    /// What the next comparison starts from.
    sent: Outgoing,
    /// Fields that a person has to choose.
    conflict: Vec<String>,
    /// Whether anything is taken over.
    takes_any: bool,
}

/// A line of the journal for what a sync did to an entry; none where it did nothing.
pub(super) fn note_in_journal(
    tx: &Tx<'_>,
    action: Action,
    entry: EntryId,
    was: Option<Snapshot>,
    now: i64,
) -> Result<(), StoreError> {
    let after = tx.snapshot(entry)?;
    if was == after {
        return Ok(());
    }
    tx.journal(&Line {
        at: now,
        who: Who::Sync,
        step: tx.new_step()?,
        action,
        entry: Some(entry),
        before: was,
        after,
        undoes: None,
    })
    .map(drop)
}
