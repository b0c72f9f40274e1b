//! What must be remembered between runs so that a service is not overrun.
//!
//! Two things hold a service off: its own wish (`Retry-After`), and a row of
//! failures, after which it is left alone for five minutes, doubling up to an
//! hour, until one probe succeeds. Pure values; the store behind the trait is
//! somebody else's. Never waits by itself.

use super::retry_after;

/// Failures in a row after which a service is left alone.
pub const FAILURES: u32 = 5;

const FIRST_REST: i64 = 300;
const LONGEST_REST: i64 = 3600;

/// The state of one service (or tenant) that outlives a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// The service's wish: no request before this moment (seconds UTC).
    pub not_before: Option<i64>,
    /// Failures in a row: no answer, an unknown outcome, 5xx.
    pub failures: u32,
    /// Left alone until then because of failures (seconds UTC).
    pub rest_until: Option<i64>,
}

/// Keeps [`Pace`] per scope. A store that cannot be read or written behaves as
/// if nothing were kept; it must not fail a request.
pub trait PaceStore: Send + Sync {
    /// What is known of a scope.
    fn load(&self, scope: &str) -> Option<Pace>;
    /// Keeps it; called only when something changed.
    fn save(&self, scope: &str, pace: &Pace);
}

/// A store that keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl PaceStore for Forgetful {
    fn load(&self, _: &str) -> Option<Pace> {
        None
    }

    fn save(&self, _: &str, _: &Pace) {}
}

/// Whether a request may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Yes.
    Open,
    /// Yes, one, without repeats: the service was left alone and is tried.
    Probe,
    /// Not for so many seconds, by the service's wish.
    Held(u64),
    /// Not for so many seconds, after failures.
    Resting(u64),
}

impl Pace {
    /// Whether a request may go at `now` (seconds UTC). Moments further ahead than
    /// could ever have been set mean that the clock was set back; they are void.
    #[must_use]
    pub fn gate(&self, now: i64) -> Gate {
        let longest = i64::try_from(retry_after::LONGEST).unwrap_or(i64::MAX);
        if let Some(wait) = ahead(self.not_before, now, longest) {
            return Gate::Held(wait);
        }
        if let Some(wait) = ahead(self.rest_until, now, LONGEST_REST) {
            return Gate::Resting(wait);
        }
        if self.failures >= FAILURES {
            Gate::Probe
        } else {
            Gate::Open
        }
    }

    /// Notes that the service answered.
    pub fn answered(&mut self) {
        self.failures = 0;
        self.rest_until = None;
    }

    /// Notes a failure at `now`.
    pub fn failed(&mut self, now: i64) {
        self.failures = self.failures.saturating_add(1);
        if let Some(more) = self.failures.checked_sub(FAILURES) {
            let rest = FIRST_REST
                .checked_shl(more.min(10))
                .map_or(LONGEST_REST, |rest| rest.min(LONGEST_REST));
            self.rest_until = now.checked_add(rest);
        }
    }

    /// Notes the service's wish to be left alone for `seconds` from `now`.
    pub fn hold(&mut self, now: i64, seconds: u64) {
        let seconds = i64::try_from(seconds.min(retry_after::LONGEST)).unwrap_or(i64::MAX);
        self.not_before = now.checked_add(seconds);
    }
}

fn ahead(moment: Option<i64>, now: i64, longest: i64) -> Option<u64> {
    let wait = moment?.checked_sub(now)?;
    if (1..=longest).contains(&wait) {
        u64::try_from(wait).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_double_until_a_probe_succeeds() {
        let mut pace = Pace::default();
        let mut now = 1_000_000;
        for _ in 0..4 {
            pace.failed(now);
            assert_eq!(pace.gate(now), Gate::Open);
        }
        for rest in [300, 600, 1200, 2400, 3600, 3600, 3600] {
            pace.failed(now);
            assert_eq!(pace.gate(now), Gate::Resting(rest));
            now += i64::try_from(rest).unwrap();
            assert_eq!(pace.gate(now), Gate::Probe);
        }
        pace.answered();
        assert_eq!(pace, Pace::default());
        for _ in 0..100 {
            pace.failed(now);
        }
        assert_eq!(pace.gate(now), Gate::Resting(3600));
    }

    #[test]
    fn a_wish_holds_and_a_clock_set_back_does_not() {
        let mut pace = Pace::default();
        pace.hold(1000, 90);
        assert_eq!(
            (pace.gate(1000), pace.gate(1089), pace.gate(1090)),
            (Gate::Held(90), Gate::Held(1), Gate::Open)
        );
        assert_eq!(pace.gate(1090 - 86_401), Gate::Open);
        pace.hold(1000, u64::MAX);
        assert_eq!(pace.gate(1000), Gate::Held(86_400));
        let rested = Pace {
            failures: 9,
            rest_until: Some(10_000),
            not_before: None,
        };
        assert_eq!(rested.gate(10_000 - 3601), Gate::Probe);
        assert_eq!(
            Pace {
                not_before: Some(i64::MAX),
                ..Pace::default()
            }
            .gate(i64::MIN),
            Gate::Open
        );
    }
}
