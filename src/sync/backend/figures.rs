//! Times and hours as they stand on the wire: UTC to the second, decimal hours
//! by their digits, identities. Never a binary fraction.

use crate::domain::span;
use crate::domain::zone::{parse_rfc3339, rfc3339};
use serde_json::{Number, Value};

/// Decimals of hours that are sent: enough to keep every second apart.
const PLACES: u32 = 4;

/// An instant (seconds UTC) as it is sent: `2026-11-22T09:00:00Z`.
#[must_use]
pub fn instant(at: i64) -> String {
    let text = rfc3339(at, 0);
    format!("{}Z", text.strip_suffix("+00:00").unwrap_or(&text))
}

/// The UTC day of an instant (seconds UTC): `2026-11-22`.
#[must_use]
pub fn day(at: i64) -> String {
    instant(at).chars().take_while(|c| *c != 'T').collect()
}

/// Seconds as a JSON number of hours, at most four decimals, half up.
#[must_use]
pub fn hours(seconds: i64) -> Number {
    let text = span::decimal_hours(seconds, PLACES);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    // Digits with at most one point always make a JSON number.
    short.parse().unwrap_or_else(|_| Number::from(0))
}

/// An identity's digits, whether they come as text or as a number; none for zero and nothing.
/// Never by way of a fraction: identities are longer than those hold.
#[must_use]
pub fn identity(value: &Value) -> Option<String> {
    let text = match value {
        Value::Number(number) if !number.is_f64() => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    (!text.is_empty() && text != "0").then_some(text)
}

/// An instant with its zone, seconds UTC.
#[must_use]
pub fn read_zoned(value: &Value) -> Option<i64> {
    parse_rfc3339(value.as_str()?.trim()).map(|(at, _)| at)
}

/// An instant as the service writes it, seconds UTC. One without a zone is UTC.
#[must_use]
pub fn read_instant(value: &Value) -> Option<i64> {
    let text = value.as_str()?.trim();
    let zoned = parse_rfc3339(text).or_else(|| parse_rfc3339(&format!("{text}Z")));
    zoned.map(|(at, _)| at)
}

/// Hours as the service writes them, a number or its digits as text, in seconds.
#[must_use]
pub fn read_hours(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    if let Some((_, exponent)) = text.split_once(['e', 'E']) {
        // Only numbers beyond all hours are printed so: next to nothing, or absurd.
        return exponent.starts_with('-').then_some(0);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let fraction = fraction.get(..fraction.len().min(9))?;
    span::from_decimal_hours(&format!("{whole}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn times_and_hours_on_the_wire() {
        assert_eq!(instant(1_707_987_600), "2024-02-15T09:00:00Z");
        assert_eq!(day(1_707_987_600), "2024-02-15");
        for (seconds, text) in [
            (5400, "1.5"),
            (1800, "0.5"),
            (7200, "2"),
            (1200, "0.3333"),
            (1, "0.0003"),
            (0, "0"),
        ] {
            assert_eq!(hours(seconds).to_string(), text);
        }
    }

    #[test]
    fn whatever_form_the_service_writes() {
        let rows = [
            (json!(1.5), Some(5400)),
            (json!("1.5"), Some(5400)),
            (json!(" 0.25 "), Some(900)),
            (json!(2), Some(7200)),
            (json!(0.300_000_000_000_000_04), Some(1080)),
            (json!(1e-9), Some(0)),
            (json!(1e30), None),
            (json!(null), None),
            (json!("a lot"), None),
            (json!("1.äöüäöü"), None),
        ];
        for (value, seconds) in rows {
            assert_eq!(read_hours(&value), seconds, "{value}");
        }
        let rows = [
            (json!("2024-02-15T09:00:00Z"), Some(1_707_987_600)),
            (json!("2024-02-15T09:00:00.000Z"), Some(1_707_987_600)),
            (json!("2024-02-15T10:00:00+01:00"), Some(1_707_987_600)),
            (json!("2024-02-15T09:00:00"), Some(1_707_987_600)),
            (json!("yesterday"), None),
            (json!(5), None),
        ];
        for (value, at) in rows {
            assert_eq!(read_instant(&value), at, "{value}");
        }
    }

    proptest! {
        #[test]
        fn every_second_comes_back(seconds in 0_i64..200_000, at in 0_i64..4_000_000_000) {
            prop_assert_eq!(read_hours(&Value::Number(hours(seconds))), Some(seconds));
            prop_assert_eq!(read_instant(&Value::from(instant(at))), Some(at));
        }

        #[test]
        fn no_text_makes_a_reader_panic(text: String) {
            let _ = (read_hours(&Value::from(text.clone())), read_instant(&Value::from(text)));
        }
    }
}
