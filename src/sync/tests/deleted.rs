//! Entries that somebody took away on the service.

use super::*;
use crate::domain::delivery::DELETED;

/// Two delivered entries, of which somebody took the first away there.
fn one_gone() -> (Bench, EntryId) {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.book_content(&content(4, "mail"));
    bench.sync();
    bench.service.take(&bench.remote_id(id));
    let _ = bench.service.take_calls();
    (bench, id)
}

fn is_conflict(bench: &Bench, id: EntryId) -> bool {
    let link = bench.link(id).unwrap();
    link.is_deleted_there() && link.attempt.is_none() && link.conflict == [DELETED]
}

#[test]
fn what_is_gone_there_waits_for_a_person() {
    let (mut bench, id) = one_gone();
    let report = bench.sync();
    assert_eq!(
        (report.conflicts, report.outcome),
        (vec![id.0], Outcome::NeedsPerson)
    );
    assert_eq!(
        bench.service.take_calls(),
        ["check_access", "list", "fetch"]
    );
    assert!(is_conflict(&bench, id));
    // Told again, asked for no more; changed here, it is not sent either.
    bench.amend(id, |content| content.note = Some("changed".into()));
    assert_eq!(bench.sync().conflicts, [id.0]);
    assert_eq!(bench.service.take_calls(), ["check_access", "list"]);
    assert!(!bench.entry(id).removed);
}

#[test]
fn mine_books_it_anew_with_a_new_key() {
    let (mut bench, id) = one_gone();
    bench.sync();
    let (old, fresh) = (bench.remote_id(id), Key::new(7, [9; 10]));
    bench
        .store
        .write(|tx| tx.forget_remote(id, "work", fresh))
        .unwrap();
    let report = bench.sync();
    assert_eq!((report.created, report.conflicts.len()), (1, 0));
    assert_eq!(bench.entry(id).key, fresh);
    let there = bench.service.entries();
    assert_eq!(there.last().unwrap().key, Some(fresh));
    bench.is_idle();
    // A list that lags behind brings the old one back: it is nobody else's.
    let late = Remote {
        id: old,
        key: Some(Key::new(1, [1; 10])),
        ..there[1].clone()
    };
    bench.service.put(late);
    assert_eq!(bench.sync().imported, 0);
}

#[test]
fn theirs_takes_it_away_here_and_nothing_is_owed() {
    let (mut bench, id) = one_gone();
    bench.sync();
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| tx.remove_as_there(id, "work", now))
        .unwrap();
    assert!(bench.entry(id).removed);
    bench.is_idle();
}

#[test]
fn taken_away_here_as_well_it_is_settled() {
    for looked_at in [false, true] {
        let (mut bench, id) = one_gone();
        if looked_at {
            bench.sync();
        }
        bench.remove(id);
        let report = bench.sync();
        assert_eq!(report.outcome, Outcome::Done, "{report:?}");
        bench.is_idle();
    }
}

#[test]
fn a_list_that_does_not_show_it_proves_nothing() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    let there = bench.remote_id(id);
    bench.service.hide(&there);
    bench
        .service
        .edit(&there, |remote| remote.content.note = Some("office".into()));
    let report = bench.sync();
    assert_eq!(
        (report.taken_over, report.outcome),
        (1, Outcome::Done),
        "{report:?}"
    );
    assert_eq!(bench.entry(id).content.note.as_deref(), Some("office"));
    assert!(bench.link(id).unwrap().conflict.is_empty());
}

#[test]
fn what_comes_back_is_no_conflict_any_more() {
    let (mut bench, id) = one_gone();
    let there = bench.remote_id(id);
    bench.sync();
    let mut back = bench.service.entries()[0].clone();
    back.id = there;
    back.key = Some(bench.entry(id).key);
    back.content = bench.link(id).unwrap().last_seen.unwrap().content;
    bench.service.put(back);
    assert!(bench.sync().conflicts.is_empty());
    bench.is_idle();
}

#[test]
fn a_change_of_what_is_gone_is_a_conflict_and_no_refusal() {
    let old = Content {
        date: chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        start: Some(1_577_880_000),
        end: Some(1_577_883_600),
        ..content(2, "old")
    };
    // Before the window it is looked at alone; between the look and the change it is
    // the service's answer that tells.
    for (kept, at_once) in [(old, false), (content(2, "dns"), true)] {
        let mut bench = Bench::new();
        let id = bench.book_content(&kept);
        bench.sync();
        bench.amend(id, |content| content.note = Some("changed".into()));
        let there = bench.remote_id(id);
        if at_once {
            bench
                .service
                .before_the_next_write(|entries| entries.clear());
        } else {
            bench.service.take(&there);
        }
        let report = bench.sync();
        assert_eq!(report.conflicts, [id.0], "{report:?}");
        assert!(report.refused.is_empty());
        assert!(is_conflict(&bench, id));
        let _ = bench.writes();
        bench.sync();
        assert!(bench.writes().is_empty());
    }
}

#[test]
fn a_change_without_an_answer_of_what_is_gone_by_now() {
    for weather in [Weather::LostBefore, Weather::LostAfter] {
        let mut bench = Bench::new();
        let id = bench.book("dns");
        bench.sync();
        bench.amend(id, |content| content.work_type = None);
        bench.amend(id, |content| content.note = Some("changed".into()));
        let there = bench.remote_id(id);
        bench.service.keep_from_fetching(true);
        bench.sync_in([weather]);
        bench.service.keep_from_fetching(false);
        bench.service.take(&there);
        assert_eq!(bench.sync().conflicts, [id.0]);
        assert!(is_conflict(&bench, id));
    }
}

#[test]
fn only_so_many_are_asked_for_in_a_run_and_the_rest_in_the_next() {
    let mut bench = Bench::new();
    let n_gone = super::super::gone::MOST_LOOKS + 10;
    bench.book("stays");
    let gone: Vec<_> = (0..n_gone)
        .map(|n| bench.book_content(&content(3, &n.to_string())))
        .collect();
    bench.sync();
    for id in &gone {
        bench.service.take(&bench.remote_id(*id));
    }
    let _ = bench.service.take_calls();
    let n_fetched = |bench: &Bench| {
        let calls = bench.service.take_calls();
        calls.iter().filter(|call| **call == "fetch").count()
    };
    let report = bench.sync();
    assert_eq!(report.conflicts.len(), n_gone - 10);
    assert_eq!(n_fetched(&bench), n_gone - 10);
    assert_eq!(bench.sync().conflicts.len(), n_gone);
    assert_eq!(n_fetched(&bench), 10);
}

#[test]
fn those_that_are_there_do_not_keep_the_others_from_their_turn() {
    let mut bench = Bench::new();
    let most = super::super::gone::MOST_LOOKS;
    bench.book("stays");
    let hidden: Vec<_> = (0..most)
        .map(|n| bench.book_content(&content(3, &n.to_string())))
        .collect();
    let last = bench.book_content(&content(3, "last"));
    bench.sync();
    for id in hidden {
        bench.service.hide(&bench.remote_id(id));
    }
    bench.service.take(&bench.remote_id(last));
    assert!(bench.sync().conflicts.is_empty());
    assert_eq!(bench.sync().conflicts, [last.0]);
}
