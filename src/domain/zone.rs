//! Time zones: between local time and UTC seconds, with both traps named.
//!
//! An hour that exists twice gives both instants, sorted here (the library's order
//! is not trusted); an hour that does not exist gives the gap. Never asks which
//! zone the machine is in: the zone is always a parameter.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

/// A zone of the IANA database, or a fixed offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// `Europe/Amsterdam`, `UTC`.
    Named(Tz),
    /// Seconds east of UTC, whole minutes; written `+01:00`.
    Fixed(i32),
}

/// A zone that is not known, with the text as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not the name of a time zone", .0.escape_debug())]
pub struct UnknownZone(pub String);

impl UnknownZone {
    /// The one thing to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "write a name such as Europe/Amsterdam, America/New_York or UTC, or an offset such as +01:00"
    }
}

/// What a local time is in UTC seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// The usual case.
    Once(i64),
    /// Clocks went back over it: two instants, the earlier first.
    Twice(i64, i64),
}

impl Local {
    /// The earlier instant, seconds UTC.
    #[must_use]
    pub fn earlier(self) -> i64 {
        match self {
            Self::Once(at) | Self::Twice(at, _) => at,
        }
    }
}

/// A stretch of local time that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first local time that does not exist.
    pub from: NaiveDateTime,
    /// The first local time after it that exists.
    pub to: NaiveDateTime,
    /// When clocks jump from one to the other, seconds UTC.
    pub at: i64,
}

// 1900 and 2300: inside, no addition of days or offsets can overflow.
const FIRST: i64 = -2_208_988_800;
const LAST: i64 = 10_413_792_000;
// More than any jump of any zone (Samoa skipped a whole day).
const AROUND: i64 = 26 * 3600;

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::Named(Tz::UTC);

    /// Reads an IANA name or a fixed offset (`+01:00`), as found in `TZ` or in the configuration; `:` before the name is allowed, and so is the path of a zone file.
    ///
    /// # Errors
    /// [`UnknownZone`], also for POSIX rules such as `CET-1CEST`.
    pub fn parse(text: &str) -> Result<Self, UnknownZone> {
        let name = text.strip_prefix(':').unwrap_or(text);
        let name = name
            .rsplit_once("/zoneinfo/")
            .map_or(name, |(_, name)| name);
        if let Some(seconds) = offset_seconds(name) {
            return Ok(Self::Fixed(seconds));
        }
        name.parse()
            .map(Self::Named)
            .map_err(|_| UnknownZone(text.to_owned()))
    }

    /// Seconds east of UTC at an instant (seconds UTC).
    #[must_use]
    pub fn offset(self, at: i64) -> i32 {
        match self {
            Self::Named(zone) => zone
                .offset_from_utc_datetime(&utc(at).naive_utc())
                .fix()
                .local_minus_utc(),
            Self::Fixed(seconds) => seconds,
        }
    }

    /// From when to before when (seconds UTC) the offset at an instant is known to hold, and
    /// that offset: no zone changes it twice within a day.
    #[must_use]
    pub fn steady(self, at: i64) -> ((i64, i64), i32) {
        const DAY: i64 = 86_400;
        let offset = self.offset(at);
        let from = at.saturating_sub(at.rem_euclid(DAY));
        let to = from.saturating_add(DAY);
        if self.offset(from) == offset && self.offset(to) == offset {
            return ((from, to), offset);
        }
        ((at, at.saturating_add(1)), offset)
    }

    /// The local date and time of an instant (seconds UTC).
    #[must_use]
    pub fn local(self, at: i64) -> NaiveDateTime {
        let at = at.clamp(FIRST, LAST);
        utc(at.saturating_add(i64::from(self.offset(at)))).naive_utc()
    }

    /// The local date of an instant (seconds UTC).
    #[must_use]
    pub fn date(self, at: i64) -> NaiveDate {
        self.local(at).date()
    }

    /// The instant or instants of a local time.
    ///
    /// # Errors
    /// The [`Gap`] that the local time falls into.
    pub fn resolve(self, local: NaiveDateTime) -> Result<Local, Gap> {
        let wall = local.and_utc().timestamp().clamp(FIRST, LAST);
        let (before, after) = (self.offset(wall - AROUND), self.offset(wall + AROUND));
        let exists = |offset: i32| {
            let at = wall - i64::from(offset);
            (self.offset(at) == offset).then_some(at)
        };
        match (exists(before), exists(after)) {
            (Some(a), Some(b)) if a != b => Ok(Local::Twice(a.min(b), a.max(b))),
            (Some(at), _) | (None, Some(at)) => Ok(Local::Once(at)),
            (None, None) => Err(self.gap(wall, before, after)),
        }
    }

    /// The first instant of a local date (seconds UTC): midnight, or where clocks skip midnight, the moment of the jump.
    #[must_use]
    pub fn day_start(self, date: NaiveDate) -> i64 {
        match self.resolve(date.and_time(NaiveTime::MIN)) {
            Ok(local) => local.earlier(),
            Err(gap) => gap.at,
        }
    }

    /// First instant of `from` and first instant after `to` (seconds UTC).
    #[must_use]
    pub fn bounds(self, from: NaiveDate, to: NaiveDate) -> (i64, i64) {
        let next = to.checked_add_days(Days::new(1)).unwrap_or(to);
        (self.day_start(from), self.day_start(next))
    }

    /// RFC 3339 with the zone's offset: `2026-11-22T09:00:00+01:00`.
    #[must_use]
    pub fn rfc3339(self, at: i64) -> String {
        rfc3339(at, self.offset(at))
    }

    fn gap(self, wall: i64, before: i32, after: i32) -> Gap {
        let (mut low, mut high) = (wall - AROUND, wall + AROUND);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.offset(middle) == before {
                low = middle
            } else {
                high = middle
            }
        }
        let shown = |offset: i32| utc(high + i64::from(offset)).naive_utc();
        Gap {
            from: shown(before),
            to: shown(after),
            at: high,
        }
    }
}

impl fmt::Display for Zone {
    /// The name, which [`Zone::parse`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(zone) => f.write_str(zone.name()),
            Self::Fixed(seconds) => f.write_str(&offset_text(*seconds)),
        }
    }
}

/// RFC 3339 of an instant (seconds UTC) at an offset (seconds east): `2026-11-22T09:00:00+01:00`.
///
/// An offset with odd seconds, as some zones had before 1972, cannot be written so; such an instant is given in UTC.
#[must_use]
pub fn rfc3339(at: i64, offset: i32) -> String {
    let at = at.clamp(FIRST, LAST);
    let offset = if offset % 60 == 0 { offset } else { 0 };
    let local = utc(at + i64::from(offset)).naive_utc();
    let mut text = *b"2026-11-22T09:00:00+01:00";
    put_date(&mut text, local.date());
    put_two(&mut text, 11, local.hour());
    put_two(&mut text, 14, local.minute());
    put_two(&mut text, 17, local.second());
    put_offset(&mut text[19..], offset);
    ascii(&text)
}

/// A date as `2026-11-22`.
#[must_use]
pub fn iso_date(date: NaiveDate) -> String {
    if !(0..=9_999).contains(&date.year()) {
        return date.to_string();
    }
    let mut text = *b"2026-11-22";
    put_date(&mut text, date);
    ascii(&text)
}

// Digit by digit: an export writes five of these for each entry, and reading a format
// anew each time took longer than everything else of a line.

fn put_date(text: &mut [u8], date: NaiveDate) {
    let year = date.year().unsigned_abs();
    put_two(text, 0, year / 100);
    put_two(text, 2, year);
    put_two(text, 5, date.month());
    put_two(text, 8, date.day());
}

/// The last two digits of a number.
fn put_two(text: &mut [u8], at: usize, number: u32) {
    for (place, digit) in [(at, number / 10 % 10), (at + 1, number % 10)] {
        text[place] = b"0123456789"[digit as usize];
    }
}

/// `+01:00`.
fn put_offset(text: &mut [u8], offset: i32) {
    let minutes = offset.unsigned_abs() / 60;
    text[0] = if offset < 0 { b'-' } else { b'+' };
    put_two(text, 1, minutes / 60);
    put_two(text, 4, minutes % 60);
}

fn ascii(text: &[u8]) -> String {
    String::from_utf8(text.to_vec()).unwrap_or_default()
}

/// Reads RFC 3339 (`Z` or an offset; a fraction of a second is dropped): UTC seconds and the offset in seconds east.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<(i64, i32)> {
    let parsed = DateTime::parse_from_rfc3339(text).ok()?;
    let at = parsed.timestamp();
    (FIRST..=LAST)
        .contains(&at)
        .then(|| (at, parsed.offset().local_minus_utc()))
}

/// `+01:00` for an offset in seconds east.
#[must_use]
pub fn offset_text(offset: i32) -> String {
    let mut text = *b"+01:00";
    put_offset(&mut text, offset);
    ascii(&text)
}

/// Reads `+01:00` or `-0530`, up to 14 hours either way; seconds east.
pub(crate) fn offset_seconds(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest = text.get(1..)?;
    let (hours, minutes) = match rest.len() {
        4 => (rest.get(..2)?, rest.get(2..)?),
        5 => rest.split_once(':')?,
        _ => return None,
    };
    let two = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i32>().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 60 + minutes) * 60)
}

fn utc(at: i64) -> DateTime<Utc> {
    // Clamped with room for an offset, so the conversion cannot fail.
    let at = at.clamp(FIRST - 2 * AROUND, LAST + 2 * AROUND);
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

/// Whether this is the name of an IANA zone, in its own spelling.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// Every name, for "did you mean".
pub fn names() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
}

#[cfg(test)]
mod tests;
