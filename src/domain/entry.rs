//! A stored entry: what was said of it, and what became of it.

use super::charge::Reference;
use super::content::Content;
use super::ids::{EntryId, Key};
use super::status::{Billable, Origin, Status};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A rule that an entry breaks, as told to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The rule, such as `tt/overlap`.
    pub rule: String,
    /// The field it is about, by its JSON name; none where it is about the whole.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
    /// The one thing to do.
    pub help: String,
}

/// A value that a rule put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The rule that decided.
    pub rule: String,
    /// The field, by its JSON name.
    pub field: String,
    /// The value as it was typed, in words; none where nothing was typed.
    pub from: Option<String>,
    /// The value that goes to the service, in words.
    pub to: Option<String>,
    /// Why, for a person.
    pub message: String,
    /// What takes the field's place in what is sent; none where the service itself
    /// puts it there, and in entries of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<AdjustedTo>,
}

/// A value that a rule puts into a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdjustedTo {
    /// Nothing.
    Nothing,
    /// A thing of the service.
    Thing(Reference),
    /// An instant or a length, seconds.
    Seconds(i64),
    /// A day.
    Day(NaiveDate),
    /// A billable option.
    Billable(Billable),
    /// Yes or no.
    Flag(bool),
}

/// Why an entry is not delivered: a rule's or the service's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `rule`, or the service's own code.
    pub code: String,
    /// The rule, where one is known.
    #[serde(default)]
    pub rule: Option<String>,
    /// The field, by its JSON name.
    #[serde(default)]
    pub field: Option<String>,
    /// What is wrong, in the rule's or the service's words.
    pub message: String,
}

/// An entry as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number a person sees.
    pub id: EntryId,
    /// The key a service may keep for us.
    pub key: Key,
    /// What was said of it.
    pub content: Content,
    /// Where it stands.
    pub status: Status,
    /// The service's own word for the status, as last seen.
    pub remote_status: Option<String>,
    /// Where it came into being.
    pub origin: Origin,
    /// Why it was given back.
    pub reject_reason: Option<String>,
    /// Counts changes of content, from 1.
    pub revision: u32,
    /// Breaches of consequence `hold` that nobody has released.
    pub held: Vec<Breach>,
    /// Breaches of consequence `warn`.
    pub warnings: Vec<Breach>,
    /// Values that rules put in the place of others.
    pub adjustments: Vec<Adjustment>,
    /// Rules that could not be asked for want of facts.
    pub unchecked: Vec<String>,
    /// Whether it was removed; kept for undo and for the service's sake.
    pub removed: bool,
    /// Booked at, seconds UTC.
    pub created_at: i64,
    /// Changed last at, seconds UTC.
    pub updated_at: i64,
}

impl Entry {
    /// Whether its timer ended after more than a day, or before its start by a clock that
    /// was set back: a person must say when it really did. Nobody knows its time till then.
    #[must_use]
    pub fn is_unended(&self) -> bool {
        self.content.is_timer() && lacks_end(&self.held)
    }
}

/// Whether a timer with these breaches has an end that cannot be: see [`Entry::is_unended`].
#[must_use]
pub fn lacks_end(held: &[Breach]) -> bool {
    let no_end = ["tt/one-day", "tt/end-after-start"];
    held.iter()
        .any(|breach| no_end.contains(&breach.rule.as_str()))
}
