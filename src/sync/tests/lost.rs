//! What a run does when answers are lost.

use super::*;

#[test]
fn what_arrived_is_adopted_at_once_by_its_key() {
    let mut bench = Bench::new();
    bench.book("dns");
    let report = bench.sync_in([Weather::LostAfter]);
    assert_eq!((report.adopted, report.outcome), (1, Outcome::Done));
    bench.is_idle();
    assert_eq!(bench.notes(), ["dns"]);
}

#[test]
fn what_arrived_without_a_key_is_adopted_in_the_next_run() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    bench.book("dns");
    let report = bench.sync_in([Weather::LostAfter]);
    assert_eq!((report.unconfirmed, report.outcome), (1, Outcome::Later));
    assert_eq!(bench.sync().adopted, 1);
    assert_eq!(bench.notes(), ["dns"]);
    bench.is_idle();
}

#[test]
fn what_did_not_arrive_is_sent_again_after_the_quarantine_only() {
    let mut bench = Bench::new();
    bench.book("dns");
    assert_eq!(bench.sync_in([Weather::LostBefore]).unconfirmed, 1);
    let _ = bench.writes();
    bench.pass(QUARANTINE);
    assert_eq!(bench.sync().outcome, Outcome::Later);
    // A clock set back counts as no time at all.
    bench.pass(-86_400);
    assert_eq!(bench.sync().unconfirmed, 1);
    bench.pass(86_400);
    assert_eq!(bench.sync().unconfirmed, 1);
    assert!(bench.writes().is_empty());
    bench.pass(1);
    assert_eq!(bench.sync().created, 1);
    assert_eq!(bench.writes(), ["create"]);
    bench.is_idle();
}

#[test]
fn what_is_done_late_is_adopted_and_not_sent_again() {
    for service in [ReferenceService::new(), ReferenceService::without_keys()] {
        let mut bench = Bench::on(service);
        bench.book("dns");
        assert_eq!(bench.sync_in([Weather::Late]).unconfirmed, 1);
        bench.pass(QUARANTINE - 1);
        bench.service.catch_up();
        assert_eq!(bench.sync().adopted, 1);
        bench.pass(86_400);
        bench.is_idle();
        assert_eq!(bench.notes(), ["dns"]);
    }
}

#[test]
fn twins_are_matched_by_count() {
    // Of two equal ones so many arrived.
    for (weather, adopted) in [
        ([Weather::LostAfter, Weather::LostAfter], 2),
        ([Weather::LostAfter, Weather::LostBefore], 1),
        ([Weather::LostBefore, Weather::LostBefore], 0),
    ] {
        let mut bench = Bench::on(ReferenceService::without_keys());
        bench.book("dns");
        bench.book("dns");
        assert_eq!(bench.sync_in(weather).unconfirmed, 2);
        assert_eq!(bench.sync().adopted, adopted, "{weather:?}");
        bench.pass(QUARANTINE + 1);
        assert_eq!(bench.sync().created, 2 - adopted, "{weather:?}");
        assert_eq!(bench.notes(), ["dns", "dns"]);
        bench.is_idle();
    }
}

#[test]
fn more_than_can_have_been_sent_is_a_persons_choice() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    let id = bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    bench.service.add(content(2, "dns"));
    bench.pass(86_400);
    let _ = bench.writes();
    let report = bench.sync();
    assert_eq!(
        (report.undecided, report.outcome),
        (vec![id.0], Outcome::NeedsPerson)
    );
    assert!(bench.writes().is_empty());
}

#[test]
fn what_belongs_to_another_entry_is_passed_over() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    bench.book("dns");
    bench.sync();
    bench.book("dns");
    bench.sync_in([Weather::LostBefore]);
    let report = bench.sync();
    assert_eq!((report.adopted, report.unconfirmed), (0, 1));
    bench.pass(QUARANTINE + 1);
    assert_eq!(bench.sync().created, 1);
    bench.is_idle();
}

#[test]
fn a_lost_twin_does_not_hold_the_other() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    bench.book("dns");
    let report = bench.sync();
    assert_eq!(
        (report.adopted, report.created, report.held),
        (1, 1, vec![])
    );
    bench.is_idle();
}

#[test]
fn three_in_a_row_end_the_run() {
    let mut bench = Bench::new();
    for n in 0..6 {
        bench.book(&n.to_string());
    }
    let lost = Weather::LostBefore;
    let report = bench.sync_in([lost, lost, Weather::Fair, lost, lost, lost]);
    assert_eq!((report.created, report.unconfirmed, report.owed), (1, 5, 0));
    let mut bench = Bench::new();
    for n in 0..6 {
        bench.book(&n.to_string());
    }
    let report = bench.sync_in([lost; 6]);
    assert_eq!(
        (report.unconfirmed, report.owed, report.outcome),
        (3, 3, Outcome::Later)
    );
}

#[test]
fn a_change_made_while_unconfirmed_follows() {
    for (weather, late) in [(Weather::LostBefore, false), (Weather::Late, true)] {
        let mut bench = Bench::new();
        let id = bench.book("dns");
        bench.sync_in([weather]);
        bench.amend(id, |content| content.note = Some("mail".into()));
        assert_eq!(bench.sync().unconfirmed, 1);
        if late {
            bench.service.catch_up();
        }
        bench.pass(QUARANTINE + 1);
        let report = bench.sync();
        // Found by what was sent then; only after that comes what is here now.
        assert_eq!(
            (report.adopted, report.updated),
            (u32::from(late), u32::from(late))
        );
        assert_eq!(report.created, u32::from(!late));
        assert_eq!(bench.notes(), ["mail"]);
        bench.is_idle();
    }
}

#[test]
fn a_change_is_looked_for_as_it_was_sent() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    let id = bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    bench.amend(id, |content| content.note = Some("mail".into()));
    let report = bench.sync();
    assert_eq!((report.adopted, report.updated), (1, 1));
    assert_eq!(bench.notes(), ["mail"]);
    bench.is_idle();
}

#[test]
fn the_removal_of_what_may_have_been_created_is_not_forgotten() {
    for weather in [Weather::LostBefore, Weather::Late] {
        for service in [ReferenceService::new(), ReferenceService::without_keys()] {
            let mut bench = Bench::on(service);
            let id = bench.book("dns");
            bench.sync_in([weather]);
            bench.remove(id);
            assert_eq!(bench.sync().unconfirmed, 1);
            bench.service.catch_up();
            bench.pass(QUARANTINE + 1);
            let report = bench.sync();
            assert_eq!(report.deleted, u32::from(weather == Weather::Late));
            assert!(bench.notes().is_empty());
            bench.is_idle();
        }
    }
}

#[test]
fn a_key_that_turns_up_after_all_is_taken_away_again() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync_in([Weather::Late]);
    bench.remove(id);
    bench.pass(QUARANTINE + 1);
    bench.sync();
    bench.is_idle();
    bench.service.catch_up();
    assert_eq!(bench.sync().deleted, 1);
    assert!(bench.notes().is_empty());
}

#[test]
fn an_update_without_an_answer_is_settled() {
    for (weather, updates) in [(Weather::LostAfter, 1), (Weather::LostBefore, 2)] {
        let mut bench = Bench::new();
        let id = bench.book("dns");
        bench.sync();
        let _ = bench.writes();
        // A length alone: start, target and note stay what they were.
        bench.amend(id, |content| content.end = content.end.map(|end| end - 600));
        bench.sync_in([weather]);
        bench.sync();
        assert_eq!(bench.writes().len(), 1, "{weather:?}: not blindly again");
        bench.pass(QUARANTINE + 1);
        bench.sync();
        assert_eq!(bench.writes().len(), updates - 1, "{weather:?}");
        let here = bench.entry(id).content;
        assert_eq!(
            bench.service.entries()[0].content.end,
            here.end,
            "{weather:?}"
        );
        bench.is_idle();
    }
}

#[test]
fn an_update_that_is_late_does_not_undo_a_newer_one() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.amend(id, |content| content.note = Some("old".into()));
    bench.sync_in([Weather::Late]);
    bench.amend(id, |content| content.note = Some("new".into()));
    assert_eq!(bench.sync().unconfirmed, 1);
    bench.service.catch_up();
    bench.service.clear_forecast();
    bench.sync();
    assert_eq!(bench.notes(), ["new"]);
    bench.is_idle();
}

#[test]
fn a_value_taken_away_is_sent_until_it_is_confirmed() {
    let mut bench = Bench::new();
    let id = bench.book_content(&Content {
        work_type: Some(Reference::known("1", None)),
        ..content(2, "dns")
    });
    bench.sync();
    bench.amend(id, |content| content.work_type = None);
    bench.sync_in([Weather::LostBefore]);
    bench.pass(QUARANTINE + 1);
    bench.sync();
    assert_eq!(bench.service.entries()[0].content.work_type, None);
    bench.is_idle();
}

#[test]
fn a_removal_without_an_answer_is_settled() {
    for weather in [Weather::LostAfter, Weather::LostBefore, Weather::Late] {
        let mut bench = Bench::new();
        let id = bench.book("dns");
        bench.sync();
        bench.remove(id);
        bench.sync_in([weather]);
        if weather == Weather::LostBefore {
            assert_eq!(bench.sync().unconfirmed, 1);
            assert_eq!(
                bench.writes().len(),
                2,
                "created, deleted, not blindly again"
            );
            bench.pass(QUARANTINE + 1);
        }
        bench.service.catch_up();
        bench.sync();
        assert!(bench.notes().is_empty(), "{weather:?}");
        bench.is_idle();
    }
}

#[test]
fn a_removal_taken_back_is_not_met_by_the_late_one() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.remove(id);
    bench.sync_in([Weather::Late]);
    bench.restore(id);
    // Whether it is still there is not known before the wait is over.
    assert_eq!(bench.sync().unconfirmed, 1);
    bench.service.catch_up();
    let report = bench.sync();
    assert_eq!((report.created, report.conflicts.len()), (1, 0));
    assert_eq!(bench.notes(), ["dns"]);
    bench.is_idle();
}

#[test]
fn an_update_that_is_throttled_after_a_lost_one_forgets_nothing() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.amend(id, |content| content.note = Some("old".into()));
    bench.sync_in([Weather::Late]);
    bench.sync_in([Weather::Throttled]);
    bench.amend(id, |content| content.note = Some("new".into()));
    assert_eq!(bench.sync().unconfirmed, 1);
    bench.service.catch_up();
    bench.service.clear_forecast();
    bench.sync();
    assert_eq!(bench.notes(), ["new"]);
    bench.is_idle();
}

#[test]
fn a_run_that_died_at_any_point_is_gone_on_with() {
    // A crash leaves the attempt committed and nothing else.
    let mut bench = Bench::new();
    let id = bench.book("dns");
    let entry = bench.entry(id);
    let attempt = crate::domain::delivery::Attempt {
        act: crate::domain::delivery::Act::Create,
        sent: Some(crate::domain::delivery::Outgoing {
            key: entry.key,
            revision: 1,
            content: entry.content,
            mailing: Default::default(),
            marked: false,
        }),
        revision: 1,
        sent_at: NOW,
        times: 1,
    };
    let link = bench.store.view().link(id, "work").unwrap().unwrap();
    let begun = bench
        .store
        .write(|tx| tx.begin(&link, "reference", &attempt));
    assert!(begun.unwrap());
    assert_eq!(bench.sync().unconfirmed, 1);
    bench.pass(QUARANTINE + 1);
    assert_eq!(bench.sync().created, 1);
    bench.is_idle();
}
