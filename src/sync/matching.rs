//! Which of the service's entries is which of ours: by key first, then by the
//! natural key (member, target, start, length, note). Pure: it is given what
//! was sent and what was seen, and decides; it neither reads nor writes.

use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use std::collections::HashSet;

/// What the service was found to hold of something that may have arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    None,
    /// Only what other lost creates fit better, and there are not enough for all of them:
    /// once those are settled it is known whether anything is left.
    Others,
    /// This, by key, as the only match, or as the best of those that its twins leave.
    One(Box<Remote>),
    /// More than we can have sent: a person chooses. Identities, in order.
    Several(Vec<String>),
}

/// Whether two contents are the same piece of work: same member, target, start and
/// note; without a target, same client and project. Both must have been normalised by the backend.
#[must_use]
pub fn is_same_work(one: &Content, two: &Content) -> bool {
    let member = match (&one.member, &two.member) {
        (Some(one), Some(two)) => is_same_thing(one, two),
        _ => true,
    };
    let target = match (&one.target, &two.target) {
        (None, None) => is_same_place(one, two),
        (one, two) => is_same_target(one.as_ref(), two.as_ref()),
    };
    // The service may round the length: the start and what was said decide, with
    // the date where there are no clock times.
    member && target && one.date == two.date && one.start == two.start && words(one) == words(two)
}

/// Without targets: the same project, or none and the same client. Where the project is
/// one, a client that only one side names may have come along with it.
fn is_same_place(one: &Content, two: &Content) -> bool {
    let client = match (&one.client, &two.client) {
        (Some(one), Some(two)) => Some(is_same_thing(one, two)),
        (None, None) => Some(true),
        _ => None,
    };
    match (&one.project, &two.project) {
        (Some(one), Some(two)) => is_same_thing(one, two) && client.unwrap_or(true),
        (None, None) => client.unwrap_or(false),
        _ => false,
    }
}

/// The fields, by JSON name, in which what the service holds differs from ours. Both
/// must have been normalised by the backend. What we leave open is the service's
/// affair: its defaults are no difference, except in a field that shall have no value.
#[must_use]
pub fn differences(ours: &Content, theirs: &Content) -> Vec<&'static str> {
    compare(ours, theirs, true)
}

/// The fields, by JSON name, that differ between two states of one side; a value that was
/// open before is a change. Both must have been normalised by the backend.
#[must_use]
pub fn changes(before: &Content, after: &Content) -> Vec<&'static str> {
    compare(before, after, false)
}

/// The fields left open here whose value there is somebody's choice. What hangs on a
/// target the service works out by itself, and whose time it is always says.
#[must_use]
pub fn chosen_there(ours: &Content, theirs: &Content) -> Vec<&'static str> {
    let hangs_on_target = ["project", "client", "service", "task", "agreement"];
    let mut chosen = left_open(ours, theirs);
    chosen.retain(|field| {
        let is_derived = theirs.target.is_some() && hangs_on_target.contains(field);
        *field != "member" && !is_derived
    });
    chosen
}

/// The fields left open here that have a value there, whoever chose it.
#[must_use]
pub fn left_open(ours: &Content, theirs: &Content) -> Vec<&'static str> {
    let differing = differences(ours, theirs);
    let mut open = changes(ours, theirs);
    open.retain(|field| !differing.contains(field));
    open
}

/// Whether they differ, by field; `open` tells whether what the first leaves open is the
/// second's affair.
fn compare(ours: &Content, theirs: &Content, open: bool) -> Vec<&'static str> {
    let open_or_same = |slot, one: &Option<Reference>, two: &Option<Reference>| match (one, two) {
        (None, theirs) => theirs.is_none() || open && !ours.given.is_none(slot),
        (Some(ours), Some(theirs)) => is_same_thing(ours, theirs),
        (Some(_), None) => false,
    };
    let worked = |content: &Content| {
        let end = content.end.or(content.start).unwrap_or_default();
        content.worked(end)
    };
    let inner = |content: &Content| {
        content
            .internal_note
            .as_deref()
            .unwrap_or("")
            .trim()
            .to_owned()
    };
    let fields = [
        (
            "start",
            ours.start == theirs.start && (ours.start.is_some() || ours.date == theirs.date),
        ),
        ("worked_seconds", worked(ours) == worked(theirs)),
        (
            "charge_to",
            open && ours.target.is_none()
                || is_same_target(ours.target.as_ref(), theirs.target.as_ref()),
        ),
        (
            "project",
            open_or_same(Slot::Project, &ours.project, &theirs.project),
        ),
        (
            "client",
            open_or_same(Slot::Client, &ours.client, &theirs.client),
        ),
        (
            "service",
            open_or_same(Slot::Service, &ours.service, &theirs.service),
        ),
        ("task", open_or_same(Slot::Task, &ours.task, &theirs.task)),
        (
            "member",
            open_or_same(Slot::Member, &ours.member, &theirs.member),
        ),
        (
            "work_type",
            open_or_same(Slot::WorkType, &ours.work_type, &theirs.work_type),
        ),
        (
            "work_role",
            open_or_same(Slot::WorkRole, &ours.work_role, &theirs.work_role),
        ),
        (
            "agreement",
            open_or_same(Slot::Agreement, &ours.agreement, &theirs.agreement),
        ),
        (
            "billable",
            open && ours.billable == Billable::NoDefault || ours.billable == theirs.billable,
        ),
        ("note", words(ours) == words(theirs)),
        ("internal_note", inner(ours) == inner(theirs)),
    ];
    fields
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(name, _)| name)
        .collect()
}

/// Two references to one thing: by identity, else by what was typed, which may be a name.
fn is_same_thing(one: &Reference, two: &Reference) -> bool {
    let is_named = |named: &Reference, typed: &Reference| {
        typed.id.is_none()
            && named
                .name
                .as_deref()
                .is_some_and(|name| name.trim().to_lowercase() == typed.typed.trim().to_lowercase())
    };
    one.is_same(two) || is_named(one, two) || is_named(two, one)
}

/// Two targets that are one. Tickets of both kinds share their numbers, and which
/// kind one is may have been unknown when it was sent.
fn is_same_target(one: Option<&Target>, two: Option<&Target>) -> bool {
    let kind = |target: &Target| match target.kind {
        TargetKind::ProjectTicket => TargetKind::Ticket,
        kind => kind,
    };
    match (one, two) {
        (Some(one), Some(two)) => kind(one) == kind(two) && is_same_thing(&one.at, &two.at),
        (None, None) => true,
        _ => false,
    }
}

fn words(content: &Content) -> &str {
    content.note.as_deref().map_or("", str::trim)
}

/// Finds what was sent among what the service holds, both normalised. `linked` are identities
/// that already belong to an entry; `twins` is what was sent of the other unconfirmed
/// entries that are the same work, normalised as well. Where it `bears_key`, nothing but the
/// key proves it: an equal record without one is somebody else's, and taken for ours it
/// would leave ours behind when that comes late.
#[must_use]
pub fn find_sent(
    sent: &Outgoing,
    normalised: &Content,
    held: &[Remote],
    linked: &HashSet<String>,
    twins: &[Content],
    bears_key: bool,
) -> Found {
    let free = || held.iter().filter(|remote| !linked.contains(&remote.id.0));
    let mut keyed: Vec<_> = free()
        .filter(|remote| remote.key == Some(sent.key))
        .collect();
    keyed.sort_by(|one, two| by_identity(&one.id.0, &two.id.0));
    match keyed.as_slice() {
        [] if bears_key => return Found::None,
        [] => {}
        [one] => return Found::One(Box::new((**one).clone())),
        several => {
            return Found::Several(several.iter().map(|remote| remote.id.0.clone()).collect());
        }
    }
    let mut alike: Vec<_> = free()
        .filter(|remote| remote.key.is_none() && is_same_work(normalised, &remote.content))
        .collect();
    alike.sort_by(|one, two| by_identity(&one.id.0, &two.id.0));
    alike.dedup_by(|one, two| one.id == two.id);
    match alike.len() {
        0 => Found::None,
        n if n <= twins.len() + 1 => match own_share(normalised, twins, &alike) {
            Some(own) => Found::One(Box::new(own.clone())),
            None => Found::Others,
        },
        _ => Found::Several(alike.iter().map(|remote| remote.id.0.clone()).collect()),
    }
}

/// Which of these records comes of this create, where its twins may have made them as well.
/// The same work need not be the same entry: twins may be told apart by a length, a task or
/// an internal note. So each record goes to the create that it says the most of, the best
/// fit first, and what is left to those that are left. None where all of them go elsewhere.
fn own_share<'r>(own: &Content, twins: &[Content], records: &[&'r Remote]) -> Option<&'r Remote> {
    // Word for word what was sent: whoever made it, it is interchangeable.
    let is_exact = |record: &&&Remote| misfit(own, &record.content) == Misfit::default();
    if let Some(exact) = records.iter().find(is_exact) {
        return Some(exact);
    }
    let creates = std::iter::once(own).chain(twins).enumerate();
    let mut pairs: Vec<_> = creates
        .flat_map(|(n, create)| {
            let each = records.iter().enumerate();
            each.map(move |(at, record)| (misfit(create, &record.content), n, at))
        })
        .collect();
    pairs.sort_unstable();
    let (mut served, mut taken) = (HashSet::new(), HashSet::new());
    for (_, create, record) in pairs {
        if served.contains(&create) || taken.contains(&record) {
            continue;
        }
        if create == 0 {
            return Some(records[record]);
        }
        served.insert(create);
        taken.insert(record);
    }
    None
}

/// How far a record is from what was sent: how many fields say something else, how many
/// that were left open have a value there, which may be the service's own, and whether what
/// only some services know differs.
type Misfit = (usize, usize, bool);

fn misfit(sent: &Content, there: &Content) -> Misfit {
    (
        differences(sent, there).len(),
        left_open(sent, there).len(),
        sent.extra != there.extra,
    )
}

/// Numbers by value, other identities as text: the oldest comes first.
fn by_identity(one: &str, two: &str) -> std::cmp::Ordering {
    one.len().cmp(&two.len()).then_with(|| one.cmp(two))
}

#[cfg(test)]
mod tests;
