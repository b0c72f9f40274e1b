//! The clock behind a trait, for the few places that must wait or stamp.
//!
//! Everything that *computes* takes `now` as a parameter; only code that waits
//! (retry, pacing, time-outs of a run) holds a [`Clock`]. This is the only file
//! that reads the system's clocks.

use std::time::{Duration, Instant as Monotonic};

/// Wall time, monotonic time and sleep.
pub trait Clock: Send + Sync {
    /// Seconds since the Unix epoch, UTC. `TT_NOW` replaces this and nothing else.
    fn now(&self) -> i64;
    /// Time since some fixed point of this process; never steps back.
    fn monotonic(&self) -> Duration;
    /// Waits. A virtual clock moves its own hands instead.
    fn sleep(&self, length: Duration);
}

/// The machine's clocks, with the wall clock optionally standing still.
#[derive(Debug)]
pub struct SystemClock {
    fixed: Option<i64>,
    origin: Monotonic,
}

impl SystemClock {
    /// A clock of the machine; `fixed` (seconds UTC, from `TT_NOW`) stops the wall clock.
    #[must_use]
    pub fn new(fixed: Option<i64>) -> Self {
        Self {
            fixed,
            origin: Monotonic::now(),
        }
    }

    /// Whether `TT_NOW` replaces the wall clock.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the wall clock"
    )]
    fn now(&self) -> i64 {
        self.fixed.unwrap_or_else(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
                })
        })
    }

    fn monotonic(&self) -> Duration {
        self.origin.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that waits")]
    fn sleep(&self, length: Duration) {
        std::thread::sleep(length);
    }
}
