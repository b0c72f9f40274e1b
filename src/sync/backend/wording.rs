//! The text of an entry as services keep it: what they do to line ends and blanks, and what
//! of it is ours.

use crate::domain::ids::Key;

/// The text with `\n` as its only line end.
#[must_use]
pub fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// One kind of line end, nothing invisible at the ends of lines.
#[must_use]
pub fn tidy(text: &str) -> String {
    let unix = line_ends(text);
    let lines: Vec<&str> = unix.split('\n').map(str::trim_end).collect();
    lines.join("\n")
}

/// The same, without blanks around it; none if nothing is left.
#[must_use]
pub fn text(text: &str) -> Option<String> {
    let lines = tidy(text);
    let whole = lines.trim();
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// The text without any key's marker: one that was copied along is no content.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut rest = text.to_owned();
    while let Some((_, without)) = Key::find_marker(&rest) {
        rest = without;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_at_the_ends_is_taken_away() {
        for (given, tidied, kept) in [
            ("a  \r\n b\t\rc", "a\n b\nc", Some("a\n b\nc")),
            ("  a \n\n", "  a\n\n", Some("a")),
            (" \r\n ", "\n", None),
            ("", "", None),
        ] {
            assert_eq!(tidy(given), tidied, "{given:?}");
            assert_eq!(text(given).as_deref(), kept, "{given:?}");
        }
    }
}
