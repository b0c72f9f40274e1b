//! The rules that hold everywhere: one entry each admits, and one it stops.

use super::pair::Pair;
use super::world::{Ends, HOUR, NINE, World, busy, sheet};
use tt::domain::charge::Reference;
use tt::domain::content::Pause;
use tt::domain::entry::Breach;
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::rules::Stage;

fn same(_: &mut World) {}

fn step(world: &mut World, from: Status, to: Status) {
    world.entry.status = from;
    world.to = Some(to);
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "tt/worked-positive",
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
        says: "-30m worked",
    },
    Pair {
        rule: "tt/one-day",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.settings.review_entry = 24 * HOUR;
            w.draft.content.end = Some(NINE + 24 * HOUR);
            w.now = NINE + 48 * HOUR;
        },
        bad: |w| {
            w.draft.content.end = Some(NINE + 91_800);
            w.draft.content.deduct = 2 * HOUR;
        },
        says: "25h 30m, more than 24h",
    },
    Pair {
        rule: "tt/end-after-start",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.end = Some(NINE + 1),
        bad: |w| w.draft.content.end = Some(NINE - 2 * HOUR),
        says: "2h before the start",
    },
    Pair {
        rule: "tt/deduct-within",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.deduct = HOUR,
        bad: |w| w.draft.content.deduct = 5400,
        says: "1h 30m cannot be deducted from 1h 30m",
    },
    Pair {
        rule: "tt/not-in-future",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.now = NINE + 5400,
        bad: |w| w.now -= 600,
        says: "10m from now",
    },
    Pair {
        rule: "tt/overlap",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: |w| w.facts.busy = vec![busy(8, NINE + 5400, NINE + 9000)],
        bad: |w| w.draft.content.end = Some(NINE + 6000),
        says: "10m of it is booked already: entry 8 (#54322 printer)",
    },
    Pair {
        rule: "tt/long-entry",
        stage: Stage::Log,
        ends: Ends::Held,
        good: |w| {
            w.now = NINE + 24 * HOUR;
            w.draft.content.end = Some(NINE + 12 * HOUR);
        },
        bad: |w| w.draft.content.end = Some(NINE + 13 * HOUR),
        says: "13h, more than 12h",
    },
    Pair {
        rule: "tt/max-day",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.facts.worked = 24 * HOUR - 5400,
        bad: |w| w.facts.worked += 60,
        says: "2026-11-20 would have 24h 1m, more than 24h",
    },
    Pair {
        rule: "tt/increment",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.settings.increment = 900,
        bad: |w| w.draft.content.deduct = 300,
        says: "1h 25m worked is not a multiple of 15m",
    },
    Pair {
        rule: "tt/increment",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: |w| w.settings.increment = 900,
        bad: |w| w.entry.content.deduct = 300,
        says: "1h 25m",
    },
    Pair {
        rule: "tt/note-required",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.settings.note_required = true,
        bad: |w| w.draft.content.note = Some(" \n".to_owned()),
        says: "no note",
    },
    Pair {
        rule: "tt/note-required",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: |w| w.settings.note_required = true,
        bad: |w| w.entry.content.note = None,
        says: "no note",
    },
    Pair {
        rule: "tt/note-min-chars",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.settings.note_min_chars = 14,
        bad: |w| w.draft.content.note = Some(" één dag ".to_owned()),
        says: "7 characters, fewer than 14",
    },
    Pair {
        rule: "tt/note-min-chars",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: |w| w.settings.note_min_chars = 14,
        bad: |w| w.settings.note_min_chars = 15,
        says: "14 characters, fewer than 15",
    },
    Pair {
        rule: "tt/one-target",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::with(BackendKind::FreshBooks);
            w.draft.content.target = None;
            w.draft.content.project = Some(Reference::typed("site"));
            w.draft.content.task = Some(Reference::typed("build"));
        },
        bad: |w| w.profile.as_mut().unwrap().backend = BackendKind::Moneybird,
        says: "Moneybird takes no task",
    },
    Pair {
        rule: "tt/clock-needed",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::local();
            let content = &mut w.draft.content;
            (content.start, content.end) = (None, None);
            (content.length, content.booked_as) = (Some(HOUR), BookedAs::Date);
        },
        bad: |w| w.draft.content.end = Some(NINE),
        says: "needs its start and its end",
    },
    Pair {
        rule: "tt/late",
        stage: Stage::Log,
        ends: Ends::Warned,
        good: |w| {
            w.settings.late_after = Some(24 * HOUR);
            // Midnight in Amsterdam, a day after the day of work was over.
            w.now = NINE + 39 * HOUR;
        },
        bad: |w| w.now += 1,
        says: "booked 24h 1s after 2026-11-20 was over",
    },
    Pair {
        rule: "tt/billable-known",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::autotask();
            w.draft.content.billable = Billable::NoCharge;
        },
        bad: |w| {
            w.profile.as_mut().unwrap().backend = BackendKind::FreshBooks;
            w.draft.content.target = None;
        },
        says: "FreshBooks knows billable and not billable",
    },
    Pair {
        rule: "tt/status-allows-edit",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: |w| {
            w.entry.status = Status::Rejected;
            w.draft.content.note = Some("fixed the mail for good".to_owned());
        },
        bad: |w| w.entry.status = Status::Submitted,
        says: "entry 12 is submitted: its note cannot change",
    },
    Pair {
        rule: "tt/status-allows-edit",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: same,
        bad: |w| w.entry.status = Status::Approved,
        says: "entry 12 is approved: it cannot be deleted",
    },
    Pair {
        rule: "tt/transition",
        stage: Stage::Submit,
        ends: Ends::Locked,
        good: |w| step(w, Status::Rejected, Status::Submitted),
        bad: |w| w.entry.status = Status::Billed,
        says: "entry 12 is billed and cannot become submitted",
    },
    Pair {
        rule: "tt/transition",
        stage: Stage::Approve,
        ends: Ends::Locked,
        good: |w| step(w, Status::Submitted, Status::Approved),
        bad: |w| w.entry.status = Status::Open,
        says: "entry 12 is open and cannot become approved",
    },
    Pair {
        rule: "tt/reject-reason",
        stage: Stage::Approve,
        ends: Ends::Refused,
        good: |w| {
            step(w, Status::Submitted, Status::Rejected);
            w.reason = Some("which server?");
        },
        bad: |w| w.reason = Some("  "),
        says: "entry 12 is given back without a reason",
    },
    Pair {
        rule: "tt/no-control-chars",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.note = Some("one\n\ttwo".to_owned()),
        bad: |w| w.draft.content.note = Some("\u{1b}[31mred".to_owned()),
        says: "the note holds control characters",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::local);
    }
}

#[test]
fn an_overlap_does_what_the_settings_say() {
    use tt::domain::settings::OverlapPolicy::{Allow, Refuse, Warn};
    for (policy, ends) in [
        (Allow, None),
        (Warn, Some(Ends::Warned)),
        (Refuse, Some(Ends::Refused)),
    ] {
        let mut world = World::local();
        world.facts.busy = vec![busy(8, NINE, NINE + 60)];
        world.settings.overlap = policy;
        let said = world.ask(Stage::Log);
        assert_eq!(said.breaches.first().map(|(ends, _)| *ends), ends);
    }
}

#[test]
fn an_overlap_leaves_out_pauses_and_the_entry_itself_and_counts_the_others() {
    let mut world = World::local();
    world.both(|content| {
        content.pauses.push(Pause {
            start: NINE + 600,
            end: Some(NINE + 1200),
        });
    });
    world.facts.busy = vec![busy(12, NINE, NINE + 60), busy(8, NINE + 600, NINE + 1200)];
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    assert_eq!(world.facts.except.take(), [Some(super::world::ID); 2]);
    world.facts.busy = (1..=5).map(|n| busy(n, NINE, NINE + 601)).collect();
    let said = world.ask(Stage::Update);
    let message = &said.breaches[0].1.message;
    assert!(message.starts_with("10m of it"), "{message}");
    assert!(
        message.ends_with("entry 3 (#54322 printer) and 2 more"),
        "{message}"
    );
}

#[test]
fn what_was_settled_when_it_was_booked_is_not_asked_again_at_a_change() {
    let mut world = World::local();
    world.settings.late_after = Some(0);
    world.now = NINE + 1000 * HOUR;
    world.draft.content.note = Some("another".to_owned());
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.draft.content.date = world.draft.content.date.pred_opt().unwrap();
    assert_eq!(world.ask(Stage::Update).ids(), ["tt/late"]);

    let mut world = World::local();
    world.now = NINE;
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.draft.content.end = Some(NINE + 5401);
    assert_eq!(world.ask(Stage::Update).ids(), ["tt/not-in-future"]);
    world.draft.future = true;
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
}

#[test]
fn a_long_entry_that_was_released_is_held_again_only_for_another_time() {
    let mut world = World::local();
    world.both(|content| content.end = Some(NINE + 13 * HOUR));
    world.now = NINE + 20 * HOUR;
    world.draft.content.note = Some("a night of it".to_owned());
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.entry.held.push(Breach {
        rule: "tt/long-entry".to_owned(),
        field: None,
        message: String::new(),
        help: String::new(),
    });
    assert_eq!(world.ask(Stage::Update).ids(), ["tt/long-entry"]);
    world.entry.held.clear();
    world.draft.content.end = Some(NINE + 14 * HOUR);
    assert_eq!(world.ask(Stage::Update).ids(), ["tt/long-entry"]);
}

#[test]
fn all_breaches_come_together() {
    let mut world = World::local();
    world.settings.note_required = true;
    world.draft.content.note = None;
    world.draft.content.deduct = -1;
    world.draft.content.tags = ["\u{7}".to_owned()].into();
    world.now = NINE;
    assert_eq!(
        world.ask(Stage::Log).ids(),
        [
            "tt/deduct-within",
            "tt/not-in-future",
            "tt/note-required",
            "tt/no-control-chars"
        ]
    );
}

#[test]
fn every_step_of_every_service_is_allowed_or_not() {
    use Status::{Approved, Billed, Open, Rejected, Submitted};
    let always = [
        (Open, Submitted),
        (Rejected, Submitted),
        (Submitted, Approved),
        (Submitted, Rejected),
        (Submitted, Open),
        (Rejected, Open),
        (Approved, Billed),
    ];
    for (backend, documented, approver, more) in [
        (None, false, false, &[][..]),
        (Some(BackendKind::Moneybird), false, true, &[]),
        (Some(BackendKind::Autotask), false, true, &[]),
        (
            Some(BackendKind::ConnectWise),
            false,
            true,
            &[(Approved, Open)],
        ),
        (Some(BackendKind::ConnectWise), false, false, &[]),
        (Some(BackendKind::ConnectWise), true, false, &[]),
        (
            Some(BackendKind::ConnectWise),
            true,
            true,
            &[(Open, Approved), (Open, Rejected)],
        ),
    ] {
        for from in Status::ALL {
            for to in Status::ALL {
                let mut world = backend.map_or_else(World::local, World::with);
                if let Some(profile) = &mut world.profile {
                    (profile.documented, profile.approver) = (documented, approver);
                }
                step(&mut world, *from, *to);
                world.reason = Some("because");
                let stage = match to {
                    Submitted | Open => Stage::Submit,
                    _ => Stage::Approve,
                };
                let said = world.ask(stage);
                let allowed = !said.ids().contains(&"tt/transition");
                let expected = always.contains(&(*from, *to)) || more.contains(&(*from, *to));
                assert_eq!(allowed, expected, "{backend:?} {from} to {to}");
            }
        }
    }
}

/// Sheets are read further back than entries: the entry may be known as submitted still.
#[test]
fn what_is_on_an_approved_sheet_is_not_taken_back() {
    for (documented, approver, delivered, sheet_is, allowed) in [
        (false, false, true, Status::Submitted, true),
        (false, false, true, Status::Approved, false),
        (false, false, true, Status::Billed, false),
        // What the service does not hold is on no sheet.
        (false, false, false, Status::Approved, true),
        // Who approves takes an approval back, where that can be done.
        (false, true, true, Status::Approved, true),
        (true, true, true, Status::Approved, false),
    ] {
        let mut world = World::with(BackendKind::ConnectWise);
        if let Some(profile) = &mut world.profile {
            (profile.documented, profile.approver) = (documented, approver);
        }
        if delivered {
            world.delivered(Status::Submitted, "PendingApproval");
        }
        world.facts.sheet = sheet(sheet_is, "whatever");
        step(&mut world, Status::Submitted, Status::Open);
        let said = world.ask(Stage::Submit);
        let is_allowed = !said.ids().contains(&"tt/transition");
        assert_eq!(
            is_allowed, allowed,
            "{documented} {approver} {delivered} {sheet_is}"
        );
    }
}

#[test]
fn what_runs_or_is_held_is_not_handed_in() {
    let mut world = World::local();
    step(&mut world, Status::Open, Status::Submitted);
    world.entry.content.end = None;
    let said = world.ask(Stage::Submit);
    assert_eq!(said.breaches[0].1.message, "entry 12 is still running");
    let mut world = World::local();
    step(&mut world, Status::Open, Status::Submitted);
    world.entry.held.push(Breach {
        rule: "tt/long-entry".to_owned(),
        field: None,
        message: String::new(),
        help: String::new(),
    });
    let said = world.ask(Stage::Submit);
    assert_eq!(
        said.breaches[0].1.message,
        "entry 12 is held by tt/long-entry"
    );
}

#[test]
fn a_lock_leaves_open_what_the_service_leaves_open_and_what_is_ours() {
    let mut world = World::with(BackendKind::Autotask);
    world.entry.status = Status::Submitted;
    world.draft.content.tags = ["onsite".to_owned()].into();
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.draft.content.note = Some("more words".to_owned());
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.draft.content.end = Some(NINE + 60);
    let said = world.ask(Stage::Update);
    assert_eq!(said.ids(), ["autotask/frozen-when-submitted"]);
    assert!(said.breaches[0].1.message.contains("its end cannot change"));
    world.draft.content.end = world.entry.content.end;
    world.entry.status = Status::Billed;
    let said = world.ask(Stage::Update);
    assert!(
        said.breaches[0]
            .1
            .message
            .contains("its note cannot change")
    );
    assert!(said.breaches[0].1.help.contains("new entry"));
}
