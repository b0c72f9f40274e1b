//! "Did you mean": the nearest of a list of known words.

/// Longer words than this are not compared; nobody meant a known one.
const MAX_CHARS: usize = 64;

/// The known word nearest to what was written, if it is near enough to be meant:
/// one slip in short words, one in three characters in longer ones. Case is no slip.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.to_lowercase().chars().collect();
    if written.is_empty() || written.len() > MAX_CHARS {
        return None;
    }
    known
        .into_iter()
        .map(|word| {
            let chars: Vec<char> = word.to_lowercase().chars().collect();
            (distance(&written, &chars), chars.len(), word)
        })
        .filter(|(slips, length, _)| *slips <= (*length.max(&written.len()) / 3).max(1))
        .min_by_key(|(slips, _, _)| *slips)
        .map(|(_, _, word)| word)
}

/// Up to `most` known names that may have been meant, the nearest first: those that have
/// what was written in them, and those near enough for [`nearest`].
#[must_use]
pub fn nearest_few<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let lower = written.trim().to_lowercase();
    let written: Vec<char> = lower.chars().collect();
    if written.is_empty() || written.len() > MAX_CHARS {
        return Vec::new();
    }
    let n_words = lower.split_whitespace().count();
    let mut ranked: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let name_lower = name.to_lowercase();
            if name_lower.contains(&lower) {
                return Some((0, name));
            }
            let whole = slips(&written, &name_lower);
            // People leave the end of a long name away.
            let begins = name_lower.split_whitespace().take(n_words);
            let begins = slips(&written, &begins.collect::<Vec<_>>().join(" "));
            let slips = [whole, begins.map(|slips| slips + 1)];
            Some((slips.into_iter().flatten().min()?, name))
        })
        .collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// Slips between what was written and a name; none where they are too many.
fn slips(written: &[char], name: &str) -> Option<usize> {
    let chars: Vec<char> = name.chars().collect();
    let bound = (chars.len().max(written.len()) / 3).max(1);
    if chars.len().abs_diff(written.len()) > bound {
        return None;
    }
    Some(distance(written, &chars)).filter(|slips| *slips <= bound)
}

/// Slips between two words: a character more, less, other, or two swapped.
fn distance(one: &[char], two: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; two.len() + 1];
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1; two.len() + 1];
        for (j, b) in two.iter().enumerate() {
            let swap = row[j] + usize::from(a != b);
            let mut best = swap.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == two[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips_of(one: &str, two: &str) -> usize {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        distance(&chars(one), &chars(two))
    }

    #[test]
    fn slips_are_counted() {
        for (one, two, count) in [
            ("zone", "zone", 0),
            ("zome", "zone", 1),
            ("zoen", "zone", 1),
            ("zne", "zone", 1),
            ("", "zone", 4),
            ("kitten", "sitting", 3),
            ("backned", "backend", 1),
        ] {
            assert_eq!(slips_of(one, two), count, "{one} {two}");
            assert_eq!(slips_of(two, one), count, "{two} {one}");
        }
    }

    #[test]
    fn several_names_come_nearest_first() {
        let known = [
            "Remote",
            "Remote after hours",
            "On-site",
            "Remove",
            "Travel",
        ];
        assert_eq!(
            nearest_few("remot", known, 3),
            ["Remote", "Remote after hours", "Remove"]
        );
        assert_eq!(nearest_few("remot", known, 1), ["Remote"]);
        assert_eq!(nearest_few("on site", known, 3), ["On-site"]);
        assert_eq!(
            nearest_few("Acmee", ["Globex", "Acme Ltd"], 3),
            ["Acme Ltd"]
        );
        assert!(nearest_few("zzz", known, 3).is_empty());
        assert!(nearest_few(" ", known, 3).is_empty());
        assert!(nearest_few(&"r".repeat(1000), known, 3).is_empty());
    }

    #[test]
    fn only_what_may_have_been_meant() {
        let known = ["zone", "day_start", "day_target", "seconds"];
        assert_eq!(nearest("Zone", known), Some("zone"));
        assert_eq!(nearest("day_strat", known), Some("day_start"));
        assert_eq!(nearest("second", known), Some("seconds"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"z".repeat(1000), known), None);
    }
}
