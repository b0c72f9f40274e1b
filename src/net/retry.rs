//! When a request is sent again, and how long that waits.
//!
//! Pure decisions; the waiting itself is done by [`super::Wire`]. A create is
//! repeated only while its connection did not even come about.

use std::time::Duration;

use super::outcome::{Certainty, NetError};
use super::request::Request;

/// How often a request is tried at most, the first time included.
pub const TRIES: u32 = 4;

const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 30_000;

/// Source of evenly spread random numbers, injected so that tests are repeatable.
pub type Dice = Box<dyn Fn() -> u64 + Send + Sync>;

/// The wait before try `failed + 1`, full jitter: anything from nothing to
/// 0.5 s · 2^(`failed` − 1), at most 30 s. `roll` is any random number.
#[must_use]
pub fn back_off(failed: u32, roll: u64) -> Duration {
    let doubled = FIRST_MS.saturating_mul(
        1_u64
            .checked_shl(failed.saturating_sub(1))
            .unwrap_or(u64::MAX),
    );
    Duration::from_millis(roll % (doubled.min(LONGEST_MS) + 1))
}

/// Whether a request that ended in this error may be sent again.
#[must_use]
pub fn may_follow(request: &Request, error: &NetError) -> bool {
    error.is_passing() && (error.certainty == Certainty::NotDone || request.may_repeat())
}

/// Whether an answer of this status is likely to be another one a moment later.
#[must_use]
pub fn is_passing_status(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// Limits the repeats of a run to a fifth of its requests, or ten if that is
/// more, so that a service in trouble does not get four times its load.
#[derive(Debug, Default, Clone, Copy)]
pub struct Budget {
    requests: u32,
    repeats: u32,
}

impl Budget {
    /// Counts a request.
    pub fn count(&mut self) {
        self.requests = self.requests.saturating_add(1);
    }

    /// Takes one repeat out, if one is left.
    pub fn take(&mut self) -> bool {
        let left = self.repeats < (self.requests / 5).max(10);
        if left {
            self.repeats += 1;
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::address::Address;
    use crate::net::outcome::{Kind, TlsFault};
    use crate::net::request::Method;

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let ceilings: Vec<u64> = (1..=9)
            .map(|failed| {
                let most = (0..=30_000)
                    .map(|roll| back_off(failed, roll).as_millis())
                    .max()
                    .unwrap();
                u64::try_from(most).unwrap()
            })
            .collect();
        assert_eq!(
            ceilings,
            [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(back_off(u32::MAX, 30_001), Duration::ZERO);
        assert_eq!(back_off(0, 500).as_millis(), 500);
    }

    #[test]
    fn a_create_is_repeated_only_when_certainly_not_done() {
        let address = Address::parse("https://api.example").unwrap();
        let create = Request::new(Method::Post, address.clone());
        let read = Request::get(address);
        // kind, certainty → create, read
        let rows = [
            (Kind::Refused, Certainty::NotDone, true, true),
            (Kind::NameNotFound, Certainty::NotDone, true, true),
            (Kind::ConnectTimeOut, Certainty::NotDone, true, true),
            (Kind::Tls(TlsFault::Dropped), Certainty::NotDone, true, true),
            (
                Kind::Tls(TlsFault::UnknownIssuer),
                Certainty::NotDone,
                false,
                false,
            ),
            (Kind::Proxy, Certainty::NotDone, false, false),
            (Kind::Settings, Certainty::NotDone, false, false),
            (Kind::Dropped, Certainty::Unknown, false, true),
            (Kind::TimeOut, Certainty::Unknown, false, true),
            (Kind::Cut, Certainty::Unknown, false, true),
            (Kind::WebPage, Certainty::Unknown, false, false),
            (Kind::Redirect, Certainty::Unknown, false, false),
            (Kind::TooLarge, Certainty::Unknown, false, false),
        ];
        for (kind, certainty, creates, reads) in rows {
            let error = NetError::new(kind, certainty, "h", "");
            assert_eq!(
                (may_follow(&create, &error), may_follow(&read, &error)),
                (creates, reads),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn budget_is_ten_or_a_fifth() {
        let mut small = Budget::default();
        small.count();
        assert_eq!((0..100).filter(|_| small.take()).count(), 10);
        let mut large = Budget::default();
        (0..200).for_each(|_| large.count());
        assert_eq!((0..100).filter(|_| large.take()).count(), 40);
    }
}
