//! No second is lost or counted twice, wherever an entry is parted.

use super::*;
use crate::domain::ids::Key;
use proptest::prelude::*;

const START: i64 = 1_763_802_000;

fn entry(length: i64, pauses: &[(i64, i64)], deduct: i64) -> Entry {
    let zone = Zone::UTC;
    let mut content = Content::blank(zone.date(START), "UTC", BookedAs::Range);
    content.start = Some(START);
    content.end = Some(START + length);
    content.deduct = deduct;
    content.pauses = pauses
        .iter()
        .map(|(from, to)| Pause {
            start: START + from,
            end: Some(START + to),
        })
        .collect();
    Entry {
        id: EntryId(1),
        key: Key::new(1, [0; 10]),
        content,
        status: Status::Open,
        remote_status: None,
        origin: Origin::Local,
        reject_reason: None,
        revision: 1,
        held: Vec::new(),
        warnings: Vec::new(),
        adjustments: Vec::new(),
        unchecked: Vec::new(),
        removed: false,
        created_at: START,
        updated_at: START,
    }
}

fn worked(parts: &[Content]) -> Vec<i64> {
    parts.iter().map(|part| part.worked(0)).collect()
}

#[test]
fn a_place_is_cut_where_it_is_said() {
    let pause = [(1_800, 3_600)];
    for (length, pauses, deduct, cut, expected) in [
        (
            7_200,
            &[][..],
            0,
            Cut::At(START + 3_000),
            vec![3_000, 4_200],
        ),
        (7_200, &pause, 0, Cut::At(START + 2_700), vec![1_800, 3_600]),
        (7_200, &pause, 0, Cut::After(2_000), vec![2_000, 3_400]),
        (7_200, &pause, 600, Cut::After(1_500), vec![1_500, 3_300]),
        (7_200, &[], 600, Cut::At(START + 300), vec![1, 6_599]),
        (10_000, &[], 0, Cut::Into(3), vec![3_333, 3_333, 3_334]),
        (7_200, &pause, 100, Cut::Into(3), vec![1_766, 1_766, 1_768]),
    ] {
        let parts = parted(&entry(length, pauses, deduct), cut).unwrap();
        assert_eq!(worked(&parts), expected, "{cut:?}");
    }
}

#[test]
fn what_lies_outside_or_leaves_nothing_is_refused() {
    for cut in [
        Cut::At(START),
        Cut::At(START + 7_200),
        Cut::At(START - 1),
        Cut::After(7_200),
        Cut::After(0),
        Cut::Midnight(Zone::UTC),
    ] {
        assert!(parted(&entry(7_200, &[], 0), cut).is_err(), "{cut:?}");
    }
    assert!(parted(&entry(3, &[], 0), Cut::Into(4)).is_err());
}

#[test]
fn a_night_is_parted_at_midnight() {
    let night = entry(20 * 3_600, &[], 0);
    let parts = parted(&night, Cut::Midnight(Zone::UTC)).unwrap();
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[1].start.unwrap() % 86_400, 0);
    assert_eq!(parts[1].date, parts[0].date.succ_opt().unwrap());
}

proptest! {
    #[test]
    fn lengths_add_up_and_parts_touch(
        length in 10_i64..86_400,
        stops in prop::collection::vec(0_i64..86_400, 0..6),
        deduct in 0_i64..4_000,
        at in 1_i64..86_400,
        n in 2_u32..9,
    ) {
        let mut stops: Vec<_> = stops.into_iter().filter(|at| *at < length).collect();
        stops.sort_unstable();
        stops.dedup();
        let pauses: Vec<_> = stops.chunks_exact(2).map(|two| (two[0], two[1])).collect();
        let whole = entry(length, &pauses, deduct);
        prop_assume!(whole.content.worked(0) > 0);
        for cut in [Cut::At(START + at), Cut::After(at), Cut::Into(n), Cut::Midnight(Zone::UTC)] {
            let Ok(parts) = parted(&whole, cut) else { continue };
            prop_assert!(parts.len() > 1);
            let sum: i64 = worked(&parts).iter().sum();
            prop_assert_eq!(sum, whole.content.worked(0), "{:?}", cut);
            prop_assert!(worked(&parts).iter().all(|work| *work > 0), "{:?} {:?}", cut, parts);
            prop_assert_eq!(parts[0].start, whole.content.start);
            prop_assert_eq!(parts[parts.len() - 1].end, whole.content.end);
            for two in parts.windows(2) {
                prop_assert_eq!(two[0].end, two[1].start);
            }
            if let Cut::Into(n) = cut {
                let work = whole.content.worked(0) / i64::from(n);
                prop_assert!(worked(&parts)[..parts.len() - 1].iter().all(|part| *part == work));
            }
        }
    }
}
