//! The parts of a JSON array, each by itself: one broken part does not hide the others, and
//! every part knows its line. Reads no part.

/// A part of an array as it stands there, and the line it begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'t> {
    pub(super) line: u64,
    pub(super) text: &'t str,
}

/// The parts of the array that `text` is; none where it is no array, or one that never ends
/// (with the line that the last part begins in).
pub(super) fn of(text: &str) -> Result<Vec<Element<'_>>, Option<u64>> {
    let bytes = text.as_bytes();
    let mut at = bytes
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .ok_or(None)?;
    if bytes.get(at) != Some(&b'[') {
        return Err(None);
    }
    let mut line = lines(&bytes[..at]) + 1;
    at += 1;
    let (mut found, mut begun) = (Vec::new(), None::<(usize, u64)>);
    let (mut depth, mut in_string) = (0_usize, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => line += 1,
            b'\\' if in_string => {
                at += 1;
            }
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' if depth == 0 => {
                found.extend(element(text, begun.take(), at));
                return Ok(found);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.extend(element(text, begun.take(), at));
                at += 1;
                continue;
            }
            _ => {}
        }
        if begun.is_none() && !byte.is_ascii_whitespace() {
            begun = Some((at, line));
        }
        at += 1;
    }
    Err(Some(begun.map_or(line, |(_, line)| line)))
}

fn element<'t>(text: &'t str, begun: Option<(usize, u64)>, end: usize) -> Option<Element<'t>> {
    let (from, line) = begun?;
    Some(Element {
        line,
        text: text.get(from..end)?.trim_end(),
    })
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// The text with every backslash that JSON does not know written as one that it does:
/// old exports wrote what was typed.
pub(super) fn with_plain_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            match chars.peek() {
                Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {
                    out.extend(chars.next());
                }
                _ => out.push('\\'),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Vec<(u64, &str)> {
        of(text)
            .unwrap()
            .into_iter()
            .map(|it| (it.line, it.text))
            .collect()
    }

    #[test]
    fn every_part_stands_by_itself_with_its_line() {
        for (text, expected) in [
            ("[]", vec![]),
            (" \n[ ]\n", vec![]),
            (
                "[\n{\"a\":1},\n{\"b\":[1,2]}\n]\n",
                vec![(2, "{\"a\":1}"), (3, "{\"b\":[1,2]}")],
            ),
            (
                "[[1,\n2],\"],\\\"[\",3]",
                vec![(1, "[1,\n2]"), (2, "\"],\\\"[\""), (2, "3")],
            ),
            (
                "[{\"broken\": ,}, 7]",
                vec![(1, "{\"broken\": ,}"), (1, "7")],
            ),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_array_is_said_to_be_none() {
        for (text, line) in [
            ("", None),
            ("  ", None),
            ("{\"a\":[1]}", None),
            ("[1,\n[2,", Some(2)),
            ("[\"a]", Some(1)),
        ] {
            assert_eq!(of(text), Err(line), "{text}");
        }
    }

    #[test]
    fn a_backslash_of_no_meaning_is_itself() {
        for (text, expected) in [
            (r#""back\slash""#, r#""back\\slash""#),
            (r#""say \"hi\" \\ \n""#, r#""say \"hi\" \\ \n""#),
            (r#""C:\xyz\""#, r#""C:\\xyz\""#),
        ] {
            assert_eq!(with_plain_backslashes(text), expected);
        }
    }

    proptest! {
        #[test]
        fn the_parts_are_those_that_a_reader_of_json_finds(
            words in proptest::collection::vec(".{0,12}", 0..6),
            pretty in any::<bool>(),
        ) {
            let value = serde_json::json!(
                words.iter().map(|word| serde_json::json!([word, {"k": word}])).collect::<Vec<_>>()
            );
            let text = if pretty {
                serde_json::to_string_pretty(&value).unwrap()
            } else {
                value.to_string()
            };
            let read: Vec<serde_json::Value> = of(&text)
                .unwrap()
                .into_iter()
                .map(|part| serde_json::from_str(part.text).unwrap())
                .collect();
            prop_assert_eq!(serde_json::Value::Array(read), value);
        }

        #[test]
        fn no_text_is_too_odd(text in r#"[\[\]{},"\\ab\n ]{0,40}"#) {
            let _ = of(&text);
        }
    }
}
