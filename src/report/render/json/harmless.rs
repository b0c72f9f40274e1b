//! JSON whose text no terminal acts upon: what JSON would let through (DEL, C1,
//! bidirectional controls, separators, tags) is escaped, and so survives whole.

use crate::screen::is_hostile;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Everything on one line, hostile characters as `\uXXXX`.
pub(super) struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, out: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        // Nearly all text is this, and C0 never comes here: it is escaped before.
        // Every byte is looked at, which is faster than to stop at the first: whole registers.
        if fragment
            .bytes()
            .fold(true, |plain, byte| plain & (byte < 0x7f))
        {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hostile) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            rest = chars.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use crate::report::render::json::line;
    use crate::screen::is_hostile;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_acts_upon_is_escaped() {
        for (raw, json) in [
            ("plain ümlaut 日本", "\"plain ümlaut 日本\"\n"),
            ("\u{1b}[31m", "\"\\u001b[31m\"\n"),
            ("\u{9b}31m\u{7f}", "\"\\u009b31m\\u007f\"\n"),
            ("a\u{202e}b\u{2028}", "\"a\\u202eb\\u2028\"\n"),
            ("\u{e0041}", "\"\\udb40\\udc41\"\n"),
        ] {
            assert_eq!(line(&raw), json);
        }
    }

    proptest! {
        #[test]
        fn text_comes_out_as_it_went_in(text: String) {
            let json = line(&text);
            prop_assert!(!json.trim_end().chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
