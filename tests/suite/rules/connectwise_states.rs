//! ConnectWise PSA's words, sheets and bounds: what the pairs do not show.

use super::pairs_connectwise::{another_note, on_a_day};
use super::world::{Ends, HOUR, NINE, World, item, known, sheet};
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::status::{Billable, Status};
use tt::rules::{Known, OnSheet, Stage, names};

/// `connectwise/end-or-hours` is never broken alone: whoever gives neither end
/// nor hours gives no start either, or has a timer, which is not asked.
#[test]
fn an_end_or_hours_are_needed_and_both_where_the_member_must() {
    let mut world = World::connectwise();
    assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
    (world.draft.content.start, world.draft.content.end) = (None, None);
    let broken = ["connectwise/time-start", "connectwise/end-or-hours"];
    assert!(
        broken
            .iter()
            .all(|id| world.ask(Stage::Log).ids().contains(id))
    );
    for (needs_both, broken) in [(false, &broken[..1]), (true, &broken[..])] {
        let mut world = World::connectwise();
        on_a_day(&mut world, needs_both);
        assert_eq!(world.ask(Stage::Log).ids(), broken);
    }
}

#[test]
fn the_four_billable_options_are_kept_by_type() {
    let words: Vec<&str> = Billable::ALL.iter().map(|option| option.word()).collect();
    assert_eq!(
        words,
        ["billable", "do-not-bill", "no-charge", "no-default"]
    );
    for option in Billable::ALL {
        let mut world = World::connectwise();
        world.delivered(Status::Open, "Open");
        world.draft.content.billable = *option;
        assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
        assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    }
}

#[test]
fn every_status_word_of_both_dialects_is_open_or_locked() {
    for (word, status, editable, deletable) in [
        ("Open", Status::Open, true, true),
        ("ErrorsCorrected", Status::Open, true, true),
        ("Rejected", Status::Rejected, true, true),
        ("RejectBySecondTier", Status::Rejected, true, true),
        ("PendingApproval", Status::Submitted, false, false),
        ("PendingProjectApproval", Status::Submitted, false, false),
        ("Submitted", Status::Submitted, false, false),
        ("ApprovedByTierOne", Status::Approved, false, false),
        ("ApprovedByTierTwo", Status::Approved, false, false),
        ("ReadyToBill", Status::Approved, false, false),
        ("Approved", Status::Approved, false, false),
        ("Billed", Status::Billed, false, false),
        ("BilledAgreement", Status::Billed, false, false),
        ("WrittenOff", Status::Billed, false, false),
        ("SomethingNew", Status::Submitted, false, false),
    ] {
        let mut world = World::connectwise();
        world.delivered(status, word);
        world.draft.content.tags = ["ours".to_owned()].into();
        assert_eq!(world.ask(Stage::Update).ids(), [""; 0], "{word}: tags");
        world.draft.content.note = Some("another".to_owned());
        let said = world.ask(Stage::Update);
        assert_eq!(said.breaches.is_empty(), editable, "{word}: {said:?}");
        let said = world.ask(Stage::Delete);
        assert_eq!(said.breaches.is_empty(), deletable, "{word}: {said:?}");
        assert!(said.breaches.len() <= 1, "{word} is said once");
    }
}

#[test]
fn a_new_entry_on_a_submitted_sheet_is_held_until_the_sheet_is_back_and_may_go() {
    let mut world = World::connectwise();
    world.facts.sheet = sheet(Status::Submitted, "PendingApproval");
    world.draft.content.tags = ["ours".to_owned()].into();
    let said = world.ask(Stage::Update);
    assert_eq!(said.ids(), ["connectwise/sheet-open"]);
    assert_eq!(said.breaches[0].0, Ends::Held);
    assert_eq!(world.ask(Stage::Delete).ids(), [""; 0]);
    world.facts.sheet = OnSheet::None;
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
}

#[test]
fn what_is_not_known_stops_nobody_and_is_asked_again_before_it_leaves() {
    let mut world = World::connectwise();
    let remote = world.facts.items.remove(0);
    world.facts.sheet = OnSheet::Unknown;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), [""; 0]);
    for id in ["connectwise/work-type", "connectwise/sheet-open"] {
        assert!(said.unchecked.iter().any(|it| it == id), "{id}");
    }
    // Not a rule of `push`, but open since it was written.
    world.entry.unchecked = vec!["connectwise/sheet-open".to_owned()];
    world.facts.items.push(remote);
    world.facts.sheet = sheet(Status::Submitted, "PendingApproval");
    let said = world.ask(Stage::Push);
    assert_eq!(said.ids(), ["connectwise/sheet-open"]);
    assert_eq!(said.breaches[0].0, Ends::Held);
}

#[test]
fn bad_by_old_data_holds() {
    let mut world = World::connectwise();
    world.facts.items[0].2 = Known::Absent {
        stale: true,
        nearest: Vec::new(),
    };
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["connectwise/work-type"]);
    assert_eq!(said.breaches[0].0, Ends::Held);
}

#[test]
fn a_work_type_takes_the_hours_between_its_bounds() {
    for (name, bound, seconds, stopped) in [
        (names::MIN_SECONDS, 5400, 5400, false),
        (names::MIN_SECONDS, 5400, 5399, true),
        (names::MAX_SECONDS, 5400, 5400, false),
        (names::MAX_SECONDS, 5400, 5401, true),
        (names::MAX_SECONDS, 0, 5401, false),
    ] {
        let mut world = World::connectwise();
        let mut remote = item(CatalogKind::WorkTypes, "Remote");
        remote.facts.insert(name.into(), bound.into());
        world.facts.items[0] = known(remote);
        world.draft.content.end = Some(NINE + seconds);
        let said = world.ask(Stage::Log);
        let expected: &[&str] = if stopped {
            &["connectwise/work-type"]
        } else {
            &[]
        };
        assert_eq!(said.ids(), expected, "{name} {bound}, {seconds}: {said:?}");
    }
}

#[test]
fn a_colleagues_sheet_is_not_known() {
    let mut world = World::connectwise();
    world.facts.sheet = sheet(Status::Submitted, "PendingApproval");
    world.draft.content.member = Some(Reference::typed("jdoe"));
    assert_eq!(world.ask(Stage::Log).ids(), ["connectwise/sheet-open"]);
    world.draft.content.member = Some(Reference::typed("mroe"));
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), [""; 0]);
    assert!(
        said.unchecked
            .iter()
            .any(|it| it == "connectwise/sheet-open")
    );
}

#[test]
fn what_leaves_a_submitted_sheet_changes_it_too() {
    let mut world = World::connectwise();
    another_note(&mut world);
    world.facts.sheet = sheet(Status::Submitted, "PendingApproval");
    world.facts.sheet_day = Some(world.entry.content.date);
    let content = &mut world.draft.content;
    content.date = content.date.pred_opt().unwrap();
    (content.start, content.end) = (Some(NINE - 24 * HOUR), Some(NINE - 23 * HOUR));
    let said = world.ask(Stage::Update);
    assert_eq!(said.ids(), ["connectwise/sheet-open"]);
    world.facts.sheet_day = world.entry.content.date.succ_opt();
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
}

#[test]
fn what_the_service_calls_locked_is_locked_whatever_its_status() {
    let mut world = World::connectwise();
    another_note(&mut world);
    world.seen.as_mut().unwrap().locked = true;
    let said = world.ask(Stage::Update);
    assert_eq!(said.ids(), ["connectwise/status-editable"]);
}

#[test]
fn a_blank_member_is_nobody() {
    let mut world = World::connectwise();
    world.profile.as_mut().unwrap().member = Some(" ".to_owned());
    assert_eq!(world.ask(Stage::Push).ids(), ["connectwise/member"]);
    world.entry.content.member = Some(Reference::typed(""));
    assert_eq!(world.ask(Stage::Push).ids(), ["connectwise/member"]);
    world.entry.content.member = Some(Reference::known("123", None));
    assert_eq!(world.ask(Stage::Push).ids(), [""; 0]);
}
