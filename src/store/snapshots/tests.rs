//! The ladder: what it takes, what it keeps, what it never gives up.

use super::*;

const DAY: i64 = 86_400;
/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800;

fn kept(at: i64, journal: i64, bytes: u64) -> Kept {
    Kept {
        file: PathBuf::from(format!("{at}-{journal}")),
        at,
        journal,
        bytes,
    }
}

/// One an hour for so many days, thinned after each as the program does.
fn a_life(days: i64, bytes: u64) -> Vec<Kept> {
    let mut there: Vec<Kept> = Vec::new();
    for n in 0..days * 24 {
        there.push(kept(NOW + n * 3_600, n + 1, bytes));
        let gone: Vec<_> = surplus(&there).into_iter().cloned().collect();
        there.retain(|each| !gone.contains(each));
    }
    there
}

#[test]
fn names_are_read_back() {
    let db = Path::new("/data/tt.db");
    let name = name(db, NOW, 42);
    assert_eq!(name, "tt.db.20261122T120000Z-42.db");
    assert_eq!(parse(db, &name), Some((NOW, 42)));
    for other in [
        "other.db.20261122T120000Z-42.db",
        "tt.db.20261122T120000Z-42.db.part",
        "tt.db.20261122T120000Z.db",
        "tt.db.2026-42.db",
        ".lock",
    ] {
        assert_eq!(parse(db, other), None, "{other}");
    }
}

#[test]
fn a_year_of_hours_leaves_a_ladder() {
    let there = a_life(365, 1);
    let end = NOW + 365 * DAY - 3_600;
    let ages: Vec<i64> = there.iter().rev().map(|each| end - each.at).collect();
    assert!(ages.len() <= 23, "{ages:?}");
    assert_eq!(ages[..6], [0, 3_600, 7_200, 10_800, 14_400, 18_000]);
    assert!(
        ages.iter().any(|age| (6 * DAY..8 * DAY).contains(age)),
        "{ages:?}"
    );
    assert!(
        ages.iter().any(|age| (21 * DAY..36 * DAY).contains(age)),
        "{ages:?}"
    );
    assert!(ages.iter().any(|age| *age > 120 * DAY), "{ages:?}");
}

#[test]
fn their_size_is_bounded_and_two_stay() {
    let there = a_life(60, 60 << 20);
    let bytes: u64 = there.iter().map(|each| each.bytes).sum();
    assert!(bytes <= MAX_BYTES, "{bytes}");
    assert!(there.len() >= 2);
    let huge = [kept(NOW, 9, MAX_BYTES), kept(NOW + DAY, 3, MAX_BYTES)];
    assert!(
        surplus(&huge).is_empty(),
        "the newest, and the one that knows most"
    );
}

#[test]
fn an_emptied_database_never_pushes_out_what_it_held() {
    let mut there = vec![kept(NOW, 5_000, 1)];
    for n in 1..24 * 400 {
        there.push(kept(NOW + n * 3_600, 1 + n / 100, 1));
        let gone: Vec<_> = surplus(&there).into_iter().cloned().collect();
        there.retain(|each| !gone.contains(each));
    }
    assert!(there.iter().any(|each| each.journal == 5_000));
}
