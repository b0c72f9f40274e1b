//! Named rounding policies: what worked time becomes on the bill. Raw time is
//! never changed, nothing here stores or sends anything, and nothing is a float.

use crate::domain::content::Content;
use crate::domain::status::{Billable, words};

words! {
    /// Which way a length goes that is not a whole number of steps.
    Direction {
        /// To the next step.
        Up = "up",
        /// To the nearer step; half a step goes up.
        Nearest = "nearest",
        /// To the step before.
        Down = "down",
    }
}

words! {
    /// Which length goes to the service.
    Send {
        /// The worked time.
        Worked = "worked",
        /// The billed time: the end moves, the start stays.
        Billed = "billed",
    }
}

/// How worked seconds become billed seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Seconds of one step; 0 or less leaves the length as it is.
    pub step: i64,
    /// Which way.
    pub direction: Direction,
    /// Seconds that any work at all is billed as; 0 for none.
    pub minimum: i64,
}

impl Policy {
    /// The built-in policy "none": billed is worked.
    pub const NONE: Self = Self {
        step: 0,
        direction: Direction::Up,
        minimum: 0,
    };

    /// Billed seconds for these worked seconds.
    ///
    /// Work up to the minimum is billed as the minimum, more is rounded and never
    /// ends below it. No work (or a negative length, which a draft can have) is 0.
    #[must_use]
    pub fn apply(&self, worked: i64) -> i64 {
        if worked <= 0 {
            return 0;
        }
        if worked <= self.minimum {
            return self.minimum;
        }
        self.round(worked).max(self.minimum)
    }

    /// Rounds a positive length; one too large to go up stays as it is.
    fn round(&self, worked: i64) -> i64 {
        if self.step <= 0 {
            return worked;
        }
        let over = worked % self.step;
        let raise = match self.direction {
            Direction::Up => over > 0,
            Direction::Nearest => over >= self.step - over,
            Direction::Down => false,
        };
        if raise {
            worked.checked_add(self.step - over).unwrap_or(worked)
        } else {
            worked - over
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::NONE
    }
}

/// The content as its service is to have it: with the billed length where the
/// profile sends that. The end moves and the start stays, pauses after the new end
/// fall away.
///
/// Worked time goes as it is for `do-not-bill` (the option says that nothing is
/// billed), for timers, and where rounding leaves nothing: no service keeps an
/// entry without length.
#[must_use]
pub fn sent(content: &Content, policy: &Policy, send: Send) -> Content {
    let mut sent = content.clone();
    let open =
        send == Send::Worked || content.billable == Billable::DoNotBill || content.is_timer();
    if open {
        return sent;
    }
    // An ended entry counts up to its end, whatever the moment.
    let worked = content.worked(0);
    let billed = policy.apply(worked);
    if billed == worked || billed <= 0 {
        return sent;
    }
    let Some(start) = content.start else {
        sent.length = Some(billed.saturating_add(content.deduct));
        return sent;
    };
    let mut end = start.saturating_add(billed).saturating_add(content.deduct);
    let old_end = content.end.unwrap_or(end);
    sent.pauses.clear();
    for pause in &content.pauses {
        let until = pause.end.unwrap_or(old_end).min(old_end);
        if pause.start >= end {
            break;
        }
        end = end.saturating_add(until.saturating_sub(pause.start).max(0));
        sent.pauses.push(*pause);
    }
    sent.end = Some(end);
    sent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Pause;
    use crate::domain::status::BookedAs;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    const QUARTER: i64 = 900;

    #[test]
    fn the_table_of_a_quarter() {
        use Direction::{Down, Nearest, Up};
        for (direction, minimum, worked, billed) in [
            (Up, 0, 0, 0),
            (Up, 0, 1, 900),
            (Up, 0, 899, 900),
            (Up, 0, 900, 900),
            (Up, 0, 901, 1800),
            (Up, 900, 1, 900),
            (Up, 900, 0, 0),
            (Up, 900, 5400, 5400),
            (Up, 1200, 1000, 1200),
            (Up, 1200, 1200, 1200),
            (Up, 1200, 1201, 1800),
            (Nearest, 0, 449, 0),
            (Nearest, 0, 450, 900),
            (Nearest, 0, 1349, 900),
            (Nearest, 0, 1350, 1800),
            (Nearest, 900, 100, 900),
            (Down, 0, 899, 0),
            (Down, 0, 900, 900),
            (Down, 0, 1799, 900),
            (Down, 900, 899, 900),
            (Down, 1200, 1500, 1200),
            (Up, 900, -60, 0),
        ] {
            let policy = Policy {
                step: QUARTER,
                direction,
                minimum,
            };
            assert_eq!(
                policy.apply(worked),
                billed,
                "{direction} {minimum} {worked}"
            );
        }
    }

    #[test]
    fn none_changes_nothing_and_extremes_do_not_overflow() {
        for worked in [0, 1, 59, 5399, i64::MAX] {
            assert_eq!(Policy::NONE.apply(worked), worked);
        }
        for direction in Direction::ALL {
            let policy = Policy {
                step: i64::MAX - 1,
                direction: *direction,
                minimum: 0,
            };
            assert!(policy.apply(i64::MAX) > 0, "{direction}");
        }
    }

    fn policies() -> impl Strategy<Value = Policy> {
        (
            prop_oneof![Just(0_i64), 1..7200_i64, Just(900), Just(360)],
            proptest::sample::select(Direction::ALL),
            prop_oneof![Just(0_i64), 0..7200_i64],
        )
            .prop_map(|(step, direction, minimum)| Policy {
                step,
                direction,
                minimum,
            })
    }

    proptest! {
        #[test]
        fn rounding_keeps_its_promises(policy in policies(), worked in 1..100_000_i64, more in 0..10_000_i64) {
            let billed = policy.apply(worked);
            prop_assert_eq!(policy.apply(billed), billed, "idempotent");
            prop_assert!(policy.apply(worked + more) >= billed, "monotonic");
            prop_assert!(billed >= policy.minimum);
            prop_assert_eq!(policy.apply(0), 0);
            if policy.step == 0 {
                prop_assert_eq!(billed, worked.max(policy.minimum));
            } else {
                prop_assert!(billed == policy.minimum || billed % policy.step == 0);
                let above_minimum = worked > policy.minimum;
                prop_assert!(!above_minimum || (billed - worked).abs() < policy.step || billed == policy.minimum);
                if policy.minimum == 0 && worked % policy.step == 0 {
                    prop_assert_eq!(billed, worked, "exact multiples stay");
                }
            }
        }
    }

    /// From nine o'clock (32,400), so many minutes, without so many of pauses and deduction.
    fn content(minutes: i64, pauses: &[(i64, i64)], deduct: i64) -> Content {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut content = Content::blank(day, "UTC", BookedAs::Range);
        let nine = 9 * 3600;
        content.start = Some(nine);
        content.end = Some(nine + minutes * 60);
        content.deduct = deduct * 60;
        content.pauses = pauses
            .iter()
            .map(|(from, to)| Pause {
                start: nine + from * 60,
                end: Some(nine + to * 60),
            })
            .collect();
        content
    }

    fn quarter(direction: Direction) -> Policy {
        Policy {
            step: QUARTER,
            direction,
            minimum: QUARTER,
        }
    }

    #[test]
    fn what_is_sent_ends_where_the_billed_length_does() {
        use Direction::{Down, Nearest, Up};
        // (direction, minutes, pauses, deduct) -> minutes from start to end, pauses kept
        let none: &[(i64, i64)] = &[];
        for (direction, minutes, pauses, deduct, end, kept) in [
            // 2h 7m goes up to 2h 15m.
            (Up, 127, none, 0, 135, 0),
            // An exact multiple stays.
            (Up, 135, none, 0, 135, 0),
            // 127 on the clock, 10 not worked: 117 worked, 120 billed, 130 on the clock.
            (Up, 127, none, 10, 130, 0),
            (Up, 127, &[(20, 30)], 0, 130, 1),
            // 62 on the clock, 58..60 paused: 60 worked, nothing moves.
            (Up, 62, &[(58, 60)], 0, 62, 1),
            // 64 on the clock, 61..63 paused: 62 worked, 60 billed, before the pause.
            (Nearest, 64, &[(61, 63)], 0, 60, 0),
            // 80 on the clock, 20..30 and 70..75 paused: 65 worked, 60 billed, 70 on the clock.
            (Down, 80, &[(20, 30), (70, 75)], 0, 70, 1),
            // The minimum.
            (Down, 5, none, 0, 15, 0),
        ] {
            let content = content(minutes, pauses, deduct);
            let policy = quarter(direction);
            let sent = sent(&content, &policy, Send::Billed);
            let case = format!("{direction} {minutes} {pauses:?} {deduct}");
            assert_eq!(sent.start, content.start, "{case}");
            assert_eq!(sent.end, content.start.map(|at| at + end * 60), "{case}");
            assert_eq!(sent.pauses.len(), kept, "{case}");
            assert_eq!(sent.worked(0), policy.apply(content.worked(0)), "{case}");
        }
    }

    #[test]
    fn worked_time_goes_where_nothing_is_to_be_rounded() {
        let up = quarter(Direction::Up);
        let plain = content(127, &[], 0);
        assert_eq!(sent(&plain, &up, Send::Worked), plain);
        assert_eq!(sent(&plain, &Policy::NONE, Send::Billed), plain);
        let mut free = plain.clone();
        free.billable = Billable::DoNotBill;
        assert_eq!(sent(&free, &up, Send::Billed), free);
        let mut timer = plain.clone();
        timer.end = None;
        assert_eq!(sent(&timer, &up, Send::Billed), timer);
        // Seven minutes are nearer to nothing: they go as they are.
        let nearest = Policy {
            minimum: 0,
            ..quarter(Direction::Nearest)
        };
        let short = content(7, &[], 0);
        assert_eq!(sent(&short, &nearest, Send::Billed), short);
        let mut dated = plain;
        (dated.start, dated.end, dated.length) = (None, None, Some(50 * 60));
        assert_eq!(sent(&dated, &up, Send::Billed).length, Some(3600));
    }

    proptest! {
        #[test]
        fn what_is_sent_is_worth_what_is_billed(
            policy in policies(), minutes in 1..1440_i64, from in 0..1440_i64, long in 0..300_i64, deduct in 0..60_i64,
        ) {
            let to = (from + long).min(minutes);
            let pauses: &[(i64, i64)] = if from < to { &[(from, to)] } else { &[] };
            let content = content(minutes, pauses, deduct);
            let sent = sent(&content, &policy, Send::Billed);
            let (worked, billed) = (content.worked(0), policy.apply(content.worked(0)));
            prop_assert_eq!(sent.worked(0), if billed > 0 { billed } else { worked });
            prop_assert_eq!(sent.start, content.start);
            prop_assert_eq!(sent.deduct, content.deduct);
        }
    }
}
