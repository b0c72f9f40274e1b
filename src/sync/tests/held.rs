//! What a rule held goes once nothing stands in its way; what waits for a person waits.

use super::*;
use crate::domain::entry::Breach;
use crate::store::SheetRow;

fn held(bench: &mut Bench, id: EntryId, rule: &'static str) {
    let breach = Breach {
        rule: rule.into(),
        field: None,
        message: "held".into(),
        help: "look".into(),
    };
    let now = bench.clock.now();
    bench
        .store
        .write(|tx| tx.set_held(id, &[breach], now))
        .unwrap();
}

fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.profile.backend = BackendKind::ConnectWise;
    bench.profile.member = Some("jdoe".into());
    bench
}

fn sheet(bench: &mut Bench, status: Status) {
    let row = SheetRow {
        profile: "work".into(),
        remote_id: "77".into(),
        from: "2026-11-16".parse().unwrap(),
        to: "2026-11-22".parse().unwrap(),
        status,
        member: Some("jdoe".into()),
        data: std::collections::BTreeMap::new(),
    };
    let days = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    bench
        .store
        .write(|tx| tx.sheets_put("work", &[row], Some(days)))
        .unwrap();
}

#[test]
fn a_sheet_that_came_back_lets_its_entries_go() {
    let mut bench = bench();
    let id = bench.book("dns");
    held(&mut bench, id, "connectwise/sheet-open");
    sheet(&mut bench, Status::Submitted);
    assert_eq!(bench.sync().held, [id.0]);
    let before = bench.entry(id);
    assert_eq!(bench.sync().held, [id.0]);
    assert_eq!(bench.entry(id).held, before.held, "said anew in every run");
    sheet(&mut bench, Status::Rejected);
    let report = bench.sync();
    assert_eq!((report.held.len(), report.created), (0, 1), "{report:?}");
}

#[test]
fn what_waits_for_a_word_is_not_released() {
    for rule in ["sync/already-there", "tt/long-entry"] {
        let mut bench = bench();
        let id = bench.book("dns");
        held(&mut bench, id, rule);
        sheet(&mut bench, Status::Open);
        assert_eq!(bench.sync().held, [id.0], "{rule}");
    }
}
