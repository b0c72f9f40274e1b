//! Which entries a listing or report is about: what the store can find, and
//! what is asked of each entry it finds. Rows come one at a time.

use crate::app::{Desk, Seen};
use crate::cli::{Chargeable, Fields, Filters};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::status::{Billable, Status};
use crate::domain::when::{self, Bound, DaySpan};
use crate::report::{Context, Item};
use crate::store::{Filter, Running, StoreError, View};
use chrono::NaiveDate;

/// Stands for "no value".
const NONE: &str = "none";
/// Stands for the member of the entry's profile.
const ME: &str = "me";

/// One row: an entry and its link.
pub type Row = (Entry, Option<Link>);

/// Which entries.
pub struct Which<'a> {
    given: &'a Filters,
    filter: Filter,
}

impl<'a> Which<'a> {
    /// What was typed; `usual` are the days that are meant where nothing was said of any.
    ///
    /// # Errors
    /// A period or bound that is not understood.
    pub fn of(
        given: &'a Filters,
        period: Option<&str>,
        usual: DaySpan,
        desk: &Desk,
    ) -> anyhow::Result<Self> {
        let setting = desk.setting();
        let mut filter = Filter {
            status: given.statuses.clone(),
            search: given.search.clone(),
            profile: given.fields.profile.clone().filter(|name| name != NONE),
            without_profile: given.fields.profile.as_deref() == Some(NONE),
            target_kind: given
                .fields
                .targets
                .chosen()
                .filter(|(kind, typed)| *kind != TargetKind::Task && *typed != NONE)
                .map(|(kind, _)| kind),
            ..Filter::default()
        };
        if given.running {
            filter.running = Some(Running::Only);
        } else if given.stopped {
            filter.running = Some(Running::Not);
        }
        let unbounded = given.from.is_some() || given.to.is_some() || given.running;
        let days = match period {
            Some(period) => Some(when::period(period, &setting)?),
            None if unbounded => None,
            None => Some(usual),
        };
        filter.from_date = days.map(|days| days.from);
        filter.to_date = days.map(|days| days.to);
        if let Some(from) = &given.from {
            match when::from_bound(from, &setting)? {
                Bound::Day(day) => filter.from_date = filter.from_date.max(Some(day)),
                Bound::Instant(at) => filter.from = Some(at),
            }
        }
        if let Some(to) = &given.to {
            match when::to_bound(to, &setting)? {
                Bound::Day(day) => {
                    filter.to_date = Some(filter.to_date.map_or(day, |to| to.min(day)));
                }
                Bound::Instant(at) => filter.to = Some(at),
            }
        }
        Ok(Self { given, filter })
    }

    /// First and last day; none where it is open, or an instant bounds it.
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.filter.from_date, self.filter.to_date)
    }

    /// The entries, oldest first or newest first, read page by page as they are asked
    /// for; `--limit` is not looked at.
    pub fn rows<'r>(
        &'r self,
        view: &'r View<'_>,
        seen: &'r Seen<'_>,
        newest_first: bool,
    ) -> impl Iterator<Item = Result<Row, StoreError>> + 'r {
        let filter = Filter {
            newest_first,
            ..self.filter.clone()
        };
        let rows = view.entries(&filter);
        rows.filter(|row| match row {
            Ok((entry, link)) => self.is_meant(entry, link.as_ref(), seen),
            Err(_) => true,
        })
    }

    fn is_meant(&self, entry: &Entry, link: Option<&Link>, seen: &Seen<'_>) -> bool {
        let given = self.given;
        let content = &entry.content;
        let is_billed = entry.status == Status::Billed;
        let may_be_billed = matches!(content.billable, Billable::Billable | Billable::NoDefault);
        let deliveries = &given.deliveries;
        (!given.billed || is_billed)
            && (!given.unbilled || (!is_billed && may_be_billed))
            && (given.kinds.is_empty() || given.kinds.contains(&Chargeable::of(content)))
            && has_fields(&given.fields, content, seen)
            && (deliveries.is_empty()
                || deliveries.contains(&Item::stored(entry, link).delivery(seen)))
    }
}

fn has_fields(fields: &Fields, content: &Content, seen: &Seen<'_>) -> bool {
    let references = [
        (&fields.project, &content.project),
        (&fields.client, &content.client),
        (&fields.service, &content.service),
        (&fields.work_type, &content.work_type),
        (&fields.work_role, &content.work_role),
        (&fields.agreement, &content.agreement),
    ];
    references.into_iter().all(|(asked, value)| {
        asked
            .as_deref()
            .is_none_or(|asked| names(asked, value.as_ref()))
    }) && fields
        .targets
        .chosen()
        .is_none_or(|(kind, asked)| has_target(kind, asked, content))
        && fields
            .member
            .as_deref()
            .is_none_or(|asked| is_whose(asked, content, seen))
        && fields
            .billable()
            .is_none_or(|billable| content.billable == billable)
        && fields.tags.iter().all(|tag| has_tag(tag, content))
}

fn has_target(kind: TargetKind, asked: &str, content: &Content) -> bool {
    let target = content.target.as_ref().filter(|target| target.kind == kind);
    let at = target.map(|Target { at, .. }| at);
    // FreshBooks' task is a field beside the project.
    let field = content.task.as_ref().filter(|_| kind == TargetKind::Task);
    names(asked, at.or(field))
}

fn has_tag(asked: &str, content: &Content) -> bool {
    if asked == NONE {
        return content.tags.is_empty();
    }
    content.tags.contains(asked.trim_start_matches('+'))
}

/// An entry that names no member is that of its profile's.
fn is_whose(asked: &str, content: &Content, seen: &Seen<'_>) -> bool {
    let typed = content.member.as_ref();
    if asked == NONE {
        return typed.is_none();
    }
    let profile = content.profile.as_deref();
    let own = profile.and_then(|name| seen.profile(name)?.member.as_deref());
    match (typed, own) {
        (None, _) if asked == ME => true,
        (Some(typed), Some(own)) if asked == ME => names(own, Some(typed)),
        (Some(_), None) if asked == ME => false,
        (Some(typed), _) => names(asked, Some(typed)),
        (None, own) => own.is_some_and(|own| own.eq_ignore_ascii_case(asked)),
    }
}

/// Whether what was typed names this value, by identity, as typed, or by name; `none` means no value.
fn names(asked: &str, value: Option<&Reference>) -> bool {
    let Some(value) = value else {
        return asked == NONE;
    };
    let bare = |text: &str| text.trim_start_matches('#').to_lowercase();
    let asked = bare(asked);
    let mut known = [value.id.as_ref(), Some(&value.typed), value.name.as_ref()]
        .into_iter()
        .flatten();
    known.any(|text| bare(text) == asked)
}
