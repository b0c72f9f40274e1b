//! Links: in step with their entries, settled by what became of an attempt.

use super::*;
use crate::domain::delivery::{Link, delivery};
use crate::domain::entry::Problem;
use crate::domain::ids::EntryId;
use crate::domain::status::Delivery;

fn link(store: &Store, id: EntryId) -> Link {
    store.view().link(id, "work").unwrap().unwrap()
}

fn due(store: &Store, profile: &str) -> Vec<i64> {
    let due = store.view().due(profile, None, 100).unwrap();
    due.iter().map(|(entry, _)| entry.id.0).collect()
}

fn state(store: &Store, id: EntryId) -> Delivery {
    let (entry, link) = store.view().entry(id).unwrap().unwrap();
    delivery(&entry, link.as_ref(), Status::Open)
}

fn problem() -> Problem {
    Problem {
        code: "InvalidObject".to_owned(),
        rule: None,
        field: Some("work_type".to_owned()),
        message: "Invalid work type".to_owned(),
    }
}

#[test]
fn what_is_booked_is_owed_until_it_is_settled() {
    let (_folder, mut store) = fresh();
    let content = hour(2, Some("work"));
    let entry = book(&mut store, &content, 1);
    assert_eq!(
        (state(&store, entry.id), due(&store, "work")),
        (Delivery::Owed, vec![1])
    );
    assert!(due(&store, "other").is_empty());

    let attempt = attempt(&entry, Act::Create);
    begin(&mut store, entry.id, &attempt);
    assert_eq!(state(&store, entry.id), Delivery::Unconfirmed);
    assert!(
        due(&store, "work").is_empty(),
        "unsettled ones are not sent again"
    );
    let unsettled = store.view().unsettled("work").unwrap();
    assert_eq!(unsettled[0].1.attempt.as_deref(), Some(&attempt));

    let remote = seen("r1", &content);
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &remote, &attempt))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Sent);
    assert!(store.view().unsettled("work").unwrap().is_empty());
    assert!(store.view().pending(None).unwrap().is_empty());
    let link = link(&store, entry.id);
    assert_eq!(link.last_sent.as_deref(), attempt.sent.as_ref());
    assert_eq!(link.last_seen.as_deref(), Some(remote.remote()));
    assert_eq!(link.delivered_revision, 1);
    let (found, _) = store
        .view()
        .by_remote("work", "acme", &RemoteId("r1".into()))
        .unwrap()
        .unwrap();
    assert_eq!(found.id, entry.id);
    assert_eq!(found.remote_status.as_deref(), Some("PendingApproval"));
    assert_eq!(
        store
            .view()
            .by_remote("work", "other", &RemoteId("r1".into()))
            .unwrap(),
        None
    );
    let again = store.write(|tx| tx.settle_sent(entry.id, "work", &remote, &attempt));
    assert!(
        matches!(again, Err(StoreError::Missing { .. })),
        "nothing is unsettled"
    );
}

#[test]
fn a_change_makes_it_owed_again_and_a_refusal_is_of_one_revision() {
    let (_folder, mut store) = fresh();
    let entry = delivered(&mut store, &hour(2, Some("work")), 1, "r1");
    let amended = store
        .write(|tx| tx.amend(entry.id, &admitted(&hour(3, Some("work"))), NOW))
        .unwrap();
    assert_eq!(due(&store, "work"), [1]);
    let update = attempt(&amended, Act::Update);
    begin(&mut store, entry.id, &update);
    store
        .write(|tx| tx.settle_refused(entry.id, "work", &problem(), &update))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Refused);
    assert_eq!(link(&store, entry.id).refusal, Some(problem()));
    store
        .write(|tx| tx.clear_refusal(entry.id, "work"))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Owed);
    begin(&mut store, entry.id, &update);
    store
        .write(|tx| tx.settle_refused(entry.id, "work", &problem(), &update))
        .unwrap();
    store
        .write(|tx| tx.amend(entry.id, &admitted(&hour(4, Some("work"))), NOW))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Owed);
}

#[test]
fn a_change_during_an_attempt_is_owed_after_it() {
    let (_folder, mut store) = fresh();
    let content = hour(2, Some("work"));
    let entry = book(&mut store, &content, 1);
    let create = attempt(&entry, Act::Create);
    begin(&mut store, entry.id, &create);
    store
        .write(|tx| tx.amend(entry.id, &admitted(&hour(3, Some("work"))), NOW))
        .unwrap();
    store
        .write(|tx| tx.settle_sent(entry.id, "work", &seen("r1", &content), &create))
        .unwrap();
    assert_eq!(due(&store, "work"), [1]);
    assert_eq!(link(&store, entry.id).delivered_revision, 1);
}

#[test]
fn an_attempt_is_never_covered_by_another() {
    let (_folder, mut store) = fresh();
    let entry = book(&mut store, &hour(2, Some("work")), 1);
    let unsent = link(&store, entry.id);
    let first = attempt(&entry, Act::Create);
    begin(&mut store, entry.id, &first);
    let mut other = first.clone();
    other.act = Act::Delete;
    let read_now = link(&store, entry.id);
    for attempt in [&first, &other] {
        for link in [&unsent, &read_now] {
            let begun = store.write(|tx| tx.begin(link, "acme", attempt));
            assert!(!begun.unwrap());
        }
    }
    assert_eq!(link(&store, entry.id).attempt.as_deref(), Some(&first));
    store
        .write(|tx| tx.still_unknown(entry.id, "work", NOW + 50))
        .unwrap();
    assert_eq!(link(&store, entry.id).attempt.unwrap().sent_at, NOW + 50);
    store
        .write(|tx| tx.settle_not_sent(entry.id, "work", true))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Owed);
    assert!(
        store
            .write(|tx| tx.settle_not_sent(entry.id, "work", true))
            .is_err()
    );
    assert!(
        store
            .write(|tx| tx.still_unknown(entry.id, "work", NOW))
            .is_err()
    );
}

#[test]
fn mail_goes_with_the_first_attempt_and_never_after_a_lost_answer() {
    let (_folder, mut store) = fresh();
    let mailing = Mailing {
        contact: true,
        ..Mailing::default()
    };
    let asked = admitted(&hour(2, Some("work"))).with_mailing(mailing.clone());
    let entry = store
        .write(|tx| tx.book(&asked, key(1), Status::Open, Origin::Local, NOW))
        .unwrap();
    assert_eq!(link(&store, entry.id).mailing, mailing);
    let mut create = attempt(&entry, Act::Create);
    create.sent.as_mut().unwrap().mailing = mailing.clone();
    for (nothing_left, left) in [(true, mailing.clone()), (false, Mailing::default())] {
        begin(&mut store, entry.id, &create);
        assert_eq!(link(&store, entry.id).mailing, Mailing::default());
        store
            .write(|tx| tx.settle_not_sent(entry.id, "work", nothing_left))
            .unwrap();
        assert_eq!(link(&store, entry.id).mailing, left);
    }
}

#[test]
fn removing_what_never_left_owes_nothing_and_what_left_owes_its_removal() {
    let (_folder, mut store) = fresh();
    let stayed = book(&mut store, &hour(5, Some("work")), 1);
    let unsure = book(&mut store, &hour(4, Some("work")), 2);
    let left = delivered(&mut store, &hour(3, Some("work")), 3, "r3");
    let create = attempt(&unsure, Act::Create);
    begin(&mut store, unsure.id, &create);
    for entry in [&stayed, &unsure, &left] {
        store.write(|tx| tx.remove(entry.id, NOW)).unwrap();
    }
    assert_eq!(store.view().link(stayed.id, "work").unwrap(), None);
    assert_eq!(due(&store, "work"), [left.id.0]);
    assert_eq!(
        store.view().unsettled("work").unwrap().len(),
        1,
        "possibly created: to be found"
    );
    store
        .write(|tx| tx.settle_sent(unsure.id, "work", &seen("r2", &unsure.content), &create))
        .unwrap();
    assert_eq!(due(&store, "work"), [unsure.id.0, left.id.0]);

    let delete = attempt(
        &store.view().entry(left.id).unwrap().unwrap().0,
        Act::Delete,
    );
    begin(&mut store, left.id, &delete);
    assert!(!store.write(|tx| tx.settle_gone(left.id, "work")).unwrap());
    assert_eq!(due(&store, "work"), [unsure.id.0]);
    assert!(
        store
            .view()
            .by_remote("work", "acme", &RemoteId("r3".into()))
            .unwrap()
            .is_some(),
        "a lagging list must not import it"
    );
}

#[test]
fn taking_back_a_removal_depends_on_whether_it_was_delivered() {
    let (_folder, mut store) = fresh();
    let before = delivered(&mut store, &hour(3, Some("work")), 1, "r1");
    let after = delivered(&mut store, &hour(2, Some("work")), 2, "r2");
    let never = book(&mut store, &hour(1, Some("work")), 3);
    for entry in [&before, &after, &never] {
        store.write(|tx| tx.remove(entry.id, NOW)).unwrap();
    }
    store.write(|tx| tx.settle_gone(after.id, "work")).unwrap();
    let restore = |store: &mut Store, entry: &Entry, n| {
        store.write(|tx| tx.restore(entry.id, key(n), NOW)).unwrap()
    };
    assert_eq!(restore(&mut store, &before, 11).key, key(1));
    assert_eq!(
        link(&store, before.id).remote_id,
        Some(RemoteId("r1".into()))
    );
    assert_eq!(restore(&mut store, &after, 12).key, key(12));
    assert_eq!(link(&store, after.id).remote_id, None);
    assert_eq!(restore(&mut store, &never, 13).key, key(3));
    assert_eq!(due(&store, "work"), [1, 2, 3]);
}

#[test]
fn an_entry_that_lives_on_becomes_a_new_record() {
    let (_folder, mut store) = fresh();
    let entry = delivered(&mut store, &hour(2, Some("work")), 1, "r1");
    assert!(store.write(|tx| tx.settle_gone(entry.id, "work")).unwrap());
    store.write(|tx| tx.rekey(entry.id, key(5))).unwrap();
    let link = link(&store, entry.id);
    assert_eq!(
        (link.remote_id, link.delivered_revision, link.last_seen),
        (None, 0, None)
    );
    assert_eq!(due(&store, "work"), [1]);
    assert!(store.view().by_key(key(5)).unwrap().is_some());
}

#[test]
fn a_move_to_another_profile_owes_a_removal_to_the_old_one() {
    let (_folder, mut store) = fresh();
    let left = delivered(&mut store, &hour(3, Some("work")), 1, "r1");
    let stayed = book(&mut store, &hour(2, Some("work")), 2);
    for entry in [&left, &stayed] {
        let moved = Content {
            profile: Some("home".into()),
            ..entry.content.clone()
        };
        store
            .write(|tx| tx.amend(entry.id, &admitted(&moved), NOW))
            .unwrap();
    }
    assert_eq!(due(&store, "work"), [left.id.0]);
    assert_eq!(due(&store, "home"), [1, 2]);
    store.write(|tx| tx.settle_gone(left.id, "work")).unwrap();
    assert!(due(&store, "work").is_empty());
    assert_eq!(store.view().link(left.id, "work").unwrap(), None);
    let back = hour(3, Some("work"));
    store
        .write(|tx| tx.amend(left.id, &admitted(&back), NOW))
        .unwrap();
    assert_eq!(
        (due(&store, "work"), due(&store, "home")),
        (vec![1], vec![2])
    );
}

#[test]
fn timers_are_not_due_and_pages_of_due_go_on_after_the_last() {
    let (_folder, mut store) = fresh();
    let mut timer = hour(2, Some("work"));
    timer.end = None;
    book(&mut store, &timer, 1);
    for n in 2..=6 {
        book(&mut store, &hour(10 - n, Some("work")), n.unsigned_abs());
    }
    let page = |after: Option<i64>| -> Vec<i64> {
        let due = store.view().due("work", after.map(EntryId), 2).unwrap();
        due.iter().map(|(entry, _)| entry.id.0).collect()
    };
    assert_eq!(page(None), [2, 3]);
    assert_eq!(page(Some(3)), [4, 5]);
    assert_eq!(page(Some(5)), [6]);
    assert_eq!(store.view().pending(Some("work")).unwrap().len(), 6);
}

#[test]
fn what_the_service_says_moves_the_entry_and_counts_as_no_change() {
    let (_folder, mut store) = fresh();
    let entry = delivered(&mut store, &hour(2, Some("work")), 1, "r1");
    let remote = seen("r1", &hour(3, Some("work")));
    store
        .write(|tx| {
            tx.observe(
                entry.id,
                "work",
                &remote,
                (Status::Rejected, Some("why?")),
                NOW + 1,
            )
        })
        .unwrap();
    let (now, _) = store.view().entry(entry.id).unwrap().unwrap();
    assert_eq!(
        (now.status, now.reject_reason.as_deref()),
        (Status::Rejected, Some("why?"))
    );
    assert_eq!((now.revision, now.updated_at), (1, NOW + 1));
    store
        .write(|tx| {
            tx.observe(
                entry.id,
                "work",
                &remote,
                (Status::Rejected, Some("why?")),
                NOW + 2,
            )
        })
        .unwrap();
    assert_eq!(
        store.view().entry(entry.id).unwrap().unwrap().0.updated_at,
        NOW + 1
    );
    assert_eq!(
        link(&store, entry.id).last_seen.as_deref(),
        Some(remote.remote())
    );
    assert!(due(&store, "work").is_empty());
}

#[test]
fn taking_over_a_change_owes_nothing_that_was_not_owed() {
    let (_folder, mut store) = fresh();
    for (n, owed) in [(1, false), (2, true)] {
        let entry = delivered(&mut store, &hour(5, Some("work")), n, &format!("r{n}"));
        if owed {
            store
                .write(|tx| tx.amend(entry.id, &admitted(&hour(4, Some("work"))), NOW))
                .unwrap();
        }
        let merged = hour(3, Some("work"));
        let mut sent = attempt(&entry, Act::Create).sent.unwrap();
        sent.content = merged.clone();
        let remote = seen(&format!("r{n}"), &merged);
        let after = store
            .write(|tx| tx.take_over(entry.id, &remote, &merged, &sent, NOW))
            .unwrap();
        assert_eq!(after.content, merged);
        assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, after);
        assert_eq!(link(&store, entry.id).is_due(), owed);
        assert_eq!(link(&store, entry.id).last_sent.as_deref(), Some(&sent));
    }
}

#[test]
fn an_imported_entry_is_linked_and_not_owed() {
    let (_folder, mut store) = fresh();
    let remote = seen("r1", &hour(2, None));
    let entry = store
        .write(|tx| tx.import(("work", "acme"), &remote, key(1), NOW))
        .unwrap();
    assert_eq!(entry.origin, Origin::Imported);
    assert_eq!(store.view().entry(entry.id).unwrap().unwrap().0, entry);
    assert_eq!(state(&store, entry.id), Delivery::Sent);
    let twin = store.write(|tx| tx.import(("work", "acme"), &remote, key(2), NOW));
    assert!(
        matches!(twin, Err(StoreError::Broken { .. })),
        "one record is one entry"
    );
    assert_eq!(store.view().by_key(key(2)).unwrap(), None);
}

#[test]
fn one_record_is_linked_to_one_entry() {
    let (_folder, mut store) = fresh();
    delivered(&mut store, &hour(3, Some("work")), 1, "r1");
    let other = book(&mut store, &hour(2, Some("work")), 2);
    let remote = seen("r1", &other.content);
    let twin = store.write(|tx| tx.adopt(other.id, ("work", "acme"), &remote, None, 1));
    assert!(matches!(twin, Err(StoreError::Broken { .. })));
    assert_eq!(state(&store, other.id), Delivery::Owed);
    let own = seen("r2", &other.content);
    store
        .write(|tx| tx.adopt(other.id, ("work", "acme"), &own, None, 1))
        .unwrap();
    assert_eq!(state(&store, other.id), Delivery::Sent);
    let (entry, link) = store
        .view()
        .linked("work", Some(day("2026-11-22")), Some(day("2026-11-22")))
        .unwrap()[1]
        .clone();
    assert_eq!(
        (entry.id, link.remote_id),
        (other.id, Some(RemoteId("r2".into())))
    );
    assert!(
        store
            .view()
            .linked("work", Some(day("2026-11-23")), None)
            .unwrap()
            .is_empty()
    );
    let stranger = attempt(&entry, Act::Update);
    let theirs = self::link(&store, entry.id);
    assert!(
        store
            .write(|tx| tx.begin(&theirs, "other tenant", &stranger))
            .is_err()
    );
    let mut older = theirs.clone();
    older.revision -= 1;
    let mut elsewhere = theirs;
    elsewhere.remote_id = Some(RemoteId("r9".into()));
    for read in [older, elsewhere] {
        let begun = store.write(|tx| tx.begin(&read, "acme", &stranger));
        assert!(!begun.unwrap(), "it is not as it was read");
    }
}

#[test]
fn a_conflict_is_pending_though_nothing_is_due() {
    let (_folder, mut store) = fresh();
    let entry = delivered(&mut store, &hour(3, Some("work")), 1, "r1");
    store
        .write(|tx| tx.set_conflict(entry.id, "work", &["note".to_owned()]))
        .unwrap();
    assert_eq!(state(&store, entry.id), Delivery::Conflict);
    assert_eq!(store.view().pending(None).unwrap()[0].1.conflict, ["note"]);
    store
        .write(|tx| tx.set_conflict(entry.id, "work", &[]))
        .unwrap();
    assert!(store.view().pending(None).unwrap().is_empty());
}
