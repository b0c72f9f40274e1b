//! Autotask PSA's rules on time, people and timesheets: one entry each admits,
//! and one it stops.

use super::pair::Pair;
use super::world::{Ends, HOUR, NINE, World, sheet, target, thing};
use serde_json::json;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::status::{BookedAs, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry};
use tt::rules::{Stage, names};

fn same(_: &mut World) {}

fn another_note(world: &mut World) {
    world.draft.content.note = Some("another note".to_owned());
}

fn on_a_day(world: &mut World) {
    let content = &mut world.draft.content;
    (content.start, content.end) = (None, None);
    (content.length, content.booked_as) = (Some(HOUR), BookedAs::Date);
}

/// The resource lives where it is still yesterday.
fn honolulu(world: &mut World) {
    let zone = json!("Pacific/Honolulu");
    world.fact(CatalogKind::Members, "7", names::ZONE, zone);
}

fn assigned_to_another(world: &mut World) {
    world.fact(CatalogKind::Tickets, "54321", names::ASSIGNED, json!(9));
}

fn entered_by_us(world: &mut World) {
    world.delivered(Status::Open, "Open");
    world.raw("creatorUserID", json!(7));
    world.raw("resourceID", json!(7));
}

/// Time for a colleague whose timesheets we approve.
fn for_a_colleague(world: &mut World) {
    world.draft.content.member = Some(Reference::typed("8"));
    let roles = json!({"zone": "Europe/Amsterdam", "roles": [{"role": 12, "active": true}]});
    world
        .facts
        .items
        .push(thing(CatalogKind::Members, "8", roles));
    world.tenant().proxy_time_entry = ProxyEntry::Approvers;
    world.tenant().approves = vec!["8".to_owned()];
}

pub const PAIRS: &[Pair] = &[
    Pair {
        rule: "autotask/hours",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            (w.settings.review_entry, w.now) = (24 * HOUR, NINE + 48 * HOUR);
            w.tenant().allow_span_midnight = true;
            w.draft.content.end = Some(NINE + 24 * HOUR - 1);
        },
        bad: |w| w.draft.content.end = Some(NINE + 24 * HOUR),
        says: "lasts 24h: Autotask takes less",
    },
    Pair {
        rule: "autotask/start-before-end",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.end = Some(NINE + 1),
        bad: |w| w.draft.content.end = Some(NINE - 2 * HOUR),
        says: "2h before the start",
    },
    Pair {
        rule: "autotask/date-worked",
        stage: Stage::Log,
        ends: Ends::Adjusted,
        good: same,
        bad: honolulu,
        says: "counts for 2026-11-19, the day of its start in Pacific/Honolulu",
    },
    Pair {
        rule: "autotask/date-worked",
        stage: Stage::Push,
        ends: Ends::Adjusted,
        good: same,
        bad: honolulu,
        says: "counts for 2026-11-19",
    },
    Pair {
        rule: "autotask/utc-midnight",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            w.now = NINE + 24 * HOUR;
            (w.draft.content.start, w.draft.content.end) =
                (Some(NINE + 14 * HOUR), Some(NINE + 16 * HOUR));
        },
        bad: |w| w.draft.content.end = Some(NINE + 16 * HOUR + 60),
        says: "midnight UTC, which is 01:00 here",
    },
    Pair {
        rule: "autotask/sheet-status",
        stage: Stage::Log,
        ends: Ends::Held,
        good: |w| w.facts.sheet = sheet(Status::Rejected, "Rejected"),
        bad: |w| w.facts.sheet = sheet(Status::Submitted, "Submitted"),
        says: "timesheet of 2026-11-20 is Submitted",
    },
    Pair {
        rule: "autotask/sheet-status",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: |w| {
            another_note(w);
            w.entry.status = Status::Rejected;
        },
        bad: |w| w.entry.status = Status::Approved,
        says: "entry 12 is on a timesheet that is approved: its note cannot change",
    },
    Pair {
        rule: "autotask/sheet-status",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: |w| w.entry.status = Status::Rejected,
        bad: |w| w.entry.status = Status::Submitted,
        says: "submitted: it cannot be deleted",
    },
    Pair {
        rule: "autotask/frozen-when-submitted",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: |w| {
            another_note(w);
            w.entry.status = Status::Submitted;
        },
        bad: |w| w.draft.content.end = Some(NINE + HOUR),
        says: "is submitted: its end cannot change",
    },
    Pair {
        rule: "autotask/approved-and-posted",
        stage: Stage::Update,
        ends: Ends::Locked,
        good: |w| {
            another_note(w);
            w.entry.status = Status::Submitted;
        },
        bad: |w| w.entry.status = Status::Billed,
        says: "approved and posted: its note cannot change",
    },
    Pair {
        rule: "autotask/approved-and-posted",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: same,
        bad: |w| w.entry.status = Status::Billed,
        says: "approved and posted: it cannot be deleted",
    },
    Pair {
        rule: "autotask/delete",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: entered_by_us,
        bad: |w| {
            w.raw("creatorUserID", json!(9));
            w.raw("resourceID", json!(9));
        },
        says: "was entered by the resource",
    },
    Pair {
        rule: "autotask/proxy",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: for_a_colleague,
        bad: |w| w.tenant().proxy_time_entry = ProxyEntry::Disabled,
        says: "time for 8 cannot be entered",
    },
    Pair {
        rule: "autotask/proxy",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: for_a_colleague,
        bad: |w| w.tenant().approves.clear(),
        says: "only by who approves it",
    },
    Pair {
        rule: "autotask/impersonator-delete",
        stage: Stage::Delete,
        ends: Ends::Locked,
        good: entered_by_us,
        bad: |w| {
            w.raw("creatorUserID", json!(9));
            w.raw("resourceID", json!(10));
        },
        says: "entered by 9 for 10",
    },
    Pair {
        rule: "autotask/ticket-assigned",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.tenant().service_desk_access = false,
        bad: assigned_to_another,
        says: "ticket 54321 is not assigned",
    },
    Pair {
        rule: "autotask/ticket-assigned",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: |w| w.tenant().service_desk_access = false,
        bad: assigned_to_another,
        says: "ticket 54321 is not assigned",
    },
    Pair {
        rule: "autotask/task-permission",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            w.tenant().can_enter_time_on = TaskEntry::Assigned;
        },
        bad: |w| w.fact(CatalogKind::Tasks, "88", names::ASSIGNED, json!(9)),
        says: "no time be entered on task 88",
    },
    Pair {
        rule: "autotask/task-permission",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            w.tenant().can_enter_time_on = TaskEntry::Assigned;
        },
        bad: |w| w.tenant().can_enter_time_on = TaskEntry::None,
        says: "no time be entered on task 88",
    },
    Pair {
        rule: "autotask/project-template",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| *w = World::on_task(),
        bad: |w| {
            w.fact(
                CatalogKind::Tasks,
                "88",
                names::PROJECT_TYPE,
                json!("template"),
            )
        },
        says: "task 88 belongs to a project that is template",
    },
    Pair {
        rule: "autotask/start-stop-required",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            on_a_day(w);
        },
        bad: |w| {
            w.fact(
                CatalogKind::Tasks,
                "88",
                names::NEEDS_START_STOP,
                json!(true),
            )
        },
        says: "wants start and end",
    },
    Pair {
        rule: "autotask/complete-ticket",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.tenant().prohibit_time_on_complete_tickets = true,
        bad: |w| w.fact(CatalogKind::Tickets, "54321", names::COMPLETED, json!(true)),
        says: "ticket 54321 is complete",
    },
    Pair {
        rule: "autotask/complete-ticket",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: |w| w.tenant().allow_time_on_complete_tickets = false,
        bad: |w| w.fact(CatalogKind::Tickets, "54321", names::COMPLETED, json!(true)),
        says: "ticket 54321 is complete",
    },
    Pair {
        rule: "autotask/complete-task",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            w.tenant().allow_time_on_complete_tasks = false;
        },
        bad: |w| w.fact(CatalogKind::Tasks, "88", names::COMPLETED, json!(true)),
        says: "task 88 is complete",
    },
    Pair {
        rule: "autotask/complete-task",
        stage: Stage::Update,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            w.tenant().allow_time_on_complete_tasks = false;
        },
        bad: |w| w.fact(CatalogKind::Tasks, "88", names::COMPLETED, json!(true)),
        says: "task 88 is complete",
    },
    Pair {
        rule: "autotask/summary-notes",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: same,
        bad: |w| w.draft.content.note = Some(" ".to_owned()),
        says: "Autotask ticket time needs summary notes",
    },
    Pair {
        rule: "autotask/summary-notes",
        stage: Stage::Submit,
        ends: Ends::Refused,
        good: |w| {
            *w = World::on_task();
            w.tenant().require_summary_notes_on_tasks = true;
        },
        bad: |w| w.entry.content.note = None,
        says: "Autotask task time needs summary notes",
    },
    Pair {
        rule: "autotask/note-length",
        stage: Stage::Log,
        ends: Ends::Refused,
        good: |w| w.draft.content.note = Some("é".repeat(32_000)),
        bad: |w| w.draft.content.note = Some("é".repeat(32_001)),
        says: "32001 characters, more than 32000",
    },
    Pair {
        rule: "autotask/rich-text",
        stage: Stage::Update,
        ends: Ends::Held,
        good: |w| {
            another_note(w);
            w.delivered(Status::Open, "Open");
            w.raw("lastModifiedUserID", json!(7));
        },
        bad: |w| w.raw("lastModifiedUserID", json!(9)),
        says: "formatted in the note of entry 12",
    },
];

#[test]
fn each_rule_admits_one_entry_and_stops_one() {
    for pair in PAIRS {
        pair.run(World::autotask);
    }
}

/// The stages at which the rules of a write are asked of what is there.
fn both(world: &World) -> [Vec<String>; 2] {
    [Stage::Log, Stage::Update].map(|stage| {
        let said = world.ask(stage);
        said.ids().into_iter().map(str::to_owned).collect()
    })
}

#[test]
fn archived_projects_warn_where_the_tenant_lets_them() {
    let mut world = World::on_task();
    world.fact(
        CatalogKind::Tasks,
        "88",
        names::PROJECT_TYPE,
        json!("Archived"),
    );
    assert_eq!(world.ask(Stage::Log).breaches[0].0, Ends::Refused);
    world.tenant().allow_archived_projects = true;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["autotask/project-template"]);
    assert_eq!(said.breaches[0].0, Ends::Warned);
    // The project itself is asked where its task does not say.
    let (kind, _, _) = world.facts.items.pop().unwrap();
    world.facts.items.push(thing(
        kind,
        "88",
        json!({"project": 5, "assigned_role": null}),
    ));
    let project = json!({"project_type": "template"});
    world
        .facts
        .items
        .push(thing(CatalogKind::Projects, "5", project));
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), ["autotask/project-template"]);
    assert_eq!(said.breaches[0].0, Ends::Refused);
}

#[test]
fn complete_tickets_keep_the_entries_they_have_unless_nothing_may_change() {
    let mut world = World::autotask();
    world.fact(CatalogKind::Tickets, "54321", names::COMPLETED, json!(true));
    assert_eq!(both(&world), [vec![], vec![]] as [Vec<String>; 2]);
    world.tenant().prohibit_time_on_complete_tickets = true;
    assert_eq!(
        both(&world),
        [vec!["autotask/complete-ticket".to_owned()], vec![]]
    );
    world.entry.content.target = Some(target(TargetKind::Ticket, "54320"));
    assert_eq!(both(&world)[1], ["autotask/complete-ticket"]);
}

#[test]
fn an_administrator_enters_time_for_whoever_is_active() {
    let mut world = World::autotask();
    for_a_colleague(&mut world);
    world.tenant().approves.clear();
    world.tenant().proxy_time_entry = ProxyEntry::ApproversAndAdministrators;
    assert_eq!(world.ask(Stage::Log).ids(), ["autotask/proxy"]);
    world.tenant().administrator = true;
    assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
    world.retire(CatalogKind::Members, "8");
    assert_eq!(world.ask(Stage::Log).ids(), ["autotask/proxy"]);
}

#[test]
fn a_secondary_resource_is_assigned_too() {
    let mut world = World::autotask();
    world.tenant().service_desk_access = false;
    assigned_to_another(&mut world);
    for secondary in [json!([7]), json!([{"member": "7", "role": 12}])] {
        world.fact(CatalogKind::Tickets, "54321", names::SECONDARY, secondary);
        assert_eq!(world.ask(Stage::Log).ids(), [""; 0]);
    }
}

#[test]
fn time_that_stands_is_not_asked_again_about_midnight_and_the_help_names_the_split() {
    let mut world = World::autotask();
    world.now = NINE + 48 * HOUR;
    world.both(|content| {
        (content.start, content.end) = (Some(NINE + 14 * HOUR), Some(NINE + 17 * HOUR));
    });
    assert_eq!(world.ask(Stage::Update).ids(), [""; 0]);
    world.draft.content.end = Some(NINE + 18 * HOUR);
    let said = world.ask(Stage::Update);
    assert_eq!(said.breaches[0].1.help, "book it in two: tt split 12 01:00");
    world.ending = true;
    assert_eq!(world.ask(Stage::Update).breaches[0].0, Ends::Held);
}

#[test]
fn what_is_not_cached_stops_nobody() {
    let mut world = World::autotask();
    world.facts.items.clear();
    world.tenant().service_desk_access = false;
    let said = world.ask(Stage::Log);
    assert_eq!(said.ids(), [""; 0]);
    assert!(
        said.unchecked
            .iter()
            .any(|id| id == "autotask/ticket-assigned")
    );
    for kind in [TargetKind::Task, TargetKind::ChargeCode] {
        world.draft.content.target = Some(target(kind, "1"));
        world.draft.content.work_type = Some(Reference::typed("1"));
        assert_eq!(world.ask(Stage::Log).ids(), [""; 0], "{kind}");
    }
}

#[test]
fn taskfire_time_and_time_off_stay() {
    let mut world = World::autotask();
    entered_by_us(&mut world);
    let taskfire = json!("taskfire");
    world.fact(CatalogKind::Tickets, "54321", names::RECORD_TYPE, taskfire);
    assert_eq!(world.ask(Stage::Delete).ids(), ["autotask/delete"]);
    let mut world = World::general();
    entered_by_us(&mut world);
    assert_eq!(world.ask(Stage::Delete).ids(), [""; 0]);
    world.fact(
        CatalogKind::ChargeCodes,
        "40",
        names::PRE_APPROVED,
        json!(true),
    );
    assert_eq!(world.ask(Stage::Delete).ids(), ["autotask/delete"]);
}
