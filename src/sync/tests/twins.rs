//! Entries of one time and note on a service that keeps no key: what tells them apart is
//! what else they say, and that decides which of them a record is.

use super::*;

/// A way in which one twin differs from the other.
type Way = (&'static str, fn(&mut Content));

fn ways() -> [Way; 4] {
    [
        ("work type", |content| {
            content.work_type = Some(Reference::known("2", None));
        }),
        ("internal note", |content| {
            content.internal_note = Some("router".into());
        }),
        ("length", |content| {
            content.end = content.end.map(|end| end - 600);
        }),
        ("billing", |content| {
            content.billable = crate::domain::status::Billable::DoNotBill;
        }),
    ]
}

/// Both creates are lost and one of them arrives: it is that one's, whichever is asked
/// about first, and the other is sent again.
#[test]
fn a_record_is_that_twins_whose_it_is() {
    for (way, change) in ways() {
        for changed in [0, 1] {
            for arrived in [0, 1] {
                let mut bench = Bench::on(ReferenceService::without_keys());
                let twins = [bench.book("dns"), bench.book("dns")];
                bench.amend(twins[changed], change);
                let wanted = twins.map(|id| bench.entry(id).content);
                let mut weather = [Weather::LostBefore; 2];
                weather[arrived] = Weather::LostAfter;
                let what = format!("{way}, of {changed}, and {arrived} arrived");
                assert_eq!(bench.sync_in(weather).unconfirmed, 2, "{what}");
                let report = bench.sync();
                assert_eq!((report.adopted, report.unconfirmed), (1, 1), "{what}");
                assert!(bench.link(twins[arrived]).unwrap().remote_id.is_some());
                bench.pass(QUARANTINE + 1);
                let report = bench.sync();
                assert_eq!((report.created, report.updated), (1, 0), "{what}");
                bench.is_there_as(&twins, &wanted, &what);
                bench.is_idle();
            }
        }
    }
}

/// The wait of the first is over before the second's record turns up, which is not its own.
#[test]
fn what_another_fits_better_is_left_to_it_and_waited_for() {
    let mut bench = Bench::on(ReferenceService::without_keys());
    let plain = bench.book("dns");
    bench.sync_in([Weather::LostBefore]);
    bench.pass(QUARANTINE);
    let typed = bench.book("dns");
    bench.amend(typed, |content| {
        content.work_type = Some(Reference::known("2", None));
    });
    bench.sync_in([Weather::LostAfter]);
    bench.pass(1);
    let twins = [plain, typed];
    let wanted = twins.map(|id| bench.entry(id).content);
    let _ = bench.writes();
    // Nothing is sent before it is known whose that record is.
    let report = bench.sync();
    assert_eq!((report.adopted, report.unconfirmed), (1, 1));
    assert!(bench.writes().is_empty());
    assert_eq!(bench.sync().created, 1);
    bench.is_there_as(&twins, &wanted, "late");
    bench.is_idle();
}

impl Bench {
    /// Each of these says what it said before, and so does its record.
    fn is_there_as(&self, entries: &[EntryId], wanted: &[Content], what: &str) {
        let told = |content: &Content| {
            let work_type = content.work_type.as_ref().map(|it| it.typed.clone());
            let inner = content.internal_note.clone();
            (content.end, work_type, inner, content.billable)
        };
        let held = self.service.entries();
        assert_eq!(held.len(), entries.len(), "{what}: {held:?}");
        for (id, wanted) in entries.iter().zip(wanted) {
            assert_eq!(told(&self.entry(*id).content), told(wanted), "{what}");
            let record = self.remote_id(*id);
            let there = held.iter().find(|it| it.id == record).unwrap();
            assert_eq!(told(&there.content), told(wanted), "{what}");
        }
    }
}
