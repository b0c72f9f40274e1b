//! From entries, one at a time, to totals by group. Memory grows with the
//! groups, never with the entries.

use super::build_names::Names;
use super::model::{Key, Report, Row};
use super::{Context, Item, Totals};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::grouping::By;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

pub use super::build_grid::Grids;
pub use super::build_page::Pages;
pub use super::build_sheets::{Sheets, iso_week, target};
pub use super::build_standing::{Looked, standing, week_target, working_days};

/// Adds entries up by one thing or two.
#[derive(Debug)]
pub struct Sums {
    sides: Vec<Side>,
    week_start: Weekday,
    groups: HashMap<Vec<Mark>, Totals>,
    total: Totals,
    several_tags: bool,
}

/// One of the things it is grouped by, with the values that occurred.
#[derive(Debug)]
struct Side {
    by: By,
    names: Names,
}

/// A value in a few bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mark {
    Date(NaiveDate),
    Nth(usize),
    Nothing,
}

impl Sums {
    /// Nothing counted yet. Weeks begin on `week_start`.
    #[must_use]
    pub fn new(by: &[By], week_start: Weekday) -> Self {
        let side = |by: &By| Side {
            by: *by,
            names: Names::default(),
        };
        Self {
            sides: by.iter().map(side).collect(),
            week_start,
            groups: HashMap::new(),
            total: Totals::default(),
            several_tags: false,
        }
    }

    /// Counts an entry in: under each of its tags, where it is grouped by tags; once in the total.
    pub fn add(&mut self, item: &Item<'_>, context: &dyn Context) {
        let mut one = Totals::default();
        one.add(item, context);
        self.total.put(&one);
        let mut keys: Vec<Vec<Mark>> = vec![Vec::new()];
        for side in &mut self.sides {
            let marks = side.marks(item, self.week_start);
            self.several_tags |= marks.len() > 1;
            keys = keys
                .iter()
                .flat_map(|key| {
                    marks.iter().map(|mark| {
                        let mut key = key.clone();
                        key.push(*mark);
                        key
                    })
                })
                .collect();
        }
        for key in keys {
            self.groups.entry(key).or_default().put(&one);
        }
    }

    /// The report of these days.
    #[must_use]
    pub fn finish(self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Report {
        let Self { sides, groups, .. } = &self;
        let mut rows: Vec<_> = groups
            .iter()
            .map(|(marks, totals)| Row {
                keys: marks
                    .iter()
                    .zip(sides)
                    .map(|(mark, side)| side.key(*mark))
                    .collect(),
                totals: *totals,
            })
            .collect();
        tell_apart(&mut rows, groups, sides);
        let by: Vec<_> = sides.iter().map(|side| side.by).collect();
        let rows = ranked(rows, &by);
        Report {
            from,
            to,
            by,
            rows,
            total: self.total,
            several_tags: self.several_tags,
            iso_weeks: self.week_start == Weekday::Mon,
        }
    }
}

/// Groups of a first key by all that was worked under it, then by their own.
fn ranked(rows: Vec<Row>, by: &[By]) -> Vec<Row> {
    let mut firsts: BTreeMap<Option<&Key>, i64> = BTreeMap::new();
    for row in &rows {
        *firsts.entry(row.keys.first()).or_default() += row.totals.worked;
    }
    let of_first: Vec<_> = rows.iter().map(|row| firsts[&row.keys.first()]).collect();
    let mut rows: Vec<_> = of_first.into_iter().zip(rows).collect();
    rows.sort_by(|(one_first, one), (two_first, two)| {
        let outer = |row, worked| rank(by, 0, row, worked);
        let inner = |row: &Row| row.totals.worked;
        outer(one, *one_first)
            .cmp(&outer(two, *two_first))
            .then_with(|| rank(by, 1, one, inner(one)).cmp(&rank(by, 1, two, inner(two))))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Time in its order, anything else by time worked, entries without a value last.
fn rank<'r>(
    by: &[By],
    side: usize,
    row: &'r Row,
    worked: i64,
) -> (bool, Reverse<i64>, Option<&'r Key>) {
    let key = row.keys.get(side);
    let is_time = by.get(side).is_some_and(|by| by.is_time());
    let worked = if is_time { 0 } else { worked };
    (key == Some(&Key::Nothing), Reverse(worked), key)
}

/// Two things of one name get their identity beside it.
fn tell_apart(rows: &mut [Row], groups: &HashMap<Vec<Mark>, Totals>, sides: &[Side]) {
    for (place, side) in sides.iter().enumerate() {
        let mut holders: HashMap<&str, usize> = HashMap::new();
        let mut shared: HashSet<String> = HashSet::new();
        for (row, marks) in rows.iter().zip(groups.keys()) {
            if let (Some(Key::Thing { text, .. }), Some(Mark::Nth(number))) =
                (row.keys.get(place), marks.get(place))
                && holders.insert(text, *number).is_some_and(|n| n != *number)
            {
                shared.insert(text.clone());
            }
        }
        if shared.is_empty() {
            continue;
        }
        for (row, marks) in rows.iter_mut().zip(groups.keys()) {
            let (Some(Key::Thing { text, .. }), Some(Mark::Nth(number))) =
                (row.keys.get_mut(place), marks.get(place))
            else {
                continue;
            };
            if shared.contains(text) {
                let thing = side.names.thing(*number);
                let id = thing.id.as_ref().unwrap_or(&thing.typed);
                *text = format!("{text} ({id})");
            }
        }
    }
}

impl Side {
    fn marks(&mut self, item: &Item<'_>, week_start: Weekday) -> Vec<Mark> {
        let content = &item.entry.content;
        let date = content.date;
        let reference = match self.by {
            By::Day => return vec![Mark::Date(date)],
            By::Week => return vec![Mark::Date(first_of_week(date, week_start))],
            By::Month => return vec![Mark::Date(date.with_day(1).unwrap_or(date))],
            By::Tag => {
                let tags = content.tags.iter();
                let marks: Vec<_> = tags.map(|tag| self.word(tag)).collect();
                return if marks.is_empty() {
                    vec![Mark::Nothing]
                } else {
                    marks
                };
            }
            By::Billable => return vec![self.word(content.billable.word())],
            By::Status => return vec![self.word(item.entry.status.word())],
            By::Profile => {
                let profile = content.profile.as_deref();
                return vec![profile.map_or(Mark::Nothing, |name| self.word(name))];
            }
            By::Ticket => ticket(content),
            By::Project => content.project.as_ref(),
            By::Client => content.client.as_ref(),
            By::Service => content.service.as_ref(),
            By::WorkType => content.work_type.as_ref(),
            By::WorkRole => content.work_role.as_ref(),
        };
        match reference {
            Some(reference) => vec![Mark::Nth(self.names.number(reference))],
            None => vec![Mark::Nothing],
        }
    }

    /// A word that is itself in every letter, such as a tag.
    fn word(&mut self, word: &str) -> Mark {
        Mark::Nth(self.names.number(&Reference::known(word, None)))
    }

    fn key(&self, mark: Mark) -> Key {
        match mark {
            Mark::Date(date) => Key::Date(date),
            Mark::Nothing => Key::Nothing,
            Mark::Nth(number) => {
                let thing = self.names.thing(number);
                if self.by == By::Ticket {
                    let number = thing.typed.trim_start_matches('#').to_owned();
                    let name = thing.name.clone().filter(|name| *name != number);
                    return Key::Thing { text: number, name };
                }
                Key::Thing {
                    text: thing.name.as_ref().unwrap_or(&thing.typed).clone(),
                    name: None,
                }
            }
        }
    }
}

fn ticket(content: &Content) -> Option<&Reference> {
    let target = content.target.as_ref()?;
    matches!(target.kind, TargetKind::Ticket | TargetKind::ProjectTicket).then_some(&target.at)
}

/// The first day of the week a day lies in.
#[must_use]
pub fn first_of_week(date: NaiveDate, week_start: Weekday) -> NaiveDate {
    let since = date.weekday().days_since(week_start);
    date.checked_sub_days(Days::new(u64::from(since)))
        .unwrap_or(date)
}

#[cfg(test)]
mod tests;
