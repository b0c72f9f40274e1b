//! Time that is not booked within the hours of work. Pure: what is booked is a parameter,
//! and so is the zone.

use super::when::on_date;
use super::zone::Zone;
use chrono::NaiveDate;

/// A stretch of time: first second, and first second after it (seconds UTC).
pub type Stretch = (i64, i64);

/// When work is meant to be done on a day, seconds after midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkDay {
    /// When it begins.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// What of it is not worked.
    pub breaks: Vec<(i64, i64)>,
}

impl WorkDay {
    /// The hours of work of a date, breaks left out.
    #[must_use]
    pub fn stretches(&self, date: NaiveDate, zone: Zone) -> Vec<Stretch> {
        let at =
            |(start, end): &(i64, i64)| (on_date(date, *start, zone), on_date(date, *end, zone));
        let breaks: Vec<_> = self.breaks.iter().map(at).collect();
        without(&[at(&(self.start, self.end))], &breaks)
    }
}

/// What of `stretches` is not covered by `taken`, in order; both in any order, overlaps allowed.
#[must_use]
pub fn without(stretches: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let mut sorted = stretches.to_vec();
    sorted.sort_unstable();
    let mut left = Vec::new();
    // What was looked at already is not looked at twice where stretches overlap.
    let mut done = i64::MIN;
    for (start, end) in sorted {
        let mut from = start.max(done);
        for (busy_start, busy_end) in &taken {
            if *busy_end <= from || busy_start >= busy_end {
                continue;
            }
            if *busy_start >= end {
                break;
            }
            if from < *busy_start {
                left.push((from, *busy_start));
            }
            from = from.max(*busy_end);
        }
        if from < end {
            left.push((from, end));
        }
        done = done.max(end);
    }
    left
}

/// What of `stretches` lies within `within`, in order.
#[must_use]
pub fn inside(stretches: &[Stretch], within: &[Stretch]) -> Vec<Stretch> {
    let mut found = Vec::new();
    for (start, end) in stretches {
        for (from, to) in within {
            let piece = ((*start).max(*from), (*end).min(*to));
            if piece.0 < piece.1 {
                found.push(piece);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Seconds of all of them.
#[must_use]
pub fn total(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|(start, end)| end - start).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_taken_is_left_out() {
        for (stretches, taken, left) in [
            (vec![(0, 10)], vec![], vec![(0, 10)]),
            (vec![(0, 10)], vec![(0, 10)], vec![]),
            (vec![(0, 10)], vec![(2, 4), (3, 6)], vec![(0, 2), (6, 10)]),
            (vec![(0, 10)], vec![(8, 20), (-5, 1)], vec![(1, 8)]),
            (
                vec![(0, 10), (20, 30)],
                vec![(5, 25)],
                vec![(0, 5), (25, 30)],
            ),
            (
                vec![(0, 10), (5, 15)],
                vec![(7, 8)],
                vec![(0, 7), (8, 10), (10, 15)],
            ),
            (vec![(0, 10)], vec![(4, 4)], vec![(0, 10)]),
        ] {
            assert_eq!(without(&stretches, &taken), left, "{stretches:?} {taken:?}");
        }
    }

    #[test]
    fn breaks_are_no_hours_of_work() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let day = WorkDay {
            start: 9 * 3600,
            end: 17 * 3600,
            breaks: vec![(45_000, 46_800)],
        };
        let told = |date: &str| -> Vec<String> {
            let found = day.stretches(date.parse().unwrap(), zone);
            let clock = |at: i64| zone.rfc3339(at)[11..16].to_owned();
            found
                .iter()
                .map(|(from, to)| format!("{}-{}", clock(*from), clock(*to)))
                .collect()
        };
        assert_eq!(told("2026-11-23"), ["09:00-12:30", "13:00-17:00"]);
        assert_eq!(told("2026-03-29"), ["09:00-12:30", "13:00-17:00"]);
    }

    proptest! {
        #[test]
        fn every_second_is_either_taken_or_left(
            stretches in prop::collection::vec((0_i64..100, 1_i64..30), 0..5),
            taken in prop::collection::vec((0_i64..100, 0_i64..30), 0..8),
        ) {
            let whole = |given: &[(i64, i64)]| -> Vec<Stretch> {
                given.iter().map(|(start, length)| (*start, start + length)).collect()
            };
            let (stretches, taken) = (whole(&stretches), whole(&taken));
            let left = without(&stretches, &taken);
            let covers = |all: &[Stretch], at: i64| all.iter().filter(|(from, to)| (*from..*to).contains(&at)).count();
            for at in 0..140 {
                let is_left = covers(&stretches, at) > 0 && covers(&taken, at) == 0;
                prop_assert_eq!(covers(&left, at), usize::from(is_left), "{}", at);
            }
            prop_assert!(left.is_sorted());
        }
    }
}
