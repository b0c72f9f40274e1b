//! What the views show, ready to be drawn: totals by group, the grid of a
//! period, where everything stands. Made by `build`, drawn by `render`.

use super::{Item, Totals};
use crate::domain::block::Block;
use crate::domain::grouping::By;
use crate::domain::ids::EntryId;
use crate::domain::status::Status;
use chrono::{NaiveDate, Weekday};
use std::collections::BTreeMap;

/// The value that a group of entries shares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A day, or the first day of a week or month.
    Date(NaiveDate),
    /// A thing: as scripts get it, and the name that people know it by beside that.
    Thing {
        /// A ticket's number; the name of anything else, else what was typed.
        text: String,
        /// A ticket's title, where it is known.
        name: Option<String>,
    },
    /// The entries without a value.
    Nothing,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A value for each thing it is grouped by.
    pub keys: Vec<Key>,
    /// Its sums.
    pub totals: Totals,
}

/// Totals by one or two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The first day; none where it is open.
    pub from: Option<NaiveDate>,
    /// The last day; none where it is open.
    pub to: Option<NaiveDate>,
    /// What it is grouped by.
    pub by: Vec<By>,
    /// The groups: time in its order, anything else by time worked.
    pub rows: Vec<Row>,
    /// Every entry once.
    pub total: Totals,
    /// Whether an entry counts under more than one group.
    pub several_tags: bool,
    /// Whether weeks are those of ISO 8601, which have numbers.
    pub iso_weeks: bool,
}

/// Seconds worked that are drawn as one bar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bar {
    /// What is billed, or may be.
    pub charged: i64,
    /// What is not: `do-not-bill` and `no-charge`.
    pub free: i64,
}

impl Bar {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.charged.saturating_add(self.free)
    }
}

/// What a column of a chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week, by its first day.
    Week,
    /// A month, by its first day.
    Month,
}

/// An entry on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// Its day.
    pub date: NaiveDate,
    /// Start and end.
    pub times: String,
    /// What it is charged to.
    pub charged_to: String,
    /// What was done; never the internal note.
    pub note: String,
    /// Seconds worked.
    pub worked: i64,
    /// Seconds billed.
    pub billed: i64,
}

/// A report to hand to somebody: sums, charts, entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sums that were asked for.
    pub report: Report,
    /// The day on which it was made.
    pub today: NaiveDate,
    /// The chart of days; all days of the period.
    pub columns: Vec<(NaiveDate, Bar)>,
    /// What its columns stand for.
    pub step: Step,
    /// The chart of what time was charged to, most first.
    pub charges: Vec<(String, Bar)>,
    /// The entries, as many as there is room for.
    pub lines: Vec<PageLine>,
    /// How many more there are.
    pub n_more: u64,
}

/// What a row of the grid is charged to: the target, else the project, else the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The target's kind, `project` or `client`.
    pub kind: &'static str,
    /// Which one.
    pub at: crate::domain::charge::Reference,
    /// The client, where it is known beside the target or project.
    pub client: Option<String>,
}

/// One target's time of a day, or that of a whole day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its sums.
    pub totals: Totals,
    /// The status that is least far along; none where nothing is counted.
    pub status: Option<Status>,
    /// Whether others are of another status.
    pub mixed: bool,
    /// Whether an entry waits for a person.
    pub needy: bool,
    /// Whether a timer counts in.
    pub running: bool,
}

/// A row of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is charged to; none where entries say nothing.
    pub charge: Option<Charge>,
    /// The days on which there is something.
    pub cells: BTreeMap<NaiveDate, Cell>,
    /// The sum of the row.
    pub totals: Totals,
}

/// A period as targets by days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Today; later days have no target yet.
    pub today: NaiveDate,
    /// The first day of a week.
    pub week_start: Weekday,
    /// Seconds meant for a working day, Monday to Friday; 0 is none.
    pub day_target: i64,
    /// The targets, most time first.
    pub lines: Vec<Line>,
    /// The sums of the days on which there is something.
    pub days: BTreeMap<NaiveDate, Cell>,
    /// Seconds worked by status.
    pub by_status: BTreeMap<Status, i64>,
    /// The sum of everything.
    pub total: Totals,
}

/// A timesheet: that of a service, or where there is none a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The profile; none for entries without one.
    pub profile: Option<String>,
    /// Its identity on the service; none of a week.
    pub remote_id: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands; a week where the entry stands that is least far along.
    pub status: Status,
    /// Whose it is, where that is known.
    pub member: Option<String>,
    /// The year it counts to, as the service says, else by ISO 8601.
    pub year: i32,
    /// Which of the year's periods it is; of a week its number.
    pub period: u32,
    /// Seconds worked.
    pub worked: i64,
    /// Seconds meant; 0 is none.
    pub target: i64,
    /// How many entries are on it.
    pub n_entries: u64,
}

/// A timesheet of somebody, as a service shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamSheet {
    /// The sheet; of one that does not exist yet, its days and whose it would be.
    pub sheet: Sheet,
    /// Whether the service has it.
    pub is_started: bool,
    /// What the member is called: login name, else name or number.
    pub who: String,
}

/// What was worked, and what was meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Seconds worked, timers up to now.
    pub worked: i64,
    /// Seconds meant; 0 is none.
    pub target: i64,
}

/// How many entries, removals included, wait for what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Go out at the next sync.
    pub owed: u64,
    /// A rule wants a look first.
    pub held: u64,
    /// The service said no.
    pub refused: u64,
    /// Changed here and there.
    pub conflict: u64,
    /// An answer was lost.
    pub unconfirmed: u64,
}

/// An entry that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which.
    pub id: EntryId,
    /// `held`, `refused`, `conflict`, `rejected`, or `too long` of a timer.
    pub state: &'static str,
    /// Why, in a rule's, the service's or the approver's words.
    pub why: String,
}

/// A default that the folder or the branch gives to what is booked here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    /// What it is: `ticket`, `client`, `tag` and so on.
    pub field: String,
    /// Its value, as it stands there.
    pub value: String,
    /// Where: a file, or a branch.
    pub origin: String,
}

/// Where everything stands now.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The timer that runs.
    pub running: Option<Item<'a>>,
    /// Timers that stand still, by start.
    pub parked: Vec<Item<'a>>,
    /// Today.
    pub today: Progress,
    /// This week.
    pub week: Progress,
    /// When today's target is met if the timer goes on (seconds UTC); none where it
    /// is met already, nothing of today runs, or it would be another day.
    pub met_at: Option<i64>,
    /// Seconds of today that are counted more than once, since entries overlap.
    pub overlap: i64,
    /// What waits to be delivered.
    pub counts: Counts,
    /// What waits for a person, by number.
    pub needs: Vec<Need>,
    /// Blocks of hours that this week's work takes time off.
    pub blocks: Vec<Block>,
    /// Defaults that hold where the command was called.
    pub here: Vec<Taken>,
}
