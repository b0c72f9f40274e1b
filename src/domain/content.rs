//! What a person can say about an entry, and what a service can hold of it.
//!
//! `Content` is plain data: it may be wrong. Only [`crate::rules`] decides
//! whether it may be stored. Its JSON form is what the journal, `last_sent` and
//! `last_seen` keep, so fields are only ever added.

use super::charge::{Reference, Target};
use super::given::{Given, Slot};
use super::status::{Billable, BookedAs};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A stretch in which a timer was parked. Seconds UTC; `end` is none while it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First second not worked.
    pub start: i64,
    /// First second worked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
}

/// Fields that only some services know; each has its rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// FreshBooks: work for the own business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal: Option<bool>,
    /// Autotask: whether the entry shows on the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_invoice: Option<bool>,
    /// Autotask: seconds added to what is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset_seconds: Option<i64>,
    /// Autotask: service of the agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_service: Option<String>,
    /// Autotask: service bundle of the agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_bundle: Option<String>,
    /// Moneybird, documented dialect: the invoice detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// ConnectWise: where the note is repeated on the ticket, with the create only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note_to: Vec<NoteTo>,
}

super::status::words! {
    /// Places on a ticket to which the service copies the note.
    NoteTo {
        /// The discussion, which the client reads.
        TicketDiscussion = "ticket-discussion",
        /// The internal analysis.
        TicketInternal = "ticket-internal",
        /// The resolution.
        TicketResolution = "ticket-resolution",
    }
}

/// What was asked for: content nobody has checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The content as typed, with defaults filled in.
    pub content: Content,
    /// Mail asked for with this write.
    pub mailing: super::delivery::Mailing,
    /// Whether an end in the future was asked for (`--future`).
    pub future: bool,
}

/// Everything a person can say about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The profile it is delivered by; none stays local.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The day it belongs to: that of the start, in its own zone.
    pub date: NaiveDate,
    /// Start, seconds UTC; none only for an entry without clock times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// End, seconds UTC; none while it runs or is parked, and without clock times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
    /// IANA name of the zone it was booked in.
    pub zone: String,
    /// How the time was typed.
    pub booked_as: BookedAs,
    /// Length in seconds of an entry without clock times; none otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i64>,
    /// Seconds typed as not worked, beside the pauses.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub deduct: i64,
    /// Stretches in which its timer was parked, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What it is charged to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<Reference>,
    /// Client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Reference>,
    /// Service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Reference>,
    /// FreshBooks' task, which combines with the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Reference>,
    /// Whose time; none is the profile's member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Reference>,
    /// Work type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_type: Option<Reference>,
    /// Work role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_role: Option<Reference>,
    /// Agreement, contract or retainer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Reference>,
    /// Billable option.
    pub billable: Billable,
    /// What was done, for the client's eyes too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was done, for colleagues only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_note: Option<String>,
    /// Tags; local, no service knows them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// Fields that only some services know.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub extra: Extra,
    /// Which fields shall have no value, and which have a default of the profile.
    #[serde(default, skip_serializing_if = "Given::is_plain")]
    pub given: Given,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(value: &i64) -> bool {
    *value == 0
}

fn is_plain(extra: &Extra) -> bool {
    *extra == Extra::default()
}

impl Content {
    /// An entry of this day with nothing said about it yet.
    #[must_use]
    pub fn blank(date: NaiveDate, zone: &str, booked_as: BookedAs) -> Self {
        Self {
            profile: None,
            date,
            start: None,
            end: None,
            zone: zone.to_owned(),
            booked_as,
            length: None,
            deduct: 0,
            pauses: Vec::new(),
            target: None,
            project: None,
            client: None,
            service: None,
            task: None,
            member: None,
            work_type: None,
            work_role: None,
            agreement: None,
            billable: Billable::NoDefault,
            note: None,
            internal_note: None,
            tags: BTreeSet::new(),
            extra: Extra::default(),
            given: Given::default(),
        }
    }

    /// The place of a reference; none where the field is no such place.
    pub fn slot(&mut self, slot: Slot) -> Option<&mut Option<Reference>> {
        match slot {
            Slot::Project => Some(&mut self.project),
            Slot::Client => Some(&mut self.client),
            Slot::Service => Some(&mut self.service),
            Slot::Task => Some(&mut self.task),
            Slot::Member => Some(&mut self.member),
            Slot::WorkType => Some(&mut self.work_type),
            Slot::WorkRole => Some(&mut self.work_role),
            Slot::Agreement => Some(&mut self.agreement),
            Slot::Billable => None,
        }
    }

    /// Seconds between start and end (or `now` while it runs), or the length of
    /// an entry without clock times. May be negative in a draft.
    #[must_use]
    pub fn gross(&self, now: i64) -> i64 {
        match (self.start, self.length) {
            (Some(start), _) => self.end.unwrap_or(now).saturating_sub(start),
            (None, length) => length.unwrap_or(0),
        }
    }

    /// Seconds not worked: the pauses and what was typed as deducted.
    #[must_use]
    pub fn deducted(&self, now: i64) -> i64 {
        let until = self.end.unwrap_or(now);
        let paused = self.pauses.iter().fold(0_i64, |sum, pause| {
            let end = pause.end.unwrap_or(until).min(until);
            sum.saturating_add(end.saturating_sub(pause.start).max(0))
        });
        paused.saturating_add(self.deduct)
    }

    /// Seconds worked: end − start − deduct. May be zero or negative in a draft.
    #[must_use]
    pub fn worked(&self, now: i64) -> i64 {
        self.gross(now).saturating_sub(self.deducted(now))
    }

    /// Whether it has clock times but no end: a timer, running or parked.
    #[must_use]
    pub fn is_timer(&self) -> bool {
        self.start.is_some() && self.end.is_none()
    }

    /// Whether its timer stands still.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        self.is_timer() && self.pauses.last().is_some_and(|pause| pause.end.is_none())
    }
}
