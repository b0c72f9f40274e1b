//! The journal: who did what to which entry, from what to what. It only grows;
//! "last", undo and "oldest first" go by its numbers, never by the clock.

use super::error::StoreError;
use super::view::View;
use super::{Tx, row};
use crate::domain::content::Content;
use crate::domain::entry::{Adjustment, Breach, Entry};
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::status::{Status, words};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

words! {
    /// What was done. A new word is a new schema: an older program must not meet it.
    Action {
        /// Booked whole.
        Book = "book",
        /// A timer was started.
        Start = "start",
        /// A timer was parked.
        Pause = "pause",
        /// A timer was taken up again.
        Resume = "resume",
        /// A timer was ended, and with that booked.
        Stop = "stop",
        /// A timer was thrown away.
        Cancel = "cancel",
        /// Content was changed.
        Edit = "edit",
        /// One became two.
        Split = "split",
        /// Taken away.
        Delete = "delete",
        /// Brought back.
        Restore = "restore",
        /// A step was taken back.
        Undo = "undo",
        /// Handed in.
        Submit = "submit",
        /// Taken back by its owner.
        Recall = "recall",
        /// Approved.
        Approve = "approve",
        /// Given back.
        Reject = "reject",
        /// Billed, or final.
        Bill = "bill",
        /// Put aside by a rule.
        Hold = "hold",
        /// Released by a person.
        Release = "release",
        /// A refusal, conflict or lost answer was settled by a person.
        Resolve = "resolve",
        /// Came from elsewhere.
        Import = "import",
        /// Brought to the service.
        Deliver = "deliver",
        /// Recognised on the service.
        Adopt = "adopt",
        /// A change of the service was taken over.
        Observe = "observe",
        /// The service said no.
        Refuse = "refuse",
        /// Handed to another profile or member.
        Move = "move",
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person, by login name.
    Person(String),
    /// The sync, on a service's word.
    Sync,
}

/// One command of a person, or one stretch of a sync; the number of its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(pub i64);

/// One line, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, seconds UTC.
    pub at: i64,
    /// Who.
    pub who: Who,
    /// As part of which step; see [`Tx::new_step`].
    pub step: Step,
    /// What.
    pub action: Action,
    /// To which entry.
    pub entry: Option<EntryId>,
    /// The entry before; none where it came into being.
    pub before: Option<Snapshot>,
    /// The entry after.
    pub after: Option<Snapshot>,
    /// The step that this one takes back.
    pub undoes: Option<Step>,
}

/// One line, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub n: i64,
    /// What it says.
    pub line: Line,
}

/// An entry at one moment: enough to bring it back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its key; another one when a delivered removal was taken back.
    pub key: Key,
    /// What was said of it.
    pub content: Content,
    /// Where it stood.
    pub status: Status,
    /// The service's word for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_status: Option<String>,
    /// Why it was given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<String>,
    /// Breaches it was held for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Breach>,
    /// Breaches that warned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Breach>,
    /// Values that rules put in the place of others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// Rules that could not be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchecked: Vec<String>,
    /// Whether it was removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Its revision.
    pub revision: u32,
    /// What the services had of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkSnapshot>,
}

/// What one service had of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// The profile.
    pub profile: String,
    /// The tenant.
    #[serde(default)]
    pub tenant: Option<String>,
    /// Its identity there.
    #[serde(default)]
    pub remote_id: Option<RemoteId>,
    /// The revision the service had.
    pub delivered_revision: u32,
    /// Whether an answer was outstanding.
    #[serde(default)]
    pub unconfirmed: bool,
}

impl Snapshot {
    /// The entry as it is, with these links.
    #[must_use]
    pub fn of(entry: &Entry, links: Vec<LinkSnapshot>) -> Self {
        Self {
            key: entry.key,
            content: entry.content.clone(),
            status: entry.status,
            remote_status: entry.remote_status.clone(),
            reject_reason: entry.reject_reason.clone(),
            held: entry.held.clone(),
            warnings: entry.warnings.clone(),
            adjustments: entry.adjustments.clone(),
            unchecked: entry.unchecked.clone(),
            removed: entry.removed,
            revision: entry.revision,
            links,
        }
    }
}

impl Tx<'_> {
    /// The step that begins with the next line of this change.
    ///
    /// # Errors
    /// The store's.
    pub fn new_step(&self) -> Result<Step, StoreError> {
        let next = self.first("SELECT coalesce(max(n),0)+1 FROM journal", [], |row| {
            row.get(0)
        })?;
        Ok(Step(next.unwrap_or(1)))
    }

    /// Appends a line; its number.
    ///
    /// # Errors
    /// The store's.
    pub fn journal(&self, line: &Line) -> Result<i64, StoreError> {
        let who = match &line.who {
            Who::Person(name) => Some(name.as_str()),
            Who::Sync => None,
        };
        let before = self.named(row::some_json(line.before.as_ref()))?;
        let after = self.named(row::some_json(line.after.as_ref()))?;
        self.run_one(
            "INSERT INTO journal(n,at,who,step,action,entry,before,after,undoes)
             SELECT coalesce(max(n),0)+1,?1,?2,?3,?4,?5,?6,?7,?8 FROM journal",
            params![
                line.at,
                who,
                line.step.0,
                line.action.word(),
                line.entry.map(|id| id.0),
                before,
                after,
                line.undoes.map(|step| step.0),
            ],
            || "journal".to_owned(),
        )?;
        Ok(self.conn.last_insert_rowid())
    }
}

macro_rules! columns {
    () => {
        "SELECT n,at,who,step,action,entry,before,after,undoes FROM journal "
    };
}

impl View<'_> {
    /// The entry as the journal keeps it, with all its links.
    ///
    /// # Errors
    /// The store's.
    pub fn snapshot(&self, id: EntryId) -> Result<Option<Snapshot>, StoreError> {
        match self.entry(id)? {
            Some((entry, _)) => self.snapshot_of(&entry).map(Some),
            None => Ok(None),
        }
    }

    /// The same of an entry that was just read.
    ///
    /// # Errors
    /// The store's.
    pub fn snapshot_of(&self, entry: &Entry) -> Result<Snapshot, StoreError> {
        let links = self.all(
            "SELECT profile,tenant,remote_id,delivered_revision,attempt IS NOT NULL
             FROM links WHERE entry=?1 ORDER BY profile",
            [entry.id.0],
            |row| {
                Ok(LinkSnapshot {
                    profile: row.get(0)?,
                    tenant: row.get(1)?,
                    remote_id: row.get::<_, Option<String>>(2)?.map(RemoteId),
                    delivered_revision: row.get(3)?,
                    unconfirmed: row.get(4)?,
                })
            },
        )?;
        Ok(Snapshot::of(entry, links))
    }

    /// Everything that happened to an entry, oldest first.
    ///
    /// # Errors
    /// The store's.
    pub fn journal_of(&self, entry: EntryId) -> Result<Vec<Recorded>, StoreError> {
        self.all(
            concat!(columns!(), "WHERE entry=?1 ORDER BY n"),
            [entry.0],
            recorded,
        )
    }

    /// The lines of one step, oldest first.
    ///
    /// # Errors
    /// The store's.
    pub fn journal_step(&self, step: Step) -> Result<Vec<Recorded>, StoreError> {
        // Only undo repeats a number of the past in `undoes`; lines of a step follow its
        // first one, within one change, so the walk ends with the step.
        let end: Option<i64> = self
            .first(
                "SELECT min(n) FROM journal WHERE n>=?1 AND step<>?1",
                [step.0],
                |row| row.get(0),
            )?
            .flatten();
        self.all(
            concat!(columns!(), "WHERE n>=?1 AND n<?2 ORDER BY n"),
            [step.0, end.unwrap_or(i64::MAX)],
            recorded,
        )
    }

    /// Up to `limit` lines before this number, newest first; none begins at the end.
    ///
    /// # Errors
    /// The store's.
    pub fn journal_back(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError> {
        self.all(
            concat!(columns!(), "WHERE n<?1 ORDER BY n DESC LIMIT ?2"),
            params![before.unwrap_or(i64::MAX), limit],
            recorded,
        )
    }
}

fn recorded(row: &Row<'_>) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        n: row.get(0)?,
        line: Line {
            at: row.get(1)?,
            who: row
                .get::<_, Option<String>>(2)?
                .map_or(Who::Sync, Who::Person),
            step: Step(row.get(3)?),
            action: row::word(row, 4, Action::from_word)?,
            entry: row.get::<_, Option<i64>>(5)?.map(EntryId),
            before: row::json(row, 6)?,
            after: row::json(row, 7)?,
            undoes: row.get::<_, Option<i64>>(8)?.map(Step),
        },
    })
}
