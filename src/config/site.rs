//! The tables that hold for every profile: `[time]`, `[rules]`, `[sync]`, `[rounding.NAME]`.

use super::context;
use super::document::{Bad, Reader, Section};
use super::keys;
use super::values::{
    DAY, clock_range, is_name, length, length_or_off, list, number, one_of, time_of_day, yes_no,
    zone,
};
use crate::domain::branch::Pattern;
use crate::domain::settings::{OverlapPolicy, RuleSettings};
use crate::domain::status::words;
use crate::domain::when::clock_face;
use crate::rounding::{Direction, Policy};
use std::collections::BTreeMap;
use toml::de::DeValue;

words! {
    /// Which number of a numeric day is the day.
    DateOrder {
        /// `20/11`.
        DayFirst = "dmy",
        /// `11/20`.
        MonthFirst = "mdy",
    }
}

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// `[time]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSettings {
    /// The zone times are typed and shown in (IANA); none is the machine's.
    pub zone: Option<String>,
    /// How a numeric day is read; none asks where it matters.
    pub date_order: Option<DateOrder>,
    /// When a day's work begins, seconds after midnight.
    pub day_start: i64,
    /// When it ends, seconds after midnight.
    pub day_end: i64,
    /// What of it is not worked, seconds after midnight.
    pub breaks: Vec<(i64, i64)>,
    /// The days of the week on which work is meant to be done.
    pub work_days: Vec<Weekday>,
    /// The first day of a week.
    pub week_start: Weekday,
    /// Seconds of work meant for a day; 0 is none.
    pub day_target: i64,
    /// Whether `now` keeps its seconds.
    pub seconds: bool,
}

/// `[sync]`. Lengths in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncSettings {
    /// How long a create whose answer was lost waits before it may be sent again.
    pub quarantine: i64,
    /// How long an entry must have been left alone before it is created there.
    pub grace: i64,
    /// How long a run may take.
    pub max_time: i64,
    /// Days of the service's entries that are read back.
    pub pull_days: u32,
    /// How old reference data may be.
    pub catalog_max_age: i64,
}

/// A table that is at the top, with only the keys it has.
fn table<'d>(reader: &mut Reader, top: &Section<'d>, name: &str, known: &[&str]) -> Section<'d> {
    let table = reader.section(top, name);
    reader.refuse_unknown(&table, known, |key| {
        keys::advice(&table.name, key, known, None)
    });
    table
}

pub(super) fn time(reader: &mut Reader, top: &Section<'_>) -> TimeSettings {
    let t = table(reader, top, "time", keys::TIME);
    let day_start = reader.or(&t, "day_start", time_of_day, (9 * 3600, "09:00"));
    let day_target = reader.or(&t, "day_target", length(0, DAY), (8 * 3600, "8h"));
    TimeSettings {
        day_end: day_end(reader, &t, day_start, day_target),
        breaks: reader
            .get(&t, "breaks", list(clock_range))
            .unwrap_or_default(),
        work_days: reader
            .get(&t, "work_days", list(one_of(Weekday::ALL, Weekday::word)))
            .unwrap_or_else(|| Weekday::ALL.iter().take(5).copied().collect()),
        day_start,
        day_target,
        zone: reader.get(&t, "zone", zone),
        date_order: reader.get(&t, "date_order", one_of(DateOrder::ALL, DateOrder::word)),
        week_start: reader.or(
            &t,
            "week_start",
            one_of(Weekday::ALL, Weekday::word),
            (Weekday::Monday, "monday"),
        ),
        seconds: reader.or(&t, "seconds", yes_no, (false, "false")),
    }
}

/// When the day's work ends: so long after its beginning as is meant to be worked, unless
/// something else is said.
fn day_end(reader: &mut Reader, t: &Section<'_>, day_start: i64, day_target: i64) -> i64 {
    let target = if day_target > 0 { day_target } else { 8 * 3600 };
    let usual = day_start.saturating_add(target).min(DAY - 60);
    let face = clock_face(usual);
    let end = reader.or(t, "day_end", time_of_day, (usual, &face));
    if end <= day_start {
        let line = reader
            .line_of(t, "day_end")
            .or(reader.line_of(t, "day_start"));
        let message = format!(
            "`{}` is not after the beginning of the day",
            t.key("day_end")
        );
        let help = format!("the day begins at {}", clock_face(day_start));
        reader.error(line, message, Some(help));
    }
    end
}

pub(super) fn sync(reader: &mut Reader, top: &Section<'_>) -> SyncSettings {
    let t = table(reader, top, "sync", keys::SYNC);
    let any = |low| length(low, MAX_LENGTH);
    SyncSettings {
        quarantine: reader.or(&t, "quarantine", any(0), (20 * 60, "20m")),
        grace: reader.or(&t, "grace", any(0), (0, "0m")),
        max_time: reader.or(&t, "max_time", any(1), (10 * 60, "10m")),
        pull_days: reader.or(&t, "pull_days", number(1, 3660), (35, "35")),
        catalog_max_age: reader.or(&t, "catalog_max_age", any(0), (DAY, "24h")),
    }
}

/// `[context]`.
pub(super) fn branches(reader: &mut Reader, top: &Section<'_>) -> Vec<Pattern> {
    let t = table(reader, top, "context", keys::CONTEXT);
    context::patterns(reader, &t)
}

/// Ten years: longer is a slip, and sums of such lengths stay far from overflowing.
const MAX_LENGTH: i64 = 3_660 * DAY;

/// The longest note anything stores, in characters.
const MAX_NOTE_CHARS: u32 = 32_000;

/// `[rules]` of the site, or of a profile over those of the site. Only the site's
/// defaults are shown.
pub(super) fn rules(
    reader: &mut Reader,
    parent: &Section<'_>,
    site: Option<&RuleSettings>,
) -> RuleSettings {
    let t = table(reader, parent, "rules", keys::RULES);
    let usual = RuleSettings::default();
    let below = site.unwrap_or(&usual);
    let mut read = Layer {
        reader,
        table: &t,
        is_site: site.is_none(),
    };
    RuleSettings {
        note_required: read.value("note_required", yes_no, below.note_required, "false"),
        note_min_chars: read.value(
            "note_min_chars",
            number(0, MAX_NOTE_CHARS),
            below.note_min_chars,
            "0",
        ),
        max_entry: read.value("max_entry", length(1, DAY), below.max_entry, "24h"),
        review_entry: read.value("review_entry", length(1, DAY), below.review_entry, "12h"),
        max_day: read.value("max_day", length(1, 2 * DAY), below.max_day, "24h"),
        increment: read.value("increment", length(0, DAY), below.increment, "0m"),
        overlap: read.value(
            "overlap",
            one_of(OverlapPolicy::ALL, OverlapPolicy::word),
            below.overlap,
            "warn",
        ),
        late_after: read.value(
            "late_after",
            length_or_off(MAX_LENGTH),
            below.late_after,
            "off",
        ),
        block_warn: read
            .written("block_warn", list(number(1, 1000)))
            .unwrap_or_else(|| below.block_warn.clone()),
    }
}

/// A table of the site, or one that is put over the site's.
struct Layer<'r, 't, 'd> {
    reader: &'r mut Reader,
    table: &'t Section<'d>,
    is_site: bool,
}

impl Layer<'_, '_, '_> {
    /// A value whose default is not shown.
    fn written<T>(
        &mut self,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, Bad>,
    ) -> Option<T> {
        self.reader.get(self.table, key, read)
    }

    fn value<T>(
        &mut self,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, Bad>,
        below: T,
        shown: &str,
    ) -> T {
        if self.is_site {
            self.reader.or(self.table, key, read, (below, shown))
        } else {
            self.reader.get(self.table, key, read).unwrap_or(below)
        }
    }
}

/// The name of the policy that is built in.
const NONE: &str = "none";

/// The policies by name, with "none".
pub(super) fn rounding(reader: &mut Reader, top: &Section<'_>) -> BTreeMap<String, Policy> {
    let mut policies = BTreeMap::from([(NONE.to_owned(), Policy::NONE)]);
    let all = reader.section(top, "rounding");
    for name in all.keys() {
        let t = table(reader, &all, name, keys::POLICY);
        if !is_name(name) || name == NONE {
            let message = format!("[{}] is no name for a rounding policy", t.name);
            let help =
                "use a-z, 0-9, _ and -, beginning with a letter or digit; \"none\" is built in";
            reader.error(t.line, message, Some(help.to_owned()));
            continue;
        }
        if !t.is_present() {
            continue;
        }
        let step = reader.need(&t, "step", length(1, DAY), "step = \"15m\"");
        let policy = Policy {
            step: step.unwrap_or(0),
            direction: reader.or(
                &t,
                "direction",
                one_of(Direction::ALL, Direction::word),
                (Direction::Up, "up"),
            ),
            minimum: reader.or(&t, "minimum", length(0, DAY), (0, "0m")),
        };
        policies.insert(name.to_owned(), policy);
    }
    policies
}

/// Warns of policies that no profile names.
pub(super) fn warn_of_unused_policies<'a>(
    reader: &mut Reader,
    top: &Section<'_>,
    used: impl Iterator<Item = &'a str>,
) {
    let all = reader.section(top, "rounding");
    let used: Vec<_> = used.collect();
    for name in all.keys() {
        if !used.contains(&name) {
            let message = format!("no profile uses the rounding policy `{name}`");
            let help = format!("set rounding = \"{name}\" in a profile, or remove it");
            reader.warn(reader.line_of(&all, name), message, Some(help));
        }
    }
}
