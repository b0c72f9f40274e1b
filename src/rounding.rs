//! Named rounding policies: what worked time becomes on the bill. Raw time is
//! never changed, nothing here stores or sends anything, and nothing is a float.

use crate::domain::status::words;

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

#[cfg(test)]
mod tests {
    use super::*;
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
}
