//! How the service's word on the status comes here, and what the journal says of it.

use super::*;

fn delivered() -> (Bench, EntryId, RemoteId) {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    let there = bench.remote_id(id);
    (bench, id, there)
}

fn stands(bench: &Bench, there: &RemoteId, status: Status, reason: Option<&str>) {
    bench.service.edit(there, |remote| {
        remote.status = status;
        remote.status_word = Some(status.word().into());
        remote.reject_reason = reason.map(str::to_owned);
    });
}

#[test]
fn every_step_is_taken_over_and_journalled() {
    let (mut bench, id, there) = delivered();
    let way = [
        Status::Submitted,
        Status::Approved,
        Status::Rejected,
        Status::Billed,
        Status::Open,
    ];
    let mut was = Status::Open;
    for status in way {
        let reason = (status == Status::Rejected).then_some("wrong ticket");
        stands(&bench, &there, status, reason);
        let report = bench.sync();
        assert_eq!(report.status_changes, 1);
        let entry = bench.entry(id);
        assert_eq!(
            (entry.status, entry.reject_reason.as_deref()),
            (status, reason)
        );
        let lines = bench.store.view().journal_of(id).unwrap();
        let line = &lines.last().unwrap().line;
        let sides = [&line.before, &line.after].map(|side| side.as_ref().unwrap().status);
        assert_eq!((sides, &line.who), ([was, status], &Who::Sync));
        was = status;
        bench.is_idle();
    }
    assert_eq!(bench.entry(id).revision, 1);
}

#[test]
fn a_reason_that_comes_later_is_taken_over() {
    let (mut bench, id, there) = delivered();
    stands(&bench, &there, Status::Rejected, None);
    bench.sync();
    stands(&bench, &there, Status::Rejected, Some("no note"));
    bench.sync();
    assert_eq!(bench.entry(id).reject_reason.as_deref(), Some("no note"));
}

#[test]
fn what_was_moved_here_only_stays_where_it_is() {
    let (mut bench, id, _) = delivered();
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| tx.set_status(id, Status::Submitted, None, now))
        .unwrap();
    bench.sync();
    assert_eq!(bench.entry(id).status, Status::Submitted);
}

#[test]
fn an_adopted_entry_stands_where_the_service_has_it() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    let copy = bench.folder.path().join("copy.db");
    bench.store.backup(&copy).unwrap();
    bench.sync();
    let there = bench.remote_id(id);
    stands(&bench, &there, Status::Billed, None);
    let _ = bench.on_store(Store::open(&copy, Access::Write, NOW).unwrap());
    assert_eq!(bench.sync().adopted, 1);
    assert_eq!(bench.entry(id).status, Status::Billed);
    assert_eq!(bench.journal(id), ["adopt"]);
    bench.is_idle();
}

#[test]
fn an_adopted_lost_answer_is_journalled() {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    assert_eq!(bench.journal(id), ["adopt"]);
}

#[test]
fn an_open_conflict_is_not_closed_by_another_change_there() {
    let (mut bench, id, there) = delivered();
    bench
        .service
        .edit(&there, |remote| remote.content.note = Some("theirs".into()));
    bench.amend(id, |content| content.note = Some("mine".into()));
    assert_eq!(bench.sync().conflicts, [id.0]);
    bench.service.edit(&there, |remote| {
        remote.content.end = remote.content.end.map(|end| end - 600)
    });
    let report = bench.sync();
    assert_eq!((report.conflicts, report.updated), (vec![id.0], 0));
    assert_eq!(bench.link(id).unwrap().conflict, ["note"]);
    assert_eq!(bench.only().content.note.as_deref(), Some("theirs"));
}

#[test]
fn what_a_person_changes_meanwhile_is_not_overwritten() {
    let (mut bench, id, there) = delivered();
    bench
        .service
        .edit(&there, |remote| remote.content.note = Some("theirs".into()));
    let file = bench.file();
    bench.service.while_comparing(move || {
        let mut other = Store::open(&file, Access::Write, NOW).unwrap();
        let (entry, _) = other.view().entry(id).unwrap().unwrap();
        let changed = Content {
            end: entry.content.end.map(|end| end - 600),
            ..entry.content
        };
        let admitted = Admitted::unchecked_for_tests(changed);
        other.write(|tx| tx.amend(id, &admitted, NOW)).unwrap();
    });
    bench.sync();
    bench.sync();
    let here = bench.entry(id).content;
    assert_eq!(here.note.as_deref(), Some("theirs"));
    assert_eq!(here.end, content(2, "").end.map(|end| end - 600));
    assert_eq!(bench.only().content.end, here.end);
    bench.is_idle();
}

#[test]
fn what_the_office_changes_between_our_look_and_our_change_is_not_lost() {
    let (mut bench, id, _) = delivered();
    bench.amend(id, |content| content.end = content.end.map(|end| end - 600));
    bench.service.before_the_next_write(|entries| {
        for remote in entries.values_mut() {
            remote.content.note = Some("office".into());
        }
    });
    assert_eq!(bench.sync().updated, 1);
    assert_eq!(bench.only().content.note.as_deref(), Some("office"));
    let report = bench.sync();
    assert_eq!((report.taken_over, report.updated), (1, 0), "{report:?}");
    assert_eq!(bench.entry(id).content.note.as_deref(), Some("office"));
    bench.is_idle();
}
