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

mod sum;

pub use self::sum::Held;

use self::sum::{Block, HOUR, Work, is_left_out, read_block, read_work, together};
use super::joins::{LeftOut, id, numbers};
use super::words::slug;
use crate::sync::backend::autotask::Autotask;
use crate::sync::backend::autotask::decode::identity;
use crate::sync::backend::autotask::errors::is_closed;
use crate::sync::backend::autotask::filter::{Filter, MOST_VALUES, Scalar, Test, midnight, number};
use crate::sync::backend::autotask::listing::ENTRIES;
use crate::sync::backend::autotask::query::{Question, Row};
use crate::sync::backend::figures::read_hours;
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
            (_, None) => {
                self.note_blocks("what contracts leave out may not be read");
                BTreeMap::new()
            }
            (None, _) => BTreeMap::new(),
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

#[cfg(test)]
mod tests;
