//! Which entries a listing or report is about: what the store can find, and
//! what is asked of each entry it finds. Rows come one at a time.

use crate::app::{Desk, Seen};
use crate::cli::{Chargeable, Fields, Filters};
use crate::domain::catalog::CatalogKind;
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::status::{Billable, Status};
use crate::domain::when::{self, Bound, DaySpan};
use crate::ledger;
use crate::report::{Context, Item};
use crate::store::{Filter, Running, StoreError, View};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

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
    meant: Meant,
}

/// What the words of a filter mean by the catalogs: by profile, kind and word, in lower
/// case, every identity, code and name of the things that are called so.
type Meant = BTreeMap<String, BTreeMap<(CatalogKind, String), BTreeSet<String>>>;

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
        view: &View<'_>,
    ) -> anyhow::Result<Self> {
        let setting = desk.setting();
        expect_profile(given.fields.profile.as_deref(), desk, view)?;
        let mut filter = Filter {
            status: given.statuses.clone(),
            search: given.search.clone(),
            profile: given.fields.profile.clone().filter(|name| name != NONE),
            without_profile: given.fields.profile.as_deref() == Some(NONE),
            target_kind: given
                .fields
                .targets
                .chosen()
                .filter(|(kind, typed)| !is_loose(*kind) && *typed != NONE)
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
        let meant = meant(&given.fields, desk, view)?;
        Ok(Self {
            given,
            filter,
            meant,
        })
    }

    /// First and last day; none where it is open, or an instant bounds it.
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.filter.from_date, self.filter.to_date)
    }

    /// The entries, oldest first or newest first, read page by page as they are asked
    /// for, with the names and clients that the catalogs know; `--limit` is not looked at.
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
        let mut shown = ledger::Shown::new(*view);
        view.entries(&filter).filter_map(move |row| {
            let filled = row.and_then(|(mut entry, link)| {
                shown.fill(&mut entry, link.as_ref())?;
                Ok((entry, link))
            });
            match filled {
                Ok((entry, link)) => self
                    .is_meant(&entry, link.as_ref(), seen)
                    .then_some(Ok((entry, link))),
                Err(why) => Some(Err(why)),
            }
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
            && has_fields(&given.fields, content, seen, &self.meant)
            && (deliveries.is_empty()
                || deliveries.contains(&Item::stored(entry, link).delivery(seen)))
    }
}

/// Refuses a profile that is neither configured nor of any entry: a slip, not an empty list.
///
/// # Errors
/// That, with the nearest profile; the store's.
pub fn expect_profile(name: Option<&str>, desk: &Desk, view: &View<'_>) -> anyhow::Result<()> {
    let Some(name) = name.filter(|name| *name != NONE) else {
        return Ok(());
    };
    match desk.config.choose_profile(Some(name), None) {
        Err(unknown) if !view.is_profile_used(name)? => Err(unknown.into()),
        _ => Ok(()),
    }
}

/// Whether entries may be charged to it otherwise than as this kind of target: the task of
/// some services is a field, and a number says not which sort of ticket it is.
fn is_loose(kind: TargetKind) -> bool {
    matches!(
        kind,
        TargetKind::Task | TargetKind::Ticket | TargetKind::ProjectTicket
    )
}

/// The kinds under which the things of a filter are cached, with what was typed.
fn asked(fields: &Fields) -> Vec<(CatalogKind, &str)> {
    let mut asked: Vec<_> = [
        (CatalogKind::Projects, &fields.project),
        (CatalogKind::Clients, &fields.client),
        (CatalogKind::Services, &fields.service),
        (CatalogKind::Members, &fields.member),
        (CatalogKind::WorkTypes, &fields.work_type),
        (CatalogKind::WorkRoles, &fields.work_role),
        (CatalogKind::Agreements, &fields.agreement),
    ]
    .into_iter()
    .filter_map(|(kind, typed)| Some((kind, typed.as_deref()?)))
    .collect();
    if let Some((kind, typed)) = fields.targets.chosen() {
        let kinds: &[CatalogKind] = match kind {
            TargetKind::Ticket | TargetKind::ProjectTicket => {
                &[CatalogKind::Tickets, CatalogKind::ProjectTickets]
            }
            TargetKind::Task => &[CatalogKind::Tasks],
            TargetKind::Activity => &[CatalogKind::Activities],
            TargetKind::ChargeCode => &[CatalogKind::ChargeCodes],
        };
        asked.extend(kinds.iter().map(|kind| (*kind, typed)));
    }
    asked.retain(|(_, typed)| *typed != NONE && *typed != ME);
    asked
}

fn meant(fields: &Fields, desk: &Desk, view: &View<'_>) -> Result<Meant, StoreError> {
    let asked = asked(fields);
    let mut meant = Meant::new();
    if asked.is_empty() {
        return Ok(meant);
    }
    for profile in desk.config.profiles.keys() {
        for (kind, typed) in &asked {
            let mut called = BTreeSet::new();
            for item in view.catalog_meant(profile, *kind, typed)? {
                called.extend([bare(&item.id), bare(&item.name)]);
                called.extend(item.code.as_deref().map(bare));
            }
            if !called.is_empty() {
                let of_profile = meant.entry(profile.clone()).or_default();
                of_profile.insert((*kind, bare(typed)), called);
            }
        }
    }
    Ok(meant)
}

/// Words as they are compared.
fn bare(text: &str) -> String {
    text.trim().trim_start_matches('#').to_lowercase()
}

fn has_fields(fields: &Fields, content: &Content, seen: &Seen<'_>, meant: &Meant) -> bool {
    let known = content.profile.as_ref().and_then(|name| meant.get(name));
    let is = |kind: CatalogKind, asked: &str, value: Option<&Reference>| {
        if names(asked, value) {
            return true;
        }
        let called = known.and_then(|known| known.get(&(kind, bare(asked))));
        let (Some(called), Some(value)) = (called, value) else {
            return false;
        };
        // Where the entry's own identity is known, nothing else says what it is.
        called.contains(&bare(value.id.as_ref().unwrap_or(&value.typed)))
    };
    let references = [
        (CatalogKind::Projects, &fields.project, &content.project),
        (CatalogKind::Clients, &fields.client, &content.client),
        (CatalogKind::Services, &fields.service, &content.service),
        (
            CatalogKind::WorkTypes,
            &fields.work_type,
            &content.work_type,
        ),
        (
            CatalogKind::WorkRoles,
            &fields.work_role,
            &content.work_role,
        ),
        (
            CatalogKind::Agreements,
            &fields.agreement,
            &content.agreement,
        ),
    ];
    references.into_iter().all(|(kind, asked, value)| {
        asked
            .as_deref()
            .is_none_or(|asked| is(kind, asked, value.as_ref()))
    }) && fields
        .targets
        .chosen()
        .is_none_or(|(kind, asked)| has_target(kind, asked, content, is))
        && fields.member.as_deref().is_none_or(|asked| {
            is_whose(asked, content, seen)
                || (asked != NONE && is(CatalogKind::Members, asked, content.member.as_ref()))
        })
        && fields
            .billable()
            .is_none_or(|billable| content.billable == billable)
        && fields.tags.iter().all(|tag| has_tag(tag, content))
}

fn has_target(
    kind: TargetKind,
    asked: &str,
    content: &Content,
    is: impl Fn(CatalogKind, &str, Option<&Reference>) -> bool,
) -> bool {
    // FreshBooks' task is a field beside the project.
    let field = content.task.as_ref().filter(|_| kind == TargetKind::Task);
    let (kinds, cached): (&[TargetKind], _) = match kind {
        // A ticket may have turned out to be one of a project, and the other way round.
        TargetKind::Ticket | TargetKind::ProjectTicket => {
            let is_settled = content
                .target
                .as_ref()
                .is_some_and(|target| target.at.id.is_some() && asked != NONE);
            let both = &[TargetKind::Ticket, TargetKind::ProjectTicket];
            match (is_settled, kind) {
                (true, _) => (both, CatalogKind::Tickets),
                (false, TargetKind::Ticket) => (&both[..1], CatalogKind::Tickets),
                (false, _) => (&both[1..], CatalogKind::ProjectTickets),
            }
        }
        TargetKind::Task => (&[TargetKind::Task], CatalogKind::Tasks),
        TargetKind::Activity => (&[TargetKind::Activity], CatalogKind::Activities),
        TargetKind::ChargeCode => (&[TargetKind::ChargeCode], CatalogKind::ChargeCodes),
    };
    let target = content.target.as_ref();
    let at = target
        .filter(|target| kinds.contains(&target.kind))
        .map(|Target { at, .. }| at)
        .or(field);
    let other = match target.map(|target| target.kind) {
        Some(TargetKind::ProjectTicket) => CatalogKind::ProjectTickets,
        _ => cached,
    };
    is(cached, asked, at) || is(other, asked, at)
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
    let asked = bare(asked);
    let mut known = [value.id.as_ref(), Some(&value.typed), value.name.as_ref()]
        .into_iter()
        .flatten();
    known.any(|text| bare(text) == asked)
}
