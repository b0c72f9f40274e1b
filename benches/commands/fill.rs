//! Fills a database as years of work would: 6–12 entries a weekday with tickets,
//! tags and notes, journalled as if booked one by one. Where that leaves the last
//! two years, the days before hold as many as it takes: a whole team's.

use super::EVENING;
use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};
use std::path::Path;
use tt::domain::catalog::CatalogKind;
use tt::domain::charge::{Reference, Target, TargetKind};
use tt::domain::content::{Content, Draft};
use tt::domain::delivery::Mailing;
use tt::domain::ids::{EntryId, Key};
use tt::domain::settings::RuleSettings;
use tt::domain::status::{BookedAs, Origin, Status};
use tt::rules::{self, Context, Facts, Stage};
use tt::store::{Access, Action, Line, Store, StoreError, Who};

/// Days at the usual density.
const RECENT_DAYS: usize = 520;
/// Days before them that take the rest.
const OLD_DAYS: usize = 7_800;
/// Entries to a transaction.
const BATCH: usize = 20_000;

const NOTES: &[&str] = &[
    "Diagnosed mail flow",
    "Replaced a failed disk in the backup server and watched the rebuild",
    "Reset password",
    "Set up a new laptop: image, mail, printers, VPN",
    "Called back, no answer",
    "Firewall rules for the new branch office; tested from both sides",
    "Weekly meeting",
    "Updated the domain controllers, one at a time",
];
const TAGS: &[&str] = &["mail", "onsite", "remote", "urgent", "project", "patching"];

/// Numbers that look random and are the same every time.
pub struct Chance(u64);

impl Chance {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below this one.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// An instant (seconds UTC) as `TT_NOW` takes it.
pub fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp(at, 0).unwrap().to_rfc3339()
}

/// Makes the database with this many entries, the last on the day of [`EVENING`].
pub fn fill(db: &Path, size: u32) {
    let mut store = Store::open(db, Access::Write, EVENING).unwrap();
    let mut chance = Chance::new(u64::from(size));
    let plan = plan(size as usize, &mut chance);
    let settings = RuleSettings::default();
    let mut days = plan.into_iter().rev().peekable();
    while days.peek().is_some() {
        store
            .write(|tx| {
                let mut n_booked = 0;
                for (date, n_entries) in days.by_ref() {
                    for turn in 0..n_entries {
                        let content = content(date, turn, n_entries, &mut chance);
                        let end = content.end.unwrap();
                        let draft = Draft {
                            content,
                            mailing: Mailing::default(),
                            future: false,
                        };
                        let context = Context::new(end, Stage::Log, &settings, &Nobody);
                        let admitted = rules::admit(draft, &context).unwrap();
                        let mut random = [0; 10];
                        random[2..].copy_from_slice(&chance.below(u64::MAX).to_be_bytes());
                        random[..2].copy_from_slice(&(turn as u16).to_be_bytes());
                        let key = Key::new(end * 1_000 + i64::from(turn), random);
                        let entry = tx.book(&admitted, key, Status::Open, Origin::Local, end)?;
                        tx.journal(&Line {
                            at: end,
                            who: Who::Person("jdoe".to_owned()),
                            step: tx.new_step()?,
                            action: Action::Book,
                            entry: Some(entry.id),
                            before: None,
                            after: tx.snapshot(entry.id)?,
                            undoes: None,
                        })?;
                        n_booked += 1;
                    }
                    if n_booked >= BATCH {
                        break;
                    }
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

/// Weekdays, the last first, each with how many entries it holds.
fn plan(size: usize, chance: &mut Chance) -> Vec<(NaiveDate, u32)> {
    let mut left = size;
    let mut days = Vec::new();
    let mut day = DateTime::from_timestamp(EVENING, 0).unwrap().date_naive();
    let mut on_old_day = 0;
    while left > 0 {
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            if days.len() == RECENT_DAYS {
                on_old_day = left.div_ceil(OLD_DAYS);
            }
            let usual = 6 + chance.below(7) as usize;
            let n_entries = usual.max(on_old_day).min(left);
            left -= n_entries;
            days.push((day, u32::try_from(n_entries).unwrap()));
        }
        day = day.checked_sub_days(Days::new(1)).unwrap();
    }
    days
}

/// The entry of this turn of a day from 07:00 to 16:00 UTC.
fn content(date: NaiveDate, turn: u32, n_entries: u32, chance: &mut Chance) -> Content {
    let length = 9 * 3_600 / i64::from(n_entries) / 60 * 60;
    let morning = date.and_hms_opt(7, 0, 0).unwrap().and_utc().timestamp();
    let mut content = Content::blank(date, "Europe/Amsterdam", BookedAs::Range);
    content.start = Some(morning + i64::from(turn) * length);
    content.end = Some(morning + i64::from(turn + 1) * length);
    if chance.below(10) > 0 {
        content.target = Some(Target {
            kind: TargetKind::Ticket,
            at: Reference::typed(&(40_000 + chance.below(20_000)).to_string()),
        });
    }
    content.note = Some(NOTES[chance.below(NOTES.len() as u64) as usize].to_owned());
    for _ in 0..chance.below(3) {
        let tag = TAGS[chance.below(TAGS.len() as u64) as usize];
        content.tags.insert(tag.to_owned());
    }
    content
}

/// A world without other entries and without a catalog: the rules have nothing to look up.
struct Nobody;

impl Facts for Nobody {
    fn overlapping(
        &self,
        _: i64,
        _: i64,
        _: Option<EntryId>,
    ) -> Result<Vec<rules::Busy>, rules::FactError> {
        Ok(Vec::new())
    }

    fn worked_on(&self, _: NaiveDate, _: Option<EntryId>) -> Result<i64, rules::FactError> {
        Ok(0)
    }

    fn catalog(
        &self,
        _: &str,
        _: CatalogKind,
        _: &Reference,
    ) -> Result<rules::Known, rules::FactError> {
        Ok(rules::Known::Unknown)
    }
}
