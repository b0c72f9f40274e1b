//! Whatever is asked of the rules, they answer; and they keep their promises.

use super::world::{Ends, NINE, World, busy, item, sheet, target};
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, TargetKind};
use tt::domain::content::{Content, Pause};
use tt::domain::status::{BackendKind, Billable, BookedAs, Status};
use tt::domain::tenant::{ProxyEntry, TaskEntry, TenantSettings};
use tt::rules::{Known, Stage, adjusted, changed_fields, names, observe};

/// Seconds as they are, and as nobody means them.
fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => NINE - 90_000..NINE + 90_000,
        2 => -90_000_i64..90_000,
        1 => any::<i64>(),
        1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), Just(-1)],
    ]
}

/// Identities that things of the catalog have.
const IDS: &[&str] = &["5", "7", "12", "40", "tenant"];

fn reference() -> impl Strategy<Value = Reference> {
    let known = prop::sample::select(IDS).prop_map(Reference::typed);
    prop_oneof![known.boxed(), any_reference().boxed()].boxed()
}

fn any_reference() -> impl Strategy<Value = Reference> {
    (of(".{0,4}"), ".{0,8}", of(".{0,4}")).prop_map(|(id, typed, name)| Reference {
        id,
        typed,
        name,
    })
}

/// Boxed, for strategies nest by value and a test's stack is small.
fn given() -> BoxedStrategy<Option<Reference>> {
    of(reference()).boxed()
}

/// A thing of the catalog of which anything may be known, sense or not.
fn thing() -> impl Strategy<Value = (CatalogKind, &'static str, Known)> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::from),
        seconds().prop_map(Value::from),
        prop::sample::select(IDS).prop_map(Value::from),
        prop::sample::select(&["template", "2026-11-20", "Europe/Amsterdam", "flat-rate"][..])
            .prop_map(Value::from),
        Just(Value::Null),
        Just(json!([5, "7", {"role": 12, "active": false, "member": "7"}])),
    ]
    .boxed();
    let facts = prop::collection::btree_map(prop::sample::select(names::ALL), value, 0..9).boxed();
    let kind = prop::sample::select(CatalogKind::ALL);
    let id = prop::sample::select(IDS);
    (kind, id, any::<bool>(), any::<bool>(), facts).prop_map(|(kind, id, active, stale, facts)| {
        let mut item = item(kind, id);
        id.clone_into(&mut item.id);
        item.active = active;
        item.facts = facts
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let item = Box::new(item);
        (kind, id, Known::Item { item, stale })
    })
}

prop_compose! {
    fn settings()(
        flags in prop::array::uniform8(any::<bool>()).boxed(), archived in any::<bool>(), notes in any::<bool>(),
        proxy in prop::sample::select(ProxyEntry::ALL), tasks in prop::sample::select(TaskEntry::ALL),
        api in of(prop::sample::select(IDS)), approves in prop::sample::select(IDS),
        minutes in any::<u32>(),
    ) -> TenantSettings {
        TenantSettings {
            proxy_time_entry: proxy,
            api_resource: api.map(str::to_owned),
            approves: vec![approves.to_owned()],
            administrator: flags[0],
            service_desk_access: flags[1],
            can_enter_time_on: tasks,
            may_set_billing: flags[2],
            allow_span_midnight: flags[3],
            allow_modify_role: flags[4],
            prohibit_time_on_complete_tickets: flags[5],
            allow_time_on_complete_tickets: flags[6],
            allow_time_on_complete_tasks: flags[7],
            allow_archived_projects: archived,
            require_summary_notes_on_tasks: notes,
            regular_time_codes: Vec::new(),
            rounding_minutes: minutes,
        }
    }
}

prop_compose! {
    fn time()(
        days in prop_oneof![4 => Just(739_940), 1 => any::<i32>()],
        zone in prop_oneof![4 => Just("Europe/Amsterdam".to_owned()), 1 => ".{0,6}"],
        start in of(seconds()), end in of(seconds()), length in of(seconds()),
        deduct in prop_oneof![2 => Just(0), 1 => seconds()],
        pauses in prop::collection::vec((seconds(), of(seconds())), 0..4),
        booked_as in prop::sample::select(BookedAs::ALL),
    ) -> Content {
        let date = chrono::NaiveDate::from_num_days_from_ce_opt(days)
            .unwrap_or(if days < 0 { chrono::NaiveDate::MIN } else { chrono::NaiveDate::MAX });
        let mut content = Content::blank(date, &zone, booked_as);
        (content.start, content.end, content.length) = (start, end, length);
        content.deduct = deduct;
        content.pauses = pauses.into_iter().map(|(start, end)| Pause { start, end }).collect();
        content
    }
}

fn at() -> BoxedStrategy<String> {
    let known = prop::sample::select(IDS).prop_map(str::to_owned);
    prop_oneof![known.boxed(), ".{0,6}".boxed()].boxed()
}

prop_compose! {
    fn content()(
        mut content in time().boxed(),
        kind in of(prop::sample::select(TargetKind::ALL)), at in at(),
        client in given(), project in given(), service in given(),
        task in given(), member in given(), work_type in given(),
        work_role in given(), agreement in given(),
        flags in prop::array::uniform4(of(any::<bool>())).boxed(),
        note in of(".{0,20}"), tags in prop::collection::btree_set(".{0,4}", 0..3),
        billable in prop::sample::select(Billable::ALL),
    ) -> Content {
        content.target = kind.map(|kind| target(kind, &at));
        (content.client, content.project, content.service) = (client, project, service);
        (content.task, content.member) = (task, member);
        (content.work_type, content.work_role) = (work_type, work_role);
        (content.note, content.tags, content.billable) = (note, tags, billable);
        content.agreement = agreement;
        (content.extra.internal, content.extra.show_on_invoice) = (flags[0], flags[1]);
        content.extra.agreement_service = flags[2].map(|_| "1".to_owned());
        content.extra.detail = flags[3].map(|_| "x".to_owned());
        content
    }
}

prop_compose! {
    fn world()(
        draft in content().boxed(), stored in content().boxed(),
        backend in of(prop::sample::select(BackendKind::ALL)),
        now in seconds(), worked in seconds(), from in seconds(), till in seconds(),
        limits in prop::array::uniform4(seconds()), late in of(seconds()), chars in any::<u32>(),
        required in any::<bool>(), future in any::<bool>(), delivered in any::<bool>(),
        status in prop::sample::select(Status::ALL), to in of(prop::sample::select(Status::ALL)),
        cc in prop::collection::vec(".{0,10}", 0..3),
        items in prop::collection::vec(thing().boxed(), 0..12).boxed(),
        tenant in of(settings().boxed()).boxed(),
    ) -> World {
        let mut world = backend.map_or_else(World::local, World::with);
        (world.draft.content, world.entry.content) = (draft, stored);
        (world.draft.future, world.draft.mailing.cc) = (future, cc);
        (world.now, world.facts.worked) = (now, worked);
        world.facts.busy = vec![busy(3, from, till)];
        world.facts.sheet = sheet(status, "whatever");
        (world.settings.max_entry, world.settings.review_entry) = (limits[0], limits[1]);
        (world.settings.max_day, world.settings.increment) = (limits[2], limits[3]);
        (world.settings.late_after, world.settings.note_min_chars) = (late, chars);
        world.settings.note_required = required;
        world.facts.items = items;
        if let Some(profile) = &mut world.profile {
            profile.tenant = tenant;
        }
        if delivered {
            world.delivered(status, "whatever");
        }
        (world.entry.status, world.to) = (status, to);
        world
    }
}

/// Rules on what is not known while a timer runs.
const OF_THE_END: &[&str] = &[
    "tt/worked-positive",
    "tt/one-day",
    "tt/end-after-start",
    "tt/deduct-within",
    "tt/overlap",
    "tt/long-entry",
    "tt/max-day",
    "tt/increment",
    "tt/note-required",
    "tt/note-min-chars",
    "tt/clock-needed",
    "tt/late",
    "connectwise/charge-to",
    "connectwise/company-for-charge-code",
    "connectwise/end-or-hours",
    "connectwise/hours-deduct",
    "connectwise/sheet-open",
    "connectwise/type-and-role",
    "connectwise/note-required",
    "connectwise/rounding",
    "autotask/hours",
    "autotask/start-before-end",
    "autotask/utc-midnight",
    "autotask/start-stop-required",
    "autotask/summary-notes",
    "moneybird/start",
    "moneybird/end",
    "moneybird/description",
    "moneybird/full-minutes",
    "moneybird/pause-within",
    "freshbooks/duration",
    "freshbooks/started-at",
];

proptest! {
    /// `World::ask` also compares what is admitted with what was asked for.
    #[test]
    fn the_rules_answer_whatever_they_are_asked(world in world().boxed()) {
        for stage in Stage::ALL {
            let said = world.ask(*stage);
            for adjustment in &said.adjustments {
                prop_assert!(!adjustment.message.is_empty());
                let again = adjusted(&world.draft.content, &said.adjustments);
                prop_assert_eq!(&adjusted(&again, &said.adjustments), &again);
            }
            for (_, breach) in &said.breaches {
                prop_assert!(!breach.message.is_empty() && !breach.help.is_empty());
                prop_assert!(tt::rules::table::find(&breach.rule).is_some());
            }
            if *stage == Stage::Push {
                prop_assert!(said.breaches.iter().all(|(ends, _)| matches!(ends, Ends::Held | Ends::Warned)));
            }
        }
    }

    #[test]
    fn the_end_of_a_timer_is_never_refused(mut world in world().boxed()) {
        world.ending = true;
        world.entry.content.end = None;
        for stage in [Stage::Log, Stage::Update] {
            for (ends, breach) in world.ask(stage).breaches {
                prop_assert!(matches!(ends, Ends::Held | Ends::Warned), "{breach:?}");
            }
        }
    }

    #[test]
    fn a_running_timer_is_asked_nothing_about_its_end(mut world in world().boxed(), start in seconds()) {
        (world.draft.content.start, world.draft.content.end) = (Some(start), None);
        for stage in [Stage::Log, Stage::Update] {
            let said = world.ask(stage);
            let asked: Vec<&str> = said.ids().into_iter().filter(|id| OF_THE_END.contains(id)).collect();
            prop_assert_eq!(asked, [""; 0]);
        }
    }

    #[test]
    fn what_a_service_holds_is_taken_or_refused_and_never_changed(content in content(), id in ".{0,3}") {
        let mut world = World::local();
        world.delivered(Status::Open, "Open");
        let mut seen = world.seen.unwrap();
        (seen.content, seen.id.0) = (content, id);
        if let Ok(observed) = observe(seen.clone()) {
            prop_assert_eq!(observed.remote(), &seen);
        }
    }

    #[test]
    fn only_what_differs_is_changed(one in content(), two in content()) {
        prop_assert_eq!(changed_fields(&one, &one), [""; 0]);
        prop_assert_eq!(changed_fields(&one, &two), changed_fields(&two, &one));
    }
}
