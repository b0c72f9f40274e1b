//! Entries come back as they were stored, whatever is in them.

use super::*;
use crate::domain::content::{Extra, NoteTo, Pause};
use crate::domain::entry::{Adjustment, Breach};
use crate::domain::ids::EntryId;
use crate::domain::status::Billable;
use crate::store::{Action, Line, Snapshot, Step, Who};
use proptest::prelude::*;

fn breach(rule: &str) -> Breach {
    Breach {
        rule: rule.to_owned(),
        field: Some("note".to_owned()),
        message: "too short".to_owned(),
        help: "write more".to_owned(),
    }
}

/// Something in every field.
fn rich() -> Content {
    let thing = |text: &str| Some(Reference::known(text, Some("a name")));
    Content {
        deduct: 300,
        pauses: vec![Pause {
            start: NOW - 7_000,
            end: Some(NOW - 6_900),
        }],
        project: thing("p"),
        client: thing("c"),
        service: thing("s"),
        task: thing("t"),
        member: thing("m"),
        work_type: Some(Reference::typed("Remote")),
        work_role: thing("r"),
        agreement: thing("a"),
        billable: Billable::NoCharge,
        note: Some("één – 日本語 – 🎉\nsecond line".to_owned()),
        internal_note: Some("'; DROP TABLE entries; --".to_owned()),
        tags: ["b".to_owned(), "a".to_owned()].into(),
        extra: Extra {
            note_to: vec![NoteTo::TicketInternal],
            offset_seconds: Some(-60),
            ..Extra::default()
        },
        ..hour(2, Some("work"))
    }
}

#[test]
fn every_field_comes_back() {
    let (_folder, mut store) = fresh();
    let mut timer = hour(3, None);
    timer.end = None;
    timer.pauses = vec![Pause {
        start: NOW - 60,
        end: None,
    }];
    let mut dated = Content::blank(day("2026-02-28"), "UTC", BookedAs::Date);
    dated.length = Some(1_800);
    let mut named = hour(5, None);
    named.target = Some(Target {
        kind: TargetKind::ChargeCode,
        at: Reference {
            id: Some("7".to_owned()),
            typed: "Holiday".to_owned(),
            name: Some("Holiday, paid".to_owned()),
        },
    });
    let blank = Content::blank(day("2026-01-01"), "UTC", BookedAs::Date);
    for (n, content) in [rich(), timer, dated, named, blank, hour(1, None)]
        .into_iter()
        .enumerate()
    {
        let booked = book(&mut store, &content, n as u64);
        let (entry, link) = store.view().entry(booked.id).unwrap().unwrap();
        assert_eq!(entry, booked);
        assert_eq!(entry.content, content);
        assert_eq!(link.is_some(), content.profile.is_some());
        assert_eq!(store.view().by_key(entry.key).unwrap(), Some(entry));
    }
}

#[test]
fn what_the_zone_said_is_kept_beside_the_start() {
    let (_folder, mut store) = fresh();
    let offset = |store: &Store, id: EntryId| -> Option<i64> {
        let sql = "SELECT utc_offset FROM entries WHERE id=?1";
        store.conn.query_row(sql, [id.0], |row| row.get(0)).unwrap()
    };
    let entry = book(&mut store, &hour(1, None), 1);
    assert_eq!(offset(&store, entry.id), Some(HOUR));
    let mut summer = hour(0, None);
    summer.start = Some(NOW - 120 * 24 * HOUR);
    store
        .write(|tx| tx.amend(entry.id, &admitted(&summer), NOW))
        .unwrap();
    assert_eq!(offset(&store, entry.id), Some(2 * HOUR));
    summer.zone = "Mars/Olympus".to_owned();
    let unknown = book(&mut store, &summer, 2);
    assert_eq!(offset(&store, unknown.id), None);
}

#[test]
fn what_the_rules_said_comes_back_and_is_replaced() {
    let (_folder, mut store) = fresh();
    let held = admitted(&rich()).with_held(vec![breach("tt/long-entry")]);
    let entry = store
        .write(|tx| tx.book(&held, key(1), Status::Open, Origin::Local, NOW))
        .unwrap();
    assert_eq!(
        store.view().entry(entry.id).unwrap().unwrap().0.held,
        [breach("tt/long-entry")]
    );
    store
        .write(|tx| tx.set_held(entry.id, &[breach("tt/max-day")], NOW + 5))
        .unwrap();
    let (entry, _) = store.view().entry(entry.id).unwrap().unwrap();
    assert_eq!(entry.held, [breach("tt/max-day")]);
    assert_eq!((entry.revision, entry.updated_at), (1, NOW + 5));
    let same = store
        .write(|tx| tx.amend(entry.id, &admitted(&rich()), NOW + 6))
        .unwrap();
    assert!(same.held.is_empty());
    assert_eq!(same.revision, 1, "the content is the same");
    assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, same);
}

#[test]
fn amending_counts_and_removing_buries() {
    let (_folder, mut store) = fresh();
    let entry = book(&mut store, &hour(2, None), 1);
    let amended = store
        .write(|tx| tx.amend(entry.id, &admitted(&rich()), NOW + 1))
        .unwrap();
    assert_eq!((amended.revision, amended.updated_at), (2, NOW + 1));
    assert_eq!(amended.content, rich());
    assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, amended);

    let removed = store.write(|tx| tx.remove(entry.id, NOW + 2)).unwrap();
    assert!(removed.removed);
    assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, removed);
    for error in [
        store.write(|tx| tx.remove(entry.id, NOW)).unwrap_err(),
        store
            .write(|tx| tx.amend(entry.id, &admitted(&rich()), NOW))
            .unwrap_err(),
        store.write(|tx| tx.remove(EntryId(99), NOW)).unwrap_err(),
        store
            .write(|tx| {
                tx.set_status(EntryId(99), Status::Open, None, NOW)
                    .map(|()| removed.clone())
            })
            .unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    }
    let back = store
        .write(|tx| tx.restore(entry.id, key(9), NOW + 3))
        .unwrap();
    assert!(!back.removed);
    assert_eq!((back.key, back.revision), (key(1), 4));
    assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, back);
    assert!(
        store.write(|tx| tx.restore(entry.id, key(9), NOW)).is_err(),
        "it lives"
    );
}

#[test]
fn a_status_moves_without_counting_and_keeps_a_reason_only_when_rejected() {
    let (_folder, mut store) = fresh();
    let entry = book(&mut store, &hour(2, None), 1);
    for (status, kept) in [
        (Status::Rejected, Some("which server?")),
        (Status::Submitted, None),
    ] {
        store
            .write(|tx| tx.set_status(entry.id, status, Some("which server?"), NOW + 9))
            .unwrap();
        let (entry, _) = store.view().entry(entry.id).unwrap().unwrap();
        assert_eq!(entry.status, status);
        assert_eq!(entry.reject_reason.as_deref(), kept);
        assert_eq!(entry.revision, 1);
    }
}

#[test]
fn numbers_are_never_given_again() {
    let (_folder, mut store) = fresh();
    let first = book(&mut store, &hour(2, None), 1);
    store.write(|tx| tx.remove(first.id, NOW)).unwrap();
    let failed: Result<Entry, StoreError> = store.write(|tx| {
        tx.book(
            &admitted(&hour(1, None)),
            key(2),
            Status::Open,
            Origin::Local,
            NOW,
        )?;
        Err(StoreError::Missing { what: "x".into() })
    });
    assert!(failed.is_err());
    assert_eq!(
        book(&mut store, &hour(2, None), 2).id,
        EntryId(first.id.0 + 1)
    );
}

#[test]
fn a_change_that_fails_leaves_nothing() {
    let (_folder, mut store) = fresh();
    let failed: Result<(), StoreError> = store.write(|tx| {
        tx.book(
            &admitted(&hour(1, None)),
            key(1),
            Status::Open,
            Origin::Local,
            NOW,
        )?;
        Err(StoreError::Missing { what: "x".into() })
    });
    assert!(failed.is_err());
    assert_eq!(store.view().by_key(key(1)).unwrap(), None);
    book(&mut store, &hour(1, None), 1);
}

#[test]
fn a_note_of_a_megabyte_comes_back() {
    let (_folder, mut store) = fresh();
    let mut content = hour(1, Some("work"));
    content.note = Some("é🎉x".repeat(150_000));
    let entry = book(&mut store, &content, 1);
    assert_eq!(
        store.view().entry(entry.id).unwrap().unwrap().0.content,
        content
    );
}

#[test]
fn the_journal_keeps_what_an_undo_needs() {
    let (_folder, mut store) = fresh();
    let line = |step: Step, action, entry: &Entry, before: Option<Snapshot>| Line {
        at: NOW,
        who: Who::Person("ada".to_owned()),
        step,
        action,
        entry: Some(entry.id),
        before,
        after: Some(Snapshot::of(entry, Vec::new())),
        undoes: None,
    };
    let (first, second) = store
        .write(|tx| {
            let step = tx.new_step()?;
            let book = |content: &Content, n| {
                tx.book(&admitted(content), key(n), Status::Open, Origin::Local, NOW)
            };
            let first = book(&rich(), 1)?;
            let second = book(&hour(1, None), 2)?;
            assert_eq!(tx.journal(&line(step, Action::Book, &first, None))?, step.0);
            tx.journal(&line(step, Action::Book, &second, None))?;
            Ok::<_, StoreError>((first, second))
        })
        .unwrap();
    let before = store.view().snapshot(first.id).unwrap().unwrap();
    assert_eq!(before.links.len(), 1);
    store
        .write(|tx| {
            let step = tx.new_step()?;
            assert_eq!(step, Step(3));
            let amended = tx.amend(first.id, &admitted(&hour(1, None)), NOW + 1)?;
            tx.journal(&Line {
                who: Who::Sync,
                undoes: Some(Step(1)),
                ..line(step, Action::Undo, &amended, Some(before.clone()))
            })
        })
        .unwrap();
    let view = store.view();
    let lines = view.journal_of(first.id).unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1].line.before.as_ref(), Some(&before));
    assert_eq!(lines[1].line.before.as_ref().unwrap().content, rich());
    assert_eq!(lines[1].line.who, Who::Sync);
    assert_eq!(lines[1].line.undoes, Some(Step(1)));
    assert_eq!(lines[0].line.who, Who::Person("ada".to_owned()));
    let numbers =
        |lines: Vec<crate::store::Recorded>| lines.iter().map(|l| l.n).collect::<Vec<_>>();
    assert_eq!(numbers(view.journal_step(Step(1)).unwrap()), [1, 2]);
    assert_eq!(numbers(view.journal_step(Step(3)).unwrap()), [3]);
    assert_eq!(numbers(view.journal_back(None, 2).unwrap()), [3, 2]);
    assert_eq!(numbers(view.journal_back(Some(2), 9).unwrap()), [1]);
    assert_eq!(view.last_booked(0).unwrap(), Some(second.id));
    assert_eq!(view.last_booked(1).unwrap(), Some(first.id));
    assert_eq!(view.last_booked(2).unwrap(), None);
    store.write(|tx| tx.remove(second.id, NOW)).unwrap();
    assert_eq!(store.view().last_booked(0).unwrap(), Some(first.id));
}

#[test]
fn an_adjustment_stays_beside_what_was_typed() {
    let adjustment = Adjustment {
        rule: "autotask/contract-exclusion".to_owned(),
        field: "work_role".to_owned(),
        from: Some("12".to_owned()),
        to: Some("81".to_owned()),
        message: "contract 77 excludes role 12".to_owned(),
        value: None,
    };
    let text = serde_json::to_string(&[&adjustment]).unwrap();
    let (_folder, mut store) = fresh();
    let entry = book(&mut store, &hour(1, None), 1);
    store
        .conn
        .execute("UPDATE entries SET adjustments=?1", [text])
        .unwrap();
    let (entry, _) = store.view().entry(entry.id).unwrap().unwrap();
    assert_eq!(entry.adjustments, [adjustment]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_and_any_time_comes_back(
        note in proptest::option::of("\\PC{0,40}"),
        internal in proptest::option::of(any::<String>()),
        start in -30_000_000_000_i64..100_000_000_000,
        length in 1_i64..1_000_000,
        deduct in 0_i64..100,
    ) {
        let (_folder, mut store) = fresh();
        let mut content = hour(1, None);
        content.note = note;
        content.internal_note = internal;
        content.start = Some(start);
        content.end = Some(start + length);
        content.deduct = deduct;
        let entry = book(&mut store, &content, 1);
        prop_assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0.content, content);
    }
}
