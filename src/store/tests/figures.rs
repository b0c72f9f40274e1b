//! What a figure of the service cannot have in it: what was never sent, or first sent later.

use super::*;
use crate::domain::ids::EntryId;
use crate::store::ReadAt;

fn after(store: &Store, profile: &str, since: impl Into<ReadAt>) -> Vec<i64> {
    let from = day("2026-11-01");
    let found = store
        .view()
        .sent_after(profile, from, since.into())
        .unwrap();
    found.iter().map(|entry| entry.id.0).collect()
}

#[test]
fn what_was_sent_before_a_figure_was_read_is_in_it() {
    let (_folder, mut store) = fresh();
    let sent = delivered(&mut store, &hour(5, Some("work")), 1, "r1");
    book(&mut store, &hour(4, Some("work")), 2);
    book(&mut store, &hour(3, Some("other")), 3);
    book(&mut store, &hour(2, None), 4);
    assert_eq!(
        after(&store, "work", NOW),
        [2],
        "sent at that moment is in it"
    );
    assert_eq!(after(&store, "work", NOW - 1), [1, 2]);
    assert_eq!(after(&store, "other", NOW), [3]);
    // A correction sent later leaves it where it was: the old length is in the figure.
    let amended = store
        .write(|tx| tx.amend(sent.id, &admitted(&hour(6, Some("work"))), NOW))
        .unwrap();
    assert_eq!(after(&store, "work", NOW), [2]);
    let update = Attempt {
        sent_at: NOW + 100,
        ..attempt(&amended, Act::Update)
    };
    begin(&mut store, sent.id, &update);
    let there = seen("r1", &hour(6, Some("work")));
    store
        .write(|tx| tx.settle_sent(sent.id, "work", &there, &update))
        .unwrap();
    assert_eq!(after(&store, "work", NOW), [2]);
    // What was removed takes nothing; what is older is not looked for.
    store.write(|tx| tx.remove(EntryId(2), NOW)).unwrap();
    assert!(after(&store, "work", NOW).is_empty());
    let late = store
        .view()
        .sent_after("work", day("2026-11-26"), (NOW - 1).into());
    assert!(late.unwrap().is_empty());
}

#[test]
fn an_answer_that_was_lost_counts_from_when_it_was_sent() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let entry = book(&mut store, &content, 1);
    let lost = Attempt {
        sent_at: NOW - 50,
        ..attempt(&entry, Act::Create)
    };
    begin(&mut store, entry.id, &lost);
    assert_eq!(after(&store, "work", NOW), [1], "nobody knows yet");
    let there = seen("r1", &content);
    store
        .write(|tx| tx.adopt(entry.id, ("work", "acme"), &there, None, entry.revision))
        .unwrap();
    assert_eq!(after(&store, "work", NOW - 51), [1]);
    assert!(after(&store, "work", NOW - 50).is_empty());
}

/// A reading begins; as `at` has it by the clock.
fn reading(store: &mut Store, at: i64) -> ReadAt {
    let reading = store.write(|tx| tx.begin_reading()).unwrap();
    ReadAt {
        at,
        reading: Some(reading),
    }
}

#[test]
fn within_a_second_the_order_in_which_they_were_met_decides() {
    let (_folder, mut store) = fresh();
    let before = reading(&mut store, NOW);
    delivered(&mut store, &hour(5, Some("work")), 1, "r1");
    assert_eq!(after(&store, "work", before), [1], "read, then sent");
    let then = reading(&mut store, NOW);
    assert!(after(&store, "work", then).is_empty(), "sent, then read");
    assert!(then.reading > before.reading);
}

#[test]
fn a_clock_that_was_set_back_decides_nothing() {
    let (_folder, mut store) = fresh();
    // Sent by a clock that is a day ahead, before anything was ever read.
    delivered(&mut store, &hour(5, Some("work")), 1, "r1");
    let back = reading(&mut store, NOW - 86_400);
    assert!(after(&store, "work", back).is_empty(), "sent, then read");
    let ahead = reading(&mut store, NOW + 86_400);
    delivered(&mut store, &hour(4, Some("work")), 2, "r2");
    assert_eq!(after(&store, "work", ahead), [2], "read, then sent");
}

#[test]
fn what_is_under_way_while_a_figure_is_read_is_taken_not_to_be_in_it() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let entry = book(&mut store, &content, 1);
    let create = attempt(&entry, Act::Create);
    begin(&mut store, entry.id, &create);
    let read = reading(&mut store, NOW);
    let there = seen("r1", &content);
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &there, &create))
        .unwrap();
    assert_eq!(after(&store, "work", read), [1]);
    let anew = reading(&mut store, NOW);
    assert!(after(&store, "work", anew).is_empty());
}

#[test]
fn a_lost_answer_counts_from_when_it_last_may_have_left_by_order_too() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let entry = book(&mut store, &content, 1);
    begin(&mut store, entry.id, &attempt(&entry, Act::Create));
    let during = reading(&mut store, NOW);
    store
        .write(|tx| tx.still_unknown(entry.id, "work", NOW))
        .unwrap();
    let later = reading(&mut store, NOW);
    for read in [during, later] {
        assert_eq!(after(&store, "work", read), [1], "nobody knows yet");
    }
    // Adopted in the end, it was there before the later reading began.
    let there = seen("r1", &content);
    store
        .write(|tx| tx.adopt(entry.id, ("work", "acme"), &there, None, entry.revision))
        .unwrap();
    assert_eq!(after(&store, "work", during), [1]);
    assert!(after(&store, "work", later).is_empty());
}

#[test]
fn what_is_sent_again_as_a_new_record_is_new() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let entry = delivered(&mut store, &content, 1, "r1");
    let read = reading(&mut store, NOW);
    assert!(after(&store, "work", read).is_empty());
    store
        .write(|tx| tx.forget_remote(entry.id, "work", key(9)))
        .unwrap();
    assert_eq!(after(&store, "work", read), [1], "to be sent anew");
    let again = Attempt {
        sent_at: NOW - 500,
        ..attempt(&entry, Act::Create)
    };
    begin(&mut store, entry.id, &again);
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &seen("r2", &content), &again))
        .unwrap();
    assert_eq!(after(&store, "work", read), [1]);
    let anew = reading(&mut store, NOW - 1_000);
    assert!(after(&store, "work", anew).is_empty());
}

#[test]
fn each_profile_has_its_own_readings_and_one_order_holds_for_all() {
    let (_folder, mut store) = fresh();
    let work = reading(&mut store, NOW);
    delivered(&mut store, &hour(5, Some("work")), 1, "r1");
    let other = reading(&mut store, NOW);
    book(&mut store, &hour(4, Some("other")), 2);
    assert_eq!(
        after(&store, "work", work),
        [1],
        "another's reading is none"
    );
    assert_eq!(after(&store, "other", other), [2]);
    assert!(after(&store, "work", other).is_empty());
}

#[test]
fn a_restored_database_knows_its_own_from_a_strangers() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let read = reading(&mut store, NOW);
    let (ours, theirs) = (book(&mut store, &content, 1), book(&mut store, &content, 2));
    // Both are found on the service, though nothing was sent as far as this database knows.
    let with = |id: &str, key| {
        let there = seen(id, &content).remote().clone();
        Observed::unchecked_for_tests(Remote { key, ..there })
    };
    let found = [
        (ours.id, with("r1", Some(ours.key))),
        (theirs.id, with("r2", None)),
    ];
    for (id, there) in &found {
        store
            .write(|tx| tx.adopt(*id, ("work", "acme"), there, None, 1))
            .unwrap();
    }
    assert_eq!(after(&store, "work", read), [1]);
    let anew = reading(&mut store, NOW);
    assert!(after(&store, "work", anew).is_empty());
}

#[test]
fn a_correction_of_what_was_made_elsewhere_adds_nothing() {
    let (_folder, mut store) = fresh();
    let content = hour(5, Some("work"));
    let there = seen("r1", &content);
    let entry = store
        .write(|tx| tx.import(("work", "acme"), &there, key(1), NOW))
        .unwrap();
    let read = reading(&mut store, NOW);
    let amended = store
        .write(|tx| tx.amend(entry.id, &admitted(&hour(6, Some("work"))), NOW))
        .unwrap();
    let update = Attempt {
        sent_at: NOW + 100,
        ..attempt(&amended, Act::Update)
    };
    begin(&mut store, entry.id, &update);
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &there, &update))
        .unwrap();
    assert!(after(&store, "work", read).is_empty());
    assert!(after(&store, "work", NOW).is_empty());
}
