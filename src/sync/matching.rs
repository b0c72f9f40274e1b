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
    /// Exactly this, by key or as the only or interchangeable match.
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
/// that already belong to an entry; `twins` says how many unconfirmed entries,
/// this one included, say the same.
#[must_use]
pub fn find_sent(
    sent: &Outgoing,
    normalised: &Content,
    held: &[Remote],
    linked: &HashSet<String>,
    twins: usize,
) -> Found {
    let free = || held.iter().filter(|remote| !linked.contains(&remote.id.0));
    let mut keyed: Vec<_> = free()
        .filter(|remote| remote.key == Some(sent.key))
        .collect();
    keyed.sort_by(|one, two| by_identity(&one.id.0, &two.id.0));
    match keyed.as_slice() {
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
        n if n <= twins.max(1) => Found::One(Box::new(alike[0].clone())),
        _ => Found::Several(alike.iter().map(|remote| remote.id.0.clone()).collect()),
    }
}

/// Numbers by value, other identities as text: the oldest comes first.
fn by_identity(one: &str, two: &str) -> std::cmp::Ordering {
    one.len().cmp(&two.len()).then_with(|| one.cmp(two))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::charge::{Reference, Target, TargetKind};
    use crate::domain::delivery::Mailing;
    use crate::domain::ids::{Key, RemoteId};
    use crate::domain::status::{BookedAs, Status};
    use std::collections::BTreeMap;

    fn content(start: i64, note: &str) -> Content {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut content = Content::blank(day, "Europe/Amsterdam", BookedAs::Range);
        content.start = Some(start);
        content.end = Some(start + 600);
        content.note = Some(note.into());
        content.target = Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed("54321"),
        });
        content
    }

    fn remote(id: &str, key: Option<Key>, content: Content) -> Remote {
        Remote {
            id: RemoteId(id.into()),
            key,
            keeps_key: key.is_some(),
            content,
            status: Status::Open,
            status_word: None,
            locked: false,
            reject_reason: None,
            changed_at: None,
            sheet: None,
            raw: BTreeMap::new(),
        }
    }

    fn sent(n: u8) -> Outgoing {
        Outgoing {
            key: Key::new(1, [n; 10]),
            revision: 1,
            content: content(1000, "dns"),
            mailing: Mailing::default(),
            marked: false,
        }
    }

    fn find(n: u8, held: &[Remote], linked: &[&str], twins: usize) -> Found {
        let linked = linked.iter().map(|id| (*id).to_owned()).collect();
        find_sent(&sent(n), &content(1000, "dns"), held, &linked, twins)
    }

    #[test]
    fn what_is_left_open_is_no_difference_and_what_shall_be_none_is() {
        let ours = content(1000, "dns");
        let mut theirs = ours.clone();
        theirs.work_type = Some(Reference::known("3", None));
        assert_eq!(differences(&ours, &theirs), [""; 0]);
        let mut none = ours.clone();
        none.given.set_none(Slot::WorkType);
        assert_eq!(differences(&none, &theirs), ["work_type"]);
        assert_eq!(differences(&none, &ours), [""; 0]);
    }

    #[test]
    fn the_key_beats_the_natural_key() {
        let held = [
            remote("7", None, content(1000, "dns")),
            remote("9", Some(Key::new(1, [1; 10])), content(5, "edited there")),
        ];
        let Found::One(found) = find(1, &held, &[], 1) else {
            panic!("not found")
        };
        assert_eq!(found.id.0, "9");
    }

    #[test]
    fn linked_records_and_records_with_another_key_are_passed_over() {
        let held = [
            remote("7", None, content(1000, "dns")),
            remote("8", Some(Key::new(1, [2; 10])), content(1000, "dns")),
        ];
        assert_eq!(find(1, &held, &["7"], 1), Found::None);
    }

    #[test]
    fn twins_are_matched_by_count_and_more_than_that_is_a_persons_choice() {
        let held = [
            remote("10", None, content(1000, "dns")),
            remote("9", None, content(1000, "dns")),
        ];
        let Found::One(found) = find(1, &held, &[], 2) else {
            panic!("not found")
        };
        assert_eq!(found.id.0, "9");
        assert_eq!(
            find(1, &held, &[], 1),
            Found::Several(vec!["9".into(), "10".into()])
        );
    }

    #[test]
    fn another_start_target_or_note_is_other_work() {
        let own = content(1000, "dns");
        assert!(is_same_work(&own, &content(1000, " dns\n")));
        assert!(!is_same_work(&own, &content(1001, "dns")));
        assert!(!is_same_work(&own, &content(1000, "dhcp")));
        let mut other = content(1000, "dns");
        other.target = None;
        assert!(!is_same_work(&own, &other));
    }

    #[test]
    fn without_a_target_another_project_is_other_work() {
        let at = |client: Option<&str>, project: Option<&str>| {
            let known = |id| Reference::known(id, None);
            Content {
                target: None,
                client: client.map(known),
                project: project.map(known),
                ..content(1000, "dns")
            }
        };
        let rows = [
            ((None, None), (None, None), true),
            ((Some("1"), None), (Some("1"), None), true),
            ((Some("1"), None), (Some("2"), None), false),
            ((Some("1"), None), (None, None), false),
            ((None, Some("7")), (None, Some("7")), true),
            ((None, Some("7")), (None, Some("8")), false),
            ((Some("1"), Some("7")), (Some("1"), Some("8")), false),
            ((Some("1"), Some("7")), (Some("2"), Some("7")), false),
            ((Some("1"), Some("7")), (Some("1"), None), false),
            // A client that came along with the project.
            ((None, Some("7")), (Some("1"), Some("7")), true),
        ];
        for (one, two, same) in rows {
            let (a, b) = (at(one.0, one.1), at(two.0, two.1));
            assert_eq!(is_same_work(&a, &b), same, "{one:?} {two:?}");
            assert_eq!(is_same_work(&b, &a), same, "{two:?} {one:?}");
        }
    }
}
