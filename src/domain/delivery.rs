//! What is known about an entry on its service: the link, what was sent, what
//! was seen, and the one attempt that may be under way.

use super::content::Content;
use super::entry::{Entry, Problem};
use super::ids::{EntryId, Key, RemoteId};
use super::status::{Delivery, Status, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// What a call to the service does.
    Act {
        /// Brings an entry into being there.
        Create = "create",
        /// Changes one that is there.
        Update = "update",
        /// Takes one away.
        Delete = "delete",
    }
}

/// Mail the service is asked to send; with the first attempt of one command only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mailing {
    /// To the ticket's resource.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resource: bool,
    /// To the ticket's contact.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub contact: bool,
    /// To these addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
}

/// An entry as it goes to the service: adjusted and resolved, of one revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The entry's key.
    pub key: Key,
    /// The revision that is sent.
    pub revision: u32,
    /// What is sent, after adjustments and resolution.
    pub content: Content,
    /// Mail asked for.
    #[serde(default)]
    pub mailing: Mailing,
    /// Whether the key's marker goes into the internal note.
    #[serde(default)]
    pub marked: bool,
}

/// The content about to be sent, committed before the request leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What the call does.
    pub act: Act,
    /// What it sends; none for a delete.
    pub sent: Option<Outgoing>,
    /// The revision that is delivered when it succeeds.
    pub revision: u32,
    /// When the request last may have left, seconds UTC.
    pub sent_at: i64,
    /// How often it was sent.
    pub times: u32,
}

/// What the service holds, in our terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Its identity there.
    pub id: RemoteId,
    /// Our key, where the service kept it.
    #[serde(default)]
    pub key: Option<Key>,
    /// Whether the service kept the key in a field of its own, not only in the marker.
    #[serde(default)]
    pub keeps_key: bool,
    /// Its fields, normalised (line ends, marker removed).
    pub content: Content,
    /// Where it stands, in our words.
    pub status: Status,
    /// Where it stands, in the service's words.
    #[serde(default)]
    pub status_word: Option<String>,
    /// Whether the service lets nobody change it.
    #[serde(default)]
    pub locked: bool,
    /// Why it was given back, where the service tells.
    #[serde(default)]
    pub reject_reason: Option<String>,
    /// Last change, seconds UTC, where the service tells.
    #[serde(default)]
    pub changed_at: Option<i64>,
    /// The timesheet it is on, where the service has one.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Every field as the service returned it, in its own words.
    #[serde(default)]
    pub raw: BTreeMap<String, serde_json::Value>,
}

/// The tie between an entry and one service. What only a sync or `show` looks at is
/// boxed: lists move thousands of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The entry.
    pub entry: EntryId,
    /// The profile it is delivered by.
    pub profile: String,
    /// The tenant (company, administration, business) its identity belongs to.
    pub tenant: Option<String>,
    /// Its identity on the service.
    pub remote_id: Option<RemoteId>,
    /// The entry's revision, kept in step by the store.
    pub revision: u32,
    /// The revision the service has.
    pub delivered_revision: u32,
    /// What was last delivered.
    pub last_sent: Option<Box<Outgoing>>,
    /// What the service was last seen to hold.
    pub last_seen: Option<Box<Remote>>,
    /// The attempt whose outcome is not known yet.
    pub attempt: Option<Box<Attempt>>,
    /// The service's refusal of `refused_revision`.
    pub refusal: Option<Problem>,
    /// The revision that was refused.
    pub refused_revision: u32,
    /// Mail asked for that no attempt has carried yet.
    pub mailing: Mailing,
    /// Fields changed here and there to different values, by JSON name; [`DELETED`] alone
    /// where the service holds the entry no more.
    pub conflict: Vec<String>,
}

/// What stands in [`Link::conflict`] in the place of fields when the service holds the
/// entry no more, though nobody here took it away.
pub const DELETED: &str = "deleted";

impl Link {
    /// Whether somebody took the entry away on the service, and a person has to say
    /// whether it goes here as well or is booked there anew.
    #[must_use]
    pub fn is_deleted_there(&self) -> bool {
        self.conflict.iter().any(|field| field == DELETED)
    }

    /// Whether somebody changed there what is to be taken away there, and a person has to
    /// say whether it goes all the same.
    #[must_use]
    pub fn is_changed_there(&self, entry: &Entry) -> bool {
        !self.conflict.is_empty() && !self.is_deleted_there() && self.is_leaving(entry)
    }

    /// Whether the entry is to be taken away from this link's service: it was removed here,
    /// belongs to another profile now, or its end was taken back, so that it runs again.
    #[must_use]
    pub fn is_leaving(&self, entry: &Entry) -> bool {
        let is_running_there = |seen: &Remote| seen.content.is_timer();
        let runs_again = entry.content.is_timer()
            && self.remote_id.is_some()
            && self.is_due()
            && !self.last_seen.as_deref().is_some_and(is_running_there);
        entry.removed || entry.content.profile.as_deref() != Some(&self.profile) || runs_again
    }

    /// Whether something is to be sent: a newer revision, or the removal of what is there.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.revision > self.delivered_revision
    }

    /// Whether the service refused what is here now.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some() && self.refused_revision == self.revision
    }
}

/// Whether the service has what is here (PRODUCT.md §3, `delivery`). `push` is
/// the status from which the profile delivers.
#[must_use]
pub fn delivery(entry: &Entry, link: Option<&Link>, push: Status) -> Delivery {
    if entry.content.profile.is_none() {
        return Delivery::Local;
    }
    let never_left = |link: &Link| link.remote_id.is_none() && link.attempt.is_none();
    if entry.removed && link.is_none_or(never_left) {
        return Delivery::Local;
    }
    if entry.content.is_timer() {
        return Delivery::Waiting;
    }
    let Some(link) = link else {
        return if !entry.held.is_empty() {
            Delivery::Held
        } else {
            Delivery::Owed
        };
    };
    if link.attempt.is_some() {
        Delivery::Unconfirmed
    } else if !link.conflict.is_empty() {
        Delivery::Conflict
    } else if !entry.held.is_empty() {
        Delivery::Held
    } else if !link.is_due() {
        Delivery::Sent
    } else if entry.status.rank() < push.rank() {
        Delivery::Waiting
    } else if link.is_refused() {
        Delivery::Refused
    } else {
        Delivery::Owed
    }
}
