//! Between rows and the vocabulary: columns into entries and links, and back.
//!
//! Columns that are NULL where nothing is said cost nothing to read; JSON is only
//! parsed where there is any.

use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::{Content, Extra, Pause};
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::given::Given;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::status::{Billable, BookedAs, Origin, Status};
use crate::domain::zone::Zone;
use crate::rules::Admitted;
use chrono::NaiveDate;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Result, Row, ToSql};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The columns of an entry `e`, in the order of [`entry`].
macro_rules! entry_columns {
    () => {
        "e.id,e.key,e.profile,e.date,e.start_at,e.end_at,e.zone,e.booked_as,e.deduct,\
         e.target_kind,e.target_ref,e.target_id,e.target_name,e.billable,e.note,\
         e.internal_note,e.rest,e.status,e.remote_status,e.origin,e.reject_reason,\
         e.revision,e.held,e.warnings,e.adjustments,e.unchecked,e.removed_at,\
         e.created_at,e.updated_at"
    };
}
pub(super) use entry_columns;

/// How many columns [`entry`] reads.
pub(super) const ENTRY_WIDTH: usize = 29;

/// How many columns [`entry_and_link`] reads.
pub(super) const LISTED_WIDTH: usize = ENTRY_WIDTH + 12;

/// The columns of a link `l`, in the order of [`link`].
macro_rules! link_columns {
    () => {
        "l.profile,l.tenant,l.remote_id,l.revision,l.delivered_revision,\
         l.refused_revision,l.refusal,l.conflict,l.mailing,l.attempt,l.last_sent,l.last_seen"
    };
}
pub(super) use link_columns;

/// The same without what was sent and seen, which is long and which listings never show.
macro_rules! brief_link_columns {
    () => {
        "l.profile,l.tenant,l.remote_id,l.revision,l.delivered_revision,\
         l.refused_revision,l.refusal,l.conflict,l.mailing,l.attempt,NULL,NULL"
    };
}
pub(super) use brief_link_columns;

/// What of a content has no column of its own.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Rest {
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<Pause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_type: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_role: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<Reference>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    tags: BTreeSet<String>,
    #[serde(skip_serializing_if = "is_plain")]
    extra: Extra,
    #[serde(skip_serializing_if = "Given::is_plain")]
    given: Given,
}

fn is_plain(extra: &Extra) -> bool {
    *extra == Extra::default()
}

/// The values of a content, and of what the rules had to say about it, by column.
pub(super) struct Parts<'a> {
    date: String,
    start: Option<i64>,
    end: Option<i64>,
    worked: Option<i64>,
    deduct: i64,
    booked_as: &'static str,
    billable: &'static str,
    zone: &'a str,
    profile: Option<&'a str>,
    target_kind: Option<&'static str>,
    target_ref: Option<&'a str>,
    target_id: Option<&'a str>,
    target_name: Option<&'a str>,
    note: Option<&'a str>,
    internal_note: Option<&'a str>,
    rest: Option<String>,
    held: Option<String>,
    warnings: Option<String>,
    adjustments: Option<String>,
    unchecked: Option<String>,
    utc_offset: Option<i32>,
}

/// Assignments of a content's columns from ?1 to ?21, for INSERT and for UPDATE.
macro_rules! content_columns {
    () => {
        "at,date,start_at,end_at,worked,deduct,booked_as,billable,zone,profile,target_kind,\
         target_ref,target_id,target_name,note,internal_note,rest,held,warnings,adjustments,\
         unchecked,utc_offset"
    };
}
pub(super) use content_columns;

macro_rules! content_values {
    () => {
        "coalesce(?2,unixepoch(?1)),?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,\
         ?17,?18,?19,?20,?21"
    };
}
pub(super) use content_values;

impl<'a> Parts<'a> {
    pub(super) fn of(content: &'a Content) -> Result<Self> {
        // Named one by one, so that a new field of the content cannot be forgotten here.
        let Content {
            profile,
            date,
            start,
            end,
            zone,
            booked_as,
            length,
            deduct,
            pauses,
            target,
            project,
            client,
            service,
            task,
            member,
            work_type,
            work_role,
            agreement,
            billable,
            note,
            internal_note,
            tags,
            extra,
            given,
        } = content;
        let rest = Rest {
            length: *length,
            pauses: pauses.clone(),
            project: project.clone(),
            client: client.clone(),
            service: service.clone(),
            task: task.clone(),
            member: member.clone(),
            work_type: work_type.clone(),
            work_role: work_role.clone(),
            agreement: agreement.clone(),
            tags: tags.clone(),
            extra: extra.clone(),
            given: given.clone(),
        };
        let rest = if rest == Rest::default() {
            None
        } else {
            Some(to_json(&rest)?)
        };
        let at = target.as_ref().map(|target| &target.at);
        Ok(Self {
            date: date.to_string(),
            start: *start,
            end: *end,
            worked: (!content.is_timer()).then(|| content.worked(0)),
            deduct: *deduct,
            booked_as: booked_as.word(),
            billable: billable.word(),
            zone,
            profile: profile.as_deref(),
            target_kind: target.as_ref().map(|target| target.kind.word()),
            target_ref: at.map(|at| at.typed.as_str()),
            target_id: at.and_then(|at| at.id.as_deref()),
            target_name: at.and_then(|at| at.name.as_deref()),
            note: note.as_deref(),
            internal_note: internal_note.as_deref(),
            rest,
            held: None,
            warnings: None,
            adjustments: None,
            unchecked: None,
            utc_offset: start.and_then(|at| Zone::parse(zone).ok().map(|zone| zone.offset(at))),
        })
    }

    pub(super) fn admitted(admitted: &'a Admitted) -> Result<Self> {
        Ok(Self {
            held: list_json(admitted.held())?,
            warnings: list_json(admitted.warnings())?,
            adjustments: list_json(admitted.adjustments())?,
            unchecked: list_json(admitted.unchecked())?,
            ..Self::of(admitted.content())?
        })
    }

    /// What the rules said of the entry before stays.
    pub(super) fn keep_verdict(&mut self, entry: &Entry) -> Result<()> {
        self.held = list_json(&entry.held)?;
        self.warnings = list_json(&entry.warnings)?;
        self.adjustments = list_json(&entry.adjustments)?;
        self.unchecked = list_json(&entry.unchecked)?;
        Ok(())
    }

    /// The values ?1 to ?21 of `content_values!`, with what follows them.
    pub(super) fn values<'v>(&'v self, more: &[&'v dyn ToSql]) -> Vec<&'v dyn ToSql> {
        let mut values: Vec<&dyn ToSql> = vec![
            &self.date,
            &self.start,
            &self.end,
            &self.worked,
            &self.deduct,
            &self.booked_as,
            &self.billable,
            &self.zone,
            &self.profile,
            &self.target_kind,
            &self.target_ref,
            &self.target_id,
            &self.target_name,
            &self.note,
            &self.internal_note,
            &self.rest,
            &self.held,
            &self.warnings,
            &self.adjustments,
            &self.unchecked,
            &self.utc_offset,
        ];
        values.extend_from_slice(more);
        values
    }
}

/// Reads `target_kind,target_ref,target_id,target_name`.
pub(super) fn target(row: &Row<'_>, at: usize) -> Result<Option<Target>> {
    Ok(match maybe_word(row, at, TargetKind::from_word)? {
        None => None,
        Some(kind) => Some(Target {
            kind,
            at: Reference {
                typed: row.get(at + 1)?,
                id: row.get(at + 2)?,
                name: row.get(at + 3)?,
            },
        }),
    })
}

/// The pauses in `rest`, which is only parsed where there are any.
pub(super) fn pauses(row: &Row<'_>, at: usize) -> Result<Vec<Pause>> {
    let has_some = row
        .get_ref(at)?
        .as_str_or_null()?
        .is_some_and(|rest| rest.contains("\"pauses\""));
    if !has_some {
        return Ok(Vec::new());
    }
    let rest: Option<Rest> = json(row, at)?;
    Ok(rest.map(|rest| rest.pauses).unwrap_or_default())
}

/// Reads `entry_columns!`.
pub(super) fn entry(row: &Row<'_>) -> Result<Entry> {
    let rest: Rest = json(row, 16)?.unwrap_or_default();
    let target = target(row, 9)?;
    Ok(Entry {
        id: EntryId(row.get(0)?),
        key: Key::from_bytes(row.get(1)?),
        content: Content {
            profile: row.get(2)?,
            date: date(row, 3)?,
            start: row.get(4)?,
            end: row.get(5)?,
            zone: row.get(6)?,
            booked_as: word(row, 7, BookedAs::from_word)?,
            length: rest.length,
            deduct: row.get(8)?,
            pauses: rest.pauses,
            target,
            project: rest.project,
            client: rest.client,
            service: rest.service,
            task: rest.task,
            member: rest.member,
            work_type: rest.work_type,
            work_role: rest.work_role,
            agreement: rest.agreement,
            billable: word(row, 13, Billable::from_word)?,
            note: row.get(14)?,
            internal_note: row.get(15)?,
            tags: rest.tags,
            extra: rest.extra,
            given: rest.given,
        },
        status: word(row, 17, Status::from_word)?,
        remote_status: row.get(18)?,
        origin: word(row, 19, Origin::from_word)?,
        reject_reason: row.get(20)?,
        revision: row.get(21)?,
        held: json(row, 22)?.unwrap_or_default(),
        warnings: json(row, 23)?.unwrap_or_default(),
        adjustments: json(row, 24)?.unwrap_or_default(),
        unchecked: json(row, 25)?.unwrap_or_default(),
        removed: row.get_ref(26)? != ValueRef::Null,
        created_at: row.get(27)?,
        updated_at: row.get(28)?,
    })
}

/// Reads `link_columns!` from this column on.
pub(super) fn link(row: &Row<'_>, from: usize, entry: EntryId) -> Result<Link> {
    Ok(Link {
        entry,
        profile: row.get(from)?,
        tenant: row.get(from + 1)?,
        remote_id: row.get::<_, Option<String>>(from + 2)?.map(RemoteId),
        revision: row.get(from + 3)?,
        delivered_revision: row.get(from + 4)?,
        refused_revision: row.get(from + 5)?,
        refusal: json(row, from + 6)?,
        conflict: json(row, from + 7)?.unwrap_or_default(),
        mailing: json(row, from + 8)?.unwrap_or_default(),
        attempt: json(row, from + 9)?,
        last_sent: json(row, from + 10)?,
        last_seen: json(row, from + 11)?,
    })
}

/// An entry with the link of its own profile, where it has one.
pub(super) fn entry_and_link(row: &Row<'_>) -> Result<(Entry, Option<Link>)> {
    let entry = entry(row)?;
    let link = match row.get_ref(ENTRY_WIDTH)? {
        ValueRef::Null => None,
        _ => Some(link(row, ENTRY_WIDTH, entry.id)?),
    };
    Ok((entry, link))
}

/// An entry with one of its links.
pub(super) fn linked(row: &Row<'_>) -> Result<(Entry, Link)> {
    let entry = entry(row)?;
    let link = link(row, ENTRY_WIDTH, entry.id)?;
    Ok((entry, link))
}

/// A date as stored; as fast as a listing of a million needs.
pub(super) fn date(row: &Row<'_>, at: usize) -> Result<NaiveDate> {
    let text = row.get_ref(at)?.as_bytes()?;
    let number = |part: &[u8]| {
        part.iter().try_fold(0_u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let read = || {
        let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
        if text.len() != 10 {
            return None;
        }
        let year = i32::try_from(number(year)?).ok()?;
        NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
    };
    read().ok_or_else(|| unreadable(at, "not a date"))
}

/// One of a closed list of words.
pub(super) fn word<T>(row: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    maybe_word(row, at, read)?.ok_or_else(|| unreadable(at, "no word"))
}

fn maybe_word<T>(row: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    match row.get_ref(at)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => read(text)
            .map(Some)
            .ok_or_else(|| unreadable(at, "a word this tt does not know")),
    }
}

/// A JSON column; none where it is NULL.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    match row.get_ref(at)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => serde_json::from_str(text).map(Some).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
        }),
    }
}

/// The JSON of a value.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The JSON of a value, where there is one.
pub(super) fn some_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    value.map(to_json).transpose()
}

/// The JSON of a list; NULL where it is empty.
pub(super) fn list_json<T: Serialize>(list: &[T]) -> Result<Option<String>> {
    (!list.is_empty()).then(|| to_json(&list)).transpose()
}

fn unreadable(at: usize, why: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, why.into())
}
