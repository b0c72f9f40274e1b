//! The grammar as data: `tables/*.txt`, one file a kind, a row an input.
//!
//! `input => value` is taken, `input =! words` is refused with these words in message or help.
//! `@ key value` changes the setting for the rows below it, `@ reset` takes it back.

use super::*;
use crate::domain::zone::parse_rfc3339;

mod placing;
mod properties;
mod tables;

/// Sunday 2026-11-22 10:07:33 in Amsterdam.
pub(super) fn base() -> Setting {
    Setting::new(at("2026-11-22T10:07:33+01:00"), zone("Europe/Amsterdam"))
}

pub(super) fn at(text: &str) -> i64 {
    parse_rfc3339(text).unwrap_or_else(|| panic!("{text}")).0
}

pub(super) fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}
