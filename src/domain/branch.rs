//! What the name of a branch says about the work on it: patterns such as
//! `feature/{ticket}-*`, and what they find. Pure; who reads the branch is elsewhere.

use super::status::words;
use std::collections::BTreeSet;

/// Longest pattern, in characters.
const LONGEST: usize = 120;

/// Longer names are no branch's.
const LONGEST_BRANCH: usize = 255;

words! {
    /// What stands between braces in a pattern.
    Hole {
        /// A service ticket.
        Ticket = "ticket",
        /// A ticket of a project.
        ProjectTicket = "project_ticket",
        /// A task.
        Task = "task",
        /// An activity.
        Activity = "activity",
        /// A charge code.
        ChargeCode = "charge_code",
        /// A client.
        Client = "client",
        /// A project.
        Project = "project",
        /// A tag.
        Tag = "tag",
    }
}

impl Hole {
    /// Whether numbers fill it, and no names.
    fn is_number(self) -> bool {
        matches!(
            self,
            Self::Ticket | Self::ProjectTicket | Self::Task | Self::Activity
        )
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// This text.
    Text(String),
    /// Anything, also nothing.
    Any,
    /// A number, or a name without a slash.
    Hole(Hole),
}

/// A pattern for the names of branches; it must fit the whole name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPattern {
    /// Nothing in it to find.
    #[error("names nothing to find: put {{ticket}} where the number stands")]
    NothingToFind,
    /// An unknown word between braces.
    #[error("has {{{0}}} in it, which is none of {all}", all = all())]
    Unknown(String),
    /// A brace without its fellow.
    #[error("has a brace without its fellow")]
    Unclosed,
    /// Twice the same.
    #[error("has {{{0}}} in it twice")]
    Twice(&'static str),
    /// Two that could not be told apart.
    #[error("has two of {{…}} and * side by side")]
    SideBySide,
    /// Too long.
    #[error("is longer than {LONGEST} characters")]
    TooLong,
}

fn all() -> String {
    let words: Vec<_> = Hole::ALL.iter().map(|hole| hole.word()).collect();
    words.join(", ")
}

/// What a branch said, in the order of its name.
pub type Found = Vec<(Hole, String)>;

impl Pattern {
    /// Reads a pattern: `*` stands for anything, `{ticket}` and the like for what is to be
    /// found, all else for itself.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, NoPattern> {
        if text.chars().count() > LONGEST {
            return Err(NoPattern::TooLong);
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut seen = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let part = match first {
                '*' => {
                    rest = &rest[1..];
                    Part::Any
                }
                '{' => {
                    let (word, after) = rest[1..].split_once('}').ok_or(NoPattern::Unclosed)?;
                    let unknown = || NoPattern::Unknown(word.escape_debug().to_string());
                    let hole = Hole::from_word(word).ok_or_else(unknown)?;
                    if seen.contains(&hole) {
                        return Err(NoPattern::Twice(hole.word()));
                    }
                    seen.push(hole);
                    rest = after;
                    Part::Hole(hole)
                }
                '}' => return Err(NoPattern::Unclosed),
                _ => {
                    let end = rest.find(['*', '{', '}']).unwrap_or(rest.len());
                    let part = Part::Text(rest[..end].to_owned());
                    rest = &rest[end..];
                    part
                }
            };
            let is_open = |part: &Part| !matches!(part, Part::Text(_));
            if is_open(&part) && parts.last().is_some_and(is_open) && !is_told_apart(&parts, &part)
            {
                return Err(NoPattern::SideBySide);
            }
            parts.push(part);
        }
        if seen.is_empty() {
            return Err(NoPattern::NothingToFind);
        }
        Ok(Self(parts))
    }

    /// What this branch says; none where the pattern does not fit it.
    #[must_use]
    pub fn find(&self, branch: &str) -> Option<Found> {
        if branch.len() > LONGEST_BRANCH || branch.chars().any(char::is_control) {
            return None;
        }
        let mut found = Vec::new();
        fits(&self.0, branch, &mut found, &mut BTreeSet::new()).then(|| {
            found.reverse();
            found
        })
    }
}

/// A number ends where its digits do, so anything may follow it.
fn is_told_apart(before: &[Part], next: &Part) -> bool {
    let is_number = |part: &Part| matches!(part, Part::Hole(hole) if hole.is_number());
    before.last().is_some_and(is_number) && *next == Part::Any
}

/// Whether these parts fit this whole text; what they find, the last first. `dead` holds
/// how much was left of both where it is known not to fit, so that no pattern takes long.
fn fits(
    parts: &[Part],
    text: &str,
    found: &mut Found,
    dead: &mut BTreeSet<(usize, usize)>,
) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return text.is_empty();
    };
    if dead.contains(&(parts.len(), text.len())) {
        return false;
    }
    let fit = match part {
        Part::Text(own) => text
            .strip_prefix(own.as_str())
            .is_some_and(|text| fits(rest, text, found, dead)),
        Part::Any => {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.into_iter()
                .any(|at| fits(rest, &text[at..], found, dead))
        }
        Part::Hole(hole) if hole.is_number() => number(text).is_some_and(|end| {
            let fit = fits(rest, &text[end..], found, dead);
            if fit {
                found.push((*hole, text[..end].to_owned()));
            }
            fit
        }),
        Part::Hole(hole) => {
            let name = text.find('/').unwrap_or(text.len());
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let ends = ends.filter(|at| (1..=name).contains(at));
            let end = ends
                .into_iter()
                .find(|at| fits(rest, &text[*at..], found, dead));
            if let Some(end) = end {
                found.push((*hole, text[..end].to_owned()));
            }
            end.is_some()
        }
    };
    if !fit {
        dead.insert((parts.len(), text.len()));
    }
    fit
}

/// Where the number ends that a text begins with: digits, or `T20261122.0042`.
fn number(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(rest) = text.strip_prefix(['T', 't']) {
        let date = digits(rest);
        let running = rest.get(date..)?.strip_prefix('.').map(digits)?;
        return (date == 8 && running > 0).then_some(1 + date + 1 + running);
    }
    Some(digits(text)).filter(|n| (1..=18).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(pattern: &str, branch: &str) -> Option<String> {
        let found = Pattern::parse(pattern).unwrap().find(branch)?;
        let words = found.iter().map(|(hole, text)| format!("{hole}={text}"));
        Some(words.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn branches_say_what_their_patterns_find() {
        for (pattern, branch, expected) in [
            (
                "feature/{ticket}-*",
                "feature/54321-vpn",
                Some("ticket=54321"),
            ),
            ("feature/{ticket}-*", "feature/54321-", Some("ticket=54321")),
            ("feature/{ticket}-*", "feature/54321", None),
            ("feature/{ticket}-*", "bugfix/54321-vpn", None),
            ("feature/{ticket}-*", "feature/x54321-vpn", None),
            ("feature/{ticket}*", "feature/54321", Some("ticket=54321")),
            ("feature/{ticket}*", "feature/54321a", Some("ticket=54321")),
            ("*/{ticket}-*", "a/b/7-x", Some("ticket=7")),
            ("CW-{ticket}*", "CW-1234-x", Some("ticket=1234")),
            ("{task}", "T20261122.0042", Some("task=T20261122.0042")),
            ("{task}", "T2026.0042", None),
            (
                "{client}/{ticket}-*",
                "acme/7-x",
                Some("client=acme ticket=7"),
            ),
            (
                "{client}/{project}/*",
                "acme/web-2/x/y",
                Some("client=acme project=web-2"),
            ),
            ("{client}/*", "/x", None),
            ("{charge_code}-*", "in-house-work", Some("charge_code=in")),
            ("{tag}", "straße", Some("tag=straße")),
            ("x{ticket}", "x", None),
        ] {
            assert_eq!(
                found(pattern, branch).as_deref(),
                expected,
                "{pattern} {branch}"
            );
            assert_eq!(found(pattern, ""), None, "{pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        use NoPattern::*;
        for (text, why) in [
            ("feature/*", NothingToFind),
            ("", NothingToFind),
            ("{ticket", Unclosed),
            ("ticket}", Unclosed),
            ("{tiket}", Unknown("tiket".into())),
            ("{ticket}/{ticket}", Twice("ticket")),
            ("{client}{project}", SideBySide),
            ("*{client}", SideBySide),
            // Which of the numbers it would be is anybody's guess.
            ("*{ticket}-*", SideBySide),
            ("{client}**", SideBySide),
        ] {
            assert_eq!(Pattern::parse(text), Err(why), "{text}");
        }
        let long = "x".repeat(LONGEST) + "{ticket}";
        assert_eq!(Pattern::parse(&long), Err(TooLong));
    }

    #[test]
    fn no_pattern_takes_long() {
        let pattern = Pattern::parse(&("*a".repeat(50) + "/{ticket}")).unwrap();
        assert_eq!(pattern.find(&"a".repeat(255)), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(pattern in "[a*{}/]{0,6}(\\{ticket\\}|\\{client\\})[-*é/]{0,4}", branch in "\\PC{0,40}") {
            if let Ok(pattern) = Pattern::parse(&pattern) {
                let _ = pattern.find(&branch);
            }
        }

        #[test]
        fn a_number_is_found_whole(n in 1_u32.., rest in "[a-z]{1,8}") {
            let pattern = Pattern::parse("feature/{ticket}-*").unwrap();
            let branch = format!("feature/{n}-{rest}");
            prop_assert_eq!(pattern.find(&branch), Some(vec![(Hole::Ticket, n.to_string())]));
        }
    }
}
