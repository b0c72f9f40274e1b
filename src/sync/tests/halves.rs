//! Runs of which only one half is wanted.

use super::*;

/// One delivered entry that the office changed, one owed, one made there.
fn bench() -> (Bench, EntryId) {
    let mut bench = Bench::new();
    let id = bench.book("dns");
    bench.sync();
    bench.service.edit(&bench.remote_id(id), |remote| {
        remote.content.note = Some("office".into())
    });
    bench.book_content(&content(4, "owed"));
    bench.service.add(content(6, "made there"));
    let _ = bench.service.take_calls();
    (bench, id)
}

#[test]
fn only_fetched_nothing_is_sent() {
    let (mut bench, id) = bench();
    bench.settings.direction = Direction::Pull;
    let report = bench.sync();
    assert_eq!(
        (report.taken_over, report.imported, report.owed),
        (1, 1, 1),
        "{report:?}"
    );
    assert!(bench.writes().is_empty());
    bench.amend(id, |content| content.end = content.end.map(|end| end - 60));
    bench.sync();
    assert!(bench.writes().is_empty());
    // Lost answers are settled: that only reads.
    bench.settings.direction = Direction::Both;
    bench.sync_in([Weather::Fair, Weather::LostAfter]);
    bench.settings.direction = Direction::Pull;
    let report = bench.sync();
    assert_eq!((report.unconfirmed, report.owed), (0, 0), "{report:?}");
}

#[test]
fn only_sent_nothing_comes_but_what_is_about_to_be_changed() {
    let (mut bench, id) = bench();
    bench.settings.direction = Direction::Push;
    let report = bench.sync();
    assert_eq!(
        (report.created, report.taken_over, report.imported),
        (1, 0, 0),
        "{report:?}"
    );
    assert_eq!(bench.entry(id).content.note.as_deref(), Some("dns"));
    // Unseen, the office's note would be lost here.
    bench.amend(id, |content| content.note = Some("mine".into()));
    assert_eq!(bench.sync().conflicts, [id.0]);
    let notes = bench.notes();
    assert!(notes.contains(&"office".to_owned()), "{notes:?}");
}

#[test]
fn only_sent_nothing_goes_twice_either() {
    let mut bench = Bench::new();
    bench.settings.direction = Direction::Push;
    bench.book("dns");
    bench.sync_in([Weather::LostAfter]);
    let held = bench.book_content(&content(4, "mail"));
    bench.service.add(content(4, "mail"));
    assert_eq!(bench.sync().held, [held.0]);
    assert_eq!(bench.service.entries().len(), 2);
}
