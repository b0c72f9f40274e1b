//! FreshBooks' rules: one entry each admits, and one it stops.

use super::pair::Pair;
use super::world::{Ends, HOUR, NINE, World};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::Reference;
use tt::domain::content::Pause;
use tt::domain::status::{Billable, Status};
use tt::rules::{Known, Stage, names};

fn same(_: &mut World) {}

fn another_note(world: &mut World) {
    world.delivered(Status::Open, "unbilled");
    world.draft.content.note = Some("another note".to_owned());
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "freshbooks/duration",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.deduct = 5399,
        bad: |w| {
            w.draft.content.deduct = HOUR;
            w.draft.content.pauses.push(Pause {
                start: NINE,
                end: Some(NINE + HOUR),
            });
        },
        says: "no length of -30m",
    },
    Pair {
        rule: "freshbooks/started-at",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| (w.draft.content.start, w.draft.content.length) = (None, Some(HOUR)),
        says: "needs a start",
    },
    Pair {
        rule: "freshbooks/started-at",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| (w.entry.content.start, w.entry.content.length) = (None, Some(HOUR)),
        says: "needs a start",
    },
    Pair {
        rule: "freshbooks/ids",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.draft.content.task = Some(Reference::typed("-5")),
        says: "task -5 cannot be a number of FreshBooks",
    },
    Pair {
        rule: "freshbooks/client",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.retire(CatalogKind::Clients, "5"),
        says: "client 5 is no longer in use",
    },
    Pair {
        rule: "freshbooks/client",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Clients, "5"),
        says: "client 5 is no longer in use",
    },
    Pair {
        rule: "freshbooks/project",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.retire(CatalogKind::Projects, "70"),
        says: "project 70 is no longer in use",
    },
    Pair {
        rule: "freshbooks/project",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Projects, "70"),
        says: "project 70 is no longer in use",
    },
    Pair {
        rule: "freshbooks/service",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.fact(CatalogKind::Projects, "70", names::SERVICES, json!([61])),
        says: "service 60 is none of project 70",
    },
    Pair {
        rule: "freshbooks/service",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Services, "60"),
        says: "service 60 is no longer in use",
    },
    Pair {
        rule: "freshbooks/task",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.retire(CatalogKind::Tasks, "50"),
        says: "task 50 is no longer in use",
    },
    Pair {
        rule: "freshbooks/task",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.retire(CatalogKind::Tasks, "50"),
        says: "task 50 is no longer in use",
    },
    Pair {
        rule: "freshbooks/billed",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: another_note,
        bad: |w| w.delivered(Status::Billed, "billed"),
        says: "entry 12 is billed: its note cannot change",
    },
    Pair {
        rule: "freshbooks/billed",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: another_note,
        bad: |w| w.delivered(Status::Billed, "billed"),
        says: "entry 12 is billed: it cannot be deleted",
    },
    Pair {
        rule: "freshbooks/internal",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: |w| {
            w.draft.content.extra.internal = Some(true);
            w.draft.content.client = None;
        },
        bad: |w| w.draft.content.billable = Billable::Billable,
        says: "internal work is marked billable",
    },
    Pair {
        rule: "freshbooks/logged",
        stage: Stage::Push,
        ends: Ends::Held,
        good: same,
        bad: |w| w.entry.content.end = None,
        says: "only finished time",
    },
    Pair {
        rule: "freshbooks/retainer",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.agreement = Some(Reference::typed("9")),
        bad: |w| w.draft.content.agreement = Some(Reference::typed("gold")),
        says: "retainer gold is not a positive number",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::freshbooks);
    }
}

#[test]
fn numbers_are_positive_and_names_are_not_numbers() {
    for (typed, good) in [
        ("5", true),
        ("#5", true),
        ("Acme", true),
        ("0", false),
        ("-1", false),
        ("+1", false),
        ("00", false),
    ] {
        let mut world = World::freshbooks();
        (world.draft.content.client, world.draft.content.project) = (None, None);
        world.draft.content.task = Some(Reference::typed(typed));
        assert_eq!(world.ask(Stage::Log).ids().is_empty(), good, "{typed}");
        world.draft.content.task = None;
        world.draft.content.agreement = Some(Reference::typed(typed));
        let good = good && typed != "Acme";
        assert_eq!(world.ask(Stage::Log).ids().is_empty(), good, "{typed}");
    }
}

#[test]
fn the_project_has_its_own_client_or_none() {
    let mut world = World::freshbooks();
    world.fact(CatalogKind::Projects, "70", names::CLIENT, json!(6));
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["freshbooks/client"]);
    assert_eq!(said.breaches[0].0, Ends::Warned);
    let mut world = World::freshbooks();
    world.fact(CatalogKind::Projects, "70", names::INTERNAL, json!(true));
    assert_eq!(world.ask(Stage::Log).ids(), ["freshbooks/internal"]);
    world.draft.content.client = None;
    assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
}

#[test]
fn services_are_cached_whole_and_clients_are_not() {
    let absent = || Known::Absent {
        stale: false,
        nearest: vec!["Design".to_owned()],
    };
    for (kind, ids) in [
        (CatalogKind::Services, &["freshbooks/service"][..]),
        (CatalogKind::Clients, &[]),
        (CatalogKind::Projects, &[]),
        (CatalogKind::Tasks, &[]),
    ] {
        let mut world = World::freshbooks();
        let found = world.facts.items.iter_mut().find(|it| it.0 == kind);
        found.unwrap().2 = absent();
        assert_eq!(world.ask(Stage::Log).ids(), ids, "{kind}");
    }
}
