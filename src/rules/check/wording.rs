//! The few forms in which values stand in messages: lengths, lists, quoted words.

/// A length in seconds as hours and minutes, `25h 30m`; seconds only where there are any.
pub(crate) fn length(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let all = seconds.unsigned_abs();
    let parts: Vec<String> = [(all / 3600, 'h'), (all / 60 % 60, 'm'), (all % 60, 's')]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect();
    if parts.is_empty() {
        "0m".to_owned()
    } else {
        format!("{sign}{}", parts.join(" "))
    }
}

/// `a`, `a and b`, `a, b and c`; after `most` things only how many more there are.
pub(crate) fn list(things: &[String], most: usize) -> String {
    let shown = &things[..things.len().min(most)];
    let more = things.len() - shown.len();
    match (shown, more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        (_, 0) => format!(
            "{} and {}",
            shown[..shown.len() - 1].join(", "),
            shown[shown.len() - 1]
        ),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A JSON name as a person reads it: `work_type` is `work type`.
pub(crate) fn field(name: &str) -> String {
    let known = match name {
        "charge_to" => "target",
        "worked_seconds" => "length",
        "deduct_seconds" => "deducted time",
        "booked_as" => "form of the time",
        other => other.strip_prefix("extra.").unwrap_or(other),
    };
    known.replace('_', " ")
}

/// Fills the places of a text, `{length}`, with values.
pub(crate) fn fill(text: &str, values: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(name, _)| *name == place) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&place.to_uppercase()),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_write_them() {
        for (seconds, text) in [
            (0, "0m"),
            (45, "45s"),
            (1800, "30m"),
            (3600, "1h"),
            (91_800, "25h 30m"),
            (3661, "1h 1m 1s"),
            (-1800, "-30m"),
        ] {
            assert_eq!(length(seconds), text);
        }
        assert!(length(i64::MIN).starts_with('-'));
    }

    #[test]
    fn lists_end_in_and_or_in_how_many_more() {
        let things: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        assert_eq!(list(&things[..1], 3), "a");
        assert_eq!(list(&things[..2], 3), "a and b");
        assert_eq!(list(&things, 3), "a, b and c");
        assert_eq!(list(&things, 1), "a and 2 more");
        assert_eq!(list(&[], 3), "");
    }

    #[test]
    fn places_are_filled_once_and_values_are_never_read_as_places() {
        let values = [("a", "{b}".to_owned()), ("b", "two".to_owned())];
        assert_eq!(fill("{a} and {b}, {more}", &values), "{b} and two, MORE");
        assert_eq!(fill("no { place", &values), "no { place");
    }
}
