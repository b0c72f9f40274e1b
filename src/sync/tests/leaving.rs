//! What is to go from the service, and what somebody did to it there meanwhile.

use super::*;
use crate::ledger::{self, Answer, Site, Terms};

impl Bench {
    fn resolve(&mut self, id: EntryId, answer: &Answer) {
        let terms = Terms {
            profile: self.profile.clone(),
            rules: RuleSettings::default(),
        };
        let site = Site {
            now: self.clock.now(),
            who: "tester".into(),
            rules: RuleSettings::default(),
            catalog_max_age: 86_400,
            profiles: [("work".to_owned(), terms)].into(),
        };
        let asked = ledger::review(&self.store, None, &site).unwrap();
        assert_eq!(asked.len(), 1, "{asked:?}");
        ledger::resolve(&mut self.store, &[id], answer, &site).unwrap();
    }

    fn edit_there(&self, id: EntryId, change: impl FnOnce(&mut Content)) {
        let there = self.remote_id(id);
        self.service
            .edit(&there, |remote| change(&mut remote.content));
    }
}

/// Delivered, changed there, and deleted here.
fn deleted_here_and_changed_there() -> (Bench, EntryId) {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.edit_there(id, |content| content.note = Some("theirs".into()));
    bench.remove(id);
    let report = bench.sync();
    assert_eq!(
        (report.deleted, report.conflicts, report.outcome),
        (0, vec![id.0], Outcome::NeedsPerson)
    );
    assert_eq!(bench.notes(), ["theirs"]);
    assert_eq!(bench.link(id).unwrap().conflict, ["note"]);
    // Told again until it is answered.
    assert_eq!(bench.sync().conflicts, [id.0]);
    (bench, id)
}

#[test]
fn what_was_changed_there_is_deleted_only_after_a_word() {
    let (mut bench, id) = deleted_here_and_changed_there();
    bench.resolve(id, &Answer::KeepMine);
    assert_eq!(bench.sync().deleted, 1);
    assert!(bench.notes().is_empty());
    bench.is_idle();
}

#[test]
fn or_it_comes_back_with_what_was_changed() {
    let (mut bench, id) = deleted_here_and_changed_there();
    bench.resolve(id, &Answer::KeepTheirs);
    bench.sync();
    let entry = bench.entry(id);
    assert!(!entry.removed);
    assert_eq!(entry.content.note.as_deref(), Some("theirs"));
    assert_eq!(bench.notes(), ["theirs"]);
    bench.is_idle();
}

#[test]
fn what_lies_before_the_window_is_looked_at_before_it_goes() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.settings.pull_days = 0;
    bench.edit_there(id, |content| content.note = Some("theirs".into()));
    bench.remove(id);
    assert_eq!(bench.sync().conflicts, [id.0]);
    assert_eq!(bench.notes(), ["theirs"]);
}

#[test]
fn after_a_lost_answer_it_is_compared_with_what_was_sent() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    let id = bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    let there = bench.only().id;
    bench.service.edit(&there, |remote| {
        remote.content.internal_note = Some("theirs".into());
    });
    bench.remove(id);
    assert_eq!(bench.sync().conflicts, [id.0]);
    assert_eq!(bench.service.entries().len(), 1);
}

#[test]
fn a_refused_removal_is_tried_again_when_told_to() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.remove(id);
    let report = bench.sync_in([Weather::Refused]);
    assert_eq!(report.refused.len(), 1);
    bench.resolve(id, &Answer::Retry);
    assert_eq!(bench.sync().deleted, 1);
    bench.is_idle();
}

#[test]
fn an_entry_that_was_handed_in_here_goes_when_it_is_gone_there() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.book_content(&content(4, "mail"));
    bench.sync();
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| tx.set_status(id, Status::Submitted, None, now))
        .unwrap();
    bench.service.take(&bench.remote_id(id));
    bench.sync();
    bench.resolve(id, &Answer::KeepTheirs);
    assert!(bench.entry(id).removed);
    bench.is_idle();
}

#[test]
fn a_timer_whose_end_was_taken_back_is_withdrawn_and_booked_anew_when_it_ends() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    let key = bench.entry(id).key;
    bench.amend(id, |content| content.end = None);
    assert_eq!(bench.sync().deleted, 1);
    assert!(bench.notes().is_empty());
    assert_ne!(bench.entry(id).key, key);
    bench.is_idle();
    bench.amend(id, |content| content.end = Some(NOW));
    assert_eq!(bench.sync().created, 1);
    assert_eq!(bench.only().content.end, Some(NOW));
    bench.is_idle();
}

#[test]
fn a_withdrawal_without_an_answer_is_settled() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.amend(id, |content| content.end = None);
    bench.service.keep_from_fetching(true);
    bench.sync_in([Weather::LostAfter]);
    bench.service.keep_from_fetching(false);
    // It ended again before anybody knew that the record was gone.
    bench.amend(id, |content| content.end = Some(NOW));
    bench.sync();
    bench.only();
    bench.is_idle();
}

fn work_type(id: &str) -> Option<Reference> {
    Some(Reference::known(id, None))
}

#[test]
fn a_value_set_there_is_taken_over_where_it_was_left_open() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.edit_there(id, |content| content.work_type = work_type("3"));
    assert_eq!(bench.sync().taken_over, 1);
    assert_eq!(bench.entry(id).content.work_type, work_type("3"));
    assert!(!bench.link(id).unwrap().is_due());
    bench.is_idle();
}

#[test]
fn a_value_set_on_both_sides_is_a_conflict_and_not_theirs() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.edit_there(id, |content| content.work_type = work_type("3"));
    bench.amend(id, |content| content.work_type = work_type("4"));
    assert_eq!(bench.sync().conflicts, [id.0]);
    assert_eq!(bench.link(id).unwrap().conflict, ["work_type"]);
    assert_eq!(bench.entry(id).content.work_type, work_type("4"));
}
