//! What timers leave in the store and in the journal.

use super::*;
use crate::domain::content::Pause;
use crate::domain::settings::RuleSettings;
use crate::domain::status::BookedAs;
use crate::domain::when::Setting;
use crate::ledger::{Beside, Booking, Place, fresh_key, log_beside};
use crate::store::Access;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// 2026-11-22 09:00 UTC.
const NOW: i64 = 1_795_338_000;
const HOUR: i64 = 3_600;

fn fresh() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("tt.db"), Access::Write, NOW).unwrap();
    (folder, store)
}

fn site(now: i64) -> Site {
    Site {
        now,
        who: "ann".into(),
        rules: RuleSettings::default(),
        catalog_max_age: 0,
        profiles: BTreeMap::new(),
    }
}

fn at(at: i64) -> Moment {
    Moment {
        at,
        typed: None,
        zone: Zone::UTC,
    }
}

fn typed(moment: i64) -> Moment {
    Moment {
        typed: Some("then".into()),
        ..at(moment)
    }
}

fn blank(note: &str) -> Draft {
    let mut content = Content::blank(Zone::UTC.date(NOW), "UTC", BookedAs::Range);
    content.note = Some(note.into());
    Draft {
        content,
        mailing: Mailing::default(),
        future: false,
    }
}

fn started(store: &mut Store, note: &str, when: i64) -> Entry {
    let starting = Starting {
        draft: blank(note),
        at: at(when),
        folder: None,
    };
    let moved = start(store, &starting, &Ending::default(), &site(when)).unwrap();
    moved.last().unwrap().1.clone()
}

#[test]
fn one_command_is_one_step_that_says_what_was() {
    let (_folder, mut store) = fresh();
    let first = started(&mut store, "one", NOW);
    let second = started(&mut store, "two", NOW + HOUR);
    let lines = store.view().journal_back(None, 9).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|at| {
            (
                at.line.action,
                at.line.entry,
                at.line.step.0,
                at.line.before.is_some(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Action::Start, Some(second.id), 2, false),
            (Action::Stop, Some(first.id), 2, true),
            (Action::Start, Some(first.id), 1, false),
        ]
    );
    let before = lines[1].line.before.as_ref().unwrap();
    assert!(before.content.is_timer());
}

#[test]
fn a_timer_that_waits_for_its_end_is_booked_with_it() {
    let (_folder, mut store) = fresh();
    let timer = started(&mut store, "one", NOW);
    pause(&mut store, &at(NOW + HOUR), &site(NOW + HOUR)).unwrap();
    let two = NOW + 2 * HOUR;
    resume(
        &mut store,
        None,
        &at(two),
        None,
        &Ending::default(),
        &site(two),
    )
    .unwrap();
    let late = NOW + 30 * HOUR;
    let moved = stop(&mut store, &at(late), &Ending::default(), &site(late)).unwrap();
    assert_eq!(moved[0].0, Did::Unended);
    assert!(is_unended(&moved[0].1) && moved[0].1.content.end.is_none());
    assert!(running(&store.view()).unwrap().is_none());
    // Again too late: it still waits.
    let moved = timer_end(&mut store, timer.id, &typed(late - HOUR), &site(late)).unwrap();
    assert_eq!(moved[0].0, Did::Unended);
    assert!(timer_end(&mut store, timer.id, &typed(NOW - 1), &site(late)).is_err());
    let end = NOW + 5 * HOUR;
    let moved = timer_end(&mut store, timer.id, &typed(end), &site(late)).unwrap();
    let (did, entry) = &moved[0];
    assert_eq!(*did, Did::Booked);
    assert_eq!(entry.content.end, Some(end));
    assert_eq!(entry.content.worked(0), 4 * HOUR);
    assert!(entry.held.is_empty());
    assert_eq!(store.view().last_booked(0).unwrap(), Some(timer.id));
    assert!(timer_end(&mut store, timer.id, &typed(end), &site(late)).is_err());
}

#[test]
fn an_answer_is_only_for_the_timer_it_was_given_for() {
    let (_folder, mut store) = fresh();
    let timer = started(&mut store, "one", NOW);
    let end = NOW + 2 * HOUR;
    for (of, note, worked) in [
        (Some(EntryId(timer.id.0 + 1)), "one", 2 * HOUR),
        (None, "other", HOUR),
    ] {
        let ending = Ending {
            of,
            at: Some(NOW + HOUR),
            note: Some("other".into()),
        };
        let site = site(end);
        let mut plan = Plan::new(store.view(), &site);
        plan.end(&timer, &at(end), &ending).unwrap();
        let (did, entry) = plan.shown().pop().unwrap();
        assert_eq!(did, Did::Booked);
        assert_eq!(entry.content.note.as_deref(), Some(note));
        assert_eq!(entry.content.worked(0), worked);
    }
}

#[test]
fn a_booking_may_leave_its_time_out_of_the_running_timer() {
    for (beside, worked, warned, noted) in [
        (Beside::LeftOut, 2 * HOUR, false, false),
        (Beside::Kept, 3 * HOUR, true, false),
        (Beside::Noted, 3 * HOUR, true, true),
    ] {
        let (_folder, mut store) = fresh();
        let timer = started(&mut store, "one", NOW);
        let now = NOW + 3 * HOUR;
        let mut draft = blank("call");
        draft.content.start = Some(NOW + HOUR);
        draft.content.end = Some(NOW + 2 * HOUR);
        let booking = Booking {
            draft,
            place: Place::Fixed,
            setting: Setting::new(now, Zone::UTC),
            key: fresh_key(now).unwrap(),
            said: Vec::new(),
        };
        let (entry, said) = log_beside(&mut store, booking, beside, &site(now)).unwrap();
        assert_eq!(!entry.warnings.is_empty(), warned, "{beside:?}");
        assert_eq!(!said.is_empty(), noted, "{beside:?}");
        let (kept, _) = store.view().entry(timer.id).unwrap().unwrap();
        assert_eq!(kept.content.worked(now), worked, "{beside:?}");
        assert!(!kept.content.is_parked(), "{beside:?}");
        let lines = store.view().journal_back(None, 9).unwrap();
        let one_step = lines[0].line.step == lines[1].line.step;
        assert_eq!(one_step, beside == Beside::LeftOut, "{beside:?}");
    }
}

#[test]
fn what_stands_still_may_be_told_from_what_runs() {
    let (_folder, mut store) = fresh();
    let timer = started(&mut store, "one", NOW);
    let moved = pause(&mut store, &at(NOW + 60), &site(NOW + 60)).unwrap();
    assert_eq!(
        moved[0].1.content.pauses,
        [Pause {
            start: NOW + 60,
            end: None
        }]
    );
    assert!(!is_unended(&moved[0].1));
    assert_eq!(stoppable(&store.view()).unwrap().id, timer.id);
    assert_eq!(
        to_resume(&store.view(), Some(timer.id)).unwrap().id,
        timer.id
    );
    let early = resume(
        &mut store,
        None,
        &typed(NOW),
        None,
        &Ending::default(),
        &site(NOW + 90),
    );
    let message = early.unwrap_err().to_string();
    assert!(message.contains("before timer 1 was parked"), "{message}");
}
