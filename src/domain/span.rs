//! Lengths of time: whole seconds, and the forms they are shown in.
//!
//! Never holds a float: decimal hours are integer arithmetic, half up. What
//! people may *type* for a length is [`crate::domain::when::length()`]'s business.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The length of one entry: whole seconds, from one second to 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Span(u32);

/// A number of seconds that no entry can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} seconds is not the length of an entry (1 second to 24 hours)")]
pub struct NotASpan(pub i64);

impl Span {
    /// The longest entry there is, in seconds: 24 hours.
    pub const MAX_SECONDS: u32 = 86_400;

    /// A length of `seconds`.
    ///
    /// # Errors
    /// [`NotASpan`] for zero, negatives and more than 24 hours.
    pub fn new(seconds: i64) -> Result<Self, NotASpan> {
        match u32::try_from(seconds) {
            Ok(whole @ 1..=Self::MAX_SECONDS) => Ok(Self(whole)),
            _ => Err(NotASpan(seconds)),
        }
    }

    /// The length between two instants (seconds UTC).
    ///
    /// # Errors
    /// [`NotASpan`] where `end` is not after `start`, or more than 24 hours after it.
    pub fn between(start: i64, end: i64) -> Result<Self, NotASpan> {
        Self::new(end.saturating_sub(start))
    }

    /// Whole seconds, 1 to 86,400.
    #[must_use]
    pub fn seconds(self) -> i64 {
        i64::from(self.0)
    }
}

impl TryFrom<u32> for Span {
    type Error = NotASpan;

    fn try_from(seconds: u32) -> Result<Self, NotASpan> {
        Self::new(i64::from(seconds))
    }
}

impl From<Span> for u32 {
    fn from(span: Span) -> Self {
        span.0
    }
}

impl fmt::Display for Span {
    /// `1h 30m`, as [`people`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&people(self.seconds()))
    }
}

/// Seconds for people: `1h 30m`, `45m`, `37h 15m`, `1h 5s`; zero is `0m`, less than zero has a sign.
#[must_use]
pub fn people(seconds: i64) -> String {
    let whole = seconds.unsigned_abs();
    let parts = [
        (whole / 3600, 'h'),
        (whole / 60 % 60, 'm'),
        (whole % 60, 's'),
    ];
    let shown: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect();
    if shown.is_empty() {
        return "0m".to_owned();
    }
    format!("{}{}", sign(seconds), shown.join(" "))
}

/// Seconds as `H:MM`, or `H:MM:SS` where there are odd seconds: `1:30`, `37:15`, `0:00`.
#[must_use]
pub fn colon(seconds: i64) -> String {
    let whole = seconds.unsigned_abs();
    let (hours, minutes, odd) = (whole / 3600, whole / 60 % 60, whole % 60);
    let tail = if odd == 0 {
        String::new()
    } else {
        format!(":{odd:02}")
    };
    format!("{}{hours}:{minutes:02}{tail}", sign(seconds))
}

/// Seconds as decimal hours with `places` decimals (at most 9), half up: `1.50`, `0.3333`.
///
/// Four places keep every second apart: [`from_decimal_hours`] gives the same seconds back.
#[must_use]
pub fn decimal_hours(seconds: i64, places: u32) -> String {
    let places = places.min(9);
    let scale = 10_u128.pow(places);
    let scaled = (u128::from(seconds.unsigned_abs()) * scale * 2 + 3600) / 7200;
    let sign = if scaled == 0 { "" } else { sign(seconds) };
    if places == 0 {
        return format!("{sign}{scaled}");
    }
    let width = places as usize;
    format!("{sign}{}.{:0width$}", scaled / scale, scaled % scale)
}

/// Decimal hours as a service writes them (`1.5`, `0.3333`, `-2`, up to 9 decimals), to the nearest second, half up.
///
/// `None` for anything else, exponents included. No limit but that of the numbers: a service may hold zero, or more than a day.
#[must_use]
pub fn from_decimal_hours(text: &str) -> Option<i64> {
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(whole, 12) || !digits(fraction, 9) {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let scaled = whole.parse::<i128>().ok()? * scale + fraction.parse::<i128>().ok()?;
    let seconds = i64::try_from((scaled * 7200 + scale) / (scale * 2)).ok()?;
    Some(if negative { -seconds } else { seconds })
}

fn sign(seconds: i64) -> &'static str {
    if seconds < 0 { "-" } else { "" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_one_second_to_a_day_is_a_span() {
        for (seconds, good) in [
            (i64::MIN, false),
            (-1, false),
            (0, false),
            (1, true),
            (86_400, true),
            (86_401, false),
            (i64::MAX, false),
        ] {
            assert_eq!(Span::new(seconds).is_ok(), good, "{seconds}");
        }
        assert_eq!(Span::between(100, 100), Err(NotASpan(0)));
        assert!(Span::between(i64::MIN, i64::MAX).is_err());
    }

    #[test]
    fn each_form_of_a_length() {
        let rows: &[(i64, &str, &str, &str, &str)] = &[
            (5400, "1h 30m", "1:30", "1.50", "1.5000"),
            (60, "1m", "0:01", "0.02", "0.0167"),
            (30, "30s", "0:00:30", "0.01", "0.0083"),
            (3605, "1h 5s", "1:00:05", "1.00", "1.0014"),
            (134_100, "37h 15m", "37:15", "37.25", "37.2500"),
            (0, "0m", "0:00", "0.00", "0.0000"),
            (-5400, "-1h 30m", "-1:30", "-1.50", "-1.5000"),
            (18, "18s", "0:00:18", "0.01", "0.0050"),
            (17, "17s", "0:00:17", "0.00", "0.0047"),
            (-1, "-1s", "-0:00:01", "0.00", "-0.0003"),
        ];
        for (seconds, for_people, with_colon, two, four) in rows {
            assert_eq!(people(*seconds), *for_people);
            assert_eq!(colon(*seconds), *with_colon);
            assert_eq!(decimal_hours(*seconds, 2), *two);
            assert_eq!(decimal_hours(*seconds, 4), *four);
        }
        assert_eq!(decimal_hours(5400, 0), "2");
    }

    #[test]
    fn decimal_hours_of_a_service() {
        for (text, seconds) in [
            ("1.5", Some(5400)),
            ("0.3333", Some(1200)),
            ("0.25", Some(900)),
            ("8", Some(28_800)),
            ("-0.5", Some(-1800)),
            ("0", Some(0)),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("1.", None),
            ("1,5", None),
            ("9999999999999", None),
        ] {
            assert_eq!(from_decimal_hours(text), seconds, "{text}");
        }
    }

    proptest! {
        #[test]
        fn four_decimals_keep_every_second(seconds in -400_000_i64..400_000) {
            prop_assert_eq!(from_decimal_hours(&decimal_hours(seconds, 4)), Some(seconds));
        }

        #[test]
        fn no_number_and_no_text_panics(seconds: i64, places: u32, text: String) {
            let _ = (people(seconds), colon(seconds), decimal_hours(seconds, places), from_decimal_hours(&text));
        }
    }
}
