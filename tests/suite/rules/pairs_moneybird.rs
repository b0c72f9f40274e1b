//! Moneybird's rules: one entry each admits, and one it stops.

use super::pair::Pair;
use super::world::{Ends, HOUR, NINE, World};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::content::Pause;
use tt::domain::status::{Billable, BookedAs, Status};
use tt::rules::{Stage, adjusted};

fn same(_: &mut World) {}

/// Delivered and changed, by a token that sees invoices.
fn on_no_invoice(world: &mut World) {
    world.delivered(Status::Open, "open");
    world.raw("sales_invoice", json!(null));
    world.draft.content.note = Some("another note".to_owned());
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "moneybird/user",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Members, "7"),
        says: "user 7 is no longer in use",
    },
    Pair {
        rule: "moneybird/start",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| (w.draft.content.start, w.draft.content.length) = (None, Some(HOUR)),
        says: "needs a start",
    },
    Pair {
        rule: "moneybird/start",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| (w.entry.content.start, w.entry.content.length) = (None, Some(HOUR)),
        says: "needs a start",
    },
    Pair {
        rule: "moneybird/end",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.entry.content.end = None,
        says: "would run on there",
    },
    Pair {
        rule: "moneybird/description",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.draft.content.note = Some(" ".to_owned()),
        says: "needs a description",
    },
    Pair {
        rule: "moneybird/description",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.entry.content.note = None,
        says: "needs a description",
    },
    Pair {
        rule: "moneybird/full-minutes",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: same,
        bad: |w| w.draft.content.start = Some(NINE + 59),
        says: "start 09:00:59 becomes 09:00:00",
    },
    Pair {
        rule: "moneybird/full-minutes",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: same,
        bad: |w| w.entry.content.deduct = 330,
        says: "deducted time 5m 30s becomes 5m",
    },
    Pair {
        rule: "moneybird/pause-within",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.draft.content.deduct = HOUR;
            w.draft.content.pauses.push(Pause {
                start: NINE,
                end: Some(NINE + 1740),
            });
        },
        bad: |w| w.draft.content.deduct += 60,
        says: "1h 30m cannot be deducted from 1h 30m",
    },
    // A minute less a second is a whole minute there, and nothing would be left of it.
    Pair {
        rule: "moneybird/pause-within",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.draft.content.end = Some(NINE + 120);
            w.draft.content.deduct = 60;
        },
        bad: |w| w.draft.content.end = Some(NINE + 119),
        says: "in whole minutes 1m cannot be deducted from 1m",
    },
    Pair {
        rule: "moneybird/contact",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.retire(CatalogKind::Clients, "5"),
        says: "contact 5 is no longer in use",
    },
    Pair {
        rule: "moneybird/contact",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Clients, "5"),
        says: "contact 5 is no longer in use",
    },
    Pair {
        rule: "moneybird/project",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.retire(CatalogKind::Projects, "70"),
        says: "project 70 is no longer in use",
    },
    Pair {
        rule: "moneybird/project",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Projects, "70"),
        says: "project 70 is no longer in use",
    },
    Pair {
        rule: "moneybird/detail",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.profile.as_mut().unwrap().documented = true;
            w.both(|content| content.extra.detail = Some("3".to_owned()));
        },
        bad: |w| w.profile.as_mut().unwrap().documented = false,
        says: "no longer has details",
    },
    Pair {
        rule: "moneybird/detail",
        stage: Stage::Push,
        ends: Ends::Held,
        good: |w| {
            w.profile.as_mut().unwrap().documented = true;
            w.both(|content| content.extra.detail = Some("3".to_owned()));
        },
        bad: |w| w.entry.content.extra.detail = Some("three".to_owned()),
        says: "detail three is not a number",
    },
    Pair {
        rule: "moneybird/billable",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: same,
        bad: |w| w.draft.content.billable = Billable::NoDefault,
        says: "unless it is told not to",
    },
    Pair {
        rule: "moneybird/invoiced",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: on_no_invoice,
        bad: |w| w.delivered(Status::Billed, "billed"),
        says: "on a sales invoice: its note cannot change",
    },
    Pair {
        rule: "moneybird/invoiced",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: on_no_invoice,
        bad: |w| w.delivered(Status::Billed, "billed"),
        says: "on a sales invoice: cannot be deleted",
    },
    Pair {
        rule: "moneybird/user-fixed",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: on_no_invoice,
        bad: |w| w.draft.content.member = Some(Reference::typed("8")),
        says: "its member cannot change",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::moneybird);
    }
}

/// `moneybird/end` is never broken alone when it is written: what has no end
/// and is no timer has no start either.
#[test]
fn a_length_on_a_day_has_neither_start_nor_end() {
    let mut world = World::moneybird();
    let content = &mut world.draft.content;
    (content.start, content.end) = (None, None);
    (content.length, content.booked_as) = (Some(HOUR), BookedAs::Date);
    let ids = ["moneybird/start", "moneybird/end"];
    assert_eq!(world.ask(Stage::Log).ids(), ids);
    world.draft.content.start = Some(NINE);
    world.draft.content.length = None;
    assert_eq!(
        world.ask(Stage::Log).ids(),
        [""; 0],
        "a timer has no end yet"
    );
}

#[test]
fn minutes_are_whole_and_one_apart_in_what_is_sent() {
    for (start, end, deduct, sent) in [
        (NINE + 59, NINE + 120, 0, (NINE, NINE + 120, 0)),
        (NINE + 1, NINE + 59, 0, (NINE, NINE + 60, 0)),
        (NINE, NINE + 659, 119, (NINE, NINE + 600, 60)),
    ] {
        let mut world = World::moneybird();
        let content = &mut world.draft.content;
        (content.start, content.end, content.deduct) = (Some(start), Some(end), deduct);
        let said = world.ask(Stage::Log);
        assert_eq!(said.breaches, []);
        let is = adjusted(&world.draft.content, &said.adjustments);
        assert_eq!(
            (is.start, is.end, is.deduct),
            (Some(sent.0), Some(sent.1), sent.2)
        );
        world.draft.content = is;
        assert_eq!(world.ask(Stage::Log).ids(), [""; 0], "and once is enough");
    }
}

#[test]
fn invoices_that_cannot_be_seen_warn() {
    let mut world = World::moneybird();
    on_no_invoice(&mut world);
    world.seen.as_mut().unwrap().raw.clear();
    for stage in [Stage::Update, Stage::Delete] {
        let said = world.ask(stage);
        assert_eq!(said.ids(), ["moneybird/invoiced"]);
        assert_eq!(said.breaches[0].0, Ends::Warned);
    }
}

#[test]
fn nobody_is_no_user() {
    let mut world = World::moneybird();
    world.profile.as_mut().unwrap().member = None;
    let said = world.ask(Stage::Push);
    assert_eq!(said.ids(), ["moneybird/user"]);
    assert!(said.breaches[0].1.message.contains("whose time it is"));
}
