//! What is left of the blocks of hours of contracts: as the service keeps it, and with what
//! was entered there and is not posted yet. Where a part of that cannot be read, what is
//! used is not known; nothing is guessed, and nothing else stops.
//!
//! From the vendor's help (documented, not tried on a tenant): `ContractBlocks` and
//! `ContractBlockHourFactors` have the fields read here, and `hoursApproved` is none that a
//! condition may name. A block is debited when labour is approved and posted, and only
//! then; so entries without a billing item are taken off here. A block must be active, and
//! the day worked must lie within its first and last day, both included; earlier blocks
//! come first. A factor of the contract, else the one of the role, multiplies the hours.
//!
//! A contract may have several blocks. What is left today is what those that hold today
//! have left together: whichever of them work is taken off, the sum is the same. Those that
//! are over or yet to come are no help today, so they are not in the sum; what they bear of
//! entries of their own days is not taken off the others.

use super::joins::{LeftOut, id, numbers};
use super::words::slug;
use crate::sync::backend::autotask::Autotask;
use crate::sync::backend::autotask::decode::{day, identity};
use crate::sync::backend::autotask::errors::is_closed;
use crate::sync::backend::autotask::filter::{Filter, MOST_VALUES, Scalar, Test, midnight, number};
use crate::sync::backend::autotask::listing::ENTRIES;
use crate::sync::backend::autotask::query::{Question, Row};
use crate::sync::backend::figures::{read_hours, read_instant};
use crate::sync::backend::{BackendError, ErrorKind};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

const BLOCKS: &str = "ContractBlocks";
const BLOCK_FIELDS: &[&str] = &[
    "contractID",
    "endDate",
    "hours",
    "hoursApproved",
    "startDate",
    "status",
];
const ENTRY_FIELDS: &[&str] = &[
    "billingCodeID",
    "contractID",
    "dateWorked",
    "hoursToBill",
    "hoursWorked",
    "roleID",
    "startDateTime",
];

/// Entries of so many contracts are asked for at once: of those whose blocks began at
/// about the same time, so that no more is read than counts.
const AT_ONCE: usize = 20;
/// Pages of such entries; where there are more, what is used is not known.
const MOST_PAGES: usize = 10;

const HOUR: i64 = 3_600;

/// One block that is active. Lengths in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    starts: NaiveDate,
    ends: NaiveDate,
    seconds: i64,
    /// What is posted of it, where that is told.
    posted: Option<i64>,
}

/// Time that is not posted yet: the day worked, when it began, and how many seconds of a
/// block it takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    day: NaiveDate,
    start: Option<i64>,
    takes: i64,
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

type ByContract<T> = BTreeMap<String, T>;

impl Autotask {
    /// The blocks of these contracts that hold today.
    pub(super) fn blocks_of(
        &self,
        contracts: &[Row],
        left_out: Option<&ByContract<LeftOut>>,
    ) -> Result<ByContract<Held>, BackendError> {
        let today = self.zone().date(self.session.now());
        let current = Test::AtLeast(midnight(today));
        let all = numbers(contracts, "id");
        let Some(rows) = self.block_rows(&all, &[("endDate", current.clone())])? else {
            return Ok(BTreeMap::new());
        };
        if rows.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut blocks = self.read_blocks(&rows)?;
        blocks.retain(|_, blocks| blocks.iter().any(|block| block.holds_on(today)));
        let first = |blocks: &[Block]| {
            let holding = blocks.iter().filter(|block| block.holds_on(today));
            holding.map(|block| block.starts).min()
        };
        let firsts: ByContract<NaiveDate> = blocks
            .iter()
            .filter_map(|(contract, blocks)| Some((contract.clone(), first(blocks)?)))
            .collect();
        let Some(earliest) = firsts.values().min().copied() else {
            return Ok(BTreeMap::new());
        };
        let live: BTreeSet<i64> = firsts.keys().filter_map(|id| id.parse().ok()).collect();
        let over = [
            ("endDate", Test::AtLeast(midnight(earliest))),
            ("endDate", Test::Below(midnight(today))),
        ];
        let Some(rows) = self.block_rows(&live, &over)? else {
            return Ok(BTreeMap::new());
        };
        let unread: BTreeSet<String> = rows
            .iter()
            .filter_map(|row| id(row, "contractID"))
            .collect();
        let mut earlier = self.read_blocks(&rows)?;
        blocks.retain(|contract, blocks| match earlier.remove(contract) {
            Some(more) => {
                blocks.extend(more);
                true
            }
            None => !unread.contains(contract),
        });
        let factors = self.factors_of(&live)?;
        let work = match (&factors, left_out) {
            (Some(factors), Some(left_out)) => self.unposted(&firsts, factors, left_out)?,
            _ => BTreeMap::new(),
        };
        let each = blocks.into_iter().filter_map(|(contract, blocks)| {
            let mut held = together(blocks, today, work.get(&contract).map(Vec::as_slice))?;
            let factors = factors.as_ref().and_then(|all| all.get(&contract));
            held.factors = factors.cloned().unwrap_or_default();
            held.factors.retain(|_, seconds| *seconds != HOUR);
            Some((contract, held))
        });
        Ok(each.collect())
    }

    /// The blocks of contracts that also meet these tests; none where they cannot be read.
    fn block_rows(
        &self,
        contracts: &BTreeSet<i64>,
        tests: &[(&str, Test)],
    ) -> Result<Option<Vec<Row>>, BackendError> {
        let contracts: Vec<i64> = contracts.iter().copied().collect();
        let mut found = Vec::new();
        for some in contracts.chunks(MOST_VALUES) {
            let values = some.iter().map(|id| number(*id)).collect();
            let mut filter = Filter::of("contractID", Test::Among(values));
            for (field, test) in tests {
                filter = filter.and(field, test.clone());
            }
            let asked = self.all_of(&Question::new(BLOCKS, BLOCK_FIELDS, filter.clone()));
            let asked = match asked {
                // Whether a field of which there is no condition may be named, nobody says.
                Err(error) if error.kind == ErrorKind::Protocol => {
                    self.all_of(&Question::new(BLOCKS, &[], filter))
                }
                asked => asked,
            };
            match asked {
                Ok(rows) => found.extend(rows),
                Err(error) if is_closed(&error) => {
                    self.note_blocks(&error.message);
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Some(found))
    }

    /// Active blocks by contract; without contracts of which one block is not understood.
    fn read_blocks(&self, rows: &[Row]) -> Result<ByContract<Vec<Block>>, BackendError> {
        let mut blocks: ByContract<Option<Vec<Block>>> = BTreeMap::new();
        if rows.is_empty() {
            return Ok(BTreeMap::new());
        }
        let words = self.words(BLOCKS)?;
        for row in rows {
            let Some(contract) = id(row, "contractID") else {
                continue;
            };
            let known = blocks.entry(contract).or_insert_with(|| Some(Vec::new()));
            match words.of(row, "status").map(slug).as_deref() {
                Some("inactive") => {}
                Some("active") => match (read_block(row), known.as_mut()) {
                    (Some(block), Some(known)) => known.push(block),
                    _ => *known = None,
                },
                _ => *known = None,
            }
        }
        let known = blocks.into_iter();
        Ok(known
            .filter_map(|(id, blocks)| Some((id, blocks?)))
            .collect())
    }

    /// How many seconds of a block an hour takes, by contract and role; none where that
    /// cannot be read.
    fn factors_of(
        &self,
        contracts: &BTreeSet<i64>,
    ) -> Result<Option<ByContract<BTreeMap<String, i64>>>, BackendError> {
        let own = ("ContractBlockHourFactors", "contractID");
        let fields = ["blockHourMultiplier", "contractID", "roleID"];
        let Some(own) = self.naming(own, &fields, contracts)? else {
            self.note_blocks("the factors of roles may not be read");
            return Ok(None);
        };
        let usual = self.all_of(&Question::new("Roles", &["hourlyFactor"], Filter::all()));
        let usual = match usual {
            Ok(rows) => rows,
            Err(error) if is_closed(&error) => {
                self.note_blocks(&error.message);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let factor = |row: &Row, name: &str| row.get(name).and_then(read_hours);
        // Of a role, none and nothing both mean that nobody has set one.
        let usual: BTreeMap<String, i64> = usual
            .iter()
            .filter_map(|row| Some((id(row, "id")?, factor(row, "hourlyFactor")?)))
            .filter(|(_, seconds)| *seconds > 0)
            .collect();
        let mut all: ByContract<_> = contracts
            .iter()
            .map(|contract| (contract.to_string(), usual.clone()))
            .collect();
        for row in &own {
            if let (Some(contract), Some(role), Some(seconds)) = (
                id(row, "contractID"),
                id(row, "roleID"),
                factor(row, "blockHourMultiplier").filter(|seconds| *seconds >= 0),
            ) {
                all.entry(contract).or_default().insert(role, seconds);
            }
        }
        Ok(Some(all))
    }

    /// What was entered on contracts from these days on and is not posted; without those
    /// contracts of which it is not known.
    fn unposted(
        &self,
        firsts: &ByContract<NaiveDate>,
        factors: &ByContract<BTreeMap<String, i64>>,
        left_out: &ByContract<LeftOut>,
    ) -> Result<ByContract<Vec<Work>>, BackendError> {
        let mut order: Vec<(NaiveDate, i64)> = firsts
            .iter()
            .filter_map(|(contract, first)| Some((*first, contract.parse().ok()?)))
            .collect();
        order.sort_unstable();
        let mut found = BTreeMap::new();
        for some in order.chunks(AT_ONCE) {
            let Some((first, _)) = some.first() else {
                continue;
            };
            let values = some.iter().map(|(_, contract)| number(*contract)).collect();
            let filter = Filter::of("contractID", Test::Among(values))
                .and("dateWorked", Test::AtLeast(midnight(*first)))
                .and("isNonBillable", Test::Is(Scalar::Flag(false)));
            let question = Question::new(ENTRIES, ENTRY_FIELDS, filter);
            let rows = match self.pages_of(&question, MOST_PAGES) {
                Ok((rows, true)) => rows,
                Ok((_, false)) => {
                    self.note_blocks("some contracts have too many entries to add up");
                    continue;
                }
                Err(error) if is_closed(&error) => {
                    self.note_blocks(&error.message);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let posted = self.posted(&rows)?;
            if self.seen.unbillable.load(Ordering::Relaxed) {
                self.note_blocks("what is posted may not be read");
                continue;
            }
            let mut each: ByContract<Option<Vec<Work>>> = some
                .iter()
                .map(|(_, contract)| (contract.to_string(), Some(Vec::new())))
                .collect();
            let mut seen = BTreeSet::new();
            for row in &rows {
                // Rows may move from page to page while they are read.
                let entry = row.get("id").and_then(identity).unwrap_or_default();
                let of = id(row, "contractID").unwrap_or_default();
                if posted.contains(&entry)
                    || is_left_out(row, left_out.get(&of))
                    || !seen.insert(entry)
                {
                    continue;
                }
                if let Some(known) = each.get_mut(&of) {
                    match (read_work(row, factors.get(&of)), known.as_mut()) {
                        (Some(work), Some(known)) => known.push(work),
                        _ => *known = None,
                    }
                }
            }
            found.extend(each.into_iter().filter_map(|(of, work)| Some((of, work?))));
        }
        Ok(found)
    }

    /// Keeps why blocks are not known, for the end of the run.
    fn note_blocks(&self, why: &str) {
        log::info!("blocks of hours cannot be told: {why}");
        self.seen.blocks.get_or_init(|| why.to_owned());
    }
}

impl Block {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts <= day && day <= self.ends
    }
}

fn read_block(row: &Row) -> Option<Block> {
    let hours = |name: &str| row.get(name).and_then(read_hours).filter(|it| *it >= 0);
    Some(Block {
        starts: row.get("startDate").and_then(day)?,
        ends: row.get("endDate").and_then(day)?,
        seconds: hours("hours")?,
        posted: hours("hoursApproved"),
    })
}

fn read_work(row: &Row, factors: Option<&BTreeMap<String, i64>>) -> Option<Work> {
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
fn is_left_out(row: &Row, left_out: Option<&LeftOut>) -> bool {
    let is_in =
        |all: &BTreeSet<String>, name: &str| id(row, name).is_some_and(|id| all.contains(&id));
    left_out.is_some_and(|(roles, codes)| is_in(roles, "roleID") || is_in(codes, "billingCodeID"))
}

/// What the active blocks of a contract are together on a day; none where none of them
/// holds then. `work` is what is not posted, none where that is not known.
fn together(mut blocks: Vec<Block>, today: NaiveDate, work: Option<&[Work]>) -> Option<Held> {
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

#[cfg(test)]
mod tests;
