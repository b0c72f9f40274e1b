//! Which entries a service is asked for, in our terms, and whether one that it
//! shows is among them. Services narrow a listing as far as they can; what they
//! promise is not relied on, so every row is compared here again. Pure.

use crate::domain::charge::{Chargeable, Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Remote;
use crate::domain::status::{Billable, InvoiceState, Status};
use chrono::{Days, NaiveDate, NaiveTime};

/// Days begin up to this many hours before the same day in UTC.
const EARLIEST: i64 = 14 * 3600;
/// Days end up to this many hours after the same day in UTC.
const LATEST: i64 = 12 * 3600;

/// A reference that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Entries without one.
    None,
    /// Entries with this one.
    Is(Reference),
}

impl Wanted {
    /// The number of what is asked for, where it is known or was typed.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Is(reference) => reference.number(),
        }
    }

    /// Whether a field's value is what is asked for: by identity, else as typed or by name.
    #[must_use]
    pub fn is_met(&self, value: Option<&Reference>) -> bool {
        match (self, value) {
            (Self::None, value) => value.is_none(),
            (Self::Is(_), None) => false,
            (Self::Is(asked), Some(value)) => match (&asked.id, &value.id) {
                (Some(asked), Some(value)) => asked == value,
                _ => has_name(value, &asked.typed),
            },
        }
    }
}

/// Whether a reference is known by this number or name, whatever its case.
fn has_name(value: &Reference, asked: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches('#').to_lowercase();
    let asked = bare(asked);
    [value.id.as_ref(), Some(&value.typed), value.name.as_ref()]
        .into_iter()
        .flatten()
        .any(|text| bare(text) == asked)
}

/// Which entries to list. Everything asked for must hold; what is empty asks nothing.
/// Backends may return more; [`matches()`] compares every row again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemoteQuery {
    /// Starting at or after this, seconds UTC.
    pub from: Option<i64>,
    /// Starting before this, seconds UTC.
    pub to: Option<i64>,
    /// Of this day or a later one.
    pub first_day: Option<NaiveDate>,
    /// Of this day or an earlier one.
    pub last_day: Option<NaiveDate>,
    /// Only the profile's own member.
    pub own: bool,
    /// Only what may be this content; a backend's own search after a lost answer.
    pub like: Option<Box<Content>>,
    /// Only this other member.
    pub member: Option<Wanted>,
    /// Charged to something of these kinds.
    pub kinds: Vec<Chargeable>,
    /// Charged to this, or to nothing of this kind.
    pub target: Option<(TargetKind, Wanted)>,
    /// Of this client.
    pub client: Option<Wanted>,
    /// Entries without a client as well.
    pub include_no_client: bool,
    /// Of this project.
    pub project: Option<Wanted>,
    /// Of this service.
    pub service: Option<Wanted>,
    /// Of this task, where that is a field beside the project.
    pub task: Option<Wanted>,
    /// With this work type.
    pub work_type: Option<Wanted>,
    /// With this work role.
    pub work_role: Option<Wanted>,
    /// Under this agreement.
    pub agreement: Option<Wanted>,
    /// With one of these billable options.
    pub billable: Vec<Billable>,
    /// Standing at one of these.
    pub statuses: Vec<Status>,
    /// Running there, or ended.
    pub running: Option<bool>,
    /// With this text in a note, whatever its case.
    pub search: Option<String>,
    /// In one of these groups.
    pub states: Vec<InvoiceState>,
    /// In the service's own query language, as typed; the service alone can compare it.
    pub where_text: Option<String>,
    /// Newest start first, where the service can order.
    pub newest_first: bool,
}

impl RemoteQuery {
    /// The instants between which every entry asked for starts, seconds UTC: those
    /// asked for, and the days with the width that zones have.
    #[must_use]
    pub fn window(&self) -> (Option<i64>, Option<i64>) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
        let first = self.first_day.map(|day| midnight(day) - EARLIEST);
        let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        let last = self.last_day.map(|day| midnight(after(day)) + LATEST);
        let to = match (self.to, last) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        (self.from.max(first), to)
    }
}

/// Whether an entry of the service is among those asked for.
#[must_use]
pub fn matches(remote: &Remote, query: &RemoteQuery) -> bool {
    let content = &remote.content;
    let references = [
        (&query.project, &content.project),
        (&query.service, &content.service),
        (&query.task, &content.task),
        (&query.work_type, &content.work_type),
        (&query.work_role, &content.work_role),
        (&query.agreement, &content.agreement),
        (&query.member, &content.member),
    ];
    is_within(content, query)
        && (!query.own || content.member.is_none())
        && references.into_iter().all(|(asked, value)| {
            asked
                .as_ref()
                .is_none_or(|asked| asked.is_met(value.as_ref()))
        })
        && query
            .client
            .as_ref()
            .is_none_or(|asked| is_of_client(asked, content, query.include_no_client))
        && query
            .target
            .as_ref()
            .is_none_or(|(kind, asked)| is_charged(*kind, asked, content.target.as_ref()))
        && is_one_of(&query.kinds, &Chargeable::of(content))
        && is_one_of(&query.billable, &content.billable)
        && is_one_of(&query.statuses, &remote.status)
        && query
            .running
            .is_none_or(|running| running == content.is_timer())
        && query
            .search
            .as_deref()
            .is_none_or(|text| says(content, text))
        && (query.states.is_empty()
            || query.states.iter().any(|state| match state {
                InvoiceState::All => true,
                InvoiceState::Open => {
                    remote.status != Status::Billed && content.billable == Billable::Billable
                }
                InvoiceState::NonBillable => content.billable == Billable::DoNotBill,
            }))
}

fn is_one_of<T: PartialEq>(asked: &[T], value: &T) -> bool {
    asked.is_empty() || asked.contains(value)
}

fn is_within(content: &Content, query: &RemoteQuery) -> bool {
    let day = content.date;
    if query.first_day.is_some_and(|first| day < first)
        || query.last_day.is_some_and(|last| day > last)
    {
        return false;
    }
    // Without clock times a day counts from its midnight.
    let midnight = || day.and_time(NaiveTime::MIN).and_utc().timestamp();
    let start = content.start.unwrap_or_else(midnight);
    query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
}

fn is_of_client(asked: &Wanted, content: &Content, or_none: bool) -> bool {
    or_none && content.client.is_none() || asked.is_met(content.client.as_ref())
}

fn is_charged(kind: TargetKind, asked: &Wanted, target: Option<&Target>) -> bool {
    let of_kind = target.filter(|target| target.kind == kind);
    asked.is_met(of_kind.map(|target| &target.at))
}

fn says(content: &Content, text: &str) -> bool {
    let text = text.to_lowercase();
    [&content.note, &content.internal_note]
        .into_iter()
        .flatten()
        .any(|note| note.to_lowercase().contains(&text))
}

#[cfg(test)]
mod tests;
