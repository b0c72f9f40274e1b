//! The catalog at work: what somebody typed becomes the thing of the service that it
//! means, and a file of reference data is stored. Never refuses what may only be unknown
//! here: that is looked up when the entry is sent.

use super::error::LedgerError;
use super::site::Site;
use crate::domain::catalog::file::CatalogFile;
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::Link;
use crate::domain::entry::{Breach, Entry};
use crate::domain::status::BackendKind;
use crate::rules::{self, Admitted, FactError, Facts, Known};
use crate::store::{Freshness, ReadAt, Store, StoreError, View};

/// How many tickets are named where several may be meant.
const MOST_TOLD: u32 = 8;

/// What an import did with a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedKind {
    /// The kind.
    pub kind: CatalogKind,
    /// How many items the file had of it.
    pub n_items: usize,
    /// Whether the file had it whole.
    pub is_whole: bool,
    /// How many items there were before that the file does not have.
    pub n_forgotten: u64,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The moment of the data, seconds UTC.
    pub as_of: i64,
    /// By kind.
    pub kinds: Vec<ImportedKind>,
}

/// Stores the reference data of a file for a profile, all of it or nothing. The same file
/// stored twice leaves what it left the first time.
///
/// # Errors
/// [`LedgerError::Unclear`] where the data come from the future; the store's.
pub fn import(
    store: &mut Store,
    profile: &str,
    file: &CatalogFile,
    now: i64,
) -> Result<Imported, LedgerError> {
    let as_of = file.as_of.unwrap_or(now);
    if as_of > now {
        return Err(LedgerError::Unclear {
            message: "as_of lies in the future".to_owned(),
            help: "write when the data were read, or leave it out".to_owned(),
        });
    }
    let every = crate::store::Which {
        query: None,
        inactive: true,
    };
    store.write(|tx| {
        let mut kinds = Vec::new();
        for (kind, n_items) in file.kinds() {
            let is_whole = file.whole.contains(&kind);
            let n_before = if is_whole {
                tx.catalog_clear(profile, kind)?
            } else {
                0
            };
            kinds.push((kind, n_items, is_whole, n_before as u64));
        }
        // A file that does not say of when it is is of now: what is sent later is not in it.
        let reading = match file.as_of {
            Some(_) => None,
            None => Some(tx.begin_reading()?),
        };
        let read = ReadAt { at: as_of, reading };
        tx.catalog_put(profile, &file.items, read)?;
        let mut done = Vec::new();
        for (kind, n_items, is_whole, n_before) in kinds {
            // What was read whole before stays so when some of it is read again.
            let known = tx.freshness(profile, kind)?;
            if is_whole || known.is_none_or(|Freshness { whole, .. }| !whole) {
                tx.catalog_finish(profile, kind, as_of, is_whole)?;
            }
            let n_now = tx.catalog_count(profile, kind, &every)?;
            done.push(ImportedKind {
                kind,
                n_items,
                is_whole,
                n_forgotten: n_before.saturating_sub(n_now),
            });
        }
        Ok(Imported { as_of, kinds: done })
    })
}

/// What was named and is not there, in kinds that are known whole, by field.
#[derive(Debug, Default)]
pub(super) struct Absences(Vec<(&'static str, LedgerError)>);

impl Absences {
    /// Refuses the first of them of which no rule has said anything; asked once the rules
    /// have let the entry through.
    pub(super) fn refuse(self, admitted: &Admitted) -> Result<(), LedgerError> {
        let said = |field: &str| {
            let breaches = admitted.held().iter().chain(admitted.warnings());
            breaches
                .into_iter()
                .any(|breach: &Breach| breach.field.as_deref() == Some(field))
        };
        match self.0.into_iter().find(|(field, _)| !said(field)) {
            Some((_, why)) => Err(why),
            None => Ok(()),
        }
    }
}

/// Puts identity and name beside what was typed, wherever the profile's catalog knows the
/// thing. What is as it was `before` stays as it is.
///
/// # Errors
/// [`LedgerError::Unclear`] where something typed may mean several things; the store's.
pub(super) fn settle(
    content: &mut Content,
    before: Option<&Content>,
    facts: &dyn Facts,
    site: &Site,
) -> Result<Absences, LedgerError> {
    let mut absences = Absences::default();
    let terms = content
        .profile
        .as_ref()
        .and_then(|it| site.profiles.get(it));
    let Some(terms) = terms else {
        return Ok(absences);
    };
    let profile = &terms.profile.name;
    let before = before.filter(|before| before.profile == content.profile);
    let old_target = before.and_then(|before| before.target.as_ref());
    if content.target.as_ref() != old_target
        && let Some(target) = &mut content.target
    {
        settle_target(
            target,
            (profile, terms.profile.backend),
            facts,
            &mut absences,
        )?;
    }
    for (slot, kind, field) in fields(content) {
        let old = before.and_then(|before| field_of(before, kind));
        if slot.as_ref() != old
            && let Some(typed) = slot
            && typed.id.is_none()
        {
            let known = ask(facts, profile, kind, typed)?;
            take(typed, (kind, field), known, &mut absences)?;
        }
    }
    Ok(absences)
}

/// The references beside the target, with the kind each is cached under and its name.
fn fields(content: &mut Content) -> [(&mut Option<Reference>, CatalogKind, &'static str); 8] {
    [
        (&mut content.project, CatalogKind::Projects, "project"),
        (&mut content.client, CatalogKind::Clients, "client"),
        (&mut content.service, CatalogKind::Services, "service"),
        (&mut content.task, CatalogKind::Tasks, "task"),
        (&mut content.member, CatalogKind::Members, "member"),
        (&mut content.work_type, CatalogKind::WorkTypes, "work_type"),
        (&mut content.work_role, CatalogKind::WorkRoles, "work_role"),
        (&mut content.agreement, CatalogKind::Agreements, "agreement"),
    ]
}

/// The reference that is cached under this kind.
fn field_of(content: &Content, kind: CatalogKind) -> Option<&Reference> {
    match kind {
        CatalogKind::Projects => content.project.as_ref(),
        CatalogKind::Clients => content.client.as_ref(),
        CatalogKind::Services => content.service.as_ref(),
        CatalogKind::Tasks => content.task.as_ref(),
        CatalogKind::Members => content.member.as_ref(),
        CatalogKind::WorkTypes => content.work_type.as_ref(),
        CatalogKind::WorkRoles => content.work_role.as_ref(),
        CatalogKind::Agreements => content.agreement.as_ref(),
        _ => None,
    }
}

fn settle_target(
    target: &mut Target,
    (profile, backend): (&str, BackendKind),
    facts: &dyn Facts,
    absences: &mut Absences,
) -> Result<(), LedgerError> {
    if target.at.id.is_some() {
        return Ok(());
    }
    let mut kind = target.kind;
    let mut known = ask(facts, profile, cached_as(kind), &target.at)?;
    // A person sees one sort of number for both kinds of ticket.
    let other = match kind {
        TargetKind::Ticket => Some(TargetKind::ProjectTicket),
        TargetKind::ProjectTicket => Some(TargetKind::Ticket),
        _ => None,
    };
    if let Some(other) = other.filter(|other| rules::takes_target(backend, *other))
        && matches!(known, Known::Unknown | Known::Absent { .. })
    {
        let found = ask(facts, profile, cached_as(other), &target.at)?;
        if matches!(found, Known::Item { .. }) {
            (kind, known) = (other, found);
        }
    }
    if matches!(known, Known::Unknown)
        && let Some((of, item)) = by_text(target, (profile, backend), facts)?
    {
        let number = item.code.clone().unwrap_or_else(|| item.id.clone());
        target.at.typed = harmless(&number);
        kind = of;
        known = Known::Item { item, stale: false };
    }
    if let Known::Item { item, .. } = &known
        && is_of_project(item)
        && rules::takes_target(backend, TargetKind::ProjectTicket)
    {
        kind = TargetKind::ProjectTicket;
    }
    take(
        &mut target.at,
        (cached_as(kind), "charge_to"),
        known,
        absences,
    )?;
    target.kind = kind;
    Ok(())
}

/// The one ticket in use with this text in its name: words are no number, and people
/// remember what a ticket is about. A single letter is no name.
fn by_text(
    target: &Target,
    (profile, backend): (&str, BackendKind),
    facts: &dyn Facts,
) -> Result<Option<(TargetKind, Box<CatalogItem>)>, LedgerError> {
    let typed = target.at.typed.trim();
    let is_ticket = matches!(target.kind, TargetKind::Ticket | TargetKind::ProjectTicket);
    if !is_ticket || target.at.number().is_some() || typed.chars().nth(1).is_none() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for kind in [TargetKind::Ticket, TargetKind::ProjectTicket] {
        if rules::takes_target(backend, kind) {
            let items = facts.catalog_with(profile, cached_as(kind), typed, MOST_TOLD + 1);
            found.extend(items.map_err(of_fact)?.into_iter().map(|item| (kind, item)));
        }
    }
    if found.len() < 2 {
        return Ok(found.pop().map(|(kind, item)| (kind, Box::new(item))));
    }
    let told = found.iter().take(MOST_TOLD as usize).map(|(kind, item)| {
        let number = item.code.as_ref().unwrap_or(&item.id);
        harmless(&format!("--{kind} {number} ({})", item.name))
    });
    let told: Vec<_> = told.collect();
    let more = if found.len() > told.len() {
        format!(" and more (`tt catalog list tickets {typed}`)")
    } else {
        String::new()
    };
    Err(LedgerError::Unclear {
        message: format!("several tickets have {typed:?} in their name"),
        help: format!("write one of these instead: {}{more}", told.join(", ")),
    })
}

/// Whether a ticket is one of a project by what the service says of it.
fn is_of_project(item: &CatalogItem) -> bool {
    item.kind == CatalogKind::Tickets
        && item.text(names::RECORD_TYPE).as_deref() == Some("project-issue")
}

/// The kind under which a target is cached.
fn cached_as(kind: TargetKind) -> CatalogKind {
    match kind {
        TargetKind::Ticket => CatalogKind::Tickets,
        TargetKind::ProjectTicket => CatalogKind::ProjectTickets,
        TargetKind::Task => CatalogKind::Tasks,
        TargetKind::Activity => CatalogKind::Activities,
        TargetKind::ChargeCode => CatalogKind::ChargeCodes,
    }
}

fn ask(
    facts: &dyn Facts,
    profile: &str,
    kind: CatalogKind,
    what: &Reference,
) -> Result<Known, LedgerError> {
    facts.catalog(profile, kind, what).map_err(of_fact)
}

fn of_fact(error: FactError) -> LedgerError {
    match error.downcast::<StoreError>() {
        Ok(error) => LedgerError::Store(*error),
        Err(error) => LedgerError::Facts(error),
    }
}

fn take(
    typed: &mut Reference,
    (kind, field): (CatalogKind, &'static str),
    known: Known,
    absences: &mut Absences,
) -> Result<(), LedgerError> {
    match known {
        Known::Item { item, .. } => {
            typed.name = Some(harmless(&item.name));
            typed.id = Some(item.id);
        }
        Known::Ambiguous(matches) => {
            return Err(LedgerError::Unclear {
                message: format!(
                    "{} {} can mean {}",
                    kind.one(),
                    typed.typed,
                    matches.join(", ")
                ),
                help: format!("type the number in brackets of the {} you mean", kind.one()),
            });
        }
        Known::Absent {
            stale: false,
            nearest,
        } => absences.0.push((
            field,
            LedgerError::Unclear {
                message: format!("there is no {} {}", kind.one(), typed.typed),
                help: if nearest.is_empty() {
                    format!("see `tt catalog list {kind}`")
                } else {
                    format!("there is {}", nearest.join(", "))
                },
            },
        )),
        Known::Absent { .. } | Known::Unknown => {}
    }
    Ok(())
}

/// A name in which nothing acts upon a terminal; no entry may hold the rest.
fn harmless(name: &str) -> String {
    name.replace(char::is_control, " ")
}

/// What is to be said of names that this machine does not know though it knows others of
/// their kind: numbers are no names, and anything may be newer than what is known.
///
/// # Errors
/// The store's.
pub fn unknown_names(view: &View<'_>, entry: &Entry) -> Result<Vec<String>, StoreError> {
    let content = &entry.content;
    let Some(profile) = &content.profile else {
        return Ok(Vec::new());
    };
    let mut said = Vec::new();
    for kind in [
        CatalogKind::Clients,
        CatalogKind::Projects,
        CatalogKind::Agreements,
    ] {
        let unsettled = field_of(content, kind).filter(|at| at.id.is_none());
        let Some(at) = unsettled.filter(|at| at.number().is_none()) else {
            continue;
        };
        if view.freshness(profile, kind)?.is_none() {
            continue;
        }
        let near = view.catalog_nearest(profile, kind, &at.typed)?;
        let there_is = match near.as_slice() {
            [] => String::new(),
            near => format!("; there is {}", near.join(", ")),
        };
        let one = kind.one();
        said.push(format!(
            "no {one} {:?} is known here{there_is}; it is looked up when the entry is sent",
            at.typed
        ));
    }
    // Where a rule says that there can be no such ticket, nobody will find it later.
    let mut breaches = entry.held.iter().chain(&entry.warnings);
    if breaches.all(|breach| breach.field.as_deref() != Some("charge_to")) {
        said.extend(unknown_ticket(view, profile, content)?);
    }
    Ok(said)
}

/// The same of an entry that no service holds yet: what one holds is known there.
///
/// # Errors
/// The store's.
pub fn unknown_unsent(
    view: &View<'_>,
    entry: &Entry,
    link: Option<&Link>,
) -> Result<Vec<String>, StoreError> {
    if link.is_some_and(|link| link.remote_id.is_some()) {
        return Ok(Vec::new());
    }
    unknown_names(view, entry)
}

/// What is to be said of a ticket that is not among those that were read, where all were. It
/// may be newer or closed, so it stops nothing.
fn unknown_ticket(
    view: &View<'_>,
    profile: &str,
    content: &Content,
) -> Result<Option<String>, StoreError> {
    let unsettled = content.target.as_ref().filter(|it| it.at.id.is_none());
    let Some(target) = unsettled else {
        return Ok(None);
    };
    let kind = match target.kind {
        TargetKind::Ticket => CatalogKind::Tickets,
        TargetKind::ProjectTicket => CatalogKind::ProjectTickets,
        TargetKind::Task | TargetKind::Activity | TargetKind::ChargeCode => return Ok(None),
    };
    if view.freshness(profile, kind)?.is_none() {
        return Ok(None);
    }
    Ok(Some(format!(
        "{target} is not in the catalog; it is looked up when the entry is sent"
    )))
}

#[cfg(test)]
mod tests;
