//! What a figure of the service cannot have in it: what was never sent, or first sent later.

use super::*;
use crate::domain::ids::EntryId;

fn after(store: &Store, profile: &str, since: i64) -> Vec<i64> {
    let from = day("2026-11-01");
    let found = store.view().sent_after(profile, from, since).unwrap();
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
    let late = store.view().sent_after("work", day("2026-11-26"), NOW - 1);
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
