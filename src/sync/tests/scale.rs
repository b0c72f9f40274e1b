//! What a run costs: commits by entry, requests, and time where much is owed.

use super::*;

#[test]
fn one_commit_an_entry_and_none_when_idle() {
    let mut bench = Bench::new();
    for n in 0..20 {
        bench.book(&n.to_string());
    }
    let before = bench.n_commits();
    assert_eq!(bench.sync().created, 20);
    // The tenant is bound once, and the last answer is kept alone.
    assert_eq!(bench.n_commits() - before, 20 + 1 + 1);
    let before = bench.n_commits();
    bench.is_idle();
    assert_eq!(bench.n_commits(), before);
    bench.amend(EntryId(3), |content| content.note = Some("new".into()));
    let before = bench.n_commits();
    assert_eq!(bench.sync().updated, 1);
    assert_eq!(bench.n_commits() - before, 2);
    bench.remove(EntryId(3));
    let before = bench.n_commits();
    assert_eq!(bench.sync().deleted, 1);
    assert_eq!(bench.n_commits() - before, 2);
}

#[test]
fn an_answer_is_kept_before_the_service_is_asked_about_something_new() {
    let mut bench = Bench::new();
    for n in 0..10 {
        let mut content = content(2, "dns");
        content.target.as_mut().unwrap().at = Reference::typed(&n.to_string());
        bench.book_content(&content);
    }
    let before = bench.n_commits();
    assert_eq!(bench.sync().created, 10);
    assert_eq!(bench.n_commits() - before, 2 * 10 + 1);
}

#[test]
fn what_ends_a_run_does_not_lose_what_was_answered_before() {
    use Weather::{Fair, LostBefore, NotSent, Refused, Throttled};
    for end in [
        vec![Throttled],
        vec![NotSent],
        vec![Refused],
        vec![LostBefore, LostBefore, LostBefore],
    ] {
        let mut bench = Bench::new();
        for n in 0..6 {
            bench.book(&n.to_string());
        }
        bench.sync_in([Fair, Fair].into_iter().chain(end.clone()));
        for id in [1, 2] {
            let link = bench.link(EntryId(id)).unwrap();
            assert!(link.attempt.is_none() && !link.is_due(), "{end:?}");
        }
    }
    // The time that is over.
    let mut bench = Bench::new();
    for n in 0..6 {
        bench.book(&n.to_string());
    }
    bench.settings.max_time = Duration::from_millis(3);
    let report = bench.sync();
    assert!((1..6).contains(&report.created), "{report:?}");
    assert_eq!((report.unconfirmed, report.owed), (0, 6 - report.created));
}

#[test]
fn ten_thousand_owed_keep_the_time_and_the_next_run_goes_on() {
    let mut bench = Bench::new();
    let n_owed = 10_000_u32;
    let booked = Admitted::unchecked_for_tests(content(2, "dns"));
    bench
        .store
        .write(|tx| {
            for n in 0..n_owed {
                let [a, b, c, d] = n.to_be_bytes();
                let key = Key::new(1, [a, b, c, d, 0, 0, 0, 0, 0, 1]);
                tx.book(&booked, key, Status::Open, Origin::Local, NOW)?;
            }
            Ok::<_, crate::store::StoreError>(())
        })
        .unwrap();
    // A tick of this clock is a look at it, and every entry looks once.
    bench.settings.max_time = Duration::from_millis(31);
    let report = bench.sync();
    assert_eq!(report.outcome, Outcome::Later);
    assert!((25..=30).contains(&report.created), "{report:?}");
    assert_eq!(report.owed, n_owed - report.created);
    let again = bench.sync();
    assert!(again.created >= 25, "{again:?}");
    assert_eq!(again.owed, n_owed - report.created - again.created);
    let there = bench.service.entries().len();
    assert_eq!(there, (report.created + again.created) as usize);
}
