//! The three date forms of HTTP (RFC 9110 §5.6.7), read without a time library.
//!
//! Lenient towards the name of the weekday, strict towards everything else. Never
//! looks at a clock: whoever asks says what year it roughly is.

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAY: i64 = 86_400;
const YEAR: i64 = 31_556_952;

/// Seconds UTC of an HTTP date; `now` settles the century of two-digit years.
pub(super) fn parse(text: &str, now: i64) -> Option<i64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    match words.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [_, day, month, year, time, zone] if is_utc(zone) => instant(four(year)?, month, day, time),
        // Sunday, 06-Nov-94 08:49:37 GMT
        [_, date, time, zone] if is_utc(zone) => {
            let mut parts = date.split('-');
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            if year.len() == 4 {
                return instant(four(year)?, month, day, time);
            }
            let short = number(year, 2)?;
            let this_year = 1970 + now.div_euclid(YEAR);
            let mut full = this_year - this_year.rem_euclid(100) + short;
            // More than fifty years ahead means the past (RFC 9110).
            if full > this_year + 50 {
                full -= 100;
            }
            instant(full, month, day, time)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, day, time, year] => instant(four(year)?, month, day, time),
        _ => None,
    }
}

fn is_utc(zone: &str) -> bool {
    ["gmt", "utc"].contains(&zone.to_ascii_lowercase().as_str())
}

fn four(year: &str) -> Option<i64> {
    number(year, 4).filter(|year| *year > 1600)
}

fn number(digits: &str, most: usize) -> Option<i64> {
    let fits = !digits.is_empty()
        && digits.len() <= most
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

fn instant(year: i64, month: &str, day: &str, time: &str) -> Option<i64> {
    let month = month.to_ascii_lowercase();
    let month = 1 + i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?;
    let day = number(day, 2)?;
    let mut parts = time.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = number(parts.next()?, 2)?;
    if parts.next().is_some()
        || day < 1
        || day > month_length(year, month)
        || hour > 23
        || minute > 59
        || second > 60
    {
        return None;
    }
    Some(days_since_epoch(year, month, day) * DAY + hour * 3600 + minute * 60 + second)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01; years begin in March so that the leap day comes last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 153 + 2) / 5
        + day
        - 1
        - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_795_345_200; // 2026-11-22T11:00:00Z

    #[test]
    fn three_forms() {
        let rows = [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777)),
            ("Sun Nov  6 08:49:37 1994", Some(784_111_777)),
            ("Sun, 22 Nov 2026 11:00:00 GMT", Some(NOW)),
            ("sunday, 22-nov-26 11:00:00 utc", Some(NOW)),
            ("Sunday, 22-Nov-2026 11:00:00 GMT", Some(NOW)),
            ("Thu, 29 Feb 2024 00:00:00 GMT", Some(1_709_164_800)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799)),
            ("Mon, 01-Jan-77 00:00:00 GMT", Some(220_924_800)),
            ("Thu, 29 Feb 2023 00:00:00 GMT", None),
            ("Sun, 31 Nov 2026 11:00:00 GMT", None),
            ("Sun, 22 Nov 2026 24:00:00 GMT", None),
            ("Sun, 22 Nov 2026 11:00 GMT", None),
            ("Sun, 22 Nov 2026 11:00:00 CET", None),
            ("Sun, 22 Nov 2026 11:00:00 +0100", None),
            ("Sun, -2 Nov 2026 11:00:00 GMT", None),
            ("2026-11-22T11:00:00Z", None),
            ("", None),
        ];
        for (text, seconds) in rows {
            assert_eq!(parse(text, NOW), seconds, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}", now in any::<i64>()) {
            let _ = parse(&text, now);
        }

        #[test]
        fn days_count_up_one_by_one(day in -200_000_i64..200_000) {
            let next = |year: i64, month: i64, d: i64| if d < month_length(year, month) {
                (year, month, d + 1)
            } else if month < 12 { (year, month + 1, 1) } else { (year + 1, 1, 1) };
            let year = 1970 + day / 366;
            let month = 1 + day.rem_euclid(12);
            let date = (year, month, 1 + day.rem_euclid(month_length(year, month)));
            let after = next(date.0, date.1, date.2);
            prop_assert_eq!(
                days_since_epoch(after.0, after.1, after.2),
                days_since_epoch(date.0, date.1, date.2) + 1
            );
        }
    }
}
