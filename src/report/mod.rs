//! Entries as people and scripts read them.
//!
//! Computes what a reader sees (worked, billed, delivery, problem) and renders
//! it, one format a file. Never reads the store, the clock or the environment:
//! everything comes through [`Item`] and [`Context`], text goes to the caller.

pub mod asking;
pub mod build;
mod build_grid;
mod build_names;
mod build_page;
mod build_sheets;
mod build_standing;
pub mod changes;
pub mod model;
mod overlap;
pub mod phrase;
pub mod rejected;
pub mod render;

pub use overlap::Overlaps;

use crate::domain::content::Content;
use crate::domain::delivery::{Link, delivery};
use crate::domain::entry::{Entry, Problem};
use crate::domain::question;
use crate::domain::settings::ProfileSettings;
use crate::domain::status::{Billable, Delivery, Status};
use crate::rounding::Policy;

/// What a reader needs to know besides the entry itself.
pub trait Context {
    /// The present, seconds UTC; running entries count up to it.
    fn now(&self) -> i64;
    /// An instant (seconds UTC) as RFC 3339 with seconds and the zone's offset.
    fn rfc3339(&self, utc: i64, zone: &str) -> String;
    /// What is configured for a profile; none where no such profile is.
    fn profile(&self, name: &str) -> Option<&ProfileSettings>;
    /// The name of the rounding policy of the entry's profile, and the policy.
    fn policy(&self, content: &Content) -> (&str, Policy);
}

/// One entry with its tie to the service.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its link, where it was ever owed to a service.
    pub link: Option<&'a Link>,
    /// Whether it is only planned (`-n`): it has no number.
    pub planned: bool,
}

impl<'a> Item<'a> {
    /// A stored entry.
    #[must_use]
    pub fn stored(entry: &'a Entry, link: Option<&'a Link>) -> Self {
        Self {
            entry,
            link,
            planned: false,
        }
    }

    /// An entry that a dry run would have made.
    #[must_use]
    pub fn planned(entry: &'a Entry) -> Self {
        Self {
            entry,
            link: None,
            planned: true,
        }
    }

    /// Seconds worked, a running entry's up to now; never negative.
    #[must_use]
    pub fn worked(&self, context: &dyn Context) -> i64 {
        self.entry.content.worked(context.now()).max(0)
    }

    /// Whether its length grows: it runs, and is not parked.
    #[must_use]
    pub fn is_going(&self) -> bool {
        let content = &self.entry.content;
        content.is_timer() && !content.is_parked() && !self.entry.is_unended()
    }

    /// Seconds billed: the profile's rounding of the work, none for `do-not-bill`.
    #[must_use]
    pub fn billed(&self, context: &dyn Context) -> i64 {
        if self.entry.content.billable == Billable::DoNotBill {
            return 0;
        }
        context
            .policy(&self.entry.content)
            .1
            .apply(self.worked(context))
    }

    /// Whether the service has what is here. A profile that is configured no
    /// longer delivers from `open` on, as the default is.
    #[must_use]
    pub fn delivery(&self, context: &dyn Context) -> Delivery {
        let push = self
            .settings(context)
            .map_or(Status::Open, |profile| profile.push);
        delivery(self.entry, self.link, push)
    }

    /// Why it is not delivered: the service's refusal, the conflict, or the breaches it is held for.
    #[must_use]
    pub fn problem(&self, context: &dyn Context) -> Option<Problem> {
        let refusal = self.link.and_then(|link| link.refusal.clone());
        match self.delivery(context) {
            Delivery::Refused => refusal,
            Delivery::Conflict => Some(self.conflict()),
            Delivery::Unconfirmed if self.link.is_some_and(is_undecided) => refusal,
            _ => self.held(),
        }
    }

    fn conflict(&self) -> Problem {
        if self.link.is_some_and(Link::is_deleted_there) {
            return Problem {
                code: "deleted".to_owned(),
                rule: None,
                field: None,
                message: "somebody deleted it on the service".to_owned(),
            };
        }
        let fields = self.link.map_or(&[][..], |link| &link.conflict);
        Problem {
            code: "conflict".to_owned(),
            rule: None,
            field: fields.first().cloned(),
            message: format!("changed here and on the service: {}", fields.join(", ")),
        }
    }

    fn held(&self) -> Option<Problem> {
        let first = self.entry.held.first()?;
        let messages: Vec<_> = self
            .entry
            .held
            .iter()
            .map(|breach| breach.message.as_str())
            .collect();
        Some(Problem {
            code: "rule".to_owned(),
            rule: Some(first.rule.clone()),
            field: first.field.clone(),
            message: messages.join("; "),
        })
    }

    fn settings<'c>(&self, context: &'c dyn Context) -> Option<&'c ProfileSettings> {
        context.profile(self.entry.content.profile.as_deref()?)
    }
}

/// Whether a person has to say which record it is.
fn is_undecided(link: &Link) -> bool {
    question::is_undecided(link)
}

/// Sums of a listing, also of what the listing itself leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many entries.
    pub n_entries: u64,
    /// Seconds worked.
    pub worked: i64,
    /// Seconds billed.
    pub billed: i64,
    /// Seconds counted more than once, where somebody looked: see [`Overlaps`].
    pub overlap: i64,
    /// Whether something that runs is in it, so that its seconds say nothing.
    pub going: bool,
}

impl Totals {
    /// The sums of these entries.
    #[must_use]
    pub fn of(items: &[Item<'_>], context: &dyn Context) -> Self {
        let mut totals = Self::default();
        for item in items {
            totals.add(item, context);
        }
        totals
    }

    /// Counts one entry in.
    pub fn add(&mut self, item: &Item<'_>, context: &dyn Context) {
        self.put(&Self {
            n_entries: 1,
            worked: item.worked(context),
            billed: item.billed(context),
            overlap: 0,
            going: item.is_going(),
        });
    }

    /// A sum of these as a person reads it: in whole minutes while something runs.
    #[must_use]
    pub fn length(&self, seconds: i64) -> String {
        phrase::length(if self.going {
            phrase::whole_minutes(seconds)
        } else {
            seconds
        })
    }

    /// Counts other sums in.
    pub fn put(&mut self, other: &Self) {
        self.n_entries += other.n_entries;
        self.worked = self.worked.saturating_add(other.worked);
        self.billed = self.billed.saturating_add(other.billed);
        self.overlap = self.overlap.saturating_add(other.overlap);
        self.going |= other.going;
    }
}

#[cfg(test)]
pub(crate) mod sample;
