//! The arithmetic of timers on plain content: where one ends, stands still and
//! goes on. Only seconds UTC are compared, so that a change of zone or of the
//! clocks' hour changes nothing. Reads nothing.

use crate::domain::content::{Content, Pause};

/// The content as it is when its timer ends at this instant (seconds UTC): what lies
/// behind the end is gone from its pauses. A timer that stood still then ended when
/// it began to. No rule is asked.
#[must_use]
pub fn ended_at(timer: &Content, at: i64) -> Content {
    let mut ended = timer.clone();
    let mut end = at;
    ended.pauses.retain(|pause| pause.start < end);
    while let Some(pause) = ended
        .pauses
        .pop_if(|pause| pause.end.is_none_or(|resumed| resumed >= end))
    {
        end = pause.start;
    }
    // A pause that is still open began behind the end, or is popped above.
    ended.end = Some(end);
    ended
}

/// The earliest instant at which something may happen to a timer that runs or stands still.
pub(super) fn floor(timer: &Content) -> i64 {
    let start = timer.start.unwrap_or(i64::MIN);
    match timer.pauses.last() {
        Some(Pause {
            end: Some(resumed), ..
        }) => start.max(*resumed),
        Some(Pause { start: parked, .. }) => start.max(*parked),
        None => start,
    }
}

/// The timer, standing still from this instant on.
pub(super) fn parked_at(timer: &Content, at: i64) -> Content {
    let mut parked = timer.clone();
    match parked.pauses.last_mut() {
        // Parked again in the very second it went on: one pause, not two.
        Some(pause) if pause.end.is_none_or(|resumed| resumed == at) => pause.end = None,
        _ => parked.pauses.push(Pause {
            start: at,
            end: None,
        }),
    }
    parked
}

/// The timer, going on from this instant.
pub(super) fn resumed_at(timer: &Content, at: i64) -> Content {
    let mut resumed = timer.clone();
    if let Some(pause) = resumed.pauses.pop() {
        let end = at.max(pause.start);
        if end > pause.start {
            resumed.pauses.push(Pause {
                start: pause.start,
                end: Some(end),
            });
        }
    }
    resumed
}

/// The seconds that a running timer works within this stretch.
pub(super) fn covered(timer: &Content, start: i64, end: i64) -> i64 {
    let until = |at: i64| {
        let pauses = timer.pauses.iter().map(|pause| {
            let resumed = pause.end.unwrap_or(i64::MAX).min(at);
            resumed.saturating_sub(pause.start.min(at))
        });
        let from = timer.start.unwrap_or(i64::MAX);
        at.saturating_sub(from).max(0).saturating_sub(pauses.sum())
    };
    until(end).saturating_sub(until(start)).max(0)
}

/// The timer, standing still within this stretch as well.
pub(super) fn without(timer: &Content, start: i64, end: i64) -> Content {
    let mut spared = timer.clone();
    let start = start.max(timer.start.unwrap_or(start));
    spared.pauses.push(Pause {
        start,
        end: Some(end),
    });
    spared.pauses.sort_by_key(|pause| pause.start);
    let mut merged: Vec<Pause> = Vec::with_capacity(spared.pauses.len());
    for pause in spared.pauses {
        match merged.last_mut() {
            Some(last) if last.end.is_none_or(|end| end >= pause.start) => {
                last.end = match (last.end, pause.end) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    _ => None,
                };
            }
            _ => merged.push(pause),
        }
    }
    spared.pauses = merged;
    spared
}

/// A new entry like this one: everything said of it but its time.
pub(in crate::ledger) fn like(content: &Content) -> Content {
    let mut new = content.clone();
    new.start = None;
    new.end = None;
    new.length = None;
    new.deduct = 0;
    new.pauses.clear();
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::BookedAs;
    use proptest::prelude::*;

    fn timer(start: i64, pauses: &[(i64, Option<i64>)]) -> Content {
        let day = chrono::NaiveDate::MIN;
        let mut content = Content::blank(day, "UTC", BookedAs::Range);
        content.start = Some(start);
        content.pauses = pauses
            .iter()
            .map(|(start, end)| Pause {
                start: *start,
                end: *end,
            })
            .collect();
        content
    }

    fn pauses(content: &Content) -> Vec<(i64, Option<i64>)> {
        let pair = |pause: &Pause| (pause.start, pause.end);
        content.pauses.iter().map(pair).collect()
    }

    #[test]
    fn what_lies_behind_the_end_is_gone() {
        for (of, at, end, left) in [
            (timer(0, &[]), 100, 100, vec![]),
            (timer(0, &[(10, Some(20))]), 100, 100, vec![(10, Some(20))]),
            (timer(0, &[(10, Some(20))]), 20, 10, vec![]),
            (timer(0, &[(10, Some(20))]), 15, 10, vec![]),
            (timer(0, &[(10, Some(20))]), 5, 5, vec![]),
            (timer(0, &[(10, None)]), 100, 10, vec![]),
            (timer(0, &[(10, None)]), 5, 5, vec![]),
            (
                timer(0, &[(10, Some(20)), (30, None)]),
                100,
                30,
                vec![(10, Some(20))],
            ),
            (timer(0, &[(10, Some(30)), (30, None)]), 100, 10, vec![]),
            (timer(50, &[]), 10, 10, vec![]),
        ] {
            let ended = ended_at(&of, at);
            assert_eq!(ended.end, Some(end), "{:?} at {at}", pauses(&of));
            assert_eq!(pauses(&ended), left, "{:?} at {at}", pauses(&of));
        }
    }

    #[test]
    fn parking_and_going_on_in_the_same_second_leaves_nothing() {
        let parked = parked_at(&timer(0, &[]), 10);
        assert_eq!(pauses(&parked), [(10, None)]);
        assert_eq!(pauses(&resumed_at(&parked, 10)), []);
        let resumed = resumed_at(&parked, 20);
        assert_eq!(pauses(&resumed), [(10, Some(20))]);
        assert_eq!(pauses(&parked_at(&resumed, 20)), [(10, None)]);
        assert_eq!(floor(&resumed), 20);
        assert_eq!(floor(&parked), 10);
    }

    #[test]
    fn a_stretch_is_left_out_once() {
        let running = timer(0, &[(10, Some(20)), (50, Some(60))]);
        for (from, to, n, left) in [
            (
                30,
                40,
                10,
                vec![(10, Some(20)), (30, Some(40)), (50, Some(60))],
            ),
            (15, 55, 30, vec![(10, Some(60))]),
            (20, 25, 5, vec![(10, Some(25)), (50, Some(60))]),
            (
                -10,
                5,
                5,
                vec![(0, Some(5)), (10, Some(20)), (50, Some(60))],
            ),
            (11, 12, 0, vec![(10, Some(20)), (50, Some(60))]),
        ] {
            assert_eq!(covered(&running, from, to), n, "{from}-{to}");
            assert_eq!(pauses(&without(&running, from, to)), left, "{from}-{to}");
        }
        assert_eq!(covered(&running, -20, -10), 0);
    }

    proptest! {
        #[test]
        fn whatever_is_done_the_work_of_a_timer_is_the_time_it_ran(
            steps in proptest::collection::vec((0_i64..500, any::<bool>()), 0..12), last in 0_i64..500,
        ) {
            let (mut now, mut worked, mut it) = (1_000, 0, timer(1_000, &[]));
            for (length, change) in steps {
                if !it.is_parked() {
                    worked += length;
                }
                now += length;
                if change {
                    it = if it.is_parked() { resumed_at(&it, now) } else { parked_at(&it, now) };
                }
                prop_assert_eq!(it.worked(now), worked);
                prop_assert!(floor(&it) <= now);
            }
            worked += if it.is_parked() { 0 } else { last };
            let ended = ended_at(&it, now + last);
            prop_assert_eq!(ended.worked(0), worked);
            prop_assert!(ended.pauses.iter().all(|pause| pause.end.is_some_and(|end| Some(end) < ended.end)));
        }
    }
}
