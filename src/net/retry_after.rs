//! The `Retry-After` header in every form services send it.
//!
//! Seconds, an HTTP date, or (against the standard) the moment as seconds since 1970. What
//! is none of these is as good as absent: the own back-off applies. Never trusts
//! a wish further than a day.

use super::http_date;

/// The longest wish that is honoured, in seconds: one day.
pub const LONGEST: u64 = 86_400;

/// Numbers above this are moments, not lengths (2001-09-09 in seconds UTC).
const MOMENT: u64 = 1_000_000_000;

/// Seconds to wait by the header's `value`; `base` (seconds UTC) is what the
/// service takes for now: its `Date`, else the clock here. `None` for junk.
#[must_use]
pub fn seconds(value: &str, base: i64) -> Option<u64> {
    let value = value.trim();
    let moment = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        match value.parse::<u64>().ok()? {
            length if length <= LONGEST => return Some(length),
            moment if moment > MOMENT => i64::try_from(moment).ok()?,
            _ => return None,
        }
    } else {
        http_date::parse(value, base)?
    };
    let ahead = moment.checked_sub(base)?.max(0);
    Some(u64::try_from(ahead).ok()?.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form() {
        let base = 1_795_345_200; // 2026-11-22T11:00:00Z
        let rows = [
            ("0", Some(0)),
            ("59", Some(59)),
            (" 120 ", Some(120)),
            ("86400", Some(86_400)),
            ("86401", None),
            ("1000000000", None),
            ("1000000001", Some(0)),
            ("1795345290", Some(90)),
            ("1795345000", Some(0)),
            ("9999999999", Some(86_400)),
            ("99999999999999999999999", None),
            ("18446744073709551615", None),
            ("-5", None),
            ("+5", None),
            ("1.5", None),
            ("5s", None),
            ("soon", None),
            ("", None),
            ("Sun, 22 Nov 2026 11:05:00 GMT", Some(300)),
            ("Sunday, 22-Nov-26 11:05:00 GMT", Some(300)),
            ("Sun Nov 22 11:05:00 2026", Some(300)),
            ("Sun, 22 Nov 2026 10:00:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400)),
        ];
        for (value, expected) in rows {
            assert_eq!(seconds(value, base), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn never_more_than_a_day(value in "[0-9]{0,22}|\\PC{0,32}", base in any::<i64>()) {
            if let Some(wait) = seconds(&value, base) {
                prop_assert!(wait <= LONGEST);
            }
        }
    }
}
