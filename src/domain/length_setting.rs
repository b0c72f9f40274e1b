//! Lengths as settings write them (`20m`, `8h`, `1d`). Never used for what a
//! person types at the prompt: that grammar is wider and has other limits.

/// Unit words a setting may use. `M` and years are left out on purpose: a month has no length.
const UNITS: &[&str] = &[
    "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "hour", "hours", "d", "day", "days",
    "w", "week", "weeks",
];

/// Longest text that is looked at.
const MAX_CHARS: usize = 40;

/// Reads a length in whole seconds, zero included.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence.
pub fn duration(text: &str) -> Result<i64, String> {
    if text.len() > MAX_CHARS {
        return Err("is too long for a length".to_owned());
    }
    let unknown = text
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty() && !UNITS.contains(word));
    if let Some(word) = unknown {
        return Err(format!("has no unit {word:?}; units are s, m, h, d, w"));
    }
    if !text.contains(|c: char| c.is_alphabetic()) {
        return Err("has no unit; units are s, m, h, d, w".to_owned());
    }
    let length =
        humantime::parse_duration(text).map_err(|_| "is not a length such as 20m".to_owned())?;
    if length.subsec_nanos() != 0 {
        return Err("is not a whole number of seconds".to_owned());
    }
    i64::try_from(length.as_secs()).map_err(|_| "is too long a length".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_of_settings() {
        for (text, seconds) in [
            ("0m", 0),
            ("2s", 2),
            ("20m", 1_200),
            ("8h", 28_800),
            ("7.5h", 27_000),
            ("7h 30m", 27_000),
            ("7h30m", 27_000),
            ("1d", 86_400),
            ("2 weeks", 1_209_600),
        ] {
            assert_eq!(duration(text), Ok(seconds), "{text}");
        }
        for text in [
            "",
            "20",
            "0",
            "1M",
            "1y",
            "2 months",
            "-5m",
            "5 m 3",
            "1ms",
            "0.5s",
            "soon",
            "m",
            "1h,",
            "99999999999999999999h",
            "½h",
            "9999999999999999999w",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
        assert!(duration(&"1m".repeat(40)).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}", mixed in "[0-9a-z. ]{0,40}") {
            let _ = duration(&text);
            let _ = duration(&mixed);
        }
    }
}
