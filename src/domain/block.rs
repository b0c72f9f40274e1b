//! The block of hours of an agreement: what the service says is used of it, what is booked
//! here beside that, and what is left. Whole seconds; never decides whether time may be booked.

use super::span;

/// What is known of a block of hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The profile whose service has it.
    pub profile: String,
    /// The agreement's identity there.
    pub agreement: String,
    /// Its name.
    pub name: String,
    /// Seconds in all; more than 0.
    pub seconds: i64,
    /// Seconds used, as the service says.
    pub used: i64,
    /// Seconds booked here that the service's figure does not have yet.
    pub here: i64,
    /// When the service said so, seconds UTC.
    pub as_of: i64,
    /// Whether that is longer ago than reference data may be.
    pub stale: bool,
    /// From how many percent on it warns, ascending.
    pub levels: Vec<u32>,
}

impl Block {
    /// Seconds used in all.
    #[must_use]
    pub fn taken(&self) -> i64 {
        self.used.saturating_add(self.here)
    }

    /// Seconds that are left; negative where more is used than there is.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.seconds.saturating_sub(self.taken())
    }

    /// How much is used, in whole percent, rounded down.
    #[must_use]
    pub fn percent(&self) -> i64 {
        let percent = i128::from(self.taken()) * 100 / i128::from(self.seconds.max(1));
        i64::try_from(percent).unwrap_or(i64::MAX)
    }

    /// The highest level that is reached.
    #[must_use]
    pub fn level(&self) -> Option<u32> {
        let reached = |level: &&u32| self.percent() >= i64::from(**level);
        self.levels.iter().filter(reached).max().copied()
    }

    /// One line on it, without its name: `3h 30m of 20h left, 82% used (1h of it not on the
    /// service yet)`.
    #[must_use]
    pub fn says(&self) -> String {
        let whole = span::people(self.seconds);
        let left = match self.left() {
            0 => format!("all of {whole} is used"),
            left if left > 0 => {
                let left = span::people(left);
                format!("{left} of {whole} left, {}% used", self.percent())
            }
            over => format!(
                "all of {whole} is used, and {} more",
                span::people(over.saturating_neg())
            ),
        };
        match self.here {
            0 => left,
            here => format!(
                "{left} ({} of it since the last reading)",
                span::people(here)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(used: i64, here: i64) -> Block {
        Block {
            profile: "work".into(),
            agreement: "77".into(),
            name: "Gold".into(),
            seconds: 72_000,
            used,
            here,
            as_of: 0,
            stale: false,
            levels: vec![80, 100],
        }
    }

    #[test]
    fn what_is_left_is_said_and_warned_of_by_level() {
        for (used, here, level, says) in [
            (0, 0, None, "20h of 20h left, 0% used"),
            (57_599, 0, None, "4h 1s of 20h left, 79% used"),
            (57_600, 0, Some(80), "4h of 20h left, 80% used"),
            (
                54_000,
                5_400,
                Some(80),
                "3h 30m of 20h left, 82% used (1h 30m of it since the last reading)",
            ),
            (71_999, 0, Some(80), "1s of 20h left, 99% used"),
            (72_000, 0, Some(100), "all of 20h is used"),
            (
                72_000,
                1_800,
                Some(100),
                "all of 20h is used, and 30m more (30m of it since the last reading)",
            ),
        ] {
            let found = block(used, here);
            assert_eq!((found.level(), found.says().as_str()), (level, says));
        }
        let mut quiet = block(72_000, 0);
        quiet.levels.clear();
        assert_eq!(quiet.level(), None);
    }

    proptest! {
        #[test]
        fn no_figure_panics(seconds: i64, used: i64, here: i64) {
            let odd = Block { seconds, ..block(used, here) };
            let _ = (odd.left(), odd.percent(), odd.level());
            let _ = odd.says();
        }
    }
}
