//! Which of the two numbers of a date is the day, for a whole file. Never guesses.

use super::super::columns::{Columns, Field};
use super::super::times::{self, Moment};
use super::super::{Unreadable, tables};
use crate::domain::when::DateOrder;

/// Which of two numbers is the day: as told, else as dates of the file prove that can be
/// read in one order only.
pub(super) fn order(
    columns: &Columns,
    records: &[tables::Record],
    told: Option<DateOrder>,
    notes: &mut Vec<String>,
) -> Result<Option<DateOrder>, Unreadable> {
    if told.is_some() {
        return Ok(told);
    }
    let mut proofs: [Option<(u64, &str)>; 2] = [None; 2];
    let mut open = None;
    for record in records {
        for field in [
            Field::Start,
            Field::End,
            Field::StartDate,
            Field::EndDate,
            Field::Date,
        ] {
            let Some(cell) = columns.cell(field, &record.cells) else {
                continue;
            };
            let Some(Moment::Day(day) | Moment::Local(day, _)) = times::moment(cell) else {
                continue;
            };
            match day.proves() {
                Some(DateOrder::Dmy) => proofs[0] = proofs[0].or(Some((record.line, cell))),
                Some(DateOrder::Mdy) => proofs[1] = proofs[1].or(Some((record.line, cell))),
                None if day.is_open() => open = open.or(Some((record.line, cell))),
                None => {}
            }
        }
    }
    let tell = "say with --dates dmy (day first) or --dates mdy (month first)";
    match (proofs, open) {
        ([Some((one, dmy)), Some((two, mdy))], _) => Err(Unreadable::new(
            format!(
                "line {one} has {dmy}, which has the day first, and line {two} has {mdy}, which has the month first"
            ),
            "correct the file: one of them is wrong",
        )),
        ([None, None], Some((line, cell))) => Err(Unreadable::new(
            format!("line {line} has {cell}, which can be two days"),
            tell,
        )),
        ([Some((line, cell)), None], open) => {
            if open.is_some() {
                notes.push(format!(
                    "dates have the day first, as {cell} in line {line} shows"
                ));
            }
            Ok(Some(DateOrder::Dmy))
        }
        ([None, Some((line, cell))], open) => {
            if open.is_some() {
                notes.push(format!(
                    "dates have the month first, as {cell} in line {line} shows"
                ));
            }
            Ok(Some(DateOrder::Mdy))
        }
        ([None, None], None) => Ok(None),
    }
}
