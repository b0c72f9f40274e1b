//! Identities: the number a person sees, the key a service may keep for us,
//! and the names of profiles.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The number printed at booking; given once, never given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub i64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A service's own identity of an entry; text, because some exceed 2^53.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RemoteId(pub String);

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The key of an entry: a version 7 UUID made when the entry is booked, by
/// which a lost create is recognised on the service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 16]);

/// RFC 4648 base32 in lower case, without padding: survives systems that fold case.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const MARKER_START: &str = "[tt:";
const MARKER_CHARS: usize = 26;

impl Key {
    /// A key from the time (milliseconds since 1970, UTC) and ten random bytes.
    #[must_use]
    pub fn new(milliseconds: i64, random: [u8; 10]) -> Self {
        let stamp = u64::try_from(milliseconds).unwrap_or(0).to_be_bytes();
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&stamp[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self(bytes)
    }

    /// The sixteen bytes, as stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// A key from stored bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads the hyphenated form, in either case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hyphens = text.len() == 36
            && text.char_indices().all(|(at, c)| {
                if matches!(at, 8 | 13 | 18 | 23) {
                    c == '-'
                } else {
                    c.is_ascii_hexdigit()
                }
            });
        if !hyphens {
            return None;
        }
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        u128::from_str_radix(&digits, 16)
            .ok()
            .map(|n| Self(n.to_be_bytes()))
    }

    /// The text left in an internal note where a service keeps no key for us.
    #[must_use]
    pub fn marker(&self) -> String {
        let mut text = String::from(MARKER_START);
        let number = u128::from_be_bytes(self.0);
        for place in 0..MARKER_CHARS {
            // 26 digits of five bits hold 130 bits: the last digit carries three.
            let shifted = if place < 25 {
                number >> (123 - 5 * place)
            } else {
                number << 2
            };
            text.push(char::from(BASE32[(shifted & 31) as usize]));
        }
        text.push(']');
        text
    }

    /// The first marker in a text, with the text as it was before the marker was appended.
    #[must_use]
    pub fn find_marker(text: &str) -> Option<(Self, String)> {
        let mut from = 0;
        while let Some(at) = text[from..].find(MARKER_START).map(|at| at + from) {
            let digits = at + MARKER_START.len();
            from = digits;
            let Some(body) = text.get(digits..digits + MARKER_CHARS) else {
                continue;
            };
            if text.as_bytes().get(digits + MARKER_CHARS) != Some(&b']') {
                continue;
            }
            if let Some(key) = Self::from_base32(body) {
                let before = text[..at].trim_end_matches([' ', '\n', '\r']);
                let after = &text[digits + MARKER_CHARS + 1..];
                return Some((key, format!("{before}{after}")));
            }
        }
        None
    }

    fn from_base32(digits: &str) -> Option<Self> {
        let mut number: u128 = 0;
        for (place, c) in digits.bytes().enumerate() {
            let c = c.to_ascii_lowercase();
            let value = BASE32.iter().position(|b| *b == c)? as u128;
            if place < 25 {
                number = (number << 5) | value;
            } else if value & 3 == 0 {
                number = (number << 3) | (value >> 2);
            } else {
                return None;
            }
        }
        Some(Self(number.to_be_bytes()))
    }
}

impl Key {
    /// The hyphenated form.
    fn digits(&self) -> [u8; 36] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [b'-'; 36];
        let mut at = 0;
        for (nth, byte) in self.0.iter().enumerate() {
            at += usize::from(matches!(nth, 4 | 6 | 8 | 10));
            text[at] = DIGITS[usize::from(byte >> 4)];
            text[at + 1] = DIGITS[usize::from(byte & 15)];
            at += 2;
        }
        text
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a UUID"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_has_the_version_and_variant_of_a_time_ordered_uuid() {
        let key = Key::new(1_700_000_000_000, [0xff; 10]).to_string();
        assert_eq!(&key[14..15], "7");
        assert_eq!(&key[19..20], "b");
        assert!(Key::new(1, [0xff; 10]) < Key::new(2, [0; 10]));
    }

    #[test]
    fn a_marker_is_found_among_other_text_and_taken_out() {
        let key = Key::new(1_764_000_000_000, [7; 10]);
        let text = format!("checked DNS\n{} thanks", key.marker());
        assert_eq!(
            Key::find_marker(&text),
            Some((key, "checked DNS thanks".into()))
        );
        assert_eq!(Key::find_marker("[tt:] [tt:abc] [tt:äääääääääääää"), None);
    }

    proptest! {
        #[test]
        fn every_form_of_a_key_reads_back(bytes: [u8; 16], note in "[ -~]{0,20}") {
            let key = Key::from_bytes(bytes);
            prop_assert_eq!(Key::parse(&key.to_string()), Some(key));
            prop_assert_eq!(key.marker().len(), 31);
            let found = Key::find_marker(&format!("{note} {}", key.marker()));
            prop_assert_eq!(found.map(|(key, _)| key), Some(key));
        }

        #[test]
        fn no_text_makes_the_readers_panic(text: String) {
            let _ = Key::parse(&text);
            let _ = Key::find_marker(&text);
            let _ = Key::find_marker(&format!("[tt:{text}"));
        }
    }
}
