//! What a run does, holds back and ends with when every answer arrives.

use super::*;

#[test]
fn what_is_owed_is_created_once() {
    let mut bench = Bench::new();
    bench.book("dns");
    bench.book("mail");
    let report = bench.sync();
    assert_eq!((report.created, report.outcome), (2, Outcome::Done));
    assert_eq!(bench.notes(), ["dns", "mail"]);
    bench.is_idle();
}

#[test]
fn a_change_is_sent_and_a_removal_taken_away() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.amend(id, |content| content.note = Some("mail".into()));
    assert_eq!(bench.sync().updated, 1);
    assert_eq!(bench.notes(), ["mail"]);
    bench.is_idle();
    bench.remove(id);
    assert_eq!(bench.sync().deleted, 1);
    assert!(bench.notes().is_empty());
    bench.is_idle();
}

#[test]
fn below_the_status_that_is_delivered_nothing_goes() {
    let mut bench = Bench::new();
    bench.profile.push = Status::Submitted;
    let id = bench.book("dns");
    assert_eq!(bench.sync().created, 0);
    let now = bench.clock.now();
    let moved = bench
        .store
        .write(|tx| tx.set_status(id, Status::Submitted, None, now));
    moved.unwrap();
    assert_eq!(bench.sync().created, 1);
}

#[test]
fn an_old_draft_does_not_stretch_the_window() {
    let mut bench = Bench::new();
    bench.profile.push = Status::Submitted;
    bench.book_content(&Content {
        date: chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        start: Some(1_577_880_000),
        end: Some(1_577_883_600),
        ..content(2, "old")
    });
    bench.sync();
    let day = 86_400;
    assert_eq!(bench.service.take_windows(), [Some(NOW - 35 * day)]);
    bench.profile.push = Status::Open;
    bench.sync();
    assert_eq!(bench.service.take_windows(), [Some(1_577_880_000 - day)]);
}

#[test]
fn grace_is_waited_out_also_when_the_clock_was_set_back() {
    let mut bench = Bench::new();
    bench.settings.grace = 600;
    bench.book("dns");
    bench.pass(599);
    let report = bench.sync();
    assert_eq!(
        (report.created, report.owed, report.outcome),
        (0, 1, Outcome::Done)
    );
    bench.pass(-86_400);
    assert_eq!(bench.sync().created, 1);
}

#[test]
fn a_refusal_is_kept_and_the_others_go_on() {
    let mut bench = Bench::new();
    let first = bench.book("dns");
    bench.book("mail");
    let report = bench.sync_in([Weather::Refused]);
    assert_eq!((report.created, report.outcome), (1, Outcome::NeedsPerson));
    assert_eq!(report.refused[0].id, first.0);
    assert_eq!(
        report.refused[0].message,
        "the reference service does not like the note"
    );
    let _ = bench.writes();
    // Told again, not sent again.
    assert_eq!(bench.sync().refused.len(), 1);
    assert!(bench.writes().is_empty());
    bench.amend(first, |content| content.note = Some("better".into()));
    assert_eq!(bench.sync().created, 1);
    bench.is_idle();
}

#[test]
fn a_refused_create_that_is_removed_leaves_nothing() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync_in([Weather::Refused]);
    bench.remove(id);
    bench.is_idle();
}

#[test]
fn a_refused_removal_is_told() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.remove(id);
    let report = bench.sync_in([Weather::Refused]);
    assert_eq!((report.deleted, report.refused.len()), (0, 1));
    assert_eq!(report.outcome, Outcome::NeedsPerson);
}

#[test]
fn a_service_that_is_away_or_busy_ends_the_run() {
    for weather in [Weather::NotSent, Weather::Throttled] {
        let mut bench = Bench::new();
        bench.book("dns");
        bench.book("mail");
        let report = bench.sync_in([weather]);
        assert_eq!(
            (report.outcome, report.owed, report.unconfirmed),
            (Outcome::Later, 2, 0)
        );
        assert_eq!(bench.writes(), ["create"], "{weather:?}");
        // It certainly did not arrive: no quarantine.
        assert_eq!(bench.sync().created, 2);
        bench.is_idle();
    }
}

#[test]
fn an_equal_entry_without_a_key_holds_ours_and_only_ours() {
    let mut bench = Bench::new();
    bench.service.add(content(2, "dns"));
    let (first, second) = (bench.book("dns"), bench.book("dns"));
    let report = bench.sync();
    assert_eq!((report.held, report.created), (vec![first.0], 1));
    assert!(bench.entry(second).held.is_empty());
    let third = bench.book("dns");
    let report = bench.sync();
    assert_eq!((report.held, report.created), (vec![first.0], 1));
    assert!(bench.entry(third).held.is_empty());
}

#[test]
fn a_restored_copy_adopts_what_bears_its_keys() {
    let mut bench = Bench::new();
    let (equal, other, gone) = (bench.book("dns"), bench.book("mail"), bench.book("more"));
    bench.remove(gone);
    bench
        .store
        .backup(&bench.folder.path().join("copy.db"))
        .unwrap();
    bench.amend(other, |content| {
        content.end = content.end.map(|end| end - 600)
    });
    bench.sync();
    let copy = bench.folder.path().join("copy.db");
    bench.store = Store::open(&copy, Access::Write, NOW).unwrap();
    let _ = bench.writes();
    let report = bench.sync();
    assert_eq!(
        (report.adopted, report.conflicts.clone()),
        (2, vec![other.0]),
        "{report:?}"
    );
    assert!(bench.writes().is_empty());
    let link = bench.link(equal).unwrap();
    assert!(!link.is_due());
    assert_eq!(bench.link(other).unwrap().conflict, ["worked_seconds"]);
}

#[test]
fn an_entry_that_is_there_twice_is_told() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    let mut twin = bench.service.entries()[0].clone();
    twin.id = RemoteId("77".into());
    bench.service.put(twin);
    let report = bench.sync();
    assert_eq!(
        (report.twice[0].id, report.outcome),
        (id.0, Outcome::NeedsPerson)
    );
    assert!(bench.writes().iter().all(|write| *write == "create"));
    assert_eq!(bench.service.entries().len(), 2);
}

#[test]
fn an_account_without_entries_stops_the_run() {
    let mut bench = Bench::new();
    for n in 0..5 {
        bench.book(&n.to_string());
    }
    bench.sync();
    bench.book("new");
    for remote in bench.service.entries() {
        bench.service.take(&remote.id);
    }
    let _ = bench.writes();
    let report = bench.sync();
    assert_eq!((report.outcome, report.created), (Outcome::NeedsPerson, 0));
    assert!(bench.writes().is_empty());
}

#[test]
fn an_entry_removed_while_the_run_is_under_way_is_not_sent() {
    // The rules' look and the sending are two moments: what was read before them may be old.
    let mut bench = Bench::new();
    let id = bench.book("dns");
    let file = bench.file();
    bench.service.meanwhile(move || {
        let mut other = Store::open(&file, Access::Write, NOW).unwrap();
        other.write(|tx| tx.remove(id, NOW)).unwrap();
    });
    let report = bench.sync();
    assert_eq!(
        (report.created, report.outcome),
        (0, Outcome::Done),
        "{report:?}"
    );
}
