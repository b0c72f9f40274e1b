//! Readers of single values: each takes a TOML value and says what is wrong with
//! it. None of them reads a secret, so they may quote what they were given.

use super::document::{Bad, bad};
use super::finding::quoted;
use crate::domain::length_setting;
use crate::domain::nearest::nearest;
use crate::domain::zone;
use toml::de::DeValue;

pub(super) type Read<T> = Result<T, Bad>;

/// The text of a value.
pub(super) fn text<'v>(value: &'v DeValue<'_>, expected: &'static str) -> Read<&'v str> {
    value.as_str().ok_or(Bad::Type(expected))
}

/// True or false.
pub(super) fn yes_no(value: &DeValue<'_>) -> Read<bool> {
    value
        .as_bool()
        .ok_or(Bad::Type("true or false, without quotes"))
}

/// A whole number within bounds.
pub(super) fn number(low: u32, high: u32) -> impl Fn(&DeValue<'_>) -> Read<u32> {
    move |value| {
        let number = value
            .as_integer()
            .ok_or(Bad::Type("a whole number, without quotes"))?;
        i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| (low..=high).contains(number))
            .map_or_else(
                || bad(format!("is {number}, but must be from {low} to {high}")),
                Ok,
            )
    }
}

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// A length in seconds within bounds.
pub(super) fn length(low: i64, high: i64) -> impl Fn(&DeValue<'_>) -> Read<i64> {
    move |value| {
        let text = text(value, "a length in quotes, such as \"20m\"")?;
        let seconds = length_setting::duration(text)
            .or_else(|why| bad(format!("is {}, which {why}", quoted(text))))?;
        if seconds < low {
            return bad(format!("is {}, which is too short", quoted(text)));
        }
        if seconds > high {
            return bad(format!("is {}, which is too long", quoted(text)));
        }
        Ok(seconds)
    }
}

/// A length up to a bound, or `off`.
pub(super) fn length_or_off(high: i64) -> impl Fn(&DeValue<'_>) -> Read<Option<i64>> {
    move |value| {
        if value.as_str() == Some("off") {
            return Ok(None);
        }
        match length(0, high)(value) {
            Err(Bad::Type(_)) => Err(Bad::Type("a length in quotes, such as \"1d\", or \"off\"")),
            read => read.map(Some),
        }
    }
}

/// A time of day `HH:MM`, as seconds after midnight.
pub(super) fn time_of_day(value: &DeValue<'_>) -> Read<i64> {
    let text = text(value, "a time in quotes, such as \"09:00\"")?;
    clock(text).map_or_else(
        || {
            bad(format!(
                "is {}, but expects HH:MM, 00:00 to 23:59",
                quoted(text)
            ))
        },
        Ok,
    )
}

fn clock(text: &str) -> Option<i64> {
    let part = |digits: &str, below: i64| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<i64>().ok())
            .flatten()
            .filter(|part| *part < below)
    };
    text.split_once(':')
        .and_then(|(hours, minutes)| Some(part(hours, 24)? * 3600 + part(minutes, 60)? * 60))
}

/// Two times of a day `HH:MM-HH:MM`, as seconds after midnight.
pub(super) fn clock_range(value: &DeValue<'_>) -> Read<(i64, i64)> {
    let text = text(value, "two times in quotes, such as \"12:30-13:00\"")?;
    let read = |part: &str| clock(part.trim());
    match text
        .split_once('-')
        .map(|(start, end)| (read(start), read(end)))
    {
        Some((Some(start), Some(end))) if start < end => Ok((start, end)),
        _ => bad(format!(
            "is {}, but expects HH:MM-HH:MM, the later time last",
            quoted(text)
        )),
    }
}

/// One word of a closed list.
pub(super) fn one_of<T: Copy>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl Fn(&DeValue<'_>) -> Read<T> {
    move |value| {
        let text = text(value, "one of a few words, in quotes")?;
        if let Some(found) = all.iter().find(|one| word(**one) == text) {
            return Ok(*found);
        }
        let words: Vec<_> = all.iter().map(|one| word(*one)).collect();
        Err(Bad::Value(
            format!(
                "is {}, but must be one of {}",
                quoted(text),
                words.join(", ")
            ),
            nearest(text, words.iter().copied()).map(|near| format!("did you mean \"{near}\"?")),
        ))
    }
}

/// A list of different values, each read by `read`.
pub(super) fn list<T: PartialEq>(
    read: impl Fn(&DeValue<'_>) -> Read<T>,
) -> impl Fn(&DeValue<'_>) -> Read<Vec<T>> {
    move |value| {
        let values = value
            .as_array()
            .ok_or(Bad::Type("a list, such as [\"…\", \"…\"]"))?;
        let mut all = Vec::new();
        for value in values {
            let one = read(value.get_ref()).map_err(|bad| match bad {
                Bad::Type(expected) => {
                    Bad::Value(format!("has something in it that is not {expected}"), None)
                }
                other => other,
            })?;
            if all.contains(&one) {
                return bad("names the same thing twice");
            }
            all.push(one);
        }
        Ok(all)
    }
}

/// The name of an IANA zone.
pub(super) fn zone(value: &DeValue<'_>) -> Read<String> {
    let text = text(value, "a time zone in quotes, such as \"Europe/Amsterdam\"")?;
    if zone::is_name(text) {
        return Ok(text.to_owned());
    }
    Err(Bad::Value(
        format!("is {}, which is no IANA time zone", quoted(text)),
        nearest(text, zone::names()).map(|near| format!("did you mean \"{near}\"?")),
    ))
}

/// Text on one line with no blanks around it: names, identifiers, keys of an account.
pub(super) fn plain(value: &DeValue<'_>) -> Read<String> {
    let text = text(value, "a text in quotes")?;
    if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
        return bad("is empty, has blanks around it or a line break in it");
    }
    Ok(text.to_owned())
}

/// Part of a user name that a service puts together with `+` and `:`.
pub(super) fn credential_part(value: &DeValue<'_>) -> Read<String> {
    let text = plain(value)?;
    if text.contains([':', '+']) || text.contains(char::is_whitespace) {
        return bad("has a blank, `+` or `:` in it, which no such name has");
    }
    Ok(text)
}

/// An identity that is digits; text, because some exceed what a number holds.
pub(super) fn digits(value: &DeValue<'_>) -> Read<String> {
    let text = text(value, "digits in quotes")?;
    if text.is_empty() || text.len() > 20 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return bad(format!("is {}, but expects digits", quoted(text)));
    }
    Ok(text.to_owned())
}

/// Digits, or an e-mail address.
pub(super) fn digits_or_mail(value: &DeValue<'_>) -> Read<String> {
    let text = plain(value).map_err(|bad| match bad {
        Bad::Type(_) => Bad::Type("digits or an e-mail address, in quotes"),
        other => other,
    })?;
    if text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    {
        return Ok(text);
    }
    digits(value).map_err(|_| {
        Bad::Value(
            format!(
                "is {}, but expects digits or an e-mail address",
                quoted(&text)
            ),
            None,
        )
    })
}

/// An identity of letters and digits.
pub(super) fn alphanumeric(value: &DeValue<'_>) -> Read<String> {
    let text = plain(value)?;
    if text.len() > 64 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return bad(format!(
            "is {}, but expects letters and digits",
            quoted(&text)
        ));
    }
    Ok(text)
}

/// A GUID with hyphens.
pub(super) fn guid(value: &DeValue<'_>) -> Read<String> {
    let text = text(value, "a GUID in quotes")?;
    let groups: Vec<_> = text.split('-').map(str::len).collect();
    let hex = text
        .bytes()
        .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if groups == [8, 4, 4, 4, 12] && hex {
        return Ok(text.to_owned());
    }
    bad("is no GUID (8-4-4-4-12 hexadecimal digits)")
}

/// Whether this can name a profile or a rounding policy.
pub(super) fn is_name(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= 64
        && name.bytes().next().is_some_and(inner)
        && name
            .bytes()
            .all(|byte| inner(byte) || byte == b'_' || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for good in ["work", "a", "9lives", "a_b-c"] {
            assert!(is_name(good), "{good}");
        }
        for broken in ["", "Work", "-a", "_a", "a b", "a.b", "é", "../x"] {
            assert!(!is_name(broken), "{broken}");
        }
        assert!(!is_name(&"a".repeat(65)));
    }
}
