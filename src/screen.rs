//! What may reach a terminal: foreign text made harmless, text measured and
//! cut to a width, and the decision whether colour is used.
//!
//! Never prints, never reads the environment: values come in, text goes out.
//! Stored data stay as they are; only what is shown is changed.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// When colour is used, as asked for by `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// The environment and the stream decide.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    /// Every value, in the order of the help.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Always, Self::Never];

    /// The one spelling of this value.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// What the environment says about colour, and where the text goes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surface<'a> {
    /// `NO_COLOR`: any value but the empty one switches colour off.
    pub no_color: Option<&'a str>,
    /// `CLICOLOR_FORCE`: any value but the empty one and `0` switches colour on.
    pub clicolor_force: Option<&'a str>,
    /// Whether the stream is a terminal that knows colour.
    pub is_terminal: bool,
}

/// Whether colour is used: `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE`, then the terminal.
#[must_use]
pub fn colour(asked: When, surface: Surface<'_>) -> bool {
    match asked {
        When::Always => true,
        When::Never => false,
        When::Auto if surface.no_color.is_some_and(|value| !value.is_empty()) => false,
        When::Auto if is_forced(surface.clicolor_force) => true,
        When::Auto => surface.is_terminal,
    }
}

fn is_forced(value: Option<&str>) -> bool {
    value.is_some_and(|value| !value.is_empty() && value != "0")
}

/// One line of text that no terminal acts upon: line breaks become `⏎`, tabs
/// a space, and every other character that could move the cursor, reorder the
/// line or hide something becomes visible. Idempotent.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => out.push('⏎'),
            '\t' => out.push(' '),
            '\u{7f}' => out.push('␡'),
            '\0'..='\u{1f}' => {
                out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
            }
            c if is_hostile(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same for text that may have several lines: the line breaks stay.
#[must_use]
pub fn sanitize_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(sanitize).collect();
    lines.join("\n")
}

/// Whether it may not reach a terminal raw: C0, DEL, C1, bidirectional controls, line and
/// paragraph separators, tag characters, and what takes no room and joins no letters. (The
/// joiners U+200C and U+200D stay: Persian and emoji are written with them.)
#[must_use]
pub fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Columns of the terminal this process runs in; none where there is none.
#[must_use]
pub fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// How many characters of a service's error text are kept.
pub const ERROR_CHARS: usize = 500;

/// A service's error text as one readable line: escape sequences and other
/// controls dropped, white space collapsed, cut after [`ERROR_CHARS`].
#[must_use]
pub fn strip(text: &str) -> String {
    let mut out = String::new();
    let mut count = 0_usize;
    let mut gap = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' || c == '\u{9b}' {
            skip_escape(c, &mut chars);
            continue;
        }
        if c.is_whitespace() {
            gap = count > 0;
            continue;
        }
        if is_hostile(c) {
            continue;
        }
        if count + usize::from(gap) >= ERROR_CHARS {
            out.push('…');
            break;
        }
        if gap {
            out.push(' ');
            count += 1;
            gap = false;
        }
        out.push(c);
        count += 1;
    }
    out
}

/// Drops the rest of an escape sequence that `first` began (ECMA-48: CSI with
/// parameters, OSC up to its end, or one character).
fn skip_escape(first: char, chars: &mut std::str::Chars<'_>) {
    let kind = if first == '\u{9b}' {
        Some('[')
    } else {
        chars.clone().next()
    };
    match kind {
        Some('[') => {
            if first == '\u{1b}' {
                chars.next();
            }
            // Anything that is neither parameter nor final byte ends it, unread.
            while let Some(c) = chars.clone().next() {
                match c {
                    '\u{20}'..='\u{3f}' => {
                        chars.next();
                    }
                    '\u{40}'..='\u{7e}' => {
                        chars.next();
                        return;
                    }
                    _ => return,
                }
            }
        }
        Some(']') => {
            for c in chars.by_ref() {
                if c == '\u{7}' || c == '\u{9c}' {
                    return;
                }
                if c == '\u{1b}' {
                    chars.next();
                    return;
                }
            }
        }
        Some('\u{20}'..='\u{7e}') => {
            chars.next();
        }
        _ => {}
    }
}

/// Columns that a text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    // Nearly all text is printable ASCII.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.width()
}

/// The text cut to at most `columns`, the cut shown by `…`.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut used = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns - 1 {
            break;
        }
        end = at + c.len_utf8();
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// The text filled with spaces on the right to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let blank = columns.saturating_sub(width(text));
    format!("{text}{:blank$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colour_is_decided_in_the_promised_order() {
        use When::{Always, Auto, Never};
        let rows = [
            (Always, Some("1"), None, false, true),
            (Never, None, Some("1"), true, false),
            (Auto, Some("1"), Some("1"), true, false),
            (Auto, Some("0"), None, true, false),
            (Auto, Some(""), None, true, true),
            (Auto, Some(""), Some("1"), false, true),
            (Auto, None, Some("1"), false, true),
            (Auto, None, Some("0"), false, false),
            (Auto, None, Some("0"), true, true),
            (Auto, None, Some(""), false, false),
            (Auto, None, None, true, true),
            (Auto, None, None, false, false),
        ];
        for (asked, no_color, clicolor_force, is_terminal, expected) in rows {
            let surface = Surface {
                no_color,
                clicolor_force,
                is_terminal,
            };
            assert_eq!(colour(asked, surface), expected, "{asked:?} {surface:?}");
        }
    }

    #[test]
    fn hostile_characters_become_visible() {
        for (raw, shown) in [
            ("plain, ümlaut, 日本, 👩‍🔧", "plain, ümlaut, 日本, 👩‍🔧"),
            ("two\nlines", "two⏎lines"),
            ("dos\r\nlines\r", "dos⏎lines␍"),
            ("a\tb", "a b"),
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", "␛[31mred␛]0;title␇"),
            ("nul\0del\u{7f}", "nul␀del␡"),
            ("\u{9b}2J", "<U+009B>2J"),
            ("user\u{202e}fdp.exe", "user<U+202E>fdp.exe"),
            (
                "\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}",
                "<U+2066><U+2069><U+200E><U+200F><U+061C>",
            ),
            ("a\u{2028}b\u{2029}c", "a<U+2028>b<U+2029>c"),
            ("x\u{e0041}\u{e007f}", "x<U+E0041><U+E007F>"),
            (
                "\u{feff}pay\u{200b}pal\u{2060}",
                "<U+FEFF>pay<U+200B>pal<U+2060>",
            ),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(sanitize(raw), shown, "{raw:?}");
        }
        assert_eq!(sanitize_lines("a\u{7}\nb"), "a␇\nb");
    }

    #[test]
    fn a_services_words_become_one_line() {
        for (raw, shown) in [
            ("  Bad\r\n\trequest  ", "Bad request"),
            ("\u{1b}[1;31mred\u{1b}[0m text", "red text"),
            ("\u{1b}]0;title\u{7}after", "after"),
            ("\u{1b}]8;;http://x\u{1b}\\link", "link"),
            ("\u{9b}31mred", "red"),
            ("end\u{1b}", "end"),
            ("cut \u{1b}[31", "cut"),
            ("a\u{202e}b\u{0}c", "abc"),
        ] {
            assert_eq!(strip(raw), shown, "{raw:?}");
        }
        let long = strip(&"word ".repeat(400));
        assert_eq!(long.chars().count(), ERROR_CHARS);
        assert!(long.ends_with(" word…"), "{long}");
    }

    #[test]
    fn text_is_cut_by_columns_not_characters() {
        for (text, columns, cut) in [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("two words", 5, "two…"),
            ("x", 0, ""),
            ("ab", 1, "…"),
        ] {
            assert_eq!(truncate(text, columns), cut, "{text} {columns}");
        }
        assert_eq!(pad("日本", 6), "日本  ");
        assert_eq!(pad("longer", 3), "longer");
    }

    proptest! {
        #[test]
        fn nothing_hostile_survives(text: String) {
            let once = sanitize(&text).into_owned();
            prop_assert!(!once.chars().any(is_hostile));
            prop_assert_eq!(sanitize(&once), once.as_str());
            prop_assert!(!strip(&text).chars().any(is_hostile));
        }

        #[test]
        fn nothing_is_wider_than_asked(text in "\\PC{0,40}", columns in 0_usize..50) {
            prop_assert!(width(&truncate(&text, columns)) <= columns);
        }
    }
}
