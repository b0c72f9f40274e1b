//! Lists, sums and the answers to rules.

use super::*;
use crate::domain::content::Pause;
use crate::domain::ids::EntryId;
use crate::rules::Facts as _;
use crate::store::{Filter, Running};

fn numbers(store: &Store, filter: &Filter) -> Vec<i64> {
    store
        .view()
        .entries(filter)
        .map(|listed| listed.unwrap().0.id.0)
        .collect()
}

/// 5,000 entries a minute apart, every second one delivered by a profile.
fn many() -> (TempDir, PathBuf, Store) {
    let (folder, file) = scratch();
    let mut store = Store::open(&file, Access::Write, NOW).unwrap();
    store
        .write(|tx| {
            for n in 0..5_000_i64 {
                let mut content = hour(1, (n % 2 == 0).then_some("work"));
                content.start = Some(NOW + n / 3 * 60);
                content.end = Some(NOW + n / 3 * 60 + 60);
                let key = key(n.unsigned_abs());
                tx.book(&admitted(&content), key, Status::Open, Origin::Local, NOW)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    (folder, file, store)
}

#[test]
fn pages_hold_no_lock_and_miss_nothing_while_another_one_writes() {
    let (_folder, file, reader) = many();
    let mut writer = Store::open(&file, Access::Write, NOW).unwrap();
    let view = reader.view();
    let mut met = Vec::new();
    for (turn, listed) in view.entries(&Filter::default()).enumerate() {
        let (entry, link) = listed.unwrap();
        assert_eq!(link.is_some(), entry.content.profile.is_some());
        met.push(entry.id.0);
        if turn % 700 == 0 {
            // Before, behind and at the place where the reader is.
            for ago in [1_000, -1_000, 0] {
                let mut content = hour(ago, None);
                if ago == 0 {
                    content = entry.content.clone();
                }
                book(
                    &mut writer,
                    &content,
                    100_000 + turn as u64 * 3 + (ago / 1_000 + 1).unsigned_abs(),
                );
            }
        }
    }
    let old: Vec<i64> = met.iter().copied().filter(|id| *id <= 5_000).collect();
    assert_eq!(old, (1..=5_000).collect::<Vec<_>>());
    let mut unique = met.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), met.len(), "nothing twice");
}

#[test]
fn order_and_limits_agree_in_both_directions() {
    let (_folder, _file, store) = many();
    let all = numbers(&store, &Filter::default());
    assert_eq!(all, (1..=5_000).collect::<Vec<_>>());
    let newest = |limit, newest_first| {
        numbers(
            &store,
            &Filter {
                limit,
                newest_first,
                ..Filter::default()
            },
        )
    };
    let mut backwards = newest(None, true);
    backwards.reverse();
    assert_eq!(backwards, all);
    for limit in [0, 1, 999, 1_000, 1_001, 2_500, 9_000] {
        let kept = &all[all.len().saturating_sub(limit)..];
        assert_eq!(newest(Some(limit), false), kept);
        let mut backwards = newest(Some(limit), true);
        backwards.reverse();
        assert_eq!(backwards, kept);
    }
}

#[test]
fn each_condition_lets_through_what_it_says() {
    let (_folder, mut store) = fresh();
    let mut dated = Content::blank(day("2026-11-22"), "UTC", BookedAs::Date);
    dated.length = Some(600);
    book(&mut store, &dated, 1);
    let mut early = hour(3, Some("work"));
    early.date = day("2026-11-21");
    early.start = Some(NOW - 26 * HOUR);
    early.end = Some(NOW - 25 * HOUR);
    early.note = Some("reset 50% of_x".to_owned());
    book(&mut store, &early, 2);
    let mut other = hour(2, None);
    other.target = Some(Target {
        kind: TargetKind::Task,
        at: Reference::known("8", Some("Rollout")),
    });
    other.internal_note = Some("Secret".to_owned());
    book(&mut store, &other, 3);
    let mut timer = hour(1, Some("work"));
    timer.end = None;
    timer.target.as_mut().unwrap().at.typed = "#54321".to_owned();
    book(&mut store, &timer, 4);
    let gone = book(&mut store, &hour(4, None), 5);
    store.write(|tx| tx.remove(gone.id, NOW)).unwrap();
    store
        .write(|tx| tx.set_status(EntryId(3), Status::Approved, None, NOW))
        .unwrap();
    store
        .write(|tx| tx.import(("work", "acme"), &seen("r", &hour(30, None)), key(6), NOW))
        .unwrap();

    let none = Filter::default;
    let text = |text: &str| Some(text.to_owned());
    let date = |text: &str| Some(day(text));
    let cases = [
        (none(), vec![6, 2, 1, 3, 4]),
        (
            Filter {
                removed: true,
                ..none()
            },
            vec![6, 2, 1, 5, 3, 4],
        ),
        (
            Filter {
                ids: Some(vec![EntryId(4), EntryId(2), EntryId(5)]),
                ..none()
            },
            vec![2, 4],
        ),
        (
            Filter {
                ids: Some(vec![]),
                ..none()
            },
            vec![],
        ),
        (
            Filter {
                from_date: date("2026-11-22"),
                ..none()
            },
            vec![6, 1, 3, 4],
        ),
        (
            Filter {
                to_date: date("2026-11-21"),
                ..none()
            },
            vec![2],
        ),
        (
            Filter {
                from_date: date("2026-11-21"),
                to_date: date("2026-11-21"),
                ..none()
            },
            vec![2],
        ),
        (
            Filter {
                from: Some(NOW - 2 * HOUR),
                ..none()
            },
            vec![3, 4],
        ),
        (
            Filter {
                to: Some(NOW - 2 * HOUR),
                ..none()
            },
            vec![6, 2, 1],
        ),
        (
            Filter {
                profile: text("work"),
                ..none()
            },
            vec![6, 2, 4],
        ),
        (
            Filter {
                without_profile: true,
                ..none()
            },
            vec![1, 3],
        ),
        (
            Filter {
                status: vec![Status::Approved, Status::Submitted],
                ..none()
            },
            vec![6, 3],
        ),
        (
            Filter {
                origin: Some(Origin::Imported),
                ..none()
            },
            vec![6],
        ),
        (
            Filter {
                target_kind: Some(TargetKind::Task),
                ..none()
            },
            vec![3],
        ),
        (
            Filter {
                target: text("54321"),
                ..none()
            },
            vec![6, 2, 4],
        ),
        (
            Filter {
                target: text("#54321"),
                ..none()
            },
            vec![6, 2, 4],
        ),
        (
            Filter {
                target: text("8"),
                ..none()
            },
            vec![3],
        ),
        (
            Filter {
                search: text("SECRET"),
                ..none()
            },
            vec![3],
        ),
        (
            Filter {
                search: text("50%"),
                ..none()
            },
            vec![2],
        ),
        (
            Filter {
                search: text("of_x"),
                ..none()
            },
            vec![2],
        ),
        (
            Filter {
                search: text("ofyx"),
                ..none()
            },
            vec![],
        ),
        (
            Filter {
                running: Some(Running::Only),
                ..none()
            },
            vec![4],
        ),
        (
            Filter {
                running: Some(Running::Not),
                ..none()
            },
            vec![6, 2, 1, 3],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(numbers(&store, &filter), expected, "{filter:?}");
    }
    let view = store.view();
    let timers: Vec<i64> = view
        .timers()
        .unwrap()
        .iter()
        .map(|entry| entry.id.0)
        .collect();
    assert_eq!(timers, [4]);
    let sums = view
        .worked_by_date(day("2026-11-21"), day("2026-11-22"))
        .unwrap();
    assert_eq!(
        sums,
        [
            (day("2026-11-21"), HOUR),
            (day("2026-11-22"), 600 + 2 * HOUR)
        ]
    );
    assert_eq!(
        view.last_end_on(day("2026-11-22")).unwrap(),
        Some(NOW - HOUR)
    );
    assert_eq!(view.last_end_on(day("2026-11-20")).unwrap(), None);
    let facts = view.facts(NOW, 0);
    assert_eq!(
        facts.worked_on(day("2026-11-22"), None).unwrap(),
        600 + 2 * HOUR
    );
    assert_eq!(
        facts
            .worked_on(day("2026-11-22"), Some(EntryId(3)))
            .unwrap(),
        600 + HOUR
    );
    assert_eq!(facts.worked_on(day("2026-11-20"), None).unwrap(), 0);
}

#[test]
fn a_day_has_all_its_entries_in_every_zone() {
    let (_folder, mut store) = fresh();
    let noon = NOW;
    for (n, hours) in [-26, -14, 0, 14, 35].into_iter().enumerate() {
        // Midnight of the date at +14:00 … last hour of the date at -12:00.
        let mut content = hour(0, None);
        content.start = Some(noon - 12 * HOUR + hours * HOUR);
        content.end = content.start.map(|start| start + 60);
        if hours == -26 {
            content.date = day("2026-11-20");
        }
        book(&mut store, &content, n as u64);
    }
    let filter = Filter {
        from_date: Some(day("2026-11-22")),
        to_date: Some(day("2026-11-22")),
        ..Filter::default()
    };
    assert_eq!(numbers(&store, &filter), [2, 3, 4, 5]);
}

#[test]
fn what_is_booked_leaves_pauses_out_and_finds_long_ones_and_timers() {
    let (_folder, mut store) = fresh();
    let at = |minutes: i64| NOW - 10 * HOUR + minutes * 60;
    let stretch = |start, end: Option<i64>| {
        let mut content = hour(1, None);
        content.start = Some(start);
        content.end = end;
        content
    };
    let mut paused = stretch(at(0), Some(at(60)));
    paused.pauses = vec![
        Pause {
            start: at(10),
            end: Some(at(20)),
        },
        Pause {
            start: at(30),
            end: Some(at(40)),
        },
    ];
    book(&mut store, &paused, 1);
    let mut parked = stretch(at(100), None);
    parked.pauses = vec![Pause {
        start: at(110),
        end: None,
    }];
    book(&mut store, &parked, 2);
    book(&mut store, &stretch(at(500), None), 3);
    book(
        &mut store,
        &stretch(NOW - 100 * HOUR, Some(NOW - 40 * HOUR)),
        4,
    );
    book(
        &mut store,
        &stretch(NOW - 224 * HOUR, Some(NOW - 200 * HOUR)),
        6,
    );
    let gone = book(&mut store, &stretch(at(0), Some(at(60))), 5);
    store.write(|tx| tx.remove(gone.id, NOW)).unwrap();

    let busy = |start, end, except: Option<i64>| -> Vec<(i64, i64, i64)> {
        let facts = store.view().facts(NOW, 0);
        let busy = facts.overlapping(start, end, except.map(EntryId)).unwrap();
        busy.iter().map(|b| (b.entry.0, b.start, b.end)).collect()
    };
    assert_eq!(
        busy(at(0), NOW, None),
        [
            (1, at(0), at(10)),
            (1, at(20), at(30)),
            (1, at(40), at(60)),
            (2, at(100), at(110)),
            (3, at(500), NOW),
        ]
    );
    assert_eq!(busy(at(10), at(20), None), []);
    assert_eq!(busy(at(60), at(100), None), [], "ends are not covered");
    assert_eq!(busy(at(59), at(61), None).len(), 1);
    assert_eq!(busy(at(0), at(60), Some(1)), []);
    assert_eq!(busy(NOW - 50 * HOUR, NOW - 49 * HOUR, None).len(), 1);
    let last_second = busy(NOW - 200 * HOUR - 1, NOW - 200 * HOUR, None);
    assert_eq!(last_second.len(), 1, "exactly a day long");
    assert_eq!(busy(NOW, NOW + HOUR, None), []);
    assert_eq!(
        store.view().busy(at(0), at(1), None, NOW).unwrap()[0].title,
        "#54321 1 hours ago"
    );
}
