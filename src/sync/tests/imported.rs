//! Entries that were made on the service, by hand or by another machine.

use super::*;
use crate::domain::delivery::delivery;
use crate::domain::status::Delivery;

/// An entry of ours there that no store knows.
fn made_there(bench: &Bench, content: &Content) -> RemoteId {
    bench.service.add(content.clone());
    bench.service.entries().last().unwrap().id.clone()
}

/// The only entry here.
fn first(bench: &Bench) -> Entry {
    bench.entry(EntryId(1))
}

#[test]
fn what_was_made_there_comes_once_and_as_it_stands() {
    let mut bench = Bench::new();
    let there = made_there(&bench, &content(3, "by hand"));
    bench.service.edit(&there, |remote| {
        remote.status = Status::Approved;
        remote.status_word = Some("approved".into());
        remote.locked = true;
    });
    assert_eq!(bench.sync().imported, 1);
    let entry = first(&bench);
    assert_eq!(
        (entry.origin, entry.status, entry.remote_status.as_deref()),
        (Origin::Imported, Status::Approved, Some("approved"))
    );
    let link = bench.link(entry.id);
    assert_eq!(
        delivery(&entry, link.as_ref(), Status::Open),
        Delivery::Sent
    );
    assert_eq!(entry.content.profile.as_deref(), Some("work"));
    assert_eq!(bench.journal(entry.id), ["import"]);
    let before = bench.n_commits();
    bench.is_idle();
    assert_eq!(bench.n_commits(), before, "an idle run wrote something");
}

#[test]
fn pages_and_rows_that_come_twice_change_nothing() {
    let mut bench = Bench::new();
    for n in 0..7 {
        made_there(&bench, &content(n + 2, "by hand"));
    }
    bench.service.list_in_pages(2);
    let mut older = content(2, "by hand, before");
    older.start = older.start.map(|start| start - 3 * 86_400);
    older.end = older.end.map(|end| end - 3 * 86_400);
    older.date = older.date - chrono::Days::new(3);
    made_there(&bench, &older);
    let report = bench.sync();
    assert_eq!(report.imported, 8);
    let days = (older.date, content(2, "").date);
    assert_eq!(report.imported_days, Some(days));
    let report = bench.sync();
    assert_eq!((report.imported, report.imported_days), (0, None));
    assert_eq!(bench.notes_here().len(), 8);
}

#[test]
fn deleted_here_it_is_taken_away_there_and_never_comes_back() {
    let mut bench = Bench::new();
    made_there(&bench, &content(3, "by hand"));
    bench.sync();
    let lagging = bench.only();
    bench.remove(EntryId(1));
    assert_eq!(bench.sync().deleted, 1);
    assert!(bench.service.entries().is_empty());
    bench.is_idle();
    bench.service.put(lagging);
    let report = bench.sync();
    assert_eq!((report.imported, report.deleted), (0, 0));
    assert!(bench.notes_here().is_empty());
}

#[test]
fn it_takes_part_in_everything_from_then_on() {
    let mut bench = Bench::new();
    let there = made_there(&bench, &content(3, "by hand"));
    bench.sync();
    bench
        .service
        .edit(&there, |remote| remote.content.note = Some("office".into()));
    assert_eq!(bench.sync().taken_over, 1);
    bench.amend(EntryId(1), |content| {
        content.end = content.end.map(|end| end - 600)
    });
    assert_eq!(bench.sync().updated, 1);
    let held = bench.only().content;
    assert_eq!(held.note.as_deref(), Some("office"));
    assert_eq!(held.end, first(&bench).content.end);
    // Changed on both sides it is a conflict like any other.
    bench
        .service
        .edit(&there, |remote| remote.content.note = Some("theirs".into()));
    bench.amend(EntryId(1), |content| content.note = Some("mine".into()));
    assert_eq!(bench.sync().conflicts, [1]);
}

#[test]
fn what_is_not_ours_or_no_entry_stays_there() {
    let mut bench = Bench::new();
    let day = 86_400;
    let rows = [
        // Somebody else's, a timer that runs, one from before the window.
        Content {
            member: Some(Reference::known("2", Some("somebody"))),
            ..content(3, "not mine")
        },
        Content {
            end: None,
            ..content(1, "running")
        },
        Content {
            start: Some(NOW - 40 * day),
            end: Some(NOW - 40 * day + 60),
            date: chrono::NaiveDate::from_ymd_opt(2026, 10, 13).unwrap(),
            ..content(1, "long ago")
        },
    ];
    for content in &rows {
        made_there(&bench, content);
    }
    // An older one that is owed stretches the window, and still imports nothing from there.
    bench.book_content(&Content {
        start: Some(NOW - 50 * day),
        end: Some(NOW - 50 * day + 60),
        date: chrono::NaiveDate::from_ymd_opt(2026, 10, 3).unwrap(),
        ..content(1, "owed")
    });
    let report = bench.sync();
    assert_eq!((report.imported, report.created), (0, 1), "{report:?}");
    // One's own name on it changes nothing.
    made_there(
        &bench,
        &Content {
            member: Some(Reference::known("1", None)),
            ..content(3, "mine")
        },
    );
    assert_eq!(bench.sync().imported, 1);
}

#[test]
fn what_no_entry_can_look_like_is_named() {
    let mut bench = Bench::new();
    let there = made_there(&bench, &content(3, "odd"));
    bench
        .service
        .edit(&there, |remote| remote.content.end = remote.content.start);
    let report = bench.sync();
    assert_eq!((report.imported, report.outcome), (0, Outcome::Done));
    assert!(report.notes[0].contains(&there.0), "{:?}", report.notes);
}

#[test]
fn what_may_be_an_entry_that_waits_is_left_until_it_is_clear() {
    let mut bench = Bench::new();
    bench.profile.push = Status::Submitted;
    let id = bench.book("dns");
    made_there(&bench, &content(2, "dns"));
    // Not to be sent yet: nobody is asked, and nothing is imported.
    let report = bench.sync();
    assert_eq!((report.imported, report.held.len()), (0, 0));
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| tx.set_status(id, Status::Submitted, None, now))
        .unwrap();
    let report = bench.sync();
    assert_eq!((report.imported, report.held), (0, vec![id.0]));
    // "It is that one": the entry goes, the record comes.
    bench.remove(id);
    assert_eq!(bench.sync().imported, 1);
    assert_eq!(bench.service.entries().len(), 1);
    bench.is_idle();
}

#[test]
fn what_may_be_left_by_a_lost_answer_is_left() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    // A second one like it: which of them is ours, nobody can tell.
    made_there(&bench, &content(2, "dns"));
    let report = bench.sync();
    assert_eq!(
        (report.undecided, report.imported),
        (vec![1], 0),
        "an unclear one was imported"
    );
}

#[test]
fn released_it_goes_and_the_other_is_an_entry_of_its_own() {
    let mut bench = Bench::new();
    made_there(&bench, &content(2, "dns"));
    let id = bench.book("dns");
    assert_eq!(bench.sync().held, [id.0]);
    assert_eq!(bench.sync().held, [id.0]);
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| {
            tx.set_held(id, &[], now)?;
            tx.set_apart(id)
        })
        .unwrap();
    let report = bench.sync();
    assert_eq!(
        (report.held.len(), report.created, report.imported),
        (0, 1, 1),
        "{report:?}"
    );
    bench.is_idle();
    assert_eq!(bench.service.entries().len(), 2);
}

#[test]
fn a_change_is_no_answer_to_the_question() {
    let mut bench = Bench::new();
    made_there(&bench, &content(2, "dns"));
    let id = bench.book("dns");
    bench.sync();
    // Written anew, the breach is gone from the entry, but nobody has answered.
    bench.amend(id, |content| {
        content.tags.insert("tag".into());
    });
    assert!(bench.entry(id).held.is_empty());
    let report = bench.sync();
    assert_eq!((report.held, report.created), (vec![id.0], 0));
}

#[test]
fn two_stores_on_one_account_see_everything_and_send_nothing_twice() {
    for service in [ReferenceService::new(), ReferenceService::without_keys()] {
        let mut bench = Bench::on(service);
        let second = bench.fresh_store("second.db");
        bench.book("from the first");
        bench.sync();
        let first = bench.on_store(second);
        assert_eq!(bench.sync().imported, 1);
        bench.n_booked = 100;
        bench.book_content(&content(5, "from the second"));
        assert_eq!(bench.sync().created, 1);
        let second = bench.on_store(first);
        assert_eq!(bench.sync().imported, 1);
        assert_eq!(bench.notes_here(), ["from the first", "from the second"]);
        // Each changes what the other made.
        bench.amend(EntryId(2), |content| {
            content.note = Some("changed by the first".into())
        });
        assert_eq!(bench.sync().updated, 1);
        let _ = bench.on_store(second);
        let report = bench.sync();
        assert_eq!((report.taken_over, report.created), (1, 0), "{report:?}");
        assert_eq!(
            bench.notes_here(),
            ["from the first", "changed by the first"]
        );
        bench.is_idle();
        assert_eq!(bench.service.entries().len(), 2);
    }
}

#[test]
fn another_stores_key_is_the_entrys_key_here_too() {
    let mut bench = Bench::new();
    let second = bench.fresh_store("second.db");
    let id = bench.book("dns");
    bench.sync();
    let key = bench.entry(id).key;
    let _ = bench.on_store(second);
    bench.sync();
    assert_eq!(first(&bench).key, key);
}

#[test]
fn a_store_restored_from_before_takes_back_what_it_lost() {
    let mut bench = Bench::new();
    let empty = bench.fresh_store("before.db");
    bench.book("dns");
    bench.book_content(&content(5, "mail"));
    bench.sync();
    let _ = bench.on_store(empty);
    // Not read to its end, nothing is sent and nothing is believed.
    bench.n_booked = 100;
    bench.book_content(&content(8, "new"));
    bench.service.break_the_list(true);
    let _ = bench.writes();
    assert_eq!(bench.sync().outcome, Outcome::Later);
    assert!(bench.writes().is_empty());
    bench.service.break_the_list(false);
    let report = bench.sync();
    assert_eq!((report.imported, report.created), (2, 1), "{report:?}");
    bench.is_idle();
    assert_eq!(bench.service.entries().len(), 3);
}

#[test]
fn the_same_work_from_two_machines_is_reported_and_not_deleted() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    let id = bench.book("dns");
    bench.sync();
    // The other machine sent it at the same moment.
    let other = made_there(&bench, &content(2, "dns"));
    let report = bench.sync();
    assert_eq!(report.outcome, Outcome::NeedsPerson);
    assert_eq!(
        (report.twice[0].id, &report.twice[0].other),
        (id.0, &other.0)
    );
    // It is an entry from now on: to delete it here deletes it there.
    assert_eq!(report.imported, 1);
    assert_eq!(bench.service.entries().len(), 2);
    // Asked about until somebody answers.
    assert_eq!(bench.sync().outcome, Outcome::NeedsPerson);
    bench.remove(EntryId(2));
    bench.sync();
    assert_eq!(bench.only().id, bench.remote_id(id));
    let report = bench.sync();
    assert!(report.twice.is_empty());
    assert_eq!(report.outcome, Outcome::Done);
}

#[test]
fn a_clock_set_back_sends_nothing_twice() {
    let mut bench = Bench::new();
    bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    bench.book_content(&content(5, "mail"));
    bench.sync_in([Weather::Late]);
    bench.pass(-3_600);
    bench.sync();
    bench.service.catch_up();
    bench.sync();
    bench.pass(7_200);
    bench.sync();
    assert_eq!(bench.notes(), ["dns", "mail"]);
    bench.is_idle();
}
