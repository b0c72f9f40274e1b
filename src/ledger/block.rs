//! What is left of the block of hours of an agreement: the service's figure, and on top of
//! it what is booked here and cannot be in that yet. Never refuses anything.
//!
//! Counted is what was first sent after the figure was read, or never, by the order in which
//! this database met them and not by a clock; a correction or a
//! removal of what was sent before is the service's to tell. What is not billed takes
//! nothing off a block, and neither does a role or work type that the agreement leaves out;
//! in some roles an hour takes more or less than an hour.

use super::error::LedgerError;
use super::site::Site;
use crate::domain::block::Block;
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use crate::domain::when::DaySpan;
use crate::rules::billing::of_entry;
use crate::rules::{Facts, Known, adjusted};
use crate::store::{FactsAt, Filter, ReadAt, Store, View};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Work of longer ago than this before the figure was read is taken to be in it.
const LATE_DAYS: u64 = 35;

/// An agreement with a block, and when that was read.
struct Found {
    item: CatalogItem,
    seconds: i64,
    used: i64,
    read: ReadAt,
    stale: bool,
}

/// Looks at one profile as of one moment.
struct Asking<'a, 'c> {
    view: View<'c>,
    facts: FactsAt<'c>,
    site: &'a Site,
    /// How many seconds of an entry go to the service.
    length: &'a dyn Fn(&Content) -> i64,
}

/// The block that this entry takes time off; none where none is known. `length` says how
/// many seconds of an entry go to the service.
///
/// # Errors
/// The store's.
pub fn block_of(
    store: &Store,
    entry: &Entry,
    site: &Site,
    length: &dyn Fn(&Content) -> i64,
) -> Result<Option<Block>, LedgerError> {
    let asking = Asking::new(store.view(), site, length);
    match asking.drawn_on(entry)? {
        Some((profile, found)) => asking.block(&profile, found).map(Some),
        None => Ok(None),
    }
}

/// The blocks that entries of these days and running timers take time off, by profile and
/// name.
///
/// # Errors
/// The store's.
pub fn blocks_of_days(
    store: &Store,
    days: DaySpan,
    site: &Site,
    length: &dyn Fn(&Content) -> i64,
) -> Result<Vec<Block>, LedgerError> {
    let asking = Asking::new(store.view(), site, length);
    let mut profiles = BTreeSet::new();
    for profile in site.profiles.keys() {
        let has = |fact| {
            asking
                .view
                .catalog_has_fact(profile, CatalogKind::Agreements, fact)
        };
        if has(names::BLOCK_SECONDS)? {
            profiles.insert(profile.as_str());
        }
    }
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter {
        from_date: Some(days.from),
        to_date: Some(days.to),
        ..Filter::default()
    };
    let mut blocks: Vec<Block> = Vec::new();
    for listed in asking.view.entries(&filter) {
        let (entry, _) = listed?;
        let profile = entry.content.profile.as_deref().unwrap_or_default();
        if !profiles.contains(profile) {
            continue;
        }
        let Some((profile, found)) = asking.drawn_on(&entry)? else {
            continue;
        };
        let is_met = |block: &Block| block.profile == profile && block.agreement == found.item.id;
        if !blocks.iter().any(is_met) {
            blocks.push(asking.block(&profile, found)?);
        }
    }
    blocks.sort_by(|one, two| (&one.profile, &one.name).cmp(&(&two.profile, &two.name)));
    Ok(blocks)
}

impl<'a, 'c> Asking<'a, 'c> {
    fn new(view: View<'c>, site: &'a Site, length: &'a dyn Fn(&Content) -> i64) -> Self {
        Self {
            view,
            facts: view.facts(site.now, site.catalog_max_age),
            site,
            length,
        }
    }

    /// The block that an entry takes time off, with its profile.
    fn drawn_on(&self, entry: &Entry) -> Result<Option<(String, Found)>, LedgerError> {
        let Some(profile) = entry.content.profile.as_deref() else {
            return Ok(None);
        };
        let content = adjusted(&entry.content, &entry.adjustments);
        let Some(agreement) = self.agreement(profile, &content)? else {
            return Ok(None);
        };
        let Some(found) = self.found(profile, &agreement)? else {
            return Ok(None);
        };
        let takes = holds_on(&found.item, content.date)
            && !self.is_left_out(profile, &found.item, &content)?
            && self.is_billed(profile, entry)?;
        Ok(takes.then(|| (profile.to_owned(), found)))
    }

    /// The agreement that bears an entry: its own, else that of its target or project.
    fn agreement(
        &self,
        profile: &str,
        content: &Content,
    ) -> Result<Option<Reference>, LedgerError> {
        if content.agreement.is_some() || content.given.is_none(Slot::Agreement) {
            return Ok(content.agreement.clone());
        }
        let project = content.project.clone();
        let bearers = [
            listed(content),
            project.map(|at| (CatalogKind::Projects, at)),
        ];
        for (kind, at) in bearers.into_iter().flatten() {
            if let Some((item, _)) = self.item(profile, kind, &at)?
                && let Some(agreement) = item.text(names::AGREEMENT)
            {
                return Ok(Some(Reference::known(&agreement, None)));
            }
        }
        Ok(None)
    }

    fn item(
        &self,
        profile: &str,
        kind: CatalogKind,
        at: &Reference,
    ) -> Result<Option<(CatalogItem, bool)>, LedgerError> {
        let known = self.facts.catalog(profile, kind, at);
        Ok(match known.map_err(LedgerError::Facts)? {
            Known::Item { item, stale } => Some((*item, stale)),
            Known::Absent { .. } | Known::Ambiguous(_) | Known::Unknown => None,
        })
    }

    /// The agreement, where both figures of its block are known.
    fn found(&self, profile: &str, at: &Reference) -> Result<Option<Found>, LedgerError> {
        let kind = CatalogKind::Agreements;
        let Some((item, stale)) = self.item(profile, kind, at)? else {
            return Ok(None);
        };
        let figures = (
            item.seconds(names::BLOCK_SECONDS).filter(|it| *it > 0),
            item.seconds(names::BLOCK_USED_SECONDS),
            self.view.catalog_seen_at(profile, kind, &item.id)?,
        );
        let (Some(seconds), Some(used), Some(read)) = figures else {
            return Ok(None);
        };
        Ok(Some(Found {
            item,
            seconds,
            used,
            read,
            stale,
        }))
    }

    /// The role of an entry: its own, else the one in which its target is assigned.
    fn role(&self, profile: &str, content: &Content) -> Result<Option<String>, LedgerError> {
        if let Some(role) = &content.work_role {
            return Ok(role.id.clone());
        }
        let Some((kind, at)) = listed(content) else {
            return Ok(None);
        };
        let target = self.item(profile, kind, &at)?;
        Ok(target.and_then(|(item, _)| item.text(names::ASSIGNED_ROLE)))
    }

    /// Whether the agreement leaves out the entry's role or work type.
    fn is_left_out(
        &self,
        profile: &str,
        item: &CatalogItem,
        content: &Content,
    ) -> Result<bool, LedgerError> {
        let lists = |name: &str, part: &str, id: Option<String>| {
            let all = item.list(name, part).unwrap_or_default();
            id.is_some_and(|id| all.contains(&id))
        };
        let work_type = content.work_type.as_ref().and_then(|at| at.id.clone());
        let role = self.role(profile, content)?;
        Ok(lists(names::EXCLUDED_ROLES, "role", role)
            || lists(names::EXCLUDED_WORK_TYPES, "work_type", work_type))
    }

    /// How many seconds an entry takes off the block: in some roles an hour is not an hour.
    fn takes(
        &self,
        profile: &str,
        item: &CatalogItem,
        content: &Content,
    ) -> Result<i64, LedgerError> {
        let length = (self.length)(content).max(0);
        let role = self.role(profile, content)?;
        let own = role.and_then(|role| item.among(names::BLOCK_FACTORS, "role", &role));
        let own = own.and_then(|own| own.get("hour_seconds")?.as_i64());
        let hour = i128::from(own.filter(|hour| *hour >= 0).unwrap_or(3_600));
        let takes = (i128::from(length) * hour * 2 + 3_600) / 7_200;
        Ok(i64::try_from(takes).unwrap_or(i64::MAX))
    }

    /// Whether the time is billed, as far as can be told here.
    fn is_billed(&self, profile: &str, entry: &Entry) -> Result<bool, LedgerError> {
        let terms = self.site.profiles.get(profile);
        let settings = terms.map(|terms| &terms.profile);
        let decision = of_entry(entry, settings, &self.facts).map_err(LedgerError::Facts)?;
        let result = decision.map_or(entry.content.billable, |decision| decision.result);
        Ok(matches!(result, Billable::Billable | Billable::NoDefault))
    }

    fn block(&self, profile: &str, found: Found) -> Result<Block, LedgerError> {
        let as_of = crate::domain::zone::Zone::UTC.date(found.read.at);
        let from = as_of
            .checked_sub_days(Days::new(LATE_DAYS))
            .unwrap_or(as_of);
        let mut here = 0_i64;
        for entry in self.view.sent_after(profile, from, found.read)? {
            if let Some((_, other)) = self.drawn_on(&entry)?
                && other.item.id == found.item.id
            {
                let content = adjusted(&entry.content, &entry.adjustments);
                here = here.saturating_add(self.takes(profile, &found.item, &content)?);
            }
        }
        let terms = self.site.profiles.get(profile);
        let rules = terms.map_or(&self.site.rules, |terms| &terms.rules);
        let mut levels = rules.block_warn.clone();
        levels.sort_unstable();
        Ok(Block {
            profile: profile.to_owned(),
            agreement: found.item.id,
            name: found.item.name,
            seconds: found.seconds,
            used: found.used,
            here,
            as_of: found.read.at,
            stale: found.stale,
            levels,
        })
    }
}

/// Whether work of this day is taken off the block.
fn holds_on(item: &CatalogItem, date: NaiveDate) -> bool {
    let early = item.day(names::BLOCK_STARTS).is_some_and(|day| date < day);
    let late = item.day(names::BLOCK_ENDS).is_some_and(|day| date > day);
    !early && !late
}

/// Where the target of an entry is listed, where it can bear an agreement.
fn listed(content: &Content) -> Option<(CatalogKind, Reference)> {
    let target = content.target.as_ref()?;
    let kind = match target.kind {
        TargetKind::Ticket => CatalogKind::Tickets,
        TargetKind::ProjectTicket => CatalogKind::ProjectTickets,
        TargetKind::Task => CatalogKind::Tasks,
        TargetKind::Activity | TargetKind::ChargeCode => return None,
    };
    Some((kind, target.at.clone()))
}
