//! What rows of blocks and of entries say, and what they add up to. Pure.

use super::super::joins::{LeftOut, id};
use crate::sync::backend::autotask::decode::day;
use crate::sync::backend::autotask::query::Row;
use crate::sync::backend::figures::{read_hours, read_instant};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Seconds.
pub const HOUR: i64 = 3_600;

/// One block that is active. Lengths in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The first day of work that it bears.
    pub starts: NaiveDate,
    /// The last.
    pub ends: NaiveDate,
    /// All of it.
    pub seconds: i64,
    /// What is posted of it, where that is told.
    pub posted: Option<i64>,
}

/// Time that is not posted yet: the day worked, when it began, and how many seconds of a
/// block it takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work {
    /// The day.
    pub day: NaiveDate,
    /// Seconds UTC, where it has one.
    pub start: Option<i64>,
    /// The seconds.
    pub takes: i64,
}

/// What the blocks of a contract are together. Lengths in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The blocks that hold today.
    pub seconds: i64,
    /// What is used of them.
    pub used: Option<i64>,
    /// The first day of which these are the blocks.
    pub starts: NaiveDate,
    /// The last.
    pub ends: NaiveDate,
    /// Roles of which an hour takes more or less than an hour: the seconds.
    pub factors: BTreeMap<String, i64>,
}

impl Block {
    /// Whether it bears work of this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts <= day && day <= self.ends
    }
}

/// A block as its row tells it; none where it is not understood.
pub fn read_block(row: &Row) -> Option<Block> {
    let hours = |name: &str| row.get(name).and_then(read_hours).filter(|it| *it >= 0);
    Some(Block {
        starts: row.get("startDate").and_then(day)?,
        ends: row.get("endDate").and_then(day)?,
        seconds: hours("hours")?,
        posted: hours("hoursApproved"),
    })
}

/// An entry as its row tells it, with the seconds that an hour in each role takes; none where
/// it is not understood.
pub fn read_work(row: &Row, factors: Option<&BTreeMap<String, i64>>) -> Option<Work> {
    let hours = |name: &str| row.get(name).and_then(read_hours);
    let billed = hours("hoursToBill")
        .or_else(|| hours("hoursWorked"))?
        .max(0);
    let role = id(row, "roleID").and_then(|role| factors?.get(&role).copied());
    let takes = i128::from(billed) * i128::from(role.unwrap_or(HOUR));
    Some(Work {
        day: row.get("dateWorked").and_then(day)?,
        start: row.get("startDateTime").and_then(read_instant),
        takes: i64::try_from((takes * 2 + i128::from(HOUR)) / i128::from(2 * HOUR)).ok()?,
    })
}

/// Whether a contract leaves out the role or the work type of an entry.
pub fn is_left_out(row: &Row, left_out: Option<&LeftOut>) -> bool {
    let is_in =
        |all: &BTreeSet<String>, name: &str| id(row, name).is_some_and(|id| all.contains(&id));
    left_out.is_some_and(|(roles, codes)| is_in(roles, "roleID") || is_in(codes, "billingCodeID"))
}

/// What the active blocks of a contract are together on a day; none where none of them
/// holds then. `work` is what is not posted, none where that is not known.
pub fn together(mut blocks: Vec<Block>, today: NaiveDate, work: Option<&[Work]>) -> Option<Held> {
    blocks.sort_by_key(|block| (block.starts, block.ends));
    let holding: Vec<&Block> = blocks.iter().filter(|it| it.holds_on(today)).collect();
    let first = holding.iter().map(|block| block.starts).min()?;
    let last = holding.iter().map(|block| block.ends).min()?;
    let seconds = holding
        .iter()
        .fold(0_i64, |sum, it| sum.saturating_add(it.seconds));
    let left = work.and_then(|work| left_of(&blocks, today, work));
    let used = left.as_ref().map(|(left, besides)| {
        let rest = blocks
            .iter()
            .zip(left)
            .filter(|(block, _)| block.holds_on(today));
        let rest = rest.fold(0_i64, |sum, (_, left)| sum.saturating_add(*left));
        seconds.saturating_sub(rest).saturating_add(*besides)
    });
    // Work of days on which a block that is over may still bear it is not told of.
    let over = blocks.iter().enumerate().filter(|(at, block)| {
        let is_empty = left
            .as_ref()
            .is_some_and(|(left, _)| left.get(*at) == Some(&0));
        block.ends < today && !is_empty
    });
    let after = over.filter_map(|(_, block)| block.ends.succ_opt()).max();
    let next = blocks
        .iter()
        .map(|block| block.starts)
        .filter(|day| *day > today)
        .min();
    let before = next.and_then(|day| day.pred_opt());
    Some(Held {
        seconds,
        used,
        starts: after.map_or(first, |day| day.max(first)),
        ends: before.map_or(last, |day| day.min(last)),
        factors: BTreeMap::new(),
    })
}

/// What each block has left once this work is posted, and what is then billed besides on
/// days of the blocks that hold today. None where it is not told what is posted.
fn left_of(blocks: &[Block], today: NaiveDate, work: &[Work]) -> Option<(Vec<i64>, i64)> {
    let mut left = Vec::with_capacity(blocks.len());
    for block in blocks {
        left.push(block.seconds.saturating_sub(block.posted?).max(0));
    }
    // In the order of posting: by day, those without a start first.
    let mut work: Vec<&Work> = work.iter().collect();
    work.sort();
    let mut besides = 0_i64;
    for one in work {
        let mut takes = one.takes;
        for (block, left) in blocks.iter().zip(&mut left) {
            if block.holds_on(one.day) {
                let part = takes.min(*left);
                *left -= part;
                takes -= part;
            }
        }
        let of_today = |block: &Block| block.holds_on(one.day) && block.holds_on(today);
        if blocks.iter().any(of_today) {
            besides = besides.saturating_add(takes);
        }
    }
    Some((left, besides))
}
