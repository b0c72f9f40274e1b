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

fn find(n: u8, held: &[Remote], linked: &[&str], twins: &[Content]) -> Found {
    let linked = linked.iter().map(|id| (*id).to_owned()).collect();
    find_sent(&sent(n), &content(1000, "dns"), held, &linked, twins, false)
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
    let Found::One(found) = find(1, &held, &[], &[]) else {
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
    assert_eq!(find(1, &held, &["7"], &[]), Found::None);
}

#[test]
fn where_the_key_comes_back_an_equal_record_without_one_is_not_ours() {
    let held = [remote("7", None, content(1000, "dns"))];
    let (sent, said) = (sent(1), content(1000, "dns"));
    let find = |bears_key| find_sent(&sent, &said, &held, &HashSet::new(), &[], bears_key);
    assert!(matches!(find(false), Found::One(_)));
    assert_eq!(find(true), Found::None);
}

#[test]
fn twins_are_matched_by_count_and_more_than_that_is_a_persons_choice() {
    let held = [
        remote("10", None, content(1000, "dns")),
        remote("9", None, content(1000, "dns")),
    ];
    let Found::One(found) = find(1, &held, &[], &[content(1000, "dns")]) else {
        panic!("not found")
    };
    assert_eq!(found.id.0, "9");
    assert_eq!(
        find(1, &held, &[], &[]),
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

#[test]
fn each_of_several_twins_takes_what_it_fits_best() {
    let plain = || content(1000, "dns");
    let typed = |id: &str| Content {
        work_type: Some(Reference::known(id, None)),
        ..plain()
    };
    let none = || {
        let mut none = plain();
        none.given.set_none(Slot::WorkType);
        none
    };
    let longer = || Content {
        end: Some(1000 + 900),
        ..plain()
    };
    let inner = || Content {
        internal_note: Some("router".into()),
        ..plain()
    };
    let internal = || {
        let mut internal = plain();
        internal.extra.internal = Some(true);
        internal
    };
    let own = |at: usize| Some(at);
    let rows = [
        // (what was sent, its twins, what is there, which of these it is)
        (plain(), vec![], vec![typed("3")], own(0)),
        (plain(), vec![typed("3")], vec![typed("3")], None),
        (plain(), vec![typed("3")], vec![typed("3"), plain()], own(1)),
        (typed("3"), vec![plain()], vec![typed("3")], own(0)),
        (typed("3"), vec![plain()], vec![plain()], None),
        (none(), vec![typed("3")], vec![typed("3")], None),
        (none(), vec![plain()], vec![typed("3")], None),
        (plain(), vec![none()], vec![typed("3")], own(0)),
        (plain(), vec![longer()], vec![longer()], None),
        (longer(), vec![plain()], vec![plain()], None),
        (plain(), vec![inner()], vec![inner()], None),
        (inner(), vec![plain()], vec![plain(), inner()], own(1)),
        (plain(), vec![internal()], vec![internal()], None),
        (internal(), vec![plain()], vec![internal()], own(0)),
        // What is left goes to those that are left, though it fits neither.
        (plain(), vec![inner()], vec![inner(), longer()], own(1)),
        (
            plain(),
            vec![typed("3")],
            vec![typed("3"), typed("3")],
            own(1),
        ),
        // The only ones of their kind, and one of them may be enough.
        (
            plain(),
            vec![plain(), inner()],
            vec![inner(), plain()],
            own(1),
        ),
        (plain(), vec![plain(), inner()], vec![inner()], None),
    ];
    for (n, (said, twins, there, own)) in rows.into_iter().enumerate() {
        let there = there.into_iter().enumerate();
        let held: Vec<_> = there
            .map(|(at, content)| remote(&at.to_string(), None, content))
            .collect();
        let found = find_sent(&sent(1), &said, &held, &HashSet::new(), &twins, false);
        let wanted = match own {
            Some(at) => Found::One(Box::new(held[at].clone())),
            None => Found::Others,
        };
        assert_eq!(found, wanted, "row {n}");
    }
}
